"""Colours, icons, and the two things Qt and Python must not do to one another."""

from __future__ import annotations

import re
import sys

import PySide6
import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.pages import PAGES
from gui.resources import ICONS
from gui.theme import Mode, Theme
from gui.tokens import DARK, LIGHT, Colours, Tone, contrast
from tests.test_layout import REPOSITORY


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_everything_it_stands_on(colours: Colours) -> None:
    grounds = {name: getattr(colours, name) for name in ("canvas", "surface", "sunken", "hover")}
    texts = {name: getattr(colours, name) for name in ("text", "muted", "accent", "good", "warn", "bad")}
    pairs = {(text, ground): (texts[text], grounds[ground]) for text in texts for ground in grounds}
    for tone in Tone:
        pairs["tone", tone.value] = (colours.of(tone), colours.tint_of(tone))
        pairs["text", tone.value] = (colours.text, colours.tint_of(tone))
    pairs["button", "accent"] = (colours.on_accent, colours.accent)
    pairs["tooltip", "text"] = (colours.canvas, colours.text)
    weak = {pair: round(contrast(*both), 2) for pair, both in pairs.items() if contrast(*both) < 4.5}
    assert not weak
    assert contrast(colours.strong_border, colours.surface) >= 3  # the edge of a field (WCAG 1.4.11)


def test_contrast_is_counted_as_the_standard_says() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 1) == 21
    assert round(contrast("#777777", "#FFFFFF"), 2) == 4.48


def test_no_colour_is_written_outside_the_tokens() -> None:
    files = [path for path in (REPOSITORY / "gui").rglob("*.py") if path.name != "tokens.py"]
    wild = [path.name for path in files if re.search(r"#[0-9A-Fa-f]{6}\b", path.read_text(encoding="utf-8"))]
    assert not wild


def test_the_theme_changes_the_whole_application_at_once(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(qapp, Mode.LIGHT)
    window = QWidget()
    qtbot.addWidget(window)
    theme.clothe(window)
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(theme.is_dark))
    theme.set_mode(Mode.DARK)
    assert told == [True]
    assert DARK.surface in window.styleSheet()
    assert LIGHT.surface not in window.styleSheet()
    assert not qapp.styleSheet(), "every part of a page would be styled anew with each layer around it"
    assert qapp.palette().window().color().name().upper() == DARK.canvas
    theme.set_mode(Mode.LIGHT)


def test_every_icon_that_is_named_is_there_with_its_licence(qapp: QApplication) -> None:
    theme = Theme(qapp, Mode.LIGHT)
    there = {path.stem for path in ICONS.glob("*.svg")}
    assert {entry.icon for entry in PAGES} <= there
    assert (ICONS / "LICENSE").read_text(encoding="utf-8").startswith("ISC License")
    for name in there:
        assert not theme.icon(name).isNull()
        assert "currentColor" in (ICONS / f"{name}.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_an_icon_that_cannot_be_pressed_is_seen_to_be_so(qapp: QApplication, mode: Mode) -> None:
    theme = Theme(qapp, mode)
    for tone in (None, *Tone):
        icon = theme.icon("undo-2", tone)
        on, off = (icon.pixmap(18, one).toImage() for one in (QIcon.Mode.Normal, QIcon.Mode.Disabled))
        assert on != off
    theme.set_mode(Mode.LIGHT)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_qt_gives_back_every_reference_to_none_that_it_takes() -> None:
    """PySide6 6.12.0 drops one on every call that returns nothing; after some hours the process dies of it."""
    one = QObject()
    before = sys.getrefcount(None)
    for _ in range(2_000):
        one.setObjectName("x")
        one.blockSignals(False)
    assert abs(sys.getrefcount(None) - before) < 200, (
        f"PySide6 {PySide6.__version__} loses references to None"
    )
