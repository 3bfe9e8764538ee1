"""The one window: rail, header, banner, the page, and the status line. It is the `Shell` that pages are made with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from gui.attach import AttachDialog
from gui.banners import say_link
from gui.commands import Commands
from gui.context import Context, LinkState, context_of_host, local_context
from gui.footer import Footer
from gui.header import Header
from gui.loading import Loading
from gui.memory import Memory
from gui.pages import PAGES, Action, Entry
from gui.rail import Rail
from gui.sentences import worded
from gui.session import Session
from gui.starting import Starter
from gui.theme import Mode, Theme
from gui.tokens import Space, Tone
from gui.welcome import Welcome
from gui.widgets.banner import Banner
from gui.widgets.meaning import meaning_words, place_of
from gui.widgets.states import words_of
from gui.widgets.times import Ticker
from gui.widgets.toast import Toast

if TYPE_CHECKING:
    from gui.guide.window import GuideWindow

SMALLEST = (1024, 640)
USUAL = (1440, 900)
_FRAME = 40  # about how high the bar of a window's title is
_AHEAD_MS = 500


def usual_size(room: QSize) -> QSize:
    """Of a window that was never opened before, on a screen with this much room for windows."""
    if room.width() < SMALLEST[0]:
        return QSize(*USUAL)
    return QSize(*USUAL).boundedTo(room - QSize(0, _FRAME))


class MainWindow(QMainWindow):
    def __init__(
        self, session: Session, theme: Theme, memory: Memory, *, entries: Sequence[Entry] = PAGES
    ) -> None:
        super().__init__()
        self.session, self.theme, self.memory = session, theme, memory
        theme.clothe(self)
        self.ticker = Ticker(self)
        self.starter = Starter(self)
        self._entries = {entry.key: entry for entry in entries}
        self._pages: dict[str, QWidget] = {}
        self._actions: list[Action] = []
        self._current = ""
        self._guide: GuideWindow | None = None
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.setInterval(_AHEAD_MS)
        self._loading: Loading | None = None
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
            self.resize(usual_size(self.screen().availableSize()))
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
        held = self.focusWidget()
        self.rail.show_page(page)
        self.header.show_title(QCoreApplication.translate("Pages", entry.words))
        self._show_link()
        self._tell(page, "entered")
        now = self.focusWidget()
        if now is not None and now is not held and self.rail.isAncestorOf(now):
            # What had the focus went with its page, and Qt gave it to whatever comes first in the window.
            self.stack.setFocus(Qt.FocusReason.OtherFocusReason)
        if where:
            self._tell(page, "look_at", where)

    def can_go_to(self, page: str) -> bool:
        return page in self._entries

    def toast(
        self, text: str, tone: Tone = Tone.GOOD, act: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        self.toaster.say(text, tone, act)

    def toast_error(self, error: CrmSyncError, tone: Tone = Tone.BAD) -> None:
        self.toast(words_of(error), tone, (meaning_words(), lambda: self.open_guide(place_of(error.kind))))

    def open_guide(self, place: str = "") -> GuideWindow:
        from gui.guide.book import INDEX  # noqa: PLC0415 - as the window
        from gui.guide.window import GuideWindow  # noqa: PLC0415 - the window is to be there at once

        if self._guide is None:
            self._guide = GuideWindow(self.theme)
        self._guide.open(place or self._entries[self._current].chapter or INDEX)
        return self._guide

    def add_action(self, action: Action) -> None:
        self._actions.append(action)

    @property
    def page(self) -> QWidget:
        """The page that is open."""
        return self._pages[self._current]

    # daemons ------------------------------------------------------------------------------------------------------------
    def attach(self, context: Context) -> None:
        self.session.attach(context)
        if (known := self.memory.health_of(context.key)) is not None:
            self.session.recall(known)

    def ask_to_attach(self) -> None:
        dialog = AttachDialog(self.memory, self)
        dialog.chosen.connect(self.attach)
        dialog.saved.connect(self._show_context)
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

    def raise_ticket(self) -> None:
        from gui.tickets.dialog import open_ticket  # noqa: PLC0415 - it needs the file dialog, which the start does not

        open_ticket(self, self)

    # its own ------------------------------------------------------------------------------------------------------------
    def open_commands(self) -> QDialog:
        from gui.finding import Finder  # noqa: PLC0415 - the window is to be there at once

        pages = [
            Action(
                words=QCoreApplication.translate("Pages", entry.words),
                does=partial(self.go_to, key),
                icon=entry.icon,
            )
            for key, entry in self._entries.items()
        ]
        acts = [
            Action(
                words=QCoreApplication.translate("Pages", act.words),
                does=partial(self._do_on, key, act.method),
                icon=act.icon,
                writes=act.writes,
            )
            for key, entry in self._entries.items()
            for act in entry.acts
        ]
        every = [*acts, *self._acts_on_connections(), *self._actions]
        offered = [one for one in every if self.session.may_write or not one.writes]
        dialog = Commands(self.theme, [*pages, *offered], self, Finder(self, self))
        dialog.show()
        return dialog

    def _do_on(self, page: str, method: str) -> None:
        """On its page, whether it was open before or not."""
        self.go_to(page)
        getattr(self.page, method)()

    def _acts_on_connections(self) -> list[Action]:
        from gui.connections.acts import Acts  # noqa: PLC0415 - as above

        health = self.session.health
        if health is None or self.session.is_stale:
            return []
        acts = self.findChild(Acts) or Acts(self, self)
        found = []
        for one in health.connections:
            is_paused = one.state == "paused"
            ways = [(self.tr("Resume {0}"), acts.resume, "play")]
            if not is_paused:
                ways = [
                    (self.tr("Sync {0} now"), acts.sync, "refresh-cw"),
                    (self.tr("Pause {0}"), acts.pause, "pause"),
                ]
            found += [
                Action(words=words.format(one.name), does=partial(does, one), icon=icon, writes=True)
                for words, does, icon in ways
            ]
        return found

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard begins on the page, not on the first entry of the rail."""
        super().showEvent(event)
        if self.focusWidget() is None:
            self.stack.setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.memory.geometry = self.saveGeometry()
        self.memory.page = self._current
        self.memory.unsaved.flush()
        self.starter.stop_demo()
        if self._guide is not None:
            self._guide.close()
            self._guide.deleteLater()
            self._guide = None
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
        self.header.asked_for_host.connect(lambda host: self.attach(context_of_host(host)))
        self.header.asked_for_role.connect(self._change_role)
        self.header.asked_for_look.connect(self._change_look)
        self.welcome.asked_for_daemon.connect(self.start_daemon)
        self.welcome.asked_for_demo.connect(self.start_demo)
        self.welcome.asked_to_attach.connect(self.ask_to_attach)
        self.welcome.asked_for_local.connect(lambda: self.attach(local_context()))
        self.footer.asked_for_visitors.connect(lambda: self.go_to("settings", tab="attached"))
        self.starter.failed.connect(self._tell_not_started)
        self.session.attached.connect(self._show_context)
        self.session.link_changed.connect(self._show_link)
        self.session.health_changed.connect(self._show_health)
        self.header.asked_for_guide.connect(self.open_guide)
        self._ahead.timeout.connect(self._load_ahead)
        QShortcut(QKeySequence("Ctrl+K"), self, self.open_commands)
        QShortcut(QKeySequence("F1"), self, self.open_guide)

    def _offer_usual_actions(self) -> None:
        self.add_action(
            Action(words=self.tr("Open the guide"), does=self.open_guide, hint="F1", icon="circle-help")
        )
        self.add_action(Action(words=self.tr("Light or dark"), does=self._change_look, icon="moon"))
        self.add_action(
            Action(words=self.tr("Attach to another daemon"), does=self.ask_to_attach, icon="server")
        )
        self.add_action(Action(words=self.tr("Raise a ticket"), does=self.raise_ticket, icon="ticket"))
        self.add_action(Action(words=self.tr("Start the demo"), does=self.start_demo, icon="flask-conical"))

    def _show_context(self) -> None:
        hello = self.session.hello
        version = "" if hello is None else self.tr("Version {0}").format(hello.version)
        self.header.show_hosts(self.memory.hosts)
        self.header.show_context(self.session.context, version)
        self.rail.show_counts(self.session.health)
        self._show_link()

    def _tell_not_started(self, why: str) -> None:
        words = worded(why) or self.tr("In a terminal it says more: crmsync daemon")
        self.welcome.show_failed(words, self.session)

    def _show_link(self) -> None:
        self.header.show_link(self.session.link)
        self.footer.show_link(self.header.link_words)
        if self.session.link is LinkState.LIVE:
            self.starter.reached()
            self.welcome.forget()
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
        if self._loading is None and not self._ahead.isActive():
            self._ahead.start()
        if health is not None and not self.session.is_stale:
            self.memory.remember_health(self.session.context.key, health)

    def _load_ahead(self) -> None:
        """What the other pages are made of, so that the first visit to one waits for no file."""
        modules = [entry.module for entry in self._entries.values()]
        self._loading = Loading(modules, lambda: None, self)

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
