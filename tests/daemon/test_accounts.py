"""What settings and vault know of an account: a key that was given once, a key file, and an app that is not known."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from adapters.assertion import AssertionFlow, ask_by_assertion
from adapters.oauth import OAuthApp, TokenSet, TokenStore
from adapters.quota import Budget
from adapters.registry import not_granted
from adapters.rest import Tokens
from adapters.sandbox.salesforce.access import CLIENT_ID
from adapters.sandbox.salesforce.assertions import USERNAME
from adapters.sandbox.salesforce.org import SalesforceOrg
from adapters.sandbox.server import Sandbox
from adapters.signing_in import Strategy, Talk
from core.errors import Invalid, SettingsInvalid, SignInNeeded
from core.settings import read_settings
from core.store.memory import MemoryStore
from daemon.accounts import CrmAccount, Given
from daemon.doings import noted_in
from daemon.health import Renewal, TokenStatus
from daemon.sign_ins import SignIns
from daemon.vault import Vault
from tests.adapters.benches import start

KEY = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
).decode()


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with start("salesforce", 0) as running:
        assert isinstance(running.system, SalesforceOrg)
        public = KEY.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        running.system.access.assertions.trust(CLIENT_ID, public.decode())
        yield running


def account(box: Sandbox, folder: Path, more: str = "") -> CrmAccount:
    text = f"""
