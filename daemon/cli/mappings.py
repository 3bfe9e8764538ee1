"""crmsync mappings: suggested, tried before they are used, kept in versions, carried to other accounts."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import Invalid, NotFound
from daemon.cli.given import connect
from daemon.cli.output import AsJson, emit_json, moment, say, shown, table

if TYPE_CHECKING:
    from core.wire.client import Client
    from core.wire.laboratory import TouchedWord, VersionWord

app = typer.Typer(
    help="Mapping files: suggest, validate, try, versions, other accounts.", no_args_is_help=True
)

Connection = Annotated[str, typer.Argument(help="The connection's name.")]
Object = Annotated[str, typer.Argument(help="The CRM's object, such as contacts or Account.")]
File = Annotated[Path | None, typer.Option("--file", help="A mapping file to try instead of the one in use.")]
Samples = Annotated[
    int, typer.Option("--samples", min=1, max=500, help="How many records of each side to look at.")
]


@app.command("list")
def list_files(as_json: AsJson = False) -> None:
    """Every mapping file: in use, or refused and why."""
    with connect() as client:
        page = client.list_mapping_files()
    if as_json:
        emit_json(page)
        return
    table(
        ("FILE", "CONNECTION", "HUB", "CRM", "STATE"),
        [
            (one.name, one.connection or "-", one.hub_object or "-", one.crm_object or "-", one.state)
            for one in page.rows
        ],
        empty="There is no mapping file; crmsync mappings suggest makes a draft of one.",
    )
    for one in page.rows:
        if one.state == "refused":
            say(f"{one.name}: {one.reason}\n  {one.advice}")


@app.command()
def show(connection: Connection, object: Object) -> None:
    """The mapping in use, as its file is written."""
    with connect() as client:
        say_text(_in_use(client, connection, object))


@app.command()
def reload(as_json: AsJson = False) -> None:
    """Read all mapping files again; it happens by itself when one is saved."""
    with connect() as client:
        found = client.reload_mappings()
    emit_json(found) if as_json else _tell(found)


@app.command("new-field")
def new_field(
    connection: Connection,
    object: Object,
    label: Annotated[str, typer.Argument(help="What people call it, such as 'Customer since'.")],
    type: Annotated[
        str, typer.Option("--type", help="text, long_text, number, money, bool, date, choice, ...")
    ] = "text",
    choice: Annotated[
        list[str] | None, typer.Option("--choice", help="A choice's label; once for each.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Make it without being asked.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make a field in the CRM, after a look at what it would be there."""
    with connect() as client:
        told = client.new_crm_field(connection, object, label, type, choices=choice or (), preview=True)
        if not as_json:
            named = told.name or "with a name that the CRM gives it"
            say(
                f"In {connection}, on {object}: {told.label!r}, {named}, of type {told.kind}. It takes {told.right}."
            )
        if not yes and not typer.confirm("Make it?", err=True):
            raise typer.Exit(1)
        made = client.new_crm_field(connection, object, label, type, choices=choice or ())
    emit_json(made) if as_json else say(f"Made: {made.name}. Map it in the mapping of {object}.")


@app.command()
def validate(
    connection: Connection, object: Object, file: File = None, samples: Samples = 50, as_json: AsJson = False
) -> None:
    """Hold a mapping against both sides as they are now, and against real records. Exit with 4 where something is wrong."""
    from daemon.cli.exits import ExitCode

    with connect() as client:
        found = client.validate_mapping(connection, object, _text_of(file), samples=samples)
    if as_json:
        emit_json(found)
    else:
        say(
            f"{found.connection} {found.crm_object}: tried on {found.records} records there and {found.hub_records} here."
        )
        for key in found.keys:
            say(
                f"Match key {' + '.join(key.key)}: all {key.records} records here that have it compared, {key.shared} share "
                f"it; there, {key.linked} are linked to these and {key.sampled} were sampled."
            )
        table(
            ("LEVEL", "RULE", "WHAT", "WHAT TO DO"),
            [(one.level, one.rule or "-", one.message, one.advice) for one in found.findings],
            empty="Nothing speaks against it.",
        )
    if any(one.level == "error" for one in found.findings):
        raise typer.Exit(ExitCode.ATTENTION)


