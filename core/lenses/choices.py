"""Lenses between words: choices of two vocabularies, words for yes and no, lists in one text, constants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from core.equivalence import normalise
from core.errors import TransformError
from core.lenses.shape import TEXTS, Lens, Site, Spec, Values, one_to_one, text_of
from core.mapping import Direction
from core.records import Value
from core.schema import FieldType
from core.values import canonical

_OTHERWISE: Final = "*"
_SEPARATORS: Final = (";", ",", "|")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """One direction of a choice map, with what happens to a word that is not in it."""

    table: dict[str, str]
    otherwise: str
    taken: frozenset[
        str
    ]  # what other words become: an unknown word kept as one of these would change its meaning

    def translate(self, word: str) -> str | None:
        found = self.table.get(word)
        if found is not None:
            return found
        if self.otherwise == "empty":
            return None
        if self.otherwise == "refuse" or word in self.taken:
            raise TransformError(
                "a choice is not in the rule's table",
                advice='Add the choice to the rule\'s table, or say what happens with others: "*" = "keep".',
            )
        return word

    def value(self, value: Value) -> Value:
        if isinstance(value, tuple):
            words = {word for one in value if (word := self.translate(one)) is not None}
            return tuple(sorted(words)) or None
        return self.translate(text_of(value))


def _choice_map(site: Site) -> Lens:
    kinds = (*TEXTS, FieldType.MULTI_CHOICE)
    site.needs(1, 1)
    site.needs_types(site.hub, *kinds)
    site.needs_types(site.crm, *kinds)
    if (site.hub[0].type is FieldType.MULTI_CHOICE) != (site.crm[0].type is FieldType.MULTI_CHOICE):
        site.misfit("one side holds several choices, the other one")
    otherwise = site.option(_OTHERWISE, "refuse", ("keep", "empty", "refuse"))
    to_crm, to_hub = choice_tables(site)
    known = [choice.value for choice in site.hub[0].choices]
    for word in to_crm:
        if known and word not in known:
            near = get_close_matches(word, known, n=1)
            site.misfit(
                f"hub field {site.hub[0].name!r} has no choice {word!r}",
                advice=f"Did you mean {near[0]!r}?" if near else f"Its choices are {', '.join(known)}.",
            )
    one_for_one = len(set(to_crm.values())) == len(to_crm)
    return one_to_one(
        site,
        _Words(table=to_hub, otherwise=otherwise, taken=frozenset(to_hub.values())).value,
        _Words(table=to_crm, otherwise=otherwise, taken=frozenset(to_hub)).value,
        invertible=one_for_one and otherwise != "empty",
    )


def choice_tables(site: Site) -> tuple[dict[str, str], dict[str, str]]:
    """(hub word -> CRM word, CRM word -> hub word) of a choice map's options.

    Several CRM words stand for one hub word with "|" between them: all are read, the first one is written.
    """
    to_crm: dict[str, str] = {}
    to_hub: dict[str, str] = {}
    offered = {choice.value for choice in site.crm[0].choices}
    for word, text in site.rule.options.items():
        if word == _OTHERWISE:
            continue
        remote = [text] if text in offered else [one.strip() for one in text.split("|") if one.strip()]
        if not word or not remote:
            site.misfit("a pair of its table has an empty side")
        to_crm[word] = remote[0]
        for one in remote:
            to_hub.setdefault(one, word)
    if not to_crm:
        site.misfit("its table is empty", advice='Add pairs as options: "hub choice" = "CRM choice".')
    return to_crm, to_hub


_LEAVE: Final = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Labels:
    """A CRM's choices by what people call them; a label two choices share names neither.

    `fallback` is the choice written where the CRM has none of that name: None refuses, `leave` writes nothing.
    """

    site: Site
    labels: dict[str, str]  # choice -> label
    choices: dict[str, str | None]  # label in its normal form -> choice, None where several bear it
    fallback: str | None
    leave: bool
    invertible: bool

    @property
    def name(self) -> str:
        return self.site.lens

    def to_hub(self, crm: Values) -> Values:
        if crm[0] is None:
            return (None,)
        found = self.labels.get(text_of(crm[0]))
        if found is None:
            raise TransformError(
                f"{self.site}: the CRM's list does not hold this choice",
                advice="It may have been made a moment ago: the list is read anew every day and at every start.",
            )
        return (found,)

    def to_crm(self, hub: Values, crm_now: Values) -> Values:
        if hub[0] is None:
            return (None,)
        wanted = _normal(self.site, text_of(hub[0]))
        now = crm_now[0]
        readable = now is None or now in self.labels
        if now is not None and readable and _normal(self.site, self.labels[text_of(now)]) == wanted:
            return crm_now
        found = self.choices.get(wanted)
        if found is not None:
            return (found,)
        if wanted not in self.choices:
            if self.leave and readable:
                return crm_now
            if self.fallback is not None:
                return (self.fallback,)
        why = (
            "several choices of the CRM bear this name"
            if wanted in self.choices
            else "the CRM has no choice of this name"
        )
        raise TransformError(
            f"{self.site}: {why}",
            advice='Add it in the CRM, or say what is written instead: fallback = "a name" or fallback = "leave".',
        )


def _normal(site: Site, label: str) -> str:
    """Labels are the same where the hub field's type says so: e-mail addresses whatever their case."""
    return normalise(site.hub[0].type, label.strip()) or label.strip()


