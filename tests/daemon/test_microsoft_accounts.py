"""Dynamics accounts as settings, vault and sign-ins know them: codes, applications, and processes that renew at once."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from adapters.quota import Budget
from adapters.sandbox.dynamics import CLIENT_ID, CLIENT_SECRET, PUBLIC_CLIENT_ID, TENANT
from adapters.sandbox.faults import Faults, parse_faults
from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options
from core.errors import Conflicting, CrmSyncError, Invalid, SignInNeeded
from core.settings import Connection, read_settings
from daemon.accounts import CrmAccount, Given
from daemon.sealed_tokens import CLIENT_SECRET as SECRET_KIND
from daemon.sign_ins import SignIns
from daemon.vault import Vault
from tests.adapters.test_microsoft import PEM
from tests.support.people_signing_in import address_after_consent
from tests.support.staging import until
from tests.support.warm import ROOT


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    path = tmp_path_factory.mktemp("app") / "app.pem"
    path.write_text(PEM[PEM.index("-----BEGIN CERTIFICATE") :])
    with Sandbox("dynamics", Options(records=0, settings={"certificate": str(path)})) as running:
        yield running


@pytest.fixture(autouse=True)
def calm(box: Sandbox) -> Iterator[None]:
    yield
    box.control.set_faults(Faults())


def settings(box: Sandbox, flow: str, more: str = "") -> str:
    return f"""
