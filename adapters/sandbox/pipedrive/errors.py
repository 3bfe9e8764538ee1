"""Pipedrive's error bodies: v2 ``{success: false, error, code?}``, v1 ``{success: false, error, errorCode}``."""

from __future__ import annotations

from typing import Any

from adapters.sandbox.calls import Answer, Call, Handler, json_answer

INFO = "Please check developers.pipedrive.com"


class Refusal(Exception):
    """A request that Pipedrive does not take. `fields` are named in the message, as Pipedrive does."""

    def __init__(self, status: int, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.code = status, message, code

    def answer(self, path: str) -> Answer:
        body: dict[str, Any] = {"success": False, "error": self.message, "error_info": INFO}
        if "/v1/" in path:
            body |= {"errorCode": self.status, "data": None, "additional_data": None}
        elif self.code is not None:
            body["code"] = self.code
        return json_answer(body, status=self.status)


def not_found(what: str, id: object) -> Refusal:
    return Refusal(404, f"{what} {id} not found" if id else f"{what} not found", code="ERR_NOT_FOUND")


def invalid(field: str, why: str) -> Refusal:
    return Refusal(400, f"Validation failed: {field}: {why}", code="ERR_SCHEMA_VALIDATION_FAILED")


def catching(handler: Handler) -> Handler:
    """The handler with a refusal answered in the words of the API's version."""

    def caught(call: Call) -> Answer:
        try:
            return handler(call)
        except Refusal as refusal:
            return refusal.answer(call.path)

    return caught


def data(value: object, *, status: int = 200, records: int = 0, **more: object) -> Answer:
    return json_answer({"success": True, "data": value, **more}, status=status, records=records)
