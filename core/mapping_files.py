"""Mappings as files: read, written and checked. Layout of one file (`mappings/NAME.toml`):

connection = "hs"
hub_object = "contact"
crm_object = "contacts"
match = ["email", ["phone", "last_name"]]

[filter]
hub = 'stage != "lead"'
crm = 'lifecyclestage in ["customer", "evangelist"]'
leave = "pause"

[rules.email]
hub = "email"
crm = "email"
policy = "ask"

[rules.stage]
hub = "stage"
crm = "dealstage"
lens = "choice_map"
options = { new = "appointmentscheduled", "*" = "keep" }
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from core.errors import MappingInvalid
from core.mapping import (
    NO_FILTER,
    Brake,
    Creates,
    DeletePolicy,
    Direction,
    FieldRule,
    Filter,
    Leave,
    Mapping,
    Policy,
)
from core.toml_files import Table, every_file, parse, read_text

_KEYS: Final = frozenset(
    {
        "connection",
        "hub_object",
        "crm_object",
        "version",
        "delete_policy",
        "creates",
        "match",
        "kinds",
        "brake",
        "filter",
        "rules",
    }
)
_RULE_KEYS: Final = frozenset({"hub", "crm", "lens", "options", "direction", "policy"})
_BRAKE_KEYS: Final = frozenset({"share", "least", "most"})
_FILTER_KEYS: Final = frozenset({"hub", "crm", "leave"})
_NO_BRAKE: Final = Brake()


def load_mappings(folder: Path) -> tuple[Mapping, ...]:
    """Every mapping of a folder, by file name. Raises MappingInvalid, also where two files map the same object, or the
    same kind of one.
    """
    found: list[tuple[Path, Mapping]] = []

    def read(path: Path) -> None:
        mapping = load_mapping(read_text(path, MappingInvalid), str(path))
        for former, other in found:
            again = clash_of(mapping, other)
            if again:
                raise MappingInvalid(
                    f"{path} maps {again} of connection {mapping.connection!r} again",
                    advice=f"{former} maps it already; keep one of the two files.",
                )
        found.append((path, mapping))

    every_file(folder, read)
    return tuple(mapping for _, mapping in found)


def clash_of(one: Mapping, other: Mapping) -> str:
    """What two mappings would both write, in words; empty where they stay apart."""
    if one.connection != other.connection:
        return ""
    if one.crm_object == other.crm_object:
        return f"crm object {one.crm_object!r}"
    if one.hub_object != other.hub_object:
        return ""
    if not one.kinds or not other.kinds:
        return f"hub object {one.hub_object!r}"
    both = [kind for kind in one.kinds if kind in other.kinds]
    return f"kind {both[0]!r} of hub object {one.hub_object!r}" if both else ""


def default_mappings(
    resources: Path, system: str, connection: str, *, activities: bool = False
) -> tuple[Mapping, ...]:
    """The product's mappings for a CRM system, for the connection of that name, parents first.

    `activities` adds those of notes, calls, meetings and tasks, which cost a poll of their own each.
    """
    folder = resources / "mappings" / system
    found = load_mappings(folder) + (load_mappings(folder / "activities") if activities else ())
    order = {"company": 0, "contact": 1, "activity": 3}
    named = (replace(mapping, connection=connection) for mapping in found)
    return tuple(sorted(named, key=lambda mapping: order.get(mapping.hub_object, 2)))


def load_mapping(text: str, source: str) -> Mapping:
    """A mapping from its file's text. Raises MappingInvalid naming `source`, the key, and what is expected."""
    root = parse(text, source, MappingInvalid)
    root.only(_KEYS)
    brake = root.table("brake")
    brake.only(_BRAKE_KEYS)
    rules = tuple(_rule(table, name) for name, table in root.tables("rules").items())
    if not rules:
        root.fail("rules", "are missing", advice="Add a table such as [rules.email].")
    return Mapping(
        connection=_word(root, "connection"),
        hub_object=_word(root, "hub_object"),
        crm_object=_word(root, "crm_object"),
        rules=rules,
        match=_match(root),
        kinds=_kinds(root),
        delete_policy=root.choice("delete_policy", DeletePolicy, DeletePolicy.PROPOSE),
        creates=root.choice("creates", Creates, Creates.BOTH),
        brake=Brake(
            share=brake.share("share", _NO_BRAKE.share),
            least=brake.integer("least", _NO_BRAKE.least),
            most=brake.integer("most", _NO_BRAKE.most),
        ),
        filter=_filter(root.table("filter")),
        version=root.integer("version", 1, least=1),
    )


def _filter(table: Table) -> Filter:
    table.only(_FILTER_KEYS)
    found = Filter(
        hub=table.text("hub", "").strip(),
        crm=table.text("crm", "").strip(),
        leave=table.choice("leave", Leave, Leave.PAUSE),
    )
    if table.content and not (found.hub or found.crm):
        table.fail(
            "hub",
            "and crm are both empty",
            advice="Write a condition into one of them, or leave [filter] away.",
        )
    return found


