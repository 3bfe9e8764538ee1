"""One linked pair: what its plan does, rule by rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pytest

from core.conflicts import Candidate, Conflict
from core.mapping import Direction, FieldRule, Policy
from core.mapping import Mapping as CrmMapping
from core.records import UNSET, BaseValue, FieldEdit, HubRecord, RemoteRecord, Value
from core.schema import Field, FieldType, Object
from core.sync.pair import Pair, PairPlan, plan_pair
from core.translate import References, Translation, compile_mapping

T = FieldType


def thing(name: str, *fields: Field) -> Object:
    return Object(name=name, label=name, plural=name, fields={one.name: one for one in fields})


def text(name: str, type: FieldType = T.TEXT, references: str | None = None) -> Field:
    return Field(name=name, type=type, label=name, references=references)


HUB = thing(
    "contact",
    text("name"),
    text("title"),
    text("company", T.REFERENCE, "company"),
    text("teams", T.MULTI_REFERENCE, "team"),
)
CRM = thing(
    "contacts",
    text("n"),
    text("t"),
    text("o", T.REFERENCE, "companies"),
    text("g", T.MULTI_REFERENCE, "groups"),
)
NAMES = {"name": "n", "title": "t", "company": "o", "teams": "g"}


def translation(**rules: Any) -> Translation:
    """The mapping of all four fields; `rules` give some of them other policies, directions or lenses."""
    made = tuple(
        replace(FieldRule(name=hub, hub=(hub,), crm=(crm,)), **rules.get(hub, {}))
        for hub, crm in NAMES.items()
    )
    mapping = CrmMapping(connection="hs", hub_object="contact", crm_object="contacts", rules=made)
    return compile_mapping(mapping, HUB, CRM)


def plan(
    hub: Mapping[str, Value],
    crm: Mapping[str, Value],
    *,
    base_hub: Mapping[str, BaseValue] | None = None,
    base_crm: Mapping[str, BaseValue] | None = None,
    by: Translation | None = None,
    hub_at: int = 10,
    crm_at: int = 20,
    **more: Any,
) -> PairPlan:
    """The plan for a pair that held `base_hub` and `base_crm` when both sides last agreed."""
    record = HubRecord(
        id="r",
        object="contact",
        fields={name: value for name, value in hub.items() if value is not None},
        version=3,
        created=FieldEdit(version=1, at=hub_at, by="person:p"),
    )
    remote = RemoteRecord(id="1", values=tuple(crm.get(name) for name in NAMES.values()), modified=crm_at)
    known_hub, known_crm = base_hub or {}, base_crm or {}
    return plan_pair(
        by or translation(),
        Pair(
            hub=record,
            remote=remote,
            base_hub=tuple(known_hub.get(name) for name in NAMES),
            base_crm=tuple(known_crm.get(name) for name in NAMES.values()),
            **more,
        ),
    )


AGREED: Final[dict[str, Any]] = {
    "base_hub": {"name": "Ann", "title": "CEO"},
    "base_crm": {"n": "Ann", "t": "CEO"},
}
NOTHING_KNOWN: Final[dict[str, Any]] = {
    "base_hub": dict.fromkeys(NAMES, UNSET),
    "base_crm": dict.fromkeys(NAMES.values(), UNSET),
}


def conflict(
    rule: str = "title", hub: Value = "CTO", crm: Value = "CFO", *, lost: bool = False
) -> dict[str, Conflict]:
    theirs = Candidate(values=(crm,), at=20)
    one = Conflict(
        id="c",
        link=("hs", "contacts", "1"),
        record_id="r",
        rule=rule,
        hub_fields=(rule,),
        crm_fields=(NAMES[rule],),
        hub=Candidate(values=(hub,), at=10, by="person:p"),
        crm=theirs,
        lost=(theirs,) if lost else (),
        opened_at=30,
        run="run",
    )
    return {rule: one}


def test_a_pair_that_agrees_has_nothing_to_do() -> None:
    made = plan({"name": "Ann", "title": "CEO"}, {"n": "Ann", "t": "CEO"}, **AGREED)
    assert not made.moves_bases
    assert not made.hub_changes
    assert not made.crm_changes


def test_each_rule_goes_its_own_way() -> None:
    made = plan({"name": "Anna", "title": "CEO"}, {"n": "Ann", "t": "CFO"}, **AGREED)
    assert made.hub_changes == {"title": "CFO"}
    assert made.crm_changes == {"n": "Anna"}
    assert made.base_crm[:2] == [
        "Ann",
        "CFO",
    ]  # what was accepted is remembered; what is pushed waits for its receipt
    assert made.base_hub[:2] == ["Ann", "CFO"]


def test_two_different_edits_freeze_only_their_rule() -> None:
    made = plan({"name": "Anna", "title": "CTO"}, {"n": "Ann", "t": "CFO"}, **AGREED)
    assert [one.rule.name for one in made.opened] == ["title"]
    assert made.opened[0].hub.values == ("CTO",)
    assert made.opened[0].crm.values == ("CFO",)
    assert made.opened[0].base == ("CEO",)
    assert made.crm_changes == {"n": "Anna"}
    assert not made.hub_changes


def test_a_conflict_takes_the_hubs_base_away_so_that_either_choice_is_written() -> None:
    made = plan({"name": "Ann", "title": "CTO"}, {"n": "Ann", "t": "CFO"}, **AGREED)
    assert made.base_hub[1] is UNSET
    assert made.base_crm[1] == "CFO"
    decided_for_hub = plan(
        {"name": "Ann", "title": "CTO"},
        {"n": "Ann", "t": "CFO"},
        base_hub={"name": "Ann", "title": UNSET},
        base_crm={"n": "Ann", "t": "CFO"},
    )
    assert decided_for_hub.crm_changes == {"t": "CTO"}


def test_equivalent_edits_settle_without_a_write() -> None:
    made = plan({"name": "Ann", "title": "cto"}, {"n": "Ann", "t": "CTO "}, **AGREED)
    assert [rule.name for rule in made.settled] == ["title"]
    assert not made.hub_changes
    assert not made.crm_changes
    assert (made.base_hub[1], made.base_crm[1]) == ("cto", "CTO ")


def test_an_open_conflict_is_brought_up_to_date_and_never_doubled() -> None:
    made = plan(
        {"name": "Ann", "title": "COO"},
        {"n": "Ann", "t": "CFO"},
        base_hub={"name": "Ann", "title": UNSET},
        base_crm={"n": "Ann", "t": "CFO"},
        open=conflict(),
    )
    assert not made.opened
    assert not made.crm_changes
    [(_, hub, crm)] = made.refreshed
    assert (hub.values, crm.values) == (("COO",), ("CFO",))


def test_an_open_conflict_whose_sides_agree_by_now_is_superseded() -> None:
    made = plan(
        {"name": "Ann", "title": "CFO"},
        {"n": "Ann", "t": "CFO"},
        base_hub={"name": "Ann", "title": UNSET},
        base_crm={"n": "Ann", "t": "CFO"},
        open=conflict(hub="CFO"),
    )
    assert [one.id for one in made.superseded] == ["c"]
    assert made.base_hub[1] == "CFO"


def test_a_value_that_only_the_history_shows_keeps_its_conflict_open() -> None:
    made = plan(
        {"name": "Ann", "title": "CTO"},
        {"n": "Ann", "t": "CTO"},
        base_hub={"name": "Ann", "title": UNSET},
        base_crm={"n": "Ann", "t": "CTO"},
        open=conflict(crm="CFO", lost=True),
    )
    assert not made.superseded
    assert not made.opened


def test_an_open_conflict_that_stands_still_is_left_alone() -> None:
    made = plan(
        {"name": "Ann", "title": "CTO"},
        {"n": "Ann", "t": "CFO"},
        base_hub={"name": "Ann", "title": UNSET},
        base_crm={"n": "Ann", "t": "CFO"},
        open=conflict(),
    )
    assert not made.moves_bases


@pytest.mark.parametrize(
    ("policy", "hub_at", "hub_gets", "crm_gets"),
    [
        (Policy.HUB, 10, {}, {"t": "CTO"}),
        (Policy.CRM, 10, {"title": "CFO"}, {}),
        (Policy.NEWEST, 10, {"title": "CFO"}, {}),
        (Policy.NEWEST, 30, {}, {"t": "CTO"}),
    ],
)
def test_a_policy_decides_and_the_plan_says_so(
    policy: Policy, hub_at: int, hub_gets: dict[str, Value], crm_gets: dict[str, Value]
) -> None:
    made = plan(
        {"name": "Ann", "title": "CTO"},
        {"n": "Ann", "t": "CFO"},
        by=translation(title={"policy": policy}),
        hub_at=hub_at,
        **AGREED,
    )
    assert (made.hub_changes, made.crm_changes) == (hub_gets, crm_gets)
    assert [rule.name for rule, _ in made.decided] == ["title"]
    assert not made.opened


def test_two_records_that_meet_complete_each_other() -> None:
    made = plan({"name": "Ann"}, {"n": "Ann", "t": "CEO"}, **NOTHING_KNOWN)
    assert made.hub_changes == {"title": "CEO"}
    assert not made.crm_changes
    assert not made.opened


def test_a_refused_value_is_not_sent_again_until_it_changes() -> None:
    refused = {"title": ("C!O",)}
    again = plan({"name": "Ann", "title": "C!O"}, {"n": "Ann", "t": "CEO"}, refused=refused, **AGREED)
    assert not again.crm_changes
    better = plan({"name": "Ann", "title": "COO"}, {"n": "Ann", "t": "CEO"}, refused=refused, **AGREED)
    assert better.crm_changes == {"t": "COO"}


def test_a_parent_that_is_not_to_be_had_is_a_problem_of_its_rule_alone() -> None:
    made = plan(
        {"name": "Anna", "title": "CEO", "company": "gone"},
        {"n": "Ann", "t": "CEO"},
        references=References(crm_ids={"gone": None}),
        **AGREED,
    )
    assert [one.rule.name for one in made.problems] == ["company"]
    assert made.crm_changes == {"n": "Anna"}
    assert made.base_hub[2] is None  # a rule with a problem keeps its bases


def test_a_reference_to_a_parent_that_is_not_linked_yet_waits_on_either_side() -> None:
    towards_crm = plan({"name": "Ann", "title": "CEO", "company": "c1"}, {"n": "Ann", "t": "CEO"}, **AGREED)
    assert towards_crm.missing_hub == ["c1"]
    assert not towards_crm.crm_changes
    towards_hub = plan({"name": "Ann", "title": "CEO"}, {"n": "Ann", "t": "CEO", "o": "77"}, **AGREED)
    assert towards_hub.missing_crm == [("companies", "77")]
    assert not towards_hub.hub_changes


def test_a_reference_travels_as_the_other_sides_id() -> None:
    known = References(records={("companies", "77"): "c1"}, crm_ids={"c2": "88"})
    there = plan(
        {"name": "Ann", "title": "CEO", "company": "c2"}, {"n": "Ann", "t": "CEO"}, references=known, **AGREED
    )
    assert there.crm_changes == {"o": "88"}
    here = plan(
        {"name": "Ann", "title": "CEO"}, {"n": "Ann", "t": "CEO", "o": "77"}, references=known, **AGREED
    )
    assert here.hub_changes == {"company": "c1"}


def test_a_multi_reference_keeps_the_parents_the_hub_does_not_know() -> None:
    known = References(records={("groups", "1"): "t1", ("groups", "9"): None}, crm_ids={"t1": "1", "t2": "2"})
    made = plan(
        {"name": "Ann", "title": "CEO", "teams": ("t1", "t2")},
        {"n": "Ann", "t": "CEO", "g": ("1", "9")},
        base_hub={"name": "Ann", "title": "CEO", "teams": ("t1",)},
        base_crm={"n": "Ann", "t": "CEO", "g": ("1", "9")},
        references=known,
    )
    assert made.crm_changes == {"g": ("1", "2", "9")}


@pytest.mark.parametrize(
    ("there", "sent"),
    [
        pytest.param("2", {"g": ("1", "2")}, id="to be had again"),
        pytest.param(None, {}, id="not to be had"),
    ],
)
def test_a_parent_that_both_agreed_to_do_without_is_sent_once_it_is_there(
    there: str | None, sent: dict[str, Value]
) -> None:
    known = References(records={("groups", "1"): "t1"}, crm_ids={"t1": "1", "t2": there})
    both: dict[str, Any] = {
        "base_hub": {"name": "Ann", "title": "CEO", "teams": ("t1", "t2")},
        "base_crm": {"n": "Ann", "t": "CEO", "g": ("1",)},
    }
    made = plan(both["base_hub"], both["base_crm"], references=known, **both)
    assert made.crm_changes == sent
    assert not made.hub_changes
    one_way = translation(teams={"direction": Direction.TO_HUB})
    assert not plan(both["base_hub"], both["base_crm"], references=known, by=one_way, **both).crm_changes


@pytest.mark.parametrize(
    ("here", "taken"),
    [
        pytest.param("t2", {"teams": ("t1", "t2")}, id="to be had again"),
        pytest.param(None, {}, id="not to be had"),
    ],
)
def test_a_parent_that_the_hub_did_without_is_taken_in_once_it_is_there(
    here: str | None, taken: dict[str, Value]
) -> None:
    theirs: dict[str, str | None] = {"t1": "1"} if here is None else {"t1": "1", here: "2"}
    known = References(records={("groups", "1"): "t1", ("groups", "2"): here}, crm_ids=theirs)
    both: dict[str, Any] = {
        "base_hub": {"name": "Ann", "title": "CEO", "teams": ("t1",)},
        "base_crm": {"n": "Ann", "t": "CEO", "g": ("1", "2")},
    }
    made = plan(both["base_hub"], both["base_crm"], references=known, **both)
    assert made.hub_changes == taken
    assert not made.crm_changes
    one_way = translation(teams={"direction": Direction.TO_CRM})
    assert not plan(both["base_hub"], both["base_crm"], references=known, by=one_way, **both).hub_changes


def test_parents_that_came_back_on_both_sides_are_on_both_then() -> None:
    known = References(
        records={("groups", "1"): "t1", ("groups", "2"): "t2"}, crm_ids={"t1": "1", "t2": "2", "t3": "3"}
    )
    both: dict[str, Any] = {
        "base_hub": {"name": "Ann", "title": "CEO", "teams": ("t1", "t3")},
        "base_crm": {"n": "Ann", "t": "CEO", "g": ("1", "2")},
    }
    made = plan(both["base_hub"], both["base_crm"], references=known, **both)
    assert made.hub_changes == {"teams": ("t1", "t2", "t3")}
    assert made.crm_changes == {"g": ("1", "2", "3")}


def test_a_one_way_rule_never_writes_against_its_direction() -> None:
    to_hub = plan(
        {"name": "Anna", "title": "CEO"},
        {"n": "Ann", "t": "CEO"},
        by=translation(name={"direction": Direction.TO_HUB}),
        **AGREED,
    )
    assert not to_hub.crm_changes
    to_crm = plan(
        {"name": "Ann", "title": "CEO"},
        {"n": "Anna", "t": "CEO"},
        by=translation(name={"direction": Direction.TO_CRM}),
        **AGREED,
    )
    assert not to_crm.hub_changes


def test_overwrites_count_what_was_there_and_not_what_was_empty() -> None:
    made = plan({"name": "Ann"}, {"n": "Bea", "t": "CEO"}, base_hub={"name": "Ann"}, base_crm={"n": "Ann"})
    assert made.hub_changes == {"name": "Bea", "title": "CEO"}
    assert made.hub_overwrites == 1


WORK = thing("task", text("teams", T.MULTI_REFERENCE, "team"), text("company", T.MULTI_REFERENCE, "company"))
REGARDED = thing(
    "tasks",
    *(
        replace(text(name, T.REFERENCE, target), shares="regarding")
        for name, target in (("g", "groups"), ("o", "companies"))
    ),
)


@pytest.mark.parametrize(
    ("now", "there", "agreed", "written"),
    [
        ({"teams": None, "company": ("c1",)}, {"g": "7", "o": None}, ("t1",), {"g": None, "o": "8"}),
        ({"teams": None, "company": None}, {"g": "7", "o": None}, ("t1",), {"g": None}),
        ({"teams": None, "company": ("c2",)}, {"g": "7", "o": None}, ("t1",), {"g": None}),
        ({"teams": ("t1",), "company": ("c1",)}, {"g": None, "o": None}, ("t1",), {}),
        ({"teams": ("t1",), "company": ("c1",)}, {"g": "7", "o": None}, ("t1",), {}),
    ],
    ids=["the next", "nothing else", "not to be had", "emptied by people", "untouched"],
)
def test_a_look_up_that_loses_what_it_named_names_the_next_that_the_hub_knows(
    now: Mapping[str, Value],
    there: Mapping[str, Value],
    agreed: tuple[str, ...],
    written: Mapping[str, Value],
) -> None:
    rules = tuple(
        FieldRule(name=hub, hub=(hub,), crm=(crm,), policy=Policy.NEWEST)
        for hub, crm in (("teams", "g"), ("company", "o"))
    )
    mapping = CrmMapping(connection="hs", hub_object="task", crm_object="tasks", rules=rules)
    base_crm: tuple[BaseValue, ...] = (there["g"], there["o"])
    pair = Pair(
        hub=HubRecord(
            id="r", object="task", fields=now, version=2, created=FieldEdit(version=1, at=1, by="person:p")
        ),
        remote=RemoteRecord(id="1", values=(there["g"], there["o"]), modified=20),
        base_hub=(agreed, now["company"]),
        base_crm=base_crm,
        references=References(
            records={("groups", "7"): "t1", ("companies", "8"): "c1"},
            crm_ids={"t1": "7", "c1": "8", "c2": None},
        ),
    )
    made = plan_pair(compile_mapping(mapping, WORK, REGARDED), pair)
    assert made.crm_changes == written


WHOLE = FieldRule(
    name="whole",
    hub=("name", "title"),
    crm=("n",),
    lens="expression",
    direction=Direction.TO_CRM,
    options={"value": "name + ' ' + title"},
)


@pytest.mark.parametrize(
    ("name", "there", "known", "written", "base"),
    [
        ("Ann", "Ann Dr", ("Ann", "Dr"), {}, ("Ann", "Dr")),  # nothing has changed
        ("Bo", "Ann Dr", ("Ann", "Dr"), {"n": "Bo Dr"}, None),  # what it is made of has
        ("Ann", "mine", ("Ann", "Dr"), {}, ("Ann", "Dr")),  # an edit there stands
        ("Bo", "mine", ("Ann", "Dr"), {"n": "Bo Dr"}, None),  # until what it is made of changes
        ("Ann", "Ann Dr", (UNSET, UNSET), {}, ("Ann", "Dr")),  # they meet and agree
        ("Ann", "other", (UNSET, UNSET), {"n": "Ann Dr"}, None),
    ],
)
def test_a_computed_value_is_sent_when_what_it_is_made_of_changes_and_is_never_read_back(
    name: str, there: str, known: tuple[BaseValue, ...], written: Mapping[str, Value], base: object
) -> None:
    mapping = CrmMapping(connection="hs", hub_object="contact", crm_object="contacts", rules=(WHOLE,))
    record = HubRecord(
        id="r",
        object="contact",
        fields={"name": name, "title": "Dr"},
        version=2,
        created=FieldEdit(version=1, at=1, by="person:p"),
    )
    agreed: tuple[BaseValue, ...] = (UNSET,) if known[0] is UNSET else ("Ann Dr",)
    pair = Pair(
        hub=record,
        remote=RemoteRecord(id="1", values=(there,), modified=20),
        base_hub=known,
        base_crm=agreed,
    )
    made = plan_pair(compile_mapping(mapping, HUB, CRM), pair)
    assert (made.crm_changes, made.hub_changes, made.opened) == (written, {}, [])
    if base is not None:
        assert (tuple(made.base_hub), made.base_crm) == (base, [there])
