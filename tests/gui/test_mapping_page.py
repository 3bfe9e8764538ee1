"""Mappings are edited on a real daemon: dragged by mouse, mapped by keyboard, tried, saved into their file, taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import process_time

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from core.mapping import Direction, Filter, Mapping, Policy
from core.mapping_files import dump_mapping, load_mapping
from core.mapping_offers import Fits
from core.mapping_sides import Side, Sides
from core.schema import Choice, Field, FieldType, Object
from core.transforms import lenses
from gui.app import App
from gui.context import Context
from gui.mapping.canvas import Canvas
from gui.mapping.draft import Draft, Origin
from gui.mapping.field_list import FieldList
from gui.mapping.history import HistoryDialog
from gui.mapping.new_field import NewFieldDialog
from gui.mapping.page import MappingsPage
from gui.mapping.saving import ClashDialog, SaveDialog
from gui.theme import Mode, Theme
from gui.widgets.banner import Banner
from tests.gui.conftest import Running
from tests.gui.test_shell import live, nameless
from tests.support.small_daemon import MAPPING

Opening = Callable[[Context], App]
FILE = "hs-contact.toml"


@pytest.fixture
def first_page() -> str:
    return "mappings"


def opened(qtbot: QtBot, running: Running, app: App) -> MappingsPage:
    live(qtbot, app)
    page = app.window.page
    assert isinstance(page, MappingsPage)
    qtbot.waitUntil(lambda: page.shows_content and page.editor.shows_content)
    return page


def without_title(running: Running) -> None:
    """The mapping in use, but for the title."""
    less = replace(MAPPING, rules=MAPPING.rules[:2])
    running.client.write_mapping_files({FILE: dump_mapping(less)})


def in_file(running: Running) -> Mapping:
    path = running.daemon.folder / "mappings" / FILE
    return load_mapping(path.read_text(encoding="utf-8"), FILE)


def middle(view: FieldList, name: str) -> QPoint:
    row = view.fields.place_of(name)
    assert row is not None
    return view.visualRect(view.fields.index(row)).center()


def drag(here: FieldList, name: str, there: FieldList, other: str, *, let_go: bool = True) -> None:
    """As a hand does it: press, some way, the rest of it, let go."""
    begin = middle(here, name)
    end = here.viewport().mapFromGlobal(there.viewport().mapToGlobal(middle(there, other)))
    QTest.mousePress(here.viewport(), Qt.MouseButton.LeftButton, pos=begin)
    for place in (begin + QPoint(40, 4), (begin + end) / 2, end):
        QTest.mouseMove(here.viewport(), place)
    if let_go:
        QTest.mouseRelease(here.viewport(), Qt.MouseButton.LeftButton, pos=end)


def pressed(banner: Banner) -> None:
    """Its first button."""
    banner.findChildren(QPushButton)[-2].click()


def save(qtbot: QtBot, page: MappingsPage) -> SaveDialog:
    qtbot.waitUntil(page.editor.save.isEnabled)
    page.editor.save.click()
    [dialog] = [one for one in page.findChildren(SaveDialog) if one.isVisible()]
    qtbot.waitUntil(dialog.yes.isEnabled)
    return dialog


def test_a_field_is_dragged_onto_another_and_stands_in_the_file(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    without_title(running)
    running.client.create_record("contact", {"name": "Ann", "email": "a@x.eu", "title": "CEO"})
    running.daemon.settle()
    page = opened(qtbot, running, open_app(running.context))
    canvas = page.editor.canvas
    assert nameless(page) == []
    for model in (canvas.crm.fields, canvas.hub.fields, page.model, page.editor.preview.model):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    drag(canvas.crm, "t", canvas.hub, "title")
    assert page.draft is not None and page.draft.current == "title"
    assert page.editor.tabs.currentWidget() is page.editor.rule
    assert len(in_file(running).rules) == 2, "nothing is written before it is saved"
    dialog = save(qtbot, page)
    assert "1 record" in dialog.told.text() and '+crm = "t"' in dialog.difference.toPlainText()
    dialog.yes.click()
    qtbot.waitUntil(lambda: page.draft is not None and not page.draft.is_dirty)
    assert in_file(running) == MAPPING
    running.daemon.settle()
    assert [one.values["t"] for one in running.daemon.crm.rows["contacts"].values()] == ["CEO"]
    page.editor.tabs.setCurrentWidget(page.editor.preview)
    qtbot.waitUntil(lambda: len(page.editor.preview.model.lines) == 6)
    assert {one.made for one in page.editor.preview.model.lines} == {"Ann", "a@x.eu", "CEO"}
    page.draft.change("title", lens="truncate", options={"length": "2"})
    qtbot.waitUntil(lambda: page.editor.preview.model.troubled == 1)
    page.editor.preview.only_bad.click()
    [line] = page.editor.preview.model.lines
    assert (line.rule, line.to_hub, line.made) == ("title", False, "CE") and "is cut to" in line.lost


@pytest.mark.parametrize("wide", [1440, 1024])
def test_which_mapping_it_is_can_be_read_in_a_small_window(
    qtbot: QtBot, running: Running, open_app: Opening, wide: int
) -> None:
    app = open_app(running.context)
    page = opened(qtbot, running, app)
    editor = page.editor
    app.window.resize(wide, 700)
    qtbot.waitUntil(lambda: app.window.width() == wide and editor.title.width() > 0)
    assert editor.title.text() == editor.title.said == "contacts ↔ contact"
    # German words are longer; the acts go below before the name is cut.
    editor.validate.setText(" Prüfen")
    editor.save.setText(" Speichern …")
    qtbot.waitUntil(lambda: editor.save.width() >= editor.save.sizeHint().width())
    assert editor.title.text() == editor.title.said
    assert editor.save.mapTo(editor, editor.save.rect().topRight()).x() <= editor.width()


def test_what_cannot_be_mapped_dims_while_dragging_and_says_why(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    without_title(running)
    page = opened(qtbot, running, open_app(running.context))
    canvas = page.editor.canvas
    drag(canvas.crm, "t", canvas.hub, "name", let_go=False)
    assert set(canvas.hub.fields.dimmed) == {"email"}
    assert "mapped already" in canvas.hub.fields.dimmed["email"]
    assert "title" not in canvas.hub.fields.dimmed
    QTest.mouseRelease(canvas.crm.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert not canvas.hub.fields.dimmed and page.draft is not None and not page.draft.is_dirty


def test_by_keyboard_fields_are_mapped_unmapped_and_suggestions_accepted(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    without_title(running)
    page = opened(qtbot, running, open_app(running.context))
    canvas, draft = page.editor.canvas, page.draft
    assert draft is not None
    canvas.crm.show_field("t")
    canvas.crm.setFocus()
    QTest.keyClick(canvas.crm, Qt.Key.Key_Right)
    canvas.hub.show_field("title")
    QTest.keyClick(canvas.hub, Qt.Key.Key_Return)
    assert draft.mapping == MAPPING
    QTest.keyClick(canvas.hub, Qt.Key.Key_Delete)
    assert len(draft.mapping.rules) == 2
    draft.undo()
    assert draft.mapping == MAPPING
    canvas.hub.show_field("email")
    QTest.keyClick(canvas.hub, Qt.Key.Key_Delete)
    assert page.editor.problems.errors == 0 and not draft.mapping.match
    page.editor.suggestions.ask.click()
    qtbot.waitUntil(lambda: any(one.crm == "e" for one in draft.open_pairs()))
    before = len(draft.mapping.rules)
    QTest.keyClick(canvas.hub, Qt.Key.Key_Tab)
    assert draft.rule_of(crm="e") is not None and len(draft.mapping.rules) == before + 1
    assert list(draft.mapping.match) == [("email",)]


def test_what_is_dropped_is_edited_at_its_curve(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    without_title(running)
    app = open_app(running.context)
    app.window.resize(1024, 700)
    page = opened(qtbot, running, app)
    canvas, draft = page.editor.canvas, page.draft
    inline, boxes = canvas.inline, canvas.inline.boxes
    assert draft is not None and not inline.isVisible()
    drag(canvas.crm, "t", canvas.hub, "title")
    made = draft.rule("title")
    assert inline.isVisible() and inline.rule == "title" and made is not None
    assert nameless(inline) == [] and canvas.rect().contains(inline.geometry())
    offered = [boxes.lens.itemData(at) for at in range(boxes.lens.count())]
    shown = [boxes.lens.itemText(at) for at in range(boxes.lens.count())]
    assert set(offered) == set(lenses()) and not set(shown) & set(offered), "each has words of its own"
    hints = [boxes.lens.itemData(at, Qt.ItemDataRole.ToolTipRole) for at in range(boxes.lens.count())]
    assert all(name in hint for name, hint in zip(offered, hints, strict=True))
    assert offered == list(draft.lenses(made)) and boxes.lens.currentData() == made.lens
    qtbot.waitUntil(boxes.lens.hasFocus)
    QTest.keyClick(boxes.lens, Qt.Key.Key_Tab)
    assert boxes.direction.hasFocus()
    boxes.direction.setCurrentIndex(boxes.direction.findData(Direction.TO_HUB))
    boxes.direction.activated.emit(boxes.direction.currentIndex())
    assert draft.rule("title") == replace(made, direction=Direction.TO_HUB)
    assert page.editor.rule.direction.currentData() is Direction.TO_HUB, "the tab says the same"
    QTest.keyClick(boxes.direction, Qt.Key.Key_Return)
    assert not inline.isVisible() and canvas.crm.hasFocus(), "where the drag began"
    QTest.mouseDClick(canvas.curves, Qt.MouseButton.LeftButton, pos=canvas.curves.middle_of("title"))
    assert inline.rule == "title"
    for lens in ("choice_map", "truncate"):
        boxes.lens.setCurrentIndex(boxes.lens.findData(lens))
        boxes.lens.activated.emit(boxes.lens.currentIndex())
        assert boxes.wrong.isVisible(), "it needs values"
        assert canvas.rect().contains(inline.geometry())
    app.window.resize(1440, 900)
    qtbot.waitUntil(lambda: canvas.height() > 400)
    for lens, few in (("choice_map", False), ("truncate", True)):
        draft.change("title", lens=lens)
        assert boxes.options.isVisible() == few, "a table of choices has its room in the tab"
    QTest.keyClick(boxes.lens, Qt.Key.Key_Escape)
    assert not inline.isVisible() and draft.rule("title") == replace(made, direction=Direction.TO_HUB)
    canvas.hub.setFocus()
    canvas.hub.show_field("title")
    canvas.crm.show_field("t")
    QTest.keyClick(canvas.hub, Qt.Key.Key_Return)
    assert inline.rule == "title", "what is mapped already is opened"
    page.editor.save.setFocus()
    qtbot.waitUntil(lambda: not inline.isVisible())
    canvas.open_rule("title")
    draft.remove("title")
    assert not inline.isVisible() and inline.rule == ""


def test_one_search_narrows_both_sides_and_leaves_partners_together(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    without_title(running)
    page = opened(qtbot, running, open_app(running.context))
    canvas = page.editor.canvas
    QTest.keyClicks(canvas.search, "EMAIL")
    assert (canvas.crm.fields.names, canvas.hub.fields.names) == (["e"], ["email"])
    canvas.search.setText("title")
    assert (canvas.crm.fields.names, canvas.hub.fields.names) == ([], ["title"]), "t is not mapped yet"
    canvas.crm_search.setText("n")
    canvas.search.clear()
    assert (canvas.crm.fields.names, len(canvas.hub.fields.names)) == (["n"], 3)
    canvas.jump("email")
    assert canvas.crm.current == "e", "what is jumped to is not left out by a search"


def test_an_error_is_told_leads_to_its_place_and_cannot_be_saved(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    page = opened(qtbot, running, open_app(running.context))
    editor, draft = page.editor, page.draft
    assert draft is not None
    draft.change("title", lens="choice_map")
    editor.filter.hub.setText("nonsense ==")
    editor.filter.hub.editingFinished.emit()
    assert editor.problems.errors >= 2 and not editor.save.isEnabled()
    draft.look_at("")
    at = next(at for at, one in enumerate(editor.problems.findings) if one.rule == "title")
    editor.problems.list.itemActivated.emit(editor.problems.list.item(at))
    assert draft.current == "title" and editor.canvas.hub.current == "title"
    draft.narrow(Filter(hub='title != "x"'))
    draft.change("title", lens="auto")
    editor.ask_validation()
    qtbot.waitUntil(lambda: "Tried on" in editor.problems._told.text())
    assert editor.problems.errors == 0 and editor.save.isEnabled()


def test_who_saves_second_sees_the_difference_and_versions_can_be_gone_back_to(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    page = opened(qtbot, running, open_app(running.context))
    draft = page.draft
    assert draft is not None
    draft.change("title", lens="trim")
    without_title(running)  # somebody else
    save(qtbot, page).yes.click()
    qtbot.waitUntil(lambda: bool(page.findChildren(ClashDialog)))
    [clash] = page.findChildren(ClashDialog)
    assert '+lens = "trim"' in clash.difference.toPlainText()
    assert len(in_file(running).rules) == 2, "theirs stands until it was seen"
    clash.yes.click()
    qtbot.waitUntil(lambda: len(in_file(running).rules) == 3)
    qtbot.waitUntil(lambda: page.draft is not None and not page.draft.is_dirty)
    page.look_back()
    [history] = page.findChildren(HistoryDialog)
    qtbot.waitUntil(lambda: len(history.versions) == 3)
    history.list.setCurrentRow(2)
    history.yes.click()
    qtbot.waitUntil(lambda: in_file(running) == MAPPING)
    qtbot.waitUntil(lambda: page.draft is not None and page.draft.mapping == MAPPING)


def test_a_window_that_only_looks_on_maps_nothing(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    without_title(running)
    page = opened(qtbot, running, open_app(running.context.looking_only()))
    canvas = page.editor.canvas
    drag(canvas.crm, "t", canvas.hub, "title")
    canvas.join_current()
    assert page.draft is not None and not page.draft.is_dirty
    assert not page.editor.save.isVisible() and not page.new.isVisible()


def hovered(widget: QWidget, place: QPoint) -> str:
    """What a hover at this place of a widget says."""
    QToolTip.hideText()
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place)))
    return QToolTip.text()


def test_what_is_hovered_is_told_and_suggestions_are_looked_at_dismissed_and_accepted(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    without_title(running)
    running.daemon.crm.user_create("contacts", {"n": "Ann", "e": "a@x.eu", "t": "<b>CEO</b>"})
    page = opened(qtbot, running, open_app(running.context))
    canvas, draft, card = page.editor.canvas, page.draft, page.editor.suggestions
    assert draft is not None
    assert "&lt;b&gt;CEO" in hovered(canvas.crm.viewport(), middle(canvas.crm, "t")), "samples, as text"
    draft.remove("email")
    card.ask.click()
    qtbot.waitUntil(lambda: any(one.crm == "e" for one in draft.open_pairs()))
    dashed = next(one for one in canvas.curves.in_sight() if one.pair == ("e", "email"))
    assert dashed.told and dashed.told in hovered(canvas.curves, dashed.node.toPoint())
    QTest.mouseClick(canvas.curves, Qt.MouseButton.LeftButton, pos=dashed.node.toPoint())
    assert page.editor.tabs.currentWidget() is card
    assert [(one.crm, one.hub) for one in card.chosen()] == [("e", "email")]
    QTest.keyClick(card.table, Qt.Key.Key_Delete)
    assert draft.rule_of(crm="e") is None and not any(one.crm == "e" for one in draft.open_pairs())
    draft.dismissed.clear()
    card.refresh()
    card.sure.setValue(50)
    QTest.mouseClick(card.accept_all, Qt.MouseButton.LeftButton)
    assert draft.rule_of(crm="e") is not None
    mapped = next(one for one in canvas.curves.in_sight() if one.rule == "name")
    QTest.mouseClick(canvas.curves, Qt.MouseButton.LeftButton, pos=mapped.node.toPoint())
    assert draft.current == "name" and page.editor.tabs.currentWidget() is page.editor.rule


def test_a_field_the_crm_lacks_is_made_and_mapped(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    without_title(running)
    running.daemon.crm.drop_field("contacts", "t", erase=True)
    page = opened(qtbot, running, open_app(running.context))
    page.editor.canvas.hub.show_field("title")
    page.editor.new_field.click()
    [dialog] = page.findChildren(NewFieldDialog)
    assert nameless(dialog) == [] and dialog.label.text() == "Title"
    qtbot.waitUntil(dialog.yes.isEnabled)
    assert "hs · contacts: title, of the CRM's type text" in dialog.told.text()
    assert "title" not in running.daemon.crm.objects["contacts"].fields, "nothing is made by looking"
    dialog.yes.click()
    qtbot.waitUntil(
        lambda: page.draft is not None and page.draft.rule_of(crm="title", hub="title") is not None
    )
    assert running.daemon.crm.objects["contacts"].fields["title"].custom
    notes = [one.entry.note for one in running.daemon.store.audit() if one.entry.kind == "prepare"]
    assert notes == [
        "contacts: field 'Title' (text) is to be made",
        "contacts: field 'Title' (text) was made as title",
    ]
    running.daemon.crm.traits = replace(running.daemon.crm.traits, read_only=True)
    page.editor.new_field.click()
    dialog = page.findChildren(NewFieldDialog)[-1]
    QTest.keyClicks(dialog.label, "Size")
    qtbot.waitUntil(dialog.yes.isEnabled)
    dialog.yes.click()
    qtbot.waitUntil(lambda: "lets us make no field" in dialog.told.text())
    assert dialog.isVisible() and dialog.label.text() == "Size"


def test_unsaved_edits_outlive_the_app_and_are_taken_up_or_dropped(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    without_title(running)
    app = open_app(running.context)
    page = opened(qtbot, running, app)
    drag(page.editor.canvas.crm, "t", page.editor.canvas.hub, "title")
    app.window.close()

    app = open_app(running.context)
    page = opened(qtbot, running, app)
    assert f"unsaved changes of {FILE}" in page.kept.banner.text and "meanwhile" not in page.kept.banner.text
    assert page.draft is not None and not page.draft.is_dirty, "nothing is taken up by itself"
    pressed(page.kept.banner)
    assert page.draft.mapping == MAPPING and page.draft.is_dirty and page.kept.banner.isHidden()
    app.window.close()

    theirs = (replace(MAPPING.rules[0], policy=Policy.HUB), MAPPING.rules[1])
    running.client.write_mapping_files({FILE: dump_mapping(replace(MAPPING, rules=theirs))})
    app = open_app(running.context)
    page = opened(qtbot, running, app)
    assert "changed meanwhile" in page.kept.banner.text and page.draft is not None
    pressed(page.kept.banner)
    [dialog] = [one for one in page.findChildren(ClashDialog) if one.isVisible()]
    assert '+crm = "t"' in dialog.difference.toPlainText()
    dialog.yes.click()
    assert page.draft.mapping == MAPPING
    page.draft.undo()
    assert page.draft.mapping.rules == theirs
    app.window.close()
    kept = app.window.memory.unsaved.of(str(running.context.place), "mapping")
    assert kept == [], "what was taken back is not kept"


# without a daemon -----------------------------------------------------------------------------------------------------
def made(fields: list[Field], name: str) -> Side:
    return Side(object=Object(name=name, label=name, plural=name, fields={one.name: one for one in fields}))


def plain(name: str, type: FieldType = FieldType.TEXT, choices: str = "") -> Field:
    offered = tuple(Choice(value=one.lower(), label=one) for one in choices.split())
    return Field(name=name, type=type, label=name, choices=offered)


def blank() -> Draft:
    mapping = Mapping(connection="x", hub_object="h", crm_object="c", rules=())
    return Draft(mapping, Origin(name="x.toml", text="", digest=""))


@pytest.mark.parametrize(("crm", "hub"), [(("full",), ("first", "last")), (("a", "b"), ("full",))])
def test_names_join_into_one_rule_of_several_fields(crm: tuple[str, ...], hub: tuple[str, ...]) -> None:
    sides = Sides(crm=made([plain(one) for one in crm], "c"), hub=made([plain(one) for one in hub], "h"))
    draft = blank()
    draft.learn(sides)
    for theirs in crm:
        for ours in hub:
            assert not draft.connect_fields(theirs, ours).reason
    [rule] = draft.mapping.rules
    assert (
        set(rule.hub) == set(hub) and set(rule.crm) == set(crm) and rule.lens in ("name_split", "name_join")
    )
    assert draft.problems() == []


@pytest.mark.parametrize(
    ("crm", "hub"),
    [
        (("address1_line1", "address1_line2", "address1_line3"), ("street",)),
        (("street",), ("line_1", "line_2")),
    ],
)
def test_lines_of_a_street_join_into_one_rule(crm: tuple[str, ...], hub: tuple[str, ...]) -> None:
    draft = blank()
    draft.learn(Sides(crm=made([plain(one) for one in crm], "c"), hub=made([plain(one) for one in hub], "h")))
    for theirs in crm:
        for ours in hub:
            assert not draft.connect_fields(theirs, ours).reason
    [rule] = draft.mapping.rules
    assert (rule.hub, rule.crm, rule.lens) == (hub, crm, "address_lines") and draft.problems() == []


def test_choices_are_mapped_by_what_they_say_and_others_are_told_why_not() -> None:
    ours = plain("stage", FieldType.CHOICE, "Lead Customer Gone")
    theirs = plain("status", FieldType.CHOICE, "LEAD Customers Other")
    day = plain("day", FieldType.DATE)
    sides = Sides(crm=made([theirs, day], "c"), hub=made([ours, plain("ok", FieldType.BOOL)], "h"))
    empty = blank().mapping
    offer = Fits(sides).offer(empty, "status", "stage")
    assert offer.rule is not None
    assert offer.rule.lens == "auto" or dict(offer.rule.options)["customer"] == "customers"
    assert "nothing is known between" in Fits(sides).offer(empty, "day", "ok").reason


def test_hundreds_of_fields_are_painted_within_a_frame(qtbot: QtBot, qapp: QApplication) -> None:
    """Median of scrolling both lists at once, in time of this process; painting all of it would take many times that."""
    fields = [plain(f"field_{n}") for n in range(500)]
    draft = blank()
    sides = Sides(crm=made(fields, "c"), hub=made(fields, "h"))
    draft.learn(sides)
    rules = (Fits(sides).offer(draft.mapping, one.name, one.name).rule for one in fields)
    draft.mapping = replace(draft.mapping, rules=tuple(one for one in rules if one is not None))
    canvas = Canvas(Theme(qapp, Mode.LIGHT))
    qtbot.addWidget(canvas)
    canvas.resize(1000, 500)
    canvas.show()
    canvas.show_draft(draft, may_write=True)
    took = []
    for step in range(15):
        begin = process_time()
        canvas.crm.verticalScrollBar().setValue(step * 300)
        canvas.hub.verticalScrollBar().setValue(step * 300)
        canvas.repaint()
        took.append(process_time() - begin)
    assert 0 < len(list(canvas.curves.in_sight())) < 30
    assert sorted(took)[len(took) // 2] < 0.016, took
    canvas.hub.verticalScrollBar().setValue(0)
    from_above = list(canvas.curves.in_sight())
    assert 0 < len(from_above) < 60, "curves that only pass by are not drawn"
    assert max(one.path.boundingRect().height() for one in from_above) < 3 * canvas.height()
