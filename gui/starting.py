"""Starts a daemon, or the demo with its sandboxes, from the app."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment

from core.wire.endpoint import default_places
from gui.client import Place
from gui.context import Context

DEMO_SECONDS: Final = 900
_STOP_MS: Final = 5_000


class Starter(QObject):
    """A daemon goes on when the app ends; the demo ends with the app."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._demo: QProcess | None = None

    def start_daemon(self) -> bool:
        """Whether the process could be begun; the session finds it when it listens."""
        process = QProcess()
        process.setProgram(sys.executable)
        process.setArguments(["-m", "daemon", "daemon"])
        process.setWorkingDirectory(str(_root()))
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())
        begun = process.startDetached()
        return begun[0] if isinstance(begun, tuple) else bool(begun)

    def start_demo(self, *, records: int = 500) -> Context:
        """Where the demo's daemon will listen, in a few seconds."""
        self.stop_demo()
        home = Path(tempfile.mkdtemp(prefix="crmsync-demo-"))
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.remove("CRMSYNC_HOME")
        process.setProcessEnvironment(environment)
        process.setWorkingDirectory(str(_root()))
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())
        process.start(
            sys.executable,
            [
                *("-m", "daemon", "demo", "--json", "--keep", str(home)),
                *("--records", str(records), "--seconds", str(DEMO_SECONDS)),
            ],
        )
        self._demo = process
        return Context(
            name=self.tr("demo"),
            place=Place(socket=default_places({"CRMSYNC_HOME": str(home)}).socket),
            host=self.tr("sandboxes on this machine"),
        )

    def stop_demo(self) -> None:
        process, self._demo = self._demo, None
        if process is not None and process.state() is not QProcess.ProcessState.NotRunning:
            process.terminate()
            process.waitForFinished(_STOP_MS)


def _root() -> Path:
    return Path(__file__).resolve().parents[1]
