"""How everything stands: one sentence, and a card for each connection."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from core.wire.models import Health
from gui.health.connection_card import ConnectionCard
from gui.health.trend import Trends
from gui.pages import Shell
from gui.tokens import Space
from gui.widgets.looks import label, look
from gui.widgets.states import Stack

_CARD_WIDTH = 420


def make(shell: Shell) -> QWidget:
    return HealthPage(shell)


class HealthPage(Stack):
    def __init__(self, shell: Shell) -> None:
        content = QScrollArea()
        super().__init__(shell.theme, content)
        self._shell = shell
        self.trends = Trends()
        self._cards: dict[str, ConnectionCard] = {}
        self.sentence = label("", "headline", wraps=True)
        self.figures = label("", "muted", wraps=True)
        self._grid = QGridLayout()
        self._grid.setSpacing(Space.TWO)
        inner = QWidget()
        inner.setProperty("canvas", "true")
        column = QVBoxLayout(inner)
        column.setContentsMargins(Space.THREE, Space.THREE, Space.THREE, Space.THREE)
        column.setSpacing(Space.ONE)
        column.addWidget(self.sentence)
        column.addWidget(self.figures)
        column.addSpacing(Space.ONE)
        column.addLayout(self._grid)
        column.addStretch(1)
        content.setWidget(inner)
        content.setWidgetResizable(True)
        content.setFrameShape(QFrame.Shape.NoFrame)
        session = shell.session
        session.health_changed.connect(self.draw)
        session.link_changed.connect(self.draw)
        session.attached.connect(self._forget)
        self.draw()

    def draw(self) -> None:
        session = self._shell.session
        if session.health is None:
            self.show_loading()
            return
        if not session.is_stale:
            self.trends.note(session.health)
        if not session.health.connections:
            self._show_nothing()
            return
        self.show_content()
        self._show(session.health, stale=session.is_stale)

    def _forget(self) -> None:
        self.trends.clear()
        self.draw()

    def _show_nothing(self) -> None:
        acts = []
        if self._shell.can_go_to("connections"):
            acts.append((self.tr("Connect a CRM"), lambda: self._shell.go_to("connections")))
        self.show_empty(
            "plug",
            self.tr("No CRM is connected yet"),
            self.tr(
                "Here you will see at a glance how each connection stands: state, backlog, quota, errors."
            ),
            *acts,
        )

    def _show(self, health: Health, *, stale: bool) -> None:
        number = QLocale().toString
        self.sentence.setText(health.sentence)
        look(self.sentence, stale=stale)
        records = ", ".join(f"{number(count)} {name}" for name, count in sorted(health.records.items()))
        parts = [self.tr("In the hub: {0}").format(records)] if records else []
        parts.append(self.tr("{0} changes a minute").format(number(round(health.per_minute))))
        if health.latency.p50 is not None:
            parts.append(
                self.tr("from edit to the far side: {0} ms (p50), {1} ms (p95)").format(
                    number(health.latency.p50), number(health.latency.p95 or 0)
                )
            )
        self.figures.setText(" · ".join(parts))
        self._show_cards(health, stale=stale)

    def _show_cards(self, health: Health, *, stale: bool) -> None:
        names = [one.name for one in health.connections]
        for gone in [name for name in self._cards if name not in names]:
            self._cards.pop(gone).deleteLater()
        for one in health.connections:
            if one.name not in self._cards:
                self._cards[one.name] = ConnectionCard(self._shell, one.name)
            self._cards[one.name].show_connection(one, self.trends.of(one.name), stale=stale)
        self._place(names)

    def _place(self, names: list[str]) -> None:
        columns = max(1, min(3, self.width() // _CARD_WIDTH))
        for at, name in enumerate(names):
            self._grid.addWidget(self._cards[name], at // columns, at % columns)
        for at in range(max(self._grid.columnCount(), columns)):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)

    def resizeEvent(self, event: object) -> None:
        if (health := self._shell.session.health) is not None and self._cards:
            self._place([one.name for one in health.connections])
