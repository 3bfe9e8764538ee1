"""From one page of the app to another: until it is painted, and until what it shows has come."""

from __future__ import annotations

import time
from itertools import permutations
from typing import Final

from bench.app_window import Beat, frame, ms_of, rest, wait
from gui.app import App
from gui.pages import PAGES
from gui.widgets.states import Skeleton

_SETTLES_S: Final = 0.25


def measure(app: App, *, rounds: int) -> dict[str, list[float]]:
    """ms. `first`: a page that was never open; `data`: the same until what it shows has come; `later`: every page to every.

    `pause`: the event loop's longest pause in the moments after a later switch.
    """
    window, keys, beat = app.window, [entry.key for entry in PAGES], Beat()
    first, data, later, pause = [], [], [], []
    for key in keys[1:]:
        begin = time.perf_counter()
        first.append(_switch(app, key))
        wait(lambda: not any(one.isVisible() for one in window.page.findChildren(Skeleton)))
        frame(window)
        data.append((time.perf_counter() - begin) * 1_000)
        rest(2 * _SETTLES_S)
    for _ in range(rounds):
        for here, there in permutations(keys, 2):
            window.go_to(here)
            frame(window)
            rest(_SETTLES_S / 2)
            later.append(_switch(app, there))
            beat.reset()
            rest(_SETTLES_S / 2)
            pause.append(beat.longest)
    return {"first": first, "data": data, "later": later, "pause": pause}


def _switch(app: App, key: str) -> float:
    def switch() -> None:
        app.window.go_to(key)
        frame(app.window)

    return ms_of(switch)
