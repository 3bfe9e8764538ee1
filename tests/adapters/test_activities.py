"""Notes, calls, meetings and tasks over every CRM that has them: written with their parents, read back, found, followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests

from adapters.base import Draft, Edit, Removal, Result, TellsLately
from adapters.hooks import Target
from adapters.hubspot.subscriber import HubSpotSubscriber
from adapters.pipedrive.api import LIST
from adapters.sandbox.hubspot.system import APP_ID, DEVELOPER_KEY
from core.errors import AnswerLost, RequestRefused
from core.hub_schema import load_hub_objects
from core.jobs import Attempt, AttemptKind
from core.mapping_check import check_mapping, left_out
from core.mapping_files import default_mappings
from core.records import RemoteRecord, Value
from core.sync.alike import claims, is_alike
from core.translate import compile_mapping
from tests.adapters.benches import SandboxBench, unique

RESOURCES = Path(__file__).parents[2] / "resources"
HUB = load_hub_objects(RESOURCES / "hub")
BENCHES = ("hubspot", "salesforce", "pipedrive", "dynamics")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One kind of one CRM: its object, the field of its text, what it needs besides, and the fields of its parents."""

    object: str
    text: str
    needs: Mapping[str, Value]
    contacts: str
    deals: str
    several: bool = False
    many: bool = False
    marked: bool = True  # whether it has room for our key
    by_content: bool = False  # neither that nor an id that follows from it
    regards_one: bool = False  # of a contact and a deal it takes the deal


WORDS = {
    "hubspot": {
        "note": Words(
            object="notes",
            text="hs_note_body",
            needs={},
            contacts="@contacts",
            deals="@deals",
            several=True,
            many=True,
        ),
        "call": Words(
            object="calls",
            text="hs_call_title",
            needs={},
            contacts="@contacts",
            deals="@deals",
            several=True,
            many=True,
        ),
    },
    "salesforce": {
        "call": Words(
            object="Task",
            text="Subject",
            needs={"TaskSubtype": "Call"},
            contacts="WhoId.Contact",
            deals="WhatId.Opportunity",
        ),
        "meeting": Words(
            object="Event",
            text="Subject",
            needs={"StartDateTime": "2026-11-23T09:00:00.000Z", "DurationInMinutes": "30"},
            contacts="WhoId.Contact",
            deals="WhatId.Opportunity",
        ),
    },
}
WORDS["pipedrive"] = {
    "call": Words(
        object="activities",
        text="subject",
        needs={"type": "call"},
        contacts="participants",
        deals="deal_id",
        several=True,
        marked=False,
        by_content=True,
    ),
    "note": Words(
        object="notes",
        text="content",
        needs={},
        contacts="person_id",
        deals="deal_id",
        marked=False,
        by_content=True,
    ),
}
WORDS["dynamics"] = {
    "note": Words(
        object="annotation",
        text="notetext",
        needs={"subject": "Noted"},
        contacts="objectid_contact",
        deals="objectid_opportunity",
        marked=False,
        regards_one=True,
    ),
    **{
        kind: Words(
            object=table,
            text="subject",
            needs=needs,
            contacts=f"regardingobjectid_contact_{table}",
            deals=f"regardingobjectid_opportunity_{table}",
            regards_one=True,
        )
        for kind, table, needs in (
            ("call", "phonecall", {"statecode": "1", "actualdurationminutes": "5"}),
            (
                "meeting",
                "appointment",
                {
                    "scheduledstart": "2026-11-23T09:00:00.000Z",
                    "scheduledend": "2026-11-23T09:30:00.000Z",
                },
            ),
            ("task", "task", {"scheduledend": "2026-11-23T09:00:00.000Z"}),
        )
    },
}
CREATE = Attempt(
    op="o",
    connection="c",
    object="o",
    record_id="r",
    crm_id=None,
    kind=AttemptKind.CREATE,
    marker="m:g1",
    rules=(),
    sent={},
    hub={},
    hub_version=1,
    started=0,
    run="run",
)
CASES = [(system, kind) for system, kinds in WORDS.items() for kind in kinds]


