"""No secret leaks: a real daemon at debug level signs in, works, refreshes and is asked everything, and then everything it
left behind is searched for every token, code, key and client secret there was."""

from __future__ import annotations

import base64
import getpass
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from adapters.sandbox.oauth import TokenBook
from core.store.migrate import SCRIPTS, migrate
from daemon.demo.stage import Stage
from tests.support import warm
from tests.support.staging import SmallStage, staged, store_of, until
from tests.support.warm import ROOT

LATER = '''"""A later schema, so that the store is copied before it is upgraded."""

revision = "9999"
down_revision = "{before}"


def upgrade():
    return None
'''


class PlainStage(SmallStage):
    """Its daemon is started as `python -m daemon daemon`, with everything a process list would show."""

    def start_daemon(self) -> None:
        Stage.start_daemon(self)

    @property
    def pid(self) -> int:
        return self._processes[-1].pid

    def stop_daemon(self) -> None:
        self._processes[-1].send_signal(signal.SIGTERM)
        self._processes.pop().wait(30)


def secrets_of(tokens: TokenBook) -> set[str]:
    """Every code and token the CRM ever gave out."""
    return set(tokens.given_out)


def shapes(secret: str) -> Iterator[bytes]:
    """A secret in clear, and as it would look in a form, in JSON or behind an encoding."""
    plain = secret.encode()
    yield plain
    yield secret.encode("utf-16-le")
    yield base64.b64encode(plain).rstrip(b"=")
    yield plain.hex().encode()


def hits(named: dict[str, bytes], secrets: set[str]) -> list[str]:
    """Where a secret stands; never which one."""
    needles = [(one[:4] + "...", shape) for one in secrets for shape in shapes(one) if one]
    return [
        f"{name}: {told}" for name, content in named.items() for told, needle in needles if needle in content
    ]


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def asked(stage: SmallStage, *words: str) -> bytes:
    """What a command printed, whatever its exit code."""
    found = warm.run(words, {"CRMSYNC_HOME": str(stage.home)})
    return (found.stdout + found.stderr).encode()


@pytest.fixture
def stage() -> Iterator[PlainStage]:
    one = PlainStage(records=50, seed=1)
    with one:
        one.start_sandboxes()
        one.write_configuration()
        config = one.places.config / "crmsync.toml"
        config.write_text(config.read_text().replace("[lanes]", '[log]\nlevel = "debug"\n\n[lanes]'))
        one.start_daemon()
        yield one


def test_a_canary_is_found_where_it_stands() -> None:
    """The search itself: it would see a token in clear, in UTF-16, in base64 and in hex."""
    secret = "t0ken-canary-1"
    for shape in shapes(secret):
        assert hits({"x": b"before " + shape + b" after"}, {secret, "other"})
    assert not hits({"x": b"t0ken"}, {secret})


