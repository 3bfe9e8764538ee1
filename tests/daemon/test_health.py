"""The one word for the whole, the figures, and what the doctor finds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.conflicts import QueueState
from core.store.base import AuditEntry, Backlog, Batch
from core.store.memory import MemoryStore
from daemon.doctor import examine
from daemon.health import (
    Circuit,
    ConnectionState,
    ConnectionStatus,
    HealthState,
    Latencies,
    ObjectStatus,
    Phase,
    judge,
)
from daemon.vault import Vault

NOW = 1_795_000_000_000
QUIET = Backlog(pending=0, parked=0, waiting=0, signals=0, oldest=None)
LIVE = ObjectStatus(hub_object="contact", crm_object="contacts", phase=Phase.LIVE)
FINE = ConnectionStatus(
    name="hs", system="hubspot", state=ConnectionState.CONNECTED, backlog=QUIET, objects=(LIVE,)
)

OPEN = QueueState.OPEN


@pytest.mark.parametrize(
    ("connections", "counts", "state", "part"),
    [
        ([], {}, HealthState.STOPPED, "No connection"),
        ([FINE], {}, HealthState.GOOD, "hs is in sync."),
        ([FINE, replace(FINE, name="sf")], {}, HealthState.GOOD, "All 2 connections are in sync."),
        (
            [replace(FINE, backlog=replace(QUIET, pending=3))],
            {},
            HealthState.WORKING,
            "3 changes are on the way.",
        ),
        (
            [replace(FINE, objects=(replace(LIVE, phase=Phase.BACKFILL),))],
            {},
            HealthState.WORKING,
            "Reading in hs.",
        ),
        ([replace(FINE, state=ConnectionState.PAUSED)], {}, HealthState.STOPPED, "paused"),
        ([replace(FINE, state=ConnectionState.SIGN_IN_NEEDED)], {}, HealthState.ATTENTION, "new sign-in"),
        ([replace(FINE, circuit=Circuit.OPEN)], {}, HealthState.ATTENTION, "does not answer"),
        (
            [replace(FINE, objects=(replace(LIVE, phase=Phase.PLAN_NEEDED),))],
            {},
            HealthState.ATTENTION,
            "hs waits for an approved plan before its first sync (crmsync plans make hs).",
        ),
        (
            [replace(FINE, objects=(replace(LIVE, phase=Phase.BRAKED),))],
            {},
            HealthState.ATTENTION,
            "unusually large",
        ),
        (
            [replace(FINE, backlog=replace(QUIET, parked=1))],
            {},
            HealthState.ATTENTION,
            "1 record is put aside",
        ),
        ([FINE], {"conflict": {OPEN: 1}}, HealthState.ATTENTION, "hs is in sync. 1 conflict needs you."),
        (
            [FINE],
            {"conflict": {OPEN: 3}, "merge": {OPEN: 1}},
            HealthState.ATTENTION,
            "3 conflicts and 1 question need you.",
        ),
        ([FINE], {"conflict": {}}, HealthState.GOOD, "in sync"),
        ([FINE], {"conflict": {QueueState.SNOOZED: 4}}, HealthState.GOOD, "in sync"),
        (
            [FINE],
            {"conflict": {OPEN: 1, QueueState.ESCALATED: 1}, "merge": {QueueState.ESCALATED: 1}},
            HealthState.ATTENTION,
            "hs is in sync. 1 conflict needs you. 2 are assigned to somebody.",
        ),
    ],
)
def test_whole_is_judged_in_one_word_and_one_sentence(
    connections: list[ConnectionStatus],
    counts: dict[str, dict[QueueState, int]],
    state: HealthState,
    part: str,
) -> None:
    found, sentence = judge(connections, counts)
    assert found is state
    assert part in sentence


def test_latencies_rank_recent_changes_and_forget_old_ones() -> None:
    now = [100.0]
    latencies = Latencies(clock=lambda: now[0])
    assert latencies.percentiles().p95 is None
    for milliseconds in range(100):
        latencies.note(milliseconds, changes=2)
    found = latencies.percentiles()
    assert (found.p50, found.p95, found.p99, found.count) == (50, 95, 99, 100)
    assert latencies.per_minute() == 200
    now[0] += 61
    assert latencies.per_minute() == 0
    for _ in range(5_000):
        latencies.note(7)
    assert latencies.percentiles().p99 == 7


def findings(
    tmp_path: Path,
    store: MemoryStore,
    *connections: ConnectionStatus,
    now: int = NOW,
    key: str = "keys/vault.key",
) -> dict[str, bool]:
    data, run = tmp_path / "data", tmp_path / "run"
    for folder in (data, run, tmp_path / "config"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (run / "api.sock").touch(mode=0o600)
    checks = examine(
        config=tmp_path / "config",
        data=data,
        socket=run / "api.sock",
        store=store,
        vault=Vault(data, key_file=tmp_path / key, use_keyring=False),
        connections=connections,
        now=now,
    )
    assert all(one.advice for one in checks if not one.ok)
    return {one.name: one.ok for one in checks}


def test_doctor_finds_a_clock_that_was_set_back(tmp_path: Path) -> None:
    store = MemoryStore()
    store.commit(
        Batch(at=NOW, audit=(AuditEntry(at=NOW, kind="connection", actor="system", cause="x", run="r"),))
    )
    assert findings(tmp_path, store)["clock"]
    assert not findings(tmp_path, store, now=NOW - 3_600_000)["clock"]
    assert not findings(tmp_path, store, now=1_000)["clock"]


def test_doctor_finds_open_folders_and_troubled_connections(tmp_path: Path) -> None:
    store = MemoryStore()
    assert all(findings(tmp_path, store, FINE).values())
    (tmp_path / "run").chmod(0o755)
    (tmp_path / "data").chmod(0o750)
    found = findings(tmp_path, store, replace(FINE, state=ConnectionState.SIGN_IN_NEEDED))
    assert [name for name, ok in found.items() if not ok] == ["data folder", "socket", "connection hs"]


def test_doctor_finds_a_key_that_lies_beside_what_it_opens(tmp_path: Path) -> None:
    assert findings(tmp_path / "one", MemoryStore())["vault"]
    assert not findings(tmp_path / "two", MemoryStore(), key="data/secrets.key")["vault"]


def test_doctor_reports_what_is_missing_instead_of_failing(tmp_path: Path) -> None:
    checks = examine(
        config=tmp_path / "no",
        data=tmp_path / "no",
        socket=tmp_path / "no" / "s",
        store=MemoryStore(),
        vault=Vault(tmp_path / "vault", key_file=tmp_path / "vault.key", use_keyring=False),
        connections=[],
        now=NOW,
    )
    assert {one.name for one in checks if not one.ok} == {
        "configuration",
        "data folder",
        "disk space",
        "socket",
    }


def test_doctor_finds_webhooks_of_a_connection_that_was_taken_out(tmp_path: Path) -> None:
    store = MemoryStore()
    for name in ("hs", "gone"):
        store.set_note(f"webhooks-at/{name}", "https://sync.example")
    assert [name for name, ok in findings(tmp_path, store, FINE).items() if not ok] == ["webhooks of gone"]