@pytest.fixture
def bench(request: pytest.FixtureRequest) -> SandboxBench:
    found = request.getfixturevalue(request.param[0] if isinstance(request.param, tuple) else request.param)
    assert isinstance(found, SandboxBench)
    return found


@pytest.fixture
def words(request: pytest.FixtureRequest) -> Words:
    system, kind = request.node.callspec.params["bench"]
    return WORDS[system][kind]


def fields(words: Words) -> tuple[str, ...]:
    return (words.text, words.contacts, words.deals)


def ids(words: Words, *some: str) -> Value:
    return tuple(sorted(some)) if words.several else some[0]


def deals(words: Words, id: str) -> Value:
    return (id,) if words.many else id


def attached(words: Words, contact: str, deal: str) -> tuple[Value, Value]:
    """What the fields of its parents say of an activity that was given both."""
    return (None if words.regards_one else ids(words, contact), deals(words, deal))


def parents(bench: SandboxBench) -> tuple[str, str]:
    """A contact and a deal of the account."""
    return bench.live(bench.person)[0], bench.live(bench.deal)[0]


def logged(bench: SandboxBench, words: Words, **more: Value) -> RemoteRecord:
    """An activity of a contact and a deal, made through the adapter."""
    contact, deal = parents(bench)
    bench.adapter.prepare(words.object)
    name = unique("logged")
    values = {
        words.text: name,
        words.contacts: ids(words, contact),
        words.deals: deals(words, deal),
        **words.needs,
        **more,
    }
    [outcome] = bench.adapter.create(
        words.object, fields(words), [Draft(op=name, marker=f"{name}:g1", values=values)]
    )
    assert outcome.result is Result.DONE, outcome
    assert outcome.crm_id is not None
    found = bench.adapter.fetch(words.object, fields(words), [outcome.crm_id])[outcome.crm_id]
    assert outcome.record is not None
    assert outcome.record.values == found.values
    return found


def changes(bench: SandboxBench, words: Words, position: str) -> dict[str, RemoteRecord]:
    found, _ = bench.changes(words.object, fields(words), position)
    return {record.id: record for record in found}


@pytest.mark.parametrize("bench", BENCHES, indirect=True)
def test_the_products_mappings_fit_the_account_and_leave_no_kind_out_unsaid(bench: SandboxBench) -> None:
    made = default_mappings(RESOURCES, bench.system, "mine", activities=True)
    objects = {one.hub_object: one.crm_object for one in made if not one.kinds}
    ours = [one for one in made if one.hub_object == "activity"]
    assert left_out(ours, HUB) == {}
    for mapping in ours:
        schema = bench.adapter.schema(mapping.crm_object)
        assert not [
            one for one in check_mapping(mapping, HUB["activity"], schema, objects=objects) if one.fatal
        ]
        compile_mapping(mapping, HUB["activity"], schema)


@pytest.mark.parametrize("bench", CASES, indirect=True)
def test_an_activity_is_written_with_its_parents_and_found_by_our_key(
    bench: SandboxBench, words: Words
) -> None:
    contact, deal = parents(bench)
    record = logged(bench, words)
    assert record.values[1:] == attached(words, contact, deal)
    assert record.id in {
        one.id for page in bench.backfill(words.object, fields(words)) for one in page.records
    }
    marker = f"{record.values[0]}:g1"
    assert record.marker == (marker if words.marked else None)
    if words.by_content:
        assert words.object in bench.adapter.abilities.by_content
        assert isinstance(bench.adapter, TellsLately)
        lately = {one.id: one for one in bench.adapter.lately(words.object, fields(words), 60_000)}
        assert (lately[record.id].values, lately[record.id].made_by_us) == (record.values, True)
    else:
        found = bench.adapter.find(words.object, fields(words), [marker])
        assert [one.id for one in found[marker]] == [record.id]
    again = Draft(op=unique("op"), marker=marker, values={words.text: "again", **words.needs})
    [refused] = bench.adapter.create(words.object, fields(words), [again])
    assert (refused.result, refused.crm_id) == (Result.TAKEN, record.id), "a repeated create meets the first"


