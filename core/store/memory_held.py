"""What the reference store holds: plain dictionaries under one lock, with its leases and notes."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from threading import RLock

from core.advice.decisions import Decision
from core.conflicts import Conflict, Item
from core.contests import ContestKey
from core.errors import LeaseLost
from core.jobs import Attempt, Cursor, Lease, Run
from core.plans import Plan, PlanItem
from core.records import HubRecord, LeftOut, Link, LinkKey
from core.store import looks
from core.store.base import MatchKey, StoredAudit
from core.store.queues import Inbox, Outbox
from core.store.shape import attempt_claim, conflict_claim, item_claim
from core.store.shelf import Shelf
from core.store.texts import refuse_text


class HeldInMemory:
    """The rows themselves; whoever looks at several of them holds `_lock`."""

    def __init__(self, *, most_looks: int = looks.MOST) -> None:
        self._most_looks = most_looks
        self._lock = RLock()
        self._leases: dict[str, Lease] = {}
        self._records: dict[str, HubRecord] = {}
        self._keys: defaultdict[MatchKey, set[str]] = defaultdict(set)
        self._keys_of: dict[str, tuple[MatchKey, ...]] = {}
        self._links: dict[LinkKey, Link] = {}
        self._links_of: defaultdict[str, dict[LinkKey, None]] = defaultdict(dict)
        self._left_out: dict[LinkKey, LeftOut] = {}
        self._outbox = Outbox()
        self._inbox = Inbox()
        self._attempts: Shelf[Attempt] = Shelf(attempt_claim)
        self._conflicts: Shelf[Conflict] = Shelf(conflict_claim)
        self._items: Shelf[Item] = Shelf(item_claim)
        self._cursors: dict[tuple[str, str, str], Cursor] = {}
        self._runs: dict[str, Run] = {}
        self._plans: dict[str, Plan] = {}
        self._plan_items: defaultdict[str, dict[int, PlanItem]] = defaultdict(dict)
        self._audit: list[StoredAudit] = []
        self._layouts: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self._notes: dict[str, str] = {}
        self._linked: Counter[tuple[str, str]] = Counter()
        self._live: Counter[str] = Counter()
        self._decisions: dict[str, Decision] = {}
        self._contests: Counter[tuple[int, ContestKey]] = Counter()
        self._indexed = 0

    # leases -------------------------------------------------------------------------------------------------------
    def acquire(self, lane: str, owner: str, *, now: int, ttl: int) -> Lease | None:
        refuse_text("a lease", lane, owner)
        with self._lock:
            former = self._leases.get(lane)
            if former is not None and former.owner != owner and former.until > now:
                return None
            lease = Lease(
                lane=lane, owner=owner, fence=1 if former is None else former.fence + 1, until=now + ttl
            )
            self._leases[lane] = lease
            return lease

    def renew(self, lease: Lease, *, now: int, ttl: int) -> Lease:
        with self._lock:
            self._check_lease(lease)
            self._leases[lease.lane] = renewed = replace(lease, until=now + ttl)
            return renewed

    def release(self, lease: Lease) -> None:
        with self._lock:
            former = self._leases.get(lease.lane)
            if former is not None and (former.owner, former.fence) == (lease.owner, lease.fence):
                self._leases[lease.lane] = replace(former, owner="", until=0)

    def _check_lease(self, lease: Lease) -> None:
        held = self._leases.get(lease.lane)
        if held is None or (held.owner, held.fence) != (lease.owner, lease.fence):
            raise LeaseLost(f"lane {lease.lane}: fence {lease.fence} of {lease.owner} is not the newest")

    def save_layout(self, name: str, hub_fields: tuple[str, ...], crm_fields: tuple[str, ...]) -> None:
        refuse_text("a layout", name, *hub_fields, *crm_fields)
        with self._lock:
            self._layouts[name] = (hub_fields, crm_fields)

    def layout(self, name: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        with self._lock:
            return self._layouts.get(name)

    # notes ----------------------------------------------------------------------------------------------------------
    def notes(self, prefix: str = "") -> dict[str, str]:
        with self._lock:
            return {name: text for name, text in sorted(self._notes.items()) if name.startswith(prefix)}

    def note(self, name: str) -> str | None:
        with self._lock:
            return self._notes.get(name)

    def set_note(self, name: str, text: str | None) -> None:
        refuse_text("a note", name, text or "")
        with self._lock:
            self._keep_note(name, text)

    def _keep_note(self, name: str, text: str | None) -> None:
        if text is None:
            self._notes.pop(name, None)
        else:
            self._notes[name] = text
