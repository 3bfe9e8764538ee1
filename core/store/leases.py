"""Leases in the database. Every change holds the head row, as a commit does, so no commit can slip past a new fence."""

from __future__ import annotations

from dataclasses import replace

from core.errors import LeaseLost
from core.jobs import Lease
from core.store import tables
from core.store.database import Database, Transaction
from core.store.rows import lease_of
from core.store.texts import refuse_text

_HELD = "SELECT lane, owner, fence, until FROM leases WHERE lane = ?"


def check_lease(transaction: Transaction, lease: Lease) -> None:
    """Raises LeaseLost unless this is still the lane's newest fence."""
    rows = transaction.read(_HELD, lease.lane)
    if not rows or rows[0][1:3] != (lease.owner, lease.fence):
        raise LeaseLost(f"lane {lease.lane}: fence {lease.fence} of {lease.owner} is not the newest")


class Leases:
    """The lease methods of `Store`."""

    _db: Database

    def acquire(self, lane: str, owner: str, *, now: int, ttl: int) -> Lease | None:
        refuse_text("a lease", lane, owner)
        with self._db.write() as transaction:
            transaction.head()
            rows = transaction.read(_HELD, lane)
            former = lease_of(rows[0]) if rows else None
            if former is not None and former.owner != owner and former.until > now:
                return None
            lease = Lease(
                lane=lane, owner=owner, fence=1 if former is None else former.fence + 1, until=now + ttl
            )
            transaction.upsert(tables.leases, [(lane, owner, lease.fence, lease.until)])
            return lease

    def renew(self, lease: Lease, *, now: int, ttl: int) -> Lease:
        with self._db.write() as transaction:
            transaction.head()
            check_lease(transaction, lease)
            transaction.upsert(tables.leases, [(lease.lane, lease.owner, lease.fence, now + ttl)])
        return replace(lease, until=now + ttl)

    def release(self, lease: Lease) -> None:
        with self._db.write() as transaction:
            transaction.head()
            transaction.run(
                "UPDATE leases SET owner = '', until = 0 WHERE lane = ? AND owner = ? AND fence = ?",
                lease.lane,
                lease.owner,
                lease.fence,
            )
