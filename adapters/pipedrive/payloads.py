"""Pipedrive's JSON to canonical records and back: pure, no call is made here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from adapters.base import Refusal, Result
from adapters.exact import exact_number
from adapters.pipedrive.schema import Described, Json, Slot
from adapters.readable import readable
from core.errors import BadAnswer, RequestRefused
from core.jobs import HistoryEntry
from core.records import Fields, RemoteRecord, Value
from core.values import canonicaliser, to_epoch_ms

_WHOLE: Final = ("int", "user", "org", "people", "deal", "stage", "visible_to", "enum", "set")
_PARTICIPANTS: Final = "participants"


class Reader:
    """Turns records of one object into ours for one list of fields; compiled once, used for every page.

    `maker` is the member that names who made a record, and `me` our user.
    """

    def __init__(
        self, known: Described, fields: Sequence[str], *, maker: str = "", me: int | None = None
    ) -> None:
        unknown = [name for name in fields if name not in known.slots]
        if unknown:
            raise RequestRefused(f"Pipedrive object {known.object.name!r} has no field {unknown[0]!r}")
        self.known = known
        self.fields = tuple(fields)
        self._maker, self._me = maker, me
        self._plan: list[tuple[Slot, Callable[[object], Value]]] = [
            (known.slots[name], canonicaliser(known.object.fields[name].type)) for name in fields
        ]

    def record(self, row: Json) -> RemoteRecord:
        """Raises BadAnswer for what is no record, RequestRefused where a field is not in it any more."""
        try:
            custom = row.get("custom_fields") or {}
            values = tuple(readable(convert, _found(slot, row, custom)) for slot, convert in self._plan)
            marker = custom.get(self.known.marker) if self.known.marker is not None else None
            maker = row.get(self._maker) if self._me is not None else None
            return RemoteRecord(
                id=str(row["id"]),
                values=values,
                modified=stamp_ms(row.get("update_time") or row.get("add_time")),
                token=row.get("update_time"),
                marker=str(marker) if marker else None,
                made_by_us=None if maker is None else maker == self._me,
                deleted=bool(row.get("is_deleted", False)),
            )
        except KeyError as missing:
            raise RequestRefused(
                f"Pipedrive no longer has the field {missing.args[0]!r} on {self.known.object.name!r}"
            ) from None

    def tombstone(self, id: str, at: int) -> RemoteRecord:
        """A record of which nothing is left but the notice that it was deleted."""
        return RemoteRecord(id=id, values=(None,) * len(self.fields), modified=at, deleted=True)


def _found(slot: Slot, row: Json, custom: Json) -> object:
    """The raw value of one of our fields. Raises KeyError where its code is not in the record."""
    if slot.is_list:
        listed = row[slot.key] or ()
        return next(
            (one.get("value") for one in listed if one.get("primary")),
            listed[0].get("value") if listed else None,
        )
    held = custom[slot.code] if slot.custom else row[slot.key]
    if slot.kind == _PARTICIPANTS:
        return [str(one["person_id"]) for one in held or () if one.get("person_id") is not None]
    if slot.composite:
        held = (
            held.get(slot.part or "value") if isinstance(held, Mapping) else held if not slot.part else None
        )
    if isinstance(held, list):
        return [str(one) for one in held]
    return held


def stamp_ms(text: object) -> int:
    """Milliseconds of a time as Pipedrive writes it, v2 or v1 ("2024-02-12 09:14:35", UTC). Raises BadAnswer."""
    try:
        return to_epoch_ms(f"{str(text).replace(' ', 'T')}Z" if " " in str(text) else str(text))
    except (ValueError, TypeError):
        raise BadAnswer("Pipedrive answered a record without a readable time") from None


def body_of(known: Described, values: Fields, now: Json | None) -> dict[str, Any]:
    """The members of a POST or PATCH for these values. `now` is the record as it is, whose other parts are kept."""
    body: dict[str, Any] = {}
    custom: dict[str, Any] = {}
    held = now or {}
    held_custom = held.get("custom_fields") or {}
    for name, value in values.items():
        slot = known.slots.get(name)
        if slot is None:
            raise RequestRefused(f"Pipedrive object {known.object.name!r} has no field {name!r}")
        target = custom if slot.custom else body
        if slot.is_list:
            target[slot.key] = _listed(value, held.get(slot.key) or ())
        elif slot.kind == _PARTICIPANTS:
            target[slot.key] = _participants(value, held.get(slot.key) or ())
        elif slot.composite:
            before = target.get(slot.key, (held_custom if slot.custom else held).get(slot.key)) or {}
            parts = {
                **(before if isinstance(before, Mapping) else {}),
                slot.part or "value": _written(slot, value),
            }
            target[slot.key] = parts if any(one is not None for one in parts.values()) else None
        else:
            target[slot.key] = _written(slot, value)
    return {**body, **({"custom_fields": custom} if custom else {})}


def _listed(value: Value, held: Sequence[Json]) -> list[dict[str, Any]]:
    """The list with another primary entry; the further addresses stay."""
    first = next((one for one in held if one.get("primary")), held[0] if held else None)
    others = [{**one, "primary": False} for one in held if one is not first and one.get("value") != value]
    if value is None:
        return [{**one, "primary": at == 0} for at, one in enumerate(others)]
    label = (first or {}).get("label") or "work"
    return [{"value": value, "primary": True, "label": label}, *others]


def _participants(value: Value, held: Sequence[Json]) -> list[dict[str, Any]]:
    """The people of an activity; the primary one stays it where it is still among them."""
    ids = value if isinstance(value, tuple) else ()
    first = next((str(one.get("person_id")) for one in held if one.get("primary")), None)
    primary = first if first in ids else next(iter(ids), None)
    return [{"person_id": int(one), "primary": one == primary} for one in ids]


def _written(slot: Slot, value: Value) -> Any:
    if value is None:
        return [] if slot.code == "label_ids" else None
    if isinstance(value, tuple):
        return [int(one) for one in value]
    if isinstance(value, bool) or slot.part:
        return value
    if slot.kind in _WHOLE or slot.code == "pipeline_id":
        return int(value) if value.lstrip("-").isdigit() else value
    if slot.code == "add_time":
        return value[:19].replace("T", " ")  # as v1 takes times
    # Numbers keep every digit.
    return exact_number(value) if slot.kind in ("double", "monetary") else value


def judge(
    status: int, answer: Json, sent: Sequence[str], known: Described
) -> tuple[Result, tuple[Refusal, ...]]:
    """What became of one write that was answered with an error."""
    message = str(answer.get("error") or answer.get("message") or "")
    code = str(answer.get("code") or answer.get("errorCode") or status)
    slots = [known.slots[name] for name in sent if name in known.slots]
    named = tuple(one.name for one in slots if one.code in message or one.key in message)
    refusals = (Refusal(code=code, message=message, fields=named),)
    return (Result.GONE if status in (404, 410) else Result.REFUSED), refusals


def history_of(
    known: Described, fields: Sequence[str], entries: Sequence[Json], row: Json, since: int, me: int | None
) -> tuple[HistoryEntry, ...]:
    """Changes at or after `since`, oldest first; `entries` newest first as the change log has them.

    The log holds changes only. The value a record was made with is the old one of a field's first change; it was ours where
    the record bears our marker.
    """
    made = stamp_ms(row.get("add_time"))
    ours = known.marker is not None and bool((row.get("custom_fields") or {}).get(known.marker))
    found: list[HistoryEntry] = []
    for name in fields:
        slot = known.slots[name]
        convert = canonicaliser(known.object.fields[name].type)
        keys = {slot.key, slot.code, name, name.replace(".", "_")} if slot.part else {slot.key, slot.code}
        mine = [one for one in entries if str(one.get("field_key")) in keys]
        if mine and made >= since:
            first = readable(convert, mine[-1].get("old_value"))
            found.append(HistoryEntry(field=name, value=first, at=made, by_us=ours))
        for one in reversed(mine):
            at = stamp_ms(one.get("time"))
            if at >= since:
                by_us = (
                    me is not None and one.get("actor_user_id") == me and one.get("change_source") == "api"
                )
                value = readable(convert, one.get("new_value"))
                found.append(
                    HistoryEntry(
                        field=name, value=value, at=at, by_us=by_us, by=str(one.get("actor_user_id"))
                    )
                )
    return tuple(sorted(found, key=lambda one: one.at))
