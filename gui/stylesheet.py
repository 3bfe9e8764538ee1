"""The app's style sheet, made of the tokens. Widgets ask for a look by properties: `role`, `kind`, `tone`, `card`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from gui.tokens import MONOSPACED, Colours, Space, Tone, Type

_TONES: Final = tuple(Tone)


def stylesheet(colours: Colours, icons: Path) -> str:
    """`icons` is a folder with chevron-down.svg, chevron-up.svg, check.svg and check-off.svg in these colours."""
    parts = (_base(colours), _labels(colours), _buttons(colours), _fields(colours), _views(colours))
    return "\n".join((*parts, _arrows(icons.as_posix())))


def _base(c: Colours) -> str:
    return f"""
* {{ font-size: {Type.BODY}pt; }}
QMainWindow, QDialog, QWidget[canvas="true"] {{ background: {c.canvas}; }}
QFrame[popover="true"] {{ background: {c.surface}; border: 1px solid {c.accent};
  border-radius: {Space.RADIUS}px; }}
QFrame[card="true"] {{ background: {c.surface}; border: 1px solid {c.border}; border-radius: {Space.RADIUS}px; }}
QFrame[toast="true"] {{ background: {c.surface}; border: 1px solid {c.strong_border};
    border-radius: {Space.RADIUS}px; }}
