"""What decides when both sides changed, and the one thing the CRM needs of ours. The defaults are good, and it says so."""

from __future__ import annotations

from core.wire.client import Operations
from core.wire.rules import RulesWord
from gui.connections.facts import Grid
from gui.connections.needs import NeedsCard
from gui.connections.step import StepPage
from gui.pages import Shell
from gui.widgets.card import Card
from gui.widgets.looks import label


class RulesStep(StepPage):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.title = self.tr("Rules")
        self.body.addWidget(label(self.tr("The rules are good as they are"), "headline"))
        for words in (
            self.tr(
                "A field that only one side changed is taken over. Where both changed it alike, nothing is asked."
            ),
            self.tr(
                "Where they differ, the mapping's policy and these rules decide; what they leave open, you are asked."
            ),
            self.tr("A record deleted in the CRM is not deleted elsewhere before you have agreed."),
        ):
            self.body.addWidget(label(words, wraps=True))
        self._rules = Grid()
        card = Card(self.tr("Rules in force"))
        card.body.addLayout(self._rules)
        self.needs = NeedsCard(shell)
        self.body.addWidget(card)
        self.body.addWidget(self.needs)

    def entered(self) -> None:
        self.needs.show_name(self.name)
        self.needs.ask()
        self.calls.ask(self, Operations.rules).then(self._show).failed(self.explain)

    def _show(self, told: RulesWord) -> None:
        self._rules.show_rows(
            [(one.name, one.note or one.action) for one in told.rules if one.in_force]
            or [("", self.tr("None of your own: the mapping's policies decide."))]
        )
