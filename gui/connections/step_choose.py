"""Which CRM, under which name, with which app: it becomes a table of crmsync.toml, and the daemon begins anew with it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
)

from core.wire.client import Operations
from core.wire.models import ConnectionWord, Done, Page
from core.wire.setting_up import AddConnection, SystemWord, WayWord
from gui.connections.step import StepPage
from gui.pages import Shell
from gui.tokens import Space, Tone
from gui.widgets.copyable import CopyableId
from gui.widgets.looks import holding, label, row

PORT: Final = "8749"
FIELD: Final = 480  # the widest a field is


class ChooseStep(StepPage):
    """`named` tells what the connection is called, once the daemon has written it down."""

    named = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.title = self.tr("Choose")
        self._systems: dict[str, SystemWord] = {}
        self.group = QButtonGroup(self)
        self.group.idToggled.connect(lambda _id, _on: self._show_system())
        self._kinds = QVBoxLayout()
        self._register = label("", "muted", wraps=True)
        self.redirect = CopyableId(shell.theme, most=60)
        self.fields: dict[str, QLineEdit] = {}
        self._labels: dict[str, QLabel] = {}
        form = QFormLayout()
        form.setHorizontalSpacing(Space.TWO)
        form.setVerticalSpacing(Space.ONE)
        self.way, self._way_label = QComboBox(), label(self.tr("Who signs in"))
        self.way.setAccessibleName(self.tr("Who signs in"))
        self.way.setMaximumWidth(FIELD)
        self.way.currentIndexChanged.connect(lambda _at: self._show_way())
        form.addRow(self._way_label, self.way)
        for key, words in (
            ("name", self.tr("Name here")),
            ("client_id", self.tr("Client id of the app")),
            ("app_id", self.tr("Number of the app")),
            ("api_url", self.tr("Address of the environment")),
            ("username", self.tr("User it acts as")),
            ("tenant", self.tr("Directory (tenant)")),
            ("redirect_port", self.tr("Port of the sign-in")),
            ("residency", self.tr("Area you vouch for (such as eu)")),
            ("auth_url", self.tr("Sign-in address, if another")),
            ("token_url", self.tr("Token address, if another")),
        ):
            field = QLineEdit()
            field.setAccessibleName(words)
            field.setMaxLength(500)
            field.setMaximumWidth(FIELD)
            field.textChanged.connect(self._typed)
            self.fields[key], self._labels[key] = field, label(words)
            form.addRow(self._labels[key], field)
        self.fields["redirect_port"].setText(PORT)
        self.fields["username"].setPlaceholderText("integration@acme.example")
        self.fields["tenant"].setPlaceholderText("acme.example")
        self.body.addWidget(label(self.tr("Which CRM?"), "headline"))
        about = self.tr("It begins paused: nothing is written before you have seen a plan.")
        self.body.addWidget(label(about, "muted", wraps=True))
        self.body.addLayout(self._kinds)
        self.body.addWidget(self._register)
        self._redirects = holding(
            row(label(self.tr("Redirect address to register there:"), "muted"), self.redirect, None)
        )
        self.body.addWidget(self._redirects)
        self.body.addLayout(form)
        self.loopback = QCheckBox(self.tr("A sandbox on this machine"))
        self.loopback.toggled.connect(lambda _on: self._show_way())
        self.body.addWidget(self.loopback)

    def next_words(self) -> str:
        return self.tr("Add it")

    def may_go(self) -> bool:
        asked = self._asked()
        return (
            not self.busy and bool(self.system and self.text("name")) and all(self.text(one) for one in asked)
        )

    def entered(self) -> None:
        self.loopback.setChecked(False)
        for key, field in self.fields.items():
            field.setText({"redirect_port": PORT, "name": self.system}.get(key, ""))
        if not self._systems:
            self.calls.ask(self, Operations.list_systems).then(self._show_systems).failed(self.explain)

    def take(self, one: ConnectionWord | None) -> None:
        super().take(one)
        if one is not None and self.busy:
            self.free()
            self.finished.emit(one.name)

    def advance(self) -> None:
        port = self.text("redirect_port") if "redirect_port" in self._asked() else "0"
        if not port.isdigit() or int(port) > 65_535:
            self.say(self.tr("The port is a number from 0 to 65535."), Tone.BAD)
            return
        given = {
            key: self.text(key)
            for key, field in self.fields.items()
            if key not in ("name", "redirect_port") and not field.isHidden() and self.text(key)
        }
        try:
            asked = AddConnection.model_validate(
                {
                    "name": self.text("name"),
                    "system": self.system,
                    "redirect_port": int(port),
                    **given,
                    **({"flow": self.flow} if self.way.currentIndex() > 0 else {}),
                    **({"loopback": True} if self.loopback.isChecked() else {}),
                }
            )
        except ValueError:
            self.say(
                self.tr("The name begins with a small letter; then small letters, digits, - and _."), Tone.BAD
            )
            return
        self.name = asked.name
        self.wait(self.tr("Writing it into crmsync.toml…"))
        self.calls.ask(self, Operations.add_connection, asked).then(self._added).failed(self.explain)

    def text(self, key: str) -> str:
        return self.fields[key].text().strip()

    @property
    def system(self) -> str:
        chosen = self.group.checkedButton()
        return str(chosen.property("system")) if chosen is not None else ""

    @property
    def flow(self) -> str:
        return str(self.way.currentData() or "")

    # inside -------------------------------------------------------------------------------------------------------------
    def _added(self, _told: Done) -> None:
        self.wait(self.tr("The daemon begins anew with it; that takes a few seconds…"))
        self.named.emit(self.name)

    def _show_systems(self, page: Page[SystemWord]) -> None:
        self._systems = {one.system: one for one in page.rows}
        for at, one in enumerate(page.rows):
            made = QRadioButton(one.title)
            made.setProperty("system", one.system)
            self.group.addButton(made, at)
            self._kinds.addWidget(made)
            made.setChecked(at == 0)
        self._show_system()

    def _asked(self) -> list[str]:
        one = self._systems.get(self.system)
        if one is None:
            return []
        way = self._way_of(one)
        return [*one.asks, *(way.asks if way is not None else ())]

    def _way_of(self, one: SystemWord) -> WayWord | None:
        return next((way for way in one.ways if way.flow == self.flow), None)

    def _show_system(self) -> None:
        one = self._systems.get(self.system)
        if one is None:
            return
        if self.text("name") in ("", *self._systems):
            self.fields["name"].setText(one.system)
        self.way.blockSignals(True)
        self.way.clear()
        for way in one.ways:
            self.way.addItem(way.title, way.flow)
        self.way.blockSignals(False)
        for part in (self.way, self._way_label):
            part.setVisible(len(one.ways) > 1)
        self._show_way()

    def _show_way(self) -> None:
        one = self._systems.get(self.system)
        way = self._way_of(one) if one is not None else None
        if one is None or way is None:
            return
        said = " ".join(filter(None, (one.register_first, way.register_first)))
        self._register.setText(self.tr("Register there first: {0}").format(said))
        asked, local = self._asked(), self.loopback.isChecked()
        shown = {
            "app_id": "app_id" in asked,
            "api_url": "api_url" in asked or local,
            "username": "username" in asked,
            "tenant": one.system == "dynamics",
            "redirect_port": "redirect_port" in asked,
            "auth_url": one.system == "salesforce" or local,
            "token_url": one.system == "salesforce" or local,
        }
        for key, is_shown in shown.items():
            self.fields[key].setVisible(is_shown)
            self._labels[key].setVisible(is_shown)
        self.fields["api_url"].setPlaceholderText(
            "https://acme.crm4.dynamics.com" if "api_url" in asked else ""
        )
        self._redirects.setVisible("redirect_port" in asked)
        self._typed()

    def _typed(self) -> None:
        one = self._systems.get(self.system)
        if one is not None:
            self.redirect.show_id(one.redirect.replace("PORT", self.text("redirect_port")))
        self.moved.emit()
