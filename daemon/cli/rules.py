"""crmsync rules: what settles values that both sides changed, tried on the past before it is saved."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import Invalid, RulesInvalid
from daemon.cli.given import connect, time_given
from daemon.cli.output import AsJson, clean, emit_json, moment, say, shown, table

if TYPE_CHECKING:
    from core.rules import RuleBook
    from core.wire.client import Client
    from core.wire.models import ConflictRuleWord, ReplayWord

app = typer.Typer(no_args_is_help=True, help="Rules for values that both sides changed.")

Yes = Annotated[
    bool, typer.Option("--yes", help="Save without showing what would change, and without asking.")
]
Conflicts = Annotated[
    int, typer.Option("--conflicts", min=0, max=5_000, help="Try them on so many conflicts.")
]
Since = Annotated[
    str | None, typer.Option("--since", help="And on what was decided by itself since then, as 30d.")
]
DAY_MS = 86_400_000


@app.command("list")
def list_rules(as_json: AsJson = False) -> None:
    """Every rule in the order of asking, the built-in ones last."""
    with connect() as client:
        found = client.rules()
    if as_json:
        emit_json(found)
        return
    table(
        ("NR", "NAME", "ACTION", "CONNECTION", "OBJECT", "FIELD", "UNTIL", "STATE"),
        [
            (
                str(at),
                one.name,
                one.action,
                one.connection or "any",
                one.object or "any",
                one.field or ", ".join(one.types) or "any",
                moment(one.until),
                _state(one),
            )
            for at, one in enumerate(found.rules)
        ],
        empty="There is no rule.",
    )
    if found.trouble:
        say(f"The file is not in force as it is: {found.trouble}")


def _state(one: ConflictRuleWord) -> str:
    if not one.enabled:
        return "off"
    return "built in" if one.built_in else "in force" if one.in_force else "ended"


@app.command("show")
def show_rule(
    name: Annotated[str | None, typer.Argument(help="One rule; the whole file without it.")] = None,
    as_json: AsJson = False,
) -> None:
    """One rule, or the file as it is in force."""
    with connect() as client:
        found = client.rules()
    if name is None:
        if as_json:
            emit_json(found)
        else:
            for line in found.text.splitlines():
                say(line)
        return
    one = next((rule for rule in found.rules if rule.name == name), None)
    if one is None:
        raise Invalid(f"there is no rule {name!r}", advice="crmsync rules list shows those there are.")
    if as_json:
        emit_json(one)
        return
    parts = [(key, shown(value)) for key, value in one.model_dump().items() if value not in ("", [], None)]
    table(("PART", "VALUE"), [(key, str(value)) for key, value in parts], empty="")


@app.command("add")
def add_rule(
    name: Annotated[str | None, typer.Argument(help="A name for it; not with --file.")] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", help="Add the rules of this TOML file, or replace those of its names."),
    ] = None,
    action: Annotated[
        str,
        typer.Option(help="Such as newest, hub, crm, sources, never_blank, union, merge_text, expression."),
    ] = "",
    connection: Annotated[str, typer.Option(help="Only at this connection.")] = "",
    object: Annotated[str, typer.Option(help="Only for this hub object.")] = "",
    field: Annotated[
        str, typer.Option(help="Only for this hub field: asked before the mapping's own policy.")
    ] = "",
    type: Annotated[list[str] | None, typer.Option(help="Only for fields of this type.")] = None,
    when: Annotated[str, typer.Option(help="A CEL condition.")] = "",
    source: Annotated[
        list[str] | None, typer.Option(help="For sources, in order: person, connection:hs, ...")
    ] = None,
    expression: Annotated[str, typer.Option(help="For expression: CEL over hub, crm, base.")] = "",
    words: Annotated[bool, typer.Option("--words", help="For merge_text: word by word.")] = False,
    days: Annotated[int | None, typer.Option(min=1, help="End it after so many days.")] = None,
    at: Annotated[
        int | None, typer.Option(min=0, help="Its place in the order, from 0; last if not given.")
    ] = None,
    note: Annotated[str, typer.Option(help="What it is for.")] = "",
    conflicts: Conflicts = 500,
    since: Since = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Add a rule or replace the one of its name: first shows what it would have changed."""
    from core.rules import Action, ConflictRule, Grain
    from core.schema import FieldType

    if (file is None) == (name is None):
        raise Invalid("give a name, or --file", advice="See crmsync rules add --help.")
    with connect() as client:
        book = _book(client)
        if file is not None:
            for one in _read(file).rules:
                book = book.added(one, at=at)
                at = at + 1 if at is not None else None
        else:
            try:
                made = ConflictRule(
                    name=name or "",
                    action=Action(action),
                    connection=connection,
                    object=object,
                    field=field,
                    types=tuple(FieldType(one) for one in type or ()),
                    when=when,
                    sources=tuple(source or ()),
                    expression=expression,
                    grain=Grain.WORDS if words else Grain.LINES,
                    until=time.time_ns() // 1_000_000 + days * DAY_MS if days is not None else None,
                    note=note,
                )
            except ValueError as unknown:
                known = ", ".join(one.value for one in Action)
                raise Invalid(str(unknown), advice=f"Actions are {known}.") from unknown
            book = book.added(made, at=at)
        _save(client, book, conflicts=conflicts, since=since, yes=yes, as_json=as_json)


@app.command("remove")
def remove_rule(
    name: str, conflicts: Conflicts = 500, since: Since = None, yes: Yes = False, as_json: AsJson = False
) -> None:
    """Remove a rule; shows first what would come out otherwise."""
    with connect() as client:
        book = _book(client).without(name)
        _save(client, book, conflicts=conflicts, since=since, yes=yes, as_json=as_json)


