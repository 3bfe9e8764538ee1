"""Rules, their scope and what a replay tells, in plain words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale, QObject

from core.schema import FieldType
from core.wire.rules import ConflictRuleWord, ReplayWord, RuleChangeWord
from gui.known_fields import HUB, KnownFields
from gui.sentences import worded
from gui.tokens import Tone
from gui.type_words import TypeWords
from gui.widgets.times import shortly
from gui.widgets.values import stored
from gui.wording import Words

ACTIONS = (
    "hub", "crm", "newest", "sources", "never_blank", "fill_if_empty", "longest", "most_complete", "higher_stage",
    "forward", "union", "merge_text", "valid_form", "by_hand", "ask_if_near", "expression", "ask",
)  # fmt: skip


_TYPES: Final = frozenset(one.value for one in FieldType)


class RuleWords(Words):
    """Every method is one piece of text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._types = TypeWords(self)

    def action(self, action: str) -> str:
        return {
            "hub": self.tr("The hub's value wins"),
            "crm": self.tr("The CRM's value wins"),
            "newest": self.tr("The later edit wins"),
            "sources": self.tr("Whoever stands earlier in a list wins"),
            "never_blank": self.tr("A value beats an emptied field"),
            "fill_if_empty": self.tr("Fill what is empty; ask a person where both hold something"),
            "longest": self.tr("The longer text wins"),
            "most_complete": self.tr("The side that says all the other says, and more, wins"),
            "higher_stage": self.tr("The further choice of the list wins"),
            "forward": self.tr("The further stage wins where both went forward"),
            "union": self.tr("Several choices: join what either side added or took out"),
            "merge_text": self.tr("Long texts: join both sides' edits where they do not touch"),
            "valid_form": self.tr("A value with the form of its field wins"),
            "by_hand": self.tr("An edit by hand beats one by an import or a workflow"),
            "ask_if_near": self.tr("Ask a person where the two differ by a typing error"),
            "expression": self.tr("What an expression makes of both"),
            "ask": self.tr("Ask a person, whatever other rules say"),
        }.get(action, action)

    def note(self, one: ConflictRuleWord) -> str:
        """What it is for: as somebody noted, or as is built in; else what it does."""
        return worded(one.note) or self.what(one)

    def what(self, one: ConflictRuleWord) -> str:
        """What it does, and by which means."""
        said = self.action(one.action)
        if one.sources:
            said += f": {' › '.join(self.source(source) for source in one.sources)}"
        if one.expression:
            said += f": {one.expression}"
        if one.when:
            said += " " + self.tr("(only when {0})").format(one.when)
        return said

    def where(self, one: ConflictRuleWord) -> str:
        """Its scope; empty parts mean any."""
        parts = [one.object or "", one.field or ", ".join(map(self.type, one.types)), ""]
        place = " · ".join(part for part in parts if part) or self.tr("every field")
        return self.tr("{0} at {1}").format(place, one.connection) if one.connection else place

    def source(self, source: str) -> str:
        """Who edited: a connection is called by its name."""
        kind, _, name = source.partition(":")
        return {"person": self.tr("a person"), "import": self.tr("an import")}.get(kind, name or kind)

    def type(self, type: str) -> str:
        """Types of fields as a person calls them; one of a newer daemon keeps its name."""
        return self._types.called(FieldType(type)) if type in _TYPES else type

    def until(self, one: ConflictRuleWord) -> str:
        return "–" if one.until is None else shortly(one.until)

    def state(self, one: ConflictRuleWord) -> tuple[str, Tone]:
        if not one.enabled:
            return self.tr("Off"), Tone.NEUTRAL
        if not one.in_force:
            return self.tr("Ended"), Tone.NEUTRAL
        return (self.tr("Built in"), Tone.NEUTRAL) if one.built_in else (self.tr("In force"), Tone.GOOD)

    def settled(self, outcome: str) -> str:
        return {
            "hub": self.tr("the hub's value"),
            "crm": self.tr("the CRM's value"),
            "value": self.tr("another value"),
            "ask": self.tr("a person is asked"),
        }.get(outcome, outcome)

    def was(self, one: RuleChangeWord) -> str:
        said = self.settled(one.was)
        return f"{said} ({self.actor(one.by)})" if one.by else said

    def would(self, one: RuleChangeWord, fields: KnownFields) -> str:
        """A CRM's values are in its own vocabulary."""
        is_theirs = one.would == "crm"
        kind = (
            fields.partner(one.connection, one.object, one.field)
            if is_theirs
            else fields.of(HUB, one.object, one.field)
        )
        return self._outcome(one, " | ".join(self.value(each, kind) for each in one.values))

    def would_exactly(self, one: RuleChangeWord) -> str:
        """The values as they are stored."""
        return self._outcome(one, " | ".join(map(stored, one.values)))

    def _outcome(self, one: RuleChangeWord, value: str) -> str:
        said = self.settled(one.would)
        if one.problem:
            return f"{said}: {one.problem}"
        if value and one.would != "ask":
            said = f"{said}: {value}"
        return f"{said} ({one.rule})" if one.rule else said

    def sentence(self, told: ReplayWord) -> str:
        """What the rules would have made of the past."""
        number = QLocale().toString
        if not told.looked_at:
            return self.tr("There is no decided conflict to try them on yet.")
        if not told.changed:
            return self.tr("They would have changed nothing in %Ln case(s).", "", told.looked_at)
        said = self.tr("They would have changed {0} of {1}").format(
            number(told.changed), number(told.looked_at)
        )
        if told.disagreeing:
            return f"{said}; " + self.tr("people had decided %Ln of them otherwise.", "", told.disagreeing)
        return f"{said}; " + self.tr("nobody had decided one of them otherwise.")
