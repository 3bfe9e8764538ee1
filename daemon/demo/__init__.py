"""`crmsync demo`: sandboxed CRMs, seeded data, the real daemon, edits on all sides, faults, and checks from outside.

Read `play` (the acts in order), `stage` (processes and configuration), `people` (the edits), `verify` (the checks).
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType

from rich.console import Console

from core.errors import CrmSyncError
from daemon.demo.app import wait_until_closed, wanted
from daemon.demo.parts import chosen
from daemon.demo.play import Play
from daemon.demo.stage import Stage
from daemon.demo.summary import show
from daemon.demo.view import View


def main(
    *,
    json: bool = False,
    records: int = 2_000,
    seconds: float = 60.0,
    seed: int = 1,
    keep: Path | None = None,
    crms: str = "hubspot,salesforce,pipedrive,dynamics",
    app: bool | None = None,
) -> int:
    """Play the demo; 0 if every invariant that can be checked from outside holds, else 1. 130 where it was interrupted.

    `records` is about how many contacts each CRM holds, `seconds` how long people edit, `keep` a new folder that shall
    stay, `crms` the systems to play with. With `app` the desktop app opens on it (None: where there is a screen), and
    everything goes on after the checks until it is closed. With `json` the last line of standard output is the summary as
    one JSON object.
    """
    before = signal.signal(signal.SIGTERM, _interrupt)
    console = Console()
    view = View(plain=json, console=console)
    try:
        stage = Stage(
            records=records, seed=seed, keep=keep, parts=chosen(crms), with_app=wanted(app, json=json)
        )
        with stage, view:
            try:
                summary = Play(stage=stage, view=view, seconds=seconds, seed=seed).perform()
            except CrmSyncError as error:
                view.say(f"error: {error}")
                view.say(error.advice)
                return 1
            show(summary, console, str(stage.home) if keep is not None else None)
            if not json and stage.app is not None and stage.app.poll() is None:
                view.say("The app stays open on the demo. Close it, or press Ctrl-C, to end both.")
                wait_until_closed(stage.app)
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; everything was stopped\n")
        return 130
    finally:
        signal.signal(signal.SIGTERM, before)
    if json:
        sys.stdout.write(summary.as_json() + "\n")
        sys.stdout.flush()
    return 1 if summary.broken else 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
