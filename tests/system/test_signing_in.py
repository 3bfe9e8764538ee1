"""Signing in, signing out and preparing as a person does it: the command line, a daemon as a process, CRMs over HTTP."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from adapters.hubspot.payloads import MARKER
from adapters.sandbox.salesforce.assertions import USERNAME
from adapters.sandbox.salesforce.org import SalesforceOrg
from core.errors import NotPermitted
from tests.support import warm
from tests.support.people_signing_in import address_after_consent
from tests.support.staging import SmallStage, staged, until
from tests.support.warm import ROOT


@pytest.fixture
def stage() -> Iterator[SmallStage]:
    """A daemon nobody has signed in to yet."""
    with staged() as one:
        one.start_daemon()
        yield one


def crmsync(stage: SmallStage, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "daemon", *words],
        cwd=ROOT,
        env={**os.environ, "CRMSYNC_HOME": str(stage.home), "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def done(stage: SmallStage, *words: str) -> str:
    """What a command printed; it must succeed."""
    found = warm.run(words, {"CRMSYNC_HOME": str(stage.home), "NO_COLOR": "1"})
    assert found.returncode == 0, found.stderr + found.stdout
    return found.stdout


def has_marker(stage: SmallStage) -> bool:
    box = stage.boxes["hs"]
    headers = {"Authorization": f"Bearer {box.part.token}"}
    path = f"{box.url}/crm/v3/properties/contacts/{MARKER}"
    return box.session.get(path, headers=headers, timeout=30).status_code == 200


def created_by_us(stage: SmallStage, name: str) -> int:
    return sum(
        one["op"] == "create" and one["actor"]["kind"] == "integration"
        for one in stage.boxes[name].entries(0)
    )


# a browser on another machine -------------------------------------------------------------------------------------------
def test_a_headless_server_is_signed_in_by_pasting_an_address_and_loses_nothing_while_signed_out(
    stage: SmallStage,
) -> None:
    part = stage.boxes["hs"].part
    with crmsync(
        stage, "connections", "sign-in", "hs", "--client-id", part.client_id, "--secret-stdin", "--paste"
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{part.secret}\n")
        process.stdin.flush()
        assert "Open this address" in process.stdout.readline()
        link = process.stdout.readline().strip()
        address = address_after_consent(link)
        process.stdin.write(f"{address}\n")
        process.stdin.flush()
        said, complained = process.communicate(timeout=60)
    assert process.returncode == 0, complained
    assert said == "hs is signed in.\n"
    stage.sign_in(stage.boxes["sf"])
    done(stage, "connections", "prepare", "hs", "--yes")
    until(stage.at_rest, "both CRMs are read in", 90)
    record, there = stage.known_contact()

    # One command out: the tokens are dead at the CRM too, and everything is kept.
    tokens = stage.sandboxes["hs"].system.tokens
    assert done(stage, "connections", "sign-out", "hs") == "hs is signed out here and at the CRM.\n"
    assert tokens.revoke_all() == 0
    told = stage.told("hs", lambda one: one.state == "sign_in_needed", "asks for a sign-in")
    assert "crmsync connections sign-in hs" in told.advice
    stage.client.edit_record(record.id, {"job_title": "Edited in the hub"})
    stage.edit_in_crm("hs", there["hs"], {"phone": "+49 30 5557788"})
    stage.arrives("sf", there["sf"], {"Title": "Edited in the hub"})
    stage.daemon.kill()
    stage.start_daemon()
    stage.told("hs", lambda one: one.state == "sign_in_needed", "still asks for a sign-in")

    # One command in again.
    stage.sign_in(stage.boxes["hs"])
    stage.arrives("hs", there["hs"], {"jobtitle": "Edited in the hub"})
    until(lambda: stage.held("sf", there["sf"]).get("Phone"), "what was edited in HubSpot arrived")
    until(stage.at_rest, "everything is at rest again")


def test_a_new_sign_in_takes_the_place_of_one_that_waits(stage: SmallStage) -> None:
    part = stage.boxes["hs"].part
    first = stage.client.sign_in("hs", part.client_id, part.secret)
    second = stage.client.sign_in("hs", part.client_id, part.secret, paste=True)
    assert first.state != second.state
    stage.client.answer_sign_in("hs", address_after_consent(first.url))
    until(lambda: stage.client.sign_in_status("hs").status != "waiting", "the sign-in has ended")
    assert "not meant for this request" in stage.client.sign_in_status("hs").status
    stage.sign_in(stage.boxes["hs"])


def test_a_sign_in_begun_again_listens_where_the_former_did() -> None:
    """A person closes the browser and asks for it once more; vendors want one fixed port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with staged(crms="hubspot") as stage:
        stage.set("crmsync.toml", r"(?m)^\[connections\.hs\]$", f"[connections.hs]\nredirect_port = {port}")
        stage.start_daemon()
        part = stage.boxes["hs"].part
        first, second = (stage.client.sign_in("hs", part.client_id, part.secret) for _ in range(2))
        assert first.state != second.state and f"localhost%3A{port}" in second.url
        with requests.get(second.url, timeout=30) as page:
            assert "Almost done" in page.text
        until(lambda: stage.client.sign_in_status("hs").status == "done", "the second sign-in is done")


