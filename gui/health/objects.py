"""Every mapped object with its numbers; each number leads to exactly those records, where that page exists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from core.wire.models import ObjectStandingWord
from gui.pages import Shell
from gui.tokens import Space
from gui.widgets.paged_table import tip

_NOWHERE: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
_ROLE: Final = Qt.ItemDataRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One column of numbers: its head, what it counts, and the page that shows those records."""

    title: str
    hint: str
    count: Callable[[ObjectStandingWord], int]
    page: str
    where: Callable[[ObjectStandingWord], dict[str, str]]


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
                title=self.tr("Pairs"),
                hint=self.tr("Records that are linked on both sides"),
                count=lambda one: one.linked,
                page="activity",
                where=_place,
            ),
            Figure(
                title=self.tr("On the way"),
                hint=self.tr("Will be written by themselves"),
                count=lambda one: one.due,
                page="activity",
                where=lambda one: {**_place(one), "pending": "due"},
            ),
            Figure(
                title=self.tr("Waiting"),
                hint=self.tr("Wait for another record to be in step first"),
                count=lambda one: one.waits,
                page="activity",
                where=lambda one: {**_place(one), "pending": "waiting"},
            ),
            Figure(
                title=self.tr("Put aside"),
                hint=self.tr("Failed, and wait for somebody"),
                count=lambda one: one.parked,
                page="activity",
                where=lambda one: {**_place(one), "pending": "parked"},
            ),
            Figure(
                title=self.tr("Conflicts"),
                hint=self.tr("Fields whose two values wait for a decision; the records' other fields go on"),
                count=lambda one: one.asked.get("conflict", 0),
                page="conflicts",
                where=lambda one: {**_place(one), "kind": "conflict"},
            ),
            Figure(
                title=self.tr("Questions"),
                hint=self.tr("Doubtful matches, refused values, deletions and the like"),
                count=lambda one: sum(count for kind, count in one.asked.items() if kind != "conflict"),
                page="conflicts",
                where=lambda one: {**_place(one), "kind": "questions"},
            ),
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

    def link_at(self, index: Index) -> tuple[str, dict[str, str]] | None:
        """The page and the place a cell leads to, None where it leads nowhere."""
        at = index.column() - len(self._names)
        if not index.isValid() or at < 0:
            return None
        figure, row = self._figures[at], self._rows[index.row()]
        if figure.count(row) == 0 or not self._shell.can_go_to(figure.page):
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
            return self._figures[at].hint if at >= 0 else tip(f"{row.hub_object} ↔ {row.crm_object}")
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
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(head + self.objects.rowCount() * Space.CONTROL + Space.HALF)

    def _open(self, index: Index) -> None:
        link = self.objects.link_at(index)
        if link is not None:
            page, where = link
            self._shell.go_to(page, **where)


def _place(one: ObjectStandingWord) -> dict[str, str]:
    return {"connection": one.connection, "object": one.hub_object}


def _key(one: ObjectStandingWord) -> tuple[str, str]:
    return one.connection, one.crm_object


def _alignment(at: int) -> int:
    side = Qt.AlignmentFlag.AlignLeft if at < 0 else Qt.AlignmentFlag.AlignRight
    return int(side | Qt.AlignmentFlag.AlignVCenter)
