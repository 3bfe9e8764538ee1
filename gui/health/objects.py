"""Every mapped object with its numbers; each number leads to exactly those records, where that page exists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from core.wire.models import ObjectStandingWord
from gui.pages import Shell
from gui.tokens import Space
from gui.widgets.paged_table import one_line

_NOWHERE: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
_PHASE: Final = 2  # column
_MUCH: Final = 2  # times what the figures take
_ROLE: Final = Qt.ItemDataRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One column of numbers: its head, what it counts, by which reasons, and the page that shows those records, if any."""

    title: str
    hint: str
    count: Callable[[ObjectStandingWord], int]
    reasons: Callable[[ObjectStandingWord], dict[str, int]] = lambda _: {}
    page: str = ""
    where: Callable[[ObjectStandingWord], dict[str, str]] = lambda _: {}


class ObjectsModel(QAbstractTableModel):
    """Two columns of names, one for the phase, then the figures."""

    def __init__(self, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._rows: tuple[ObjectStandingWord, ...] = ()
        self._names = (self.tr("Object"), self.tr("Connection"), self.tr("Phase"))
        self._phases = {
            "live": self.tr("In step"),
            "backfill": self.tr("Reading in"),
            "braked": self.tr("Stopped by its brake"),
            "plan_needed": self.tr("Waits for a plan"),
        }
        self._figures = (
            Figure(
                title=self.tr("In the hub"),
                hint=self.tr("The hub's records of this object; the next five numbers add up to them"),
                count=lambda one: one.records,
            ),
            self._standing(self.tr("In step"), "in_sync", self.tr("Both sides say the same")),
            self._standing(
                self.tr("Pending"), "pending", self.tr("On their way, or waiting for another record")
            ),
            self._standing(
                self.tr("Failing"), "failing", self.tr("Tried in vain, or put aside for somebody")
            ),
            self._standing(
                self.tr("Frozen"),
                "frozen",
                self.tr("A field's two values wait for a decision; the other fields go on"),
            ),
            self._standing(
                self.tr("Excluded"),
                "excluded",
                self.tr("Not kept there: by the mapping, its filter, a person or a delete"),
            ),
            self._standing(
                self.tr("Only there"),
                "only_there",
                self.tr("In the CRM without one of the hub's records: left out, merged or deleted here"),
            ),
            Figure(
                title=self.tr("Questions"),
                hint=self.tr("Doubtful matches, refused values, deletions and the like"),
                count=lambda one: sum(count for kind, count in one.asked.items() if kind != "conflict"),
                page="conflicts",
                where=lambda one: {**_place(one), "kind": "questions", "state": ""},
            ),
        )

    def _standing(self, title: str, stand: str, hint: str) -> Figure:
        """A number of records that the daemon lists as standing so."""

        def reasons(one: ObjectStandingWord) -> dict[str, int]:
            found = getattr(one, stand)
            return found if isinstance(found, dict) else {}

        def count(one: ObjectStandingWord) -> int:
            found = getattr(one, stand)
            return sum(found.values()) if isinstance(found, dict) else int(found)

        return Figure(
            title=title,
            hint=hint,
            count=count,
            reasons=reasons,
            page="activity",
            where=lambda one: {**_place(one), "standing": stand},
        )

    def show_objects(self, rows: Sequence[ObjectStandingWord]) -> None:
        new = tuple(rows)
        if [_key(one) for one in new] == [_key(one) for one in self._rows]:
            self._rows = new
            if new:
                self.dataChanged.emit(self.index(0, 0), self.index(len(new) - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self._rows = new
        self.endResetModel()

    @property
    def all_live(self) -> bool:
        """Whether the phase of every object is the usual one, so that it need not be told."""
        return all(one.phase == "live" for one in self._rows)

    def link_at(self, index: Index) -> tuple[str, dict[str, str]] | None:
        """The page and the place a cell leads to, None where it leads nowhere."""
        at = index.column() - len(self._names)
        if not index.isValid() or at < 0:
            return None
        figure, row = self._figures[at], self._rows[index.row()]
        if not figure.page or figure.count(row) == 0 or not self._shell.can_go_to(figure.page):
            return None
        return figure.page, figure.where(row)

    # Qt's side ----------------------------------------------------------------------------------------------------------
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._names) + len(self._figures)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        at = section - len(self._names)
        if role == _ROLE.DisplayRole:
            return self._names[section] if at < 0 else self._figures[at].title
        if role == _ROLE.ToolTipRole and at >= 0:
            return self._figures[at].hint
        return _alignment(at) if role == _ROLE.TextAlignmentRole else None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, at = self._rows[index.row()], index.column() - len(self._names)
        if role == _ROLE.TextAlignmentRole:
            return _alignment(at)
        if role == _ROLE.ToolTipRole:
            return self._hint(row, at)
        if role == _ROLE.ForegroundRole and at >= 0:
            colours = self._shell.theme.colours
            if self.link_at(index) is not None:
                return QColor(colours.accent)
            return QColor(colours.muted if self._figures[at].count(row) == 0 else colours.text)
        if role != _ROLE.DisplayRole:
            return None
        if at >= 0:
            return QLocale().toString(self._figures[at].count(row))
        return (
            f"{row.hub_object} ↔ {row.crm_object}",
            row.connection,
            self._phases.get(row.phase, row.phase),
        )[index.column()]

    def _hint(self, row: ObjectStandingWord, at: int) -> str:
        if at < 0:
            return f"{row.hub_object} ↔ {row.crm_object}"
        number = QLocale().toString
        reasons = sorted(self._figures[at].reasons(row).items(), key=lambda one: -one[1])
        told = "\n".join(one_line(f"{number(n)}  {reason}") for reason, n in reasons)
        return told or self._figures[at].hint


class ObjectsTable(QTableView):
    """As high as its rows, so that the page scrolls as one. Enter or a click on a number opens what it counts."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.objects = ObjectsModel(shell, self)
        self.setModel(self.objects)
        self.setAccessibleName(self.tr("Objects"))
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(Space.CONTROL)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)

    def show_objects(self, rows: Sequence[ObjectStandingWord]) -> None:
        self.objects.show_objects(rows)
        self.setColumnHidden(_PHASE, self.objects.all_live)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where not all columns have room the table is pushed aside, and names are told in full all the same.

        Where there is much more than that all share it, or a number would stand far from what it is about.
        """
        head, modes = self.horizontalHeader(), QHeaderView.ResizeMode
        room = self.viewport().width()
        others = sum(
            max(head.sectionSizeHint(at), self.sizeHintForColumn(at))
            for at in range(1, head.count())
            if not head.isSectionHidden(at)
        )
        fits = room - others >= self.sizeHintForColumn(0) + Space.ONE
        for at in range(head.count()):
            takes = room > _MUCH * others or (at == 0 and fits)
            head.setSectionResizeMode(at, modes.Stretch if takes else modes.ResizeToContents)
        bar = 0 if fits else self.horizontalScrollBar().sizeHint().height()
        high = head.sizeHint().height() + self.objects.rowCount() * Space.CONTROL + Space.HALF + bar
        if high != self.height():
            self.setFixedHeight(high)

    def _open(self, index: Index) -> None:
        link = self.objects.link_at(index)
        if link is not None:
            page, where = link
            self._shell.go_to(page, **where)


def _place(one: ObjectStandingWord) -> dict[str, str]:
    return {"connection": one.connection, "object": one.crm_object}


def _key(one: ObjectStandingWord) -> tuple[str, str]:
    return one.connection, one.crm_object


def _alignment(at: int) -> int:
    side = Qt.AlignmentFlag.AlignLeft if at < 0 else Qt.AlignmentFlag.AlignRight
    return int(side | Qt.AlignmentFlag.AlignVCenter)
