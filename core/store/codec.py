"""How values are written as JSON: for storage, and for the digest that says "nothing changed".

A base is a JSON array in its layout's order. UNSET stands as {}, which no value can be.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import msgspec

from core.records import UNSET, BaseValue, Value

encode: Callable[[Any], bytes] = msgspec.json.Encoder().encode
decode: Callable[[bytes | str], Any] = msgspec.json.Decoder().decode


def encode_base(values: tuple[BaseValue, ...]) -> bytes:
    """A base as a JSON array."""
    raw = encode(values)
    if (
        b'"unset"' in raw
    ):  # UNSET is written like the text "unset", so only now is it worth a look at each value
        return encode([{} if value is UNSET else value for value in values])
    return raw


def digest_of(values: tuple[BaseValue, ...]) -> bytes:
    """Eight bytes that differ where CRM values differ; equal values in the same order give equal bytes."""
    return blake2b(encode_base(values), digest_size=8).digest()


def digest_of_encoded(base: bytes) -> bytes:
    """The digest of a base that `encode_base` has written already."""
    return blake2b(base, digest_size=8).digest()


def decode_base(raw: bytes | str) -> tuple[BaseValue, ...]:
    """The base again as it was given to `encode_base`."""
    values: list[Any] = decode(raw)
    for index, value in enumerate(values):
        if value.__class__ is list:
            values[index] = tuple(value)
        elif value.__class__ is dict:
            values[index] = UNSET
    return tuple(values)


def value_of(plain: Any) -> Value:
    """A canonical value out of decoded JSON, which knows arrays but no tuples."""
    return tuple(plain) if plain.__class__ is list else plain


def decode_fields(raw: bytes | str) -> dict[str, Value]:
    """Named values out of a JSON object."""
    fields: dict[str, Any] = decode(raw)
    if "[" in raw if isinstance(raw, str) else b"[" in raw:
        return {name: value_of(value) for name, value in fields.items()}
    return fields


def encode_twin(values: tuple[BaseValue, ...], twin: tuple[BaseValue, ...]) -> bytes:
    """The hub's base beside the CRM's: 0, which no value can be, stands for "as in the twin at the same place".

    Most lenses leave most values alone, so this halves what a link takes in the store.
    """
    return encode(
        [
            0 if value == other else {} if value is UNSET else value
            for value, other in zip(values, twin, strict=False)
        ]
        + [{} if value is UNSET else value for value in values[len(twin) :]]
    )


def decode_twin(raw: bytes | str, twin: tuple[BaseValue, ...]) -> tuple[BaseValue, ...]:
    """The hub's base again as it was given to `encode_twin`."""
    values: list[Any] = decode(raw)
    for index, value in enumerate(values):
        kind = value.__class__
        if kind is int:
            values[index] = twin[index]
        elif kind is list:
            values[index] = tuple(value)
        elif kind is dict:
            values[index] = UNSET
    return tuple(values)
