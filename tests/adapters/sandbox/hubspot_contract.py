"""Checks answers of the sandbox against the JSON Schemas derived from HubSpot's own client."""

from __future__ import annotations

from typing import Any

import jsonschema

from tests.support.shared import shared_json

# Where recordings of the real service depart from its client's models (CRM_FACTS section 2 and the recordings):
# property values may be null, batch errors omit links/errors/context, toObjectId and fromObjectId are numbers.
_NULLABLE_TEXTS = {"type": ["string", "null"]}


def _as_recorded(schema: dict[str, Any]) -> dict[str, Any]:
    definitions = schema["$defs"]
    for name, definition in definitions.items():
        properties = definition.get("properties", {})
        if "Object" in name and isinstance(properties.get("properties"), dict):
            extra = properties["properties"].get("additionalProperties")
            if extra == {"type": "string"}:
                properties["properties"]["additionalProperties"] = _NULLABLE_TEXTS
        for number in ("toObjectId", "fromObjectId"):
            if number in properties:
                properties[number] = {"type": ["string", "integer"]}
        if name == "AssociationSpecWithLabel":
            properties["label"] = _NULLABLE_TEXTS
        if name == "AssociationDefinition":
            properties["createdAt"] = properties["updatedAt"] = _NULLABLE_TEXTS
        if name == "StandardError":
            definition["required"] = ["category", "message", "status"]
    return schema


def assert_matches(body: object, family: str, definition: str) -> None:
    """Fails unless `body` is a `definition` of contracts/hubspot/`family`.schema.json; skips where absent."""
    schema = _as_recorded(shared_json(f"contracts/hubspot/{family}.schema.json"))
    validator = jsonschema.Draft202012Validator({"$ref": f"#/$defs/{definition}", "$defs": schema["$defs"]})
    problems = [f"{'/'.join(map(str, e.path))}: {e.message}" for e in validator.iter_errors(body)]
    assert not problems, problems
