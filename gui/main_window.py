"""The one window: rail, header, banner, the page, and the status line. It is the `Shell` that pages are made with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from gui.attach import AttachDialog
from gui.banners import say_link
from gui.commands import Commands
from gui.context import Context, LinkState, local_context
from gui.footer import Footer
from gui.header import Header
from gui.memory import Memory
from gui.pages import PAGES, Action, Entry
from gui.rail import Rail
from gui.session import Session
from gui.starting import Starter
from gui.theme import Mode, Theme
from gui.tokens import Space, Tone
from gui.welcome import Welcome
from gui.widgets.banner import Banner
from gui.widgets.times import Ticker
from gui.widgets.toast import Toast

SMALLEST = (1024, 640)
USUAL = (1440, 900)


class MainWindow(QMainWindow):
    def __init__(
        self, session: Session, theme: Theme, memory: Memory, *, entries: Sequence[Entry] = PAGES
    ) -> None:
        super().__init__()
        self.session, self.theme, self.memory = session, theme, memory
        self.ticker = Ticker(self)
        self.starter = Starter(self)
        self._entries = {entry.key: entry for entry in entries}
        self._pages: dict[str, QWidget] = {}
        self._actions: list[Action] = []
        self._current = ""
        self.setWindowTitle("CRM Sync")
        self.setMinimumSize(SMALLEST[0] - Space.THREE, SMALLEST[1] - Space.THREE)
        self.rail = Rail(theme, entries)
        self.header = Header(theme)
        self.banner = Banner(theme)
        self.footer = Footer(session, self.ticker)
        self.welcome = Welcome(theme)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.welcome)
        self.toaster = Toast(theme, self._lay_out())
        self._connect()
        self._offer_usual_actions()
        self._show_context()
        if not (self.memory.geometry and self.restoreGeometry(self.memory.geometry)):
            self.resize(*USUAL)
        remembered = self.memory.page
        self.go_to(remembered if remembered in self._entries else next(iter(self._entries)))

    # what pages ask of it (gui.pages.Shell) -----------------------------------------------------------------------------
    def go_to(self, page: str, **where: str) -> None:
        entry = self._entries.get(page)
        if entry is None:
            return
        self._tell(self._current, "left")
        self._current = page
        if page not in self._pages:
            made = entry.make(self)
            self._pages[page] = made
            self.stack.addWidget(made)
        self.rail.show_page(page)
        self.header.show_title(QCoreApplication.translate("Pages", entry.words))
        self._show_link()
        self._tell(page, "entered")
        if where:
            self._tell(page, "look_at", where)

    def can_go_to(self, page: str) -> bool:
        return page in self._entries

    def toast(
        self, text: str, tone: Tone = Tone.GOOD, act: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        self.toaster.say(text, tone, act)

    def add_action(self, action: Action) -> None:
        self._actions.append(action)

    @property
    def page(self) -> QWidget:
        """The page that is open."""
        return self._pages[self._current]

    # daemons ------------------------------------------------------------------------------------------------------------
    def attach(self, context: Context) -> None:
        self.session.attach(context)
        if (known := self.memory.health_of(str(context.place))) is not None:
            self.session.recall(known)

    def ask_to_attach(self) -> None:
        dialog = AttachDialog(self)
        dialog.chosen.connect(self.attach)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def start_daemon(self) -> None:
        if self.starter.start_daemon():
            self.welcome.show_waiting(self.tr("Starting the daemon…"))
            self.session.retry()
        else:
            self.toast(self.tr("The daemon could not be started. In a terminal: crmsync daemon"), Tone.BAD)

    def start_demo(self) -> None:
        self.attach(self.starter.start_demo())
        self.welcome.show_waiting(self.tr("Starting the sandboxes and the demo's daemon…"))

    # its own ------------------------------------------------------------------------------------------------------------
    def open_commands(self) -> QDialog:
        pages = [
            Action(
                words=QCoreApplication.translate("Pages", entry.words),
                does=partial(self.go_to, key),
                icon=entry.icon,
            )
            for key, entry in self._entries.items()
        ]
        offered = [one for one in self._actions if self.session.may_write or not one.writes]
        dialog = Commands(self.theme, [*pages, *offered], self)
        dialog.show()
        return dialog

    def closeEvent(self, event: QCloseEvent) -> None:
        self.memory.geometry = self.saveGeometry()
        self.memory.page = self._current
        self.memory.unsaved.flush()
        self.starter.stop_demo()
        self.session.close()
        super().closeEvent(event)

    def _lay_out(self) -> QWidget:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        for one in (self.header, self.banner):
            right.addWidget(one)
        right.addWidget(self.stack, 1)
        right.addWidget(self.footer)
        central = QWidget()
        central.setProperty("canvas", "true")
        across = QHBoxLayout(central)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(right, 1)
        self.setCentralWidget(central)
        return central

    def _connect(self) -> None:
        self.rail.chosen.connect(self.go_to)
        self.header.asked_for_commands.connect(self.open_commands)
        self.header.asked_to_attach.connect(self.ask_to_attach)
        self.header.asked_for_local.connect(lambda: self.attach(local_context()))
        self.header.asked_for_role.connect(self._change_role)
        self.header.asked_for_look.connect(self._change_look)
        self.welcome.asked_for_daemon.connect(self.start_daemon)
        self.welcome.asked_for_demo.connect(self.start_demo)
        self.welcome.asked_to_attach.connect(self.ask_to_attach)
        self.session.attached.connect(self._show_context)
        self.session.link_changed.connect(self._show_link)
        self.session.health_changed.connect(self._show_health)
        QShortcut(QKeySequence("Ctrl+K"), self, self.open_commands)

    def _offer_usual_actions(self) -> None:
        self.add_action(Action(words=self.tr("Light or dark"), does=self._change_look, icon="moon"))
        self.add_action(
            Action(words=self.tr("Attach to another daemon"), does=self.ask_to_attach, icon="server")
        )
        self.add_action(Action(words=self.tr("Start the demo"), does=self.start_demo, icon="flask-conical"))

    def _show_context(self) -> None:
        hello = self.session.hello
        version = "" if hello is None else self.tr("Version {0}").format(hello.version)
        self.header.show_context(self.session.context, version)
        self.rail.show_counts(self.session.health)
        self._show_link()

    def _show_link(self) -> None:
        self.header.show_link(self.session.link)
        lost = self.session.link in (LinkState.ABSENT, LinkState.REFUSED)
        if lost and self.session.health is None:
            self.banner.hide()
            self.welcome.show_trouble(self.session)
            self.stack.setCurrentWidget(self.welcome)
            return
        say_link(self.banner, self.session)
        if self._current:
            self.stack.setCurrentWidget(self.page)

    def _show_health(self) -> None:
        health = self.session.health
        self.rail.show_counts(health)
        if health is not None and not self.session.is_stale:
            self.memory.remember_health(str(self.session.context.place), health)

    def _change_role(self, read_only: bool) -> None:
        context = self.session.context
        self.attach(context.looking_only() if read_only else context.allowed_to_change())

    def _change_look(self) -> None:
        self.memory.mode = Mode.LIGHT if self.theme.is_dark else Mode.DARK
        self.theme.set_mode(self.memory.mode)

    def _tell(self, page: str, what: str, *given: object) -> None:
        heard = getattr(self._pages.get(page), what, None)
        if heard is not None:
            heard(*given)