@pytest.mark.parametrize("bench", CASES, indirect=True)
def test_what_people_do_to_an_activity_comes_with_the_changes(bench: SandboxBench, words: Words) -> None:
    kept, gone = logged(bench, words), logged(bench, words)
    position = bench.adapter.now(words.object)
    bench.edit(words.object, kept.id, {words.text: "Spoken about the offer"})
    bench.remove(words.object, gone.id)
    found, _ = bench.changes(words.object, fields(words), position, deep=True)
    told = {one.id: one for one in found}
    assert told[kept.id].values[0] == "Spoken about the offer"
    assert told[gone.id].deleted


@pytest.mark.parametrize("bench", CASES, indirect=True)
def test_a_parent_is_exchanged_and_taken_away(bench: SandboxBench, words: Words) -> None:
    record = logged(bench, words)
    _, deal = parents(bench)
    other = bench.live(bench.person)[1]
    if words.regards_one:
        [outcome] = bench.adapter.update(
            words.object,
            fields(words),
            [Edit(op=unique("op"), crm_id=record.id, values={words.deals: None, words.contacts: other})],
        )
        assert outcome.record is not None
        assert outcome.record.values[1:] == (other, None)
        other, deal = bench.live(bench.person)[2], ""
    for wanted in (ids(words, other), None):
        if not words.regards_one:  # its token is a row version, not a time
            bench.tick()
        [outcome] = bench.adapter.update(
            words.object,
            fields(words),
            [Edit(op=unique("op"), crm_id=record.id, values={words.contacts: wanted})],
        )
        assert outcome.result is Result.DONE
        now = bench.adapter.fetch(words.object, fields(words), [record.id])[record.id]
        assert now.values[1:] == (wanted, deals(words, deal) if deal else None)


@pytest.mark.parametrize("bench", CASES, indirect=True)
def test_an_activity_is_deleted(bench: SandboxBench, words: Words) -> None:
    record = logged(bench, words)
    [outcome] = bench.adapter.delete(words.object, [Removal(op=unique("op"), crm_id=record.id)])
    assert outcome.result is Result.DONE
    assert record.id not in bench.live(words.object)


@pytest.mark.parametrize("object", ["activities", "notes"])
def test_what_a_lost_create_made_in_pipedrive_is_known_however_it_was_written_down(
    pipedrive: SandboxBench, object: str
) -> None:
    adapter = pipedrive.adapter
    assert isinstance(adapter, TellsLately)
    assert adapter.needs(object) == ()
    assert not adapter.prepare(object)
    with pytest.raises(RequestRefused, match="no room for our key"):
        adapter.find(object, [], ["m:g1"])
    [mapping] = [
        one
        for one in default_mappings(RESOURCES, "pipedrive", "pd", activities=True)
        if one.crm_object == object
    ]
    translation = compile_mapping(mapping, HUB["activity"], adapter.schema(object))
    contact, deal = parents(pipedrive)
    told = unique("told")
    text = f"{told} <a onclick='x()'>offer</a>,<br>two  lines<script>alert(1)</script> "
    sent: dict[str, Value] = (
        {"content": text, "person_id": contact, "deal_id": deal, "add_time": "2026-11-23T09:30:00.250Z"}
        if object == "notes"
        else {
            "type": "meeting", "subject": f" {told}", "note": text, "participants": (contact,), "deal_id": deal,
            "due_date": "2026-11-23", "due_time": "09:30", "duration": "00:45", "done": False,
        }
    )  # fmt: skip
    pipedrive.faults(lose_answer=1.0)
    with pytest.raises(AnswerLost):
        adapter.create(object, mapping.crm_fields, [Draft(op="o", marker="m:g1", values=sent)])
    pipedrive.faults()
    create = replace(CREATE, object=object, sent=sent, rules=tuple(one.name for one in translation.rules))
    lately = adapter.lately(object, mapping.crm_fields, 60_000)
    made = claims(translation, [create], lately)[create.op]
    assert made.id in pipedrive.live(object)
    assert [one.id for one in lately if is_alike(translation, create, one)] == [made.id]
    held = dict(zip(mapping.crm_fields, made.values, strict=True))
    assert held["note" if object == "activities" else "content"] == f"{told} <a>offer</a>,<br />two  lines "
    if object == "notes":
        assert held["add_time"] == "2026-11-23T09:30:00.000Z", "it is of the day it was written on elsewhere"
    pipedrive.edit(object, made.id, {"deal_id": pipedrive.live(pipedrive.deal)[1]})
    [moved] = [one for one in adapter.lately(object, mapping.crm_fields, 60_000) if one.id == made.id]
    assert not is_alike(translation, create, moved)


