"""Which questions are shown: by kind, connection, object, field, state, age and person; and views that are kept by name."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QWidget

from core.wire.models import Health, Where
from gui.conflicts.wording import QuestionWords
from gui.session import now_ms
from gui.theme import Theme
from gui.tokens import Space
from gui.widgets.boxes import offer_connections
from gui.widgets.looks import button

KINDS: Final = (
    "conflict", "ambiguous", "refused", "deletion", "merge", "brake", "schema", "reference", "undo",
)  # fmt: skip
_DAY_MS: Final = 86_400_000


class Filters(QFrame):
    """`changed` tells the new filter."""

    changed = Signal(object)  # Where

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = QuestionWords()
        self.state = self._box(
            self.tr("State"),
            [
                (self.tr("Open"), "open"),
                (self.tr("Snoozed"), "snoozed"),
                (self.tr("Escalated"), "escalated"),
                (self.tr("All"), ""),
            ],
        )
        self.kind = self._box(
            self.tr("Kind"), [(self.tr("Every kind"), ""), *((words.kind(one), one) for one in KINDS)]
        )
        self.connection = self._box(self.tr("Connection"), [(self.tr("Every connection"), "")])
        self.age = self._box(
            self.tr("Age"),
            [
                (self.tr("Any age"), ""),
                (self.tr("Older than a day"), "1"),
                (self.tr("Older than a week"), "7"),
                (self.tr("Older than a month"), "30"),
            ],
        )
        self.object, self.field = self._line(self.tr("Object")), self._line(self.tr("Field"))
        self.clear = button(self.tr("Clear"), self.reset, kind="quiet", theme=theme, icon="x")
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.ONE)
        for one in (self.state, self.kind, self.connection, self.object, self.field, self.age):
            inside.addWidget(one)
        inside.addWidget(self.clear)
        inside.addStretch(1)
        self._last = self.where
        self.clear.setVisible(False)

    @property
    def where(self) -> Where:
        age = self.age.currentData()
        return Where(
            state=self.state.currentData() or None,
            kinds=[self.kind.currentData()] if self.kind.currentData() else None,
            connection=self.connection.currentData() or None,
            object=self.object.text().strip() or None,
            field=self.field.text().strip() or None,
            opened_before=now_ms() - int(age) * _DAY_MS if age else None,
        )

    @property
    def narrows(self) -> bool:
        """Whether anything is left out but by state."""
        return bool(
            self.kind.currentData()
            or self.connection.currentData()
            or self.age.currentData()
            or self.object.text().strip()
            or self.field.text().strip()
            or self.state.currentData() != "open"
        )

    def show_health(self, health: Health | None) -> None:
        """The connections there are."""
        offer_connections(self.connection, health)

    def look_at(self, **where: str) -> None:
        """Narrow to what a link names: kind, connection, object, field, state."""
        self._quietly(where)
        self._tell()

    def reset(self) -> None:
        self._quietly({})
        self._tell()

    def _quietly(self, where: dict[str, str]) -> None:
        boxes = {"state": self.state, "kind": self.kind, "connection": self.connection, "age": self.age}
        for name, box in boxes.items():
            box.blockSignals(True)
            box.setCurrentIndex(max(0, box.findData(where.get(name, "open" if name == "state" else ""))))
            box.blockSignals(False)
        self.object.setText(where.get("object", ""))
        self.field.setText(where.get("field", ""))

    def _box(self, name: str, items: list[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setMinimumWidth(4 * Space.THREE)  # in a small window it gives way
        for words, key in items:
            box.addItem(words, key)
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.currentIndexChanged.connect(self._tell)
        return box

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(name)
        line.setAccessibleName(name)
        line.setClearButtonEnabled(True)
        line.setMinimumWidth(4 * Space.THREE)
        line.setMaximumWidth(144)
        line.editingFinished.connect(self._tell)
        return line

    def _tell(self) -> None:
        if not hasattr(self, "_last"):
            return
        where = self.where
        self.clear.setVisible(self.narrows)
        if where != self._last:
            self._last = where
            self.changed.emit(where)
