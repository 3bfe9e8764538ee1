"""Secrets on disk: sealed, bound to their place, private, and never there in the clear."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from adapters.oauth import TokenSet
from core.errors import Conflicting, StoreDamaged
from daemon.sealed_tokens import SealedTokens
from daemon.vault import Vault, VaultClosed
from tests.support.warm import ROOT

CANARY = "canary-7f3a-refresh"


def vault_in(folder: Path) -> Vault:
    return Vault(folder, use_keyring=False)


def test_tokens_survive_a_restart(tmp_path: Path) -> None:
    tokens = TokenSet(
        access="a1", refresh=CANARY, expires_at=12.5, instance_url="https://x.example", scopes=("s", "t")
    )
    SealedTokens(vault_in(tmp_path), "hs").save(tokens)
    assert SealedTokens(vault_in(tmp_path), "hs").load() == tokens
    assert SealedTokens(vault_in(tmp_path), "other").load() is None


def test_no_file_of_the_data_folder_holds_the_secret(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    SealedTokens(vault, "hs").save(TokenSet(access=CANARY, refresh=CANARY))
    vault.seal("hs", "client", CANARY)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in files} == {"secrets.sealed", "secrets.key", "secrets.key.lock", "vault"}
    for path in files:  # two of them are locks
        assert CANARY.encode() not in path.read_bytes()
        assert path.stat().st_mode & 0o777 == 0o600
    assert CANARY not in repr(vault)
    assert vault.open("hs", "client") == CANARY


@pytest.mark.parametrize(("to_connection", "to_kind"), [("sf", "tokens"), ("hs", "client")])
def test_secret_moved_to_another_place_does_not_open(
    tmp_path: Path, to_connection: str, to_kind: str
) -> None:
    vault_in(tmp_path).seal("hs", "tokens", CANARY)
    path = tmp_path / "secrets.sealed"
    document = json.loads(path.read_text())
    document["sealed"][f"{to_connection}|{to_kind}"] = document["sealed"]["hs|tokens"]
    path.write_text(json.dumps(document))
    moved = vault_in(tmp_path)
    assert moved.open("hs", "tokens") == CANARY
    with pytest.raises(VaultClosed) as caught:
        moved.open(to_connection, to_kind)
    assert CANARY not in str(caught.value)


def test_flipped_bit_is_noticed(tmp_path: Path) -> None:
    vault_in(tmp_path).seal("hs", "tokens", CANARY)
    path = tmp_path / "secrets.sealed"
    document = json.loads(path.read_text())
    blob = document["sealed"]["hs|tokens"]
    document["sealed"]["hs|tokens"] = ("A" if blob[30] != "A" else "B").join((blob[:30], blob[31:]))
    path.write_text(json.dumps(document))
    with pytest.raises(VaultClosed):
        vault_in(tmp_path).open("hs", "tokens")


def test_lost_key_is_an_error_and_never_a_new_key(tmp_path: Path) -> None:
    vault_in(tmp_path).seal("hs", "tokens", CANARY)
    before = (tmp_path / "secrets.sealed").read_bytes()
    (tmp_path / "secrets.key").unlink()
    with pytest.raises(VaultClosed, match="key"):
        vault_in(tmp_path)
    assert (tmp_path / "secrets.sealed").read_bytes() == before
    assert not (tmp_path / "secrets.key").exists()


def test_forgetting_a_connection_leaves_the_others(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    for connection in ("hs", "hs2"):
        vault.seal(connection, "tokens", CANARY)
    vault.forget("hs")
    again = vault_in(tmp_path)
    assert again.open("hs", "tokens") is None
    assert again.open("hs2", "tokens") == CANARY


def test_key_may_lie_elsewhere(tmp_path: Path) -> None:
    key = tmp_path / "keys" / "k"
    key.parent.mkdir()
    Vault(tmp_path / "data", key_file=key, use_keyring=False).seal("hs", "tokens", CANARY)
    assert Vault(tmp_path / "data", key_file=key, use_keyring=False).open("hs", "tokens") == CANARY
    assert {path.name for path in (tmp_path / "data").iterdir()} == {"secrets.sealed", "locks"}


def test_same_secret_never_looks_the_same_twice(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    seen = set()
    for _ in range(3):
        vault.seal("hs", "tokens", CANARY)
        seen.add(json.loads((tmp_path / "secrets.sealed").read_text())["sealed"]["hs|tokens"])
    assert len(seen) == 3


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"format": 1}', '{"sealed": 3, "key": "", "key_in": "", "format": 1}']
)
def test_file_that_is_not_ours_is_reported_and_kept(tmp_path: Path, text: str) -> None:
    (tmp_path / "secrets.sealed").write_text(text)
    with pytest.raises(StoreDamaged, match=r"secrets\.sealed"):
        vault_in(tmp_path)
    assert (tmp_path / "secrets.sealed").read_text() == text


class Ring(KeyringBackend):
    """A keyring that keeps things until the test ends."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def ring() -> Iterator[Ring]:
    former, made = keyring.get_keyring(), Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(former)


