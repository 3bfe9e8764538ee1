"""Every connection: how it stands and what can be done to it; and the way to a new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from gui.connections.detail import Detail
from gui.connections.model import ConnectionsModel
from gui.connections.wizard import Wizard
from gui.pages import Shell
from gui.tokens import Space
from gui.widgets.looks import button, holding
from gui.widgets.states import Stack
from gui.widgets.two_lines import TwoLines

_WIDEST: Final = 10 * Space.FOUR  # of the list: short names need no more on a large screen


def make(shell: Shell) -> QWidget:
    return ConnectionsPage(shell)


class ConnectionsPage(Stack):
    def __init__(self, shell: Shell) -> None:
        content = QWidget()
        super().__init__(shell.theme, content)
        self._shell = shell
        self.model = ConnectionsModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(self.tr("Connections"))
        TwoLines(shell.theme, self.list)
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._show_current())
        self.add = button(
            self.tr("Connect a CRM"), self.begin, kind="primary", theme=shell.theme, icon="plus"
        )
        self.detail, self.wizard = Detail(shell), Wizard(shell)
        self.detail.goes_on.connect(self.go_on)
        self.wizard.left.connect(self._wizard_left)
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addWidget(self.add)
        left.setSpacing(Space.ONE)
        across = QSplitter(Qt.Orientation.Horizontal)
        listed = holding(left)
        listed.setMaximumWidth(_WIDEST)
        across.addWidget(listed)
        across.addWidget(self.detail)
        across.setStretchFactor(0, 1)
        across.setStretchFactor(1, 3)
        across.setSizes([280, 920])
        across.setChildrenCollapsible(False)
        around = QVBoxLayout()
        around.addWidget(across)
        around.setContentsMargins(Space.THREE, Space.TWO, 0, 0)
        left.setContentsMargins(0, 0, 0, Space.TWO)  # what is scrolled beside it goes on to the window's end
        listing = QWidget()
        listing.setLayout(around)
        self._listing = listing
        self._inner = QStackedLayout(content)
        self._inner.addWidget(listing)
        self._inner.addWidget(self.wizard)
        session = shell.session
        session.health_changed.connect(self.draw)
        session.link_changed.connect(self.draw)
        session.attached.connect(self._forget)
        self.draw()

    # what the window calls ----------------------------------------------------------------------------------------------
    def look_at(self, where: Mapping[str, str]) -> None:
        place = self.model.place_of(where.get("connection", ""))
        if place.isValid():
            self.list.setCurrentIndex(place)
            self._inner.setCurrentWidget(self._listing)

    def entered(self) -> None:
        self.draw()

    # drawing ------------------------------------------------------------------------------------------------------------
    def draw(self) -> None:
        session = self._shell.session
        self.add.setVisible(session.may_write)
        self.add.setEnabled(not session.is_stale)
        if session.health is None:
            self.show_loading()
            return
        before = self.list.currentIndex()
        name = self.model.row_at(before).name if before.isValid() else ""
        self.model.show_connections(session.health.connections)
        if self._inner.currentWidget() is self.wizard:
            self.show_content()
            self.wizard.take_health()
        elif not session.health.connections:
            self._show_nothing()
        else:
            self.show_content()
            if not self.list.currentIndex().isValid():
                place = self.model.place_of(name)
                self.list.setCurrentIndex(place if place.isValid() else self.model.index(0))
            self._show_current()

    def _forget(self) -> None:
        """Another daemon: nothing of the set-up of the former one is true there."""
        self._inner.setCurrentWidget(self._listing)
        self.detail.forget()
        self.draw()

    def _show_nothing(self) -> None:
        acts = [(self.tr("Connect a CRM"), self.begin)] if self._shell.session.may_write else []
        self.show_empty(
            "plug",
            self.tr("No CRM is connected yet"),
            self.tr(
                "Connecting one takes about ten minutes. Nothing is written before you have seen a plan."
            ),
            *acts,
        )

    def _show_current(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self.detail.show_connection(self.model.row_at(index), stale=self._shell.session.is_stale)

    # the set-up ---------------------------------------------------------------------------------------------------------
    def begin(self) -> None:
        self._open("")

    def go_on(self, name: str) -> None:
        self._open(name)

    def _open(self, name: str) -> None:
        self._inner.setCurrentWidget(self.wizard)
        self.show_content()
        self.wizard.begin(name)

    def _wizard_left(self, name: str) -> None:
        self._inner.setCurrentWidget(self._listing)
        self.draw()
        self.look_at({"connection": name})
        self.list.setFocus()
