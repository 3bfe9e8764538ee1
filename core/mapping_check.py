"""Whether a mapping fits both schemas, told as a list of problems before anything is enabled."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from difflib import get_close_matches

from core.errors import MappingInvalid
from core.filtering import filter_problems
from core.lenses.choices import choice_tables
from core.lenses.shape import Site
from core.mapping import Creates, Direction, FieldRule, Mapping, Policy
from core.mapping_problems import Problem
from core.schema import Field, FieldType, Object
from core.transforms import lens_for


def check_mapping(
    mapping: Mapping, hub: Object, crm: Object, *, objects: MappingOf[str, str] | None = None
) -> list[Problem]:
    """All problems, in the order of the rules; empty where the mapping fits.

    `objects` are the hub objects this connection maps, with their CRM objects: with it references are checked to
    point at the same object on both sides.
    """
    found: list[Problem] = []
    for rule in mapping.rules:
        missing = _unknown_fields(rule, hub, crm)
        found += missing
        if missing:
            continue
        hub_fields = tuple(hub.fields[name] for name in rule.hub)
        crm_fields = tuple(crm.fields[name] for name in rule.crm)
        found += _read_only(rule, hub_fields, crm_fields)
        found += _lens(rule, hub_fields, crm_fields)
        found += _references(rule, hub_fields, crm_fields, objects)
        found += _choices(rule, hub_fields, crm_fields)
    found += _kinds(mapping, hub)
    found += _written_twice(mapping)
    found += _missing_required(mapping, hub, crm)
    found += _match_keys(mapping, hub)
    found += filter_problems(mapping.filter, hub, crm)
    return found


def _unknown_fields(rule: FieldRule, hub: Object, crm: Object) -> list[Problem]:
    found = []
    for side, names in ((hub, rule.hub), (crm, rule.crm)):
        for name in names:
            if name not in side.fields:
                near = get_close_matches(name, list(side.fields), n=1, cutoff=0.6)
                found.append(
                    Problem(
                        rule=rule.name,
                        field=name,
                        message=f"{side.label} has no field {name!r}",
                        advice=f"Did you mean {near[0]!r}?"
                        if near
                        else "Correct the name, or remove the rule.",
                    )
                )
    return found


def _read_only(rule: FieldRule, hub: tuple[Field, ...], crm: tuple[Field, ...]) -> list[Problem]:
    written = [*(hub if rule.direction is not Direction.TO_CRM else ())]
    written += crm if rule.direction is not Direction.TO_HUB else ()
    return [
        Problem(
            rule=rule.name,
            field=field.name,
            message=f"field {field.name!r} can only be read, but the rule writes it",
            advice=f'Say direction = "{"to_hub" if field in crm else "to_crm"}" for this rule.',
        )
        for field in written
        if field.read_only
    ] + [
        Problem(
            rule=rule.name,
            field=field.name,
            message=f"field {field.name!r} can only be written when a record is created",
            advice='Say policy = "create_only" for this rule, or direction = "to_hub".',
        )
        for field in written
        if field.once and rule.policy is not Policy.CREATE_ONLY
    ]


def _lens(rule: FieldRule, hub: tuple[Field, ...], crm: tuple[Field, ...]) -> list[Problem]:
    try:
        lens_for(rule, hub, crm)
    except MappingInvalid as error:
        return [Problem(rule=rule.name, field="", message=str(error), advice=error.advice)]
    return []


def _references(
    rule: FieldRule, hub: tuple[Field, ...], crm: tuple[Field, ...], objects: MappingOf[str, str] | None
) -> list[Problem]:
    if objects is None or len(hub) != 1 or len(crm) != 1:
        return []
    theirs, ours = crm[0].references, hub[0].references
    if ours is None or theirs is None:
        return []
    if ours not in objects:
        return [
            Problem(
                rule=rule.name,
                field=hub[0].name,
                message=f"field {hub[0].name!r} points at {ours!r}, which this connection does not map",
                advice=f"Add a mapping of {ours!r}, or remove the rule.",
            )
        ]
    if objects[ours] != theirs:
        return [
            Problem(
                rule=rule.name,
                field=crm[0].name,
                message=f"{hub[0].name!r} points at {ours!r} (in the CRM: {objects[ours]!r}), "
                f"{crm[0].name!r} points at {theirs!r}",
                advice="Choose the CRM field that points at the same object.",
            )
        ]
    return []


def _choices(rule: FieldRule, hub: tuple[Field, ...], crm: tuple[Field, ...]) -> list[Problem]:
    """Choices that the CRM's field does not list: this account may have renamed them, and refuses them if it is closed."""
    if len(crm) != 1 or not crm[0].choices or rule.direction is Direction.TO_HUB:
        return []
    sent = choices_sent(rule, hub, crm)
    offered = {choice.value for choice in crm[0].choices}
    unknown = list(dict.fromkeys(word for word in sent if word not in offered))
    if not unknown:
        return []
    name, named, more = crm[0].name, ", ".join(map(repr, unknown[:5])), len(unknown) - 5
    if crm[0].open:
        message = (
            f"field {name!r} does not list {named}{f' and {more} more' if more > 0 else ''}, "
            "but takes what it does not list"
        )
        advice = "Use the lens 'choice_map' with the CRM's own choices, unless such values are wanted there."
    else:
        message = f"field {name!r} does not offer {named}{f' and {more} more' if more > 0 else ''}"
        advice = "Use the lens 'choice_map' with the CRM's own choices, or add them in the CRM."
    return [Problem(rule=rule.name, field=crm[0].name, message=message, advice=advice, fatal=False)]


