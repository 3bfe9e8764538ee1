"""HubSpot's error bodies: ``{status, message, correlationId, category, context?, errors?}``."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.sandbox.calls import Answer, json_answer


@dataclass(frozen=True, slots=True, kw_only=True)
class BadValue:
    """One property value HubSpot does not take; `code` is its word for why."""

    name: str
    code: str
    message: str


class Problem(Exception):
    """A request, or one input of a batch, that HubSpot refuses."""

    def __init__(
        self,
        status: int,
        category: str,
        message: str,
        *,
        context: Mapping[str, Sequence[str]] | None = None,
        bad_values: Sequence[BadValue] = (),
        sub_category: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.category = category
        self.message = message
        self.context = dict(context or {})
        self.bad_values = tuple(bad_values)
        self.sub_category = sub_category

    def answer(self, *, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
        """The whole-request error answer."""
        body: dict[str, Any] = {
            "status": "error",
            "message": self.message,
            "correlationId": str(uuid.uuid4()),
        }
        if self.context:
            body["context"] = self.context
        if self.bad_values:
            body["errors"] = [
                {"message": bad.message, "code": bad.code, "context": {"propertyName": [bad.name]}}
                for bad in self.bad_values
            ]
        body["category"] = self.category
        if self.sub_category:
            body["subCategory"] = self.sub_category
        return json_answer(body, status=self.status, headers=headers)

    def entry(self, trace: str | None = None) -> dict[str, Any]:
        """The same as one of the `errors` of a 207 answer."""
        body: dict[str, Any] = {"status": "error", "category": self.category, "message": self.message}
        if self.sub_category:
            body["subCategory"] = self.sub_category
        context: dict[str, Any] = {"objectWriteTraceId": [trace]} if trace is not None else {}
        context.update(self.context)
        if context:
            body["context"] = context
        return body


def invalid_values(bad: Sequence[BadValue]) -> Problem:
    """400 for property values; the message carries HubSpot's odd embedded JSON."""
    listed = [{"isValid": False, "message": b.message, "error": b.code, "name": b.name} for b in bad]
    message = (
        f"Property values were not valid: {json.dumps(listed, separators=(',', ':'), ensure_ascii=False)}"
    )
    return Problem(400, "VALIDATION_ERROR", message, bad_values=bad)


def invalid(message: str, context: Mapping[str, Sequence[str]] | None = None) -> Problem:
    """400 VALIDATION_ERROR."""
    return Problem(400, "VALIDATION_ERROR", message, context=context)


def missing(object_label: str, ids: Sequence[str]) -> Problem:
    """What batches say of ids they cannot find."""
    message = f"Could not get some {object_label} objects, they may be deleted or not exist. Check that ids are valid."
    return Problem(404, "OBJECT_NOT_FOUND", message, context={"ids": list(ids)})


def not_found(message: str = "resource not found") -> Problem:
    """404 OBJECT_NOT_FOUND for one resource."""
    return Problem(404, "OBJECT_NOT_FOUND", message)
