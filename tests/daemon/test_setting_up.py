"""Connections come and go in crmsync.toml through the local API, and nothing else in the file is touched."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crm_systems import System
from core.errors import Conflicting, Invalid, NotFound, SettingsInvalid
from core.settings_text import with_connection, without_connection
from core.store.base import Activity
from core.wire.setting_up import AddConnection
from daemon.setup_facts import facts_of
from tests.support.small_daemon import served

SETTINGS = """# ours
region = "DE"

[connections.hs]  # the first
system = "hubspot"

[lanes]
poll_s = 5 # often
"""


@given(
    st.dictionaries(
        st.from_regex(r"[a-z_]{1,9}", fullmatch=True), st.text() | st.booleans() | st.integers(0, 9)
    ),
    st.sampled_from(["", SETTINGS, SETTINGS.rstrip(), SETTINGS.replace("\n", "\r\n")]),
)
def test_what_is_added_can_be_taken_out_again(values: dict[str, str | int | bool], text: str) -> None:
    made = with_connection(text, "pd", values)
    assert tomllib.loads(made)["connections"]["pd"] == values
    assert made.startswith(text)
    assert without_connection(made, "pd").rstrip("\r\n") == text.rstrip("\r\n")


def test_what_is_written_otherwise_is_left_to_a_person() -> None:
    for text in ('connections = { hs = { system = "hubspot" } }', 'connections.hs.system = "hubspot"'):
        with pytest.raises(SettingsInvalid, match="cannot be taken out"):
            without_connection(text, "hs")
    with pytest.raises(SettingsInvalid, match="cannot be added"):
        with_connection("connections = {}", "pd", {"system": "pipedrive"})


def test_every_right_that_is_asked_for_is_explained() -> None:
    for system in System:
        assert all(one.why.endswith(".") for one in facts_of(system.value).permissions)
        assert facts_of(system.value).ways[0].flow == "browser"


def test_a_connection_is_added_paused_and_removed_and_nothing_else_is_touched(tmp_path: Path) -> None:
    with served(tmp_path) as (daemon, _, client):
        file = daemon.places[0] / "crmsync.toml"
        file.write_text(SETTINGS, encoding="utf-8")
        client.add_connection(
            AddConnection(name="pd", system="pipedrive", client_id='a"b\\', redirect_port=8_749)
        )
        added = '\n[connections.pd]\nsystem = "pipedrive"\nclient_id = "a\\"b\\\\"\nredirect_port = 8749\n'
        assert file.read_text(encoding="utf-8") == SETTINGS + added
        assert (daemon.begun_anew, daemon.store.note("paused/pd")) == (1, "yes")
        templates = client.list_mapping_templates("pd").rows
        assert [one.hub_object for one in templates if not one.optional][:2] == ["company", "contact"]
        assert all('connection = "pd"' in one.text for one in templates)
        for wrong, said in (
            (AddConnection(name="pd", system="pipedrive"), "already"),
            (AddConnection(name="x", system="nothing"), "system"),
            (AddConnection(name="x", system="dynamics"), "api_url is missing"),
            (AddConnection(name="x", system="hubspot", api_url="https://evil.example"), "api_url"),
            (AddConnection(name="x", system="hubspot", flow="jwt"), "username is missing"),
        ):
            with pytest.raises((Invalid, Conflicting), match=said):
                client.add_connection(wrong)
        assert file.read_text(encoding="utf-8") == SETTINGS + added
        daemon.vault.seal(
            "hs",
            "tokens",
            '{"access": "a", "refresh": "r", "expires_at": 1, "instance_url": null, "scopes": []}',
        )
        with pytest.raises(Conflicting, match="signed in"):
            client.remove_connection("hs")
        daemon.vault.forget("hs", "tokens")
        assert client.remove_connection("hs").put_aside == ["hs-contact.toml.removed"]
        assert (
            file.read_text(encoding="utf-8")
            == '# ours\nregion = "DE"\n\n[lanes]\npoll_s = 5 # often\n' + added
        )
        assert daemon.begun_anew == 2
        with pytest.raises(NotFound):
            client.remove_connection("hs")
        assert len(daemon.store.search(Activity(kind="connection")).rows) == 2
