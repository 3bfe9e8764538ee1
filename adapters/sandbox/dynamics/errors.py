"""Dataverse's error bodies ``{"error": {"code": "0x…", "message": "…"}}`` and the ones a sync meets.

Codes and words after Microsoft's "Web service error codes" and recorded answers (contracts/recorded/dataverse).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from adapters.sandbox.calls import Answer, json_answer

HEADERS: Final = (("odata-version", "4.0"),)
CONTENT_TYPE: Final = "application/json; odata.metadata=minimal"
_HELP: Final = "https://go.microsoft.com/fwlink/?linkid=2195293"

NOT_FOUND: Final = "0x80040217"
DUPLICATE_RECORD: Final = "0x80040237"
VERSION_MISMATCH: Final = "0x80060882"
KEY_VIOLATED: Final = "0x80060892"
BAD_PAYLOAD: Final = "0x80048d19"
BAD_QUERY: Final = "0x80060888"
EXPIRED_VERSION: Final = "0x80044352"


class DataverseError(Exception):
    """A request Dataverse refuses. `more` are annotations shown where the request asks for all of them."""

    def __init__(
        self, status: int, code: str, message: str, headers: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.headers = status, code, message, headers

    def body(self, *, annotated: bool = False) -> dict[str, Any]:
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if annotated:
            error |= {
                "@Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus": "0",
                "@Microsoft.PowerApps.CDS.ErrorDetails.ErrorCode": self.code,
                "@Microsoft.PowerApps.CDS.HelpLink": f"http://go.microsoft.com/fwlink/?LinkID=398563&error={self.code}",
                "@Microsoft.PowerApps.CDS.InnerError.Message": self.message,
            }
        return {"error": error}

    def answer(self, *, annotated: bool = False) -> Answer:
        made = json_answer(self.body(annotated=annotated))
        headers = (*HEADERS, *self.headers)
        return replace(made, status=self.status, content_type=CONTENT_TYPE, headers=headers)


def no_segment(name: str) -> DataverseError:
    return DataverseError(404, BAD_QUERY, f"Resource not found for the segment '{name}'.")


def no_property(name: str, entity: str) -> DataverseError:
    """A name in $select, $filter, $orderby or $expand that the table has not."""
    return DataverseError(
        400, BAD_QUERY, f"Could not find a property named '{name}' on type 'Microsoft.Dynamics.CRM.{entity}'."
    )


def bad_query(message: str) -> DataverseError:
    return DataverseError(400, BAD_QUERY, message)


def bad_payload(set_name: str, inner: str) -> DataverseError:
    """A body OData cannot take: an unknown property, a value of a wrong type."""
    return DataverseError(
        400,
        BAD_PAYLOAD,
        f"Error identified in Payload provided by the user for Entity :'{set_name}', For more information on this error"
        f" please follow this help link {_HELP}  ---->  InnerException : {inner}",
    )


def unknown_in_payload(set_name: str, name: str, entity: str) -> DataverseError:
    return bad_payload(
        set_name,
        f"Microsoft.Crm.CrmException: Invalid property '{name}' was found in entity 'Microsoft.Dynamics.CRM.{entity}'."
        " ---> Microsoft.OData.ODataException: Does not support untyped value in non-open type.",
    )


def undeclared(set_name: str, name: str) -> DataverseError:
    """An ``@odata.bind`` for a navigation property that does not exist (they are case-sensitive)."""
    return bad_payload(
        set_name,
        f"Microsoft.OData.ODataException: An undeclared property '{name}' which only has property annotations in the"
        " payload but no property value was found in the payload. In OData, only declared navigation properties and"
        " declared named streams can be represented as properties without values.",
    )


def wrong_type(set_name: str, value: object, edm: str) -> DataverseError:
    return bad_payload(
        set_name,
        f"Microsoft.OData.ODataException: Cannot convert the literal '{value}' to the expected type '{edm}'.",
    )


def too_long(name: str, entity: str, longest: int) -> DataverseError:
    return DataverseError(
        400,
        "0x80044331",
        f"A validation error occurred.  The length of the '{name}' attribute of the '{entity}' entity exceeded the"
        f" maximum allowed length of '{longest}'.",
    )


def out_of_range(
    code: str, name: str, entity: str, value: object, kind: str, low: object, high: object
) -> DataverseError:
    return DataverseError(
        400,
        code,
        f"A validation error occurred for {entity}.{name}. The value {value} of type {kind} is outside the valid range"
        f"({low} to {high}).",
    )


def no_option(name: str, entity: str, value: object, accepted: list[int]) -> DataverseError:
    return DataverseError(
        400,
        "0x8004431a",
        f"A validation error occurred. The value {value} of '{name}' on record of type '{entity}' is outside the valid"
        f" range. Accepted Values: {','.join(map(str, accepted))}",
    )


def does_not_exist(entity: str, id: str) -> DataverseError:
    return DataverseError(404, NOT_FOUND, f"{entity} With Id = {id} Does Not Exist")


def key_not_found(entity: str) -> DataverseError:
    return DataverseError(
        404, "0x80060891", f"A record with the specified key values does not exist in {entity} entity"
    )


def already_exists() -> DataverseError:
    return DataverseError(412, DUPLICATE_RECORD, "A record with matching key values already exists.")


def key_violated(key: str, names: str) -> DataverseError:
    return DataverseError(
        412,
        KEY_VIOLATED,
        f"Entity Key {key} violated. A record with the same value for {names} already exists. A duplicate record cannot be"
        " created. Select one or more unique values and try again.",
    )


def version_mismatch() -> DataverseError:
    return DataverseError(
        412,
        VERSION_MISMATCH,
        "The version of the existing record doesn't match the RowVersion property provided.",
    )


def required(name: str, entity: str) -> DataverseError:
    return DataverseError(
        400, "0x80040200", f"Attribute '{name}' of entity '{entity}' cannot be null or empty."
    )


def invalid_argument(message: str) -> DataverseError:
    return DataverseError(400, "0x80040203", message)


def expired_version(status: int) -> DataverseError:
    return DataverseError(
        status,
        EXPIRED_VERSION,
        "Version stamp associated with the client has expired. Please perform a full sync.",
    )


def metadata_exists(what: str) -> DataverseError:
    return DataverseError(
        400, "0x80044363", f"{what} already exists. Please choose a different name and try again."
    )
