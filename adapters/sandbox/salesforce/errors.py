"""The ways Salesforce says no, each as one exception.

A REST error is a JSON array of `{message, errorCode, fields?}`; in a collection response the same error is
written with `statusCode` instead. OAuth errors are objects and live with the token endpoint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class SalesforceError(Exception):
    """One refusal: HTTP `status`, vendor `code`, `message`, and the fields concerned (None: no such key)."""

    def __init__(self, status: int, code: str, message: str, fields: Sequence[str] | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.fields = None if fields is None else tuple(fields)

    def as_rest(self) -> list[dict[str, object]]:
        """The body of a single-record error."""
        body: dict[str, object] = {"message": self.message, "errorCode": self.code}
        if self.fields is not None:
            body["fields"] = list(self.fields)
        return [body]

    def as_save_error(self) -> dict[str, object]:
        """The entry of `errors` in a collection response."""
        return {"statusCode": self.code, "message": self.message, "fields": list(self.fields or ())}


class MultipleChoices(Exception):
    """A non-unique external id matched several rows: 300 with their addresses, no array of errors."""

    def __init__(self, urls: Sequence[str]) -> None:
        super().__init__(f"{len(urls)} rows match")
        self.urls = tuple(urls)


class NotModified(Exception):
    """304: nothing changed since the caller's date; `headers` repeat Last-Modified."""

    def __init__(self, headers: Mapping[str, str] | None = None) -> None:
        super().__init__("not modified")
        self.headers = dict(headers or {})


def not_found() -> SalesforceError:
    return SalesforceError(404, "NOT_FOUND", "The requested resource does not exist")


def row_not_found() -> SalesforceError:
    """The key is well formed and names no row."""
    return SalesforceError(
        404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: no matching row"
    )


def entity_is_deleted() -> SalesforceError:
    return SalesforceError(404, "ENTITY_IS_DELETED", "entity is deleted", ())


def invalid_session() -> SalesforceError:
    return SalesforceError(401, "INVALID_SESSION_ID", "Session expired or invalid")


def request_limit_exceeded() -> SalesforceError:
    return SalesforceError(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")


def method_not_allowed(method: str, allowed: str) -> SalesforceError:
    return SalesforceError(
        405, "METHOD_NOT_ALLOWED", f"HTTP Method '{method}' not allowed. Allowed are {allowed}"
    )


def json_parser_error(message: str) -> SalesforceError:
    return SalesforceError(400, "JSON_PARSER_ERROR", message)


def malformed_id(text: str, *, status: int = 400) -> SalesforceError:
    return SalesforceError(status, "MALFORMED_ID", f"malformed id {text}", ("Id",))


def no_such_column(name: str, object_name: str) -> SalesforceError:
    return SalesforceError(400, "INVALID_FIELD", f"No such column '{name}' on sobject of type {object_name}")


def not_writable(name: str) -> SalesforceError:
    return SalesforceError(
        400,
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        f"Unable to create/update fields: {name}. Please check the security settings of this field and "
        "verify that it is read/write for your profile or permission set.",
        (name,),
    )


def required_missing(names: Sequence[str]) -> SalesforceError:
    return SalesforceError(
        400, "REQUIRED_FIELD_MISSING", f"Required fields are missing: [{', '.join(names)}]", names
    )


def string_too_long(label: str, value: str, length: int, name: str) -> SalesforceError:
    """Vendor text quotes the value, cut short; so do we, to the same length."""
    shown = value if len(value) <= 255 else value[:252] + "..."
    return SalesforceError(
        400, "STRING_TOO_LONG", f"{label}: data value too large: {shown} (max length={length})", (name,)
    )


def duplicate_value(name: str, object_id: str) -> SalesforceError:
    return SalesforceError(
        400,
        "DUPLICATE_VALUE",
        f"duplicate value found: {name} duplicates value on record with id: {object_id}",
        (),
    )


def bad_json_value(value: object, kind: str) -> SalesforceError:
    """A value of the wrong JSON type, as the vendor's deserialiser words it."""
    token = {
        str: "VALUE_STRING",
        bool: "VALUE_TRUE",
        int: "VALUE_NUMBER_INT",
        float: "VALUE_NUMBER_FLOAT",
    }.get(type(value), "START_OBJECT" if isinstance(value, dict) else "START_ARRAY")
    return json_parser_error(f"Cannot deserialize instance of {kind} from {token} value {_shown(value)}")


def rolled_back() -> SalesforceError:
    return SalesforceError(
        400,
        "ALL_OR_NONE_OPERATION_ROLLED_BACK",
        "Record rolled back because not all records were valid and the request was using AllOrNone header",
        (),
    )


def invalid_query_locator() -> SalesforceError:
    return SalesforceError(400, "INVALID_QUERY_LOCATOR", "invalid query locator")


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else text[:77] + "..."
