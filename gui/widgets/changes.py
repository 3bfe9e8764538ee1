"""Changed fields as a table: each value by its type, and as it is stored on hover and when it is copied."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from core.wire.activity import ChangeWord
from gui.widgets.paged_table import Column
from gui.widgets.values import Kind, shown, stored

KindsOf: TypeAlias = Callable[[ChangeWord], tuple[Kind, Kind]]  # of the value before and of the one after


def change_columns(field: str, before: str, after: str, kinds: KindsOf) -> tuple[Column[ChangeWord], ...]:
    """The field, and its value before and after, under these heads."""
    return (
        Column(title=field, text=lambda one: one.field),
        Column(
            title=before,
            text=lambda one: shown(one.before, kinds(one)[0]),
            hint=lambda one: stored(one.before),
            copies_hint=True,
        ),
        Column(
            title=after,
            text=lambda one: shown(one.after, kinds(one)[1]),
            hint=lambda one: stored(one.after),
            copies_hint=True,
        ),
    )
