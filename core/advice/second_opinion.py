"""What a language model is asked about a conflict, and how its answer is read: strictly, and as nothing but an opinion."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from core.advice.case import Case, Option, Suggestion
from core.advice.redaction import ForeignText, Placeholders, Shown
from core.advice.validity import is_valid
from core.records import Value

_CHOICES: Final = (Option.HUB, Option.CRM, Option.MERGED, Option.ASK)
_LONGEST_NAME: Final = 100
_LONGEST_REASON: Final = 400
_MINUTE_MS: Final = 60_000

_TASK: Final = (
    "Two systems changed one field of a record to different values. Say which should hold: 'hub', 'crm', 'merged' (then "
    "give the merged value), or 'ask' where a person has to decide. People's words are replaced: w1, w2 are words, n1, n2 "
    "numbers of digits, c1, c2 whole choices; the same placeholder is the same word, w1x2 is w1 in other letters. "
    "'base' is the value before both changes, null is empty. 'evidence' is what another advisor found for each choice. "
    "A merged value consists of placeholders from the question and punctuation only. Give the reason in one sentence."
)
_VALUE: Final[dict[str, Any]] = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}, {"type": "null"}]
}
ANSWER_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "choice": {"type": "string", "enum": [one.value for one in _CHOICES]},
        "value": _VALUE,
        "reason": {"type": "string"},
    },
    "required": ["choice", "value", "reason"],
    "additionalProperties": False,
}


class AnswerWrong(ValueError):
    """A model's answer cannot be used. The message says why and repeats nothing of the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The request's body, and what its placeholders stand for, which stays here."""

    body: dict[str, Any]
    case: Case
    placeholders: Placeholders


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a model would do: HUB, CRM, MERGED with the merged `value`, or ASK with None. `reason` is its own sentence."""

    choice: Option
    value: Value
    reason: str


class _Answer(msgspec.Struct, forbid_unknown_fields=True):
    choice: str
    reason: str
    value: str | list[str] | None = None


class _Message(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Completion(msgspec.Struct):
    choices: list[_Choice] | None = None
    error: Any = None


def question(case: Case, told: Suggestion, model: str) -> Question:
    """One chat completion about a case, in placeholders: names of object and field, kinds of editors, evidence by name."""
    hidden = Placeholders()
    shown: dict[str, Shown] = {
        name: hidden.hide(case.type, value)
        for name, value in (("base", case.base), ("hub", case.hub), ("crm", case.crm))
    }
    steps = {
        placeholder: step
        for step, choice in enumerate(case.order, 1)
        if (placeholder := hidden.choice(choice)) is not None
    }
    asked: dict[str, Any] = {
        "object": case.object[:_LONGEST_NAME],
        "field": case.field[:_LONGEST_NAME],
        "type": case.type.value,
        **shown,
        "values_cut": hidden.cut,
        "hub_changed_by": case.hub_change.editor.value,
        "crm_changed_by": case.crm_change.editor.value,
        "crm_changed_minutes_after_hub": _minutes(case),
        "evidence": {
            option.value: sorted(name for name in found if ":" not in name)
            for option, found in told.evidence.features.items()
        },
    }
    if steps:
        asked["step_of_choice"] = steps
    body = {
        "model": model,
        "messages": [
            {"role": "system", "content": _TASK},
            {"role": "user", "content": msgspec.json.encode(asked).decode()},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "opinion", "strict": True, "schema": ANSWER_SCHEMA},
        },
        # No temperature, no limit of tokens: some models refuse either, and count their thoughts against the latter.
    }
    return Question(body=body, case=case, placeholders=hidden)


def read(answer: bytes, asked: Question) -> Opinion:
    """The opinion in a completion. Raises AnswerWrong for whatever is not exactly what was asked for."""
    try:
        completion = msgspec.json.decode(answer, type=_Completion)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise AnswerWrong("it did not answer as a chat completion in JSON") from None
    if completion.error is not None:
        raise AnswerWrong("it answered with an error of its own")
    if completion.choices is None:
        raise AnswerWrong("it did not answer as a chat completion in JSON")
    if not completion.choices:
        raise AnswerWrong("its answer holds no message")
    first = completion.choices[0]
    if first.message.refusal:
        raise AnswerWrong("it declined to answer")
    if first.finish_reason == "length":
        raise AnswerWrong("its answer was cut off")
    if first.finish_reason == "content_filter":
        raise AnswerWrong("a filter withheld its answer")
    content = _bare(first.message.content or "")
    if not content.startswith("{"):
        raise AnswerWrong(
            "it answered in words of its own: the model, or its server, does no structured output"
        )
    try:
        said = msgspec.json.decode(content, type=_Answer)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise AnswerWrong("its answer has not the form that was asked for") from None
    if said.choice not in {one.value for one in _CHOICES}:
        raise AnswerWrong("its choice is none that was asked for")
    choice = Option(said.choice)
    return Opinion(choice=choice, value=_value(choice, said, asked), reason=_reason(said.reason, asked))


# Servers that only ask the model for a form get it wrapped: after its thoughts, and between fences of Markdown.
_THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_FENCED = re.compile(r"\A```(?:json)?\s*(\{.*\})\s*```\Z", re.DOTALL)


def _bare(content: str) -> str:
    content = _THOUGHTS.sub("", content, count=1).strip()
    fenced = _FENCED.match(content)
    return fenced[1] if fenced else content


def _value(choice: Option, said: _Answer, asked: Question) -> Value:
    case = asked.case
    if choice is not Option.MERGED:
        return {Option.HUB: case.hub, Option.CRM: case.crm}.get(choice)
    if asked.placeholders.cut:
        raise AnswerWrong("it merged values that were not shown to it whole")
    try:
        value = asked.placeholders.reveal(case.type, said.value)
    except ForeignText as foreign:
        raise AnswerWrong(f"its merged value cannot be used: {foreign}") from None
    if value is None or not is_valid(case.type, value, case.region):
        raise AnswerWrong("its merged value is empty or has not the form of the field")
    return value


def _reason(text: str, asked: Question) -> str:
    # Cut before words are put in: a placeholder cut in two would stand for nothing, and none is longer than a word.
    told = asked.placeholders.in_words(" ".join(text.split())[:_LONGEST_REASON])
    return told if len(told) <= 2 * _LONGEST_REASON else told[: 2 * _LONGEST_REASON] + "..."


def _minutes(case: Case) -> int | None:
    hub, crm = case.hub_change.at, case.crm_change.at
    return round((crm - hub) / _MINUTE_MS) if hub is not None and crm is not None else None
