"""The audit log's hash chain: pure functions that all three stores share.

An entry's canonical bytes are one JSON array in fixed order (`canonical`). Its digest is SHA-256 over the previous
entry's digest and those bytes, so that no entry can be changed, removed or moved without every later digest failing.
The chain starts from `GENESIS`. A cut-off tail is only found by comparing with a head that was written down elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

import msgspec

from core.store.base import AuditEntry, AuditFault, StoredAudit

GENESIS: Final[bytes] = bytes(32)

_encode = msgspec.json.Encoder().encode


def canonical(entry: AuditEntry) -> bytes:
    """The entry as UTF-8 JSON: [at, kind, actor, cause, run, object, record_id, connection, changes, note]."""
    return _encode(
        (
            entry.at,
            entry.kind,
            entry.actor,
            entry.cause,
            entry.run,
            entry.object,
            entry.record_id,
            entry.connection,
            entry.changes,
            entry.note,
        )
    )


def chained(previous: bytes, body: bytes) -> bytes:
    """The 32-byte digest of an entry with these canonical bytes that follows an entry with this digest."""
    return sha256(previous + body).digest()


def append(entries: Iterable[AuditEntry], *, seq: int, digest: bytes) -> list[StoredAudit]:
    """These entries as the chain's next ones, after the entry with `seq` and `digest` (0 and GENESIS at the start)."""
    added = []
    for entry in entries:
        seq += 1
        digest = chained(digest, canonical(entry))
        added.append(StoredAudit(seq=seq, entry=entry, digest=digest))
    return added


def verify(chain: Iterable[StoredAudit], *, head: tuple[int, bytes] | None = None) -> AuditFault | None:
    """The first entry that does not fit, or None. `chain` is oldest first; `head` is what the store holds as newest."""
    seq, digest = 0, GENESIS
    for stored in chain:
        seq += 1
        if stored.seq != seq:
            return AuditFault(seq=seq, reason=f"entry {seq} is missing; {stored.seq} follows instead")
        digest = chained(digest, canonical(stored.entry))
        if digest != stored.digest:
            return AuditFault(seq=seq, reason=f"entry {seq} does not match its digest")
    if head is not None and head != (seq, digest):
        return AuditFault(seq=seq + 1, reason=f"the log ends at {seq}, but {head[0]} entries were written")
    return None
