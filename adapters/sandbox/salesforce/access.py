"""Who may call and how often: OAuth in Salesforce's words, session checks, the daily request budget."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from adapters.sandbox.calls import Answer, Call, Router, json_answer
from adapters.sandbox.ledger import Actor, ActorKind
from adapters.sandbox.oauth import App, OAuthRefused, Token, TokenBook
from adapters.sandbox.salesforce.assertions import GRANT, USERNAME, Assertions
from adapters.sandbox.salesforce.errors import SalesforceError, invalid_session, request_limit_exceeded
from adapters.sandbox.salesforce.people import INTEGRATION_USER

ORG_ID = "00D5g000000SANDEA4"
CLIENT_ID = "sandbox-salesforce-app"
CLIENT_SECRET = "sandbox-salesforce-secret"
STATIC_TOKEN = "sandbox-salesforce-token"
_HOUR_MS = 3_600_000
_WORDS = {
    "invalid_client": ("invalid_client_id", "client identifier invalid"),
    "invalid_client_credentials": ("invalid_client", "invalid client credentials"),
    "unsupported_grant_type": ("unsupported_grant_type", "grant type not supported"),
}


class RequestBudget:
    """Calls in the last 24 hours, counted by the hour, against a limit."""

    def __init__(self, limit: int, clock: Callable[[], int]) -> None:
        self.limit = limit
        self._clock = clock
        self._hours: Counter[int] = Counter()

    @property
    def used(self) -> int:
        oldest = self._clock() // _HOUR_MS - 23
        for hour in [hour for hour in self._hours if hour < oldest]:
            del self._hours[hour]
        return sum(self._hours.values())

    def spend(self) -> None:
        """Counts one call. Raises 403 REQUEST_LIMIT_EXCEEDED once the limit is used up."""
        if self.used >= self.limit:
            raise request_limit_exceeded()
        self._hours[self._clock() // _HOUR_MS] += 1


class Access:
    """OAuth and sessions of one org."""

    def __init__(self, tokens: TokenBook, budget: RequestBudget, clock: Callable[[], int]) -> None:
        self.tokens = tokens
        self.assertions = Assertions(tokens, clock)
        self.budget = budget
        self._clock = clock
        scopes = ("api", "refresh_token")
        tokens.lifetime_s = 7200
        tokens.register(
            App(id=INTEGRATION_USER, client_id=CLIENT_ID, client_secret=CLIENT_SECRET, scopes=scopes)
        )
        tokens.add_static(STATIC_TOKEN, app_id=INTEGRATION_USER, scopes=scopes)

    def mount(self, router: Router) -> None:
        for method in ("GET", "POST"):
            router.add(method, "/services/oauth2/authorize", self.tokens.consent, open=True)
            router.add(method, "/services/oauth2/userinfo", self.user_info)
            router.add(method, "/services/oauth2/revoke", self.revoke, open=True)
        router.add("POST", "/services/oauth2/token", self.token, open=True)
        router.add("POST", "/services/oauth2/introspect", self.introspect, open=True)
        router.add("GET", "/id/{org}/{user}", self.user_info)

    def check(self, call: Call) -> None:
        """Sets the actor and counts the call. Raises 401 INVALID_SESSION_ID, 403 REQUEST_LIMIT_EXCEEDED."""
        scheme, _, value = call.headers.get("authorization", "").partition(" ")
        token = self.tokens.find(value.strip()) if scheme.lower() in ("bearer", "oauth") else None
        if token is None:
            raise invalid_session()
        call.actor = self.enter(token.value)

    def enter(self, session: str) -> Actor:
        """Who this session is of; the call is counted. Raises as `check`."""
        token = self.tokens.find(session)
        if token is None:
            raise invalid_session()
        self.budget.spend()
        return Actor(kind=ActorKind.INTEGRATION, id=token.app_id)

    def token(self, call: Call) -> Answer:
        """The token endpoint; its answer has no expires_in."""
        form = call.form()
        before = form.get("refresh_token")
        rotate = call.draw is not None and call.draw.strikes("rotate_refresh_token")
        try:
            if form.get("grant_type") == GRANT:
                token = self.assertions.redeem(form.get("assertion", ""))
            else:
                token = self.tokens.grant(form, rotate=rotate)
        except OAuthRefused as refused:
            return _refusal(refused, form)
        now = str(self._clock())
        identity = f"{call.base_url}/id/{ORG_ID}/{INTEGRATION_USER}"
        body = {
            "access_token": token.value,
            "signature": _signature(form.get("client_secret", ""), identity + now),
            "scope": " ".join(token.scopes),
            "instance_url": call.base_url,
            "id": identity,
            "token_type": "Bearer",
            "issued_at": now,
        }
        if token.refresh is not None and token.refresh != before and _lasting(token):
            body["refresh_token"] = token.refresh
        return json_answer(body)

    def revoke(self, call: Call) -> Answer:
        """200 without a body, or 400 for a token that is not known."""
        value = call.arg("token") or call.form().get("token", "")
        if self.tokens.revoke(value):
            return Answer(status=200)
        return _oauth_error("unsupported_token_type", "this token type is not supported")

    def introspect(self, call: Call) -> Answer:
        form = call.form()
        app = self.tokens.app(form.get("client_id", ""))
        if app is None or form.get("client_secret") != app.client_secret:
            return _oauth_error("invalid_client", "invalid client credentials", status=401)
        token = self.tokens.find(form.get("token", "")) or self.tokens.find_refresh(form.get("token", ""))
        if token is None:
            return json_answer({"active": False})
        return json_answer(
            {
                "active": True,
                "scope": " ".join(token.scopes),
                "client_id": app.client_id,
                "username": USERNAME,
                "sub": f"{call.base_url}/id/{ORG_ID}/{INTEGRATION_USER}",
                "token_type": "access_token" if token.value == form.get("token") else "refresh_token",
                "exp": None if token.expires_at is None else token.expires_at // 1000,
            }
        )

    def user_info(self, call: Call) -> Answer:
        """Who the session is; also served under the identity URL."""
        return json_answer(
            {
                "sub": f"{call.base_url}/id/{ORG_ID}/{INTEGRATION_USER}",
                "user_id": INTEGRATION_USER,
                "organization_id": ORG_ID,
                "preferred_username": USERNAME,
                "nickname": "integration",
                "name": "Integration User",
                "email": USERNAME,
                "email_verified": True,
                "active": True,
                "user_type": "STANDARD",
                "urls": {"rest": f"{call.base_url}/services/data/v{{version}}/"},
            }
        )

    def stamp(self, answer: Answer) -> Answer:
        """The answer with the Sforce-Limit-Info header."""
        usage = ("sforce-limit-info", f"api-usage={self.budget.used}/{self.budget.limit}")
        return replace(answer, headers=(*answer.headers, usage))


def _lasting(token: Token) -> bool:
    return not token.scopes or bool({"refresh_token", "offline_access", "full"} & set(token.scopes))


def _signature(secret: str, text: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()).decode()


def _refusal(refused: OAuthRefused, form: Mapping[str, str]) -> Answer:
    if refused.code == "invalid_grant":
        lapsed = form.get("grant_type") == "refresh_token"
        return _oauth_error("invalid_grant", "expired access/refresh token" if lapsed else refused.detail)
    return _oauth_error(*_WORDS.get(refused.code, (refused.code, refused.detail)))


def _oauth_error(error: str, description: str, *, status: int = 400) -> Answer:
    return json_answer({"error": error, "error_description": description}, status=status)


def as_answer(error: SalesforceError) -> Answer:
    """A refusal as the API answers it."""
    return json_answer(error.as_rest(), status=error.status)
