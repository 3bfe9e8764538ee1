"""crmsync mappings: which fields belong together, tried on real records before anything is written."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import Invalid
from daemon.cli.given import connect
from daemon.cli.output import AsJson, emit_json, say, shown, table

if TYPE_CHECKING:
    from core.wire.mappings import FindingWord, TryMapping
    from core.wire.words import WireValue

app = typer.Typer(
    help="Which fields belong together, tried on real records before anything is written.",
    no_args_is_help=True,
)

Connection = Annotated[str, typer.Argument(help="The connection.")]
CrmObject = Annotated[
    str | None, typer.Argument(metavar="OBJECT", help="Its object, by the CRM's name or the hub's.")
]
File = Annotated[
    Path | None, typer.Option("--file", help="A mapping file to take instead of the one in use.")
]
Samples = Annotated[int, typer.Option("--samples", min=1, max=500, help="The most records of each side.")]


@app.command("list")
def list_mappings(as_json: AsJson = False) -> None:
    """Every mapping in use."""
    with connect() as client:
        page = client.list_mappings()
    if as_json:
        emit_json(page)
        return
    table(
        ("CONNECTION", "CRM OBJECT", "HUB OBJECT", "RULES", "MATCH", "LINKS"),
        [
            (
                one.connection,
                one.crm_object,
                one.hub_object,
                str(len(one.rules)),
                ", ".join(" + ".join(entry) for entry in one.match) or "-",
                str(one.links),
            )
            for one in page.rows
        ],
        empty="There is no mapping. Draft one: crmsync mappings suggest CONNECTION OBJECT HUB_OBJECT",
    )


@app.command()
def show(connection: Connection, object: Annotated[str, typer.Argument()], as_json: AsJson = False) -> None:
    """A mapping in use, as its file is written."""
    with connect() as client:
        found = client.mapping_text(connection, object)
    if as_json:
        emit_json(found)
        return
    for line in found.text.splitlines():
        say(line)


@app.command()
def validate(
    connection: Connection,
    object: CrmObject = None,
    file: File = None,
    samples: Samples = 100,
    as_json: AsJson = False,
) -> None:
    """Hold a mapping against both schemas and try it on real records. Exit code 4 where something is wrong."""
    from daemon.cli.exits import ExitCode

    with connect() as client:
        found = client.validate_mapping(_asked(connection, object, file, samples))
    if as_json:
        emit_json(found)
    else:
        say(
            f"{found.connection}: {found.crm_object} <-> {found.hub_object}, tried on {found.crm_sampled} records of "
            f"the CRM and {found.hub_sampled} of the hub."
        )
        table(
            ("SEVERITY", "RULE", "FIELD", "RECORDS", "WHAT", "EXAMPLE", "ADVICE"),
            [
                (
                    one.severity,
                    one.rule or "-",
                    one.field or "-",
                    str(one.count or "-"),
                    one.message,
                    _example(one),
                    one.advice,
                )
                for one in found.findings
            ],
            empty="Nothing is wrong with it.",
        )
    if not found.sound:
        raise typer.Exit(ExitCode.ATTENTION)


@app.command()
def preview(
    connection: Connection,
    object: CrmObject = None,
    file: File = None,
    samples: Samples = 20,
    as_json: AsJson = False,
) -> None:
    """What conversion makes of real records, old -> new on either side. Writes nothing and decides nothing."""
    with connect() as client:
        page = client.preview_mapping(_asked(connection, object, file, samples))
    if as_json:
        emit_json(page)
        return
    table(
        ("CRM ID", "RECORD", "INTO", "FIELD", "OLD -> NEW"),
        [
            (
                one.crm_id or "(new)",
                one.record_id or "(new)",
                part.side,
                part.field,
                part.trouble or f"{shown(part.before)} -> {shown(part.after)}",
            )
            for one in page.rows
            for part in one.changes
        ],
        empty="Both sides say the same in every sampled record.",
    )


@app.command("test")
def run_examples(
    connection: Connection, object: CrmObject = None, file: File = None, as_json: AsJson = False
) -> None:
    """Run a mapping's saved examples. Exit code 4 where one fails."""
    from daemon.cli.exits import ExitCode

    with connect() as client:
        page = client.test_mapping(_asked(connection, object, file, 1))
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
def diff(
    connection: Connection,
    file: Annotated[Path, typer.Argument(help="The mapping file to compare with the one in use.")],
    as_json: AsJson = False,
) -> None:
    """What a mapping file would change about the mapping in use, rule by rule."""
    with connect() as client:
        page = client.diff_mapping(_asked(connection, None, file, 1))
    if as_json:
        emit_json(page)
        return
    table(
        ("RULE", "PART", "IN USE", "FILE"),
        [(one.rule or "-", one.part, one.before or "-", one.after or "-") for one in page.rows],
        empty="Nothing differs.",
    )


