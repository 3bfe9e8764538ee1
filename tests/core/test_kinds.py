"""A hub object that comes in kinds, and parents of which a CRM has room for one."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import MappingInvalid, SchemaInvalid
from core.hub_schema import load_hub_objects
from core.mapping import FieldRule, Mapping, Policy
from core.mapping_check import check_mapping, left_out
from core.mapping_files import dump_mapping, load_mapping, load_mappings
from core.records import UNSET, BaseValue, FieldEdit, HubRecord, RemoteRecord, Value
from core.schema import Choice, Field, FieldType, Object
from core.sync.books import Books
from core.sync.match import find_match, keys_of
from core.sync.pair import Pair, PairPlan, plan_pair
from core.sync.routes import Routes
from core.translate import References, Translation, compile_mapping

T = FieldType
HUB = load_hub_objects(Path(__file__).parents[2] / "resources" / "hub")
ACTIVITY = HUB["activity"]
SUBJECT = FieldRule(name="subject", hub=("subject",), crm=("title",))
KIND = FieldRule(name="kind", hub=("kind",), crm=("type",), policy=Policy.CREATE_ONLY)
CONTACTS = FieldRule(name="contacts", hub=("contacts",), crm=("person",), policy=Policy.NEWEST)
CRM = Object(
    name="things",
    label="Thing",
    plural="Things",
    fields={
        "title": Field(name="title", type=T.TEXT, label="Title"),
        "type": Field(
            name="type",
            type=T.CHOICE,
            label="Type",
            choices=tuple(Choice(value=kind, label=kind) for kind in ACTIVITY.kinds),
        ),
        "born": Field(name="born", type=T.TEXT, label="Born", once=True),
        "person": Field(name="person", type=T.REFERENCE, label="Person", references="people"),
    },
)


def mapping(
    *kinds: str, connection: str = "c", crm: str = "things", rules: tuple[FieldRule, ...] = (SUBJECT,)
) -> Mapping:
    return Mapping(connection=connection, hub_object="activity", crm_object=crm, rules=rules, kinds=kinds)


def fatal(one: Mapping) -> list[str]:
    return [problem.message for problem in check_mapping(one, ACTIVITY, CRM) if problem.fatal]


def record(id: str = "r", **fields: Value) -> HubRecord:
    return HubRecord(
        id=id, object="activity", fields=fields, version=1, created=FieldEdit(version=1, at=0, by="person:p")
    )


# files -----------------------------------------------------------------------------------------------------------------
def test_a_hub_object_names_the_choice_that_tells_its_kinds() -> None:
    assert ACTIVITY.kinds == ("note", "call", "meeting", "task")
    assert HUB["contact"].kinds == ()


@pytest.mark.parametrize("field", ["subject", "nothing"])
def test_kinds_that_are_no_required_choice_are_refused(field: str, tmp_path: Path) -> None:
    text = f'name = "visit"\nlabel = "Visit"\nkinds = "{field}"\n[fields]\nsubject = {{ type = "text", label = "S" }}\n'
    (tmp_path / "visit.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SchemaInvalid, match="kinds must name a required choice"):
        load_hub_objects(tmp_path)


def test_kinds_are_written_and_read_back() -> None:
    for kinds in (("note",), ("call", "task"), ()):
        assert load_mapping(dump_mapping(mapping(*kinds)), "m.toml").kinds == kinds


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (mapping("note"), mapping("call", crm="calls"), None),
        (mapping("note"), mapping("note", connection="d"), None),
        (mapping("note", "call"), mapping("call", crm="calls"), "kind 'call'"),
        (mapping("note"), mapping(crm="calls"), "hub object 'activity'"),
        (mapping("note"), mapping("call"), "crm object 'things'"),
    ],
)
def test_two_mappings_of_one_connection_stay_apart(
    first: Mapping, second: Mapping, words: str | None, tmp_path: Path
) -> None:
    for name, one in (("a", first), ("b", second)):
        (tmp_path / f"{name}.toml").write_text(dump_mapping(one), encoding="utf-8")
    if words is None:
        assert load_mappings(tmp_path) == (first, second)
        return
    with pytest.raises(MappingInvalid, match=words):
        load_mappings(tmp_path)


# checks ----------------------------------------------------------------------------------------------------------------
def test_one_kind_needs_no_rule_and_several_need_one_that_never_changes_it() -> None:
    assert fatal(mapping("note")) == []
    assert any("nothing tells which kind" in one for one in fatal(mapping("note", "call")))
    assert fatal(mapping("note", "call", rules=(SUBJECT, KIND))) == []
    changing = replace(KIND, policy=Policy.NEWEST)
    assert any("cannot change" in one for one in fatal(mapping("note", "call", rules=(SUBJECT, changing))))


def test_a_kind_there_is_not_and_kinds_of_what_has_none_are_told() -> None:
    assert any("no kind 'nota'" in one for one in fatal(mapping("nota")))
    contact = Mapping(
        connection="c", hub_object="contact", crm_object="things", rules=(SUBJECT,), kinds=("note",)
    )
    messages = [one.message for one in check_mapping(contact, HUB["contact"], CRM)]
    assert "Contact comes in no kinds" in messages


def test_kinds_that_no_mapping_takes_are_said() -> None:
    made = (mapping("note"), mapping("call", "task", crm="b"), mapping(connection="all"))
    assert left_out(made, HUB) == {("c", "activity"): ("meeting",)}


def test_a_field_that_is_written_once_takes_a_rule_that_writes_once() -> None:
    rule = FieldRule(name="born", hub=("body",), crm=("born",))
    assert any("only be written when" in one for one in fatal(mapping("note", rules=(SUBJECT, rule))))
    assert fatal(mapping("note", rules=(SUBJECT, replace(rule, policy=Policy.CREATE_ONLY)))) == []


# the way of a record -----------------------------------------------------------------------------------------------------
def test_a_record_travels_only_where_its_kind_is_mapped() -> None:
    routes = Routes(
        mappings={"activity": (mapping("note"), mapping("call", crm="b"), mapping("call", connection="d"))},
        objects=HUB,
    )
    ids = iter(map(str, range(9)))
    books = Books(at=1, run="r", ids=lambda: next(ids), routes=routes)
    for kind, wanted in (("note", {"c"}), ("call", {"c", "d"}), ("task", set[str]())):
        made = books.create("activity", {"kind": kind}, by="person:p", edited_at=1, cause="x")
        rows = [row for (_, id), row in books.pending.items() if id == made.id]
        assert {row.connection for row in rows} == wanted
        assert {row.object for row in rows} <= {f"activity:{kind}"}


def test_a_mapping_works_off_its_own_kinds() -> None:
    made = compile_mapping(mapping("call", "task", rules=(SUBJECT, KIND)), ACTIVITY, CRM)
    assert made.queues == ("activity:call", "activity:task")
    assert made.only_kind == {}
    assert compile_mapping(mapping("note"), ACTIVITY, CRM).only_kind == {"kind": "note"}
    assert compile_mapping(mapping(rules=(SUBJECT, KIND)), ACTIVITY, CRM).queues == tuple(
        f"activity:{kind}" for kind in ACTIVITY.kinds
    )


def test_nothing_is_matched_across_kinds() -> None:
    known = [record("a", kind="note", subject="Offer"), record("b", kind="call", subject="Offer")]
    fields: MappingOf[str, Value] = {"kind": "call", "subject": "Offer"}
    keys = keys_of(ACTIVITY, fields)
    match = find_match(
        (("subject",),),
        ACTIVITY,
        fields,
        keys=keys,
        found={key: frozenset({"a", "b"}) for key in keys},
        records={one.id: one for one in known},
        taken=(),
    )
    assert match.only == "b"


# one of several parents ----------------------------------------------------------------------------------------------------
PEOPLE = {"p1": "ann", "p2": "ben", "p3": "cleo"}
REFERENCES = References(
    records={("people", crm_id): id for crm_id, id in PEOPLE.items()},
    crm_ids={id: crm_id for crm_id, id in PEOPLE.items()},
)


def of_contacts() -> Translation:
    return compile_mapping(mapping("note", rules=(CONTACTS,)), ACTIVITY, CRM)


def plan(
    hub: Value, crm: Value, base_hub: BaseValue, base_crm: BaseValue, references: References = REFERENCES
) -> PairPlan:
    pair = Pair(
        hub=record(kind="note", contacts=hub),
        remote=RemoteRecord(id="x", values=(crm,), modified=5),
        base_hub=(base_hub,),
        base_crm=(base_crm,),
        references=references,
    )
    return plan_pair(of_contacts(), pair)


def test_a_parent_exchanged_in_the_crm_is_exchanged_alone() -> None:
    made = plan(("ann", "ben"), "p3", ("ann", "ben"), "p1")
    assert (made.hub_changes, made.crm_changes) == ({"contacts": ("ben", "cleo")}, {})


def test_a_parent_taken_away_in_the_crm_takes_no_other_with_it() -> None:
    made = plan(("ann", "ben"), None, ("ann", "ben"), "p1")
    assert (made.hub_changes, made.crm_changes) == ({"contacts": ("ben",)}, {})


def test_a_parent_that_is_gone_from_the_crm_is_not_taken_out_of_the_hub() -> None:
    gone = References(
        records={("people", "p1"): None, ("people", "p2"): "ben"}, crm_ids={"ann": None, "ben": "p2"}
    )
    assert plan(("ann", "ben"), None, ("ann", "ben"), "p1", gone).hub_changes == {}
    assert plan(("ann",), None, ("ann",), "p1", gone).hub_changes == {}
    assert plan(("ann",), "p2", ("ann",), "p1", gone).hub_changes == {"contacts": ("ann", "ben")}


def test_a_parent_that_no_side_of_the_crm_can_hold_asks_nobody() -> None:
    absent = References(crm_ids={"ann": None})
    made = plan(("ann",), None, (), None, absent)
    assert (made.hub_changes, made.crm_changes, made.problems) == ({}, {}, [])


def test_the_crm_keeps_its_parent_while_the_hub_has_it_among_others() -> None:
    made = plan(("ann", "ben", "cleo"), "p2", ("ben",), "p2")
    assert (made.hub_changes, made.crm_changes) == ({}, {})
    assert made.base_hub == [("ann", "ben", "cleo")]


def test_the_crm_gets_another_parent_when_the_hub_has_its_own_no_more() -> None:
    made = plan(("cleo",), "p2", ("ben", "cleo"), "p2")
    assert (made.hub_changes, made.crm_changes) == ({}, {"person": "p3"})


def test_at_first_sight_the_empty_side_is_filled_and_nobody_is_dropped() -> None:
    assert plan(("ann",), None, UNSET, UNSET).crm_changes == {"person": "p1"}
    assert plan(None, "p1", UNSET, UNSET).hub_changes == {"contacts": ("ann",)}
    assert plan(("ann", "ben"), "p2", UNSET, UNSET).hub_changes == {}


def test_a_parent_the_hub_does_not_know_is_not_taken_away() -> None:
    rule = of_contacts().rules[0]
    strange = References(records={("people", "p9"): None}, crm_ids={})
    assert rule.to_crm((None,), ("p9",), strange) == ("p9",)
    assert rule.to_crm((None,), ("p1",), REFERENCES) == (None,)
