"""What the window shows where no daemon can be spoken to and none ever was: why, and the ways on from here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.context import LinkState
from gui.sentences import worded
from gui.session import Session
from gui.ssh.trouble import SshConnecting
from gui.theme import Theme
from gui.tokens import Tone
from gui.widgets.states import Message, sentence_of


class Welcome(QWidget):
    asked_for_daemon = Signal()
    asked_for_demo = Signal()
    asked_to_attach = Signal()
    asked_for_local = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = Message(theme)
        self._waiting = self._failed = ""
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.message)

    def show_waiting(self, words: str) -> None:
        """Something was begun; until it listens this is no trouble."""
        self._waiting, self._failed = words, ""
        self.message.say("loader", words, self.tr("This takes a few seconds."))

    def show_failed(self, words: str, session: Session) -> None:
        """What was begun has ended: why, and the same ways on."""
        self._waiting, self._failed = "", words
        self.show_trouble(session)

    def forget(self) -> None:
        """The daemon is there: nothing is waited for any more."""
        self._waiting = self._failed = ""

    def show_trouble(self, session: Session) -> None:
        if session.link is LinkState.REFUSED and session.trouble is not None:
            self._waiting = ""
            self.message.say(
                "shield-alert",
                sentence_of(session.trouble),
                worded(session.trouble.advice),
                (self.tr("Try again"), session.retry),
                self._another(),
                tone=Tone.BAD,
            )
        elif isinstance(session.trouble, SshConnecting):
            self.message.say(
                "loader",
                sentence_of(session.trouble),
                worded(session.trouble.advice),
                self._another(),
                self._local(),
            )
        elif session.context.ssh is not None and session.trouble is not None:
            self.message.say(
                "circle-alert",
                sentence_of(session.trouble),
                worded(session.trouble.advice),
                (self.tr("Try again"), session.retry),
                self._another(),
                self._local(),
                tone=Tone.BAD,
                kind=session.trouble.kind,
            )
        elif self._waiting:
            self.show_waiting(self._waiting)
        else:
            self._offer(session)

    def _offer(self, session: Session) -> None:
        own = session.context.is_own
        usual = self.tr(
            "The daemon does the work: it keeps your CRMs in step, also while this window is closed. "
            "The demo shows everything with sandboxed CRMs on this machine and needs no accounts."
        )
        nobody = (
            self.tr("No daemon is running here yet")
            if own
            else self.tr("Nobody listens at {0}").format(session.context.place)
        )
        self.message.say(
            "circle-alert" if self._failed else "server",
            self.tr("It did not start") if self._failed else nobody,
            self._failed or usual,
            (self.tr("Start the daemon"), self.asked_for_daemon.emit),
            (self.tr("Try the demo"), self.asked_for_demo.emit),
            self._another(),
            tone=Tone.BAD if self._failed else Tone.NEUTRAL,
        )

    def _another(self) -> tuple[str, Callable[[], object]]:
        return self.tr("Attach to another…"), self.asked_to_attach.emit

    def _local(self) -> tuple[str, Callable[[], object]]:
        return self.tr("This machine's own daemon"), self.asked_for_local.emit
