"""Each fault does what its name says, on the routes it is meant for, and is refused when misspelt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from adapters.sandbox.faults import FaultBox, FaultConfigError, describe_faults, load_faults, parse_faults
from tests.adapters.sandbox.hubspot_caller import Caller, hubspot

CONTACTS = "/crm/v3/objects/contacts"


@pytest.fixture(scope="module")
def crm() -> Iterator[Caller]:
    with hubspot(records=30) as caller:
        yield caller


def live(crm: Caller) -> int:
    return len(crm.box.world.tables["contacts"])


def test_a_lost_answer_leaves_the_write_applied(crm: Caller) -> None:
    before = live(crm)
    with crm.trouble(lose_answer=1):
        with pytest.raises(requests.ConnectionError):
            crm.create("contacts", lastname="Lost answer")
        assert live(crm) == before + 1
        assert crm.get(CONTACTS).status_code == 200  # nothing was written, so nothing is lost


def test_a_dropped_request_applies_nothing(crm: Caller) -> None:
    before = live(crm)
    with crm.trouble(drop_request=1), pytest.raises(requests.ConnectionError):
        crm.create("contacts", lastname="Dropped")
    assert live(crm) == before


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ("server_error", 500),
        ("unavailable", 503),
        ("throttle", 429),
        ("unauthorized", 401),
        ("html_403", 403),
        ("html_502", 502),
    ],
)
def test_refusals_apply_nothing(crm: Caller, fault: str, status: int) -> None:
    before = live(crm)
    with crm.trouble(**{fault: 1}):
        answer = crm.post(CONTACTS, {"properties": {"lastname": "Refused"}})
    assert answer.status_code == status
    assert live(crm) == before
    assert ("text/html" in answer.headers["content-type"]) is fault.startswith("html")


def test_only_one_kind_of_throttling_says_when_to_come_back(crm: Caller) -> None:
    with crm.trouble(throttle=1):
        assert "retry-after" not in crm.get(CONTACTS).headers
    with crm.trouble(throttle_with_retry_after=1, retry_after_s=3):
        assert crm.get(CONTACTS).headers["retry-after"] == "3"


def test_a_token_can_end_in_the_middle_of_a_batch(crm: Caller) -> None:
    before = live(crm)
    inputs = [{"properties": {"lastname": f"Half {n}"}} for n in range(10)]
    with crm.trouble(unauthorized_mid_batch=1):
        assert crm.post(f"{CONTACTS}/batch/create", {"inputs": inputs}).status_code == 401
    assert live(crm) == before + 5


def test_some_inputs_of_a_batch_fail(crm: Caller) -> None:
    inputs = [{"objectWriteTraceId": str(n), "properties": {"lastname": f"Part {n}"}} for n in range(60)]
    with crm.trouble(partial_failure=0.5, seed=5):
        answer = crm.post(f"{CONTACTS}/batch/create", {"inputs": inputs})
    body = answer.json()
    assert answer.status_code == 207
    done = {result["objectWriteTraceId"] for result in body["results"]}
    failed = {error["context"]["objectWriteTraceId"][0] for error in body["errors"]}
    assert 10 < len(failed) < 50
    assert done | failed == {str(n) for n in range(60)}
    assert not done & failed


def test_results_can_keep_their_order(crm: Caller) -> None:
    inputs = [{"properties": {"lastname": f"Order {n:02}"}} for n in range(30)]
    with crm.trouble(shuffle_results=0):
        results = crm.post(f"{CONTACTS}/batch/create", {"inputs": inputs}).json()["results"]
    names = [result["properties"]["lastname"] for result in results]
    assert names == sorted(names)


def test_bodies_can_be_no_json_or_half_of_it(crm: Caller) -> None:
    for fault in ("non_json", "truncated_json"):
        with crm.trouble(**{fault: 1}):
            answer = crm.get(CONTACTS)
        assert answer.status_code == 200
        with pytest.raises(requests.exceptions.JSONDecodeError):
            answer.json()


def test_lists_and_searches_can_come_empty(crm: Caller) -> None:
    with crm.trouble(empty_lists=1):
        assert crm.get(CONTACTS).json() == {"results": []}
        assert crm.search("contacts")["total"] == 0


def test_answers_can_be_slow(crm: Caller) -> None:
    with crm.trouble(latency_floor_ms=120, latency_ms=1):
        assert crm.get(CONTACTS).elapsed.total_seconds() >= 0.12


def test_a_fault_keeps_to_its_routes_and_its_times(crm: Caller) -> None:
    with crm.trouble(server_error={"value": 1, "routes": "POST .*/search$", "times": 2}):
        assert crm.get(CONTACTS).status_code == 200
        statuses = [crm.post(f"{CONTACTS}/search", {}).status_code for _ in range(3)]
    assert statuses == [500, 500, 200]


def test_the_same_seed_rolls_the_same_trouble() -> None:
    def rolls(seed: int) -> list[bool]:
        box = FaultBox(parse_faults({"seed": seed, "throttle": 0.3}))
        return [box.strikes("throttle", "GET /x") for _ in range(50)]

    assert rolls(1) == rolls(1) != rolls(2)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"throtle": 1}, "unknown fault 'throtle'"),
        ({"throttle": {"value": 1, "route": "/x"}}, "unknown key 'route'"),
        ({"throttle": 2}, "between 0 and 1"),
        ({"throttle": "often"}, "takes a number or a table"),
        ({"throttle": {"value": 1, "routes": "("}}, "cannot be read"),
    ],
)
def test_a_misspelt_configuration_is_named(table: dict[str, Any], words: str) -> None:
    with pytest.raises(FaultConfigError, match="throt") as caught:
        parse_faults(table)
    assert words in str(caught.value)


def test_faults_come_from_toml_and_json_and_can_be_written_back(tmp_path: Path) -> None:
    toml, plain = tmp_path / "f.toml", tmp_path / "f.json"
    toml.write_text('seed = 4\n[throttle]\nvalue = 0.5\nroutes = "/search$"\n', encoding="utf-8")
    plain.write_text('{"seed": 4, "throttle": {"value": 0.5, "routes": "/search$"}}', encoding="utf-8")
    assert load_faults(toml) == load_faults(plain)
    assert parse_faults(describe_faults(load_faults(toml))) == load_faults(plain)


def test_faults_are_replaced_over_http(crm: Caller) -> None:
    assert crm.call("PUT", "/_sandbox/faults", json={"throttle": 1}).json()["faults"]["throttle"] == {
        "value": 1.0
    }
    assert crm.get(CONTACTS).status_code == 429
    assert crm.get("/_sandbox/faults").json()["struck"] == {"throttle": 1}
    assert crm.call("PUT", "/_sandbox/faults", json={"nonsense": 1}).status_code == 400
    assert crm.call("PUT", "/_sandbox/faults", json={}).status_code == 200
    assert crm.get(CONTACTS).status_code == 200
