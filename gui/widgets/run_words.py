"""What runs are called wherever they are listed: their kind, how they came out, and what they counted."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QObject

from core.wire.activity import RunWord
from gui.tokens import Tone

PLAN = "plan:"  # a run that worked for a plan gives its id as the reason


class RunWords(QObject):
    """Every method is one piece of text."""

    def kind(self, kind: str) -> str:
        return {
            "backfill": self.tr("First read"),
            "poll": self.tr("Look for changes"),
            "signals": self.tr("Read what changed"),
            "push": self.tr("Write"),
            "sweep": self.tr("Compare everything"),
            "api": self.tr("By a person"),
            "resolve": self.tr("Answers"),
            "schema": self.tr("Changed fields"),
            "undo": self.tr("Undo"),
            "plan": self.tr("Plan"),
        }.get(kind, kind)

    def outcome(self, outcome: str) -> tuple[str, Tone]:
        return {
            "running": (self.tr("Running"), Tone.ACCENT),
            "done": (self.tr("Done"), Tone.GOOD),
            "stopped": (self.tr("Stopped"), Tone.WARN),
            "failed": (self.tr("Failed"), Tone.BAD),
        }.get(outcome, (outcome, Tone.NEUTRAL))

    def counts(self, one: RunWord) -> str:
        """Such as "3 created, 12 written"; what has no word of its own is called as the daemon does."""
        number = QLocale().toString
        names = {
            "accepted": self.tr("taken over"),
            "ambiguous_writes": self.tr("without an answer, looked up"),
            "applied": self.tr("applied"),
            "changed": self.tr("changed"),
            "conflicts": self.tr("in conflict"),
            "created": self.tr("created"),
            "created_remote": self.tr("created there"),
            "deleted": self.tr("deleted"),
            "gone": self.tr("gone there"),
            "linked": self.tr("paired"),
            "merged": self.tr("merged"),
            "merged_remote": self.tr("merged there"),
            "parked": self.tr("put aside"),
            "passed_over": self.tr("passed over"),
            "pushed": self.tr("written"),
            "resolved": self.tr("answered"),
            "restored": self.tr("restored"),
            "stale": self.tr("out of date"),
            "waiting": self.tr("waiting"),
        }
        return ", ".join(
            f"{number(count)} {names.get(name, name.replace('_', ' '))}"
            for name, count in sorted(one.counts.items())
            if count
        )

    def reason(self, one: RunWord) -> str:
        """Why it was begun, as a sentence; the plan it worked for has an id that says nothing here."""
        if one.reason.startswith(PLAN):
            return self.tr("For a plan")
        return one.reason[:1].upper() + one.reason[1:]
