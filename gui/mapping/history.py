"""Every version of a mapping: when, by whom, how it differs from the one in use, and the way back to it."""

from __future__ import annotations

from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.laboratory import VersionWord
from core.wire.words import Page
from gui.mapping.difference import DifferenceView
from gui.mapping.draft import Draft
from gui.pages import Shell
from gui.session import now_ms
from gui.tokens import Space
from gui.widgets.asking import Asking
from gui.widgets.paged_table import one_line, tip
from gui.widgets.times import exactly, relatively
from gui.widgets.told import Told
from gui.widgets.wrapped import Wrapped
from gui.wording import Words

_FILE = "file"  # found in the folder, whoever wrote it


class HistoryDialog(Asking):
    """Accepting goes back to the chosen version."""

    def __init__(self, shell: Shell, draft: Draft, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Versions of the mapping"))
        self.yes.setText(self.tr("Revert to this version"))
        self.yes.setEnabled(False)
        self.yes.setVisible(shell.session.may_write)
        self.setMinimumSize(Space.RAIL * 4, Space.RAIL * 2)
        self._may_write = shell.session.may_write
        self.versions: list[VersionWord] = []
        self._words = Words(self)
        self._told = Told("muted")
        self._told.setText(self.tr("Loading…"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Versions"))
        Wrapped(self.list)
        self.list.currentRowChanged.connect(self._show)
        self.difference = DifferenceView(shell.theme, self.tr("From the version in use to this one"))
        across = QSplitter()
        across.addWidget(self.list)
        across.addWidget(self.difference)
        across.setStretchFactor(1, 1)
        across.setSizes([Space.RAIL, Space.RAIL * 3])
        self.body.addWidget(self._told)
        self.body.addWidget(across, 1)
        mapping = draft.mapping
        call = shell.session.calls.ask(
            self, Operations.list_mapping_versions, mapping.connection, mapping.crm_object
        )
        call.then(self._take).failed(self._fail)

    @property
    def chosen(self) -> VersionWord | None:
        at = self.list.currentRow()
        return self.versions[at] if 0 <= at < len(self.versions) else None

    def _take(self, page: Page[VersionWord]) -> None:
        self.versions = page.rows[::-1]
        for one in self.versions:
            by = self.tr("a changed file") if one.by == _FILE else self._words.actor(one.by)
            item = QListWidgetItem(one_line(f"{one.n} · {relatively(one.at, now_ms())} · {by}"))
            item.setToolTip(tip(f"{exactly(one.at)} · {one.by}"))
            self.list.addItem(item)
        self._told.setText(
            self.tr("The newest is in use. What changed records is taken back by an undo, not by this.")
            if self.versions
            else self.tr("It was never in use.")
        )
        self.list.setCurrentRow(0)

    def _fail(self, error: CrmSyncError) -> None:
        self._told.explain(error)

    def _show(self, at: int) -> None:
        if not 0 <= at < len(self.versions):
            return
        self.difference.show_difference(self.versions[0].text, self.versions[at].text)
        self.yes.setEnabled(at > 0 and self._may_write)
