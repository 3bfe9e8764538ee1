"""Rows of the Dynamics sandbox: what is kept, what is refused and in which words, conditions, lookups, merges."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from adapters.sandbox.dynamics import APP_USER
from adapters.sandbox.faults import parse_faults
from adapters.sandbox.ledger import ActorKind, Op
from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options
from tests.adapters.sandbox.dynamics_caller import Caller, error_of, id_of


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    settings = {"key_delay_ms": 0, "custom_objects": "new_project"}
    with Sandbox("dynamics", Options(records=0, settings=settings)) as running:
        yield running


@pytest.fixture
def api(box: Sandbox) -> Caller:
    return Caller(box)


def test_a_row_comes_back_as_written_with_what_dataverse_adds(api: Caller) -> None:
    firm = api.create("accounts", name="Zürich & Söhne")
    id = api.create(
        "contacts",
        firstname="Zoë 😀",
        lastname="\u202bאבג",
        birthdate="1980-02-29",
        creditlimit=12.345,
        gendercode=2,
        emailaddress2="",
        **{"parentcustomerid_account@odata.bind": f"/accounts({firm})"},
    )
    row = api.get(f"contacts({id})")
    assert row["fullname"] == "Zoë 😀 \u202bאבג"
    assert (row["birthdate"], row["gendercode"], row["emailaddress2"]) == ("1980-02-29", 2, None)
    assert (row["creditlimit"], row["creditlimit_base"], row["statecode"]) == (12.35, 12.35, 0)
    assert row["_parentcustomerid_value"] == row["_accountid_value"] == firm
    assert row["_modifiedby_value"] == row["_ownerid_value"] == APP_USER
    assert row["@odata.etag"] == f'W/"{row["versionnumber"]}"'


def test_annotations_come_only_where_they_are_asked_for(api: Caller) -> None:
    firm = api.create("accounts", name="Firm", industrycode=6, creditonhold=True, revenue=1234.5)
    id = api.create("contacts", lastname="A", **{"parentcustomerid_account@odata.bind": f"/accounts({firm})"})
    plain = api.get(f"contacts({id})?$select=_parentcustomerid_value")
    assert not [name for name in plain if "@" in name and not name.startswith("@")]
    told = api.get(
        f"contacts({id})?$select=_parentcustomerid_value",
        prefer='odata.include-annotations="Microsoft.Dynamics.CRM.*,OData.Community.Display.V1.FormattedValue"',
    )
    assert told["_parentcustomerid_value@OData.Community.Display.V1.FormattedValue"] == "Firm"
    assert told["_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname"] == "account"
    navigation = "_parentcustomerid_value@Microsoft.Dynamics.CRM.associatednavigationproperty"
    assert told[navigation] == "parentcustomerid_account"
    words = api.get(
        f"accounts({firm})?$select=industrycode,creditonhold,revenue",
        prefer='odata.include-annotations="*"',
    )
    shown = [
        words[f"{n}@OData.Community.Display.V1.FormattedValue"]
        for n in ("industrycode", "creditonhold", "revenue")
    ]
    assert shown == ["Business Services", "Yes", "€1,234.50"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"lastname": "x" * 51}, "0x80044331"),
        ({"lastname": "😀" * 26}, "0x80044331"),  # .NET counts two units an emoji
        ({"nonsense": 1}, "0x80048d19"),
        ({"lastname": 5}, "0x80048d19"),
        ({"gendercode": 9}, "0x8004431a"),
        ({"gendercode": "1"}, "0x80048d19"),
        ({"numberofchildren": 1.5}, "0x80048d19"),
        ({"numberofchildren": -1}, "0x8004432f"),
        ({"creditlimit": 1e15}, "0x80044330"),
        ({"donotphone": "yes"}, "0x80048d19"),
        ({"birthdate": "2021-02-29"}, "0x80048d19"),
        ({"birthdate": "2021-02-28T00:00:00Z"}, "0x80048d19"),
        ({"lastusedincampaign": "2021-02-28"}, None),
        ({"parentcustomerid@odata.bind": "/accounts(00000000-0000-0000-0000-000000000001)"}, "0x80048d19"),
        ({"_parentcustomerid_value": "00000000-0000-0000-0000-000000000001"}, "0x80048d19"),
        (
            {"parentcustomerid_account@odata.bind": "/accounts(00000000-0000-0000-0000-000000000001)"},
            "0x80040217",
        ),
        ({"statuscode": 2}, "0x80048408"),
        ({"statecode": 1, "statuscode": 1}, "0x80048408"),
        ({"statecode": 1}, None),
        ({"createdon": "2020-01-01T00:00:00Z", "fullname": "ignored"}, None),
    ],
)
def test_what_a_column_cannot_hold_is_refused_by_its_code(
    api: Caller, values: dict[str, Any], code: str | None
) -> None:
    id = api.create("contacts", lastname="Before", firstname="X")
    version = api.get(f"contacts({id})")["versionnumber"]
    answer = api.change(f"contacts({id})", values)
    if code is None:
        assert answer.status_code == 204, answer.text
        assert api.get(f"contacts({id})")["fullname"] == "X Before"
        return
    assert error_of(answer) == code
    assert api.get(f"contacts({id})")["versionnumber"] == version


def test_an_etag_tells_whether_somebody_was_faster(api: Caller, box: Sandbox) -> None:
    id = api.create("contacts", lastname="A")
    tag = api.get(f"contacts({id})")["@odata.etag"]
    box.control.update("contact", id, {"lastname": "B"})
    late = api.change(f"contacts({id})", {"lastname": "C"}, If_Match=tag)
    assert (late.status_code, error_of(late)) == (412, "0x80060882")
    gone = api.send("DELETE", f"contacts({id})", If_Match=tag)
    assert (gone.status_code, error_of(gone)) == (412, "0x80060882")
    fresh = api.get(f"contacts({id})")
    assert fresh["lastname"] == "B"
    assert api.change(f"contacts({id})", {"lastname": "C"}, If_Match=fresh["@odata.etag"]).status_code == 204
    assert (
        api.send(
            "GET", f"contacts({id})", If_None_Match=api.get(f"contacts({id})")["@odata.etag"]
        ).status_code
        == 304
    )


def test_a_guid_of_the_client_makes_a_create_repeatable(api: Caller) -> None:
    id = str(uuid.uuid4())
    first = api.change(f"contacts({id})", {"lastname": "A"}, If_None_Match="*")
    assert (first.status_code, id_of(first)) == (204, id)
    again = api.change(f"contacts({id})", {"lastname": "A"}, If_None_Match="*")
    assert (again.status_code, error_of(again)) == (412, "0x80040237")
    posted = api.send("POST", "contacts", json={"contactid": id, "lastname": "A"})
    assert (posted.status_code, error_of(posted)) == (412, "0x80040237")
    missing = api.change(f"contacts({uuid.uuid4()})", {"lastname": "A"}, If_Match="*")
    assert (missing.status_code, error_of(missing)) == (404, "0x80040217")
    made = api.change(
        f"contacts({uuid.uuid4()})?$select=lastname", {"lastname": "U"}, prefer="return=representation"
    )
    assert made.status_code == 201
    changed = api.change(
        f"contacts({made.json()['contactid']})", {"lastname": "V"}, prefer="return=representation"
    )
    assert (changed.status_code, changed.json()["lastname"]) == (200, "V")
    assert changed.headers["Preference-Applied"] == "return=representation"


def test_a_deleted_guid_can_be_made_again(api: Caller) -> None:
    id = api.create("contacts", lastname="A")
    assert api.send("DELETE", f"contacts({id})").status_code == 204
    assert api.send("GET", f"contacts({id})").status_code == 404
    assert api.change(f"contacts({id})", {"lastname": "B"}).status_code == 204
    assert api.get(f"contacts({id})")["lastname"] == "B"


@pytest.mark.parametrize("person", [False, True])
def test_a_deleted_account_takes_along_what_belongs_to_it(api: Caller, box: Sandbox, person: bool) -> None:
    firm, child = api.create("accounts", name="F"), api.create("accounts", name="Child")
    api.change(f"accounts({child})", {"parentaccountid@odata.bind": f"/accounts({firm})"})
    contact = api.create(
        "contacts", lastname="P", **{"parentcustomerid_account@odata.bind": f"/accounts({firm})"}
    )
    task = api.create(
        "tasks", subject="T", **{"regardingobjectid_contact_task@odata.bind": f"/contacts({contact})"}
    )
    deal = api.create("opportunities", name="D", **{"customerid_account@odata.bind": f"/accounts({firm})"})
    if person:
        box.control.delete("account", firm)
    else:
        assert api.send("DELETE", f"accounts({firm})").status_code == 204
    for gone in (f"accounts({firm})", f"contacts({contact})", f"tasks({task})", f"opportunities({deal})"):
        assert api.send("GET", gone).status_code == 404
    assert api.get(f"accounts({child})")["_parentaccountid_value"] is None


def test_a_bin_gives_back_what_was_deleted() -> None:
    target = "Microsoft.Dynamics.CRM.contact"
    for keeps in ("yes", "no"):
        with Sandbox("dynamics", Options(records=0, settings={"recycle_bin": keeps})) as running:
            api = Caller(running)
            id = api.create("contacts", lastname="A")
            link = api.get("contacts?$select=lastname", prefer="odata.track-changes")["@odata.deltaLink"]
            api.send("DELETE", f"contacts({id})")
            answer = api.send("POST", "Restore", json={"Target": {"@odata.type": target, "contactid": id}})
            assert answer.status_code == (200 if keeps == "yes" else 400)
            told = api.get(link)["value"]
            assert [one.get("reason") for one in told] == [None if keeps == "yes" else "deleted"]


def test_the_same_values_again_move_the_version_but_not_the_ledger(api: Caller, box: Sandbox) -> None:
    id = api.create("contacts", lastname="A")
    tag, last = api.get(f"contacts({id})")["@odata.etag"], box.world.ledger.last_seq
    assert api.change(f"contacts({id})", {"lastname": "A"}).status_code == 204
    assert api.get(f"contacts({id})")["@odata.etag"] != tag
    assert box.world.ledger.last_seq == last


def test_lookups_are_set_and_cleared_by_bind_and_by_reference(api: Caller) -> None:
    firm, person = api.create("accounts", name="F"), api.create("contacts", lastname="P")
    bound = {"parentcustomerid_account@odata.bind": f"/accounts({firm})"}
    ways: list[Callable[[], requests.Response]] = [
        lambda: api.change(f"contacts({person})", {"parentcustomerid_account@odata.bind": None}),
        lambda: api.change(f"contacts({person})", {"parentcustomerid_account": None}),
        lambda: api.send("DELETE", f"contacts({person})/parentcustomerid_account/$ref"),
    ]
    for clear in ways:
        assert api.change(f"contacts({person})", bound).status_code == 204
        assert api.get(f"contacts({person})")["_parentcustomerid_value"] == firm
        assert clear().status_code == 204
        assert api.get(f"contacts({person})")["_parentcustomerid_value"] is None
    reference = {"@odata.id": f"{api.box.url}/api/data/v9.2/accounts({firm})"}
    assert (
        api.send("PUT", f"contacts({person})/parentcustomerid_account/$ref", json=reference).status_code
        == 204
    )
    people = api.get(f"accounts({firm})/contact_customer_accounts?$select=lastname")["value"]
    assert [one["lastname"] for one in people] == ["P"]


def test_an_alternate_key_finds_makes_and_guards_rows(api: Caller) -> None:
    api.send(
        "POST",
        "EntityDefinitions(LogicalName='account')/Keys",
        json={"SchemaName": "crms_Number", "KeyAttributes": ["accountnumber"]},
    )
    made = api.change("accounts(accountnumber='O''Neil 1')", {"name": "A"})
    assert made.status_code == 204
    assert made.headers["OData-EntityId"].endswith("accounts(accountnumber='O''Neil 1')")
    row = api.get("accounts(accountnumber='o''neil 1')?$select=name,accountnumber")
    assert (row["name"], row["accountnumber"]) == ("A", "O'Neil 1")
    double = api.send("POST", "accounts", json={"name": "B", "accountnumber": "O'Neil 1"})
    assert (double.status_code, error_of(double)) == (412, "0x80060892")
    other = api.create("accounts", name="C")
    moved = api.change(f"accounts({other})", {"accountnumber": "O'Neil 1"})
    assert (moved.status_code, error_of(moved)) == (412, "0x80060892")
    for missing in (
        api.send("GET", "accounts(accountnumber='none')"),
        api.change("accounts(accountnumber='none')", {"name": "N"}, If_Match="*"),
    ):
        assert (missing.status_code, error_of(missing)) == (404, "0x80060891")
    assert api.send("GET", "accounts(name='A')").status_code == 400


def test_duplicate_detection_is_heard_only_by_those_who_ask(api: Caller) -> None:
    api.create("contacts", lastname="D", emailaddress1="d@dup.example")
    same = {"lastname": "E", "emailaddress1": "D@dup.example"}
    assert api.send("POST", "contacts", json=same).status_code == 204
    told = api.send("POST", "contacts", json=same, more={"MSCRM.SuppressDuplicateDetection": "false"})
    assert (told.status_code, error_of(told)) == (412, "0x80040333")


def test_a_merge_deactivates_the_subordinate_and_moves_what_pointed_to_it(api: Caller, box: Sandbox) -> None:
    winner, loser = (
        api.create("accounts", name="W", telephone1="1"),
        api.create("accounts", name="L", fax="2"),
    )
    person = api.create(
        "contacts", lastname="P", **{"parentcustomerid_account@odata.bind": f"/accounts({loser})"}
    )
    task = api.create(
        "tasks", subject="T", **{"regardingobjectid_account_task@odata.bind": f"/accounts({loser})"}
    )
    merged = api.send(
        "POST",
        "Merge",
        json={
            "Target": {"@odata.type": "Microsoft.Dynamics.CRM.account", "accountid": winner},
            "Subordinate": {"@odata.type": "Microsoft.Dynamics.CRM.account", "accountid": loser},
            "UpdateContent": {
                "@odata.type": "Microsoft.Dynamics.CRM.account",
                "accountid": winner,
                "fax": "2",
            },
            "PerformParentingChecks": False,
        },
    )
    assert merged.status_code == 204, merged.text
    gone = api.get(f"accounts({loser})")
    assert (gone["statecode"], gone["statuscode"], gone["merged"], gone["_masterid_value"]) == (
        1,
        2,
        True,
        winner,
    )
    kept = api.get(f"accounts({winner})")
    assert (kept["fax"], kept["telephone1"], kept["statecode"]) == ("2", "1", 0)
    assert api.get(f"contacts({person})")["_parentcustomerid_value"] == winner
    assert api.get(f"tasks({task})")["_regardingobjectid_value"] == winner
    last = box.control.ledger(box.world.ledger.last_seq - 1)[-1]
    assert (last.op, last.id, last.other) == (Op.MERGE, winner, loser)
    assert last.actor.kind is ActorKind.INTEGRATION
    again = api.send("POST", "Merge", json={
        "Target": {"@odata.type": "Microsoft.Dynamics.CRM.account", "accountid": winner},
        "Subordinate": {"@odata.type": "Microsoft.Dynamics.CRM.account", "accountid": loser},
    })  # fmt: skip
    assert again.status_code == 400


def test_an_opportunity_is_won_or_lost_once(api: Caller) -> None:
    firm = api.create("accounts", name="F")
    id = api.create(
        "opportunities",
        name="Deal",
        estimatedvalue=100,
        estimatedclosedate="2026-05-01",
        **{"parentaccountid@odata.bind": f"/accounts({firm})"},
    )
    assert api.get(f"opportunities({id})")["_customerid_value"] == firm
    close = {
        "Status": 3,
        "OpportunityClose": {"subject": "Won", "opportunityid@odata.bind": f"/opportunities({id})"},
    }
    assert api.send("POST", "WinOpportunity", json=close).status_code == 204
    row = api.get(f"opportunities({id})")
    assert (row["statecode"], row["statuscode"], row["actualvalue"]) == (1, 3, 100.0)
    assert api.send("POST", "LoseOpportunity", json={**close, "Status": 4}).status_code == 400
    assert api.change(f"opportunities({id})", {"statecode": 0}).status_code == 204
    assert api.get(f"opportunities({id})")["statuscode"] == 1


def test_amounts_are_also_kept_in_the_orgs_currency(api: Caller) -> None:
    dollar = next(
        one["transactioncurrencyid"]
        for one in api.get("transactioncurrencies")["value"]
        if one["isocurrencycode"] == "USD"
    )
    id = api.create(
        "opportunities",
        name="D",
        estimatedvalue=108,
        **{"transactioncurrencyid@odata.bind": f"/transactioncurrencies({dollar})"},
    )
    row = api.get(f"opportunities({id})")
    assert (row["estimatedvalue"], row["estimatedvalue_base"], row["exchangerate"]) == (108.0, 100.0, 1.08)


def test_a_custom_table_works_like_any_other(api: Caller) -> None:
    id = api.create("new_projects", new_name="P")
    assert api.get(f"new_projects({id})")["new_name"] == "P"
    assert api.get("EntityDefinitions(LogicalName='new_project')")["IsCustomEntity"] is True


def test_a_person_edits_and_the_rival_is_seen_in_the_ledger(api: Caller, box: Sandbox) -> None:
    id = api.create("contacts", lastname="A", jobtitle="Chief cook")
    box.control.set_faults(parse_faults({"rival_edit": 1.0}))
    try:
        answer = api.change(
            f"contacts({id})", {"jobtitle": "Second cook"}, If_Match=api.get(f"contacts({id})")["@odata.etag"]
        )
        assert error_of(answer) == "0x80060882"
    finally:
        box.control.set_faults(parse_faults({}))
    assert api.get(f"contacts({id})")["jobtitle"].startswith("Rival #")


def test_throttling_tells_its_reason_and_when_to_come_back(api: Caller, box: Sandbox) -> None:
    box.control.set_faults(parse_faults({"throttle_with_retry_after": 1.0, "retry_after_s": 7}))
    try:
        answers = [api.send("GET", "WhoAmI") for _ in range(3)]
    finally:
        box.control.set_faults(parse_faults({}))
    assert {answer.status_code for answer in answers} == {429}
    assert {answer.headers["Retry-After"] for answer in answers} == {"7"}
    assert {error_of(answer) for answer in answers} == {"0x80072321", "0x80072322", "0x80072326"}


def test_a_user_is_held_to_the_service_protection_limits() -> None:
    with Sandbox("dynamics", Options(records=0, settings={"limits": "tight"})) as running:
        api = Caller(running)
        answers = [api.send("GET", "WhoAmI") for _ in range(61)]
    assert [answer.status_code for answer in answers[:60]] == [200] * 60
    assert (answers[60].status_code, error_of(answers[60])) == (429, "0x80072322")
    assert int(answers[60].headers["Retry-After"]) > 0
    assert answers[0].headers["x-ms-ratelimit-burst-remaining-xrm-requests"] == "59"
