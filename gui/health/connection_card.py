"""One connection at a glance."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QGridLayout, QLabel

from core.wire.models import ConnectionWord
from gui.health.trend import Trend
from gui.health.words import SYSTEMS, HealthWords, Said
from gui.pages import Shell
from gui.session import now_ms
from gui.tokens import Space
from gui.widgets.card import Card
from gui.widgets.looks import label, look
from gui.widgets.pill import Pill
from gui.widgets.sparkline import Sparkline
from gui.widgets.times import RelativeTime


class ConnectionCard(Card):
    def __init__(self, shell: Shell, name: str) -> None:
        super().__init__(name)
        self.name = name
        self._words = HealthWords(self)
        self._system = label("", "caption")
        self.state = Pill()
        self.head.insertWidget(1, self._system)
        self.head.addWidget(self.state)
        self._reason = label("", "muted", wraps=True)
        self._spark = Sparkline(shell.theme, self.tr("Calls a minute"))
        self._facts: dict[str, QLabel] = {}
        self._success = RelativeTime(shell.ticker)
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.TWO)
        grid.setVerticalSpacing(Space.HALF)
        grid.setColumnStretch(1, 1)
        self._grid = grid
        for key, words in (
            ("freshness", self.tr("Freshness")),
            ("backlog", self.tr("Backlog")),
            ("hears", self.tr("Hears of changes")),
            ("success", self.tr("Calls that worked")),
            ("quota", self.tr("Quota used")),
        ):
            self._facts[key] = label(wraps=True)
            self._add(words, self._facts[key])
        self._add(self.tr("Last success"), self._success)
        self.body.addWidget(self._reason)
        self.body.addLayout(grid)
        self.body.addWidget(self._spark)
        self.body.addStretch(1)

    def show_connection(self, one: ConnectionWord, trend: Trend, *, stale: bool) -> None:
        now = now_ms()
        said = self._words.state_of(one)
        self.title.setText(one.name)
        self._system.setText(SYSTEMS.get(one.system, one.system))
        self.state.say(said.text, said.tone)
        self.state.setToolTip(said.hint)
        self.setAccessibleName(f"{one.name}: {said.text}")
        self._reason.setText(said.hint)
        self._reason.setVisible(bool(said.hint))
        self._show("freshness", self._words.freshness_of(one, now))
        self._show("backlog", self._words.backlog_of(one, trend.drained_in_s))
        hears = one.real_time.sentence
        self._show("hears", Said(text=hears[:1].upper() + hears[1:], hint=one.real_time.advice))
        self._show("success", self._words.success_of(one))
        self._show("quota", self._words.quota_of(one, now))
        self._success.show_time(one.last_success_at, self.tr("none yet"))
        rates = trend.calls_per_minute
        latest = self.tr("{0} a minute now").format(QLocale().toString(round(rates[-1]))) if rates else ""
        self._spark.show_values(rates, latest)
        for fact in (*self._facts.values(), self._success):
            look(fact, stale=stale)

    def _add(self, words: str, fact: QLabel) -> None:
        at = self._grid.rowCount()
        self._grid.addWidget(label(words, "muted"), at, 0)
        self._grid.addWidget(fact, at, 1)

    def _show(self, key: str, said: Said) -> None:
        fact = self._facts[key]
        fact.setText(said.text)
        fact.setToolTip(said.hint)
