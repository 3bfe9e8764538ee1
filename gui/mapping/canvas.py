"""Two lists of fields and the curves between them: where fields are mapped, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolTip, QVBoxLayout, QWidget

from gui.mapping.curves import Curves
from gui.mapping.draft import Draft
from gui.mapping.field_list import FieldList
from gui.mapping.fields_model import FieldsModel, Which
from gui.mapping.inline_rule import InlineRule
from gui.mapping.reasons import Reasons
from gui.sentences import worded
from gui.theme import Theme
from gui.tokens import Space
from gui.widgets.looks import holding, label, row
from gui.widgets.paged_table import one_line, tip

_SCROLL_MS = 30
_NOWHERE = QPoint(-1, -1)


class Canvas(QWidget):
    """`told` says in a sentence what could not be done."""

    told = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.draft: Draft | None = None
        self._may_write = True
        self._drag: tuple[FieldList, FieldList, str] | None = None
        self._at = QPoint()
        crm, hub = FieldsModel(Which.CRM, self), FieldsModel(Which.HUB, self)
        self.crm = FieldList(theme, crm, self.tr("Fields of the CRM"))
        self.hub = FieldList(theme, hub, self.tr("Fields of the hub"))
        self.curves = Curves(theme, self.crm, self.hub)
        self.crm_title, self.hub_title = label("", "strong"), label("", "strong")
        self.crm_search = self._search(self.tr("Search the CRM's fields"), crm.narrow)
        self.hub_search = self._search(self.tr("Search the hub's fields"), hub.narrow)
        self.search = self._search(self.tr("Search both sides"), self._narrow_both)
        self.search.setPlaceholderText(self.tr("Both sides"))
        self.inline = InlineRule(theme, self)
        self._left: FieldList = self.crm
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addLayout(self._side(self.crm_title, self.crm_search, self.crm), 5)
        apart = row(self.search)
        beside = holding(apart)
        apart.setContentsMargins(Space.HALF, 0, Space.HALF, 0)
        across.addLayout(self._side(label(" ", "strong"), beside, self.curves), 3)
        across.addLayout(self._side(self.hub_title, self.hub_search, self.hub), 5)
        self._scroll = QTimer(self)
        self._scroll.setInterval(_SCROLL_MS)
        self._scroll.timeout.connect(self._scroll_on)
        for here, there in ((self.crm, self.hub), (self.hub, self.crm)):
            self._connect(here, there)
        self.curves.chosen.connect(self._choose)
        self.curves.opened.connect(self.open_rule)
        self.inline.closed.connect(self._go_back)

    def minimumSizeHint(self) -> QSize:
        return QSize(480, Space.RAIL)

    def _search(self, name: str, narrow: Callable[[str], None]) -> QLineEdit:
        made = QLineEdit()
        made.setPlaceholderText(name)
        made.setAccessibleName(name)
        made.setClearButtonEnabled(True)
        made.textChanged.connect(narrow)
        return made

    def _narrow_both(self, needle: str) -> None:
        """A field stays with what it is mapped to, so that its curve does."""
        for view in (self.crm, self.hub):
            view.fields.narrow_with_partners(needle)

    @staticmethod
    def _side(title: QLabel, search: QWidget, view: QWidget) -> QVBoxLayout:
        made = QVBoxLayout()
        made.setSpacing(Space.HALF)
        for one in (title, search):
            made.addWidget(one)
        made.addWidget(view, 1)
        return made

    def _connect(self, here: FieldList, there: FieldList) -> None:
        here.dragged.connect(lambda name, place: self._pull(here, there, name, place))
        here.dropped.connect(lambda _name, place: self._drop(place))
        here.joined.connect(self.join_current)
        here.removed.connect(lambda name: self._remove(here, name))
        here.left_for.connect(lambda: self._go(there))
        here.chosen.connect(lambda name: self._field_chosen(here, there, name))
        here.takes_tab = lambda: self._accept_at(here)
        here.verticalScrollBar().valueChanged.connect(lambda _value: self._follow())

    # shown ------------------------------------------------------------------------------------------------------------
    def show_draft(self, draft: Draft | None, *, may_write: bool) -> None:
        if self.draft is not None and self.draft is not draft:
            self.draft.changed.disconnect(self._changed)
            self.draft.looked_at.disconnect(self._looked_at)
        if draft is not None and self.draft is not draft:
            draft.changed.connect(self._changed)
            draft.looked_at.connect(self._looked_at)
            self.inline.keep()
        self.draft = self.curves.draft = draft
        self._may_write = may_write
        for view in (self.crm, self.hub):
            view.may_drag = may_write
            view.fields.show_draft(draft)
        self._changed()

    def _changed(self) -> None:
        draft = self.draft
        if draft is None:
            return
        problems = [one for one in draft.problems() if one.fatal]
        self.curves.wrong = {one.rule for one in problems if one.rule}
        for view, title in ((self.crm, self.crm_title), (self.hub, self.hub_title)):
            model = view.fields
            side = model.side
            if draft.sides is not None and side is None:
                model.show_draft(draft)
                side = model.side
            model.wrong = {one.field for one in problems if one.field} | {
                name
                for rule in draft.mapping.rules
                if rule.name in self.curves.wrong
                for name in (rule.crm if model.which is Which.CRM else rule.hub)
            }
            model.refresh()
            mapping = draft.mapping
            place = mapping.connection if model.which is Which.CRM else self.tr("Hub")
            name = mapping.crm_object if model.which is Which.CRM else mapping.hub_object
            count = self.tr("%Ln field(s)", "", model.total)
            title.setText(f"{one_line(place, most=40)} · {one_line(name, most=40)} · {count}")
        self.curves.update()
        self.inline.refresh()

    def _looked_at(self) -> None:
        self.curves.update()

    def jump(self, rule: str = "", field: str = "") -> None:
        """Bring what a problem is about in sight."""
        draft = self.draft
        if draft is None:
            return
        found = draft.rule(rule) or draft.rule_of(crm=field) or draft.rule_of(hub=field)
        for view, names in (
            (self.crm, found.crm if found is not None else (field,)),
            (self.hub, found.hub if found is not None else (field,)),
        ):
            for name in names[:1]:
                if view.fields.hides(name):
                    self.search.clear()
                    (self.crm_search if view is self.crm else self.hub_search).clear()
                view.show_field(name)
        if found is not None:
            draft.look_at(found.name)

    # choosing ---------------------------------------------------------------------------------------------------------
    def _choose(self, rule: str) -> None:
        if self.draft is not None:
            if rule:
                self.jump(rule)
            else:
                self.draft.look_at("")

    def _field_chosen(self, here: FieldList, there: FieldList, name: str) -> None:
        """Only what a person chose: the other list follows without choosing back."""
        if self.draft is None or not name or not here.hasFocus():
            return
        rule = self.draft.rule(here.fields.rule_at(name))
        self.draft.look_at(rule.name if rule is not None else "")

    def _go(self, there: FieldList) -> None:
        if not there.currentIndex().isValid() and there.fields.names:
            there.setCurrentIndex(there.fields.index(0))
        there.setFocus()

    # mapping ----------------------------------------------------------------------------------------------------------
    def join_current(self) -> None:
        """Map the current field of one list onto that of the other; what is mapped so already is opened."""
        if self.crm.current and self.hub.current:
            self._left = self.hub if self.hub.hasFocus() else self.crm
            self._join(self.crm.current, self.hub.current)

    def open_rule(self, name: str) -> None:
        """Edit it at its curve."""
        rule = self.draft.rule(name) if self.draft is not None else None
        if self.draft is not None and rule is not None and self._may_write:
            self.inline.top = self.curves.y()
            self.inline.open(self.draft, rule, self._middle_of(name))

    def _go_back(self) -> None:
        self._left.setFocus()

    def _middle_of(self, rule: str) -> QPoint:
        return self.curves.mapTo(self, self.curves.middle_of(rule))

    def _follow(self) -> None:
        if self.inline.rule:
            self.inline.move_to(self._middle_of(self.inline.rule))

    def _join(self, crm: str, hub: str) -> None:
        if self.draft is None or not self._may_write:
            return
        known = self.draft.rule_of(crm=crm)
        if known is not None and known is self.draft.rule_of(hub=hub):
            self.open_rule(known.name)
            return
        offer = self.draft.connect_fields(crm, hub)
        if offer.rule is not None:
            self.open_rule(offer.rule.name)
        elif offer.reason:
            self.told.emit(
                self.tr("{0} cannot be mapped to {1}: {2}.").format(
                    one_line(crm), one_line(hub), worded(offer.reason)
                )
            )

    def _remove(self, here: FieldList, name: str) -> None:
        if self.draft is not None and self._may_write and name:
            self.draft.remove(here.fields.rule_at(name))

    def _accept_at(self, here: FieldList) -> bool:
        """Take the suggestion that ends at the current field; whether there is one."""
        if self.draft is None or not self._may_write:
            return False
        name, is_crm = here.current, here is self.crm
        found = [one for one in self.draft.open_pairs() if (one.crm if is_crm else one.hub) == name]
        return bool(found) and self.draft.accept(found[:1]) > 0

    # dragging ---------------------------------------------------------------------------------------------------------
    def _pull(self, here: FieldList, there: FieldList, name: str, place: QPoint) -> None:
        if self.draft is None:
            return
        if self._drag is None:
            self._drag = (here, there, name)
            there.fields.dim(self._reasons(here, there, name))
            self._scroll.start()
        self._at = place
        row = here.fields.place_of(name)
        edge = here.width() if here is self.crm else 0
        if row is not None:
            self.curves.pull((here.mapToGlobal(QPoint(edge, here.middle_of(row))), place))
        reason = there.fields.dimmed.get(there.name_under(place), "")
        if reason:
            QToolTip.showText(place, tip(reason), there)
        else:
            QToolTip.hideText()

    def _reasons(self, here: FieldList, there: FieldList, name: str) -> Reasons:
        draft, from_crm = self.draft, here is self.crm

        def reason(other: str) -> str:
            crm, hub = (name, other) if from_crm else (other, name)
            return worded(draft.offer(crm, hub).reason) if draft is not None else ""

        return Reasons(there.fields.names, reason)

    def _drop(self, place: QPoint) -> None:
        drag, self._drag = self._drag, None
        self._scroll.stop()
        self.curves.pull(None)
        QToolTip.hideText()
        if drag is None:
            return
        here, there, name = drag
        there.fields.dim({})
        other = there.name_under(place) if place != _NOWHERE else ""
        if other:
            crm, hub = (name, other) if here is self.crm else (other, name)
            self._left = here
            self._join(crm, hub)

    def _scroll_on(self) -> None:
        """Near the edge of the other list it scrolls while something is held."""
        if self._drag is None:
            return
        there = self._drag[1]
        inside = there.viewport().mapFromGlobal(self._at)
        if not 0 <= inside.x() <= there.viewport().width():
            return
        bar = there.verticalScrollBar()
        if inside.y() < Space.THREE:
            bar.setValue(bar.value() - Space.TWO)
        elif inside.y() > there.viewport().height() - Space.THREE:
            bar.setValue(bar.value() + Space.TWO)
