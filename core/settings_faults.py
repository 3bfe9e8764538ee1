"""What was wrong with a settings file, in the words of the person who wrote it, without repeating their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from core.errors import SettingsInvalid

_SECRETS: Final = ("secret", "password", "token", "api_key", "private_key")
_EXPECTED: Final[Mapping[str, str]] = {
    "missing": "is missing",
    "string_type": "must be a text in quotes",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "path_type": "must be a path in quotes",
    "is_instance_of": "must be a path in quotes",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "string_pattern_mismatch": "has not the right form",
}


def explain(error: ValidationError, source: str, model: type[BaseModel]) -> SettingsInvalid:
    """The first fault of a validation, with its key, what is expected there, and what to do; how many more there are."""
    faults = error.errors(include_url=False, include_input=False)
    first = faults[0]
    at = [str(part) for part in first["loc"] if part != "[key]"]
    key = ".".join(at) or "the file"
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    kind = first["type"]
    if kind == "extra_forbidden":
        return _unknown(at, key, source, model, more)
    if kind == "value_error":
        problem = str(first["ctx"]["error"])
    elif kind == "enum":
        problem = f"must be one of {first['ctx']['expected'].replace(' or ', ', ')}"
    else:
        problem = _EXPECTED.get(kind) or first["msg"].replace("Input should be", "must be")
    return SettingsInvalid(f"{source}: {key}: {problem}{more}", advice=_advice(kind, at))


def _advice(kind: str, at: Sequence[str]) -> str:
    if list(at) == ["region"]:
        return 'Write the two-letter country in capitals, such as region = "DE".'
    if kind == "string_pattern_mismatch" and ("residency" in at or at[-1] == "region"):
        return 'Write an area in small letters, such as "eu".'
    if kind == "string_pattern_mismatch" and not (at[0] == "targets" and len(at) > 2):
        return "Name a connection or a target with small letters, digits, - and _, starting with a letter."
    if kind == "missing":
        return "Add the key to the file."
    return "Correct the value, or remove the key to have its default; nothing was started or changed."


def _unknown(at: Sequence[str], key: str, source: str, model: type[BaseModel], more: str) -> SettingsInvalid:
    known = _keys(model, at[:-1])
    misspelt = get_close_matches(at[-1], known, n=1, cutoff=0.85)
    if not misspelt and any(word in at[-1].lower() for word in _SECRETS):
        return SettingsInvalid(
            f"{source}: {key}: secrets do not belong into the settings file{more}",
            advice=f"Remove it here and change the secret. Then store it with: {_sealing(at)}.",
        )
    near = misspelt or get_close_matches(at[-1], known, n=1)
    advice = f"Did you mean {near[0]!r}?" if near else f"Known here: {', '.join(known)}."
    return SettingsInvalid(f"{source}: {key}: is not a known key{more}", advice=advice)


def _sealing(at: Sequence[str]) -> str:
    found = {"advisor": "crmsync advisor key", "targets": "crmsync targets secret NAME"}
    return found.get(at[0], "crmsync connections sign-in NAME")


def _keys(model: type[BaseModel], path: Sequence[str]) -> list[str]:
    """The keys known in the section a path leads to."""
    found: type[BaseModel] = model
    for part in path:
        field = found.model_fields.get(part)
        if field is not None:
            found = _section(field) or found
    return [name for name in found.model_fields if name != "folder"]


def _section(field: FieldInfo) -> type[BaseModel] | None:
    kinds: tuple[Any, ...] = (field.annotation, *get_args(field.annotation))
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
