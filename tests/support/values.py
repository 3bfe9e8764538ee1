"""Canonical values of every field type, for property tests."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from core.records import Value
from core.schema import FieldType
from core.values import canonical, from_epoch_ms

ANY_TYPE: Final = st.sampled_from(FieldType)

# Right-to-left letters, combining accents, digits of other scripts, and everything else that is no surrogate or NUL.
LETTERS: Final = st.one_of(
    st.sampled_from(
        list(
            "aAbBzZ ßẞıİſÉe\u0301\u200f\u202eשלוםعربﬁΣς\u0345ŉ\t\n\r;,|<>&/\"'@.+-0123456789٣²\xa0\u2028\U0001f600"
        )
    ),
    st.characters(codec="utf-8", exclude_characters="\x00"),
)
TEXT: Final = st.text(alphabet=LETTERS, min_size=1, max_size=30)
PHONES: Final = st.one_of(
    TEXT,
    st.from_regex(r"(\+|00)?[1-9][0-9 ()/.-]{3,16}( ?ext\. ?[0-9]{1,3})?", fullmatch=True),
    st.sampled_from(
        ["+49 30 1234567", "030 1234567", "(212) 555-0123", "+1 212-555-0123", "1-800-FLOWERS", "110"]
    ),
)
EMAILS: Final = st.one_of(TEXT, st.from_regex(r" ?[A-Za-z.]{1,8}@[a-zA-Z]{1,8}\.(com|DE)", fullmatch=True))
URLS: Final = st.one_of(
    TEXT,
    st.from_regex(
        r"((https?|HTTP)://)?(www\.)?[A-Za-z.]{1,10}\.com(/[a-zA-Z]{0,4}){0,2}(\?[a-z=/]{0,3})?",
        fullmatch=True,
    ),
)
NUMBERS: Final = st.one_of(
    st.integers(min_value=-(10**30), max_value=10**30).map(str),
    st.decimals(allow_nan=False, allow_infinity=False, places=5, min_value=-(10**12), max_value=10**12).map(
        str
    ),
).map(lambda text: canonical(FieldType.NUMBER, text))
MOMENTS: Final = st.integers(min_value=-62_135_596_800_000, max_value=253_402_300_799_999).map(from_epoch_ms)
MANY: Final = st.lists(TEXT, min_size=1, max_size=4).map(lambda items: tuple(sorted(set(items))))

_VALUES: Final[dict[FieldType, st.SearchStrategy[Value]]] = {
    FieldType.EMAIL: EMAILS,
    FieldType.PHONE: PHONES,
    FieldType.URL: URLS,
    FieldType.NUMBER: NUMBERS,
    FieldType.MONEY: NUMBERS,
    FieldType.BOOL: st.booleans(),
    FieldType.DATE: st.dates().map(lambda day: day.isoformat()),
    FieldType.DATETIME: MOMENTS,
    FieldType.MULTI_CHOICE: MANY,
    FieldType.MULTI_REFERENCE: MANY,
}


def value_of(type: FieldType) -> st.SearchStrategy[Value]:
    """Canonical values of a type, None among them."""
    return st.one_of(st.none(), _VALUES.get(type, TEXT))
