"""The search box and the filters beside it. What they ask for is told as one question."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QWidget

from core.wire.models import Health
from gui.activity.question import DAY_MS, Question
from gui.activity.wording import KINDS, ActivityWords
from gui.session import now_ms
from gui.theme import Theme
from gui.tokens import Space
from gui.widgets.boxes import offer_connections
from gui.widgets.looks import button, row

_TYPED_MS: Final = 250
_WIDTH: Final = 400
_BESIDE_CLEAR: Final = 132  # of the box; in German and a small window there is no more


class Filters(QFrame):
    """`changed` tells the new question, some moments after the last key; `entered` what was in the box at Enter."""

    changed = Signal(object)  # Question
    entered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = ActivityWords()
        self.box = QLineEdit()
        self.box.setPlaceholderText(self.tr("Search, or paste a link, id or e-mail"))
        self.box.setAccessibleName(self.tr("Search"))
        self.box.setToolTip(
            self.tr(
                "Words of fields, values, notes and people. Also: field:title  run:ID  kind:push  record:ID"
            )
        )
        self.box.setClearButtonEnabled(True)
        self.box.setMinimumWidth(Space.RAIL)
        self.box.setMaximumWidth(_WIDTH)
        self.connection = self._choice(self.tr("Connection"), [(self.tr("Every connection"), "")])
        self.kind = self._choice(
            self.tr("What happened"),
            [(self.tr("Everything"), ""), *((words.kind(one), one) for one in KINDS)],
        )
        self.since = self._choice(
            self.tr("Since"),
            [
                (self.tr("At any time"), ""),
                (self.tr("Last hour"), str(DAY_MS // 24)),
                (self.tr("Last day"), str(DAY_MS)),
                (self.tr("Last week"), str(7 * DAY_MS)),
                (self.tr("Last month"), str(30 * DAY_MS)),
            ],
        )
        self.clear = button(self.tr("Clear"), self.reset, kind="quiet", theme=theme, icon="x")
        self.clear.hide()
        self._narrowing = (self.connection, self.kind, self.since)
        inside = row(self.box, *self._narrowing, self.clear, None, space=Space.ONE)
        inside.setStretch(0, 10_000)  # up to its most; only then is anything left over
        self.setLayout(inside)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_TYPED_MS)
        self._later.timeout.connect(self._tell)
        self._last = Question()
        self.box.textEdited.connect(lambda _text: self._later.start())
        self.box.textChanged.connect(lambda text: self._later.start() if not text else None)
        self.box.returnPressed.connect(self._enter)
        for one in self._narrowing:
            one.currentIndexChanged.connect(self._tell)

    @property
    def question(self) -> Question:
        age = self.since.currentData()
        return Question(
            connection=self.connection.currentData() or "",
            kind=self.kind.currentData() or "",
            since=now_ms() - int(age) if age else None,
        ).with_words(self.box.text())

    def show_filters(self, shown: bool) -> None:
        for one in self._narrowing:
            one.setVisible(shown)

    def show_health(self, health: Health | None) -> None:
        """The connections there are."""
        offer_connections(self.connection, health)

    def look_at(self, **where: str) -> None:
        """Narrow to what a link names: connection, kind, field, text."""
        field = f"field:{where['field']}" if where.get("field") else ""
        self._quietly(f"{where.get('text', '')} {field}".strip(), where)
        self._tell()

    def reset(self) -> None:
        self._quietly("", {})
        self._tell()

    def _quietly(self, text: str, where: dict[str, str]) -> None:
        for name, box in (("connection", self.connection), ("kind", self.kind), ("since", self.since)):
            box.blockSignals(True)
            box.setCurrentIndex(max(0, box.findData(where.get(name, ""))))
            box.blockSignals(False)
        self.box.blockSignals(True)
        self.box.setText(text)
        self.box.blockSignals(False)

    def _choice(self, name: str, items: list[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        for words, key in items:
            box.addItem(words, key)
        box.setAccessibleName(name)
        box.setToolTip(name)
        return box

    def _enter(self) -> None:
        if self._later.isActive():
            self._tell()
        self.entered.emit(self.box.text().strip())

    def _tell(self) -> None:
        self._later.stop()
        question = self.question
        self.clear.setVisible(question.narrows)
        self.box.setMinimumWidth(_BESIDE_CLEAR if question.narrows else Space.RAIL)
        if question != self._last:
            self._last = question
            self.changed.emit(question)


def focus_search(filters: Filters) -> None:
    filters.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
    filters.box.selectAll()
