"""Signing in to Microsoft as a person does it: the command line shows an address and a code, the tokens end in the vault."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from adapters.sandbox.dynamics import CLIENT_ID, CLIENT_SECRET, PUBLIC_CLIENT_ID, TENANT
from tests.support.staging import SmallStage, staged, until
from tests.system.test_signing_in import crmsync, done


@pytest.fixture
def stage() -> Iterator[SmallStage]:
    with staged(records=50, crms="dynamics") as one:
        yield one


def with_flow(stage: SmallStage, flow: str) -> None:
    stage.set("crmsync.toml", r"(?m)^system = \"dynamics\"$", f'system = "dynamics"\nflow = "{flow}"')
    stage.set("crmsync.toml", r"/organizations/oauth2/v2.0/token", f"/{TENANT}/oauth2/v2.0/token")
    stage.start_daemon()


def everything_read(stage: SmallStage) -> None:
    done(stage, "connections", "prepare", "dy", "--yes")
    until(stage.at_rest, "the CRM is read in", 90)
    assert stage.client.list_links("dy", "contact", limit=500).rows


@pytest.mark.slow
def test_a_code_is_shown_and_typed_on_another_device(stage: SmallStage) -> None:
    with_flow(stage, "device")
    with crmsync(stage, "connections", "sign-in", "dy", "--client-id", PUBLIC_CLIENT_ID) as process:
        assert process.stdout is not None
        assert "Open this address" in process.stdout.readline()
        page = process.stdout.readline().strip()
        code = process.stdout.readline().strip().removeprefix("and type this code there: ")
        stage.boxes["dy"].session.get(page, params={"user_code": code}, timeout=30).raise_for_status()
        said, complained = process.communicate(timeout=60)
    assert process.returncode == 0, complained
    assert said == "dy is signed in.\n"
    everything_read(stage)


@pytest.mark.slow
def test_an_application_signs_in_without_anybody_and_leaves_no_token_in_clear(stage: SmallStage) -> None:
    with_flow(stage, "application")
    words = ("connections", "sign-in", "dy", "--client-id", CLIENT_ID, "--secret-stdin")
    with crmsync(stage, *words) as process:
        said, complained = process.communicate(f"{CLIENT_SECRET}\n", timeout=60)
    assert process.returncode == 0, complained
    assert "signed in" in said
    everything_read(stage)
    given_out = {one for one in stage.sandboxes["dy"].system.tokens.given_out if len(one) > 12}
    assert given_out
    for file in stage.home.rglob("*"):
        if file.is_file():
            held = file.read_bytes()
            assert CLIENT_SECRET.encode() not in held, file
            assert not any(token.encode() in held for token in given_out), file


@pytest.mark.slow
def test_a_sign_in_that_was_revoked_is_asked_for_again(stage: SmallStage) -> None:
    stage.start_daemon()
    stage.connect()
    until(stage.at_rest, "the CRM is read in", 90)
    stage.boxes["dy"].ask("POST", "/tokens/revoke", {})
    until(lambda: stage.connection("dy").state == "sign_in_needed", "the person is asked for")
    stage.consent(stage.boxes["dy"])
    until(lambda: stage.connection("dy").state != "sign_in_needed", "it goes on")
