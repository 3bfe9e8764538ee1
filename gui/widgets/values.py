"""A value of a record in words, the same on every page."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.wire.words import WireValue


def shown(value: WireValue) -> str:
    """Nothing, yes and no in the reader's language; several with commas; anything else as it is."""
    return _Values().shown(value)


class _Values(QObject):
    """Only `self.tr` counts for lupdate."""

    def shown(self, value: WireValue) -> str:
        if value is None or value == "":
            return self.tr("(empty)")
        if isinstance(value, bool):
            return self.tr("yes") if value else self.tr("no")
        return ", ".join(value) if isinstance(value, list) else value
