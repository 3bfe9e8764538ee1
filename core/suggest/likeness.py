"""How alike two fields are, from 0 to 1, and what speaks for it: names, labels, shapes of values, choices, samples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from core.suggest.fields import Described, Shape
from core.suggest.meanings import (
    AKIN,
    FITTING,
    KINDS,
    LIGHT,
    PLACES,
    SAMPLED,
    SHOWN,
    UNFIT,
    USUAL,
    USUAL_WEIGHT,
    WHEREABOUTS,
)
from core.suggest.samples import look
from core.suggest.vocabulary import UNKNOWN, Vocabulary
from core.suggest.words import fold, words_of, words_of_name

Atoms = frozenset[str]


@dataclass(frozen=True)
class Reading:
    """One field with what its words mean, in the light of the object it belongs to."""

    field: Described
    label: Atoms
    name: Atoms
    sampled: str | None

    @cached_property
    def options(self) -> frozenset[str]:
        return frozenset(" ".join(words_of(option)) for option in self.field.options[:300])

    @property
    def says_nothing(self) -> bool:
        return not self.label and not self.name

    @cached_property
    def reach(self) -> Atoms:
        """Everything by which another field could be like this one; two that reach nothing in common are not alike."""
        own = self.label | self.name | SAMPLED.get(self.sampled or "", frozenset())
        akin = {other for pair in AKIN if pair & own for other in pair}
        begun = {atom[:5] for atom in own if atom.startswith(UNKNOWN)}
        chosen = {f"={option}" for option in self.options}
        return own | akin | begun | chosen


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike two fields are, and the evidence in words, the strongest first."""

    score: float
    reasons: tuple[str, ...]


_TITLE: Final = frozenset({"person", "title"})
_NOT_ALIKE: Final = Alike(score=0.0, reasons=())


def kind_of(object: str, vocabulary: Vocabulary) -> str | None:
    """Whether an object is people, companies or deals; None where its name does not tell."""
    words = tuple(_singular(word) for word in words_of_name(object))
    atoms = vocabulary.atoms(words) | {one.removeprefix(UNKNOWN) for one in vocabulary.atoms(words)}
    return next((kind for atom, kind in KINDS.items() if atom in atoms), None)


def _singular(word: str) -> str:
    if len(word) <= 4:
        return word
    return word.removesuffix("ies") + "y" if word.endswith("ies") else word.removesuffix("s")


def read(field: Described, kind: str | None, vocabulary: Vocabulary) -> Reading:
    """What a field's words mean on an object of this kind."""
    label = _in_place(vocabulary.atoms(words_of(field.label)), kind, field)
    name = _in_place(vocabulary.atoms(words_of_name(field.name)), kind, field)
    return Reading(field=field, label=label, name=name, sampled=look(field.samples))


def _in_place(atoms: Atoms, kind: str | None, field: Described) -> Atoms:
    if field.shape is Shape.ID and "parent" not in atoms:
        return (atoms - {kind or ""}) | {"record", "id"}
    if "state_or_status" in atoms:
        placed = atoms & WHEREABOUTS or field.shape is not Shape.CHOICE
        atoms = (atoms - {"state_or_status"}) | {"region" if placed else "status"}
    if atoms & PLACES and "address" in atoms:
        atoms -= {"address"}
    if atoms >= _TITLE and atoms - _TITLE <= {kind}:
        return frozenset({"name"}) if kind == "deal" else frozenset({"job_title"})
    if kind == "deal" and atoms in ({"subject"}, {"deal", "name"}):
        return frozenset({"name"})
    if kind == "contact" and atoms == {"name"}:
        return frozenset({"name", "full"})
    if kind == "contact" and atoms >= {"contact", "parent"}:
        return frozenset({"manager"})
    if kind is not None and kind in atoms and len(atoms) > 1 and "parent" not in atoms:
        return atoms - {kind}  # "Account Name" of an account is its name
    if kind == "company" and atoms == {"company"} and field.shape is not Shape.REFERENCE:
        return frozenset({"name"})  # "Firma" as a text of a company is what it is called
    return atoms


def alike(one: Reading, other: Reading) -> Alike:
    """Compare two fields by everything that is known of them."""
    if one.reach.isdisjoint(other.reach):
        return _NOT_ALIKE
    said = _said(one, other)
    fit = _fit(one, other)
    score, reasons = said.score * (0.5 + 0.5 * fit), list(said.reasons)
    if fit < 0.6:
        reasons.append(f"but one holds {one.field.shape.value}, the other {other.field.shape.value}")
    seen, there = _appearance(one), _appearance(other)
    if seen is not None and there is not None and seen not in ("number", "bool"):
        if seen == there:
            score += 0.12 * (1 - score) if said.score > 0.2 else 0.0
            reasons.append(f"both hold values that look like {seen.replace('_', ' ')}")
        elif there not in ("number", "bool"):
            score *= 0.6
            reasons.append(f"but values look like {seen} on one side and {there} on the other")
    overlap = _overlap(one, other)
    if overlap >= 0.5:
        score += 0.35 * overlap * (1 - score)
        reasons.append(f"{overlap:.0%} of the choices are the same")
    if (
        one.field.shape is Shape.REFERENCE
        and other.field.shape is Shape.REFERENCE
        and _point_apart(one, other)
    ):
        score *= 0.6
        reasons.append("but they point at different objects")
    if reasons and (one.field.read_only or other.field.read_only):
        reasons.append(_one_way(one, other))
    return Alike(score=min(score, 1.0), reasons=tuple(reasons))


