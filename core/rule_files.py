"""Rules as a file: read, written and checked. Layout of `rules.toml`, beside the mappings; the order is the order of asking:

defaults = true

[rules.sales-owns-stage]
action = "sources"
object = "deal"
field = "stage"
sources = ["person", "connection:sf", "connection:hs"]

[rules.longer-note]
action = "expression"
field = "description"
when = "record.lifecycle != 'customer'"
expression = "size(hub) >= size(crm) ? hub : crm"
until = "2026-12-31T00:00:00.000Z"
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from core.errors import ExpressionInvalid, RulesInvalid, TransformError
from core.expressions import MAX_SOURCE
from core.rules import Action, ConflictRule, Grain, RuleBook
from core.ruling import Case, condition, formula
from core.schema import Field, FieldType, Object
from core.toml_files import Table, parse
from core.values import canonical, from_epoch_ms, to_epoch_ms

FILE: Final = "rules.toml"
MOST_RULES: Final = 500
_KEYS: Final = frozenset(
    """
    action connection object field types when sources expression grain until enabled note
    """.split()
)


def load_rules(text: str, source: str) -> RuleBook:
    """Raises RulesInvalid naming the rule and the key."""
    root = parse(text, source, RulesInvalid)
    root.only({"defaults", "rules"})
    tables = root.tables("rules")
    if len(tables) > MOST_RULES:
        root.fail("rules", f"are more than {MOST_RULES}")
    return RuleBook(
        rules=tuple(_rule(name, table) for name, table in tables.items()),
        defaults=root.boolean("defaults", True),
    )


def _rule(name: str, table: Table) -> ConflictRule:
    table.only(_KEYS)
    for key in ("when", "expression"):
        if len(table.text(key, "")) > MAX_SOURCE:
            table.fail(key, f"is longer than {MAX_SOURCE} characters")
    known = {one.value: one for one in FieldType}
    types = table.names("types", ())
    for one in types:
        if one not in known:
            table.fail("types", f"names {one!r}; there are {', '.join(known)}")
    until = table.text("until", "")
    try:
        moment = canonical(FieldType.DATETIME, until) if until else None
    except TransformError:
        table.fail("until", 'must be a time such as "2026-12-31T00:00:00.000Z"')
    return ConflictRule(
        name=name,
        action=table.choice("action", Action),
        connection=table.text("connection", ""),
        object=table.text("object", ""),
        field=table.text("field", ""),
        types=tuple(known[one] for one in types),
        when=table.text("when", ""),
        sources=table.names("sources", ()),
        expression=table.text("expression", ""),
        grain=table.choice("grain", Grain, Grain.LINES),
        until=to_epoch_ms(moment) if isinstance(moment, str) else None,
        enabled=table.boolean("enabled", True),
        note=table.text("note", ""),
    )


def dump_rules(book: RuleBook) -> str:
    """The file's text, the same for equal books; what has its default value is left out. Reads back equal."""
    blocks = [[f"defaults = {'true' if book.defaults else 'false'}"]]
    for rule in book.rules:
        lines = [f"[rules.{_quoted(rule.name)}]", f"action = {_quoted(rule.action.value)}"]
        lines += [
            f"{key} = {_quoted(value)}"
            for key, value in (
                ("connection", rule.connection),
                ("object", rule.object),
                ("field", rule.field),
                ("when", rule.when),
                ("expression", rule.expression),
                ("note", rule.note),
            )
            if value
        ]
        if rule.types:
            lines.append(f"types = {_list([one.value for one in rule.types])}")
        if rule.sources:
            lines.append(f"sources = {_list(rule.sources)}")
        if rule.grain is not Grain.LINES:
            lines.append(f"grain = {_quoted(rule.grain.value)}")
        if rule.until is not None:
            lines.append(f"until = {_quoted(from_epoch_ms(rule.until))}")
        if not rule.enabled:
            lines.append("enabled = false")
        blocks.append(lines)
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def check_rules(book: RuleBook, hub: Mapping[str, Object], fields: frozenset[str] = frozenset()) -> None:
    """That every rule names what is there, and every expression can be compiled where it may be asked.

    `fields` are the names of the mappings' own rules, by which a rule may be scoped too. Raises RulesInvalid.
    """
    for rule in book.rules:
        _check(rule, hub, fields)


def _check(rule: ConflictRule, hub: Mapping[str, Object], names: frozenset[str]) -> None:
    if rule.object and rule.object not in hub:
        raise RulesInvalid(
            f"rule {rule.name!r} names hub object {rule.object!r}, which does not exist",
            advice=f"Hub objects are {', '.join(sorted(hub))}.",
        )
    objects = [hub[rule.object]] if rule.object else list(hub.values())
    known = {name for one in objects for name in one.fields}
    if rule.field and rule.field not in known | names:
        near = get_close_matches(rule.field, sorted(known | names), n=1)
        raise RulesInvalid(
            f"rule {rule.name!r} names field {rule.field!r}, which is not there",
            advice=f"Did you mean {near[0]!r}?" if near else "Name a hub field, or a rule of a mapping.",
        )
    if not rule.when and not rule.expression:
        return
    faults: list[ExpressionInvalid] = []
    fitting = 0
    for case in _cases(rule, objects):
        try:
            if rule.when:
                condition(rule, case)
            if rule.expression:
                formula(rule, case)
            fitting += 1
        except ExpressionInvalid as fault:
            faults.append(fault)
    if faults and (rule.field or not fitting):
        raise RulesInvalid(f"rule {rule.name!r}: {faults[0]}", advice=faults[0].advice) from faults[0]


def _cases(rule: ConflictRule, objects: list[Object]) -> Iterator[Case]:
    """Every field the rule may be asked about, as an empty case."""
    for object in objects:
        for field in object.fields.values():
            if rule.field in ("", field.name) and (not rule.types or field.type in rule.types):
                yield _empty(object, field)


def _empty(object: Object, field: Field) -> Case:
    return Case(
        connection="",
        object=object.name,
        rule=field.name,
        fields=(field,),
        hub=(None,),
        crm=(None,),
        schema=object.fields,
    )


def _list(words: tuple[str, ...] | list[str]) -> str:
    return f"[{', '.join(map(_quoted, words))}]"


def _quoted(text: str) -> str:
    """A TOML basic string. Raises RulesInvalid where the text is not valid Unicode."""
    try:
        text.encode()
    except UnicodeEncodeError as broken:
        raise RulesInvalid(
            "a rule holds half of a surrogate pair", advice="Write valid Unicode text."
        ) from broken
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
