"""Raises a ticket with a redacted diagnosis where somebody asks for one: shown first, audited before it leaves and after.

A ticket is never repeated by itself: where the answer is lost, the key in it tells whether it was made.
"""

from __future__ import annotations

import platform
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from core.alerting import Book
from core.conflicts import Item, ItemState
from core.errors import AnswerLost, Conflicting, CrmSyncError, RequestRefused
from core.store.base import Store
from core.target_bodies import Body, Made, Ticket
from core.target_settings import Use
from core.ticket_text import ConnectionState, Findings, Grouped, ticket_of
from daemon.health import Check, ConnectionStatus, judge
from daemon.lane import World
from daemon.outgoing import NotSent
from daemon.targets import Targets

_PAGE: Final = 500
_MOST_COUNTED: Final = 5_000
_MOST_SEEN: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A ticket as it would leave, or has left: where to, and its body. `made` where it was raised."""

    target: str
    key: str
    address: str
    body: Body
    title: str
    text: str
    made: Made | None = None
    link: str = ""


@dataclass(slots=True)
class Tickets:
    """What a person may raise. `book` tells the alerts, `checks` what the doctor finds."""

    store: Store
    targets: Targets
    world: World
    version: str
    connections: Callable[[], Sequence[ConnectionStatus]]
    checks: Callable[[], Sequence[Check]]
    book: Callable[[], Book]
    _seen: OrderedDict[str, Ticket] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def draft(self) -> Shown:
        """The diagnosis alone, for nobody."""
        ticket = ticket_of(self._findings(), self._key())
        return Shown(target="", key=ticket.key, address="", body={}, title=ticket.title, text=ticket.text)

    def preview(self, name: str) -> Shown:
        """What would leave for a ticket target; kept for a while, to be raised as it was seen. Raises NotFound, Invalid."""
        self.targets.get(name, Use.TICKETS)
        ticket = ticket_of(self._findings(), self._key())
        shown = self._shown(name, ticket)
        with self._lock:
            self._seen[ticket.key] = ticket
            while len(self._seen) > _MOST_SEEN:
                self._seen.popitem(last=False)
        return shown

    def raise_at(self, name: str, *, by: str, key: str = "") -> Shown:
        """Raise it, once: the one that was seen under `key`, else one of how things stand now.

        Raises NotFound, Invalid, Conflicting, ResidencyRefused, RequestRefused where it surely was not taken, AnswerLost.
        """
        self.targets.get(name, Use.TICKETS)
        ticket = self._taken(key) if key else ticket_of(self._findings(), self._key())
        shown = self._shown(name, ticket)
        cause = f"ticket:{ticket.key}"
        self.targets.note("ticket", by, f"raises a ticket at target {name}, key {ticket.key}", cause)
        try:
            made = self.targets.raise_ticket(name, ticket)
        except NotSent as why:
            self.targets.note("ticket", by, f"no ticket at target {name} that we know of: {why}", cause)
            if why.perhaps:
                raise AnswerLost(
                    f"nobody knows whether target {name!r} made the ticket: {why}",
                    advice=f"Look there for {ticket.key} before you raise another.",
                ) from None
            raise RequestRefused(
                f"target {name!r} made no ticket: {why}",
                advice=f"Correct targets.{name} in crmsync.toml, or its secret: crmsync targets secret {name}",
            ) from None
        except CrmSyncError as refusal:
            self.targets.note("ticket", by, f"no ticket at target {name}: {refusal.kind}", cause)
            raise
        self.targets.note("ticket", by, f"target {name} made ticket {made.number}, key {ticket.key}", cause)
        link = self.targets.known[name].url.rstrip("/") + made.path
        return replace(shown, made=made, link=link)

    # inside -----------------------------------------------------------------------------------------------------------
    def _key(self) -> str:
        return f"crmsync-{self.world.ids()}"

    def _shown(self, name: str, ticket: Ticket) -> Shown:
        address, body = self.targets.ticket_request(name, ticket)
        return Shown(
            target=name, key=ticket.key, address=address, body=body, title=ticket.title, text=ticket.text
        )

    def _taken(self, key: str) -> Ticket:
        """Once: what was sent under a key is not sent again."""
        with self._lock:
            ticket = self._seen.pop(key, None)
        if ticket is None:
            raise Conflicting(
                "that preview is not kept any more, or was sent", advice="Look at what would leave again."
            )
        return ticket

    def _findings(self) -> Findings:
        """Names, numbers and words of ours; reasons, findings and addresses stay here."""
        connections = self.connections()
        state, _ = judge(connections, self.store.queue_counts(now=self.world.clock()))
        return Findings(
            versions={
                "crmsync": self.version,
                "Python": platform.python_version(),
                "system": f"{platform.system()} {platform.release()}",
            },
            health=state.value,
            alerts=[one for one in self.book().alerts if one.is_open],
            connections=[_connection(one) for one in connections],
            checks={one.name: one.ok for one in self.checks()},
            groups=self._groups(),
            records=self._records(),
        )

    def _groups(self) -> list[Grouped]:
        counts: Counter[tuple[str, str, str, str]] = Counter(
            (one.kind.value, one.connection, one.object, one.rule or "") for one in self._open_items()
        )
        conflicts = self.store.open_counts().get("conflict", 0)
        if conflicts:
            counts["conflict", "", "", ""] = conflicts
        return [
            Grouped(kind=kind, connection=connection, object=object, rule=rule, count=count)
            for (kind, connection, object, rule), count in counts.items()
        ]

    def _open_items(self) -> Iterator[Item]:
        """The first `_MOST_COUNTED` open questions."""
        after: str | None = None
        for _ in range(_MOST_COUNTED // _PAGE):
            page = self.store.list_items(state=ItemState.OPEN, kind=None, after=after, limit=_PAGE)
            yield from page
            if len(page) < _PAGE:
                return
            after = page[-1].id

    def _records(self) -> Mapping[str, int]:
        return {name: count for name, count in self.store.tally().items() if "/" not in name}


def _connection(one: ConnectionStatus) -> ConnectionState:
    return ConnectionState(
        name=one.name,
        system=one.system,
        state=one.state.value,
        circuit=one.circuit.value,
        means=one.real_time.means.value,
        waiting=one.backlog.pending + one.backlog.signals,
        put_aside=one.backlog.parked,
    )
