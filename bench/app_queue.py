"""The next conflict: from the key until its detail is painted, in a queue of thousands."""

from __future__ import annotations

from typing import Final, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bench.app_window import Beat, frame, ms_of, rest, wait
from core.wire.models import QueueWord
from gui.app import App
from gui.conflicts.page import ConflictsPage

_HELD_S: Final = 0.033  # a key that is held down comes some thirty times a second
_DEEP: Final = 10_000  # rows


def measure(app: App, *, keys: int) -> dict[str, list[float]]:
    """ms. `held`: J as a held key sends it; `at_once`: the next J as soon as the last is painted; `answered`: with 1.

    `deep`, `deep_answered`: the same at the end of the list, once all of it was scrolled in; `pause`: the event loop's
    longest pause while it was.
    """
    app.window.go_to("conflicts")
    page = cast("ConflictsPage", app.window.page)
    wait(lambda: page.shows_content and _is_shown(page))
    rest(0.5)
    found = {
        "held": _press(app, page, Qt.Key.Key_J, keys, _HELD_S),
        "at_once": _press(app, page, Qt.Key.Key_J, keys, 0),
        "answered": _press(app, page, Qt.Key.Key_1, keys, _HELD_S),
    }
    beat = Beat()
    _scroll_in(page)
    found["pause"] = [beat.longest]
    page.list.setCurrentIndex(page.model.index(page.model.rowCount() - keys - 1, 0))
    wait(lambda: _is_shown(page))
    rest(0.5)
    found["deep"] = _press(app, page, Qt.Key.Key_J, keys, _HELD_S)
    found["deep_answered"] = _press(app, page, Qt.Key.Key_1, keys, _HELD_S)
    found["rows"] = [float(page.model.rowCount())]
    return found


def _press(app: App, page: ConflictsPage, key: Qt.Key, times: int, between_s: float) -> list[float]:
    took = []
    for _ in range(times):

        def press(before: QueueWord | None = page.current) -> None:
            QTest.keyClick(page.list, key)
            wait(lambda: page.current is not before and _is_shown(page))
            frame(app.window)

        took.append(ms_of(press))
        rest(between_s)
    return took


def _is_shown(page: ConflictsPage) -> bool:
    one = page.current
    return one is not None and page.detail.shows_content and page.stories.get(one.id) is not None


def _scroll_in(page: ConflictsPage) -> None:
    while not page.model.is_whole and page.model.rowCount() < _DEEP:
        _scroll_in_a_page(page)


def _scroll_in_a_page(page: ConflictsPage) -> None:
    bar, before = page.list.verticalScrollBar(), page.model.rowCount()
    wait(lambda: bar.value() < bar.maximum())
    bar.setValue(bar.maximum())
    wait(lambda: page.model.rowCount() > before or page.model.is_whole)