def test_key_lies_in_the_keyring_where_there_is_one(tmp_path: Path, ring: Ring) -> None:
    Vault(tmp_path).seal("hs", "tokens", CANARY)
    assert {path.name for path in tmp_path.iterdir()} == {"secrets.sealed", "locks"}
    assert len(ring.kept) == 1
    assert Vault(tmp_path).open("hs", "tokens") == CANARY
    ring.kept.clear()
    with pytest.raises(VaultClosed, match="keyring"):
        Vault(tmp_path)


# places of the key ---------------------------------------------------------------------------------------------
def credential(folder: Path, monkeypatch: pytest.MonkeyPatch, *keys: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "crmsync-vault-key"
    path.write_text("\n".join(base64.b64encode(key).decode() for key in keys))
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    return path


def test_a_systemd_credential_comes_before_the_keyring(
    tmp_path: Path, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = credential(tmp_path / "creds", monkeypatch, b"1" * 32)
    Vault(tmp_path / "data").seal("hs", "tokens", CANARY)
    assert not ring.kept
    assert Vault(tmp_path / "data").open("hs", "tokens") == CANARY
    assert "systemd credential" in Vault(tmp_path / "data").standing().key_place
    path.unlink()
    with pytest.raises(VaultClosed, match="systemd"):
        Vault(tmp_path / "data")


def test_a_credential_is_rotated_by_a_new_first_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    credential(tmp_path / "creds", monkeypatch, b"1" * 32)
    vault = vault_in(tmp_path / "data")
    vault.seal("hs", "tokens", CANARY)
    with pytest.raises(Conflicting, match="no newer key") as caught:
        vault.rotate()
    assert "first line" in caught.value.advice
    credential(tmp_path / "creds", monkeypatch, b"2" * 32, b"1" * 32)
    vault = vault_in(tmp_path / "data")
    vault.rotate()
    credential(tmp_path / "creds", monkeypatch, b"2" * 32)
    assert vault_in(tmp_path / "data").open("hs", "tokens") == CANARY


@pytest.mark.parametrize("text", ["", "not base64!", base64.b64encode(b"short").decode()])
def test_a_credential_that_is_no_key_is_named_and_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    credential(tmp_path / "creds", monkeypatch).write_text(text)
    with pytest.raises(VaultClosed, match="systemd credential") as caught:
        vault_in(tmp_path / "data")
    assert not text or text not in str(caught.value)


def test_rotation_moves_the_key_to_the_better_place(tmp_path: Path, ring: Ring) -> None:
    vault_in(tmp_path).seal("hs", "tokens", CANARY)
    better = Vault(tmp_path)
    assert better.standing().best_place == "the system's keyring" != better.standing().key_place
    better.rotate()
    assert len(ring.kept) == 1
    assert (tmp_path / "secrets.key").read_text() == ""
    assert Vault(tmp_path).open("hs", "tokens") == CANARY


def test_a_key_file_from_before_keys_had_ids_still_opens_and_is_replaced(tmp_path: Path) -> None:
    vault_in(tmp_path).seal("hs", "tokens", CANARY)
    old = tmp_path / "secrets.key"
    old.write_text(old.read_text().split()[1])
    for key_file in (None, tmp_path / "keys" / "vault.key"):
        assert Vault(tmp_path, key_file=key_file, use_keyring=False).open("hs", "tokens") == CANARY
    moved = tmp_path / "keys" / "vault.key"
    Vault(tmp_path, key_file=moved, use_keyring=False).rotate()
    assert not old.exists()
    assert moved.stat().st_mode & 0o777 == 0o600
    assert Vault(tmp_path, key_file=moved, use_keyring=False).open("hs", "tokens") == CANARY


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o660])
def test_a_key_that_others_may_read_is_refused_until_it_is_closed(tmp_path: Path, mode: int) -> None:
    vault = vault_in(tmp_path)
    vault.seal("hs", "tokens", CANARY)
    key = tmp_path / "secrets.key"
    key.chmod(mode)
    with pytest.raises(VaultClosed, match="other users") as caught:
        vault_in(tmp_path)
    assert f"chmod 600 {key}" in caught.value.advice
    with pytest.raises(VaultClosed, match="other users"):
        Vault(tmp_path, key_file=tmp_path / "keys" / "vault.key", use_keyring=False)  # it lay here before
    assert vault.open("hs", "tokens") == CANARY  # who runs already goes on
    key.chmod(0o600)
    assert vault_in(tmp_path).open("hs", "tokens") == CANARY


