"""One org: its tables and what reads and writes need to know about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, cast

from adapters.sandbox.dynamics.definitions import (
    Attribute,
    Entity,
    Key,
    built_in,
    custom_entity,
    load_entity,
    steady_guid,
    with_shadows,
)
from adapters.sandbox.dynamics.errors import does_not_exist, metadata_exists, no_segment
from adapters.sandbox.dynamics.table import DataverseTable, Versions
from adapters.sandbox.dynamics.users import user_id
from adapters.sandbox.dynamics.values import stamp_text
from adapters.sandbox.ledger import Value
from adapters.sandbox.rows import Row
from adapters.sandbox.world import World

Cell = Callable[[Row], Any]
COMPUTED: Final = ("createdon", "modifiedon", "createdby", "modifiedby", "versionnumber")
_FIRST_CUSTOM_CODE: Final = 10_000
_BASE_CURRENCY: Final = steady_guid("transactioncurrency", "EUR")


class Org:
    """Tables by logical name, and cells: functions that read one column of a row."""

    base_currency = _BASE_CURRENCY

    def __init__(self, world: World, *, custom: tuple[str, ...] = (), key_delay_ms: int = 0) -> None:
        self.world = world
        self.versions = Versions()
        self.key_delay_ms = key_delay_ms
        self.schema_version = 6_012_567
        self.base_url: Callable[[], str] = str  # the server says where it listens once it does
        self.entities: dict[str, Entity] = {}
        self.by_set: dict[str, Entity] = {}
        for name in built_in():
            self._add(load_entity(name))
        for at, name in enumerate(custom):
            self._add(custom_entity(name, _FIRST_CUSTOM_CODE + at))

    def _add(self, entity: Entity) -> None:
        columns = [
            column
            for one in entity.stored
            if one.name not in COMPUTED and one.name != entity.id
            for column in (one.name, one.type_column)
            if column is not None
        ]
        code = entity.code & 0xFFFF
        self.world.tables[entity.name] = DataverseTable(
            entity.name,
            make_id=lambda serial: f"{0x10000000 + serial:08x}-{code:04x}-f011-bec2-6045bd8d9c21",
            columns=tuple(columns),
            versions=self.versions,
        )
        self.entities[entity.name] = entity
        self.by_set[entity.set] = entity

    # finding -----------------------------------------------------------------------------------------------------
    def entity(self, set_name: str) -> Entity:
        """The table with this name in paths. Raises 404."""
        found = self.by_set.get(set_name)
        if found is None:
            raise no_segment(set_name)
        return found

    def table(self, name: str) -> DataverseTable:
        return cast(DataverseTable, self.world.tables[name])

    def live(self, entity: Entity, id: str) -> Row:
        """Raises 404 for a row that is not there (any more)."""
        row = self.table(entity.name).get(id.lower())
        if row is None or row.archived_at is not None:
            raise does_not_exist(entity.name, id)
        return row

    def etag(self, entity: Entity, row: Row) -> str:
        return f'W/"{self.table(entity.name).version_of(row)}"'

    def title(self, name: str, id: str) -> str | None:
        """The primary name of a row, as lookups show it."""
        entity = self.entities.get(name)
        row = self.table(name).get(id) if entity is not None else None
        if entity is None or row is None:
            return None
        value = self.table(name).value(row, entity.primary)
        return None if value is None else str(value)

    # cells -------------------------------------------------------------------------------------------------------
    def cell(self, entity: Entity, attribute: Attribute) -> Cell:
        """The reader of a column's value as it stands in JSON."""
        table = self.table(entity.name)
        match attribute.name:
            case entity.id:
                return lambda row: row.id
            case "createdon":
                return lambda row: stamp_text(row.created)
            case "modifiedon":
                return lambda row: stamp_text(row.modified)
            case "createdby":
                return lambda row: user_id(row.author)
            case "modifiedby":
                return lambda row: user_id(row.editor)
            case "versionnumber":
                return table.version_of
        return self.stored(entity, attribute.name)

    def stored(self, entity: Entity, column: str) -> Cell:
        at = self.table(entity.name).columns[column]

        def read(row: Row) -> Value:
            values = row.values
            return values[at] if at < len(values) else None

        return read

    def target_cell(self, entity: Entity, attribute: Attribute) -> Callable[[Row], str | None]:
        """The reader of the table a lookup leads to."""
        if attribute.type_column is None:
            only = next(iter(attribute.targets))
            return lambda row: only
        read = self.stored(entity, attribute.type_column)
        return lambda row: cast(str | None, read(row))

    # keys --------------------------------------------------------------------------------------------------------
    def key_active(self, key: Key) -> bool:
        return self.world.clock() >= key.active_at

    def find_key(self, entity: Entity, key: Key, values: Mapping[str, Value]) -> Iterator[Row]:
        """Live rows with these values; none when one of them is empty."""
        if any(values.get(column) is None for column in key.columns):
            return
        table = self.table(entity.name)
        first, *rest = key.columns
        for row in table.find(first, values[first]):
            if all(row in table.find(column, values[column]) for column in rest):
                yield row

    # structure ---------------------------------------------------------------------------------------------------
    def add_attribute(self, entity: Entity, attribute: Attribute) -> None:
        """Raises 400 for a name that is taken."""
        if attribute.name in entity.attributes:
            raise metadata_exists(f"An attribute with the specified name {attribute.name}")
        table = self.table(entity.name)
        for one in with_shadows([attribute]):
            entity.attributes[one.name] = one
        table.add_column(attribute.name)
        if attribute.type_column is not None:
            table.add_column(attribute.type_column)
        self.schema_version += 1

    def remove_attribute(self, entity: Entity, name: str) -> None:
        """The column and its values go; raises KeyError."""
        gone = entity.attributes.pop(name)
        for shadow in [one.name for one in entity.attributes.values() if one.attribute_of == name]:
            del entity.attributes[shadow]
        for key in [key.name for key in entity.keys.values() if name in key.columns]:
            del entity.keys[key]
        self.table(entity.name).drop_column(name)
        if gone.type_column is not None:
            self.table(entity.name).drop_column(gone.type_column)
        self.schema_version += 1

    def rename_attribute(self, entity: Entity, name: str, to: str) -> None:
        """The column's values go along; raises KeyError for one that is not there, or a name taken."""
        if name not in entity.attributes or to in entity.attributes:
            raise KeyError(f"{entity.name} has no column {name!r}, or has {to!r} already")
        held = entity.attributes.pop(name)
        entity.attributes[to] = replace(held, name=to, schema=to)
        self.table(entity.name).rename_column(name, to)
        self.schema_version += 1

    def replace_attribute(self, entity: Entity, old: Attribute, new: Attribute) -> None:
        """Another definition for a column; values that are there stay as they are."""
        kept = replace(new, name=old.name, schema=old.schema, custom=old.custom)
        for one in with_shadows([kept]):
            entity.attributes[one.name] = one
        self.schema_version += 1

    def add_key(self, entity: Entity, name: str, schema: str, label: str, columns: tuple[str, ...]) -> Key:
        """The key is pending for a while: its index is built in the background."""
        if name in entity.keys:
            raise metadata_exists(f"An entity key with the name {name}")
        key = Key(
            name=name, schema=schema, label=label, columns=columns,
            active_at=self.world.clock() + self.key_delay_ms,
        )  # fmt: skip
        entity.keys[name] = key
        self.schema_version += 1
        return key
