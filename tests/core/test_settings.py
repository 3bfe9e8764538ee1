"""The settings file: defaults, every kind of mistake, and what it must never be able to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.crm_systems import System
from core.errors import SettingsInvalid
from core.settings import LogFormat, Settings, load_settings, read_settings

FULL = """
region = "DE"

[store]
url = "postgresql://crmsync@db.internal/hub"
passfile = "secret/pgpass"

[webhooks]
enabled = true
port = 9000
public_url = "https://sync.example.com/hooks"

[lanes]
poll_s = 5
overlap_s = 0.5

[brakes]
share = 0.2

[retention]
runs_days = 30

[log]
level = "debug"
format = "json"

[connections.hs]
system = "hubspot"
client_id = "abc"
redirect_port = 8101
poll_s = 1.5

[connections.sandbox]
system = "salesforce"
loopback = true
auth_url = "http://127.0.0.1:8102/services/oauth2/authorize"
api_url = "http://localhost:8102"
token_url = "http://[::1]:8102/services/oauth2/token"
events_address = "127.0.0.1:8103"
"""


def read(text: str, tmp_path: Path, environ: dict[str, str] | None = None) -> Settings:
    return read_settings(text, "crmsync.toml", tmp_path, environ)


def refusal(text: str, tmp_path: Path, environ: dict[str, str] | None = None) -> str:
    with pytest.raises(SettingsInvalid) as refused:
        read(text, tmp_path, environ)
    assert refused.value.advice
    return f"{refused.value} | {refused.value.advice}"


def test_an_empty_file_gives_working_defaults(tmp_path: Path) -> None:
    (tmp_path / "crmsync.toml").write_text("")
    made = load_settings(tmp_path)
    assert made.store_url(tmp_path / "data") == f"sqlite:///{tmp_path}/data/hub.sqlite"
    assert made.lanes.hold_seconds == 120
    assert made.webhooks.host == "127.0.0.1"
    assert not made.webhooks.enabled
    assert made.connections == {}
    assert made.mappings_folder == tmp_path / "mappings"


def test_every_section_is_read(tmp_path: Path) -> None:
    made = read(FULL, tmp_path)
    given = f"postgresql://crmsync@db.internal/hub?passfile={tmp_path}/secret/pgpass"
    assert made.store_url(tmp_path / "data") == given
    assert made.lanes.poll_s == 5
    assert made.retention.runs_days == 30
    assert made.log.format is LogFormat.JSON
    assert made.connections["hs"].system is System.HUBSPOT
    assert made.connections["hs"].redirect_port == 8101
    assert made.connections["hs"].poll_s == 1.5
    assert made.connections["hs"].api_url == "https://api.hubapi.com"
    assert made.connections["hs"].token_url.endswith("/oauth/2026-03/token")
    assert made.connections["sandbox"].api_url == "http://localhost:8102"


def test_a_missing_file_is_told_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match=r"crmsync\.toml does not exist"):
        load_settings(tmp_path / "none")


BAD = {
    'regoin = "DE"': ("regoin", "'region'"),
    "[lanes]\npol_s = 3": ("lanes.pol_s", "'poll_s'"),
    "[lanes]\npoll_s = 'soon'": ("lanes.poll_s", "number"),
    "[lanes]\npoll_s = 0": ("lanes.poll_s", "0.05"),
    "[lanes]\nbatch = 500": ("lanes.batch", "not a known key", "poll_s"),
    "[store]\npassfile = 3": ("store.passfile", "path in quotes"),
    "[webhooks]\nport = 1.5": ("webhooks.port", "whole number"),
    "[webhooks]\nport = true": ("webhooks.port", "whole number"),
    "[webhooks]\nport = 70000": ("webhooks.port", "65535"),
    "[webhooks]\nenabled = 'yes'": ("webhooks.enabled", "true or false"),
    "[webhooks]\npublic_url = 'http://sync.example.com'": ("webhooks.public_url", "https"),
    "[log]\nlevel = 'loud'": ("log.level", "'debug'"),
    "region = 'Germany'": ("region", '"DE"'),
    "store = 3": ("store", "table"),
    "folder = '/'": ("folder", "not a known key", "CRMSYNC_HOME"),
    "data = 'state'": ("data", "not a known key", "connections"),
    "[api]\nsocket = 'api.sock'": ("api", "not a known key", "connections"),
    "[retention]\naudit_days = 30": ("retention.audit_days", "not a known key", "'runs_days'"),
    "[connections.hs]\nsystem = 'hubspot'\nsandbox = true": (
        "connections.hs.sandbox",
        "not a known key",
        "loopback",
    ),
    "[connections.sf]\nsystem = 'salesforce'\nevents_address = 'evil.example:7443'": (
        "events_address",
        "salesforce.com",
    ),
    "[connections.sf]\nsystem = 'salesforce'\nevents_address = 'api.pubsub.salesforce.com'": (
        "events_address",
        "host:port",
    ),
    "[connections.hs]\nclient_id = 'x'": ("connections.hs.system", "missing"),
    "[connections.dy]\nsystem = 'dynamics'": ("connections.dy", "https://acme.crm4.dynamics.com"),
    "[connections.dy]\nsystem = 'dynamics'\napi_url = 'https://dynamics.example.com'": (
        "connections.dy",
        "dynamics.com",
    ),
    "[connections.hs]\nsystem = 'hubspott'": ("connections.hs.system", "'hubspot'"),
    "[connections.Hs]\nsystem = 'hubspot'": ("connections.Hs", "small letters"),
    "[connections.hs]\nsystem = 'hubspot'\nredirct_port = 1": (
        "connections.hs.redirct_port",
        "'redirect_port'",
    ),
    "x = [": ("line", "TOML"),
    "[store]\nurl = 'mysql://db/hub'": ("store.url", "sqlite"),
}


@pytest.mark.parametrize("text", BAD)
def test_a_mistake_is_told_by_file_key_and_expectation(text: str, tmp_path: Path) -> None:
    told = refusal(text, tmp_path)
    assert "crmsync.toml" in told
    assert all(word in told for word in BAD[text])


@pytest.mark.parametrize("key", ["client_secret", "password", "access_token", "api_key"])
def test_secrets_are_refused_without_being_repeated(key: str, tmp_path: Path) -> None:
    told = refusal(f"[connections.hs]\nsystem = 'hubspot'\n{key} = 'hunter2'", tmp_path)
    assert "secrets do not belong" in told
    assert "hunter2" not in told


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:hunter2@db/hub",
        "postgresql://db/hub?password=hunter2",
        "postgresql+psycopg://u:hunter2@db/hub",
    ],
)
def test_a_database_password_comes_from_the_environment_only(url: str, tmp_path: Path) -> None:
    told = refusal(f"[store]\nurl = '{url}'", tmp_path)
    assert "passfile" in told
    assert "hunter2" not in told
    assert read("", tmp_path, {"CRMSYNC_STORE_URL": url}).store_url(tmp_path) == url


def test_a_bad_address_in_the_environment_is_told_by_the_variable(tmp_path: Path) -> None:
    told = refusal("", tmp_path, {"CRMSYNC_STORE_URL": "mysql://u:hunter2@db"})
    assert "CRMSYNC_STORE_URL" in told
    assert "hunter2" not in told


ELSEWHERE = [
    "http://api.hubapi.com",
    "https://evil.example",
    "https://api.hubapi.com.evil.example",
    "https://evilhubapi.com",
    "https://api.hubapi.com@evil.example/",
    "https://evil.example#.hubapi.com",
    "https://evil.example\\.hubapi.com",
    "https://127.0.0.1",
    "https://localhost",
    "https://169.254.169.254/latest",
    "https://[::1]/",
    "https://api.hubapi.com:8443",
    "file:///etc/passwd",
    "https://аpi.hubapi.com",  # a Cyrillic letter
    "https://api.hubapi.com\t.evil.example",
    "https://[bad",
    "//api.hubapi.com",
]


@pytest.mark.parametrize("url", ELSEWHERE)
@pytest.mark.parametrize("key", ["api_url", "auth_url", "token_url"])
def test_a_connection_cannot_point_anywhere_but_at_its_vendor(url: str, key: str, tmp_path: Path) -> None:
    quoted = url.replace("\\", "\\\\").replace("\t", "\\t")
    told = refusal(f'[connections.hs]\nsystem = "hubspot"\n{key} = "{quoted}"', tmp_path)
    assert key in told


def test_another_host_of_the_vendor_is_allowed(tmp_path: Path) -> None:
    made = read(
        "[connections.sf]\nsystem = 'salesforce'\napi_url = 'https://acme.my.salesforce.com'", tmp_path
    )
    assert made.connections["sf"].api_url == "https://acme.my.salesforce.com"


@pytest.mark.parametrize(
    "url", ["http://10.0.0.1", "https://api.hubapi.com", "http://127.0.0.1.evil.example", "ftp://127.0.0.1"]
)
def test_loopback_means_this_machine_and_nothing_else(url: str, tmp_path: Path) -> None:
    text = "[connections.hs]\nsystem = 'hubspot'\nloopback = true\n"
    same = "auth_url = 'http://127.0.0.1:1'\ntoken_url = 'http://127.0.0.1:1'\n"
    assert "api_url" in refusal(f"{text}{same}api_url = '{url}'", tmp_path)
    assert "every address must be given" in refusal(f"{text}{same}", tmp_path)
