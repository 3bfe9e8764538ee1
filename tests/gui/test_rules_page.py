"""Rules are added, tried on the past, saved and put right in the app, on a real daemon."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core.conflicts import Conflict
from core.replaying import Past
from core.rule_files import load_rules
from core.schema import FieldType
from core.wire.rules import RulesWord
from daemon.rule_replay import Archive
from gui.app import App
from gui.context import Context
from gui.rules.difference import DifferenceDialog
from gui.rules.draft import begun, line_of
from gui.rules.form import RuleForm
from gui.rules.page import RulesPage
from tests.gui.conftest import Running
from tests.gui.test_conflicts_page import contest
from tests.gui.test_shell import live, nameless
from tests.support.long_reading import LongReading

Opening = Callable[[Context], App]
TEXT = """defaults = true

# who owns titles
[rules.titles]
action = "crm"
object = "contact"
field = "title"

[rules.titles-2]
action = "hub"
until = "soon"
"""


@pytest.fixture
def first_page() -> str:
    return "rules"


def opened(qtbot: QtBot, app: App) -> RulesPage:
    live(qtbot, app)
    page = app.window.page
    assert isinstance(page, RulesPage)
    qtbot.waitUntil(lambda: page.shows_content)
    return page


def added(qtbot: QtBot, page: RulesPage, name: str, action: str = "hub") -> None:
    """A rule for titles by the form, tried by the daemon."""
    page.add.click()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(RuleForm)))
    [form] = [one for one in page.findChildren(RuleForm) if one.isVisible()]
    assert nameless(form) == []
    form.name.setText(name)
    form.action.setCurrentIndex(form.action.findData(action))
    form.object.setCurrentIndex(form.object.findData("contact"))
    form.field.setEditText("title")
    form.yes.click()
    qtbot.waitUntil(lambda: page.desk.draft is not None and page.desk.draft.tried is not None)


def test_a_rule_is_tried_on_the_past_and_only_then_saved(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    contest(running.daemon, 3)
    for one in running.client.list_queue().rows:
        running.client.resolve_conflict(one.id, "crm")
    app = open_app(running.context)
    page = opened(qtbot, app)
    QAbstractItemModelTester(page.rules, QAbstractItemModelTester.FailureReportingMode.Fatal)
    QAbstractItemModelTester(page.trial.changes, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert nameless(page) == []
    assert not page.save.isEnabled()
    built_in = page.rules.rowCount()
    added(qtbot, page, "ours")
    assert page.trial.sentence.text().startswith(
        "They would have changed 3 of 3; people had decided 3 of them"
    )
    assert page.trial.changes.rowCount() == 3
    assert "ours" not in running.client.rules().text, "it was only tried"
    added(qtbot, page, "second", "newest")
    QTest.keyClick(page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(page.save.isEnabled)
    QTest.keyClick(page.table, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [one.name for one in running.client.rules().rules][:2] == ["second", "ours"])
    qtbot.waitUntil(lambda: page.desk.draft is not None and not page.desk.draft.is_changed)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    page.desk._read(running.client.rules())  # an answer that comes after the first stroke
    assert page.rules.rowCount() == built_in + 1
    page.drop.click()
    assert page.rules.rowCount() == built_in + 2


@pytest.mark.parametrize(
    ("language", "several"), [("en", "Long text, Several choices"), ("de", "Langer Text, Mehrfachauswahl")]
)
def test_types_of_fields_are_called_by_words_and_kept_by_name(
    qtbot: QtBot, running: Running, open_app: Callable[..., App], language: str, several: str
) -> None:
    page = opened(qtbot, open_app(running.context, language))
    page.tabs.setCurrentWidget(page.editor)
    page.editor.setPlainText(
        '[rules.words]\naction = "longest"\ntypes = ["long_text", "multi_choice"]\nobject = "contact"\n'
    )
    qtbot.waitUntil(page.save.isEnabled)
    page.tabs.setCurrentIndex(0)
    where = [page.rules.data(page.rules.index(0, at)) for at in range(page.rules.columnCount())]
    assert f"contact · {several}" in where
    page.table.selectRow(0)
    page.change.click()
    [form] = [one for one in page.findChildren(RuleForm) if one.isVisible()]
    offered = [form.type.itemText(at) for at in range(form.type.count())]
    assert form.type.currentText() == several == offered[-1]
    assert not {one.value for one in FieldType} & set(offered)
    form.yes.click()
    assert form.rule is not None and form.rule.types == (FieldType.LONG_TEXT, FieldType.MULTI_CHOICE)


def test_a_trial_is_cancelled_and_tried_again(
    qtbot: QtBot, running: Running, open_app: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    contest(running.daemon, 1)
    page = opened(qtbot, open_app(running.context))
    reading, trial = LongReading(), page.trial
    reading.hold(monkeypatch)
    page.tabs.setCurrentWidget(page.editor)
    page.editor.setPlainText('defaults = true\n\n[rules.x]\naction = "crm"\nfield = "title"\n')
    assert trial.bar.isVisible() and trial.cancel.isVisible() and not trial.again.isVisible()
    qtbot.waitUntil(reading.reached.is_set, timeout=30_000)
    trial.cancel.click()
    assert trial.sentence.text() == "Not tried to the end. It can be saved once it was."
    assert not trial.bar.isVisible() and not page.save.isEnabled()
    qtbot.waitUntil(reading.given_up.is_set, timeout=30_000)
    reading.released.set()
    trial.again.click()
    assert trial.bar.isVisible() and not trial.again.isVisible()
    qtbot.waitUntil(page.save.isEnabled, timeout=30_000)
    assert trial.sentence.text().startswith("They would have changed 1 of 1")


def test_a_trial_tells_how_many_of_how_many_it_went_through(
    qtbot: QtBot, running: Running, open_app: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    contest(running.daemon, 4)
    page = opened(qtbot, open_app(running.context))
    read, until, go_on = Archive._of_conflict, threading.Event(), threading.Semaphore(2)

    def slowly(archive: Archive, one: Conflict) -> Past | None:
        if not until.is_set():
            go_on.acquire(timeout=60)
        return read(archive, one)

    monkeypatch.setattr(Archive, "_of_conflict", slowly)
    page.tabs.setCurrentWidget(page.editor)
    page.editor.setPlainText('defaults = true\n\n[rules.x]\naction = "crm"\nfield = "title"\n')
    bar = page.trial.bar
    assert (bar.minimum(), bar.maximum()) == (0, 0), "nobody knows yet"
    qtbot.waitUntil(lambda: (bar.value(), bar.maximum()) == (2, 4))
    assert page.trial._more.isVisible() and page.trial._more.text().startswith("2 of 4")
    go_on.release()
    qtbot.waitUntil(lambda: bar.value() == 3)
    page.trial.cancel.click()
    assert page.trial.sentence.text() == "Not tried to the end. It can be saved once it was."
    until.set()
    go_on.release()
    page.trial.again.click()
    qtbot.waitUntil(page.save.isEnabled, timeout=30_000)
    assert page.trial.sentence.text().startswith("They would have changed 4 of 4")


def test_a_wrong_text_is_told_at_its_line(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    page = opened(qtbot, open_app(running.context))
    page.tabs.setCurrentWidget(page.editor)
    page.editor.setPlainText('defaults = true\n\n[rules.x]\naction = "crm"\nfield = "titel"\n')
    qtbot.waitUntil(lambda: page.editor.wrong == 5)
    assert page.trial.sentence.text().startswith("Line 5: ")
    assert not page.save.isEnabled()
    page.editor.setPlainText('defaults = true\n\n[rules.x]\naction = "crm"\nfield = "title"\n')
    qtbot.waitUntil(page.save.isEnabled)
    assert page.editor.wrong is None


def test_whoever_saves_second_sees_the_difference(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    page = opened(qtbot, open_app(running.context))
    added(qtbot, page, "mine")
    theirs = 'defaults = false\n\n[rules.theirs]\naction = "crm"\n'
    running.client.save_rules(theirs, running.client.rules().digest)
    page.save.click()
    qtbot.waitUntil(lambda: page.findChild(DifferenceDialog) is not None)
    dialog = page.findChild(DifferenceDialog)
    assert isinstance(dialog, DifferenceDialog)
    shown = dialog.shown.toPlainText()
    assert "-[rules.theirs]" in shown and '+[rules."mine"]' in shown
    assert running.client.rules().text == theirs, "nothing of theirs was overwritten"
    assert page.desk.draft is not None and "mine" in page.desk.draft.text, "and nothing of ours is lost"
    dialog.yes.click()
    qtbot.waitUntil(page.save.isEnabled)
    page.save.click()
    qtbot.waitUntil(lambda: '[rules."mine"]' in running.client.rules().text)


def test_a_window_that_only_looks_on_offers_no_change(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    page = opened(qtbot, open_app(running.context.looking_only()))
    assert not any(one.isVisible() for one in (page.add, page.change, page.remove, page.save, page.again))
    assert page.editor.isReadOnly() and page.rules.rowCount() > 0


@pytest.mark.parametrize(
    ("complaint", "line"),
    [
        ("the rules is not valid TOML: Expected '=' (at line 7, column 3)", 7),
        ("the rules is not valid TOML: Unclosed (at end of document)", 12),
        ("the rules: rules.titles.action must be one of 'ask'", 5),
        ("the rules: rules.titles-2.until must be a time", 11),
        ("rule 'titles' names field 'titel', which is not there", 7),
        ("rule 'titles-2' needs `sources`", 9),
        ("the daemon is not there", None),
    ],
)
def test_a_complaint_finds_its_line(complaint: str, line: int | None) -> None:
    assert line_of(TEXT, complaint) == line


def test_nothing_is_saved_untried() -> None:
    book = load_rules(TEXT.replace('until = "soon"\n', ""), "x")
    base = RulesWord(rules=[], text="", digest="d", path="p", trouble="")
    draft = begun(base).with_book(book)
    assert draft.is_changed and not draft.may_be_saved
    assert draft.book() == book


def test_unsaved_rules_outlive_the_app(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    app = open_app(running.context)
    page = opened(qtbot, app)
    page.tabs.setCurrentWidget(page.editor)
    page.editor.setFocus()
    QTest.keyClicks(page.editor, "# mine ")
    app.window.close()
    page = opened(qtbot, open_app(running.context))
    assert "unsaved changes of the rules" in page.kept.text
    assert page.desk.draft is not None and not page.desk.draft.is_changed
    page.kept.findChildren(QPushButton)[-2].click()
    assert page.editor.toPlainText().startswith("# mine ") and page.kept.isHidden()
    page.drop.click()
    assert (
        running.context.place is not None
        and page._shell.memory.unsaved.of(str(running.context.place), "rules") == []
    )
