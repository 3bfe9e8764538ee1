"""Light or dark: the tokens put in force over the whole application, and icons in the colours of the moment.

The values are in `gui/tokens.py`, the style sheet made of them in `gui/stylesheet.py`.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from gui.resources import ICONS
from gui.stylesheet import stylesheet
from gui.tokens import DARK, FAMILIES, LIGHT, Colours, Space, Tone, Type

_DENSITIES: Final = (1.0, 2.0, 3.0)


class Mode(Enum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """`changed` is told after another palette came into force; painted widgets take `colours` anew."""

    changed = Signal()

    def __init__(self, app: QApplication, mode: Mode = Mode.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self.mode = mode
        self.colours = LIGHT
        app.setStyle("Fusion")
        app.setFont(_font())
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._folder = QTemporaryDir()
        self._windows: list[QWidget] = []
        self._apply()

    @property
    def is_dark(self) -> bool:
        return self.colours is DARK

    def set_mode(self, mode: Mode) -> None:
        self.mode = mode
        self._apply()

    def icon(self, name: str, tone: Tone | None = None) -> QIcon:
        """An icon of `resources/icons` in the tone's colour (default: that of text). Raises FileNotFoundError."""
        colour = self.colours.text if tone is None else self.colours.of(tone)
        return _icon(name, colour, self.colours.faint)

    def icon_on_accent(self, name: str) -> QIcon:
        """For a primary button."""
        return _icon(name, self.colours.on_accent, self.colours.faint)

    def pixmap(self, name: str, size: int, tone: Tone | None = None) -> QPixmap:
        colour = self.colours.text if tone is None else self.colours.of(tone)
        return _pixmap(name, colour, size, self._app.devicePixelRatio())

    def dress(self, widget: QWidget, name: str, tone: Tone | None = None, *, on_accent: bool = False) -> None:
        """Give a button its icon, now and whenever the palette changes."""
        _Dress(self, widget, name, tone, on_accent=on_accent)

    def _system_changed(self) -> None:
        if self.mode is Mode.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        system = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        dark = self.mode is Mode.DARK or (self.mode is Mode.SYSTEM and system)
        self.colours = DARK if dark else LIGHT
        self._app.setPalette(palette(self.colours))
        self._sheet = stylesheet(self.colours, self._draw_arrows())
        for window in self._windows:
            window.setStyleSheet(self._sheet)
        self.changed.emit()

    def clothe(self, window: QWidget) -> None:
        """Give a window the app's look, with everything in it and every dialog, menu and hint of it.

        Not the application: there Qt styles a part anew, with all it holds, each time it is put into another, and a page
        that is built from its parts takes three times as long.
        """
        self._windows.append(window)
        window.destroyed.connect(lambda: self._windows.remove(window))
        window.setStyleSheet(self._sheet)

    def _draw_arrows(self) -> Path:
        """A style sheet takes pictures only as files."""
        folder = Path(self._folder.path()) / ("dark" if self.is_dark else "light")
        folder.mkdir(exist_ok=True)
        for name in ("chevron-down", "chevron-up"):
            (folder / f"{name}.svg").write_text(_drawing(name, self.colours.muted), encoding="utf-8")
        for name, colour in (("check", self.colours.on_accent), ("check-off", self.colours.muted)):
            tick = _drawing("check", colour).replace('stroke-width="2"', 'stroke-width="4"')  # it is small
            (folder / f"{name}.svg").write_text(tick, encoding="utf-8")
        return folder


class _Dress(QObject):
    """Keeps the icon of one widget in step; dies with it."""

    def __init__(
        self, theme: Theme, widget: QWidget, name: str, tone: Tone | None, *, on_accent: bool
    ) -> None:
        super().__init__(widget)
        for before in widget.findChildren(_Dress, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if before is not self:
                before.deleteLater()
                theme.changed.disconnect(before.put_on)
        self._theme, self._widget, self._name, self._tone = theme, widget, name, tone
        self._on_accent = on_accent
        theme.changed.connect(self.put_on)
        self.put_on()

    def put_on(self) -> None:
        icon = (
            self._theme.icon_on_accent(self._name)
            if self._on_accent
            else self._theme.icon(self._name, self._tone)
        )
        set_icon = getattr(self._widget, "setIcon", None)
        if set_icon is None:
            raise TypeError(f"{type(self._widget).__name__} shows no icon")
        set_icon(icon)


def palette(colours: Colours) -> QPalette:
    """The tokens as Qt's roles, for what the style sheet does not reach."""
    roles = QPalette.ColorRole
    made = QPalette()
    for role, colour in (
        (roles.Window, colours.canvas),
        (roles.WindowText, colours.text),
        (roles.Base, colours.surface),
        (roles.AlternateBase, colours.canvas),
        (roles.Text, colours.text),
        (roles.PlaceholderText, colours.muted),
        (roles.Button, colours.surface),
        (roles.ButtonText, colours.text),
        (roles.BrightText, colours.bad),
        (roles.Link, colours.accent),
        (roles.LinkVisited, colours.accent),
        (roles.Highlight, colours.accent),
        (roles.HighlightedText, colours.on_accent),
        (roles.ToolTipBase, colours.text),
        (roles.ToolTipText, colours.canvas),
        (roles.Mid, colours.border),
        (roles.Dark, colours.strong_border),
        (roles.Light, colours.surface),
        (roles.Accent, colours.accent),
    ):
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.muted))
    return made


def _font() -> QFont:
    installed = set(QFontDatabase.families())
    family = next((one for one in FAMILIES if one in installed), None)
    font = QFont(family) if family is not None else QFont()
    font.setPointSize(Type.BODY)
    font.setStyleHint(QFont.StyleHint.SansSerif)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@lru_cache(maxsize=512)
def _icon(name: str, colour: str, disabled: str) -> QIcon:
    icon = QIcon()
    for density in _DENSITIES:
        icon.addPixmap(_pixmap(name, colour, Space.ICON, density))
        icon.addPixmap(_pixmap(name, disabled, Space.ICON, density), QIcon.Mode.Disabled)
    return icon


@lru_cache(maxsize=512)
def _pixmap(name: str, colour: str, size: int, density: float) -> QPixmap:
    drawing = _drawing(name, colour)
    pixmap = QPixmap(QSize(round(size * density), round(size * density)))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(density)
    return pixmap


def _drawing(name: str, colour: str) -> str:
    return (ICONS / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
