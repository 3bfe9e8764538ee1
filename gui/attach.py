"""A small dialog: the socket of another daemon, and whether it may be changed from here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QLineEdit, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.socket_owner import check_owner
from gui.context import context_of_socket
from gui.tokens import Space, Tone
from gui.widgets.looks import button, label, look, row
from gui.widgets.told import Told


class AttachDialog(QDialog):
    """`chosen` tells the context, once."""

    chosen = Signal(object)  # gui.context.Context

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Attach to another daemon"))
        self.socket = QLineEdit()
        self.socket.setPlaceholderText("/run/user/1000/crmsync/api.sock")
        self.socket.setAccessibleName(self.tr("Socket of the daemon"))
        self.socket.setMinimumWidth(420)
        self.only_look = QCheckBox(self.tr("Only look on: nothing can be changed from here"))
        self.only_look.setChecked(True)
        self.trouble = Told(tone=Tone.BAD)
        self.trouble.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.THREE, Space.THREE, Space.THREE, Space.TWO)
        outer.setSpacing(Space.ONE + Space.HALF)
        outer.addWidget(label(self.tr("Socket of the daemon"), "strong"))
        outer.addLayout(row(self.socket, button(self.tr("Choose…"), self._choose)))
        outer.addWidget(
            label(
                self.tr(
                    "A daemon on another machine: forward its socket to this one with ssh, and name it here."
                ),
                "caption",
                wraps=True,
            )
        )
        outer.addWidget(self.only_look)
        outer.addWidget(self.trouble)
        attach = button(self.tr("Attach"), self._attach, kind="primary")
        attach.setDefault(True)
        outer.addLayout(row(None, button(self.tr("Cancel"), self.reject), attach))

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Socket of the daemon"))
        if path:
            self.socket.setText(path)

    def _attach(self) -> None:
        path = Path(self.socket.text().strip()).expanduser()
        try:
            check_owner(path)
        except CrmSyncError as refused:
            self.trouble.explain(refused)
            self.trouble.show()
            look(self.socket, invalid=True)
            return
        context = context_of_socket(path)
        self.accept()
        self.chosen.emit(
            context.looking_only() if self.only_look.isChecked() else context.allowed_to_change()
        )
