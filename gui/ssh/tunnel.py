"""A daemon's socket on another host brought here by the system's own `ssh`, and brought again whenever ssh ends."""

from __future__ import annotations

import shutil
import stat
import tempfile
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from core.errors import CrmSyncError
from gui.client import Place
from gui.ssh.host import FOUND_NONE, SshHost, socket_told
from gui.ssh.trouble import connecting, no_socket_there, no_ssh_here, trouble_of

FIRST_PAUSE_MS: Final = 1_000
LONGEST_PAUSE_MS: Final = 30_000
_LOOK_MS: Final = 50
_STOP_MS: Final = 2_000
_MOST_SAID: Final = 16_384


class Tunnel(QObject):
    """`start` begins; from then on it keeps itself up until `close`. The local socket lies in a folder of ours alone.

    `read_only`: the daemon's socket by which nothing can be changed is brought, and no other.

    opened    the socket is there
    changed   `trouble` is another: why there is no daemon behind the socket; None once it is up
    """

    opened = Signal()
    changed = Signal()

    def __init__(self, host: SshHost, parent: QObject | None = None, *, read_only: bool) -> None:
        super().__init__(parent)
        self.host, self.read_only = host, read_only
        self.trouble: CrmSyncError | None = connecting(host)
        self.pause_ms = FIRST_PAUSE_MS
        self._folder = Path(tempfile.mkdtemp(prefix="crmsync-ssh-"))  # 0700
        self._local = self._folder / "s"
        self._remote = host.socket_for(read_only=read_only)
        self._said = ""
        self._up = self._closed = False
        self._process: QProcess | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._begin)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._look_for_socket)

    @property
    def place(self) -> Place:
        return Place(socket=self._local, label=f"{self.host.words} (SSH)")

    def start(self) -> None:
        self._again.start(0)

    def retry_now(self) -> None:
        """A person pressed the button: do not wait the pause out."""
        if self._process is None and not self._closed:
            self.pause_ms = FIRST_PAUSE_MS
            self._tell(connecting(self.host))
            self.start()

    def well(self) -> None:
        """The daemon behind it answers."""
        self.pause_ms = FIRST_PAUSE_MS
        self._said = ""
        if self._up:
            self._tell(None)

    def close(self) -> None:
        """ssh is ended, and nothing of it is left behind."""
        self._closed = True
        self._again.stop()
        self._look.stop()
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            if not process.waitForFinished(_STOP_MS):
                process.kill()
                process.waitForFinished(_STOP_MS)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _begin(self) -> None:
        self._said, self._up = "", False
        self._local.unlink(missing_ok=True)
        if self._remote:
            self._run(self.host.forwarding(str(self._local), self._remote))
            self._look.start()
        else:
            self._run(self.host.asking(read_only=self.read_only))

    def _run(self, arguments: list[str]) -> None:
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("LC_ALL", "C")  # what it says is read
        process.setProcessEnvironment(environment)
        process.setStandardInputFile(QProcess.nullDevice())
        process.readyReadStandardError.connect(self._read)
        process.finished.connect(partial(self._ended, process))
        process.errorOccurred.connect(self._not_begun)
        self._process = process
        process.start("ssh", arguments)

    def _read(self) -> None:
        if (process := self._process) is None:
            return
        said = bytes(process.readAllStandardError().data()).decode("utf-8", errors="replace")
        self._said = (self._said + said)[-_MOST_SAID:]
        # ssh stays where only the far side of the socket is missing.
        if self._up and "open failed" in said:
            self._tell(trouble_of(self._said, self.host, self._remote))

    def _look_for_socket(self) -> None:
        try:
            there = stat.S_ISSOCK(self._local.lstat().st_mode)
        except FileNotFoundError:
            return
        if there:
            self._look.stop()
            self._up = True
            self._tell(None)
            self.opened.emit()

    def _ended(self, process: QProcess, code: int, _how: QProcess.ExitStatus) -> None:
        asked = not self._remote
        if process is not self._process:
            return
        self._read()
        answer = bytes(process.readAllStandardOutput().data()).decode("utf-8", errors="replace")
        self._forget(process)
        if asked and code == 0 and (found := socket_told(answer)) is not None:
            self._remote = found
            self._begin()
            return
        if asked and code in (0, FOUND_NONE):
            self._fail(no_socket_there(self.host))
        else:
            self._fail(trouble_of(self._said, self.host, self._remote))

    def _not_begun(self, what: QProcess.ProcessError) -> None:
        process = self._process
        if process is not None and what is QProcess.ProcessError.FailedToStart:
            self._forget(process)
            self._fail(no_ssh_here())

    def _forget(self, process: QProcess) -> None:
        self._process, self._up = None, False
        self._look.stop()
        process.deleteLater()

    def _fail(self, trouble: CrmSyncError) -> None:
        # A daemon that was started anew may listen elsewhere.
        self._remote = self.host.socket_for(read_only=self.read_only)
        self._tell(trouble)
        self._again.start(self.pause_ms)
        self.pause_ms = min(self.pause_ms * 2, LONGEST_PAUSE_MS)

    def _tell(self, trouble: CrmSyncError | None) -> None:
        if trouble is not self.trouble:
            self.trouble = trouble
            self.changed.emit()
