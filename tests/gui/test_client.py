"""The app's HTTP client against servers that behave, and that do not."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from core.errors import CrmSyncError, NotFound, StoreFull
from core.wire.client import Operations
from core.wire.problems import (
    AnswerUnreadable,
    NoDaemon,
    ProtocolMismatch,
    ReadOnly,
    SocketNotOurs,
    problem_of,
)
from gui.calls import Calls
from gui.client import HttpClient, Place
from tests.gui.conftest import Running
from tests.gui.misbehaving import HEAD, misbehaving, whole


def heard(
    qtbot: QtBot,
    path: Path,
    operation: Any = Operations.hello,
    *given: Any,
    patience_s: float = 5.0,
    **more: Any,
) -> Any:
    """What one call ends with."""
    owner = QObject()
    calls = Calls(HttpClient(Place(socket=path), owner, patience_s=patience_s), read_only=False)
    ends: list[Any] = []
    calls.ask(owner, operation, *given, **more).then(ends.append).failed(ends.append)
    gc.collect()  # what is on its way is held by nobody here
    qtbot.waitUntil(lambda: bool(ends), timeout=10_000)
    assert len(ends) == 1
    return ends[0]


def test_an_answer_comes_as_the_word_that_was_asked_for(qtbot: QtBot, running: Running) -> None:
    made = heard(
        qtbot, running.server.socket_path, Operations.create_record, "contact", {"name": "Ümit + &?"}
    )
    again = heard(qtbot, running.server.socket_path, Operations.get_record, made.id)
    assert again.record.fields["name"] == "Ümit + &?"
    page = heard(
        qtbot, running.server.socket_path, Operations.list_records, "contact", limit=5, deleted=False
    )
    assert [row.id for row in page.rows] == [made.id]


def test_the_daemons_own_error_keeps_its_kind_and_advice(qtbot: QtBot, running: Running) -> None:
    error = heard(qtbot, running.server.socket_path, Operations.get_run, "no such run?")
    assert isinstance(error, NotFound)
    assert error.advice == "crmsync runs lists the latest."


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (whole(b"not json"), AnswerUnreadable),
        (whole(b""), AnswerUnreadable),
        (whole(b"[" * 100_000), AnswerUnreadable),
        (whole(b'{"protocol": 1}'), AnswerUnreadable),
        (whole(b'{"protocol":1,"version":"\xff\xfe","pid":1,"started_at":1}'), AnswerUnreadable),
        (HEAD + b"content-length: 500\r\n\r\n{", AnswerUnreadable),  # cut off
        (b"", AnswerUnreadable),  # hangs up
        (b"\x00\x01 garbage\r\n\r\n", AnswerUnreadable),
        (whole(b"{}", head=HEAD.replace(b"200 OK", b"500 Oops")), AnswerUnreadable),
        (whole(b"{}", head=HEAD.replace(b"protocol: 1", b"protocol: 99")), ProtocolMismatch),
        (whole(b"{}", head=b"HTTP/1.1 200 OK\r\n"), ProtocolMismatch),
        (
            whole(
                problem_of(StoreFull("no room")).model_dump_json().encode(),
                head=HEAD.replace(b"200 OK", b"507 Full"),
            ),
            StoreFull,
        ),
    ],
)
def test_what_is_wrong_partial_or_absent_becomes_one_failure(
    qtbot: QtBot, tmp_path: Path, answer: bytes, kind: type[CrmSyncError]
) -> None:
    with misbehaving(tmp_path / "s", answer):
        error = heard(qtbot, tmp_path / "s")
    assert type(error) is kind
    assert error.advice


def test_silence_ends_at_the_deadline(qtbot: QtBot, tmp_path: Path) -> None:
    with misbehaving(tmp_path / "s", None):
        error = heard(qtbot, tmp_path / "s", patience_s=0.2)
    assert isinstance(error, AnswerUnreadable)
    assert "in time" in str(error)


def test_a_drip_does_not_outlive_the_deadline(qtbot: QtBot, tmp_path: Path) -> None:
    with misbehaving(tmp_path / "s", HEAD + b"content-length: 9\r\n\r\n{", hang_up=False):
        assert "in time" in str(heard(qtbot, tmp_path / "s", patience_s=0.2))


def test_an_endless_answer_is_cut_off(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.client.MOST_ANSWER", 1_000_000)
    with misbehaving(tmp_path / "s", whole(b" " * 4_000_000)):
        assert "longer than" in str(heard(qtbot, tmp_path / "s"))


def test_a_change_whose_answer_is_lost_is_not_sent_again(qtbot: QtBot, tmp_path: Path) -> None:
    """Qt repeats some requests by itself when a kept connection breaks; a write must not be among them."""
    greeting = whole(b'{"protocol":1,"version":"x","pid":1,"started_at":1}')
    with misbehaving(tmp_path / "s", greeting, b"", hang_up=False) as server:
        owner = QObject()
        calls = Calls(HttpClient(Place(socket=tmp_path / "s"), owner))
        ends: list[Any] = []
        calls.ask(owner, Operations.hello).then(ends.append).failed(ends.append)
        qtbot.waitUntil(lambda: len(ends) == 1)
        server.hang_up = True
        calls.ask(owner, Operations.pause_connection, "hs").then(ends.append).failed(ends.append)
        qtbot.waitUntil(lambda: len(ends) == 2)
        qtbot.wait(200)
    assert isinstance(ends[1], AnswerUnreadable)
    assert sum(one.startswith(b"POST") for one in server.asked) == 1


def test_nobody_and_anybody_elses_socket_are_told_apart(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(heard(qtbot, tmp_path / "none"), NoDaemon)
    (tmp_path / "file").write_text("")
    assert isinstance(heard(qtbot, tmp_path / "file"), NoDaemon)
    with misbehaving(tmp_path / "s", None) as server:
        me = os.geteuid()
        monkeypatch.setattr(os, "geteuid", lambda: me + 1)
        if me != 0:  # root's socket is anybody's to trust
            assert isinstance(heard(qtbot, tmp_path / "s"), SocketNotOurs)
            assert server.asked == []


def test_another_users_socket_is_asked_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make a socket that is another user's")
    with misbehaving(tmp_path / "s", None) as server:
        os.chown(tmp_path / "s", 12_345, 12_345)
        assert isinstance(heard(qtbot, tmp_path / "s"), SocketNotOurs)
        assert server.asked == []


def test_nobody_hears_of_a_call_whose_owner_is_gone(qtbot: QtBot, tmp_path: Path) -> None:
    with misbehaving(tmp_path / "s", whole(b"not json")) as server:
        keeper, owner = QObject(), QObject()
        calls = Calls(HttpClient(Place(socket=tmp_path / "s"), keeper))
        ends: list[Any] = []
        call = calls.ask(owner, Operations.hello).then(ends.append).failed(ends.append)
        owner.deleteLater()
        qtbot.waitUntil(lambda: call.is_over)
        qtbot.wait(100)
        assert ends == []
        assert len(server.asked) <= 1


@pytest.mark.parametrize("read_only", [False, True])
def test_a_page_may_outlive_the_client_it_asked(qtbot: QtBot, tmp_path: Path, read_only: bool) -> None:
    with misbehaving(tmp_path / "s", None):
        keeper, owner = QObject(), QObject()
        calls = Calls(HttpClient(Place(socket=tmp_path / "s"), keeper), read_only=read_only)
        call = calls.ask(owner, Operations.pause_connection, "hs")
        if not read_only:
            qtbot.wait(50)  # on its way
        delete(keeper)
        delete(owner)
        # What a slot raises here fails the test: pytest-qt listens.
        qtbot.wait(20)
        assert call.is_over


def test_a_read_only_window_sends_no_change(qtbot: QtBot, running: Running) -> None:
    owner = QObject()
    client = HttpClient(running.context.place, owner)
    calls = Calls(client, read_only=True)
    ends: list[Any] = []
    hear: Callable[[Any], None] = ends.append
    calls.ask(owner, Operations.pause_connection, "hs").then(hear).failed(hear)
    calls.ask(owner, Operations.verify_audit).then(hear).failed(hear)
    qtbot.waitUntil(lambda: len(ends) == 2)
    assert sorted(type(one).__name__ for one in ends) == ["AuditVerdict", ReadOnly.__name__]
    assert running.daemon.paused == set()
