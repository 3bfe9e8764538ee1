"""The advisor: evidence, model and calibration in one; suggests, and learns from what was decided."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.advice.calibration import Calibration
from core.advice.case import Case, Evidence, Option, Suggestion
from core.advice.evidence import evidence, floor
from core.advice.model import SURE, Model, probabilities
from core.advice.words import reasons


@dataclass(slots=True)
class Advisor:
    """Everything that was learned. The same decisions learned in the same order give the same advisor."""

    model: Model = field(default_factory=Model)
    calibrations: dict[str, Calibration] = field(default_factory=dict)  # by scope
    decisions: int = 0

    def suggest(self, case: Case) -> Suggestion:
        """What is likeliest, how likely, and why. Never raises for odd values: what cannot be read is no evidence."""
        found = evidence(case)
        contributions = self.model.contributions(found, case.scope, case.editors)
        odds = probabilities(contributions)
        likeliest = max(odds, key=lambda option: odds[option])
        raw = odds[likeliest]
        calibration = self.calibrations.get(case.scope)
        probability = calibration.calibrated(raw) if calibration is not None else raw
        decided = likeliest is not Option.ASK and probability >= SURE and not floor(case, likeliest)
        choice = likeliest if decided else Option.ASK
        return Suggestion(
            choice=choice,
            likeliest=likeliest,
            value=found.values[choice],
            probability=probability,
            raw=raw,
            reasons=reasons(case, contributions, likeliest, decided=decided),
            evidence=found,
        )

    def learn(self, found: Evidence, scope: str, editors: str, chosen: Option) -> None:
        """One decision: what the evidence was, and what was decided."""
        odds = probabilities(self.model.contributions(found, scope, editors))
        likeliest = max(odds, key=lambda option: odds[option])
        if (
            chosen in odds and likeliest is not Option.ASK
        ):  # what was not going to be chosen is not calibrated
            self.calibrations.setdefault(scope, Calibration()).learn(odds[likeliest], likeliest is chosen)
        self.model.learn(found, scope, editors, chosen)
        self.decisions += 1
