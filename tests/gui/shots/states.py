"""What can befall any page: it waits, has nothing, works, fails, loses its daemon, only looks on; and the window."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from gui.app import App
from gui.attach import AttachDialog
from gui.client import Place
from gui.commands import Commands
from gui.context import Context, LinkState, context_of_socket
from gui.memory import Memory
from gui.pages import PAGES, Entry
from gui.tokens import Tone
from gui.tray import TrayState
from gui.widgets.states import Skeleton
from tests.gui.shots.camera import Camera, pause, sheet, wait_until
from tests.gui.shots.gate import Gate, Way, gated
from tests.gui.shots.poses import BUSY, POSES, READY, TYPED
from tests.gui.shots.stage import HOST, Look, empty, of_socket, opened, wait_for

_SMALL, _LONG_MS = (1024, 700), 10_000


class Shooting:
    """One series: which pages, on which daemon (`socket`), in which look. Each method is a state of its own."""

    def __init__(self, qt: QApplication, camera: Camera, socket: Path, look: Look, only: str = "") -> None:
        self.qt, self.camera, self.socket, self.look = qt, camera, socket, look
        self.pages = [one for one in PAGES if only in ("", one.key)]
        self.tail = look.mode.value

    def settle(self, app: App) -> None:
        """Until nothing says any more that it loads; then what is drawn has a moment."""
        skeletons = app.window.findChildren(Skeleton)
        wait_until(lambda: not any(one.isVisible() for one in skeletons), _LONG_MS)
        pause(self.look.settles_ms)

    def take(self, app: App, *name: str) -> None:
        self.camera.take(app.window, "-".join((*name, self.tail)))

    def usual(self) -> None:
        """Each page as it is; then in its poses."""
        with opened(self.qt, of_socket(self.socket), self.look) as app:
            wait_for(app, self.look, LinkState.LIVE)
            for entry in self.pages:
                app.window.go_to(entry.key)
                self.settle(app)
                self.take(app, entry.key)
                for name, pose in POSES.get(entry.key, {}).items():
                    pose(app, app.window.page)
                    self.settle(app)
                    self.take(app, entry.key, name)
                    close_dialogs(app)

    def small(self) -> None:
        self._each("small", of_socket(self.socket), replace(self.look, size=_SMALL))

    def read_only(self) -> None:
        self._each("read-only", context_of_socket(self.socket, name="acme-prod"), self.look)

    def empty(self) -> None:
        with empty() as socket:
            self._each("empty", of_socket(socket), self.look)

    def loading(self) -> None:
        """Nothing is known yet, because the daemon is slow to say anything."""
        with self._gated() as gate:
            gate.turn(Way.SILENT)
            with opened(self.qt, of_socket(gate.path), self.look) as app:
                for entry in self.pages:
                    app.window.go_to(entry.key)
                    pause(300)
                    self.take(app, entry.key, "loading")

    def busy(self) -> None:
        def act(app: App, entry: Entry, gate: Gate) -> None:
            if (ready := READY.get(entry.key)) is not None:
                ready(app, app.window.page)
                self.settle(app)
            gate.turn(Way.SLOW)
            BUSY[entry.key](app, app.window.page)

        self._at_the_gate("busy", act)

    def error(self) -> None:
        """Everything a page asks for is refused from the start."""
        with self._gated() as gate:
            gate.turn(Way.FAILING)
            with opened(self.qt, of_socket(gate.path), self.look) as app:
                wait_for(app, self.look, LinkState.LIVE)
                for entry in self.pages:
                    app.window.go_to(entry.key)
                    self.settle(app)
                    self.take(app, entry.key, "error")

    def disconnected(self) -> None:
        self._at_the_gate("disconnected", lambda _app, _entry, gate: gate.turn(Way.SHUT))

    def window(self) -> None:
        """What belongs to no page: the palette, the first start, the dialogs of daemons, the banner, a toast, the tray."""
        with opened(self.qt, of_socket(self.socket), self.look) as app:
            wait_for(app, self.look, LinkState.LIVE)
            app.window.open_commands()
            pause(300)
            self.take(app, "commands")
            for palette in app.window.findChildren(Commands):
                QTest.keyClicks(palette.asked, "mor")
                pause(1_500)
                self.take(app, "commands-found")
            close_dialogs(app)
            for name, socket in (("attach", False), ("attach-socket", True)):
                app.window.ask_to_attach()
                if socket:
                    app.window.findChildren(AttachDialog)[-1].show_socket()
                pause(300)
                self.take(app, name)
                close_dialogs(app)
            app.window.raise_ticket()
            self.settle(app)
            self.take(app, "ticket")
            close_dialogs(app)
            guide = app.window.open_guide("guide/health.md")
            pause(300)
            self.camera.take(guide, f"guide-{self.tail}")
            guide.close()
            for tone, words in (
                (Tone.GOOD, "Written to HubSpot"),
                (Tone.BAD, "The store could not be read."),
            ):
                app.window.toast(words, tone, ("Undo", lambda: None))
                pause(300)
                self.take(app, "toast", tone.value)
            self._tray(app)
        nowhere = Context(name="local", host=HOST, place=Place(socket=Path("/nowhere/api.sock")))
        with opened(self.qt, nowhere, self.look) as app:
            wait_for(app, self.look, LinkState.ABSENT)
            self.take(app, "first-start")

    def unsaved(self) -> None:
        """The app comes back after something was typed and not saved."""
        with tempfile.TemporaryDirectory() as folder:
            for comes_back in (False, True):
                memory = Memory(Path(folder) / "app.ini")
                with opened(self.qt, of_socket(self.socket), self.look, memory) as app:
                    wait_for(app, self.look, LinkState.LIVE)
                    for entry in [one for one in self.pages if one.key in TYPED]:
                        app.window.go_to(entry.key)
                        self.settle(app)
                        if comes_back:
                            self.take(app, entry.key, "unsaved")
                        else:
                            TYPED[entry.key](app, app.window.page)
                    self.settle(app)

    # inside -------------------------------------------------------------------------------------------------------------
    def _each(self, state: str, context: Context, look: Look) -> None:
        with opened(self.qt, context, look) as app:
            wait_for(app, look, LinkState.LIVE)
            for entry in self.pages:
                app.window.go_to(entry.key)
                self.settle(app)
                self.take(app, entry.key, state)

    def _at_the_gate(self, state: str, act: Callable[[App, Entry, Gate], object]) -> None:
        """Each page is there in full before `act` befalls it."""
        for entry in self.pages:
            with self._gated() as gate, opened(self.qt, of_socket(gate.path), self.look) as app:
                wait_for(app, self.look, LinkState.LIVE)
                app.window.go_to(entry.key)
                self.settle(app)
                act(app, entry, gate)
                pause(self.look.settles_ms)
                self.take(app, entry.key, state)
                close_dialogs(app)

    @contextmanager
    def _gated(self) -> Iterator[Gate]:
        with tempfile.TemporaryDirectory() as folder, gated(Path(folder) / "api.sock", self.socket) as gate:
            yield gate

    def _tray(self, app: App) -> None:
        pictures: list[tuple[str, QImage]] = []
        for state in TrayState:
            app.tray.state = state
            pictures.append((state.value, app.tray._draw_icon().pixmap(64, 64).toImage()))
        colours = app.theme.colours
        made = sheet(pictures, QColor(colours.canvas), QColor(colours.text))
        self.camera.keep(made, f"tray-{self.tail}")


def close_dialogs(app: App) -> None:
    for one in app.window.findChildren(QDialog):
        if one.isVisible():
            one.close()
    QCoreApplication.processEvents()


STATES: Mapping[str, Callable[[Shooting], None]] = {
    "usual": Shooting.usual,
    "small": Shooting.small,
    "empty": Shooting.empty,
    "loading": Shooting.loading,
    "busy": Shooting.busy,
    "error": Shooting.error,
    "disconnected": Shooting.disconnected,
    "read-only": Shooting.read_only,
    "unsaved": Shooting.unsaved,
    "window": Shooting.window,
}
