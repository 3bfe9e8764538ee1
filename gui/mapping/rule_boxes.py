"""What can be said of one rule, wherever it is edited: its lens and options, its direction, who wins, and what is wrong."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QComboBox

from core.mapping import Direction, FieldRule, Policy
from gui.mapping.draft import Draft
from gui.mapping.lens_words import LensWords
from gui.mapping.options_table import OptionsTable
from gui.sentences import in_sentences, worded
from gui.theme import Theme
from gui.tokens import Space, Tone
from gui.widgets.looks import label, look
from gui.widgets.paged_table import tip

_WIDEST = 15 * Space.FOUR


class RuleBoxes(QObject):
    """Widgets that whoever edits a rule lays out. Every change counts at once."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._draft: Draft | None = None
        self._name = ""
        self._is_filling = False
        self._lenses = LensWords(self)
        self.lens, self.direction, self.policy = QComboBox(), QComboBox(), QComboBox()
        self.about = label("", "caption", wraps=True)
        self.wrong = label("", "body", wraps=True, tone=Tone.BAD)
        self.options = OptionsTable(theme)
        self.names = {
            self.lens: self.tr("Lens"),
            self.direction: self.tr("Direction"),
            self.policy: self.tr("When both sides changed"),
        }
        for box, name in self.names.items():
            box.setAccessibleName(name)
            box.setMinimumContentsLength(16)
            box.setMaximumWidth(_WIDEST)
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

    def show_rule(self, draft: Draft, rule: FieldRule) -> None:
        """As the draft has it now."""
        self._draft, self._name = draft, rule.name
        self._is_filling = True
        self.lens.clear()
        known = {name: worded(about) for name, about in draft.lenses(rule).items()}
        for name, about in known.items():
            self.lens.addItem(self._lenses.called(name), name)
            hint = tip(self._lenses.on_hover(name, about))
            self.lens.setItemData(self.lens.count() - 1, hint, Qt.ItemDataRole.ToolTipRole)
        self.lens.setCurrentIndex(self.lens.findData(rule.lens))
        self.lens.setToolTip(tip(rule.lens))
        self.direction.setCurrentIndex(self.direction.findData(rule.direction))
        self.policy.setCurrentIndex(self.policy.findData(rule.policy))
        self.about.setText(known.get(rule.lens, ""))
        found = [one for one in draft.problems() if one.rule == rule.name]
        self.wrong.setText(
            "\n".join(in_sentences(worded(one.message), worded(one.advice)) for one in found[:3])
        )
        self.wrong.setVisible(bool(found))
        look(self.wrong, tone=(Tone.BAD if any(one.fatal for one in found) else Tone.WARN).value)
        self.options.show_rule(rule, draft.sides)
        self._is_filling = False

    def _change(self, box: QComboBox, _at: int) -> None:
        if self._draft is None or self._is_filling:
            return
        name, value = self._name, box.currentData()
        if box is self.lens:
            self._draft.change(name, lens=value)
        elif box is self.direction:
            self._draft.change(name, direction=Direction(value))
        else:
            self._draft.change(name, policy=Policy(value))

    def _edit_options(self, options: dict[str, str]) -> None:
        if self._draft is not None and not self._is_filling:
            self._draft.change(self._name, options=options)
