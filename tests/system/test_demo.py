"""The demo is the product's own proof: a small run of it ends well and says so in its summary."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from daemon.demo.app import has_screen

ROOT = Path(__file__).resolve().parents[2]


def start(*options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        # A shell's background job hands down that Ctrl-C is ignored.
        ["env", "--default-signal=INT", sys.executable, "-m", "daemon", "demo", "--json", *options],
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1", "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture(scope="module")
def played() -> Iterator[tuple[int, list[str]]]:
    with start("--records", "200", "--seconds", "8") as demo:
        text, _ = demo.communicate(timeout=240)
        yield demo.returncode, text.strip().splitlines()


def summary_of(lines: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(lines[-1])
    return found


@pytest.mark.slow
def test_a_small_demo_ends_with_every_invariant_held(played: tuple[int, list[str]]) -> None:
    code, lines = played
    summary = summary_of(lines)
    assert code == 0, "\n".join(lines)
    assert summary["broken"] == []
    assert summary["converged"] is True
    assert summary["audit_ok"] is True
    assert (summary["lost_updates"], summary["duplicate_creates"], summary["phantom_writes"]) == (0, 0, 0)


@pytest.mark.slow
def test_a_small_demo_really_did_something(played: tuple[int, list[str]]) -> None:
    _, lines = played
    summary = summary_of(lines)
    assert summary["records"] > 200
    assert summary["links"] > 2 * summary["records"]
    assert summary["edits"] > 10
    assert summary["changes_applied"] > 10
    assert sum(summary["faults_struck"].values()) > 0
    assert summary["records_per_minute"] > 0
    assert summary["latency_p95_ms"] is not None
    assert sum("plan of its first sync" in line for line in lines) == 4


@pytest.mark.slow
def test_a_demo_that_is_interrupted_leaves_nothing_running_and_nothing_behind(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    crms = "hubspot,pipedrive"
    with start("--app", "--records", "100", "--seconds", "60", "--keep", str(kept), "--crms", crms) as demo:
        end = time.monotonic() + 240
        # The app remembers how things stood as soon as it has heard of them.
        while not list(kept.rglob("app.ini")) and time.monotonic() < end and demo.poll() is None:
            time.sleep(0.05)
        demo.send_signal(signal.SIGINT)
        text, _ = demo.communicate(timeout=240)
    assert demo.returncode == 130, text
    assert processes_below(kept) == []
    assert (kept / "config" / "crmsync.toml").exists()
    chosen = {one.name.partition("-")[0] for one in (kept / "config" / "mappings").iterdir()}
    assert len(chosen) == 2  # only those that were asked for


@pytest.mark.slow
def test_a_folder_that_holds_something_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with start("--records", "100", "--keep", str(tmp_path)) as demo:
        text, _ = demo.communicate(timeout=60)
    assert demo.returncode != 0
    assert "is not empty" in text
    assert [one.name for one in tmp_path.iterdir()] == ["letter.txt"]


def processes_below(home: Path) -> list[str]:
    """Command lines of living processes whose CRMSYNC_HOME is `home`."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            environment = (folder / "environ").read_bytes().split(b"\0")
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue  # it ended meanwhile, or is another user's
        if f"CRMSYNC_HOME={home}".encode() in environment and command:
            found.append(command.replace(b"\0", b" ").decode())
    return found


@pytest.mark.parametrize(
    ("environment", "platform", "there"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_the_app_is_opened_where_there_is_a_screen(
    environment: dict[str, str], platform: str, there: bool
) -> None:
    assert has_screen(environment, platform) is there