[connections.sf]
system = "salesforce"
flow = "jwt"
username = "{USERNAME}"
loopback = true
api_url = "{box.url}"
auth_url = "{box.url}/services/oauth2/authorize"
token_url = "{box.url}/services/oauth2/token"
{more}
"""
    return CrmAccount(
        name="sf",
        connection=read_settings(text, "crmsync.toml", folder).connections["sf"],
        folder=folder,
        vault=Vault(folder / "data", use_keyring=False),
        budget=Budget({}),
        overlap_ms=0,
    )


def test_a_key_given_once_is_sealed_and_used_until_signed_out(box: Sandbox, tmp_path: Path) -> None:
    told: list[str] = []
    sign_ins = SignIns(accounts={"sf": account(box, tmp_path)}, done=told.append)
    with pytest.raises(Invalid, match="key") as caught:
        sign_ins.start("sf", Given(client_id=CLIENT_ID), paste=False)
    assert "--key-file" in caught.value.advice
    assert sign_ins.start("sf", Given(client_id=CLIENT_ID, key=PEM), paste=False).url == ""
    assert (sign_ins.status("sf"), told) == ("done", ["sf"])
    after = account(box, tmp_path)  # as after a restart
    adapter = after.connect()
    box.system.tokens.revoke_all()
    assert "Contact" in adapter.objects()
    adapter.close()
    assert PEM.splitlines()[2] not in (tmp_path / "data" / "secrets.sealed").read_text()
    assert sign_ins.sign_out("sf").revoked
    assert told == ["sf", "sf"]
    with pytest.raises(SignInNeeded):
        after.connect()
    with pytest.raises(Invalid):
        sign_ins.start("sf", Given(), paste=False)


def test_a_crm_that_does_not_answer_keeps_nobody_from_signing_out(box: Sandbox, tmp_path: Path) -> None:
    given = Given(client_id=CLIENT_ID, key=PEM)
    SignIns(accounts={"sf": account(box, tmp_path)}, done=lambda name: None).start("sf", given, paste=False)
    gone = account(box, tmp_path, "")
    away = gone.connection.model_copy(update={"token_url": "http://127.0.0.1:9/services/oauth2/token"})
    unreachable = CrmAccount(
        name="sf", connection=away, folder=tmp_path, vault=gone.vault, budget=Budget({}), overlap_ms=0
    )
    ended = SignIns(accounts={"sf": unreachable}, done=lambda name: None).sign_out("sf")
    assert not ended.revoked
    assert "does not answer" in ended.note
    assert "Remove the app there too" in ended.note
    assert gone.tokens.load() is None


@pytest.mark.parametrize(
    ("system", "granted", "lacking"),
    [
        ("salesforce", "api refresh_token", ()),
        ("salesforce", "openid refresh_token", ("api",)),
        ("salesforce", "full", ()),
        (
            "pipedrive",
            "base,contacts:full,deals:full,contact-fields:full,recents:read,users:read",
            ("deal-fields:full",),
        ),
        ("dynamics", "https://acme.crm4.dynamics.com/user_impersonation", ()),
        ("dynamics", "https://acme.crm4.dynamics.com/.default", ()),
        ("hubspot", "", ()),
    ],
)
def test_what_was_asked_for_and_not_granted_is_known(
    system: str, granted: str, lacking: tuple[str, ...]
) -> None:
    assert not_granted(system, granted.split()) == lacking


def test_a_sign_in_and_a_sign_out_are_explained_and_hold_no_secret(box: Sandbox, tmp_path: Path) -> None:
    store, told = MemoryStore(), list[str]()
    made = account(box, tmp_path)
    sign_ins = SignIns(accounts={"sf": made}, done=told.append, noted=noted_in(store, lambda: 7_000))
    with pytest.raises(SignInNeeded):  # an app nobody knows: nothing to explain
        sign_ins.start("sf", Given(client_id="stranger", key=PEM), paste=False, by="person:anna")
    assert list(store.audit()) == []
    sign_ins.start("sf", Given(client_id=CLIENT_ID, key=PEM), paste=False, by="person:anna")
    held = made.tokens.load()
    assert held is not None
    assert made.token_status == TokenStatus(ends_at=None, renewal=Renewal.KEY)
    made.tokens.save(replace(held, expires_at=1_700_000_000.5))
    assert made.token_status == TokenStatus(ends_at=1_700_000_000_500, renewal=Renewal.KEY)
    sign_ins.sign_out("sf", by="person:berta")
    assert made.token_status is None
    entries = [one.entry for one in store.audit()]
    assert [(one.kind, one.actor, one.connection, one.at) for one in entries] == [
        ("sign-in", "person:anna", "sf", 7_000),
        ("sign-out", "person:berta", "sf", 7_000),
    ]
    assert "jwt" in entries[0].note and "ended at the CRM too" in entries[1].note
    assert store.verify_audit() is None
    assert not any(secret in str(entries) for secret in (held.access, PEM.splitlines()[2], CLIENT_ID))


def test_a_key_file_must_be_private(box: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "sf.key"
    path.write_text(PEM)
    path.chmod(0o640)
    sign_ins = SignIns(accounts={"sf": account(box, tmp_path, 'key_file = "sf.key"')}, done=lambda name: None)
    with pytest.raises(SettingsInvalid, match="other users") as caught:
        sign_ins.start("sf", Given(client_id=CLIENT_ID), paste=False)
    assert f"chmod 600 {path}" in caught.value.advice
    path.chmod(0o600)
    sign_ins.start("sf", Given(client_id=CLIENT_ID), paste=False)
    assert sign_ins.status("sf") == "done"


def test_no_thread_is_left_of_a_sign_in_that_was_replaced(box: Sandbox, tmp_path: Path) -> None:
    made = account(box, tmp_path)
    browser = CrmAccount(
        name="sf",
        connection=made.connection.model_copy(update={"flow": type(made.connection.flow)("browser")}),
        folder=tmp_path,
        vault=made.vault,
        budget=Budget({}),
        overlap_ms=0,
    )
    sign_ins = SignIns(accounts={"sf": browser}, done=lambda name: None)
    links = {
        sign_ins.start("sf", Given(client_id=CLIENT_ID), paste=paste).url for paste in (False, True, False)
    }
    assert len(links) == 3
    sign_ins.sign_out("sf")
    for thread in [one for one in threading.enumerate() if one.name == "sign-in-sf"]:
        thread.join(10)
        assert not thread.is_alive()


class Tardy:
    """A way to sign in whose tokens are at hand, but not yet kept, while `kept` is not set."""

    needs_person = False

    def __init__(self) -> None:
        self.at_hand, self.kept = threading.Event(), threading.Event()

    def sign_in(self, app: OAuthApp, store: TokenStore, talk: Talk) -> TokenSet:
        tokens = ask_by_assertion(app, time.time)
        self.at_hand.set()
        assert self.kept.wait(10)
        with store.exclusively():
            store.save(tokens)
        return tokens

    def tokens(self, app: OAuthApp, store: TokenStore) -> Tokens:
        return AssertionFlow().tokens(app, store)


class TardyAccount(CrmAccount):
    """An account that is signed in to that way, until it is `quick`."""

    tardy = Tardy()
    quick = False

    @property
    def strategy(self) -> Strategy:
        return AssertionFlow() if type(self).quick else type(self).tardy


@pytest.mark.parametrize("meanwhile", ["signed out", "signed in anew"])
def test_a_sign_in_that_ends_too_late_keeps_nothing(box: Sandbox, tmp_path: Path, meanwhile: str) -> None:
    """Its tokens were at hand when a person ended it: they are not kept, and the CRM is told that they are over."""
    box.system.tokens.revoke_all()
    made = account(box, tmp_path)
    TardyAccount.tardy, TardyAccount.quick = Tardy(), False
    late = TardyAccount(
        name="sf",
        connection=made.connection,
        folder=tmp_path,
        vault=made.vault,
        budget=Budget({}),
        overlap_ms=0,
    )
    told: list[str] = []
    sign_ins = SignIns(accounts={"sf": late}, done=told.append)
    given = Given(client_id=CLIENT_ID, key=PEM)
    ends: list[str] = []

    def start() -> None:
        try:
            sign_ins.start("sf", given, paste=False)
        except SignInNeeded as error:
            ends.append(str(error))

    first = threading.Thread(target=start)
    first.start()
    assert late.tardy.at_hand.wait(10)
    before = set(box.system.tokens.given_out)
    kept = None
    if meanwhile == "signed out":
        sign_ins.sign_out("sf")
    else:
        TardyAccount.quick = True
        sign_ins.start("sf", given, paste=False)
        kept = late.tokens.load()
        assert kept is not None
        assert kept.access not in before
    late.tardy.kept.set()
    first.join(10)
    for thread in [one for one in threading.enumerate() if one.name == "sign-in-sf"]:
        thread.join(10)
    assert late.tokens.load() == kept
    assert len(ends) == 1
    assert "was ended" in ends[0]
    assert told == ["sf"]
    sealed = {kind for _, kind in late.vault.standing().sealed}
    assert sealed == (set() if kept is None else {"tokens", "client_id", "jwt_key"})
    assert box.system.tokens.revoke_all() == (0 if kept is None else 1), "the CRM holds no token nobody has"
