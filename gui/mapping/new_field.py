"""A field that the CRM lacks: named here, told what it would be there, and made once a person agrees."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from core.errors import CrmSyncError
from core.schema import Field, FieldType
from core.wire.client import Operations
from core.wire.laboratory import CrmFieldWord
from gui.calls import Call
from gui.mapping.draft import Draft
from gui.pages import Shell
from gui.tokens import Space, Tone
from gui.type_words import TypeWords
from gui.widgets.asking import Asking
from gui.widgets.looks import foreign, label, look
from gui.widgets.paged_table import one_line
from gui.widgets.states import words_of

_SETTLES_MS: Final = 400
_LINES: Final = 4  # of what it would be there, or why it cannot be
_CHOOSING: Final = (FieldType.CHOICE, FieldType.MULTI_CHOICE)


class NewFieldDialog(Asking):
    """`made` brings the field's name in the CRM. `like` is the hub's field it is for, where there is one."""

    made = Signal(str)

    def __init__(self, shell: Shell, draft: Draft, like: Field | None, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("New field in the CRM"))
        self.yes.setText(self.tr("Make it in the CRM"))
        self._shell, self._mapping = shell, draft.mapping
        self._asking: Call[CrmFieldWord] | None = None
        self.label, self.type, self.choices = QLineEdit(), QComboBox(), QPlainTextEdit()
        self.label.setMaxLength(100)
        self.choices.setTabChangesFocus(True)
        self.choices.setMaximumHeight(Space.FOUR * 3)
        words = TypeWords(self)
        for type in FieldType:
            if not type.is_reference:
                self.type.addItem(words.called(type), type.value)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(Space.TWO)
        self.form.setVerticalSpacing(Space.ONE)
        for said, made in (
            (self.tr("Label"), self.label),
            (self.tr("Type"), self.type),
            (self.tr("Choices, one a line"), self.choices),
        ):
            made.setAccessibleName(said)
            self.form.addRow(label(said), made)
        self.told = foreign("muted")
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        # Room for what it says later, which would squeeze the rows above.
        self.told.setMinimumHeight(_LINES * self.told.fontMetrics().lineSpacing())
        self.body.addLayout(self.form)
        self.body.addWidget(self.told)
        if like is not None:
            self.label.setText(one_line(like.label or like.name, most=100))
            self.type.setCurrentIndex(max(0, self.type.findData(like.type.value)))
            self.choices.setPlainText("\n".join(one.label or one.value for one in like.choices))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SETTLES_MS)
        self._soon.timeout.connect(self._preview)
        self.label.textChanged.connect(self._edited)
        self.type.currentIndexChanged.connect(self._edited)
        self.choices.textChanged.connect(self._edited)
        self._edited()

    def accept(self) -> None:
        """It stays open until the CRM has answered: what was typed is not lost where it says no."""
        self.yes.setEnabled(False)
        self._say(self.tr("Making it in the CRM…"))
        self._ask(preview=False).then(self._made).failed(self._refused)

    # inside -------------------------------------------------------------------------------------------------------------
    def _edited(self) -> None:
        self.form.setRowVisible(self.choices, self._type in _CHOOSING)
        self.yes.setEnabled(False)
        if self._asking is not None:
            self._asking.cancel()  # it would tell of what was typed before
        self._say(self.tr("Asking what it would be there…") if self.label.text().strip() else "")
        self._soon.start()

    @property
    def _type(self) -> FieldType:
        return FieldType(self.type.currentData())

    def _preview(self) -> None:
        if self.label.text().strip():
            self._asking = self._ask(preview=True)
            self._asking.then(self._show).failed(self._fail)

    def _ask(self, *, preview: bool) -> Call[CrmFieldWord]:
        lines = self.choices.toPlainText().splitlines() if self._type in _CHOOSING else []
        return self._shell.session.calls.ask(
            self,
            Operations.new_crm_field,
            self._mapping.connection,
            self._mapping.crm_object,
            self.label.text().strip(),
            self._type.value,
            choices=[one.strip() for one in lines if one.strip()],
            preview=preview,
        )

    def _show(self, told: CrmFieldWord) -> None:
        self.yes.setEnabled(True)
        where = f"{self._mapping.connection} · {self._mapping.crm_object}"
        name = told.name or self.tr("a name that the CRM gives it")
        said = self.tr(
            "In {0}: {1}, of the CRM's type {2}. It takes {3}. Making it cannot be undone from here."
        )
        self._say(said.format(where, name, told.kind, told.right))

    def _made(self, told: CrmFieldWord) -> None:
        self.made.emit(told.name)
        super().accept()

    def _refused(self, error: CrmSyncError) -> None:
        """It can be tried again: the daemon looks before it makes one that is there by now."""
        self._fail(error)
        self.yes.setEnabled(True)

    def _fail(self, error: CrmSyncError) -> None:
        self._say(words_of(error), Tone.BAD)

    def _say(self, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        self.told.setText(one_line(text, most=800))
        look(self.told, tone=tone.value)
