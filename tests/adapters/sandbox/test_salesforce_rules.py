"""How the org judges and stores what is written, asked through its REST endpoints and the control doors."""

from __future__ import annotations

import random
from collections.abc import Iterator
from email.utils import formatdate, parsedate_to_datetime
from typing import Any

import pytest
import requests

from adapters.sandbox.faults import parse_faults
from adapters.sandbox.salesforce.ids import make_id, normal_id, serial_of
from adapters.sandbox.salesforce.keys import SortedKeys, pack
from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options, Refused

BASE = "/services/data/v61.0"
START = 1_750_000_000_000


class Org:
    """A sandbox, a clock that stands still until moved, and a session that may call."""

    def __init__(self, **settings: Any) -> None:
        self.now = START
        self.box = Sandbox("salesforce", Options(records=0, clock=lambda: self.now, settings=settings))
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Authorization"] = "Bearer sandbox-salesforce-token"

    def call(self, method: str, path: str, body: Any = None, **kwargs: Any) -> requests.Response:
        return self.session.request(method, self.box.url + BASE + path, json=body, timeout=10, **kwargs)

    def new(self, object: str = "Contact", **fields: Any) -> str:
        answer = self.call("POST", f"/sobjects/{object}", fields)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def read(self, id: str, object: str = "Contact") -> dict[str, Any]:
        found: dict[str, Any] = self.call("GET", f"/sobjects/{object}/{id}").json()
        return found

    def query(self, text: str, *, all: bool = False) -> list[dict[str, Any]]:
        answer = self.call("GET", "/queryAll" if all else "/query", params={"q": text})
        assert answer.status_code == 200, answer.text
        records: list[dict[str, Any]] = answer.json()["records"]
        return records


@pytest.fixture
def org() -> Iterator[Org]:
    fresh = Org()
    with fresh.box:
        yield fresh


def code(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()[0]["errorCode"]


def test_values_are_stored_the_way_salesforce_keeps_them(org: Org) -> None:
    org.box.system.add_field("Contact", "Score__c", {"type": "double", "precision": 6, "scale": 2})
    org.box.system.add_field("Contact", "Vip__c", {"type": "boolean"})
    org.box.system.add_field("Contact", "Seen__c", {"type": "datetime"})
    id = org.new(
        LastName="  Kim\t",
        Email=" Kim@Example.Com ",
        Phone="+49 (30) 1-2",
        Description="",
        Score__c=1.005,
        Seen__c="2024-02-01T13:00:00.900+01:00",
        Birthdate="1990-05-06",
    )
    row = org.read(id)
    assert (row["LastName"], row["Email"], row["Phone"]) == ("Kim", "kim@example.com", "+49 (30) 1-2")
    assert (row["Description"], row["Score__c"], row["Vip__c"]) == (None, 1.01, False)
    assert (row["Seen__c"], row["Birthdate"]) == ("2024-02-01T12:00:00.000+0000", "1990-05-06")
    assert org.call("PATCH", f"/sobjects/Contact/{id}", {"Email": None, "Vip__c": "true"}).status_code == 204
    row = org.read(id)
    assert (row["Email"], row["Vip__c"]) == (None, True)


def test_stamps_are_whole_seconds_and_tell_the_integration_from_people(org: Org) -> None:
    org.now = START + 999
    id = org.new(LastName="A")
    org.now = START + 5_250
    org.box.control.update("Contact", id, {"Title": "x"})
    row = org.read(id)
    assert (row["CreatedDate"], row["SystemModstamp"]) == (
        "2025-06-15T15:06:40.000+0000",
        "2025-06-15T15:06:45.000+0000",
    )
    assert row["LastModifiedDate"] == row["SystemModstamp"]
    assert row["CreatedById"] != row["LastModifiedById"]
    names = {each["Id"]: each["Name"] for each in org.query("SELECT Id, Name FROM User")}
    assert names[row["CreatedById"]] == "Integration User"
    assert names[row["LastModifiedById"]] != "Integration User"


def test_an_update_that_changes_nothing_still_moves_the_stamps(org: Org) -> None:
    id = org.new(LastName="A")
    org.now += 10_000
    org.call("PATCH", f"/sobjects/Contact/{id}", {"LastName": "A"})
    assert org.read(id)["LastModifiedDate"] == "2025-06-15T15:06:50.000+0000"


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"FirstName": "x"}, "REQUIRED_FIELD_MISSING"),
        ({"LastName": "x" * 81}, "STRING_TOO_LONG"),
        ({"LastName": "x", "Nothing__c": 1}, "INVALID_FIELD"),
        ({"LastName": "x", "Name": "x"}, "INVALID_FIELD_FOR_INSERT_UPDATE"),
        ({"LastName": "x", "MailingAddress": {"city": "x"}}, "INVALID_FIELD_FOR_INSERT_UPDATE"),
        ({"LastName": "x", "Id": "003000000000000"}, "INVALID_FIELD_FOR_INSERT_UPDATE"),
        ({"LastName": "x", "Email": "no address"}, "INVALID_EMAIL_ADDRESS"),
        ({"LastName": "x", "AccountId": "short"}, "MALFORMED_ID"),
        ({"LastName": "x", "AccountId": "001000000000000"}, "INVALID_CROSS_REFERENCE_KEY"),
        ({"LastName": "x", "AccountId": "003000000000000"}, "FIELD_INTEGRITY_EXCEPTION"),
        ({"LastName": "x", "Birthdate": "soon"}, "JSON_PARSER_ERROR"),
        ({"LastName": "x", "DoNotCall": 1}, "INVALID_FIELD"),
        ({"LastName": {"a": 1}}, "JSON_PARSER_ERROR"),
    ],
)
def test_what_may_not_be_written_is_refused_and_nothing_is_stored(org: Org, fields: Any, wanted: str) -> None:
    answer = org.call("POST", "/sobjects/Contact", fields)
    assert code(answer) == (400, wanted)
    assert org.query("SELECT Id FROM Contact") == []
    in_a_list = {"records": [{"attributes": {"type": "Contact"}, **fields}]}
    error = org.call("POST", "/composite/sobjects", in_a_list).json()[0]["errors"][0]
    assert error["statusCode"] == wanted and "errorCode" not in error


