"""The desktop app without a screen, on a daemon in another process: how soon it is there, and how quick it stays."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from bench import app_live
from bench.processes import run
from bench.table import Figure, over_rounds, percentile

Times = Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppSize:
    """`questions` and `entries` are what the store holds; the rest is how long each part is measured."""

    rounds: int
    questions: int
    entries: int
    switches: int
    keys: int
    frames: int
    pages: int
    seconds: int
    events: int


WHOLE: Final = AppSize(
    rounds=3, questions=12_000, entries=1_000_000, switches=1, keys=40, frames=300, pages=120, seconds=20, events=72_000
)  # fmt: skip
QUICK: Final = AppSize(
    rounds=1, questions=1_000, entries=20_000, switches=1, keys=10, frames=60, pages=10, seconds=5, events=10_000
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A figure made of one list of times (`times`); `share` is its percentile, 1 for the largest."""

    times: str
    name: str
    target: float | None = None
    share: float = 0.95


_ASKED: Final[Mapping[str, tuple[Asked, ...]]] = {
    "switching": (
        Asked(times="first", name="page switch, first visit, slowest", target=100, share=1),
        Asked(times="data", name="  until its data is painted, slowest", share=1),
        Asked(times="later", name="page switch, every page to every page, p95", target=100),
        Asked(times="pause", name="  longest pause of the event loop after it, p95"),
    ),
    "queue": (
        Asked(times="held", name="next conflict with J, p95", target=50),
        Asked(times="at_once", name="  each J at once after the last is painted, p95", target=50),
        Asked(times="answered", name="next conflict after an answer with 1, p95", target=50),
        Asked(times="deep", name="  J with the whole queue scrolled in, p95", target=50),
        Asked(times="deep_answered", name="  1 with the whole queue scrolled in, p95", target=50),
        Asked(times="pause", name="  longest pause of the event loop while scrolling it in", share=1),
    ),
    "canvas": (
        Asked(times="ordered_scroll", name="canvas 500 x 500, scrolling, p95 a frame", target=16),
        Asked(times="ordered_drag", name="canvas, dragging, p95 a frame", target=16),
        Asked(times="mixed_scroll", name="  fields in any order, scrolling, p95 a frame", target=16),
        Asked(times="mixed_drag", name="  fields in any order, dragging, p95 a frame", target=16),
        Asked(times="mixed_begin", name="  the frame in which a drag begins", share=1),
        Asked(times="mixed_whole", name="  all of it painted anew, p95"),
    ),
    "log": (
        Asked(times="step", name="activity, a notch of the wheel, p95", target=16),
        Asked(times="page", name="  until the next page is there, p95"),
        Asked(times="back", name="  up again over pages that were forgotten, p95"),
        Asked(times="pause", name="  longest pause of the event loop", share=1, target=50),
        Asked(times="search", name="activity, a search until it is painted, slowest", share=1, target=200),
    ),
}


def measure(folder: Path, *, size: AppSize, tell: Callable[[str], None]) -> list[Figure]:
    """Fills the store (a million entries take minutes), then measures part by part in fresh processes."""
    tell(f"app: filling a store with {size.entries:,} entries and {size.questions:,} conflicts")
    serving = app_live.serving(folder / "app", questions=size.questions, entries=size.entries)
    with serving as (daemon, socket):
        tell("app: opening it")
        figures = _opened(socket, rounds=2 * size.rounds - 1)
        sizes = {
            "switching": size.switches,
            "queue": size.keys,
            "canvas": size.frames,
            "log": size.pages,
        }
        for part, much in sizes.items():
            tell(f"app: {part}")
            found = [run("bench.app_inside", part, str(socket), str(much)) for _ in range(size.rounds)]
            figures += [_figure(one, found) for one in _ASKED[part] if found[0][one.times]]
        tell("app: live events")
        live = app_live.measure(daemon, socket, seconds=size.seconds, events=size.events, tell=tell)
    return [*figures, *live]


def _opened(socket: Path, *, rounds: int) -> list[Figure]:
    """From the start of a process with nothing remembered; the note has how long each part took."""
    totals, parts, pauses = [], [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(prefix="crmsync-bench-app-") as home:
            begin = time.monotonic()
            told = run("bench.app_opening", str(socket), home)
        stamps = told["stamps"]
        pauses.append(told["pause"])
        totals.append((stamps["first data"] - begin) * 1_000)
        before = [begin, *stamps.values()]
        parts.append(
            {name: (at - last) * 1_000 for (name, at), last in zip(stamps.items(), before, strict=False)}
        )
    split = ", ".join(f"{name} {median(part[name] for part in parts):.0f}" for name in parts[0])
    return [
        over_rounds("window shown with first data, fresh process", totals, "ms", 1_000, note=split),
        over_rounds("  longest pause of the event loop in the 3 s after", pauses, "ms"),
    ]


def _figure(asked: Asked, rounds: Sequence[Times]) -> Figure:
    at = [percentile(times[asked.times], asked.share) for times in rounds]
    every = [one for times in rounds for one in times[asked.times]]
    note = (
        f"p50 {median(every):.1f}, p99 {percentile(every, 0.99):.1f}, largest {max(every):.0f}; {len(every)}"
    )
    return over_rounds(asked.name, at, "ms", asked.target, note=note)
