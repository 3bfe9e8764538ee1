"""Connections in the text of `crmsync.toml`: one added or taken out, every other byte left as it is.

The text is edited and not written anew, so comments and order stay. What comes out is read again and compared with what was
meant; a file written in some other way than tables is refused rather than guessed at.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from typing import Any

from core.errors import SettingsInvalid

_BY_HAND = "Do it by hand: docs/configuration.md shows how a connection is written."


def with_connection(text: str, name: str, values: Mapping[str, str | int | bool]) -> str:
    """The text with a table [connections.NAME] at its end. Raises SettingsInvalid where that cannot be."""
    before = _read(text)
    if name in before.get("connections", {}):
        raise SettingsInvalid(
            f"crmsync.toml has a connection {name!r} already", advice="Choose another name."
        )
    lines = [f"[connections.{name}]", *(f"{key} = {_written(value)}" for key, value in values.items())]
    gap = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
    made = text + gap + "\n".join(lines) + "\n"
    meant = {**before, "connections": {**before.get("connections", {}), name: dict(values)}}
    return _checked(made, meant, f"connection {name!r} cannot be added to crmsync.toml")


def without_connection(text: str, name: str) -> str:
    """The text without that table. Raises SettingsInvalid where it is not written as one."""
    before = _read(text)
    meant = {**before, "connections": {**before.get("connections", {})}}
    meant["connections"].pop(name, None)
    if not meant["connections"]:
        del meant["connections"]
    kept: list[str] = []
    inside = False
    for line in text.splitlines(keepends=True):
        head = line.partition("#")[0].strip()
        if head.startswith("["):
            inside = head in (f"[connections.{name}]", f'[connections."{name}"]')
        if not inside:
            kept.append(line)
    return _checked("".join(kept), meant, f"connection {name!r} cannot be taken out of crmsync.toml")


def _read(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise SettingsInvalid(
            f"crmsync.toml is not valid TOML: {wrong}", advice="Correct the named line."
        ) from wrong


def _checked(made: str, meant: Mapping[str, Any], problem: str) -> str:
    try:
        found = tomllib.loads(made)
    except tomllib.TOMLDecodeError as wrong:
        raise SettingsInvalid(f"{problem}: {wrong}", advice=_BY_HAND) from wrong
    if found != meant:
        raise SettingsInvalid(f"{problem}: it is not written as a table of its own", advice=_BY_HAND)
    return made


def _written(value: str | int | bool) -> str:
    """JSON's texts, numbers and booleans are TOML's, but for one control character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
