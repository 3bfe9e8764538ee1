"""What the person at the demo sees: bars and a live table on a terminal, plain lines every two seconds elsewhere."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

_EVERY_S: Final = {True: 0.25, False: 2.0}  # by whether there is a terminal


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How things stand while people work. Latencies in ms, None before the first change has arrived."""

    left_s: float
    deeds: int
    applied: int
    p50: int | None
    p95: int | None
    conflicts: int
    questions: int
    backlog: int
    faults: Mapping[str, int]


@dataclass(slots=True)
class View:
    """Use with `with`: on a terminal the lower part of the screen is redrawn in place."""

    plain: bool = False
    console: Console = field(default_factory=Console)
    _live: Live | None = None
    _bars: Progress | None = None
    _tasks: dict[str, int] = field(default_factory=dict)
    _last: float = 0.0

    @property
    def is_live(self) -> bool:
        return self.console.is_terminal and not self.plain

    def __enter__(self) -> Self:
        if self.is_live:
            self._live = Live(console=self.console, refresh_per_second=8)
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()
        if self._live is not None:
            self._live.stop()
            self._live = None

    def say(self, text: str) -> None:
        """A line that stays."""
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)
        if not self.is_live:
            self.console.file.flush()

    def clear(self) -> None:
        """Take what is drawn in place away."""
        if self._live is not None:
            self._live.update("", refresh=True)
        self._bars = None
        self._last = 0.0

    def due(self) -> bool:
        """Whether it is time to look again; asking is what costs."""
        return time.monotonic() - self._last >= _EVERY_S[self.is_live]

    def progress(self, done: Mapping[str, tuple[int, int]], backlog: int) -> None:
        """How far reading in is: done and total by "connection object", and how much is still to be sent."""
        self._last = time.monotonic()
        if self._live is None:
            parts = [f"{name} {now}/{total}" for name, (now, total) in done.items()]
            self.say(
                "  " + ", ".join([*parts, f"{backlog} {'change' if backlog == 1 else 'changes'} on the way"])
            )
            return
        if self._bars is None:
            self._bars = Progress(TextColumn("{task.description:<28}"), BarColumn(40), MofNCompleteColumn())
            self._tasks = {name: self._bars.add_task(name, total=total) for name, (_, total) in done.items()}
        for name, (now, total) in done.items():
            self._bars.update(self._tasks[name], completed=min(now, total), total=total)  # type: ignore[arg-type]
        self._live.update(Group(self._bars, f"changes on the way to the CRMs: {backlog}"))

    def figures(self, one: Figures) -> None:
        self._last = time.monotonic()
        struck = sum(one.faults.values())
        if self._live is None:
            self.say(
                f"  {one.left_s:4.0f} s left; {one.deeds} edits by people, {one.applied} written to the CRMs, "
                f"latency {shown(one.p50)}/{shown(one.p95)} ms (p50/p95), {one.conflicts} conflicts, "
                f"{one.questions} questions, {one.backlog} on the way, {struck} faults struck"
            )
            return
        table = Table.grid(padding=(0, 2))
        for name, value in (
            ("time left", f"{one.left_s:.0f} s"),
            ("edits by people", str(one.deeds)),
            ("written to the CRMs", str(one.applied)),
            ("latency p50 / p95", f"{shown(one.p50)} / {shown(one.p95)} ms"),
            ("open conflicts", str(one.conflicts)),
            ("open questions", str(one.questions)),
            ("on the way", str(one.backlog)),
            ("faults struck", f"{struck}  ({_listed(one.faults)})"),
        ):
            table.add_row(name, value)
        self._live.update(table)


def shown(value: int | None) -> str:
    return "-" if value is None else str(value)


def _listed(faults: Mapping[str, int]) -> str:
    most = sorted(faults.items(), key=lambda one: -one[1])[:6]
    return ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in most)
