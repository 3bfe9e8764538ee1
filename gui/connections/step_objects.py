"""Which objects are kept in step, by the product's mappings, and which further fields the two sides have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.laboratory import PairWord, SuggestionsWord, TouchedWord, ValidationWord
from core.wire.models import ConnectionWord, Page
from core.wire.setting_up import TemplateWord
from gui.connections.drafts import Draft
from gui.connections.step import StepPage
from gui.pages import Shell
from gui.sentences import in_sentences
from gui.tokens import Space, Tone
from gui.widgets.card import Card
from gui.widgets.looks import button, label
from gui.widgets.paged_table import one_line
from gui.widgets.states import words_of
from gui.widgets.told import Told

_MOST: Final = 12


class ObjectsStep(StepPage):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.title = self.tr("Objects")
        self.body.addWidget(label(self.tr("What is kept in step"), "headline"))
        about = self.tr(
            "Each object comes with a mapping of its fields, which you can change later. Companies, contacts and deals are"
            " usual. Nothing is written yet."
        )
        self.body.addWidget(label(about, "muted", wraps=True))
        self._place = QVBoxLayout()
        self._place.setSpacing(Space.ONE)
        self.body.addLayout(self._place)
        self.cards: list[ObjectCard] = []
        self._writing = False

    def may_go(self) -> bool:
        return not self.busy and bool(self._wanted() or (self.one is not None and self.one.objects))

    def entered(self) -> None:
        self._writing = False
        self.wait(self.tr("Loading…"))
        self.calls.ask(self, Operations.list_mapping_templates, self.name).then(self._show).failed(
            self.explain
        )

    def take(self, one: ConnectionWord | None) -> None:
        super().take(one)
        # The lane connects anew with the mappings; a plan can be made once it has.
        if self._writing and one is not None and one.objects and one.state in ("paused", "connected"):
            self._writing = False
            self.free()
            self.finished.emit(self.name)

    def advance(self) -> None:
        wanted = self._wanted()
        if not wanted:
            self.finished.emit(self.name)
            return
        self.wait(self.tr("Checking the mappings against the account…"))
        self._left = len(wanted)
        self._errors = 0
        texts = [card.draft.text for card in wanted]
        for card in wanted:
            card.validate(texts, self._checked)

    # inside -------------------------------------------------------------------------------------------------------------
    def _wanted(self) -> list[ObjectCard]:
        return [one for one in self.cards if one.draft.wanted and not one.draft.template.in_use]

    def _show(self, page: Page[TemplateWord]) -> None:
        for old in self.cards:
            self._place.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.cards = [ObjectCard(self._shell, self.name, one) for one in page.rows]
        for card in self.cards:
            card.box.toggled.connect(lambda _on: self.moved.emit())
            self._place.addWidget(card)
        self.free()

    def _checked(self, errors: int) -> None:
        self._left -= 1
        self._errors += errors
        if self._left:
            return
        if self._errors:
            self.free(
                self.tr("A mapping does not fit this account. Leave the object out, or solve it."), Tone.BAD
            )
            return
        self.wait(self.tr("Putting the mappings in use…"))
        files = {card.draft.template.file: card.draft.text for card in self._wanted()}
        self.calls.ask(self, Operations.write_mapping_files, files).then(self._written).failed(self.explain)

    def _written(self, told: TouchedWord) -> None:
        if told.refused:
            first = told.refused[0]
            self.free(f"{first.name}: {in_sentences(first.reason, first.advice)}", Tone.BAD)
            return
        self._writing = True


class ObjectCard(Card):
    """One object: whether it is wanted, what speaks against its mapping, and further fields that would fit."""

    def __init__(self, shell: Shell, connection: str, template: TemplateWord) -> None:
        super().__init__("")
        self._shell, self._connection = shell, connection
        self.draft = Draft(template, wanted=not template.optional and not template.in_use)
        words = f"{template.hub_object} ↔ {template.crm_object}"
        if template.kinds:
            words = f"{words} ({', '.join(template.kinds)})"
        self.box = QCheckBox(one_line(words))
        self.box.setChecked(self.draft.wanted or template.in_use)
        self.box.setEnabled(not template.in_use)
        self.box.toggled.connect(self._want)
        about = self.tr("mapped already") if template.in_use else self.tr("%Ln rule(s)", "", template.rules)
        if template.optional:
            about += self.tr(", costs a poll of its own")
        self._look = button(self.tr("Look for more fields"), self._suggest, kind="link")
        self._look.setAccessibleName(f"{self._look.text()}: {words}")
        self.head.insertWidget(0, self.box)
        self.head.insertWidget(1, label(about, "caption"))
        self.head.addWidget(self._look)
        self._findings = Told("muted")
        self._findings.hide()
        self._pairs = QVBoxLayout()
        self.body.addWidget(self._findings)
        self.body.addLayout(self._pairs)

    def validate(self, together: list[str], told: Callable[[int], None]) -> None:
        """`told` hears how many errors there are; `together` are all texts that are to be written with it."""
        template = self.draft.template
        self._shell.session.calls.ask(
            self,
            Operations.validate_mapping,
            self._connection,
            template.crm_object,
            self.draft.text,
            beside=together,
        ).then(partial(self._show_findings, told)).failed(partial(self._fail, told))

    def _show_findings(self, told: Callable[[int], None], found: ValidationWord) -> None:
        lines = [
            f"{one.rule or one.field}: {in_sentences(one.message, one.advice)}" for one in found.findings
        ]
        self._say("\n".join(one_line(one) for one in lines[:_MOST]))
        told(sum(one.level == "error" for one in found.findings))

    def _fail(self, told: Callable[[int], None], error: CrmSyncError) -> None:
        self._say(words_of(error), error.kind)
        told(1)

    def _suggest(self) -> None:
        template = self.draft.template
        self._look.setEnabled(False)
        self._say(self.tr("Comparing names and values of both sides…"))
        self._shell.session.calls.ask(
            self, Operations.suggest_mapping, self._connection, template.crm_object, template.hub_object
        ).then(self._show_pairs).failed(self._not_suggested)

    def _not_suggested(self, error: CrmSyncError) -> None:
        self._look.setEnabled(True)
        self._say(words_of(error), error.kind)

    def _show_pairs(self, told: SuggestionsWord) -> None:
        pairs = self.draft.beyond(told.pairs)[:_MOST]
        self._say("" if pairs else self.tr("No further fields fit one another."))
        for one in pairs:
            words = f"{one.hub} ↔ {one.crm} · {round(100 * one.confidence)} % · {'; '.join(one.reasons)}"
            made = QCheckBox(one_line(words))
            made.toggled.connect(partial(self._accept, one))
            self._pairs.addWidget(made)

    def _accept(self, pair: PairWord, on: bool) -> None:
        if on:
            self.draft.accepted.append(pair)
        elif pair in self.draft.accepted:
            self.draft.accepted.remove(pair)

    def _want(self, on: bool) -> None:
        self.draft.wanted = on

    def _say(self, text: str, kind: str = "") -> None:
        self._findings.tell(text, kind)
        self._findings.setVisible(bool(text))
