"""A filter in a mapping's file, saved while the daemon runs: planned first, then pairs leave, rest and meet again."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.wire.models import LinkWord, PlanItemWord
from tests.support.staging import SmallStage, staged, until

FILTER = """
[filter]
hub = 'job_title != "nobody"'
crm = 'fax != "out"'
"""


def filtered(stage: SmallStage, filter: str) -> tuple[Path, str]:
    """HubSpot's contact mapping: its file, and its text with this filter."""
    path = next(one for one in (stage.places.config / "mappings").glob("*.toml") if _is_it(one))
    return path, path.read_text(encoding="utf-8").partition("\n[filter]")[0].rstrip() + "\n" + filter


def save(stage: SmallStage, filter: str) -> None:
    path, text = filtered(stage, filter)
    path.write_text(text, encoding="utf-8")


def _is_it(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    return 'connection = "hs"' in text and 'crm_object = "contacts"' in text


def link(stage: SmallStage, record_id: str) -> LinkWord:
    return next(one for one in stage.client.links_of(record_id).rows if one.connection == "hs")


def items(stage: SmallStage, id: str) -> list[PlanItemWord]:
    return stage.client.list_plan_items(id, limit=100).rows


@pytest.mark.slow
def test_a_filter_is_planned_saved_left_and_entered() -> None:
    with staged(records=5, crms="hubspot") as stage:
        stage.start_daemon()
        stage.connect()
        client = stage.client
        record, there = stage.known_contact(first_name="Ada", job_title="Chief")
        stage.edit_in_crm("hs", there["hs"], {"fax": "out"})
        _, text = filtered(stage, FILTER)

        # planned first: only this pair leaves, and nothing is done
        found = client.validate_mapping("hs", "contacts", text)
        assert not [one for one in found.findings if one.level == "error"]
        assert [
            one for one in client.preview_mapping("hs", "contacts", text, samples=500).rows if one.left_out
        ]
        plan = client.make_plan("hs", mapping=text)
        until(lambda: client.get_plan(plan.id).plan.state == "draft", "the plan is made")
        assert client.get_plan(plan.id).plan.kind == "filter"
        assert [(one.kind, one.record_id) for one in items(stage, plan.id)] == [("pause", record.id)]
        assert not link(stage, record.id).held

        # saved: in use at once, also for what does not change
        save(stage, FILTER)
        until(lambda: link(stage, record.id).held, "the pair is held")
        [reason] = [one.what for one in client.trace_record(record.id).pairs[0].reasons]
        assert reason == "the filter holds the pair: the CRM's filter does not hold"

        # edited on both sides, the daemon killed meanwhile, and one that is out from its beginning
        client.edit_record(record.id, {"first_name": "Augusta", "city": "Graz"})
        stage.edit_in_crm("hs", there["hs"], {"firstname": "Adele", "phone": "+43 316 123456"})
        late = client.create_record(
            "contact", {"last_name": "Late", "email": "late@elsewhere.example", "job_title": "nobody"}
        )
        stage.daemon.kill()
        stage.start_daemon()
        until(stage.at_rest, "everything is at rest")
        assert stage.held("hs", there["hs"])["firstname"] == "Adele"
        assert client.get_record(record.id).record.fields["first_name"] == "Augusta"
        assert not [one for one in client.links_of(late.id).rows if one.connection == "hs"]

        # in again on both sides: what one side has changed travels, what both have is a question
        stage.edit_in_crm("hs", there["hs"], {"fax": ""})
        client.edit_record(late.id, {"job_title": "somebody"})
        stage.arrives("hs", there["hs"], {"city": "Graz"})
        stage.crm_id(late.id, "hs")
        until(stage.at_rest, "everything is at rest again")
        assert client.get_record(record.id).record.fields["phone"] == "+43 316 123456"
        assert [one.rule for one in client.list_conflicts("open").rows if one.record_id == record.id] == [
            "first_name"
        ]

        # out for good
        save(stage, FILTER + 'leave = "unlink"\n')
        client.reload_mappings()
        until(stage.at_rest, "the filter is in use, before anybody leaves")
        stage.edit_in_crm("hs", there["hs"], {"fax": "out"})
        until(lambda: link(stage, record.id).state == "detached", "the pair is parted")
        assert stage.held("hs", there["hs"])["lastname"] == "Weber"
        assert client.get_record(record.id).record.deleted_at is None
        told = client.search_activity(record=record.id, limit=100)
        kinds = [one.kind for one in reversed(told.rows) if one.kind in ("pause", "resume", "unlink")]
        assert kinds == ["pause", "resume", "unlink"]
        assert client.verify_audit().intact
