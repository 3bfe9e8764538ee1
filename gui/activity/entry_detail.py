"""One entry of the log in full: what changed, who did it, why, and the ways on to its run and its record."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QHeaderView, QLabel, QVBoxLayout, QWidget

from core.wire.models import ActivityWord, ChangeWord
from gui.activity.wording import ActivityWords
from gui.known_fields import KnownFields
from gui.theme import Theme
from gui.tokens import Space
from gui.widgets.changes import change_columns
from gui.widgets.list_model import ListModel
from gui.widgets.looks import button, label, row
from gui.widgets.paged_table import one_line
from gui.widgets.table import RowTable
from gui.widgets.times import exactly
from gui.widgets.values import UNTOLD, Kind


class EntryDetail(QFrame):
    """`record` and `run` tell the id a person wants to see more of."""

    record = Signal(str)
    run = Signal(str)

    def __init__(self, theme: Theme, fields: KnownFields, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.setAccessibleName(self.tr("Entry"))
        self._words, self._fields = ActivityWords(), fields
        self._one: ActivityWord | None = None
        self.title = label("", "title", wraps=True)
        self._facts: dict[str, QLabel] = {}
        facts = QFormLayout()
        facts.setHorizontalSpacing(Space.TWO)
        facts.setVerticalSpacing(Space.HALF)
        for key, words in (
            ("when", self.tr("When")),
            ("by", self.tr("By")),
            ("why", self.tr("Why")),
            ("record", self.tr("Record")),
            ("run", self.tr("Run")),
        ):
            self._facts[key] = label("", wraps=True)
            facts.addRow(label(words, "muted"), self._facts[key])
        self._facts_layout = facts
        said = self._words
        heads = (said.head("field"), said.head("before"), said.head("after"))
        self.model: ListModel[ChangeWord] = ListModel(change_columns(*heads, self._kinds), self)
        fields.learnt.connect(self.model.say_anew)
        self.changes = RowTable(self.model, self.tr("Changed fields"), (120, 120, 0))
        self.changes.setWordWrap(True)  # few rows, and here the whole of a value counts
        self.changes.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.note = label("", "muted", wraps=True)
        self.to_record = button(
            self.tr("Record's story"), self._go_to_record, theme=theme, icon="history", hint="Enter"
        )
        self.to_run = button(self.tr("Open run"), self._go_to_run, kind="quiet", theme=theme, icon="list")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(Space.TWO, Space.TWO, Space.TWO, Space.TWO)
        inside.setSpacing(Space.ONE + Space.HALF)
        inside.addWidget(self.title)
        inside.addLayout(facts)
        inside.addWidget(self.note)
        inside.addWidget(self.changes, 1)
        inside.addStretch(0)
        inside.addLayout(row(self.to_record, self.to_run, None))

    def show_entry(self, one: ActivityWord | None) -> None:
        self._one = one
        self.setVisible(one is not None)
        if one is None:
            return
        words = self._words
        self.title.setText(" · ".join(part for part in (words.did(one), one.object, one.connection) if part))
        told = {
            "when": exactly(one.at),
            "by": words.actor(one.actor),
            "why": words.why(one),
            "record": " · ".join(filter(None, (one.record_name, one.record_id))),
            "run": one.run,
        }
        for key, text in told.items():
            self._facts[key].setText(one_line(text))
            self._facts_layout.setRowVisible(self._facts[key], bool(text))
        self.model.show_rows(one.changes)
        self.changes.setVisible(bool(one.changes))
        self.note.setText(one_line(one.note, most=1_000) if not one.changes else "")
        self.note.setVisible(not one.changes and bool(one.note))
        self.to_record.setVisible(bool(one.record_id))
        self.to_run.setVisible(bool(one.run))

    def _kinds(self, change: ChangeWord) -> tuple[Kind, Kind]:
        return (UNTOLD, UNTOLD) if self._one is None else self._fields.of_entry(self._one, change)

    def _go_to_record(self) -> None:
        if self._one is not None:
            self.record.emit(self._one.record_id)

    def _go_to_run(self) -> None:
        if self._one is not None:
            self.run.emit(self._one.run)
