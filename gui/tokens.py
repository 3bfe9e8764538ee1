"""Every colour, size and distance of the app, by name. Nothing else in gui/ holds a number of pixels or a colour of its own.

Distances are multiples of 8 (4 within a control); sizes of type are points, so that they follow the system's scaling.
`tests/gui/test_theme.py` computes the contrast of every pair that occurs: at least 4.5 : 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Tone(Enum):
    """What a coloured thing means; always beside a word or an icon, never by colour alone."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """One theme. `canvas` lies behind `surface` (cards, tables); `*_tint` is what the tone's own text stands on."""

    canvas: str
    surface: str
    sunken: str
    hover: str
    border: str
    strong_border: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    accent_tint: str
    good: str
    good_tint: str
    warn: str
    warn_tint: str
    bad: str
    bad_tint: str

    def of(self, tone: Tone) -> str:
        return {
            Tone.NEUTRAL: self.muted,
            Tone.ACCENT: self.accent,
            Tone.GOOD: self.good,
            Tone.WARN: self.warn,
            Tone.BAD: self.bad,
        }[tone]

    def tint_of(self, tone: Tone) -> str:
        return {
            Tone.NEUTRAL: self.sunken,
            Tone.ACCENT: self.accent_tint,
            Tone.GOOD: self.good_tint,
            Tone.WARN: self.warn_tint,
            Tone.BAD: self.bad_tint,
        }[tone]


LIGHT: Final = Colours(
    canvas="#F4F5F8",
    surface="#FFFFFF",
    sunken="#EBEDF2",
    hover="#E4E7EE",
    border="#DADEE7",
    strong_border="#7C8498",
    text="#1A1E29",
    muted="#555D6E",
    faint="#B3B9C7",
    accent="#3B4CC0",
    on_accent="#FFFFFF",
    accent_tint="#E8EBFB",
    good="#17693F",
    good_tint="#E0F3E8",
    warn="#7D4F00",
    warn_tint="#FBEFD5",
    bad="#B02A25",
    bad_tint="#FBE5E3",
)

DARK: Final = Colours(
    canvas="#13161E",
    surface="#1C202B",
    sunken="#262B38",
    hover="#2D3342",
    border="#323949",
    strong_border="#7A849B",
    text="#E8EBF2",
    muted="#A7AFC0",
    faint="#535B6E",
    accent="#9AA8FF",
    on_accent="#10142B",
    accent_tint="#272E57",
    good="#63D297",
    good_tint="#17352A",
    warn="#E8B653",
    warn_tint="#3B2F14",
    bad="#FF938A",
    bad_tint="#43211F",
)


class Space:
    """The grid, in pixels."""

    HALF: Final = 4
    ONE: Final = 8
    TWO: Final = 16
    THREE: Final = 24
    FOUR: Final = 32
    RADIUS: Final = 8
    CONTROL: Final = 32  # height of buttons and fields
    RAIL: Final = 200
    ICON: Final = 18


class Type:
    """The type scale, in points."""

    CAPTION: Final = 9
    BODY: Final = 10
    TITLE: Final = 12
    HEADLINE: Final = 18
    FIGURE: Final = 20


# The first that is installed: good screen faces, then what every system has.
FAMILIES: Final = (
    "Inter",
    "Segoe UI Variable Text",
    "Segoe UI",
    "SF Pro Text",
    ".AppleSystemUIFont",
    "Cantarell",
    "Noto Sans",
    "DejaVu Sans",
)
MONOSPACED: Final = ("JetBrains Mono", "Cascadia Mono", "SF Mono", "Noto Sans Mono", "DejaVu Sans Mono")


def contrast(first: str, second: str) -> float:
    """The contrast of two colours (#RRGGBB) as WCAG 2.2 counts it: 1 to 21."""
    bright, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
