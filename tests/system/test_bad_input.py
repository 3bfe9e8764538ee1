"""Bad input while it runs, from outside: a named error with advice or a question in the queue, and nothing is lost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import resource
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial

import pytest
import requests

from core.errors import CrmSyncError
from core.wire.models import ItemWord
from daemon.demo.outside import rows
from daemon.webhook_address import webhook_address
from tests.support.staging import SmallStage, staged, store_of, until


@pytest.fixture(scope="module")
def stage() -> Iterator[SmallStage]:
    """Both CRMs read in, and everything at rest: each test leaves it so, and uses records and words of its own."""
    with staged() as one:
        one.start_daemon()
        one.connect()
        yield one


def deliver(stage: SmallStage, body: bytes, *, key: str = "", age_s: int = 0, cut: int = 0) -> int:
    """Send a webhook as HubSpot does, unless told otherwise; the status it is answered with."""
    secret = stage.boxes["hs"].part.secret
    address = webhook_address(f"http://127.0.0.1:{stage.webhook_port}", secret, "hs")
    stamp = str(int(time.time() - age_s) * 1_000)
    signed = b"POST" + address.encode() + body + stamp.encode()
    digest = hmac.new((key or secret).encode(), signed, hashlib.sha256).digest()
    headers = {
        "X-HubSpot-Signature-v3": base64.b64encode(digest).decode(),
        "X-HubSpot-Request-Timestamp": stamp,
        "Content-Type": "application/json",
    }
    with requests.Session() as session:
        session.trust_env = False
        to = address[: len(address) - cut]
        return session.post(to, data=body, headers=headers, timeout=30).status_code


# the store --------------------------------------------------------------------------------------------------------------
def test_a_full_disk_loses_nothing_and_work_goes_on_when_there_is_room_again(stage: SmallStage) -> None:
    record, there = stage.known_contact("disk@elsewhere.example")
    resource.prlimit(stage.daemon.pid, resource.RLIMIT_FSIZE, (32 * 1024, resource.RLIM_INFINITY))
    with pytest.raises(CrmSyncError) as full:
        for number in range(200):  # the log in front of the store has a little room left
            stage.client.edit_record(record.id, {"notes": f"{number} " + "x" * 2_000})
    assert full.value.kind == "store_full"
    assert "Free disk space" in full.value.advice
    kept = stage.client.get_record(record.id).record.fields.get("notes")
    named = b'[{"subscriptionType": "contact.propertyChange", "objectId": %s}]' % there["hs"].encode()
    assert deliver(stage, named) == 503  # HubSpot comes again
    stage.edit_in_crm("hs", there["hs"], {"jobtitle": "Written while the disk was full"})
    told = stage.told("hs", lambda one: one.reason, "tells its trouble")
    assert "Free disk space" in told.advice
    resource.prlimit(
        stage.daemon.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    )
    stage.arrives("sf", there["sf"], {"Title": "Written while the disk was full"})
    until(stage.at_rest, "everything is at rest again")
    assert stage.held("sf", there["sf"]).get("Description") == kept
    stage.client.edit_record(record.id, {"notes": "room again"})
    stage.arrives("sf", there["sf"], {"Description": "room again"})
    assert stage.client.verify_audit().intact


# CRMs -------------------------------------------------------------------------------------------------------------------
def test_a_revoked_token_asks_for_a_sign_in_and_keeps_what_is_pending(stage: SmallStage) -> None:
    record, there = stage.known_contact("token@elsewhere.example")
    stage.boxes["hs"].ask("POST", "/tokens/revoke", {})
    stage.client.edit_record(record.id, {"job_title": "Chief"})
    told = stage.told("hs", lambda one: one.state == "sign_in_needed", "asks for a sign-in")
    assert "crmsync connections sign-in" in told.advice
    stage.arrives("sf", there["sf"], {"Title": "Chief"})  # the other CRM goes on
    assert [one.record_id for one in stage.client.list_pending("hs").rows] == [record.id]
    stage.daemon.kill()  # what is pending is on the disk
    stage.start_daemon()
    stage.told("hs", lambda one: one.state == "sign_in_needed", "still asks for a sign-in")
    stage.sign_in(stage.boxes["hs"])
    stage.arrives("hs", there["hs"], {"jobtitle": "Chief"})
    until(stage.at_rest, "everything is at rest again")


@pytest.mark.parametrize("fault", ["non_json", "truncated_json", "html_403", "html_502"])
@pytest.mark.parametrize("name", ["hs", "sf"])
def test_an_unreadable_answer_is_told_and_nothing_is_lost(stage: SmallStage, name: str, fault: str) -> None:
    record, there = stage.known_contact(f"{name}-{fault}@elsewhere.example")
    other = "sf" if name == "hs" else "hs"
    field, title = {"hs": "jobtitle", "sf": "Title"}, f"Chief {name} {fault}"
    stage.boxes[name].set_faults({fault: 1.0})
    try:
        stage.client.edit_record(record.id, {"job_title": title})
        stage.arrives(other, there[other], {field[other]: title})  # the other CRM goes on
        told = stage.told(name, lambda one: one.reason, "tells its trouble", 60)
        assert told.advice
        assert "Chief" not in told.reason
        assert stage.client.list_pending(name).rows
    finally:
        stage.boxes[name].set_faults({})
    stage.arrives(name, there[name], {field[name]: title})
    until(stage.at_rest, "everything is at rest again", 60)
    assert stage.connection(name).reason == ""
    written = [one for one in stage.boxes[name].entries(0) if one["changes"].get(field[name]) == title]
    assert len(written) == 1


def test_a_refused_value_becomes_a_question_and_the_rest_of_the_record_goes_on(stage: SmallStage) -> None:
    record, there = stage.known_contact()
    stage.client.edit_record(record.id, {"email": "no address", "job_title": "Chief"})

    def asked() -> dict[str, ItemWord]:
        found = rows(lambda after: stage.client.list_items("open", "refused", after=after))
        return {one.connection: one for one in found if one.record_id == record.id}

    until(lambda: len(asked()) == 2, "both CRMs' refusals are in the queue")
    items = asked()
    assert "INVALID_EMAIL" in items["hs"].reason
    assert "INVALID_EMAIL_ADDRESS" in items["sf"].reason
    assert all("Correct the value" in one.advice for one in items.values())
    stage.arrives("hs", there["hs"], {"jobtitle": "Chief"})
    stage.arrives("sf", there["sf"], {"Title": "Chief"})
    assert stage.held("sf", there["sf"])["Email"] == "weber@elsewhere.example"
    until(lambda: not stage.due(), "nothing is tried again and again")
    stage.client.edit_record(record.id, {"email": "chief@elsewhere.example"})
    stage.arrives("hs", there["hs"], {"email": "chief@elsewhere.example"})
    stage.arrives("sf", there["sf"], {"Email": "chief@elsewhere.example"})
    until(lambda: not asked(), "the questions are answered by it")


# webhooks ---------------------------------------------------------------------------------------------------------------
def test_bad_webhooks_are_refused_by_kind_and_change_nothing(stage: SmallStage) -> None:
    send = partial(deliver, stage)

    def audited() -> int:
        return sum(1 for _ in rows(lambda after: stage.client.search_activity(after=after, limit=500)))

    before, said = audited(), len(stage.daemon.said())
    assert send(b"[]", key="not the secret") == 401
    assert send(b"[]", age_s=600) == 401
    assert send(b"no JSON") == 400
    assert send(b'{"subscriptionType": 7}') == 400
    assert send(b"[" * 100_000) == 400
    assert send(b"[" + b" " * (1024 * 1024) + b"]") == 413
    assert send(b"[]", cut=4) == 404
    assert send(b'[{"subscriptionType": "contact.creation", "objectId": 999999999999}]') == 200
    until(stage.at_rest, "a record that is not there is looked up and forgotten")
    assert audited() == before
    assert stage.connection("hs").state == "connected"
    assert "Traceback" not in stage.daemon.said()[said:]


# ending -----------------------------------------------------------------------------------------------------------------
def test_sigterm_finishes_the_batch_in_hand_and_ends_with_0(stage: SmallStage) -> None:
    assert stage.daemon.stop() == 0
    for box in stage.boxes.values():
        box.set_faults({"latency_floor_ms": 400})
    before = len(stage.daemon.said())
    stage.start_daemon()
    made = [stage.new_contact(f"Weber {number}", email=f"w{number}@x.example").id for number in range(60)]
    until(lambda: stage.client.list_pending("hs").rows, "there is work")
    time.sleep(0.6)  # in the middle of it
    begin = time.monotonic()
    code = stage.daemon.stop()
    took, said = time.monotonic() - begin, stage.daemon.said()[before:]
    assert code == 0, said
    assert "Traceback" not in said
    assert took < 15
    with closing(sqlite3.connect(store_of(stage.home))) as store:
        assert store.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        left = [row[0] for row in store.execute("SELECT body FROM attempts WHERE is_open = 1")]
    assert left == []  # every write that was begun has its answer
    for box in stage.boxes.values():
        box.set_faults({})
    stage.start_daemon()
    until(stage.at_rest, "the rest arrives after a new start")
    for name in stage.boxes:
        ids = [stage.crm_id(one, name) for one in made]
        assert len(set(ids)) == len(made)
