"""The records of one object that stand alike: in step, pending, failing, frozen, excluded or only there. Enter opens one."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.record_names import name_of
from core.wire.client import Operations
from core.wire.models import Page, StandeeWord
from core.wire.standing import STAND
from gui.calls import Call
from gui.pages import Shell
from gui.session import now_ms
from gui.tokens import Space
from gui.widgets.looks import button, label, row
from gui.widgets.paged_table import Column, PagedModel
from gui.widgets.states import Stack
from gui.widgets.table import RowTable, grey_when_lost
from gui.widgets.times import exactly, relatively

_PAGE: Final = 200


class StandingView(QWidget):
    """`left` asks for what was shown before, `record` for a story: an id of the hub, or CONNECTION:OBJECT/ID."""

    left = Signal()
    record = Signal(str)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._connection, self._object = "", ""
        theme = shell.theme
        self.back = button(self.tr("Back"), self.left.emit, kind="link", theme=theme, icon="arrow-left")
        self.title = label("", "headline")
        self.stand = QComboBox()
        self.stand.setAccessibleName(self.tr("How they stand"))
        for words, key in (
            (self.tr("In step"), "in_sync"),
            (self.tr("Pending"), "pending"),
            (self.tr("Failing"), "failing"),
            (self.tr("Frozen by a conflict"), "frozen"),
            (self.tr("Excluded"), "excluded"),
            (self.tr("Only in the CRM"), "only_there"),
        ):
            self.stand.addItem(words, key)
        self.stand.currentIndexChanged.connect(self._ask_anew)
        self.model = PagedModel[StandeeWord](
            columns=(
                Column(title=self.tr("Record"), text=self._name),
                Column(title=self.tr("In the CRM"), text=lambda one: one.crm_id or "–"),
                Column(title=self.tr("Since"), text=_age, hint=_since, copies_hint=True),
                Column(title=self.tr("Why"), text=self._why),
            ),
            ask=self._ask,
            parent=self,
        )
        self.table = RowTable(self.model, self.tr("Records"), (260, 180, 130, 0), self._open)
        self.count = label("", "caption")
        self.stack = Stack(theme, self.table)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.THREE, Space.TWO, Space.THREE, Space.ONE)
        outer.setSpacing(Space.ONE)
        outer.addLayout(row(self.back, None))
        outer.addLayout(row(self.title, self.stand, None))
        outer.addWidget(self.stack, 1)
        outer.addWidget(self.count)
        self.model.loaded.connect(self._loaded)
        self.model.failed.connect(self._fail)
        grey_when_lost(shell.session, self.table)

    def show_standing(self, connection: str, object: str, stand: str) -> None:
        """The records of this object (the CRM's name, or the hub's) that stand so."""
        self._connection, self._object = connection, object
        self.title.setText(f"{connection} · {object}")
        at = max(0, self.stand.findData(stand))
        if at == self.stand.currentIndex():
            self._ask_anew()
        else:
            self.stand.setCurrentIndex(at)  # which asks

    # inside -------------------------------------------------------------------------------------------------------------
    def _ask_anew(self) -> None:
        self.stack.show_loading()
        self.model.reload()

    def _ask(self, after: str | None) -> Call[Page[StandeeWord]]:
        stand: STAND = self.stand.currentData()
        calls = self._shell.session.calls
        return calls.ask(
            self,
            Operations.list_standing,
            self._connection,
            self._object,
            stand,
            after=after,
            limit=_PAGE,
        )

    def _loaded(self) -> None:
        count = self.model.rowCount()
        number = QLocale().toString(count)
        said = self.tr("{0} shown") if self.model.is_whole else self.tr("{0} shown, more as you scroll")
        self.count.setText(said.format(number) if count else "")
        if count:
            self.stack.show_content()
            self.table.setFocus()
            return
        self.stack.show_empty(
            "circle-check", self.tr("No record stands so any more"), "", (self.tr("Back"), self.left.emit)
        )

    def _fail(self, error: CrmSyncError) -> None:
        if self.model.rowCount():
            self._shell.toast_error(error)
        else:
            self.stack.show_error(error, self.model.reload)

    def _open(self, at: int) -> None:
        one = self.model.rows[at]
        if one.record_id:
            self.record.emit(one.record_id)
        elif one.crm_id:
            self.record.emit(f"{one.connection}:{one.crm_object}/{one.crm_id}")

    def _name(self, one: StandeeWord) -> str:
        if one.record is None:
            return self.tr("(not in the hub)")
        return name_of(one.record.fields) or one.record.id

    def _why(self, one: StandeeWord) -> str:
        if one.reason:
            return one.reason
        return self.tr("Due") if self.stand.currentData() in ("pending", "failing") else ""


def _age(one: StandeeWord) -> str:
    return "" if one.since is None else relatively(one.since, now_ms())


def _since(one: StandeeWord) -> str:
    return "" if one.since is None else exactly(one.since)
