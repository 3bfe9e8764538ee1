"""Rows of a table, a cell, and the ids behind a row for the clipboard: by key, and by a menu that lists what there is."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QMenu

from core.wire.csv_cells import safe

IDS_ROLE: Final = (
    int(Qt.ItemDataRole.UserRole) + 16
)  # [(which of `_IDS`, the id)], those one most wants first
WHOLE_ROLE: Final = (
    int(Qt.ItemDataRole.UserRole) + 17
)  # a cell's text as it is copied: neither cut nor set for the eye
_IDS: Final = ("record_id", "crm_id", "id", "run")
_BREAKS: Final = str.maketrans("\t\r\n", "   ")  # what would begin another cell or row


def ids_in(row: object) -> list[tuple[str, str]]:
    """The ids that a word of the wire has, for `IDS_ROLE`."""
    found = ((name, getattr(row, name, None)) for name in _IDS)
    return [(name, id) for name, id in found if isinstance(id, str) and id]


class Copies(QObject):
    """Put on a view: Ctrl+C copies the selected rows, Ctrl+Shift+C their ids; the menu (Shift+F10) has the cell too."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self.row = self._act(self.tr("Copy the row"), QKeySequence(QKeySequence.StandardKey.Copy))
        self.row.triggered.connect(self.copy_rows)
        self.id = self._act(self.tr("Copy the id"), QKeySequence("Ctrl+Shift+C"))
        self.id.triggered.connect(self.copy_ids)
        asked = self._act(
            self.tr("What can be copied"), QKeySequence("Shift+F10")
        )  # not every keyboard has a menu key
        asked.triggered.connect(self._offer_at_row)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._offer)

    def copy_rows(self) -> None:
        """A line a row, tabs between the cells. A table program must not run one as a formula."""
        columns = range(self._view.model().columnCount())
        _copy(
            "\n".join(
                "\t".join(
                    safe(self._text(index.siblingAtColumn(one)).translate(_BREAKS)) for one in columns
                ).rstrip("\t")
                for index in self._chosen()
            )
        )

    def copy_ids(self) -> None:
        """Of each selected row the id that one most wants, a line each."""
        found = (self._ids(index) for index in self._chosen())
        _copy("\n".join(dict.fromkeys(ids[0][1] for ids in found if ids)))

    def menu(self) -> QMenu:
        """What can be copied from the current row, which goes when it is closed."""
        made = QMenu(self.tr("Copy"), self._view)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        index = self._view.currentIndex()
        names = {
            "record_id": self.tr("Copy the record's id"),
            "crm_id": self.tr("Copy the id in the CRM"),
            "run": self.tr("Copy the run's id"),
        }
        for at, (kind, id) in enumerate(self._ids(index)):
            one = made.addAction(names.get(kind, self.tr("Copy the id")), partial(_copy, id))
            if not at:
                one.setShortcut(self.id.shortcut())
        made.addAction(self.tr("Copy the cell"), partial(_copy, self._text(index)))
        made.addAction(self.row)
        return made

    # inside -------------------------------------------------------------------------------------------------------------
    def _act(self, words: str, keys: QKeySequence) -> QAction:
        made = QAction(words, self._view)
        made.setShortcut(keys)
        made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._view.addAction(made)
        return made

    def _offer_at_row(self) -> None:
        self._offer(self._view.visualRect(self._view.currentIndex()).center())

    def _offer(self, at: QPoint) -> None:
        """Where the row is that is meant: a key asks without pointing at one."""
        current = self._view.currentIndex()
        if not current.isValid() or not self._chosen():
            return
        if self._view.indexAt(at).row() != current.row():
            at = self._view.visualRect(current).center()
        self.menu().popup(self._view.viewport().mapToGlobal(at))

    def _chosen(self) -> list[QModelIndex]:
        """Each selected row once, as they stand."""
        return sorted(self._view.selectionModel().selectedRows())

    def _ids(self, index: QModelIndex) -> list[tuple[str, str]]:
        return self._view.model().data(index, IDS_ROLE) or []

    def _text(self, index: QModelIndex) -> str:
        model = self._view.model()
        whole = model.data(index, WHOLE_ROLE)
        return str((model.data(index) if whole is None else whole) or "")


def _copy(text: str) -> None:
    """Nothing to copy leaves what was copied before."""
    if text:
        QGuiApplication.clipboard().setText(text)