@app.command()
def preview(
    connection: Connection, object: Object, file: File = None, samples: Samples = 5, as_json: AsJson = False
) -> None:
    """What some records would be on the other side. Nothing is written."""
    with connect() as client:
        page = client.preview_mapping(connection, object, _text_of(file), samples=samples)
    if as_json:
        emit_json(page)
        return
    for one in page.rows:
        say(f"{one.id} {'would be in the hub' if one.towards == 'to_hub' else 'would be in the CRM'}:")
        if one.left_out:
            say(f"  it is left out: {one.left_out}")
        for name, value in one.values.items():
            if value is not None:
                say(f"  {name} = {shown(value)}")
        for rule, why in one.refused.items():
            say(f"  {rule}: refused: {why}")
        for rule, why in one.unfit.items():
            say(f"  {rule}: does not fit there: {why}")
        for rule, why in one.lost.items():
            say(f"  {rule}: does not come back the same: {why}")
    if not page.rows:
        say("There is no record to try it on.")


@app.command("test")
def run_examples(connection: Connection, object: Object, file: File = None, as_json: AsJson = False) -> None:
    """Run a mapping's saved examples. Exit with 4 where one fails."""
    from daemon.cli.exits import ExitCode

    with connect() as client:
        page = client.test_mapping(connection, object, _text_of(file))
    if as_json:
        emit_json(page)
    else:
        table(
            ("EXAMPLE", "GIVEN", "RESULT", "WHY"),
            [
                (one.name, one.given, "passed" if one.passed else "failed", one.trouble or "-")
                for one in page.rows
            ],
            empty="It has no examples. Save some in the folder mappings/examples.",
        )
    if not all(one.passed for one in page.rows):
        raise typer.Exit(ExitCode.ATTENTION)


@app.command()
def suggest(
    connection: Connection,
    object: Object,
    hub_object: Annotated[str, typer.Argument(help="The hub's object, such as contact.")],
    write: Annotated[
        Path | None, typer.Option("--write", help="Write a draft of a mapping into this new file.")
    ] = None,
    samples: Samples = 50,
    as_json: AsJson = False,
) -> None:
    """Which fields belong together, how sure that is, and why."""
    with connect() as client:
        found = client.suggest_mapping(connection, object, hub_object, samples=samples)
    if as_json:
        emit_json(found)
    else:
        table(
            ("CRM", "HUB", "SURE", "WHY"),
            [(one.crm, one.hub, f"{one.confidence:.0%}", "; ".join(one.reasons)) for one in found.pairs],
            empty="No two fields are alike enough.",
        )
        if found.alone_hub:
            say(f"Without a partner here: {', '.join(found.alone_hub)}.")
        if found.alone:
            say(f"Without a partner there: {', '.join(sorted(found.alone))}.")
    if write is not None:
        if not found.text:
            raise Invalid("there is no pair to write", advice="Write the mapping by hand.")
        _write_new(write, found.text)
        say(f"Wrote {write}. Next: crmsync mappings validate {connection} {object} --file {write}")


@app.command()
def history(connection: Connection, object: Object, as_json: AsJson = False) -> None:
    """Every version that was in use."""
    with connect() as client:
        page = client.list_mapping_versions(connection, object)
    if as_json:
        emit_json(page)
        return
    table(
        ("VERSION", "SINCE", "BY", "DIGEST"),
        [(str(one.n), moment(one.at), one.by, one.digest) for one in page.rows],
        empty="No version is known.",
    )


