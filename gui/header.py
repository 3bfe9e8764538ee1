"""The bar above every page: which daemon this is, whose, and what may be done there; and the way to everything (Ctrl+K)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from gui.context import Context, LinkState
from gui.ssh.host import SshHost
from gui.theme import Theme
from gui.tokens import Space, Tone
from gui.widgets.looks import button, icon_button, label, look
from gui.widgets.paged_table import tip
from gui.widgets.pill import Pill

_TONES = {
    LinkState.LIVE: Tone.GOOD,
    LinkState.CONNECTING: Tone.NEUTRAL,
    LinkState.RECONNECTING: Tone.WARN,
    LinkState.ABSENT: Tone.BAD,
    LinkState.REFUSED: Tone.BAD,
}


class Header(QFrame):
    """`asked_for_commands`, `asked_to_attach` and `asked_for_role` tell what a person wants."""

    asked_for_commands = Signal()
    asked_to_attach = Signal()
    asked_for_local = Signal()
    asked_for_host = Signal(object)  # gui.ssh.host.SshHost
    asked_for_role = Signal(bool)  # whether read-only
    asked_for_look = Signal()
    asked_for_guide = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "true")
        self._title = label("", "title")
        self._daemon = button("", theme=theme, icon="server", kind="quiet")
        self._daemon.setToolTip(self.tr("Which daemon this window is about"))
        self._menu = QMenu(self)
        self._menu.setAccessibleName(self.tr("Daemons"))
        self._daemon.setMenu(self._menu)
        self._link, self._role = Pill(), Pill()
        self._hosts: tuple[SshHost, ...] = ()
        self.commands: QPushButton = button(
            self.tr("Search or do…"), self.asked_for_commands.emit, theme=theme, icon="search", hint="Ctrl+K"
        )
        self.look_button = icon_button(theme, "moon", self.tr("Light or dark"), self.asked_for_look.emit)
        self.guide_button = icon_button(
            theme, "circle-help", self.tr("Guide (F1)"), self.asked_for_guide.emit
        )
        inside = QHBoxLayout(self)
        inside.setContentsMargins(Space.THREE, Space.ONE, Space.TWO, Space.ONE)
        inside.setSpacing(Space.ONE)
        inside.addWidget(self._title)
        inside.addStretch(1)
        inside.addWidget(self._role, alignment=Qt.AlignmentFlag.AlignVCenter)
        inside.addWidget(self._daemon)
        inside.addWidget(self._link, alignment=Qt.AlignmentFlag.AlignVCenter)
        inside.addSpacing(Space.ONE)
        inside.addWidget(self.commands)
        inside.addWidget(self.look_button)
        inside.addWidget(self.guide_button)

    def show_title(self, words: str) -> None:
        self._title.setText(words)

    def show_context(self, context: Context, version: str) -> None:
        name = f"{context.name} · {context.host}" if context.host else context.name
        self._daemon.setText(f" {name}".replace("&", "&&"))
        self._daemon.setAccessibleName(self.tr("Daemon: {0}").format(name))
        self._daemon.setToolTip(tip(f"{context.place}\n{version}".strip()))
        # The whole bar takes the colour, so that nobody works on another's daemon without noticing.
        foreign = not context.is_own or context.read_only
        self._role.say(self._role_words(context), Tone.WARN if foreign else Tone.NEUTRAL, solid=foreign)
        look(self, banner=Tone.WARN.value if foreign else "", bar="false" if foreign else "true")
        self._fill_menu(context)

    @property
    def link_words(self) -> str:
        """How the tie stands, in a word."""
        return self._link.text()

    def show_link(self, link: LinkState) -> None:
        words = {
            LinkState.LIVE: self.tr("Connected"),
            LinkState.CONNECTING: self.tr("Connecting"),
            LinkState.RECONNECTING: self.tr("Reconnecting"),
            LinkState.ABSENT: self.tr("Not running"),
            LinkState.REFUSED: self.tr("Refused"),
        }
        self._link.say(words[link], _TONES[link])

    def show_hosts(self, hosts: Sequence[SshHost]) -> None:
        """Those that are offered over SSH, from the next `show_context` on."""
        self._hosts = tuple(hosts)

    def _role_words(self, context: Context) -> str:
        if context.is_own:
            return self.tr("Viewer – read-only") if context.read_only else self.tr("Admin")
        if context.read_only:
            return self.tr("Not yours – read-only")
        return self.tr("Not yours – you can change it")

    def _fill_menu(self, context: Context) -> None:
        self._menu.clear()
        own = self._menu.addAction(self.tr("This machine's own daemon"), self.asked_for_local.emit)
        own.setCheckable(True)
        own.setChecked(context.is_own and context.ssh is None)
        if self._hosts:
            self._menu.addSection(self.tr("Over SSH"))
        for host in self._hosts:
            words = host.name if host.name == host.words else f"{host.name} ({host.words})"
            act = self._menu.addAction(words.replace("&", "&&"))
            act.setCheckable(True)
            act.setChecked(context.ssh == host)
            act.triggered.connect(lambda _on=False, host=host: self.asked_for_host.emit(host))
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Attach to another…"), self.asked_to_attach.emit)
        self._menu.addSeparator()
        only = self._menu.addAction(self.tr("Only look on"))
        only.setCheckable(True)
        only.setChecked(context.read_only)
        only.toggled.connect(self.asked_for_role.emit)