def _rule(table: Table, name: str) -> FieldRule:
    table.only(_RULE_KEYS)
    options = table.table("options")
    hub, crm = table.names("hub", ()), table.names("crm")
    if not name or not crm or "" in hub + crm:
        table.fail("crm", "must name at least one field, and no name may be empty")
    if len(set(hub)) < len(hub) or len(set(crm)) < len(crm):
        table.fail("crm" if len(set(hub)) == len(hub) else "hub", "names a field twice")
    return FieldRule(
        name=name,
        hub=hub,
        crm=crm,
        lens=table.text("lens", "auto"),
        options=MappingProxyType({key: options.text(key) for key in options.content}),
        direction=table.choice("direction", Direction, Direction.BOTH),
        policy=table.choice("policy", Policy, Policy.ASK),
    )


def _word(root: Table, name: str) -> str:
    found = root.text(name)
    return found if found.strip() else root.fail(name, "must not be empty")


def _kinds(root: Table) -> tuple[str, ...]:
    found = root.names("kinds", ())
    if len(set(found)) < len(found) or "" in found:
        root.fail("kinds", "must name each kind once, none of them empty")
    return found


def _match(root: Table) -> tuple[tuple[str, ...], ...]:
    entries = root.content.get("match", [])
    if not isinstance(entries, list):
        root.fail(
            "match", "must be a list", advice='Write it like match = ["email", ["phone", "last_name"]].'
        )
    made = []
    for entry in entries:
        names = (entry,) if isinstance(entry, str) else entry
        if (
            not isinstance(names, list | tuple)
            or not names
            or not all(isinstance(one, str) and one for one in names)
        ):
            root.fail("match", "must hold hub field names, or lists of those that must all agree")
        made.append(tuple(names))
    return tuple(made)


def dump_mapping(mapping: Mapping) -> str:
    """The file's text, the same for equal mappings; what has its default value is left out. Reads back equal."""
    head = [
        f"connection = {_quoted(mapping.connection)}",
        f"hub_object = {_quoted(mapping.hub_object)}",
        f"crm_object = {_quoted(mapping.crm_object)}",
    ]
    if mapping.version != 1:
        head.append(f"version = {mapping.version}")
    if mapping.delete_policy is not DeletePolicy.PROPOSE:
        head.append(f"delete_policy = {_quoted(mapping.delete_policy.value)}")
    if mapping.creates is not Creates.BOTH:
        head.append(f"creates = {_quoted(mapping.creates.value)}")
    if mapping.match:
        head.append(f"match = [{', '.join(_names(entry) for entry in mapping.match)}]")
    if mapping.kinds:
        head.append(f"kinds = {_names(mapping.kinds)}")
    blocks = [head]
    if mapping.brake != _NO_BRAKE:
        brake = mapping.brake
        blocks.append(
            ["[brake]", f"share = {brake.share!r}", f"least = {brake.least}", f"most = {brake.most}"]
        )
    if mapping.filter != NO_FILTER:
        sides = (("hub", mapping.filter.hub), ("crm", mapping.filter.crm))
        lines = [f"{name} = {_condition(text)}" for name, text in sides if text]
        lines += [f"leave = {_quoted(mapping.filter.leave.value)}"] * (
            mapping.filter.leave is not Leave.PAUSE
        )
        blocks.append(["[filter]", *lines])
    blocks.extend(_rule_lines(rule) for rule in mapping.rules)
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _rule_lines(rule: FieldRule) -> list[str]:
    lines = [f"[rules.{_key(rule.name)}]", f"hub = {_names(rule.hub)}", f"crm = {_names(rule.crm)}"]
    if rule.lens != "auto":
        lines.append(f"lens = {_quoted(rule.lens)}")
    if rule.direction is not Direction.BOTH:
        lines.append(f"direction = {_quoted(rule.direction.value)}")
    if rule.policy is not Policy.ASK:
        lines.append(f"policy = {_quoted(rule.policy.value)}")
    if rule.options:
        lines.append("")
        lines.append(f"[rules.{_key(rule.name)}.options]")
        lines.extend(f"{_key(name)} = {_quoted(text)}" for name, text in rule.options.items())
    return lines


def _names(names: Iterable[str]) -> str:
    quoted = [_quoted(name) for name in names]
    return quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("_", "a").replace("-", "a").isalnum()
    return name if bare else _quoted(name)


def _condition(text: str) -> str:
    """As a literal string where it can be one: conditions are full of quotes."""
    plain = "'" not in text and all(
        " " <= letter != "\x7f" and not "\ud800" <= letter <= "\udfff" for letter in text
    )
    return f"'{text}'" if plain else _quoted(text)


def _quoted(text: str) -> str:
    """A TOML basic string; everything a line could trip over is escaped."""
    letters = []
    for letter in text:
        if letter in '"\\':
            letters.append(f"\\{letter}")
        elif letter < " " or letter == "\x7f":
            letters.append(f"\\u{ord(letter):04x}")
        elif "\ud800" <= letter <= "\udfff":
            raise MappingInvalid(
                "a name or option holds half of a surrogate pair", advice="Write valid Unicode text."
            )
        else:
            letters.append(letter)
    return f'"{"".join(letters)}"'
