"""HubSpot as a System: its parts put together, its error words, its limits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from adapters.sandbox.calls import Answer, Call
from adapters.sandbox.data import Planted
from adapters.sandbox.hubspot.account import Account
from adapters.sandbox.hubspot.association_types import AssociationTypes
from adapters.sandbox.hubspot.associations import Associations
from adapters.sandbox.hubspot.auth import Auth
from adapters.sandbox.hubspot.batches import Batches
from adapters.sandbox.hubspot.errors import Problem
from adapters.sandbox.hubspot.fields import new_property
from adapters.sandbox.hubspot.limits import ALLOWANCES, Limits, throttled
from adapters.sandbox.hubspot.records import Records
from adapters.sandbox.hubspot.render import Renderer
from adapters.sandbox.hubspot.schema import Schema
from adapters.sandbox.hubspot.search import Search
from adapters.sandbox.hubspot.seed import seed_account
from adapters.sandbox.hubspot.webhooks import Webhooks
from adapters.sandbox.ledger import Actor, Value
from adapters.sandbox.logged import logged
from adapters.sandbox.oauth import App
from adapters.sandbox.people import population, sizes_for
from adapters.sandbox.rows import Row
from adapters.sandbox.system import Options, Refusal, Refused, System
from adapters.sandbox.views import seen_by

APP_ID = 4_210_286
PORTAL_ID = 44_237_313
CLIENT_ID = "sandbox-hubspot-app"
CLIENT_SECRET = "sandbox-hubspot-secret"
PRIVATE_TOKEN = "sandbox-hubspot-token"
PRIVATE_APP_ID = 19_083_857
DEVELOPER_KEY = "sandbox-hubspot-developer-key"
DATED = ("2026-03", "2026-09")
_UPDATES = re.compile(
    r"/crm/(?:v3/objects|objects/[0-9-]+)/(?P<object>[a-z_]+)/(?:batch/update|(?P<id>[0-9]+))"
)
_PREFIXES = ("/crm/v3/objects", *(f"/crm/objects/{date}" for date in DATED))
_LINK_PREFIXES = ("/crm/v4/objects", *(f"/crm/objects/{date}" for date in DATED))
_PAIR_PREFIXES = ("/crm/v4/associations", *(f"/crm/associations/{date}" for date in DATED))


class HubSpot(System):
    """Settings it takes: `limits` (see limits.py), `merge_new_id`, `webhook_retry_s`, `token_lifetime_s`,
    `activities` (how many to log)."""

    name = "hubspot"

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        settings = options.settings
        self.account = Account(
            self.world, portal_id=PORTAL_ID, merge_new_id=bool(settings.get("merge_new_id", True))
        )
        self.tokens.lifetime_s = int(settings.get("token_lifetime_s", 1800))
        self.tokens.register(App(id=str(APP_ID), client_id=CLIENT_ID, client_secret=CLIENT_SECRET))
        self.tokens.add_static(PRIVATE_TOKEN, app_id=str(PRIVATE_APP_ID))
        self.limits = Limits(ALLOWANCES[str(settings.get("limits", "generous"))], options.clock)
        types = AssociationTypes()
        renderer = Renderer(self.account, types)
        associations = Associations(self.account, types)
        records = Records(self.account, renderer, associations)
        self._auth = Auth(self.tokens, self.world, portal_id=PORTAL_ID, developer_key=DEVELOPER_KEY)
        self.webhooks = Webhooks(
            self.account,
            self.faults,
            app_id=APP_ID,
            client_secret=CLIENT_SECRET,
            retry_s=float(settings.get("webhook_retry_s", 0.5)),
        )
        self._auth.mount(self.router, DATED)
        records.mount(self.router, _PREFIXES)
        Batches(self.account, renderer, records).mount(self.router, _PREFIXES)
        Search(self.account, renderer).mount(self.router, _PREFIXES)
        associations.mount(self.router, _LINK_PREFIXES, _PAIR_PREFIXES)
        Schema(self.account, types).mount(self.router, DATED)
        self.webhooks.mount(self.router, DATED)
        self.planted = Planted()
        if options.records:
            view = seen_by(population(options.seed, *sizes_for(options.records)), self.name)
            self.planted = view.planted
            count = int(settings.get("activities", 0))
            seed_account(self.account, view, logged(view, count, self.name))

    def authorize(self, call: Call) -> Answer | None:
        """Bearer token, scopes, then rate limits."""
        try:
            token = self._auth.authorize(call)
        except Problem as problem:
            return problem.answer()
        if token is None:
            return None
        policy = self.limits.admit(call, token)
        call.token = token
        return None if policy is None else throttled(policy)

    def finish(self, call: Call, answer: Answer) -> Answer:
        """Adds the rate-limit headers a token's calls get."""
        return answer if call.token is None else self.limits.label(call, answer, call.token)

    def refuse(
        self, why: Refusal, call: Call, *, detail: str = "", retry_after_s: float | None = None
    ) -> Answer:
        """HubSpot's answers for what the server refuses before any handler."""
        match why:
            case Refusal.NOT_FOUND:
                return Problem(404, "OBJECT_NOT_FOUND", detail or "resource not found").answer()
            case Refusal.WRONG_METHOD:
                return Problem(405, "VALIDATION_ERROR", f"Method {call.method} is not allowed here").answer()
            case Refusal.BAD_BODY:
                return Problem(400, "VALIDATION_ERROR", detail or "Invalid input JSON").answer()
            case Refusal.UNAUTHORIZED:
                return Problem(401, "EXPIRED_AUTHENTICATION", "The OAuth token used has expired.").answer()
            case Refusal.THROTTLED:
                policy = "SECONDLY" if call.path.endswith("/search") else "TEN_SECONDLY_ROLLING"
                return throttled(policy, retry_after_s=retry_after_s)
            case Refusal.SERVER_ERROR:
                return Problem(500, "INTERNAL_ERROR", "internal error").answer()
            case Refusal.UNAVAILABLE:
                return Problem(503, "INTERNAL_ERROR", "Service temporarily unavailable").answer()

    def check(self, object: str, values: Mapping[str, Value], row: Row | None) -> dict[str, Value]:
        """The account's own rules."""
        try:
            return self.account.check(self.account.object(object), values, row)
        except Problem as problem:
            raise Refused(problem.answer()) from problem

    def aimed(self, call: Call) -> Iterable[tuple[str, str, Mapping[str, Value]]]:
        """Single and batch updates."""
        found = _UPDATES.fullmatch(call.path)
        if found is None or call.method not in ("PATCH", "POST"):
            return ()
        body = call.json_object()
        inputs = [{**body, "id": found["id"]}] if found["id"] else body.get("inputs") or ()
        return [
            (found["object"], str(one["id"]), one.get("properties") or {}) for one in inputs if "id" in one
        ]

    def merge(self, object: str, winner: Row, loser: Row, by: Actor) -> Row:
        """The account's own merging."""
        return self.account.merge(self.account.object(object), winner, loser, by)

    def add_field(self, object: str, name: str, definition: Mapping[str, Any]) -> None:
        """A custom property in the object's first group; text unless `definition` says otherwise."""
        held = self.account.object(object)
        body = {"label": name, "type": "string", "fieldType": "text", "groupName": next(iter(held.groups))}
        try:
            made = new_property({**body, **definition, "name": name}, self.world.now(), held)
            self.account.add_property(held, made)
        except Problem as problem:
            raise Refused(problem.answer()) from problem

    def remove_field(self, object: str, name: str) -> None:
        """Any property may go, HubSpot's own too (as when a licence ends)."""
        self._drift(object, name, None)

    def retype_field(self, object: str, name: str, definition: Mapping[str, Any]) -> None:
        """Changes type, fieldType, options, label or hasUniqueValue."""
        self._drift(object, name, dict(definition))

    def rename_field(self, object: str, name: str, to: str) -> None:
        """As when a property is made anew under another name and its values are copied: HubSpot's names stand for good."""
        held = self.account.object(object)
        if name not in held.properties or to in held.properties:
            raise KeyError(f"{object} has no property {name!r}, or has {to!r} already")
        held.properties[to] = replace(held.properties.pop(name), name=to)
        held.version += 1
        self.account.table(held).rename_column(name, to)

    def require_field(self, object: str, name: str) -> None:
        held = self.account.object(object)
        if name not in held.properties:
            raise KeyError(f"{object} has no property {name!r}")
        held.required = (*held.required, name)
        held.version += 1

    def _drift(self, object: str, name: str, body: dict[str, Any] | None) -> None:
        held = self.account.object(object)
        if name not in held.properties:
            raise KeyError(f"{object} has no property {name!r}")
        try:
            if body is None:
                self.account.remove_property(held, name, drift=True)
            else:
                self.account.change_property(held, name, body, drift=True)
        except Problem as problem:
            raise Refused(problem.answer()) from problem

    def start(self) -> None:
        """Starts webhook deliveries."""
        self.webhooks.courier.start()

    def stop(self) -> None:
        """Stops webhook deliveries."""
        self.webhooks.courier.stop()


def build(options: Options) -> HubSpot:
    """A HubSpot account for these options."""
    return HubSpot(options)
