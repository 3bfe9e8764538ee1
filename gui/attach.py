"""A small dialog: another daemon, by its socket or on a host over SSH, and whether it may be changed from here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.socket_owner import check_owner
from gui.context import Context, context_of_host, context_of_socket
from gui.memory import Memory
from gui.ssh.form import HostForm
from gui.ssh.host import SshHost
from gui.tokens import Space, Tone
from gui.widgets.looks import button, holding, label, look, row
from gui.widgets.meaning import help_by_key
from gui.widgets.told import Told


class AttachDialog(QDialog):
    """`chosen` tells the context, once. Hosts are kept in `memory`."""

    chosen = Signal(object)  # gui.context.Context
    saved = Signal()  # the hosts that are kept are others

    def __init__(self, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Attach to another daemon"))
        self.setMinimumWidth(520)
        help_by_key(self)
        self.socket = QLineEdit()
        self.socket.setPlaceholderText("/run/user/1000/crmsync/api.sock")
        self.socket.setAccessibleName(self.tr("Socket of the daemon"))
        self.host = HostForm(memory)
        self.host.saved.connect(self.saved)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName(self.tr("Where the daemon is"))
        self.tabs.addTab(self.host, self.tr("A host over SSH"))
        self.tabs.addTab(self._lay_out_socket(), self.tr("A socket of this machine"))
        self.only_look = QCheckBox(self.tr("Only look on: nothing can be changed from here"))
        self.only_look.setChecked(True)
        self.trouble = Told(tone=Tone.BAD)
        self.trouble.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.THREE, Space.TWO, Space.THREE, Space.TWO)
        outer.setSpacing(Space.ONE + Space.HALF)
        outer.addWidget(self.tabs)
        outer.addWidget(self.only_look)
        outer.addWidget(self.trouble)
        attach = button(self.tr("Attach"), self._attach, kind="primary")
        attach.setDefault(True)
        outer.addLayout(row(None, button(self.tr("Cancel"), self.reject), attach))
        self.host.host.setFocus()

    def show_socket(self) -> None:
        self.tabs.setCurrentIndex(1)

    def _lay_out_socket(self) -> QWidget:
        inside = QVBoxLayout()
        inside.setSpacing(Space.ONE)
        inside.addWidget(label(self.tr("Socket of the daemon"), "strong"))
        inside.addLayout(row(self.socket, button(self.tr("Choose…"), self._choose)))
        inside.addWidget(
            label(
                self.tr("Of another installation of this account, or one that you forwarded yourself."),
                "caption",
                wraps=True,
            )
        )
        inside.addStretch(1)
        made = holding(inside)
        inside.setContentsMargins(0, Space.TWO, 0, Space.ONE)
        return made

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Socket of the daemon"))
        if path:
            self.socket.setText(path)

    def _attach(self) -> None:
        try:
            context = self._context()
        except CrmSyncError as refused:
            self.trouble.explain(refused)
            self.trouble.show()
            return
        self.accept()
        self.chosen.emit(
            context.looking_only() if self.only_look.isChecked() else context.allowed_to_change()
        )

    def _context(self) -> Context:
        """Raises CrmSyncError where it cannot be one."""
        if self.tabs.currentWidget() is self.host:
            host: SshHost = self.host.take()
            return context_of_host(host)
        path = Path(self.socket.text().strip()).expanduser()
        try:
            check_owner(path)
        except CrmSyncError:
            look(self.socket, invalid=True)
            raise
        return context_of_socket(path)
