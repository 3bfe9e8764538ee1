"""The end of the demo: what holds, what is open and why, how fast it was, and where to look next."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from rich.console import Console
from rich.table import Table

SAMPLES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The demo's result; its fields are the JSON object's keys. Counts, except `*_ms`, `seconds` and the mappings."""

    converged: bool
    quiet: bool
    records: int
    links: int
    lost_updates: int
    duplicate_creates: int
    phantom_writes: int
    conflicts_open: int
    items_open: Mapping[str, int]
    frozen: Mapping[str, int]
    apart: int
    changes_applied: int
    edits: int
    coalesced: int
    records_per_minute: int
    latency_p50_ms: int | None
    latency_p95_ms: int | None
    faults_struck: Mapping[str, int]
    brakes_released: int
    signed_in_again: int
    audit_ok: bool
    backfill_seconds: float
    seconds: float
    seed: int
    samples: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def broken(self) -> list[str]:
        """The invariants of DESIGN section 3 that do not hold, in words; empty when all is well."""
        told = (
            (self.quiet, "it did not come to rest in time"),
            (self.apart == 0, f"{self.apart} rules or records differ with nothing open that says why"),
            (self.lost_updates == 0, f"{self.lost_updates} values people wrote are nowhere to be found"),
            (self.duplicate_creates == 0, f"{self.duplicate_creates} records were created twice"),
            (self.phantom_writes == 0, f"{self.phantom_writes} writes nobody asked for"),
            (self.audit_ok, "the audit log's chain does not verify"),
        )
        return [words for holds, words in told if not holds]

    def as_json(self) -> str:
        """One line."""
        return json.dumps({**asdict(self), "broken": self.broken}, ensure_ascii=False)


def show(summary: Summary, console: Console, kept: str | None) -> None:
    table = Table(title="CRM Sync demo", show_header=False, title_justify="left")
    struck = sum(summary.faults_struck.values())
    for name, value in (
        ("converged", "yes" if summary.converged else "NO"),
        ("records in the hub", f"{summary.records}, linked {summary.links} times"),
        ("read in", f"{summary.records_per_minute} records a minute ({summary.backfill_seconds:.0f} s)"),
        (
            "edits by people",
            f"{summary.edits}, {summary.coalesced} overtaken by a later one before anyone saw them",
        ),
        ("changes applied", str(summary.changes_applied)),
        ("latency under faults", f"{summary.latency_p50_ms} ms (p50), {summary.latency_p95_ms} ms (p95)"),
        ("faults survived", f"{struck}: {_listed(summary.faults_struck)}"),
        ("lost updates", str(summary.lost_updates)),
        ("duplicate creates", str(summary.duplicate_creates)),
        ("phantom writes", str(summary.phantom_writes)),
        ("audit log", "verifies" if summary.audit_ok else "BROKEN"),
        (
            "open conflicts",
            f"{summary.conflicts_open} (both values kept, the field rests until a person decides)",
        ),
        ("open questions", _listed(summary.items_open) or "none"),
        ("held back in plain sight", _listed(summary.frozen) or "nothing"),
    ):
        table.add_row(name, value)
    console.print(table)
    for kind, lines in summary.samples.items():
        for line in lines[:SAMPLES]:
            console.print(f"  {kind}: {line}", markup=False, highlight=False, soft_wrap=True)
    for words in summary.broken:
        console.print(f"NOT HELD: {words}", markup=False, highlight=False, soft_wrap=True)
    if kept is not None:
        console.print(
            f"kept: {kept}  (CRMSYNC_HOME={kept} crmsync daemon)",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    else:
        console.print(
            "Next: crmsync demo --keep FOLDER leaves everything to look at; crmsync --help.", markup=False
        )


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in sorted(counts.items()))
