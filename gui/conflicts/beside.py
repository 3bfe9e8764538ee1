"""The records that a question is about, read where they are and shown side by side below its answers.

The CRM is asked for them, so they are read for the question that somebody looks at and for no other, and a moment after it
came up: whoever goes through the queue by key does not spend calls on what is passed by.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QTableView, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.comparing import ComparisonWord
from core.wire.models import QueueWord
from gui.calls import Call
from gui.conflicts.beside_model import BesideModel
from gui.conflicts.wording import DELETION
from gui.pages import Shell
from gui.sentences import in_sentences
from gui.session import now_ms
from gui.tokens import Space
from gui.widgets.copying import Copies
from gui.widgets.looks import appear, button, label, row
from gui.widgets.table import calm
from gui.widgets.times import RelativeTime
from gui.widgets.told import Told

LATER_MS: Final = 250
FRESH_MS: Final = 60_000  # then it is read again when it is next looked at
_KEPT: Final = 64
_FIELD: Final = 136  # wide
_LEAST: Final = 168  # of a record's column
_KINDS: Final = frozenset({"ambiguous", "merge", "deletion"})


def asks_which(one: QueueWord) -> bool:
    """Whether it asks about whole records, not about a value."""
    if one.conflict is not None:
        return one.conflict.rule == DELETION
    return one.kind in _KINDS


class Beside(QWidget):
    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._of: tuple[str, int] = ("", 0)
        self._kept: OrderedDict[tuple[str, int], ComparisonWord] = OrderedDict()
        self._call: Call[ComparisonWord] | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER_MS)
        self._later.timeout.connect(self.read)
        self._head = label("", "strong")
        self._read_at = RelativeTime(shell.ticker, role="caption", before=self.tr("Read") + " ")
        self.only_different = QCheckBox(self.tr("Only what differs"))
        self.only_different.setAccessibleName(self.only_different.text())
        self.again = button(
            self.tr("Read again"), self.read, kind="quiet", theme=shell.theme, icon="refresh-cw"
        )
        self.offer = button(
            self.tr("Show both records whole"), self.read, kind="link", theme=shell.theme, icon="git-compare"
        )
        self.told = Told("muted")
        self.model = BesideModel(shell.theme, shell.session.fields, self)
        self.only_different.toggled.connect(self._narrow)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("The records side by side"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        calm(self.table)
        self.table.horizontalHeader().setTextElideMode(
            Qt.TextElideMode.ElideRight
        )  # names are as long as they are
        Copies(self.table)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, Space.ONE, 0, 0)
        inside.setSpacing(Space.ONE)
        inside.addLayout(row(self._head, self._read_at, None, self.only_different, self.again))
        inside.addLayout(row(self.offer, None))
        inside.addWidget(self.told)
        inside.addWidget(self.table)
        shell.session.attached.connect(self._kept.clear)
        self.model.modelReset.connect(self._lay_out)
        self._take(None)

    def show_for(self, one: QueueWord) -> None:
        """A question came up, or was told anew."""
        of = (one.id, _refreshed(one))
        if of == self._of:
            return
        self._give_up()
        self._of = of
        known, wanted = self._kept.get(of), asks_which(one)
        appear(self, wanted=wanted or one.conflict is not None)
        self._take(known)
        appear(self.offer, wanted=known is None and not wanted)
        if known is None and wanted:
            self._wait()
        if wanted and (known is None or now_ms() - known.as_of > FRESH_MS):
            self._later.start()

    def read(self) -> None:
        """Ask the CRM, now."""
        self._give_up()
        self._wait()
        self.again.setEnabled(False)
        self._call = self._shell.session.calls.ask(self, Operations.compare_records, self._of[0])
        self._call.then(self._keep).failed(self._fail)

    # inside -------------------------------------------------------------------------------------------------------------
    def _give_up(self) -> None:
        self._later.stop()
        if self._call is not None:
            self._call.cancel()
        self._call = None
        self.again.setEnabled(True)

    def _wait(self) -> None:
        appear(self.offer, wanted=False)
        appear(self._head, wanted=True)
        self._say(self.tr("Reading the records…"))

    def _keep(self, told: ComparisonWord) -> None:
        self.again.setEnabled(True)
        self._kept[self._of] = told
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self._take(told)

    def _fail(self, error: CrmSyncError) -> None:
        self.again.setEnabled(True)
        appear(self.again, wanted=True)
        self.told.explain(error)
        appear(self.told, wanted=True)

    def _take(self, told: ComparisonWord | None) -> None:
        self.model.take(told)
        self._read_at.show_time(told.as_of if told is not None else None, "")
        self._say("\n".join(_troubles(told)) if told is not None else "")
        several = told is not None and len(told.records) > 1
        self._head.setText(self.tr("Side by side") if several or told is None else self.tr("The record"))
        for one in (self._head, self._read_at, self.again, self.table):
            appear(one, wanted=told is not None)
        appear(self.only_different, wanted=several)

    def _say(self, words: str) -> None:
        self.told.setText(words)
        appear(self.told, wanted=bool(words))

    def _narrow(self, only_different: bool) -> None:
        self.model.narrow(only_different=only_different)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """As high as its rows, and every record as wide as there is room for; several are scrolled across."""
        records = self.model.columnCount() - 1
        edge = 2 * self.table.frameWidth()
        each = max(_LEAST, (self.width() - edge - _FIELD) // max(1, records))
        for at in range(records + 1):
            self.table.setColumnWidth(at, each if at else _FIELD)
        self._fit_heads(each - Space.THREE)
        across = (
            self.table.horizontalScrollBar().sizeHint().height() if self._overflows(each * records) else 0
        )
        rows = self.model.rowCount() * self.table.verticalHeader().defaultSectionSize()
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(rows + head + edge + across)

    def _fit_heads(self, room: int) -> None:
        font = QFont(self.font())
        font.setWeight(
            QFont.Weight.DemiBold
        )  # as the style sheet sets heads, which Qt's own shortening does not know
        shorten = QFontMetrics(font).elidedText
        self.model.fit_heads(lambda head: shorten(head, Qt.TextElideMode.ElideRight, room))

    def _overflows(self, records: int) -> bool:
        return _FIELD + records > self.width() - 2 * self.table.frameWidth()


def _troubles(told: ComparisonWord) -> list[str]:
    """Each once, however many records it is about."""
    return list(dict.fromkeys(in_sentences(one.trouble, one.advice) for one in told.records if one.trouble))


def _refreshed(one: QueueWord) -> int:
    """A question about what has changed since is shown anew."""
    told = one.conflict or one.item
    return (told.refreshed_at or 0) if told is not None else 0
