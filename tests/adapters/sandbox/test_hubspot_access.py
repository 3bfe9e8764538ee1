"""OAuth, scopes, tokens that end, and rate limits."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from adapters.sandbox.hubspot import APP_ID, CLIENT_ID, CLIENT_SECRET
from tests.adapters.sandbox.hubspot_caller import Caller, Clock, hubspot
from tests.adapters.sandbox.hubspot_contract import assert_matches

BACK = "http://127.0.0.1:9/back?from=test"
TOKEN = "/oauth/2026-03/token"
SECRETS = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}


def consent(crm: Caller, **more: str) -> dict[str, str]:
    """What the authorisation endpoint sends back to the app."""
    params = {"client_id": CLIENT_ID, "redirect_uri": BACK, "state": "xyz", **more}
    answer = crm.call("GET", "/oauth/authorize", params=params, allow_redirects=False)
    assert answer.status_code == 302, answer.text
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    return {name: values[0] for name, values in query.items()}


def redeem(crm: Caller, code: str, **more: str) -> dict[str, str]:
    """The token answer for a code."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, **SECRETS, **more}
    answer = crm.call("POST", TOKEN, data=form)
    assert answer.status_code == 200, answer.text
    given: dict[str, str] = answer.json()
    return given


def test_a_code_with_pkce_becomes_tokens_whose_writes_carry_the_app_id() -> None:
    with hubspot() as crm:
        verifier = "v" * 64
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        back = consent(crm, code_challenge=challenge, code_challenge_method="S256")
        assert (back["state"], back["from"]) == ("xyz", "test")
        form = {"grant_type": "authorization_code", "code": back["code"], "redirect_uri": BACK, **SECRETS}
        wrong = crm.call("POST", TOKEN, data={**form, "code_verifier": "w" * 64})
        assert (wrong.status_code, wrong.json()["error"]) == (400, "invalid_grant")
        given = redeem(crm, back["code"], code_verifier=verifier)
        assert_matches(given, "oauth", "TokenResponseIF")
        assert crm.call("POST", TOKEN, data={**form, "code_verifier": verifier}).status_code == 400
        app = Caller(crm.box, given["access_token"])
        app.create("contacts", lastname="By app")
        entry = crm.box.control.ledger()[-1]
        assert (entry.actor.kind, entry.actor.id) == ("integration", str(APP_ID))


def test_wrong_secrets_and_unknown_apps_are_refused() -> None:
    with hubspot() as crm:
        code = consent(crm)["code"]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, **SECRETS}
        for change, status in (
            ({"client_secret": "no"}, "BAD_CLIENT_SECRET"),
            ({"client_id": "no"}, "BAD_CLIENT_ID"),
        ):
            answer = crm.call("POST", TOKEN, data={**form, **change})
            assert (answer.status_code, answer.json()["status"]) == (400, status)
        outside = crm.get("/oauth/authorize", client_id=CLIENT_ID, redirect_uri="https://elsewhere.example/x")
        assert outside.status_code == 400


def test_an_access_token_expires_and_a_refresh_gives_another() -> None:
    clock = Clock()
    with hubspot(clock=clock) as crm:
        given = redeem(crm, consent(crm)["code"])
        app = Caller(crm.box, given["access_token"])
        assert app.get("/crm/v3/objects/contacts").status_code == 200
        clock.pass_ms(1_800_000)
        late = app.get("/crm/v3/objects/contacts")
        assert (late.status_code, late.json()["category"]) == (401, "EXPIRED_AUTHENTICATION")
        form = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"], **SECRETS}
        again = crm.call("POST", "/oauth/v3/token", data=form).json()
        assert again["refresh_token"] == given["refresh_token"]
        assert Caller(crm.box, again["access_token"]).get("/crm/v3/objects/contacts").status_code == 200


