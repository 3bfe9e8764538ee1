"""Keeps CRMs calling us: what each is told to call, its registration, and how fresh a connection may be expected to be.

Webhooks are hints and polls run on beside them, so a registration that dies costs only time. It is looked at when a
connection is made and every ten minutes after, and put right where it was removed, switched off, or points elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from adapters.base import Adapter
from adapters.hooks import Registration, Target
from adapters.registry import hooks_of
from core.errors import RemoteError
from core.logs import logger
from core.settings import Settings
from core.store.base import Store
from daemon.vault import Vault
from daemon.webhook_address import webhook_address, webhook_segment
from daemon.webhooks import Endpoint

log = logger(__name__)

KEEP_EVERY_MS: Final = 600_000
USER: Final = "crmsync"


@dataclass(slots=True)
class RealTime:
    """The webhooks of one installation. `now` is ms."""

    settings: Settings
    vault: Vault
    store: Store
    now: Callable[[], int]
    states: dict[str, str] = field(default_factory=dict)
    heard_at: dict[str, int] = field(default_factory=dict)
    _due: dict[str, int] = field(default_factory=dict)

    # what a CRM is told ---------------------------------------------------------------------------------------------
    def target(self, name: str, system: str) -> Target | None:
        """Where this connection's CRM shall call; None where webhooks are off, or it has none, or nobody signed in yet."""
        if not self.settings.webhooks.enabled or hooks_of(system) is None:
            return None
        secret = self._secret(name, system)
        if secret is None:
            return None
        public = self.settings.webhooks.public_url
        return Target(url=webhook_address(public, secret, name), user=USER, secret=secret)

    def endpoint(self, name: str, system: str) -> Endpoint | None:
        """Where this connection's deliveries arrive here."""
        target, hooks = self.target(name, system), hooks_of(system)
        if target is None or hooks is None:
            return None
        return Endpoint(
            connection=name, segment=webhook_segment(target.secret, name), hooks=hooks, target=target
        )

    def _secret(self, name: str, system: str) -> str | None:
        """HubSpot signs with the app's own secret; every other CRM sends along one that we made."""
        if system == "hubspot":
            return self.vault.open(name, "client_secret")
        return self.vault.own_secret(name)

    # keeping it registered ------------------------------------------------------------------------------------------
    def keep(self, name: str, system: str, adapter: Adapter, wanted: Mapping[str, Sequence[str]]) -> None:
        """Makes the registration at the CRM fit, where that is due. Never raises: without it the polls do the work."""
        if self.now() < self._due.get(name, 0):
            return
        self._due[name] = self.now() + KEEP_EVERY_MS
        subscriber = adapter.subscriber()
        if subscriber is None:
            return
        note = f"webhooks/{name}"
        target = self.target(name, system)
        try:
            if target is not None and self.settings.webhooks.public_url:
                # The place is remembered before the CRM hears of it, so that it can be taken away again whatever happens.
                self.store.set_note(note, target.url.rpartition("/")[0])
                self._tell(name, subscriber.ensure(target, wanted))
            elif (place := self.store.note(note)) is not None:
                removed = subscriber.remove(Target(url=f"{place}/-", user=USER, secret=""))
                self.store.set_note(note, None)
                log.info("webhooks removed", connection=name, count=removed)
                self.states.pop(name, None)
        except RemoteError as error:
            self.states[name] = f"not registered: {error}"
            log.warning("webhooks not registered", connection=name, kind=error.kind)

    def _tell(self, name: str, found: Registration) -> None:
        self.states[name] = "registered"
        if found.added or found.repaired or found.removed:
            log.info(
                "webhooks registered",
                connection=name,
                added=found.added,
                repaired=found.repaired,
                removed=found.removed,
                kept=found.kept,
            )

    def heard(self, name: str) -> None:
        """A delivery of this connection was kept."""
        self.heard_at[name] = self.now()

    # what to expect -------------------------------------------------------------------------------------------------
    def freshness(self, name: str, system: str, poll_s: float) -> str:
        """How soon a change made in this CRM is here, and why, in one sentence."""
        polled = f"asked every {poll_s:g} s"
        if hooks_of(system) is None:
            return f"about {poll_s:g} s: {polled}; this CRM sends no webhooks"
        if not self.settings.webhooks.enabled:
            return f"about {poll_s:g} s: {polled}; webhooks are off in the settings"
        if not self.settings.webhooks.public_url:
            return f"about {poll_s:g} s: {polled}; webhooks have no public address"
        state = self.states.get(name, "")
        if state.startswith("not registered"):
            return f"about {poll_s:g} s: {polled}; webhooks are {state}"
        if name in self.heard_at:
            return f"about 1 s: the CRM calls us; {polled} as well"
        return f"about 1 s once the CRM calls us, which it has not since the start; {polled} as well"
