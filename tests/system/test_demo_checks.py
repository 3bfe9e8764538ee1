"""The demo's checks from outside find what they are there for: a check that cannot fail proves nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from pydantic import BaseModel

from core.mapping import FieldRule
from core.mapping import Mapping as FieldMapping
from core.records import RemoteRecord
from core.schema import Field, FieldType, Object
from core.translate import References, Translation, compile_mapping
from core.wire.models import ConflictWord, LinkWord, RecordWord
from core.wire.questions import CandidateWord
from core.wire.records import EditWord
from daemon.demo.agreement import rule_holds
from daemon.demo.outside import Hub
from daemon.demo.people import Deed, Kind
from daemon.demo.verify import Findings, Verification

W = TypeVar("W", bound=BaseModel)
SIDE = ("hs", "contact")
HUB_CONTACT = Object(
    name="contact",
    label="Contact",
    plural="Contacts",
    fields={"job_title": Field(name="job_title", type=FieldType.TEXT, label="Job title")},
)
CRM_CONTACT = Object(
    name="contacts",
    label="Contact",
    plural="Contacts",
    fields={"jobtitle": Field(name="jobtitle", type=FieldType.TEXT, label="Job title")},
)
MAPPING = FieldMapping(
    connection="hs",
    hub_object="contact",
    crm_object="contacts",
    rules=(FieldRule(name="job_title", hub=("job_title",), crm=("jobtitle",)),),
)
EDIT = Deed(
    side="hs",
    kind=Kind.EDIT,
    object="contact",
    id="7",
    at=5,
    name="job_title",
    value="CTO #00001",
    token="#00001",
)


def translation() -> Translation:
    return compile_mapping(MAPPING, HUB_CONTACT, CRM_CONTACT)


def remote(id: str, title: str, marker: str | None = None) -> RemoteRecord:
    return RemoteRecord(id=id, values=(title,), modified=1, marker=marker)


def record(id: str, title: str) -> RecordWord:
    return RecordWord(
        id=id,
        object="contact",
        fields={"job_title": title},
        version=1,
        created=EditWord(version=1, at=1, by="connection:hs"),
        edits={},
        deleted_at=None,
        deleted_by=None,
        merged_into=None,
    )


def link(crm_id: str, record_id: str) -> LinkWord:
    return LinkWord(
        connection="hs",
        crm_object="contacts",
        crm_id=crm_id,
        record_id=record_id,
        state="linked",
        seen=1,
        remote_version=1,
        generation=1,
    )


def conflict() -> ConflictWord:
    return ConflictWord(
        id="c",
        connection="hs",
        crm_object="contacts",
        crm_id="7",
        record_id="r7",
        rule="job_title",
        hub_fields=["job_title"],
        crm_fields=["jobtitle"],
        hub=CandidateWord(values=["CEO"], at=None, by=None),
        crm=CandidateWord(values=["CTO #00001"], at=None, by=None),
        lost=[],
        state="open",
        opened_at=1,
        run="run",
        resolution=None,
        resolved_by=None,
        resolved_at=None,
    )


def entry(title: str, *, by: str = "integration") -> Mapping[str, Any]:
    return {
        "seq": 1,
        "at": 6,
        "op": "update",
        "object": "contacts",
        "id": "7",
        "actor": {"kind": by, "id": "1"},
        "changes": {"jobtitle": title},
    }


def check(
    *,
    crm: Mapping[str, RemoteRecord] | None = None,
    hub: str = "CTO #00001",
    linked: bool = True,
    conflicts: tuple[ConflictWord, ...] = (),
    deeds: tuple[Deed, ...] = (EDIT,),
    entries: tuple[Mapping[str, Any], ...] = (),
) -> Findings:
    """The checks over one contact, 7 in the CRM and r7 in the hub, and whatever is given instead."""
    return Verification(
        translations={"hs": {"contact": translation()}},
        before={SIDE: {"7": remote("7", "CEO")}},
        remotes={SIDE: crm if crm is not None else {"7": remote("7", "CTO #00001")}},
        hub=Hub(
            records={"r7": record("r7", hub)},
            links={SIDE: [link("7", "r7")] if linked else []},
            conflicts=list(conflicts),
            items=[],
            pending=[],
            signals=[],
        ),
        activity=[],
        entries={"hs": entries},
        deeds=deeds,
    ).run()


def test_a_pair_in_step_has_nothing_to_report() -> None:
    found = check(entries=(entry("CTO #00001"),))
    assert (found.apart, found.lost, found.duplicates, found.phantoms) == ([], [], [], [])
    assert (found.pairs, found.equal, found.tokens, found.ours) == (1, 1, 1, 1)


def test_a_pair_that_differs_is_found() -> None:
    assert len(check(hub="CEO").apart) == 1


def test_an_open_conflict_explains_a_difference() -> None:
    found = check(hub="CEO", conflicts=(conflict(),))
    assert found.apart == []
    assert found.excused == {"conflict": 1}


def test_records_without_a_counterpart_are_found_on_both_sides() -> None:
    assert len(check(linked=False).apart) == 2


def test_a_linked_record_that_is_gone_in_the_crm_is_found() -> None:
    assert len(check(crm={}).apart) == 1


def test_a_value_that_is_nowhere_is_lost() -> None:
    found = check(crm={"7": remote("7", "CEO")}, hub="CEO")
    assert len(found.lost) == 1


def test_a_value_in_a_conflict_is_not_lost() -> None:
    found = check(crm={"7": remote("7", "CEO")}, hub="CEO", conflicts=(conflict(),))
    assert found.lost == []


def test_a_value_that_the_same_person_wrote_over_is_coalesced() -> None:
    later = replace(EDIT, at=9, value="COO #00002", token="#00002")
    found = check(crm={"7": remote("7", "COO #00002")}, hub="COO #00002", deeds=(EDIT, later))
    assert (found.lost, found.coalesced) == ([], 1)


def test_a_later_write_elsewhere_does_not_excuse_a_lost_value() -> None:
    later = replace(EDIT, side="hub", id="r7", at=9, value="COO #00002", token="#00002")
    found = check(crm={"7": remote("7", "COO #00002")}, hub="COO #00002", deeds=(EDIT, later))
    assert len(found.lost) == 1


@pytest.mark.parametrize(("kind", "expected"), [(Kind.EDIT, 1), (Kind.RESTORE, 0)])
def test_two_living_records_of_one_owner_are_a_duplicate_unless_a_person_restored_one(
    kind: Kind, expected: int
) -> None:
    twins = {id: remote(id, "CTO #00001", marker="r7:g1") for id in ("7", "8")}
    deed = replace(EDIT, kind=kind, id="8")
    assert len(check(crm=twins, deeds=(EDIT, deed)).duplicates) == expected


def test_a_value_nobody_entered_is_a_phantom() -> None:
    assert len(check(entries=(entry("Emperor"),)).phantoms) == 1


def test_what_people_write_is_never_a_phantom() -> None:
    assert check(entries=(entry("Emperor", by="user"),)).phantoms == []


# merges ------------------------------------------------------------------------------------------------------------------
def _side(name: str, hub: str, fields: Mapping[str, Field], rules: tuple[FieldRule, ...]) -> Translation:
    """A mapping of an object whose fields are called the same on both sides."""
    mapping = FieldMapping(connection="hs", hub_object=hub, crm_object=name, rules=rules)
    crm = {
        one.name: replace(one, references="companies" if one.references else None) for one in fields.values()
    }
    return compile_mapping(
        mapping,
        Object(name=hub, label=hub, plural=hub, fields=dict(fields)),
        Object(name=name, label=name, plural=name, fields=crm),
    )


def employer(state: str, hub: str) -> Findings:
    """Contact 7 works at company 2 in the CRM, whose hub record was merged into `c1`, and at `hub` in the hub."""
    name = Field(name="name", type=FieldType.TEXT, label="Name")
    parent = Field(name="company", type=FieldType.REFERENCE, label="Company", references="company")
    rule = FieldRule(name="company", hub=("company",), crm=("company",))
    named = FieldRule(name="name", hub=("name",), crm=("name",))
    companies, contacts = ("hs", "company"), ("hs", "contact")
    winner = replace_word(record("c1", ""), object="company", fields={"name": "Acme"})
    loser = replace_word(winner, id="c2", merged_into="c1", deleted_at=3, deleted_by="person:p")
    there = {id: RemoteRecord(id=id, values=("Acme",), modified=1) for id in ("1", "2")}
    ends = [
        replace_word(link("1", "c1"), crm_object="companies"),
        replace_word(link("2", "c2"), crm_object="companies", state=state),
    ]
    worker = {"7": RemoteRecord(id="7", values=("2",), modified=1)}
    return Verification(
        translations={
            "hs": {
                "company": _side("companies", "company", {"name": name}, (named,)),
                "contact": _side("contacts", "contact", {"company": parent}, (rule,)),
            }
        },
        before={companies: there, contacts: worker},
        remotes={companies: there, contacts: worker},
        hub=Hub(
            records={
                "c1": winner,
                "c2": loser,
                "r7": replace_word(record("r7", ""), fields={"company": hub}),
            },
            links={companies: ends, contacts: [link("7", "r7")]},
            conflicts=[],
            items=[],
            pending=[],
            signals=[],
        ),
        activity=[],
        entries={"hs": ()},
        deeds=(),
    ).run()


def replace_word(word: W, **changes: object) -> W:
    return word.model_copy(update=changes)


def test_who_names_the_loser_where_both_are_there_means_the_winner() -> None:
    assert not employer("merged", "c1").apart


@pytest.mark.parametrize(("state", "hub"), [("merged", "c2"), ("detached", "c1")])
def test_a_child_that_stayed_with_the_loser_is_found(state: str, hub: str) -> None:
    assert len(employer(state, hub).apart) == 1


@pytest.mark.parametrize(
    ("crm", "holds"),
    [
        pytest.param(("1", "2"), True, id="it is named on both sides while its deletion is a question"),
        pytest.param(("1",), True, id="the CRM took it away with the record"),
        pytest.param(("2",), False, id="one that lives is not named there"),
        pytest.param(("1", "3"), False, id="one is named there and not here"),
    ],
)
def test_parents_agree_whether_or_not_a_deleted_one_is_still_named(crm: tuple[str, ...], holds: bool) -> None:
    many = FieldType.MULTI_REFERENCE
    teams = Field(name="teams", type=many, label="Teams", references="company")
    groups = Field(name="groups", type=many, label="Groups", references="companies")
    made = compile_mapping(
        replace(MAPPING, rules=(FieldRule(name="teams", hub=("teams",), crm=("groups",)),)),
        replace(HUB_CONTACT, fields={"teams": teams}),
        replace(CRM_CONTACT, fields={"groups": groups}),
    )
    known = References(
        records={("companies", one): f"t{one}" for one in "123"},
        crm_ids={"t1": "1", "t2": None, "t3": "3"},  # t2 is deleted in the hub
    )
    assert rule_holds(made.rules[0], (("t1", "t2"),), (crm,), known) is holds
