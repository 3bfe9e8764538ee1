"""What of a window's words does not fit where it stands: cut off, or shortened with nothing that tells the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QRadioButton,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QTabBar,
    QWidget,
)

from gui.widgets.one_line import OneLine

_BREAKS = re.compile(r"(?<=[-/])|\s")  # where a line may end


def cut(room: QWidget, *, strictly: bool = False) -> list[str]:
    """One line for each control or text of `room` that is seen and has less room than its words take.

    `strictly` names those too that tell the whole on hover, but of which next to nothing is left.
    """
    return [
        f"{type(one).__name__} {words!r}: {why}"
        for one in room.findChildren(QWidget)
        if one.isVisible() and one.window() is room.window() and (strictly or not isinstance(one, OneLine))
        for words, why in (*_within(one), *_outside(one))
    ]


def _within(one: QWidget) -> Iterator[tuple[str, str]]:
    """Less room inside itself than its words take."""
    if isinstance(one, OneLine):
        if one.said and one.width() < one.fontMetrics().horizontalAdvance("MMM"):
            yield one.said, f"{one.width()} wide says nothing"
    elif isinstance(one, QLabel):
        yield from _label(one)
    elif isinstance(one, QCheckBox | QRadioButton | QAbstractButton):
        if one.text() and one.width() < one.sizeHint().width():
            yield one.text(), f"{one.width()} of {one.sizeHint().width()} wide"
    elif isinstance(one, QComboBox):
        yield from _combo(one)
    elif isinstance(one, QLineEdit):
        yield from _field(one)
    elif isinstance(one, QTabBar):
        for at in range(one.count()):
            if one.isTabVisible(at) and not one.rect().contains(one.tabRect(at)):
                yield one.tabText(at), f"ends at {one.tabRect(at).right()} of {one.width()}"
    elif isinstance(one, QHeaderView):
        yield from _head(one)


def _label(one: QLabel) -> Iterator[tuple[str, str]]:
    if not one.text() or not one.pixmap().isNull():
        return
    if one.wordWrap():
        if (least := one.heightForWidth(one.width())) > one.height():
            yield one.text(), f"{one.height()} of {least} high"
        widest = max(
            (one.fontMetrics().horizontalAdvance(word) for word in _BREAKS.split(_plain(one))), default=0
        )
        if widest > one.width():
            yield one.text(), f"{one.width()} wide, and one word is {widest}"
        return
    wants = one.sizeHint()
    if wants.width() > one.width() or wants.height() > one.height():
        yield one.text(), f"{one.width()} x {one.height()} of {wants.width()} x {wants.height()}"


def _plain(one: QLabel) -> str:
    return "" if one.textFormat() == Qt.TextFormat.RichText or "<" in one.text() else one.text()


def _combo(one: QComboBox) -> Iterator[tuple[str, str]]:
    option = QStyleOptionComboBox()
    one.initStyleOption(option)
    field = one.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, one
    )
    words = one.currentText() or one.placeholderText()
    wide = one.fontMetrics().horizontalAdvance(words)
    if not one.isEditable() and wide > field.width() and one.toolTip() != words:
        yield words, f"{field.width()} of {wide} wide"


def _field(one: QLineEdit) -> Iterator[tuple[str, str]]:
    if one.text() or not one.placeholderText():
        return
    option = QStyleOptionFrame()
    one.initStyleOption(option)
    room = one.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, one)
    margins = one.textMargins()
    left = room.width() - margins.left() - margins.right() - 4
    wide = one.fontMetrics().horizontalAdvance(one.placeholderText())
    if wide > left:
        yield one.placeholderText(), f"{left} of {wide} wide"


def _head(one: QHeaderView) -> Iterator[tuple[str, str]]:
    if one.orientation() != Qt.Orientation.Horizontal or one.model() is None:
        return
    for at in range(one.count()):
        words = str(one.model().headerData(at, Qt.Orientation.Horizontal) or "")
        wide = one.sectionSizeHint(at)
        if words and not one.isSectionHidden(at) and one.sectionSize(at) < wide:
            yield words, f"{one.sectionSize(at)} of {wide} wide"


def _outside(one: QWidget) -> Iterator[tuple[str, str]]:
    """Pushed out of what holds it to the side, where nothing can be scrolled to."""
    if not isinstance(one, QLabel | QAbstractButton | QComboBox | QLineEdit):
        return
    holder = one.parentWidget()
    while holder is not None:
        place = QRect(one.mapTo(holder, QPoint(0, 0)), one.size())
        if place.right() >= holder.width() or place.left() < 0:
            told = getattr(one, "text", None) or getattr(one, "currentText", None)
            if words := told() if callable(told) else "":
                kind = type(holder).__name__
                yield words, f"from {place.left()} to {place.right()} of {holder.width()} in a {kind}"
            return
        around, off = holder.parentWidget(), Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if isinstance(around, QAbstractScrollArea) and around.horizontalScrollBarPolicy() != off:
            return
        holder = None if holder.isWindow() else around
