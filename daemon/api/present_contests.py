"""How contests ended, in the words of the local API, and the conflict rate that health tells."""

from __future__ import annotations

from typing import Final

from core.contests import TARGET, ContestReport, Figures, day_of, report
from core.wire import models as words
from daemon.api.surface import Service

RATE_DAYS: Final = 30  # what health looks back on


def figures(one: Figures) -> words.FiguresWord:
    return words.FiguresWord(
        concurrent=one.concurrent,
        equivalent=one.equivalent,
        rule=one.rule,
        advisor=one.advisor,
        person=one.person,
        superseded=one.superseded,
        open=one.open,
        left=one.left,
        reversed=one.reversed,
    )


def contests(one: ContestReport, since: int | None, until: int) -> words.ConflictStats:
    return words.ConflictStats(
        since=since,
        until=until,
        rules=[
            words.RuleFiguresWord(
                connection=some.connection, object=some.object, field=some.rule, figures=figures(some.figures)
            )
            for some in one.rules
        ],
        total=figures(one.total),
        first_sight=figures(one.first_sight),
        changed=one.changed,
        rate=one.rate,
        target=TARGET,
    )


def rate(service: Service) -> words.ConflictRate:
    """The conflict rate of the last days, for health."""
    today = day_of(service.desk.now())
    found = report(service.store.contests(since=today - RATE_DAYS + 1))
    return words.ConflictRate(
        days=RATE_DAYS,
        left=found.total.left,
        changed=found.changed,
        rate=found.rate,
        target=TARGET,
        sentence=_sentence(found),
    )


def _sentence(found: ContestReport) -> str:
    if found.rate is None:
        return f"no record was changed in the last {RATE_DAYS} days"
    return (
        f"{found.total.left} of {found.changed} changes in the last {RATE_DAYS} days were left for a person: "
        f"{found.rate:.2%} (target: under {TARGET:.0%})"
    )
