"""The ``EntityDefinitions`` routes: reading the structure, making columns and keys, switching change tracking."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from adapters.sandbox.calls import Answer, Call, json_answer
from adapters.sandbox.dynamics.definitions import Attribute, Entity
from adapters.sandbox.dynamics.errors import (
    CONTENT_TYPE,
    HEADERS,
    DataverseError,
    bad_query,
    invalid_argument,
    no_segment,
)
from adapters.sandbox.dynamics.metadata import (
    TYPE,
    attribute_shown,
    entity_shown,
    key_shown,
    kind_of,
    many_to_one,
    option_set,
)
from adapters.sandbox.dynamics.new_columns import new_attribute, new_lookup
from adapters.sandbox.dynamics.options import names_of, split_outside
from adapters.sandbox.dynamics.org import Org
from adapters.sandbox.dynamics.querying import API

_ONE: Final = re.compile(r"(?P<what>\w+)\((?:(?P<by>LogicalName|Name)=)?'?(?P<name>[^')]+)'?\)")
_TERM: Final = re.compile(r"(?P<name>\w+(?:/\w+)?)\s+(?P<sign>eq|ne)\s+(?P<value>'(?:[^']|'')*'|\w+)")


class Structure:
    """`admin`: whether our user may change the structure."""

    def __init__(self, org: Org, *, admin: bool) -> None:
        self._org, self._admin = org, admin

    def answer(self, call: Call, path: str) -> Answer:
        """`path` begins at EntityDefinitions. Raises DataverseError."""
        first, *rest = path.split("/")
        if first == "EntityDefinitions":
            if rest or call.method != "GET":
                raise no_segment(rest[0] if rest else first)
            return self._list(
                call, "EntityDefinitions", [self._entity(call, e) for e in self._org.entities.values()]
            )
        entity = self._named(first)
        if not rest:
            if call.method in ("PUT", "PATCH"):
                return self._change(call, entity)
            return self._show(call, first, self._entity(call, entity))
        what, *casts = rest
        match what, call.method:
            case "Attributes", "GET":
                return self._attributes(call, entity, first, casts)
            case "Attributes", "POST":
                return self._add_attribute(call, entity)
            case "Keys", "GET":
                return self._list(
                    call, f"{first}/Keys", [self._key(entity, key) for key in entity.keys.values()]
                )
            case "Keys", "POST":
                return self._add_key(call, entity)
            case "ManyToOneRelationships", "GET":
                return self._list(call, f"{first}/ManyToOneRelationships", many_to_one(entity))
            case "OneToManyRelationships", "GET":
                return self._list(call, f"{first}/OneToManyRelationships", self._one_to_many(entity))
            case "ManyToManyRelationships", "GET":
                return self._list(call, f"{first}/ManyToManyRelationships", [])
        return self._single(call, entity, first, what, casts)

    def relationships(self, call: Call) -> Answer:
        """``POST RelationshipDefinitions`` makes a lookup column with its relationship."""
        self._allowed()
        body = call.json_object()
        entity, attribute = new_lookup(self._org.entities, body)
        self._org.add_attribute(entity, attribute)
        return self._made(call, f"RelationshipDefinitions({attribute.schema})")

    # reading -----------------------------------------------------------------------------------------------------
    def _named(self, segment: str) -> Entity:
        found = _ONE.fullmatch(segment)
        if found is None or found["what"] != "EntityDefinitions":
            raise no_segment(segment)
        for entity in self._org.entities.values():
            if found["name"] in (entity.name, entity_shown(entity)["MetadataId"]):
                return entity
        raise DataverseError(
            404, "0x80060888", f"Could not find an entity with specified entity logical name: {found['name']}"
        )

    def _entity(self, call: Call, entity: Entity) -> dict[str, Any]:
        shown = entity_shown(entity)
        for name, inside in _expands(call.arg("$expand")):
            match name:
                case "Attributes":
                    parts = [attribute_shown(entity, one, typed=True) for one in entity.attributes.values()]
                case "Keys":
                    parts = [self._key(entity, key) for key in entity.keys.values()]
                case "ManyToOneRelationships":
                    parts = many_to_one(entity)
                case "OneToManyRelationships":
                    parts = self._one_to_many(entity)
                case _:
                    raise bad_query(
                        f"Could not find a property named '{name}' on type '{TYPE}EntityMetadata'."
                    )
            shown[name] = [
                _chosen(part, inside.get("$select")) for part in _where(parts, inside.get("$filter", ""))
            ]
        return shown

    def _one_to_many(self, entity: Entity) -> list[dict[str, Any]]:
        return [
            one
            for other in self._org.entities.values()
            for one in many_to_one(other)
            if one["ReferencedEntity"] == entity.name
        ]

    def _key(self, entity: Entity, key: Any) -> dict[str, Any]:
        return key_shown(entity, key, self._org.key_active)

    def _attributes(self, call: Call, entity: Entity, first: str, casts: list[str]) -> Answer:
        wanted = casts[0].removeprefix(TYPE) if casts else None
        if wanted is None:
            self._only_common(entity, call.arg("$select"))
        found = [one for one in entity.attributes.values() if wanted is None or kind_of(one) == wanted]
        parts = [self._attribute(call, entity, one, cast=wanted is not None) for one in found]
        return self._list(call, "/".join([first, "Attributes", *casts]), parts)

    def _only_common(self, entity: Entity, select: str) -> None:
        """Without a cast only what every kind of column has can be selected."""
        common = attribute_shown(entity, entity.attributes[entity.id], typed=False)
        for name in names_of(select):
            if name not in common:
                raise bad_query(
                    f"Could not find a property named '{name}' on type '{TYPE}AttributeMetadata'."
                )

    def _attribute(self, call: Call, entity: Entity, one: Attribute, *, cast: bool) -> dict[str, Any]:
        shown = attribute_shown(entity, one, typed=True)
        for name, inside in _expands(call.arg("$expand")):
            if name not in ("OptionSet", "GlobalOptionSet") or not cast:
                raise bad_query(
                    f"Could not find a property named '{name}' on type '{TYPE}AttributeMetadata'."
                )
            shown[name] = (
                _chosen(option_set(entity, one), inside.get("$select")) if name == "OptionSet" else None
            )
        return shown

    def _single(self, call: Call, entity: Entity, first: str, segment: str, casts: list[str]) -> Answer:
        found = _ONE.fullmatch(segment)
        if found is None or found["what"] not in ("Attributes", "Keys"):
            raise no_segment(segment)
        if found["what"] == "Keys":
            key = entity.keys.get(found["name"])
            if key is None:
                raise DataverseError(404, "0x80048437", f"Entity key with id {found['name']} does not exist")
            if call.method == "DELETE":
                self._allowed()
                del entity.keys[key.name]
                return Answer(status=204, headers=HEADERS)
            return self._show(call, f"{first}/{segment}", self._key(entity, key))
        one = next(
            (
                each
                for each in entity.attributes.values()
                if found["name"] in (each.name, attribute_shown(entity, each, typed=False)["MetadataId"])
            ),
            None,
        )
        if one is None:
            raise DataverseError(
                404, "0x80060888", f"Could not find an attribute with specified name: {found['name']}"
            )
        if call.method == "DELETE":
            self._allowed()
            if not one.custom:
                raise invalid_argument(f"The attribute {one.name} is a part of the system and stays.")
            self._org.remove_attribute(entity, one.name)
            return Answer(status=204, headers=HEADERS)
        name = "/".join([first, segment, *casts])
        if casts[1:] == ["OptionSet"]:
            return self._show(call, name, option_set(entity, one))
        if casts and casts[-1] != f"{TYPE}{kind_of(one)}":
            raise no_segment(casts[-1])
        return self._show(call, name, self._attribute(call, entity, one, cast=bool(casts)))

    # changing ----------------------------------------------------------------------------------------------------
    def _allowed(self) -> None:
        if not self._admin:
            raise DataverseError(
                403,
                "0x80040220",
                "Principal user is missing prvCreateAttribute privilege on OTC=9808 for entity 'attribute'.",
            )

    def _change(self, call: Call, entity: Entity) -> Answer:
        self._allowed()
        body = call.json_object()
        if "ChangeTrackingEnabled" in body:
            entity.tracked = bool(body["ChangeTrackingEnabled"])
        self._org.schema_version += 1
        return Answer(status=204, headers=HEADERS)

    def _add_attribute(self, call: Call, entity: Entity) -> Answer:
        self._allowed()
        if not entity.extendable:
            raise invalid_argument(f"The managed property CanCreateAttributes of {entity.name} is false.")
        attribute = new_attribute(call.json_object())
        self._org.add_attribute(entity, attribute)
        id = attribute_shown(entity, attribute, typed=False)["MetadataId"]
        return self._made(call, f"EntityDefinitions(LogicalName='{entity.name}')/Attributes({id})")

    def _add_key(self, call: Call, entity: Entity) -> Answer:
        self._allowed()
        body = call.json_object()
        schema, columns = body.get("SchemaName"), body.get("KeyAttributes")
        if not isinstance(schema, str) or not schema or not isinstance(columns, list) or not columns:
            raise invalid_argument("SchemaName and KeyAttributes are required for an entity key.")
        unknown = [name for name in columns if name not in entity.attributes]
        if unknown:
            raise invalid_argument(f"Attribute {unknown[0]} does not exist in entity {entity.name}.")
        unfit = [
            name
            for name in columns
            if entity.attributes[name].type in ("Memo", "Boolean", "MultiSelectPicklist")
        ]
        if unfit:
            raise invalid_argument(f"Attribute {unfit[0]} cannot be part of an entity key.")
        if len(entity.keys) >= 10:
            raise DataverseError(400, "0x80060897", f"There can be at most 10 entity keys on {entity.name}.")
        words = body.get("DisplayName") or {}
        labels = [each.get("Label") for each in words.get("LocalizedLabels", ()) if isinstance(each, Mapping)]
        key = self._org.add_key(entity, schema.lower(), schema, str((labels or [schema])[0]), tuple(columns))
        id = self._key(entity, key)["MetadataId"]
        return self._made(call, f"EntityDefinitions(LogicalName='{entity.name}')/Keys({id})")

    # answers -----------------------------------------------------------------------------------------------------
    def _made(self, call: Call, address: str) -> Answer:
        return Answer(status=204, headers=(*HEADERS, ("odata-entityid", f"{call.base_url}{API}/{address}")))

    def _list(self, call: Call, name: str, parts: Iterable[Mapping[str, Any]]) -> Answer:
        select = call.arg("$select")
        parts = _where(parts, call.arg("$filter"))
        kept = [_chosen(part, select, also=[n for n, _ in _expands(call.arg("$expand"))]) for part in parts]
        return _json({"@odata.context": _context(call, name, select), "value": kept}, records=len(kept))

    def _show(self, call: Call, name: str, part: Mapping[str, Any]) -> Answer:
        select = call.arg("$select")
        chosen = _chosen(part, select, also=[n for n, _ in _expands(call.arg("$expand"))])
        return _json({"@odata.context": f"{_context(call, name, select)}/$entity", **chosen})


def _context(call: Call, name: str, select: str) -> str:
    return f"{call.base_url}{API}/$metadata#{name}{f'({select})' if select else ''}"


def _json(body: Mapping[str, Any], *, records: int = 0) -> Answer:
    return replace(json_answer(body, records=records, headers=HEADERS), content_type=CONTENT_TYPE)


def _expands(text: str) -> list[tuple[str, dict[str, str]]]:
    out = []
    for part in split_outside(text, ","):
        name, bracket, rest = part.partition("(")
        options = split_outside(rest.removesuffix(")"), ";") if bracket else []
        out.append(
            (name.strip(), {key.strip(): value for key, _, value in (one.partition("=") for one in options)})
        )
    return out


def _chosen(part: Mapping[str, Any], select: str | None, also: Iterable[str] = ()) -> dict[str, Any]:
    """The asked-for properties; the kind and the id always come along, as recorded answers show."""
    if not select:
        return dict(part)
    kept = {"@odata.type", *names_of(select), "MetadataId", *also}
    unknown = [name for name in names_of(select) if name not in part]
    if unknown:
        raise bad_query(f"Could not find a property named '{unknown[0]}' on this type.")
    return {name: value for name, value in part.items() if name in kept}


def _where(parts: Iterable[Mapping[str, Any]], text: str) -> Iterable[Mapping[str, Any]]:
    """The plain conditions people put on metadata: ``Name eq value`` with "and" or with "or" between."""
    if not text:
        return parts
    joined = "or" if " or " in text else "and"
    terms = []
    for term in re.split(rf"\s+{joined}\s+", text.strip().strip("()")):
        found = _TERM.fullmatch(term.strip().strip("()"))
        if found is None:
            raise bad_query(f"Syntax error in '$filter={text}'.")
        raw = found["value"]
        value: Any = (
            raw[1:-1].replace("''", "'")
            if raw.startswith("'")
            else {"true": True, "false": False, "null": None}.get(raw, raw)
        )
        terms.append((found["name"].split("/"), found["sign"], value))

    def holds(part: Mapping[str, Any]) -> bool:
        tests = []
        for path, sign, value in terms:
            held: Any = part
            for step in path:
                held = held.get(step) if isinstance(held, Mapping) else None
            tests.append((held == value or str(held) == value) == (sign == "eq"))
        return any(tests) if joined == "or" else all(tests)

    return [part for part in parts if holds(part)]
