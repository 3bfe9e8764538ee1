"""A record at any moment of its life is what replaying its log up to there gives."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.history import Standing, as_of, is_version, replayed
from core.records import Value
from tests.support.lives import STEPS, Life


@given(STEPS)
def test_every_moment_is_told_exactly(steps: list[tuple[str, dict[str, Value], int]]) -> None:
    life = Life()
    for step in steps:
        life.step(*step)
    for at, _ in life.moments:
        was = [record for when, record in life.moments if when <= at][-1]
        told = life.at_moment(at)
        assert dict(told.fields) == dict(was.fields)
        assert (told.version, told.merged_into) == (was.version, was.merged_into)
        assert (told.standing is Standing.LIVING) == (was.deleted_at is None)
        assert not told.gaps
        for name in was.fields:
            stamp = was.edit_of(name)
            assert told.last[name].entry.at == (stamp.at if name in was.edits else 1_000)
    assert life.at_moment(999).standing is Standing.UNBORN
    assert life.at_moment(life.at + 5).fields == life.record.fields


@given(STEPS)
def test_playing_the_history_forwards_gives_the_present(
    steps: list[tuple[str, dict[str, Value], int]],
) -> None:
    life = Life()
    for step in steps:
        life.step(*step)
    fields, standing = replayed(life.entries)
    assert fields == dict(life.record.fields)
    assert standing is life.at_moment(life.at).standing
    assert sum(map(is_version, life.entries)) == life.record.version


@given(STEPS, st.lists(st.integers(-50, 50), min_size=12, max_size=12))
def test_a_clock_that_was_set_back_still_gives_a_state_that_was(
    steps: list[tuple[str, dict[str, Value], int]], jumps: list[int]
) -> None:
    life = Life()
    for (kind, values, _), jump in zip(steps, jumps, strict=False):
        life.step(kind, values, jump)
    for at in range(940, 1_060, 7):
        told = life.at_moment(at)
        states = [(dict(one.fields), one.version) for _, one in life.moments]
        assert told.standing is Standing.UNBORN or (dict(told.fields), told.version) in states


def test_a_log_with_a_part_missing_says_which_fields_it_cannot_vouch_for() -> None:
    life = Life()
    for value in ("b", "c", "a"):
        life.step("edit", {"title": value}, 10)
    stored = [one for one in life.stored if one.seq != 3]
    told = as_of(life.record, stored, 1_010)
    assert told.gaps == ("title",)


def test_a_log_that_does_not_reach_back_to_the_creation_tells_what_it_can() -> None:
    life = Life()
    life.step("edit", {"title": "b"}, 10)
    life.step("delete", {"title": "b"}, 10)
    told = as_of(life.record, [one for one in life.stored if one.seq > 1], 1_005)
    assert (told.standing, dict(told.fields)) == (Standing.LIVING, {"name": "a"})
    assert as_of(replace(life.record, deleted_at=None), [], 1_005).standing is Standing.LIVING