def test_numbers_outside_their_field_are_refused(org: Org) -> None:
    deal = {"Name": "d", "StageName": "Prospecting", "CloseDate": "2026-01-01"}
    assert code(org.call("POST", "/sobjects/Opportunity", {**deal, "Amount": 1e17})) == (
        400,
        "NUMBER_OUTSIDE_VALID_RANGE",
    )
    assert code(org.call("POST", "/sobjects/Opportunity", {**deal, "Amount": "NaN"})) == (
        400,
        "JSON_PARSER_ERROR",
    )
    row = org.read(org.new("Opportunity", **deal, Amount=99.995), "Opportunity")
    assert (row["Amount"], row["Probability"], row["IsClosed"]) == (100.0, 10.0, False)


def test_a_unique_value_is_taken_whatever_its_case(org: Org) -> None:
    org.box.system.add_field("Contact", "Key__c", {"externalId": True, "unique": True, "length": 10})
    first = org.new(LastName="A", Key__c="abc")
    answer = org.call("POST", "/sobjects/Contact", {"LastName": "B", "Key__c": "ABC"})
    assert code(answer) == (400, "DUPLICATE_VALUE")
    assert first in answer.json()[0]["message"]
    with pytest.raises(Refused):
        org.box.control.create("Contact", {"LastName": "C", "Key__c": "abc"})
    assert org.call("DELETE", f"/sobjects/Contact/{first}").status_code == 204
    org.new(LastName="D", Key__c="abc")


def test_all_or_none_writes_nothing_when_one_record_fails(org: Org) -> None:
    org.box.system.add_field("Contact", "Key__c", {"externalId": True, "unique": True, "length": 10})
    kind = {"attributes": {"type": "Contact"}}
    good, bad = {**kind, "LastName": "A", "Key__c": "1"}, {**kind, "FirstName": "B"}
    answers = org.call("POST", "/composite/sobjects", {"allOrNone": True, "records": [good, bad]}).json()
    assert [each["errors"][0]["statusCode"] for each in answers] == [
        "ALL_OR_NONE_OPERATION_ROLLED_BACK",
        "REQUIRED_FIELD_MISSING",
    ]
    twice = org.call("POST", "/composite/sobjects", {"allOrNone": True, "records": [good, good]}).json()
    assert [each["success"] for each in twice] == [False, False]
    assert org.query("SELECT Id FROM Contact") == []
    whole = {"allOrNone": True, "records": [good, {**kind, "LastName": "B"}]}
    assert [each["success"] for each in org.call("POST", "/composite/sobjects", whole).json()] == [True, True]


