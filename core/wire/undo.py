"""The words of undo: what to take back, the inverse plan, and its items."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from core.wire.activity import ChangeWord
from core.wire.words import Ask, Page, Sentence, Time, Word


class OfMapping(Ask):
    """A version of a mapping; `object` is the CRM's."""

    connection: str
    object: str
    version: Annotated[int, Field(ge=1)]


class PlanUndo(Ask):
    """What to take back: exactly one of `run`, `records`, `connection` and `mapping`.

    Records and connections since a time (ms, UTC).
    """

    run: str | None = None
    records: Annotated[list[str], Field(default_factory=list, max_length=10_000)]
    connection: str | None = None
    mapping: OfMapping | None = None
    since: Time | None = None
    until: Time | None = None


class UndoPlanWord(Word):
    """An inverse plan. `counts` are its items by kind, `outcomes` by what became of them; `run` is the run that did it."""

    id: str
    state: str
    undoes: str
    made_at: Time
    by: str
    counts: dict[str, int]
    outcomes: dict[str, int]
    run: str | None
    ended_at: Time | None


class UndoItemWord(Word):
    """One part: `kind` is restore_, update_ or delete_ with hub or crm behind it, conflict, or irreversible.

    `changes` are fields as they are and as they shall be. A conflict writes nothing: applied, it is a question to a person.
    With a `connection` it is about the CRM record `crm_id` there: that goes or comes back, and the record here stays.
    """

    n: int
    kind: str
    object: str
    record_id: str
    record_name: str = ""
    changes: list[ChangeWord]
    note: Sentence
    state: str
    connection: str = ""
    crm_id: str = ""


class UndoShown(Word):
    """A plan with a page of its items, as the command line prints it for programs."""

    plan: UndoPlanWord
    items: Page[UndoItemWord]
