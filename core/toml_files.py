"""Reading and checking TOML files: every complaint names the file and the key, and says what is expected there."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from core.errors import Misconfigured

E = TypeVar("E", bound=Enum)
V = TypeVar("V", str, bool, int)

_LARGEST = 4 * 1024 * 1024  # bytes; a configuration file beyond this is something else


def read_text(path: Path, error: type[Misconfigured]) -> str:
    """The file's text. Raises `error` where it is missing, unreadable, not UTF-8, or absurdly large."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except FileNotFoundError as missing:
        raise error(f"{path} does not exist", advice="Create it, or name the right folder.") from missing
    except OSError as failed:
        raise error(
            f"{path} cannot be read: {failed.strerror}", advice="Give the daemon's user read access to it."
        ) from failed
    if len(content) > _LARGEST:
        raise error(f"{path} is larger than {_LARGEST} bytes", advice="Check that it is the right file.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise error(f"{path} is not UTF-8 text", advice="Save the file as UTF-8.") from wrong


def parse(text: str, source: str, error: type[Misconfigured]) -> Table:
    """The document's root table. Raises `error` with line and column where it is not TOML."""
    try:
        return Table(source=source, path="", content=tomllib.loads(text), error=error)
    except tomllib.TOMLDecodeError as wrong:
        raise error(f"{source} is not valid TOML: {wrong}", advice="Correct the named line.") from wrong
    except RecursionError as deep:
        raise error(
            f"{source} is nested too deeply", advice="Write it without so many nested lists."
        ) from deep


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a file, with where it stands. Reading a key checks its type and names it in every complaint."""

    source: str
    path: str
    content: dict[str, Any]
    error: type[Misconfigured]

    def key(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def fail(self, name: str, problem: str, *, advice: str | None = None) -> NoReturn:
        raise self.error(f"{self.source}: {self.key(name)} {problem}", advice=advice)

    def only(self, known: Collection[str]) -> None:
        """Raises for the first key that is not known, with the nearest known one."""
        for name in self.content:
            if name not in known:
                near = get_close_matches(name, list(known), n=1)
                self.fail(
                    name,
                    "is not a known key",
                    advice=f"Did you mean {near[0]!r}?"
                    if near
                    else f"Known here: {', '.join(sorted(known))}.",
                )

    def text(self, name: str, default: str | None = None) -> str:
        return self._one(name, default, str, "a text in quotes")

    def boolean(self, name: str, default: bool | None = None) -> bool:
        return self._one(name, default, bool, "true or false")

    def integer(self, name: str, default: int | None = None, *, least: int = 0) -> int:
        found = self._one(name, default, int, "a whole number")
        if found < least:
            self.fail(name, f"must be {least} or more")
        return found

    def share(self, name: str, default: float) -> float:
        found = self.content.get(name, default)
        if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found <= 1:
            self.fail(name, "must be a number from 0 to 1")
        return float(found)

    def choice(self, name: str, kind: type[E], default: E | None = None) -> E:
        """A member of an enum, by its value."""
        words = [member.value for member in kind]
        if name not in self.content and default is not None:
            return default
        found = self.text(name)
        if found not in words:
            near = get_close_matches(found, words, n=1)
            advice = f"Did you mean {near[0]!r}?" if near else None
            self.fail(name, f"must be one of {', '.join(map(repr, words))}", advice=advice)
        return kind(found)

    def names(self, name: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """One text, or a list of texts."""
        found = self.content.get(name, default)
        if isinstance(found, str):
            return (found,)
        if not isinstance(found, list | tuple) or not all(isinstance(one, str) for one in found):
            self.fail(name, "must be a text or a list of texts")
        return tuple(found)

    def table(self, name: str) -> Table:
        """The table of that name; empty where there is none."""
        found = self.content.get(name, {})
        if not isinstance(found, dict):
            self.fail(name, "must be a table")
        return Table(source=self.source, path=self.key(name), content=found, error=self.error)

    def tables(self, name: str) -> dict[str, Table]:
        """The tables within the table of that name, in the file's order."""
        outer = self.table(name)
        return {inner: outer.table(inner) for inner in outer.content}

    def _one(self, name: str, default: V | None, kind: type[V], expected: str) -> V:
        found = self.content.get(name, default)
        if found is None:
            self.fail(name, "is missing", advice=f"Add it: {expected} is expected.")
        if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
            self.fail(name, f"must be {expected}")
        return found


def every_file(folder: Path, read: Callable[[Path], None]) -> None:
    """Calls `read` for the folder's TOML files in the order of their names; a missing folder has none."""
    if folder.is_dir():
        for path in sorted(folder.glob("*.toml")):
            read(path)