def test_more_than_200_records_are_refused_whole(org: Org) -> None:
    records = [{"attributes": {"type": "Contact"}, "LastName": "A"}] * 201
    assert org.call("POST", "/composite/sobjects", {"records": records}).status_code == 400
    assert org.query("SELECT Id FROM Contact") == []


def test_a_conditional_write_fails_once_somebody_else_has_edited(org: Org) -> None:
    id = org.new(LastName="A")
    seen = org.call("GET", f"/sobjects/Contact/{id}").headers["Last-Modified"]
    unchanged = {"If-Unmodified-Since": seen}
    assert org.call("PATCH", f"/sobjects/Contact/{id}", {"Title": "1"}, headers=unchanged).status_code == 204
    assert org.call("GET", f"/sobjects/Contact/{id}", headers={"If-Modified-Since": seen}).status_code == 304
    org.now += 2_000
    org.box.control.update("Contact", id, {"Title": "theirs"})
    assert org.call("PATCH", f"/sobjects/Contact/{id}", {"Title": "2"}, headers=unchanged).status_code == 412
    assert org.read(id)["Title"] == "theirs"
    later = {"If-Unmodified-Since": formatdate(parsedate_to_datetime(seen).timestamp() + 5, usegmt=True)}
    assert org.call("PATCH", f"/sobjects/Contact/{id}", {"Title": "3"}, headers=later).status_code == 204
    bad = org.call(
        "PATCH", f"/sobjects/Contact/{id}", {"Title": "4"}, headers={"If-Unmodified-Since": "soon"}
    )
    assert bad.status_code == 400


def test_a_describe_is_only_sent_again_after_the_schema_changed(org: Org) -> None:
    first = org.call("GET", "/sobjects/Contact/describe")
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert org.call("GET", "/sobjects/Contact/describe", headers=since).status_code == 304
    field = {
        "FullName": "Contact.Sync_Key__c",
        "Metadata": {"type": "Text", "length": 40, "unique": True, "externalId": True, "label": "Sync Key"},
    }
    made = org.call("POST", "/tooling/sobjects/CustomField", field)
    assert made.status_code == 201 and made.json()["success"] is True
    assert code(org.call("POST", "/tooling/sobjects/CustomField", field)) == (400, "DUPLICATE_DEVELOPER_NAME")
    again = org.call("GET", "/sobjects/Contact/describe", headers=since)
    fields = {each["name"]: each for each in again.json()["fields"]}
    assert (fields["Sync_Key__c"]["label"], fields["Sync_Key__c"]["length"]) == ("Sync Key", 40)
    assert org.call("PATCH", "/sobjects/Contact/Sync_Key__c/k", {"LastName": "A"}).status_code == 201


def test_objects_are_selected_for_change_data_capture_once_and_unselected(org: Org) -> None:
    members = "/tooling/sobjects/PlatformEventChannelMember"
    chosen = "SELECT Id, SelectedEntity FROM PlatformEventChannelMember WHERE EventChannel = 'ChangeEvents'"
    body = {
        "FullName": "ChangeEvents_ContactChangeEvent",
        "Metadata": {"eventChannel": "ChangeEvents", "selectedEntity": "ContactChangeEvent"},
    }
    made = org.call("POST", members, body)
    assert made.status_code == 201
    assert code(org.call("POST", members, body)) == (400, "DUPLICATE_VALUE")
    [row] = org.call("GET", "/tooling/query", params={"q": chosen}).json()["records"]
    assert (row["Id"], row["SelectedEntity"]) == (made.json()["id"], "ContactChangeEvent")
    wrong = {
        "FullName": "x",
        "Metadata": {"eventChannel": "ChangeEvents", "selectedEntity": "NoneChangeEvent"},
    }
    assert code(org.call("POST", members, wrong)) == (400, "INVALID_INPUT")
    assert org.call("DELETE", f"{members}/{row['Id']}").status_code == 204
    assert org.call("GET", "/tooling/query", params={"q": chosen}).json()["records"] == []