def _one_way(one: Reading, other: Reading) -> str:
    if one.field.read_only and other.field.read_only:
        return "neither can be written: nothing to sync"
    closed = one if one.field.read_only else other
    return f"one way only: {_titled(closed)} cannot be written"


def _said(one: Reading, other: Reading) -> Alike:
    """What names and labels say together: the best pair of readings, less where the others speak against it."""
    found: list[tuple[float, str]] = []
    for mine, theirs, words in _pairs(one, other):
        found.append((overlap_of(mine, theirs), words))
    if not found:
        return Alike(score=0.0, reasons=())
    best, words = max(found)
    straight = [score for score, what in found if what in ("labels", "names")]
    mean = sum(straight) / len(straight) if straight else best
    score = 0.8 * best + 0.2 * mean
    if fold(one.field.label) == fold(other.field.label) or fold(one.field.name) == fold(other.field.name):
        score += 0.25 * (1 - score)
    reasons = []
    if best >= 0.45:
        reasons.append(f"{_titled(one)} and {_titled(other)} mean the same ({words})" if best > 0.85
                       else f"{_titled(one)} and {_titled(other)} are alike ({words})")  # fmt: skip
    return Alike(score=score, reasons=tuple(reasons))


def _pairs(one: Reading, other: Reading) -> Iterator[tuple[Atoms, Atoms, str]]:
    readings = ((one.label, "label"), (one.name, "name"))
    for mine, what in readings:
        for theirs, where in ((other.label, "label"), (other.name, "name")):
            if mine and theirs:
                yield mine, theirs, f"{what}s" if what == where else "a label and a name"
    seen, there = SAMPLED.get(one.sampled or ""), SAMPLED.get(other.sampled or "")
    if seen and one.says_nothing:
        yield seen, other.label or other.name, "sample values"
    if there and other.says_nothing:
        yield one.label or one.name, there, "sample values"


@lru_cache(maxsize=20_000)
def overlap_of(one: Atoms, other: Atoms) -> float:
    """How far two sets of atoms mean the same: what they share by weight of all there is."""
    if one == other:
        return 1.0 if one else 0.0
    shared = one & other
    common = sum(_weight(atom) for atom in shared)
    mine, theirs = set(one - shared), set(other - shared)
    total = common
    usual = frozenset().union(*(USUAL.get(atom, frozenset()) for atom in shared)) if shared else frozenset()
    for atom in sorted(mine):
        partner, degree = _partner(atom, theirs)
        if partner is not None:
            theirs.discard(partner)
            weight = max(_weight(atom), _weight(partner))
            common += degree * weight
            total += weight
        else:
            total += USUAL_WEIGHT if atom in usual else _weight(atom)
    total += sum(USUAL_WEIGHT if atom in usual else _weight(atom) for atom in theirs)
    return common / total if total else 0.0


def _partner(atom: str, others: set[str]) -> tuple[str | None, float]:
    best: tuple[str | None, float] = (None, 0.0)
    for other in sorted(others):
        degree = AKIN.get(frozenset((atom, other)), 0.0)
        if not degree and atom.startswith(UNKNOWN) and other.startswith(UNKNOWN):
            degree = _spelled_alike(atom[1:], other[1:])
        if degree > best[1]:
            best = (other, degree)
    return best


def _spelled_alike(one: str, other: str) -> float:
    """For words in no list: a common beginning, as inflection leaves it."""
    if min(len(one), len(other)) < 4:
        return 0.0
    common = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        common += 1
    share = 2 * common / (len(one) + len(other))
    return share if share >= 0.75 else 0.0


def _weight(atom: str) -> float:
    return 0.5 if atom.startswith(UNKNOWN) else LIGHT.get(atom, 1.0)


def _fit(one: Reading, other: Reading) -> float:
    mine, theirs = one.field.shape, other.field.shape
    if mine is theirs:
        return 1.0
    fit = FITTING.get(frozenset((mine, theirs)), UNFIT)
    if Shape.DATE in (mine, theirs) and "date" in (one.sampled, other.sampled):
        fit = max(fit, 0.9)
    return fit


def _appearance(reading: Reading) -> str | None:
    return SHOWN.get(reading.field.shape) or reading.sampled


def _overlap(one: Reading, other: Reading) -> float:
    mine, theirs = one.options, other.options
    smaller = min(len(mine), len(theirs))
    return len(mine & theirs) / smaller if smaller >= 3 else 0.0


def _point_apart(one: Reading, other: Reading) -> bool:
    mine, theirs = ({_stem(name) for name in side.field.references} for side in (one, other))
    return (
        bool(mine) and bool(theirs) and not mine & theirs and bool({"user", "systemuser"} & (mine | theirs))
    )


def _stem(name: str) -> str:
    return fold(name).removesuffix("s")


def _titled(reading: Reading) -> str:
    text = " ".join((reading.field.label or reading.field.name).split())
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"
