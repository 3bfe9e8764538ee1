"""A list whose far rows lie packed is a list like any other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.wire.words import Word
from gui.widgets.packed_rows import TOGETHER, PackedRows


class Named(Word):
    name: str
    parts: list[str | bool | None]


def named(number: int) -> Named:
    return Named(name=f"„{number}“ <b>", parts=[None, True, str(number)])


ACTS = st.lists(
    st.tuples(st.sampled_from(("drop", "put", "add", "change", "look")), st.integers(0, 2_000)), max_size=40
)


@given(st.integers(0, 5 * TOGETHER), ACTS)
def test_whatever_is_done_to_it_it_is_the_list_that_a_list_would_be(
    count: int, acts: list[tuple[str, int]]
) -> None:
    plain = [named(number) for number in range(count)]
    packed = PackedRows(Named, plain, kept=2)
    for number, (act, at) in enumerate(acts, start=10_000):
        place = at % len(plain) if plain else 0
        if act == "put":
            plain.insert(place, named(number))
            packed.insert(place, named(number))
        elif act == "add":
            more = [named(number * 1_000 + one) for one in range(at % (2 * TOGETHER))]
            plain.extend(more)
            packed.extend(more)
        elif plain and act == "drop":
            del plain[place]
            del packed[place]
        elif plain and act == "change":
            plain[place] = packed[place] = named(number)
        elif plain:
            assert packed[place : place + 3] == plain[place : place + 3]
        assert len(packed) == len(plain)
    assert list(packed) == plain


def test_only_what_was_looked_at_last_is_there_as_objects() -> None:
    packed = PackedRows(Named, map(named, range(50 * TOGETHER)), kept=3)
    for at in (0, 7 * TOGETHER, 49 * TOGETHER, -1):
        assert packed[at] == named(at % (50 * TOGETHER))
    there = [one for one in packed._portions if one.rows is not None]
    assert len(there) == 3
    lies = sum(len(one.packed or b"") for one in packed._portions)
    assert lies < 20 * len(packed), "bytes a row"
