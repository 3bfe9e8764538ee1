"""Everything has to stay in the EU: what leads elsewhere is refused by name, before anything is sent there."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import ResidencyRefused
from daemon.app import build
from tests.support.staging import bare_home, staged

EU = '[residency]\nrequire = "eu"\n'


def test_a_database_elsewhere_is_refused_before_it_is_called(tmp_path: Path) -> None:
    places = bare_home(tmp_path, EU + '[store]\nurl = "postgresql://sync@db.example.com/hub"\n')
    with pytest.raises(ResidencyRefused, match=r"the database .db.example.com. is refused") as refused:
        build(places.config, places.data, places.socket)
    assert 'residency.store = "eu"' in refused.value.advice


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
