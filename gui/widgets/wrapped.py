"""Lines of a list that wrap within it: Qt measures a row for the whole width, and the style sheet then adds its padding."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from gui.tokens import Space


class Wrapped(QStyledItemDelegate):
    """Put on the list it is made with. No row is wider than what is seen, so nothing scrolls across."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        view.setWordWrap(True)
        view.setResizeMode(QListView.ResizeMode.Adjust)  # else a long one keeps the width it had before
        view.setItemDelegate(self)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        within = self._view.viewport().width() - 2 * self._view.spacing()
        narrower = QStyleOptionViewItem(option)
        narrower.rect.setWidth(within - 2 * Space.ONE)
        hint = super().sizeHint(narrower, index)
        return QSize(min(hint.width(), within), hint.height())
