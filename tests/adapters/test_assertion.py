"""A server signs in by its own key: the JWT bearer flow against the Salesforce sandbox, which checks the signature."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from adapters.assertion import AssertionFlow, audience_of
from adapters.oauth import OAuthApp, Signer
from adapters.quota import Budget
from adapters.registry import Account, connect, oauth_app, strategy
from adapters.sandbox.salesforce.access import CLIENT_ID
from adapters.sandbox.salesforce.assertions import USERNAME
from adapters.sandbox.salesforce.org import SalesforceOrg
from adapters.sandbox.server import Sandbox
from adapters.signing_in import Talk
from core.errors import SettingsInvalid, SignInNeeded
from core.settings import Flow
from tests.adapters.benches import FAST, start
from tests.support.people_signing_in import Kept

SIGNED, OTHER = (rsa.generate_private_key(public_exponent=65_537, key_size=2_048) for _ in range(2))
NOBODY = Talk(show=lambda prompt: pytest.fail("nobody is needed"), timeout_s=1)


def pem(key: rsa.RSAPrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def public(key: rsa.RSAPrivateKey) -> str:
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def certificate(key: rsa.RSAPrivateKey) -> bytes:
    """Self-signed, as `openssl req -x509` makes it."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "crmsync")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    path = tmp_path_factory.mktemp("app") / "app.crt"
    path.write_bytes(certificate(SIGNED))
    with start("salesforce", 0, certificate=path) as running:
        yield running


def org_of(box: Sandbox) -> SalesforceOrg:
    assert isinstance(box.system, SalesforceOrg)
    return box.system


def app_at(box: Sandbox, *, key: str = "", username: str = USERNAME, audience: str = "") -> OAuthApp:
    app = oauth_app(
        "salesforce",
        client_id=CLIENT_ID,
        secret=None,
        base_url=box.url,
        username=username,
        key=lambda: key or pem(SIGNED),
        loopback=True,
    )
    assert app.signer is not None
    return replace(app, signer=replace(app.signer, audience=audience or app.signer.audience))


def test_a_server_signs_in_without_anybody_and_again_when_its_token_is_refused(box: Sandbox) -> None:
    flow, store, app = strategy("salesforce", Flow.JWT), Kept(), app_at(box)
    assert not flow.needs_person
    first = flow.sign_in(app, store, NOBODY)
    assert (first.refresh, first.instance_url) == (None, box.url)
    account = Account(system="salesforce", base_url=box.url, loopback=True)
    adapter = connect(account, flow.tokens(app, store), budget=Budget({}), limits=FAST)
    assert "Contact" in adapter.objects()
    box.system.tokens.revoke_all()
    assert "Contact" in adapter.objects()
    assert store.saved[-1].access != first.access
    adapter.close()


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": pem(OTHER)},
        {"username": "nobody@sandbox.example"},
        {"audience": "https://test.salesforce.com"},
    ],
)
def test_a_wrong_key_user_or_audience_signs_nobody_in(box: Sandbox, wrong: dict[str, str]) -> None:
    store = Kept()
    with pytest.raises(SignInNeeded) as caught:
        strategy("salesforce", Flow.JWT).sign_in(app_at(box, **wrong), store, NOBODY)
    assert "approved" in caught.value.advice
    assert "PRIVATE" not in str(caught.value)
    assert not store.saved


@pytest.mark.parametrize("off", [-3_600.0, 3_600.0])
def test_a_clock_that_is_an_hour_wrong_is_told_from_the_crms(box: Sandbox, off: float) -> None:
    store = Kept()
    tokens = AssertionFlow(clock=lambda: time.time() + off).sign_in(app_at(box), store, NOBODY)
    assert box.system.tokens.find(tokens.access) is not None


def test_an_app_nobody_approves_any_more_needs_a_person(box: Sandbox) -> None:
    flow, store, app = strategy("salesforce", Flow.JWT), Kept(), app_at(box)
    first = flow.sign_in(app, store, NOBODY)
    door = flow.tokens(app, store)
    org_of(box).access.assertions.trust(CLIENT_ID, public(OTHER))
    try:
        with pytest.raises(SignInNeeded):
            door.renew(first.access)
    finally:
        org_of(box).access.assertions.trust(CLIENT_ID, public(SIGNED))


@pytest.mark.parametrize("key", ["", "hello", public(SIGNED)])
def test_what_is_no_private_key_is_named_and_not_shown(box: Sandbox, key: str) -> None:
    app = replace(app_at(box), signer=Signer(username=USERNAME, audience="x", key=lambda: key))
    with pytest.raises(SettingsInvalid, match="not an RSA private key") as caught:
        strategy("salesforce", Flow.JWT).sign_in(app, Kept(), NOBODY)
    assert not key or key not in str(caught.value)


def test_sandboxes_have_a_login_host_of_their_own() -> None:
    assert audience_of("https://login.salesforce.com/x") == "https://login.salesforce.com"
    assert audience_of("https://acme.my.salesforce.com/x") == "https://login.salesforce.com"
    assert audience_of("https://test.salesforce.com/x") == "https://test.salesforce.com"
    assert audience_of("https://acme--uat.sandbox.my.salesforce.com/x") == "https://test.salesforce.com"


def test_a_crm_without_this_flow_says_what_it_has() -> None:
    with pytest.raises(SettingsInvalid) as caught:
        strategy("hubspot", Flow.JWT)
    assert "browser" in caught.value.advice
