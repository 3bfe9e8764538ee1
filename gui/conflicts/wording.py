"""What a question is called, whom it is about and who did what, in a few words: from the daemon's words to texts."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale, QObject

from core.record_names import name_of
from core.wire.models import ConflictWord, ItemWord, QueueWord, RecordWord, SuggestionWord
from core.wire.words import WireFields, WireValue
from gui.known_fields import HUB, KnownFields
from gui.tokens import Tone
from gui.widgets.paged_table import one_line
from gui.widgets.values import UNTOLD, Kind
from gui.wording import Words

DELETION: Final = "*del"
SURE: Final = 0.9  # from here on a suggestion is shown as a good one


class QuestionWords(Words):
    """Every method is one piece of text. With what is known of `fields`, values are shown by their types."""

    def __init__(self, fields: KnownFields | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fields = fields

    def kind(self, kind: str) -> str:
        kinds = {
            "conflict": self.tr("Changed on both sides"),
            "ambiguous": self.tr("Which record is it?"),
            "refused": self.tr("Refused value"),
            "deletion": self.tr("Deleted in a CRM"),
            "merge": self.tr("Merge"),
            "brake": self.tr("Stopped by a brake"),
            "schema": self.tr("Changed fields"),
            "reference": self.tr("Missing parent"),
            "undo": self.tr("Undo that stopped"),
        }
        return kinds.get(kind, kind)

    def about(self, one: QueueWord) -> tuple[str, str]:
        """Whom it is about, "" where no name is known, and what is asked."""
        is_deletion = one.conflict is not None and one.conflict.rule == DELETION
        asked = self.tr("deleted and edited") if is_deletion else one.field or self.kind(one.kind)
        return one_line(one.record_name), asked

    def row(self, one: QueueWord) -> tuple[str, str]:
        """Both lines of the list: whom it is about and what is asked; where, and what stands against what."""
        below = (one.connection, one.object, self.summary(one))
        return " · ".join(filter(None, self.about(one))), " · ".join(filter(None, below))

    def whole(self, one: QueueWord) -> str:
        """Both lines as they are on hover and copied: values as they are stored, with the id the lines leave out."""
        about = " · ".join(filter(None, (one.record_name, one.record_id or one.subject)))
        return "\n".join((*QuestionWords().row(one), about))

    def summary(self, one: QueueWord) -> str:
        """What stands against what, or why it is asked."""
        if one.conflict is None:
            return one.item.reason if one.item is not None else ""
        ours, theirs = self.kinds(one.conflict)
        hub = self.values(one.conflict.hub.values, ours)
        return f"{hub}  ⇄  {self.values(one.conflict.crm.values, theirs)}"

    def kinds(self, one: ConflictWord, beside: WireFields | None = None) -> tuple[list[Kind], list[Kind]]:
        """What the values of the hub's side are, and those of the CRM's; `beside` are those of the whole record."""
        if self._fields is None or one.rule == DELETION:
            return [], []
        kind_of = self._fields.about(one.connection, one.crm_object, beside)
        ours = [kind_of(HUB, field) for field in one.hub_fields]
        return ours, [kind_of(one.connection, field) for field in one.crm_fields]

    def values(self, values: list[WireValue], kinds: list[Kind], between: str = " | ") -> str:
        told = [*kinds, *[UNTOLD] * (len(values) - len(kinds))]
        return between.join(map(self.value, values, told))

    def value(self, value: WireValue, kind: Kind = UNTOLD) -> str:
        ends = {"deleted": self.tr("deleted"), "edited": self.tr("edited")}
        said = ends.get(value) if isinstance(value, str) else None
        return said or super().value(value, kind)

    def editor(self, by: str | None) -> str:
        if not by:
            return self.tr("somebody")
        kind, _, name = by.partition(":")
        return self.tr("from {0}").format(name) if kind == "connection" else self.actor(by)

    def state(self, one: QueueWord) -> tuple[str, Tone]:
        """The word beside a question that does not simply wait; empty where it does."""
        if one.state == "snoozed":
            return self.tr("Snoozed"), Tone.NEUTRAL
        if one.state == "escalated":
            return self.tr("For {0}").format(one.assigned_to or "?"), Tone.ACCENT
        return "", Tone.NEUTRAL

    def beside(self, one: QueueWord) -> tuple[str, Tone]:
        """The word beside a question in the list: how it waits, or else how sure the advisor is."""
        if one.state != "open" or one.confidence is None:
            return self.state(one)
        return self.percent(one.confidence), Tone.GOOD if one.confidence >= SURE else Tone.NEUTRAL

    def suggestion(self, one: SuggestionWord) -> str:
        acts = {
            "hub": self.tr("Keep the hub's value"),
            "crm": self.tr("Take the CRM's value"),
            "merged": self.tr("Merge both"),
            "equivalent": self.tr("Both say the same; keep either"),
        }
        likely = acts.get(one.likeliest, "")
        if one.choice != "ask":
            return likely
        if not likely:
            return self.tr("Decide yourself")
        return self.tr("Decide yourself; likeliest: {0}").format(likely)

    def confidence(self, one: SuggestionWord) -> str:
        return self.percent(one.probability)

    def percent(self, share: float) -> str:
        """Never "100 %": nothing is that sure."""
        return self.tr("{0} % sure").format(QLocale().toString(min(int(100 * share), 99)))

    def names(self, one: ConflictWord | ItemWord) -> str:
        if isinstance(one, ConflictWord):
            return f"{one.connection} · {one.crm_object} {one.crm_id}"
        return f"{one.connection} · {one.object} {one.subject}".strip(" ·")


def whom(record: RecordWord | None) -> str:
    """Whom it is about, as a person would say it."""
    if record is None:
        return ""
    name, address = name_of(record.fields), record.fields.get("email")
    return f"{name} <{address}>" if isinstance(address, str) and address not in (name, "") else name
