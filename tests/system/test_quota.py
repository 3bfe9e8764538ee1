"""A day's allowance runs short under the real daemon: a comparison waits, a live edit goes on, a restart forgets nothing."""

from __future__ import annotations

import pytest

from adapters.sandbox.salesforce.org import SalesforceOrg
from core.wire.models import QuotaWord
from tests.support.staging import SmallStage, staged, until

LIMIT = 2_000


def allowance(stage: SmallStage) -> QuotaWord:
    found = stage.connection("sf").allowance
    assert found is not None
    return found


@pytest.mark.slow
def test_a_comparison_of_everything_rests_while_live_edits_arrive_and_a_restart_forgets_nothing() -> None:
    with staged(records=50, switches={"sf": {"daily_requests": LIMIT}}) as stage:
        stage.start_daemon()
        stage.connect()
        record, there = stage.known_contact()
        org = stage.sandboxes["sf"].system
        assert isinstance(org, SalesforceOrg)
        while org.budget.used < LIMIT * 0.65:  # somebody else uses the account
            org.budget.spend()
        stage.client.sync_connection("sf", full=True)
        stage.told(
            "sf", lambda one: "backfill is held back" in one.reason, "the comparison rests and says why"
        )
        told = allowance(stage)
        held = {one.lane: one for one in told.lanes if one.held_until is not None}
        assert set(held) == {"backfill"} and "stops at 1,260" in held["backfill"].reason
        assert told.limit == LIMIT and told.reserved == 200 and told.others > 1_000
        stage.client.edit_record(record.id, {"job_title": "Chief of patience"})
        stage.arrives("sf", there["sf"], {"Title": "Chief of patience"})
        until(stage.at_rest, "nothing else waits")
        before = allowance(stage)
        stage.daemon.stop()
        stage.start_daemon()
        after = allowance(stage)
        assert after.ours >= before.ours > 0 and after.used >= before.used
        assert after.others == pytest.approx(before.others, abs=5)
        assert org.budget.used < LIMIT * 0.9
