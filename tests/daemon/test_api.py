"""Every operation of the local API through the real client and a real socket, checked against its own document."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from core.conflicts import Choice, Item, ItemKind, ItemState
from core.errors import Conflicting, Invalid, NotFound, StoreReadOnly, VersionChanged
from core.jobs import Pending, Signal
from core.plans import PlanState
from core.store.base import Activity, AuditEntry, Batch
from core.target_settings import Target, TargetKind, Use
from core.wire.client import Client
from core.wire.introduction import Introduction
from daemon.undo_scope import Scope
from tests.support.api_calls import document, operations, raw
from tests.support.service_desk import ServiceDesk, service_desk
from tests.support.small_daemon import SmallDaemon, served
from tests.support.stored import plan, plan_item

Served = tuple[SmallDaemon, Client]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as (daemon, _, client):
        yield daemon, client


@pytest.fixture
def desk() -> Iterator[ServiceDesk]:
    with service_desk() as made:
        yield made


def with_conflict(daemon: SmallDaemon) -> tuple[str, str]:
    """The ids of a record and of an open conflict about its title, made the way they come about in life."""
    record = daemon.desk.create("contact", {"name": "Ann", "email": "ann@x.eu", "title": "a"}, by="person:x")
    daemon.settle()
    (crm_id,) = daemon.crm.live("contacts")
    daemon.desk.edit(record.id, {"title": "hub"}, expected=None, by="person:x")
    daemon.crm.user_edit("contacts", crm_id, {"t": "crm"})
    daemon.settle()
    (conflict,) = daemon.store.open_conflicts([record.id])
    return record.id, conflict.id


def with_queues(daemon: SmallDaemon, record_id: str) -> None:
    """Something that waits in every queue, and a question."""
    daemon.store.commit(
        Batch(
            at=daemon.now(),
            pending=(
                Pending(
                    connection="hs",
                    object="contact",
                    record_id=record_id,
                    since=1,
                    next_at=2,
                    parked=True,
                    reason="r",
                ),
            ),
            signals=(
                Signal(
                    connection="hs",
                    object="contacts",
                    crm_id="0000001",
                    since=1,
                    next_at=2,
                    waiting_for=("companies", "9"),
                ),
            ),
            items=(
                Item(
                    id="item-1",
                    kind=ItemKind.REFUSED,
                    connection="hs",
                    object="contacts",
                    subject="title",
                    record_id=record_id,
                    reason="the CRM refuses it",
                    advice="Correct the value",
                    detail={"fields": ("t",), "code": "TOO_LONG"},
                    opened_at=1,
                    run="r",
                ),
                Item(
                    id="item-2",
                    kind=ItemKind.AMBIGUOUS,
                    connection="hs",
                    object="contacts",
                    subject="0000099",
                    reason="two records match",
                    advice="Choose",
                    state=ItemState.DISMISSED,
                    opened_at=1,
                    run="r",
                ),
            ),
        )
    )


# what the document promises --------------------------------------------------------------------------------------------
def test_every_operation_answers_what_the_document_says(running: Served, desk: ServiceDesk) -> None:
    daemon, client = running
    daemon.targets.known = {
        "ops": Target(kind=TargetKind.WEBHOOK, url=desk.address),
        "desk": Target(kind=TargetKind.JIRA, use=Use.TICKETS, url=desk.address, project="OPS"),
    }
    daemon.targets.keep_secret("desk", "t0ken", by="person:x")
    daemon.attached.hear(Introduction(id="another", program="app"), "x")
    record_id, conflict_id = with_conflict(daemon)
    with_queues(daemon, record_id)
    run_id = daemon.store.list_runs(before=None, limit=1)[0].id
    settled = daemon.desk.resolve(conflict_id, Choice.HUB, by="person:x")
    [settling] = {
        one.entry.run
        for one in daemon.store.search(Activity(kind="resolve")).rows
        if settled.id in one.entry.cause
    }
    undo = daemon.desk.undo.plan(Scope(run=run_id), by="person:x")
    made = document(daemon)
    ids = {
        "/v1/records/{id}": record_id,
        "/v1/records/{id}/at": record_id,
        "/v1/undo/{id}": undo.id,
        "/v1/undo/{id}/items": undo.id,
        "/v1/undo/{id}/apply": undo.id,
        "/v1/undo/{id}/stop": undo.id,
        "/v1/records/{id}/bring-back": record_id,
        "/v1/records/{id}/history": record_id,
        "/v1/records/{id}/links": record_id,
        "/v1/records/{id}/merge": record_id,
        "/v1/records/{id}/restore": record_id,
        "/v1/runs/{id}": run_id,
        "/v1/conflicts/{id}": conflict_id,
        "/v1/conflicts/{id}/resolve": conflict_id,
        "/v1/conflicts/{id}/second-opinion": conflict_id,
        "/v1/items/{id}": "item-1",
        "/v1/items/{id}/outcome": "item-1",
        "/v1/conflicts/{id}/undo": conflict_id,
        "/v1/queue/{id}/records": conflict_id,
        "/v1/items/{id}/decide": "item-1",
        "/v1/plans/{id}": "plan-draft",
        "/v1/plans/{id}/items": "plan-draft",
        "/v1/plans/{id}/approve": "plan-draft",
        "/v1/plans/{id}/apply": "plan-approved",
        "/v1/plans/{id}/stop": "plan-stopping",
        "/v1/plans/{id}/discard": "plan-approving",
        "/v1/plans/{id}/exclude": "plan-excluding",
        "/v1/items/{id}/undo": "item-2",
        "/v1/rules/from-conflict/{id}": conflict_id,
        "/v1/attached/{id}": "another",
    }
    daemon.store.commit(
        Batch(
            at=1,
            plans=(
                plan("plan-draft"),
                plan("plan-approved", state=PlanState.APPROVED),
                plan("plan-approving"),
                plan("plan-stopping", state=PlanState.APPROVED),
                plan("plan-excluding"),
            ),
            plan_items=(plan_item(plan="plan-draft"), plan_item(plan="plan-excluding")),
            audit=(AuditEntry(at=1, kind="item", actor="person:x", cause="item:item-1", run=settling),),
        )
    )
    bodies: dict[str, Any] = {
        "create_record": {"object": "contact", "fields": {"name": "Bo", "email": "bo@x.eu"}},
        "edit_record": {"fields": {"name": "Ann B"}},
        "name_records": {"records": [{"object": "contact", "id": record_id}]},
        "plan_undo": {"run": run_id},
        "bring_back": {"fields": ["title"], "at": daemon.now()},
        "merge_record": {"loser": client.create_record("contact", {"name": "Ann Bee"}).id},
        "resolve_conflict": {"choice": "value", "values": {"title": "both"}},
        "decide_item": {"approve": True},
        "save_rules": {"text": daemon.rules.text, "digest": daemon.rules.digest},
        "replay_rules": {"conflicts": 10, "since": 0},
        "rule_from_conflict": {"choice": "crm"},
        "make_plan": {"connection": "hs"},
        "write_mapping_files": {"files": daemon.laboratory.bundle()},
        "validate_mapping": {"connection": "hs", "crm_object": "contacts"},
        "test_mapping": {"connection": "hs", "crm_object": "contacts"},
        "preview_mapping": {"connection": "hs", "crm_object": "contacts"},
        "suggest_mapping": {"connection": "hs", "crm_object": "contacts", "hub_object": "contact"},
        "new_crm_field": {"connection": "hs", "crm_object": "contacts", "label": "Size", "type": "text"},
        "promote_mappings": {"source": "hs", "target": "hs2"},
        "revert_mapping": {"connection": "hs", "crm_object": "contacts", "version": 1},
        "exclude_plan_items": {"items": [1]},
        "resolve_conflicts": {"choice": "hub", "where": {"field": "title"}, "preview": True},
        "plan_resolutions": {"choice": "hub", "ids": [conflict_id]},
        "undo_resolutions": {"run": settling},
        "undo_decisions": {"run": settling},
        "plan_decisions": {"approve": True, "ids": ["item-1"]},
        "decide_items": {"approve": False, "ids": ["item-2"], "preview": True},
        "snooze_questions": {"ids": [conflict_id], "until": daemon.now() + 90_000_000},
        "escalate_questions": {"ids": [conflict_id], "to": "ben", "note": "please look"},
        "wake_questions": {"ids": [conflict_id]},
        "enable_advisor": {"precision": 0.99},
        "sync_connection": {"object": None, "full": True},
        "sign_in": {"client_id": "app", "client_secret": "s3cret"},
        "add_connection": {"name": "pd", "system": "pipedrive", "client_id": "app"},
        "keep_developer_key": {"key": "d3veloper"},
        "keep_model_key": {"key": "m0del"},
        "keep_target_secret": {"secret": "t0ken"},
        "answer_sign_in": {"address": "http://127.0.0.1:50000/cb/x?code=c&state=s"},
    }
    queries = {
        "list_records": "?object=contact",
        "list_links": "?connection=hs&object=contacts",
        "get_record_at": f"?at={daemon.now()}",
        "trace_record": f"?what={record_id}",
        "find_records": f"?what={record_id}",
        "item_outcome": "?approve=true",
        "list_standing": "?connection=hs&object=contacts&standing=in_sync",
    }
    (daemon.places[0] / "crmsync.toml").write_text('[connections.hs]\nsystem = "hubspot"\n', encoding="utf-8")
    last = ("second_opinion", "delete_record", "restore_record", "remove_connection")
    in_order = sorted(
        operations(made), key=lambda one: (*(one[2]["operationId"] == name for name in last[::-1]), one[1])
    )
    asked = set()
    for method, path, operation in in_order:
        name = operation["operationId"]
        asked.add(name)
        if name == "events":
            continue  # endless; its words are checked in test_events
        where = path.replace("{name}", "hs").replace("{connection}", "hs").replace("{hub_object}", "contact")
        where = where.replace("{crm_object}", "contacts")
        where = where.replace("{object}", "contact").replace("{field}", "title")
        where = where.replace("{target}", "desk" if path.endswith("ticket") else "ops")
        where = where.replace("{id}", ids.get(path, "")) + queries.get(name, "")
        body = json.dumps(bodies[name]).encode() if name in bodies else None
        status, headers, answer = raw(client, method, where, body)
        promised = operation["responses"]
        assert str(status) in promised and status < 300, (name, status, answer)
        assert headers["content-type"] == "application/json"
        schema = promised[str(status)]["content"]["application/json"]["schema"]
        Draft202012Validator({**schema, "components": made["components"]}).validate(json.loads(answer))
    methods = {name for name in dir(Client) if name[0] != "_" and callable(getattr(Client, name))}
    assert asked == methods - {"close", "all_plan_items"}


def test_problems_are_documented_and_say_what_to_do(running: Served) -> None:
    daemon, client = running
    made = document(daemon)
    cases = [
        ("GET", "/v1/records/nobody", None, 404, "not_found", "/v1/records/{id}"),
        ("PATCH", "/v1/records/nobody", {"fields": {"name": "x"}}, 404, "not_found", "/v1/records/{id}"),
        (
            "POST",
            "/v1/records",
            {"object": "contact", "fields": {"nope": "x"}},
            422,
            "invalid",
            "/v1/records",
        ),
        ("POST", "/v1/records", {"object": "contact", "fields": {"name": 7}}, 422, "invalid", "/v1/records"),
        ("POST", "/v1/records", {"object": "contact"}, 422, "invalid", "/v1/records"),
        ("GET", "/v1/runs?limit=0", None, 422, "invalid", "/v1/runs"),
        ("GET", "/v1/runs?after=zzz", None, 422, "invalid", "/v1/runs"),
        ("GET", "/v1/connections/xx", None, 404, "not_found", "/v1/connections/{name}"),
        ("POST", "/v1/connections/xx/pause", None, 404, "not_found", "/v1/connections/{name}/pause"),
    ]
    for method, path, body, status, kind, pattern in cases:
        found, headers, answer = raw(client, method, path, json.dumps(body).encode() if body else None)
        problem = json.loads(answer)
        assert (found, problem["kind"], problem["status"]) == (status, kind, status), (path, answer)
        assert headers["content-type"] == "application/problem+json"
        assert problem["advice"] and problem["detail"] and problem["type"] == f"urn:crmsync:problem:{kind}"
        promised = made["paths"][pattern][method.lower()]["responses"][str(status)]["content"]
        schema = {**promised["application/problem+json"]["schema"], "components": made["components"]}
        Draft202012Validator(schema).validate(problem)


def test_every_operation_declares_its_words(running: Served) -> None:
    made = document(running[0])
    for method, path, operation in operations(made):
        assert re.fullmatch(r"[a-z_]+", operation["operationId"]), path
        good = [code for code in operation["responses"] if code.startswith("2")]
        assert len(good) == 1, (method, path)
        assert operation["description"]
        (content,) = operation["responses"][good[0]]["content"].values()
        assert "$ref" in content["schema"]


def test_unknown_address_method_and_body_are_problems_too(running: Served) -> None:
    _, client = running
    for method, path, body, status, kind in [
        ("GET", "/v1/nothing", None, 404, "no_such_route"),
        ("DELETE", "/v1/health", None, 405, "method_refused"),
        ("POST", "/v1/records", b"{", 422, "invalid"),
        ("POST", "/v1/records", b"[" * 10_000, 422, "invalid"),
    ]:
        found, _, answer = raw(client, method, path, body)
        assert (found, json.loads(answer)["kind"]) == (status, kind), answer


# through the client ----------------------------------------------------------------------------------------------------
def test_greeting_tells_protocol_and_process(running: Served) -> None:
    greeting = running[1].hello()
    assert (greeting.protocol, greeting.pid, greeting.version) == (1, os.getpid(), "0.0-test")


def test_record_lives_from_create_to_delete(running: Served) -> None:
    daemon, client = running
    record = client.create_record("contact", {"name": "Ann", "email": "ann@x.eu"})
    assert record.created.by.startswith("person:")
    edited = client.edit_record(record.id, {"title": "Dr", "name": ""}, expected=1)
    assert (edited.version, edited.fields["title"], edited.fields.get("name")) == (2, "Dr", None)
    with pytest.raises((Conflicting, VersionChanged)):
        client.edit_record(record.id, {"title": "x"}, expected=1)
    with pytest.raises((Conflicting, VersionChanged)):
        client.delete_record(record.id, expected=1)
    assert client.get_record(record.id).pending[0].connection == "hs"
    daemon.settle()
    story = client.get_record(record.id)
    assert story.pending == []
    assert [(one.crm_object, one.behind) for one in story.links] == [("contacts", False)]
    assert client.delete_record(record.id, expected=2).deleted_at is not None
    assert client.list_records("contact").rows == []
    assert len(client.list_records("contact", deleted=True).rows) == 1


def test_version_may_be_given_as_if_match(running: Served) -> None:
    _, client = running
    record = client.create_record("contact", {"name": "Ann"})
    path, body = f"/v1/records/{record.id}", json.dumps({"fields": {"name": "Bo"}}).encode()
    json_type = {"Content-Type": "application/json"}
    status, headers, _ = raw(client, "PATCH", path, body, json_type | {"If-Match": '"1"'})
    assert (status, headers["etag"]) == (200, '"2"')
    assert raw(client, "PATCH", path, body, json_type | {"If-Match": '"1"'})[0] in (409, 412)
    assert raw(client, "PATCH", path, body, json_type | {"If-Match": "W/x"})[0] == 422
    both = json.dumps({"fields": {"name": "Cy"}, "expected": 2}).encode()
    assert raw(client, "PATCH", path, both, json_type | {"If-Match": '"1"'})[0] == 422
    assert raw(client, "GET", path)[1]["etag"] == '"2"'


def test_lists_are_paged_without_loss_or_repeat(running: Served) -> None:
    daemon, client = running
    made = [daemon.desk.create("contact", {"name": str(number)}, by="person:x").id for number in range(7)]
    seen, after = [], None
    while True:
        page = client.list_records("contact", after=after, limit=3)
        seen += [one.id for one in page.rows]
        after = page.next
        if after is None:
            break
    assert seen == sorted(made)
    entries, after = [], None
    while True:
        found = client.search_activity(kind="create", after=after, limit=2)
        entries += [one.seq for one in found.rows]
        after = found.next
        if after is None:
            break
    assert len(entries) == 7
    assert entries == sorted(entries, reverse=True)


def test_queues_tell_what_waits_and_why(running: Served) -> None:
    daemon, client = running
    record_id, _ = with_conflict(daemon)
    with_queues(daemon, record_id)
    (pending,) = client.list_pending("hs").rows
    assert (pending.state, pending.reason, pending.record_id) == ("parked", "r", record_id)
    (signal,) = client.list_signals().rows
    assert (signal.state, signal.waiting_for) == ("waiting", ["companies", "9"])
    story = client.get_record(record_id)
    assert [one.state for one in story.pending] == ["parked"]
    assert [one.crm_id for one in story.signals] == ["0000001"]
    assert [one.id for one in story.items] == ["item-1"]
    assert [one.rule for one in story.conflicts] == ["title"]
    assert client.list_items("open", "refused").rows[0].detail == {"fields": ["t"], "code": "TOO_LONG"}


def test_conflict_is_settled_on_both_sides(running: Served) -> None:
    daemon, client = running
    _, conflict_id = with_conflict(daemon)
    story = client.get_conflict(conflict_id)
    assert story.record is not None
    assert (story.conflict.hub.values, story.conflict.crm.values) == (["hub"], ["crm"])
    assert client.health().state == "attention"
    with pytest.raises(Invalid):
        client.resolve_conflict(conflict_id, "value")
    with pytest.raises(Invalid):
        client.resolve_conflict(conflict_id, "hub", {"title": "x"})
    assert client.resolve_conflict(conflict_id, "value", {"title": "both"}).state == "resolved"
    daemon.settle()
    assert [row["t"] for row in daemon.crm.live("contacts").values()] == ["both"]
    with pytest.raises(Conflicting):
        client.resolve_conflict(conflict_id, "hub")
    with pytest.raises(NotFound):
        client.resolve_conflict("nobody", "hub")


def test_connection_is_paused_asked_and_signed_in(running: Served) -> None:
    daemon, client = running
    assert client.pause_connection("hs").state == "paused"
    assert client.health().state == "stopped"
    assert client.resume_connection("hs").state == "connected"
    client.sync_connection("hs", "contact", full=True)
    assert daemon.asked == [("hs", "contact", True)]
    with pytest.raises(Invalid, match="client id"):
        client.sign_in("hs")
    started = client.sign_in("hs", "app", "s3cret")
    assert "client_id=app" in started.url
    assert daemon.secrets_given == [("app", "s3cret")]
    assert client.sign_in_status("hs").status == "done"


def test_audit_search_and_verification(running: Served) -> None:
    _, client = running
    record = client.create_record("contact", {"name": "Quince"})
    (entry,) = client.search_activity(text="quince", record=record.id).rows
    assert (entry.kind, [part.field for part in entry.changes]) == ("create", ["name"])
    assert client.search_activity(since=entry.at + 1_000).rows == []
    assert client.search_activity(run=entry.run, field="name").rows == [entry]
    assert client.get_run(entry.run).kind == "api"
    assert client.verify_audit().intact


def test_store_trouble_reaches_the_client_as_what_it_is(
    running: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon, client = running

    def refuse(*_: object, **__: object) -> None:
        raise StoreReadOnly("the database is read-only")

    monkeypatch.setattr(daemon.store, "commit", refuse)
    with pytest.raises(StoreReadOnly, match="read-only") as caught:
        client.create_record("contact", {"name": "x"})
    assert "write access" in caught.value.advice


def test_unforeseen_failure_tells_nothing_of_its_cause(
    running: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon, client = running

    def explode(*_: object, **__: object) -> None:
        raise RuntimeError("canary-value")

    monkeypatch.setattr(daemon.store, "tally", explode)
    status, headers, answer = raw(client, "GET", "/v1/objects")
    assert (status, headers["content-type"]) == (500, "application/problem+json")
    assert b"canary" not in answer
    assert client.hello().protocol == 1