@app.command()
def diff(
    connection: Connection,
    object: Object,
    old: Annotated[int, typer.Argument(help="A version's number.")],
    new: Annotated[int | None, typer.Argument(help="Another's; without it, the newest.")] = None,
) -> None:
    """What differs between two versions, line by line."""
    with connect() as client:
        rows = client.list_mapping_versions(connection, object).rows
    one, other = _version(rows, old), _version(rows, new) if new is not None else rows[-1]
    lines = difflib.unified_diff(
        one.text.splitlines(), other.text.splitlines(), f"version {one.n}", f"version {other.n}", lineterm=""
    )
    text = "\n".join(lines)
    say_text(text) if text else say("They are the same.")


@app.command()
def revert(connection: Connection, object: Object, version: int, as_json: AsJson = False) -> None:
    """Put a former version in use again; the one in use now stays in the history."""
    with connect() as client:
        found = client.revert_mapping(connection, object, version)
    emit_json(found) if as_json else _tell(found)


@app.command()
def export(folder: Annotated[Path, typer.Argument(help="A folder to write the files into.")]) -> None:
    """Write every mapping in use into a folder, the same text for equal mappings."""
    with connect() as client:
        rows = [one for one in client.list_mapping_files().rows if one.text is not None]
    folder.mkdir(parents=True, exist_ok=True)
    for one in rows:
        (folder / one.name).write_text(one.text or "", encoding="utf-8")
    say(f"Wrote {len(rows)} mappings to {folder}.")


@app.command("import")
def import_(files: Annotated[list[Path], typer.Argument(min=1)], as_json: AsJson = False) -> None:
    """Put mapping files in use: all of them, or none where one would be refused."""
    texts = {path.name: _text_of(path) or "" for path in files}
    with connect() as client:
        found = client.write_mapping_files(texts)
    emit_json(found) if as_json else _tell(found)


@app.command()
def promote(
    source: Annotated[str, typer.Option("--from", help="The connection whose mappings are carried over.")],
    target: Annotated[str, typer.Option("--to", help="Another connection to the same kind of CRM.")],
    folder: Annotated[
        Path | None, typer.Option("--write", help="A folder to write the mappings into.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Mappings for another account, ids found again by what people call them. Exit with 4 where something is missing."""
    from daemon.cli.exits import ExitCode

    with connect() as client:
        page = client.promote_mappings(source, target)
    if as_json:
        emit_json(page)
    for one in page.rows:
        if folder is not None and one.text:
            path = folder / f"{target}-{one.crm_object}.toml"
            _write_new(path, one.text)
            say(f"Wrote {path}.")
        if not as_json:
            table(
                ("RULE", f"{one.crm_object} LACKS", "WHAT TO DO"),
                [(each.rule, each.what, each.advice) for each in one.missing],
                empty=f"{one.crm_object}: everything is there.",
            )
    if any(one.missing for one in page.rows):
        raise typer.Exit(ExitCode.ATTENTION)


def say_text(text: str) -> None:
    for line in text.splitlines():
        say(line)


def _in_use(client: Client, connection: str, object: str) -> str:
    for one in client.list_mapping_files().rows:
        if one.connection == connection and object in (one.crm_object, one.hub_object) and one.text:
            return one.text
    raise NotFound(
        f"{connection!r} has no mapping of {object!r}", advice="crmsync mappings list shows those there are."
    )


def _version(rows: list[VersionWord], n: int) -> VersionWord:
    for one in rows:
        if one.n == n:
            return one
    raise NotFound(f"there is no version {n}", advice="crmsync mappings history lists them.")


def _tell(found: TouchedWord) -> None:
    from daemon.cli.exits import ExitCode

    say(f"In use: {', '.join(found.connections)} changed." if found.connections else "Nothing changed.")
    for one in found.refused:
        say(f"{one.name} is refused: {one.reason}\n  {one.advice}")
    if found.refused:
        raise typer.Exit(ExitCode.ATTENTION)


def _text_of(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"{path} cannot be read as text", advice="Name a mapping file in TOML.") from error


def _write_new(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise Invalid(f"{path} exists", advice="Name a new file; nothing was overwritten.") from error
