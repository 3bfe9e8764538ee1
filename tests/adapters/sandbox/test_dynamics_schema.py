"""The structure of the Dynamics sandbox: what EntityDefinitions tells, columns and keys made through it, drift."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from adapters.sandbox.dynamics import build
from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options
from tests.adapters.sandbox.dynamics_caller import Caller, error_of

CONTACT = "EntityDefinitions(LogicalName='contact')"
TYPE = "Microsoft.Dynamics.CRM."
DAY = {"Value": "DateOnly"}
THREE = {"Options": [{"Value": value} for value in (1, 2, 3)]}


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox("dynamics", Options(records=0)) as running:
        yield running


@pytest.fixture
def api(box: Sandbox) -> Caller:
    return Caller(box)


def column(kind: str, schema: str, **more: Any) -> dict[str, Any]:
    label = {"LocalizedLabels": [{"Label": schema, "LanguageCode": 1033}]}
    return {
        "@odata.type": f"{TYPE}{kind}AttributeMetadata",
        "SchemaName": schema,
        "DisplayName": label,
        **more,
    }


def test_tables_are_told_with_what_a_sync_asks_for(api: Caller) -> None:
    query = (
        "EntityDefinitions?$select=LogicalName,EntitySetName,PrimaryIdAttribute,PrimaryNameAttribute,IsCustomEntity,"
        "ChangeTrackingEnabled,IsOptimisticConcurrencyEnabled&$expand=Keys($select=KeyAttributes,EntityKeyIndexStatus)"
        "&$filter=IsIntersect eq false"
    )
    tables = {one["LogicalName"]: one for one in api.get(query)["value"]}
    assert {
        "contact",
        "account",
        "opportunity",
        "lead",
        "phonecall",
        "appointment",
        "task",
        "annotation",
    } <= set(tables)
    contact = tables["contact"]
    del contact["MetadataId"]
    assert contact == {
        "LogicalName": "contact",
        "EntitySetName": "contacts",
        "PrimaryIdAttribute": "contactid",
        "PrimaryNameAttribute": "fullname",
        "IsCustomEntity": False,
        "ChangeTrackingEnabled": True,
        "IsOptimisticConcurrencyEnabled": True,
        "Keys": [],
    }


def test_each_type_of_column_tells_its_own_by_a_cast(api: Caller) -> None:
    def cast(table: str, kind: str, name: str, query: str = "") -> Any:
        path = f"EntityDefinitions(LogicalName='{table}')/Attributes/{TYPE}{kind}AttributeMetadata{query}"
        return next(one for one in api.get(path)["value"] if one["LogicalName"] == name)

    assert cast("contact", "String", "emailaddress1")["MaxLength"] == 100
    assert cast("contact", "String", "emailaddress1")["FormatName"] == {"Value": "Email"}
    assert cast("contact", "Memo", "description")["MaxLength"] == 2000
    assert cast("contact", "DateTime", "birthdate")["DateTimeBehavior"] == {"Value": "DateOnly"}
    assert cast("contact", "DateTime", "createdon")["DateTimeBehavior"] == {"Value": "UserLocal"}
    assert cast("contact", "Lookup", "parentcustomerid")["Targets"] == ["account", "contact"]
    assert cast("opportunity", "Money", "estimatedvalue")["Precision"] == 2
    assert cast("opportunity", "Money", "estimatedvalue_base")["IsBaseCurrency"] is True
    assert cast("opportunity", "Integer", "closeprobability")["MaxValue"] == 100
    choices = cast(
        "opportunity", "Status", "statuscode", "?$select=LogicalName&$expand=OptionSet,GlobalOptionSet"
    )
    assert [(one["Value"], one["State"]) for one in choices["OptionSet"]["Options"]] == [
        (1, 0),
        (2, 0),
        (3, 1),
        (4, 2),
        (5, 2),
    ]
    assert api.send("GET", f"{CONTACT}/Attributes?$select=LogicalName,MaxLength").status_code == 400
    one = f"{CONTACT}/Attributes(LogicalName='gendercode')"
    options = api.get(f"{one}/{TYPE}PicklistAttributeMetadata/OptionSet?$select=Options")["Options"]
    assert [option["Value"] for option in options] == [1, 2]
    assert api.send("GET", f"{one}/{TYPE}StringAttributeMetadata").status_code == 404
    words = cast("contact", "Boolean", "donotphone", "?$expand=OptionSet")["OptionSet"]
    assert words["TrueOption"]["Label"]["UserLocalizedLabel"]["Label"] == "Yes"


def test_shadows_of_lookups_and_choices_name_what_they_belong_to(api: Caller) -> None:
    shown = {one["LogicalName"]: one for one in api.get(f"{CONTACT}/Attributes")["value"]}
    for shadow, of in (("parentcustomeridname", "parentcustomerid"), ("gendercodename", "gendercode")):
        assert shown[shadow]["AttributeOf"] == of
        assert shown[shadow]["IsValidForUpdate"] is False
    assert api.send("GET", "contacts?$select=gendercodename").status_code == 400
    assert (shown["statecode"]["IsValidForCreate"], shown["statecode"]["IsValidForUpdate"]) == (False, True)


def test_relationships_tell_the_name_a_bind_needs(api: Caller) -> None:
    condition = "$filter=ReferencingAttribute eq 'regardingobjectid'"
    path = f"EntityDefinitions(LogicalName='phonecall')/ManyToOneRelationships?{condition}"
    found = {
        one["ReferencedEntity"]: one["ReferencingEntityNavigationPropertyName"]
        for one in api.get(path)["value"]
    }
    assert found["contact"] == "regardingobjectid_contact_phonecall"
    person = api.create("contacts", lastname="P")
    call = api.create("phonecalls", subject="S", **{f"{found['contact']}@odata.bind": f"/contacts({person})"})
    assert api.get(f"phonecalls({call})")["_regardingobjectid_value"] == person


@pytest.mark.parametrize(
    ("definition", "given", "kept"),
    [
        (column("String", "crms_HubId", MaxLength=10), "x" * 10, "x" * 10),
        (column("Memo", "crms_Long", MaxLength=1000), "a\nb", "a\nb"),
        (column("Integer", "crms_Count", MinValue=0, MaxValue=9), 9, 9),
        (column("Decimal", "crms_Share", Precision=3), 1.23456, 1.235),
        (column("Money", "crms_Sum", Precision=2), 5, 5.0),
        (column("Boolean", "crms_Flag"), True, True),
        (column("DateTime", "crms_Day", Format="DateOnly", DateTimeBehavior=DAY), "2026-01-02", "2026-01-02"),
        (column("DateTime", "crms_Time"), "2026-01-02T03:04:05.678+01:00", "2026-01-02T02:04:05Z"),
        (column("Picklist", "crms_Pick", OptionSet={"Options": [{"Value": 5, "Label": {}}]}), 5, 5),
        (column("MultiSelectPicklist", "crms_Set", OptionSet=THREE), "3,1", "1,3"),
    ],
)  # fmt: skip
def test_a_new_column_takes_its_values(
    api: Caller, definition: dict[str, Any], given: Any, kept: Any
) -> None:
    made = api.send("POST", f"{CONTACT}/Attributes", json=definition)
    assert made.status_code == 204, made.text
    name = definition["SchemaName"].lower()
    shown = api.get(f"{CONTACT}/Attributes(LogicalName='{name}')")
    assert (shown["SchemaName"], shown["IsCustomAttribute"]) == (definition["SchemaName"], True)
    id = api.create("contacts", lastname="A", **{name: given})
    assert api.get(f"contacts({id})")[name] == kept
    again = api.send("POST", f"{CONTACT}/Attributes", json=definition)
    assert again.status_code == 400
    assert api.send("DELETE", f"{CONTACT}/Attributes(LogicalName='{name}')").status_code == 204
    assert name not in api.get(f"contacts({id})")


def test_a_new_lookup_is_bound_by_its_schema_name(api: Caller) -> None:
    body = {
        "@odata.type": f"{TYPE}OneToManyRelationshipMetadata",
        "SchemaName": "crms_account_contact",
        "ReferencedEntity": "account",
        "ReferencingEntity": "contact",
        "Lookup": {"SchemaName": "crms_FirmId", "DisplayName": {}},
    }
    assert api.send("POST", "RelationshipDefinitions", json=body).status_code == 204
    firm, person = api.create("accounts", name="F"), api.create("contacts", lastname="P")
    wrong = api.change(f"contacts({person})", {"crms_firmid@odata.bind": f"/accounts({firm})"})
    assert (wrong.status_code, error_of(wrong)) == (400, "0x80048d19")
    assert (
        api.change(f"contacts({person})", {"crms_FirmId@odata.bind": f"/accounts({firm})"}).status_code == 204
    )
    assert api.get(f"contacts({person})")["_crms_firmid_value"] == firm


def test_an_alternate_key_works_once_its_index_is_built() -> None:
    now = [1_800_000_000_000]
    system = build(Options(records=0, clock=lambda: now[0], settings={"key_delay_ms": 5_000}))
    with Sandbox(system) as running:
        api = Caller(running)
        assert (
            api.send(
                "POST", f"{CONTACT}/Attributes", json=column("String", "crms_HubId", MaxLength=40)
            ).status_code
            == 204
        )
        key = {"SchemaName": "crms_HubKey", "KeyAttributes": ["crms_hubid"], "DisplayName": {}}
        assert api.send("POST", f"{CONTACT}/Keys", json=key).status_code == 204

        def status() -> str:
            found = api.get(f"{CONTACT}/Keys?$select=LogicalName,KeyAttributes,EntityKeyIndexStatus")[
                "value"
            ][0]
            assert found["KeyAttributes"] == ["crms_hubid"]
            return str(found["EntityKeyIndexStatus"])

        assert status() == "Pending"
        early = api.change("contacts(crms_hubid='1')", {"lastname": "A"})
        assert early.status_code == 400
        now[0] += 5_000
        assert status() == "Active"
        assert api.change("contacts(crms_hubid='1')", {"lastname": "A"}).status_code == 204
        assert api.send("DELETE", f"{CONTACT}/Keys(LogicalName='crms_hubkey')").status_code == 204
        assert api.change("contacts(crms_hubid='1')", {"lastname": "A"}).status_code == 400


def test_a_user_without_the_right_cannot_change_the_structure() -> None:
    with Sandbox("dynamics", Options(records=0, settings={"admin": "no"})) as running:
        api = Caller(running)
        refused = api.send("POST", f"{CONTACT}/Attributes", json=column("String", "crms_HubId"))
        assert (refused.status_code, error_of(refused)) == (403, "0x80040220")


def test_change_tracking_is_switched_on_for_a_table() -> None:
    with Sandbox("dynamics", Options(records=0, settings={"untracked": "contact"})) as running:
        api = Caller(running)
        assert api.send("GET", "contacts", prefer="odata.track-changes").status_code == 400
        assert api.send("PUT", CONTACT, json={"ChangeTrackingEnabled": True}).status_code == 204
        assert "@odata.deltaLink" in api.get("contacts", prefer="odata.track-changes")


def test_drift_comes_by_the_control_doors(api: Caller, box: Sandbox) -> None:
    def drift(**body: Any) -> int:
        return api.send("POST", f"{box.url}/_sandbox/schema/contact", json=body).status_code

    assert drift(action="add", name="new_Shoe") == 200
    id = api.create("contacts", lastname="A", new_shoe="42")
    more = {"@odata.type": f"{TYPE}StringAttributeMetadata", "MaxLength": 3}
    assert drift(action="retype", name="new_shoe", definition=more) == 200
    assert error_of(api.change(f"contacts({id})", {"new_shoe": "1234"})) == "0x80044331"
    assert api.get(f"contacts({id})")["new_shoe"] == "42"
    assert drift(action="remove", name="new_shoe") == 200
    assert error_of(api.change(f"contacts({id})", {"new_shoe": "1"})) == "0x80048d19"