def choices_sent(rule: FieldRule, hub: tuple[Field, ...], crm: tuple[Field, ...]) -> list[str]:
    """The CRM's choices that a rule may send, as far as they are known beforehand."""
    if len(hub) != 1 or len(crm) != 1:
        return []
    if rule.lens == "choice_map":
        try:
            table, _ = choice_tables(Site(rule=rule, lens=rule.lens, hub=hub, crm=crm))
        except MappingInvalid:
            return []  # told as the lens's misfit already
        return list(table.values())
    if rule.lens in ("auto", "same") and hub[0].type in (FieldType.CHOICE, FieldType.MULTI_CHOICE):
        return [choice.value for choice in hub[0].choices]
    return []


def _kinds(mapping: Mapping, hub: Object) -> list[Problem]:
    """Kinds there are not, and kinds that could not be told apart, or would change."""
    field = hub.kind_field
    if field is None:
        message = f"{hub.label} comes in no kinds"
        return (
            [_of_kind(mapping.kinds[0], message, "Remove kinds from the mapping.")] if mapping.kinds else []
        )
    found = []
    for kind in mapping.kinds:
        if kind not in hub.kinds:
            near = get_close_matches(kind, hub.kinds, n=1)
            advice = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(hub.kinds)}."
            found.append(_of_kind(field, f"{hub.label} has no kind {kind!r}", advice))
    telling = [rule for rule in mapping.rules if field in rule.hub]
    found += [
        Problem(
            rule=rule.name,
            field=field,
            message=f"{field!r} tells the kinds of {hub.label} apart and cannot change",
            advice='Say policy = "create_only" for this rule.',
        )
        for rule in telling
        if rule.policy is not Policy.CREATE_ONLY
    ]
    if not telling and len(mapping.kinds or hub.kinds) > 1:
        advice = f"Add a rule for {field!r}, or name the only kind there is with kinds."
        found.append(
            _of_kind(field, f"nothing tells which kind of {hub.label} a record of the CRM is", advice)
        )
    return found


def _of_kind(field: str, message: str, advice: str) -> Problem:
    return Problem(rule="", field=field, message=message, advice=advice)


def left_out(
    mappings: Iterable[Mapping], hub: MappingOf[str, Object]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """The kinds of hub objects that a connection's mappings leave at home, by (connection, hub object)."""
    taken: dict[tuple[str, str], set[str]] = {}
    for one in mappings:
        if hub[one.hub_object].kinds:
            taken.setdefault((one.connection, one.hub_object), set()).update(
                one.kinds or hub[one.hub_object].kinds
            )
    rest = {key: tuple(kind for kind in hub[key[1]].kinds if kind not in some) for key, some in taken.items()}
    return {key: kinds for key, kinds in rest.items() if kinds}


def _written_twice(mapping: Mapping) -> list[Problem]:
    writers: dict[tuple[str, str], str] = {}
    found = []
    for rule in mapping.rules:
        sides = [("hub", name) for name in rule.hub if rule.direction is not Direction.TO_CRM]
        sides += [("CRM", name) for name in rule.crm if rule.direction is not Direction.TO_HUB]
        for side, name in sides:
            first = writers.setdefault((side, name), rule.name)
            if first != rule.name:
                found.append(
                    Problem(
                        rule=rule.name,
                        field=name,
                        message=f"{side} field {name!r} is written by rule {first!r} too",
                        advice="Let one rule write it: give the other one a direction, or remove it.",
                    )
                )
    return found


def _missing_required(mapping: Mapping, hub: Object, crm: Object) -> list[Problem]:
    found = []
    sides = (
        (hub, mapping.creates in (Creates.BOTH, Creates.HUB), Direction.TO_CRM, "hub"),
        (crm, mapping.creates in (Creates.BOTH, Creates.CRM), Direction.TO_HUB, "crm"),
    )
    for side, creates, away, word in sides:
        written = {
            name
            for rule in mapping.rules
            if rule.direction is not away
            for name in (rule.hub if word == "hub" else rule.crm)
        }
        if word == "hub" and len(mapping.kinds) == 1 and hub.kind_field is not None:
            written.add(hub.kind_field)
        for field in side.fields.values():
            if creates and field.required and not field.read_only and field.name not in written:
                other = "crm" if word == "hub" else "hub"
                found.append(
                    Problem(
                        rule="",
                        field=field.name,
                        message=f"{side.label} needs {field.name!r} to be created, but no rule writes it",
                        advice=f'Add a rule for it, or create no records there: creates = "{other}".',
                    )
                )
    return found


def _match_keys(mapping: Mapping, hub: Object) -> list[Problem]:
    readable = {name for rule in mapping.rules if rule.direction is not Direction.TO_CRM for name in rule.hub}
    found = []
    for entry in mapping.match:
        for name in entry:
            if name not in hub.fields:
                near = get_close_matches(name, list(hub.fields), n=1)
                message = f"match names {name!r}, which {hub.label} does not have"
                advice = f"Did you mean {near[0]!r}?" if near else "Correct the name in match."
            elif name not in readable:
                message = f"match names {name!r}, which no rule reads from the CRM"
                advice = "Add a rule for it, or match by another field."
            else:
                continue
            found.append(Problem(rule="", field=name, message=message, advice=advice))
        if all(name in hub.fields for name in entry) and not any(hub.fields[name].key for name in entry):
            found.append(
                Problem(
                    rule="",
                    field=entry[0],
                    message=f"match entry {' + '.join(entry)} holds no key field, so nothing can be looked up by it",
                    advice=f"Key fields of {hub.label} are: {', '.join(hub.keys) or 'none'}.",
                )
            )
    return found
