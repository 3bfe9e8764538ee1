"""A daemon on another host over SSH: a real sshd on loopback, the system's own ssh, and the app."""

from __future__ import annotations

import getpass
import os
import pwd
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.errors import Invalid
from core.store.base import Activity
from core.wire.client import Client, Operations
from core.wire.problems import ReadOnly
from gui.app import App
from gui.attach import AttachDialog
from gui.context import Context, LinkState, context_of_host
from gui.memory import Memory
from gui.ssh import tunnel
from gui.ssh.host import SshHost, checked, socket_told
from gui.ssh.trouble import SshConnecting, SshFailed, trouble_of
from tests.gui.conftest import Running
from tests.gui.test_shell import live, nameless
from tests.support.ssh_server import ALIAS, SshServer, ssh_server, why_not

Opening = Callable[[Context], App]
HOST = SshHost(name="Acme", host="acme", user="ops", port=2200)

with_sshd = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SshServer]:
    with ssh_server(tmp_path / "ssh") as made:
        monkeypatch.setenv("PATH", f"{made.bin}:{os.environ['PATH']}")
        monkeypatch.setattr(tunnel, "FIRST_PAUSE_MS", 100)
        yield made


@with_sshd
def test_a_host_is_attached_to_lost_found_again_and_left(
    qtbot: QtBot, running: Running, open_app: Opening, server: SshServer, tmp_path: Path
) -> None:
    app = open_app(running.context)
    dialog = AttachDialog(app.window.memory, app.window)
    dialog.chosen.connect(app.window.attach)
    assert nameless(dialog) == []
    dialog.host.name.setText("Acme & Co")
    dialog.host.host.setText(ALIAS)
    dialog.host.socket.setText(str(running.server.socket_path))
    dialog._attach()
    assert isinstance(app.session.trouble, SshConnecting | None)
    qtbot.waitUntil(lambda: app.session.link is LinkState.LIVE, timeout=15_000)
    assert app.session.context.read_only
    assert app.window.header._daemon.text() == f" Acme && Co · {ALIAS}"
    assert "Not yours" in app.window.header._role.text()
    brought = app.session.context.place.socket
    assert brought is not None
    assert stat.S_IMODE(brought.stat().st_mode) == 0o600
    assert stat.S_IMODE(brought.parent.stat().st_mode) == 0o700
    (asked,) = (server.folder / "asked").read_text().splitlines()
    assert "BatchMode=yes" in asked
    assert asked.endswith(f"-- {ALIAS}")
    attached = next(one for one in running.client.list_attached().rows if one.way == "attached")
    assert (attached.person, attached.read_only, attached.live) == (getpass.getuser(), True, True)

    server.stop()
    qtbot.waitUntil(lambda: app.session.link is LinkState.RECONNECTING, timeout=15_000)
    assert app.window.banner.isVisible()
    server.start()
    qtbot.waitUntil(lambda: app.session.link is LinkState.LIVE, timeout=20_000)

    assert [one.name for one in Memory(tmp_path / "app.ini").hosts] == ["Acme & Co"]
    offered = {act.text(): act for act in app.window.header._menu.actions()}
    assert offered[f"Acme && Co ({ALIAS})"].isChecked()
    app.window.attach(running.context)
    live(qtbot, app)
    assert not brought.parent.exists(), "nothing of the tunnel is left"
    offered = {act.text(): act for act in app.window.header._menu.actions()}
    offered[f"Acme && Co ({ALIAS})"].trigger()
    qtbot.waitUntil(lambda: app.session.link is LinkState.LIVE, timeout=15_000)
    brought = app.session.context.place.socket
    app.window.close()
    assert brought is not None
    assert not brought.parent.exists()


@with_sshd
def test_who_only_looks_on_reaches_no_socket_that_takes_a_change(
    qtbot: QtBot, running: Running, open_app: Opening, server: SshServer
) -> None:
    host = SshHost(name="Acme", host=ALIAS, socket=str(running.server.socket_path))
    app = open_app(context_of_host(host))

    def brought() -> Path:
        qtbot.waitUntil(lambda: app.session.link is LinkState.LIVE, timeout=30_000)
        socket = app.session.context.place.socket
        assert socket is not None
        return socket

    with Client(brought()) as unruly, pytest.raises(ReadOnly):
        unruly.create_record("contact", {"name": "Bo"})
    app.window.attach(app.session.context.allowed_to_change())
    with Client(brought()) as trusted:
        trusted.create_record("contact", {"name": "Bo"})
    app.window.attach(app.session.context.looking_only())
    with Client(brought()) as unruly, pytest.raises(ReadOnly):
        unruly.create_record("contact", {"name": "Cem"})