def _label(site: Site) -> Lens:
    site.needs(1, 1)
    site.needs_types(site.hub, *TEXTS)
    site.needs_types(site.crm, FieldType.CHOICE)
    offered = site.crm[0].choices
    if not offered:
        site.misfit(f"the CRM lists no choices for {site.crm[0].name!r}")
    choices: dict[str, str | None] = {}
    for one in offered:
        label = _normal(site, one.label)
        choices[label] = None if label in choices else one.value
    wanted = site.option("fallback", "")
    fallback = choices.get(_normal(site, wanted)) if wanted and wanted != _LEAVE else None
    if wanted not in ("", _LEAVE) and fallback is None:
        near = get_close_matches(wanted, [one.label for one in offered], n=1)
        site.misfit(
            f"the CRM has no choice named {wanted!r}, its option 'fallback'",
            advice=f"Did you mean {near[0]!r}?" if near else "Name a choice of the CRM's list by its label.",
        )
    return _Labels(
        site=site,
        labels={one.value: one.label.strip() for one in offered if one.label.strip()},
        choices=choices,
        fallback=fallback,
        leave=wanted == _LEAVE,
        invertible=not wanted,
    )


def _bool_words(site: Site) -> Lens:
    site.needs(1, 1)
    yes, no = site.option("yes", "Yes"), site.option("no", "No")
    otherwise = site.option("otherwise", "refuse", ("yes", "no", "refuse"))
    if not yes.strip() or not no.strip() or yes.strip().casefold() == no.strip().casefold():
        site.misfit("options 'yes' and 'no' must be two different words")

    def read(value: Value) -> Value:
        word = text_of(value).strip().casefold()
        if word not in (yes.strip().casefold(), no.strip().casefold()):
            if otherwise != "refuse":
                return otherwise == "yes"
            raise TransformError("a word is neither the one for yes nor the one for no")
        return word == yes.strip().casefold()

    def write(value: Value) -> Value:
        if not isinstance(value, bool):
            raise TransformError("yes or no was expected")
        return yes if value else no

    return _either_way(site, FieldType.BOOL, tuple(TEXTS), read=read, write=write)


def _multi_join(site: Site) -> Lens:
    site.needs(1, 1)
    separator = site.option("separator", ";", _SEPARATORS)

    def read(value: Value) -> Value:
        return (
            tuple(sorted({item.strip() for item in text_of(value).split(separator) if item.strip()})) or None
        )

    def write(value: Value) -> Value:
        if not isinstance(value, tuple):
            raise TransformError("a list of choices was expected")
        if any(separator in item or item != item.strip() for item in value):
            raise TransformError("a choice holds the separator, or white space at its edge")
        return separator.join(value)

    return _either_way(site, FieldType.MULTI_CHOICE, tuple(TEXTS), read=read, write=write)


def _either_way(
    site: Site,
    special: FieldType,
    others: tuple[FieldType, ...],
    *,
    read: Callable[[Value], Value],
    write: Callable[[Value], Value],
) -> Lens:
    """A lens between a special type and texts, whichever side has which. `read` makes the special value."""
    if site.hub[0].type is special:
        site.needs_types(site.crm, *others)
        return one_to_one(site, read, write, invertible=True)
    site.needs_types(site.crm, special)
    site.needs_types(site.hub, *others)
    return one_to_one(site, write, read, invertible=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Constant:
    name: str
    value: Value
    invertible: bool = False

    into_hub: bool = False

    def to_hub(self, crm: Values) -> Values:
        return (self.value,) if self.into_hub else ()

    def to_crm(self, hub: Values, crm_now: Values) -> Values:
        return (self.value,) if crm_now[0] is None and not self.into_hub else crm_now


def _constant(site: Site) -> Lens:
    into_hub = site.rule.direction is Direction.TO_HUB
    site.needs(1 if into_hub else 0, 1)
    if site.rule.direction is Direction.BOTH:
        site.misfit("it writes to one side only", advice='Say direction = "to_crm", or "to_hub".')
    written = site.hub[0] if into_hub else site.crm[0]
    if written.type.is_reference:
        site.misfit("a constant cannot be a reference")
    if "value" not in site.rule.options:
        site.misfit("option 'value' is missing", advice='Add value = "..." to the rule\'s options.')
    try:
        value = canonical(written.type, site.rule.options["value"])
    except TransformError as error:
        site.misfit(f"option 'value' does not fit the {'hub' if into_hub else 'CRM'}'s field: {error}")
    return _Constant(name=site.lens, value=value, into_hub=into_hub)


SPECS: Final = (
    Spec(
        name="choice_map",
        description='Choices by a table: options are "hub choice" = "CRM choice"; several CRM choices for one hub '
        "choice stand with | between them. Option * says what happens to others: keep, empty or refuse (default).",
        build=_choice_map,
        any_option=True,
    ),
    Spec(
        name="label",
        description="A text in the hub, a choice in the CRM that people know by its label: owners by e-mail, stages by "
        "name. Option fallback: the label written where the CRM has none of that name, or leave; without it such a "
        "value is refused.",
        build=_label,
        options=frozenset({"fallback"}),
    ),
    Spec(
        name="bool_words",
        description="Yes or no on one side, words on the other. Options yes and no: the two words; otherwise: what any "
        "other word means, yes, no or refuse (default).",
        build=_bool_words,
        options=frozenset({"yes", "no", "otherwise"}),
    ),
    Spec(
        name="multi_join",
        description="Several choices on one side, one text on the other. Option separator: ; or , or |.",
        build=_multi_join,
        options=frozenset({"separator"}),
    ),
    Spec(
        name="constant",
        description="Fills an empty CRM field with a fixed value and takes no hub field; towards the hub, stands for any "
        "value of the CRM's field. Option value.",
        build=_constant,
        options=frozenset({"value"}),
    ),
)
