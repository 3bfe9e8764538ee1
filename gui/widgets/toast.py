"""A few words at the foot of the window that go by themselves, with an undo where there is one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QLabel, QWidget

from gui.theme import Theme
from gui.tokens import Space, Tone
from gui.widgets.looks import button, label
from gui.widgets.paged_table import one_line

_STAYS_MS = 6_000
_MOST = 600
_STAYS_WITH_ACT_MS = 12_000  # long enough to notice a mistake and take it back


class Toast(QFrame):
    """One a window; a new one takes the place of the last."""

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(host)
        self._theme, self._host = theme, host
        self.setProperty("toast", "true")
        shadow = QGraphicsDropShadowEffect(self)  # it lies over cards that look as it does
        shadow.setBlurRadius(Space.THREE)
        shadow.setOffset(0, Space.HALF)
        self.setGraphicsEffect(shadow)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._icon = QLabel()
        self._words = label(wraps=True)
        self._act: QWidget | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(Space.TWO, Space.ONE, Space.TWO, Space.ONE)
        self._row.setSpacing(Space.ONE)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._words)
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.timeout.connect(self.hide)
        host.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        return self._words.text()

    def say(
        self, text: str, tone: Tone = Tone.GOOD, act: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        text = one_line(text, most=_MOST)
        self._words.setText(text)
        self.setAccessibleName(text)
        icon = {Tone.BAD: "circle-alert", Tone.WARN: "triangle-alert"}.get(tone, "circle-check")
        self._icon.setPixmap(self._theme.pixmap(icon, Space.ICON, tone))
        if self._act is not None:
            self._row.removeWidget(self._act)
            self._act.hide()
            self._act.deleteLater()
            self._act = None
        if act is not None:
            words, does = act
            self._act = button(words, lambda: self._do(does), kind="link")
            self._row.addWidget(self._act)
            self._act.show()  # otherwise only later, when the size has been taken
        self.show()
        self._place()
        self.raise_()
        self._gone.start(_STAYS_WITH_ACT_MS if act else _STAYS_MS)

    def _do(self, does: Callable[[], object]) -> None:
        self.hide()
        does()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        # A wrapping label would keep to its narrowest width.
        wide = self._words.fontMetrics().horizontalAdvance(self._words.text()) + Space.ONE
        self._words.setFixedWidth(min(wide, self._host.width() // 2))
        self.adjustSize()
        across = (self._host.width() - self.width()) // 2
        self.move(max(Space.ONE, across), self._host.height() - self.height() - Space.FOUR - Space.THREE)
