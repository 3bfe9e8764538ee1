"""One window's tie to one daemon: calls, live events, health, and how the tie stands. Pages read it and listen to it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.endpoint import PROTOCOL
from core.wire.events import Event, EventKind
from core.wire.introduction import Way, introduce, own_version
from core.wire.models import Health, Hello
from core.wire.names import NamesWord, Referred
from core.wire.problems import AttachmentEnded, NoDaemon, ProtocolMismatch, SocketNotOurs, mismatch
from gui.calls import Call, Calls
from gui.client import HttpClient
from gui.context import Context, LinkState
from gui.known_fields import KnownFields
from gui.known_names import KnownNames
from gui.live import LiveEvents
from gui.ssh.tunnel import Tunnel

REFRESH_MS: Final = 1_000  # health is asked for again at most so often while events come
IDLE_MS: Final = 10_000  # and this often without one: rates and ages change by themselves
_REFUSALS: Final = (ProtocolMismatch, SocketNotOurs, AttachmentEnded)


class Session(QObject):
    """`attach` begins; afterwards it keeps itself connected. Everything it tells is told by signals:

    attached         another daemon; everything that was known is of the old one
    link_changed     `link` and `trouble`: how the tie stands and why it is not live
    health_changed   `health`: newer, or (with `is_stale`) known to be old
    came             a live event, as it comes
    """

    attached = Signal()
    link_changed = Signal()
    health_changed = Signal()
    came = Signal(object)  # core.wire.events.Event

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.link = LinkState.CONNECTING
        self.trouble: CrmSyncError | None = None
        self._was_live = False  # since it was attached
        self.hello: Hello | None = None
        self.health: Health | None = None
        self._names = KnownNames(self._ask_names, self)
        self.fields = KnownFields(self._names, self)
        self.last_event_at: int | None = None
        self._scope = QObject(self)
        self._tunnel: Tunnel | None = None
        self._client = HttpClient(context.place, self._scope)
        self._live = LiveEvents(self._client, self._scope)
        self.calls = Calls(self._client, read_only=context.read_only)
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.timeout.connect(self._ask_health)
        self._fields_later = QTimer(self)
        self._fields_later.setSingleShot(True)
        self._fields_later.setInterval(REFRESH_MS)
        self._fields_later.timeout.connect(self._ask_fields)

    @property
    def may_write(self) -> bool:
        return not self.context.read_only

    @property
    def can_write(self) -> bool:
        """Whether a change would be taken now: it is allowed here, and the daemon is there."""
        return self.may_write and not self.is_stale

    @property
    def is_stale(self) -> bool:
        """Whether `health` is only what was known last."""
        return self.link is not LinkState.LIVE

    def attach(self, context: Context | None = None) -> None:
        """Begin with `context`, or again with the present one. Calls still on their way are given up."""
        self._live.stop()
        self._refresh.stop()
        self._fields_later.stop()
        self._scope.deleteLater()
        self.context = self._reached(context or self.context)
        self._scope = QObject(self)
        self._client = HttpClient(self.context.door, self._scope, introduction=self._introduction())
        self._live = LiveEvents(self._client, self._scope)
        self._live.opened.connect(self._opened)
        self._live.came.connect(self._take)
        self._live.broke.connect(self._break)
        self.calls = Calls(self._client, read_only=self.context.read_only)
        self.link, self.trouble, self._was_live = LinkState.CONNECTING, None, False
        self.hello = self.health = self.last_event_at = None
        self.fields.forget()
        self.attached.emit()
        self.link_changed.emit()
        self._live.start()

    def recall(self, health: Health) -> None:
        """What was known when the app was last used, to be shown until the daemon tells."""
        if self.health is None:
            self.health = health
            self.health_changed.emit()

    def retry(self) -> None:
        if isinstance(self.trouble, AttachmentEnded):
            self.attach()  # another attachment than the one that was ended
            return
        if self._tunnel is not None:
            self._tunnel.retry_now()
        self._live.retry_now()

    def close(self) -> None:
        self._live.stop()
        self._refresh.stop()
        self._fields_later.stop()
        self._leave_tunnel()

    def _reached(self, context: Context) -> Context:
        """The context with the place its daemon is spoken to at; over SSH that is brought here first."""
        wanted = (context.ssh, context.read_only)
        if self._tunnel is not None and (self._tunnel.host, self._tunnel.read_only) != wanted:
            self._leave_tunnel()
        if context.ssh is None:
            return context
        if self._tunnel is None:
            self._tunnel = Tunnel(context.ssh, self, read_only=context.read_only)
            self._tunnel.opened.connect(self.retry)
            self._tunnel.changed.connect(self._hear_tunnel)
            self._tunnel.start()
        return replace(context, place=self._tunnel.place)

    def _leave_tunnel(self) -> None:
        if self._tunnel is not None:
            self._tunnel.close()
            self._tunnel.deleteLater()
            self._tunnel = None

    def _hear_tunnel(self) -> None:
        """ssh knows more than that nobody listens."""
        if self._tunnel is not None and self._tunnel.trouble is not None:
            self._break(self._tunnel.trouble)

    def _introduction(self) -> str:
        way = Way.OWN if self.context.is_own else Way.ATTACHED
        return introduce("app", way=way, read_only=self.context.read_only).header

    def _opened(self) -> None:
        self.link, self.trouble, self._was_live = LinkState.LIVE, None, True
        if self._tunnel is not None:
            self._tunnel.well()
        self._ask_hello()
        self._ask_fields()
        self._refresh.start(REFRESH_MS)
        self.link_changed.emit()

    def _take(self, event: Event) -> None:
        self.last_event_at = event.at
        if event.health is not None:
            self.health = event.health
        if event.kind is EventKind.SNAPSHOT:
            self.health_changed.emit()
            self._refresh.start(IDLE_MS)
        elif self._refresh.remainingTime() > REFRESH_MS or not self._refresh.isActive():
            self._refresh.start(REFRESH_MS)
        if event.kind is EventKind.CONNECTION:
            self._fields_later.start()  # it may have begun anew with other mappings
        self.came.emit(event)

    def _break(self, error: CrmSyncError) -> None:
        if self._tunnel is not None and not isinstance(error, _REFUSALS):
            error = self._tunnel.trouble or error
        self._refresh.stop()
        if isinstance(error, _REFUSALS):
            self.link = LinkState.REFUSED
        elif isinstance(error, NoDaemon) and not self._was_live:
            self.link = LinkState.ABSENT
        else:
            self.link = LinkState.RECONNECTING
        self.trouble = error
        if isinstance(error, ProtocolMismatch):
            self.calls.ask(self._scope, Operations.hello).then(self._compare)
        self.link_changed.emit()

    def _compare(self, hello: Hello) -> None:
        """The other protocol's daemon has told its version."""
        if isinstance(self.trouble, ProtocolMismatch):
            self.trouble = mismatch(
                str(self.context.place),
                str(hello.protocol),
                PROTOCOL,
                asking="app",
                daemon_version=hello.version,
                own_version=own_version(),
            )
            self.link_changed.emit()

    def _ask_hello(self) -> None:
        self.calls.ask(self._scope, Operations.hello).then(self._greet).failed(self._ungreeted)

    def _greet(self, hello: Hello) -> None:
        self.hello = hello
        self.link_changed.emit()

    def _ungreeted(self, error: CrmSyncError) -> None:
        self._note(error)

    def _ask_fields(self) -> None:
        ask, scope = self.calls.ask, self._scope
        ask(scope, Operations.list_objects).then(self.fields.learn_objects).failed(self._unlearnt)
        ask(scope, Operations.list_mappings).then(self.fields.learn_mappings).failed(self._unlearnt)

    def _ask_names(self, records: Sequence[Referred]) -> Call[NamesWord]:
        return self.calls.ask(self._scope, Operations.name_records, records)

    def _unlearnt(self, error: CrmSyncError) -> None:
        """Until they are asked for again, values are shown as they are stored."""
        self._note(error)

    def _ask_health(self) -> None:
        self.calls.ask(self._scope, Operations.health).then(self._learn).failed(self._not_learnt)

    def _learn(self, health: Health) -> None:
        self.health = health
        self._refresh.start(IDLE_MS)
        if self.hello is None:
            self._ask_hello()  # it was too busy to greet
        if not self.fields.is_known:
            self._ask_fields()
        self.health_changed.emit()

    def _not_learnt(self, error: CrmSyncError) -> None:
        """The stream tells whether the daemon is gone; a slow or busy one is simply asked again."""
        self._note(error)
        self._refresh.start(IDLE_MS)

    def _note(self, error: CrmSyncError) -> None:
        """Why the tie was lost is not forgotten for a call that was lost with it."""
        if self.link is LinkState.LIVE:
            self.trouble = error


def now_ms() -> int:
    return time.time_ns() // 1_000_000
