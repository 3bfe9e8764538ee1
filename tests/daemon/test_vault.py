"""Secrets on disk: sealed, bound to their place, private, and never there in the clear."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from adapters.oauth import TokenSet
from core.errors import StoreDamaged
from daemon.vault import Vault, VaultClosed

CANARY = "canary-7f3a-refresh"


def vault_in(folder: Path) -> Vault:
    return Vault(folder, use_keyring=False)


def test_tokens_survive_a_restart(tmp_path: Path) -> None:
    tokens = TokenSet(
        access="a1", refresh=CANARY, expires_at=12.5, instance_url="https://x.example", scopes=("s", "t")
    )
    vault_in(tmp_path).tokens("hs").save(tokens)
    assert vault_in(tmp_path).tokens("hs").load() == tokens
    assert vault_in(tmp_path).tokens("other").load() is None


def test_no_file_of_the_data_folder_holds_the_secret(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    vault.tokens("hs").save(TokenSet(access=CANARY, refresh=CANARY))
    vault.seal("hs", "client", CANARY)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in files} == {"secrets.sealed", "secrets.key"}
    for path in files:
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
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secrets.sealed"]


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


@pytest.fixture
def ring() -> Iterator[Ring]:
    former, made = keyring.get_keyring(), Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(former)


def test_key_lies_in_the_keyring_where_there_is_one(tmp_path: Path, ring: Ring) -> None:
    Vault(tmp_path).seal("hs", "tokens", CANARY)
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.sealed"]
    assert len(ring.kept) == 1
    assert Vault(tmp_path).open("hs", "tokens") == CANARY
    ring.kept.clear()
    with pytest.raises(VaultClosed, match="keyring"):
        Vault(tmp_path)
