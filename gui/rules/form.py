"""One rule in a form: what it does, where, on what condition and until when. What it makes is checked by the daemon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QWidget

from core.errors import RulesInvalid
from core.rules import Action, ConflictRule, Grain
from core.schema import FieldType
from gui.rules.wording import ACTIONS, RuleWords
from gui.tokens import Tone
from gui.type_words import TypeWords
from gui.widgets.asking import Asking
from gui.widgets.looks import label
from gui.widgets.times import shortly
from gui.widgets.told import Told

_DAY_MS: Final = 86_400_000


class RuleForm(Asking):
    """`rule` is there once it was accepted. `fields` are the fields of each hub object."""

    def __init__(
        self,
        now: int,
        connections: Sequence[str],
        fields: Mapping[str, Sequence[str]],
        parent: QWidget,
        *,
        edited: ConflictRule | None = None,
    ) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Edit the rule") if edited is not None else self.tr("Add a rule"))
        self.yes.setText(self.tr("Try it"))
        self._now, self._fields, self._edited = now, fields, edited
        self.rule: ConflictRule | None = None
        words, self._types = RuleWords(self), TypeWords(self)
        self.name, self.note, self.when = QLineEdit(), QLineEdit(), QLineEdit()
        self.sources, self.expression = QLineEdit(), QLineEdit()
        self.action, self.connection, self.object = QComboBox(), QComboBox(), QComboBox()
        self.field, self.type, self.until = QComboBox(), QComboBox(), QComboBox()
        self.field.setEditable(True)
        self.by_words = QCheckBox(self.tr("Join edits word by word"))
        self.enabled = QCheckBox(self.tr("Switched on"))
        self.wrong = Told(tone=Tone.BAD)
        self.wrong.hide()
        for action in ACTIONS:
            self.action.addItem(words.action(action), action)
        self.connection.addItem(self.tr("Every connection"), "")
        for one in connections:
            self.connection.addItem(one, one)
        self.object.addItem(self.tr("Every object"), "")
        for one in fields:
            self.object.addItem(one, one)
        self.type.addItem(self.tr("Every type"), "")
        for type in FieldType:
            self.type.addItem(self._types.called(type), type.value)
        self.until.addItem(self.tr("No end"), None)
        for days in (7, 30, 90, 365):
            self.until.addItem(self.tr("For %Ln day(s)", "", days), now + days * _DAY_MS)
        self.sources.setPlaceholderText("person, connection:hs, connection:sf")
        self.expression.setPlaceholderText("size(hub) >= size(crm) ? hub : crm")
        self.when.setPlaceholderText("record.lifecycle != 'customer'")
        self._lay_out()
        self.object.currentIndexChanged.connect(lambda _at: self._show_fields())
        self.action.currentIndexChanged.connect(lambda _at: self._show_parts())
        self._show_fields()
        self._begin(edited)
        self._show_parts()

    def accept(self) -> None:
        """Closed only with a rule that is one; why it is none is told otherwise."""
        try:
            self.rule = self._made()
        except RulesInvalid as error:
            self.wrong.explain(error)
            self.wrong.show()
            return
        super().accept()

    def _lay_out(self) -> None:
        self.form = QFormLayout()
        self._heads = {
            self.name: self.tr("Name"),
            self.action: self.tr("What it does"),
            self.sources: self.tr("Who wins, in order"),
            self.expression: self.tr("Expression"),
            self.by_words: "",
            self.connection: self.tr("Connection"),
            self.object: self.tr("Object"),
            self.field: self.tr("Field"),
            self.type: self.tr("Type of field"),
            self.when: self.tr("Only when"),
            self.until: self.tr("Ends"),
            self.note: self.tr("What it is for"),
            self.enabled: "",
        }
        for made, words in self._heads.items():
            if words:
                made.setAccessibleName(words)
            self.form.addRow(label(words), made)
        self.body.addLayout(self.form)
        self.body.addWidget(self.wrong)
        self.setMinimumWidth(560)

    def _begin(self, edited: ConflictRule | None) -> None:
        self.enabled.setChecked(edited is None or edited.enabled)
        if edited is None:
            return
        self.name.setText(edited.name)
        self.name.setReadOnly(True)
        for box, value in (
            (self.action, edited.action.value),
            (self.connection, edited.connection),
            (self.object, edited.object),
            (self.type, edited.types[0].value if len(edited.types) == 1 else ""),
        ):
            if box.findData(value) < 0:
                box.addItem(value, value)
            box.setCurrentIndex(box.findData(value))
        if len(edited.types) > 1:
            words = ", ".join(map(self._types.called, edited.types))
            self.type.addItem(words, ", ".join(one.value for one in edited.types))
            self.type.setCurrentIndex(self.type.count() - 1)
        self._show_fields()
        self.field.setEditText(edited.field)
        self.when.setText(edited.when)
        self.sources.setText(", ".join(edited.sources))
        self.expression.setText(edited.expression)
        self.by_words.setChecked(edited.grain is Grain.WORDS)
        if edited.until is not None:
            self.until.insertItem(0, shortly(edited.until), edited.until)
            self.until.setCurrentIndex(0)
        self.note.setText(edited.note)

    def _show_fields(self) -> None:
        typed = self.field.currentText()
        self.field.clear()
        self.field.addItem("")
        self.field.addItems(list(self._fields.get(self.object.currentData() or "", [])))
        self.field.setEditText(typed)
        edit = self.field.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(self.tr("Every field"))
            edit.setAccessibleName(self.tr("Field"))

    def _show_parts(self) -> None:
        action = self.action.currentData()
        for made, needed in (
            (self.sources, "sources"),
            (self.expression, "expression"),
            (self.by_words, "merge_text"),
        ):
            self.form.setRowVisible(made, action == needed)

    def _made(self) -> ConflictRule:
        """Raises RulesInvalid."""
        action = Action(self.action.currentData())
        types = str(self.type.currentData() or "")
        return ConflictRule(
            name=self.name.text().strip(),
            action=action,
            connection=self.connection.currentData() or "",
            object=self.object.currentData() or "",
            field=self.field.currentText().strip(),
            types=tuple(FieldType(one) for one in types.split(", ") if one),
            when=self.when.text().strip(),
            sources=_parts(self.sources.text()) if action is Action.SOURCES else (),
            expression=self.expression.text().strip() if action is Action.EXPRESSION else "",
            grain=Grain.WORDS if action is Action.MERGE_TEXT and self.by_words.isChecked() else Grain.LINES,
            until=self.until.currentData(),
            enabled=self.enabled.isChecked(),
            note=self.note.text().strip(),
        )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())
