"""Small makers of plain widgets in the app's look, so that pages say what a thing is and not how it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.theme import Theme
from gui.tokens import Space, Tone

Role: TypeAlias = Literal["body", "muted", "caption", "title", "strong", "headline", "figure", "code"]
Kind: TypeAlias = Literal["plain", "primary", "danger", "quiet", "link", "rail", "switch"]

Box = TypeVar("Box", bound=QBoxLayout)


def look(widget: QWidget, **properties: str | bool) -> None:
    """Set the properties the style sheet goes by, and have it looked at again; nothing where they are so already."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return  # a polish costs more than a page's worth of text
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def appear(widget: QWidget, *, wanted: bool) -> None:
    """Show a part in its place, or hide it. One that has no place yet would be a window of its own until it has."""
    if wanted and widget.parentWidget() is None:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)  # so its place shows it
    else:
        widget.setVisible(wanted)


def label(text: str = "", role: Role = "body", *, wraps: bool = False, tone: Tone | None = None) -> QLabel:
    """Text as it is: never read as HTML, whatever a CRM holds. Short lines can be selected and copied."""
    made = QLabel(text)
    dress(made, role, wraps=wraps, tone=tone)
    return made


def dress(made: QLabel, role: Role = "body", *, wraps: bool = False, tone: Tone | None = None) -> None:
    """Make a label one of ours."""
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if wraps:
        made.setMinimumWidth(1)  # a word without end is cut, and does not widen the window
    made.setProperty("role", role)
    if tone is not None:
        made.setProperty("tone", tone.value)


def foreign(role: Role = "body", *, tone: Tone | None = None) -> QLabel:
    """A label for text from outside: it wraps, and a word without end does not widen the window."""
    made = label("", role, wraps=True, tone=tone)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made


def button(
    text: str,
    pressed: Callable[[], object] | None = None,
    *,
    kind: Kind = "plain",
    theme: Theme | None = None,
    icon: str = "",
    hint: str = "",
) -> QPushButton:
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAccessibleName(text)
    if hint:
        made.setToolTip(hint)
        made.setAccessibleDescription(hint)
    if icon and theme is not None:
        made.setText(f" {text}" if text else "")  # the style leaves no room between the two
        made.setIconSize(QSize(Space.ICON, Space.ICON))
        tone = {"danger": Tone.BAD, "link": Tone.ACCENT}.get(kind)
        theme.dress(made, icon, tone, on_accent=kind == "primary")
    if pressed is not None:
        made.clicked.connect(lambda _checked=False: pressed())
    return made


def icon_button(
    theme: Theme, icon: str, name: str, pressed: Callable[[], object] | None = None
) -> QToolButton:
    """A button that shows only an icon; `name` is its tooltip and what a screen reader says."""
    made = QToolButton()
    made.setProperty("kind", "quiet")
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setIconSize(QSize(Space.ICON, Space.ICON))
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    theme.dress(made, icon, Tone.NEUTRAL)
    if pressed is not None:
        made.clicked.connect(lambda _checked=False: pressed())
    return made


def row(*items: QWidget | QBoxLayout | int | None, space: int = Space.ONE) -> QHBoxLayout:
    """Widgets beside one another; None stretches, a number is a gap in pixels."""
    return _filled(QHBoxLayout(), items, space)


def column(*items: QWidget | QBoxLayout | int | None, space: int = Space.ONE) -> QVBoxLayout:
    """Widgets below one another; None stretches, a number is a gap in pixels."""
    return _filled(QVBoxLayout(), items, space)


def line() -> QFrame:
    made = QFrame()
    made.setProperty("line", "true")
    return made


def holding(layout: QBoxLayout, *, margin: int = 0) -> QWidget:
    """A plain widget around a layout."""
    made = QWidget()
    layout.setContentsMargins(margin, margin, margin, margin)
    made.setLayout(layout)
    return made


def gap(splitter: QSplitter) -> QSplitter:
    """Its parts are cards that stand apart, neither of which can be pushed away."""
    splitter.setProperty("gap", "true")
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(Space.TWO)
    return splitter


def _filled(box: Box, items: tuple[QWidget | QBoxLayout | int | None, ...], space: int) -> Box:
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(space)
    for item in items:
        match item:
            case None:
                box.addStretch(1)
            case int():
                box.addSpacing(item)
            case QWidget():
                box.addWidget(item)
            case _:
                box.addLayout(item)
    return box
