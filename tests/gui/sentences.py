"""`make translations`, first part: every sentence the daemon may tell, found in the source of core, adapters and daemon.

    python -m tests.gui.sentences --noop FILE

It writes resources/i18n/sentences.json, which the app reads, and FILE, the same as Python for lupdate.

Who writes a sentence there writes it in English and does nothing else. It is taken with holes where values come in; the
German stands in resources/i18n/de/sentences.ts, and the app (`gui/sentences.py`) finds the holes' values in what it is told.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final, Literal, TypeAlias

from tests.gui.sentences_left import COUNTS, ENUMS, FILES, FOLDERS, LEFT, NO_PROSE, VALUES, WORDS
from tests.test_layout import REPOSITORY

CATALOGUE: Final = REPOSITORY / "resources" / "i18n" / "sentences.json"
CONTEXT: Final = "sentences"
SEAMS: Final = {" and ": "", " or ": "", "“{0}”": "v"}  # what the app itself puts between and around

# What stands in a hole: a value as it is, a number, a moment, or what may be a sentence itself.
Kind: TypeAlias = Literal["v", "n", "t", "s"]
Piece: TypeAlias = tuple[Literal["text"], str] | tuple[Literal["hole"], Kind]
Pieces: TypeAlias = tuple[Piece, ...]

_MOST_FORMS: Final = 16  # of one sentence, by its own "if … else …"
_HOLE: Final = re.compile(r"\{\d+\}")
_FORMATTED: Final = re.compile(r"\{([a-z]+|\d)\}")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_QUIET: Final = {
    "debug",
    "info",
    "warning",
    "error",
    "exception",
    "log",
    "compile",
    "split",
    "strftime",
    "getLogger",
}
_MISTAKES: Final = {"AssertionError", "RuntimeError", "TypeError", "NotImplementedError", "KeyError"}
_DOCUMENTED: Final = {"description", "summary", "pattern", "responses"}
_SHOWN: Final = {"Spec"}  # calls whose description the app shows, as that of a lens
_TIMES: Final = {"_moment", "moment"}
_COUNTS: Final = {"len", "sum"}


def sentences() -> dict[str, str]:
    """Every template ("{0} was merged into {1}") with the kinds of its holes ("vv"), in the order of the alphabet."""
    found = SEAMS | WORDS
    for path in _files():
        for template, kinds in _Finder.of(ast.parse(path.read_text(encoding="utf-8"))):
            before = found.get(template, kinds)
            found[template] = "".join(max(pair, key="vnts".index) for pair in zip(before, kinds, strict=True))
    return dict(sorted(found.items()))


def _files() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((REPOSITORY / folder).rglob("*.py")):
            name = path.relative_to(REPOSITORY).as_posix()
            if not name.startswith(LEFT):
                yield path
    yield from (REPOSITORY / name for name in FILES)


class _Finder(ast.NodeVisitor):
    """Walks one module."""

    def __init__(self, constants: dict[str, ast.expr]) -> None:
        self.found: list[tuple[str, str]] = []
        self._constants = constants

    @classmethod
    def of(cls, module: ast.Module) -> list[tuple[str, str]]:
        constants: dict[str, ast.expr] = {}
        for each in module.body:
            if isinstance(each, ast.Assign | ast.AnnAssign) and each.value is not None:
                target = each.targets[0] if isinstance(each, ast.Assign) else each.target
                if isinstance(target, ast.Name) and isinstance(each.value, ast.Constant | ast.JoinedStr):
                    constants[target.id] = each.value
        finder = cls(constants)
        finder.visit(module)
        return finder.found

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # which is a docstring
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        called = _name(node.func)
        if called in _SHOWN:
            for keyword in node.keywords:
                self.visit(keyword.value)
        elif called not in _QUIET and called not in _MISTAKES:
            self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg not in _DOCUMENTED:
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._take(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._take(node)
        for value in node.values:
            if isinstance(value, ast.FormattedValue) and not isinstance(value.value, ast.IfExp):
                self.visit(value.value)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if isinstance(node.op, ast.Add) and any(
            isinstance(one, ast.Constant | ast.JoinedStr) for one in (node.left, node.right)
        ):
            self._take(node)
        else:
            self.generic_visit(node)

    def _take(self, node: ast.expr) -> None:
        for pieces in self._forms(node):
            template, kinds = _written(pieces)
            if is_prose(template):
                self.found.append((template, kinds))

    def _forms(self, node: ast.expr) -> list[Pieces]:
        """All texts an expression can make."""
        if isinstance(node, ast.Constant):
            return [tuple(_pieces(str(node.value)))]
        if isinstance(node, ast.JoinedStr):
            return self._joined([self._part(value) for value in node.values])
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self._joined([self._forms(node.left), self._forms(node.right)])
        if isinstance(node, ast.IfExp):
            return self._forms(node.body) + self._forms(node.orelse)
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            return [form for value in node.values for form in self._forms(value)]
        if isinstance(node, ast.Name) and node.id in self._constants:
            return self._forms(self._constants[node.id])
        return [(("hole", _kind(node)),)]

    def _part(self, value: ast.expr) -> list[Pieces]:
        if not isinstance(value, ast.FormattedValue):
            return self._forms(value)
        if value.conversion == ord("r"):
            return [(("hole", "v"),)]
        if isinstance(value.format_spec, ast.JoinedStr):
            return [(("hole", "t" if "%Y" in ast.unparse(value.format_spec) else "n"),)]
        return self._forms(value.value)

    def _joined(self, parts: list[list[Pieces]]) -> list[Pieces]:
        return [sum(chosen, ()) for chosen in list(product(*parts))[:_MOST_FORMS]]


def _pieces(text: str) -> Iterator[Piece]:
    """A text that is itself a template for `str.format` has the holes it names."""
    for at, part in enumerate(_FORMATTED.split(text)):
        yield ("text", part) if at % 2 == 0 else ("hole", "v" if part in VALUES else "s")


def _kind(node: ast.expr) -> Kind:
    named = node
    while isinstance(named, ast.Call | ast.Subscript):
        if isinstance(named, ast.Call):
            called = _name(named.func)
            if called in _TIMES:
                return "t"
            if called in _COUNTS:
                return "n"
            named = named.func
            if isinstance(named, ast.Attribute) and called in ("join", "strip", "replace", "lower"):
                return "s"
        else:
            named = named.value
    last = _name(named)
    if last.lower() in COUNTS:
        return "n"
    if last == "value" and isinstance(named, ast.Attribute):
        return "s" if _name(named.value) in ENUMS else "v"
    return "v" if last in VALUES else "s"


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _written(pieces: Pieces) -> tuple[str, str]:
    """The template and its kinds; holes that touch are one."""
    template, kinds, touches = "", "", False
    for what, piece in pieces:
        if what == "text":
            template += piece
            touches = touches and not piece
        elif touches:
            kinds = kinds[:-1] + "s"
        else:
            template += f"{{{len(kinds)}}}"
            kinds += piece
            touches = True
    return template, kinds


def is_prose(template: str) -> bool:
    """Whether this is language: two words, or a word of some length beside a value, and no code."""
    bare = _HOLE.sub(" ", template)
    words = _WORD.findall(bare)
    if (
        (" " not in template.strip() and not template.startswith(" "))
        or NO_PROSE.search(template)
        or not any(word[1:].islower() for word in words)
    ):
        return False
    if bare == template:
        return len(words) > 1 and " " in template.strip()
    return len(words) > 1 or any(
        len(word) > 3 and word.islower() and f" {word}" in f" {bare}" for word in words
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.gui.sentences")
    parser.add_argument(
        "--noop", type=Path, required=True, help="where to write the templates as Python, for lupdate"
    )
    found = sentences()
    CATALOGUE.write_text(as_json(found), encoding="utf-8")
    parser.parse_args().noop.write_text(as_python(found), encoding="utf-8")


def as_json(found: dict[str, str]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=0) + "\n"


def as_python(found: dict[str, str]) -> str:
    lines = (
        f"QT_TRANSLATE_NOOP({json.dumps(CONTEXT)}, {json.dumps(one, ensure_ascii=False)})" for one in found
    )
    return "from PySide6.QtCore import QT_TRANSLATE_NOOP\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
