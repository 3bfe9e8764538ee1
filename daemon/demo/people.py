"""People at work on all sides: edits, new records, deletes and merges in both CRMs and in the hub, from one seed.

Every text that is written carries a token nobody else writes ("#00042"), so that it can be looked for afterwards.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from adapters.dynamics.payloads import wire_value as dynamics_value
from adapters.hubspot.payloads import properties_from
from adapters.salesforce.payloads import wire_value
from core.errors import Conflicting, Invalid, NotFound
from core.records import Fields, Value
from core.translate import NO_REFERENCES, Translation
from core.wire.client import Client
from daemon.demo.outside import Hub, Remotes
from daemon.demo.stage import Box, Refused

HUB: Final = "hub"
_JOBS: Final = (
    "Head of Purchasing",
    "Ingénieure",
    "Jefa de ventas",
    "Leiter Einkauf",
    "CTO",
    "Account Manager",
)
_CITIES: Final = ("Köln", "Lyon", "Sevilla", "Leeds", "Graz", "Genève")
_STREETS: Final = ("Hafenstraße", "Rue des Lilas", "Calle Mayor", "Mill Lane")
_NOTES: Final = ("Called, wants an offer.", "Rappeler lundi.", "Reunión en mayo.", "Angebot nachfassen.")
_FIRST: Final = ("Anna", "Zoë", "José", "Jürgen", "Marie", "Liam")
_LAST: Final = ("Öztürk", "Lefèvre", "Muñoz", "Weiß", "Murphy", "Novák")
_FIRMS: Final = ("Nordlicht GmbH", "Atelier Bleu SARL", "Sol y Mar S.L.", "Hillside Ltd")
_DEALS: Final = ("Maintenance contract", "Neue Anlage", "Renouvellement", "Ampliación")
_TEXTS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "contact": {
        "first_name": _FIRST,
        "last_name": _LAST,
        "job_title": _JOBS,
        "city": _CITIES,
        "street": _STREETS,
        "notes": _NOTES,
    },
    "company": {"name": _FIRMS, "city": _CITIES, "street": _STREETS, "description": _NOTES},
    "deal": {"name": _DEALS, "description": _NOTES},
}
_STAGES: Final = ("new", "qualified", "presented", "decision", "contract", "won", "lost")


class Kind(Enum):
    EDIT = "edit"
    CREATE = "create"
    DELETE = "delete"
    MERGE = "merge"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What one person did. `side` is a connection or "hub", `id` the record's id there.

    `name` is the hub field and `value` what was written, in hub words. For a merge `id` is the record that went and
    `into` the one that stayed.
    """

    side: str
    kind: Kind
    object: str
    id: str
    at: int
    name: str = ""
    value: Value = None
    token: str = ""
    into: str = ""
    others: Fields = field(default_factory=dict)  # the further fields of a new record


