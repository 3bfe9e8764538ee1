"""The local API put together: routes under /v1, errors as problem documents, the border around it all."""

from __future__ import annotations

from functools import partial

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from core.errors import CrmSyncError, Invalid, Throttled
from core.wire.problems import MethodRefused, NoSuchRoute, problem_of
from daemon.api.access import admit, refuse_change
from daemon.api.border import Border
from daemon.api.documents import document_of
from daemon.api.routes import (
    advisor,
    attached,
    connections,
    happened,
    hub,
    laboratory,
    metrics,
    names,
    past,
    plans,
    questions,
    queued,
    records,
    rules,
    setting_up,
    signing_in,
    standing,
    targets,
    tracing,
    undo,
    vault,
    waiting,
)
from daemon.api.surface import Service
from daemon.serving import Asgi


def build(service: Service) -> tuple[Asgi, Asgi]:
    """The ASGI applications over a running daemon: for its own socket, and for the one of those who only look on."""
    routes = routes_of(service)
    return (
        Border(routes, admit=partial(admit, service.attached)),
        Border(routes, admit=partial(admit, service.attached, read_only=True)),
    )


def routes_of(service: Service) -> FastAPI:
    """The routes without the border: what the OpenAPI document is made from."""
    app = FastAPI(
        title="CRM Sync",
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(refuse_change)],
    )
    app.state.service = service
    for part in (
        standing,
        metrics,
        connections,
        signing_in,
        setting_up,
        vault,
        hub,
        laboratory,
        records,
        names,
        past,
        waiting,
        happened,
        queued,
        questions,
        plans,
        advisor,
        undo,
        tracing,
        rules,
        targets,
        attached,
    ):
        app.include_router(part.router, prefix="/v1")
    app.add_exception_handler(CrmSyncError, _answer_error)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_unrouted)
    app.add_exception_handler(Exception, _answer_unforeseen)
    app.openapi = document_of(app)  # type: ignore[method-assign]  # FastAPI documents this assignment
    return app


def _answer(error: CrmSyncError) -> Response:
    problem = problem_of(error)
    headers = {}
    if isinstance(error, Throttled) and error.retry_after_s is not None:
        headers["Retry-After"] = str(max(1, round(error.retry_after_s)))
    return Response(problem.model_dump_json(), problem.status, headers, "application/problem+json")


def _answer_error(_: Request, error: Exception) -> Response:
    return _answer(error) if isinstance(error, CrmSyncError) else _answer_unforeseen(_, error)


def _answer_unforeseen(_: Request, __: Exception) -> Response:
    """A mistake of ours; the border logs it when Starlette raises it again."""
    return _answer(CrmSyncError("the daemon could not answer this request"))


def _answer_invalid(_: Request, error: Exception) -> Response:
    """Names each wrong part and why, without the value that was sent."""
    faults = error.errors() if isinstance(error, RequestValidationError) else []
    told = [
        f"{'.'.join(str(part) for part in one['loc'][1:]) or one['loc'][0]}: {one['msg']}"
        for one in faults[:5]
    ]
    return _answer(Invalid("; ".join(told) or "the request is not of the documented shape"))


def _answer_unrouted(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return _answer(NoSuchRoute("there is nothing at this address"))
    if status == 405:
        return _answer(MethodRefused(f"this address does not take {request.method}"))
    return _answer(
        Invalid("the request's body is not JSON") if status == 400 else CrmSyncError("not answered")
    )
