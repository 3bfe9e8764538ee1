"""The OpenAPI document, and which problems a route may answer with."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from core.wire.endpoint import PROTOCOL, PROTOCOL_HEADER
from core.wire.models import Event, Problem

_PROBLEM_CONTENT: Final = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_EVERYWHERE: Final = (400, 403, 413, 415, 422, 500, 503)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route declares: its own problem statuses beside those that any request may get."""
    return {
        status: {"description": HTTPStatus(status).phrase, "content": _PROBLEM_CONTENT}
        for status in sorted({*_EVERYWHERE, *statuses})
    }


def document_of(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """The function FastAPI calls for the document; it is made once."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(
                title="CRM Sync, local interface",
                version=str(PROTOCOL),
                description=(
                    "Served on a Unix socket to the daemon's own user. Every answer carries the header "
                    f"`{PROTOCOL_HEADER}`. Times are milliseconds since 1970 UTC. Lists are keyset-paged: `next` of "
                    "one page is `after` of the following one; a page may be short, only one without `next` is the last."
                ),
                routes=app.routes,
            )
            schemas = made.setdefault("components", {}).setdefault("schemas", {})
            for word in (Problem, Event):
                schema = word.model_json_schema(
                    mode="serialization", ref_template="#/components/schemas/{model}"
                )
                for name, part in schema.pop("$defs", {}).items():
                    schemas.setdefault(name, part)
                schemas.setdefault(word.__name__, schema)
            app.openapi_schema = made
        return app.openapi_schema

    return document
