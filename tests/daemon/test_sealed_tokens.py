"""Tokens in the vault, renewed by processes that know nothing of one another, and by one that dies at the worst moment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from adapters.oauth import TokenSet
from adapters.registry import oauth_app
from adapters.renewal import OAuthTokens
from adapters.sandbox.faults import parse_faults
from adapters.sandbox.hubspot.system import CLIENT_ID, CLIENT_SECRET
from core.errors import SignInNeeded
from daemon.sealed_tokens import SealedTokens
from daemon.vault import Vault
from tests.adapters.benches import start
from tests.adapters.scripted import Scripted, reply
from tests.support.people_signing_in import Kept, browser, in_background, sign_in
from tests.support.warm import ROOT


def vault_in(folder: Path) -> Vault:
    return Vault(folder, use_keyring=False)


_RENEW = """
import sys
from pathlib import Path
from adapters.registry import oauth_app
from adapters.renewal import OAuthTokens
from daemon.sealed_tokens import SealedTokens
from daemon.vault import Vault
app = oauth_app("hubspot", client_id="id", secret="hush", base_url=sys.argv[2], loopback=True)
store = SealedTokens(Vault(Path(sys.argv[1]), use_keyring=False), "hs")
tokens = OAuthTokens(app, store)
first = tokens.bearer()
print("ready", flush=True)
sys.stdin.readline()
print(tokens.renew(first), flush=True)
"""


def test_processes_that_renew_at_once_ask_the_crm_once(tmp_path: Path) -> None:
    SealedTokens(vault_in(tmp_path), "hs").save(TokenSet(access="old", refresh="r1"))
    with Scripted(
        reply(200, '{"access_token": "new", "refresh_token": "r2"}'), reply(400, '{"error": "invalid_grant"}')
    ) as crm:
        others = [
            subprocess.Popen(
                [sys.executable, "-c", _RENEW, str(tmp_path), crm.url],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(3)
        ]
        for one in others:
            assert one.stdout is not None and one.stdout.readline() == "ready\n"
        for one in others:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        told = [one.communicate(timeout=60)[0].strip() for one in others]
        assert told == ["new"] * 3
        assert crm.count == 1
    assert SealedTokens(vault_in(tmp_path), "hs").load() == TokenSet(
        access="new",
        refresh="r2",
        issued_at=SealedTokens(vault_in(tmp_path), "hs").load().issued_at,  # type: ignore[union-attr]
    )


_DIE_BEFORE_THE_SAVE = """
import os, sys
from pathlib import Path
from adapters.registry import oauth_app
from adapters.renewal import OAuthTokens
from daemon.sealed_tokens import SealedTokens
from daemon.vault import Vault
app = oauth_app("hubspot", client_id=sys.argv[3], secret=sys.argv[4], base_url=sys.argv[2], loopback=True)
tokens = OAuthTokens(app, SealedTokens(Vault(Path(sys.argv[1]), use_keyring=False), "hs"))
first = tokens.bearer()
def watch(event, arguments):
    if event == "open" and str(arguments[0]).endswith(".new"):
        os._exit(9)
sys.addaudithook(watch)
tokens.renew(first)
"""


def test_a_process_that_dies_between_the_answer_and_the_save_leaves_a_sign_in_to_be_asked_for(
    tmp_path: Path,
) -> None:
    with start("hubspot", 0) as box:
        app = oauth_app("hubspot", client_id=CLIENT_ID, secret=CLIENT_SECRET, base_url=box.url, loopback=True)
        store = SealedTokens(vault_in(tmp_path), "hs")
        store.save(sign_in(app, Kept(), in_background(browser)))
        box.control.set_faults(parse_faults({"rotate_refresh_token": 1}))
        arguments = [str(tmp_path), box.url, CLIENT_ID, CLIENT_SECRET]
        died = subprocess.run(
            [sys.executable, "-c", _DIE_BEFORE_THE_SAVE, *arguments], cwd=ROOT, timeout=60, check=False
        )
        assert died.returncode == 9
        after = OAuthTokens(app, store)
        with pytest.raises(SignInNeeded) as told:
            after.renew(after.bearer())
        assert "crmsync connections sign-in" in told.value.advice