def test_fields_that_go_or_change_their_type_are_gone_or_changed(org: Org) -> None:
    org.box.system.add_field("Contact", "Drift__c", {"type": "string", "length": 5})
    id = org.new(LastName="A", Drift__c="x")
    org.box.system.retype_field("Contact", "Drift__c", {"length": 3})
    assert code(org.call("PATCH", f"/sobjects/Contact/{id}", {"Drift__c": "1234"})) == (
        400,
        "STRING_TOO_LONG",
    )
    org.box.system.remove_field("Contact", "Drift__c")
    assert (
        org.call("GET", "/query", params={"q": "SELECT Drift__c FROM Contact"}).json()[0]["errorCode"]
        == "INVALID_FIELD"
    )
    assert "Drift__c" not in org.read(id)


def test_a_merge_bins_the_loser_and_moves_its_children(org: Org) -> None:
    winner, loser = org.new("Account", Name="W"), org.new("Account", Name="L", Phone="1")
    child = org.new(LastName="A", AccountId=loser)
    org.now += 3_000
    assert org.box.control.merge("Account", winner, loser) == winner
    gone = org.query(f"SELECT IsDeleted, MasterRecordId FROM Account WHERE Id = '{loser}'", all=True)
    assert [(each["IsDeleted"], each["MasterRecordId"]) for each in gone] == [(True, winner)]
    moved = org.read(child)
    assert (moved["AccountId"], moved["SystemModstamp"]) == (winner, "2025-06-15T15:06:43.000+0000")
    assert code(org.call("PATCH", f"/sobjects/Account/{loser}", {"Name": "x"})) == (404, "ENTITY_IS_DELETED")
    with pytest.raises(Refused):
        deal = {"Name": "d", "StageName": "Prospecting", "CloseDate": "2026-01-01"}
        org.box.control.merge("Opportunity", org.new("Opportunity", **deal), org.new("Opportunity", **deal))


def test_deleting_an_account_takes_its_contacts_along_and_a_restore_brings_a_row_back(org: Org) -> None:
    account = org.new("Account", Name="A")
    child = org.new(LastName="C", AccountId=account)
    org.call("DELETE", f"/sobjects/Account/{account}")
    assert org.query("SELECT Id FROM Contact") == []
    since = "SystemModstamp >= 2025-06-15T15:06:40Z"
    binned = org.query(f"SELECT Id FROM Contact WHERE IsDeleted = true AND {since}", all=True)
    assert [each["Id"] for each in binned] == [child]
    org.box.control.restore("Contact", child)
    assert [each["Id"] for each in org.query("SELECT Id FROM Contact")] == [child]


def test_a_look_up_can_name_its_parent_by_external_id(org: Org) -> None:
    org.box.system.add_field("Account", "Ext__c", {"externalId": True, "unique": True, "length": 10})
    account = org.new("Account", Name="A", Ext__c="A1")
    assert org.read(org.new(LastName="C", Account={"Ext__c": "a1"}))["AccountId"] == account
    assert code(org.call("POST", "/sobjects/Contact", {"LastName": "C", "Account": {"Ext__c": "no"}})) == (
        400,
        "INVALID_FIELD",
    )


def test_replication_spans_have_rules(org: Org) -> None:
    def ask(kind: str, start: str, end: str) -> tuple[int, str]:
        answer = org.call("GET", f"/sobjects/Contact/{kind}/", params={"start": start, "end": end})
        return (answer.status_code, "") if answer.ok else code(answer)

    wrong = (400, "INVALID_REPLICATION_DATE")
    assert ask("updated", "2025-06-15T15:00:00Z", "2025-06-15T15:00:59Z") == wrong
    assert ask("updated", "2025-05-01T00:00:00Z", "2025-06-15T15:00:00Z") == wrong
    assert ask("updated", "2025-05-20T00:00:00Z", "2025-06-15T15:00:00Z") == (200, "")
    assert ask("deleted", "2025-05-20T00:00:00Z", "2025-06-15T15:00:00Z") == wrong
    assert ask("deleted", "2025-06-10T00:00:00+00:00", "2025-06-15T15:00:00+00:00") == (200, "")
    assert ask("updated", "soon", "2025-06-15T15:00:00Z") == wrong
    assert ask("updated", "", "2025-06-15T15:00:00Z") == (400, "MISSING_ARGUMENT")
    answer = org.call(
        "GET",
        "/sobjects/Contact/updated",
        params={"start": "2025-06-15T15:00:00Z", "end": "2025-06-15T18:00:00Z"},
    )
    assert answer.json() == {"ids": [], "latestDateCovered": "2025-06-15T15:06:00.000+0000"}