# rotation ------------------------------------------------------------------------------------------------------
def test_rotation_seals_everything_anew_and_forgets_the_old_key(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    for connection in ("hs", "sf"):
        vault.seal(connection, "tokens", CANARY + connection)
    old_key, before = (tmp_path / "secrets.key").read_text(), vault.standing()
    after = vault.rotate()
    assert after.key_id != before.key_id
    assert after.sealed == before.sealed == (("hs", "tokens"), ("sf", "tokens"))
    assert old_key.split()[1] not in (tmp_path / "secrets.key").read_text()
    assert vault.open("sf", "tokens") == vault_in(tmp_path).open("sf", "tokens") == CANARY + "sf"
    (tmp_path / "secrets.key").write_text(old_key)
    with pytest.raises(VaultClosed):
        vault_in(tmp_path)


def test_another_process_sees_what_was_sealed_and_rotated(tmp_path: Path) -> None:
    one, two = vault_in(tmp_path), vault_in(tmp_path)
    one.seal("hs", "tokens", "1")
    two.seal("sf", "tokens", "2")
    assert (one.open("sf", "tokens"), two.open("hs", "tokens")) == ("2", "1")
    one.rotate()
    two.seal("hs", "tokens", "3")
    assert (one.open("hs", "tokens"), vault_in(tmp_path).open("sf", "tokens")) == ("3", "2")


_DIE = """
import os, sys
from pathlib import Path
from daemon.vault import Vault
vault = Vault(Path(sys.argv[1]), use_keyring=False)
left = int(sys.argv[2])
def watch(event, arguments):
    global left
    if event in ("open", "os.rename", "os.remove") and "secrets" in str(arguments[0]):
        left -= 1
        if left < 0:
            os._exit(9)
sys.addaudithook(watch)
vault.rotate()
"""


def test_a_crash_at_any_step_of_a_rotation_leaves_a_vault_that_opens(tmp_path: Path) -> None:
    """Dies before every file it opens, renames or removes, one after the other, until it gets through."""
    vault_in(tmp_path).seal("hs", "tokens", CANARY)
    keys = set()
    for step in range(40):
        died = subprocess.run(
            [sys.executable, "-c", _DIE, str(tmp_path), str(step)], cwd=ROOT, timeout=60, check=False
        ).returncode
        found = vault_in(tmp_path)
        assert found.open("hs", "tokens") == CANARY, f"after step {step}"
        keys.add(found.standing().key_id)
        if died == 0:
            break
        assert died == 9
    assert died == 0
    assert step >= 5
    assert len(keys) >= 2
    assert len((tmp_path / "secrets.key").read_text().splitlines()) >= 1
