"""The parts pages are built of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pyqtgraph.graphicsItems.DateAxisItem import DAY_HOUR_ZOOM_LEVEL, MONTH_DAY_ZOOM_LEVEL
from PySide6.QtCore import QDate, QDateTime, QLocale, QObject, QPoint, Qt, QTime
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.wire.client import Operations
from core.wire.models import PlanItemWord, RecordWord
from core.wire.problems import NoDaemon
from gui.calls import Calls
from gui.client import HttpClient
from gui.theme import Mode, Theme
from gui.tokens import Tone
from gui.widgets.chart import Series, TimeChart
from gui.widgets.copyable import CopyableId
from gui.widgets.flow_row import FlowRow
from gui.widgets.list_model import ListModel
from gui.widgets.one_line import OneLine
from gui.widgets.paged_table import Column, PagedModel, one_line, tip
from gui.widgets.pill import Pill
from gui.widgets.states import Stack
from gui.widgets.table import RowTable
from gui.widgets.times import lasting
from gui.widgets.toast import Toast
from tests.gui.conftest import Running


def test_the_axes_of_a_chart_are_in_the_language_of_the_window(qtbot: QtBot, qapp: QApplication) -> None:
    QLocale.setDefault(QLocale("de"))
    chart = TimeChart(Theme(qapp, Mode.LIGHT), "Changes")
    qtbot.addWidget(chart)
    figures, times = chart._plot.getAxis("left"), chart._plot.getAxis("bottom")
    assert figures.tickStrings([0, 2_000], 1, 1_000) == ["0", "2.000"]
    assert figures.tickStrings([0.25], 1, 0.05) == ["0,25"]
    march = QDateTime(QDate(2026, 3, 4), QTime(5, 6)).toMSecsSinceEpoch() / 1_000
    times.zoomLevel = MONTH_DAY_ZOOM_LEVEL
    told = [times.tickStrings([march], 1, one.spacing)[0] for one in MONTH_DAY_ZOOM_LEVEL.tickSpecs]
    times.zoomLevel = DAY_HOUR_ZOOM_LEVEL
    told += [times.tickStrings([march], 1, one.spacing)[0] for one in DAY_HOUR_ZOOM_LEVEL.tickSpecs]
    assert told == ["März", "04", "Mi. 04", "05:06"]
    QLocale.setDefault(QLocale.system())


def test_a_chart_is_zoomed_by_dragging_and_stays_so_until_a_double_click(
    qtbot: QtBot, qapp: QApplication
) -> None:
    chart = TimeChart(Theme(qapp, Mode.LIGHT), "Changes")
    qtbot.addWidget(chart)
    chart.resize(600, 400)
    chart.show()
    qtbot.waitExposed(chart)
    hour = 3_600_000

    def show(now: int, hours: int = 1) -> None:
        points = [(now - hours * hour + at * 60_000, float(at)) for at in range(60)]
        chart.show_series(Series(name="a", points=points), span=(now - hours * hour, now))
        qtbot.wait(50)

    def wide() -> float:
        first, last = chart._plot.getPlotItem().getViewBox().viewRange()[0]
        return round(float(last - first) / 3_600, 1)

    show(10 * hour)
    ground, begin, end = chart._plot.viewport(), QPoint(200, 60), QPoint(400, 150)
    whole = wide()
    QTest.mousePress(ground, Qt.MouseButton.LeftButton, pos=begin)
    for part in range(1, 11):
        QTest.mouseMove(ground, begin + (end - begin) * part / 10)
        qtbot.wait(20)
    QTest.mouseRelease(ground, Qt.MouseButton.LeftButton, pos=end)
    qtbot.waitUntil(lambda: wide() < whole / 2)
    zoomed = wide()
    show(10 * hour + 30_000)
    assert wide() == zoomed, "newer values take nobody from what they look at"
    QTest.mouseDClick(ground, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseRelease(ground, Qt.MouseButton.LeftButton, pos=begin)
    qtbot.waitUntil(lambda: wide() == whole)
    chart._is_zoomed = True
    show(10 * hour, hours=6)
    assert wide() > 5 * whole, "another length of time is shown whole"


def records_model(running: Running, owner: QObject, *, limit: int = 40) -> PagedModel[RecordWord]:
    calls = Calls(HttpClient(running.context.place, owner))
    columns = (
        Column[RecordWord](title="Id", text=lambda row: row.id),
        Column[RecordWord](title="Name", text=lambda row: str(row.fields["name"])),
        Column[RecordWord](title="Version", text=lambda row: str(row.version), is_number=True),
    )
    return PagedModel(
        columns=columns,
        ask=lambda after: calls.ask(owner, Operations.list_records, "contact", after=after, limit=limit),
        parent=owner,
    )


def test_a_paged_table_fetches_as_one_scrolls_and_keeps_qts_rules(qtbot: QtBot, running: Running) -> None:
    for number in range(90):
        running.client.create_record("contact", {"name": f"n{number}", "email": f"{number}@example.org"})
    owner = QObject()
    model = records_model(running, owner)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.QtTest)
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.resize(600, 400)
    view.show()
    with qtbot.waitSignal(model.loaded):
        model.reload()
    assert model.rowCount() == 40
    while not model.is_whole:
        view.scrollToBottom()
        qtbot.wait(10)
    assert len({row.id for row in model.rows}) == 90
    model.drop_row(0)
    model.replace_row(0, model.rows[1])
    assert model.rowCount() == 89
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Name"
    with qtbot.waitSignal(model.loaded):
        model.reload()
    assert model.rowCount() == 40
    tester.deleteLater()


def test_a_page_that_cannot_be_had_is_told_and_leaves_what_was_there(qtbot: QtBot, running: Running) -> None:
    running.client.create_record("contact", {"name": "a", "email": "a@example.org"})
    owner = QObject()
    model = records_model(running, owner)
    with qtbot.waitSignal(model.loaded):
        model.reload()
    running.server.stop()
    with qtbot.waitSignal(model.failed) as told:
        model.reload()
    assert told.args is not None
    assert isinstance(told.args[0], NoDaemon)
    assert model.rowCount() == 1


@given(st.text(max_size=2_000))
def test_any_text_becomes_one_line_that_moves_nothing(text: str) -> None:
    line = one_line(text)
    assert len(line) <= 300
    assert not any(one in line for one in "\n\r\t\x00\u2028\u202e\u2066\u200f")


def test_hostile_values_are_shown_as_text(qtbot: QtBot, qapp: QApplication) -> None:
    assert one_line("a\u202egnp.exe\nb" + "x" * 64_000) == "agnp.exe b" + "x" * 289 + "…"
    theme = Theme(qapp, Mode.LIGHT)
    stack = Stack(theme, QTableView())
    qtbot.addWidget(stack)
    stack.show_empty("inbox", "<b>bold</b>", "<img src='http://example.org/x.png'>")
    assert "<b>bold</b>" in stack.message.text


def test_an_error_is_shown_with_its_advice_and_a_way_to_try_again(qtbot: QtBot, qapp: QApplication) -> None:
    stack = Stack(Theme(qapp, Mode.LIGHT), QTableView())
    qtbot.addWidget(stack)
    tried: list[int] = []
    stack.show_error(NoDaemon("nobody there"), lambda: tried.append(1))
    assert not stack.shows_content
    assert all(part in stack.message.text for part in ("Nobody there.", "crmsync daemon", "no_daemon"))
    stack.message._made[0].click()
    assert tried == [1]


def test_an_id_is_copied_whole(qtbot: QtBot, qapp: QApplication) -> None:
    shown = CopyableId(Theme(qapp, Mode.LIGHT), most=8)
    qtbot.addWidget(shown)
    shown.show_id("0123456789&abc")
    assert shown.text() == "0123456…"
    shown.click()
    assert QGuiApplication.clipboard().text() == "0123456789&abc"


def test_a_toast_offers_the_undo_once(qtbot: QtBot, qapp: QApplication) -> None:
    host = QTableView()
    qtbot.addWidget(host)
    host.show()
    toast = Toast(Theme(qapp, Mode.LIGHT), host)
    done: list[str] = []
    toast.say("Taken back", act=("Undo", lambda: done.append("undo")))
    assert toast.isVisible()
    toast._act.click()  # type: ignore[union-attr]
    assert (done, toast.isVisible()) == (["undo"], False)


def test_a_toast_after_another_has_room_for_its_act_and_none_is_wider_than_the_window(
    qtbot: QtBot, qapp: QApplication
) -> None:
    host = QTableView()
    qtbot.addWidget(host)
    host.resize(600, 400)
    host.show()
    toast = Toast(Theme(qapp, Mode.LIGHT), host)
    toast.say("word " * 1_000)
    assert toast.width() < host.width()
    toast.say("short", act=("Undo", lambda: None))
    assert toast._act is not None
    assert toast._words.geometry().right() < toast._act.geometry().left()
    assert toast.rect().contains(toast._act.geometry())


@given(st.text(max_size=60))
def test_no_text_is_markup_in_a_tooltip(text: str) -> None:
    shown = QTextDocument()
    shown.setHtml(tip(f"<b>{text}"))
    assert shown.toPlainText().startswith("<b>")


def test_lengths_of_time_are_told_in_their_largest_unit() -> None:
    QLocale.setDefault(QLocale("en"))
    assert [lasting(ms) for ms in (850, 4_200, 180_000, 7_200_000, 500_000_000)] == [
        "850 ms",
        "4 s",
        "3 min",
        "2 h",
        "5 d",
    ]
    QLocale.setDefault(QLocale.system())


def test_what_does_not_fit_on_one_line_is_told_on_hover(qtbot: QtBot) -> None:
    shown = OneLine()
    qtbot.addWidget(shown)
    shown.resize(80, 24)
    shown.show_text("less than 0.1 %, resets in ten hours", "of 10,000")
    assert shown.text().endswith("…")
    assert shown.toolTip() == "less than 0.1 %, resets in ten hours\nof 10,000"
    shown.resize(800, 24)
    shown.show()
    assert (shown.text(), shown.toolTip()) == (shown.said, "of 10,000")


def test_a_table_in_a_small_window_keeps_the_column_that_takes_the_rest(qtbot: QtBot) -> None:
    columns = [Column[RecordWord](title=name, text=lambda row: row.id) for name in "ABC"]
    table = RowTable(ListModel(columns), "Things", (0, 300, 300))
    qtbot.addWidget(table)
    table.resize(1_000, 200)
    table.show()
    assert [table.columnWidth(at) for at in (1, 2)] == [300, 300]
    table.resize(620, 200)
    assert table.columnWidth(0) > 150
    assert table.columnWidth(1) == table.columnWidth(2) < 300


def test_rows_cells_and_ids_are_copied_by_key_and_from_the_menu(qtbot: QtBot) -> None:
    def item(n: int, crm_id: str | None, note: str) -> PlanItemWord:
        return PlanItemWord(
            n=n, kind="link", object="contacts", record_id=f"REC{n}", record_name="Ann", crm_id=crm_id,
            changes=[], state="planned", note=note,
        )  # fmt: skip

    model = ListModel[PlanItemWord](
        (
            Column(title="Record", text=lambda one: one.record_name),
            Column(title="Note", text=lambda one: one.note),
            Column(title="When", text=lambda _one: "just now", hint=lambda _one: "at ten", copies_hint=True),
        )
    )
    model.show_rows([item(1, "77", "=1+1\tB\n" + "x" * 400), item(2, None, "+49 30 1")])
    table = RowTable(model, "Items", (0, 300, 100), several=True)
    qtbot.addWidget(table)
    table.resize(800, 200)
    table.show()
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    clipboard, held = QGuiApplication.clipboard(), Qt.KeyboardModifier.ControlModifier
    both = held | Qt.KeyboardModifier.ShiftModifier

    table.setCurrentIndex(model.index(0, 1))
    QTest.keyClick(table, Qt.Key.Key_C, held)
    assert clipboard.text() == "Ann\t'=1+1 B " + "x" * 400 + "\tat ten"
    QTest.keyClick(table, Qt.Key.Key_C, both)
    assert clipboard.text() == "REC1"
    table.selectAll()
    QTest.keyClick(table, Qt.Key.Key_C, both)
    assert clipboard.text() == "REC1\nREC2"

    table.setCurrentIndex(model.index(0, 1))
    QTest.keyClick(table, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [one.text() for one in menu.actions()] == [
        "Copy the record's id",
        "Copy the id in the CRM",
        "Copy the cell",
        "Copy the row",
    ]
    for _ in range(3):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert clipboard.text() == "=1+1\tB\n" + "x" * 400
    table.setCurrentIndex(model.index(1, 0))
    clipboard.setText("before")
    made = table.copies.menu()
    assert [one.text() for one in made.actions()][0:2] == ["Copy the record's id", "Copy the cell"]
    made.actions()[0].trigger()
    assert clipboard.text() == "REC2"
    made.close()


def test_what_has_no_room_beside_the_others_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    boxes = [QPushButton(f"button {number}") for number in range(3)]
    held = QWidget()
    qtbot.addWidget(held)
    flow = FlowRow(*boxes)
    held.setLayout(flow)
    wide = boxes[0].sizeHint().width()
    held.resize(3 * wide + 2 * flow.spacing(), held.heightForWidth(3 * wide + 2 * flow.spacing()))
    held.show()
    assert len({one.y() for one in boxes}) == 1
    held.resize(3 * wide, held.heightForWidth(3 * wide))
    flow.activate()
    assert [one.y() for one in boxes] == [0, 0, boxes[0].height() + flow.spacing()]
    assert held.height() == boxes[2].geometry().bottom() + 1
    boxes[0].hide()
    flow.activate()
    assert [one.y() for one in boxes[1:]] == [0, 0], "what is hidden takes no room"
    assert all(one.width() == one.sizeHint().width() for one in boxes)


def test_a_part_without_a_place_is_no_window_and_appears_with_its_place(
    qtbot: QtBot, qapp: QApplication
) -> None:
    theme = Theme(qapp, Mode.LIGHT)
    pill, shortened, empty = Pill(), CopyableId(theme), Pill("gone", Tone.BAD)
    pill.say("", Tone.GOOD)
    pill.say("Live", Tone.GOOD)
    shortened.show_id("01J0")
    empty.say("", Tone.GOOD)
    assert not [one for one in (pill, shortened, empty) if one.isVisible()]
    place = QWidget()
    qtbot.addWidget(place)
    inside = QVBoxLayout(place)
    for one in (pill, shortened, empty):
        inside.addWidget(one)
    place.show()
    assert [one.isVisible() for one in (pill, shortened, empty)] == [True, True, False]
    empty.say("Live", Tone.GOOD)
    assert empty.isVisible()
    theme.deleteLater()
