"""Which fields belong together: laws that hold for any input, and the cases people meet."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.suggest import side_of
from core.schema import Choice, Field, FieldType, Object
from core.suggest.fields import Described, Shape, Side, described, shape_of
from core.suggest.suggest import suggest
from core.suggest.vocabulary import vocabulary_in
from core.suggest.words import words_of, words_of_name
from tests.support.shared import shared_json

VOCABULARY = vocabulary_in(Path(__file__).resolve().parents[2] / "resources" / "vocabulary")
HUB = Side(
    object="contact",
    fields=tuple(
        Described(name=name, label=label, shape=shape)
        for name, label, shape in (
            ("first_name", "First name", Shape.TEXT),
            ("last_name", "Last name", Shape.TEXT),
            ("job_title", "Job title", Shape.TEXT),
            ("email", "E-mail", Shape.EMAIL),
            ("phone_work", "Work phone", Shape.PHONE),
            ("phone_mobile", "Mobile phone", Shape.PHONE),
            ("street", "Street", Shape.TEXT),
            ("city", "City", Shape.TEXT),
            ("postal_code", "Postal code", Shape.TEXT),
            ("country", "Country", Shape.TEXT),
            ("notes", "Description", Shape.LONG),
            ("owner", "Owner", Shape.REFERENCE),
            ("email_opt_out", "No marketing e-mail", Shape.BOOL),
        )
    ),
)


def side(*fields: Described, object: str = "person") -> Side:
    return Side(object=object, fields=fields)


def field(label: str, shape: Shape = Shape.TEXT, name: str = "", samples: tuple[str, ...] = ()) -> Described:
    # A key that says nothing, as Pipedrive gives to every custom field.
    return Described(
        name=name or hashlib.sha1(label.encode(), usedforsecurity=False).hexdigest(),
        label=label,
        shape=shape,
        samples=samples,
    )


def partner(one: Described, other: Side = HUB) -> str | None:
    found = suggest(side(one), other, VOCABULARY)
    return found.pairs[0].right if found.pairs else None


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("Vorname", "first_name"),
        ("Nachname", "last_name"),
        ("Prénom", "first_name"),
        ("Apellidos", "last_name"),
        ("Berufsbezeichnung", "job_title"),
        ("Intitulé du poste", "job_title"),
        ("Functie", "job_title"),
        ("Handynummer", "phone_mobile"),
        ("Téléphone portable", "phone_mobile"),
        ("Cellulare", "phone_mobile"),
        ("Telefon geschäftlich", "phone_work"),
        ("PLZ", "postal_code"),
        ("Code postal", "postal_code"),
        ("CAP", "postal_code"),
        ("Wohnort", "city"),
        ("Straße und Hausnummer", "street"),
        ("Strasse", "street"),
        ("Interne Bemerkungen", "notes"),
        ("Kundenbetreuer", "owner"),
        ("Kein Newsletter", "email_opt_out"),
        ("Geen nieuwsbrief", "email_opt_out"),
    ],
)
def test_a_label_in_any_of_six_languages_finds_its_field(label: str, wanted: str) -> None:
    shape = next(one.shape for one in HUB.fields if one.name == wanted)
    assert partner(field(label, shape)) == wanted


@pytest.mark.parametrize(
    "label", ["Schuhgröße", "Parking space", "Anzahl offener Deals", "", "   ", "🦆", "؟"]
)
def test_what_belongs_to_nothing_stays_alone_and_says_so(label: str) -> None:
    one = field(label)
    found = suggest(side(one), HUB, VOCABULARY)
    assert found.pairs == ()
    assert found.alone_left[one.name]
    assert set(found.alone_right) == {each.name for each in HUB.fields}


def test_a_phone_at_work_is_the_only_phone_but_never_the_mobile_one() -> None:
    assert partner(field("Phone", Shape.PHONE)) == "phone_work"
    only_mobile = Side(
        object="contact", fields=tuple(one for one in HUB.fields if one.name == "phone_mobile")
    )
    assert partner(field("Home phone", Shape.PHONE), only_mobile) is None


def test_samples_speak_for_a_field_whose_name_does_not() -> None:
    one = field("", samples=("anna@example.org", "bert@example.com", "c.d@example.net"))
    found = suggest(side(one), HUB, VOCABULARY)
    assert [pair.right for pair in found.pairs] == ["email"]
    assert "sample values" in " ".join(found.pairs[0].reasons)


def test_one_field_is_given_away_once_to_whom_it_fits_best() -> None:
    found = suggest(side(field("Mobile phone", Shape.PHONE), field("Handy", Shape.PHONE)), HUB, VOCABULARY)
    assert [pair.right for pair in found.pairs].count("phone_mobile") == 1


def test_what_was_mapped_here_before_is_proposed_again_with_that_reason() -> None:
    one = field("Kürzel XY")
    assert partner(one) is None
    found = suggest(side(one), HUB, VOCABULARY, before=[("kürzel xy", "notes")])
    assert [(pair.right, pair.reasons[0]) for pair in found.pairs] == [
        ("notes", "mapped to each other here before")
    ]
    assert found.pairs[0].confidence > 0.9


def test_title_is_a_job_for_people_and_a_name_for_deals() -> None:
    deal = Side(object="deal", fields=(Described(name="name", label="Name", shape=Shape.TEXT),))
    assert partner(Described(name="Title", label="Title", shape=Shape.TEXT)) == "job_title"
    title = side(Described(name="title", label="Title", shape=Shape.TEXT), object="deals")
    assert [pair.right for pair in suggest(title, deal, VOCABULARY).pairs] == ["name"]


def test_a_yes_or_no_is_not_an_address_however_it_is_called() -> None:
    found = suggest(side(field("E-Mail", Shape.BOOL)), HUB, VOCABULARY)
    assert all(pair.right != "email" or pair.confidence < 0.9 for pair in found.pairs)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("MailingPostalCode", ("mailing", "postal", "code")),
        ("ns__Customer_Tier__c", ("customer", "tier")),
        ("hs_lead_status", ("lead", "status")),
        ("new_favouritecolour", ("favouritecolour",)),
        ("address1_line1", ("address", "1", "line", "1")),
        ("1478c028a16709cb32d8b1a69ccca032ca1d9ef5", ()),
        ("HTMLBody", ("html", "body")),
    ],
)
def test_names_are_taken_apart(name: str, words: tuple[str, ...]) -> None:
    assert words_of_name(name) == words


def test_labels_are_folded() -> None:
    assert words_of("Straße & Größe") == ("strasse", "grosse")


@pytest.mark.parametrize(
    ("type", "shape"),
    [("varchar", Shape.TEXT), ("listLookup", Shape.CHOICE), ("date_time", Shape.DATE), ("multi_choice", Shape.CHOICES),
     ("entityId", Shape.ID), ("something new", Shape.TEXT), ("", Shape.TEXT)],
)  # fmt: skip
def test_types_of_any_system_have_a_shape(type: str, shape: Shape) -> None:
    assert shape_of(type) is shape


def test_objects_of_ours_go_in_as_they_are() -> None:
    choices = tuple(Choice(value=str(at), label=word) for at, word in enumerate(("Web", "Fair", "Call")))
    one = Object(
        name="contacts",
        label="Contact",
        plural="Contacts",
        fields={"quelle": Field(name="quelle", type=FieldType.CHOICE, label="Quelle", choices=choices)},
    )
    other = replace(
        one, fields={"source": Field(name="source", type=FieldType.CHOICE, label="Source", choices=choices)}
    )
    found = suggest(described(one), described(other), VOCABULARY)
    assert [(pair.left, pair.right) for pair in found.pairs] == [("quelle", "source")]
    assert "100% of the choices are the same" in found.pairs[0].reasons


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("Telefoonnummers", "phone_work"),  # another form of a word in the list
        ("Zugewiesenem Benutzer", "owner"),
        ("Wohnorte", "city"),
        ("Newsletter unerwünscht", "email_opt_out"),
    ],
)
def test_other_forms_of_known_words_are_known(label: str, wanted: str) -> None:
    shape = next(one.shape for one in HUB.fields if one.name == wanted)
    assert partner(field(label, shape)) == wanted


def test_who_keeps_a_record_is_told_from_whom_a_company_belongs_to() -> None:
    one = side(
        field("Inhaber", Shape.TEXT, "a1"), field("Zugewiesen an", Shape.REFERENCE, "a2"), object="firmen"
    )
    other = side(field("Owner", Shape.EMAIL, "owner"), object="company")
    assert [(pair.left, pair.right) for pair in suggest(one, other, VOCABULARY).pairs] == [("a2", "owner")]


@pytest.mark.parametrize("object", ["Opportunities", "opportunity", "deals", "Verkaufschance"])
def test_a_deals_own_name_is_its_name_whatever_deals_are_called(object: str) -> None:
    one = side(field("Name der Verkaufschance"), object=object)
    other = side(field("Name", name="name"), object="deal")
    assert [pair.right for pair in suggest(one, other, VOCABULARY).pairs] == ["name"]


def test_a_half_known_compound_means_what_its_end_says() -> None:
    assert VOCABULARY.atoms(words_of("Vereinsadresse")) == {"?vereins", "address"}
    assert VOCABULARY.atoms(words_of("Contract")) != VOCABULARY.atoms(words_of("Contact"))


def test_one_word_for_state_and_status_is_told_apart_by_what_stands_around_it() -> None:
    other = side(
        field("Status", Shape.CHOICE, "status"), field("Billing State", Shape.TEXT, "region"), object="lead"
    )
    one = side(
        field("Estado", Shape.CHOICE, "a1"), field("Estado (facturación)", Shape.TEXT, "a2"), object="lead"
    )
    pairs = {(pair.left, pair.right) for pair in suggest(one, other, VOCABULARY).pairs}
    assert pairs == {("a1", "status"), ("a2", "region")}


def test_a_field_nobody_understands_is_offered_free_ones_with_the_same_kind_of_values() -> None:
    strange = field("Frobnitz", Shape.BOOL)
    found = suggest(side(strange), HUB, VOCABULARY)
    assert not found.pairs
    [offer] = found.ranked[strange.name]
    assert offer.right == "email_opt_out"
    assert offer.confidence < 0.01


def test_a_field_that_cannot_be_written_is_said_to_go_one_way() -> None:
    fixed = replace(field("E-Mail", Shape.EMAIL), read_only=True)
    [pair] = suggest(side(fixed), HUB, VOCABULARY).pairs
    assert pair.reasons[-1] == "one way only: “E-Mail” cannot be written"


def test_sides_may_be_swapped() -> None:
    fields = [
        field(label, shape)
        for label, shape in (("Handy", Shape.PHONE), ("PLZ", Shape.TEXT), ("Apellidos", Shape.TEXT))
    ]
    there = {(pair.left, pair.right) for pair in suggest(side(*fields), HUB, VOCABULARY).pairs}
    back = {(pair.right, pair.left) for pair in suggest(HUB, side(*fields), VOCABULARY).pairs}
    assert there == back
    assert len(there) == 3


# laws ------------------------------------------------------------------------------------------------------------------
LABELS = st.one_of(
    st.sampled_from(
        ["Name", "E-Mail", "Handy", "PLZ", "City", "Land", "Notes", "Owner", "Position", "Created Date"]
    ),
    st.text(max_size=30),
    st.sampled_from(["<b>x</b>" * 40, "\u202eabc", "\x00\x1f", "a" * 70_000, "DROP TABLE", "__c", "ae" * 50]),
)
FIELDS = st.lists(
    st.builds(Described, name=LABELS, label=LABELS, shape=st.sampled_from(Shape)),
    max_size=8,
    unique_by=lambda one: one.name,
)


@given(left=FIELDS, right=FIELDS)
@settings(max_examples=60)
def test_pairs_are_one_to_one_and_nobody_is_lost(left: list[Described], right: list[Described]) -> None:
    found = suggest(side(*left), side(*right), VOCABULARY)
    lefts, rights = [pair.left for pair in found.pairs], [pair.right for pair in found.pairs]
    assert len(set(lefts)) == len(lefts)
    assert len(set(rights)) == len(rights)
    assert sorted([*lefts, *found.alone_left]) == sorted(one.name for one in left)
    assert sorted([*rights, *found.alone_right]) == sorted(one.name for one in right)
    assert all(0 <= pair.confidence <= 1 and pair.reasons for pair in found.pairs)


@given(fields=FIELDS, rest=st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_fields_does_not_matter(fields: list[Described], rest: object) -> None:
    shuffled = list(fields)
    rest.shuffle(shuffled)  # type: ignore[attr-defined]
    one = suggest(side(*fields), HUB, VOCABULARY)
    other = suggest(side(*shuffled), HUB, VOCABULARY)
    assert sum(pair.confidence for pair in one.pairs) == pytest.approx(
        sum(pair.confidence for pair in other.pairs)
    )


def test_the_development_set_is_met() -> None:
    cases = shared_json("data/mapping_dev.json")["cases"]
    right = proposed = wanted = among = 0
    for case in cases:
        found = suggest(side_of(case["left"]), side_of(case["right"]), VOCABULARY)
        gold = {tuple(pair) for pair in case["gold"]}
        right += len(gold & {(pair.left, pair.right) for pair in found.pairs})
        proposed, wanted = proposed + len(found.pairs), wanted + len(gold)
        among += sum(any(one.right == b for one in found.ranked[a][:3]) for a, b in gold)
    assert 2 * right / (proposed + wanted) >= 0.9
    assert among / wanted >= 0.97
