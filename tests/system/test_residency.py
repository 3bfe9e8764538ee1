"""Everything has to stay in the EU: what leads elsewhere is refused by name, before anything is sent there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.errors import ResidencyRefused
from core.residency import HERE
from core.settings import read_settings
from daemon.app import build
from daemon.residency import Residency
from tests.support.staging import bare_home, staged

EU = '[residency]\nrequire = "eu"\n'


def test_a_database_elsewhere_is_refused_before_it_is_called(tmp_path: Path) -> None:
    places = bare_home(tmp_path, EU + '[store]\nurl = "postgresql://sync@db.example.com/hub"\n')
    with pytest.raises(ResidencyRefused, match=r"the database .db.example.com. is refused") as refused:
        build(places.config, places.data, places.socket)
    assert 'residency.store = "eu"' in refused.value.advice


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("postgresql:///hub?host=db.example.com", "db.example.com"),
        ("postgresql://sync@localhost/hub?host=db.example.com", "db.example.com"),
        ("postgresql://sync@localhost/hub?hostaddr=203.0.113.9", "203.0.113.9"),
        ("postgresql:///hub?host=127.0.0.1&host=db.example.com", "db.example.com"),
        ("postgresql:///hub?service=far", "service far"),
    ],
)
def test_a_database_elsewhere_is_refused_however_its_address_is_spelt(
    tmp_path: Path, address: str, named: str
) -> None:
    places = bare_home(tmp_path, EU + f'[store]\nurl = "{address}"\n')
    with pytest.raises(ResidencyRefused, match=re.escape(named)):
        build(places.config, places.data, places.socket)


@pytest.mark.parametrize(
    ("variable", "value"), [("PGHOST", "db.example.com"), ("PGHOSTADDR", "203.0.113.9"), ("PGSERVICE", "far")]
)
def test_a_database_elsewhere_is_refused_where_the_environment_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    places = bare_home(tmp_path, EU + '[store]\nurl = "postgresql:///hub"\n')
    with pytest.raises(ResidencyRefused, match=value):
        build(places.config, places.data, places.socket)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql:///hub",
        "postgresql:///hub?host=/var/run/postgresql",
        "postgresql://sync@127.0.0.1/hub",
        "postgresql://sync@localhost/hub?hostaddr=127.0.0.1",
        "sqlite:////tmp/hub.sqlite",
    ],
)
def test_a_database_of_this_machine_stays_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    for variable in ("PGHOST", "PGHOSTADDR", "PGSERVICE"):
        monkeypatch.delenv(variable, raising=False)
    residency = Residency(settings=read_settings(EU, "crmsync.toml", tmp_path), store_url=address)
    assert residency.verdicts()[0].route.place.area == HERE
    residency.admit_installation()


def test_webhooks_that_take_a_way_nobody_vouches_for_are_refused(tmp_path: Path) -> None:
    settings = EU + '[webhooks]\nenabled = true\npublic_url = "https://relay.example.com/hooks"\n'
    places = bare_home(tmp_path, settings)
    with pytest.raises(ResidencyRefused, match=r"webhooks .relay.example.com."):
        build(places.config, places.data, places.socket)


@pytest.mark.slow
def test_a_connection_that_leads_elsewhere_stops_alone_and_hears_nothing() -> None:
    with staged(records=50) as stage:
        text = (stage.places.config / "crmsync.toml").read_text(encoding="utf-8")
        text = text.replace('system = "salesforce"', 'system = "salesforce"\nresidency = "us"')
        (stage.places.config / "crmsync.toml").write_text(text + EU, encoding="utf-8")
        stage.start_daemon()
        stage.sign_in(stage.boxes["hs"])
        stage.consent(stage.boxes["sf"])
        with pytest.raises(ResidencyRefused, match="sf: records"):
            stage.client.prepare_connection("sf")
        stopped = stage.told("sf", lambda one: one.state == "stopped", "it is refused")
        assert "sf: records" in stopped.reason
        assert "us" in stopped.reason
        stage.told("hs", lambda one: one.state == "connected", "the other one works")
        asked = stage.boxes["sf"].ask("GET", "/stats")["requests_by_route"]
        assert [route for route in asked if "/services/data" in route] == []
        verdicts = {one.name: one for one in stage.client.residency().rows}
        assert verdicts["sf: records"].allowed is False
        assert verdicts["hs: records"].allowed is True
        assert verdicts["hs: records"].evidence == "the account says it is hosted in 'eu1'"
        assert verdicts["the database"].area == "here"
