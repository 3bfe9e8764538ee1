"""What Entra's answers become: our errors, in words, with a command; and what is no answer at all."""

from __future__ import annotations

import json
import time

import pytest

from adapters.entra import refusal
from adapters.microsoft import DeviceFlow, by_credentials, by_refresh_token
from adapters.oauth import OAuthApp, TokenSet
from adapters.sandbox.dynamics import TENANT
from adapters.signing_in import Prompt, Talk
from core.errors import BadAnswer, RemoteError, SignInNeeded, Throttled, Unreachable
from tests.adapters.scripted import HANG_UP, Scripted, reply
from tests.support.people_signing_in import Kept

HELD = TokenSet(access="old", refresh="r1")


def app_at(url: str) -> OAuthApp:
    root = f"{url}/{TENANT}/oauth2/v2.0"
    return OAuthApp(
        system="Dynamics 365",
        client_id="id",
        secret="hush",
        authorize_url=f"{root}/authorize",
        token_url=f"{root}/token",
        scopes=(f"{url}/user_impersonation", "offline_access"),
        loopback=True,
    )


def after_discovery(*answers: bytes) -> Scripted:
    """A service that says where its endpoints are, and then these."""
    service = Scripted(b"")
    names = ("authorization", "token", "device_authorization")
    places = {f"{name}_endpoint": f"{service.url}/{TENANT}/oauth2/v2.0/token" for name in names}
    told = json.dumps({"issuer": f"{service.url}/{TENANT}/v2.0", **places})
    service.replies = (reply(200, told), *answers)
    return service


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (reply(200, "<html>a portal</html>"), BadAnswer),
        (reply(200, "[]"), BadAnswer),
        (reply(200, "{}"), RemoteError),
        (reply(200, '{"access_token": "r1-like'), BadAnswer),
        (reply(503), Unreachable),
        (reply(429, Retry_After="7"), Throttled),
        (HANG_UP, Unreachable),
    ],
)
def test_an_answer_that_is_none_is_one_of_our_errors_and_not_logged(
    answer: bytes, kind: type[RemoteError], caplog: pytest.LogCaptureFixture
) -> None:
    with Scripted(answer) as service, pytest.raises(kind):
        by_credentials(app_at(service.url), None, time.time)
    with after_discovery(answer) as service:
        with pytest.raises(kind):
            by_refresh_token(app_at(service.url), HELD, time.time)
        assert service.count == 2
    assert "portal" not in caplog.text and "r1" not in caplog.text


def test_a_service_that_is_away_for_a_moment_ends_no_sign_in_by_a_code() -> None:
    code = {"user_code": "ABCD", "device_code": "d", "verification_uri": "https://microsoft.com/devicelogin"}
    answers = [
        reply(200, json.dumps({**code, "expires_in": 900, "interval": 1})),
        reply(503),
        HANG_UP,
        reply(400, '{"error": "authorization_pending", "error_codes": [70016]}'),
        reply(200, '{"access_token": "at", "refresh_token": "rt", "expires_in": 3600}'),
    ]
    shown: list[Prompt] = []
    with after_discovery(*answers) as service:
        store = Kept()
        DeviceFlow().sign_in(app_at(service.url), store, Talk(show=shown.append, timeout_s=60))
        assert service.count == 1 + len(answers)
    assert [one.code for one in shown] == ["ABCD"]
    held = store.load()
    assert held is not None and (held.access, held.refresh) == ("at", "rt")


@pytest.mark.parametrize(
    ("answer", "says", "do"),
    [
        ({"error": "invalid_grant", "error_codes": [65001]}, "taken back", "administrator"),
        ({"error": "invalid_grant", "suberror": "consent_required"}, "no longer accepts", "administrator"),
        ({"error": "interaction_required", "error_codes": [50076]}, "second factor", "sign-in NAME"),
        ({"error": "invalid_grant", "error_codes": [50057]}, "disabled", "sign-in NAME"),
        ({"error": "invalid_client", "error_codes": [7000222]}, "secret has expired", "--secret-stdin"),
        (
            {"error": "access_denied", "error_description": "AADSTS65004: zoe@acme.example said no"},
            "declined",
            "sign-in NAME",
        ),
    ],
)
def test_what_entra_refuses_ends_in_words_and_a_command(
    answer: dict[str, object], says: str, do: str
) -> None:
    told = refusal("Dynamics 365", answer)
    assert isinstance(told, SignInNeeded)
    assert says in str(told) and do in told.advice
    assert "zoe" not in str(told)
