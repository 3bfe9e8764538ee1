"""Starts a daemon, or the demo with its sandboxes, from the app."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from core.wire.endpoint import default_places
from gui.client import Place
from gui.context import Context

DEMO_SECONDS: Final = 900
_DAEMON: Final = ("-m", "daemon", "daemon")
_STOP_MS: Final = 5_000
_WATCH_MS: Final = 500
_TRIED_MS: Final = 30_000
_MOST: Final = 600
_STOPPED: Final = "stopped"


class Starter(QObject):
    """A daemon goes on when the app ends; the demo ends with the app, and leaves nothing behind.

    failed   what was begun has ended before it could be spoken to; what it said last, or nothing
    """

    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home: Path | None = None
        self._daemon: subprocess.Popen[bytes] | None = None
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH_MS)
        self._watch.timeout.connect(self._look_after)

    def start_daemon(self) -> bool:
        """Whether the process could be begun; the session finds it when it listens."""
        try:
            # A session of its own: it goes on when the app, or the terminal the app came from, ends.
            self._daemon = subprocess.Popen(
                [sys.executable, *_DAEMON],
                cwd=_root(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            return False
        self._watch.start()
        return True

    def reached(self) -> None:
        """What was begun is spoken to; from now on it is like any other daemon."""
        self._watch.stop()

    def start_demo(self, *, records: int = 500) -> Context:
        """Where the demo's daemon will listen, in a few seconds."""
        self.stop_demo()
        self._home = home = Path(tempfile.mkdtemp(prefix="crmsync-demo-"))
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.remove("CRMSYNC_HOME")
        process.setProcessEnvironment(environment)
        process.setWorkingDirectory(str(_root()))
        process.setStandardOutputFile(QProcess.nullDevice())
        process.finished.connect(self._ended)
        process.start(
            sys.executable,
            [
                *("-m", "daemon", "demo", "--json", "--keep", str(home)),
                *("--records", str(records), "--seconds", str(DEMO_SECONDS)),
            ],
        )
        return Context(
            name=self.tr("demo"),
            place=Place(socket=default_places({"CRMSYNC_HOME": str(home)}).socket),
            host=self.tr("sandboxes on this machine"),
        )

    def stop_demo(self) -> None:
        """Whatever runs as a part of this app, and the demo's data with it."""
        for process in self.findChildren(QProcess):
            process.setProperty(_STOPPED, True)
            if process.state() is not QProcess.ProcessState.NotRunning:
                process.terminate()
                process.waitForFinished(_STOP_MS)
        if self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)
            self._home = None

    def _look_after(self) -> None:
        if self._daemon is None or self._daemon.poll() is None:
            return
        self._watch.stop()
        self._ask_why()

    def _ask_why(self) -> None:
        """A process that goes on without us cannot also tell us something: what ended it is heard from a second try."""
        process = QProcess(self)
        process.setWorkingDirectory(str(_root()))
        process.setStandardOutputFile(QProcess.nullDevice())
        process.finished.connect(self._ended)
        QTimer.singleShot(_TRIED_MS, process, process.terminate)
        process.start(sys.executable, list(_DAEMON))

    def _ended(self, _code: int, _how: QProcess.ExitStatus) -> None:
        process = self.sender()
        if not isinstance(process, QProcess):
            return
        said = bytes(process.readAllStandardError().data()).decode("utf-8", errors="replace")
        was_stopped = process.property(_STOPPED)
        process.deleteLater()
        if not was_stopped:
            self.failed.emit(_last_words(said))


def _last_words(said: str) -> str:
    """What a program of ours writes before it gives up: what is wrong, and what to do about it."""
    lines = ["".join(one for one in line if one.isprintable()).strip() for line in said.splitlines()]
    begin = next((at for at, line in enumerate(lines) if line.startswith("error: ")), None)
    if begin is None:
        return ""
    told, *advice = (line for line in lines[begin : begin + 2] if line)
    told = told.removeprefix("error: ")
    return " ".join([told if told.endswith((".", "!", "?")) else f"{told}.", *advice])[:_MOST]


def _root() -> Path:
    return Path(__file__).resolve().parents[1]
