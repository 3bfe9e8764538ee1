"""The quiet way from something that is wrong to the section of the guide that says what it means."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget


@runtime_checkable
class Guided(Protocol):
    """The window that has the guide."""

    def open_guide(self, place: str = "") -> object: ...


def place_of(kind: str) -> str:
    """Where the guide tells of a kind: of an error, of what holds records up, or of a connection's state."""
    return f"errors.md#{kind}"


def meaning_words() -> str:
    return QCoreApplication.translate("Meaning", "What this means")


def open_meaning(widget: QWidget, kind: str) -> None:
    """In the guide of the window that `widget` is in, or that the dialog it is in was asked for by."""
    if (guided := _guided(widget)) is not None:
        guided.open_guide(place_of(kind))


def meaning_act(widget: QWidget, kind: str) -> tuple[str, Callable[[], object]]:
    """As a toast or a banner offers it."""
    return meaning_words(), partial(open_meaning, widget, kind)


def help_by_key(dialog: QWidget) -> None:
    """F1, at the chapter of the page below: the window's own key is not heard over a dialog."""

    def open_chapter() -> None:
        if (guided := _guided(dialog)) is not None:
            guided.open_guide()

    QShortcut(QKeySequence("F1"), dialog, open_chapter)


def _guided(widget: QWidget) -> Guided | None:
    at: QWidget | None = widget
    while at is not None and not isinstance(at, Guided):
        at = at.parentWidget()
    return at


class Meaning(QPushButton):
    """A link that is hidden while it is about nothing."""

    def __init__(self, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(meaning_words(), parent)
        self.kind = kind
        self.setProperty("kind", "link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.text())
        self.setToolTip(kind)
        self.clicked.connect(lambda _checked=False: open_meaning(self, self.kind))
        if not kind:
            self.hide()

    def about(self, kind: str) -> None:
        self.kind = kind
        self.setToolTip(kind)
        self.setVisible(bool(kind))
