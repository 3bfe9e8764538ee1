"""What the figures of a connection say, in a few words each: from the daemon's words to texts and tones, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLocale, QObject

from core.wire.models import ConnectionWord
from gui.sentences import in_sentences
from gui.tokens import Tone
from gui.widgets.times import lasting, relatively

_DAY_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A text and what it means; `hint` is told on hover."""

    text: str
    tone: Tone = Tone.NEUTRAL
    hint: str = ""


class HealthWords(QObject):
    """Every method is one line of a connection's card."""

    def state_of(self, one: ConnectionWord) -> Said:
        """The one word for a connection, worst first."""
        hint = in_sentences(one.reason, one.advice, name=one.name)
        states = {
            "new": Said(text=self.tr("Starting"), tone=Tone.ACCENT, hint=hint),
            "paused": Said(text=self.tr("Paused"), tone=Tone.NEUTRAL, hint=hint),
            "sign_in_needed": Said(text=self.tr("Sign in again"), tone=Tone.BAD, hint=hint),
            "prepare_needed": Said(text=self.tr("Prepare"), tone=Tone.WARN, hint=hint),
            "stopped": Said(text=self.tr("Stopped"), tone=Tone.BAD, hint=hint),
        }
        if one.state in states:
            return states[one.state]
        if one.circuit != "closed":
            return Said(text=self.tr("Does not answer"), tone=Tone.BAD, hint=hint)
        phases = {part.phase for part in one.objects}
        if "braked" in phases:
            return Said(text=self.tr("Stopped by its brake"), tone=Tone.BAD, hint=hint)
        if "plan_needed" in phases:
            return Said(text=self.tr("Waits for a plan"), tone=Tone.WARN, hint=hint)
        if "backfill" in phases:
            return Said(text=self.tr("Reading in"), tone=Tone.ACCENT)
        if one.parked or one.backlog.parked:
            return Said(text=self.tr("Needs you"), tone=Tone.WARN, hint=hint)
        if one.backlog.pending + one.backlog.signals:
            return Said(text=self.tr("Syncing"), tone=Tone.ACCENT)
        return Said(text=self.tr("In sync"), tone=Tone.GOOD)

    def freshness_of(self, one: ConnectionWord, now: int) -> Said:
        """How old the oldest change is that has not reached the other side, against what this connection should do."""
        goal_ms, oldest = _goal_ms(one), one.backlog.oldest
        if oldest is None:
            return Said(text=self.tr("Up to date"), tone=Tone.GOOD)
        age = max(0, now - oldest)
        tone = Tone.GOOD if age <= goal_ms else Tone.WARN if age <= 10 * goal_ms else Tone.BAD
        return Said(text=self.tr("{0} behind").format(lasting(age)), tone=tone)

    def goal_of(self, one: ConnectionWord) -> Said:
        """How fresh this connection should be."""
        hint = self.tr("No older should a change be that has not reached the other side")
        return Said(text=lasting(_goal_ms(one)), hint=hint)

    def circuit_of(self, one: ConnectionWord) -> Said:
        """Whether calls go through."""
        states = {
            "closed": Said(text=self.tr("Closed"), tone=Tone.GOOD, hint=self.tr("Calls go through")),
            "open": Said(text=self.tr("Open"), tone=Tone.BAD, hint=self.tr("Calls are held back")),
            "half_open": Said(
                text=self.tr("Half open"), tone=Tone.WARN, hint=self.tr("One call tries whether it answers")
            ),
        }
        return states.get(one.circuit, Said(text=one.circuit))

    def token_of(self, one: ConnectionWord, now: int) -> Said:
        """When the access token ends, and what comes then."""
        told = one.token
        if told is None:
            return Said(text=self.tr("Nobody is signed in"), tone=Tone.WARN)
        renews = told.renewal != "nothing"
        if told.ends_at is None:
            words = self.tr("Renews when it ends") if renews else self.tr("Without a known end")
            return Said(text=words, tone=Tone.GOOD if renews else Tone.NEUTRAL, hint=told.sentence)
        when = relatively(told.ends_at, now)
        if renews:
            return Said(text=self.tr("Renews {0}").format(when), tone=Tone.GOOD, hint=told.sentence)
        over = told.ends_at <= now
        words = self.tr("Ended {0}: sign in again") if over else self.tr("Ends {0}: sign in again")
        return Said(text=words.format(when), tone=Tone.BAD if over else Tone.WARN, hint=told.sentence)

    def ends_soon(self, one: ConnectionWord, now: int) -> bool:
        """Whether somebody has to sign in again within a day."""
        told = one.token
        return (
            told is not None
            and told.renewal == "nothing"
            and told.ends_at is not None
            and told.ends_at - now < _DAY_MS
        )

    def backlog_of(self, one: ConnectionWord, drained_in_s: float | None) -> Said:
        number = QLocale().toString
        waiting = one.backlog.pending + one.backlog.signals
        aside = self.tr("%Ln put aside", "", one.backlog.parked) if one.backlog.parked else ""
        if waiting == 0:
            return Said(text=aside or self.tr("Nothing on the way"), tone=Tone.WARN if aside else Tone.GOOD)
        words = self.tr("{0} on the way").format(number(waiting))
        left = ""
        if drained_in_s is not None:
            left = self.tr("{0} left").format(lasting(round(drained_in_s * 1_000)))
        said = " · ".join(filter(None, (words, left or aside)))
        return Said(text=said, tone=Tone.ACCENT, hint=aside if left else "")

    def quota_of(self, one: ConnectionWord, now: int) -> Said:
        """The share used of the allowance."""
        number = QLocale().toString
        told = one.allowance
        if told is None or told.limit is None:
            return Said(text=self.tr("No limit known"), hint="" if told is None else told.sentence)
        share = told.used / told.limit if told.limit else 0.0
        tone = Tone.BAD if share >= 0.95 else Tone.WARN if share >= 0.8 else Tone.GOOD
        percent = number(100 * share, "f", 0 if share >= 0.1 else 1)
        words = f"< {number(0.1, 'f', 1)} %" if 0 < share < 0.001 else f"{percent} %"
        tone = tone if told.runs_out_at is None else Tone.BAD
        return Said(text=words, tone=tone, hint=told.sentence)

    def quota_lasts(self, one: ConnectionWord, now: int) -> Said:
        """Whether the allowance lasts until there is more of it."""
        told = one.allowance
        if told is not None and told.runs_out_at is not None:
            words = self.tr("Runs out {0}").format(relatively(told.runs_out_at, now))
            return Said(text=words, tone=Tone.BAD, hint=told.sentence)
        if told is not None and told.resets_at is not None:
            words = self.tr("Lasts, resets in {0}").format(lasting(max(0, told.resets_at - now)))
            return Said(text=words, tone=Tone.GOOD, hint=told.sentence)
        if told is not None and told.limit is not None:
            return Said(
                text=self.tr("Lasts"), tone=Tone.GOOD, hint=told.sentence
            )  # by the hour of a rolling day
        return Said(text="–")

    def success_of(self, one: ConnectionWord) -> Said:
        """The share of calls since the daemon was started that the CRM answered and did not turn away."""
        number = QLocale().toString
        if one.calls == 0:
            return Said(text=self.tr("No calls yet"))
        share = 100 * max(0, one.calls - one.throttled - one.failed) / one.calls
        shown = share if share == 100 else min(share, 99.9)
        words = self.tr("{0} % of {1}").format(number(shown, "f", 1), number(one.calls))
        why = self.tr("Turned away because there were too many: {0}; without a usable answer: {1}")
        hint = "" if share == 100 else why.format(number(one.throttled), number(one.failed))
        return Said(text=words, tone=Tone.GOOD if share >= 95 else Tone.WARN, hint=hint)


def _goal_ms(one: ConnectionWord) -> int:
    return round(max(one.real_time.latency_s, one.pace_s, 1.0) * 1_000)
