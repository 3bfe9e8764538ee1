"""What an undo comes to: exactly what it may take back, a question about the rest, and the whole way back again."""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import assume, given

from core.history import Standing
from core.plans import PlanItemKind
from core.records import Link, LinkState, Value
from core.undo import Inverse, inverse
from tests.support.lives import STEPS, Life

Steps = list[tuple[str, dict[str, Value], int]]


def lived(*parts: Steps) -> tuple[Life, list[int]]:
    """A life in parts, and how many entries it had after each."""
    life = Life()
    marks = []
    for steps in parts:
        for step in steps:
            life.step(*step)
        marks.append(len(life.entries))
    return life, marks


def undo(life: Life, mine: Collection[int], known: Collection[str] | None = None) -> list[Inverse]:
    return inverse(life.record, life.stored, mine, known=known)


def apply(life: Life, found: list[Inverse]) -> list[int]:
    """Does what an undo says, and tells which entries that made."""
    before = len(life.entries)
    for one in found:
        match one.kind:
            case PlanItemKind.RESTORE_HUB:
                life.step("restore", {}, 1)
            case PlanItemKind.DELETE_HUB:
                life.step("delete", {}, 1)
        if one.kind in (PlanItemKind.RESTORE_HUB, PlanItemKind.UPDATE_HUB) and one.changes:
            life.step("edit", {name: value for name, _, value in one.changes}, 1)
    return list(range(before + 1, len(life.entries) + 1))


def state(life: Life) -> tuple[dict[str, Value], bool]:
    return dict(life.record.fields), life.record.deleted_at is None


@given(STEPS, STEPS)
def test_undoing_everything_since_a_moment_gives_that_moment(first: Steps, rest: Steps) -> None:
    life, (mark, end) = lived(first, rest)
    moment = life.after[mark - 1]
    found = undo(life, range(mark + 1, end + 1))
    assume(
        not any(one.kind is PlanItemKind.IRREVERSIBLE for one in found)
    )  # a merge taken back cannot be made again
    assert not [one for one in found if one.kind is PlanItemKind.CONFLICT]
    apply(life, found)
    assert (life.record.deleted_at is None) == (moment.deleted_at is None)
    if moment.deleted_at is None:
        assert dict(life.record.fields) == dict(moment.fields)
    assert not undo(life, range(mark + 1, end + 1))  # there is nothing left to take back


@given(STEPS, STEPS)
def test_undoing_the_undo_gives_what_was(first: Steps, rest: Steps) -> None:
    life, (mark, end) = lived(first, rest)
    before = state(life)
    found = undo(life, range(mark + 1, end + 1))
    assume(not any(one.kind is PlanItemKind.IRREVERSIBLE for one in found))
    again = undo(life, apply(life, found))
    assume(not any(one.kind is PlanItemKind.IRREVERSIBLE for one in again))
    apply(life, again)
    if before[1]:
        assert state(life) == before
    else:
        assert not state(life)[1]


@given(STEPS, STEPS, STEPS)
def test_what_somebody_changed_since_is_never_overwritten(first: Steps, mine: Steps, since: Steps) -> None:
    mine, since = ([one for one in some if one[0] == "edit"] for some in (mine, since))
    first = [one for one in first if one[0] == "edit"]
    life, (start, mark, _) = lived(first, mine, since)
    scope = range(start + 1, mark + 1)
    was, left = life.after[start - 1].fields, life.after[mark - 1].fields
    now = dict(life.record.fields)
    touched = {name for at in scope for name, _, _ in life.entries[at - 1].changes}
    found = undo(life, scope)
    asked = {
        name: (held, value)
        for one in found
        if one.kind is PlanItemKind.CONFLICT
        for name, held, value in one.changes
    }
    apply(life, found)
    for name in touched:
        if now.get(name) == left.get(name):  # P13: still what the run left
            assert life.record.fields.get(name) == was.get(name)
        else:
            assert life.record.fields.get(name) == now.get(name)
            assert (name in asked) == (was.get(name) != now.get(name))
            assert asked.get(name, (now.get(name), was.get(name))) == (now.get(name), was.get(name))
    assert {name: value for name, value in now.items() if name not in touched} == {
        name: value for name, value in life.record.fields.items() if name not in touched
    }


def test_a_person_between_two_changes_of_a_run_keeps_the_value() -> None:
    life, _ = lived([("edit", {"title": "a"}, 1), ("edit", {"title": "b"}, 1), ("edit", {"title": "c"}, 1)])
    [one] = undo(life, {2, 4})  # the person's b came between
    assert one.changes == (("title", "c", "b"),)


def test_a_record_that_was_created_goes_and_one_that_was_edited_since_is_asked_about() -> None:
    life, _ = lived([])
    assert [one.kind for one in undo(life, {1})] == [PlanItemKind.DELETE_HUB]
    life.step("edit", {"title": "b"}, 1)
    [asked] = undo(life, {1})
    assert (asked.kind, asked.changes) == (PlanItemKind.CONFLICT, ())
    assert "edited since by p" in asked.note
    assert [one.kind for one in undo(life, {1, 2})] == [PlanItemKind.DELETE_HUB]


def test_a_record_that_stays_goes_back_no_further_than_to_what_it_was_created_with() -> None:
    life, _ = lived([("edit", {"name": "b"}, 1), ("delete", {}, 1), ("restore", {}, 1)])
    [one] = undo(life, {1, 2})  # somebody else deleted it and wanted it back
    assert one.changes == (("name", "b", "a"),)


def test_a_removal_says_what_is_kept_in_the_crm_that_made_the_record() -> None:
    life, _ = lived([])
    link = Link(
        connection="hs",
        crm_object="contacts",
        crm_id="7",
        record_id=life.record.id,
        layout="",
        base_hub=(),
        base_crm=(),
        remote_version=0,
        seen=0,
    )
    [one] = inverse(life.record, life.stored, {1}, links=[link])
    assert one.note == "kept in hs (7), which made it, and no longer paired"


def test_a_merge_in_a_crm_is_told_as_what_cannot_be_taken_back() -> None:
    life, _ = lived([("merge", {}, 1)])
    [told] = inverse(
        life.record,
        life.stored,
        {2},
        links=[
            Link(
                connection="hs",
                crm_object="contacts",
                crm_id="7",
                record_id=life.record.id,
                layout="",
                base_hub=(),
                base_crm=(),
                remote_version=0,
                seen=0,
                state=LinkState.DELETED,
            )
        ],
    )
    assert told.kind is PlanItemKind.IRREVERSIBLE
    assert "records restore" in told.note
    assert [one.kind for one in undo(life, {2})] == [PlanItemKind.RESTORE_HUB]


def test_a_record_deleted_since_and_a_field_that_is_none_any_more_are_told() -> None:
    life, _ = lived([("edit", {"title": "b"}, 1)])
    [lost] = undo(life, {2}, known=("name",))
    assert (lost.kind, "'title'" in lost.note) == (PlanItemKind.IRREVERSIBLE, True)
    life.step("delete", {}, 1)
    [gone] = undo(life, {2})
    assert gone.note == "deleted since by p; restore it first"
    assert life.at_moment(life.at).standing is Standing.DELETED