def test_a_rotated_refresh_token_kills_the_old_one() -> None:
    with hubspot() as crm:
        given = redeem(crm, consent(crm)["code"])
        form = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"], **SECRETS}
        with crm.trouble(rotate_refresh_token=1):
            fresh = crm.call("POST", TOKEN, data=form).json()["refresh_token"]
        assert fresh != given["refresh_token"]
        assert crm.call("POST", TOKEN, data=form).json()["status"] == "BAD_REFRESH_TOKEN"
        assert crm.call("POST", TOKEN, data={**form, "refresh_token": fresh}).status_code == 200


def test_revoking_ends_tokens_and_introspection_tells() -> None:
    with hubspot() as crm:
        given = redeem(crm, consent(crm)["code"])
        asked = crm.call("POST", f"{TOKEN}/introspect", data={"token": given["access_token"]}).json()
        assert (asked["active"], asked["app_id"]) == (True, APP_ID)
        assert crm.post("/_sandbox/tokens/revoke", {}).json() == {"revoked": 1}
        assert crm.call("POST", f"{TOKEN}/introspect", data={"token": given["access_token"]}).json() == {
            "active": False
        }
        assert Caller(crm.box, given["access_token"]).get("/crm/v3/owners").status_code == 401
        assert crm.get("/crm/v3/owners").status_code == 200  # the private app's token is not OAuth's


def test_a_missing_scope_is_403_and_names_it() -> None:
    with hubspot() as crm:
        given = redeem(crm, consent(crm, scope="oauth crm.objects.contacts.read")["code"])
        app = Caller(crm.box, given["access_token"])
        assert app.get("/crm/v3/objects/contacts").status_code == 200
        assert app.post("/crm/v3/objects/contacts/search", {}).status_code == 200
        refused = app.post("/crm/v3/objects/contacts", {"properties": {"city": "x"}})
        assert (refused.status_code, refused.json()["category"]) == (403, "MISSING_SCOPES")
        assert refused.json()["context"]["requiredGranularScopes"] == ["crm.objects.contacts.write"]


def test_no_token_and_a_made_up_one_are_401() -> None:
    with hubspot() as crm:
        assert Caller(crm.box, "made-up").get("/crm/v3/owners").json()["category"] == "EXPIRED_AUTHENTICATION"
        del crm.session.headers["authorization"]
        answer = crm.get("/crm/v3/owners")
        assert (answer.status_code, answer.json()["category"]) == (401, "INVALID_AUTHENTICATION")


@pytest.mark.parametrize(("plan", "path", "most", "policy"), [
    ("free", "/crm/v3/owners", 100, "TEN_SECONDLY_ROLLING"),
    ("pro", "/crm/v3/objects/contacts/search", 5, "SECONDLY"),
])  # fmt: skip
def test_real_limits_bite_and_recover(plan: str, path: str, most: int, policy: str) -> None:
    clock = Clock()
    with hubspot(clock=clock, settings={"limits": plan}) as crm:

        def ask() -> requests.Response:
            return crm.post(path, {}) if path.endswith("search") else crm.get(path)

        assert {ask().status_code for _ in range(most)} == {200}
        refused = ask()
        assert (refused.status_code, refused.json()["policyName"]) == (429, policy)
        assert refused.json()["errorType"] == "RATE_LIMIT"
        assert "retry-after" not in refused.headers
        clock.pass_ms(10_000)
        assert ask().status_code == 200


def test_limit_headers_lack_on_searches_and_the_daily_ones_for_oauth() -> None:
    with hubspot(settings={"limits": "pro"}) as crm:
        private = crm.get("/crm/v3/owners").headers
        assert (private["X-HubSpot-RateLimit-Max"], private["X-HubSpot-RateLimit-Daily"]) == ("190", "625000")
        app = Caller(crm.box, redeem(crm, consent(crm)["code"])["access_token"])
        assert "X-HubSpot-RateLimit-Daily" not in app.get("/crm/v3/owners").headers
        assert "X-HubSpot-RateLimit-Max" not in crm.post("/crm/v3/objects/contacts/search", {}).headers
