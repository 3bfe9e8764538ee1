"""The icon beside the clock: the state of everything at a glance, and a word when somebody is needed."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from core.wire.models import Health
from gui.context import LinkState
from gui.memory import Memory
from gui.pages import questions
from gui.session import Session
from gui.theme import Theme
from gui.tokens import Tone

_SIZE = 64
_QUIET_MS = 60_000  # between two notifications of the same state


class TrayState(Enum):
    IDLE = "idle"
    SYNCING = "syncing"
    PAUSED = "paused"
    ATTENTION = "attention"
    DISCONNECTED = "disconnected"


_LOOK = {
    TrayState.IDLE: ("check", Tone.GOOD),
    TrayState.SYNCING: ("refresh-cw", Tone.ACCENT),
    TrayState.PAUSED: ("pause", Tone.NEUTRAL),
    TrayState.ATTENTION: ("triangle-alert", Tone.WARN),
    TrayState.DISCONNECTED: ("wifi-off", Tone.BAD),
}


def tray_state(link: LinkState, health: Health | None) -> TrayState:
    if link is not LinkState.LIVE or health is None:
        return TrayState.DISCONNECTED
    by_word = {
        "good": TrayState.IDLE,
        "working": TrayState.SYNCING,
        "stopped": TrayState.PAUSED,
    }
    return by_word.get(health.state, TrayState.ATTENTION)


class Tray(QObject):
    """Nothing where the desktop has no tray. A click, also on a notification, brings the window to the front.

    `told` is what was notified: a state that was asked for, or more questions than before, at most once a minute.
    """

    told = Signal(str)

    def __init__(self, session: Session, theme: Theme, memory: Memory, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._theme, self._memory, self._window = session, theme, memory, window
        self.state = TrayState.DISCONNECTED
        self._icon = QSystemTrayIcon(self)
        menu = QMenu(window)
        menu.addAction(self.tr("Open CRM Sync"), self.open)
        menu.addAction(self.tr("Quit"), window.close)
        self._icon.setContextMenu(menu)
        self._icon.activated.connect(lambda _reason: self.open())
        self._icon.messageClicked.connect(self.open)
        self._waiting = 0  # questions somebody was told of
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        session.link_changed.connect(self.draw)
        session.health_changed.connect(self.draw)
        theme.changed.connect(self.draw)
        self.draw()
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._icon.show()

    def open(self) -> None:
        self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()

    def draw(self) -> None:
        before, self.state = self.state, tray_state(self._session.link, self._session.health)
        health = self._session.health
        sentence = self.words if health is None or self._session.is_stale else health.sentence
        self._icon.setToolTip(f"CRM Sync: {sentence}")
        self._icon.setIcon(self._draw_icon())
        waiting = 0 if health is None else questions(health)
        more = self.state is TrayState.ATTENTION and waiting > self._waiting and not self._quiet.isActive()
        self._waiting = min(waiting, self._waiting) if not more and self.state is before else waiting
        if (
            (self.state is not before or more)
            and self.state.value in self._memory.notices
            and not self._window.isActiveWindow()
        ):
            self._quiet.start()
            self.told.emit(sentence)
            self._icon.showMessage("CRM Sync", sentence, QSystemTrayIcon.MessageIcon.Information)

    @property
    def words(self) -> str:
        return {
            TrayState.IDLE: self.tr("in sync"),
            TrayState.SYNCING: self.tr("changes are on the way"),
            TrayState.PAUSED: self.tr("paused"),
            TrayState.ATTENTION: self.tr("somebody is needed"),
            TrayState.DISCONNECTED: self.tr("the daemon is not reached"),
        }[self.state]

    def _draw_icon(self) -> QIcon:
        """A disc in the state's colour with the state's own sign: trays are light or dark as they like."""
        name, tone = _LOOK[self.state]
        pixmap = QPixmap(_SIZE, _SIZE)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colours.tint_of(tone)))
        painter.drawEllipse(QRectF(2, 2, _SIZE - 4, _SIZE - 4))
        painter.drawPixmap(14, 14, 36, 36, self._theme.pixmap(name, 36, tone))
        painter.end()
        return QIcon(pixmap)
