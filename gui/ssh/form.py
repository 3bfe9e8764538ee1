"""The form of a host over SSH: one of those that were saved, or a new one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from gui.memory import Memory
from gui.ssh.host import SshHost, checked
from gui.tokens import Space
from gui.widgets.looks import button, label, row


class HostForm(QWidget):
    """`saved` tells that the hosts in `memory` are others."""

    saved = Signal()

    def __init__(self, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memory = memory
        self.known = QComboBox()
        self.known.setAccessibleName(self.tr("Saved hosts"))
        self.forget = button(self.tr("Forget"), self._forget, kind="quiet")
        self.name, self.host, self.user, self.port, self.socket = (QLineEdit() for _ in range(5))
        self.keep = QCheckBox(self.tr("Keep it in the menu of daemons"))
        self.keep.setChecked(True)
        self.host.setPlaceholderText(self.tr("host.example.com, or an alias of ~/.ssh/config"))
        self.user.setPlaceholderText(self.tr("As ssh's configuration says"))
        self.port.setPlaceholderText(self.tr("As ssh's configuration says"))
        self.socket.setPlaceholderText(self.tr("Ask the host"))
        self.name.setPlaceholderText(self.tr("Such as: Acme, production"))
        self._lay_out()
        self._list()
        self.known.currentIndexChanged.connect(lambda _at: self._show())

    def take(self) -> SshHost:
        """What is written; kept where that is wanted. Raises Invalid."""
        host = checked(
            name=self.name.text(),
            host=self.host.text(),
            user=self.user.text(),
            port=self.port.text(),
            socket=self.socket.text(),
        )
        if self.keep.isChecked():
            edited = self.known.currentData()
            others = [one for one in self._memory.hosts if one.key not in (host.key, edited)]
            self._memory.hosts = sorted((*others, host), key=lambda one: one.name.casefold())
            self.saved.emit()
        return host

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(Space.TWO)
        form.setVerticalSpacing(Space.ONE)
        self._saved_words = label(self.tr("Saved"))
        saved = row(self.known, self.forget)
        saved.setStretch(0, 1)
        form.addRow(self._saved_words, saved)
        for words, field in (
            (self.tr("Host"), self.host),
            (self.tr("Account there"), self.user),
            (self.tr("Port"), self.port),
            (self.tr("Socket there"), self.socket),
            (self.tr("Name"), self.name),
        ):
            field.setAccessibleName(words)
            form.addRow(label(words), field)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, Space.TWO, 0, Space.ONE)
        outer.setSpacing(Space.ONE)
        outer.addLayout(form)
        outer.addWidget(self.keep)
        outer.addWidget(
            label(
                self.tr(
                    "The system's own ssh makes the connection, with your keys and its configuration; no password is "
                    "asked for or kept here. Sign in as the account that the daemon runs under."
                ),
                "caption",
                wraps=True,
            )
        )

    def _list(self) -> None:
        self.known.blockSignals(True)
        self.known.clear()
        self.known.addItem(self.tr("A new host"), "")
        for one in self._memory.hosts:
            self.known.addItem(one.name, one.key)
        self.known.blockSignals(False)
        some = self.known.count() > 1
        for widget in (self.known, self._saved_words, self.forget):
            widget.setVisible(some)
        self.forget.setEnabled(False)

    def _show(self) -> None:
        key = self.known.currentData()
        chosen = next((one for one in self._memory.hosts if one.key == key), None)
        self.forget.setEnabled(chosen is not None)
        for field, part in (
            (self.name, "name"),
            (self.host, "host"),
            (self.user, "user"),
            (self.port, "port"),
            (self.socket, "socket"),
        ):
            value = "" if chosen is None else getattr(chosen, part)
            field.setText(str(value or ""))

    def _forget(self) -> None:
        key = self.known.currentData()
        self._memory.hosts = [one for one in self._memory.hosts if one.key != key]
        self._list()
        self._show()
        self.saved.emit()
