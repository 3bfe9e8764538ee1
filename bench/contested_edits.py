"""Concurrent edits whose right outcome is known by construction: people, firms and deals of the sandboxes' population.

Each edit is one field that both sides changed since they last agreed. What happened in the world comes first (a number
changed, two notes were written, ...), then what each side typed, then when and by whom. The shares are this study's own
assumption, printed with its results; values, formats and spellings are the population's.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, TypeVar

from adapters.sandbox.data import Company, Person, Population
from adapters.sandbox.people import population
from adapters.sandbox.views import national
from core.records import Value

T = TypeVar("T")

DAY_MS: Final = 86_400_000
NOW: Final = 1_780_000_000_000
TAGS: Final = ("newsletter", "partner", "reference", "trade_fair", "webinar")
STAGES: Final = ("new", "qualified", "presented", "decision", "contract", "won")
NOTES: Final = (
    "Called, wants an offer.",
    "Rappeler lundi.",
    "Reunión en mayo.",
    "Angebot nachfassen.",
    "Sent the contract.",
)


class Happening(Enum):
    """What happened, with its share of the edits in %."""

    SAME = "the same news, typed twice"
    FORMAT = "the same news, written differently"
    SLIP = "a typing error on one side"
    BLANK = "one side emptied by a form"
    NOTES = "both added to a text"
    SETS = "both changed a set"
    STAGES = "both moved a stage forward"
    NEWER = "changed twice; the later is true"
    IMPORT = "an import brought back old news"
    UNKNOWABLE = "two stories; only a person can tell"


SHARES: Final = {
    Happening.SAME: 12,
    Happening.FORMAT: 25,
    Happening.SLIP: 12,
    Happening.BLANK: 6,
    Happening.NOTES: 10,
    Happening.SETS: 7,
    Happening.STAGES: 8,
    Happening.NEWER: 10,
    Happening.IMPORT: 4,
    Happening.UNKNOWABLE: 6,
}


_FIELDS: Final = {
    "contact": ("phone", "email", "job_title", "city", "last_name", "mobile"),
    "company": ("phone", "city", "employees", "name"),
    "deal": ("amount", "name"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcurrentEdit:
    """`right` are the hub values that are right in the end, any of them; none where only a person can know.

    `lines`: every one of these must be in the text in the end, whatever else it says. `about` are the record's other fields.
    """

    happening: Happening
    object: str
    field: str
    base: Value
    hub: Value
    crm: Value
    hub_at: int
    crm_at: int
    hub_by: str
    right: tuple[Value, ...] = ()
    lines: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


def edits(count: int, seed: int) -> Iterator[ConcurrentEdit]:
    """So many edits, the same for a seed everywhere."""
    rng = random.Random(seed)
    world = population(seed, 4_000, 900, 10)
    makers = _makers(world, rng)
    for happening in rng.choices(list(SHARES), weights=list(SHARES.values()), k=count):
        yield makers[happening]()


def _makers(world: Population, rng: random.Random) -> dict[Happening, Callable[[], ConcurrentEdit]]:
    spread = _Spread(world, rng)
    return {
        Happening.SAME: spread.same,
        Happening.FORMAT: spread.written_differently,
        Happening.SLIP: spread.slip,
        Happening.BLANK: spread.blank,
        Happening.NOTES: spread.notes,
        Happening.SETS: spread.sets,
        Happening.STAGES: spread.stages,
        Happening.NEWER: spread.newer,
        Happening.IMPORT: spread.imported,
        Happening.UNKNOWABLE: spread.unknowable,
    }


@dataclass(slots=True)
class _Spread:
    world: Population
    rng: random.Random

    # what happened ----------------------------------------------------------------------------------------------------
    def same(self) -> ConcurrentEdit:
        object, name, before, after = self._news()
        return self._edit(Happening.SAME, object, name, before, after, after, right=(after,))

    def written_differently(self) -> ConcurrentEdit:
        person = self._person()
        name = self.rng.choice(("phone", "phone", "mobile", "email", "last_name", "job_title", "website"))
        after = self._of(name, person)
        before = self._another("contact", name, after)
        written = self._otherwise(name, after, person)
        one, two = self._shuffled(after, written)
        return self._edit(Happening.FORMAT, "contact", name, before, one, two, right=(after, written))

    def slip(self) -> ConcurrentEdit:
        person = self._person()
        name = self.rng.choice(("first_name", "last_name", "job_title", "city", "email", "phone"))
        after = self._of(name, person)
        one, two = self._shuffled(after, self._mistyped(name, after))
        before = self._another("contact", name, one, two)
        edit = self._edit(Happening.SLIP, "contact", name, before, one, two, right=(after,))
        others = [self._of(other, person) for other in ("first_name", "last_name", "email") if other != name]
        return replace(edit, about=(*others, self._of("website", person)))

    def blank(self) -> ConcurrentEdit:
        object, name, before, after = self._news()
        one, two = self._shuffled(after, None)
        return self._edit(Happening.BLANK, object, name, before, one, two, right=(after,))

    def notes(self) -> ConcurrentEdit:
        mine, yours = self.rng.sample(NOTES, 2)
        base = f"{self.rng.choice(NOTES)} ({self.rng.randrange(1, 29)}.)"
        one, two = f"{base}\n{mine}", f"{base}\n{yours}"
        return self._edit(Happening.NOTES, "contact", "notes", base, one, two, lines=(base, mine, yours))

    def sets(self) -> ConcurrentEdit:
        base = set(self.rng.sample(TAGS, 2))
        left, right = set(base), set(base)
        left ^= {self.rng.choice(TAGS)}
        right ^= {self.rng.choice([one for one in TAGS if one not in left ^ base])}
        wanted = (base & left & right) | (left - base) | (right - base)
        one, two, whole = (tuple(sorted(some)) or None for some in (left, right, wanted))
        return self._edit(Happening.SETS, "contact", "tags", tuple(sorted(base)), one, two, right=(whole,))

    def stages(self) -> ConcurrentEdit:
        at, nearer, further = sorted(self.rng.sample(range(len(STAGES)), 3))
        one, two = self._shuffled(STAGES[nearer], STAGES[further])
        return self._edit(Happening.STAGES, "deal", "stage", STAGES[at], one, two, right=(STAGES[further],))

    def newer(self) -> ConcurrentEdit:
        object, name, before, after = self._news()
        latest = self._another(object, name, before, after)
        one, two = (after, latest) if self.rng.random() < 0.5 else (latest, after)
        edit = self._edit(Happening.NEWER, object, name, before, one, two, apart=True)
        true = edit.hub if edit.hub_at > edit.crm_at else edit.crm
        return replace(edit, right=(true,))

    def imported(self) -> ConcurrentEdit:
        object, name, before, after = self._news()
        stale = self._another(object, name, before, after)
        edit = self._edit(Happening.IMPORT, object, name, before, stale, after, apart=True, by="import:fair")
        later = max(edit.hub_at, edit.crm_at)
        return replace(edit, right=(after,), hub_at=later, crm_at=min(edit.hub_at, edit.crm_at))

    def unknowable(self) -> ConcurrentEdit:
        object, name, before, one = self._news()
        two = self._another(object, name, before, one)
        return self._edit(Happening.UNKNOWABLE, object, name, before, one, two)

    # small parts ------------------------------------------------------------------------------------------------------
    def _news(self) -> tuple[str, str, Value, Value]:
        """(object, field, what was, what is now): two values of the population that differ."""
        object = self.rng.choices(("contact", "company", "deal"), weights=(6, 2, 2))[0]
        name = self.rng.choice(_FIELDS[object])
        before = self._value(object, name)
        return object, name, before, self._another(object, name, before)

    def _another(self, object: str, name: str, *others: Value) -> Value:
        """A value of the population that is none of the others."""
        value = self._value(object, name)
        while value in others:
            value = self._value(object, name)
        return value

    def _value(self, object: str, name: str) -> Value:
        if object == "contact":
            return self._of(name, self._person())
        if object == "deal":
            amount = str(self.rng.randrange(500, 90_000))
            return amount if name == "amount" else f"{self._firm().name} {amount}"
        firm = self._firm()
        known = {"phone": firm.phone, "city": firm.city, "employees": str(firm.employees), "name": firm.name}
        return known[name]

    def _of(self, name: str, person: Person) -> str:
        firm = self.world.companies[(person.company_key or 1) - 1]
        match name:
            case "phone" | "mobile":
                return (person.phone or firm.phone).replace(" ", "")
            case "email":
                return person.email or f"info@{firm.domain}"
            case "website":
                return f"https://www.{firm.domain}/"
            case _:
                return str(getattr(person, name))

    def _otherwise(self, name: str, value: str, person: Person) -> str:
        """The same, as somebody else would type it."""
        match name:
            case "phone" | "mobile":
                if person.country == "DE" and person.phone and self.rng.random() < 0.4:
                    return national(person.phone, person.country)
                spaced = f"{value[:3]} {value[3:6]} {value[6:]}"
                return self.rng.choice((spaced, f"00{value[1:]}", f"{value[:3]} ({value[3:6]}) {value[6:]}"))
            case "email":
                return self.rng.choice((value.upper(), value.capitalize(), f" {value}"))
            case "website":
                return self.rng.choice((value.rstrip("/"), value.removeprefix("https://")))
            case _:
                return self.rng.choice((value.upper(), f"{value} ", value.replace(" ", "  "), value.lower()))

    def _mistyped(self, name: str, value: str) -> str:
        """One slip of the fingers: two letters the wrong way round, one left out, or one doubled."""
        letters = [at for at in range(1, len(value) - 1) if value[at].isalnum() and value[at + 1].isalnum()]
        at = self.rng.choice(letters) if letters else 0
        swapped = value[:at] + value[at + 1 : at + 2] + value[at : at + 1] + value[at + 2 :]
        slips = (swapped, value[:at] + value[at + 1 :], value[:at] + value[at : at + 1] * 2 + value[at + 1 :])
        return next((one for one in self.rng.sample(slips, 3) if one != value), value + "x")

    def _edit(
        self,
        happening: Happening,
        object: str,
        name: str,
        base: Value,
        hub: Value,
        crm: Value,
        *,
        right: tuple[Value, ...] = (),
        lines: tuple[str, ...] = (),
        apart: bool = False,
        by: str = "",
    ) -> ConcurrentEdit:
        """`apart`: hours or days between the edits, not minutes."""
        first = NOW - self.rng.randrange(DAY_MS)
        gap = self.rng.randrange(DAY_MS // 24, 5 * DAY_MS) if apart else self.rng.randrange(1_000, 600_000)
        times = self._shuffled(first, first + gap)
        return ConcurrentEdit(
            happening=happening,
            object=object,
            field=name,
            base=base,
            hub=hub,
            crm=crm,
            hub_at=times[0],
            crm_at=times[1],
            hub_by=by or f"person:{self.rng.choice(('anna', 'ben', 'carla'))}",
            right=right,
            lines=lines,
        )

    def _shuffled(self, one: T, two: T) -> tuple[T, T]:
        return (one, two) if self.rng.random() < 0.5 else (two, one)

    def _person(self) -> Person:
        return self.rng.choice(self.world.people)

    def _firm(self) -> Company:
        return self.rng.choice(self.world.companies)