def test_no_note_of_pipedrive_is_missed_though_its_pages_move(pipedrive: SandboxBench) -> None:
    contact, _ = parents(pipedrive)
    position = pipedrive.adapter.now("notes")
    made = [pipedrive.add("notes", {"content": f"Note {at}", "person_id": contact}) for at in range(LIST + 7)]
    pages = pipedrive.backfill("notes", ("content",))
    first = next(pages)
    assert first.more
    for id in made[:3]:
        pipedrive.remove("notes", id)
    seen = [one.id for page in (first, *pages) for one in page.records]
    assert len(seen) == len(set(seen))
    assert set(made) <= set(seen)
    changed, _ = pipedrive.changes("notes", ("content",), position, deep=True)
    told = {one.id: one.deleted for one in changed}
    assert [told[id] for id in made] == [True] * 3 + [False] * (len(made) - 3)


def test_hubspot_dates_what_nobody_dated(hubspot: SandboxBench) -> None:
    record = logged(hubspot, WORDS["hubspot"]["note"])
    held = hubspot.adapter.fetch("notes", ["hs_timestamp"], [record.id])[record.id]
    assert held.values[0] is not None


def test_a_salesforce_look_up_keeps_what_is_closer_and_what_nobody_knows(salesforce: SandboxBench) -> None:
    words = WORDS["salesforce"]["call"]
    account = salesforce.live("Account")[0]
    _, deal = parents(salesforce)
    names = ("WhatId.Opportunity", "WhatId.Account")
    record = logged(salesforce, words, **{"WhatId.Account": account})

    def held() -> tuple[Value, ...]:
        return salesforce.adapter.fetch("Task", names, [record.id])[record.id].values

    def write(**values: Value) -> None:
        edit = Edit(op=unique("op"), crm_id=record.id, values={f"WhatId.{k}": v for k, v in values.items()})
        [outcome] = salesforce.adapter.update("Task", names, [edit])
        assert outcome.result is Result.DONE

    assert held() == (deal, None), "the deal's task is the company's by itself"
    write(Account=account)
    assert held() == (deal, None)
    write(Opportunity=None, Account=account)
    assert held() == (None, account)
    write(Opportunity=deal)
    assert held() == (deal, None)


