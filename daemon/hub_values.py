"""What may stand in a hub record: values in their canonical form, choices that there are, records that exist."""

from __future__ import annotations

from core.errors import Invalid, TransformError
from core.records import Fields, Value
from core.schema import Field, FieldType, Object
from core.store.base import Store
from core.sync.routes import Routes
from core.values import canonical
from daemon.heirs import followed, heirs_in


def object_of(routes: Routes, name: str) -> Object:
    """The hub object of this name. Raises Invalid naming those there are."""
    if name not in routes.objects:
        raise Invalid(f"there is no object {name!r}; there are {', '.join(sorted(routes.objects))}")
    return routes.objects[name]


def canonical_fields(kind: Object, fields: Fields) -> dict[str, Value]:
    """The fields as the hub keeps them. Raises Invalid naming the field that there is not or that cannot hold its value."""
    found: dict[str, Value] = {}
    for name, value in fields.items():
        if name not in kind.fields:
            raise Invalid(f"{kind.name} has no field {name!r}")
        try:
            found[name] = canonical(kind.fields[name].type, value)
        except TransformError as error:
            raise Invalid(f"{kind.name}.{name}: {error}", advice=error.advice) from error
        _check_choice(kind, kind.fields[name], found[name])
    return found


def with_heirs(store: Store, kind: Object, id: str, values: dict[str, Value]) -> dict[str, Value]:
    """Who names a record that was merged away means the one it was merged into."""
    heirs = {one: heir.id for one, heir in heirs_in(store, kind, values).items()}
    return values | {name: after for name, (_, after) in followed(kind, id, values, heirs).items()}


def check_references(store: Store, kind: Object, values: Fields) -> None:
    """Raises Invalid naming a record that is not there, or is of another object."""
    for name, value in values.items():
        field = kind.fields[name]
        if not field.type.is_reference or value is None or isinstance(value, bool):
            continue
        wanted = value if isinstance(value, tuple) else (value,)
        found = store.records(wanted)
        for one in wanted:
            if one not in found or found[one].object != field.references:
                raise Invalid(f"{kind.name}.{name}: there is no {field.references} {one!r}")


def _check_choice(kind: Object, field: Field, value: Value) -> None:
    if field.type not in (FieldType.CHOICE, FieldType.MULTI_CHOICE) or not field.choices or value is None:
        return
    allowed = {choice.value for choice in field.choices}
    given = value if isinstance(value, tuple) else (value,)
    if any(one not in allowed for one in given):
        raise Invalid(f"{kind.name}.{field.name} takes only {', '.join(sorted(allowed))}")
