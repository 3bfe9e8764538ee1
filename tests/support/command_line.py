"""The command line in this process, against a small daemon on a real socket."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from core.errors import CrmSyncError
from daemon.cli.exits import exit_code_of
from daemon.cli.root import app
from tests.support.small_daemon import SmallDaemon, served

Run = Callable[..., Result]


@contextmanager
def command_line(home: Path) -> Iterator[tuple[SmallDaemon, Run]]:
    """A daemon below `home`, and what runs a command of its."""

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words), env={"CRMSYNC_HOME": str(home), "NO_COLOR": "1"})

    with served(home) as (made, _, _):
        yield made, run


def code(outcome: Result) -> int:
    """The exit code the process would have."""
    error = outcome.exception
    return int(exit_code_of(error)) if isinstance(error, CrmSyncError) else outcome.exit_code


def answer(outcome: Result) -> Any:
    assert code(outcome) == 0, outcome.output
    return json.loads(outcome.stdout)
