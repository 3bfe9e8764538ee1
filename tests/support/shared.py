"""Finds the read-only references shared beside the checkout, and skips tests where they are absent."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
# The same words for every file, so that pytest counts these skips in one line.
ABSENT = "a reference is absent; set CRMSYNC_SHARED to the folder that holds them (usually ../shared)"


def shared_folder() -> Path:
    """``<repository>/../shared``, or the folder CRMSYNC_SHARED names."""
    return Path(os.environ.get("CRMSYNC_SHARED") or REPOSITORY.parent / "shared")


def shared_path(relative: str) -> Path:
    """A file or folder of the references; skips the test where it is absent."""
    path = shared_folder() / relative
    if not path.exists():
        pytest.skip(ABSENT)
    return path


def shared_json(relative: str) -> Any:
    """A decoded JSON reference; skips the test where it is absent."""
    return json.loads(shared_path(relative).read_text(encoding="utf-8"))
