"""Which two objects a new mapping is to tie."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.laboratory import CrmObjectsWord
from core.wire.records import ObjectWord
from core.wire.words import Page
from gui.calls import Newest
from gui.pages import Shell
from gui.widgets.asking import Asking
from gui.widgets.looks import label
from gui.widgets.paged_table import one_line
from gui.widgets.told import Told


class NewMappingDialog(Asking):
    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self._shell = shell
        self._newest = Newest()
        self.setWindowTitle(self.tr("New mapping"))
        self.yes.setText(self.tr("Create the draft"))
        self.connection, self.crm, self.hub = QComboBox(), QComboBox(), QComboBox()
        self._told = Told("muted")
        form = QFormLayout()
        for words, box in (
            (self.tr("Connection"), self.connection),
            (self.tr("Object of the CRM"), self.crm),
            (self.tr("Object of the hub"), self.hub),
        ):
            box.setAccessibleName(words)
            box.currentIndexChanged.connect(self._may_go_on)
            form.addRow(label(words), box)
        self.body.addLayout(form)
        self.body.addWidget(self._told)
        self.connection.currentIndexChanged.connect(self._ask)
        shell.session.calls.ask(self, Operations.list_objects).then(self._learn).failed(self._fail)
        shell.session.health_changed.connect(self._learn_connections)
        self._learn_connections()
        self._may_go_on()

    def _learn_connections(self) -> None:
        """It may be opened before it is known which there are."""
        health = self._shell.session.health
        if health is not None and not self.connection.count():
            self.connection.addItems([one.name for one in health.connections])

    def _ask(self) -> None:
        self.crm.clear()
        self._newest.drop()
        if self.connection.currentText():
            self._told.setText(self.tr("Asking the CRM for its objects…"))
            calls = self._shell.session.calls
            call = calls.ask(self, Operations.list_crm_objects, self.connection.currentText())
            self._newest.of(call).then(self._offer).failed(self._fail)

    def _offer(self, told: CrmObjectsWord) -> None:
        self.crm.addItems(told.objects)
        self._told.setText(
            self.tr(
                "It is a draft until it is saved. An object of the account's own is listed once crmsync.toml names it "
                "(custom_objects)."
            )
        )

    def _learn(self, page: Page[ObjectWord]) -> None:
        for one in page.rows:
            self.hub.addItem(one_line(one.label), one.name)

    def _fail(self, error: CrmSyncError) -> None:
        self._told.explain(error)

    def _may_go_on(self) -> None:
        self.yes.setEnabled(all(box.currentText() for box in (self.connection, self.crm, self.hub)))
