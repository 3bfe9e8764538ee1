"""What a change event says: which rows may have changed. Avro as Change Data Capture packs it; only its header is read.

Pure. A header of kind GAP_* names rows whose change could not be told; GAP_OVERFLOW, a wildcard id ("001*") and a header
without ids tell of no row in particular (CDC guide, "Gap Events" and "Overflow Events").
"""

from __future__ import annotations

import io
from typing import Any, Final

import fastavro
import msgspec

from adapters.hooks import Hint
from adapters.salesforce import soql
from core.errors import BadAnswer

HEADER: Final = "ChangeEventHeader"
OVERFLOW: Final = "GAP_OVERFLOW"
UNREADABLE: Final = "UNREADABLE"  # our own word: what such an event was about is looked for as after a gap


class HeaderReader:
    """Reads the header of events packed with one schema. Raises BadAnswer for a schema that has none."""

    def __init__(self, schema_json: str) -> None:
        try:
            schema = msgspec.json.decode(schema_json, type=dict[str, Any])
            names = [field["name"] for field in schema["fields"]]
            # Avro has no frame around a field, so reading can stop behind the header, whatever comes after it.
            fields = schema["fields"][: names.index(HEADER) + 1]
            self._schema = fastavro.parse_schema({**schema, "fields": fields})
        except (msgspec.DecodeError, KeyError, TypeError, ValueError, fastavro.schema.SchemaParseException):
            raise BadAnswer("Salesforce described its change events in a way that cannot be read") from None

    def hints(self, payload: bytes, object: str) -> tuple[Hint, ...]:
        """The rows an event of this object names. Raises BadAnswer."""
        try:
            event: Any = fastavro.schemaless_reader(io.BytesIO(payload), self._schema, None)
            header = event[HEADER]
            kind, ids = str(header["changeType"]), [str(one) for one in header["recordIds"]]
        except (KeyError, TypeError, ValueError, IndexError, EOFError, OverflowError, StopIteration):
            raise BadAnswer(f"a change event of {object!r} cannot be read") from None
        full = [soql.full_id(one) for one in ids]
        if kind == OVERFLOW or not ids or None in full:
            return (Hint(object=object, crm_id=None, kind=kind),)
        return tuple(Hint(object=object, crm_id=one, kind=kind) for one in dict.fromkeys(full))


def event_of(object: str) -> str:
    """ "Account" has AccountChangeEvent, "Plan__c" has Plan__ChangeEvent."""
    stem = object[: -len("__c")] + "__" if object.endswith("__c") else object
    return f"{stem}ChangeEvent"


def topic_of(object: str) -> str:
    return f"/data/{event_of(object)}"