@app.command("enable")
def enable_rule(
    name: str, conflicts: Conflicts = 500, since: Since = None, yes: Yes = False, as_json: AsJson = False
) -> None:
    """Switch a rule on."""
    with connect() as client:
        book = _book(client).switched(name, enabled=True)
        _save(client, book, conflicts=conflicts, since=since, yes=yes, as_json=as_json)


@app.command("disable")
def disable_rule(
    name: str, conflicts: Conflicts = 500, since: Since = None, yes: Yes = False, as_json: AsJson = False
) -> None:
    """Switch a rule off; it stays in the file."""
    with connect() as client:
        book = _book(client).switched(name, enabled=False)
        _save(client, book, conflicts=conflicts, since=since, yes=yes, as_json=as_json)


@app.command("move")
def move_rule(
    name: str,
    to: Annotated[int, typer.Argument(min=0, help="Its new place, from 0.")],
    conflicts: Conflicts = 500,
    since: Since = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Ask a rule earlier or later."""
    with connect() as client:
        book = _book(client).moved(name, to)
        _save(client, book, conflicts=conflicts, since=since, yes=yes, as_json=as_json)


@app.command("from-conflict")
def from_conflict(
    id: str,
    hub: Annotated[bool, typer.Option("--hub", help="Keep the hub's side of all alike.")] = False,
    crm: Annotated[bool, typer.Option("--crm", help="Take the CRM's side of all alike.")] = False,
    days: Annotated[int, typer.Option(min=1, max=366, help="For so long.")] = 30,
    conflicts: Conflicts = 500,
    since: Since = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Settle all alike in future: same connection, object and field. The conflict itself stays open."""
    if hub == crm:
        raise Invalid("choose one side", advice="Give --hub or --crm.")
    with connect() as client:
        draft = client.rule_from_conflict(id, "hub" if hub else "crm", days=days)
        book = _parsed(draft.text)
        _save(client, book, conflicts=conflicts, since=since, yes=yes, as_json=as_json, digest=draft.digest)


@app.command("replay")
def replay_rules(
    file: Annotated[Path | None, typer.Argument(help="Rules to try; those in force without it.")] = None,
    conflicts: Conflicts = 500,
    since: Since = None,
    as_json: AsJson = False,
) -> None:
    """What rules would have made of the past: every case that would come out otherwise. Changes nothing."""
    with connect() as client:
        text = _read_text(file) if file is not None else None
        made = client.replay_rules(text, conflicts=conflicts, since=time_given(since))
    if as_json:
        emit_json(made)
    else:
        _show(made, every=True)


@app.command("reload")
def reload_rules(as_json: AsJson = False) -> None:
    """Take rules.toml as it was edited; where it is wrong the former rules stay, and the reason is told."""
    with connect() as client:
        found = client.reload_rules()
    emit_json(found) if as_json else say(f"{len(found.rules)} rules are in force ({found.digest}).")


# saving -------------------------------------------------------------------------------------------------------------------
def _save(
    client: Client,
    book: RuleBook,
    *,
    conflicts: int,
    since: str | None,
    yes: bool,
    as_json: bool,
    digest: str | None = None,
) -> None:
    from core.rule_files import dump_rules

    text, seen = dump_rules(book), digest or client.rules().digest
    if not yes:
        made = client.replay_rules(text, conflicts=conflicts, since=time_given(since))
        if not as_json:
            _show(made, every=False)
        if not sys.stdin.isatty():
            raise Invalid(
                "nobody is here to ask whether to save this", advice="Give --yes to save without being asked."
            )
        if not typer.confirm("Save these rules?"):
            say("Nothing was saved.")
            return
    saved = client.save_rules(text, seen)
    emit_json(saved) if as_json else say(f"Saved: {len(saved.rules)} rules are in force ({saved.digest}).")


def _show(made: ReplayWord, *, every: bool) -> None:
    rows = [one for one in made.changes if every or one.is_new]
    table(
        ("WHEN", "RECORD", "FIELD", "CONNECTION", "WAS", "WOULD BE", "BY RULE", "VALUE"),
        [
            (
                moment(one.at),
                one.record_id,
                f"{one.object}.{one.field}",
                one.connection,
                f"{one.was} ({one.by})" if one.by else one.was,
                one.would,
                one.rule or "-",
                one.problem or "; ".join(shown(value) for value in one.values) or "-",
            )
            for one in rows
        ],
        empty="Nothing would come out otherwise.",
    )
    outcomes = ", ".join(f"{count} {word}" for word, count in made.outcomes.items()) or "none"
    say(
        f"Of {made.looked_at} cases {made.changed} would come out otherwise than they did, {made.new} of them by this "
        f"change; {made.disagreeing} otherwise than a person decided. Outcomes: {outcomes}."
    )
    if made.skipped:
        say(
            f"{made.skipped} more cannot be tried: deletes, references, or fields and connections that are gone."
        )


def _book(client: Client) -> RuleBook:
    return _parsed(client.rules().text)


def _parsed(text: str) -> RuleBook:
    from core.rule_files import load_rules

    return load_rules(text, "the rules in force")


def _read(file: Path) -> RuleBook:
    from core.rule_files import load_rules

    return load_rules(_read_text(file), clean(str(file)))


def _read_text(file: Path) -> str:
    from core.toml_files import read_text

    return read_text(file, RulesInvalid)
