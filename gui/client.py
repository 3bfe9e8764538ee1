"""HTTP to one daemon without waiting: Qt's own network access, over the Unix socket or (Windows) loopback with a token.

Whatever the other side does (nothing, something slow, wrong, partial or endless) becomes one error of `core.errors` at one
callback; nothing is ever raised into the event loop. `gui/calls.py` is what pages use.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias

from pydantic import ValidationError
from PySide6.QtCore import QObject, QTimer, QUrl, QUrlQuery
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkProxy, QNetworkReply, QNetworkRequest
from shiboken6 import isValid

from core.errors import CrmSyncError
from core.wire.endpoint import PROTOCOL, PROTOCOL_HEADER, START_ADVICE
from core.wire.introduction import INTRODUCTION_HEADER, own_version
from core.wire.problems import AnswerUnreadable, NoDaemon, SocketNotOurs, error_of, mismatch
from core.wire.socket_owner import check_owner
from core.wire.transport import Request
from core.wire.words import Hello, Problem, Word
from gui.sentences import READING

PATIENCE_S: Final = 10.0
MOST_ANSWER: Final = 64 * 1024 * 1024
_ATTRIBUTE: Final = QNetworkRequest.Attribute
_NOBODY: Final = (
    QNetworkReply.NetworkError.ConnectionRefusedError,
    QNetworkReply.NetworkError.HostNotFoundError,
)

Outcome: TypeAlias = Word | CrmSyncError


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a daemon listens: a Unix socket, or a port of this machine with the file that holds its token.

    `label` is what people are told of it, where the path would tell them nothing.
    """

    socket: Path | None = None
    port: int | None = None
    token_file: Path | None = None
    label: str = ""

    def __str__(self) -> str:
        if self.label:
            return self.label
        return str(self.socket) if self.socket is not None else f"127.0.0.1:{self.port}"


