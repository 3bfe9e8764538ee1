"""Three-way merges: nothing added is lost or doubled, nothing taken away comes back, and what meets is left to a person."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.merging_values import MOST_PIECES, merge_sets, merge_texts
from core.rules import Grain

ITEMS = st.frozensets(st.sampled_from("abcdefgh"), max_size=8).map(lambda some: tuple(sorted(some)))
# Few different lines, so that the three texts have much in common.
LINES = st.lists(st.sampled_from(["", "call", "visit", "offer sent", "won", "lost"]), max_size=7).map(
    "\n".join
)
GRAINS = st.sampled_from(list(Grain))


@given(ITEMS, ITEMS, ITEMS)
def test_a_set_keeps_what_either_added_and_loses_what_either_took_out(
    base: tuple[str, ...], one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    made = set(merge_sets(base, one, other))
    was, left, right = set(base), set(one), set(other)
    assert (left | right) - was <= made
    assert not (was - left) & made
    assert not (was - right) & made
    assert made <= left | right
    assert merge_sets(base, one, other) == merge_sets(base, other, one)
    assert merge_sets(base, one, base) == tuple(sorted(left))


@given(ITEMS, ITEMS)
def test_sets_without_a_base_keep_everything(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert set(merge_sets(None, one, other)) == set(one) | set(other)


@given(LINES, LINES, GRAINS)
def test_a_side_that_changed_nothing_has_no_say(base: str, text: str, grain: Grain) -> None:
    assert merge_texts(base, base, text, grain=grain) == text
    assert merge_texts(base, text, base, grain=grain) == text
    assert merge_texts(base, text, text, grain=grain) == text


@given(LINES, LINES, LINES, GRAINS)
def test_a_clean_merge_holds_every_word_either_side_added(
    base: str, one: str, other: str, grain: Grain
) -> None:
    made = merge_texts(base, one, other, grain=grain)
    if made is None:
        return
    was, held = Counter(base.split()), Counter(made.split())
    for side in (one, other):
        added = Counter(side.split()) - was
        assert not added - held
    added_by_either = (Counter(one.split()) - was) + (Counter(other.split()) - was)
    assert not held - was - added_by_either


@given(LINES, LINES, LINES, GRAINS)
def test_whether_it_merges_does_not_hang_on_the_order_of_the_sides(
    base: str, one: str, other: str, grain: Grain
) -> None:
    made, turned = merge_texts(base, one, other, grain=grain), merge_texts(base, other, one, grain=grain)
    assert (made is None) == (turned is None)
    if made is not None and turned is not None:
        assert set(made.split()) == set(turned.split())


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60), GRAINS)
def test_any_text_merges_or_does_not(base: str, one: str, other: str, grain: Grain) -> None:
    made = merge_texts(base, one, other, grain=grain)
    assert made is None or len(made) <= len(base) + len(one) + len(other) + 3


@pytest.mark.parametrize(
    ("base", "one", "other", "made"),
    [
        ("a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"),
        ("a", "a\nmine", "a\ntheirs", "a\nmine\ntheirs"),
        ("a", "a\nsame", "a\nsame", "a\nsame"),
        ("a", "a\nx\nsame", "a\nsame\ny", "a\nx\nsame\ny"),
        ("a\nb", "b", "a\nb\nc", "b\nc"),
        ("", "mine", "theirs", "mine\ntheirs"),
        ("a\r\nb", "a\nb\nc", "z\r\nb", "z\nb\nc"),
        ("a\nb", "a\nX", "a\nY", None),
        ("a\nb", "a", "a\nB", None),
        ("a b", "a X", "a Y", None),
    ],
)
def test_lines(base: str, one: str, other: str, made: str | None) -> None:
    assert merge_texts(base, one, other) == made


def test_words_join_two_edits_of_one_line_where_lines_do_not() -> None:
    base, one, other = "call Anna on Monday", "call Anna Weber on Monday", "call Anna on Tuesday"
    assert merge_texts(base, one, other) is None
    assert merge_texts(base, one, other, grain=Grain.WORDS) == "call Anna Weber on Tuesday"


def test_a_text_of_too_many_lines_is_left_to_a_person() -> None:
    long = "\n".join(map(str, range(MOST_PIECES + 1)))
    assert merge_texts(long, long + "\nx", "y\n" + long) is None
