"""The items of a plan as a table, fetched as one scrolls; and the fields of one item, each old and new."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor

from core.wire.activity import ChangeWord
from core.wire.client import Operations
from core.wire.plans import PlanItemWord
from core.wire.words import Page
from gui.calls import Call
from gui.pages import Shell
from gui.plans.wording import PlanWords
from gui.widgets.changes import change_columns
from gui.widgets.list_model import ListModel
from gui.widgets.paged_table import Column, PagedModel
from gui.widgets.values import UNTOLD, Kind
from gui.wording import number

PAGE: Final = 200
_ROLE: Final = Qt.ItemDataRole


class PlanItems(PagedModel[PlanItemWord]):
    """Items of `plan`, narrowed by kind, state and object; "" for all."""

    def __init__(self, shell: Shell, parent: QObject | None = None) -> None:
        self.plan = self.connection = ""
        self.kind = self.state = self.object = ""
        self._shell = shell
        words = self._words = PlanWords()
        super().__init__(columns=(), ask=self._ask_page, parent=parent)
        self._columns = (
            Column(title=self.tr("No."), text=lambda one: number(one.n), is_number=True),
            Column(title=self.tr("What"), text=lambda one: words.item(one.kind)),
            Column(title=self.tr("Object"), text=lambda one: one.object),
            Column(title=self.tr("Record"), text=_name, hint=_ids),
            Column(title=self.tr("Changes"), text=self._changes, hint=self._exact, copies_hint=True),
            Column(
                title=self.tr("State"),
                text=self._state,
                hint=lambda one: one.note or words.item_state(one.state)[0],
                tells=self._tell,
            ),
        )
        shell.session.fields.learnt.connect(self.say_anew)

    def _state(self, one: PlanItemWord) -> str:
        return self._words.item_state(one.state)[0]

    def kinds(self, one: PlanItemWord, change: ChangeWord) -> tuple[Kind, Kind]:
        """What the values of a change of this item are."""
        before, after = self._shell.session.fields.of_item(self.connection, one, change)
        return self._words.of_named(one, before), self._words.of_named(one, after)

    def named(self, one: PlanItemWord) -> list[ChangeWord]:
        """Its changes, with a record that is not there yet by its name."""
        return self._words.changes(one)

    def _changes(self, one: PlanItemWord) -> str:
        said = [self._words.change(change, self.kinds(one, change)) for change in self.named(one)]
        return " · ".join(said) or one.note or self._meaning(one)

    def _exact(self, one: PlanItemWord) -> str:
        return " · ".join(map(self._words.exact, one.changes)) or self._changes(one)

    def _meaning(self, one: PlanItemWord) -> str:
        """What is done where no field changes."""
        if one.kind == "link":
            return self.tr("They become a pair; nothing is written")
        return ""

    def _tell(self, one: PlanItemWord, role: Qt.ItemDataRole) -> Any:
        if role == _ROLE.ForegroundRole:
            return QColor(self._shell.theme.colours.of(self._words.item_state(one.state)[1]))
        return None

    def _ask_page(self, after: str | None) -> Call[Page[PlanItemWord]]:
        return self._shell.session.calls.ask(
            self,
            Operations.list_plan_items,
            self.plan,
            kind=self.kind or None,
            state=self.state or None,
            object=self.object or None,
            after=after,
            limit=PAGE,
        )


class FieldChanges(ListModel[ChangeWord]):
    """Field, before, after of one of the `items`; whole values on hover."""

    def __init__(self, items: PlanItems, parent: QObject | None = None) -> None:
        super().__init__((), parent)
        self._items = items
        self._item: PlanItemWord | None = None
        self._columns = change_columns(self.tr("Field"), self.tr("Before"), self.tr("After"), self._kinds)
        items.dataChanged.connect(self.say_anew)

    def show_item(self, one: PlanItemWord | None) -> None:
        self._item = one
        self.show_rows(self._items.named(one) if one is not None else [])

    def _kinds(self, change: ChangeWord) -> tuple[Kind, Kind]:
        return (UNTOLD, UNTOLD) if self._item is None else self._items.kinds(self._item, change)


def _name(one: PlanItemWord) -> str:
    return one.record_name or one.crm_id or one.record_id or "–"


def _ids(one: PlanItemWord) -> str:
    return " · ".join(filter(None, (one.record_name, one.crm_id, one.record_id))) or "–"
