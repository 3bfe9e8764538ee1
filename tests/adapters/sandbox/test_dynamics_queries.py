"""Reading from the Dynamics sandbox: filters, order, pages, expansion, change tracking and its delta links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from adapters.sandbox.dynamics import build
from adapters.sandbox.dynamics.filters import parse_filter
from adapters.sandbox.faults import parse_faults
from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options
from tests.adapters.sandbox.dynamics_caller import Caller, error_of

SIZE = 300


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox("dynamics", Options(records=SIZE, settings={"untracked": "lead"})) as running:
        yield running


@pytest.fixture
def api(box: Sandbox) -> Caller:
    return Caller(box)


def everything(
    api: Caller, path: str, prefer: str, most: int = 100
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """All rows of all pages, and the last page."""
    rows: list[dict[str, Any]] = []
    for _ in range(most):
        page = api.get(path, prefer=prefer)
        rows += page["value"]
        if "@odata.nextLink" not in page:
            return rows, page
        path = page["@odata.nextLink"]
    raise AssertionError("the pages do not end")


@pytest.mark.parametrize(
    ("order", "size"),
    [
        ("", 1),
        ("", 50),
        ("", 5000),
        ("&$orderby=lastname desc,createdon", 7),
        ("&$orderby=jobtitle", 50),
    ],
)
def test_pages_bring_every_row_once(api: Caller, box: Sandbox, order: str, size: int) -> None:
    rows, _ = everything(
        api, f"contacts?$select=contactid{order}", f"odata.maxpagesize={size}", most=SIZE * 2
    )
    ids = [row["contactid"] for row in rows]
    assert len(ids) == len(set(ids)) == len(box.world.tables["contact"])


def test_a_page_may_lose_its_last_row_before_the_next_is_asked_for(api: Caller, box: Sandbox) -> None:
    before = {row.id for row in box.world.tables["contact"].after()}
    first = api.get("contacts?$select=lastname&$orderby=lastname", prefer="odata.maxpagesize=20")
    lost = first["value"][-1]["contactid"]
    assert api.send("DELETE", f"contacts({lost})").status_code == 204
    rest, _ = everything(api, first["@odata.nextLink"], "odata.maxpagesize=20")
    seen = [row["contactid"] for row in first["value"] + rest]
    assert sorted(seen) == sorted(before)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("lastname eq 'ADAMS'", 2),
        ("lastname ne 'adams'", 2),
        ("startswith(lastname,'ad')", 3),
        ("endswith(lastname,'ms') and not contains(firstname,'x')", 1),
        ("lastname eq 'adams' or lastname eq 'O''Brien'", 3),
        ("(lastname eq 'adams' or lastname eq 'adler') and numberofchildren gt 1", 2),
        ("numberofchildren le 2", 2),
        ("numberofchildren eq null", 1),
        ("numberofchildren ne null", 3),
        ("birthdate lt 1990-01-01", 1),
        ("createdon ge 2020-01-01T00:00:00Z", 4),
        ("createdon gt 2999-01-01", 0),
        ("statecode eq 0 and donotphone eq false", 4),
        ("parentcustomerid_account/name eq 'f'", 1),
        ("Microsoft.Dynamics.CRM.In(PropertyName='lastname',PropertyValues=['Adams','Adler'])", 3),
        ("creditlimit ge 10.5", 1),
    ],
)
def test_filters_find_what_they_say(text: str, count: int) -> None:
    with Sandbox("dynamics", Options(records=0)) as running:
        api = Caller(running)
        firm = api.create("accounts", name="F")
        bound = {"parentcustomerid_account@odata.bind": f"/accounts({firm})"}
        api.create("contacts", lastname="Adams", firstname="Max", numberofchildren=2, birthdate="1980-01-01")
        api.create("contacts", lastname="adams", firstname="Eve", numberofchildren=1, creditlimit=10.5)
        api.create("contacts", lastname="Adler", numberofchildren=3, **bound)
        api.create("contacts", lastname="O'Brien")
        assert len(api.get(f"contacts?$filter={text}")["value"]) == count
        by_id = api.get(f"contacts?$filter=_parentcustomerid_value eq {firm}")["value"]
        assert [one["lastname"] for one in by_id] == ["Adler"]


@pytest.mark.parametrize(
    "path",
    [
        "contacts?$filter=nonsense eq 1",
        "contacts?$filter=lastname eq 5",
        "contacts?$filter=lastname like 'x'",
        "contacts?$filter=(lastname eq 'x'",
        "contacts?$select=nonsense",
        "contacts?$orderby=nonsense",
        "contacts?$expand=nonsense",
        "contacts?$skip=5",
        "contacts?$top=-1",
        "contacts?$skiptoken=x",
    ],
)
def test_a_query_dataverse_cannot_read_is_refused(api: Caller, path: str) -> None:
    answer = api.send("GET", path)
    assert (answer.status_code, error_of(answer)) == (400, "0x80060888")


def test_an_unknown_table_is_not_found(api: Caller) -> None:
    answer = api.send("GET", "nonsenses")
    assert answer.status_code == 404
    assert "Resource not found for the segment 'nonsenses'" in answer.json()["error"]["message"]


def test_counts_top_and_expansion(api: Caller, box: Sandbox) -> None:
    number = len(box.world.tables["contact"])
    assert api.get("contacts?$top=1&$count=true")["@odata.count"] == number
    assert int(api.send("GET", "contacts/$count").content.decode("utf-8-sig")) == number
    totals = api.get("RetrieveTotalRecordCount(EntityNames=['contact'])")
    assert totals["EntityRecordCountCollection"]["Values"] == [number]
    top = api.get("contacts?$top=3&$select=lastname", prefer="odata.maxpagesize=2")
    assert len(top["value"]) == 3
    assert "@odata.nextLink" not in top
    with_firm = "contacts?$select=lastname&$filter=_parentcustomerid_value ne null&$top=1"
    row = api.get(f"{with_firm}&$expand=parentcustomerid_account($select=name)")["value"][0]
    firm = row["parentcustomerid_account"]
    people = api.get(f"accounts({firm['accountid']})?$expand=contact_customer_accounts($select=lastname)")
    assert row["lastname"] in [one["lastname"] for one in people["contact_customer_accounts"]]


def test_a_delta_link_brings_what_changed_since_the_reading_began(api: Caller, box: Sandbox) -> None:
    changed, gone, brief = (api.create("contacts", lastname=name) for name in ("Changed", "Gone", "Brief"))
    api.send("DELETE", f"contacts({brief})")
    first = api.get("contacts?$select=lastname", prefer="odata.track-changes,odata.maxpagesize=50")
    assert len(first["value"]) == 50
    assert "@odata.deltaLink" not in first
    early = first["value"][0]["contactid"]
    api.change(f"contacts({early})", {"jobtitle": "While it was read"})
    rows, last = everything(api, first["@odata.nextLink"], "odata.maxpagesize=50")
    ids = {row["contactid"] for row in first["value"] + rows}
    assert ids == {row.id for row in box.world.tables["contact"].after()}
    api.change(f"contacts({changed})", {"lastname": "Changed twice"})
    api.change(f"contacts({changed})", {"jobtitle": "not selected, still a change"})
    api.send("DELETE", f"contacts({gone})")
    never = api.create("contacts", lastname="Never seen")
    api.send("DELETE", f"contacts({never})")
    changes, end = everything(api, last["@odata.deltaLink"], "odata.maxpagesize=2")
    told = {one.get("contactid") or one["id"]: one.get("reason") for one in changes}
    assert told == {early: None, changed: None, gone: "deleted", never: "deleted"}
    assert next(one for one in changes if one.get("contactid") == changed)["lastname"] == "Changed twice"
    assert next(one for one in changes if "id" in one)["@odata.context"].endswith("#contacts/$deletedEntity")
    assert api.get(end["@odata.deltaLink"])["value"] == []
    api.change(f"contacts({changed})", {"lastname": "Changed twice"})
    same = api.get(end["@odata.deltaLink"])["value"]  # the same value again is told as a change, too
    assert [one["contactid"] for one in same] == [changed]


def test_what_change_tracking_does_not_take(api: Caller) -> None:
    for option in ("$filter=statecode eq 0", "$orderby=lastname", "$top=5", "$expand=ownerid"):
        answer = api.send("GET", f"contacts?{option}", prefer="odata.track-changes")
        assert answer.status_code == 400
        assert option.split("=")[0] in answer.json()["error"]["message"]
    assert api.send("GET", "leads", prefer="odata.track-changes").status_code == 400


def test_an_old_delta_link_asks_for_a_full_reading(box: Sandbox) -> None:
    now = [1_800_000_000_000]
    system = build(
        Options(records=5, clock=lambda: now[0], settings={"track_days": 7, "expired_status": 410})
    )
    with Sandbox(system) as running:
        api = Caller(running)
        link = api.get("contacts", prefer="odata.track-changes")["@odata.deltaLink"]
        now[0] += 7 * 86_400_000
        assert api.get(link)["value"] == []
        now[0] += 1_000
        answer = api.send("GET", link)
        assert (answer.status_code, error_of(answer)) == (410, "0x80044352")
        fresh = api.get("contacts", prefer="odata.track-changes")["@odata.deltaLink"]
        running.control.set_faults(parse_faults({"stream_stale": {"value": 1.0, "times": 1}}))
        assert error_of(api.send("GET", fresh)) == "0x80044352"
        assert api.get(fresh)["value"] == []
        system.tracking.expire()
        assert error_of(api.send("GET", fresh)) == "0x80044352"


@pytest.mark.parametrize(
    "text",
    [
        "lastname eq '{name}' and statecode eq 0",
        "lastname eq '{name}' or lastname eq '{other}'",
        "(lastname eq '{name}' and statecode eq 0) or (statecode eq 0 and lastname eq '{other}')",
        "lastname eq '{name}' or contactid eq {id}",
        "contactid eq {id} or contactid eq {id}",
        "Microsoft.Dynamics.CRM.In(PropertyName='contactid',PropertyValues=['{id}','{id}'])",
        "Microsoft.Dynamics.CRM.In(PropertyName='statecode',PropertyValues=['0'])",
        "Microsoft.Dynamics.CRM.NotIn(PropertyName='lastname',PropertyValues=['{name}'])",
        "donotphone eq false",
        "numberofchildren eq null or lastname eq '{name}'",
    ],
)
def test_a_filter_by_index_judges_like_one_by_scan(text: str) -> None:
    system = build(Options(records=200))
    entity, table = system.org.entities["contact"], system.org.table("contact")
    first, *_rest, last = table.after()
    words = {"name": table.value(first, "lastname"), "other": table.value(last, "lastname"), "id": last.id}
    text = text.format(**words)
    condition = parse_filter(system.org, entity, text)
    scanned = [row.id for row in table.after() if condition.holds(row)]
    with Sandbox(system) as running:
        found = Caller(running).get(f"contacts?$select=contactid&$filter={text}")
    assert [row["contactid"] for row in found["value"]] == scanned
    assert scanned
