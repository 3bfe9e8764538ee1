"""Refuses text that no database can keep, before anything is written.

Postgres has no NUL in text, and neither SQLite nor Postgres takes half a surrogate pair. The error names the record and
the field, never the value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Final

import msgspec

from core.errors import StoreError
from core.store.base import Batch

_ADVICE: Final = "Correct the text at its source: it holds a NUL or half a character."
_NAMES: Final = ("record_id", "op", "crm_id", "id", "lane")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} cannot be stored")


_encode = msgspec.json.Encoder(enc_hook=_plain).encode


def is_storable(value: Any) -> bool:
    """Whether every text in this value, however deep, can be kept by every store."""
    try:
        raw = _encode(value)
    except UnicodeEncodeError:
        return False
    return b"\\u0000" not in raw or not any(map(_is_bad, _texts(value)))


def refuse_unstorable(batch: Batch) -> None:
    """Raises StoreError, naming the record and field, for text that cannot be kept."""
    for part in fields(batch):
        if part.name in ("checks", "key_checks", "plan_checks"):
            continue
        values = tuple(batch.notes.items()) if part.name == "notes" else getattr(batch, part.name)
        if part.name != "at" and values and not is_storable(values):
            for value in values:
                _refuse(part.name, value)


def refuse_text(what: str, *texts: str) -> None:
    """Raises StoreError naming `what` where one of the texts cannot be kept."""
    if any(map(_is_bad, texts)):
        raise StoreError(f"{what} holds text that cannot be stored", advice=_ADVICE)


def _is_bad(text: str) -> bool:
    return "\0" in text or any("\ud800" <= one <= "\udfff" for one in text)


def _texts(value: Any) -> Iterator[str]:
    for _, text in _named_texts(value, ""):
        yield text


def _named_texts(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """Every text in a value with the name of the field it stands in, as far as it has one."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield "a field's name", str(key)
            yield from _named_texts(inner, str(key))
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from _named_texts(getattr(value, part.name), part.name)
    elif isinstance(value, Enum):
        return
    elif isinstance(value, tuple | list | frozenset | set):
        first = value[0] if isinstance(value, tuple) and value and name in ("changes", "keys") else None
        for inner in value:
            yield from _named_texts(inner, first if isinstance(first, str) else name)


def _refuse(part: str, value: Any) -> None:
    for name, text in _named_texts(value, part):
        if _is_bad(text):
            shown = name if not _is_bad(name) else part
            raise StoreError(
                f"{_name_of(value, part)}: {shown!r} holds text that cannot be stored", advice=_ADVICE
            )


def _name_of(value: Any, part: str) -> str:
    owner = getattr(value, "record", value)
    for name in _NAMES:
        text = getattr(owner, name, None)
        if isinstance(text, str) and text and not _is_bad(text):
            return f"record {text}" if name == "record_id" or owner is not value else f"{part} {text}"
    return part
