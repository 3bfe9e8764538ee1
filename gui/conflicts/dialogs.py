"""What is asked before an answer that needs more than a key: a value by hand, how many are alike, until when, whom."""

from __future__ import annotations

from collections import Counter

from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from core.wire.models import BulkWord, ConflictStory, FieldWord, ReversalWord
from core.wire.words import WireFields, WireValue
from gui.conflicts.outcomes import OutcomeWords
from gui.known_fields import KindOf
from gui.sentences import in_sentences
from gui.widgets.asking import Asking
from gui.widgets.looks import foreign, label
from gui.widgets.paged_table import tip
from gui.wording import number

_HOUR_MS = 3_600_000
_SHOWN = 8
_FORETOLD = 5


class ValueDialog(Asking):
    """The hub's fields of a conflict to be filled in by hand, beginning with the hub's own."""

    def __init__(self, story: ConflictStory, fields: dict[str, FieldWord], parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Set a value"))
        self.yes.setText(self.tr("Set"))
        form = QFormLayout()
        self._made: dict[str, QWidget] = {}
        self._fields = fields
        for name, held in zip(story.conflict.hub_fields, story.conflict.hub.values, strict=True):
            made = _editor(fields.get(name), held)
            made.setAccessibleName(name)
            self._made[name] = made
            spec = fields.get(name)
            form.addRow(label(spec.label if spec is not None else name), made)
        self.body.addLayout(form)

    @property
    def values(self) -> WireFields:
        return {name: _value(self._fields.get(name), made) for name, made in self._made.items()}


class AlikeDialog(Asking):
    """How many one answer would settle, what that writes where, and which cannot be settled so, before it is done."""

    def __init__(
        self, words: str, told: BulkWord, kind_of: KindOf, parent: QWidget, *, selected: bool = False
    ) -> None:
        super().__init__(words, "", parent)
        settled = told.count - len(told.refused)
        alike = self.tr(
            "%Ln question(s) of the same connection, object, field and kind of editors.", "", told.count
        )
        self.yes.setText(self.tr("Answer %Ln question(s)", "", settled))
        self.yes.setEnabled(settled > 0)
        self.body.addWidget(
            label(self.tr("%Ln selected question(s).", "", told.count) if selected else alike, wraps=True)
        )
        outcomes = OutcomeWords()
        self.sums = label(outcomes.sums(told), "strong", wraps=True)
        self.body.addWidget(self.sums)
        for outcome in told.outcomes[:_FORETOLD]:
            made = foreign("muted")
            made.setText(outcomes.line(outcome, kind_of))
            made.setToolTip(tip(outcomes.line(outcome)))
            self.body.addWidget(made)
        for one in told.refused[:_SHOWN]:
            self.body.addWidget(label(f"{one.id}: {in_sentences(one.reason)}", "muted", wraps=True))
        if len(told.refused) > _SHOWN:
            self.body.addWidget(
                label(
                    self.tr("… and %Ln more that cannot be answered so", "", len(told.refused) - _SHOWN),
                    "muted",
                )
            )
        self.body.addWidget(label(self.tr("It can be undone afterwards."), "muted"))


class ReversalDialog(Asking):
    """What becomes of a record by taking an answer about its end back, and what does not come back as it was."""

    def __init__(self, told: ReversalWord, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Take the answer back?"))
        self.yes.setText(self.tr("Take back"))
        self._tell("", told.does)
        self._tell(self.tr("Not as it was before"), told.lost)
        self.body.addWidget(label(self.tr("The question is open again then."), "muted", wraps=True))

    def _tell(self, head: str, lines: list[str]) -> None:
        if head and lines:
            self.body.addWidget(label(head, "strong"))
        for line in lines:
            made = foreign()
            made.setText(line[:1].upper() + line[1:])
            self.body.addWidget(made)


class LossDialog(Asking):
    """How many answers would be taken back, and by which of them something does not come back as it was."""

    def __init__(self, told: BulkWord, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Take the answers back?"))
        self.yes.setText(self.tr("Take back"))
        self.body.addWidget(
            label(self.tr("%Ln question(s) would be open again.", "", told.count), wraps=True)
        )
        head = self.tr("%Ln of them not as before:", "", len(told.lossy))
        self.body.addWidget(label(head, "strong", wraps=True))
        # Mostly the same is lost by many of them.
        sorts = Counter("; ".join(one.lost) for one in told.lossy)
        for lost, count in sorts.most_common(_FORETOLD):
            made = foreign()
            made.setText(f"{number(count)} × {lost}")
            self.body.addWidget(made)
        if (more := len(told.lossy) - sum(count for _, count in sorts.most_common(_FORETOLD))) > 0:
            self.body.addWidget(label(self.tr("… and %Ln more", "", more), "muted"))


class SnoozeDialog(Asking):
    """Until when a question is out of sight."""

    def __init__(self, now: int, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Snooze"))
        self.yes.setText(self.tr("Snooze"))
        self._now = now
        self.box = QComboBox()
        self.box.setAccessibleName(self.tr("For how long"))
        for words, hours in (
            (self.tr("For four hours"), 4),
            (self.tr("For a day"), 24),
            (self.tr("For three days"), 72),
            (self.tr("For a week"), 168),
        ):
            self.box.addItem(words, hours)
        self.body.addWidget(self.box)

    @property
    def until(self) -> int:
        return self._now + int(self.box.currentData()) * _HOUR_MS


class EscalateDialog(Asking):
    """Whom it is given to, with a note."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Assign"))
        self.yes.setText(self.tr("Assign"))
        self.to, self.note = QLineEdit(), QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setMaximumHeight(96)
        self.to.setAccessibleName(self.tr("To whom"))
        self.note.setAccessibleName(self.tr("Note"))
        self.yes.setEnabled(False)
        self.to.textChanged.connect(lambda text: self.yes.setEnabled(bool(text.strip())))
        form = QFormLayout()
        form.addRow(label(self.tr("To whom")), self.to)
        form.addRow(label(self.tr("Note")), self.note)
        self.body.addLayout(form)

    @property
    def whom(self) -> str:
        return self.to.text().strip()

    @property
    def remark(self) -> str:
        return self.note.toPlainText().strip()


def _editor(field: FieldWord | None, held: WireValue) -> QWidget:
    if field is not None and field.choices and field.type == "choice":
        box = QComboBox()
        if not field.required:
            box.addItem("", None)
        for choice in field.choices:
            box.addItem(choice.label, choice.value)
        box.setCurrentIndex(max(0, box.findData(held)))
        return box
    if field is not None and field.type == "bool":
        box = QComboBox()
        for words, value in (("", None), ("✓", True), ("✗", False)):
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(held)))
        return box
    text = ", ".join(held) if isinstance(held, list) else "" if held is None else str(held)
    if field is not None and field.type == "long_text":
        made = QPlainTextEdit(text)
        made.setTabChangesFocus(True)
        return made
    return QLineEdit(text)


def _value(field: FieldWord | None, made: QWidget) -> WireValue:
    if isinstance(made, QComboBox):
        held: WireValue = made.currentData()
        return held
    text = made.toPlainText() if isinstance(made, QPlainTextEdit) else ""
    if isinstance(made, QLineEdit):
        text = made.text()
    if field is not None and field.type.startswith("multi_"):
        return sorted({part.strip() for part in text.split(",") if part.strip()}) or None
    return text if text.strip() else None
