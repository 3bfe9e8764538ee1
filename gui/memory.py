"""What the app remembers between two uses: where the window was, which page, which look, and how things stood last.

It lies in `app.ini` beside the daemon's own settings. Nothing in it is a secret or anybody's data; a file that makes no
sense is the same as none.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError
from PySide6.QtCore import QByteArray, QSettings

from core.wire.endpoint import default_places
from core.wire.models import Health
from gui.theme import Mode
from gui.unsaved import FILE_NAME, Unsaved


class Memory:
    def __init__(self, file: Path | None = None) -> None:
        place = file or default_places().config / "app.ini"
        self._file = QSettings(str(place), QSettings.Format.IniFormat)
        self.unsaved = Unsaved(place.with_name(FILE_NAME))

    @property
    def geometry(self) -> QByteArray | None:
        found = self._file.value("window/geometry")
        return found if isinstance(found, QByteArray) and not found.isEmpty() else None

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._file.setValue("window/geometry", value)

    @property
    def page(self) -> str:
        return self._text("window/page")

    @page.setter
    def page(self, value: str) -> None:
        self._file.setValue("window/page", value)

    @property
    def mode(self) -> Mode:
        known = {mode.value: mode for mode in Mode}
        return known.get(self._text("look/mode"), Mode.SYSTEM)

    @mode.setter
    def mode(self, value: Mode) -> None:
        self._file.setValue("look/mode", value.value)

    @property
    def language(self) -> str:
        """Empty where the system decides."""
        return self._text("look/language")

    @language.setter
    def language(self, value: str) -> None:
        self._file.setValue("look/language", value)

    @property
    def notices(self) -> frozenset[str]:
        """The states of the tray that are told as a notification (values of `gui.tray.TrayState`)."""
        kept = self._file.value("tray/notices")
        return frozenset({"attention"} if not isinstance(kept, str) else kept.split(" ")) - {"none"}

    @notices.setter
    def notices(self, value: frozenset[str]) -> None:
        self._file.setValue("tray/notices", " ".join(sorted(value)) or "none")

    def health_of(self, place: str) -> Health | None:
        """How the daemon at `place` stood when it was last seen."""
        try:
            return Health.model_validate_json(self._text(f"seen/{_key(place)}"))
        except ValidationError:
            return None

    def remember_health(self, place: str, health: Health) -> None:
        self._file.setValue(f"seen/{_key(place)}", health.model_dump_json())

    def _text(self, key: str) -> str:
        found = self._file.value(key, "")
        return found if isinstance(found, str) else ""


def _key(place: str) -> str:
    return place.strip("/").replace("/", "_").replace("\\", "_")
