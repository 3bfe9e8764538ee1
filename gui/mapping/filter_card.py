"""Which records a mapping is for: a condition a side, as text, checked as it is written."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from core.mapping import NO_FILTER, Filter, Leave
from gui.mapping.draft import Draft
from gui.sentences import in_sentences, worded
from gui.theme import Theme
from gui.tokens import Space, Tone
from gui.widgets.looks import label, look


class FilterCard(QWidget):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draft: Draft | None = None
        self.hub, self.crm, self.leave = QLineEdit(), QLineEdit(), QComboBox()
        self.hub.setPlaceholderText('stage != "lead"')
        self.crm.setPlaceholderText('lifecyclestage in ["customer", "evangelist"]')
        for words, leave in (
            (self.tr("Pause until both are in again"), Leave.PAUSE),
            (self.tr("Keep it going"), Leave.KEEP),
            (self.tr("Unlink it"), Leave.UNLINK),
        ):
            self.leave.addItem(words, leave)
        self._told = label("", "body", wraps=True)
        form = QFormLayout()
        form.setSpacing(Space.ONE)
        for words, made in (
            (self.tr("Records of the hub where"), self.hub),
            (self.tr("Records of the CRM where"), self.crm),
            (self.tr("A pair that leaves it"), self.leave),
        ):
            made.setAccessibleName(words)
            form.addRow(label(words), made)
        for one in (self.hub, self.crm):
            one.textChanged.connect(self._check)
            one.editingFinished.connect(self._put)
        self.leave.activated.connect(lambda _at: self._put())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.ONE, Space.ONE, Space.ONE, Space.ONE)
        outer.addLayout(form)
        outer.addWidget(self._told)
        outer.addStretch(1)

    def show_draft(self, draft: Draft | None, *, may_write: bool) -> None:
        self.draft = draft
        for one in (self.hub, self.crm):
            one.setReadOnly(not may_write)
        self.leave.setEnabled(may_write)
        self.refresh()

    def refresh(self) -> None:
        filter = self.draft.mapping.filter if self.draft is not None else NO_FILTER
        for made, text in ((self.hub, filter.hub), (self.crm, filter.crm)):
            if made.text().strip() != text and not (made.hasFocus() and made.isModified()):
                made.setText(text)
        self.leave.setCurrentIndex(self.leave.findData(filter.leave))
        self._check()

    @property
    def written(self) -> Filter:
        hub, crm = self.hub.text().strip(), self.crm.text().strip()
        leave = Leave(self.leave.currentData() or Leave.PAUSE)
        return Filter(hub=hub, crm=crm, leave=leave) if hub or crm else NO_FILTER

    def _check(self) -> None:
        found = self.draft.problems_of_filter(self.written) if self.draft is not None else []
        for made, side in ((self.hub, "filter.hub"), (self.crm, "filter.crm")):
            look(made, invalid=any(one.fatal and one.message.startswith(side) for one in found))
        if found:
            self._told.setText(
                "\n".join(in_sentences(worded(one.message), worded(one.advice)) for one in found)
            )
        elif self.written == NO_FILTER:
            self._told.setText(self.tr("Every record of both sides is let in."))
        else:
            self._told.setText(self.tr("Both conditions can be read."))
        bad = any(one.fatal for one in found)
        look(self._told, tone=(Tone.BAD if bad else Tone.NEUTRAL).value)

    def _put(self) -> None:
        if self.draft is not None:
            self.draft.narrow(self.written)
