"""Queries over a small org: the quick ways of finding rows agree with reading every row."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.sandbox.ledger import Actor, ActorKind
from adapters.sandbox.rows import Row
from adapters.sandbox.salesforce import build
from adapters.sandbox.salesforce.errors import SalesforceError
from adapters.sandbox.salesforce.org import SalesforceOrg
from adapters.sandbox.salesforce.soql_filter import predicate
from adapters.sandbox.salesforce.soql_literals import quote
from adapters.sandbox.salesforce.soql_names import Names
from adapters.sandbox.salesforce.soql_parse import parse
from adapters.sandbox.salesforce.soql_run import run
from adapters.sandbox.salesforce.stamps import stamp_text
from adapters.sandbox.system import Options

START = 1_700_000_000_000
BY = Actor(kind=ActorKind.USER, id="501")


def make_org() -> SalesforceOrg:
    """60 contacts over 6 seconds, some edited, some deleted, some stamped by a system process."""
    clock = [START]
    org = build(Options(records=0, clock=lambda: clock[0]))
    contact = org.schema.objects["Contact"]
    rows = []
    for at in range(60):
        clock[0] = START + at // 10 * 1000
        fields = {
            "LastName": f"N{at:02}",
            "Email": f"p{at % 40}@x.example",
            "Department": "Ä" if at % 3 else None,
        }
        rows.append(org.records.create(contact, fields, BY))
    clock[0] += 1000
    for row in rows[::7]:
        org.records.update(contact, row, {"Title": "t"}, BY)
    for row in rows[3::11]:
        org.records.delete(contact, row, BY)
    org.world.touch("Contact", [row for row in rows[5::13] if row.archived_at is None], START + 9000)
    return org


@pytest.fixture(scope="module")
def org() -> SalesforceOrg:
    return make_org()


ORG = make_org()
IDS = [row.id for row in ORG.cells.table("Contact").everything()]


def ids(org: SalesforceOrg, text: str, *, with_deleted: bool = False) -> list[str]:
    result = run(org.cells, text, version="v61.0", with_deleted=with_deleted)
    return [record["Id"] for record in result.page(0, 10_000)]


moments = st.integers(-1500, 10_500).map(
    lambda ms: stamp_text(START + ms).replace(".000+0000", f".{(START + ms) % 1000:03}Z")
)
simple = st.one_of(
    st.tuples(
        st.sampled_from(("SystemModstamp", "LastModifiedDate", "CreatedDate")),
        st.sampled_from(("=", "!=", "<", "<=", ">", ">=")),
        moments,
    ).map(" ".join),
    st.tuples(
        st.just("Id"),
        st.sampled_from(("=", "!=", "<", "<=", ">", ">=")),
        st.sampled_from([*IDS, "0" * 15, "zzzzzzzzzzzzzzz"]).map(quote),
    ).map(" ".join),
    st.lists(st.sampled_from(IDS).map(quote), min_size=1, max_size=4).map(
        lambda some: f"Id IN ({', '.join(some)})"
    ),
    st.integers(0, 45).map(lambda n: f"Email = 'P{n}@X.example'"),
    st.sampled_from(
        (
            "IsDeleted = true",
            "IsDeleted = false",
            "IsDeleted != true",
            "Department = null",
            "Department = 'ä'",
            "LastName LIKE '%3'",
        )
    ),
)
conditions = st.recursive(
    simple,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda terms: "(" + " AND ".join(terms) + ")"),
        st.lists(inner, min_size=2, max_size=3).map(lambda terms: "(" + " OR ".join(terms) + ")"),
        inner.map(lambda term: f"(NOT {term})"),
    ),
    max_leaves=6,
)


@given(
    conditions,
    st.sampled_from(
        (
            "",
            "SystemModstamp, Id",
            "SystemModstamp",
            "Id",
            "SystemModstamp DESC, Id DESC",
            "Id DESC",
            "Email DESC, Id",
        )
    ),
    st.none() | st.integers(0, 20),
    st.booleans(),
)
@settings(max_examples=400, deadline=None)
def test_indexes_and_windows_find_what_reading_every_row_finds(
    condition: str, order: str, limit: int | None, with_deleted: bool
) -> None:
    text = f"SELECT Id FROM Contact WHERE {condition}" + (f" ORDER BY {order}" if order else "")
    names = Names(ORG.cells, text)
    where = parse(text).where
    assert where is not None
    test = predicate(names, ORG.schema.objects["Contact"], where)
    rows = [
        row
        for row in ORG.cells.table("Contact").everything()
        if (with_deleted or row.archived_at is None) and test(row)
    ]
    found = ids(ORG, text, with_deleted=with_deleted)
    assert sorted(found) == [row.id for row in rows]
    if order == "SystemModstamp, Id":
        assert found == [row.id for row in sorted(rows, key=lambda row: (row.modified, row.id))]
    if order in ("", "Id"):
        assert found == sorted(found)
    if limit is not None:
        assert ids(ORG, f"{text} LIMIT {limit}", with_deleted=with_deleted) == found[:limit]
        assert ids(ORG, f"{text} LIMIT {limit} OFFSET 3", with_deleted=with_deleted) == found[3 : 3 + limit]


def test_a_keyset_walk_meets_every_row_once_across_equal_stamps(org: SalesforceOrg) -> None:
    seen: list[str] = []
    where = ""
    while True:
        text = f"SELECT Id, SystemModstamp FROM Contact {where} ORDER BY SystemModstamp, Id LIMIT 7"
        page = run(org.cells, text, version="v61.0", with_deleted=False).page(0, 7)
        if not page:
            break
        seen += [record["Id"] for record in page]
        stamp, id = page[-1]["SystemModstamp"], page[-1]["Id"]
        where = f"WHERE (SystemModstamp = {stamp} AND Id > {quote(id)}) OR SystemModstamp > {stamp}"
    live: list[Row] = list(org.cells.table("Contact").after())
    assert seen == [row.id for row in sorted(live, key=lambda row: (row.modified, row.id))]


def test_unset_counts_as_unequal_and_empty_text_as_unset(org: SalesforceOrg) -> None:
    total = ids(org, "SELECT Id FROM Contact")
    unset = ids(org, "SELECT Id FROM Contact WHERE Department = null")
    assert ids(org, "SELECT Id FROM Contact WHERE Department = ''") == unset
    assert ids(org, "SELECT Id FROM Contact WHERE Department != 'ä'") == unset
    assert len(unset) + len(ids(org, "SELECT Id FROM Contact WHERE Department != null")) == len(total)


def test_unset_sorts_first_unless_asked_otherwise(org: SalesforceOrg) -> None:
    def departments(order: str) -> list[str | None]:
        text = f"SELECT Department FROM Contact ORDER BY Department {order}"
        return [
            each["Department"]
            for each in run(org.cells, text, version="v61.0", with_deleted=False).page(0, 99)
        ]

    for order, first in (
        ("", None),
        ("DESC", None),
        ("NULLS LAST", "Ä"),
        ("DESC NULLS LAST", "Ä"),
        ("NULLS FIRST", None),
    ):
        assert departments(order)[0] == first


def test_a_system_process_moves_the_stamp_and_not_the_last_edit(org: SalesforceOrg) -> None:
    text = f"SELECT Id FROM Contact WHERE SystemModstamp = {stamp_text(START + 9000)}"
    touched = ids(org, text)
    assert touched
    assert not ids(org, f"{text} AND LastModifiedDate = {stamp_text(START + 9000)}")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELECT Id FROM Nothing", "INVALID_TYPE"),
        ("SELECT Nothing FROM Contact", "INVALID_FIELD"),
        ("SELECT Nothing.Name FROM Contact", "INVALID_FIELD"),
        ("SELECT Account.Nothing FROM Contact", "INVALID_FIELD"),
        ("SELECT Id, (SELECT Id FROM Nothings) FROM Contact", "INVALID_TYPE"),
        ("SELECT Id, id FROM Contact", "INVALID_FIELD"),
        ("SELECT Id FROM Contact WHERE LastName = 3", "INVALID_FIELD"),
        ("SELECT Id FROM Contact WHERE SystemModstamp > '2024-02-01T00:00:00Z'", "INVALID_FIELD"),
        ("SELECT Id FROM Contact WHERE CreatedDate > 2024-02-01", "INVALID_FIELD"),
        ("SELECT Id FROM Contact WHERE Description = 'x'", "INVALID_FIELD"),
        ("SELECT Id FROM Contact ORDER BY MailingAddress", "INVALID_FIELD"),
        ("SELECT Id FROM Contact WHERE Id = 'short'", "INVALID_QUERY_FILTER_OPERATOR"),
        ("SELECT Id FROM Contact WHERE LastName INCLUDES ('x')", "INVALID_QUERY_FILTER_OPERATOR"),
        ("SELECT Id FROM Contact LIMIT 1 OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE"),
        ("SELECT Id FROM Contact WHERE " + "(NOT " * 99 + "Id = null" + ")" * 99, "QUERY_TOO_COMPLICATED"),
    ],
)
def test_what_cannot_be_asked_is_refused(org: SalesforceOrg, text: str, code: str) -> None:
    with pytest.raises(SalesforceError) as caught:
        ids(org, text)
    assert (caught.value.status, caught.value.code) == (400, code)


def test_choices_of_a_multi_select_are_found_by_includes_and_excludes() -> None:
    org = build(Options(records=0))
    org.add_field("Contact", "Tags__c", {"type": "multipicklist", "picklistValues": ["a", "b", "c"]})
    contact = org.schema.objects["Contact"]
    made = {
        tags: org.records.create(contact, {"LastName": "x", "Tags__c": tags}, BY).id
        for tags in ("a", "b;a", "c;b;a", "c")
    }
    assert [
        org.cells.table("Contact").value(row, "Tags__c") for row in org.cells.table("Contact").after()
    ] == [
        "a",
        "a;b",
        "a;b;c",
        "c",
    ]
    both = ids(org, "SELECT Id FROM Contact WHERE Tags__c INCLUDES ('a;b')")
    assert both == [made["b;a"], made["c;b;a"]]
    either = ids(org, "SELECT Id FROM Contact WHERE Tags__c INCLUDES ('a;b', 'c')")
    assert either == [made["b;a"], made["c;b;a"], made["c"]]
    assert ids(org, "SELECT Id FROM Contact WHERE Tags__c EXCLUDES ('a;b', 'c')") == [made["a"]]
