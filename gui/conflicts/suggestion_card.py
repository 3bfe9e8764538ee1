"""What the advisor suggests, how sure it is, and the evidence in its own words."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.wire.models import ConflictStory
from gui.conflicts.wording import SURE, QuestionWords
from gui.known_fields import KnownFields
from gui.theme import Theme
from gui.tokens import Tone
from gui.widgets.card import Card
from gui.widgets.looks import label
from gui.widgets.paged_table import tip
from gui.widgets.pill import Pill
from gui.widgets.values import stored


class SuggestionCard(Card):
    def __init__(self, theme: Theme, fields: KnownFields, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(self.tr("Suggestion"))
        self._words = QuestionWords(fields)
        self._what, self._sure = label("", "strong", wraps=True), Pill()
        self._merged = label("", "code", wraps=True)
        self._why = label("", "muted", wraps=True)
        self.head.insertWidget(0, self._what, 1)
        self.head.addWidget(self._sure)
        self.body.addWidget(self._merged)
        self.body.addWidget(self._why)

    def show_suggestion(self, story: ConflictStory) -> None:
        one = story.suggestion
        self.setVisible(one is not None)
        if one is None:
            return
        self._what.setText(self._words.suggestion(one))
        decides = one.choice != "ask"
        tone = Tone.GOOD if decides and one.probability >= SURE else Tone.ACCENT if decides else Tone.NEUTRAL
        certain = decides or one.likeliest != "ask"
        self._sure.say(self._words.confidence(one) if certain else "", tone)
        merged = one.choice == "merged"
        self._merged.setVisible(merged)
        ours, _ = self._words.kinds(story.conflict)
        self._merged.setText(self._words.values([one.value], ours[:1]) if merged else "")
        self._merged.setToolTip(tip(stored(one.value)) if merged else "")
        self._why.setText("\n".join(f"•  {reason}" for reason in one.reasons))
        self._why.setVisible(bool(one.reasons))
