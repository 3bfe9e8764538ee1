"""The one thing every CRM needs before records are created there: a field of ours, as a person is shown it."""

from __future__ import annotations

from adapters.base import Need


def need_of_marker(object: str, field: str, kind: str, *, unique: bool, present: bool, advice: str) -> Need:
    """`kind` is the CRM's own word for the field's type; `advice` says how to make it by hand."""
    return Need(
        object=object,
        field=field,
        kind=kind,
        unique=unique,
        present=present,
        why="It says which record of CRM Sync this is. When the answer to a create is lost it is looked up by this value.",
        without="Without it no records are created here: one whose answer was lost could be there twice. "
        "Reading, updates and deletes go on.",
        advice=advice,
    )
