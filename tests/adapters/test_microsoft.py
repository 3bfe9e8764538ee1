"""Signing in to Microsoft with msal against the sandbox: by a browser, a device code, a secret, a certificate."""

from __future__ import annotations

import threading
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from adapters.code_flow import answer_in
from adapters.microsoft import ApplicationFlow, ask, browser_flow, redeem
from adapters.oauth import OAuthApp
from adapters.quota import Budget
from adapters.registry import Account, connect, oauth_app, strategy
from adapters.sandbox.dynamics import CLIENT_ID, CLIENT_SECRET, PUBLIC_CLIENT_ID, TENANT
from adapters.sandbox.faults import Faults, parse_faults
from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options
from adapters.signing_in import Prompt, Talk
from core.errors import (
    RequestRefused,
    SettingsInvalid,
    SignInNeeded,
    Unreachable,
)
from core.settings import Flow
from tests.adapters.benches import FAST, start
from tests.support.people_signing_in import Kept

KEY = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
pytestmark = pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
NOBODY = Talk(show=lambda prompt: pytest.fail("nobody is needed"), timeout_s=1)


def both(key: rsa.RSAPrivateKey, signs: rsa.RSAPrivateKey | None = None) -> str:
    """The private key and its certificate in one text, as `openssl req -x509 -keyout - -out -` writes them."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "crmsync")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key((signs or key).public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .sign(signs or key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private.decode() + made.public_bytes(serialization.Encoding.PEM).decode()


PEM = both(KEY)
STRANGERS = both(KEY, rsa.generate_private_key(public_exponent=65_537, key_size=2_048))


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    path: Path = tmp_path_factory.mktemp("app") / "app.pem"
    path.write_text(PEM[PEM.index("-----BEGIN CERTIFICATE") :])
    options = Options(records=0, settings={"certificate": str(path)})
    with Sandbox("dynamics", options, tls_folder=tmp_path_factory.mktemp("tls")) as running:
        yield running


@pytest.fixture(scope="module")
def plain() -> Iterator[Sandbox]:
    """A sandbox without TLS, as the demo runs it."""
    with start("dynamics", 0) as running:
        yield running


@pytest.fixture(autouse=True)
def calm(box: Sandbox) -> Iterator[None]:
    yield
    box.control.set_faults(Faults())


def ca_of(box: Sandbox) -> str | None:
    return None if box.certificates is None else str(box.certificates.ca)


def app_at(
    box: Sandbox, *, client_id: str = CLIENT_ID, secret: str | None = CLIENT_SECRET, key: str = ""
) -> OAuthApp:
    return oauth_app(
        "dynamics",
        client_id=client_id,
        secret=secret,
        base_url=box.url,
        authorize_url=f"{box.url}/{TENANT}/oauth2/v2.0/authorize",
        token_url=f"{box.url}/{TENANT}/oauth2/v2.0/token",
        key=lambda: key,
        loopback=True,
        account_url=box.url,
        ca=ca_of(box),
    )


def opened(prompt: Prompt) -> None:
    """A browser that follows the link to wherever it leads; it trusts what its person trusts."""

    def go() -> None:
        with requests.Session() as session:
            session.trust_env = False
            session.get(prompt.url, timeout=10, verify=False)

    threading.Thread(target=go).start()


def objects(box: Sandbox, flow: Flow, app: OAuthApp, store: Kept) -> tuple[str, ...]:
    account = Account(system="dynamics", base_url=box.url, loopback=True, ca=ca_of(box))
    adapter = connect(account, strategy("dynamics", flow).tokens(app, store), budget=Budget({}), limits=FAST)
    try:
        return adapter.objects()
    finally:
        adapter.close()


@pytest.mark.parametrize(("client_id", "secret"), [(CLIENT_ID, CLIENT_SECRET), (PUBLIC_CLIENT_ID, None)])
def test_a_person_signs_in_with_a_browser(box: Sandbox, client_id: str, secret: str | None) -> None:
    app, store = app_at(box, client_id=client_id, secret=secret), Kept()
    got = strategy("dynamics", Flow.BROWSER).sign_in(app, store, Talk(show=opened, timeout_s=10))
    assert store.load() == got and got.refresh and got.expires_at
    assert "contact" in objects(box, Flow.BROWSER, app, store)


def test_a_sandbox_without_tls_is_signed_in_to_as_well(plain: Sandbox) -> None:
    app, store = app_at(plain), Kept()
    strategy("dynamics", Flow.BROWSER).sign_in(app, store, Talk(show=opened, timeout_s=10))
    assert "contact" in objects(plain, Flow.BROWSER, app, store)
    with pytest.raises(RequestRefused, match="tenant"):
        strategy("dynamics", Flow.APPLICATION).sign_in(
            replace(app, token_url=f"{plain.url}/nobody.example/oauth2/v2.0/token"), Kept(), NOBODY
        )


def test_an_answer_to_another_question_is_not_taken(box: Sandbox) -> None:
    store = Kept()
    talk = Talk(
        show=lambda prompt: None,
        timeout_s=5,
        pasted=lambda timeout: "http://localhost/cb?code=stolen&state=other",
    )
    with pytest.raises(SignInNeeded, match="not meant for this request"):
        strategy("dynamics", Flow.BROWSER).sign_in(app_at(box), store, talk)
    assert store.load() is None


@pytest.mark.parametrize("declined", [False, True])
def test_a_person_types_a_code_on_another_device(box: Sandbox, declined: bool) -> None:
    app, store = app_at(box, client_id=PUBLIC_CLIENT_ID, secret=None), Kept()
    shown: list[Prompt] = []

    def show(prompt: Prompt) -> None:
        shown.append(prompt)
        more = "&decline=1" if declined else ""
        opened(replace(prompt, url=f"{prompt.url}?user_code={prompt.code}{more}"))

    talk = Talk(show=show, timeout_s=20)
    if declined:
        with pytest.raises(SignInNeeded, match="declined"):
            strategy("dynamics", Flow.DEVICE).sign_in(app, store, talk)
        assert store.load() is None
    else:
        strategy("dynamics", Flow.DEVICE).sign_in(app, store, talk)
        assert "contact" in objects(box, Flow.DEVICE, app, store)
    assert shown[0].code and shown[0].url.startswith(box.url)


def test_a_code_is_for_public_clients_and_a_secret_that_is_known_is_not_sent(box: Sandbox) -> None:
    def typed(prompt: Prompt) -> None:
        opened(replace(prompt, url=f"{prompt.url}?user_code={prompt.code}"))

    talk, store = Talk(show=typed, timeout_s=20), Kept()
    public = app_at(box, client_id=PUBLIC_CLIENT_ID, secret="left over")
    first = strategy("dynamics", Flow.DEVICE).sign_in(public, store, talk)
    door = strategy("dynamics", Flow.DEVICE).tokens(public, store)
    assert door.renew(first.access) != first.access
    with pytest.raises(SignInNeeded, match="AADSTS7000218") as told:
        strategy("dynamics", Flow.DEVICE).sign_in(app_at(box), Kept(), talk)
    assert "public client flows" in told.value.advice


def test_a_device_code_nobody_types_ends(box: Sandbox) -> None:
    app, store = app_at(box, client_id=PUBLIC_CLIENT_ID, secret=None), Kept()
    with pytest.raises(SignInNeeded, match="nobody signed in"):
        strategy("dynamics", Flow.DEVICE).sign_in(app, store, Talk(show=lambda prompt: None, timeout_s=0))


def test_an_application_signs_in_by_its_secret_and_by_its_certificate(box: Sandbox) -> None:
    for app in (app_at(box), app_at(box, secret=None, key=PEM)):
        store = Kept()
        got = strategy("dynamics", Flow.APPLICATION).sign_in(app, store, NOBODY)
        assert got.refresh is None
        assert "contact" in objects(box, Flow.APPLICATION, app, store)
        door = strategy("dynamics", Flow.APPLICATION).tokens(app, store)
        assert door.renew(got.access) != got.access


def test_what_an_application_lacks_is_said(box: Sandbox) -> None:
    flow = strategy("dynamics", Flow.APPLICATION)
    nobodys = replace(app_at(box), token_url=f"{box.url}/organizations/oauth2/v2.0/token")
    with pytest.raises(SettingsInvalid, match="own tenant"):
        flow.sign_in(nobodys, Kept(), NOBODY)
    with pytest.raises(SettingsInvalid, match="secret, or a certificate"):
        flow.sign_in(app_at(box, secret=None), Kept(), NOBODY)
    with pytest.raises(SignInNeeded, match="AADSTS7000215") as wrong:
        flow.sign_in(app_at(box, secret="h7-not-it"), Kept(), NOBODY)
    assert "h7-not-it" not in str(wrong.value) and "crmsync connections sign-in" in (wrong.value.advice or "")


def test_consent_that_is_declined_says_so_and_keeps_nothing(box: Sandbox) -> None:
    store = Kept()
    box.system.tokens.person_declines = True
    try:
        with pytest.raises(SignInNeeded, match="declined") as told:
            strategy("dynamics", Flow.BROWSER).sign_in(app_at(box), store, Talk(show=opened, timeout_s=10))
    finally:
        box.system.tokens.person_declines = False
    assert "administrator" in told.value.advice
    assert store.load() is None


def test_an_address_is_pasted_and_its_code_is_good_once(box: Sandbox) -> None:
    app, store = app_at(box), Kept()
    links: list[str] = []

    def landed(timeout_s: float) -> str:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.get(links[0], timeout=10, verify=False, allow_redirects=False)
        return answer.headers["Location"]

    pasting = Talk(show=lambda prompt: links.append(prompt.url), timeout_s=5, pasted=landed)
    strategy("dynamics", Flow.BROWSER).sign_in(app, store, pasting)
    assert store.load() is not None
    assert "response_mode=query" in links[0]
    asked = ask(app, "http://localhost:9/cb")
    links[0] = asked.url
    answer = answer_in(landed(5))
    assert redeem(app, asked, answer).refresh
    with pytest.raises(SignInNeeded, match="AADSTS54005"):
        redeem(app, asked, answer)
    with pytest.raises(SignInNeeded, match="AADSTS501481"):
        again = ask(app, "http://localhost:9/cb")
        links[0] = again.url
        redeem(app, replace(again, more={**again.more, "code_verifier": "x" * 43}), answer_in(landed(5)))


def test_an_address_entra_would_not_send_a_person_back_to_is_refused_before_they_go_there() -> None:
    real = oauth_app(
        "dynamics", client_id="id", secret=None, account_url="https://acme.crm4.dynamics.com", key=lambda: ""
    )
    with pytest.raises(SettingsInvalid) as told:
        ask(real, "http://127.0.0.1:50000/cb/nonce")
    assert "redirect_port" in told.value.advice


def test_msal_says_nothing_to_the_process_and_keeps_nothing(box: Sandbox) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ask(app_at(box), "http://localhost:9/cb")


@pytest.mark.parametrize("off", [-7_200.0, 7_200.0])
def test_a_clock_that_is_hours_wrong_signs_in_all_the_same(box: Sandbox, off: float) -> None:
    def clock() -> float:
        return time.time() + off

    certified, person, store = app_at(box, secret=None, key=PEM), app_at(box), Kept()
    ApplicationFlow(clock=clock).sign_in(certified, store, NOBODY)
    door = ApplicationFlow(clock=clock).tokens(certified, store)
    assert door.renew(door.bearer()) == door.bearer()
    browser_flow(clock=clock).sign_in(person, store, Talk(show=opened, timeout_s=10))
    door = browser_flow(clock=clock).tokens(person, store)
    assert door.bearer() == store.saved[-1].access, "a new token is not renewed for the clock's sake"
    assert browser_flow().tokens(person, store).bearer(), "nor is anything lost when the clock is put right"


@pytest.mark.parametrize("key", ["hello", PEM[: PEM.index("-----BEGIN CERTIFICATE")], STRANGERS])
def test_what_is_no_certificate_with_its_key_is_named_and_not_shown(box: Sandbox, key: str) -> None:
    with pytest.raises(SettingsInvalid, match="certificate") as told:
        strategy("dynamics", Flow.APPLICATION).sign_in(app_at(box, secret=None, key=key), Kept(), NOBODY)
    assert "openssl" in told.value.advice
    assert "BEGIN" not in str(told.value)


def test_a_certificate_nobody_uploaded_is_not_taken(box: Sandbox) -> None:
    app = app_at(box, client_id=CLIENT_ID, secret=None, key=both(rsa.generate_private_key(65_537, 2_048)))
    with pytest.raises(SignInNeeded, match="AADSTS700027") as told:
        strategy("dynamics", Flow.APPLICATION).sign_in(app, Kept(), NOBODY)
    assert "Upload" in told.value.advice


def test_a_sign_in_that_is_revoked_needs_a_person_and_is_asked_about_once(box: Sandbox) -> None:
    app, store = app_at(box), Kept()
    first = strategy("dynamics", Flow.BROWSER).sign_in(app, store, Talk(show=opened, timeout_s=10))
    box.system.tokens.revoke_all()
    door = strategy("dynamics", Flow.BROWSER).tokens(app, store)
    for _ in range(2):
        with pytest.raises(SignInNeeded) as told:
            door.renew(first.access)
        assert "crmsync connections sign-in" in told.value.advice
    assert store.load() == first, "what was kept stays as it was"


def test_threads_that_renew_at_once_ask_entra_once(box: Sandbox) -> None:
    app, store = app_at(box), Kept()
    first = strategy("dynamics", Flow.BROWSER).sign_in(app, store, Talk(show=opened, timeout_s=10))
    box.control.set_faults(parse_faults({"rotate_refresh_token": 1.0}))
    # Two doors, as two workers of two processes have them; the second refresh with one token would be refused.
    doors = [strategy("dynamics", Flow.BROWSER).tokens(app, store) for _ in range(2)]
    assert {door.bearer() for door in doors} == {first.access}
    with ThreadPoolExecutor() as pool:
        got = list(pool.map(lambda number: doors[number % 2].renew(first.access), range(8)))
    assert len(set(got)) == 1 and got[0] != first.access
    assert len(store.saved) == 2


def test_a_rotated_refresh_token_is_kept_before_it_is_used(box: Sandbox) -> None:
    app, store = app_at(box), Kept()
    first = strategy("dynamics", Flow.BROWSER).sign_in(app, store, Talk(show=opened, timeout_s=10))
    box.control.set_faults(parse_faults({"rotate_refresh_token": 1.0}))
    door = strategy("dynamics", Flow.BROWSER).tokens(app, store)
    renewed = door.renew(first.access)
    kept = store.load()
    assert kept is not None and kept.access == renewed and kept.refresh not in (None, first.refresh)
    store.save(first)  # as if the save had been lost: its refresh token is dead
    with pytest.raises(SignInNeeded, match="no longer accepts this sign-in") as ended:
        strategy("dynamics", Flow.BROWSER).tokens(app, store).renew(first.access)
    assert "sign-in NAME" in (ended.value.advice or "")


def test_a_service_that_is_not_there_is_unreachable(box: Sandbox) -> None:
    app = replace(app_at(box), token_url=f"http://127.0.0.1:9/{TENANT}/oauth2/v2.0/token")
    with pytest.raises(Unreachable):
        strategy("dynamics", Flow.APPLICATION).sign_in(app, Kept(), NOBODY)
