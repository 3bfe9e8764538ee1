"""What is Dataverse's own: delta tokens, ids from markers, ETags, states, lookups to several tables, its errors."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from adapters.base import Draft, Edit, Removal, Result
from adapters.dynamics.api import DynamicsApi, read_trouble
from adapters.dynamics.cursor import Position, parse_position
from adapters.dynamics.multipart import Ask, packed, unpacked
from adapters.dynamics.payloads import guid_for
from adapters.oauth import StaticTokens
from adapters.rest import Limits, Rest
from adapters.sandbox.server import Sandbox
from core.errors import AnswerLost, CursorExpired, NotPermitted, RequestRefused, SignInNeeded, Throttled
from core.schema import FieldType
from tests.adapters.benches import FAST, DynamicsBench, start, unique
from tests.adapters.scripted import Scripted, reply

PERSON = ("firstname", "lastname", "emailaddress1")


def draft(**values: str) -> Draft:
    name = unique("dv")
    return Draft(op=f"op-{name}", marker=f"{name}:g1", values={"lastname": name, **values})


def made(bench: DynamicsBench, **values: str) -> str:
    [one] = bench.adapter.create("contact", PERSON, [draft(**values)])
    assert one.result is Result.DONE and one.crm_id is not None
    return one.crm_id


# schema --------------------------------------------------------------------------------------------------------
def test_the_schema_has_types_lengths_choices_and_what_is_read_only(dynamics: DynamicsBench) -> None:
    fields = dynamics.adapter.schema("contact").fields
    assert (fields["firstname"].type, fields["firstname"].max_length) == (FieldType.TEXT, 50)
    assert fields["birthdate"].type is FieldType.DATE and fields["modifiedon"].type is FieldType.DATETIME
    assert fields["description"].type is FieldType.LONG_TEXT and fields["websiteurl"].type is FieldType.URL
    assert (
        fields["fullname"].read_only and fields["createdby"].read_only and not fields["firstname"].read_only
    )
    assert {one.value: one.label for one in fields["gendercode"].choices} == {"1": "Male", "2": "Female"}
    assert fields["parentcustomerid_contact"].references == "contact"
    people = {one.label for one in fields["ownerid"].choices}
    assert "administrator@sandbox.example" in people
    money = dynamics.adapter.schema("opportunity").fields
    assert (money["estimatedvalue"].type, money["estimatedvalue"].scale) == (FieldType.MONEY, 2)
    assert {"EUR", "USD"} <= {one.label for one in money["transactioncurrencyid"].choices}
    assert not {"contactid", "crmsync_key", "genderCodename", "versionnumber"} & set(fields)


def test_an_own_table_is_synced_like_any_other() -> None:
    with start("dynamics", 0, custom_objects="new_invoice") as box:
        bench = DynamicsBench(box)
        bench.adapter._custom = ("new_invoice",)
        assert bench.adapter.objects()[-1] == "new_invoice"
        assert bench.adapter.prepare("new_invoice") is True
        new = Draft(op="o", marker="invoice:g1", values={"new_name": "Rechnung"})
        [one] = bench.adapter.create("new_invoice", ("new_name",), [new])
        assert one.record is not None and one.record.values == ("Rechnung",)
        bench.adapter.close()


# creates -------------------------------------------------------------------------------------------------------
def test_a_create_whose_answer_was_lost_is_found_and_never_done_twice(dynamics: DynamicsBench) -> None:
    new = draft(firstname="Once")
    dynamics.faults(lose_answer={"value": 1.0, "routes": r"^POST /api/data/.*batch"})
    with pytest.raises(AnswerLost):
        dynamics.adapter.create("contact", PERSON, [new])
    dynamics.faults()
    found = dynamics.adapter.find("contact", PERSON, [new.marker])
    assert [one.id for one in found[new.marker]] == [guid_for("contact", new.marker)]
    count = len(dynamics.live("contact"))
    [again] = dynamics.adapter.create("contact", PERSON, [new])
    assert (again.result, again.crm_id) == (Result.TAKEN, guid_for("contact", new.marker))
    assert len(dynamics.live("contact")) == count


def test_without_our_column_nothing_is_created() -> None:
    with start("dynamics", 0) as box:
        bench = DynamicsBench(box)
        with pytest.raises(NotPermitted, match="column of ours"):
            bench.adapter.create("contact", PERSON, [draft()])
        bench.adapter.close()
    with start("dynamics", 0, admin="no") as box:
        bench = DynamicsBench(box)
        with pytest.raises(NotPermitted, match="add a column") as told:
            bench.adapter.prepare("contact")
        assert "crmsync_Key" in (told.value.advice or "")
        bench.adapter.close()


def test_a_deal_is_created_in_the_state_it_has(dynamics: DynamicsBench) -> None:
    fields = ("name", "statecode", "statuscode", "estimatedvalue")
    new = Draft(
        op="won",
        marker=f"{unique('won')}:g1",
        values={"name": "Won", "statecode": "1", "statuscode": "3", "estimatedvalue": "1234.56"},
    )
    [one] = dynamics.adapter.create("opportunity", fields, [new])
    assert one.record is not None and one.record.values == ("Won", "1", "3", "1234.56")
    wrong = Draft(
        op="bad", marker=f"{unique('bad')}:g1", values={"name": "B", "statecode": "1", "statuscode": "4"}
    )
    [half] = dynamics.adapter.create("opportunity", fields, [wrong])
    assert half.result is Result.LOST  # it is there, in its first state: whoever asks has to look
    assert dynamics.adapter.find("opportunity", fields, [wrong.marker])[wrong.marker][0].values[1] == "0"


# conditions ----------------------------------------------------------------------------------------------------
def test_an_edit_or_removal_of_what_somebody_changed_since_is_not_done(dynamics: DynamicsBench) -> None:
    id = made(dynamics, firstname="Ours")
    seen = dynamics.adapter.fetch("contact", PERSON, [id])[id]
    dynamics.edit("contact", id, {"firstname": "Theirs"})
    edit = Edit(op="e", crm_id=id, values={"firstname": "Late"}, precondition=seen.token)
    assert [one.result for one in dynamics.adapter.update("contact", PERSON, [edit])] == [Result.CHANGED]
    removal = Removal(op="r", crm_id=id, precondition=seen.token)
    assert [one.result for one in dynamics.adapter.delete("contact", [removal])] == [Result.CHANGED]
    now = dynamics.adapter.fetch("contact", PERSON, [id])[id]
    assert now.values[0] == "Theirs" and now.by_us is False
    again = Edit(op="e", crm_id=id, values={"firstname": "Now"}, precondition=now.token)
    [done] = dynamics.adapter.update("contact", PERSON, [again])
    assert done.record is not None and done.record.by_us is True and done.record.token != now.token


def test_an_edit_never_makes_a_deleted_record_anew(dynamics: DynamicsBench) -> None:
    id = made(dynamics)
    dynamics.remove("contact", id)
    [gone] = dynamics.adapter.update(
        "contact", PERSON, [Edit(op="e", crm_id=id, values={"firstname": "Back"})]
    )
    assert gone.result is Result.GONE
    assert dynamics.adapter.fetch("contact", PERSON, [id]) == {}


def test_a_deactivated_record_is_no_deletion(dynamics: DynamicsBench) -> None:
    id = made(dynamics)
    position = dynamics.adapter.now("contact")
    dynamics.edit("contact", id, {"statecode": 1, "statuscode": 2})  # type: ignore[dict-item]
    records, _ = dynamics.changes("contact", ("statecode",), position)
    assert [(one.deleted, one.values) for one in records if one.id == id] == [(False, ("1",))]


def test_owners_and_lookups_to_several_tables_are_set_and_cleared(dynamics: DynamicsBench) -> None:
    fields = ("ownerid", "parentcustomerid_account", "parentcustomerid_contact")
    owner = {one.label: one.value for one in dynamics.adapter.schema("contact").fields["ownerid"].choices}
    id, boss = made(dynamics), made(dynamics)
    company = dynamics.live("account")[0]
    mine = owner["administrator@sandbox.example"]
    for values, wanted in (
        ({"ownerid": mine, "parentcustomerid_account": company}, (mine, company, None)),
        ({"parentcustomerid_contact": boss}, (mine, None, boss)),
        ({"parentcustomerid_contact": None}, (mine, None, None)),
    ):
        [done] = dynamics.adapter.update("contact", fields, [Edit(op="e", crm_id=id, values=values)])
        assert done.record is not None and done.record.values == wanted


def test_a_locked_row_is_tried_again_and_a_plug_ins_no_is_shown(dynamics: DynamicsBench) -> None:
    id = made(dynamics)
    edit = Edit(op="e", crm_id=id, values={"firstname": "X"})
    dynamics.faults(row_locked=1.0)
    assert [one.result for one in dynamics.adapter.update("contact", PERSON, [edit])] == [Result.LATER]
    dynamics.faults(custom_validation=1.0)
    [refused] = dynamics.adapter.update("contact", PERSON, [edit])
    assert refused.result is Result.REFUSED and refused.refusals[0].code == "0x80040265"
    assert "plug-in" in refused.refusals[0].message


# delta tokens --------------------------------------------------------------------------------------------------
def test_an_old_delta_token_asks_for_a_comparison(dynamics: DynamicsBench, dynamics_box: Sandbox) -> None:
    position = dynamics.adapter.now("contact")
    dynamics_box.system.tracking.expire()  # type: ignore[attr-defined]
    with pytest.raises(CursorExpired):
        dynamics.adapter.changes("contact", PERSON, position)
    nonsense = Position(token="nonsense").text()
    with pytest.raises(CursorExpired):
        dynamics.adapter.changes("contact", PERSON, nonsense)


def test_a_pass_of_many_pages_ends_where_the_next_begins(dynamics: DynamicsBench) -> None:
    position = dynamics.adapter.now("contact")
    stamped = dynamics.stamp_all("contact")
    assert len(stamped) > 1_000
    page = dynamics.adapter.changes("contact", PERSON, position)
    assert page.more
    other = dynamics.adapter.changes("contact", ("jobtitle",), page.position)  # the mapping changed meanwhile
    assert len(other.records[0].values) == 1
    records, end = dynamics.changes("contact", PERSON, page.position)
    assert {one.id for one in (*page.records, *records)} == set(stamped)
    assert dynamics.changes("contact", PERSON, end)[0] == []


def test_a_deep_pass_begins_at_an_older_token(dynamics: DynamicsBench) -> None:
    position = dynamics.adapter.now("contact")
    id = made(dynamics)
    _, after = dynamics.changes("contact", PERSON, position)
    assert parse_position(after).mid == parse_position(position).token
    assert id not in {one.id for one in dynamics.changes("contact", PERSON, after)[0]}
    assert id in {one.id for one in dynamics.changes("contact", PERSON, after, deep=True)[0]}


def test_a_table_nobody_tracks_is_told_by_name() -> None:
    with start("dynamics", 0, untracked="lead") as box:
        bench = DynamicsBench(box)
        with pytest.raises(NotPermitted, match="lead") as told:
            bench.adapter.now("lead")
        assert "Track changes" in (told.value.advice or "")
        bench.adapter.close()


# on the wire ---------------------------------------------------------------------------------------------------
@pytest.fixture
def scripted() -> Iterator[tuple[Scripted, DynamicsApi]]:
    with Scripted() as server:
        limits = Limits(connect_s=2, read_s=2, attempts=1, backoff_s=0.01, backoff_cap_s=0.02, patience_s=1)
        tokens = StaticTokens("Dynamics", "t")
        rest = Rest("Dynamics", server.url, tokens, loopback=True, limits=limits, trouble=read_trouble)
        yield server, DynamicsApi(rest)
        rest.close()


def error(code: str, message: str = "no") -> str:
    return json.dumps({"error": {"code": code, "message": message}})


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (reply(429, error("0x80072322"), Retry_After="900"), Throttled),
        (reply(403, error("0x80040220", "Principal user is missing prvReadContact privilege")), NotPermitted),
        (reply(400, error("0x80044352")), CursorExpired),
        (reply(410, error("0x80044352")), CursorExpired),
        (reply(400, error("0x80060888")), RequestRefused),
        (reply(401, ""), SignInNeeded),
    ],
)
def test_a_refusal_of_a_whole_request_is_named(
    scripted: tuple[Scripted, DynamicsApi], answer: bytes, wanted: type[Exception]
) -> None:
    server, api = scripted
    server.replies = [answer]
    with pytest.raises(wanted) as told:
        api.get("contacts")
    if wanted is Throttled:
        assert told.value.retry_after_s == 900  # type: ignore[attr-defined]


def test_a_batch_that_answers_less_than_it_was_asked_is_lost(scripted: tuple[Scripted, DynamicsApi]) -> None:
    server, api = scripted
    part = "--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 204 No Content\r\nOData-Version: 4.0\r\n\r\n\r\n"
    for body in (f"{part}--b--\r\n", f"{part}", "nothing", "--b\r\n\r\nodd\r\n--b--"):
        server.replies = [reply(200, body, Content_Type="multipart/mixed; boundary=b")]
        with pytest.raises(AnswerLost):
            api.batch([Ask(method="DELETE", url="x"), Ask(method="DELETE", url="y")], writes=True)


def test_a_batch_is_written_and_read_part_by_part() -> None:
    kind, body = packed(
        [Ask(method="PATCH", url="https://x/contacts(1)", headers={"If-Match": "*"}, body={"a": "Zoë"})]
    )
    assert kind.startswith("multipart/mixed") and b"If-Match: *" in body and "Zoë".encode() in body
    answer = (
        "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        'HTTP/1.1 200 OK\r\nETag: W/"7"\r\n\r\n{"a":"Zoë 山"}\r\n--b\r\nContent-Type: application/http\r\n\r\n'
        "HTTP/1.1 412 Precondition Failed\r\n\r\n{}\r\n--b--\r\n"
    ).encode()
    first, second = unpacked("multipart/mixed; boundary=b", answer)
    assert (first.status, first.headers["etag"], json.loads(first.body)) == (200, 'W/"7"', {"a": "Zoë 山"})
    assert second.status == 412


def test_limits_are_waited_out_within_our_patience(dynamics: DynamicsBench) -> None:
    assert FAST.patience_s > 0
    dynamics.faults(throttle_with_retry_after={"value": 0.3}, seed=5)
    assert len(dynamics.adapter.objects()) >= 4
