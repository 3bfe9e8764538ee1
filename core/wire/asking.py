"""An operation of the API as a request that has not been sent: for clients that do not wait for the answer.

There is one list of operations, the methods of `core.wire.client.Operations`; this runs one against a transport that writes
down what it is asked instead of asking it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Concatenate, NoReturn, ParamSpec

from core.wire.client import Operations
from core.wire.transport import Answer, Query, Request
from core.wire.words import Ask

P = ParamSpec("P")


class _Written(BaseException):
    """Carries the request out of the operation, past whatever it would do with an answer."""

    def __init__(self, request: Request[Any]) -> None:
        super().__init__()
        self.request = request


class _Notebook:
    """A transport that never sends."""

    def ask(
        self,
        method: str,
        path: str,
        answer: type[Answer],
        *,
        query: Query | None = None,
        body: Ask | None = None,
        headers: Mapping[str, str] | None = None,
        timeout_s: float | None = None,
    ) -> NoReturn:
        request = Request(
            method=method,
            path=path,
            answer=answer,
            query=query,
            body=body,
            headers=headers,
            timeout_s=timeout_s,
        )
        raise _Written(request)

    def lines(self, path: str, query: Query) -> AbstractContextManager[Iterator[str]]:
        raise TypeError("an endless answer is no single request")


def request_of(
    operation: Callable[Concatenate[Operations, P], Answer], *args: P.args, **kwargs: P.kwargs
) -> Request[Answer]:
    """What `operation` (such as `Operations.list_runs`) would ask first. Raises TypeError where it asks nothing."""
    try:
        operation(Operations(_Notebook()), *args, **kwargs)
    except _Written as written:
        return written.request
    raise TypeError(f"{operation!r} asks nothing")
