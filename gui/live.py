"""Live events of one daemon: read as they come, resumed after a break, never past a gap."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QNetworkReply, QNetworkRequest

from core.errors import CrmSyncError
from core.wire.events import Event
from core.wire.problems import AnswerUnreadable, AttachmentEnded, ProtocolMismatch
from core.wire.stream import continues, parse
from gui.client import HttpClient, why_ended, wrong_protocol
from gui.sentences import READING

FIRST_PAUSE_MS: Final = 250
LONGEST_PAUSE_MS: Final = 10_000
QUIET_MS: Final = 45_000  # the daemon says something at least every 15 s
_LONGEST_FRAME: Final = 8 * 1024 * 1024


class LiveEvents(QObject):
    """Begins with `start`, ends with `stop`, and comes back by itself in between.

    `opened` tells that the daemon listens. `came` brings events without a gap: a snapshot first, or what followed the last
    one. `broke` brings why there are none now; the next try is `pause_ms` away.
    """

    opened = Signal()
    came = Signal(object)  # core.wire.events.Event
    broke = Signal(object)  # core.errors.CrmSyncError

    def __init__(
        self, client: HttpClient, parent: QObject | None = None, *, quiet_ms: int = QUIET_MS
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._reply: QNetworkReply | None = None
        self._buffer = bytearray()
        self._last: Event | None = None
        self.pause_ms = FIRST_PAUSE_MS
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._open)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(quiet_ms)
        self._quiet.timeout.connect(self._fell_silent)

    def start(self) -> None:
        self.pause_ms = FIRST_PAUSE_MS
        self._again.start(0)

    def stop(self) -> None:
        self._again.stop()
        self._drop()

    def retry_now(self) -> None:
        """A person pressed the button: do not wait the pause out."""
        if self._reply is None:
            self.start()

    def _open(self) -> None:
        self._drop()
        try:
            reply = self._client.open_stream(
                "/v1/events", {} if self._last is None else {"after": self._last.id}
            )
        except CrmSyncError as refused:
            self._fail(refused)
            return
        self._reply = reply
        reply.metaDataChanged.connect(self._greeted)
        reply.readyRead.connect(self._read)
        reply.finished.connect(self._finished)
        self._quiet.start()

    def _greeted(self) -> None:
        """A stream that was resumed may have nothing to tell for a long time."""
        reply = self._reply
        if (
            reply is None
            or reply is not self.sender()
            or wrong_protocol(reply, self._client.place) is not None
        ):
            return
        if reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute) == 200:
            self.opened.emit()

    def _read(self) -> None:
        reply = self._reply
        if reply is None or reply is not self.sender():
            return
        self._quiet.start()
        if reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute) != 200:
            return  # what it says is read when it is whole
        self._buffer += reply.readAll().data()
        try:
            if (wrong := wrong_protocol(reply, self._client.place)) is not None:
                raise wrong
            self._take_frames()
        except CrmSyncError as strange:
            self._last = None
            self._fail(strange)

    def _take_frames(self) -> None:
        *frames, rest = bytes(self._buffer).replace(b"\r\n", b"\n").split(b"\n\n")
        if len(rest) > _LONGEST_FRAME:
            raise AnswerUnreadable("an event is longer than 8 MiB")
        self._buffer = bytearray(rest)
        for frame in frames:
            text = frame.decode("utf-8", errors="replace")
            for event in parse([*text.split("\n"), ""], READING):
                if not continues(self._last, event):
                    # Something is missing between the two: only a new snapshot tells everything.
                    self._last = None
                    self._drop()
                    self._again.start(0)
                    return
                self._last = event
                self.pause_ms = FIRST_PAUSE_MS
                self.came.emit(event)

    def _finished(self) -> None:
        reply = self._reply
        if reply is None or reply is not self.sender():
            return
        self._fail(why_ended(reply, self._client.place))

    def _fell_silent(self) -> None:
        self._fail(AnswerUnreadable(f"the daemon at {self._client.place} has fallen silent"))

    def _fail(self, error: CrmSyncError) -> None:
        self._drop()
        pause = LONGEST_PAUSE_MS if isinstance(error, ProtocolMismatch) else self.pause_ms
        self.pause_ms = min(self.pause_ms * 2, LONGEST_PAUSE_MS)
        # Whoever was sent away comes back when a person says so.
        if not isinstance(error, AttachmentEnded):
            self._again.start(pause)
        self.broke.emit(error)

    def _drop(self) -> None:
        reply, self._reply = self._reply, None
        self._buffer.clear()
        self._quiet.stop()
        if reply is not None:
            reply.abort()
