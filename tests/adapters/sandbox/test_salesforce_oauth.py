"""The org's OAuth: web server flow with PKCE, refresh, revocation, and answers that tell no lifetime."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from adapters.sandbox.faults import parse_faults
from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options

APP = {"client_id": "sandbox-salesforce-app", "client_secret": "sandbox-salesforce-secret"}
REDIRECT = "http://127.0.0.1:1/done"
VERIFIER = "v" * 60


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox("salesforce", Options(records=0)) as running:
        yield running


def post(box: Sandbox, path: str, **form: str) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.post(f"{box.url}/services/oauth2/{path}", data=form, timeout=10)


def get(box: Sandbox, path: str, token: str = "", **params: str) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return session.get(box.url + path, params=params, headers=headers, timeout=10, allow_redirects=False)


def consent(box: Sandbox, scope: str = "api refresh_token") -> str:
    challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
    answer = get(
        box,
        "/services/oauth2/authorize",
        response_type="code",
        client_id=APP["client_id"],
        redirect_uri=REDIRECT,
        scope=scope,
        state="s1",
        code_challenge=challenge,
        code_challenge_method="S256",
    )
    assert answer.status_code == 302
    back = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert back["state"] == ["s1"]
    return back["code"][0]


def redeem(box: Sandbox, **changes: str) -> requests.Response:
    form = {
        "grant_type": "authorization_code",
        "redirect_uri": REDIRECT,
        "code_verifier": VERIFIER,
        **APP,
        **changes,
    }
    return post(box, "token", **form)


def granted(box: Sandbox) -> dict[str, Any]:
    answer = redeem(box, code=consent(box))
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_a_code_and_its_verifier_become_tokens_without_a_lifetime(box: Sandbox) -> None:
    token = granted(box)
    assert "expires_in" not in token
    assert token["instance_url"] == box.url and token["id"].startswith(f"{box.url}/id/00D")
    assert token["issued_at"].isdigit() and token["signature"] and token["token_type"] == "Bearer"
    assert get(box, "/services/data/v61.0/limits", token["access_token"]).status_code == 200
    who = get(box, "/services/oauth2/userinfo", token["access_token"]).json()
    assert who["user_id"].startswith("005") and token["id"].endswith(who["user_id"])
    assert get(box, urlsplit(token["id"]).path, token["access_token"]).json()["user_id"] == who["user_id"]


def test_a_wrong_verifier_or_a_used_code_is_refused(box: Sandbox) -> None:
    assert redeem(box, code=consent(box), code_verifier="x" * 60).json()["error"] == "invalid_grant"
    code = consent(box)
    assert redeem(box, code=code).status_code == 200
    again = redeem(box, code=code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def test_refreshing_gives_a_new_session_and_rotates_only_when_the_org_does(box: Sandbox) -> None:
    token = granted(box)
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **APP}
    fresh = post(box, "token", **form).json()
    assert fresh["access_token"] != token["access_token"] and "refresh_token" not in fresh
    box.control.set_faults(parse_faults({"rotate_refresh_token": 1}))
    rotated = post(box, "token", **form).json()
    assert rotated["refresh_token"] != token["refresh_token"]
    old = post(box, "token", **form)
    assert (old.status_code, old.json()) == (
        400,
        {"error": "invalid_grant", "error_description": "expired access/refresh token"},
    )


def test_without_the_scope_there_is_no_refresh_token(box: Sandbox) -> None:
    assert "refresh_token" not in redeem(box, code=consent(box, scope="api")).json()


def test_client_credentials_act_as_the_integration_user(box: Sandbox) -> None:
    token = post(box, "token", grant_type="client_credentials", **APP).json()
    assert "refresh_token" not in token
    assert get(box, "/services/oauth2/userinfo", token["access_token"]).status_code == 200


def test_revoking_ends_the_session(box: Sandbox) -> None:
    token = granted(box)
    assert post(box, "introspect", token=token["access_token"], **APP).json()["active"] is True
    assert post(box, "revoke", token=token["refresh_token"]).status_code == 200
    assert post(box, "introspect", token=token["access_token"], **APP).json() == {"active": False}
    answer = get(box, "/services/data/v61.0/limits", token["access_token"])
    assert (answer.status_code, answer.json()) == (
        401,
        [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}],
    )


def test_a_wrong_secret_is_an_oauth_error(box: Sandbox) -> None:
    answer = post(box, "token", **{**APP, "client_secret": "no"}, grant_type="client_credentials")
    assert (answer.status_code, answer.json()) == (
        400,
        {"error": "invalid_client", "error_description": "invalid client credentials"},
    )
