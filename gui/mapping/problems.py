"""What speaks against a mapping, in sentences; each leads to its place."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.laboratory import ValidationWord
from gui.mapping.draft import Draft
from gui.sentences import in_sentences, worded
from gui.theme import Theme
from gui.tokens import Space, Tone
from gui.widgets.looks import button, row
from gui.widgets.paged_table import one_line, tip
from gui.widgets.told import Told
from gui.widgets.wrapped import Wrapped


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    rule: str
    field: str
    sentence: str
    is_error: bool


class ProblemsCard(QWidget):
    """`jumped` names a rule and a field; either may be "". `counted` tells how many errors and warnings there are."""

    jumped = Signal(str, str)
    asked = Signal()
    counted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.draft: Draft | None = None
        self.findings: list[Finding] = []
        self._tried: tuple[str, ValidationWord] | None = None
        self._told = Told("muted")
        self.list = QListWidget()
        Wrapped(self.list)
        self.list.setAccessibleName(self.tr("Problems"))
        self.list.itemActivated.connect(self._jump)
        self.list.itemClicked.connect(self._jump)
        self.ask = button(self.tr("Validate on records"), self.asked.emit, theme=theme, icon="list-checks")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.ONE, Space.ONE, Space.ONE, 0)
        outer.setSpacing(Space.ONE)
        top = row(self.ask)
        top.addWidget(self._told, 1)
        outer.addLayout(top)
        outer.addWidget(self.list, 1)

    @property
    def errors(self) -> int:
        return sum(one.is_error for one in self.findings)

    def show_draft(self, draft: Draft | None) -> None:
        self.draft, self._tried = draft, None
        self.refresh()

    def begin(self) -> None:
        self._told.setText(self.tr("Trying it on records…"))

    def take(self, text: str, told: ValidationWord) -> None:
        """The daemon's findings about this very text."""
        self._tried = (text, told)
        self.refresh()

    def fail(self, error: CrmSyncError) -> None:
        self._told.explain(error)

    def refresh(self) -> None:
        """The schemas' objections at once; the daemon's as long as they are about what is there."""
        draft = self.draft
        if draft is None:
            return
        if self._tried is not None and self._tried[0] == draft.text:
            told = self._tried[1]
            self.findings = [
                Finding(
                    rule=one.rule,
                    field=one.field,
                    sentence=in_sentences(worded(one.message), worded(one.advice)),
                    is_error=one.level == "error",
                )
                for one in told.findings
            ]
            self._told.setText(
                self.tr("Tried on {0} records of the CRM and {1} of the hub.").format(
                    told.records, told.hub_records
                )
            )
        else:
            self.findings = [
                Finding(
                    rule=one.rule,
                    field=one.field,
                    sentence=in_sentences(worded(one.message), worded(one.advice)),
                    is_error=one.fatal,
                )
                for one in draft.problems()
            ]
            self._told.setText(self.tr("Held against both sides' fields; not yet tried on records."))
        self.list.clear()
        for one in self.findings:
            icon = self._theme.icon(
                "circle-alert" if one.is_error else "triangle-alert", Tone.BAD if one.is_error else Tone.WARN
            )
            about = f"{one.rule}: " if one.rule and one.rule not in one.sentence else ""
            item = QListWidgetItem(icon, one_line(about + one.sentence, most=400))
            item.setToolTip(tip(item.text()))
            level = self.tr("Error") if one.is_error else self.tr("Warning")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{level}: {item.text()}")
            self.list.addItem(item)
        if not self.findings:
            item = QListWidgetItem(
                self._theme.icon("circle-check", Tone.GOOD), self.tr("Nothing speaks against it.")
            )
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)
        self.counted.emit()

    def _jump(self, item: QListWidgetItem) -> None:
        at = self.list.row(item)
        if at < len(self.findings):
            one = self.findings[at]
            self.jumped.emit(one.rule, one.field)
