"""Which questions are shown, and in which order: one box for each part of it, and views that are kept by name."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from core.wire.models import Health, Where
from core.wire.queued import SORT
from gui.conflicts.views import Views
from gui.conflicts.wording import QuestionWords
from gui.memory import Memory
from gui.session import now_ms
from gui.theme import Theme
from gui.tokens import Space
from gui.widgets.boxes import offer_connections
from gui.widgets.flow_row import FlowRow
from gui.widgets.looks import button

KINDS: Final = (
    "conflict", "ambiguous", "refused", "deletion", "merge", "brake", "schema", "reference", "undo",
)  # fmt: skip
QUESTIONS: Final = "questions"  # every kind but conflicts
MINE: Final = "me"
_DAY_MS: Final = 86_400_000
_MOST: Final = 6 * Space.FOUR
_USUAL: Final = {"state": "open", "sort": "oldest"}


class Filters(QFrame):
    """`changed` tells that `where` or `sort` is another. What is chosen is a handful of words by name: a view."""

    changed = Signal()

    def __init__(self, theme: Theme, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._you = ""
        self._health: Health | None = None
        self._boxes: dict[str, QComboBox] = {}
        self._make_boxes()
        self.state, self.kind, self.connection = (
            self._boxes[name] for name in ("state", "kind", "connection")
        )
        self.object, self.field = self._line(self.tr("Object")), self._line(self.tr("Field"))
        self.clear = button(self.tr("Clear"), self.reset, kind="quiet", theme=theme, icon="x")
        self.views = Views(theme, memory)
        self.views.chosen.connect(self.show_view)
        self.views.wanted.connect(lambda name: self.views.keep(name, self.view))
        sort, assigned, age, sure = (self._boxes[name] for name in ("sort", "assigned", "age", "confidence"))
        above = FlowRow(self.views, sort, self.state, assigned, self.clear)
        below = FlowRow(self.kind, self.connection, self.object, self.field, age, sure)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, Space.THREE, 0)
        inside.setSpacing(Space.ONE)
        inside.addLayout(above)
        inside.addLayout(below)
        self._last = self.view
        self.clear.setVisible(False)
        self.views.show_current(self.view)

    def _make_boxes(self) -> None:
        words = QuestionWords()
        self._box(
            "state",
            self.tr("State"),
            [
                (self.tr("Open"), "open"),
                (self.tr("Snoozed"), "snoozed"),
                (self.tr("Escalated"), "escalated"),
                (self.tr("All"), ""),
            ],
        )
        kinds = [(words.kind(one), one) for one in KINDS]
        kinds.insert(1, (self.tr("All but conflicts"), QUESTIONS))
        self._box("kind", self.tr("Kind"), [(self.tr("Every kind"), ""), *kinds])
        self._box("connection", self.tr("Connection"), [(self.tr("Every connection"), "")])
        self._box("assigned", self.tr("Whose"), [(self.tr("Anybody's"), ""), (self.tr("Mine"), MINE)])
        self._box(
            "age",
            self.tr("Age"),
            [
                (self.tr("Any age"), ""),
                (self.tr("Newer than a day"), "-1"),
                (self.tr("Older than a day"), "1"),
                (self.tr("Older than a week"), "7"),
                (self.tr("Older than a month"), "30"),
            ],
        )
        self._box(
            "confidence",
            self.tr("How sure the advisor is"),
            [
                (self.tr("However sure"), ""),
                (self.tr("95 % sure and more"), "95"),
                (self.tr("90 % sure and more"), "90"),
                (self.tr("70 % sure and more"), "70"),
                (self.tr("Less than 70 % sure"), "-70"),
            ],
        )
        self._box(
            "sort",
            self.tr("Order"),
            [
                (self.tr("Oldest first"), "oldest"),
                (self.tr("Newest first"), "newest"),
                (self.tr("Surest first"), "surest"),
                (self.tr("By field"), "field"),
                (self.tr("By object"), "object"),
            ],
        )

    # what is chosen -----------------------------------------------------------------------------------------------------
    @property
    def where(self) -> Where:
        """`mine` is whom the daemon takes this window for; a daemon that does not say so has nobody's."""
        view = self.view
        age, sure, kind = int(view.get("age", 0)), int(view.get("confidence", 0)), view.get("kind", "")
        kinds = [one for one in KINDS if one != "conflict"] if kind == QUESTIONS else [kind] if kind else None
        return Where.model_validate(
            {
                "state": view.get("state") or None,
                "kinds": kinds,
                "connection": view.get("connection"),
                "object": view.get("object"),
                "field": view.get("field"),
                "assigned_to": self._you if view.get("assigned") == MINE else None,
                "opened_before": now_ms() - age * _DAY_MS if age > 0 else None,
                "opened_since": now_ms() + age * _DAY_MS if age < 0 else None,
                "surest": sure / 100 if sure > 0 else None,
                "doubtful": -sure / 100 if sure < 0 else None,
            }
        )

    @property
    def sort(self) -> SORT:
        chosen: SORT = self._boxes["sort"].currentData()
        return chosen

    @property
    def view(self) -> dict[str, str]:
        """All of it by name, but for what narrows nothing; `state` is always there."""
        found = {name: str(box.currentData()) for name, box in self._boxes.items()}
        found |= {"object": self.object.text().strip(), "field": self.field.text().strip()}
        return {name: value for name, value in found.items() if value or name == "state"}

    @property
    def narrows(self) -> bool:
        """Whether anything is left out but what is set aside."""
        return {name: value for name, value in self.view.items() if name != "sort"} != {
            "state": _USUAL["state"]
        }

    @property
    def total(self) -> int | None:
        """How many there are, where that is told: of states and kinds."""
        view, kinds = self.view, self.where.kinds
        if self._health is None or not self._health.waiting or set(view) - {"state", "kind", "sort"}:
            return None
        asked = [by for kind, by in self._health.waiting.items() if kinds is None or kind in kinds]
        return sum(n for by in asked for state, n in by.items() if view["state"] in ("", state))

    def show_health(self, health: Health | None) -> None:
        """The connections there are, and how many questions wait."""
        self._health = health
        offer_connections(self.connection, health)

    def show_person(self, you: str) -> None:
        """Whom the daemon takes this window for."""
        if you != self._you:
            self._you = you
            if self.view.get("assigned") == MINE:
                self.changed.emit()

    def look_at(self, **where: str) -> None:
        """Narrow to what a link names: kind, connection, object, field, state."""
        self.show_view(where)

    def reset(self) -> None:
        self.show_view({})

    def show_view(self, view: dict[str, str]) -> None:
        for name, box in self._boxes.items():
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(view.get(name, _USUAL.get(name, "")))))
        self.object.setText(view.get("object", ""))
        self.field.setText(view.get("field", ""))
        self._tell()

    # made of ------------------------------------------------------------------------------------------------------------
    def _box(self, key: str, name: str, items: list[tuple[str, str]]) -> None:
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for words, data in items:
            box.addItem(words, data)
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.currentIndexChanged.connect(self._tell)
        self._boxes[key] = box

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(name)
        line.setAccessibleName(name)
        line.setClearButtonEnabled(True)
        line.setMaximumWidth(_MOST)
        line.editingFinished.connect(self._tell)
        return line

    def _tell(self) -> None:
        view = self.view
        self.clear.setVisible(self.narrows)
        self.views.show_current(view)
        if view != self._last:
            self._last = view
            self.changed.emit()
