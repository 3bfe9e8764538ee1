"""One connection's way to its CRM: the OAuth app, the tokens all its parts share, and what is built on them."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from adapters.base import Adapter
from adapters.hooks import Stream, Subscriber
from adapters.oauth import OAuthApp, OAuthTokens
from adapters.quota import Budget
from adapters.registry import (
    Account,
    connect,
    oauth_app,
    organisation_of,
    stream_of,
    subscriber_of,
    usual_budget,
)
from core.errors import Invalid, SignInNeeded
from core.settings import Connection
from daemon.vault import Vault

DEVELOPER_KEY = "developer_key"


@dataclass(slots=True)
class AccountDoor:
    """Made once a connection; safe between threads. Everything raises SignInNeeded while nobody has signed in."""

    name: str
    connection: Connection
    vault: Vault
    deep_overlap_ms: int
    budget: Budget = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _shared: OAuthTokens | None = None

    def __post_init__(self) -> None:
        # A sandbox on this machine has no plan to keep to; it throttles by itself where it is told to.
        local = self.connection.loopback
        self.budget = Budget({}) if local else usual_budget(self.connection.system.value)

    def app(self, client_id: str | None, secret: str | None) -> OAuthApp:
        """The OAuth app, by what is given now, else by what is kept. Raises Invalid without a client id."""
        connection, name = self.connection, self.name
        known = client_id or connection.client_id or self.vault.open(name, "client_id")
        if not known:
            raise Invalid(
                f"the client id of {name!r} is not known",
                advice=f"Set client_id under [connections.{name}] in crmsync.toml, or give it with --client-id.",
            )
        app = oauth_app(
            connection.system.value,
            client_id=known,
            secret=secret or self.vault.open(name, "client_secret"),
            loopback=connection.loopback,
            custom_objects=bool(connection.custom_objects),
        )
        return OAuthApp(
            system=app.system,
            client_id=app.client_id,
            secret=app.secret,
            authorize_url=connection.auth_url or app.authorize_url,
            token_url=connection.token_url or app.token_url,
            scopes=app.scopes,
            loopback=app.loopback,
            basic_auth=app.basic_auth,
        )

    def adapter(self) -> Adapter:
        with self._lock:
            self._shared = None  # a new sign-in may have come with another application
        tokens, instance_url = self._tokens()
        return connect(self._account(), tokens, budget=self.budget, instance_url=instance_url)

    def subscriber(self) -> AbstractContextManager[Subscriber | None]:
        tokens, instance_url = self._tokens()
        return subscriber_of(
            self._account(),
            tokens,
            budget=self.budget,
            instance_url=instance_url,
            developer_key=self.vault.open(self.name, DEVELOPER_KEY),
        )

    def organisation(self) -> str | None:
        """The account's own id at the CRM, where that is part of how it proves itself."""
        tokens, instance_url = self._tokens()
        return organisation_of(self._account(), tokens, budget=self.budget, instance_url=instance_url)

    def stream(self, organisation: str) -> Stream | None:
        tokens, instance_url = self._tokens()
        return stream_of(self._account(), tokens, instance_url=instance_url, organisation=organisation)

    # inside -----------------------------------------------------------------------------------------------------------
    def _tokens(self) -> tuple[OAuthTokens, str | None]:
        store = self.vault.tokens(self.name)
        held = store.load()
        if held is None:
            raise SignInNeeded(f"nobody has signed in to {self.name!r} yet")
        with self._lock:
            # One object for all: a refresh token that rotates must be used by one at a time.
            if self._shared is None:
                self._shared = OAuthTokens(self.app(None, None), store)
            return self._shared, held.instance_url

    def _account(self) -> Account:
        one = self.connection
        return Account(
            system=one.system.value,
            base_url=one.api_url if one.loopback or one.system.value == "hubspot" else None,
            loopback=one.loopback,
            app_id=one.app_id or None,
            custom_objects=one.custom_objects,
            events_address=one.events_address or None,
            deep_overlap_ms=self.deep_overlap_ms,
        )
