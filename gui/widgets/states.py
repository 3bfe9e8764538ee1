"""What a page shows instead of its content: that it loads, that there is nothing yet, or what went wrong.

Every page is a `Stack` of these around its own content, so that no page is ever an empty grey window.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from gui.sentences import in_sentences, worded
from gui.theme import Theme
from gui.tokens import Space, Tone
from gui.widgets.looks import button, label, row
from gui.widgets.meaning import Meaning

_BEAT_MS = 80


class Message(QWidget):
    """An icon, a sentence, a line of advice and up to two buttons, in the middle of the room there is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icon_name, self._tone = theme, "inbox", Tone.NEUTRAL
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._sentence = label("", "title", wraps=True)
        self._more = label("", "muted", wraps=True)
        for one in (self._sentence, self._more):
            one.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            one.setMaximumWidth(640)
        self._buttons = row(None, None)
        self._made: list[QPushButton] = []
        self.meaning = Meaning(parent=self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.FOUR, Space.FOUR, Space.FOUR, Space.FOUR)
        outer.setSpacing(Space.ONE + Space.HALF)
        outer.addStretch(2)
        outer.addWidget(self._icon)
        outer.addLayout(row(None, self._sentence, None))
        outer.addLayout(row(None, self._more, None))
        outer.addSpacing(Space.ONE)
        outer.addLayout(self._buttons)
        outer.addLayout(row(None, self.meaning, None))
        outer.addStretch(3)
        theme.changed.connect(self._draw)

    @property
    def text(self) -> str:
        return f"{self._sentence.text()} {self._more.text()}".strip()

    def say(
        self,
        icon: str,
        sentence: str,
        more: str = "",
        *acts: tuple[str, Callable[[], object]],
        tone: Tone = Tone.NEUTRAL,
        kind: str = "",
    ) -> None:
        """The first act is the primary one. With the `kind` of an error it leads to what that means."""
        self._icon_name, self._tone = icon, tone
        self._sentence.setText(sentence)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        for label_ in (self._sentence, self._more):
            # A wrapping label in a stretched row keeps to its narrowest width unless it is told how wide it may be.
            wide = label_.fontMetrics().horizontalAdvance(label_.text()) + Space.TWO
            label_.setMinimumWidth(min(label_.maximumWidth(), wide))
        for old in self._made:
            old.hide()
            old.deleteLater()
        self._made = [
            button(words, does, kind="primary" if at == 0 else "plain")
            for at, (words, does) in enumerate(acts)
        ]
        for at, made in enumerate(self._made):
            self._buttons.insertWidget(1 + at, made)
        self.meaning.about(kind)
        self._draw()

    def take_focus(self) -> None:
        """To the primary button."""
        if self._made:
            self._made[0].setFocus()

    def _draw(self) -> None:
        self._icon.setPixmap(self._theme.pixmap(self._icon_name, Space.FOUR + Space.ONE, self._tone))


class Skeleton(QWidget):
    """Grey bars where content will be; they breathe, so that one sees that it goes on."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._step = 0
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._breathe)
        self.setAccessibleName(self.tr("Loading"))

    def showEvent(self, event: object) -> None:
        self._beat.start()

    def hideEvent(self, event: object) -> None:
        self._beat.stop()

    def _breathe(self) -> None:
        self._step = (self._step + 1) % 20
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colours.sunken))
        painter.setOpacity(0.55 + 0.45 * abs(10 - self._step) / 10)
        top, width = Space.THREE, self.width() - 2 * Space.THREE
        painter.drawRoundedRect(QRectF(Space.THREE, top, width * 0.4, 28), 6, 6)
        top += 52
        while top < self.height() - 96:
            painter.drawRoundedRect(QRectF(Space.THREE, top, width, 96), Space.RADIUS, Space.RADIUS)
            top += 112
        painter.end()


class Stack(QWidget):
    """One content widget, and what is shown in its stead."""

    def __init__(self, theme: Theme, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = content
        self.skeleton = Skeleton(theme)
        self.message = Message(theme)
        self._layout = QStackedLayout(self)
        for one in (self.skeleton, self.message, content):
            self._layout.addWidget(one)

    @property
    def shows_content(self) -> bool:
        return self._layout.currentWidget() is self.content

    def show_loading(self) -> None:
        self._layout.setCurrentWidget(self.skeleton)

    def show_content(self) -> None:
        self._layout.setCurrentWidget(self.content)

    def show_empty(
        self, icon: str, sentence: str, more: str = "", *acts: tuple[str, Callable[[], object]]
    ) -> None:
        self.message.say(icon, sentence, more, *acts)
        self._layout.setCurrentWidget(self.message)

    def show_error(
        self,
        error: CrmSyncError,
        again: Callable[[], object] | None = None,
        *others: tuple[str, Callable[[], object]],
    ) -> None:
        """What went wrong in the daemon's own words, its kind, its advice, what it means, and a way to try again."""
        acts = () if again is None else ((self.tr("Try again"), again),)
        more = f"{worded(error.advice)}\n({error.kind})"
        self.message.say(
            "circle-alert", sentence_of(error), more, *acts, *others, tone=Tone.BAD, kind=error.kind
        )
        self._layout.setCurrentWidget(self.message)


def sentence_of(error: CrmSyncError) -> str:
    """Its message as a sentence, in the app's language."""
    return in_sentences(worded(str(error)) or error.kind)


def words_of(error: CrmSyncError) -> str:
    """Its message and its advice, in the app's language."""
    return in_sentences(sentence_of(error), worded(error.advice))
