"""Pipedrive as a System: its parts put together, its error words, its limits."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from adapters.sandbox.calls import Answer, BadBody, Call, json_answer
from adapters.sandbox.ledger import Actor, ActorKind, Value
from adapters.sandbox.logged import logged
from adapters.sandbox.oauth import App, OAuthRefused
from adapters.sandbox.people import population, sizes_for
from adapters.sandbox.pipedrive.account import Account
from adapters.sandbox.pipedrive.catalogue import US
from adapters.sandbox.pipedrive.errors import Refusal as Refused_
from adapters.sandbox.pipedrive.fields import Field, new_field
from adapters.sandbox.pipedrive.legacy import Legacy
from adapters.sandbox.pipedrive.limits import ALLOWANCES, Limits, throttled
from adapters.sandbox.pipedrive.notes import Notes
from adapters.sandbox.pipedrive.records import Records
from adapters.sandbox.pipedrive.render import columns_of
from adapters.sandbox.pipedrive.schema import Schema
from adapters.sandbox.pipedrive.seed import seed_account
from adapters.sandbox.pipedrive.webhooks import Webhooks
from adapters.sandbox.rows import Row
from adapters.sandbox.system import Options, Refusal, Refused, System
from adapters.sandbox.views import seen_by

APP_ID: Final = "8421"
CLIENT_ID: Final = "sandbox-pipedrive-app"
CLIENT_SECRET: Final = "sandbox-pipedrive-secret"
STATIC_TOKEN: Final = "sandbox-pipedrive-token"
_LIFETIME_S: Final = 3_599
_UPDATE = re.compile(
    r"PATCH /api/v2/(?P<object>persons|organizations|deals|activities)/(?P<id>\d+)|PUT /api/v1/(?P<note>notes)/(?P<at>\d+)"
)


class Pipedrive(System):
    """Settings it takes: `limits` (see limits.py), `admin` (whether our user may add fields), `webhook_retry_s`,
    `activities` (how many to log)."""

    name = "pipedrive"
    resolution_ms = 1_000

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        settings = options.settings
        self.account = Account(self.world)
        self.tokens.lifetime_s = _LIFETIME_S
        self.tokens.register(App(id=APP_ID, client_id=CLIENT_ID, client_secret=CLIENT_SECRET))
        self.tokens.add_static(STATIC_TOKEN, app_id=APP_ID)
        self.limits = Limits(ALLOWANCES[str(settings.get("limits", "generous"))], options.clock)
        self.webhooks = Webhooks(
            self.account, self.faults, retry_s=float(settings.get("webhook_retry_s", 0.5))
        )
        self.router.add("GET", "/oauth/authorize", self.tokens.consent, open=True)
        self.router.add("POST", "/oauth/token", self._grant, open=True)
        self.router.add("POST", "/oauth/revoke", self._revoke, open=True)
        Records(self.account).mount(self.router)
        Schema(self.account, admin=str(settings.get("admin", "yes")) == "yes").mount(self.router)
        Legacy(self.account).mount(self.router)
        Notes(self.account).mount(self.router)
        self.webhooks.mount(self.router)
        if options.records:
            view = seen_by(population(options.seed, *sizes_for(options.records)), self.name)
            seed_account(self.account, view, logged(view, int(settings.get("activities", 0)), self.name))

    # signing in --------------------------------------------------------------------------------------------------
    def _grant(self, call: Call) -> Answer:
        form = {**call.form()}
        client = _basic(call)
        if client is None:
            return _oauth_error("invalid_client", "the client proves itself by HTTP basic authentication")
        form["client_id"], form["client_secret"] = client
        try:
            rotate = call.draw is not None and call.draw.strikes("rotate_refresh_token")
            token = self.tokens.grant(form, rotate=rotate)
        except OAuthRefused as refused:
            code = "invalid_client" if refused.code.startswith("invalid_client") else refused.code
            return _oauth_error(code, refused.detail)
        return json_answer(
            {
                "access_token": token.value,
                "token_type": "Bearer",
                "expires_in": self.tokens.lifetime_s,
                "refresh_token": token.refresh,
                "scope": " ".join(token.scopes),
                "api_domain": self.base_url,
            }
        )

    def _revoke(self, call: Call) -> Answer:
        """RFC 7009 behind HTTP basic authentication: 200 for a token that was ended and for one nobody knows."""
        client, token = _basic(call), call.form().get("token", "")
        app = self.tokens.app(client[0]) if client is not None else None
        if client is None or app is None or client[1] != app.client_secret:
            return _oauth_error("invalid_client", "the client proves itself by HTTP basic authentication")
        if not token:
            return _oauth_error("invalid_request", "token is required")
        self.tokens.revoke(token)
        return Answer(status=200)

    def authorize(self, call: Call) -> Answer | None:
        """A bearer token or an API token, then the limits."""
        value = call.headers.get("x-api-token") or call.headers.get("authorization", "").partition(" ")[2]
        token = self.tokens.find(value.strip()) if value else None
        if token is None:
            return self.refuse(Refusal.UNAUTHORIZED, call)
        call.actor = Actor(kind=ActorKind.INTEGRATION, id=str(US))
        call.token = token
        return self.limits.admit(call)

    def finish(self, call: Call, answer: Answer) -> Answer:
        return self.limits.label(answer) if call.token is not None else answer

    def refuse(
        self, why: Refusal, call: Call, *, detail: str = "", retry_after_s: float | None = None
    ) -> Answer:
        status, words = {
            Refusal.NOT_FOUND: (404, detail or "Unknown method."),
            Refusal.WRONG_METHOD: (405, "Method not allowed"),
            Refusal.BAD_BODY: (400, detail or "Bad request"),
            Refusal.UNAUTHORIZED: (401, "unauthorized access"),
            Refusal.THROTTLED: (429, ""),
            Refusal.SERVER_ERROR: (500, "Internal server error"),
            Refusal.UNAVAILABLE: (503, "Service temporarily unavailable"),
        }[why]
        return throttled(retry_after_s) if status == 429 else Refused_(status, words).answer(call.path)

    # people ------------------------------------------------------------------------------------------------------
    def check(self, object: str, values: Mapping[str, Value], row: Row | None) -> dict[str, Value]:
        try:
            return self.account.check(self.account.entity(object), values, row)
        except Refused_ as refusal:
            raise Refused(refusal.answer("/api/v2/")) from refusal

    def merge(self, object: str, winner: Row, loser: Row, by: Actor) -> Row:
        return self.account.merge(self.account.entity(object), winner, loser, by)

    def aimed(self, call: Call) -> Iterable[tuple[str, str, Mapping[str, Value]]]:
        """Updates of one record."""
        found = _UPDATE.fullmatch(f"{call.method} {call.path}")
        if found is None:
            return ()
        object, id = found["object"] or found["note"], found["id"] or found["at"]
        try:
            values = columns_of(self.account.entity(object), call.json_object())
        except Refused_:
            return ()
        return ((object, id, values),)

    def add_field(self, object: str, name: str, definition: Mapping[str, Any]) -> None:
        """A custom field named `name`; varchar unless `definition` says otherwise."""
        self.account.made += 1
        body = {"field_type": "varchar", **definition, "field_name": name}
        try:
            self.account.add_field(self.account.entity(object), new_field(body, self.account.made))
        except Refused_ as refusal:
            raise Refused(refusal.answer("/api/v2/")) from refusal

    def remove_field(self, object: str, name: str) -> None:
        self.account.remove_field(self.account.entity(object), self._field(object, name).code)

    def retype_field(self, object: str, name: str, definition: Mapping[str, Any]) -> None:
        """`definition` in the words of the field list: field_type, field_name, options."""
        field = self._field(object, name)
        field.type = str(definition.get("field_type", field.type))
        field.name = str(definition.get("field_name", field.name))
        field.options = definition.get("options", field.options)

    def rename_field(self, object: str, name: str, to: str) -> None:
        """As when a field is made anew and its values are copied: `to` is what people call it, its code is another."""
        entity, held = self.account.entity(object), self._field(object, name)
        self.account.made += 1
        made = new_field({"field_type": "varchar", "field_name": to}, self.account.made)
        moved = replace(held, code=made.code, name=to)
        entity.fields = {one.code: one for one in (*entity.fields.values(), moved) if one is not held}
        for old, new in zip(held.columns, moved.columns, strict=True):
            self.account.table(entity).rename_column(old, new)

    def require_field(self, object: str, name: str) -> None:
        """Pipedrive's own forms ask for required fields; its API never does."""
        raise BadBody("Pipedrive's API requires no field but the name or title")

    def _field(self, object: str, name: str) -> Field:
        """By its code or, as people know it, by its name."""
        fields = self.account.entity(object).fields
        found = fields.get(name) or next((one for one in fields.values() if one.name == name), None)
        if found is None:
            raise KeyError(f"{object} has no field {name!r}")
        return found

    def start(self) -> None:
        self.webhooks.courier.start()

    def stop(self) -> None:
        self.webhooks.courier.stop()


def build(options: Options) -> Pipedrive:
    """A Pipedrive account for these options."""
    return Pipedrive(options)


def _basic(call: Call) -> tuple[str, str] | None:
    scheme, _, value = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, _, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return user, password


def _oauth_error(code: str, detail: str) -> Answer:
    status = 401 if code == "invalid_client" else 400
    return json_answer(
        {"success": False, "error": code, "error_description": detail, "message": detail}, status=status
    )
