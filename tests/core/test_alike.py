"""What a lost create has made, known by what it holds: however the CRM writes it down, and never twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from adapters.pipedrive.notes import FIELDS
from adapters.pipedrive.objects import object_facts
from adapters.pipedrive.schema import described
from core.hub_schema import load_hub_objects
from core.jobs import Attempt, AttemptKind
from core.mapping_files import default_mappings
from core.records import RemoteRecord, Value
from core.sync.alike import claims, is_alike, may_be
from core.translate import compile_mapping

RESOURCES = Path(__file__).parents[2] / "resources"
[MAPPING] = [
    one
    for one in default_mappings(RESOURCES, "pipedrive", "pd", activities=True)
    if one.crm_object == "notes"
]
NOTES = compile_mapping(
    MAPPING,
    load_hub_objects(RESOURCES / "hub")["activity"],
    described(object_facts("notes"), FIELDS, [{"id": 1, "email": "ada@x.example", "name": "Ada"}]).object,
)
RULES = tuple(one.name for one in NOTES.rules if one.rule.direction.value != "to_hub")
WORDS = st.sampled_from(["rang", "twice", "offer", "blue", "ß & <b>", "1 < 2"])
SENT = st.fixed_dictionaries(
    {
        "content": st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
        "deal_id": st.sampled_from(["1", "2"]),
    },
    optional={"person_id": st.just("7"), "add_time": st.just("2026-11-23T09:30:00.000Z")},
)


def create(op: str, sent: dict[str, Value]) -> Attempt:
    return Attempt(
        op=op,
        connection="pd",
        object="notes",
        record_id=op,
        crm_id=None,
        kind=AttemptKind.CREATE,
        marker=f"{op}:g1",
        rules=RULES,
        sent=sent,
        hub={},
        hub_version=1,
        started=0,
        run="run",
    )


def record(id: str, values: dict[str, Value], *, made_by_us: bool | None = True) -> RemoteRecord:
    held = {"add_time": "2026-11-27T06:00:00.000Z", "user_id": "1", **values}
    return RemoteRecord(
        id=id, values=tuple(held.get(name) for name in MAPPING.crm_fields), modified=1, made_by_us=made_by_us
    )


@given(st.lists(SENT, max_size=5), st.randoms(use_true_random=False), st.integers(0, 3))
def test_every_landed_create_finds_a_record_and_none_is_taken_twice(
    sent: list[dict[str, Value]], random: Random, strangers: int
) -> None:
    creates = [create(f"o{at}", one) for at, one in enumerate(sent)]
    landed = [one for one in creates if random.random() < 0.7]
    records = [record(f"{at}", dict(one.sent)) for at, one in enumerate(landed)]
    records += [record(f"s{at}", {"content": "rang", "deal_id": "1"}) for at in range(strangers)]
    random.shuffle(records)
    found = claims(NOTES, creates, records)
    assert len({one.id for one in found.values()}) == len(found)
    by_op = {one.op: one for one in creates}
    assert all(is_alike(NOTES, by_op[op], one) for op, one in found.items())
    assert len(found) >= len(landed), "what is left over is somebody else's"
    assert strangers or len(found) == len(landed)


def test_it_is_the_same_note_however_the_crm_writes_it_down() -> None:
    sent = create(
        "o",
        {"content": "Rang  <i>twice</i><br>1 &lt; 2", "deal_id": "1", "add_time": "2026-11-23T09:30:00.400Z"},
    )
    held: dict[str, Value] = {
        "content": "<p>Rang twice</p><p>1 &lt; 2 </p>",
        "deal_id": "1",
        "add_time": "2026-11-23T09:30:00.000Z",
    }
    assert is_alike(NOTES, sent, record("1", held))
    assert claims(NOTES, [sent], [record("1", held)])["o"].id == "1"
    for other in ({"content": "Rang once"}, {"deal_id": "2"}, {"add_time": "2026-11-23T09:31:00.000Z"}):
        assert not is_alike(NOTES, sent, record("1", {**held, **other}))
    assert not claims(NOTES, [sent], [record("1", held, made_by_us=False)])
    assert not claims(NOTES, [sent], [replace(record("1", held), deleted=True)])
    nothing = replace(sent, sent={"a field that is not mapped any more": "x"})
    assert not claims(NOTES, [nothing], [record("1", held)]), "what cannot be compared is not taken"
    assert not may_be(NOTES, nothing, record("1", held))


def test_it_may_be_ours_where_a_person_has_changed_a_part_of_it() -> None:
    sent = create("o", {"content": "Rang about the offer", "deal_id": "1"})
    edited = record("1", {"content": "Rang about the second offer", "deal_id": "1"})
    assert not is_alike(NOTES, sent, edited)
    assert may_be(NOTES, sent, edited)
    assert not may_be(NOTES, sent, replace(edited, made_by_us=None))
    assert not may_be(NOTES, sent, record("1", {"content": "Likes blue", "deal_id": "1"}))
    moved = record("1", {"content": "Rang about the offer", "deal_id": "2"})
    assert may_be(NOTES, sent, moved)
