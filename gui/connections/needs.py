"""What a connection needs in its CRM: shown, asked for, and made when a person agrees."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import NeedWord, Page
from gui.calls import Call
from gui.connections.facts import Grid
from gui.pages import Shell
from gui.widgets.card import Card
from gui.widgets.looks import button, label
from gui.widgets.paged_table import one_line
from gui.widgets.told import Told


class NeedsCard(Card):
    """`met` tells whether everything is there, once that is known."""

    met = Signal(bool)

    def __init__(self, shell: Shell) -> None:
        super().__init__("")
        self.title.setText(self.tr("What it needs in the CRM"))
        self.title.show()
        self._shell, self._name = shell, ""
        self._call: Call[Page[NeedWord]] | None = None
        self._sentence = Told()
        self._grid, self._why = Grid(), label("", "muted", wraps=True)
        self.look = button(self.tr("Look"), self.ask)
        self.make = button(self.tr("Create what is missing"), self._make, kind="primary")
        self.body.addWidget(self._sentence)
        self.body.addLayout(self._grid)
        self.body.addWidget(self._why)
        self.body.addWidget(self.look, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.make, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def show_name(self, name: str) -> None:
        """Of another connection nothing is known before it is asked for: asking costs calls. "" forgets."""
        if name == self._name:
            return
        self._name = name
        if self._call is not None:
            self._call.cancel()  # its answer is about the former one
        self._free()
        self._sentence.setText(self.tr("Fields of our own, by which a record is never made twice."))
        self._grid.show_rows([])
        self._why.hide()
        self.make.hide()
        self.look.show()

    def ask(self) -> None:
        self._busy()
        calls = self._shell.session.calls
        self._call = calls.ask(self, Operations.list_needs, self._name)
        self._call.then(self._show).failed(self._explain)

    def _make(self) -> None:
        self._busy()
        calls = self._shell.session.calls
        self._call = calls.ask(self, Operations.prepare_connection, self._name)
        self._call.then(self._show).failed(self._explain)

    def _busy(self) -> None:
        self.look.setEnabled(False)
        self.make.setEnabled(False)
        self._sentence.setText(self.tr("Asking the CRM…"))

    def _show(self, page: Page[NeedWord]) -> None:
        missing = [one for one in page.rows if not one.present]
        if not page.rows:
            self._sentence.setText(self.tr("It needs nothing there."))
        elif missing:
            self._sentence.setText(
                self.tr("%Ln of it is/are missing, and made only when you agree.", "", len(missing))
            )
        else:
            self._sentence.setText(self.tr("Everything it needs is there."))
        self._grid.show_rows([self._row(one) for one in page.rows])
        told = dict.fromkeys(part for one in missing for part in (one.why, one.without) if part)
        told |= dict.fromkeys(one.advice for one in missing if one.trouble)
        self._why.setText(one_line(" ".join(told), most=2_000))
        self._why.setVisible(bool(told))
        self._free()
        self.make.setVisible(bool(missing) and self._shell.session.may_write)
        self.met.emit(not missing)

    def _row(self, one: NeedWord) -> tuple[str, str]:
        name = f"{one.object}.{one.field}"
        if one.present:
            return name, self.tr("created") if one.created else self.tr("there")
        return name, one.trouble or self.tr("missing")

    def _free(self) -> None:
        self.look.setEnabled(True)
        self.make.setEnabled(True)

    def _explain(self, error: CrmSyncError) -> None:
        self._free()
        self._sentence.explain(error)
        self._shell.toast_error(error)
