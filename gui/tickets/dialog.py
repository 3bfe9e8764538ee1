"""A ticket with a diagnosis: what leaves is shown first, then it goes to a service, or into a file and an e-mail."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

from PySide6.QtCore import QSaveFile, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QPlainTextEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import Page, TargetWord, TicketWord
from gui.pages import Shell
from gui.sentences import in_sentences
from gui.tokens import Space, Tone
from gui.widgets.looks import button, foreign, label, look, row
from gui.widgets.meaning import help_by_key
from gui.widgets.states import words_of

_BY_HAND: Final = ""  # no target can have this name
_SIZE: Final = (760, 620)


def open_ticket(shell: Shell, parent: QWidget) -> TicketDialog:
    """One click; the dialog goes by itself when it is closed."""
    dialog = TicketDialog(shell, parent.window())
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


class TicketDialog(QDialog):
    """Nothing leaves before the button is pressed, and then exactly what stands here."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._ticket: TicketWord | None = None
        self._link = ""  # of the ticket that was made, while its button is there
        self._targets: dict[str, TargetWord] = {}
        self._saved = ""
        self.open_address = QDesktopServices.openUrl
        self.setWindowTitle(self.tr("Raise a ticket"))
        self.resize(*_SIZE)
        help_by_key(self)
        self.where = QComboBox()
        self.where.setAccessibleName(self.tr("Where it goes"))
        self.leaves = foreign("muted")
        self.files = QTabWidget()
        self.files.setDocumentMode(True)
        self.files.tabBar().setDrawBase(False)
        self.files.setAccessibleName(self.tr("What leaves"))
        self.told = foreign()
        self.told.hide()
        self.close_button = button(self.tr("Cancel"), self.reject)
        self.mail = button(self.tr("Open an e-mail draft"), self.open_draft, theme=shell.theme, icon="mail")
        self.send = button("", self._act, kind="primary", theme=shell.theme, icon="ticket")
        self._lay_out()
        self._fill(())
        self.where.currentIndexChanged.connect(lambda _at: self._look())
        calls = shell.session.calls
        calls.ask(self, Operations.list_targets).then(self._show_targets).failed(self._fail)

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.THREE, Space.TWO, Space.THREE, Space.TWO)
        outer.setSpacing(Space.ONE + Space.HALF)
        outer.addWidget(
            label(
                self.tr(
                    "The diagnosis holds versions, states, counts and names of yours (connections, objects, rules); no "
                    "value of a record, no address, no secret. Read it: this is all that leaves."
                ),
                wraps=True,
            )
        )
        outer.addLayout(row(label(self.tr("Goes to"), "strong"), self.where, None))
        outer.addWidget(self.leaves)
        outer.addWidget(self.files, 1)
        outer.addWidget(self.told)
        outer.addLayout(row(self.mail, None, self.close_button, self.send))

    def _show_targets(self, page: Page[TargetWord]) -> None:
        self._fill([one for one in page.rows if one.use == "tickets"])
        self._look()

    def _fill(self, targets: Sequence[TargetWord]) -> None:
        """In a window that only looks on nothing is sent; the diagnosis can be read and saved there too."""
        self._targets = {one.name: one for one in targets if self._shell.session.may_write}
        self.where.blockSignals(True)
        self.where.clear()
        for one in self._targets.values():
            self.where.addItem(f"{one.name} ({one.kind}, {one.host})", one.name)
        self.where.addItem(self.tr("A file, with an e-mail draft"), _BY_HAND)
        self.where.blockSignals(False)
        self._show_acts()

    @property
    def target(self) -> TargetWord | None:
        return self._targets.get(self.where.currentData())

    def _look(self) -> None:
        """Ask what would leave; nothing can be sent until it is shown."""
        self._ticket = None
        self._say("", Tone.NEUTRAL)
        self._show_acts()
        calls, target = self._shell.session.calls, self.target
        asked = (
            calls.ask(self, Operations.draft_ticket)
            if target is None
            else calls.ask(self, Operations.preview_ticket, target.name)
        )
        asked.then(self._show).failed(self._fail)

    def _show(self, ticket: TicketWord) -> None:
        target = self.target
        if ticket.target != (target.name if target is not None else ""):
            return  # of what was chosen before
        self._ticket = ticket
        while self.files.count():
            self.files.removeTab(0)
        if target is None:
            self._add(f"{ticket.key}.txt", ticket.text)
            draft = self._draft(ticket, self.tr("(the file)"))
            self._add(self.tr("E-mail draft"), f"{ticket.title}\n\n{draft}")
            self.leaves.setText(self.tr("One file is written where you say; nothing is sent from here."))
        else:
            self._add(self.tr("Request, as it leaves"), ticket.body)
            self._add(self.tr("As people read it"), ticket.text)
            self.leaves.setText(
                self.tr("One request leaves, to {0}. Its text can be read on the second tab.").format(
                    ticket.address
                )
            )
            if not target.allowed or not target.secret:
                missing = self.tr("Its secret is not kept: crmsync targets secret {0}").format(target.name)
                self._say(
                    in_sentences(target.why, target.advice) if not target.allowed else missing, Tone.WARN
                )
        self._show_acts()

    def _add(self, title: str, text: str) -> None:
        shown = QPlainTextEdit()
        shown.setReadOnly(True)
        shown.setProperty("role", "code")
        shown.setAccessibleName(title)
        shown.setPlainText(text)
        self.files.addTab(shown, title)

    def _show_acts(self) -> None:
        target = self.target
        self._link = ""
        self.mail.setVisible(target is None)
        self.mail.setEnabled(False)
        self.send.setText(
            self.tr(" Save…")
            if target is None
            else self.tr(" Send to {0}").format(target.name.replace("&", "&&"))
        )
        self.send.setAccessibleName(self.send.text().strip())
        self.send.setEnabled(
            self._ticket is not None and (target is None or (target.allowed and target.secret))
        )

    # acts ---------------------------------------------------------------------------------------------------------------
    def _act(self) -> None:
        if self._ticket is None:
            if self._link:
                self.open_address(QUrl(self._link))
            return
        if self.target is None:
            self._ask_where(self._ticket)
            return
        self.send.setEnabled(False)
        self._say(self.tr("Sending…"), Tone.NEUTRAL)
        calls = self._shell.session.calls
        asked = calls.ask(self, Operations.raise_ticket, self._ticket.target, key=self._ticket.key)
        asked.then(self._sent).failed(self._fail)

    def _sent(self, ticket: TicketWord) -> None:
        self._ticket = None  # once
        self._show_acts()
        self._say(self.tr("{0} made ticket {1}.").format(ticket.target, ticket.number), Tone.GOOD)
        self.close_button.setText(self.tr("Close"))
        if ticket.link:
            self.mail.hide()
            self.send.setText(self.tr(" Open the ticket"))
            self.send.setAccessibleName(self.send.text().strip())
            self.send.setEnabled(True)
            self._link = ticket.link

    def _ask_where(self, ticket: TicketWord) -> None:
        dialog = QFileDialog(self, self.tr("Save the diagnosis"), f"{ticket.key}.txt")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.selectFile(f"{ticket.key}.txt")
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, path: str) -> None:
        """What stands on the first tab, word for word."""
        if self._ticket is None:
            return
        file = QSaveFile(path)
        is_open = file.open(QSaveFile.OpenModeFlag.WriteOnly)
        if is_open:
            file.write(f"{self._ticket.text}\n".encode())
        if not is_open or not file.commit():
            self._say(self.tr("Not saved: {0}").format(file.errorString()), Tone.BAD)
            return
        self._say(self.tr("Saved as {0}").format(path), Tone.GOOD)
        self._saved = path
        self.mail.setEnabled(True)
        self.close_button.setText(self.tr("Close"))

    def open_draft(self) -> None:
        """In the person's own mail program; what is in it stands on the second tab."""
        if self._ticket is None:
            return
        body = self._draft(self._ticket, Path(self._saved).name)
        address = f"mailto:?subject={quote(self._ticket.title)}&body={quote(body)}"
        if not self.open_address(QUrl(address, QUrl.ParsingMode.StrictMode)):
            self._say(
                self.tr("No mail program could be opened. Send {0} by hand.").format(self._saved), Tone.WARN
            )

    def _draft(self, ticket: TicketWord, file: str) -> str:
        return self.tr("What happened:\n\n\nThe diagnosis is in the attached file: {0}\nKey: {1}").format(
            file, ticket.key
        )

    def _say(self, text: str, tone: Tone) -> None:
        self.told.setText(text)
        look(self.told, tone=tone.value)
        self.told.setVisible(bool(text))

    def _fail(self, error: CrmSyncError) -> None:
        self._say(words_of(error), Tone.BAD)
        self._show_acts()
