"""One connection at a glance."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import ConnectionWord, MetricsWord
from gui.health.trend import Trend
from gui.health.words import HealthWords, Said
from gui.pages import Shell
from gui.session import now_ms
from gui.tokens import Space, Tone
from gui.widgets.card import Card
from gui.widgets.looks import button, label, look
from gui.widgets.one_line import OneLine
from gui.widgets.paged_table import tip
from gui.widgets.pill import Pill
from gui.widgets.sparkline import Sparkline
from gui.widgets.states import sentence_of
from gui.widgets.times import RelativeTime
from gui.widgets.told import Told
from gui.wording import SYSTEMS


class ConnectionCard(Card):
    def __init__(self, shell: Shell, name: str) -> None:
        super().__init__(name)
        self.name = name
        self._words = HealthWords(self)
        self._system = label("", "caption")
        self.state = Pill()
        self.head.insertWidget(1, self._system)
        self.head.addWidget(self.state)
        self._reason = Told("muted")
        self._shell = shell
        self._spark = Sparkline(shell.theme, self.tr("Changes a minute, last hour"))
        self._rate = label("", "caption")
        self._facts: dict[str, OneLine] = {}
        self._success = RelativeTime(shell.ticker)
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.ONE + Space.HALF)
        grid.setVerticalSpacing(Space.HALF)
        grid.setColumnStretch(1, 1)
        self._grid = grid
        for key, words in (
            ("freshness", self.tr("Freshness")),
            ("goal", self.tr("Goal")),
            ("backlog", self.tr("Backlog")),
            ("hears", self.tr("Real time")),
            ("success", self.tr("Success rate")),
            ("circuit", self.tr("Circuit")),
            ("quota", self.tr("Quota used")),
            ("lasts", self.tr("Forecast")),
            ("token", self.tr("Sign-in")),
        ):
            self._facts[key] = OneLine()
            self._add(words, self._facts[key])
        self._add(self.tr("Last success"), self._success)
        self._does: Callable[[], object] = self._resume
        self.act = button("", self._do, kind="primary")
        self.act.hide()
        self.body.addWidget(self._reason)
        self.body.addWidget(self.act, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(grid)
        self.body.addStretch(1)
        self.body.addSpacing(Space.ONE)
        self.body.addWidget(self._rate)
        self.body.addWidget(self._spark)

    def show_connection(self, one: ConnectionWord, trend: Trend, *, stale: bool) -> None:
        now = now_ms()
        said = self._words.state_of(one)
        self.title.setText(one.name)
        self._system.setText(SYSTEMS.get(one.system, one.system))
        self.state.say(said.text, Tone.NEUTRAL if stale else said.tone)
        self._offer(one, stale=stale)
        self.state.setToolTip(tip(said.hint))
        self.setAccessibleName(f"{one.name}: {said.text}")
        self._reason.tell(said.hint, one.state if said.hint else "")
        self._reason.setVisible(bool(said.hint))
        self._show("freshness", self._words.freshness_of(one, now))
        self._show("goal", self._words.goal_of(one))
        self._show("backlog", self._words.backlog_of(one, trend.drained_in_s))
        hears = one.real_time.sentence
        self._show("hears", Said(text=hears[:1].upper() + hears[1:], hint=one.real_time.advice))
        self._show("success", self._words.success_of(one))
        self._show("circuit", self._words.circuit_of(one))
        self._show("quota", self._words.quota_of(one, now))
        self._show("lasts", self._words.quota_lasts(one, now))
        self._show("token", self._words.token_of(one, now))
        self._success.show_time(one.last_success_at, self.tr("none yet"))
        for fact in (*self._facts.values(), self._success):
            look(fact, stale=stale)

    def _offer(self, one: ConnectionWord, *, stale: bool) -> None:
        """The one button that helps, where there is one and it may be pressed."""
        phases = {part.phase for part in one.objects}
        offers: dict[str, tuple[str, str]] = {
            "sign_in_needed": (self.tr("Sign in again"), "connections"),
            "prepare_needed": (self.tr("Prepare"), "connections"),
        }
        words, page = offers.get(one.state, ("", ""))
        if not words and self._words.ends_soon(one, now_ms()):
            words, page = offers["sign_in_needed"]
        if one.state == "connected" and "plan_needed" in phases:
            words, page = self.tr("Look at the plan"), "plans"
        elif one.state == "connected" and "braked" in phases:
            words, page = self.tr("Decide"), "conflicts"
        if one.state == "paused" and self._shell.session.may_write:
            words, self._does = self.tr("Resume"), self._resume
        elif page and self._shell.can_go_to(page):
            self._does = partial(self._shell.go_to, page, connection=one.name)
        else:
            words = ""
        self.act.setText(words)
        self.act.setAccessibleName(f"{words}: {one.name}")
        self.act.setVisible(bool(words))
        self.act.setEnabled(not stale)

    def _do(self) -> None:
        self._does()

    def _resume(self) -> None:
        self.act.setEnabled(False)
        self._shell.session.calls.ask(self, Operations.resume_connection, self.name).then(
            lambda _told: self._shell.toast(self.tr("{0} goes on.").format(self.name))
        ).failed(self._not_resumed)

    def _not_resumed(self, error: CrmSyncError) -> None:
        self.act.setEnabled(True)
        self._shell.toast_error(error)

    def ask_throughput(self) -> None:
        """Of the last hour; a failure leaves what is drawn, the page tells of it."""
        self._shell.session.calls.ask(self, Operations.metrics, connection=self.name).then(
            self._show_throughput
        ).failed(self._unmeasured)

    def _show_throughput(self, told: MetricsWord) -> None:
        rates = [(one.to_hub + one.to_crm) * 60_000 / told.step for one in told.points]
        total = sum(one.to_hub + one.to_crm for one in told.points)
        words = self.tr("%Ln change(s) in the last hour", "", total)
        self._rate.setText(words)
        self._spark.show_values(rates, words)

    def _unmeasured(self, error: CrmSyncError) -> None:
        self._rate.setToolTip(tip(sentence_of(error)))

    def _add(self, words: str, fact: QLabel) -> None:
        at = self._grid.rowCount()
        self._grid.addWidget(label(words, "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(fact, at, 1)

    def _show(self, key: str, said: Said) -> None:
        fact = self._facts[key]
        fact.show_text(said.text, said.hint)
