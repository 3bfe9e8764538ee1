"""The page of connections on a real daemon: what it shows, what a key does, what it says before it takes something away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.wire.models import ConnectionWord, TokenWord
from gui.app import App
from gui.connections.page import ConnectionsPage
from gui.connections.progress import Step, is_unfinished, step_of
from gui.connections.step_check import CheckStep
from gui.connections.step_choose import ChooseStep
from gui.connections.step_enable import EnableStep
from gui.connections.step_sign_in import SignInStep
from gui.context import Context, context_of_socket
from gui.widgets.asking import Asking
from tests.gui.conftest import Running
from tests.gui.test_shell import live, nameless

Opening = Callable[[Context], App]
HOSTILE = "<b>no</b> \u202egnp.exe\x07 " + "x" * 65_536


@pytest.fixture
def first_page() -> str:
    return "connections"


def opened(qtbot: QtBot, app: App) -> ConnectionsPage:
    live(qtbot, app)
    page = app.window.page
    assert isinstance(page, ConnectionsPage)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1 and page.detail.state.text() != "")
    return page


def shown(page: ConnectionsPage) -> set[str]:
    return {key for key, one in page.detail._buttons.items() if one.isVisible()}


def test_a_connection_is_shown_paused_and_goes_on_by_keyboard(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    page = opened(qtbot, open_app(running.context))
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert nameless(page) == []
    assert {"pause", "sync", "compare", "sign_out"} <= shown(page)
    QTest.keyClick(page.detail._buttons["pause"], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: running.daemon.paused == {"hs"} and "resume" in shown(page))
    assert "pause" not in shown(page)
    QTest.keyClick(page.detail._buttons["resume"], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not running.daemon.paused)


def test_what_takes_something_away_says_first_what_changes(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    running.client.sign_in("hs", "app", "s3cret")
    page = opened(qtbot, open_app(running.context))
    page.detail._buttons["sign_out"].click()
    dialog = page.findChild(Asking)
    assert isinstance(dialog, Asking)
    assert any("Changes are kept" in one.text() for one in dialog.findChildren(QLabel))
    dialog.reject()
    assert running.daemon.secrets_given
    page.detail._buttons["sign_out"].click()
    page.findChildren(Asking)[-1].yes.click()
    qtbot.waitUntil(lambda: not running.daemon.secrets_given)


def test_the_needs_are_asked_for_and_created(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    app = open_app(running.context)
    page = opened(qtbot, app)
    needs = page.detail.needs
    needs.look.click()
    qtbot.waitUntil(lambda: "Asking" not in needs._sentence.text())
    assert needs.make.isVisible() == any(not one.present for one in running.client.list_needs("hs").rows)
    needs.look.click()
    assert not needs.look.isEnabled()
    app.window.attach(running.context)
    assert needs.look.isEnabled(), "the former daemon will never answer"


def test_the_check_names_a_right_that_was_not_granted(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    app = open_app(running.context)
    opened(qtbot, app)
    [one] = running.client.list_connections().rows
    token = TokenWord(ends_at=None, renewal="refresh", sentence="", lacking=["crm.objects.deals.write"])
    step = CheckStep(app.window)
    step.setParent(app.window)
    step.name = "hs"
    step.show()
    step.entered()
    step.take(one.model_copy(update={"token": token}))
    told = " ".join(label.text() for label in step.findChildren(QLabel))
    assert "Look here: not granted: crm.objects.deals.write" in told
    qtbot.waitUntil(step.may_go)
    assert "The rest can begin" in step.told.text()
    step.take(one)
    step.entered()
    qtbot.waitUntil(lambda: "Nothing speaks against it" in step.told.text())


def test_the_last_step_calls_nothing_in_place_that_the_crm_lacks(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    running.daemon.crm.prepared.clear()
    app = open_app(running.context)
    opened(qtbot, app)
    step = EnableStep(app.window)
    step.setParent(app.window)
    step.name = "hs"
    step.show()
    step.entered()
    qtbot.waitUntil(step.needs.isVisible)
    assert step._head.text() == "Something is missing in the CRM" and step.may_go()
    step.needs.make.click()
    qtbot.waitUntil(lambda: not step.needs.isVisible())
    assert step._head.text() == "Everything is in place" and "contacts" in running.daemon.crm.prepared


def test_nothing_that_writes_is_there_in_a_read_only_window(
    qtbot: QtBot, running: Running, open_app: Opening
) -> None:
    page = opened(qtbot, open_app(context_of_socket(running.server.socket_path, name="acme")))
    assert shown(page) == set()
    assert not page.add.isVisible()
    assert not page.detail.go_on.isVisible()


def test_what_a_crm_says_does_not_break_the_page(qtbot: QtBot, running: Running, open_app: Opening) -> None:
    running.daemon.trouble = {"reason": HOSTILE, "advice": HOSTILE}
    page = opened(qtbot, open_app(running.context))
    qtbot.waitUntil(page.detail._reason.isVisible)
    assert page.detail._reason.textFormat() is Qt.TextFormat.PlainText
    assert "\u202e" not in page.detail._reason.text()
    assert page.detail.width() <= page.width()
    assert all(one.isEnabled() for one in page.findChildren(QPushButton) if one.isVisible())


class Nobody(QObject):
    """In place of a browser: the small daemon asks for one whatever the flow."""

    @Slot(QUrl)
    def open(self, _url: QUrl) -> None:
        """Nothing is opened."""


def test_a_server_signs_in_by_its_key_and_the_app_keeps_nothing_of_it(
    qtbot: QtBot, running: Running, open_app: Opening, tmp_path: Path
) -> None:
    page = opened(qtbot, open_app(running.context))
    page.begin()
    choosing, signing = page.wizard.pages[Step.CHOOSE], page.wizard.pages[Step.SIGN_IN]
    assert isinstance(choosing, ChooseStep) and isinstance(signing, SignInStep)
    qtbot.waitUntil(lambda: choosing.system != "")
    shown = {}
    for made in choosing.group.buttons():
        made.click()
        for at in range(choosing.way.count()):
            choosing.way.setCurrentIndex(at)
            fields = {key for key, one in choosing.fields.items() if not one.isHidden()}
            shown[choosing.system, choosing.flow] = fields & {"username", "tenant", "redirect_port"}
    assert shown["salesforce", "browser"] == {"redirect_port"}
    assert shown["salesforce", "jwt"] == {"username"}
    assert shown["dynamics", "application"] == {"tenant"} == shown["dynamics", "device"]
    next(one for one in choosing.group.buttons() if one.property("system") == "salesforce").click()
    choosing.way.setCurrentIndex(choosing.way.findData("jwt"))
    for key, text in {"name": "sf", "client_id": "app", "username": "int@acme.example"}.items():
        choosing.fields[key].setText(text)
    settings = running.daemon.places[0] / "crmsync.toml"
    settings.write_text('[connections.hs]\nsystem = "hubspot"\n', encoding="utf-8")
    page.wizard.next.click()
    qtbot.waitUntil(lambda: 'flow = "jwt"' in settings.read_text(encoding="utf-8"))
    assert 'username = "int@acme.example"' in settings.read_text(encoding="utf-8")

    secret = tmp_path / "server.key"
    secret.write_text("-----BEGIN PRIVATE KEY-----", encoding="ascii")
    word = running.client.get_connection("hs").model_copy(
        update={"system": "salesforce", "flow": "jwt", "state": "sign_in_needed"}
    )
    page.wizard.name = "hs"
    page.wizard.go(Step.SIGN_IN)
    page.wizard._again.stop()
    signing.take(word)
    qtbot.waitUntil(signing.secret.isHidden)
    assert not signing.key.isHidden() and signing.by_link.isHidden() and signing.next_words() == "Sign in"
    signing.key.path.setText(str(secret))
    signing.client_id.setText("app")
    nobody = Nobody()
    QDesktopServices.setUrlHandler("https", nobody, "open")  # type: ignore[arg-type]  # the stub says bytes
    signing.advance()
    qtbot.waitUntil(lambda: running.daemon.keys_given == ["-----BEGIN PRIVATE KEY-----"])
    qtbot.waitUntil(lambda: signing.key.path.text() == "")
    QDesktopServices.unsetUrlHandler("https")
    kept = (tmp_path / "app.ini").read_text(encoding="utf-8") if (tmp_path / "app.ini").exists() else ""
    assert "PRIVATE KEY" not in kept


@pytest.mark.parametrize(
    ("state", "phases", "step", "unfinished"),
    [
        ("sign_in_needed", [], Step.SIGN_IN, True),
        ("sign_in_needed", ["live"], Step.SIGN_IN, False),
        ("new", [], Step.SIGN_IN, True),
        ("paused", [], Step.CHECK, True),
        ("paused", ["backfill", "live"], Step.PLAN, True),
        ("connected", ["plan_needed"], Step.PLAN, True),
        ("connected", ["backfill"], Step.DONE, False),
        ("paused", ["live"], Step.ENABLE, False),
        ("connected", ["live"], Step.DONE, False),
    ],
)
def test_the_daemon_tells_where_a_set_up_is(
    running: Running, state: str, phases: list[str], step: Step, unfinished: bool
) -> None:
    one = running.client.get_connection("hs")
    parts = [one.objects[0].model_copy(update={"phase": phase}) for phase in phases]
    word: ConnectionWord = one.model_copy(update={"state": state, "objects": parts})
    assert step_of(word) is step
    assert is_unfinished(word) is unfinished
    assert step_of(None) is Step.CHOOSE
