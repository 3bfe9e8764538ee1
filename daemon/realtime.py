"""Keeps each connection's webhooks registered at its CRM, notices when they fall silent, and says what to expect.

Webhooks only hurry the poll, which always goes on: slowly while they work, quickly while they do not. A registration is
looked at when the daemon starts, after a sign-in, every half hour, before it expires, and when polls keep bringing news
that no webhook announced. Asking a CRM twice for the same registration changes nothing (`adapters.hooks.Subscriber`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from adapters.hooks import Target
from adapters.registry import hooks_of
from core.errors import CrmSyncError
from core.logs import logger
from core.mapping import Mapping as FieldMapping
from core.settings import Webhooks
from core.store.base import Store
from daemon.accounts import CrmAccount
from daemon.announced import Announced
from daemon.doings import DAEMON, Noted, not_noted
from daemon.health import Means, RealTimeStatus
from daemon.streams import Streams
from daemon.vault import Vault
from daemon.webhook_address import webhook_target
from daemon.webhooks import Endpoint

AGAIN_MS: Final = 30 * 60_000
AFTER_TROUBLE_MS: Final = 60_000
RENEW_BEFORE_MS: Final = 86_400_000
EXPECTED_S: Final = 1.0
REGISTERED: Final = "webhooks-at/"  # notes: the public address they were registered with

log = logger(__name__)


@dataclass(slots=True)
class Line:
    """How one connection hears of changes. `reason` says why it does not hear sooner; times are ms.

    `managed`: the daemon itself registers; otherwise `heard`, that webhooks come, is all it has to go by. `deaf`: they
    fell silent, and none has come since. `by_hand`: whatever is lacking at the CRM a person has to see to.
    """

    name: str
    door: CrmAccount
    mappings: tuple[FieldMapping, ...]
    announced: Announced = field(default_factory=Announced)
    managed: bool = False
    registered: bool = False
    heard: bool = False
    deaf: bool = False
    by_hand: bool = False
    last_at: int | None = None
    expires_at: int | None = None
    next_at: int = 0
    reason: str = ""
    advice: str = ""
    busy: threading.Lock = field(default_factory=threading.Lock)

    @property
    def system(self) -> str:
        return self.door.connection.system.value

    @property
    def wanted(self) -> dict[str, tuple[str, ...]]:
        return {one.crm_object: one.crm_fields for one in self.mappings}


@dataclass(slots=True)
class RealTime:
    """All connections' lines. `reopen` makes the listener take the endpoints anew; `look` polls a connection now;
    `stream_refused` says why a connection's event stream must not be listened to, "" where it may."""

    settings: Webhooks
    store: Store
    vault: Vault
    lines: Mapping[str, Line]
    streams: Streams
    clock: Callable[[], int]
    reopen: Callable[[], None] = lambda: None
    look: Callable[[str], None] = lambda name: None
    stream_refused: Callable[[str], str] = lambda name: ""
    noted: Noted = not_noted
    stopping: threading.Event = field(default_factory=threading.Event)

    # what happens -------------------------------------------------------------------------------------------------------
    def told(self, connection: str, objects: Sequence[str], *, by_stream: bool = False) -> None:
        """A webhook, or an event of the stream, was kept."""
        line, now = self.lines[connection], self.clock()
        line.last_at = now
        line.deaf = False
        line.heard = line.heard or not by_stream
        for name in objects:
            line.announced.told(name, now)

    def noticed(self, connection: str, crm_object: str) -> None:
        """A poll brought news."""
        self.lines[connection].announced.noticed(crm_object, self.clock())

    def signed_in(self, connection: str) -> None:
        self.store.set_note(_organisation(connection), None)  # it may be another account now
        self.lines[connection].next_at = 0
        self.streams.stop(connection)

    def prepared(self, connection: str) -> None:
        """What the CRM lacked for telling us was made there: what was silent before says nothing any more."""
        line = self.lines[connection]
        line.deaf = False
        line.announced.forget()
        line.next_at = 0
        self.streams.stop(connection)

    # what is done -------------------------------------------------------------------------------------------------------
    def is_due(self, connection: str) -> bool:
        line, now = self.lines[connection], self.clock()
        return now >= line.next_at or bool(line.announced.silent(now))

    def tend(self, connection: str) -> None:
        """Do what is due for one connection. Never raises: what went wrong is what health shows."""
        line = self.lines[connection]
        if self.stopping.is_set() or not line.busy.acquire(blocking=False):
            return
        try:
            self._tend(line)
        except CrmSyncError as error:
            line.reason, line.advice = str(error), error.advice
            line.next_at = self.clock() + AFTER_TROUBLE_MS
            log.warning("webhooks not registered", connection=line.name, kind=error.kind)
        finally:
            line.busy.release()

    def stop(self) -> None:
        """End the streams, and let what is under way come to its end."""
        self.stopping.set()
        self.streams.stop_all()
        for line in self.lines.values():
            if line.busy.acquire(timeout=10):
                line.busy.release()

    def remove(self, connection: str, *, by: str = DAEMON) -> int:
        """Take our webhooks away from the CRM and make no new ones until `restore`. Raises RemoteError."""
        line = self.lines[connection]
        self.store.set_note(_off(connection), "yes")
        with line.busy:
            return self._remove(line, by)

    def restore(self, connection: str, *, by: str = DAEMON) -> None:
        """Undo `remove`; the next `tend` registers."""
        if self.store.note(_off(connection)) is not None:
            self.store.set_note(_off(connection), None)
            self.noted("webhooks", by, connection, "wanted again")
        self.lines[connection].next_at = 0

    def endpoints(self) -> list[Endpoint]:
        """Where webhooks are taken: every connection whose CRM sends some and whose proof is known."""
        found = []
        for name, line in self.lines.items():
            hooks, target = hooks_of(line.system), self._target(line)
            if hooks is not None and target is not None and line.door.connection.real_time:
                found.append(Endpoint(connection=name, target=target, hooks=hooks))
        return found

    # what is so ---------------------------------------------------------------------------------------------------------
    def is_pushed(self, connection: str) -> bool:
        """Whether changes are announced, so that polls may be slow."""
        return self._means(self.lines[connection]) is not Means.POLL

    def status(self, connection: str, poll_s: float) -> RealTimeStatus:
        line = self.lines[connection]
        means = self._means(line)
        polled = means is Means.POLL
        return RealTimeStatus(
            means=means,
            latency_s=poll_s if polled else EXPECTED_S,
            reason=self._why_not(line) if polled else "",
            advice=self._advice(line) if polled else "",
            last_at=line.last_at,
            expires_at=line.expires_at,
            lost=self._is_lost(line),
        )

    # inside -------------------------------------------------------------------------------------------------------------
    def _means(self, line: Line) -> Means:
        if line.announced.silent(self.clock()):
            return Means.POLL
        if self.streams.stands(line.name):
            return Means.STREAM
        works = line.registered if line.managed else line.heard
        return Means.WEBHOOK if works and self._is_on(line) else Means.POLL

    def _is_lost(self, line: Line) -> bool:
        """Whether news should be announced and is not, for a reason that somebody may mend."""
        if not line.door.connection.real_time:
            return False
        return bool(self.streams.reason(line.name) or (self._is_on(line) and (line.deaf or line.reason)))

    def _why_not(self, line: Line) -> str:
        if not line.door.connection.real_time:
            return "real_time is off for this connection"
        if self.store.note(_off(line.name)) is not None:
            return "its webhooks were taken away by a person"
        told = line.reason or self.streams.reason(line.name) or self.stream_refused(line.name)
        if told:
            return told
        if hooks_of(line.system) is None:
            return "no webhooks of this CRM are taken"
        if not self.settings.enabled:
            return "webhooks are off (webhooks.enabled)"
        if not self.settings.public_url:
            return "no public address is set (webhooks.public_url)"
        return "no webhook has come yet"

    def _advice(self, line: Line) -> str:
        told = line.advice or self.streams.advice(line.name)
        if told or line.reason or not line.by_hand or not self._is_on(line):
            return told
        is_deaf = line.deaf or line.announced.silent(self.clock())
        texts = _BY_HAND | _UNANNOUNCED if is_deaf else _BY_HAND
        return texts.get(line.system, "").format(line.name)

    def _is_on(self, line: Line) -> bool:
        return bool(
            self.settings.enabled
            and self.settings.public_url
            and line.door.connection.real_time
            and hooks_of(line.system) is not None
            and self.store.note(_off(line.name)) is None
        )

    def _tend(self, line: Line) -> None:
        now = self.clock()
        silent = line.announced.silent(now)
        if silent:
            line.heard, line.deaf = False, True
            log.warning("webhooks fell silent", connection=line.name, objects=", ".join(silent))
        self._follow(line, anew=bool(silent))
        line.reason = line.advice = ""
        if self._is_on(line):
            self._ensure(line)
        elif self.store.note(_registered(line.name)) is not None:
            self._remove(line, DAEMON)
        line.announced.forget()
        line.next_at = now + AGAIN_MS
        if line.expires_at is not None:
            line.next_at = max(now + AFTER_TROUBLE_MS, min(line.next_at, line.expires_at - RENEW_BEFORE_MS))

    def _follow(self, line: Line, *, anew: bool) -> None:
        """Find out who the account is where that matters, and listen to its stream where it has one."""
        organisation = self.store.note(_organisation(line.name))
        if organisation is None:
            organisation = line.door.organisation()
            if organisation is None:
                return
            self.store.set_note(_organisation(line.name), organisation)
            self.reopen()
        if anew:
            self.streams.stop(line.name)
        if self.stream_refused(line.name):
            return
        if line.door.connection.real_time and not self.streams.runs(line.name):
            stream = line.door.stream(organisation)
            if stream is not None:
                self.streams.start(line.name, stream, tuple(line.wanted))

    def _ensure(self, line: Line) -> None:
        target = self._target(line)
        if target is None:
            line.reason = "the secret its webhooks are proven with is not known"
            line.advice = f"Sign in again with the client secret: crmsync connections sign-in {line.name}"
            return
        with line.door.subscriber() as subscriber:
            line.managed = subscriber is not None
            line.by_hand = not line.managed
            if subscriber is None:
                return
            former = self.store.note(_registered(line.name))
            if former not in (None, self.settings.public_url):
                # The public address has changed: at the old one nobody answers any more.
                old = self._target(line, former)
                if old is not None:
                    subscriber.remove(old)
            self.store.set_note(_registered(line.name), self.settings.public_url)
            done = subscriber.ensure(target, line.wanted)
        line.registered, line.expires_at = True, done.expires_at
        if done.added or done.repaired:
            self.look(line.name)  # what changed before nobody announced, and from now on polls are slow
        if done.added or done.repaired or done.removed:
            log.info(
                "webhooks registered",
                connection=line.name,
                kept=done.kept,
                added=done.added,
                repaired=done.repaired,
                removed=done.removed,
            )
            told = (
                f"{done.added} registered, {done.repaired} repaired, {done.removed} removed, {done.kept} kept"
            )
            self.noted("webhooks", DAEMON, line.name, told)

    def _remove(self, line: Line, by: str) -> int:
        kept = self.store.note(_registered(line.name))
        target = self._target(line, kept) if kept is not None else None
        count = 0
        if target is not None:
            with line.door.subscriber() as subscriber:
                count = subscriber.remove(target) if subscriber is not None else 0
        self.store.set_note(_registered(line.name), None)
        line.registered = line.heard = False
        line.expires_at = None
        log.info("webhooks removed", connection=line.name, removed=count)
        self.noted("webhooks", by, line.name, f"{count} removed")
        return count

    def _target(self, line: Line, public_url: str | None = None) -> Target | None:
        """`public_url` is the one it was registered with, where that may be another one than today's."""
        organisation = self.store.note(_organisation(line.name))
        address = self.settings.public_url if public_url is None else public_url
        return webhook_target(self.vault, address, line.name, line.system, organisation)


_BY_HAND: Final = {
    "hubspot": (
        "Let the daemon register them with the developer key of the app's account: Developer key… on the page Connections,"
        " or: crmsync connections developer-key {0}. Or register them by hand at HubSpot."
    ),
}
# A stream that only does not stand yet says nothing about what is selected; changes that came unannounced do.
_UNANNOUNCED: Final = {
    "salesforce": (
        "Select the mapped objects for Change Data Capture: Create what is missing on the page Connections,"
        " or: crmsync connections prepare {0}. Or select them by hand at Salesforce."
    ),
}


def _registered(connection: str) -> str:
    return f"{REGISTERED}{connection}"


def _off(connection: str) -> str:
    return f"webhooks-off/{connection}"


def _organisation(connection: str) -> str:
    return f"organisation/{connection}"
