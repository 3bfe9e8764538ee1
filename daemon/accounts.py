"""One account at a CRM as this installation knows it: its settings and its secrets become the app, the door to its tokens,
and its adapter."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from adapters.base import Adapter
from adapters.hooks import Stream, Subscriber
from adapters.oauth import OAuthApp
from adapters.quota import Budget
from adapters.registry import (
    Account,
    connect,
    not_granted,
    oauth_app,
    organisation_of,
    strategy,
    stream_of,
    subscriber_of,
    usual_budget,
    usual_ledger,
)
from adapters.rest import Tokens
from adapters.signing_in import Strategy
from core.crm_systems import System
from core.errors import Invalid, SignInNeeded
from core.settings import ANY_TENANT, Connection, Flow
from daemon.health import Renewal, TokenStatus
from daemon.private_files import read_private
from daemon.sealed_tokens import CLIENT_ID, CLIENT_SECRET, DEVELOPER_KEY, JWT_KEY, SealedTokens
from daemon.vault import Vault
from daemon.vault_keys import VaultClosed

# Whose address is in the settings; the others tell it when somebody signs in.
_AT_ONE_ADDRESS: Final = (System.HUBSPOT, System.DYNAMICS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a person gives when they sign in; what they leave out is known from the settings or the vault."""

    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmAccount:
    """`folder` is the configuration folder: a key file is looked for there. `overlap_ms`: how far a deep poll reads back."""

    name: str
    connection: Connection
    folder: Path
    vault: Vault
    budget: Budget
    overlap_ms: int

    @property
    def tokens(self) -> SealedTokens:
        return SealedTokens(self.vault, self.name)

    @property
    def token_status(self) -> TokenStatus | None:
        """When the access token ends and what comes then; None where there is none, or the vault does not open."""
        try:
            held = self.tokens.load()
        except VaultClosed:
            return None
        if held is None:
            return None
        by_key = self.connection.flow in (Flow.JWT, Flow.APPLICATION)
        renewal = Renewal.KEY if by_key else Renewal.REFRESH if held.refresh else Renewal.NOTHING
        ends_at = None if held.expires_at is None else round(1_000 * held.expires_at)
        return TokenStatus(
            ends_at=ends_at,
            renewal=renewal,
            lacking=()
            if by_key
            else not_granted(
                self.connection.system.value,
                held.scopes,
                custom_objects=bool(self.connection.custom_objects),
            ),
        )

    @property
    def strategy(self) -> Strategy:
        """How to sign in here. Raises SettingsInvalid where the CRM has no such flow."""
        return strategy(self.connection.system.value, self.connection.flow)

    def app(self, given: Given | None = None) -> OAuthApp:
        """The app to sign in with. Raises Invalid where its id is not known."""
        given = given or Given()
        client_id = given.client_id or self.connection.client_id or self.vault.open(self.name, CLIENT_ID)
        if not client_id:
            raise Invalid(
                f"the client id of {self.name!r} is not known",
                advice=f"Set client_id under [connections.{self.name}] in crmsync.toml, or give it with --client-id.",
            )
        return oauth_app(
            self.connection.system.value,
            client_id=client_id,
            secret=self._secret(given),
            authorize_url=self._in_tenant(self.connection.auth_url),
            token_url=self._in_tenant(self.connection.token_url),
            username=self.connection.username,
            key=self._key(given),
            loopback=self.connection.loopback,
            custom_objects=bool(self.connection.custom_objects),
            account_url=self.connection.api_url,
        )

    def connect(self) -> Adapter:
        """An adapter for one worker. Raises SignInNeeded while there are no tokens."""
        tokens, instance_url = self._door()
        return connect(self._account(), tokens, budget=self.budget, instance_url=instance_url)

    def subscriber(self) -> AbstractContextManager[Subscriber | None]:
        """What keeps its webhooks registered. Raises SignInNeeded while there are no tokens."""
        tokens, instance_url = self._door()
        return subscriber_of(
            self._account(),
            tokens,
            budget=self.budget,
            instance_url=instance_url,
            developer_key=self.vault.open(self.name, DEVELOPER_KEY),
        )

    def organisation(self) -> str | None:
        """The account's own id at the CRM, where that is part of how it proves itself. Raises SignInNeeded."""
        tokens, instance_url = self._door()
        return organisation_of(self._account(), tokens, budget=self.budget, instance_url=instance_url)

    def stream(self, organisation: str) -> Stream | None:
        """Its event stream, where its CRM has one. Raises SignInNeeded while there are no tokens."""
        tokens, instance_url = self._door()
        return stream_of(self._account(), tokens, instance_url=instance_url, organisation=organisation)

    def keep(self, app: OAuthApp, given: Given) -> None:
        """Seal what a sign-in worked with, so that it need not be given again."""
        self.vault.seal(self.name, CLIENT_ID, app.client_id)
        if app.secret is not None:
            self.vault.seal(self.name, CLIENT_SECRET, app.secret)
        if given.key is not None:
            self.vault.seal(self.name, JWT_KEY, given.key)
            if (
                self.connection.flow is Flow.APPLICATION
            ):  # an old secret must not stand in the certificate's way
                self.vault.forget(self.name, CLIENT_SECRET)

    def _door(self) -> tuple[Tokens, str | None]:
        """The way to the access token, renewed once among all who hold one, and where the account lives."""
        held = self.tokens.load()
        if held is None:
            raise SignInNeeded(f"nobody has signed in to {self.name!r} yet")
        return self.strategy.tokens(self.app(), self.tokens), held.instance_url

    def _account(self) -> Account:
        one = self.connection
        return Account(
            system=one.system.value,
            base_url=one.api_url if one.loopback or one.system in _AT_ONE_ADDRESS else None,
            loopback=one.loopback,
            app_id=one.app_id or None,
            custom_objects=one.custom_objects,
            events_address=one.events_address or None,
            streams=one.real_time,
            deep_overlap_ms=self.overlap_ms,
        )

    def _in_tenant(self, url: str) -> str:
        """Microsoft's address for the directory that is set, in place of any work account's."""
        tenant = self.connection.tenant
        return url.replace(ANY_TENANT, f"/{tenant}/", 1) if tenant else url

    def _secret(self, given: Given) -> str | None:
        """The app's secret; None where a certificate proves an application instead."""
        if given.client_secret:
            return given.client_secret
        certified = given.key is not None or self.connection.key_file is not None
        if certified and self.connection.flow is Flow.APPLICATION:
            return None
        return self.vault.open(self.name, CLIENT_SECRET)

    def _key(self, given: Given) -> Callable[[], str]:
        """The private key, read anew each time: it is held nowhere."""

        def read() -> str:
            if given.key is not None:
                return given.key
            if self.connection.key_file is not None:
                return read_private(self.folder / self.connection.key_file.expanduser())
            sealed = self.vault.open(self.name, JWT_KEY)
            if sealed is None and self.connection.flow is Flow.APPLICATION:
                raise Invalid(
                    f"neither the secret nor the certificate to sign in to {self.name!r} with is known",
                    advice=f"Give one: crmsync connections sign-in {self.name} --key-file FILE, or --secret-stdin < FILE.",
                )
            if sealed is None:
                raise Invalid(
                    f"the key to sign in to {self.name!r} with is not known",
                    advice=f"Give it: crmsync connections sign-in {self.name} --key-file FILE.",
                )
            return sealed

        return read


def budget_for(connection: Connection) -> Budget:
    """A sandbox on this machine has no windows to keep to, but the day's allowance that it tells."""
    system = connection.system.value
    ledger = usual_ledger(system, reserve=connection.quota_reserve, daily=connection.quota_daily)
    return Budget({}, ledger=ledger) if connection.loopback else usual_budget(system, ledger)
