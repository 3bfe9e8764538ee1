"""What a write means: a body's properties as columns, and what Dataverse adds, derives and refuses."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from adapters.sandbox.dynamics.definitions import Attribute, Entity
from adapters.sandbox.dynamics.errors import (
    DataverseError,
    bad_payload,
    invalid_argument,
    key_not_found,
    key_violated,
    required,
    undeclared,
    unknown_in_payload,
)
from adapters.sandbox.dynamics.keys import KeyPath, parse_key
from adapters.sandbox.dynamics.org import COMPUTED, Org
from adapters.sandbox.dynamics.users import user_id
from adapters.sandbox.dynamics.values import stored_value
from adapters.sandbox.ledger import Actor, Value
from adapters.sandbox.rows import Row

BIND: Final = "@odata.bind"
_ADDRESS = ("line1", "line2", "line3", "city", "stateorprovince", "postalcode", "country")
_REFERENCE = re.compile(r"(?:https?://[^/]+)?(?:/?api/data/v[\d.]+)?/?(?P<set>\w+)\((?P<key>.*)\)", re.DOTALL)


class Writing:
    """Bodies and people's edits to checked columns. Every refusal comes before anything is written."""

    def __init__(self, org: Org) -> None:
        self.org = org
        self.judges: list[Callable[[Entity, Mapping[str, Value]], None]] = []  # further rules of other rooms
        self._usuals: dict[str, tuple[int, dict[str, Value]]] = {}

    # bodies ------------------------------------------------------------------------------------------------------
    def columns_of(self, entity: Entity, body: Mapping[str, Any], *, new: bool) -> dict[str, Value]:
        """The columns a body writes; what nobody may write is left out, as Dataverse does. Raises DataverseError."""
        out: dict[str, Value] = {}
        for name, value in body.items():
            if name.endswith(BIND):
                self._bind(entity, name[: -len(BIND)], value, out)
            elif "@" not in name:
                self._plain(entity, name, value, out, new=new)
        return out

    def _plain(self, entity: Entity, name: str, value: Any, out: dict[str, Value], *, new: bool) -> None:
        attribute = entity.attributes.get(name)
        if attribute is None or attribute.lookup:
            if entity.navigation(name) is not None and value is None:
                self._bind(entity, name, None, out)
                return
            if name.startswith("_") and entity.find(name) is not None:
                raise bad_payload(
                    entity.set,
                    "Microsoft.Crm.CrmException: CRM do not support direct update of Entity Reference properties, Use"
                    " Navigation properties instead.",
                )
            raise unknown_in_payload(entity.set, name, entity.name)
        if name == entity.id:
            return
        value = stored_value(entity, attribute, value)
        if attribute.creatable if new else attribute.updatable:
            out[name] = value

    def _bind(self, entity: Entity, navigation: str, value: Any, out: dict[str, Value]) -> None:
        found = entity.navigation(navigation)
        if found is None:
            raise undeclared(entity.set, navigation)
        lookup, wanted = found
        if not lookup.updatable and not lookup.creatable:
            return
        if value is None:
            out[lookup.name] = None
            if lookup.type_column is not None:
                out[lookup.type_column] = None
            return
        target, row = self.referred(entity, value)
        if target.name != wanted if wanted is not None else target.name not in lookup.targets:
            raise bad_payload(
                entity.set,
                f"Microsoft.OData.ODataException: A resource of type 'Microsoft.Dynamics.CRM.{target.name}' cannot be bound"
                f" to navigation property '{navigation}'.",
            )
        out[lookup.name] = row.id
        if lookup.type_column is not None:
            out[lookup.type_column] = target.name

    def referred(self, entity: Entity, value: Any) -> tuple[Entity, Row]:
        """The row a reference such as ``/accounts(guid)`` names. Raises 400, 404."""
        found = _REFERENCE.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            raise bad_payload(
                entity.set,
                f"Microsoft.OData.ODataException: The odata.bind property value '{value}' is not a reference to a row.",
            )
        target = self.org.entity(found["set"])
        return target, self.addressed(target, parse_key(target, found["key"]))

    def addressed(self, entity: Entity, key: KeyPath) -> Row:
        """The row a key names. Raises 404; 400 for a key that is no key or not built yet."""
        if key.id is not None:
            return self.org.live(entity, key.id)
        row = self.by_key(entity, key)
        if row is None:
            raise key_not_found(entity.name)
        return row

    def by_key(self, entity: Entity, key: KeyPath) -> Row | None:
        """The row with these alternate key values, None when there is none. Raises 400."""
        names = set(key.values)
        for one in entity.keys.values():
            if set(one.columns) == names and self.org.key_active(one):
                values = {
                    name: stored_value(entity, entity.attributes[name], value)
                    for name, value in key.values.items()
                }
                return next(self.org.find_key(entity, one, values), None)
        raise DataverseError(
            400,
            "0x80060890",
            f"The specified key attributes are not a defined key for the {entity.name} entity",
        )

    # judging -----------------------------------------------------------------------------------------------------
    def checked(
        self, entity: Entity, values: Mapping[str, Value], row: Row | None, by: Actor
    ) -> dict[str, Value]:
        """The columns as they will be stored, with what Dataverse sets by itself. Raises DataverseError."""
        table = self.org.table(entity.name)
        out = dict(values)
        if row is None:
            self._defaults(entity, out, by)
        now = dict.fromkeys(table.columns) | (table.record(row) if row is not None else {})

        def after(column: str) -> Value:
            return out[column] if column in out else now.get(column)

        self._state(entity, out, row, now)
        for attribute in entity.stored:
            if (
                attribute.required == "SystemRequired"
                and attribute.name in table.columns
                and (row is None or attribute.name in out)
                and after(attribute.name) is None
            ):
                raise required(attribute.name, entity.name)
        self._derive(entity, out, after)
        self._unique(entity, out, row, after)
        for judge in self.judges:
            judge(entity, out)
        return out

    def seeded(self, entity: Entity, values: Mapping[str, Value]) -> dict[str, Value]:
        """Columns of a row that was always there: defaults and what follows from others, nothing judged."""
        out = {**self._usual(entity), **values}
        self._currency(entity, out)
        self._derive(entity, out, out.get)
        return out

    def _defaults(self, entity: Entity, out: dict[str, Value], by: Actor) -> None:
        if entity.owned and out.get("ownerid") is None:
            out["ownerid"], out["ownerid.type"] = user_id(by), "systemuser"
        for name, value in self._usual(entity).items():
            if name not in ("statecode", "statuscode"):
                out.setdefault(name, value)
        self._currency(entity, out)

    def _usual(self, entity: Entity) -> dict[str, Value]:
        """What a new row holds where nothing is said."""
        version, known = self._usuals.get(entity.name, (-1, {}))
        if version != self.org.schema_version:
            known = {}
            for one in entity.stored:
                if one.default is not None or (one.type == "Boolean" and one.name not in COMPUTED):
                    known[one.name] = one.default if one.default is not None else False
            if entity.activity:
                known["activitytypecode"] = entity.name
            state = entity.attributes.get("statecode")
            if state is not None:
                known |= {"statecode": state.options[0].value, "statuscode": state.options[0].usual}
            self._usuals[entity.name] = (self.org.schema_version, known)
        return known

    def _currency(self, entity: Entity, out: dict[str, Value]) -> None:
        """A row with an amount has a currency."""
        if "transactioncurrencyid" not in entity.attributes or out.get("transactioncurrencyid") is not None:
            return
        if any(one.type == "Money" and out.get(one.name) is not None for one in entity.attributes.values()):
            out["transactioncurrencyid"] = self.org.base_currency

    def _state(
        self, entity: Entity, out: dict[str, Value], row: Row | None, now: Mapping[str, Value]
    ) -> None:
        state, status = entity.attributes.get("statecode"), entity.attributes.get("statuscode")
        if state is None or status is None:
            return
        if row is None:
            out["statecode"] = state.options[0].value  # a row is made in its first state, whatever is asked
        if "statecode" in out and out["statecode"] is None:
            raise required("statecode", entity.name)
        moves = "statecode" in out and out["statecode"] != now.get("statecode")
        if (row is None or moves) and out.get("statuscode") is None:
            out["statuscode"] = next(one.usual for one in state.options if one.value == out["statecode"])
        if "statuscode" in out:
            if out["statuscode"] is None:
                out["statuscode"] = now.get("statuscode")
            held = out.get("statecode", now.get("statecode"))
            belongs = next((one.state for one in status.options if one.value == out["statuscode"]), None)
            if belongs != held:
                raise DataverseError(
                    400,
                    "0x80048408",
                    f"{out['statuscode']} is not a valid status code for state code"
                    f" {entity.schema}State.{state.label_of(held)} on {entity.name}"
                    f" with Id {row.id if row is not None else '00000000-0000-0000-0000-000000000000'}.",
                )

    def _derive(self, entity: Entity, out: dict[str, Value], after: Any) -> None:
        names = entity.attributes
        if "fullname" in names and "firstname" in names:
            parts = (
                ("firstname", "middlename", "lastname")
                if "middlename" in names
                else ("firstname", "lastname")
            )
            if any(part in out for part in parts):
                out["fullname"] = " ".join(str(after(p)) for p in parts if after(p)) or None
        for number in (1, 2):
            prefix = f"address{number}_"
            if f"{prefix}composite" in names and any(prefix + part in out for part in _ADDRESS):
                out[f"{prefix}composite"] = self._composite(prefix, after)
        if "parentcustomerid" in out:
            kind = after("parentcustomerid.type")
            out["accountid"] = out["parentcustomerid"] if kind == "account" else None
            out["parentcontactid"] = out["parentcustomerid"] if kind == "contact" else None
        if entity.name == "opportunity":
            self._customer(out, after)
        if entity.name == "annotation" and "objectid" in out:
            out["objecttypecode"] = after("objectid.type")
        self._money(entity, out, after)

    def _composite(self, prefix: str, after: Any) -> str | None:
        lines = [after(f"{prefix}line{at}") for at in (1, 2, 3)]
        place = " ".join(str(p) for p in (after(prefix + "postalcode"), after(prefix + "city")) if p)
        return "\r\n".join(str(p) for p in (*lines, place, after(prefix + "country")) if p) or None

    def _customer(self, out: dict[str, Value], after: Any) -> None:
        """The potential customer is the account, else the contact; whichever is written brings the other along."""
        if "customerid" in out:
            kind = after("customerid.type")
            if kind in ("account", "contact"):
                out.setdefault(f"parent{kind}id", out["customerid"])
        elif "parentaccountid" in out or "parentcontactid" in out:
            for kind in ("account", "contact"):
                if after(f"parent{kind}id") is not None:
                    out["customerid"], out["customerid.type"] = after(f"parent{kind}id"), kind
                    return
            out["customerid"] = out["customerid.type"] = None

    def _money(self, entity: Entity, out: dict[str, Value], after: Any) -> None:
        """Amounts in the org's own currency."""
        bases = [one for one in entity.attributes.values() if one.base_of is not None]
        touched = [one for one in bases if one.base_of in out or "transactioncurrencyid" in out]
        if not touched:
            return
        currency = after("transactioncurrencyid")
        rate = 1.0
        if currency is not None:
            table = self.org.table("transactioncurrency")
            row = table.get(str(currency))
            held = table.value(row, "exchangerate") if row is not None else None
            rate = float(held) if isinstance(held, int | float) and held else 1.0
            out["exchangerate"] = rate
        for one in touched:
            amount = after(str(one.base_of))
            out[one.name] = round(float(amount) / rate, 2) if amount is not None else None

    def _unique(self, entity: Entity, out: Mapping[str, Value], row: Row | None, after: Any) -> None:
        for key in entity.keys.values():
            if not any(column in out for column in key.columns):
                continue
            values = {column: after(column) for column in key.columns}
            if any(other is not row for other in self.org.find_key(entity, key, values)):
                raise key_violated(key.label, ", ".join(entity.attributes[c].label or c for c in key.columns))

    # people ------------------------------------------------------------------------------------------------------
    def by_person(
        self, entity: Entity, given: Mapping[str, Value], row: Row | None, by: Actor
    ) -> dict[str, Value]:
        """Columns a person types; a lookup takes a GUID. Raises DataverseError."""
        out: dict[str, Value] = {}
        for name, value in given.items():
            attribute = entity.attributes.get(name)
            if attribute is None:
                if name.endswith(".type"):
                    out[name] = value
                    continue
                raise unknown_in_payload(entity.set, name, entity.name)
            out[name] = stored_value(entity, attribute, value)
            if attribute.lookup:
                self._aim(entity, attribute, out)
        return self.checked(entity, out, row, by)

    def _aim(self, entity: Entity, attribute: Attribute, out: dict[str, Value]) -> None:
        id = out[attribute.name]
        target = None
        if id is not None:
            target = next(
                (name for name in attribute.targets if self.org.table(name).get(str(id)) is not None), None
            )
            if target is None:
                raise invalid_argument(
                    f"{attribute.name}: there is no row {id} in {', '.join(attribute.targets)}"
                )
        if attribute.type_column is not None:
            out[attribute.type_column] = target
