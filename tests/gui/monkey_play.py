"""The monkey itself: `python -m tests.gui.monkey_play SEED SECONDS FOLDER`, begun by tests/gui/monkey.py."""

from __future__ import annotations

import gc
import os
import random
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from PySide6.QtCore import (
    QEventLoop,
    QMessageLogContext,
    QObject,
    QPoint,
    Qt,
    QThread,
    QTimer,
    QtMsgType,
    QUrl,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from gui.app import App, build
from gui.client import Place
from gui.context import Context, LinkState
from gui.guide.window import GuideWindow
from gui.health.page import HealthPage
from gui.loading import Loading
from gui.memory import Memory
from gui.pages import PAGES
from gui.theme import Mode
from tests.gui.monkey_daemon import AWAY, BACK, CONTEST, EDIT, HOSTILE, SETTLE, Weather
from tests.gui.test_shell import controls

WARMS_UP: Final = 0.35  # of its time, before it is measured
MORE: Final = {"MB": 40.0, "python objects": 15_000.0}  # of those there are many from the beginning
MOST_OBJECTS: Final = 1.3  # of what a page held when it was warm
IGNORED: Final = ("This plugin does not support",)
KEYS: Final = tuple(
    getattr(Qt.Key, f"Key_{name}")
    for name in (
        *"123ABEJKNSUX",
        *("Return", "Escape", "Escape", "Tab", "Tab", "Backtab", "Up", "Down", "Left", "Right", "Space"),
        *("Delete", "Backspace", "Home", "End", "PageUp", "PageDown", "F2", "F5", "Slash", "Plus"),
    )
)
CHORDS: Final = tuple(
    (getattr(Qt.Key, f"Key_{key}"), getattr(Qt.KeyboardModifier, f"{held}Modifier"))
    for held, keys in (
        ("Control", (*"12345678AFKSZYNC", "Return", "Home", "End")),
        ("Shift", ("Tab", "1", "2", "3", "S", "Up", "Down")),
        ("Alt", ("Up", "Down")),
    )
    for key in keys
)
TEXTS: Final = (*(one[:300] for one in HOSTILE), "contact", "title", "field:title big", "7", "-1", "=1+1")


class Swallow(QObject):
    """Links are opened nowhere."""

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        pass


class Monkey(QObject):
    """One act at a time, also within the loops that menus and dialogs run of their own."""

    def __init__(self, app: App, weather: Weather, seed: int, seconds: float, acts: Path) -> None:
        super().__init__()
        self.app, self.weather = app, weather
        self.chance, self._pauses = random.Random(seed), random.Random(seed)
        self.trouble: list[str] = []
        self.done = 0
        self.loop = QEventLoop()
        self._ends = time.monotonic() + seconds
        self._acts = acts.open("w", encoding="utf-8", buffering=1)
        self._busy_at = -1
        self._says = ""
        self._away = False
        self._ways: list[tuple[int, Callable[[], None]]] = [
            (40, self._click),
            (28, self._press),
            (7, self._type),
            (6, self._drag),
            (5, self._wheel),
            (4, self._go),
            (3, self._resize),
            (4, self._weather),
            (2, self._look),
            (1, self._attach),
            (2, self._shut),
            (6, self._wait),
        ]

    def play(self) -> None:
        self._arm()
        self.loop.exec()

    def prolong(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def _arm(self) -> None:
        QTimer.singleShot(self._pauses.choice((0, 0, 1, 3, 10)), self, self._turn)

    def _turn(self) -> None:
        level = QThread.currentThread().loopLevel()
        if level == self._busy_at:
            self._arm()  # events that an act of ours lets in
            return
        if time.monotonic() > self._ends or len(self.trouble) > 3:
            over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if level > 1 and over is not None:
                self._arm()
                over.close()
            else:
                self.loop.quit()
            return
        self._arm()
        before, self._busy_at = self._busy_at, level
        try:
            self._act()
        finally:
            self._busy_at = before

    def _act(self) -> None:
        for one in QApplication.topLevelWidgets():
            if isinstance(one, QFileDialog) and one.isVisible():
                one.reject()
        ways = self._ways
        act = self.chance.choices([way for _, way in ways], [weight for weight, _ in ways])[0]
        self.done += 1
        self._says = f"{self.done} {act.__name__.lstrip('_')}"
        act()
        self._look_around()

    def _say(self, what: str) -> None:
        """Written before it is done: the process may not be there afterwards."""
        self._acts.write(f"{self._says} {what}\n")

    # where ------------------------------------------------------------------------------------------------------------
    def room(self) -> QWidget:
        """The window that has the floor."""
        found = QApplication.activePopupWidget()
        if found is None and (guide := self._guide()) is not None and self.chance.random() < 0.3:
            found = guide
        found = found or QApplication.activeModalWidget()
        if found is None:
            open_ = [one for one in self.app.window.findChildren(QDialog) if one.isVisible()]
            found = open_[-1] if open_ else None
        return found if found is not None and found.windowHandle() is not None else self.app.window

    def _guide(self) -> GuideWindow | None:
        """It stands beside the app and beside its dialogs."""
        return next((one for one in self._windows() if isinstance(one, GuideWindow)), None)

    def _windows(self) -> list[QWidget]:
        return [one for one in QApplication.topLevelWidgets() if one.isVisible()]

    def _somewhere(self, room: QWidget | None = None) -> tuple[QWidget, QPoint, str]:
        """A window, a place in it, and what is there: mostly a control, sometimes anything."""
        room = room or self.room()
        here = [one for one in controls(room) if one.isVisible() and not one.visibleRegion().isEmpty()]
        if here and self.chance.random() < 0.85:
            one = self.chance.choice(here)
            seen = one.visibleRegion().boundingRect()
            inside = QPoint(
                seen.left() + int(self.chance.random() * seen.width()),
                seen.top() + int(self.chance.random() * seen.height()),
            )
            name = one.accessibleName() or type(one).__name__
            return room, one.mapTo(room, inside), f"{type(room).__name__}/{name[:40]!r}"
        place = QPoint(int(self.chance.random() * room.width()), int(self.chance.random() * room.height()))
        return room, place, f"{type(room).__name__}/{place.x()},{place.y()}"

    # acts -------------------------------------------------------------------------------------------------------------
    def _click(self) -> None:
        room, place, what = self._somewhere()
        window = room.windowHandle()
        held = self.chance.choice(
            [Qt.KeyboardModifier.NoModifier] * 8
            + [Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier]
        )
        button = self.chance.choice([Qt.MouseButton.LeftButton] * 9 + [Qt.MouseButton.RightButton])
        self._say(f"{what}")
        for _ in range(2 if self.chance.random() < 0.12 else 1):
            if isValid(window):
                QTest.mousePress(window, button, held, place)
            if isValid(window):
                QTest.mouseRelease(window, button, held, place)

    def _press(self) -> None:
        window = self.room().windowHandle()
        if self.chance.random() < 0.25:
            key, held = self.chance.choice(CHORDS)
        else:
            key, held = self.chance.choice(KEYS), Qt.KeyboardModifier.NoModifier
        self._say(f"{held.name} {key.name}")
        if isValid(window):
            QTest.keyPress(window, key, held)
        if isValid(window):  # a menu is gone as soon as a key chooses
            QTest.keyRelease(window, key, held)

    def _type(self) -> None:
        """Into a field, as the clipboard would: nobody types 300 letters."""
        fields = [
            one
            for one in controls(self.room())
            if isinstance(one, QLineEdit | QPlainTextEdit)
            and one.isVisible()
            and one.isEnabled()
            and not one.isReadOnly()
        ]
        if not fields:
            return
        one, text = self.chance.choice(fields), self.chance.choice(TEXTS)
        self._say(f"{one.accessibleName()!r} {text[:30]!r}")
        one.setFocus()
        if isinstance(one, QLineEdit):
            one.insert(text)
        else:
            one.insertPlainText(text)

    def _drag(self) -> None:
        room, begin, what = self._somewhere()
        _room, end, where = self._somewhere(room)
        window = room.windowHandle()
        self._say(f"{what} to {where}")
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        if isValid(window):
            QTest.mousePress(window, left, none, begin)
        for part in (0.1, 0.5, 1.0):
            if isValid(window):
                QTest.mouseMove(window, begin + (end - begin) * part)
        if isValid(window):
            QTest.mouseRelease(window, left, none, end)

    def _wheel(self) -> None:
        room, place, what = self._somewhere()
        self._say(f"{what}")
        if isValid(window := room.windowHandle()):
            QTest.wheelEvent(window, place, QPoint(0, self.chance.choice((-120, 120, -1200))))

    def _go(self) -> None:
        key = self.chance.choice(PAGES).key
        where = self.chance.choice(
            ({}, {}, {"record": "n1@x.eu"}, {"connection": "hs"}, {"run": "x"}, {"kind": "set"})
        )
        self._say(f"{key} {where}")
        self.app.window.go_to(key, **where)

    def _resize(self) -> None:
        window = self.app.window
        wide = self.chance.randint(window.minimumWidth(), 2000)
        high = self.chance.randint(window.minimumHeight(), 1400)
        self._say(f"{wide} x {high}")
        window.resize(wide, high)
        if (window.width(), window.height()) != (wide, high):
            self.trouble.append(f"{wide} x {high} became {window.width()} x {window.height()}")

    def _weather(self) -> None:
        what = self.chance.choice((SETTLE, SETTLE, CONTEST, CONTEST, EDIT, BACK if self._away else AWAY))
        if self._away:
            what = BACK
        self._away = what == AWAY
        self._say(f"{what}")
        self.weather.be(what)

    def _look(self) -> None:
        mode = self.chance.choice(list(Mode))
        self._say(f"{mode}")
        self.app.theme.set_mode(mode)

    def _attach(self) -> None:
        context = Context(name="local", host="here", place=Place(socket=self.weather.socket))
        only = self.chance.random() < 0.3
        self._say("only to look on" if only else " to change")
        self.app.window.attach(context.looking_only() if only else context)

    def _shut(self) -> None:
        """The cross of a window that is not the app's own."""
        room = self.room()
        if room is not self.app.window and room.isWindow():
            self._say(type(room).__name__)
            room.close()

    def _wait(self) -> None:
        self._say("")
        QTest.qWait(self.chance.choice((10, 50, 200)))

    # what was found -----------------------------------------------------------------------------------------------------
    def _look_around(self) -> None:
        passing = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
        for one in self._windows():
            ours = one is self.app.window or isinstance(one, QDialog | GuideWindow)
            if not ours and one.windowType() not in passing:
                self.trouble.append(f"a window nobody asked for: {one!r}")
                one.hide()

    def come_home(self) -> None:
        """No dialog is open, the daemon is there, every page was seen at rest."""
        if self._away:
            self.weather.be(BACK)
            self._away = False
        self.weather.be(SETTLE)
        for _ in range(20):
            over = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._guide()
            if over is None:
                break
            over.close()
        self.app.theme.set_mode(Mode.LIGHT)
        self.app.window.attach(Context(name="local", host="here", place=Place(socket=self.weather.socket)))
        for _ in range(100):
            QTest.qWait(20)
            if self.app.session.link is LinkState.LIVE and self.app.session.health is not None:
                break
        for entry in PAGES:
            self.app.window.go_to(entry.key)
            QTest.qWait(250)
        self.app.window.go_to(PAGES[0].key)
        for _ in range(1500):
            QTest.qWait(20)
            if self._is_loaded():
                break
        QTest.qWait(250)

    def _is_loaded(self) -> bool:
        """What comes later than the window is there, so that it is not taken for growth."""
        health = self.app.window.page
        assert isinstance(health, HealthPage)
        return health.charts is not None and not self.app.qt.findChildren(Loading)

    def measure(self) -> dict[str, float]:
        self.come_home()
        gc.collect()
        QTest.qWait(50)
        told = {
            f"objects of {key}": float(len(page.findChildren(QObject)))
            for key, page in self.app.window._pages.items()
        }
        told["widgets"] = float(len(QApplication.allWidgets()))
        told["python objects"] = float(len(gc.get_objects()) + gc.get_freeze_count())
        told["MB"] = resident_mb()
        return told


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def grown(before: dict[str, float], after: dict[str, float]) -> list[str]:
    found = []
    for name, was in before.items():
        now = after.get(name, was)
        most = was + MORE[name] if name in MORE else was * MOST_OBJECTS + 40
        if now > most:
            found.append(f"{name} grew from {was:.0f} to {now:.0f}")
    return found


def listen(trouble: list[str]) -> None:
    """Everything that a person would never see, and must not be there."""

    def of_qt(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        quiet = kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        if not quiet and not any(one in text for one in IGNORED):
            trouble.append(f"{kind.name}: {text}\n{''.join(traceback.format_stack(limit=8))}")

    def of_python(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        trouble.append("".join(traceback.format_exception(kind, error, trace)))

    def unraisable(found: Any) -> None:
        trouble.append(f"{found.err_msg}: {found.exc_value!r} {found.object!r}")

    qInstallMessageHandler(of_qt)
    sys.excepthook = of_python
    sys.unraisablehook = unraisable


def main() -> int:
    seed, seconds, folder = int(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3])
    weather = Weather(folder / "daemon", seed)
    qt = QApplication([])
    swallow = Swallow()
    for scheme in ("http", "https", "file", "mailto"):
        QDesktopServices.setUrlHandler(scheme, swallow, "take")  # type: ignore[arg-type]
    QFileDialog.getOpenFileName = staticmethod(lambda *_given, **_more: ("", ""))  # type: ignore[method-assign]
    context = Context(name="local", host="here", place=Place(socket=weather.socket))
    tongue = "en" if seed % 2 else "de"  # one for the whole run, as in the app
    app = build(qt, context, memory=Memory(folder / "app.ini"), mode=Mode.LIGHT, language=tongue)
    app.window.starter.start_daemon = lambda: False  # type: ignore[method-assign]
    app.window.starter.start_demo = lambda **_given: context  # type: ignore[method-assign]
    monkey = Monkey(app, weather, seed, seconds * WARMS_UP, folder / "acts")
    listen(monkey.trouble)
    app.window.show()
    monkey.play()
    before = monkey.measure()
    monkey.prolong(seconds * (1 - WARMS_UP))
    monkey.play()
    after = monkey.measure()
    for name, was in before.items():
        sys.stdout.write(f"{name}: {was:.0f} -> {after.get(name, 0):.0f}\n")
    sys.stdout.write(f"{monkey.done} acts\n")
    found = [*monkey.trouble, *grown(before, after)]
    sys.stdout.write("\n".join(found) + "\n")
    sys.stdout.flush()
    weather.end()
    app.window.close()
    qInstallMessageHandler(None)
    os._exit(1 if found else 0)  # what is left is the system's to clear away


if __name__ == "__main__":
    main()
