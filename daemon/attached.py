"""Who is attached to the daemon: every program that speaks to it, and the way to end one.

A program that was ended is cut off at once and refused from then on, with the reason; it does not come back by itself, and a
person who attaches anew is another attachment, in the log like the first. Who came from elsewhere is in the audit log.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final

from core.errors import NotFound
from core.wire.introduction import Introduction, Way
from core.wire.problems import AttachmentEnded
from daemon.doings import Noted

FORGET_MS: Final = 120_000  # one that follows nothing is listed for so long after it was heard
FORGET_OWN_MS: Final = 10_000  # of this machine: every command of the terminal is one, and soon gone
_MOST: Final = 256
_MOST_ENDED: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One program that speaks to the daemon. `account` is the kernel's word; times are ms since 1970 UTC."""

    said: Introduction
    account: str
    since: int
    heard_at: int
    live: bool = False

    @property
    def actor(self) -> str:
        return actor_of(self.said, self.account)


def actor_of(said: Introduction | None, account: str) -> str:
    """Under which name the audit log holds what is done: the account, and who came from elsewhere before it."""
    if said is None or said.way is Way.OWN or not said.person:
        return f"person:{account}"
    where = f"@{said.machine}" if said.machine else ""
    return f"person:{said.person}{where} (as {account})"


@dataclass(slots=True)
class Attached:
    """Safe between threads. `clock` tells ms."""

    clock: Callable[[], int]
    noted: Noted
    _known: dict[str, Attachment] = field(default_factory=dict)
    _cuts: dict[str, list[Callable[[], None]]] = field(default_factory=dict)
    _ended: OrderedDict[str, str] = field(default_factory=OrderedDict)
    _told: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def hear(self, said: Introduction, account: str) -> None:
        """Somebody asks something. Raises AttachmentEnded."""
        now = self.clock()
        with self._lock:
            if (why := self._ended.get(said.id)) is not None:
                raise AttachmentEnded(why)
            before = self._known.get(said.id)
            since = now if before is None else before.since
            self._known[said.id] = Attachment(said=said, account=account, since=since, heard_at=now)
            if before is None:
                self._tidy(now)

    @contextmanager
    def following(self, id: str, cut: Callable[[], None]) -> Iterator[None]:
        """While it follows what happens; `cut` ends that, from any thread."""
        with self._lock:
            self._cuts.setdefault(id, []).append(cut)
        try:
            yield
        finally:
            with self._lock:
                self._cuts[id].remove(cut)
                if not self._cuts[id]:
                    del self._cuts[id]

    def announce(self, id: str) -> None:
        """Note, once, that somebody came from elsewhere. Raises a StoreError."""
        with self._lock:
            one = self._known.get(id)
            if one is None or one.said.way is Way.OWN or id in self._told:
                return
            self._told.add(id)
        may = "only to look on" if one.said.read_only else "with the right to change"
        self.noted("attach", one.actor, id, f"attached with {_program(one.said)}, {may}")

    def listed(self) -> list[Attachment]:
        """Who comes from elsewhere first, then by the time they came."""
        with self._lock:
            self._tidy(self.clock())
            found = [replace(one, live=id in self._cuts) for id, one in self._known.items()]
        return sorted(found, key=lambda one: (one.said.way is Way.OWN, one.since, one.said.id))

    def visitors(self) -> list[str]:
        """Who follows live from elsewhere, by name."""
        return [
            one.said.person or one.account
            for one in self.listed()
            if one.live and one.said.way is Way.ATTACHED
        ]

    def end(self, id: str, *, by: str) -> Attachment:
        """Cut it off and refuse it from now on. Raises NotFound, a StoreError."""
        with self._lock:
            one = self._known.pop(id, None)
            if one is None:
                raise NotFound(
                    "that program is not attached (any more)", advice="See who is: crmsync attached list"
                )
            self._ended[id] = f"{by.removeprefix('person:')} has ended your attachment"
            while len(self._ended) > _MOST_ENDED:
                self._ended.popitem(last=False)
            cuts = list(self._cuts.get(id, ()))
        for cut in cuts:
            cut()
        self.noted("detach", by, id, f"ended the attachment of {one.actor.removeprefix('person:')}")
        return one

    def _tidy(self, now: int) -> None:
        """Called under the lock: forget who was not heard for long, and the oldest of too many."""
        silent = [id for id in self._known if id not in self._cuts]
        silent.sort(key=lambda id: self._known[id].heard_at)
        for id in silent:
            one = self._known[id]
            patience = FORGET_OWN_MS if one.said.way is Way.OWN else FORGET_MS
            if now - one.heard_at > patience or len(self._known) > _MOST:
                del self._known[id]
        self._told &= self._known.keys()


def _program(said: Introduction) -> str:
    return f"{said.program} {said.version}".strip()