def test_late_rows_appear_below_a_stamp_that_was_already_seen(org: Org) -> None:
    org.box.control.set_faults(parse_faults({"index_lag_ms": 60_000}))
    since = "SystemModstamp >= 2025-06-15T15:00:00Z"
    text = f"SELECT Id, SystemModstamp FROM Contact WHERE {since} ORDER BY SystemModstamp, Id"
    made, seen, highest, late = [], set(), "", 0
    for _ in range(200):
        org.now += 1_000
        made.append(org.box.control.create("Contact", {"LastName": "x"}))
        page = org.query(text)
        late += sum(1 for row in page if row["Id"] not in seen and row["SystemModstamp"] < highest)
        seen |= {row["Id"] for row in page}
        highest = max([highest, *(row["SystemModstamp"] for row in page)])
    assert late > 0
    org.now += 60_000
    assert [row["Id"] for row in org.query(text)] == made


def test_mass_equal_stamps_are_paged_without_loss(org: Org) -> None:
    made = [org.box.control.create("Contact", {"LastName": str(n)}) for n in range(50)]
    org.box.control.touch("Contact", None, START + 7_000)
    seen: list[str] = []
    after = ""
    while page := org.query(
        f"SELECT Id FROM Contact WHERE SystemModstamp = 2025-06-15T15:06:47Z {after} "
        "ORDER BY SystemModstamp, Id LIMIT 9"
    ):
        seen += [row["Id"] for row in page]
        after = f"AND Id > '{seen[-1]}'"
    assert seen == made


def test_an_answer_lost_after_the_commit_leaves_the_row_and_the_key_finds_it(org: Org) -> None:
    org.box.system.add_field("Contact", "Key__c", {"externalId": True, "unique": True, "length": 10})
    org.box.control.set_faults(parse_faults({"lose_answer": {"value": 1, "times": 1}}))
    with pytest.raises(requests.ConnectionError):
        org.call("PATCH", "/sobjects/Contact/Key__c/k", {"LastName": "A"})
    again = org.call("PATCH", "/sobjects/Contact/Key__c/k", {"LastName": "A"})
    assert (again.status_code, again.json()["created"]) == (200, False)


def test_a_session_lost_half_way_leaves_the_first_half_written(org: Org) -> None:
    org.box.control.set_faults(parse_faults({"unauthorized_mid_batch": {"value": 1, "times": 1}}))
    records = [{"attributes": {"type": "Contact"}, "LastName": str(n)} for n in range(10)]
    assert code(org.call("POST", "/composite/sobjects", {"records": records})) == (401, "INVALID_SESSION_ID")
    assert len(org.query("SELECT Id FROM Contact")) == 5


@pytest.mark.parametrize(
    ("fault", "wanted"),
    [
        ("throttle", (403, "REQUEST_LIMIT_EXCEEDED")),
        ("unauthorized", (401, "INVALID_SESSION_ID")),
        ("unavailable", (503, "SERVER_UNAVAILABLE")),
        ("server_error", (500, "UNKNOWN_EXCEPTION")),
    ],
)
def test_shared_faults_speak_salesforce(org: Org, fault: str, wanted: tuple[int, str]) -> None:
    org.box.control.set_faults(parse_faults({fault: 1}))
    answer = org.call("POST", "/sobjects/Contact", {"LastName": "A"})
    assert code(answer) == wanted
    assert "Retry-After" not in answer.headers
    org.box.control.set_faults(parse_faults({}))
    assert org.query("SELECT Id FROM Contact") == []


@pytest.mark.parametrize("failure", ["FIELD_CUSTOM_VALIDATION_EXCEPTION", "UNABLE_TO_LOCK_ROW"])
def test_a_failing_record_of_a_batch_leaves_the_others_written(failure: str) -> None:
    org = Org(partial_failure=failure)
    with org.box:
        fail_first_of_three(org, failure)


