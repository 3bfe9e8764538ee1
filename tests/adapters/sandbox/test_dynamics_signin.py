"""Signing in at the sandbox with msal, Microsoft's own client, over TLS as it demands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msal
import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from adapters.sandbox.dynamics import APP_USER, CLIENT_ID, CLIENT_SECRET, PUBLIC_CLIENT_ID, TENANT, Dynamics
from adapters.sandbox.faults import parse_faults
from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options

REDIRECT = "http://127.0.0.1:1/done"
# msal wants the answer of the consent page posted; a command line's listener takes a redirect.
pytestmark = pytest.mark.filterwarnings("ignore:response_mode='form_post' is recommended:UserWarning")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An app's own certificate with its key, as msal takes them."""
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "app")]), dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM).decode()
    file = tmp_path_factory.mktemp("app") / "certificate.pem"
    file.write_text(pem)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {"private_key": private.decode(), "public_certificate": pem, "file": str(file)}


@pytest.fixture(scope="module")
def box(certificate: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    options = Options(records=0, settings={"certificate": certificate["file"]})
    with Sandbox("dynamics", options, tls_folder=tmp_path_factory.mktemp("tls")) as running:
        yield running


@pytest.fixture
def session(box: Sandbox) -> Iterator[requests.Session]:
    assert box.certificates is not None
    with requests.Session() as made:
        made.trust_env = False
        made.verify = str(box.certificates.ca)
        yield made


def confidential(box: Sandbox, session: requests.Session, credential: Any = CLIENT_SECRET) -> Any:
    return msal.ConfidentialClientApplication(
        CLIENT_ID,
        client_credential=credential,
        authority=f"{box.url}/{TENANT}",
        instance_discovery=False,
        http_client=session,
    )


def public(box: Sandbox, session: requests.Session) -> Any:
    return msal.PublicClientApplication(
        PUBLIC_CLIENT_ID, authority=f"{box.url}/{TENANT}", instance_discovery=False, http_client=session
    )


def who(box: Sandbox, session: requests.Session, token: str) -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return session.get(f"{box.url}/api/data/v9.2/WhoAmI", headers=headers, timeout=10)


def consent(session: requests.Session, flow: dict[str, Any]) -> dict[str, str]:
    """What comes back to the redirect address after the person consented."""
    answer = session.get(flow["auth_uri"], allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    assert answer.headers["Location"].startswith(REDIRECT)
    return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))


@pytest.mark.parametrize("kind", ["confidential", "public"])
def test_a_code_with_pkce_becomes_tokens_and_a_refresh_token(
    box: Sandbox, session: requests.Session, kind: str
) -> None:
    app = confidential(box, session) if kind == "confidential" else public(box, session)
    scopes = [f"{box.url}/user_impersonation"]
    flow = app.initiate_auth_code_flow(scopes, redirect_uri=REDIRECT)
    back = consent(session, flow)
    got = app.acquire_token_by_auth_code_flow(flow, back)
    assert who(box, session, got["access_token"]).status_code == 200, got
    assert got["id_token_claims"]["preferred_username"] == "administrator@sandbox.example"
    assert got["scope"] == scopes[0]
    renewed = app.acquire_token_by_refresh_token(got["refresh_token"], scopes)
    assert renewed["access_token"] != got["access_token"]
    again = app.acquire_token_by_auth_code_flow(flow, back)
    assert (again["error"], again["error_codes"]) == ("invalid_grant", [54005])


def test_a_person_may_decline(box: Sandbox, session: requests.Session) -> None:
    app = confidential(box, session)
    flow = app.initiate_auth_code_flow([f"{box.url}/user_impersonation"], redirect_uri=REDIRECT)
    box.system.tokens.person_declines = True
    try:
        got = app.acquire_token_by_auth_code_flow(flow, consent(session, flow))
    finally:
        box.system.tokens.person_declines = False
    assert got["error"] == "access_denied"


def test_a_code_needs_the_verifier_it_was_asked_for_with(box: Sandbox, session: requests.Session) -> None:
    app = confidential(box, session)
    flow = app.initiate_auth_code_flow([f"{box.url}/user_impersonation"], redirect_uri=REDIRECT)
    back = consent(session, flow)
    got = app.acquire_token_by_auth_code_flow({**flow, "code_verifier": "x" * 50}, back)
    assert got["error_codes"] == [501481]


