"""What plans, runs and their parts are called: from the daemon's words to texts and tones, nothing else."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QObject

from core.wire.plans import ForecastWord, PlanWord
from core.wire.words import WireValue
from gui.tokens import Tone
from gui.widgets.times import lasting
from gui.widgets.values import shown


class PlanWords(QObject):
    """Every method is one piece of text."""

    def kind(self, kind: str) -> str:
        return {
            "first_sync": self.tr("First sync"),
            "comparison": self.tr("Comparison"),
            "mapping": self.tr("New mapping"),
            "filter": self.tr("New filter"),
            "bulk": self.tr("One answer for many"),
            "undo": self.tr("Undo"),
        }.get(kind, kind)

    def state(self, state: str) -> tuple[str, Tone]:
        return {
            "making": (self.tr("Being made"), Tone.ACCENT),
            "draft": (self.tr("To be looked at"), Tone.WARN),
            "approved": (self.tr("Approved"), Tone.ACCENT),
            "applying": (self.tr("Being applied"), Tone.ACCENT),
            "applied": (self.tr("Applied"), Tone.GOOD),
            "discarded": (self.tr("Discarded"), Tone.NEUTRAL),
            "expired": (self.tr("Expired"), Tone.NEUTRAL),
        }.get(state, (state, Tone.NEUTRAL))

    def item(self, kind: str) -> str:
        """What is done with one record."""
        return {
            "create_hub": self.tr("Create in the hub"),
            "update_hub": self.tr("Update in the hub"),
            "delete_hub": self.tr("Delete in the hub"),
            "restore_hub": self.tr("Restore in the hub"),
            "link": self.tr("Match"),
            "unlink": self.tr("Unlink"),
            "pause": self.tr("Pause: left the filter"),
            "resume": self.tr("Resume: in the filter again"),
            "create_crm": self.tr("Create in the CRM"),
            "update_crm": self.tr("Update in the CRM"),
            "delete_crm": self.tr("Delete in the CRM"),
            "restore_crm": self.tr("Restore in the CRM"),
            "merge_hub": self.tr("Merge in the hub"),
            "merge_crm": self.tr("Merge in the CRM"),
            "ambiguous": self.tr("Ambiguous match: a person is asked"),
            "conflict": self.tr("Conflict: a person is asked"),
            "settle": self.tr("Already the same"),
            "irreversible": self.tr("Cannot be taken back"),
        }.get(kind, kind)

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

    def counts(self, counts: dict[str, int]) -> str:
        """Each kind with its number, the most first."""
        ordered = sorted(counts.items(), key=lambda part: -part[1])
        return " · ".join(f"{self.item(kind)} ({number(n)})" for kind, n in ordered if n)

    def cost(self, plan: PlanWord) -> str:
        """API calls, their share of the day's allowance, and the time it takes."""
        cost: ForecastWord = plan.forecast
        calls = sum(cost.calls.values())
        said = [self.tr("%n API call(s)", "", calls)]
        if cost.share is not None:
            share = QLocale().toString(cost.share, "f", 1)
            said.append(self.tr("{0} % of a day's allowance").format(share))
        if plan.kind != "bulk" and calls:
            said.append(self.tr("about {0}").format(lasting(1_000 * max(1, cost.seconds))))
        return " · ".join(said)

    def calls(self, cost: ForecastWord) -> str:
        """Calls by kind, for the hover."""
        kinds = {
            "fetch": self.tr("to read"),
            "create": self.tr("to create"),
            "update": self.tr("to update"),
            "delete": self.tr("to delete"),
        }
        return "\n".join(f"{number(n)} {kinds.get(kind, kind)}" for kind, n in cost.calls.items())

    def warnings(self, plan: PlanWord) -> list[str]:
        """What a person should know before approving; nothing where there is nothing to know."""
        cost, said = plan.forecast, []
        deletes = sum(plan.counts.get(kind, 0) for kind in ("delete_hub", "delete_crm"))
        if deletes:
            said.append(self.tr("%n record(s) are deleted.", "", deletes))
        if ambiguous := plan.counts.get("ambiguous", 0):
            said.append(self.tr("%n record(s) match several: a person is asked.", "", ambiguous))
        if cost.duplicates:
            said.append(
                self.tr("%n record(s) are likely duplicates: a person is asked.", "", cost.duplicates)
            )
        if cost.conflicts:
            said.append(
                self.tr("%n field(s) differ on both sides: a person decides each.", "", cost.conflicts)
            )
        said += [
            self.tr("{0} then receives %n record(s).", "", n).format(name) for name, n in cost.spreads.items()
        ]
        return said

    def undoing(self, kind: str) -> str:
        """What an undo does with one record."""
        return {
            "restore_hub": self.tr("Live again"),
            "update_hub": self.tr("Former values back"),
            "conflict": self.tr("Changed since: asked about"),
            "delete_hub": self.tr("Created by it: removed"),
            "irreversible": self.tr("Cannot be taken back"),
        }.get(kind, kind)

    def value(self, value: WireValue) -> str:
        return shown(value)

    def actor(self, by: str) -> str:
        kind, _, name = by.partition(":")
        return name or kind


def number(n: int) -> str:
    return QLocale().toString(n)
