"""The shape of the repository: what may lie where, and what no file may hold (DESIGN.md 5, STYLE.md 2)."""

from __future__ import annotations

import ast
import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
CODE = ("core", "adapters", "daemon", "gui", "tests", "bench")
FOLDERS = {*CODE, ".ci", "docs", "packaging", "resources"}
FILES = {
    ".gitattributes",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "pyproject.toml",
    "requirements.lock",
}
LONGEST = 350
LONGEST_TEST = 500  # lists of short tests, one behaviour each
LONG = {
    "bench/advice_cases.py": "every kind of conflict of the made-up file, side by side",
    "adapters/hubspot/adapter.py": "one method a verb of the Adapter protocol; the verbs share one shape",
    "adapters/rest.py": "one request from budget to answer; the order of the steps is the point",
    "core/translate.py": "a compiled rule and the mapping it belongs to: values and parents, both ways",
    "daemon/receipts.py": "every answer a write can get, side by side",
    "core/store/base.py": "the store's whole interface, to be read in one piece",
    "core/store/tables.py": "every table there is",
    "daemon/worker.py": "the life of one lane's thread, from connecting to letting go, with all it tells of itself",
    "daemon/push.py": "one write from looking to receipt, with every reason not to write",
    "tests/simulation/world.py": "one simulated world: people, wires and crashes share its state",
}

# What decides, and what acts on decisions: time, chance and ids come in as arguments (`daemon.lane.World`).
PURE = (
    "core/advice",
    "core/alert_words.py",
    "core/alerting.py",
    "core/answers.py",
    "core/conflicts.py",
    "core/contests.py",
    "core/crm_links.py",
    "core/drift.py",
    "core/equivalence.py",
    "core/expression_cost.py",
    "core/expression_tree.py",
    "core/expressions.py",
    "core/filter_words.py",
    "core/filtering.py",
    "core/history.py",
    "core/jobs.py",
    "core/lenses",
    "core/mapping.py",
    "core/mapping_circles.py",
    "core/mapping_examples.py",
    "core/mapping_fit.py",
    "core/mapping_offers.py",
    "core/mapping_problems.py",
    "core/mapping_record_types.py",
    "core/mapping_sides.py",
    "core/merging_values.py",
    "core/plans.py",
    "core/queue_order.py",
    "core/record_names.py",
    "core/records.py",
    "core/replaying.py",
    "core/rules.py",
    "core/ruling.py",
    "core/retelling.py",
    "core/schema.py",
    "core/settings_text.py",
    "core/standing.py",
    "core/suggest",
    "core/sync",
    "core/target_bodies.py",
    "core/ticket_text.py",
    "core/transforms.py",
    "core/translate.py",
    "core/undo.py",
    "core/value_maps.py",
    "core/values.py",
)
# Files of the daemon that deal with the outside and may look at a clock; every other one directly in daemon/ is the engine.
OUTSIDE = set(
    """
    __main__ accounts app asking_model doctor events health instance outgoing private_files scheduler seclusion service
    sign_ins told vault vault_keys webhooks worker
    """.split()
)
# All that the app knows of core, and what for: values and words, and what it must answer at once while a person drags or
# types. The daemon checks all of it again.
SHARED = {
    "core.errors": "the errors that come over the wire, with their advice",
    "core.mapping": "a mapping's values",
    "core.mapping_files": "the text in which a mapping is read and saved",
    "core.mapping_offers": "which fields fit, and what speaks against a mapping, while one is edited",
    "core.mapping_problems": "what speaks against a mapping, as a value",
    "core.mapping_sides": "the two objects a mapping ties, with values that occur",
    "core.plans": "which kinds of a plan's items write to a CRM",
    "core.record_names": "what a person calls a record",
    "core.rule_files": "the text in which rules are read and saved",
    "core.rules": "a rule's values, and rules in their order",
    "core.schema": "fields and their types",
    "core.settling": "what an entry of the log settled",
    "core.value_maps": "a table of choices between two sides, proposed at once",
    "core.wire": "the words of the local API; never the transport that waits",
}
WAITS = "core.wire.socket_transport"
CHANCY = {"time", "random", "uuid", "secrets", "ulid"}
CLOCKS = {"now", "utcnow", "today"}


