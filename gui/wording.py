"""What several pages name alike: runs, plans' items, who did it, values. From the daemon's words to texts and tones."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale, QObject

from core.wire.activity import ChangeWord, RunWord
from core.wire.words import WireValue
from gui.tokens import Tone
from gui.widgets.values import UNTOLD, Kind, shown, stored

PLAN: Final = "plan:"  # a run that worked for a plan gives its id as the reason
SYSTEMS: Final = {
    "hubspot": "HubSpot",
    "salesforce": "Salesforce",
    "pipedrive": "Pipedrive",
    "dynamics": "Dynamics 365",
}

# The advice on these kinds of items names the command line's options, which here are buttons that say what each does.
BY_OPTION: Final = frozenset({"ambiguous", "deletion", "merge"})


class Words(QObject):
    """Every method is one piece of text; a page's own words derive from it."""

    def actor(self, by: str) -> str:
        kind, _, name = by.partition(":")
        if kind == "system":
            return self.tr("CRM Sync")
        if kind == "rule":
            return self.tr("rule {0}").format(name)
        if kind == "advisor":
            return self.tr("advisor")
        return name or kind

    def value(self, value: WireValue, kind: Kind = UNTOLD) -> str:
        return shown(value, kind)

    def change(self, one: ChangeWord, kinds: tuple[Kind, Kind] = (UNTOLD, UNTOLD)) -> str:
        return f"{one.field}: {self.value(one.before, kinds[0])} → {self.value(one.after, kinds[1])}"

    def exact(self, one: ChangeWord) -> str:
        """The values as they are stored."""
        before, after = (stored(value) or self.value(None) for value in (one.before, one.after))
        return f"{one.field}: {before} → {after}"

    # runs -------------------------------------------------------------------------------------------------------------
    def run_kind(self, kind: str) -> str:
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

    def run_counts(self, one: RunWord) -> str:
        """Such as "3 created, 12 written"; what has no word of its own is called as the daemon does."""
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

    def run_reason(self, one: RunWord) -> str:
        """Why it was begun, as a sentence; the plan it worked for has an id that says nothing here."""
        if one.reason.startswith(PLAN):
            return self.tr("For a plan")
        return one.reason[:1].upper() + one.reason[1:]

    # plans ------------------------------------------------------------------------------------------------------------
    def plan_state(self, state: str) -> tuple[str, Tone]:
        return {
            "making": (self.tr("Being made"), Tone.ACCENT),
            "draft": (self.tr("To be looked at"), Tone.WARN),
            "approved": (self.tr("Approved"), Tone.ACCENT),
            "applying": (self.tr("Being applied"), Tone.ACCENT),
            "applied": (self.tr("Applied"), Tone.GOOD),
            "discarded": (self.tr("Discarded"), Tone.NEUTRAL),
            "expired": (self.tr("Expired"), Tone.NEUTRAL),
        }.get(state, (state, Tone.NEUTRAL))

    def item_state(self, state: str) -> tuple[str, Tone]:
        return {
            "planned": (self.tr("Planned"), Tone.NEUTRAL),
            "excluded": (self.tr("Left out"), Tone.NEUTRAL),
            "sending": (self.tr("Being sent"), Tone.ACCENT),
            "applied": (self.tr("Done"), Tone.GOOD),
            "stale": (self.tr("Changed since: not written"), Tone.WARN),
            "failed": (self.tr("Refused by the CRM"), Tone.BAD),
            "skipped": (self.tr("Passed over"), Tone.NEUTRAL),
        }.get(state, (state, Tone.NEUTRAL))

    def undoing(self, kind: str) -> str:
        """What an undo does with one record."""
        return {
            "restore_hub": self.tr("Live again"),
            "update_hub": self.tr("Former values back"),
            "conflict": self.tr("Changed since: asked about"),
            "delete_hub": self.tr("Created by it: removed"),
            "delete_crm": self.tr("Removed again in the CRM"),
            "restore_crm": self.tr("Back in the CRM"),
            "update_crm": self.tr("Former values back in the CRM"),
            "irreversible": self.tr("Cannot be taken back"),
        }.get(kind, kind)


def number(n: int) -> str:
    return QLocale().toString(n)
