"""The hub's own objects, read from `resources/hub/*.toml` and the user's `hub/*.toml`.

A file declares an object, or adds fields to one (`extends = "contact"`). What the user adds is marked `custom`.

    name = "contact"
    label = "Contact"
    plural = "Contacts"

    [fields.email]
    type = "email"
    label = "E-mail"
    key = true
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from core.errors import SchemaInvalid
from core.schema import Choice, Field, FieldType, Object
from core.toml_files import Table, every_file, parse, read_text

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_OBJECT_KEYS: Final = frozenset({"name", "label", "plural", "extends", "fields", "kinds"})
_FIELD_KEYS: Final = frozenset(
    {"type", "label", "required", "choices", "references", "max_length", "scale", "unique", "key"}
)
_KEY_TYPES: Final = frozenset(FieldType) - {
    FieldType.MULTI_CHOICE,
    FieldType.LONG_TEXT,
    FieldType.MULTI_REFERENCE,
}


def load_hub_objects(folder: Path, extra: Path | None = None) -> dict[str, Object]:
    """All hub objects by name: the product's from `folder`, then what the user's files in `extra` add.

    Raises SchemaInvalid naming file, object and field: a name twice, a wrong type, a reference to no object.
    """
    objects: dict[str, Object] = {}
    every_file(
        folder, lambda path: read_hub_file(read_text(path, SchemaInvalid), str(path), objects, custom=False)
    )
    if not objects:
        raise SchemaInvalid(
            f"{folder} holds no hub objects", advice="Reinstall CRM Sync: its resources folder is missing."
        )
    if extra is not None:
        every_file(
            extra, lambda path: read_hub_file(read_text(path, SchemaInvalid), str(path), objects, custom=True)
        )
    for each in objects.values():
        for field in each.fields.values():
            if field.references is not None and field.references not in objects:
                raise SchemaInvalid(
                    f"object {each.name!r}: field {field.name!r} references {field.references!r}, which is no object",
                    advice=f"References can point at: {', '.join(sorted(objects))}.",
                )
    return objects


def read_hub_file(text: str, source: str, objects: dict[str, Object], *, custom: bool) -> None:
    """Adds what one file declares to `objects`. Raises SchemaInvalid."""
    root = parse(text, source, SchemaInvalid)
    root.only(_OBJECT_KEYS)
    if "extends" in root.content:
        _extend(root, objects, custom=custom)
        return
    name = root.text("name")
    if _NAME.fullmatch(name) is None:
        root.fail("name", "must be small letters, digits and _, starting with a letter")
    if name in objects:
        root.fail(
            "name",
            f"declares object {name!r} a second time",
            advice=f'To add fields to it, write extends = "{name}".',
        )
    label = root.text("label")
    fields = _fields(root, name, custom=custom)
    objects[name] = Object(
        name=name,
        label=label,
        plural=root.text("plural", f"{label}s"),
        fields=fields,
        kind_field=_kind_field(root, name, fields),
    )
    if not objects[name].fields:
        root.fail(
            "fields", f"are missing: object {name!r} has none", advice="Add a table such as [fields.name]."
        )


def _extend(root: Table, objects: dict[str, Object], *, custom: bool) -> None:
    name = root.text("extends")
    if name not in objects:
        root.fail(
            "extends",
            f"names object {name!r}, which does not exist",
            advice=f"There are: {', '.join(objects)}.",
        )
    for key in ("name", "label", "plural", "kinds"):
        if key in root.content:
            root.fail(
                key, f"cannot be changed for object {name!r}", advice="Remove the key, or declare an object."
            )
    known = objects[name]
    added = _fields(root, name, custom=custom)
    for field in added:
        if field in known.fields:
            root.fail(
                f"fields.{field}",
                f"is already a field of object {name!r}",
                advice="Choose another name for it.",
            )
    objects[name] = replace(known, fields={**known.fields, **added})


def _kind_field(root: Table, object: str, fields: dict[str, Field]) -> str | None:
    """The field that tells the object's kinds apart."""
    if "kinds" not in root.content:
        return None
    name = root.text("kinds")
    field = fields.get(name)
    if field is None or field.type is not FieldType.CHOICE or not field.required or not field.choices:
        root.fail("kinds", f"must name a required choice of object {object!r} that lists its choices")
    return name


def _fields(root: Table, object: str, *, custom: bool) -> dict[str, Field]:
    return {name: _field(table, name, object, custom=custom) for name, table in root.tables("fields").items()}


def _field(table: Table, name: str, object: str, *, custom: bool) -> Field:
    table.only(_FIELD_KEYS)
    if _NAME.fullmatch(name) is None:
        table.fail("", f"of object {object!r}: a field's name is small letters, digits and _")
    kind = table.choice("type", FieldType)
    references = table.text("references") if "references" in table.content else None
    if kind.is_reference != (references is not None):
        table.fail(
            "references",
            "is missing" if kind.is_reference else f"cannot be said of type {kind.value!r}",
            advice='A reference names its object, such as references = "company"; other types do not.',
        )
    key = table.boolean("key", False)
    if key and kind not in _KEY_TYPES:
        table.fail("key", f"cannot be true: records are not matched by type {kind.value!r}")
    return Field(
        name=name,
        type=kind,
        label=table.text("label"),
        required=table.boolean("required", False),
        choices=_choices(table, kind),
        references=references,
        max_length=table.integer("max_length", least=1) if "max_length" in table.content else None,
        scale=table.integer("scale") if "scale" in table.content else None,
        unique=table.boolean("unique", False),
        key=key,
        custom=custom,
    )


def _choices(table: Table, kind: FieldType) -> tuple[Choice, ...]:
    if "choices" not in table.content:
        return ()
    if kind not in (FieldType.CHOICE, FieldType.MULTI_CHOICE):
        table.fail("choices", f"cannot be said of type {kind.value!r}")
    offered = table.table("choices")
    if "" in offered.content or not offered.content:
        table.fail("choices", 'must be pairs such as new = "New", none of them empty')
    return tuple(Choice(value=value, label=offered.text(value)) for value in offered.content)