@cache
def files() -> tuple[str, ...]:
    """Every file of the repository that git tracks or would track, as posix paths."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=REPOSITORY,
            capture_output=True,
            check=True,
        ).stdout.decode()
        found = [name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        # An unpacked archive without git: everything outside folders that tools make for themselves.
        found = [
            path.relative_to(REPOSITORY).as_posix()
            for top in sorted(REPOSITORY.iterdir())
            if top.name in FOLDERS or top.is_file()
            for path in ([top] if top.is_file() else top.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        ]
    return tuple(sorted(name for name in found if (REPOSITORY / name).is_file()))


def engine() -> tuple[str, ...]:
    direct = (name for name in files() if name.startswith("daemon/") and name.count("/") == 1)
    return tuple(name for name in direct if Path(name).stem not in OUTSIDE)


def modules(*under: str) -> Iterator[tuple[str, ast.Module]]:
    """Our Python files below these paths with their syntax trees."""
    for name in files():
        if name.endswith(".py") and any(name == one or name.startswith(f"{one}/") for one in under):
            yield name, ast.parse((REPOSITORY / name).read_text(encoding="utf-8"), name)


def test_the_top_level_holds_only_the_agreed_folders_and_files() -> None:
    tops = {name.partition("/")[0] for name in files()}
    assert tops <= FOLDERS | FILES


@pytest.mark.parametrize("folder", ["packaging", "resources"])
def test_folders_without_code_are_no_packages(folder: str) -> None:
    """A `packaging` package of ours would shadow the library of that name."""
    assert not [name for name in files() if name.startswith(f"{folder}/") and name.endswith("__init__.py")]


def test_resources_hold_no_code() -> None:
    assert not [name for name in files() if name.startswith("resources/") and name.endswith(".py")]


def test_tests_are_no_packages() -> None:
    assert not [name for name in files() if name.startswith("tests/") and name.endswith("__init__.py")]


def test_no_module_bears_the_name_of_one_in_the_standard_library() -> None:
    named = {
        part.removesuffix(".py"): name
        for name in files()
        if name.endswith(".py") and name.partition("/")[0] in CODE
        for part in name.split("/")
    }
    taken = {part: name for part, name in named.items() if part in sys.stdlib_module_names and part[0] != "_"}
    assert not taken


def test_files_are_short_or_have_a_reason() -> None:
    lengths = {name: (REPOSITORY / name).read_bytes().count(b"\n") for name, _ in modules(*CODE)}
    long = {
        name: length
        for name, length in lengths.items()
        if length > (LONGEST_TEST if name.startswith("tests/") else LONGEST) and name not in LONG
    }
    assert not long, "split them, or give the reason in LONG"
    assert not [name for name in LONG if name not in lengths], "LONG names files that are not there"


def test_every_module_takes_annotations_from_the_future_and_says_what_it_is() -> None:
    for name, tree in modules(*CODE):
        if not tree.body:
            continue
        imported = [
            alias.name
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and node.module == "__future__"
            for alias in node.names
        ]
        only_words = len(tree.body) == 1 and ast.get_docstring(tree) is not None
        assert ast.get_docstring(tree), f"{name} has no docstring"
        assert only_words or "annotations" in imported, f"{name} lacks: from __future__ import annotations"


def test_no_error_is_passed_over_in_silence() -> None:
    silent = [
        f"{name}:{node.lineno}"
        for name, tree in modules(*CODE)
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and all(isinstance(one, ast.Pass) for one in node.body)
    ]
    assert not silent


def test_nothing_is_evaluated() -> None:
    evaluated = [
        f"{name}:{node.lineno}"
        for name, tree in modules(*CODE)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec")
    ]
    assert not evaluated


def _reaches_for_chance(tree: ast.Module) -> Iterator[int]:
    """Lines that read a clock, make an id or throw dice by themselves. `random.Random` as a type is fine."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in CHANCY:
            yield node.lineno
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id in CHANCY:
                yield node.lineno
            if isinstance(owner, ast.Name) and owner.id in ("datetime", "date") and node.func.attr in CLOCKS:
                yield node.lineno


