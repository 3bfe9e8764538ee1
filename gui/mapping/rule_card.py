"""The rule that is chosen: its lens and options, its direction, and who wins. Every change counts at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QScrollArea, QVBoxLayout, QWidget

from core.mapping import FieldRule
from gui.mapping.draft import Draft
from gui.mapping.rule_boxes import RuleBoxes
from gui.theme import Theme
from gui.tokens import Space
from gui.widgets.looks import button, holding, label, row
from gui.widgets.paged_table import one_line
from gui.widgets.turning import Turning

_BOTH = 720  # wide: the rule and its options beside one another


class RuleCard(QWidget):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.draft: Draft | None = None
        self._head = label("", "title")
        self._none = label("", "muted", wraps=True)
        self.boxes = boxes = RuleBoxes(theme, self)
        self.lens, self.direction, self.policy = boxes.lens, boxes.direction, boxes.policy
        self.options = boxes.options
        self.unmap = button(
            self.tr("Unmap"), self._remove, kind="quiet", theme=theme, icon="unlink", hint=self.tr("Delete")
        )
        self._lay_out()
        self.show_rule()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(Space.ONE)
        for box, name in self.boxes.names.items():
            form.addRow(label(name), box)
        left = QVBoxLayout()
        left.setSpacing(Space.ONE)
        left.addLayout(row(self._head, None, self.unmap))
        left.addLayout(form)
        left.addWidget(self.boxes.about)
        left.addWidget(self.boxes.wrong)
        left.addStretch(1)
        self._body = Turning(holding(left), self.options, _BOTH, space=Space.THREE)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QVBoxLayout()
        inner.addWidget(self._none)
        inner.addWidget(self._body)
        inner.addStretch(1)
        area.setWidget(holding(inner, margin=Space.ONE))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def show_draft(self, draft: Draft | None, *, may_write: bool) -> None:
        self.draft = draft
        for one in (self.lens, self.direction, self.policy, self.options):
            one.setEnabled(may_write)
        self.unmap.setVisible(may_write)
        self._none.setText(
            self.tr(
                "Choose a curve, or drag a field onto one of the other side. By keyboard: choose a field left, one right, "
                "and press Enter; Delete unmaps."
            )
            if may_write
            else self.tr("Choose a curve to see its rule.")
        )
        self.show_rule()

    def show_rule(self) -> None:
        """As the draft has it now."""
        rule = self.draft.rule(self.draft.current) if self.draft is not None else None
        self._none.setVisible(rule is None)
        self._body.setVisible(rule is not None)
        if rule is None or self.draft is None:
            return
        self._head.setText(self._title(rule))
        self.boxes.show_rule(self.draft, rule)

    @staticmethod
    def _title(rule: FieldRule) -> str:
        return one_line(f"{' + '.join(rule.crm)} \u2194 {' + '.join(rule.hub)}", most=80)

    def _remove(self) -> None:
        if self.draft is not None:
            self.draft.remove(self.draft.current)