@dataclass(slots=True)
class People:
    """Everyone of the demo. `act` lets one of them do something; `deeds` is what was done, in order."""

    boxes: Mapping[str, Box]
    client: Client
    translations: Mapping[str, Mapping[str, Translation]]  # by connection and hub object
    rng: random.Random
    ids: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    pairs: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    deeds: list[Deed] = field(default_factory=list)
    refused: int = 0
    _number: int = 0
    _binned: list[tuple[str, str, str]] = field(default_factory=list)

    def look_around(self, remotes: Remotes, hub: Hub) -> None:
        """Learn which records there are, and which belong together."""
        for side, rows in remotes.items():
            self.ids[side] = sorted(rows)
        for name in _TEXTS:
            living = sorted(
                one.id for one in hub.records.values() if one.object == name and one.deleted_at is None
            )
            self.ids[(HUB, name)] = living
            sides: dict[str, dict[str, str]] = {id: {HUB: id} for id in living}
            for (connection, object), links in hub.links.items():
                for link in links:
                    if object == name and link.state == "linked" and link.record_id in sides:
                        sides[link.record_id][connection] = link.crm_id
            self.pairs[name] = [one for one in sides.values() if len(one) == 1 + len(self.boxes)]

    def act(self) -> None:
        """One of them does something; what the CRM does not allow (the record is gone meanwhile) does not happen."""
        what = self.rng.choices(
            (
                self._edit_text,
                self._edit_figure,
                self._contest,
                self._create,
                self._delete,
                self._merge,
                self._restore,
            ),
            weights=(62, 14, 6, 8, 5, 2, 3),
        )[0]
        try:
            what()
        except (Refused, NotFound, Conflicting, Invalid):
            self.refused += 1

    # what they do -------------------------------------------------------------------------------------------------------
    def _edit_text(self) -> None:
        side, object = self._side(), self._object()
        self._write_text(
            side, object, self.rng.choice(self.ids[(side, object)]), self._text_field(side, object)
        )

    def _edit_figure(self) -> None:
        """Values without a token: amounts, stages, sizes, phone numbers, and who works where."""
        side = self._side()
        choose: tuple[tuple[str, str, Callable[[], Value]], ...] = (
            ("deal", "amount", lambda: str(self.rng.randrange(1_000, 900_000))),
            ("deal", "stage", lambda: self.rng.choice(_STAGES)),
            ("company", "employees", lambda: str(self.rng.randrange(3, 40_000))),
            ("contact", "mobile", lambda: f"+49 151 {self.rng.randrange(10_000_000, 99_999_999)}"),
        )
        object, name, value = self.rng.choice(choose)
        self._write(side, object, self.rng.choice(self.ids[(side, object)]), name, value(), "")

    def _contest(self) -> None:
        """Two people change the same field of the same customer in two places at once."""
        object = self._object()
        pair = self.rng.choice(self.pairs[object])
        one, other = self.rng.sample(sorted(pair), 2)
        name = self._text_field(one, object)
        if any(rule.rule.hub == (name,) for rule in self._rules(other, object)):
            self._write_text(one, object, pair[one], name)
            self._write_text(other, object, pair[other], name)

    def _create(self) -> None:
        side, object = self._side(), self._object()
        token = self._token()
        values: dict[str, Value]
        match object:
            case "contact":
                name, text = "last_name", f"{self.rng.choice(_LAST)} {token}"
                values = {
                    "first_name": self.rng.choice(_FIRST),
                    "email": f"new.{token[1:]}@neighbours.example",
                    "job_title": self.rng.choice(_JOBS),
                }
            case "company":
                name, text = "name", f"{self.rng.choice(_FIRMS)} {token}"
                values = {"domain": f"firm{token[1:]}.example", "city": self.rng.choice(_CITIES)}
            case _:
                name, text = "name", f"{self.rng.choice(_DEALS)} {token}"
                values = {
                    "amount": str(self.rng.randrange(500, 90_000)),
                    "stage": "new",
                    "close_date": f"2027-{self.rng.randrange(1, 13):02}-{self.rng.randrange(1, 28):02}",
                }
        at = now_ms()
        if side == HUB:
            id = self.client.create_record(object, {name: text, **values}).id
        else:
            box = self.boxes[side]
            body = self._in_crm_words(side, object, {name: text, **values})
            id = box.ask("POST", f"/records/{box.crm_object(object)}", {"properties": body})["id"]
        self.ids[(side, object)].append(id)
        self.deeds.append(
            Deed(
                side=side,
                kind=Kind.CREATE,
                object=object,
                id=id,
                at=at,
                name=name,
                value=text,
                token=token,
                others=values,
            )
        )

    def _delete(self) -> None:
        side, object = self._side(), self._object()
        id = self._take(side, object)
        at = now_ms()
        if side == HUB:
            self.client.delete_record(id)
        else:
            box = self.boxes[side]
            box.ask("DELETE", f"/records/{box.crm_object(object)}/{id}")
            self._binned.append((side, object, id))
        self.deeds.append(Deed(side=side, kind=Kind.DELETE, object=object, id=id, at=at))

    def _merge(self) -> None:
        side = self.rng.choice(sorted(self.boxes))
        object = self.rng.choice(("contact", "company"))
        winner, loser = self._take(side, object), self._take(side, object)
        box = self.boxes[side]
        at = now_ms()
        result = box.ask("POST", f"/merge/{box.crm_object(object)}", {"winner": winner, "loser": loser})["id"]
        self.ids[(side, object)].append(result)
        self.deeds.append(Deed(side=side, kind=Kind.MERGE, object=object, id=loser, into=result, at=at))
        if result != winner:
            self.deeds.append(Deed(side=side, kind=Kind.MERGE, object=object, id=winner, into=result, at=at))

    def _restore(self) -> None:
        if not self._binned:
            self._edit_text()
            return
        side, object, id = self._binned.pop(self.rng.randrange(len(self._binned)))
        box = self.boxes[side]
        at = now_ms()
        box.ask("POST", f"/restore/{box.crm_object(object)}", {"id": id})
        self.ids[(side, object)].append(id)
        self.deeds.append(Deed(side=side, kind=Kind.RESTORE, object=object, id=id, at=at))

    # small parts --------------------------------------------------------------------------------------------------------
    def _write_text(self, side: str, object: str, id: str, name: str) -> None:
        token = self._token()
        self._write(side, object, id, name, f"{self.rng.choice(_TEXTS[object][name])} {token}", token)

    def _write(self, side: str, object: str, id: str, name: str, value: Value, token: str) -> None:
        at = now_ms()
        if side == HUB:
            self.client.edit_record(id, {name: value})
        else:
            box = self.boxes[side]
            body = self._in_crm_words(side, object, {name: value})
            box.ask("PATCH", f"/records/{box.crm_object(object)}/{id}", {"properties": body})
        self.deeds.append(
            Deed(side=side, kind=Kind.EDIT, object=object, id=id, at=at, name=name, value=value, token=token)
        )

    def _in_crm_words(self, side: str, object: str, values: Fields) -> dict[str, Any]:
        crm: dict[str, Value] = {}
        for rule in self._rules(side, object):
            if all(name in values for name in rule.rule.hub) and rule.parent is None:
                sent = rule.to_crm(
                    tuple(values[name] for name in rule.rule.hub), (None,) * len(rule.crm_at), NO_REFERENCES
                )
                crm |= dict(zip(rule.rule.crm, sent, strict=True))
        if self.boxes[side].part.system == "hubspot":
            return dict(properties_from(crm))
        if self.boxes[side].part.system == "pipedrive":
            return dict(crm)
        fields = self.translations[side][object].crm.fields
        if self.boxes[side].part.system == "dynamics":
            return {name: dynamics_value(fields[name].type, value) for name, value in crm.items()}
        return {name: wire_value(fields[name].type, value) for name, value in crm.items()}

    def _rules(self, side: str, object: str) -> Any:
        """The rules of a CRM's mapping; the hub takes whatever any CRM has."""
        if side != HUB:
            return self.translations[side][object].rules
        return [rule for maps in self.translations.values() for rule in maps[object].rules]

    def _text_field(self, side: str, object: str) -> str:
        mapped = {rule.rule.hub for rule in self._rules(side, object)}
        return self.rng.choice([name for name in _TEXTS[object] if (name,) in mapped])

    def _side(self) -> str:
        return self.rng.choice((HUB, *sorted(self.boxes)))

    def _object(self) -> str:
        return self.rng.choices(("contact", "company", "deal"), weights=(6, 2, 2))[0]

    def _take(self, side: str, object: str) -> str:
        """Somebody's record that nobody will edit any more."""
        known = self.ids[(side, object)]
        return known.pop(self.rng.randrange(len(known)))

    def _token(self) -> str:
        self._number += 1
        return f"#{self._number:05d}"


def now_ms() -> int:
    return time.time_ns() // 1_000_000
