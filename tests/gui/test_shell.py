"""The window on a real daemon: it opens, says whose daemon it is, survives its end, and can be used without a mouse."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.wire.introduction import own_version
from core.wire.problems import ProtocolMismatch, SocketNotOurs
from daemon.api import border
from daemon.api.routes import standing
from gui import starting
from gui.activity.page import ActivityPage
from gui.app import App, speak
from gui.attach import AttachDialog
from gui.client import Place
from gui.commands import Commands, matches
from gui.conflicts.page import ConflictsPage
from gui.context import Context, LinkState, context_of_socket
from gui.main_window import usual_size
from gui.memory import Memory
from gui.pages import PAGES, Action
from gui.tray import TrayState, tray_state
from gui.widgets.times import relatively
from tests.gui.conftest import Running
from tests.gui.misbehaving import misbehaving
from tests.support.small_daemon import two_of_one_id
from tests.test_layout import REPOSITORY

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)
Opening = Callable[[Context], App]


def live(qtbot: QtBot, app: App) -> App:
    qtbot.waitUntil(
        lambda: app.session.link is LinkState.LIVE and app.session.hello is not None, timeout=20_000
    )
    return app


def controls(widget: QWidget) -> Iterator[QWidget]:
    yield from (one for one in widget.findChildren(QWidget) if isinstance(one, CONTROLS) and _is_ours(one))


def _is_ours(control: QWidget) -> bool:
    """Not a part Qt makes inside its own widgets."""
    around = control.parent()
    while around is not None:
        if isinstance(around, QAbstractItemView | QAbstractSpinBox | QComboBox | QLineEdit):
            return False
        around = around.parent()
    return not control.objectName().startswith("qt_")


def nameless(widget: QWidget) -> list[str]:
    return [
        f"{type(one).__name__} in {type(one.parent()).__name__}"
        for one in controls(widget)
        if not one.accessibleName() and not (isinstance(one, QAbstractButton) and one.text().strip())
    ]


def test_it_opens_live_and_quickly(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    app = open_app(running.context)
    live(qtbot, app)
    assert not app.window.banner.isVisible()
    qtbot.waitUntil(lambda: app.tray.state is TrayState.IDLE)
    assert "here" in app.window.header._daemon.text()


def test_the_start_imports_nothing_heavy() -> None:
    """What takes long to load is loaded by the page that needs it."""
    heavy = ("httpx", "structlog", "numpy", "pyqtgraph", "sqlalchemy", "adapters", "daemon")
    asked = f"import sys, gui.app; print(*[name for name in {heavy} if name in sys.modules])"
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == []


def test_a_lost_daemon_is_said_and_found_again(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    app = live(qtbot, open_app(running.context))
    path = running.server.socket_path
    running.server.stop()
    qtbot.waitUntil(app.window.banner.isVisible)
    assert "Trying again by itself. What you see is from" in app.window.banner.text
    assert app.tray.state is TrayState.DISCONNECTED
    assert app.window.stack.currentWidget() is app.window.page
    kept = Memory(Path(app.window.memory._file.fileName()))
    assert kept.health_of(str(path)) is not None
    from daemon.api.server import serve
    from daemon.instance import Instance

    with Instance.acquire(running.daemon.folder / "again") as held, serve(running.daemon, path, held=held):
        qtbot.waitUntil(lambda: app.session.link is LinkState.LIVE, timeout=10_000)
        assert not app.window.banner.isVisible()
        app.session.close()


def test_without_a_daemon_it_offers_the_ways_on(
    qtbot: QtBot, tmp_path: Path, open_app: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app(Context(name="local", place=Place(socket=tmp_path / "none")))
    qtbot.waitUntil(lambda: app.session.link is LinkState.ABSENT)
    assert app.window.stack.currentWidget() is app.window.welcome
    offered = [one.text() for one in app.window.welcome.message._made]
    assert offered == ["Start the daemon", "Try the demo", "Attach to another…"]
    begun: list[int] = []

    def begin() -> bool:
        begun.append(1)
        return True

    monkeypatch.setattr(app.window.starter, "start_daemon", begin)
    app.window.welcome.message._made[0].click()
    assert begun == [1]
    assert "Starting the daemon…" in app.window.welcome.message.text


def test_a_daemon_that_does_not_start_says_why(
    qtbot: QtBot, tmp_path: Path, open_app: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = (
        "raise SystemExit('log line\\nerror: crmsync.toml: nonsense\\x1b is not a known key\\nCorrect it.')"
    )
    monkeypatch.setattr(starting, "_DAEMON", ("-c", ends))
    app = open_app(Context(name="local", place=Place(socket=tmp_path / "none")))
    qtbot.waitUntil(lambda: app.session.link is LinkState.ABSENT)
    message = app.window.welcome.message
    message._made[0].click()
    qtbot.waitUntil(lambda: "It did not start" in message.text, timeout=30_000)
    assert "crmsync.toml: nonsense is not a known key. Correct it." in message.text
    assert message._made[0].text() == "Start the daemon", "and it can be tried again"


def test_more_questions_are_told_beside_the_clock_once(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    app = live(qtbot, open_app(running.context))
    qtbot.waitUntil(lambda: app.tray.state is TrayState.IDLE)
    told: list[str] = []
    app.tray.told.connect(told.append)
    other = QWidget()
    other.setObjectName("of a test")
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not app.window.isActiveWindow())
    health = running.client.health()

    def now(state: str, questions: int, sentence: str) -> None:
        app.session.health = health.model_copy(
            update={
                "state": state,
                "sentence": sentence,
                "waiting": {"conflict": {"open": questions}},
            }
        )
        app.session.health_changed.emit()

    now("stopped", 0, "paused")
    now("attention", 1, "one")
    now("attention", 2, "two")
    now("attention", 1, "one again")
    assert told == ["one"], "paused was not asked for, and the second question is within the minute"
    app.tray._quiet.stop()
    now("attention", 3, "three")
    assert told == ["one", "three"]
    assert [tray_state(LinkState.LIVE, app.session.health), tray_state(LinkState.REFUSED, health)] == [
        TrayState.ATTENTION,
        TrayState.DISCONNECTED,
    ]


def test_what_was_known_last_is_shown_until_it_is_live(
    qtbot: QtBot, running: Running, open_app: Opening, tmp_path: Path
) -> None:
    place = Place(socket=tmp_path / "none")
    with _speaking("en"):
        Memory(tmp_path / "app.ini").remember_health(str(place), running.client.health())
    app = open_app(Context(name="local", place=place))
    qtbot.waitUntil(lambda: app.session.link is LinkState.ABSENT)
    assert app.window.stack.currentWidget() is app.window.page
    assert app.window.banner.isVisible()
    (tmp_path / "app.ini").write_text("[window]\ngeometry=nonsense\npage=nowhere\n[look]\nmode=7\n")
    assert Memory(tmp_path / "app.ini").geometry is None


def test_what_was_told_in_another_language_is_not_shown(running: Running, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "app.ini")
    with _speaking("en"):
        memory.remember_health("here", running.client.health())
        assert memory.health_of("here") is not None
    with _speaking("de"):
        assert memory.health_of("here") is None


def test_where_no_language_is_set_the_words_are_english_with_their_plurals(qapp: QApplication) -> None:
    """A system without a locale ("C"), or with one that the app does not speak."""
    for language in ("C", "fr"):
        with _speaking(language):
            speak(qapp, "")
            assert relatively(22 * 3_600_000, 0) == "in 22 hours", language
            assert QLocale().toString(2_355) != "2355", language
    speak(qapp, "en")


def test_a_new_window_leaves_room_for_its_frame_on_the_screen() -> None:
    assert usual_size(QSize(1920, 1080)) == QSize(1440, 900)
    assert usual_size(QSize(1366, 740)) == QSize(1366, 700)
    assert usual_size(QSize(800, 800)) == QSize(1440, 900), "none fits a screen as small as this"


@contextmanager
def _speaking(language: str) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(language))
    try:
        yield
    finally:
        QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("spoken", "which"), [(9, "this app (to 0.0-test)"), (0, "the daemon, and restart it (to")]
)
def test_another_version_is_said_plainly(
    qtbot: QtBot,
    running: Running,
    open_app: Opening,
    monkeypatch: pytest.MonkeyPatch,
    spoken: int,
    which: str,
) -> None:
    """By a real daemon of another protocol: which version each side has, which one to update, what works meanwhile."""
    monkeypatch.setattr(border, "PROTOCOL", spoken)
    monkeypatch.setattr(standing, "PROTOCOL", spoken)
    app = open_app(running.context)
    message = app.window.welcome.message
    qtbot.waitUntil(lambda: "is version 0.0-test" in message.text)
    assert app.session.link is LinkState.REFUSED
    assert isinstance(app.session.trouble, ProtocolMismatch)
    assert (
        f"is version 0.0-test and speaks protocol {spoken}, this app is version {own_version()}"
        in message.text
    )
    assert f"Update {which}" in message.text
    assert "Meanwhile the daemon keeps your CRMs in step" in message.text


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a socket that is another user's")
def test_somebody_elses_socket_is_refused_plainly(qtbot: QtBot, tmp_path: Path, open_app: Opening) -> None:
    with misbehaving(tmp_path / "s", None) as server:
        os.chown(tmp_path / "s", 12_345, 12_345)
        app = open_app(Context(name="local", place=Place(socket=tmp_path / "s")))
        qtbot.waitUntil(lambda: app.session.link is LinkState.REFUSED)
        assert isinstance(app.session.trouble, SocketNotOurs)
        assert "belongs to another user" in app.window.welcome.message.text
        assert server.asked == []


def test_read_only_cannot_be_missed_and_offers_no_writing_act(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    context = context_of_socket(running.server.socket_path, name="acme")
    assert context.read_only
    app = live(qtbot, open_app(context))
    assert not app.session.may_write
    assert app.window.header._role.text() == "Not yours – read-only"
    assert app.window.header.property("banner") == "warn"
    app.window.add_action(Action(words="Pause everything", does=lambda: None, writes=True))
    dialog = app.window.open_commands()
    assert isinstance(dialog, Commands)
    dialog.asked.setText("pause")
    assert lines(dialog) == ["Search “pause” in all that happened"]
    dialog.close()


def test_the_palette_finds_pages_and_acts_by_keyboard(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    app = live(qtbot, open_app(running.context))
    done: list[str] = []
    app.window.add_action(Action(words="Count the sheep", does=lambda: done.append("counted")))
    app.window.activateWindow()
    QTest.keyClick(app.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = app.window.findChildren(Commands)
    QTest.keyClicks(dialog.asked, "cshp")
    assert [dialog.found.item(at).text() for at in range(dialog.found.count())] == [
        "Count the sheep",
        "Search “cshp” in all that happened",
    ]
    QTest.keyClick(dialog.asked, Qt.Key.Key_Return)
    assert done == ["counted"]


@pytest.mark.parametrize(
    ("letters", "words", "fits"),
    [("hlth", "Health", True), ("lh", "Health", True), ("hh x", "Health", False)],
)
def test_letters_match_in_their_order(letters: str, words: str, fits: bool) -> None:
    assert matches(letters, words) is fits


def test_the_page_that_was_open_is_remembered(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    app = live(qtbot, open_app(running.context))
    app.window.go_to(PAGES[-1].key)
    assert app.window.memory.page == ""
    app.window.close()
    assert app.window.memory.page == PAGES[-1].key


def test_the_dialog_to_attach_refuses_what_is_no_socket(
    qtbot: QtBot, running: Running, open_app: Opening, tmp_path: Path
) -> None:
    app = live(qtbot, open_app(running.context))
    dialog = AttachDialog(app.window.memory, app.window)
    dialog.show_socket()
    chosen: list[Context] = []
    dialog.chosen.connect(chosen.append)
    assert nameless(dialog) == []
    dialog.socket.setText(str(tmp_path / "nothing"))
    dialog._attach()
    assert "not running" in dialog.trouble.text()
    dialog.socket.setText(str(running.server.socket_path))
    dialog._attach()
    assert [context.read_only for context in chosen] == [True]


def test_the_palette_offers_what_can_be_begun_on_pages_that_were_never_opened(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    app = live(qtbot, open_app(running.context))
    for letters, page, dialog in (
        ("new mapping", "mappings", "NewMappingDialog"),
        ("add a rule", "rules", "RuleForm"),
        ("make a plan", "plans", "MakeDialog"),
    ):
        QTest.keyClick(palette(app, letters).asked, Qt.Key.Key_Return)
        assert app.window._current == page
        qtbot.waitUntil(partial(asks, app, dialog))
        for one in app.window.page.findChildren(QDialog):
            one.reject()


def asks(app: App, dialog: str) -> bool:
    shown = app.window.page.findChildren(QDialog)
    return any(type(one).__name__ == dialog and one.isVisible() for one in shown)


def palette(app: App, letters: str) -> Commands:
    dialog = app.window.open_commands()
    assert isinstance(dialog, Commands)
    QTest.keyClicks(dialog.asked, letters)
    return dialog


def lines(dialog: Commands) -> list[str]:
    return [dialog.found.item(at).text() for at in range(dialog.found.count())]


def says(dialog: Commands, wanted: list[str]) -> bool:
    return lines(dialog) == wanted


def test_the_palette_pauses_a_connection_and_resumes_it(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    app = live(qtbot, open_app(running.context))

    def is_told(state: str) -> bool:
        health = app.session.health
        return health is not None and health.connections[0].state == state

    qtbot.waitUntil(partial(is_told, "connected"))
    for letters, state in (("pause hs", "paused"), ("resume hs", "connected")):
        QTest.keyClick(palette(app, letters).asked, Qt.Key.Key_Return)
        qtbot.waitUntil(partial(is_told, state))
        assert running.client.get_connection("hs").state == state


def test_the_palette_finds_records_and_the_questions_about_them(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    made = running.client.create_record("contact", {"name": "Zora Quint", "email": "zora@quint.example"})
    running.daemon.settle()
    crm_id = running.daemon.store.links_of([made.id])[0].crm_id
    running.daemon.desk.edit(made.id, {"title": "ours"}, expected=None, by="person:anna")
    running.daemon.crm.user_edit("contacts", crm_id, {"t": "theirs"})
    running.daemon.settle()
    app = live(qtbot, open_app(running.context))
    for letters in ("quint", "zora@quint.example", made.id):
        found = palette(app, letters)
        wanted = [
            "Zora Quint <zora@quint.example> · contact",
            "Question · Zora Quint · title · hs",
            f"Search “{letters}” in all that happened",
        ]
        qtbot.waitUntil(partial(says, found, wanted))
        found.close()
    found = palette(app, "quint")
    qtbot.waitUntil(lambda: found.found.count() == 3)
    QTest.keyClick(found.asked, Qt.Key.Key_Down)
    QTest.keyClick(found.asked, Qt.Key.Key_Return)
    queue = app.window.page
    assert isinstance(queue, ConflictsPage)
    qtbot.waitUntil(lambda: queue.current is not None and queue.current.record_id == made.id)
    again = palette(app, "quint")
    qtbot.waitUntil(lambda: again.found.count() == 3)
    QTest.keyClick(again.asked, Qt.Key.Key_Return)
    activity = app.window.page
    assert isinstance(activity, ActivityPage)
    qtbot.waitUntil(lambda: activity.shown is activity.story and activity.story.told is not None)


def test_an_id_that_two_records_have_finds_both_and_is_told_with_what_names_each(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    ids = two_of_one_id(running.daemon)
    typed = f"hs:{running.daemon.store.links_of([ids[0]])[0].crm_id}"
    app = live(qtbot, open_app(running.context))
    found = palette(app, typed)
    wanted = ["Ann · contact", "Acme · contact", f"Search “{typed}” in all that happened"]
    qtbot.waitUntil(lambda: sorted(lines(found)) == sorted(wanted))
    found.close()
    app.window.go_to("activity")
    page = app.window.page
    assert isinstance(page, ActivityPage)
    page.log.named.emit(typed)
    qtbot.waitUntil(lambda: "Say which: " in app.window.toaster.text)
    told = app.window.toaster.text.partition("Say which: ")[2].removesuffix(".").split(", ")
    for name, one in zip(("Ann", "Acme"), told, strict=True):  # word for word
        page.log.named.emit(one)
        qtbot.waitUntil(partial(tells_of, page, name))
        page.go_back()


def tells_of(page: ActivityPage, name: str) -> bool:
    return page.shown is page.story and page.story.title.text() == name
