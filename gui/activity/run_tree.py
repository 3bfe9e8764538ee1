"""A run's changes record by record and field by field, read until all are there: a record's node grows with its entries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import ActivityPage, ActivityWord, ChangeWord, Page
from gui.activity.wording import ActivityWords
from gui.calls import Call
from gui.session import Session
from gui.widgets.copying import IDS_ROLE, WHOLE_ROLE
from gui.widgets.paged_table import Index, one_line, tip
from gui.widgets.times import exactly
from gui.widgets.values import stored

PAGE: Final = 200
_NOWHERE = QModelIndex()
_HEADS: Final = ("field", "before", "after", "why", "by")


@dataclass(slots=True)
class _Record:
    object: str
    id: str
    name: str = ""
    lines: list[tuple[ActivityWord, ChangeWord | None]] = field(default_factory=list)


class RunTree(QAbstractItemModel):
    """`loaded` tells that a page has come; `failed` why one has not. Goes on by itself (`looks_on`) until `stop`."""

    loaded = Signal()
    failed = Signal(object)  # core.errors.CrmSyncError

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._words = session, ActivityWords()
        session.fields.learnt.connect(self._say_anew)
        self._run, self._started = "", 0
        self._strong = QFont()
        self._strong.setWeight(QFont.Weight.DemiBold)
        self._records: list[_Record] = []
        self._at: dict[tuple[str, str], int] = {}
        self._next: str | None = None
        self._newest: int | None = None
        self._call: Call[Page[ActivityWord]] | None = None
        self.last: Page[ActivityWord] | None = None
        self.entries = 0
        self.reached: int | None = None  # when the oldest happened that was looked at, in ms
        self.looks_on = self.is_stopped = False

    def show_run(self, id: str, started: int = 0) -> None:
        """From the first page of this run, which began at `started` (ms)."""
        self._run, self._started = id, started
        self._hang_up()
        self.beginResetModel()
        self._records, self._at, self._next, self.last = [], {}, None, None
        self.entries, self.reached, self._newest = 0, None, None
        self.looks_on = self.is_stopped = False
        self.endResetModel()
        self._fetch(None)

    @property
    def share(self) -> float | None:
        """How much of the run's time is read; None where it cannot be told."""
        if self._newest is None or self.reached is None:
            return None
        whole, read = self._newest - self._started, self._newest - self.reached
        return min(1.0, read / whole) if read > 0 and whole > 0 else None

    def stop(self) -> None:
        """Read no further, until `go_on`."""
        self._hang_up()
        self.looks_on, self.is_stopped = False, self._next is not None

    def go_on(self) -> None:
        if self.is_stopped:
            self.is_stopped, self.looks_on = False, True
            self._fetch(self._next)

    def _hang_up(self) -> None:
        if self._call is not None:
            self._call.cancel()
            self._call = None

    def record_of(self, index: Index) -> tuple[str, str]:
        """The object and id of the record that the row is, or is a part of."""
        one = self._records[int(index.internalId()) - 1 if index.internalId() else index.row()]
        return one.object, one.id

    # Qt's side ----------------------------------------------------------------------------------------------------------
    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = _NOWHERE) -> Any:
        above = int(index.internalId()) if index.isValid() else 0
        return self.createIndex(above - 1, 0, 0) if above else QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        if not parent.isValid():
            return len(self._records)
        if parent.internalId() or parent.column():
            return 0
        return len(self._records[parent.row()].lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._words.head(_HEADS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and not index.internalId() and role == Qt.ItemDataRole.FontRole:
            return self._strong
        if index.isValid() and role == IDS_ROLE:
            id = self.record_of(index)[1]
            return [("record_id", id)] if id else []
        if not index.isValid() or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            WHOLE_ROLE,
        ):
            return None
        above = int(index.internalId())
        if not above:
            whole = role == Qt.ItemDataRole.ToolTipRole
            return self._of_record(self._records[index.row()], index.column(), whole=whole)
        entry, change = self._records[above - 1].lines[index.row()]
        text = self._of_line(entry, change, index.column(), exact=role != Qt.ItemDataRole.DisplayRole)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 4:
            text = f"{text} · {exactly(entry.at)}"
        if role == WHOLE_ROLE:
            return text
        return one_line(text) if role == Qt.ItemDataRole.DisplayRole else tip(text)

    # its own ------------------------------------------------------------------------------------------------------------
    def _of_record(self, one: _Record, column: int, *, whole: bool) -> str | None:
        """The first cell goes across all; the whole has the id too."""
        if column:
            return None
        kinds = dict.fromkeys(self._words.did(entry) for entry, _ in reversed(one.lines))
        name = f"{one.object} {one.name or one.id}".strip() or self.tr("Not about one record")
        said = f"{name}  ·  {', '.join(kinds)}"
        return tip(f"{said}\n{one.id}" if one.name else said) if whole else one_line(said)

    def _of_line(self, entry: ActivityWord, change: ChangeWord | None, column: int, *, exact: bool) -> str:
        match column:
            case 0:
                return change.field if change is not None else self._words.did(entry)
            case 1 | 2 if change is not None:
                value = change.before if column == 1 else change.after
                kinds = self._session.fields.of_entry(entry, change)
                return stored(value) if exact else self._words.value(value, kinds[column - 1])
            case 1 | 2:
                return entry.note if column == 2 else ""
            case 3:
                return entry.note if entry.cause == f"run:{self._run}" else self._words.why(entry)
            case _:
                return self._words.actor(entry.actor)

    def _say_anew(self) -> None:
        """Values are shown otherwise, now that their types are known."""
        for at, one in enumerate(self._records):
            above = self.index(at, 0)
            self.dataChanged.emit(
                self.index(0, 0, above), self.index(len(one.lines) - 1, len(_HEADS) - 1, above)
            )

    def _fetch(self, after: str | None) -> None:
        calls = self._session.calls
        self._call = calls.ask(self, Operations.search_activity, run=self._run, after=after, limit=PAGE)
        self._call.always(self._come).then(self._take).failed(self._fail)

    def _come(self) -> None:
        self._call = None

    def _fail(self, error: CrmSyncError) -> None:
        self.is_stopped, self.looks_on = self.looks_on, False
        self.failed.emit(error)

    def _take(self, page: Page[ActivityWord]) -> None:
        self._note(page)
        if page.next is not None:
            self._fetch(page.next)
        fresh: dict[tuple[str, str], _Record] = {}
        for entry in page.rows:
            key = (entry.object, entry.record_id)
            changes: list[ChangeWord | None] = [*entry.changes] or [None]
            lines = [(entry, change) for change in changes]
            if (at := self._at.get(key)) is not None:
                one = self._records[at]
                self.beginInsertRows(self.index(at, 0), len(one.lines), len(one.lines) + len(lines) - 1)
                one.lines.extend(lines)
                self.endInsertRows()
            else:
                fresh.setdefault(key, _Record(*key, entry.record_name)).lines.extend(lines)
        if fresh:
            begin = len(self._records)
            self.beginInsertRows(_NOWHERE, begin, begin + len(fresh) - 1)
            for key, one in fresh.items():
                self._at[key] = len(self._records)
                self._records.append(one)
            self.endInsertRows()
        self.loaded.emit()

    def _note(self, page: Page[ActivityWord]) -> None:
        """How far it is; one answer looks at no more than a part of the log, so that a page may have no rows."""
        self.last, self._next = page, page.next
        self.looks_on = page.next is not None
        self.entries += len(page.rows)
        if page.rows:
            self._newest = page.rows[0].at if self._newest is None else self._newest
            self.reached = page.rows[-1].at
        if isinstance(page, ActivityPage) and page.reached is not None:
            self.reached = page.reached


def rows_chosen(tree: RunTree, chosen: list[QModelIndex]) -> list[str]:
    """The ids of the records these rows are or belong to, each once."""
    found = (tree.record_of(QPersistentModelIndex(index))[1] for index in chosen)
    return list(dict.fromkeys(id for id in found if id))
