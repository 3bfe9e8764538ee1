"""Before anything is mapped: does the account answer, is there allowance left, may its data go where it would go."""

from __future__ import annotations

from core.wire.client import Operations
from core.wire.models import CheckWord, ConnectionWord, Diagnosis, Page, RouteWord
from gui.connections.facts import Grid
from gui.connections.step import StepPage
from gui.pages import Shell
from gui.sentences import in_sentences, worded
from gui.tokens import Tone
from gui.widgets.card import Card
from gui.widgets.looks import button, label, row
from gui.widgets.meaning import Meaning


class CheckStep(StepPage):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.title = self.tr("Check")
        self.body.addWidget(label(self.tr("Before it begins"), "headline"))
        self._grids = {key: Grid() for key in ("account", "routes", "machine")}
        self._means = {key: Meaning() for key in self._grids}
        for key, words in (
            ("account", self.tr("The account")),
            ("routes", self.tr("Where its data goes")),
            ("machine", self.tr("This installation")),
        ):
            card = Card(words)
            card.head.addWidget(self._means[key])
            card.body.addLayout(self._grids[key])
            self.body.addWidget(card)
        self.body.addLayout(row(button(self.tr("Check again"), self.entered), None))
        self._refused: list[RouteWord] = []
        self._known = False

    def may_go(self) -> bool:
        return not self.busy and self._known and not self._refused

    def entered(self) -> None:
        self._known = False
        self.wait(self.tr("Checking…"))
        self.calls.ask(self, Operations.residency).then(self._show_routes).failed(self.explain)
        self.calls.ask(self, Operations.doctor).then(self._show_machine).failed(self.explain)

    def take(self, one: ConnectionWord | None) -> None:
        super().take(one)
        if one is None:
            return
        trouble = in_sentences(one.reason, one.advice, name=one.name)
        allowance = (
            one.allowance.sentence if one.allowance is not None else self.tr("nothing is known of it yet")
        )
        answers = one.state in ("connected", "paused", "prepare_needed") and one.circuit == "closed"
        self._means["account"].about("" if answers else _kind_of(one))
        lacking = _lacking(one)
        rights = self.tr("The sign-in works") if answers else trouble or self.tr("Being looked at")
        if answers and lacking:
            rights = self.tr("not granted: {0}. Add it to the app at the CRM, then sign in again.").format(
                ", ".join(lacking)
            )
        self._grids["account"].show_rows(
            [
                (self.tr("Permissions"), self._mark(answers and not lacking) + rights),
                (self.tr("Allowance"), self._mark(good=True) + allowance),
            ]
        )

    def _show_routes(self, page: Page[RouteWord]) -> None:
        rows = [
            one for one in page.rows if one.name.startswith(f"{self.name}: ") or one.name == "the database"
        ]
        self._refused = [one for one in rows if not one.allowed]
        self._means["routes"].about("residency_refused" if self._refused else "")
        unknown = self.tr("area unknown")
        self._grids["routes"].show_rows(
            [
                (
                    worded(one.name.removeprefix(f"{self.name}: ")),
                    self._mark(one.allowed)
                    + f"{worded(one.host)} · {worded(one.area) or unknown} ({one.evidence})"
                    + ("" if one.allowed else f". {in_sentences(one.why, one.advice)}"),
                )
                for one in rows
            ]
        )

    def _show_machine(self, told: Diagnosis) -> None:
        self._grids["machine"].show_rows([self._row(one) for one in told.checks])
        self._means["machine"].about("" if all(one.ok for one in told.checks) else "checks")
        self._known = True
        if self._refused:
            self.free(self.tr("Its data may not go where it would go. Nothing is sent there."), Tone.BAD)
        elif _lacking(self.one):
            self.free(self.tr("What needs the missing right is refused. The rest can begin."), Tone.WARN)
        else:
            self.free(self.tr("Nothing speaks against it."), Tone.GOOD)

    def _row(self, one: CheckWord) -> tuple[str, str]:
        return one.name, self._mark(one.ok) + in_sentences(one.finding, one.advice)

    def _mark(self, good: bool) -> str:
        return "✓ " if good else "! " + self.tr("Look here: ")


def _lacking(one: ConnectionWord | None) -> list[str]:
    return one.token.lacking if one is not None and one.token is not None else []


def _kind_of(one: ConnectionWord) -> str:
    """Under which section of the guide it stands: its state, or that the CRM does not answer."""
    return "unreachable" if one.state in ("connected", "paused", "prepare_needed") else one.state