@app.command()
def export() -> None:
    """Every mapping in use as one text, to standard output: the same text for the same mappings."""
    from core.mapping_bundle import bundle
    from core.mapping_files import load_mapping

    with connect() as client:
        texts = [
            client.mapping_text(one.connection, one.crm_object).text for one in client.list_mappings().rows
        ]
    sys.stdout.write(bundle(load_mapping(text, "a mapping in use") for text in texts))


@app.command("import")
def import_bundle(
    bundle: Annotated[Path, typer.Argument(help="What `export` wrote.")],
    folder: Annotated[Path, typer.Option("--to", help="A new folder for the mapping files.")],
) -> None:
    """Write every mapping of a bundle as a file of its own into a new folder: all of them or none."""
    from core.mapping_bundle import unbundle
    from core.mapping_files import dump_mapping

    found = unbundle(_text_of(bundle), str(bundle))
    _write_folder(folder, {name: dump_mapping(one) for name, one in found.items()})
    say(f"{len(found)} mappings are in {folder}. Try each before it is used: crmsync mappings validate.")


@app.command()
def suggest(
    connection: Connection,
    object: Annotated[str, typer.Argument(help="The CRM's object.")],
    hub_object: Annotated[str, typer.Argument(help="The hub's object.")],
    write: Annotated[
        Path | None, typer.Option("--write", help="Write a draft of the mapping to this new file.")
    ] = None,
    samples: Samples = 50,
    as_json: AsJson = False,
) -> None:
    """Which fields belong together, how sure that is, and why."""
    with connect() as client:
        found = client.suggest_mapping(connection, object, hub_object, samples=samples)
    if write is not None:
        _write_new(write, found.draft)
    if as_json:
        emit_json(found)
        return
    table(
        ("HUB", "CRM", "SURE", "WHY"),
        [(one.hub, one.crm, f"{one.confidence:.0%}", "; ".join(one.reasons)) for one in found.pairs],
        empty="No two fields are alike enough.",
    )
    for name, why in found.alone_hub.items():
        say(f"{name} has no partner: {why}.")
    if found.alone_crm:
        say(f"Of the CRM's fields these have none: {', '.join(found.alone_crm)}.")
    if write is not None:
        say(f"A draft is in {write}. Try it: crmsync mappings validate {connection} --file {write}")


def _asked(connection: str, object: str | None, file: Path | None, samples: int) -> TryMapping:
    from core.wire.mappings import TryMapping

    text = None if file is None else _text_of(file)
    return TryMapping(connection=connection, crm_object=object, mapping=text, samples=samples)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"{path} cannot be read as text", advice="Name a mapping file in TOML.") from error


def _write_new(path: Path, text: str) -> None:
    """Never over a file that is there."""
    if not text:
        raise Invalid("there is nothing to write: no two fields can be mapped", advice="Map them by hand.")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise Invalid(f"{path} is there already", advice="Name a new file.") from error
    except OSError as error:
        raise Invalid(f"{path} cannot be written: {error.strerror}", advice="Name another file.") from error


def _write_folder(folder: Path, texts: dict[str, str]) -> None:
    """The folder appears whole, or not at all."""
    if folder.exists():
        raise Invalid(f"{folder} is there already", advice="Name a new folder.")
    try:
        with TemporaryDirectory(dir=folder.absolute().parent, prefix=f".{folder.name}-") as made:
            whole = Path(made) / "whole"
            whole.mkdir()
            for name, text in texts.items():
                (whole / f"{name}.toml").write_text(text, encoding="utf-8", newline="\n")
            whole.rename(folder)
    except OSError as error:
        raise Invalid(f"{folder} cannot be written: {error.strerror}", advice="Name another one.") from error


def _example(one: FindingWord) -> str:
    if not one.given:
        return "-"
    made = f" -> {_said(one.made)}" if one.made else ""
    return f"{_said(one.given)}{made}"


def _said(values: list[WireValue]) -> str:
    return " | ".join(shown(value) for value in values)