[connections.dy]
system = "dynamics"
flow = "{flow}"
loopback = true
api_url = "{box.url}"
auth_url = "{box.url}/{TENANT}/oauth2/v2.0/authorize"
token_url = "{box.url}/{TENANT}/oauth2/v2.0/token"
{more}
"""


def account(box: Sandbox, folder: Path, flow: str, more: str = "") -> CrmAccount:
    text = settings(box, flow, more)
    return CrmAccount(
        name="dy",
        connection=read_settings(text, "crmsync.toml", folder).connections["dy"],
        folder=folder,
        vault=Vault(folder / "data", use_keyring=False),
        budget=Budget({}),
        overlap_ms=0,
    )


def knows_contacts(one: CrmAccount) -> bool:
    adapter = one.connect()
    try:
        return "contact" in adapter.objects()
    finally:
        adapter.close()


def type_code(url: str, code: str, *, decline: bool = False) -> None:
    with requests.Session() as session:
        session.trust_env = False
        words = {"user_code": code} | ({"decline": "1"} if decline else {})
        session.get(url, params=words, timeout=10).raise_for_status()


# a code on another device -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("paste", [False, True])
def test_a_code_is_shown_and_waited_for_and_no_address_is_asked_for(
    box: Sandbox, tmp_path: Path, paste: bool
) -> None:
    told: list[str] = []
    sign_ins = SignIns(accounts={"dy": account(box, tmp_path, "device")}, done=told.append)
    shown = sign_ins.start("dy", Given(client_id=PUBLIC_CLIENT_ID), paste=paste)
    assert shown.code and shown.url.endswith("/oauth2/deviceauth")
    assert sign_ins.status("dy") == "waiting"
    with pytest.raises(Conflicting):
        sign_ins.answer("dy", "http://localhost/cb?code=1&state=2")
    type_code(shown.url, shown.code)
    until(lambda: sign_ins.status("dy") != "waiting", "the sign-in has ended")
    assert (sign_ins.status("dy"), told) == ("done", ["dy"])
    assert knows_contacts(account(box, tmp_path, "device")), "as after a restart"
    sealed = (tmp_path / "data" / "secrets.sealed").read_text()
    kept = account(box, tmp_path, "device").tokens.load()
    assert kept is not None and kept.refresh
    assert kept.refresh not in sealed and kept.access not in sealed


def test_a_code_that_is_declined_ends_in_words(box: Sandbox, tmp_path: Path) -> None:
    sign_ins = SignIns(accounts={"dy": account(box, tmp_path, "device")}, done=pytest.fail)
    shown = sign_ins.start("dy", Given(client_id=PUBLIC_CLIENT_ID), paste=False)
    type_code(shown.url, shown.code, decline=True)
    until(lambda: sign_ins.status("dy") != "waiting", "the sign-in has ended")
    assert "declined" in sign_ins.status("dy")
    with pytest.raises(SignInNeeded):
        account(box, tmp_path, "device").connect()


def test_a_code_of_a_sign_in_that_was_begun_anew_is_worth_nothing(box: Sandbox, tmp_path: Path) -> None:
    told: list[str] = []
    sign_ins = SignIns(accounts={"dy": account(box, tmp_path, "device")}, done=told.append)
    first = sign_ins.start("dy", Given(client_id=PUBLIC_CLIENT_ID), paste=False)
    second = sign_ins.start("dy", Given(client_id=PUBLIC_CLIENT_ID), paste=False)
    assert first.code != second.code
    type_code(second.url, second.code)
    until(lambda: sign_ins.status("dy") == "done", "the second one is done")
    assert told == ["dy"]


# a browser on another machine -------------------------------------------------------------------------------------------
def test_an_address_is_pasted_on_a_headless_server(box: Sandbox, tmp_path: Path) -> None:
    sign_ins = SignIns(accounts={"dy": account(box, tmp_path, "browser")}, done=lambda name: None)
    given = Given(client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
    shown = sign_ins.start("dy", given, paste=True)
    sign_ins.answer("dy", address_after_consent(shown.url))
    until(lambda: sign_ins.status("dy") == "done", "the sign-in is done")
    assert knows_contacts(account(box, tmp_path, "browser"))
    assert not sign_ins.sign_out("dy").revoked, "Entra has no address to be told at"
    with pytest.raises(SignInNeeded):
        account(box, tmp_path, "browser").connect()


# an application ---------------------------------------------------------------------------------------------------------
def test_an_application_is_proven_by_what_was_given_last(box: Sandbox, tmp_path: Path) -> None:
    sign_ins = SignIns(accounts={"dy": account(box, tmp_path, "application")}, done=lambda name: None)
    with pytest.raises(Invalid, match="neither the secret nor the certificate") as told:
        sign_ins.start("dy", Given(client_id=CLIENT_ID), paste=False)
    assert "--key-file" in told.value.advice and "--secret-stdin" in told.value.advice
    sign_ins.start("dy", Given(client_id=CLIENT_ID, client_secret=CLIENT_SECRET), paste=False)
    assert knows_contacts(account(box, tmp_path, "application"))
    sign_ins.start("dy", Given(key=PEM), paste=False)
    after = account(box, tmp_path, "application")
    assert after.vault.open("dy", SECRET_KIND) is None, "the certificate took its place"
    box.system.tokens.revoke_all()
    assert knows_contacts(after), "a new token came by the sealed certificate"
    with pytest.raises(SignInNeeded, match="secret is wrong"):
        sign_ins.start("dy", Given(client_secret="not-it"), paste=False)
    assert knows_contacts(account(box, tmp_path, "application")), "what worked before still does"


def test_a_key_file_goes_before_a_sealed_secret(box: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "app.pem"
    path.write_text(PEM)
    path.chmod(0o600)
    one = account(box, tmp_path, "application", f'client_id = "{CLIENT_ID}"\nkey_file = "app.pem"')
    one.vault.seal("dy", SECRET_KIND, "an old one that has expired")
    SignIns(accounts={"dy": one}, done=lambda name: None).start("dy", Given(), paste=False)
    assert knows_contacts(one)
    path.chmod(0o644)
    with pytest.raises(CrmSyncError, match=r"app\.pem"):
        SignIns(accounts={"dy": one}, done=lambda name: None).start("dy", Given(), paste=False)


# what settings say ------------------------------------------------------------------------------------------------------
def connection(text: str) -> Connection:
    head = '[connections.dy]\nsystem = "dynamics"\napi_url = "https://acme.crm4.dynamics.com"\n'
    return read_settings(head + text, "crmsync.toml", Path("/etc/crmsync")).connections["dy"]


def test_the_tenant_is_part_of_where_one_signs_in(tmp_path: Path) -> None:
    def addresses(more: str) -> tuple[str, str]:
        one = CrmAccount(
            name="dy",
            connection=connection(more),
            folder=tmp_path,
            vault=Vault(tmp_path / "data", use_keyring=False),
            budget=Budget({}),
            overlap_ms=0,
        )
        app = one.app(Given(client_id="id"))
        return app.authorize_url, app.token_url

    root = "https://login.microsoftonline.com"
    assert addresses("") == tuple(f"{root}/organizations/oauth2/v2.0/{one}" for one in ("authorize", "token"))
    ours = addresses('tenant = "acme.onmicrosoft.com"\nflow = "application"')
    assert ours == tuple(f"{root}/acme.onmicrosoft.com/oauth2/v2.0/{one}" for one in ("authorize", "token"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('flow = "application"', "tenant is missing"),
        ('tenant = "../common"', "tenant"),
        ('[connections.hs]\nsystem = "hubspot"\ntenant = "acme"', "Dynamics 365 alone"),
        ('[connections.hs]\nsystem = "hubspot"\nflow = "device"', "Dynamics 365 alone"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(text: str, says: str) -> None:
    with pytest.raises(CrmSyncError, match=says):
        connection(text)


# processes --------------------------------------------------------------------------------------------------------------
_RENEW = """
import sys
from pathlib import Path
from adapters.quota import Budget
from core.settings import read_settings
from daemon.accounts import CrmAccount
from daemon.vault import Vault
folder = Path(sys.argv[1])
one = CrmAccount(
    name="dy",
    connection=read_settings(sys.argv[2], "crmsync.toml", folder).connections["dy"],
    folder=folder,
    vault=Vault(folder / "data", use_keyring=False),
    budget=Budget({}),
    overlap_ms=0,
)
tokens = one.strategy.tokens(one.app(), one.tokens)
first = tokens.bearer()
print("ready", flush=True)
sys.stdin.readline()
print(tokens.renew(first), flush=True)
"""


def test_processes_that_renew_at_once_ask_entra_once(box: Sandbox, tmp_path: Path) -> None:
    one = account(box, tmp_path, "device")
    sign_ins = SignIns(accounts={"dy": one}, done=lambda name: None)
    shown = sign_ins.start("dy", Given(client_id=PUBLIC_CLIENT_ID), paste=False)
    type_code(shown.url, shown.code)
    until(lambda: sign_ins.status("dy") == "done", "the sign-in is done")
    first = one.tokens.load()
    # A refresh token is good once: who asks a second time with it is refused.
    box.control.set_faults(parse_faults({"rotate_refresh_token": 1.0}))
    words = [sys.executable, "-c", _RENEW, str(tmp_path), settings(box, "device")]
    others = [
        subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for process in others:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    for process in others:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    told = {process.communicate(timeout=60)[0].strip() for process in others}
    kept = one.tokens.load()
    assert kept is not None and first is not None
    assert told == {kept.access}
    assert kept.refresh not in (None, first.refresh)
    assert kept.expires_at is not None and kept.expires_at > time.time()
