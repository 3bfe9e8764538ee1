"""What commands print: JSON for programs, tables for people, plain columns where there is no terminal.

Values come from CRMs and may hold anything; control characters are shown as such and never reach the terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

if TYPE_CHECKING:
    from core.wire.words import WireValue, Word

AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Limit: TypeAlias = Annotated[int, typer.Option("--limit", min=1, max=500, help="The most rows to show.")]
After: TypeAlias = Annotated[str | None, typer.Option("--after", help="`next` of the page before.")]


def emit_json(word: Word) -> None:
    sys.stdout.write(word.model_dump_json() + "\n")


def say(text: str) -> None:
    sys.stdout.write(clean(text) + "\n")


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, empty: str) -> None:
    """Rows under their headings, or the sentence `empty`."""
    if not rows:
        say(empty)
        return
    cells = [[clean(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _rich(columns, cells)
        return
    widths = [max(len(line[at]) for line in [list(columns), *cells]) for at in range(len(columns))]
    for line in [list(columns), *cells]:
        padded = "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        sys.stdout.write(padded.rstrip() + "\n")


def more(following: str | None) -> None:
    """Tells how to see the rest of a list."""
    if following is not None:
        sys.stderr.write(f"There is more: --after {following}\n")


def clean(text: str) -> str:
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)


def moment(at: int | None) -> str:
    """A time as a person reads it, in this machine's zone."""
    if at is None:
        return "-"
    return datetime.fromtimestamp(at / 1_000).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def exact(at: int) -> str:
    """A time to the millisecond, as it can be typed again."""
    return datetime.fromtimestamp(at / 1_000).astimezone().isoformat(timespec="milliseconds")


def shown(value: WireValue) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else value


def _rich(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        drawn.add_column(column, overflow="fold")
    for line in cells:
        drawn.add_row(*(Text(cell) for cell in line))
    Console().print(drawn)
