"""A plan's changes as they are shown: what is not there yet has a name instead of a stand-in."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from core.plans import PlanItem, PlanItemKind
from daemon.api.present_plans import item
from daemon.promises import PLANNED
from gui.plans.wording import PlanWords


def test_a_record_the_plan_will_make_is_named(qtbot: QtBot) -> None:
    told = item(
        PlanItem(
            plan="p",
            n=1,
            kind=PlanItemKind.CREATE_CRM,
            object="contacts",
            record_id="r1",
            crm_id=None,
            changes=(
                ("company", None, f"{PLANNED}r2"),
                ("others", ("77",), ("77", f"{PLANNED}r3")),
                ("name", None, "Ann"),
            ),
        ),
        {"r2": "Acme GmbH"},
    )
    assert told.promised == {f"{PLANNED}r2": "Acme GmbH", f"{PLANNED}r3": ""}
    words = PlanWords()
    assert [words.change(one) for one in words.changes(told)] == [
        "company: (empty) → Acme GmbH (made by this plan)",
        "others: 77 → 77, the record made by this plan",
        "name: (empty) → Ann",
    ]