def fail_first_of_three(org: Org, failure: str) -> None:
    org.box.control.set_faults(parse_faults({"partial_failure": {"value": 1, "times": 1}}))
    records = [{"attributes": {"type": "Contact"}, "LastName": str(n)} for n in range(3)]
    answers = org.call("POST", "/composite/sobjects", {"records": records}).json()
    assert [each["success"] for each in answers] == [False, True, True]
    assert answers[0]["errors"][0]["statusCode"] == failure
    assert [row["LastName"] for row in org.query("SELECT LastName FROM Contact")] == ["1", "2"]


def test_an_address_longer_than_16_kilobytes_is_refused(org: Org) -> None:
    ids = ",".join(f"'{make_id('003', serial)}'" for serial in range(1, 800))
    answer = org.call("GET", "/query", params={"q": f"SELECT Id FROM Contact WHERE Id IN ({ids})"})
    assert answer.status_code == 414


def test_composite_parts_can_use_earlier_answers(org: Org) -> None:
    parts = [
        {"method": "POST", "url": f"{BASE}/sobjects/Account", "referenceId": "a", "body": {"Name": "A"}},
        {
            "method": "POST",
            "url": f"{BASE}/sobjects/Contact",
            "referenceId": "c",
            "body": {"LastName": "C", "AccountId": "@{a.id}"},
        },
        {
            "method": "GET",
            "url": f"{BASE}/query?q=SELECT Account.Name FROM Contact WHERE Id = '@{{c.id}}'",
            "referenceId": "q",
        },
    ]
    answers = org.call("POST", "/composite", {"compositeRequest": parts}).json()["compositeResponse"]
    assert [each["httpStatusCode"] for each in answers] == [201, 201, 200]
    assert answers[2]["body"]["records"][0]["Account"]["Name"] == "A"
    batch = {
        "batchRequests": [{"method": "GET", "url": "v61.0/nothing"}, {"method": "GET", "url": "v61.0/limits"}]
    }
    found = org.call("POST", "/composite/batch", batch).json()
    assert (found["hasErrors"], [each["statusCode"] for each in found["results"]]) == (True, [404, 200])


def test_any_version_is_served_and_nonsense_is_not(org: Org) -> None:
    for version, status in (("v61.0", 200), ("v67.0", 200), ("v99.0", 200), ("61", 404), ("vx", 404)):
        answer = org.session.get(f"{org.box.url}/services/data/{version}/limits", timeout=10)
        assert answer.status_code == status
    assert org.call("PUT", "/limits").status_code == 405


def test_ids_carry_their_case_in_the_suffix() -> None:
    for known in ("001ak00000OQTieAAH", "003ak000003dQCGAA2", "006ak00000OQ4RxAAL", "0015500001QdQWaAAN"):
        assert normal_id(known[:15]) == normal_id(known) == normal_id(known.lower()) == known
    assert normal_id("001ak00000OQTieBAH") is None and normal_id("short") is None
    made = [make_id("003", serial) for serial in (1, 9, 10, 61, 62, 3843, 3844, 5_000_000)]
    assert made == sorted(made)
    assert [serial_of(id) for id in made] == [1, 9, 10, 61, 62, 3843, 3844, 5_000_000]


def test_sorted_keys_stay_a_sorted_set_through_many_moves() -> None:
    dice = random.Random(7)
    keys, model = SortedKeys(range(0, 30_000, 3)), set(range(0, 30_000, 3))
    for _ in range(20_000):
        key = dice.randrange(40_000)
        if dice.random() < 0.5:
            keys.add(key)
            model.add(key)
        else:
            keys.discard(key)
            model.discard(key)
    assert list(keys.between(0, 1 << 40)) == sorted(model)
    assert list(keys.between(500, 9_000)) == sorted(key for key in model if 500 <= key < 9_000)
    assert list(keys.first(500, 9_000, 11)) == sorted(key for key in model if 500 <= key < 9_000)[:11]
    assert keys.count_between(500, 9_000) == sum(1 for key in model if 500 <= key < 9_000) and len(
        keys
    ) == len(model)
    assert pack(1_999, 5) == pack(1_000, 5) < pack(2_000, 1)
