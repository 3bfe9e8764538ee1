"""What happened, who did it and why, in a few words: from the daemon's words to texts."""

from __future__ import annotations

from typing import Final

from core.settling import Settling, settling
from core.wire.models import ActivityWord
from core.wire.words import WireValue
from gui.known_fields import KnownFields
from gui.widgets.values import Kind
from gui.wording import Words

KINDS: Final = (
    "set", "create", "delete", "restore", "merge", "link", "unlink", "push", "conflict", "resolve", "settle", "drop",
    "refuse", "item", "brake", "plan", "connection", "rules", "mapping",
)  # fmt: skip


class ActivityWords(Words):
    """Every method is one piece of text."""

    def head(self, column: str) -> str:
        heads = {
            "when": self.tr("When"),
            "what": self.tr("What"),
            "record": self.tr("Record"),
            "change": self.tr("Change"),
            "by": self.tr("By"),
            "connection": self.tr("Connection"),
            "outcome": self.tr("Outcome"),
            "run": self.tr("Run"),
            "did": self.tr("What it did"),
            "took": self.tr("Took"),
            "field": self.tr("Field"),
            "before": self.tr("Before"),
            "after": self.tr("After"),
            "why": self.tr("Why"),
            "hub": self.tr("Hub"),
            "last": self.tr("Last decided"),
            "history": self.tr("History"),
        }
        return heads[column]

    def did(self, one: ActivityWord) -> str:
        """What this very entry did: not all that is settled was overruled."""
        if one.kind != "settle":
            return self.kind(one.kind)
        return {
            Settling.SETTLED: self.tr("Settled"),
            Settling.SET_BACK: self.tr("Set back there"),
            Settling.FILLED: self.tr("Filled in there"),
            Settling.OVERRULED: self.kind(one.kind),
        }[settling(one.actor, [change.before for change in one.changes])]

    def kind(self, kind: str) -> str:
        kinds = {
            "set": self.tr("Changed"),
            "create": self.tr("Created"),
            "delete": self.tr("Deleted"),
            "restore": self.tr("Restored"),
            "merge": self.tr("Merged"),
            "link": self.tr("Paired"),
            "unlink": self.tr("Parted"),
            "push": self.tr("Sent"),
            "conflict": self.tr("Conflict"),
            "resolve": self.tr("Decided"),
            "settle": self.tr("Overruled"),
            "drop": self.tr("Value kept aside"),
            "refuse": self.tr("Refused"),
            "item": self.tr("Question"),
            "brake": self.tr("Brake"),
            "plan": self.tr("Plan"),
            "connection": self.tr("Connection"),
            "rules": self.tr("Rules"),
            "mapping": self.tr("Mapping"),
            "reversal": self.tr("Taken back"),
            "advice": self.tr("Suggested"),
            "advisor": self.tr("Advisor"),
            "sign-in": self.tr("Signed in"),
            "sign-out": self.tr("Signed out"),
            "prepare": self.tr("Prepared"),
            "webhooks": self.tr("Webhooks"),
            "key": self.tr("Key"),
            "attach": self.tr("Attached"),
            "detach": self.tr("Detached"),
        }
        return kinds.get(kind, kind)

    def icon(self, kind: str) -> str:
        icons = {
            "set": "pencil",
            "create": "plus",
            "delete": "trash-2",
            "restore": "rotate-ccw",
            "merge": "git-merge",
            "link": "link",
            "unlink": "unlink",
            "push": "upload",
            "conflict": "git-compare",
            "resolve": "check",
            "refuse": "circle-alert",
            "item": "circle-help",
            "brake": "shield-alert",
            "reversal": "undo-2",
        }
        return icons.get(kind, "activity")

    def who_and_note(self, one: ActivityWord) -> str:
        note = one.note if one.changes else ""
        return " · ".join(part for part in (self.actor(one.actor), note) if part)

    def summary(self, one: ActivityWord, fields: KnownFields) -> str:
        """What changed, or what there is to say; only the beginning of long values."""
        if not one.changes:
            return one.note
        told = ((change, fields.of_entry(one, change)) for change in one.changes[:6])
        return "   ".join(
            f"{change.field}: {self.short(change.before, before)} → {self.short(change.after, after)}"
            for change, (before, after) in told
        )

    def exactly(self, one: ActivityWord) -> str:
        """All of it, as it is stored."""
        return "   ".join(self.exact(change) for change in one.changes) or one.note

    def short(self, value: WireValue, kind: Kind) -> str:
        said = self.value(value, kind)
        return said if len(said) <= 80 else f"{said[:79]}…"

    def record(self, one: ActivityWord) -> str:
        return f"{one.object} {one.record_name or one.record_id}".strip()

    def record_and_id(self, one: ActivityWord) -> str:
        return " · ".join(filter(None, (one.object, one.record_name, one.record_id)))

    def why(self, one: ActivityWord) -> str:
        """What asked for it, and the note."""
        source, _, name = one.cause.partition(":")
        causes = {
            "run": self.tr("asked for by run {0}"),
            "signal": self.tr("{0} was reported to have changed"),
            "conflict": self.tr("decided in conflict {0}"),
            "attempt": self.tr("outcome of write {0}"),
            "item": self.tr("decided in question {0}"),
            "undo": self.tr("taken back by {0}"),
            "plan": self.tr("by plan {0}"),
        }
        told = causes[source].format(name) if source in causes and name else ""
        note = one.note if one.changes else ""
        return " · ".join(part for part in (told, note) if part)
