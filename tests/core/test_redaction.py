"""What a language model is asked holds no word of anybody, and what it answers is taken only where it makes sense."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.advice.advisor import Advisor
from core.advice.case import Case, Change, Option
from core.advice.redaction import MOST_SIGNS, PLAIN, ForeignText, Placeholders
from core.advice.second_opinion import ANSWER_SCHEMA, AnswerWrong, Question, question, read
from core.records import Value
from core.schema import FieldType as T

MADE = re.compile(r"[cnw]\d+(?:x\d+)?")


def asked(hub: Value, crm: Value, base: Value = None, type: T = T.TEXT, **more: Any) -> Question:
    case = Case(
        object="contact",
        field="street",
        type=type,
        base=base,
        hub=hub,
        crm=crm,
        hub_change=Change(at=0, by="person:Zoe Quill"),
        crm_change=Change(at=120_000, by="import:Fair 2026"),
        **more,
    )
    return question(case, Advisor().suggest(case), "m")


def shown(one: Question) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(one.body["messages"][1]["content"])
    return found


def answered(content: object, **message: object) -> bytes:
    text = content if isinstance(content, str) else json.dumps(content)
    return json.dumps({"choices": [{"message": {"content": text, **message}}]}).encode()


def said(choice: str, value: object = None, reason: str = "r") -> bytes:
    return answered({"choice": choice, "value": value, "reason": reason})


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_only_placeholders_and_plain_signs_are_sent_and_they_lead_back(one: str, other: str) -> None:
    hidden = Placeholders()
    for value in (one, other):
        sent = hidden.hide(T.TEXT, value)
        assert isinstance(sent, str)
        assert all(MADE.fullmatch(part) for part in re.split(f"[{re.escape(''.join(PLAIN))}]+", sent) if part)
        assert hidden.reveal(T.TEXT, sent) == (value or None)
    assert not hidden.cut


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["Ann", "ANN", "Bo", "7", "w1", "x.y@z.de"]), max_size=8))
def test_the_same_word_has_the_same_placeholder_and_another_another(words: list[str]) -> None:
    hidden = Placeholders()
    made = [hidden.hide(T.TEXT, word) for word in words]
    assert len(set(made)) == len(set(words))


def test_structure_stays_to_be_seen() -> None:
    hidden = Placeholders()
    assert hidden.hide(T.TEXT, "Goethe 7, GOETHE") == "w1 n1, w1x2"
    assert hidden.hide(T.EMAIL, "ann.lee@x.eu") == "w2.w3@w4.w5"
    assert hidden.hide(T.PHONE, "+49 30-7") == "+n2 n3-n1"
    assert hidden.hide(T.MULTI_CHOICE, ("a", "b")) == ["c1", "c2"]
    assert hidden.hide(T.CHOICE, "b") == "c2"
    assert hidden.hide(T.BOOL, value=True) == "c3"
    assert hidden.reveal(T.BOOL, "c3") is True
    assert hidden.reveal(T.MULTI_CHOICE, ["c2", "c1"]) == ("a", "b")
    assert hidden.in_words("w1x2 beats w99, sw1 (n1)") == "GOETHE beats w99, sw1 (7)"
    for type, text in ((T.TEXT, "w1w2"), (T.TEXT, "Goethe"), (T.CHOICE, "a"), (T.TEXT, ["c1"])):
        with pytest.raises(ForeignText):
            hidden.reveal(type, text)


@pytest.mark.parametrize("long", ["word " * 5_000, "." * 50_000, "x" * 50_000 + "." * 50_000])
def test_a_long_value_is_cut_and_never_merged(long: str) -> None:
    one = asked(long, "short")
    assert len(shown(one)["hub"]) <= MOST_SIGNS
    assert len(json.dumps(one.body)) < 10_000
    if one.placeholders.cut:
        assert shown(one)["values_cut"]
        with pytest.raises(AnswerWrong, match="not shown to it whole"):
            read(said("merged", "w1"), one)


def test_nothing_of_the_record_or_of_people_is_in_the_request() -> None:
    one = asked("Goethestraße 7, Köln", "Goethestr. 7b, 50667 Köln", base="Kantweg 3")
    body = json.dumps(one.body, ensure_ascii=False)
    for secret in ("Goethe", "Köln", "50667", "7b", "Kantweg", "Zoe", "Quill", "Fair"):
        assert secret not in body
    found = shown(one)
    assert (found["hub_changed_by"], found["crm_changed_by"]) == ("person", "machine")
    assert found["crm_changed_minutes_after_hub"] == 2
    assert any("person_over_machine" in names for names in found["evidence"].values())
    assert one.body["response_format"]["json_schema"]["schema"] is ANSWER_SCHEMA


def test_steps_of_an_ordered_list_are_told_by_placeholder() -> None:
    one = asked("won", "lead", type=T.CHOICE, order=("lead", "offer", "won"))
    assert shown(one)["step_of_choice"] == {"c1": 3, "c2": 1}


def test_an_answer_is_read_with_its_words_put_back() -> None:
    one = asked("Goethe", "Goethe 7", base="Kant")
    crm = read(said("crm", reason="w2 stays,\x1b n1 is added"), one)
    assert (crm.choice, crm.value) == (Option.CRM, "Goethe 7")
    assert crm.reason.startswith("Goethe stays")
    assert read(said("merged", "w1, w2 n1"), one).value == "Kant, Goethe 7"
    assert read(said("hub"), one).value == "Goethe"
    assert read(said("ask", "w1"), one).value is None
    assert len(read(said("hub", reason="w1 " * 9_000), one).reason) < 1_000


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"<html>", "did not answer as a chat completion"),
        (b"\xff\xfe", "did not answer as a chat completion"),
        (b"[" * 60_000, "did not answer as a chat completion"),
        (b'{"choices": []}', "holds no message"),
        (answered("{}", refusal="I cannot"), "declined"),
        (answered("keep the hub's"), "no structured output"),
        (answered('{"choice": "hub"'), "has not the form"),
        (answered({"choice": "hub"}), "has not the form"),
        (answered({"choice": "hub", "value": 7, "reason": "r"}), "has not the form"),
        (answered({"choice": "hub", "value": None, "reason": "r", "more": 1}), "has not the form"),
        (said("equivalent"), "none that was asked for"),
        (said("merged", "Evil words"), "words that neither side says"),
        (said("merged", None), "empty or has not the form"),
        (said("merged", "..."), "empty or has not the form"),
        (said("merged", ["w1"]), "neither side says"),
        (b'{"choices": [{"message": {"content": "{"}, "finish_reason": "length"}]}', "cut off"),
    ],
)
def test_any_other_answer_is_refused_without_repeating_it(answer: bytes, why: str) -> None:
    with pytest.raises(AnswerWrong, match=why) as wrong:
        read(answer, asked("Goethe", "Goethe 7"))
    assert "Evil" not in str(wrong.value)
