"""What becomes of a pair in which an undo set a CRM value back, when the CRM record is deleted or merged there."""

from __future__ import annotations

from core.conflicts import DELETION, ItemKind
from core.mapping import DeletePolicy
from tests.daemon.test_engine_set_back import WIDE, apply, overruled, start, there, titles


def test_a_delete_there_does_not_take_along_what_the_crm_did_not_hold() -> None:
    engine = start(deletes=DeletePolicy.PROPAGATE)
    records, copies, scope = overruled(engine, WIDE)
    apply(engine, scope)
    engine.turn(12)
    assert (there(engine, copies), titles(engine, records)) == (["Old", None], ["CEO", "CEO"])
    engine.crms["sf"].user_delete("contacts", copies[0])
    engine.turn()
    [conflict] = engine.conflicts()
    assert (conflict.record_id, conflict.rule) == (records[0].id, DELETION)
    assert engine.now_is(records[0].id).deleted_at is None


def test_a_merge_there_asks_about_what_the_crm_did_not_hold() -> None:
    engine = start()
    records, copies, scope = overruled(engine, WIDE)
    apply(engine, scope)
    engine.turn(12)
    engine.desk.edit(records[1].id, {"title": "CTO"}, expected=None, by="person:anna")
    engine.turn(12)
    assert there(engine, copies) == ["Old", "CTO"]
    engine.crms["sf"].user_merge("contacts", copies[1], copies[0])
    engine.turn()
    [asked] = [one.detail for one in engine.items(ItemKind.MERGE) if one.connection == "sf"]
    assert (asked["from"], asked["kept.title"], asked["lost.title"]) == (records[0].id, "CTO", "CEO")
