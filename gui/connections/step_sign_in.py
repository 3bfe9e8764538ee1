"""Signing in: which rights and why, then the browser on this machine, a link carried to another one, or a server's own
secret or key, which goes to the daemon and is kept nowhere here."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFormLayout, QLineEdit

from core.wire.client import Operations
from core.wire.models import ConnectionWord, Done, Page, SignInStatus, SignInWord
from core.wire.setting_up import SystemWord, WayWord
from gui.calls import Newest
from gui.connections.facts import Grid
from gui.connections.key_file import KeyFile
from gui.connections.step import StepPage
from gui.connections.step_choose import FIELD
from gui.pages import Shell
from gui.tokens import Space, Tone
from gui.widgets.card import Card
from gui.widgets.copyable import CopyableId
from gui.widgets.looks import button, holding, label, row

_AGAIN_MS: Final = 500


class SignInStep(StepPage):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.title = self.tr("Sign in")
        self._rights, self._shown_for = Grid(), ""
        rights = Card(self.tr("What it asks for, and why"))
        rights.body.addLayout(self._rights)
        self.client_id, self.secret = QLineEdit(), QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.key = KeyFile()
        form = QFormLayout()
        form.setHorizontalSpacing(Space.TWO)
        form.setVerticalSpacing(Space.ONE)
        for field, words, hint in (
            (self.client_id, self.tr("Client id"), self.tr("as in crmsync.toml")),
            (
                self.secret,
                self.tr("Client secret"),
                self.tr("as sealed before; leave empty where there is none"),
            ),
        ):
            field.setAccessibleName(words)
            field.setMaximumWidth(FIELD)
            field.setPlaceholderText(hint)
            form.addRow(label(words), field)
        form.addRow(label(self.tr("Key file (PEM)")), self.key)
        self._form = form
        self._way: WayWord | None = None
        self.by_link = button(self.tr("Without a browser here: get a link"), lambda: self._start(paste=True))
        self.link = CopyableId(shell.theme, most=70)
        self.code = CopyableId(shell.theme)
        self._code_words = label(self.tr("Type this code there:"), "muted")
        self.answer = QLineEdit()
        self.answer.setAccessibleName(self.tr("The address the browser ended at"))
        self.answer.setPlaceholderText(self.tr("Paste the whole address the browser ended at"))
        self.answer.setEchoMode(QLineEdit.EchoMode.Password)
        self.answer.setMaxLength(8_000)
        self.answer.returnPressed.connect(self._answer)
        self._paste = holding(row(self.answer, button(self.tr("Take it"), self._answer)))
        self._linked = holding(row(label(self.tr("Open this link:"), "muted"), self.link, None))
        self._coded = holding(row(self._code_words, self.code, None))
        self.body.addWidget(label(self.tr("Allow the access"), "headline"))
        for one in (rights, self._linked, self._coded, self._paste):
            if one is self._linked:
                self.body.addLayout(form)
                self.body.addLayout(row(self.by_link, None))
            self.body.addWidget(one)
        about = self.tr("Secret, key and tokens are sealed by the daemon; the app keeps none of them.")
        self.body.addWidget(label(about, "caption", wraps=True))
        self._looks = Newest()
        self._timer = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._timer.timeout.connect(self._look)
        self._pastes = False
        self._reset()
        self._show_way(None)

    def next_words(self) -> str:
        if self._way is None or self._way.flow == "browser":
            return self.tr("Open the browser")
        return self.tr("Get a code") if self._way.needs_person else self.tr("Sign in")

    def may_go(self) -> bool:
        return self.one is not None and not self.busy

    def entered(self) -> None:
        self._reset()
        self.secret.clear()
        self.client_id.clear()
        self.key.clear()
        self._show_rights()
        # A sign-in that somebody began and left may be waiting still, or have come to its end meanwhile.
        asking = self.calls.ask(self, Operations.sign_in_status, self.name)
        self._looks.of(asking).then(self._resume).failed(self.explain)

    def take(self, one: ConnectionWord | None) -> None:
        super().take(one)
        if one is None:
            return
        self._show_rights()
        signed_in = one.state not in ("sign_in_needed", "new") or (one.state == "new" and bool(one.reason))
        if signed_in and self.isVisible():
            self._timer.stop()
            self.free()
            self.finished.emit(self.name)

    def advance(self) -> None:
        self._start(paste=False)

    # inside -------------------------------------------------------------------------------------------------------------
    def _start(self, *, paste: bool) -> None:
        self._reset()
        self._pastes = paste
        try:
            key = self.key.read()
        except (OSError, UnicodeDecodeError):
            self.say(self.tr("The key file cannot be read as text. Choose a PEM file."), Tone.BAD)
            return
        self.wait(self.tr("Asking the CRM…"))
        self.calls.ask(
            self,
            Operations.sign_in,
            self.name,
            self.client_id.text().strip() or None,
            self.secret.text() or None,
            key=key,
            paste=paste,
        ).then(self._started).failed(self.explain)

    def _started(self, told: SignInWord) -> None:
        self.secret.clear()
        self.key.clear()
        self.free(self.tr("Fetching the tokens…"))
        if told.url:
            self.link.show_id(told.url)
            self._linked.show()
            self.code.show_id(told.code)
            self._coded.setVisible(bool(told.code))
            self._paste.setVisible(self._pastes and not told.code)
        if told.url and not self._pastes:
            opened = QDesktopServices.openUrl(QUrl(told.url))
            self.say(
                self.tr("Allow the access in the browser; this window goes on by itself.")
                if opened
                else self.tr("No browser could be opened here. Open the link by hand, on this machine.")
            )
        elif told.url:
            self.say(
                self.tr(
                    "Open the link on any machine and allow the access. The browser ends at an address that does not"
                    " answer: copy it whole, and paste it here within ten minutes."
                )
            )
            self.answer.setFocus()
        self._timer.start()

    def _answer(self) -> None:
        address = self.answer.text().strip()
        if address:
            self.answer.clear()
            self.calls.ask(self, Operations.answer_sign_in, self.name, address).then(self._answered).failed(
                self.explain
            )

    def _answered(self, _told: Done) -> None:
        self.say(self.tr("Fetching the tokens…"))

    def _resume(self, told: SignInStatus) -> None:
        if told.status == "waiting":
            self.say(self.tr("A sign-in is waiting. Finish it in the browser, or begin anew."))
            self._timer.start()

    def _look(self) -> None:
        if not self.isVisible():
            self._timer.stop()
            return
        asking = self.calls.ask(self, Operations.sign_in_status, self.name)
        self._looks.of(asking).always(self._timer.start).then(self._heard).failed(self.explain)

    def _heard(self, told: SignInStatus) -> None:
        if told.status == "waiting":
            return
        self._timer.stop()
        if told.status == "done":
            self.say(self.tr("Signed in. Looking at the account…"), Tone.GOOD)
        else:
            self._reset()
            self.say(told.status[:1].upper() + told.status[1:], Tone.BAD)

    def _reset(self) -> None:
        self._timer.stop()
        self._looks.drop()  # how the one before this one went
        for one in (self._linked, self._coded, self._paste):
            one.hide()
        self.answer.clear()

    def _show_rights(self) -> None:
        if self.one is not None and self._shown_for != f"{self.one.system} {self.one.flow}":
            self.calls.ask(self, Operations.list_systems).then(self._learn).failed(self.explain)

    def _learn(self, page: Page[SystemWord]) -> None:
        for one in page.rows:
            if self.one is not None and one.system == self.one.system:
                self._shown_for = f"{one.system} {self.one.flow}"
                self._rights.show_rows([(part.scope, part.why) for part in one.permissions])
                self._show_way(next((way for way in one.ways if way.flow == self.one.flow), None))

    def _show_way(self, way: WayWord | None) -> None:
        self._way = way
        proof = way.proof if way is not None else "secret"
        self._form.setRowVisible(self.secret, proof in ("secret", "either"))
        self._form.setRowVisible(self.key, proof in ("key", "either"))
        self.by_link.setVisible(way is None or way.flow == "browser")
        self.moved.emit()
