"""What plans and their parts are called: from the daemon's words to texts, nothing else."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QLocale

from core.wire.activity import ChangeWord
from core.wire.names import NameWord
from core.wire.plans import ForecastWord, PlanItemWord, PlanWord
from core.wire.words import WireValue
from gui.widgets.times import lasting
from gui.widgets.values import Kind
from gui.wording import Words, number


class PlanWords(Words):
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
            "release": self.tr("Let go on"),
            "ambiguous": self.tr("Ambiguous match: a person is asked"),
            "conflict": self.tr("Conflict: a person is asked"),
            "settle": self.tr("Already the same"),
            "irreversible": self.tr("Cannot be taken back"),
        }.get(kind, kind)

    def changes(self, one: PlanItemWord) -> list[ChangeWord]:
        """Its changes, with a record that is not there yet by its name."""
        return [
            change.model_copy(
                update={
                    "before": self._promised(one, change.before),
                    "after": self._promised(one, change.after),
                }
            )
            for change in one.changes
        ]

    def of_named(self, one: PlanItemWord, kind: Kind) -> Kind:
        """The kind of a value of `changes`: who is in it by name already is not looked up."""
        look_up = kind.called
        if look_up is None or not one.promised:
            return kind
        named = {self._promised(one, text) for text in one.promised}

        def called(text: str) -> NameWord | None:
            return None if text in named else look_up(text)

        return replace(kind, called=called)

    def _promised(self, one: PlanItemWord, value: WireValue) -> WireValue:
        if isinstance(value, list):
            return [str(self._promised(one, text)) for text in value]
        if not isinstance(value, str) or value not in one.promised:
            return value
        name = one.promised[value]
        return (
            self.tr("{0} (made by this plan)").format(name)
            if name
            else self.tr("the record made by this plan")
        )

    def counts(self, counts: dict[str, int]) -> str:
        """Each kind with its number, the most first."""
        ordered = sorted(counts.items(), key=lambda part: -part[1])
        return " · ".join(f"{self.item(kind)} ({number(n)})" for kind, n in ordered if n)

    def cost(self, plan: PlanWord) -> str:
        """API calls, their share of the day's allowance, and the time it takes."""
        cost: ForecastWord = plan.forecast
        calls = sum(cost.calls.values())
        said = [self.tr("%Ln API call(s)", "", calls)]
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
            said.append(self.tr("%Ln record(s) are deleted.", "", deletes))
        if ambiguous := plan.counts.get("ambiguous", 0):
            said.append(self.tr("%Ln record(s) match several: a person is asked.", "", ambiguous))
        if cost.duplicates:
            said.append(
                self.tr("%Ln record(s) are likely duplicates: a person is asked.", "", cost.duplicates)
            )
        if cost.conflicts:
            said.append(
                self.tr("%Ln field(s) differ on both sides: a person decides each.", "", cost.conflicts)
            )
        if cost.refused:
            said.append(
                self.tr("%Ln record(s) have a value that may be refused: see the notes.", "", cost.refused)
            )
        said += [
            self.tr("{0} then receives %Ln record(s).", "", n).format(name)
            for name, n in cost.spreads.items()
        ]
        return said
