"""The rule that is chosen: its lens and options, its direction, and who wins. Every change counts at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.mapping import Direction, FieldRule, Policy
from gui.mapping.draft import Draft
from gui.mapping.options_table import OptionsTable
from gui.theme import Theme
from gui.tokens import Space, Tone
from gui.widgets.looks import button, holding, label, look, row
from gui.widgets.paged_table import one_line


class RuleCard(QWidget):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.draft: Draft | None = None
        self._is_filling = False
        self._head = label("", "title")
        self._none = label("", "muted", wraps=True)
        self._none.setText(
            self.tr(
                "Choose a curve, or drag a field onto one of the other side. By keyboard: choose a field left, one right, "
                "and press Enter; Delete unmaps."
            )
        )
        self.lens, self.direction, self.policy = QComboBox(), QComboBox(), QComboBox()
        self._about = label("", "caption", wraps=True)
        self._wrong = label("", "body", wraps=True, tone=Tone.BAD)
        self.options = OptionsTable(theme)
        self.unmap = button(
            self.tr("Unmap"), self._remove, kind="quiet", theme=theme, icon="unlink", hint=self.tr("Delete")
        )
        for box, name in (
            (self.lens, self.tr("Lens")),
            (self.direction, self.tr("Direction")),
            (self.policy, self.tr("When both sides changed")),
        ):
            box.setAccessibleName(name)
            box.setMinimumContentsLength(16)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.activated.connect(partial(self._change, box))
        for words, direction in (
            (self.tr("Both ways"), Direction.BOTH),
            (self.tr("CRM to hub only"), Direction.TO_HUB),
            (self.tr("Hub to CRM only"), Direction.TO_CRM),
        ):
            self.direction.addItem(words, direction)
        for words, policy in (
            (self.tr("Ask"), Policy.ASK),
            (self.tr("The newest wins"), Policy.NEWEST),
            (self.tr("The hub wins"), Policy.HUB),
            (self.tr("The CRM wins"), Policy.CRM),
            (self.tr("Fill only what is empty"), Policy.FILL_IF_EMPTY),
            (self.tr("Only when created"), Policy.CREATE_ONLY),
        ):
            self.policy.addItem(words, policy)
        self.options.edited.connect(self._edit_options)
        self._lay_out()
        self.show_rule()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(Space.ONE)
        form.addRow(label(self.tr("Lens")), self.lens)
        form.addRow(label(self.tr("Direction")), self.direction)
        form.addRow(label(self.tr("When both sides changed")), self.policy)
        left = QVBoxLayout()
        left.setSpacing(Space.ONE)
        left.addLayout(row(self._head, None, self.unmap))
        left.addLayout(form)
        left.addWidget(self._about)
        left.addWidget(self._wrong)
        left.addStretch(1)
        self._body = QWidget()
        across = QHBoxLayout(self._body)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(Space.THREE)
        across.addWidget(holding(left), 1)
        across.addWidget(self.options, 1)
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
        self.show_rule()

    def show_rule(self) -> None:
        """As the draft has it now."""
        rule = self.draft.rule(self.draft.current) if self.draft is not None else None
        self._none.setVisible(rule is None)
        self._body.setVisible(rule is not None)
        if rule is None or self.draft is None:
            return
        self._is_filling = True
        self._head.setText(self._title(rule))
        self.lens.clear()
        known = self.draft.lenses(rule)
        for name, about in known.items():
            self.lens.addItem(name, name)
            self.lens.setItemData(self.lens.count() - 1, about, Qt.ItemDataRole.ToolTipRole)
        self.lens.setCurrentIndex(self.lens.findData(rule.lens))
        self.direction.setCurrentIndex(self.direction.findData(rule.direction))
        self.policy.setCurrentIndex(self.policy.findData(rule.policy))
        self._about.setText(known.get(rule.lens, ""))
        found = [one for one in self.draft.problems() if one.rule == rule.name]
        self._wrong.setText("\n".join(f"{one.message}. {one.advice}" for one in found[:3]))
        self._wrong.setVisible(bool(found))
        look(self._wrong, tone=(Tone.BAD if any(one.fatal for one in found) else Tone.WARN).value)
        self.options.show_rule(rule, self.draft.sides)
        self._is_filling = False

    @staticmethod
    def _title(rule: FieldRule) -> str:
        return one_line(f"{' + '.join(rule.crm)} \u2194 {' + '.join(rule.hub)}", most=80)

    def _change(self, box: QComboBox, _at: int) -> None:
        if self.draft is None or self._is_filling:
            return
        name, value = self.draft.current, box.currentData()
        if box is self.lens:
            self.draft.change(name, lens=value)
        elif box is self.direction:
            self.draft.change(name, direction=Direction(value))
        else:
            self.draft.change(name, policy=Policy(value))

    def _edit_options(self, options: dict[str, str]) -> None:
        if self.draft is not None and not self._is_filling:
            self.draft.change(self.draft.current, options=options)

    def _remove(self) -> None:
        if self.draft is not None:
            self.draft.remove(self.draft.current)
