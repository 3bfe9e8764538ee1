"""A file with a server's key, named by a person; it is read when it is sent to the daemon, and not before."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from gui.widgets.looks import button, row

_MOST: Final = 64_000  # bytes; a key with its certificates is a tenth of it
_LEAST: Final = 260
_FIELD: Final = 380


class KeyFile(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.path = QLineEdit()
        self.path.setAccessibleName(self.tr("Key file (PEM)"))
        self.path.setPlaceholderText(self.tr("as sealed before, or as key_file says; else name it here"))
        self.path.setMinimumWidth(_LEAST)
        self.path.setMaximumWidth(_FIELD)
        self.setLayout(row(self.path, button(self.tr("Choose…"), self._choose), None))

    def clear(self) -> None:
        self.path.clear()

    def read(self) -> str | None:
        """What is in it, None where no file is named. Raises OSError, UnicodeDecodeError."""
        named = self.path.text().strip()
        if not named or self.isHidden():
            return None
        with Path(named).expanduser().open("rb") as file:
            return file.read(_MOST).decode("ascii")

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Key file (PEM)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Keys (*.pem *.key)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self.path.setText)
        dialog.open()