def test_no_secret_is_found_in_anything_the_daemon_leaves_behind(stage: PlainStage, tmp_path: Path) -> None:
    stage.connect()
    stage.known_contact(job_title="Chief")
    for name, box in stage.boxes.items():  # both are renewed under way, with a new refresh token
        stage.boxes[name].set_faults({"rotate_refresh_token": 1})
        box.ask("POST", "/tokens/revoke", {"refresh": False})
    record = stage.new_contact("Meier", email="meier@elsewhere.example")
    for name in stage.boxes:
        stage.crm_id(record.id, name)
    # A sign-in that fails, one that is never finished, and a key that signs nothing.
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    part = stage.boxes["hs"].part
    stage.client.sign_in("hs", part.client_id, "canary-client-secret-5512", key=pem, paste=True)
    forged = "http://127.0.0.1:50000/cb/x?code=canary-code-7713&state=canary-state-8871"
    stage.client.answer_sign_in("hs", forged)
    until(lambda: "not meant" in stage.client.sign_in_status("hs").status, "the forged answer was refused")
    stage.client.sign_in("hs", part.client_id, part.secret)
    stage.client.rotate_vault()
    stage.client.prepare_connection("hs")
    stage.client.remove_webhooks("hs")
    stage.client.restore_webhooks("hs")
    noted = [
        one
        for kind in ("sign-in", "key", "prepare", "webhooks")
        for one in stage.client.search_activity(kind=kind).rows
    ]
    assert {one.kind for one in noted} == {"sign-in", "key", "prepare", "webhooks"}
    assert {one.actor for one in noted if one.kind in ("key", "prepare")} == {f"person:{getpass.getuser()}"}
    assert all(one.connection or one.kind == "key" for one in noted)

    secrets = {"canary-client-secret-5512", "canary-code-7713", "canary-state-8871", pem.splitlines()[3]}
    for name, box in stage.boxes.items():
        secrets |= {box.part.secret, *secrets_of(stage.sandboxes[name].system.tokens)} - {box.part.token}
    assert len(secrets) > 10
    vault_key = (stage.places.keys.read_text()).split()[1]
    told = {
        " ".join(words): asked(stage, *words)
        for words in (
            ("doctor", "--json"),
            ("status", "--json"),
            ("vault", "status", "--json"),
            ("connections", "show", "hs", "--json"),
            ("activity", "--limit", "500", "--json"),
        )
    }
    told |= {
        f"/proc/{name}": Path(f"/proc/{stage.pid}/{name}").read_bytes() for name in ("cmdline", "environ")
    }
    assert b"daemon" in told["/proc/cmdline"]
    assert (stage.places.data / "hub.sqlite-wal").exists()
    running = files_below(stage.home)
    assert hits(running | told, secrets) == []
    del running[str(stage.places.keys)]
    assert hits(running | told, {vault_key}) == []

    # After the end, and in the copy that is made before an upgrade.
    stage.stop_daemon()
    scripts = tmp_path / "scripts"
    newest = max(path.name[:4] for path in (SCRIPTS / "versions").glob("0*.py"))
    shutil.copytree(SCRIPTS, scripts)
    (scripts / "versions" / "9999_later.py").write_text(LATER.format(before=newest))
    backups = stage.places.data / "backups"
    migrate(f"sqlite:///{store_of(stage.home)}", backups, clock=lambda: 1, scripts=scripts)
    assert list(backups.iterdir())
    left = {
        **files_below(stage.places.data),
        **files_below(stage.places.config),
        **files_below(stage.home / "logs"),
    }
    assert hits(left, {*secrets, vault_key}) == []


def test_the_daemon_leaves_no_core_and_lets_nobody_look_into_it() -> None:
    """A crash that would dump core leaves none; a program of the same user may not read its memory."""
    with staged() as stage:
        stage.start_daemon()
        stage.sign_in(stage.boxes["hs"])
        pid = stage.daemon.pid
        limits = Path(f"/proc/{pid}/limits").read_text()
        assert next(one for one in limits.splitlines() if "core file" in one).split()[4:6] == ["0", "0"]
        assert resource.prlimit(pid, resource.RLIMIT_CORE) == (0, 0)
        # What is not dumpable belongs to root in /proc, whoever runs it.
        assert Path(f"/proc/{pid}/mem").stat().st_uid == 0
        os.kill(pid, signal.SIGABRT)
        assert stage.daemon.wait() == -signal.SIGABRT
        assert not [path for path in [*stage.home.rglob("core*"), *ROOT.glob("core.*")] if path.is_file()]


_LOOK = """
import ctypes, os, resource, sys  # a user without rights may not be able to import later
from daemon.seclusion import seclude
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # becoming somebody else made it undumpable
told, tell = os.pipe()
child = os.fork()
if not child:
    if sys.argv[1] == "secluded":
        seclude()
    os.write(tell, b"x")
    os.read(os.pipe()[0], 1)
os.close(tell)
assert os.read(told, 1) == b"x"
try:
    open(f"/proc/{child}/mem", "rb").close()
    print("read")
except PermissionError:
    print("refused")
os.kill(child, 9)
os.waitpid(child, 0)
"""


@pytest.mark.parametrize(("how", "outcome"), [("open", "read"), ("secluded", "refused")])
def test_a_program_of_the_same_user_cannot_read_the_memory_of_a_secluded_process(
    how: str, outcome: str
) -> None:
    """As a user without rights, who may otherwise look into their own processes."""
    looked = subprocess.run(
        [sys.executable, "-c", _LOOK, how], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert looked.stdout.strip() == outcome, looked.stderr