QFrame[bar="true"] {{ background: {c.surface}; border: 0; border-bottom: 1px solid {c.border}; }}
QFrame[foot="true"] {{ background: {c.surface}; border: 0; border-top: 1px solid {c.border}; }}
QFrame[line="true"] {{ background: {c.border}; border: 0; max-height: 1px; min-height: 1px; }}
QDialog[popup="true"] {{ background: {c.surface}; border: 1px solid {c.strong_border}; }}
QDialog[popup="true"] QListView {{ border: 0; }}
QToolTip {{ background: {c.text}; color: {c.canvas}; border: 0; padding: {Space.HALF}px {Space.ONE}px; }}
QMenu {{ background: {c.surface}; border: 1px solid {c.border}; padding: {Space.HALF}px; }}
QMenu::item {{ padding: 6px {Space.THREE}px; border-radius: {Space.HALF}px; }}
QMenu::item:selected {{ background: {c.accent_tint}; color: {c.text}; }}
QMenu::item:disabled {{ color: {c.muted}; }}
QMenu::separator {{ height: 1px; background: {c.border}; margin: {Space.HALF}px {Space.ONE}px; }}
QScrollArea {{ border: 2px solid transparent; background: transparent; }}
QScrollArea:focus {{ border-color: {c.accent}; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {c.border}; border-radius: {Space.HALF}px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: {Space.FOUR}px; }}
QScrollBar::handle:horizontal {{ min-width: {Space.FOUR}px; }}
QScrollBar::handle:hover {{ background: {c.strong_border}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
QSplitter::handle {{ background: transparent; }}
QSplitter::handle:horizontal {{ width: {Space.TWO}px; }}
QSplitter::handle:vertical {{ height: {Space.ONE}px; }}
QSplitter::handle:hover {{ background: {c.hover}; border-radius: {Space.HALF}px; }}
QProgressBar {{ background: {c.sunken}; border: 0; border-radius: 3px; min-height: 6px; max-height: 6px; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
"""


def _labels(c: Colours) -> str:
    tones = "\n".join(
        f'QLabel[tone="{tone.value}"] {{ color: {c.of(tone)}; }}\n'
        f'QFrame[banner="{tone.value}"] {{ background: {c.tint_of(tone)}; border: 0;'
        f" border-bottom: 1px solid {c.border}; }}\n"
        f'QFrame[banner="{tone.value}"] QLabel[role="body"] {{ color: {c.text}; }}\n'
        f'QLabel[pill="{tone.value}"] {{ color: {c.of(tone)}; background: {c.tint_of(tone)};'
        f" border-radius: {Space.ONE}px; padding: 1px {Space.ONE}px; min-height: 16px;"
        f" font-size: {Type.CAPTION}pt; font-weight: 600; }}"
        for tone in _TONES
    )
    mono = ", ".join(f'"{name}"' for name in MONOSPACED)
    return f"""
QLabel {{ background: transparent; color: {c.text}; }}
QLabel[role="muted"] {{ color: {c.muted}; }}
QLabel[role="caption"] {{ color: {c.muted}; font-size: {Type.CAPTION}pt; }}
QLabel[role="title"] {{ font-size: {Type.TITLE}pt; font-weight: 600; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="headline"] {{ font-size: {Type.HEADLINE}pt; font-weight: 600; }}
QLabel[role="figure"] {{ font-size: {Type.FIGURE}pt; font-weight: 600; }}
QLabel[role="code"], QPlainTextEdit[role="code"], QTextEdit[role="code"] {{ font-family: {mono}; }}
QLabel[pill="solid"] {{ color: {c.canvas}; background: {c.text}; border-radius: {Space.ONE}px;
    padding: 1px {Space.ONE}px; min-height: 16px; font-size: {Type.CAPTION}pt; font-weight: 600; }}
QLabel[stale="true"] {{ color: {c.muted}; }}
{tones}
"""


def _buttons(c: Colours) -> str:
    return f"""
QPushButton, QToolButton {{
    background: {c.surface}; color: {c.text}; border: 1px solid {c.border}; border-radius: 6px;
    padding: 0 {Space.TWO - 4}px; min-height: {Space.CONTROL - 4}px; }}
QPushButton:hover, QToolButton:hover {{ background: {c.hover}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {c.sunken}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {c.accent}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {c.muted}; background: {c.sunken}; border-color: {c.sunken}; }}
QPushButton[kind="primary"] {{
    background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; font-weight: 600; }}
QPushButton[kind="primary"]:hover {{ background: {c.accent}; border: 2px solid {c.text}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {c.text}; }}
QPushButton[kind="primary"]:disabled {{ background: {c.sunken}; color: {c.muted}; border-color: {c.sunken}; }}
QPushButton[kind="danger"] {{ color: {c.bad}; border-color: {c.bad}; }}
QPushButton[kind="danger"]:disabled {{ color: {c.muted}; border-color: {c.sunken}; }}
QPushButton[kind="quiet"], QToolButton[kind="quiet"] {{ background: transparent; border-color: transparent; }}
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover {{ background: {c.hover}; }}
QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus {{ border: 2px solid {c.accent}; }}
QToolButton[kind="quiet"] {{ padding: 0 {Space.HALF}px; }}
QPushButton[kind="link"] {{ background: transparent; border: 1px solid transparent; color: {c.accent}; padding: 0 2px;
    min-height: 20px; text-align: left; }}
QPushButton[kind="link"]:hover {{ text-decoration: underline; background: transparent; }}
QPushButton[kind="link"]:focus {{ border: 1px solid {c.accent}; border-radius: {Space.HALF}px; }}
QPushButton[kind="link"]:disabled {{ color: {c.muted}; background: transparent; border-color: transparent; }}
QPushButton[kind="rail"] {{ background: transparent; border: 2px solid transparent; border-radius: 6px; text-align: left;
    padding: 0 {Space.ONE}px; min-height: {Space.CONTROL}px; color: {c.text}; }}
QPushButton[kind="rail"]:hover {{ background: {c.hover}; }}
QPushButton[kind="rail"]:focus {{ border-color: {c.accent}; }}
QPushButton[kind="rail"]:checked {{ background: {c.accent_tint}; color: {c.accent}; font-weight: 600; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QCheckBox, QRadioButton {{ spacing: {Space.ONE}px; border: 2px solid transparent; border-radius: {Space.HALF}px; }}
QRadioButton::indicator {{ width: 10px; height: 10px; border: 2px solid {c.strong_border}; border-radius: 7px;
    background: {c.surface}; }}
QRadioButton::indicator:checked {{ background: {c.accent}; border-color: {c.accent}; }}
QCheckBox::indicator, QAbstractItemView::indicator {{ width: 14px; height: 14px; border: 1px solid {c.strong_border};
    border-radius: {Space.HALF}px; background: {c.surface}; }}
QCheckBox::indicator:hover {{ border-color: {c.accent}; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{
    background: {c.accent}; border-color: {c.accent}; }}
QCheckBox::indicator:disabled {{ background: {c.sunken}; border-color: {c.border}; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {c.accent}; }}
QPushButton[kind="switch"] {{ background: transparent; border: 2px solid transparent; border-radius: 6px;
    padding: 0 {Space.TWO - 4}px; color: {c.muted}; }}
QPushButton[kind="switch"]:hover {{ background: {c.hover}; }}
QPushButton[kind="switch"]:focus {{ border-color: {c.accent}; }}
QPushButton[kind="switch"]:checked {{ background: {c.accent_tint}; color: {c.accent}; font-weight: 600; }}
"""


def _fields(c: Colours) -> str:
    return f"""
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateTimeEdit {{
    background: {c.surface}; color: {c.text}; border: 1px solid {c.strong_border}; border-radius: 6px;
    padding: 0 {Space.ONE}px; min-height: {Space.CONTROL - 4}px;
    selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
QPlainTextEdit, QTextEdit {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.strong_border};
    border-radius: 6px; padding: {Space.HALF}px;
    selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateTimeEdit:focus,
QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {c.accent}; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateTimeEdit:focus {{
    padding: 0 {Space.ONE - 1}px; min-height: {Space.CONTROL - 6}px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ padding: {Space.HALF - 1}px; }}
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled {{ background: {c.sunken}; color: {c.muted}; }}
QLineEdit > QToolButton {{ border: 0; padding: 0; min-height: 0; background: transparent; }}
QLineEdit[invalid="true"] {{ border: 2px solid {c.bad}; }}
QComboBox::drop-down, QDateTimeEdit::drop-down {{ border: 0; width: {Space.THREE}px; }}
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {{
    border: 0; width: {Space.THREE - 4}px; background: transparent; }}
QPlainTextEdit[quiet="true"] {{ border: 0; padding: 0; background: transparent; }}
QComboBox QAbstractItemView {{ background: {c.surface}; border: 1px solid {c.border};
    selection-background-color: {c.accent_tint}; selection-color: {c.text}; }}
"""


def _arrows(icons: str) -> str:
    size = f"width: {Space.TWO - 2}px; height: {Space.TWO - 2}px;"
    return f"""
QComboBox::down-arrow, QDateTimeEdit::down-arrow {{ image: url("{icons}/chevron-down.svg"); {size} }}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {{ image: url("{icons}/chevron-down.svg"); {size} }}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{ image: url("{icons}/chevron-up.svg"); {size} }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ image: url("{icons}/check.svg"); }}
QCheckBox::indicator:checked:disabled {{ image: url("{icons}/check-off.svg"); }}
"""


def _views(c: Colours) -> str:
    return f"""
QTableView, QTreeView, QListView {{ background: {c.surface}; alternate-background-color: {c.canvas}; color: {c.text};
    border: 1px solid {c.border}; border-radius: {Space.RADIUS}px; gridline-color: {c.border};
    selection-background-color: {c.accent_tint}; selection-color: {c.text}; outline: 0; }}
QTableView[stale="true"], QTreeView[stale="true"], QListView[stale="true"] {{ color: {c.muted}; }}
QTableView:focus, QTreeView:focus, QListView:focus {{ border: 2px solid {c.accent}; }}
QTableView::item, QTreeView::item, QListView::item {{ padding: {Space.HALF}px {Space.ONE}px; border: 0; }}
QTableView::item:hover, QTreeView::item:hover, QListView::item:hover {{ background: {c.hover}; }}
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected {{
    background: {c.accent_tint}; color: {c.text}; }}
QTreeView::item {{ min-height: {Space.THREE}px; }}
QHeaderView {{ background: transparent; border: 0; }}
QHeaderView::section {{ background: transparent; color: {c.muted}; border: 0; border-bottom: 1px solid {c.border};
    padding: {Space.ONE}px {Space.ONE + 3}px; font-size: {Type.CAPTION}pt; font-weight: 600; }}
QTableCornerButton::section {{ background: {c.surface}; border: 0; }}
QTabWidget::pane {{ border: 0; }}
QTabBar::tab {{ background: transparent; color: {c.muted}; padding: {Space.ONE}px {Space.TWO}px;
    border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {c.text}; border-bottom-color: {c.accent}; font-weight: 600; }}
QTabBar::tab:hover {{ color: {c.text}; }}
QTabBar:focus {{ border: 1px solid {c.accent}; }}
"""