# a server's own key -----------------------------------------------------------------------------------------------------
def test_a_server_signs_in_to_salesforce_by_its_key_without_anybody() -> None:
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    with staged() as stage:
        org = stage.sandboxes["sf"].system
        assert isinstance(org, SalesforceOrg)
        public = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        org.access.assertions.trust(stage.boxes["sf"].part.client_id, public.decode())
        lines = f'[connections.sf]\nflow = "jwt"\nusername = "{USERNAME}"\nkey_file = "sf.key"\n'
        stage.set("crmsync.toml", r"\[connections\.sf\]\n", lines)
        path = stage.places.config / "sf.key"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        path.chmod(0o644)
        stage.start_daemon()
        with crmsync(
            stage, "connections", "sign-in", "sf", "--client-id", stage.boxes["sf"].part.client_id
        ) as process:
            _, complained = process.communicate(timeout=60)
        assert process.returncode == 2
        assert f"chmod 600 {path}" in complained
        path.chmod(0o600)
        assert (
            done(stage, "connections", "sign-in", "sf", "--client-id", stage.boxes["sf"].part.client_id)
            == "sf is signed in.\n"
        )
        done(stage, "connections", "prepare", "sf", "--yes")
        until(lambda: stage.is_live("sf"), "sf is read in", 60)
        org.tokens.revoke_all()  # a session that is over: a new assertion is made, nobody is asked
        record = stage.new_contact("Weber", email="weber@elsewhere.example")
        assert stage.held("sf", stage.crm_id(record.id, "sf"))["LastName"] == "Weber"


# preparing --------------------------------------------------------------------------------------------------------------
def test_nothing_is_made_in_a_crm_before_a_person_agrees(stage: SmallStage) -> None:
    stage.sign_in(stage.boxes["sf"])
    stage.consent(stage.boxes["hs"])
    told = stage.told("hs", lambda one: one.state == "prepare_needed", "must be prepared")
    assert f"contacts.{MARKER}" in told.reason
    assert told.advice == "Prepare it: crmsync connections prepare hs"
    assert "hs must be prepared" in stage.client.health().sentence
    until(lambda: stage.is_live("hs") and stage.is_live("sf"), "both are read in meanwhile", 90)
    record = stage.new_contact("Weber", email="weber@elsewhere.example")
    stage.crm_id(record.id, "sf")

    def waiting() -> bool:
        rows = stage.client.list_pending("hs", limit=500).rows
        return any(one.record_id == record.id and one.state == "waiting" for one in rows)

    until(waiting, "the new record waits for hs to be prepared")
    # What is there already goes on both ways.
    (linked,) = stage.client.list_links("hs", "contacts", limit=1).rows
    stage.client.edit_record(linked.record_id, {"job_title": "Goes on"})
    stage.arrives("hs", linked.crm_id, {"jobtitle": "Goes on"})
    assert (has_marker(stage), created_by_us(stage, "hs")) == (False, 0)
    said = done(stage, "connections", "prepare", "hs", "--yes")
    assert MARKER in said
    assert "made now" in said
    assert has_marker(stage)
    assert stage.held("hs", stage.crm_id(record.id, "hs"))["lastname"] == "Weber"
    until(stage.at_rest, "everything is at rest", 90)
    assert created_by_us(stage, "hs") > 0


def test_without_the_right_it_is_told_what_is_lost(stage: SmallStage) -> None:
    box = stage.boxes["hs"]
    asked = stage.client.sign_in("hs", box.part.client_id, box.part.secret)
    parts = urlsplit(asked.url)
    less = {
        name: " ".join(one for one in value.split() if "schemas" not in one or one.endswith(".read"))
        for name, value in parse_qsl(parts.query)
    }
    box.session.get(parts._replace(query=urlencode(less)).geturl(), timeout=30).raise_for_status()
    until(lambda: stage.client.sign_in_status("hs").status == "done", "hs is signed in")
    with pytest.raises(NotPermitted):
        stage.prepare(box.part)
    with crmsync(stage, "connections", "prepare", "hs", "--yes") as process:
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 4
    assert "crm.schemas.contacts.write" in said
    assert "one whose answer was lost could be there twice" in said
    stage.told("hs", lambda one: one.state == "prepare_needed", "still must be prepared")
