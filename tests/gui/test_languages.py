"""English and German: everything is translated, and what is compiled is what was translated."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from gui.app import speak
from gui.resources import LANGUAGES
from gui.widgets.times import relatively
from tests.gui.sentences import CONTEXT, as_python, sentences
from tests.test_layout import REPOSITORY

TOOLS = Path(sys.executable).parent
FILES = sorted(LANGUAGES.glob("*/*.ts"))


def messages(file: Path) -> dict[tuple[str, str, str], str]:
    return {
        (context.findtext("name", ""), one.findtext("source", ""), one.findtext("comment", "")): str(
            (one.find("translation") or one).get("type", "")
        )
        for context in ET.parse(file).getroot().iter("context")  # noqa: S314 - our own file
        for one in context.iter("message")
    }


def sources(part: str, folder: Path) -> list[str]:
    if part == CONTEXT:
        (folder / "sentences.py").write_text(as_python(sentences()), encoding="utf-8")
        return [str(folder / "sentences.py")]
    folders = ["gui", "gui/widgets"] if part == "shell" else [f"gui/{part}"]
    return [str(path) for folder in folders for path in sorted((REPOSITORY / folder).glob("*.py"))]


@pytest.mark.parametrize("part", sorted({file.stem for file in FILES}))
def test_no_text_of_the_app_lacks_its_german(part: str, tmp_path: Path) -> None:
    found = tmp_path / "found.ts"
    subprocess.run(
        [
            TOOLS / "pyside6-lupdate",
            "-silent",
            "-locations",
            "none",
            *sources(part, tmp_path),
            "-ts",
            str(found),
        ],
        check=True,
    )
    known = messages(LANGUAGES / "de" / f"{part}.ts")
    assert messages(found).keys() == known.keys(), "run: make translations"
    text = (LANGUAGES / "de" / f"{part}.ts").read_text(encoding="utf-8")
    assert "unfinished" not in text
    assert "unfinished" not in (LANGUAGES / "en" / f"{part}.ts").read_text(encoding="utf-8")


def test_counts_are_written_as_the_language_does() -> None:
    """`%n` would say 12430 where the language says 12,430 or 12.430."""
    texts = [*(REPOSITORY / "gui").rglob("*.py"), *LANGUAGES.rglob("*.ts")]
    assert [one.name for one in texts if "%n" in one.read_text(encoding="utf-8")] == []


def test_no_text_stands_where_it_is_not_found() -> None:
    """lupdate does not look into an f-string."""
    for path in (REPOSITORY / "gui").rglob("*.py"):
        for joined in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(joined, ast.JoinedStr):
                called = [one.func for one in ast.walk(joined) if isinstance(one, ast.Call)]
                names = [one.attr for one in called if isinstance(one, ast.Attribute)]
                assert not {"tr", "translate"} & set(names), f"{path.name}:{joined.lineno}"


def test_a_large_count_has_its_separators(qapp: QApplication) -> None:
    speak(qapp, "de")
    try:
        assert (
            QCoreApplication.translate("AlikeDialog", "Answer %Ln question(s)", "", 99_449)
            == "99.449 Fragen beantworten"
        )
    finally:
        speak(qapp, "en")
        QLocale.setDefault(QLocale.system())


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_what_is_compiled_is_what_was_translated(file: Path, tmp_path: Path) -> None:
    compiled = tmp_path / "compiled.qm"
    subprocess.run([TOOLS / "pyside6-lrelease", "-silent", str(file), "-qm", str(compiled)], check=True)
    assert compiled.read_bytes() == file.with_suffix(".qm").read_bytes(), "run: make translations"


@pytest.mark.parametrize(
    ("language", "ago_ms", "words"),
    [
        ("en", 0, "just now"),
        ("en", 12_000, "12 seconds ago"),
        ("en", 60_000, "1 minute ago"),
        ("en", 90_000_000, "1 day ago"),
        ("en", -7_200_000, "in 2 hours"),
        ("de", 60_000, "vor 1 Minute"),
        ("de", 259_200_000, "vor 3 Tagen"),
    ],
)
def test_times_are_told_as_people_do(qapp: QApplication, language: str, ago_ms: int, words: str) -> None:
    speak(qapp, language)
    try:
        assert relatively(1_000_000_000_000 - ago_ms, 1_000_000_000_000) == words
    finally:
        speak(qapp, "en")
        QLocale.setDefault(QLocale.system())
