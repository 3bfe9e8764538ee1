"""A diagnosis as the text of a ticket: versions, how things stand, errors by cause. Nothing a person or a CRM wrote. Pure.

What can hold a value of a record (a reason, a CRM's answer, a path, a host) does not come in here at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.alert_words import standing
from core.alerting import Alert
from core.target_bodies import Ticket

MOST_GROUPS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionState:
    """One connection in words and numbers of ours."""

    name: str
    system: str
    state: str
    circuit: str
    means: str
    waiting: int
    put_aside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """Open questions that are alike; `more` where not all were counted."""

    kind: str
    connection: str
    object: str
    rule: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything a ticket says. `checks` tells of each check of the doctor whether it is well."""

    versions: Mapping[str, str]
    health: str
    alerts: Sequence[Alert]
    connections: Sequence[ConnectionState]
    checks: Mapping[str, bool]
    groups: Sequence[Grouped]
    records: Mapping[str, int]


def ticket_of(found: Findings, key: str) -> Ticket:
    open_alerts = standing(found.alerts)
    return Ticket(
        key=key, title=_title(found, len(open_alerts)), text="\n".join(_lines(found, open_alerts, key))
    )


def _title(found: Findings, alerts: int) -> str:
    troubled = [one.name for one in found.connections if one.state not in ("connected", "paused")]
    names = f" ({', '.join(troubled[:5])})" if troubled else ""
    counted = f"{alerts} open alert{'' if alerts == 1 else 's'}"
    return f"CRM Sync {found.versions.get('crmsync', '')}: {found.health}, {counted}{names}"


def _lines(found: Findings, open_alerts: Sequence[str], key: str) -> list[str]:
    lines = ["Versions"]
    lines += [f"  {name} {version}" for name, version in found.versions.items()]
    lines += ["", f"Health: {found.health}", "", "Open alerts"]
    lines += [f"  {one}" for one in open_alerts] or ["  none"]
    lines += ["", "Connections"]
    lines += [
        f"  {one.name} ({one.system}): {one.state}, circuit {one.circuit}, hears by {one.means}, "
        f"{one.waiting} waiting, {one.put_aside} put aside"
        for one in found.connections
    ] or ["  none"]
    lines += ["", "Checks"]
    lines += [f"  {name}: {'well' if ok else 'NOT WELL'}" for name, ok in found.checks.items()]
    lines += ["", "Open questions by cause"]
    ranked = sorted(
        found.groups, key=lambda one: (-one.count, one.kind, one.connection, one.object, one.rule)
    )
    lines += [f"  {_group(one)}" for one in ranked[:MOST_GROUPS]] or ["  none"]
    if len(ranked) > MOST_GROUPS:
        lines.append(f"  and {len(ranked) - MOST_GROUPS} more kinds")
    lines += ["", "Records"]
    lines += [f"  {name}: {count}" for name, count in sorted(found.records.items())] or ["  none"]
    return [*lines, "", f"Key: {key}"]


def _group(one: Grouped) -> str:
    where = " ".join(part for part in (one.connection, one.object, one.rule) if part)
    return f"{one.count} x {one.kind}{': ' if where else ''}{where}"