class HttpClient(QObject):
    """Requests to the daemon at `place`. Every answer comes by callback, at the latest when its deadline has passed."""

    def __init__(
        self,
        place: Place,
        parent: QObject | None = None,
        *,
        patience_s: float = PATIENCE_S,
        introduction: str = "",
    ) -> None:
        super().__init__(parent)
        self.place = place
        self._introduction = introduction.encode()
        self.patience_s = patience_s
        self._under_way: set[_Exchange] = set()
        self._network = _network(self)

    def send(self, request: Request[Any], told: Callable[[Outcome], None]) -> Callable[[], None]:
        """`told` hears exactly once, later, from the event loop; the function returned gives the request up unheard."""
        try:
            reply = self._start(request)
        except CrmSyncError as refused:
            return self.tell(refused, told)
        patience_s = self.patience_s if request.timeout_s is None else request.timeout_s
        exchange = _Exchange(reply, request, self.place, patience_s, told)
        # Qt owns both, but Python's collector would take their Python halves, which hold only one another.
        self._under_way.add(exchange)
        reply.finished.connect(lambda: self._under_way.discard(exchange))
        return exchange.give_up

    def tell(self, outcome: Outcome, told: Callable[[Outcome], None]) -> Callable[[], None]:
        """As `send`, where the outcome is known already."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(lambda: told(outcome))
        timer.timeout.connect(timer.deleteLater)
        timer.start(0)
        return lambda: timer.stop() if isValid(timer) else None

    def open_stream(self, path: str, query: dict[str, str]) -> QNetworkReply:
        """The reply of an endless answer; the caller reads it. Raises CrmSyncError where the place cannot be used.

        Lines are new from then on. Qt keeps six to a place, and where the other side went away in the midst of an answer
        it may wait on them for ever, with nothing sent any more.
        """
        request = self._request(path, query)
        former, self._network = self._network, _network(self)
        former.finished.connect(partial(_leave, former))
        _leave(former)
        request.setRawHeader(b"Accept", b"text/event-stream")
        request.setAttribute(
            _ATTRIBUTE.CacheLoadControlAttribute, QNetworkRequest.CacheLoadControl.AlwaysNetwork
        )
        return self._network.get(request)

    def _start(self, request: Request[Any]) -> QNetworkReply:
        sent = self._request(request.path, request.given)
        sent.setRawHeader(b"Accept", b"application/json")
        for name, value in (request.headers or {}).items():
            sent.setRawHeader(name.encode(), value.encode())
        if request.method != "GET":
            # Also without a body: otherwise Qt complains, and says that it is a form.
            sent.setHeader(QNetworkRequest.KnownHeaders.ContentTypeHeader, "application/json")
        return self._network.sendCustomRequest(sent, request.method.encode(), request.content or b"")

    def _request(self, path: str, query: dict[str, str]) -> QNetworkRequest:
        request = self._addressed(path, query)
        if self._introduction:
            request.setRawHeader(INTRODUCTION_HEADER.encode(), self._introduction)
        return request

    def _addressed(self, path: str, query: dict[str, str]) -> QNetworkRequest:
        url = QUrl()
        url.setHost("localhost")
        url.setPath(path, QUrl.ParsingMode.StrictMode)
        if query:
            asked = QUrlQuery()
            for name, value in query.items():
                # A plus sign means a space to servers, and Qt leaves it as it is.
                asked.addQueryItem(name, bytes(QUrl.toPercentEncoding(value).data()).decode())
            url.setQuery(asked)
        if self.place.socket is not None:
            check_owner(self.place.socket)
            url.setScheme("unix+http")
            request = QNetworkRequest(url)
            request.setAttribute(_ATTRIBUTE.FullLocalServerNameAttribute, os.fspath(self.place.socket))
            return request
        url.setScheme("http")
        url.setHost("127.0.0.1")
        url.setPort(self.place.port or 0)
        request = QNetworkRequest(url)
        if self.place.token_file is not None:
            request.setRawHeader(b"Authorization", b"Bearer " + _token(self.place.token_file))
        return request


class _Exchange(QObject):
    """One request until its answer; lives as a child of its reply."""

    def __init__(
        self,
        reply: QNetworkReply,
        request: Request[Any],
        place: Place,
        patience_s: float,
        told: Callable[[Outcome], None],
    ) -> None:
        super().__init__(reply)
        self._reply, self._request, self._place = reply, request, place
        self._told: Callable[[Outcome], None] | None = told
        self._broken: CrmSyncError | None = None
        deadline = QTimer(self)
        deadline.setSingleShot(True)
        deadline.timeout.connect(self._too_late)
        deadline.start(max(1, int(patience_s * 1000)))
        reply.downloadProgress.connect(self._measure)
        reply.finished.connect(self._finish)

    def give_up(self) -> None:
        if self._told is not None:
            self._told = None
            # A client that was closed took its replies with it; who asked may outlive it.
            if isValid(self._reply):
                self._reply.abort()

    def _too_late(self) -> None:
        self._break(AnswerUnreadable(f"the daemon at {self._place} does not answer in time"))

    def _measure(self, received: int, _total: int) -> None:
        if received > MOST_ANSWER:
            self._break(AnswerUnreadable(f"the answer is longer than {MOST_ANSWER // 1024 // 1024} MiB"))

    def _break(self, error: CrmSyncError) -> None:
        self._broken = self._broken or error
        self._reply.abort()

    def _finish(self) -> None:
        told, self._told = self._told, None
        if told is not None:
            told(self._broken or outcome_of(self._reply, self._request, self._place))


def _network(parent: QObject) -> QNetworkAccessManager:
    made = QNetworkAccessManager(parent)
    made.setRedirectPolicy(QNetworkRequest.RedirectPolicy.ManualRedirectPolicy)
    made.setAutoDeleteReplies(True)
    # A proxy of this machine has no business with loopback.
    made.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
    return made


def _leave(network: QNetworkAccessManager, _reply: QNetworkReply | None = None) -> None:
    """Once what is on its way there has come, or its deadline."""
    if all(one.isFinished() for one in network.findChildren(QNetworkReply)):
        network.deleteLater()


def outcome_of(reply: QNetworkReply, request: Request[Any], place: Place) -> Outcome:
    """What a finished reply says: the word that was asked for, or why there is none."""
    status = reply.attribute(_ATTRIBUTE.HttpStatusCodeAttribute)
    if status is None or reply.error() is QNetworkReply.NetworkError.RemoteHostClosedError:
        return _no_answer(reply, place)
    # The greeting is the same in every protocol: it tells which versions meet.
    wrong = wrong_protocol(reply, place)
    if wrong is not None and request.answer is not Hello:
        return wrong
    content = bytes(reply.readAll().data())
    if 200 <= status < 300:
        try:
            answer: Word = request.answer.model_validate_json(content, context=READING)
        except ValidationError as strange:
            # Its text quotes the answer, which may hold a customer's values.
            return wrong or AnswerUnreadable(
                f"{request.method} {request.path}: {strange.error_count()} parts are not as agreed"
            )
        return answer
    return _problem(content, status)


def why_ended(reply: QNetworkReply, place: Place) -> CrmSyncError:
    """Why an endless answer has ended, or did not begin."""
    status = reply.attribute(_ATTRIBUTE.HttpStatusCodeAttribute)
    if status is None:
        return _no_answer(reply, place)
    if (wrong := wrong_protocol(reply, place)) is not None:
        return wrong
    if status == 200:
        return AnswerUnreadable(f"the daemon at {place} broke off")
    return _problem(bytes(reply.readAll().data()), status)


def _problem(content: bytes, status: int) -> CrmSyncError:
    try:
        return error_of(Problem.model_validate_json(content))
    except ValidationError:
        return AnswerUnreadable(f"the daemon answered {status} without a reason")


def wrong_protocol(reply: QNetworkReply, place: Place) -> CrmSyncError | None:
    spoken = bytes(reply.rawHeader(PROTOCOL_HEADER).data()).decode("latin-1")
    if spoken == str(PROTOCOL):
        return None
    return mismatch(str(place), spoken, PROTOCOL, asking="app", own_version=own_version())


def _no_answer(reply: QNetworkReply, place: Place) -> CrmSyncError:
    error = reply.error()
    if error in _NOBODY:
        return NoDaemon("the daemon is not running", advice=START_ADVICE)
    if error is QNetworkReply.NetworkError.ContentAccessDenied:
        return SocketNotOurs(f"{place} may not be opened by this user")
    return AnswerUnreadable(f"the daemon at {place} broke off")


def _token(file: Path) -> bytes:
    try:
        return file.read_bytes().strip()
    except OSError as problem:
        raise NoDaemon(f"{file}: {problem.strerror}", advice=START_ADVICE) from problem
