"""What the org's tables are: columns, choices, keys. Read from resources/sandbox/dynamics, changed by API and people."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).resolve().parents[3] / "resources" / "sandbox" / "dynamics"
LOOKUPS: Final = ("Lookup", "Customer", "Owner")
CHOICES: Final = ("Picklist", "State", "Status")
_NAMESPACE: Final = uuid.UUID("5f0d2d4e-5a6b-4c1e-9a52-0f8f5d0c7a11")


def steady_guid(*parts: object) -> str:
    """The same GUID for the same words in every sandbox."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(map(str, parts))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice: of a status column `state` is the state it belongs to, of a state column `usual` its first status."""

    value: int
    label: str
    state: int | None = None
    usual: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One column. `type` is AttributeType; `targets` map a table to the navigation property that leads to it."""

    name: str
    schema: str
    type: str
    label: str
    max: int | None = None
    format: str | None = None
    behavior: str | None = None
    options: tuple[Option, ...] = ()
    targets: Mapping[str, str] = field(default_factory=dict)
    precision: int | None = None
    min: float | int | None = None
    max_value: float | int | None = None
    required: str = "None"
    creatable: bool = True
    updatable: bool = True
    readable: bool = True
    custom: bool = False
    secret: bool = False
    base_of: str | None = None  # of a money column in the org's currency: the one it is worked out from
    attribute_of: str | None = None  # a shadow of another column, e.g. the name of a choice
    default: Any = None
    words: tuple[str, str] = ("Yes", "No")  # of a boolean: true, false

    @property
    def lookup(self) -> bool:
        return self.type in LOOKUPS

    @property
    def column(self) -> str:
        """Its name in answers and queries."""
        return f"_{self.name}_value" if self.lookup else self.name

    @property
    def type_column(self) -> str | None:
        """Where the kind of target is kept, for a lookup to several tables."""
        return f"{self.name}.type" if self.lookup and len(self.targets) > 1 else None

    def label_of(self, value: Any) -> str | None:
        return next((one.label for one in self.options if one.value == value), None)


@dataclass(slots=True, kw_only=True)
class Key:
    """An alternate key; its index is built in the background, until then it does not work."""

    name: str
    schema: str
    label: str
    columns: tuple[str, ...]
    active_at: int


@dataclass(slots=True, kw_only=True)
class Entity:
    """One table: `name` is its logical name, `set` its name in paths."""

    name: str
    set: str
    schema: str
    label: str
    plural: str
    code: int
    id: str
    primary: str
    attributes: dict[str, Attribute]
    keys: dict[str, Key] = field(default_factory=dict)
    tracked: bool = True
    concurrent: bool = True
    owned: bool = True
    activity: bool = False
    merges: bool = False
    custom: bool = False
    extendable: bool = True  # whether columns can be added

    def find(self, column: str) -> Attribute | None:
        """The column called so in a query: ``name`` or, of a lookup, ``_name_value``."""
        if column.startswith("_") and column.endswith("_value"):
            found = self.attributes.get(column[1:-6])
            return found if found is not None and found.lookup else None
        found = self.attributes.get(column)
        return None if found is None or found.lookup or found.attribute_of else found

    def navigation(self, name: str) -> tuple[Attribute, str | None] | None:
        """The lookup behind a single-valued navigation property and the table it leads to (None: any of several)."""
        for one in self.attributes.values():
            for target, nav in one.targets.items():
                if nav == name:
                    several = len(set(one.targets.values())) < len(one.targets)
                    return one, None if several else target
        return None

    @property
    def lookups(self) -> Iterable[Attribute]:
        return [one for one in self.attributes.values() if one.lookup]

    @property
    def stored(self) -> list[Attribute]:
        return [one for one in self.attributes.values() if one.attribute_of is None]


@cache
def _file(name: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


@cache
def built_in() -> tuple[str, ...]:
    """The tables that come with every org."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


def load_entity(name: str) -> Entity:
    """A table as it comes with the org."""
    raw = _file(name)
    own = [_attribute(one) for one in raw["attributes"]]
    return make_entity(
        name=name,
        set=raw["set"],
        schema=raw["schema"],
        label=raw["label"],
        plural=raw["plural"],
        code=raw["code"],
        id=raw["id"],
        id_schema=raw["id_schema"],
        primary=raw["primary"],
        own=own,
        states=[Option(value=v, label=label, usual=usual) for v, label, usual in raw.get("states", ())],
        statuses=[Option(value=v, label=label, state=state) for v, label, state in raw.get("statuses", ())],
        owned=raw.get("owned", True),
        tracked=raw["tracked"],
        activity=raw.get("activity", False),
        merges=raw.get("merges", False),
        extendable=raw.get("extendable", True),
    )


