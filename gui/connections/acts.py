"""What can be done to a connection. What takes something away says first what will be different then."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QLocale, QObject
from PySide6.QtWidgets import QLineEdit, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import ConnectionWord, Done, Removed, SignedOutWord
from core.wire.setting_up import RemovedConnection
from gui.calls import Calls
from gui.pages import Shell
from gui.sentences import in_sentences
from gui.widgets.asking import Asking
from gui.widgets.looks import label


def takes_developer_key(one: ConnectionWord) -> bool:
    """Whether webhooks could come, were the daemon given the key that registers them."""
    signed_in, pushed = one.state not in ("sign_in_needed", "new"), one.real_time.means == "webhook"
    return one.system == "hubspot" and signed_in and not pushed and bool(one.objects)


class Acts(QObject):
    """Each act asks the daemon and toasts what came of it."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell, self._over = shell, parent

    # at once: undone by its opposite ------------------------------------------------------------------------------------
    def pause(self, one: ConnectionWord) -> None:
        undo = (self.tr("Undo"), partial(self.resume, one))
        self._calls.ask(self, Operations.pause_connection, one.name).then(
            lambda _told: self._shell.toast(
                self.tr("{0} is paused. Changes are kept.").format(one.name), act=undo
            )
        ).failed(self._explain)

    def resume(self, one: ConnectionWord) -> None:
        self._calls.ask(self, Operations.resume_connection, one.name).then(
            lambda _told: self._shell.toast(self.tr("{0} goes on.").format(one.name))
        ).failed(self._explain)

    def sync(self, one: ConnectionWord) -> None:
        self._calls.ask(self, Operations.sync_connection, one.name).then(
            lambda _told: self._shell.toast(self.tr("{0} is looked at now.").format(one.name))
        ).failed(self._explain)

    def restore_webhooks(self, one: ConnectionWord) -> None:
        self._calls.ask(self, Operations.restore_webhooks, one.name).then(
            lambda _told: self._shell.toast(self.tr("Webhooks are registered within seconds."))
        ).failed(self._explain)

    # after it was said what changes -------------------------------------------------------------------------------------
    def compare(self, one: ConnectionWord) -> None:
        count = QLocale().toString(sum(part.links for part in one.objects))
        self._ask(
            self.tr("Compare everything of {0}").format(one.name),
            self.tr("Compare"),
            self.tr(
                "Every record is read and compared: {0} pairs and whatever is new. That costs calls, and takes until they"
                " are all read. What differs is settled by your rules; live changes go first."
            ).format(count),
            lambda: (
                self._calls.ask(self, Operations.sync_connection, one.name, full=True)
                .then(self._compared)
                .failed(self._explain)
            ),
        )

    def sign_out(self, one: ConnectionWord) -> None:
        waiting = one.backlog.pending + one.backlog.signals + one.backlog.parked
        self._ask(
            self.tr("Sign out of {0}").format(one.name),
            self.tr("Sign out"),
            self.tr(
                "The tokens are taken back at the CRM and forgotten here. Nothing is deleted there; nothing is read or"
                " written any more. Changes are kept, {0} on their way now, and arrive after the next sign-in."
            ).format(QLocale().toString(waiting)),
            lambda: (
                self._calls.ask(self, Operations.sign_out, one.name)
                .then(self._signed_out)
                .failed(self._explain)
            ),
        )

    def remove_webhooks(self, one: ConnectionWord) -> None:
        self._ask(
            self.tr("Remove our webhooks from {0}").format(one.name),
            self.tr("Remove"),
            self.tr(
                "The CRM no longer calls us. Changes are then found by looking every few seconds, which costs calls."
                " Webhooks of other apps stay."
            ),
            lambda: (
                self._calls.ask(self, Operations.remove_webhooks, one.name)
                .then(self._webhooks_removed)
                .failed(self._explain)
            ),
        )

    def developer_key(self, one: ConnectionWord) -> None:
        """HubSpot's, which registers webhooks; it is sealed by the daemon and shown to nobody."""
        dialog = Asking(self.tr("Developer key of {0}").format(one.name), self.tr("Keep it"), self._over)
        about = self.tr(
            "With it the daemon registers webhooks at HubSpot. It is sealed; the app does not keep it."
        )
        key = QLineEdit()
        key.setEchoMode(QLineEdit.EchoMode.Password)
        key.setAccessibleName(self.tr("Developer key"))
        dialog.body.addWidget(label(about, wraps=True))
        dialog.body.addWidget(key)
        dialog.accepted.connect(lambda: self._keep_key(one, key.text().strip()))
        dialog.open()
        key.setFocus()

    def _keep_key(self, one: ConnectionWord, key: str) -> None:
        if key:
            self._calls.ask(self, Operations.keep_developer_key, one.name, key).then(
                lambda _told: self._shell.toast(self.tr("Webhooks are registered within seconds."))
            ).failed(self._explain)

    def remove(self, one: ConnectionWord) -> None:
        pairs = QLocale().toString(sum(part.links for part in one.objects))
        self._ask(
            self.tr("Take {0} out of the configuration").format(one.name),
            self.tr("Take out"),
            self.tr(
                "Its table in crmsync.toml goes, its mapping files ({0}) are renamed to .toml.removed. No record is deleted"
                " anywhere; its {1} pairs stay known. The daemon begins anew, which takes a few seconds."
            ).format(QLocale().toString(len(one.objects)), pairs),
            lambda: (
                self._calls.ask(self, Operations.remove_connection, one.name)
                .then(self._removed)
                .failed(self._explain)
            ),
        )

    # inside -------------------------------------------------------------------------------------------------------------
    def _ask(self, title: str, accept: str, what: str, does: Callable[[], object]) -> None:
        dialog = Asking(title, accept, self._over)
        dialog.body.addWidget(label(what, wraps=True))
        dialog.accepted.connect(does)
        dialog.open()

    @property
    def _calls(self) -> Calls:
        return self._shell.session.calls

    def _compared(self, _told: Done) -> None:
        self._shell.toast(self.tr("The comparison begins."))

    def _signed_out(self, told: SignedOutWord) -> None:
        self._shell.toast(
            self.tr("Signed out.") if told.revoked else in_sentences(told.note) or self.tr("Signed out.")
        )

    def _webhooks_removed(self, told: Removed) -> None:
        self._shell.toast(self.tr("%Ln webhook(s) removed.", "", told.removed))

    def _removed(self, told: RemovedConnection) -> None:
        self._shell.toast(self.tr("{0} is taken out; the daemon begins anew.").format(told.name))

    def _explain(self, error: CrmSyncError) -> None:
        self._shell.toast_error(error)
