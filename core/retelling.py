"""What an audit entry means, in words: who did it, what decided, and which values lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from core.conflicts import Choice, Conflict
from core.records import Value
from core.settling import Settling, settling
from core.store.base import AuditEntry

DID: Final = {  # what was done, by the kind of entry
    "create": "created",
    "set": "changed",
    "delete": "deleted",
    "restore": "restored",
    "merge": "merged away",
    "link": "paired",
    "unlink": "parted",
    "pause": "held by the filter",
    "resume": "let go on by the filter",
    "push": "sent",
    "settle": "overruled",
    "conflict": "found a conflict",
    "resolve": "decided",
    "drop": "kept a value that went",
    "item": "asked or answered a question",
    "reversal": "decision taken back",
}

SETTLED: Final = {
    Settling.SETTLED: "settled",
    Settling.SET_BACK: "set back there",
    Settling.FILLED: "filled in there",
    Settling.OVERRULED: DID["settle"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A value that did not win: `side` is "hub" or a connection, `field` is called as it is there."""

    side: str
    field: str
    value: Value


def who(actor: str) -> str:
    """An actor as a person reads it: "anna", "hs", "rule newest", "CRM Sync itself"."""
    kind, _, name = actor.partition(":")
    match kind:
        case "person" | "connection":
            return name
        case "system":
            return "CRM Sync itself"
        case _:
            return f"{kind} {name}".strip()


def why(entry: AuditEntry) -> str:
    """One sentence: who did what, and what it was decided by."""
    did = DID.get(entry.kind, entry.kind)
    if entry.kind == "settle":
        did = SETTLED[settling(entry.actor, [before for _, before, _ in entry.changes])]
    told = f"{did} by {who(entry.actor)}"
    source, _, name = entry.cause.partition(":")
    if entry.actor.startswith("connection:") and entry.kind in ("create", "set"):
        told = f"{did} there by somebody and taken from {who(entry.actor)}"
    if source in ("conflict", "item"):
        id, _, plan = name.partition(" plan:")
        asked = "conflict" if source == "conflict" else "question"
        told += f", in {asked} {id}" + (f", by plan {plan}" if plan else "")
    elif source == "undo":
        told += f", undoing by plan {name}"
    elif source == "plan":
        told += f", by plan {name}"
    if entry.note:
        told += f" ({entry.note})"
    return told


def lost(entry: AuditEntry, conflict: Conflict | None = None) -> tuple[Lost, ...]:
    """The values the entry says did not win; `conflict` is the one that it settles, where it does.

    What a hub field held before is its change's `before` and not repeated here.
    """
    if entry.kind in ("settle", "drop"):
        return tuple(
            Lost(side=entry.connection, field=name, value=before)
            for name, before, _ in entry.changes
            if before is not None
        )
    if entry.kind != "resolve" or conflict is None or conflict.resolution in (None, Choice.CRM):
        return ()
    return tuple(
        Lost(side=conflict.link[0], field=name, value=value)
        for name, value in zip(conflict.crm_fields, conflict.crm.values, strict=False)
        if value is not None
    )
