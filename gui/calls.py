"""Typed calls with `then` and `failed`: what a page uses to ask the daemon.

    calls.ask(self, Operations.list_runs, limit=50).then(self._show).failed(self._explain)

The first argument owns the call: when that object dies the call is given up and nobody hears of it, so a page gets no answer
after it was closed. The operations are the methods of `core.wire.client.Operations`; there is no second list. A failure is
an error of `core.errors` with its `kind` and `advice`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any, Concatenate, Generic, ParamSpec, Self, cast

from PySide6.QtCore import QObject

from core.errors import CrmSyncError
from core.wire.asking import request_of
from core.wire.client import Operations
from core.wire.problems import ReadOnly
from core.wire.reading import only_looks
from core.wire.transport import Answer
from gui.client import HttpClient, Outcome

P = ParamSpec("P")

_log = logging.getLogger("crmsync.app")


class Call(Generic[Answer]):
    """One question on its way. `then` and `failed` return the call, and exactly one of the two is called, once."""

    def __init__(self) -> None:
        self._then: Callable[[Answer], None] | None = None
        self._failed: Callable[[CrmSyncError], None] | None = None
        self._finally: Callable[[], None] | None = None
        self._end: Callable[[], object] | None = None
        self._give_up: Callable[[], None] | None = None
        self.is_over = False

    def then(self, heard: Callable[[Answer], None]) -> Self:
        self._then = heard
        return self

    def failed(self, heard: Callable[[CrmSyncError], None]) -> Self:
        self._failed = heard
        return self

    def always(self, heard: Callable[[], None]) -> Self:
        """Called before `then` or `failed`: the place to take a busy mark away."""
        self._finally = heard
        return self

    def cancel(self) -> None:
        """Nobody hears of it any more; a change that was sent may still happen."""
        if not self.is_over:
            self._close()
            if self._give_up is not None:
                self._give_up()

    def begin(self, send: Callable[[Callable[[Outcome], None]], Callable[[], None]], owner: QObject) -> None:
        bond = owner.destroyed.connect(self.cancel)
        # Otherwise a page that asks every second would hold every call it ever made.
        self._end = partial(QObject.disconnect, bond)
        self._give_up = send(self.settle)

    def settle(self, outcome: Outcome) -> None:
        if self.is_over:
            return
        self._close()
        if self._finally is not None:
            self._finally()
        if isinstance(outcome, CrmSyncError):
            if self._failed is not None:
                self._failed(outcome)
            else:
                _log.warning("a call failed unheard: %s", outcome.kind)
        elif self._then is not None:
            self._then(cast("Answer", outcome))

    def _close(self) -> None:
        self.is_over = True
        if self._end is not None:
            self._end()


class Newest:
    """The last of several questions whose answers are shown in one place: answers may come in another order than asked."""

    def __init__(self) -> None:
        self._call: Call[Any] | None = None

    def of(self, call: Call[Answer]) -> Call[Answer]:
        """Nobody hears any more of the call before this one."""
        self.drop()
        self._call = call
        return call

    def drop(self) -> None:
        if self._call is not None:
            self._call.cancel()
            self._call = None


class Calls:
    """Asks one daemon. In a read-only window everything that would change something fails with ReadOnly, unsent."""

    def __init__(self, client: HttpClient, *, read_only: bool = False) -> None:
        self._client = client
        self.read_only = read_only

    def ask(
        self,
        owner: QObject,
        operation: Callable[Concatenate[Operations, P], Answer],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Call[Answer]:
        request = request_of(operation, *args, **kwargs)
        call: Call[Answer] = Call()
        if self.read_only and not only_looks(request.method, operation.__name__):
            refused = ReadOnly("this window only looks on")
            call.begin(lambda told: self._client.tell(refused, told), owner)
        else:
            call.begin(lambda told: self._client.send(request, told), owner)
        return call
