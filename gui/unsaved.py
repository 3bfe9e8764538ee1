"""What a person has changed and not saved, kept in a file beside `app.ini`, so that no restart and no crash loses it.

It holds texts of mappings and rules, by the daemon they are for; never a secret. A file that makes no sense is the same as
none. Several windows may share it: only what this one has changed is written.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, TypeAlias

from pydantic import BaseModel, ConfigDict, ValidationError
from PySide6.QtCore import QFileDevice, QIODevice, QObject, QSaveFile, QTimer

FILE_NAME: Final = "app.unsaved.json"
_SETTLES_MS: Final = 300
_MOST_TEXT: Final = 1_000_000  # characters of one text; what is longer is not kept
_MOST: Final = 200

Key: TypeAlias = tuple[str, str, str]  # daemon, kind, name


class Kept(BaseModel):
    """`text` as it was being edited, on top of `base`, which had this `digest` ("" for both where it is new).

    `daemon` is its place, `kind` "mapping" or "rules", `at` ms since 1970.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    daemon: str
    kind: str
    name: str
    text: str
    digest: str
    at: int

    @property
    def key(self) -> Key:
        return (self.daemon, self.kind, self.name)


class _All(BaseModel):
    kept: list[Kept] = []


class Unsaved(QObject):
    """`keep` and `drop` are cheap; the file follows when the hand rests, or at `flush`."""

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self._changed: dict[Key, Kept | None] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SETTLES_MS)
        self._soon.timeout.connect(self.flush)

    def of(self, daemon: str, kind: str) -> list[Kept]:
        """The oldest first."""
        found = [one for one in self._all().values() if (one.daemon, one.kind) == (daemon, kind)]
        return sorted(found, key=lambda one: one.at)

    def keep(self, one: Kept) -> None:
        if len(one.text) <= _MOST_TEXT:
            self._changed[one.key] = one
            self._soon.start()

    def drop(self, key: Key) -> None:
        self._changed[key] = None
        self._soon.start()

    def flush(self) -> bool:
        """Write it now; whether it could be. What could not is tried again with the next change."""
        self._soon.stop()
        if not self._changed:
            return True
        kept = sorted(self._all().values(), key=lambda one: one.at)[-_MOST:]
        out = QSaveFile(str(self._file))
        if not out.open(QIODevice.OpenModeFlag.WriteOnly):
            return False
        out.setPermissions(QFileDevice.Permission.ReadOwner | QFileDevice.Permission.WriteOwner)
        out.write(_All(kept=kept).model_dump_json().encode())
        written = out.commit()
        if written:
            self._changed.clear()
        return written

    def _all(self) -> dict[Key, Kept]:
        held = {one.key: one for one in self._read()}
        for key, one in self._changed.items():
            if one is None:
                held.pop(key, None)
            else:
                held[key] = one
        return held

    def _read(self) -> list[Kept]:
        try:
            return _All.model_validate_json(self._file.read_bytes()).kept
        except (OSError, ValidationError):
            return []