def custom_entity(name: str, code: int) -> Entity:
    """A table somebody made: one text column as its name, owner, state."""
    prefix = name.split("_", 1)[0] if "_" in name else "new"
    schema = "_".join(part.capitalize() if at else part for at, part in enumerate(name.split("_")))
    label = name.split("_", 1)[-1].replace("_", " ").title()
    title = Attribute(
        name=f"{prefix}_name", schema=f"{prefix}_Name", type="String", label="Name", max=850, custom=True,
        required="ApplicationRequired",
    )  # fmt: skip
    return make_entity(
        name=name,
        set=f"{name}es" if name.endswith("s") else f"{name}s",
        schema=schema,
        label=label,
        plural=f"{label}s",
        code=code,
        id=f"{name}id",
        id_schema=f"{schema}Id",
        primary=title.name,
        own=[title],
        states=[Option(value=0, label="Active", usual=1), Option(value=1, label="Inactive", usual=2)],
        statuses=[Option(value=1, label="Active", state=0), Option(value=2, label="Inactive", state=1)],
        custom=True,
    )


def make_entity(
    *,
    own: list[Attribute],
    id_schema: str,
    states: list[Option],
    statuses: list[Option],
    owned: bool = True,
    **more: Any,
) -> Entity:
    """A table with the columns every table has."""
    read_only: dict[str, Any] = {"creatable": False, "updatable": False}
    columns = [
        Attribute(
            name=more["id"], schema=id_schema, type="Uniqueidentifier", label=more["label"],
            required="SystemRequired", updatable=False,
        ),
        *own,
    ]  # fmt: skip
    if states:
        columns += [
            Attribute(
                name="statecode", schema="StateCode", type="State", label="Status", creatable=False, options=tuple(states),
                required="SystemRequired",
            ),
            Attribute(name="statuscode", schema="StatusCode", type="Status", label="Status Reason", options=tuple(statuses)),
        ]  # fmt: skip
    if owned:
        columns.append(
            Attribute(
                name="ownerid", schema="OwnerId", type="Owner", label="Owner", required="SystemRequired",
                targets={"systemuser": "ownerid", "team": "ownerid"},
            )
        )  # fmt: skip
    columns += [
        Attribute(name="createdon", schema="CreatedOn", type="DateTime", label="Created On", **read_only),
        Attribute(name="modifiedon", schema="ModifiedOn", type="DateTime", label="Modified On", **read_only),
        Attribute(name="createdby", schema="CreatedBy", type="Lookup", label="Created By",
                  targets={"systemuser": "createdby"}, **read_only),
        Attribute(name="modifiedby", schema="ModifiedBy", type="Lookup", label="Modified By",
                  targets={"systemuser": "modifiedby"}, **read_only),
        Attribute(name="overriddencreatedon", schema="OverriddenCreatedOn", type="DateTime",
                  label="Record Created On", format="DateOnly", updatable=False),
        Attribute(name="importsequencenumber", schema="ImportSequenceNumber", type="Integer",
                  label="Import Sequence Number", min=-2147483648, max_value=2147483647, updatable=False),
        Attribute(name="versionnumber", schema="VersionNumber", type="BigInt", label="Version Number", **read_only),
    ]  # fmt: skip
    full = with_shadows(map(completed, columns))
    return Entity(attributes={one.name: one for one in full}, owned=owned, **more)


def with_shadows(columns: Iterable[Attribute]) -> list[Attribute]:
    """The columns and, after each lookup and choice, the ones Dataverse shows beside it and lets nobody write."""
    out: list[Attribute] = []
    for one in columns:
        out.append(one)
        suffixes = {"name": "String" if one.lookup else "Virtual"}
        if one.type_column:
            suffixes["type"] = "EntityName"
        if not (one.lookup or one.type in (*CHOICES, "Boolean", "MultiSelectPicklist")):
            continue
        for suffix, kind in suffixes.items():
            out.append(
                Attribute(
                    name=one.name + suffix, schema=one.schema + suffix.capitalize(), type=kind, label="",
                    attribute_of=one.name, creatable=False, updatable=False, custom=one.custom,
                    max=160 if kind == "String" else None,
                )
            )  # fmt: skip
    return out


def _attribute(raw: Mapping[str, Any]) -> Attribute:
    given = {key: value for key, value in raw.items() if key not in ("options", "read_only", "words")}
    if raw.get("read_only") or "base_of" in raw:
        given |= {"creatable": False, "updatable": False}
    return Attribute(
        options=tuple(Option(value=value, label=label) for value, label in raw.get("options", ())),
        words=tuple(raw["words"]) if "words" in raw else ("Yes", "No"),
        **given,
    )


def completed(one: Attribute) -> Attribute:
    """The column with the format its type has where nothing else is said."""
    if one.type == "DateTime":
        return replace(one, format=one.format or "DateAndTime", behavior=one.behavior or "UserLocal")
    if one.type in ("String", "Memo"):
        return replace(one, format=one.format or ("TextArea" if one.type == "Memo" else "Text"))
    return one