def test_a_dynamics_activity_regards_what_is_closer_and_keeps_what_nobody_knows(
    dynamics: SandboxBench,
) -> None:
    words = WORDS["dynamics"]["task"]
    names = tuple(f"regardingobjectid_{table}_task" for table in ("opportunity", "contact", "account"))
    contact, deal = parents(dynamics)
    account = dynamics.live("account")[0]
    record = logged(dynamics, words, **{names[2]: account})

    def held() -> tuple[Value, ...]:
        return dynamics.adapter.fetch("task", names, [record.id])[record.id].values

    def write(**values: Value) -> Result:
        now = dynamics.adapter.fetch("task", names, [record.id])[record.id]
        edit = Edit(
            op=unique("op"),
            crm_id=record.id,
            values={f"regardingobjectid_{table}_task": id for table, id in values.items()},
            precondition=now.token,
        )
        [outcome] = dynamics.adapter.update("task", names, [edit])
        if outcome.record is not None:
            assert outcome.record.values == held(), "the answer is the row as it is, written or not"
        return outcome.result

    assert held() == (deal, None, None)
    assert write(contact=contact, account=account) is Result.DONE
    assert held() == (deal, None, None), "the deal is closer"
    assert write(opportunity=None, contact=contact) is Result.DONE
    assert held() == (None, contact, None)
    assert write(account=None) is Result.DONE
    assert held() == (None, contact, None), "what it does not regard cannot be taken from it"
    assert write(contact=None) is Result.DONE
    assert held() == (None, None, None)
    lead = dynamics.live("lead")[0] if dynamics.live("lead") else dynamics.add("lead", {"lastname": "Lead"})
    dynamics.edit("task", record.id, {"regardingobjectid": lead, "regardingobjectid.type": "lead"})
    assert write(account=account) is Result.DONE
    assert held() == (None, None, None), "a lead is closer than a company"


def test_an_edit_that_writes_nothing_still_minds_its_condition(dynamics: SandboxBench) -> None:
    words = WORDS["dynamics"]["task"]
    contact, _ = parents(dynamics)
    record = logged(dynamics, words)
    dynamics.edit("task", record.id, {"description": "by a person"})
    edit = Edit(op="o", crm_id=record.id, values={words.contacts: contact}, precondition=record.token)
    [outcome] = dynamics.adapter.update("task", fields(words), [edit])
    assert outcome.result is Result.CHANGED
    dynamics.remove("task", record.id)
    [outcome] = dynamics.adapter.update("task", fields(words), [edit])
    assert outcome.result is Result.GONE


def test_dynamics_notes_take_no_column_and_are_known_by_an_id_that_follows_from_our_key(
    dynamics: SandboxBench,
) -> None:
    adapter = dynamics.adapter
    assert adapter.needs("annotation") == ()
    assert not adapter.prepare("annotation")
    record = logged(dynamics, WORDS["dynamics"]["note"])
    attempt = replace(CREATE, object="annotation", marker=f"{record.values[0]}:g1")
    assert adapter.is_of("annotation", record, attempt)
    assert not adapter.is_of("annotation", record, replace(attempt, marker="another:g1"))


def test_hubspot_is_asked_for_the_webhooks_of_activities_by_their_number(hubspot: SandboxBench) -> None:
    subscriber = HubSpotSubscriber(hubspot.box.url, DEVELOPER_KEY, APP_ID)
    target = Target(url="http://127.0.0.1:9/webhooks/hs/x", user="", secret="s")
    wanted = {"contacts": ("email",), "calls": ("hs_call_title", "@contacts")}
    first = subscriber.ensure(target, wanted)
    assert (first.kept, first.removed) == (0, 0)
    listed = requests.get(
        f"{hubspot.box.url}/webhooks/v3/{APP_ID}/subscriptions", params={"hapikey": DEVELOPER_KEY}, timeout=10
    ).json()["results"]
    of_calls = {one["eventType"] for one in listed if one.get("objectTypeId") == "0-48"}
    assert of_calls >= {
        "object.creation",
        "object.deletion",
        "object.associationChange",
        "object.propertyChange",
    }
    again = subscriber.ensure(target, wanted)
    assert (again.kept, again.added, again.removed) == (first.added, 0, 0)
    less = subscriber.ensure(target, {"contacts": ("email",)})
    assert less.removed == len(of_calls)
    assert subscriber.remove(target) == less.kept