@with_sshd
def test_the_host_is_asked_for_its_socket_and_the_log_names_the_person(
    qtbot: QtBot, running: Running, open_app: Opening, server: SshServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (server.folder / "sshd_config").open("a") as more:
        more.write(f"SetEnv CRMSYNC_HOME={running.daemon.folder}\n")
    server.stop()
    server.start()
    monkeypatch.setenv("LOGNAME", "anna")
    app = open_app(context_of_host(SshHost(name="Acme", host=ALIAS)).allowed_to_change())
    qtbot.waitUntil(lambda: app.session.link is LinkState.LIVE, timeout=15_000)
    done: list[object] = []
    made = app.session.calls.ask(app.window, Operations.create_record, "contact", {"name": "Bo"})
    made.then(done.append)
    qtbot.waitUntil(lambda: bool(done))
    [entry] = running.daemon.store.search(Activity(kind="create")).rows
    assert entry.entry.actor.startswith("person:anna@")
    assert entry.entry.actor.endswith(f"(as {pwd.getpwuid(os.geteuid()).pw_name})")


@with_sshd
def test_what_is_in_the_way_is_said_with_advice(
    qtbot: QtBot, running: Running, open_app: Opening, server: SshServer
) -> None:
    known = server.known.read_text()
    socket = str(running.server.socket_path)
    app = open_app(running.context)

    def tried(words: str, advice: str, *, at: str = socket) -> None:
        app.window.attach(context_of_host(SshHost(name="Acme", host=ALIAS, socket=at)))
        message = app.window.welcome.message
        qtbot.waitUntil(lambda: words in message.text, timeout=15_000)
        assert advice in message.text
        assert app.window.stack.currentWidget() is app.window.welcome
        assert isinstance(app.session.trouble, SshFailed)
        app.window.attach(running.context)

    tried("No daemon answers at", "crmsync daemon", at="/nowhere/api.sock")
    server.known.write_text("")
    tried("does not know the key", f"Run ssh {ALIAS} once")
    server.known.write_text(known)
    (server.folder / "authorized_keys").write_text("")
    tried("takes none of your keys", f"ssh-copy-id {ALIAS}")
    (server.folder / "authorized_keys").write_text((server.folder / "user_key.pub").read_text())
    with (server.folder / "sshd_config").open("a") as more:
        more.write("AllowStreamLocalForwarding no\n")
    server.stop()
    tried("No SSH server answers", "whether sshd runs there")
    server.start()
    tried("No daemon answers at", "AllowStreamLocalForwarding yes")


def test_without_ssh_it_says_so(
    qtbot: QtBot, tmp_path: Path, open_app: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    app = open_app(context_of_host(HOST))
    qtbot.waitUntil(lambda: "is not installed" in app.window.welcome.message.text)
    assert "openssh-client" in app.window.welcome.message.text


@pytest.mark.parametrize(
    "typed",
    [
        {"host": ""},
        {"host": "-oProxyCommand=touch /tmp/x"},
        {"host": "a b"},
        {"host": "a\nb"},
        {"host": "a;b"},
        {"host": "a", "user": "-x"},
        {"host": "a", "user": "x\x00"},
        {"host": "a", "port": "0"},
        {"host": "a", "port": "22x"},
        {"host": "a", "port": "99999"},
        {"host": "a", "socket": "relative"},
        {"host": "a", "socket": "/a:/b"},
        {"host": "a", "socket": "/a%h"},
        {"host": "a", "socket": "/a\n/b"},
    ],
)
def test_what_would_be_an_option_or_two_words_is_no_host(typed: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        checked(name="x", **typed)


def test_a_host_keeps_its_parts_and_no_word_becomes_an_option(tmp_path: Path) -> None:
    made = checked(name=" Acme\n", host="ops@acme.example", port="2200", socket="/run/x.sock")
    assert made == SshHost(name="Acme", host="acme.example", user="ops", port=2200, socket="/run/x.sock")
    words = made.forwarding("/l", "/r")
    assert words[-4:] == ["-L", "/l:/r", "--", "acme.example"]
    assert made.asking(read_only=True)[-3:-1] == ["--", "acme.example"]
    memory = Memory(tmp_path / "app.ini")
    memory.hosts = [made]
    memory._file.sync()
    assert Memory(tmp_path / "app.ini").hosts == (made,)
    (tmp_path / "odd.ini").write_text('[contexts]\nhosts="host=-oX&name=y\\nnonsense"\n')
    assert Memory(tmp_path / "odd.ini").hosts == ()
    (tmp_path / "old.ini").write_text(
        '[contexts]\nhosts="name=Acme&host=acme.example&user=ops&port=2200&socket=%2Frun%2Fx.sock\\nhost=b"\n'
    )
    assert Memory(tmp_path / "old.ini").hosts == (made, SshHost(name="b", host="b"))
    assert socket_told("Welcome!\n/run/a.sock\n") == "/run/a.sock"
    assert socket_told("-oX") is None
    usual = SshHost(name="a", host="a", socket="/run/api.sock")
    assert [usual.socket_for(read_only=only) for only in (True, False)] == ["/run/read.sock", "/run/api.sock"]
    assert made.socket_for(read_only=True) == "/run/x.sock"
    assert "read.sock" in made.asking(read_only=True)[-1]
    assert "read.sock" not in made.asking(read_only=False)[-1]


def test_what_ssh_says_is_cleaned() -> None:
    said = trouble_of("warning\n\x1b[31mSomething new went wrong\x07\n\n", HOST, "")
    assert str(said) == "ssh to acme has failed: [31mSomething new went wrong"
    changed = trouble_of(
        "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.", HOST, ""
    )
    assert "may be another machine" in str(changed)
    assert "ssh -p 2200 ops@acme" in changed.advice
