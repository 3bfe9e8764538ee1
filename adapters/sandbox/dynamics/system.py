"""Dynamics 365 as a System: its parts put together, its error words, its limits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from adapters.sandbox.calls import Answer, BadBody, Call
from adapters.sandbox.dynamics.actions import Actions
from adapters.sandbox.dynamics.batch import Batches
from adapters.sandbox.dynamics.definitions import Entity
from adapters.sandbox.dynamics.deleting import Deleting
from adapters.sandbox.dynamics.duplicates import Duplicates
from adapters.sandbox.dynamics.entra import Entra
from adapters.sandbox.dynamics.errors import DataverseError, bad_payload, no_segment
from adapters.sandbox.dynamics.expanding import Expander
from adapters.sandbox.dynamics.keys import parse_key
from adapters.sandbox.dynamics.limits import ALLOWANCES, Limits
from adapters.sandbox.dynamics.merging import Merging
from adapters.sandbox.dynamics.multiple import Multiples
from adapters.sandbox.dynamics.new_columns import new_attribute
from adapters.sandbox.dynamics.org import Org
from adapters.sandbox.dynamics.querying import Queries
from adapters.sandbox.dynamics.records import Records
from adapters.sandbox.dynamics.render import Renderer
from adapters.sandbox.dynamics.seed import seed_org, seed_people
from adapters.sandbox.dynamics.structure import Structure
from adapters.sandbox.dynamics.tracking import Tracking
from adapters.sandbox.dynamics.undo import Undo
from adapters.sandbox.dynamics.users import ADMINISTRATOR, APP_USER
from adapters.sandbox.dynamics.web import Web
from adapters.sandbox.dynamics.webhooks import Webhooks
from adapters.sandbox.dynamics.writing import Writing
from adapters.sandbox.ledger import Actor, ActorKind, Value
from adapters.sandbox.logged import logged
from adapters.sandbox.oauth import App
from adapters.sandbox.people import population, sizes_for
from adapters.sandbox.rows import Row
from adapters.sandbox.system import Options, Refusal, Refused, System
from adapters.sandbox.views import seen_by

CLIENT_ID: Final = "3c9f1d6a-52b7-4e0d-8f4e-7a1b2c3d4e5f"
CLIENT_SECRET: Final = "sandbox-dynamics-secret"
PUBLIC_CLIENT_ID: Final = (
    "9d2e8c41-6b70-4a53-b1f9-0c1d2e3f4a5b"  # a public client: PKCE or a device code, no secret
)
STATIC_TOKEN: Final = "sandbox-dynamics-token"
_LIFETIME_S: Final = 3_599
_UPDATE = re.compile(r"/api/data/v[\d.]+/(?P<set>\w+)\((?P<key>[^/]*)\)")
_UPDATES = re.compile(r"/api/data/v[\d.]+/(?P<set>\w+)/Microsoft\.Dynamics\.CRM\.(Update|Upsert)Multiple")


class Dynamics(System):
    """Settings it takes:

    `custom_objects` (logical names with commas between them), `limits` (see limits.py), `admin` (whether our user may change
    the structure), `key_delay_ms` (how long an alternate key is pending), `untracked` (tables without change tracking),
    `track_days` and `expired_status` (an old delta link: 7 days, 400), `recycle_bin` (no), `cascade` (whether a delete takes
    along what belongs to the row: yes), `certificate` (a PEM file: the one uploaded to the app registration), `device` (what
    the person does with a device code at once: approved or declined), `webhook_retry_s`.
    """

    name = "dynamics"
    resolution_ms = 1_000

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        settings = options.settings
        self.org = Org(
            self.world,
            custom=_names(settings.get("custom_objects", "")),
            key_delay_ms=int(settings.get("key_delay_ms", 200)),
        )
        for name in _names(settings.get("untracked", "")):
            self.org.entities[name].tracked = False
        self.limits = Limits(ALLOWANCES[str(settings.get("limits", "generous"))], options.clock)
        self.writing = Writing(self.org)
        days = float(settings.get("track_days", 7))
        self._put_together(days)
        self._sign_in()
        self.org.base_url = lambda: self.base_url
        self.webhooks = Webhooks(self.org, self.faults, retry_s=float(settings.get("webhook_retry_s", 0.5)))
        self.writing.judges.append(self.webhooks.judge)
        seed_org(self.org, days=int(days), client_id=CLIENT_ID)
        if options.records:
            whole = population(options.seed, *sizes_for(options.records))
            view = seen_by(whole, self.name)
            seed_people(self.org, view, logged(view, int(settings.get("activities", 0)), self.name))

    def _put_together(self, days: float) -> None:
        settings, org = self.options.settings, self.org
        renderer = Renderer(org)
        expander = Expander(org, renderer)
        undo = Undo(self.world)
        self.tracking = Tracking(
            org, renderer, days=days, expired_status=int(settings.get("expired_status", 400))
        )
        self.merging = Merging(org, self.writing)
        self.deleting = Deleting(org, cascade=_yes(settings.get("cascade", "yes")))
        self.records = Records(
            org, self.writing, renderer, expander, duplicates=Duplicates(org), deleting=self.deleting
        )
        self.web = Web(
            org,
            records=self.records,
            queries=Queries(org, renderer, expander),
            tracking=self.tracking,
            structure=Structure(org, admin=_yes(settings.get("admin", "yes"))),
            actions=Actions(self.records, self.merging, bin_open=_yes(settings.get("recycle_bin", "no"))),
            multiples=Multiples(self.records, undo),
        )
        self._batches = Batches(self.web.dispatch, undo)
        for method in ("GET", "POST", "PATCH", "PUT", "DELETE"):
            for template in (
                "/api/data/{version}",
                "/api/data/{version}/{set}",
                "/api/data/{version}/{set}/{rest:path}",
            ):
                self.router.add(method, template, self.web.handle)
        self.router.add("POST", "/api/data/{version}/$batch", self._batch)

    def _sign_in(self) -> None:
        self.tokens.lifetime_s = _LIFETIME_S
        self.tokens.register(App(id=APP_USER, client_id=CLIENT_ID, client_secret=CLIENT_SECRET))
        self.tokens.register(App(id=ADMINISTRATOR, client_id=PUBLIC_CLIENT_ID, client_secret=""))
        self.tokens.add_static(STATIC_TOKEN, app_id=APP_USER)
        self.entra = Entra(self.tokens, self.options.clock)
        self.entra.device_answer = str(self.options.settings.get("device", ""))
        certificate = self.options.settings.get("certificate")
        if certificate:
            self.entra.certificates.trust(CLIENT_ID, Path(str(certificate)).read_text(encoding="utf-8"))
        self.entra.mount(self.router)

    def _batch(self, call: Call) -> Answer:
        try:
            return self._batches.answer(call)
        except DataverseError as error:
            return error.answer()

    # the server's questions --------------------------------------------------------------------------------------
    def authorize(self, call: Call) -> Answer | None:
        """A bearer token, then the service protection limits."""
        scheme, _, value = call.headers.get("authorization", "").partition(" ")
        token = self.tokens.find(value.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            return self.refuse(Refusal.UNAUTHORIZED, call)
        call.actor = Actor(kind=ActorKind.INTEGRATION, id=token.app_id)
        call.token = token
        try:
            self.limits.admit()
        except DataverseError as error:
            return error.answer()
        return None

    def finish(self, call: Call, answer: Answer) -> Answer:
        return self.limits.label(answer) if call.token is not None else answer

    def refuse(
        self, why: Refusal, call: Call, *, detail: str = "", retry_after_s: float | None = None
    ) -> Answer:
        match why:
            case Refusal.NOT_FOUND:
                return no_segment(call.path.rpartition("/")[2]).answer()
            case Refusal.WRONG_METHOD:
                error = DataverseError(
                    405, "0x80060888", f"The requested resource does not support http method '{call.method}'."
                )
            case Refusal.BAD_BODY:
                error = bad_payload("", f"Microsoft.OData.ODataException: {detail}")
            case Refusal.UNAUTHORIZED:
                where = f"Bearer authorization_uri={call.base_url}/common/oauth2/authorize, resource_id={call.base_url}/"
                return Answer(status=401, headers=(("www-authenticate", where),))
            case Refusal.THROTTLED:
                error = self.limits.by_fault(retry_after_s)
            case Refusal.SERVER_ERROR:
                error = DataverseError(500, "0x80040216", "An unexpected error occurred.")
            case Refusal.UNAVAILABLE:
                error = DataverseError(503, "0x80060891", "The service is temporarily unavailable.")
        return error.answer()

    # people ------------------------------------------------------------------------------------------------------
    def check(self, object: str, values: Mapping[str, Value], row: Row | None) -> dict[str, Value]:
        """A person's edit; a lookup column takes the GUID of a row of any table it may lead to."""
        person = Actor(kind=ActorKind.USER, id=ADMINISTRATOR)
        try:
            return self.writing.by_person(self._entity(object), values, row, person)
        except DataverseError as error:
            raise Refused(error.answer()) from error

    def merge(self, object: str, winner: Row, loser: Row, by: Actor) -> Row:
        try:
            self.merging.merge(self._entity(object), winner, loser, {}, by)
        except DataverseError as error:
            raise Refused(error.answer()) from error
        return winner

    def remove(self, object: str, row: Row, by: Actor) -> None:
        self.deleting.delete(self._entity(object), row, by)

    def aimed(self, call: Call) -> Iterable[tuple[str, str, Mapping[str, Value]]]:
        """Updates of one record, alone or as parts of a batch."""
        if call.path.endswith("/$batch"):
            return [one for part in self._batches.requests(call) for one in self._aimed(part)]
        return self._aimed(call)

    def _aimed(self, call: Call) -> list[tuple[str, str, Mapping[str, Value]]]:
        one, many = (pattern.fullmatch(unquote(call.path)) for pattern in (_UPDATE, _UPDATES))
        entity = self.org.by_set.get((one or many or {"set": ""})["set"])
        try:
            if entity is not None and many is not None and call.method == "POST":
                targets = call.json_object().get("Targets")
                bodies = [one for one in targets or () if isinstance(one, Mapping) and entity.id in one]
                return [each for body in bodies for each in self._aim(entity, str(body[entity.id]), body)]
            if entity is not None and one is not None and call.method == "PATCH":
                return self._aim(entity, one["key"], call.json_object())
        except (DataverseError, BadBody):
            return []  # a body that is refused later, in the API's own words
        return []

    def _aim(
        self, entity: Entity, key: str, body: Mapping[str, Any]
    ) -> list[tuple[str, str, Mapping[str, Value]]]:
        row = self.records.find(entity, parse_key(entity, key))
        values = self.writing.columns_of(entity, body, new=False)
        return [(entity.name, row.id, values)] if row is not None else []

    def add_field(self, object: str, name: str, definition: Mapping[str, Any]) -> None:
        """A custom column `name`; a text of 100 unless `definition` (an AttributeMetadata) says otherwise."""
        usual = {"@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata", "SchemaName": name}
        try:
            entity = self._entity(object)
            self.org.add_attribute(entity, new_attribute({**usual, **definition}))
        except DataverseError as error:
            raise Refused(error.answer()) from error

    def remove_field(self, object: str, name: str) -> None:
        self.org.remove_attribute(self._entity(object), name)

    def retype_field(self, object: str, name: str, definition: Mapping[str, Any]) -> None:
        """`definition` as an AttributeMetadata; what it does not say is the usual of its type."""
        entity = self._entity(object)
        old = entity.attributes[name]
        base = {
            "@odata.type": f"Microsoft.Dynamics.CRM.{old.type}AttributeMetadata",
            "MaxLength": old.max,
            "SchemaName": old.schema if "_" in old.schema else f"new_{old.schema}",
            "DisplayName": {"UserLocalizedLabel": {"Label": old.label}},
        }
        given = {key: value for key, value in {**base, **definition}.items() if value is not None}
        made = new_attribute(given)
        self.org.replace_attribute(entity, old, made)

    def rename_field(self, object: str, name: str, to: str) -> None:
        """As when a column is made anew and its values are copied: logical names stand for good."""
        self.org.rename_attribute(self._entity(object), name, to)

    def require_field(self, object: str, name: str) -> None:
        """SystemRequired: the API itself refuses rows without it (ApplicationRequired is up to the forms)."""
        entity = self._entity(object)
        self.org.replace_attribute(
            entity, entity.attributes[name], replace(entity.attributes[name], required="SystemRequired")
        )

    def start(self) -> None:
        self.webhooks.courier.start()

    def stop(self) -> None:
        self.webhooks.courier.stop()

    def _entity(self, object: str) -> Entity:
        if object not in self.org.entities:
            raise KeyError(f"there is no table {object!r}")
        return self.org.entities[object]


def build(options: Options) -> Dynamics:
    """An org for these options."""
    return Dynamics(options)


def _names(value: object) -> tuple[str, ...]:
    return tuple(part.strip() for part in str(value).split(",") if part.strip())


def _yes(value: object) -> bool:
    return value is True or str(value).lower() in ("yes", "true")
