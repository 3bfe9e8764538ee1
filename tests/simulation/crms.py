"""The far sides of a simulation: three CRMs that differ in everything the engine plans by, and their mappings.

cond   conditional writes; a clock a day ahead; refuses titles with an exclamation mark; a merge can be undone
hist   lists past values; writes titles and cities in small letters; a merge makes a new record
lazy   neither; merges only by hand; a late index, whole seconds, a clock an hour behind; trims and cuts titles and sizes
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from adapters.fake_crm import FakeCrm
from adapters.fake_rows import Traits
from core.mapping import NO_FILTER, Brake, FieldRule, Filter, Mapping, Policy
from core.records import Value
from core.rules import NO_BOOK, Action, ConflictRule, Grain, RuleBook
from core.schema import Choice, Field, FieldType, Object
from tests.simulation.setting import Setting

T = FieldType
LATE: Final = 1_700_000_000_000 + 8 * 60_000  # a rule ends in the midst of a history


def thing(called: str, *fields: Field) -> Object:
    return Object(
        name=called, label=called, plural=f"{called}s", fields={field.name: field for field in fields}
    )


def text(name: str, type: FieldType = T.TEXT, *, key: bool = False, references: str | None = None) -> Field:
    return Field(name=name, type=type, label=name, key=key, references=references)


TAGS: Final = tuple(f"t{number:02}" for number in range(40))  # so many that few are added twice


def several(name: str) -> Field:
    """A field of several choices; only some profiles fill it in."""
    choices = tuple(Choice(value=one, label=one) for one in TAGS)
    return Field(name=name, type=T.MULTI_CHOICE, label=name, choices=choices)


COMPANY: Final = thing("company", text("name", key=True), text("city"), text("size"), several("tags"))
CONTACT: Final = thing(
    "contact",
    text("name"),
    text("email", T.EMAIL, key=True),
    text("title"),
    text("company", T.REFERENCE, references="company"),
)
HUB_OBJECTS: Final = {"company": COMPANY, "contact": CONTACT}
CRM_OBJECTS: Final = {
    "companies": thing("companies", text("n"), text("c"), text("s"), several("g")),
    "contacts": thing(
        "contacts", text("n"), text("e", T.EMAIL), text("t"), text("o", T.REFERENCE, references="companies")
    ),
}
FIELDS: Final = {
    "contacts": {"n": "name", "e": "email", "t": "title", "o": "company"},
    "companies": {"n": "name", "c": "city", "s": "size", "g": "tags"},
}
HUB_OF: Final = {"companies": "company", "contacts": "contact"}
MATCH: Final = {"companies": "name", "contacts": "email"}


def lower(value: Value) -> Value:
    return value.lower() if isinstance(value, str) else value


def trimmed(value: Value) -> Value:
    return value.strip()[:12].strip() if isinstance(value, str) else value


def stripped(value: Value) -> Value:
    return value.strip() if isinstance(value, str) else value


def no_shouting(object: str, name: str, value: Value) -> str | None:
    """What the CRM says to a value it will not take; None where it takes it."""
    if (object, name) == ("contacts", "t") and isinstance(value, str) and "!" in value:
        return "a title has no exclamation mark"
    return None


NORMALISERS: Final[dict[str, dict[str, Callable[[Value], Value]]]] = {
    "cond": {},
    "hist": {"t": lower, "c": lower},
    "lazy": {"t": trimmed, "s": trimmed},
}
# Where rules make longer values of two, cutting them would leave words that nobody wrote.
UNCUT: Final[dict[str, Callable[[Value], Value]]] = {"t": stripped, "s": stripped}
TRAITS: Final = {
    "cond": Traits(conditional=True, clock_offset=86_400_000, page=7, merges=True, restores=True),
    "hist": Traits(history=True, page=5, merges=True, merge_makes_anew=True),
    "lazy": Traits(unique_marker=False, lag=5_000, resolution=1_000, clock_offset=-3_600_000, page=6),
}


BOOK: Final = RuleBook(
    (
        ConflictRule(name="words", action=Action.MERGE_TEXT, field="title", grain=Grain.WORDS),
        ConflictRule(name="who", action=Action.SOURCES, field="city", sources=("person", "connection:hist")),
        ConflictRule(
            name="both",
            action=Action.EXPRESSION,
            field="size",
            expression="hub + ' ' + crm",
            when="hub.size() < 20 && hub_by != 'person:q'",
        ),
        ConflictRule(name="late", action=Action.NEWEST, object="contact", field="name", until=LATE),
        ConflictRule(name="off", action=Action.CRM, enabled=False),
    )
)
# What needs no thought where people are asked; where a policy decides, a rule of the field's own stands before it.
CHOOSING: Final = RuleBook()
CHOOSING_ANYWAY: Final = RuleBook((ConflictRule(name="tags", action=Action.UNION, field="tags"),))


def rulebook(setting: Setting) -> RuleBook:
    if setting.rules:
        return BOOK
    if not setting.profile.chooses:
        return NO_BOOK
    return CHOOSING if setting.policy in (Policy.ASK, Policy.NEWEST) else CHOOSING_ANYWAY


def far_sides(setting: Setting, clock: Callable[[], int]) -> dict[str, FakeCrm]:
    """The CRMs of one history."""
    profile = setting.profile
    return {
        name: FakeCrm(
            CRM_OBJECTS,
            clock=clock,
            traits=replace(traits, overlap=profile.overlap, lag=traits.lag if profile.lag else 0),
            normalisers=UNCUT if setting.rules and name == "lazy" else NORMALISERS[name],
            refuses=no_shouting if name == "cond" else None,
            prefix=name[0],
        )
        for name, traits in TRAITS.items()
    }


def mappings(connection: str, setting: Setting) -> tuple[Mapping, ...]:
    """One mapping a CRM object, parents before children."""
    return tuple(
        Mapping(
            connection=connection,
            hub_object=HUB_OF[crm_object],
            crm_object=crm_object,
            rules=tuple(
                FieldRule(name=hub, hub=(hub,), crm=(crm,), policy=setting.policy)
                for crm, hub in FIELDS[crm_object].items()
            ),
            match=((MATCH[crm_object],),),
            delete_policy=setting.deletes,
            brake=Brake(least=setting.profile.brake, share=0.0),
            filter=filter_of(crm_object, setting),
        )
        for crm_object in ("companies", "contacts")
    )


def filter_of(crm_object: str, setting: Setting) -> Filter:
    """Of the contacts, some titles are out, in the hub others than in the CRMs."""
    leave = setting.profile.leave
    if leave is None or crm_object != "contacts":
        return NO_FILTER
    return Filter(hub='!title.contains("3")', crm='!t.contains("5")', leave=leave)


def are_out(hub: Value, crm: Value) -> bool:
    """Whether that filter leaves one of two titles out, told without the product's words."""
    return "3" in str(hub) or "5" in str(crm)


def plain(value: Value) -> Value:
    """What is left of a value whatever the CRMs make of it: values with the same rest mean the same."""
    return " ".join(value.split()).lower().partition("-")[0].rstrip("!") if isinstance(value, str) else value