def test_a_server_signs_in_by_secret(box: Sandbox, session: requests.Session) -> None:
    app = confidential(box, session)
    got = app.acquire_token_for_client([f"{box.url}/.default"])
    assert who(box, session, got["access_token"]).json()["UserId"] == APP_USER
    assert "refresh_token" not in got
    wrong = confidential(box, session, "wrong").acquire_token_for_client([f"{box.url}/.default"])
    assert (wrong["error"], wrong["error_codes"]) == ("invalid_client", [7000215])
    elsewhere = confidential(box, session).acquire_token_for_client(
        ["https://other.crm.dynamics.com/.default"]
    )
    assert (elsewhere["error"], elsewhere["error_codes"]) == ("invalid_resource", [500011])
    narrow = confidential(box, session).acquire_token_for_client([f"{box.url}/user_impersonation"])
    assert narrow["error_codes"] == [1002012]


def test_a_server_signs_in_by_certificate(
    box: Sandbox, session: requests.Session, certificate: dict[str, str]
) -> None:
    mine = {name: certificate[name] for name in ("private_key", "public_certificate")}
    got = confidential(box, session, mine).acquire_token_for_client([f"{box.url}/.default"])
    assert who(box, session, got["access_token"]).status_code == 200, got
    stranger = rsa.generate_private_key(public_exponent=65_537, key_size=2_048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    forged = {**mine, "private_key": stranger.decode()}
    refused = confidential(box, session, forged).acquire_token_for_client([f"{box.url}/.default"])
    assert (refused["error"], refused["error_codes"]) == ("invalid_client", [700027])


@pytest.mark.parametrize("decision", ["approved", "declined"])
def test_a_device_code_waits_for_the_person(box: Sandbox, session: requests.Session, decision: str) -> None:
    app = public(box, session)
    flow = app.initiate_device_flow([f"{box.url}/user_impersonation"])
    once = {**flow, "expires_at": 0}  # msal polls once and gives up
    waiting = app.acquire_token_by_device_flow(once)
    assert waiting["error"] == "authorization_pending"
    page = f"{flow['verification_uri']}?user_code={flow['user_code']}{'&decline=1' if decision == 'declined' else ''}"
    assert session.get(page, timeout=10).status_code == 200
    got = app.acquire_token_by_device_flow(once)
    if decision == "declined":
        assert got["error"] == "authorization_declined"
    else:
        assert who(box, session, got["access_token"]).status_code == 200, got
        assert got["refresh_token"]


def test_a_refresh_token_may_be_replaced_and_revoked(box: Sandbox, session: requests.Session) -> None:
    app, scopes = public(box, session), [f"{box.url}/user_impersonation"]
    flow = app.initiate_auth_code_flow(scopes, redirect_uri=REDIRECT)
    oldest = app.acquire_token_by_auth_code_flow(flow, consent(session, flow))["refresh_token"]
    first = app.acquire_token_by_refresh_token(oldest, scopes)["refresh_token"]
    assert first != oldest
    assert "access_token" in app.acquire_token_by_refresh_token(oldest, scopes)  # the old one lives on
    box.control.set_faults(parse_faults({"rotate_refresh_token": 1.0}))
    try:
        second = app.acquire_token_by_refresh_token(first, scopes)["refresh_token"]
    finally:
        box.control.set_faults(parse_faults({}))
    assert second != first
    assert app.acquire_token_by_refresh_token(first, scopes)["error"] == "invalid_grant"
    live = app.acquire_token_by_refresh_token(second, scopes)["access_token"]
    assert session.post(f"{box.url}/_sandbox/tokens/revoke", json={}, timeout=10).json()["revoked"] > 0
    refused = who(box, session, live)
    assert refused.status_code == 401
    assert "authorization_uri=" in refused.headers["WWW-Authenticate"]
    assert app.acquire_token_by_refresh_token(second, scopes)["error"] == "invalid_grant"


def test_an_unknown_tenant_and_an_unknown_app_are_told(box: Sandbox, session: requests.Session) -> None:
    with pytest.raises(ValueError, match="Unable to get authority configuration"):
        msal.PublicClientApplication(
            PUBLIC_CLIENT_ID,
            authority=f"{box.url}/nobody.example",
            instance_discovery=False,
            http_client=session,
        ).initiate_device_flow([f"{box.url}/user_impersonation"])
    form = {"client_id": "nobody", "grant_type": "client_credentials", "scope": f"{box.url}/.default"}
    answer = session.post(f"{box.url}/{TENANT}/oauth2/v2.0/token", data=form, timeout=10)
    assert (answer.status_code, answer.json()["error_codes"]) == (400, [700016])


def test_a_certificate_must_hold_an_rsa_key(tmp_path: Path) -> None:
    file = tmp_path / "no.pem"
    file.write_text("no certificate")
    with pytest.raises(ValueError, match="PEM"):
        Dynamics(Options(records=0, settings={"certificate": str(file)}))
