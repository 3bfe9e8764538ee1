"""OAuth as HubSpot speaks it (dated and v3 routes with form bodies, legacy v1), and who may call what."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from adapters.sandbox.calls import Answer, Call, Router, json_answer
from adapters.sandbox.hubspot.errors import Problem, not_found
from adapters.sandbox.hubspot.speech import catching
from adapters.sandbox.ledger import Actor, ActorKind
from adapters.sandbox.oauth import OAuthRefused, Token, TokenBook
from adapters.sandbox.world import World

LOGGED = ("notes", "calls", "meetings", "tasks")
_STANDARD = ("contacts", "companies", "deals", "leads")
_REFUSALS = {
    "invalid_client": "BAD_CLIENT_ID",
    "invalid_client_credentials": "BAD_CLIENT_SECRET",
    "unsupported_grant_type": "BAD_GRANT_TYPE",
}


class Auth:
    """Tokens in, actors out."""

    def __init__(self, tokens: TokenBook, world: World, *, portal_id: int, developer_key: str) -> None:
        self._tokens = tokens
        self._world = world
        self._portal_id = portal_id
        self._developer_key = developer_key

    def mount(self, router: Router, dated: Sequence[str]) -> None:
        """Registers the OAuth routes; they need no token."""
        router.add("GET", "/oauth/authorize", self._tokens.consent, open=True)
        for version in ("v1", "v3", *dated):
            router.add("POST", f"/oauth/{version}/token", self._grant, open=True)
            router.add("POST", f"/oauth/{version}/token/introspect", self._introspect, open=True)
            router.add("POST", f"/oauth/{version}/token/revoke", self._revoke, open=True)
        router.add("GET", "/oauth/v1/access-tokens/{token}", catching(self._access_token), open=True)
        router.add("GET", "/oauth/v1/refresh-tokens/{token}", catching(self._refresh_token), open=True)
        router.add(
            "DELETE", "/oauth/v1/refresh-tokens/{token}", catching(self._remove_refresh_token), open=True
        )

    def authorize(self, call: Call) -> Token | None:
        """Sets the caller's actor and returns its token (None for a developer key); raises Problem 401 or 403."""
        if (
            call.path.startswith(("/webhooks/", "/app-webhooks/"))
            and call.arg("hapikey") == self._developer_key
        ):
            call.actor = Actor(kind=ActorKind.USER, id="developer")
            return None
        scheme, _, value = call.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not value:
            raise Problem(
                401,
                "INVALID_AUTHENTICATION",
                "Authentication credentials not found. This API supports OAuth 2.0 authentication.",
            )
        token = self._tokens.find(value.strip())
        if token is None:
            raise Problem(
                401, "EXPIRED_AUTHENTICATION", "The OAuth token used to make this call has expired."
            )
        call.actor = Actor(kind=ActorKind.INTEGRATION, id=token.app_id)
        self._refuse_missing_scopes(call, token)
        return token

    def _refuse_missing_scopes(self, call: Call, token: Token) -> None:
        if not token.scopes:
            return
        accepted = _accepted_scopes(call)
        if accepted and not accepted & set(token.scopes):
            raise Problem(
                403,
                "MISSING_SCOPES",
                "One or more of the following scopes are required.",
                context={
                    "requiredGranularScopes": sorted(accepted),
                    "links": ["https://developers.hubspot.com/scopes"],
                },
            )

    def _grant(self, call: Call) -> Answer:
        form = call.form()
        try:
            token = self._tokens.grant(
                form, rotate=call.draw is not None and call.draw.strikes("rotate_refresh_token")
            )
        except OAuthRefused as refused:
            return _refusal(refused, form.get("grant_type", ""))
        body = {
            "token_type": "bearer",
            "access_token": token.value,
            "expires_in": self._tokens.lifetime_s,
            "hub_id": self._portal_id,
            "scopes": list(token.scopes),
        }
        if token.refresh is not None:
            body["refresh_token"] = token.refresh
        return json_answer(body)

    def _introspect(self, call: Call) -> Answer:
        value = call.form().get("token", "")
        token = self._tokens.find(value)
        if token is not None:
            return json_answer({"active": True, "token_use": "access_token", **self._about(token, value)})
        grant = self._tokens.find_refresh(value)
        if grant is not None:
            return json_answer({"active": True, "token_use": "refresh_token", **self._about(grant, value)})
        return json_answer({"active": False})

    def _revoke(self, call: Call) -> Answer:
        self._tokens.revoke(call.form().get("token", ""))
        return Answer(status=204)

    def _access_token(self, call: Call) -> Answer:
        token = self._tokens.find(call.params["token"])
        if token is None:
            raise not_found("access token is not known or has expired")
        return json_answer({**self._about(token, token.value), "token_type": "access"})

    def _refresh_token(self, call: Call) -> Answer:
        grant = self._tokens.find_refresh(call.params["token"])
        if grant is None:
            raise not_found("refresh token is not known")
        return json_answer({**self._about(grant, call.params["token"]), "token_type": "refresh"})

    def _remove_refresh_token(self, call: Call) -> Answer:
        self._tokens.revoke(call.params["token"])
        return Answer(status=204)

    def _about(self, token: Token, value: str) -> dict[str, object]:
        left = 0 if token.expires_at is None else max(0, token.expires_at - self._world.clock()) // 1000
        return {
            "token": value,
            "user": "owner@crm-sandbox.example",
            "hub_domain": "crm-sandbox.example",
            "scopes": list(token.scopes),
            "hub_id": self._portal_id,
            "app_id": int(token.app_id),
            "client_id": next((a.client_id for a in self._tokens.apps() if a.id == token.app_id), ""),
            "user_id": int(token.user_id),
            "expires_in": left,
            "token_type": "bearer",
        }


def _refusal(refused: OAuthRefused, grant_type: str) -> Answer:
    fallback = "BAD_REFRESH_TOKEN" if grant_type == "refresh_token" else "BAD_AUTH_CODE"
    body = {
        "status": _REFUSALS.get(refused.code, fallback),
        "message": refused.detail,
        "correlationId": str(uuid.uuid4()),
        "error": "invalid_client" if refused.code.startswith("invalid_client") else refused.code,
        "error_description": refused.detail,
    }
    return json_answer(body, status=400)


def _accepted_scopes(call: Call) -> set[str]:
    """The scopes of which one must be held; empty when any token will do."""
    parts = call.path.strip("/").split("/")
    if parts[0] == "crm-object-schemas" or parts[:3] == ["crm", "v3", "schemas"]:
        verb = "read" if call.method == "GET" else "write"
        return {f"crm.schemas.custom.{verb}"}
    if "owners" in parts:
        return {"crm.objects.owners.read"}
    object = call.params.get("object")
    if object is None or parts[0] != "crm":
        return set()
    numbers = {"0-1": "contacts", "0-2": "companies", "0-3": "deals", "0-136": "leads"}
    singular = {"contact": "contacts", "company": "companies", "deal": "deals", "lead": "leads"}
    name = numbers.get(object, singular.get(object, object))
    if name in LOGGED:
        name = "contacts"  # what is logged goes by the rights on contacts
    name = name if name in _STANDARD else "custom"
    reads = call.method == "GET" or parts[-1] in ("search", "read")
    verb = "read" if reads else "write"
    if "properties" in parts or "pipelines" in parts:
        schemas = {f"crm.schemas.{name}.{verb}"}
        return schemas | {f"crm.objects.{name}.read"} if reads else schemas
    return {f"crm.objects.{name}.{verb}"}
