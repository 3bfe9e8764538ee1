"""The charts of Health: changes by direction, how long they took, how conflicts came and went."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import MetricsWord
from gui.calls import Newest
from gui.pages import Shell
from gui.session import now_ms
from gui.tokens import Tone
from gui.widgets.boxes import offer_connections
from gui.widgets.card import Card
from gui.widgets.chart import Series, TimeChart
from gui.widgets.flow_grid import FlowGrid
from gui.widgets.looks import column, label, row
from gui.widgets.states import words_of
from gui.widgets.told import Told

_HOUR_MS: Final = 3_600_000
_AGAIN_MS: Final = 30_000
_LEAST: Final = 300


class Charts(QWidget):
    """Asks again every half minute while it is on screen. `connection` is "" for all together."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._newest = Newest()
        theme = shell.theme
        self.span = QComboBox()
        self.span.setAccessibleName(self.tr("Time span of the charts"))
        for words, hours in (
            (self.tr("Last hour"), 1),
            (self.tr("Last 6 hours"), 6),
            (self.tr("Last day"), 24),
            (self.tr("Last 7 days"), 168),
            (self.tr("Last 30 days"), 720),
            (self.tr("Last 90 days"), 2_160),
        ):
            self.span.addItem(words, hours)
        self.span.currentIndexChanged.connect(self.ask)
        self.connection = QComboBox()
        self.connection.setAccessibleName(self.tr("Connection of the charts"))
        self.connection.addItem(self.tr("All connections"), "")
        self.connection.currentIndexChanged.connect(self.ask)
        self.changes = TimeChart(theme, self.tr("Changes"))
        self.latency = TimeChart(theme, self.tr("From edit to the far side"), "ms")
        self.conflicts = TimeChart(theme, self.tr("Conflicts"))
        self._trouble = Told(tone=Tone.WARN)
        self._trouble.hide()
        self._failure = self._above = ""
        cards = []
        for title, chart in (
            (self.tr("Changes"), self.changes),
            (self.tr("From edit to the far side"), self.latency),
            (self.tr("Conflicts"), self.conflicts),
        ):
            card = Card(title)
            card.body.addWidget(chart)
            cards.append(card)
        grid = FlowGrid(_LEAST, 3)
        grid.show_cards(cards)
        self._grid, self._drawn = grid, False
        self._nothing = label(
            self.tr("The charts are drawn once the daemon has told what it counted."), "muted"
        )
        self._hint = label(self.tr("Drag to zoom, double-click for the whole."), "caption")
        self._nothing.hide()
        self.setLayout(
            column(
                row(label(self.tr("Over time"), "title"), self._hint, None, self.connection, self.span),
                self._trouble,
                self._nothing,
                grid,
            )
        )
        shell.session.health_changed.connect(self._offer)
        self._offer()
        self._timer = QTimer(self)
        self._timer.setInterval(_AGAIN_MS)
        self._timer.timeout.connect(self.ask)

    def _offer(self) -> None:
        offer_connections(self.connection, self._shell.session.health)

    def entered(self) -> None:
        self._timer.start()
        self.ask()

    def left(self) -> None:
        self._timer.stop()

    def ask(self) -> None:
        since = now_ms() - self.span.currentData() * _HOUR_MS
        call = self._shell.session.calls.ask(
            self, Operations.metrics, since=since, connection=self.connection.currentData() or None
        )
        self._newest.of(call).then(self.show_metrics).failed(self._fail)

    def told_above(self, words: str) -> None:
        """The trouble that stands above on the page already, "" for none: it is not told twice."""
        self._above = words
        self._show_trouble()

    def show_metrics(self, told: MetricsWord) -> None:
        self._failure = ""
        self._show_trouble()
        if not self._drawn:
            self._drawn = True
            self._nothing.hide()
            self._hint.show()
            self._grid.show()
        a_minute, span = 60_000 / told.step, (told.since, told.until)
        self.changes.show_series(
            Series(
                name=self.tr("to the CRMs a minute"),
                points=[(one.at, one.to_crm * a_minute) for one in told.points],
            ),
            Series(
                name=self.tr("into the hub a minute"),
                points=[(one.at, one.to_hub * a_minute) for one in told.points],
                tone=Tone.GOOD,
            ),
            Series(
                name=self.tr("refused a minute"),
                points=[(one.at, one.refused * a_minute) for one in told.points],
                tone=Tone.BAD,
            ),
            span=span,
        )
        arrived = [one for one in told.points if one.latency.p50 is not None]
        self.latency.show_series(
            Series(name="p50", points=[(one.at, one.latency.p50 or 0) for one in arrived], tone=Tone.GOOD),
            Series(name="p95", points=[(one.at, one.latency.p95 or 0) for one in arrived], tone=Tone.WARN),
            Series(name="p99", points=[(one.at, one.latency.p99 or 0) for one in arrived], tone=Tone.BAD),
            span=span,
        )
        self.conflicts.show_series(
            Series(
                name=self.tr("opened"), points=[(one.at, one.opened) for one in told.points], tone=Tone.WARN
            ),
            Series(
                name=self.tr("by people"),
                points=[(one.at, one.person) for one in told.points],
                tone=Tone.GOOD,
            ),
            Series(name=self.tr("by rules"), points=[(one.at, one.rule) for one in told.points]),
            Series(
                name=self.tr("by the advisor"),
                points=[(one.at, one.advisor) for one in told.points],
                tone=Tone.NEUTRAL,
            ),
            span=span,
        )

    def _fail(self, error: CrmSyncError) -> None:
        self._failure = words_of(error)
        self._trouble.explain(error)
        self._show_trouble()
        if not self._drawn:
            self._nothing.show()
            self._hint.hide()
            self._grid.hide()

    def _show_trouble(self) -> None:
        self._trouble.setVisible(self._failure not in ("", self._above))
