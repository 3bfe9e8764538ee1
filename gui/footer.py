"""The line below every page: the tie to the daemon, the last event, what is on the way, and how much quota is left."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from core.wire.models import Health
from gui.session import Session
from gui.tokens import Space
from gui.widgets.looks import button, label, look
from gui.widgets.paged_table import one_line
from gui.widgets.times import RelativeTime, Ticker, exactly

_TICK_MS: Final = 250  # events come by hundreds; nobody reads faster


class Footer(QFrame):
    asked_for_visitors = Signal()

    def __init__(self, session: Session, ticker: Ticker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setProperty("foot", "true")
        self._event = RelativeTime(ticker, role="caption", before=self.tr("Last event: "))
        self._link, self._backlog, self._quota, self._version = (label("", "caption") for _ in range(4))
        inside = QHBoxLayout(self)
        inside.setContentsMargins(Space.THREE, Space.HALF, Space.THREE, Space.HALF)
        inside.setSpacing(Space.THREE)
        for one in (self._link, self._event, self._backlog, self._quota):
            inside.addWidget(one)
        inside.addStretch(1)
        self.visitors = button(
            "", self.asked_for_visitors.emit, kind="link", hint=self.tr("See who, and end it")
        )
        self.visitors.setAccessibleName(self.tr("Attached from elsewhere"))
        self.visitors.setFlat(True)
        inside.addWidget(self.visitors)
        inside.addWidget(self._version)
        session.health_changed.connect(self.draw)
        session.link_changed.connect(self.draw)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_TICK_MS)
        self._soon.timeout.connect(self._tick)
        session.came.connect(self._heard)
        self.draw()

    @property
    def parts(self) -> tuple[QLabel, ...]:
        return (self._link, self._event, self._backlog, self._quota, self._version)

    def show_link(self, words: str) -> None:
        self._link.setText(words)

    def draw(self) -> None:
        health = self._session.health
        self._tick()
        self._show_visitors(health)
        self._version.setText("" if health is None else self.tr("Daemon {0}").format(health.version))
        if health is None:
            self._backlog.setText("")
            self._quota.setText("")
            return
        waiting = sum(one.backlog.pending + one.backlog.signals for one in health.connections)
        self._backlog.setText(self.tr("On the way: {0}").format(QLocale().toString(waiting)))
        self._quota.setText(self._quota_words(health))
        self._version.setToolTip(self.tr("Running since {0}").format(exactly(health.started_at)))

    def _show_visitors(self, health: Health | None) -> None:
        """People from elsewhere, this window among them where it is one."""
        names = [] if health is None or self._session.is_stale else health.visitors
        words = self.tr("Attached from elsewhere: {0}").format(one_line(", ".join(names))) if names else ""
        self.visitors.setText(words.replace("&", "&&"))
        self.visitors.setAccessibleName(words or self.tr("Attached from elsewhere"))
        self.visitors.setVisible(bool(names))

    def _quota_words(self, health: Health) -> str:
        known = [one for one in health.connections if one.quota is not None]
        if not known:
            return ""
        least = min(known, key=lambda one: one.quota or 0.0)
        left = round((least.quota or 0.0) * 100)
        return self.tr("Least quota left: {0} % ({1})").format(QLocale().toString(left), least.name)

    def _heard(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _tick(self) -> None:
        self._event.show_time(self._session.last_event_at, self.tr("none yet"))
        for one in self.parts:
            if one.property("stale") != self._session.is_stale:
                look(one, stale=self._session.is_stale)
