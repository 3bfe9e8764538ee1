"""First sight: one record, a new one, or a question."""

from __future__ import annotations

from collections.abc import Mapping

from core.records import FieldEdit, HubRecord, Value
from core.schema import Field, FieldType, Object
from core.sync.match import Match, find_match, keys_of

T = FieldType
PERSON = Object(
    name="contact",
    label="Contact",
    plural="Contacts",
    fields={
        "email": Field(name="email", type=T.EMAIL, label="Email", key=True),
        "phone": Field(name="phone", type=T.PHONE, label="Phone", key=True),
        "name": Field(name="name", type=T.TEXT, label="Name"),
    },
)
BY_EMAIL_THEN_PHONE = (("email",), ("phone",))


def person(id: str, **fields: Value) -> HubRecord:
    edit = FieldEdit(version=1, at=0, by="person:p")
    return HubRecord(id=id, object="contact", fields=fields, version=1, created=edit)


def find(
    known: list[HubRecord],
    fields: Mapping[str, Value],
    *,
    match: tuple[tuple[str, ...], ...] = BY_EMAIL_THEN_PHONE,
    taken: frozenset[str] = frozenset(),
) -> Match:
    found: dict[tuple[str, str], frozenset[str]] = {}
    for record in known:
        for key in keys_of(PERSON, record.fields):
            found[key] = found.get(key, frozenset()) | {record.id}
    return find_match(
        match,
        PERSON,
        fields,
        keys=keys_of(PERSON, fields),
        found=found,
        records={record.id: record for record in known},
        taken=taken,
    )


def test_nothing_alike_is_new() -> None:
    match = find([person("a", email="a@x.example")], {"email": "b@x.example"})
    assert match.is_new
    assert match.only is None


def test_a_normalised_key_finds_the_record() -> None:
    match = find([person("a", email="Anna@X.example")], {"email": " anna@x.example "})
    assert match.only == "a"
    assert match.by == ("email",)


def test_an_exact_key_beats_a_normalised_one() -> None:
    known = [person("a", email="Anna@X.example"), person("b", email="anna@x.example")]
    assert find(known, {"email": "anna@x.example"}).only == "b"


def test_two_alike_are_a_question_and_never_a_guess() -> None:
    known = [person("a", email="Anna@x.example"), person("b", email="ANNA@x.example")]
    match = find(known, {"email": "anna@x.example"})
    assert match.only is None
    assert match.record_ids == ("a", "b")


def test_the_first_key_that_finds_anything_decides() -> None:
    known = [person("a", email="a@x.example", phone="+49301111111"), person("b", phone="+49302222222")]
    assert find(known, {"email": "a@x.example", "phone": "+49302222222"}).only == "a"
    assert find(known, {"email": "new@x.example", "phone": "+49302222222"}).only == "b"


def test_a_record_that_is_linked_already_is_a_question() -> None:
    match = find([person("a", email="a@x.example")], {"email": "a@x.example"}, taken=frozenset({"a"}))
    assert match.only is None
    assert match.taken == ("a",)
    assert not match.is_new


def test_where_the_exact_one_is_taken_its_lookalikes_are_shown_with_it() -> None:
    known = [person("a", email="a@x.example"), person("b", email="A@x.example")]
    match = find(known, {"email": "a@x.example"}, taken=frozenset({"a"}))
    assert match.record_ids == ("a", "b")
    assert match.only is None


def test_a_key_of_several_fields_needs_all_of_them_to_agree() -> None:
    known = [person("a", email="a@x.example", name="Anna Berg"), person("b", email="a@x.example", name="Ben")]
    both = (("email", "name"),)
    assert find(known, {"email": "a@x.example", "name": "anna  berg"}, match=both).only == "a"
    assert find(known, {"email": "a@x.example", "name": "Carl"}, match=both).is_new
    assert find(known, {"email": "a@x.example"}, match=both).is_new


def test_an_empty_field_is_no_key() -> None:
    assert keys_of(PERSON, {"email": None, "name": "Anna"}) == ()
    assert find([person("a", name="Anna")], {"name": "Anna"}, match=(("name",),)).is_new
