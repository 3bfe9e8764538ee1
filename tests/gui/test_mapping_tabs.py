"""What stands below a mapping's curves, on a real daemon: records as they would become, and what speaks against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.schema import Choice, FieldType
from gui.app import App
from tests.gui.conftest import Running
from tests.gui.test_mapping_page import opened

Opening = Callable[..., App]


@pytest.fixture
def first_page() -> str:
    return "mappings"


def test_the_preview_marks_what_does_not_survive_and_calls_records_by_name(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    """Not in the list of choices, too long, and cut: each says so beside its value."""
    fields = running.daemon.crm.objects["contacts"].fields
    offered = (Choice(value="CEO", label="CEO"),)
    running.daemon.crm.put_field("contacts", replace(fields["t"], type=FieldType.CHOICE, choices=offered))
    running.daemon.crm.put_field("contacts", replace(fields["n"], max_length=6))
    record = running.client.create_record("contact", {"name": "Ann Weber", "email": "a@x.eu", "title": "CTO"})
    page = opened(qtbot, running, open_app(running.context))
    editor, draft = page.editor, page.draft
    assert draft is not None
    editor.tabs.setCurrentWidget(editor.preview)
    model = editor.preview.model
    qtbot.waitUntil(lambda: len(model.lines) == 3)
    notes = {one.rule: model.index(at, 5).data() for at, one in enumerate(model.lines)}
    assert notes["title"] == "The CRM does not offer a choice that 't' would get"
    assert notes["name"].startswith("Refused: ") and notes["email"] == ""
    assert not editor.preview.table.isColumnHidden(5) and "2 values would not" in editor.preview._told.text()
    assert model.index(0, 0).data() == "Ann Weber"
    assert record.id in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    editor.preview.only_bad.setChecked(True)
    assert [one.rule for one in model.lines] == ["name", "title"]
    editor.preview.only_bad.setChecked(False)
    draft.change("name", lens="truncate", options={"length": "6"})
    qtbot.waitUntil(lambda: any(one.lost for one in model.lines))
    assert "is cut to 'Ann We'" in model.index(0, 5).data()


def test_long_problems_wrap_within_their_list(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    app = open_app(running.context, "de")
    app.window.resize(1024, 700)
    page = opened(qtbot, running, app)
    editor, draft = page.editor, page.draft
    assert draft is not None
    editor.tabs.setCurrentWidget(editor.problems)
    for name in ("name", "email", "title"):
        draft.change(name, lens="choice_map")
    shown = editor.problems.list
    qtbot.waitUntil(lambda: shown.verticalScrollBar().maximum() > 0)
    for size in ((1440, 900), (1024, 700)):
        app.window.resize(*size)
        qtbot.waitUntil(lambda: shown.visualItemRect(shown.item(0)).width() <= shown.viewport().width())
        assert shown.horizontalScrollBar().maximum() == 0