def test_deciding_takes_time_chance_and_ids_as_arguments() -> None:
    named = [name for name, _ in modules(*PURE)]
    missing = [one for one in PURE if not any(name.startswith(one) for name in named)]
    assert not missing, "PURE names files that are not there"
    assert {"daemon/cycle.py", "daemon/pull.py", "daemon/push.py", "daemon/resolve.py"} <= set(engine())
    reached = [
        f"{name}:{line}" for name, tree in modules(*PURE, *engine()) for line in _reaches_for_chance(tree)
    ]
    assert not reached


def _imported(tree: ast.Module) -> Iterator[str]:
    """Modules by their whole names; `from core import errors` is core.errors."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None and not node.level:
            apart = node.module in ("core", "core.wire")
            yield from (f"{node.module}.{one.name}" for one in node.names) if apart else (node.module,)


def test_the_app_knows_only_the_words_it_shares_with_the_daemon() -> None:
    met = {one for _, tree in modules("gui") for one in _imported(tree)}
    ours = {one for one in met if one.partition(".")[0] in ("core", "adapters", "daemon", "tests", "bench")}
    known = {name for name in SHARED for one in ours if one == name or one.startswith(f"{name}.")}
    strange = {one for one in ours if not any(one == name or one.startswith(f"{name}.") for name in SHARED)}
    assert not strange and WAITS not in ours
    assert known == set(SHARED), "SHARED names what the app does not know"


def test_the_docs_say_why_the_app_knows_each() -> None:
    told = (REPOSITORY / "docs/app.md").read_text(encoding="utf-8")
    assert not [name for name in SHARED if f"`{name}`" not in told]


def test_the_check_for_clocks_sees_one() -> None:
    assert list(_reaches_for_chance(ast.parse("import time\nat = time.time_ns()"))) == [2]
    assert list(_reaches_for_chance(ast.parse("from random import random"))) == [1]
    assert not list(
        _reaches_for_chance(ast.parse("import random\ndef f(rng: random.Random): return rng.random()"))
    )


def test_no_file_names_the_host_of_a_package_registry() -> None:
    """Where packages come from is the business of the machine's own settings."""
    hosts = [
        "".join(parts).encode()
        for parts in (
            ("py", "pi.org"),
            ("pythonhos", "ted.org"),
            ("py", "pi.python.org"),
            ("registry.np", "mjs.org"),
            ("crates", ".io"),
            ("--index", "-url"),
            ("--extra-index", "-url"),
        )
    ]
    named = [
        f"{name}: {host.decode()}"
        for name in files()
        for content in [(REPOSITORY / name).read_bytes()]
        for host in hosts
        if host in content
    ]
    assert not named


def test_the_wheel_holds_the_code_and_the_resources(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        name
        for name in files()
        if name.partition("/")[0] in ("core", "adapters", "daemon", "gui", "resources")
        and "__pycache__" not in name
    }
    assert wanted <= held
    assert not [name for name in held if name.startswith(("tests/", "bench/"))]


def test_no_test_reaches_another_machine() -> None:
    """The guard of tests/conftest.py; the address is one that belongs to nobody (RFC 5737)."""
    with socket.socket() as wire, pytest.raises(BaseException, match="only this machine may be reached"):
        wire.connect(("192.0.2.1", 80))
