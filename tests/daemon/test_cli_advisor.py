"""The advisor on the command line and in the local API, in this process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import CrmSyncError
from tests.support.command_line import Run, answer, code, command_line
from tests.support.small_daemon import SmallDaemon


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[tuple[SmallDaemon, Run]]:
    with command_line(tmp_path) as running:
        yield running


def test_a_suggestion_is_shown_decided_on_exported_and_forgotten(daemon: tuple[SmallDaemon, Run]) -> None:
    made, run = daemon
    record = made.desk.create("contact", {"name": "Ann", "email": "a@x.eu", "title": "Buyer"}, by="person:x")
    made.settle()
    [crm_id] = made.crm.live("contacts")
    made.desk.edit(record.id, {"title": "Secret"}, expected=None, by="import:fair")
    made.crm.user_edit("contacts", crm_id, {"t": "Secret Chief"}, by="user:7")
    made.settle()
    [id] = [one["id"] for one in answer(run("queue", "list", "--json"))["rows"]]
    story = answer(run("conflicts", "show", id, "--json"))
    assert story["suggestion"]["choice"] == story["suggestion"]["likeliest"] == "crm"
    assert story["suggestion"]["value"] == "Secret Chief"
    shown = run("conflicts", "show", id).stdout
    assert "suggestion: take the CRM's value, 9" in shown
    assert "because the CRM says all that the hub says, and more" in shown

    assert "replaced in this field" not in shown

    assert "Nothing was decided yet" in run("advisor", "status").stdout
    assert code(run("conflicts", "resolve", id, "--crm")) == 0
    assert answer(run("conflicts", "show", id, "--json"))["suggestion"] is None
    [field] = answer(run("advisor", "status", "--json"))["fields"]
    assert (field["object"], field["field"], field["decided"], field["agreed"]) == ("contact", "title", 1, 1)
    [line] = run("advisor", "export", "--field", "contact.title").stdout.splitlines()
    assert json.loads(line)["chosen"] == "crm"
    assert "Secret" not in line
    assert code(run("advisor", "reset")) == 2
    assert "1 decisions are forgotten" in run("advisor", "reset", "--field", "contact.title", "--yes").stdout
    assert run("advisor", "export").stdout == ""


def test_deciding_alone_is_turned_on_by_field_and_says_what_is_missing(
    daemon: tuple[SmallDaemon, Run],
) -> None:
    made, run = daemon
    told = run("advisor", "enable", "contact.title").stdout
    assert (
        "it decides nothing yet: 0 of 0 sure suggestions were right; 268 without a mistake would show 99%"
        in told
    )
    assert "not yet" in run("advisor", "status").stdout
    assert made.advisor.sweep() == 0
    for words in (["contact.shoe"], ["contact"], ["shoe.size"], ["contact.title", "--precision", "1.5"]):
        refused = run("advisor", "enable", *words)
        assert code(refused) == 2, words
        assert isinstance(refused.exception, CrmSyncError)
        assert refused.exception.advice
    assert "only suggests" in run("advisor", "disable", "contact.title").stdout
    assert answer(run("advisor", "status", "--json"))["fields"] == []
    kinds = [one["note"] for one in answer(run("activity", "--kind", "advisor", "--json"))["rows"]]
    assert kinds == [
        "contact.title: decides nothing alone",
        "contact.title: may decide alone where it is right 99.00% of the time",
    ]
