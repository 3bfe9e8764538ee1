"""What the app remembers between two uses: where the window was, which page, which look, and how things stood last,
and which hosts a person attaches to over SSH.

It lies in `app.ini` beside the daemon's own settings. Nothing in it is a secret or anybody's data; a file that makes no
sense is the same as none.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl

from pydantic import TypeAdapter, ValidationError
from PySide6.QtCore import QByteArray, QLocale, QSettings

from core.errors import Invalid
from core.wire.endpoint import default_places
from core.wire.models import Health
from gui.ssh.host import SshHost, checked
from gui.theme import Mode
from gui.unsaved import FILE_NAME, Unsaved

_HOST_PARTS: Final = ("name", "host", "user", "port", "socket")
_HOSTS: Final = TypeAdapter(list[dict[str, str]])
_VIEWS: Final = TypeAdapter(dict[str, dict[str, str]])


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

    @property
    def hosts(self) -> tuple[SshHost, ...]:
        """Hosts that were saved; one that makes no sense (any more) is left out."""
        found: list[SshHost] = []
        for parts in self._kept_hosts():
            try:
                found.append(checked(**{name: parts.get(name, "") for name in _HOST_PARTS}))
            except Invalid:
                continue
        return tuple(found)

    @hosts.setter
    def hosts(self, value: Sequence[SshHost]) -> None:
        kept = [{part: str(getattr(one, part) or "") for part in _HOST_PARTS} for one in value]
        self._file.setValue("contexts/hosts", _HOSTS.dump_json(kept).decode())

    @property
    def views(self) -> dict[str, dict[str, str]]:
        """The views of the queue that were kept, by name: what each part of the filter and the order is set to."""
        try:
            return _VIEWS.validate_json(self._text("conflicts/views") or "{}")
        except ValidationError:
            return {}

    @views.setter
    def views(self, value: dict[str, dict[str, str]]) -> None:
        self._file.setValue("conflicts/views", _VIEWS.dump_json(value).decode())

    def health_of(self, place: str) -> Health | None:
        """How the daemon at `place` stood when it was last seen; None where it was told in another language."""
        if self._text(f"seen-in/{_key(place)}") != _tongue():  # its sentences are kept as they were said
            return None
        try:
            return Health.model_validate_json(self._text(f"seen/{_key(place)}"))
        except ValidationError:
            return None

    def remember_health(self, place: str, health: Health) -> None:
        self._file.setValue(f"seen/{_key(place)}", health.model_dump_json())
        self._file.setValue(f"seen-in/{_key(place)}", _tongue())

    def _kept_hosts(self) -> list[dict[str, str]]:
        text = self._text("contexts/hosts")
        try:
            return _HOSTS.validate_json(text)
        except ValidationError:
            return [dict(parse_qsl(line)) for line in text.split("\n")]  # as they were kept before

    def _text(self, key: str) -> str:
        found = self._file.value(key, "")
        return found if isinstance(found, str) else ""


def _key(place: str) -> str:
    return place.strip("/").replace("/", "_").replace("\\", "_")


def _tongue() -> str:
    return QLocale.languageToCode(QLocale().language())
