"""The documents tell the truth: what they name exists, and what exists and concerns a reader is named."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from typer.main import get_command

from core.conflicts import ItemKind
from core.crm_systems import System
from core.errors import CrmSyncError
from core.hub_schema import load_hub_objects
from core.mapping import Creates, DeletePolicy, Direction, Leave, Policy
from core.mapping_files import default_mappings
from core.schema import FieldType
from core.settings import Settings, read_settings
from core.standing import Hold
from core.transforms import lenses
from daemon.cli.root import app
from daemon.from_settings import UNPUSHED_POLL_S
from daemon.health import ConnectionState

REPOSITORY = Path(__file__).resolve().parents[1]
PARTS = ["Why", "Do", "Lost"]
PRODUCT = ("core", "adapters", "daemon", "gui")
DOCUMENTS = (
    "README.md",
    "CHANGELOG.md",
    *sorted(path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "docs").rglob("*.md")),
)


def text_of(document: str) -> str:
    return (REPOSITORY / document).read_text(encoding="utf-8")


def rows(document: str, heading: str | None = None) -> Iterator[list[str]]:
    """Cells of every table row of a document (or of one section of it), head rows left out."""
    text = text_of(document)
    if heading is not None:
        text = re.split(r"^## ", text.split(f"\n## {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    before = ""
    for line in text.splitlines():
        if line.startswith("|") and before.startswith("|") and not set(line) <= set("|- "):
            yield [cell.strip() for cell in line.strip("|").split("|")]
        before = line


def codes(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", text)


@cache
def tree_of(name: str) -> ast.Module:
    return ast.parse(text_of(name), name)


def product_files(*tops: str) -> Iterator[str]:
    for top in tops:
        for path in sorted((REPOSITORY / top).rglob("*.py")):
            yield path.relative_to(REPOSITORY).as_posix()


# files, links and commands ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_a_document_names_exists(document: str) -> None:
    looks_like_ours = re.compile(r"(?:core|adapters|daemon|gui|tests|docs|resources|bench)/[\w./-]+")
    named = [one for one in codes(text_of(document)) if looks_like_ours.fullmatch(one)]
    assert not [one for one in named if not (REPOSITORY / one).exists()]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_within_the_repository_leads_somewhere(document: str) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text_of(document))
    assert not [one for one in targets if not ((REPOSITORY / document).parent / one).exists()]


@cache
def _command_line() -> Any:
    return get_command(app)


def _command_exists(words: list[str]) -> bool:
    command = _command_line()
    for word in words:
        children = getattr(command, "commands", None)
        if children is None:
            return True  # what follows a command is its argument
        if word not in children:
            return False
        command = children[word]
    return True


def _commands_in(text: str) -> Iterator[list[str]]:
    for found in re.findall(r"\bcrmsync((?: [a-z][a-z-]*)+)", text):
        yield found.split()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_a_document_names_exists(document: str) -> None:
    named = [words for code in codes(text_of(document)) for words in _commands_in(code)]
    named += [
        words
        for block in re.findall(r"```sh\n(.*?)```", text_of(document), re.DOTALL)
        for words in _commands_in(block)
    ]
    assert not [" ".join(words) for words in named if not _command_exists(words)]


def test_the_readme_names_every_command() -> None:
    commands = set(_command_line().commands)
    named = {words[0] for code in codes(text_of("README.md")) for words in _commands_in(code)}
    assert commands <= named


def test_every_command_an_advice_names_exists() -> None:
    """A person who is told to type a command must not be told a second time that it is unknown."""
    wrong = [
        f"{name}: crmsync {' '.join(words)}"
        for name in product_files(*PRODUCT)
        if "crmsync " in text_of(name)
        for node in ast.walk(tree_of(name))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for advised in re.findall(r"(?:: |`)(crmsync [a-z][a-z -]*)", node.value)
        for words in _commands_in(advised)
        if not _command_exists(words[:1])
    ]
    assert not wrong


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_target_a_document_names_exists(document: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    named = {words for code in codes(text_of(document)) for words in re.findall(r"^make ([a-z-]+)", code)}
    assert named <= targets


def test_the_readme_holds_the_place_of_the_demo() -> None:
    readme = text_of("README.md")
    assert readme.index("<!-- demo-output -->") < readme.index("<!-- /demo-output -->")


def test_the_changelog_has_a_place_for_what_comes() -> None:
    assert "## [Unreleased]" in text_of("CHANGELOG.md")


# architecture -------------------------------------------------------------------------------------------------------------
def _defined_in(name: str) -> set[str]:
    found: set[str] = set()
    for node in tree_of(name).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {
                f"{node.name}.{one.name}"
                for one in node.body
                if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
            }
    return found


def test_every_function_in_the_trace_is_defined_in_its_file() -> None:
    heading = "One change, end to end: a phone number, HubSpot → hub → Salesforce"
    trace = list(rows("docs/architecture.md", heading))
    assert len(trace) >= 15
    wrong = [
        f"{codes(file)[0]}: {name}"
        for file, names, _ in trace
        for name in codes(names)
        if name not in _defined_in(codes(file)[0])
    ]
    assert not wrong


def test_every_value_of_the_model_is_defined_in_its_file() -> None:
    for names, file, _ in rows("docs/architecture.md", "The model"):
        assert set(codes(names)) <= _defined_in(codes(file)[0])


def test_every_oracle_of_the_simulation_guards_a_named_invariant() -> None:
    table = list(rows("docs/architecture.md", "Invariants, and where each is tested"))
    named = {code for row in table for code in codes(row[1])}
    file = "tests/simulation/oracles.py"
    registry = next(
        node.value
        for node in tree_of(file).body
        if isinstance(node, ast.AnnAssign) and "ORACLES" in ast.dump(node.target)
    )
    assert isinstance(registry, ast.Dict)
    assert named == {node.id for node in registry.values if isinstance(node, ast.Name)}


# errors -------------------------------------------------------------------------------------------------------------------
def _error_classes() -> Iterator[type[CrmSyncError]]:
    """The root and every error class our own modules define."""
    for name in product_files(*PRODUCT):
        if any(isinstance(node, ast.ClassDef) for node in tree_of(name).body) and "kind = " in text_of(name):
            import_module(name.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
    waiting: list[type[CrmSyncError]] = [CrmSyncError]
    while waiting:
        one = waiting.pop()
        waiting.extend(one.__subclasses__())
        if one.__module__.partition(".")[0] in PRODUCT:
            yield one


def _sections_of_kinds() -> dict[str, dict[str, str]]:
    """Of docs/errors.md: heading -> kind -> what is said about it."""
    parts = re.split(r"^## (.+)\n", text_of("docs/errors.md"), flags=re.MULTILINE)
    return {
        heading: dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^###|\Z)", text, re.MULTILINE | re.DOTALL))
        for heading, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def test_every_kind_of_error_has_its_section_and_no_other() -> None:
    sections = _sections_of_kinds()
    held, states = sections.pop("What holds records up"), sections.pop("The state of a connection")
    errors = [kind for kinds in sections.values() for kind in kinds]
    assert sorted(errors) == sorted({one.kind for one in _error_classes()})
    # What is held for good has a question, whose kind it is told by; a state that is an error is told of once.
    holds = {one.value for one in Hold} - {Hold.PARKED.value}
    assert held.keys() == holds | {one.value for one in ItemKind} | {"conflict"}
    assert states.keys() == {one.value for one in ConnectionState} - set(errors)


def test_every_section_says_why_what_to_do_and_what_was_lost() -> None:
    said = {kind: text for kinds in _sections_of_kinds().values() for kind, text in kinds.items()}
    assert not [
        kind
        for kind, text in said.items()
        if re.findall(r"^- \*\*(\w+):\*\* \S", text, re.MULTILINE) != PARTS
    ]


def test_every_exit_code_is_documented() -> None:
    line = next(one for one in text_of("docs/errors.md").splitlines() if one.startswith("Exit codes"))
    documented = {int(number) for number in re.findall(r"\b(\d) ", line)}
    assert documented == {code.value for code in import_module("daemon.cli.exits").ExitCode}


# settings, mappings, lenses -----------------------------------------------------------------------------------------------
def _keys(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        inner = [one for one in (field.annotation, *get_args(field.annotation)) if isinstance(one, type)]
        section = next((one for one in inner if issubclass(one, BaseModel)), None)
        if section is None:
            yield prefix + name
        else:
            named = ".NAME" if field.annotation is not section else ""
            yield from _keys(section, f"{prefix}{name}{named}.")


def _settings_keys() -> set[str]:
    return set(_keys(Settings)) - {"folder"}


def test_every_setting_is_documented_and_no_other() -> None:
    documented = {codes(row[0])[0] for row in rows("docs/configuration.md", "Settings")}
    assert documented == _settings_keys()


def test_documented_defaults_are_the_defaults(tmp_path: Path) -> None:
    text = '[connections.a]\nsystem = "hubspot"\n[targets.a]\nkind = "slack"\n'
    settings = read_settings(text, "crmsync.toml", tmp_path)
    for key, told, _ in rows("docs/configuration.md", "Settings"):
        if not codes(told) or codes(told)[0] in _settings_keys():
            continue  # told in words
        found: Any = settings
        for part in codes(key)[0].split("."):
            found = found["a"] if part == "NAME" else getattr(found, part)
        assert codes(told)[0] == _as_written(found), key


def _as_written(value: object) -> str:
    value = getattr(value, "value", value)
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _is_read(key: str, code: str) -> bool:
    """Whether product code reads this setting, by the names its section goes by there."""
    if key.startswith("store."):
        return "settings.store_url(" in code
    section, _, name = key.rpartition(".")
    owners = {
        "": "settings",
        "webhooks": "webhooks|hooks",
        "connections.NAME": "connection|one",
        "targets.NAME": "target",
    }.get(section, section)
    return re.search(rf"\b(?:{owners})\.{name}\b", code) is not None


def test_every_setting_has_an_effect() -> None:
    code = "\n".join(
        text_of(name)
        for name in product_files("daemon")
        if not name.startswith(("daemon/cli/", "daemon/demo"))
    )
    assert not [key for key in sorted(_settings_keys()) if not _is_read(key, code)]


@pytest.mark.parametrize("document", ["docs/configuration.md", "README.md"])
def test_the_pace_of_polls_without_webhooks_is_the_documented_one(document: str) -> None:
    told = re.findall(r"polled,? every ([\d.]+) s\b", text_of(document))
    assert told
    assert {float(seconds) for seconds in told} == {UNPUSHED_POLL_S}


def test_every_word_of_a_mapping_file_is_documented() -> None:
    text = text_of("docs/configuration.md")
    words = import_module("core.mapping_files")
    keys = {codes(row[0])[0] for row in rows("docs/configuration.md", "Mappings")}
    assert keys >= words._KEYS | words._RULE_KEYS
    assert not [one for one in words._FILTER_KEYS if f"`{one}`" not in text]
    for choices in (Direction, Policy, DeletePolicy, Creates, Leave, FieldType, System):
        assert not [one.value for one in choices if f"`{one.value}`" not in text]


def test_every_lens_is_documented_and_no_other() -> None:
    table = text_of("docs/configuration.md").split("| lens | what it does |", 1)[1].split("\n\n", 1)[0]
    documented = {code for line in table.splitlines()[2:] for code in codes(line.split("|")[1])}
    assert documented == set(lenses())


def test_every_key_of_a_hub_field_is_documented() -> None:
    documented = {codes(row[0])[0] for row in rows("docs/configuration.md", "Your own objects and fields")}
    assert documented == import_module("core.hub_schema")._FIELD_KEYS


def test_every_environment_variable_is_documented() -> None:
    named = {
        variable
        for name in product_files(*PRODUCT, "tests", "bench")
        for variable in re.findall(r"\bCRMSYNC_[A-Z]+(?:_[A-Z]+)*\b", text_of(name))
    }
    documented = set(re.findall(r"`(CRMSYNC_[A-Z_]+)`", text_of("docs/configuration.md")))
    assert named <= documented


def test_the_product_brings_the_mappings_the_readme_copies() -> None:
    resources = REPOSITORY / "resources"
    hub = load_hub_objects(resources / "hub")
    for system in System:
        found = default_mappings(resources, system.value, system.value)
        assert {mapping.hub_object for mapping in found} <= set(hub)
        assert {mapping.hub_object for mapping in found} >= {"contact", "company", "deal"}


# dependencies -------------------------------------------------------------------------------------------------------------
# Needed although no module of ours imports them: what for is told in docs/dependencies.md.
UNSEEN = {"tzdata", "httptools"}


def _declared() -> tuple[set[str], set[str]]:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]

    def names(lines: list[str]) -> set[str]:
        return {re.split(r"[\s\[<>=!~;]", line, maxsplit=1)[0].lower() for line in lines}

    return names(project["dependencies"]), names(project["optional-dependencies"]["dev"])


def _imported(*tops: str) -> set[str]:
    """Top-level modules of other people that our code imports."""
    lines = re.compile(r"^\s*(?:from|import) (\w+)[\w.]*(?: import | as |\s*$|  #)", re.MULTILINE)
    found = {module for name in product_files(*tops) for module in lines.findall(text_of(name))}
    return found - set(sys.stdlib_module_names) - {*PRODUCT, "tests", "bench"}


@cache
def _distributions() -> Mapping[str, list[str]]:
    """What is installed, by module: it reads the list of files of every package, which takes a second."""
    return metadata.packages_distributions()


def _packages_of(module: str) -> set[str]:
    return {re.sub(r"[-_.]+", "-", name).lower() for name in _distributions().get(module, [])}


def test_every_dependency_is_documented_and_no_other() -> None:
    runtime, dev = _declared()
    documented = {codes(row[0])[0] for row in rows("docs/dependencies.md", "Needed to run")}
    documented_dev = {codes(row[0])[0] for row in rows("docs/dependencies.md", "Needed to work on it")}
    assert (documented, documented_dev) == (runtime, dev)


def test_what_the_product_imports_is_declared() -> None:
    runtime, dev = _declared()
    assert not [one for one in _imported(*PRODUCT) if not _packages_of(one) & runtime]
    assert not [one for one in _imported("tests", "bench") if not _packages_of(one) & (runtime | dev)]


def test_every_runtime_dependency_is_used() -> None:
    runtime, _ = _declared()
    used = {package for module in _imported(*PRODUCT) for package in _packages_of(module)}
    assert runtime - used - UNSEEN == set()


def test_the_lock_holds_every_dependency_with_hashes() -> None:
    lock = text_of("requirements.lock")
    locked = {
        re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)
    }
    runtime, dev = _declared()
    assert runtime | dev <= locked
    entries = re.split(r"^(?=[\w.-]+==)", lock, flags=re.MULTILINE)[1:]
    assert not [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry]
