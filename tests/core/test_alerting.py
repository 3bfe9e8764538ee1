"""When an alert opens and ends, and what is told to whom: by example, and for every history of causes."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import alert_words, alerting
from core.alerting import GIVEN_UP_MS, MOST_WAITING, QUIET_MS, Alert, AlertKind, Book, Cause, Notice
from core.residency import UNKNOWN, place_of_target
from core.target_bodies import NotTheShape, jira_made, message_of, servicenow_made, slack, zendesk_made

SIGN_IN = Cause(kind=AlertKind.SIGN_IN_NEEDED, connection="hs")
DOWN = Cause(kind=AlertKind.UNREACHABLE, connection="sf")
ALL = frozenset(AlertKind)


class Clockwork:
    """A book, turned by hand."""

    def __init__(self, **wanted: frozenset[AlertKind]) -> None:
        self.book, self.now, self.wanted = Book(), 1_000_000, wanted or {"ops": ALL}
        self._ids = count(1)

    def look(self, *causes: Cause, after: int = 10_000) -> list[Notice]:
        """The new notices of a look `after` ms later."""
        self.now += after
        before = len(self.book.outbox)
        self.book = alerting.step(
            self.book, causes, self.wanted, now=self.now, ids=lambda: f"{next(self._ids):06d}"
        )
        return list(self.book.outbox[before:])


def test_a_cause_is_told_once_and_its_end_once() -> None:
    made = Clockwork()
    [told] = made.look(SIGN_IN)
    assert [one.cause for one in told.opened] == [SIGN_IN]
    assert not made.look(SIGN_IN)
    assert not made.look(), "it may come back"
    assert not made.look(SIGN_IN, after=QUIET_MS), "it came back: the same alert"
    assert not made.look()
    [over] = made.look(after=QUIET_MS)
    assert [one.id for one in over.ended] == [one.id for one in told.opened]
    [again] = made.look(SIGN_IN)
    assert again.opened[0].id != told.opened[0].id


def test_what_passes_by_itself_is_told_to_nobody() -> None:
    made = Clockwork()
    assert not made.look(DOWN)
    assert not made.look(DOWN, after=alerting.PATIENCE[AlertKind.UNREACHABLE] - 20_000)
    assert not made.look()
    assert made.book == Book()
    made.look(DOWN)
    [told] = made.look(DOWN, after=alerting.PATIENCE[AlertKind.UNREACHABLE])
    assert told.opened[0].cause == DOWN


def test_each_target_hears_what_it_wants_and_many_at_once_are_one_message() -> None:
    made = Clockwork(ops=ALL, night=frozenset({AlertKind.STORE}), crm=frozenset({AlertKind.BRAKE}))
    brakes = [Cause(kind=AlertKind.BRAKE, connection="hs", object=f"o{n}") for n in range(40)]
    told = {one.target: one for one in made.look(SIGN_IN, *brakes)}
    assert sorted(told) == ["crm", "ops"]
    assert (len(told["ops"].opened), len(told["crm"].opened)) == (41, 40)
    text = alert_words.text(told["ops"])
    assert text.count("\n") == alert_words.MOST_LINES and text.endswith("and 21 more: crmsync alerts")
    assert alert_words.title(told["ops"]) == "CRM Sync: alerts: 41 new"
    assert len(message_of(told["ops"]).changed) == 41


def test_messages_of_a_target_keep_their_order_and_wait_longer_each_time() -> None:
    made = Clockwork()
    [first] = made.look(SIGN_IN)
    [second] = made.look(SIGN_IN, DOWN, after=0) or made.look(SIGN_IN, DOWN, after=400_000)
    waits = []
    for _ in range(14):
        [due] = alerting.due(made.book, made.now)
        assert due.id == first.id
        made.book = alerting.not_taken(made.book, first.id, "no", now=made.now, jitter=0.0)
        assert not alerting.due(made.book, made.now), "nothing overtakes it"
        waits.append(made.book.outbox[0].next_at - made.now)
        made.now = made.book.outbox[0].next_at
    assert waits[:4] == [5_000, 10_000, 20_000, 40_000] and waits[-1] == 3_600_000
    made.book = alerting.taken(made.book, first.id)
    assert [one.id for one in alerting.due(made.book, made.now)] == [second.id]


def test_what_nobody_takes_is_given_up_and_said() -> None:
    def notice(n: int, target: str = "ops") -> Notice:
        return Notice(id=f"n{n}", target=target, made_at=n)

    book = Book(outbox=(*(notice(n) for n in range(MOST_WAITING + 2)), notice(999, "former")))
    kept, gone = alerting.given_up(book, ["ops"], 1_000)
    assert [one.id for one in gone] == ["n0", "n1", "n999"] and len(kept.outbox) == MOST_WAITING
    assert alerting.given_up(kept, ["ops"], GIVEN_UP_MS + 60)[0] == Book()


CAUSES = [
    SIGN_IN,
    DOWN,
    *(Cause(kind=kind, connection="hs", object="contacts", count=3) for kind in AlertKind),
]


@given(
    looks=st.lists(
        st.tuples(st.sets(st.sampled_from(range(len(CAUSES)))), st.sampled_from([10_000, 130_000, 700_000])),
        max_size=30,
    )
)
def test_every_history_tells_opened_and_ended_in_turn(looks: list[tuple[set[int], int]]) -> None:
    made = Clockwork(ops=ALL, night=frozenset({AlertKind.BRAKE}))
    for present, after in looks:
        made.look(*(CAUSES[n] for n in sorted(present)), after=after)
        living = [one.cause.key for one in made.book.alerts if one.ended_at is None]
        assert len(living) == len(set(living))
        assert set(living) >= {CAUSES[n].key for n in present}
    told: dict[str, list[str]] = {}
    for notice in made.book.outbox:
        if notice.target == "ops":
            for word, some in (("opened", notice.opened), ("ended", notice.ended)):
                for alert in some:
                    told.setdefault(alert.id, []).append(word)
        else:
            assert {one.cause.kind for one in (*notice.opened, *notice.ended)} == {AlertKind.BRAKE}
    assert all(words in (["opened"], ["opened", "ended"]) for words in told.values())
    assert {one.id for one in made.book.alerts if one.is_open} == {
        id for id, words in told.items() if words == ["opened"]
    }


@pytest.mark.parametrize("kind", AlertKind)
def test_every_kind_says_where_and_what_to_type(kind: AlertKind) -> None:
    cause = Cause(kind=kind, connection="hs", object="contacts", rules=("email",), count=7)
    alert = Alert(id="a", cause=cause, since=1, opened_at=1)
    message = message_of(Notice(id="n", target="t", made_at=1, opened=(alert,)))
    assert "crmsync " in message.text and message.key == "n"
    assert kind in (AlertKind.STORE, AlertKind.DISK_LOW) or "hs" in message.title


def test_slack_takes_no_markup_from_names() -> None:
    cause = Cause(kind=AlertKind.BRAKE, connection="hs", object="<!channel>")
    notice = Notice(id="n", target="t", made_at=1, opened=(Alert(id="a", cause=cause, since=1),))
    assert "<" not in slack(message_of(notice))["text"]


@pytest.mark.parametrize(
    ("read", "answer"),
    [
        (zendesk_made, b"no json"),
        (zendesk_made, b'{"ticket": {"id": true}}'),
        (zendesk_made, b'{"ticket": []}'),
        (jira_made, b'{"key": "OPS-1\\u001b[2J"}'),
        (jira_made, b'{"key": "../../x"}'),
        (servicenow_made, b'{"result": {"number": "INC1"}}'),
        (servicenow_made, b"[" * 100_000),
    ],
)
def test_an_answer_that_names_no_ticket_is_none(read: object, answer: bytes) -> None:
    assert callable(read)
    with pytest.raises(NotTheShape):
        read(answer)


@pytest.mark.parametrize(
    ("host", "area"),
    [
        ("email-smtp.eu-central-1.amazonaws.com", "eu"),
        ("abc123.execute-api.eu-west-2.amazonaws.com", "uk"),
        ("xyz.lambda-url.us-east-1.on.aws", "us"),
        ("prod-12.westeurope.logic.azure.com", "eu"),
        ("prod-12.switzerlandnorth.logic.azure.com", "ch"),
        ("prod-12.westeurope.logic.azure.com.evil.example", UNKNOWN),
        ("hooks.slack.com", UNKNOWN),
        ("acme.zendesk.com", UNKNOWN),
        ("mars-1.amazonaws.com", UNKNOWN),
    ],
)
def test_what_the_host_of_a_target_tells(host: str, area: str) -> None:
    assert place_of_target(host).area == area


def test_one_record_and_many_are_told_apart_in_words() -> None:
    said = [alert_words.what(Cause(kind=AlertKind.PUT_ASIDE, connection="hs", count=n)) for n in (1, 2)]
    assert said == [
        "1 record is put aside at hs because it cannot be written",
        "2 records are put aside at hs because they cannot be written",
    ]
