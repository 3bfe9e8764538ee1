"""The rule that was just made, or is opened, in a small window at its curve: lens, direction and few options."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFormLayout, QFrame, QVBoxLayout, QWidget

from core.mapping import FieldRule
from gui.mapping.draft import Draft
from gui.mapping.rule_boxes import RuleBoxes
from gui.theme import Theme
from gui.tokens import Space
from gui.widgets.looks import button, label, row
from gui.widgets.one_line import OneLine

_FEW: Final = 6  # options; more have room in the tab below only
_TABLE: Final = "choice_map"  # its two columns of choices need the width of the tab
_WIDE: Final = 320


class InlineRule(QFrame):
    """Enter or OK keeps what it says, Escape what it said before. `closed` when it goes.

    It stays within its parent, and below `top` (pixels) where it has room there.
    """

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("popover", "true")
        self.setAccessibleName(self.tr("Rule at its curve"))
        self._host = parent
        self._draft: Draft | None = None
        self._before: FieldRule | None = None
        self._middle, self.top = QPoint(), 0
        self.boxes = boxes = RuleBoxes(theme, self)
        self._title = OneLine("strong")
        self._more = label(self.tr("Its values are in the tab Rule below."), "caption", wraps=True)
        self.ok = button(self.tr("OK"), self.keep, kind="primary", hint=self.tr("Enter"))
        self._keys = label(self.tr("Enter keeps it, Esc leaves it as it was"), "caption")
        form = QFormLayout()
        form.setSpacing(Space.HALF)
        for box in (boxes.lens, boxes.direction):
            form.addRow(label(boxes.names[box]), box)
        boxes.options.table.setMinimumHeight(0)
        boxes.options.table.setFixedHeight(3 * Space.FOUR)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(Space.TWO, Space.ONE, Space.TWO, Space.ONE)
        inside.setSpacing(Space.HALF)
        inside.addWidget(self._title)
        inside.addLayout(form)
        for one in (boxes.wrong, boxes.options, self._more):
            inside.addWidget(one)
        inside.addLayout(row(self._keys, None, self.ok))
        self.setFixedWidth(_WIDE)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]
        self.hide()

    @property
    def rule(self) -> str:
        """Which it is about, "" while it is closed."""
        return self._before.name if self._before is not None else ""

    def open(self, draft: Draft, rule: FieldRule, middle: QPoint) -> None:
        """At a place of its parent."""
        self._draft, self._before, self._middle = draft, rule, middle
        self.refresh()
        self.show()
        self.raise_()
        self._place()
        self.boxes.lens.setFocus()

    def refresh(self) -> None:
        """As the draft has it now; gone where the rule is."""
        if self._draft is None or self._before is None:
            return
        rule = self._draft.rule(self._before.name)
        if rule is None:
            self._close()
            return
        self._title.show_text(f"{' + '.join(rule.crm)} \u2194 {' + '.join(rule.hub)}")
        self.boxes.show_rule(self._draft, rule)
        needs = bool(rule.options) or any(
            one.rule == rule.name and one.fatal for one in self._draft.problems()
        )
        few = needs and rule.lens != _TABLE and len(rule.options) <= _FEW
        self._show_options(needs, few)
        is_typed_in = self.boxes.options.isAncestorOf(QApplication.focusWidget() or self._host)
        if few and not is_typed_in and self.sizeHint().height() > self._host.height():
            self._show_options(needs, few=False)  # cut off it would be of no use
        self._place()

    def move_to(self, middle: QPoint) -> None:
        self._middle = middle
        self._place()

    def keep(self) -> None:
        self._close()

    def leave(self) -> None:
        """As the rule was when this was opened."""
        draft, before = self._draft, self._before
        self._close()
        if draft is not None and before is not None and draft.rule(before.name) not in (None, before):
            draft.put(before.name, before)

    # inside -----------------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes round within it, as in a window."""
        boxes, options = self.boxes, self.boxes.options
        all_ = (boxes.lens, boxes.direction, options.fill, options.add, options.table, self.ok)
        stops: list[QWidget] = [one for one in all_ if one.isVisible() and one.isEnabled()]
        here = QApplication.focusWidget()
        if here not in stops:
            return super().focusNextPrevChild(next)
        then = stops[(stops.index(here) + (1 if next else -1)) % len(stops)]
        then.setFocus(Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason)
        return True

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Who goes on elsewhere keeps what was chosen. A list that drops down, and another window, are no elsewhere."""
        if now is None or not self.isVisible() or now.window() is not self.window():
            return
        if now is not self and not self.isAncestorOf(now):
            self._close()

    def _close(self) -> None:
        if self._before is None:
            return
        self._draft = self._before = None
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self._host)
        self.hide()
        if had_focus:
            self.closed.emit()

    def _show_options(self, needs: bool, few: bool) -> None:
        self.boxes.options.setVisible(few)
        self._more.setVisible(needs and not few)

    def _place(self) -> None:
        """Around its place, as far as the parent has room."""
        room = self._host.rect()
        high = min(self.sizeHint().height(), room.height())
        self.resize(_WIDE, high)
        across = min(max(0, self._middle.x() - _WIDE // 2), max(0, room.width() - _WIDE))
        top = self.top if room.height() - self.top >= high else 0
        down = min(max(top, self._middle.y() - high // 2), max(top, room.height() - high))
        self.move(across, down)
