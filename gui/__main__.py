"""`crmsync-gui`: the desktop app."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gui.theme import Mode


def main(arguments: list[str] | None = None) -> int:
    """Opens the window and returns when it is closed: 0, or 1 where no window can be opened."""
    given = _parser().parse_args(arguments)
    from gui.app import run  # noqa: PLC0415 - `--help` is quick and needs no display

    mode = None if given.theme is None else Mode(given.theme)
    return run(given.socket, read_only=given.read_only, mode=mode, language=given.language)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="crmsync-gui", description="The desktop app of CRM Sync.")
    parser.add_argument("--socket", type=Path, help="attach to the daemon at this socket instead of your own")
    parser.add_argument("--read-only", action="store_true", help="only look on: nothing can be changed")
    parser.add_argument(
        "--theme", choices=[mode.value for mode in Mode], help="default: as last time, else the system's"
    )
    parser.add_argument("--language", choices=["de", "en"], default="", help="default: the system's")
    return parser


if __name__ == "__main__":
    sys.exit(main())
