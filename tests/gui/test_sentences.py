"""What the daemon says in English is German in the German app: every sentence there is, whatever values stand in it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from core.errors import CrmSyncError
from core.wire.tracing import PairTraceWord
from gui.app import speak
from gui.moments import exactly, shortly
from gui.resources import LANGUAGES
from gui.sentences import READING, Sentences, exact, in_sentences, worded
from gui.widgets.states import words_of
from tests.gui.sentences import CATALOGUE, SEAMS, as_json, sentences

HOLE = re.compile(r"\{(\d+)\}")
HOSTILE = ("<b>Evil</b><img src=x>", "\u202eabc\u202c", "{0} {1} {}", "%n %1", "a'\"„“b", "", "x" * 200)


def german() -> dict[str, str]:
    messages = ET.parse(LANGUAGES / "de" / "sentences.ts").getroot().iter("message")  # noqa: S314 - our own file
    return {str(one.findtext("source")): str(one.findtext("translation")) for one in messages}


@pytest.fixture
def in_german(qapp: QApplication) -> Iterator[None]:
    speak(qapp, "de")
    yield
    speak(qapp, "en")
    QLocale.setDefault(QLocale.system())


def filled(template: str, values: dict[int, str]) -> str:
    return HOLE.sub(lambda hole: values[int(hole[1])], template)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("merge those there, or make another record", "Merge those there, or make another record."),
        ("no record 'c-17'", "No record 'c-17'."),
        ("it is gone.", "It is gone."),
        ("is that so?", "Is that so?"),
        ("cut off…", "Cut off…"),
        ("the CRM said “No such stage.”", "The CRM said “No such stage.”"),
        ("it waits (until Monday.)", "It waits (until Monday.)"),
        ("it ends with a line\n", "It ends with a line."),
        ("", ""),
    ],
)
def test_every_sentence_ends_with_one_mark(told: str, said: str) -> None:
    assert in_sentences(told) == said
    assert in_sentences(told, "do this") == f"{said} do this.".strip().replace(
        "do", "Do" if not told else "do"
    )


def test_the_catalogue_is_what_the_source_says() -> None:
    assert CATALOGUE.read_text(encoding="utf-8") == as_json(sentences()), "run: make translations"


def test_every_sentence_has_its_german_with_the_same_values_in_it() -> None:
    known = german()
    assert known.keys() == sentences().keys(), "run: make translations"
    for english, said in known.items():
        assert said.strip(), english
        assert set(HOLE.findall(english)) == set(HOLE.findall(said)), english
        # A fragment begins and ends as it does in English: it is put to others.
        assert (english[:1] in " ,;:(", english[-1:] == " ") == (said[:1] in " ,;:(", said[-1:] == " "), (
            english
        )


@pytest.mark.parametrize("value", HOSTILE, ids=["html", "rtl", "holes", "percent", "quotes", "none", "long"])
def test_every_sentence_is_said_in_german_with_any_values(in_german: None, value: str) -> None:
    """Values are text: they arrive as they are, and change nothing of what stands around them."""
    known, wrong = german(), []
    for english, kinds in catalogue().items():
        if english in SEAMS:
            continue
        given = {at: "12,345" if kind == "n" else value for at, kind in enumerate(kinds)}
        shown = {at: "12.345" if kind == "n" else value for at, kind in enumerate(kinds)}
        text = filled(english, given)
        if worded(text) != filled(known[english], shown) and worded(text) not in readings(text):
            wrong.append((english, worded(text)))
    assert not wrong, wrong[:10]


def readings(text: str) -> set[str]:
    """What each sentence that fits makes of it: "rule {0} {1}" and "rule {0} refuses it" are told apart by a value alone."""
    return {one.said(text).replace("12,345", "12.345") for one in alone()} - {text}


@cache
def alone() -> list[Sentences]:
    """Each sentence with holes, in a catalogue of its own; its values are shown as they are."""
    return [Sentences({one: "v" * len(kinds)}) for one, kinds in catalogue().items() if kinds]


@given(st.text(max_size=200))
def test_what_nobody_knows_stays_as_it_is(text: str) -> None:
    assert everything().said(f"Zzz {text}") == f"Zzz {text}" or " " in text


@cache
def everything() -> Sentences:
    return Sentences(catalogue())


@cache
def catalogue() -> dict[str, str]:
    read: dict[str, str] = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize(
    "text", ["a, and in or " * 150, ". a (b: c; " * 170, "is is is is " * 160, "(" * 1_900, "é, " * 600]
)
def test_a_hostile_text_holds_nothing_up(in_german: None, text: str) -> None:
    before = time.process_time()
    worded(text)
    assert time.process_time() - before < 0.5
    long = "the hub " * 100_000
    assert worded(long) == long


@pytest.mark.parametrize(
    ("english", "said"),
    [
        # advisor
        ("the hub was changed last", "zuletzt geändert wurde der Hub"),
        (
            "a person (anna) changed the hub, a machine (import:fair) changed the CRM",
            "der Hub wurde von einem Menschen geändert (anna), das CRM von einer Maschine (import:fair)",
        ),
        # health: sentences after one another, lists, one and many
        (
            "pd: 1 record is put aside. dy has stopped. 17 conflicts and 1 question need you.",
            "pd: 1 Datensatz ist beiseitegelegt. dy ist angehalten. 17 Konflikte und 1 Frage brauchen Sie.",
        ),
        ("1 conflict needs you.", "1 Konflikt braucht Sie."),
        # numbers and times as the language has them
        (
            "12 of 1400 changes in the last 30 days were left for a person: 0.86% (target: under 2%)",
            "12 von 1400 Änderungen der letzten 30 Tage blieben für einen Menschen: 0,86 % (Ziel: unter 2 %)",
        ),
        ("12,345 MiB free", "12.345 MiB frei"),
        # a sentence within another
        (
            "the expression failed: the values are longer than 65536 bytes together",
            "der Ausdruck ist fehlgeschlagen: die Werte sind zusammen länger als 65536 Byte",
        ),
        (
            "edited since by anna: it lives on, here and as 7 in hs, where it rests until this is answered",
            "seitdem geändert von anna: er lebt weiter, hier und als 7 in hs, wo er ruht, bis dies beantwortet ist",
        ),
        # what a person or a CRM said stays
        ("the CRM says the name is <b>bad</b>", "das CRM sagt the name is <b>bad</b>"),
        ("there is no connection 'the hub'", "es gibt keine Verbindung „the hub“"),
        ("hs: 1696 records are put aside.", "hs: 1.696 Datensätze sind beiseitegelegt."),
        (
            "1696 requests in a day; the CRM tells no limit",
            "1.696 Anfragen an einem Tag; das CRM nennt keine Grenze",
        ),
        # why a daemon does not start: a place, a key in it, what is wrong there, and what to do
        (
            (
                "/etc/crmsync.toml: lanes.poll_s: must be greater than or equal to 0.05 (and 2 more). Correct the value, or"
                " remove the key to have its default; nothing was started or changed."
            ),
            (
                "/etc/crmsync.toml: lanes.poll_s: muss mindestens 0,05 sein (und 2 weitere). Berichtigen Sie den Wert, oder"
                " entfernen Sie den Schlüssel, damit der Standard gilt; nichts wurde gestartet oder geändert."
            ),
        ),
        (
            "/etc/crmsync.toml: lane: is not a known key. Did you mean 'lanes'?",
            "/etc/crmsync.toml: lane: ist kein bekannter Schlüssel. Meinten Sie „lanes“?",
        ),
        ("Text in small letters on both sides.", "Text in Kleinbuchstaben auf beiden Seiten."),
        # with a capital where it begins a sentence
        ("The record lives again", "Der Datensatz lebt wieder"),
    ],
)
def test_sentences_are_said_as_a_german_would(in_german: None, english: str, said: str) -> None:
    assert worded(english) == said


def test_moments_are_told_in_the_time_of_the_place(in_german: None) -> None:
    assert re.fullmatch(
        r"dort von CRM Sync angelegt: \d\d\.11\.26 \d\d:\d\d",
        worded("created there by CRM Sync at 2026-11-27 12:00:01 UTC"),
    )


@pytest.mark.parametrize(
    "moment", ["2026-99-99 99:99:99 UTC", "٢٠٢٦-١١-٢٧ ١٢:٠٠ UTC", "0000-00-00 00:00", "yesterday"]
)
def test_what_only_looks_like_a_moment_stays(in_german: None, moment: str) -> None:
    assert worded(f"created there by CRM Sync at {moment}") == f"dort von CRM Sync angelegt: {moment}"


def test_moments_are_local_in_english_too_and_in_full_on_hover(qapp: QApplication) -> None:
    speak(qapp, "en")
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    told = PairTraceWord.model_validate(
        {
            "connection": "hs",
            "crm_object": "contacts",
            "crm_id": "1",
            "state": "linked",
            "matched": "created there by CRM Sync at 2026-11-27 12:00:01 UTC",
            "reasons": [],
            "notes": ["nothing at 2026-99-99 12:00 UTC", "no moment"],
        },
        context=READING,
    )
    at = int(datetime(2026, 11, 27, 12, 0, 1, tzinfo=UTC).timestamp() * 1000)
    assert told.matched == f"created there by CRM Sync at {shortly(at)}"
    assert exact(told.matched) == f"created there by CRM Sync at {exactly(at)}"
    assert exact(told.matched).endswith(":01") and "UTC" not in told.matched
    assert told.notes == ["nothing at 2026-99-99 12:00 UTC", "no moment"]
    assert exact(told.notes[1]) == ""
    QLocale.setDefault(QLocale.system())


def test_a_german_sentence_has_its_moments_in_full_on_hover(in_german: None) -> None:
    told = worded("created there by CRM Sync at 2026-11-27 12:00:01 UTC")
    assert re.fullmatch(r"dort von CRM Sync angelegt: .*27\. November 2026, \d\d:\d\d:01", exact(told))


def test_an_error_keeps_its_english_for_programs_and_is_told_in_german(in_german: None) -> None:
    error = CrmSyncError("there is no plan 'p1'", advice="crmsync plans list shows the plans there are.")
    assert words_of(error) == "Es gibt keinen Plan „p1“. crmsync plans list zeigt die vorhandenen Pläne."
    assert str(error) == "there is no plan 'p1'"


def test_english_is_left_alone(qapp: QApplication) -> None:
    speak(qapp, "en")
    assert worded("the hub was changed last") == "the hub was changed last"
