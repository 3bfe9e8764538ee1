"""Activity over a log of any length: scrolled down page by page, back up over what was forgotten, and searched."""

from __future__ import annotations

import time
from typing import Final, cast

from PySide6.QtCore import QObject

from bench.app_window import Beat, frame, ms_of, rest, wait
from gui.activity.page import ActivityPage
from gui.app import App

_ROWS: Final = 3  # a notch of the wheel
_SEARCHES: Final = (
    "engineer", "p77@example.org", "field:email", "clerk 1234", "anna", "kind:push", "nowhere-to-be-found", "run:run-3",
)  # fmt: skip


def measure(app: App, *, pages: int) -> dict[str, list[float]]:
    """ms. `page`: from reaching the end until the next page is there; `step`: a notch of the wheel, painted.

    `pause`: the event loop's longest pause for each page scrolled; `back`: long steps upwards over pages that were
    forgotten; `search`: from the question until its first page is painted.
    """
    app.window.go_to("activity")
    page = cast("ActivityPage", app.window.page)
    log = page.log
    wait(lambda: log.stack.shows_content)
    rest(0.5)
    found: dict[str, list[float]] = {"page": [], "step": [], "pause": [], "back": [], "search": []}
    beat = Beat()
    for _ in range(pages):
        _down_a_page(app, page, beat, found)
    found["rows"] = [float(log.entries.rowCount())]
    bar = log.table.verticalScrollBar()
    for step in range(min(pages, 200)):
        beat.reset()

        def up(share: float = 1 - (step + 1) / min(pages, 200)) -> None:
            bar.setValue(round(bar.maximum() * share))
            frame(app.window)

        found["back"].append(ms_of(up))
        rest(0.02)
        found["pause"].append(beat.longest)
    bar.setValue(0)
    for text in _SEARCHES:
        found["search"].append(_search(app, page, text))
    return found


def _down_a_page(app: App, page: ActivityPage, beat: Beat, found: dict[str, list[float]]) -> None:
    """Wheel steps to the end of what is there, then the next page comes by itself."""
    bar, model = page.log.table.verticalScrollBar(), page.log.entries
    before = model.rowCount()
    height = page.log.table.rowHeight(0)
    bar.setValue(max(0, bar.maximum() - 40 * height))
    beat.reset()
    begin = time.perf_counter()
    while model.rowCount() == before and bar.value() < bar.maximum():

        def step() -> None:
            bar.setValue(bar.value() + _ROWS * height)
            frame(app.window)

        found["step"].append(ms_of(step))
        begin = time.perf_counter()
        rest(0.004)
    wait(lambda: model.rowCount() > before or model.is_whole)
    found["page"].append((time.perf_counter() - begin) * 1_000)
    found["pause"].append(beat.longest)


def _search(app: App, page: ActivityPage, text: str) -> float:
    log = page.log
    come: list[str] = []
    bond = log.entries.loaded.connect(lambda: come.append(text))

    def search() -> None:
        log.look_at(text=text)
        wait(lambda: bool(come))
        frame(app.window)

    took = ms_of(search)
    QObject.disconnect(bond)
    rest(0.3)
    return took
