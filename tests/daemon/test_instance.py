"""One daemon per data folder, proved with real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import AlreadyRunning, CannotStart
from daemon.instance import Instance

HOLD = """
import sys, time
from pathlib import Path
from daemon.instance import Instance
held = Instance.acquire(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def test_second_daemon_is_refused_and_told_the_process(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as other:
        try:
            assert other.stdout is not None
            assert other.stdout.readline() == "held\n"
            with pytest.raises(AlreadyRunning, match=f"process {other.pid}"):
                Instance.acquire(tmp_path)
        finally:
            other.send_signal(signal.SIGKILL)
    with Instance.acquire(tmp_path) as held:
        assert held.is_held


def test_lock_file_names_the_holder_and_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with Instance.acquire(folder):
        assert (folder / "daemon.lock").read_text() == f"{os.getpid()}\n"
        assert (folder / "daemon.lock").stat().st_mode & 0o077 == 0
        assert folder.stat().st_mode & 0o077 == 0


def test_released_folder_can_be_taken_again(tmp_path: Path) -> None:
    first = Instance.acquire(tmp_path)
    first.release()
    assert not first.is_held
    Instance.acquire(tmp_path).release()


def test_lock_that_is_a_symlink_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("precious")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "daemon.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotStart):
        Instance.acquire(tmp_path / "data")
    assert (tmp_path / "elsewhere").read_text() == "precious"
