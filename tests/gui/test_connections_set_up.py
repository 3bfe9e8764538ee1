"""A CRM is connected from nothing to enabled in the app, against a sandbox, the real daemon, and a real OAuth redirect."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from urllib.request import urlopen

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.app import App
from gui.client import Place
from gui.connections.page import ConnectionsPage
from gui.connections.progress import Step
from gui.connections.step_choose import ChooseStep
from gui.connections.step_enable import EnableStep
from gui.connections.step_objects import ObjectsStep
from gui.connections.step_plan import PlanStep
from gui.connections.step_sign_in import SignInStep
from gui.connections.wizard import Wizard
from gui.context import Context
from gui.plans.plan_view import TRIAL
from tests.gui.test_shell import live, nameless
from tests.support.staging import SmallStage, staged

Opening = Callable[[Context], App]
LONG_MS = 60_000


class Browser(QObject):
    """What a person's browser does with a link: it follows it to the end, where the daemon listens."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        threading.Thread(target=self._follow, args=(self.opened[-1],), daemon=True).start()

    def _follow(self, link: str) -> None:
        with urlopen(link, timeout=20) as answer:  # noqa: S310 - the sandbox's own address
            answer.read()


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    QDesktopServices.setUrlHandler("http", made, "open")  # type: ignore[arg-type]  # the stub says bytes; it takes a name
    yield made
    QDesktopServices.unsetUrlHandler("http")


@pytest.fixture
def stage() -> Iterator[SmallStage]:
    """A sandbox full of records, and a daemon that knows of no connection."""
    with staged(records=30, crms="hubspot") as made:
        settings = made.places.config / "crmsync.toml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text[: text.index("[connections.hs]")] + "# the end\n", encoding="utf-8")
        shutil.rmtree(made.places.config / "mappings")
        (made.places.config / "mappings").mkdir()
        made.start_daemon()
        yield made


def typed(widget: QWidget, text: str) -> None:
    assert isinstance(widget, QLineEdit)
    widget.clear()
    QTest.keyClicks(widget, text)


def pressed(qtbot: QtBot, wizard: Wizard) -> None:
    qtbot.waitUntil(wizard.next.isEnabled, timeout=LONG_MS)
    wizard.next.setFocus()
    QTest.keyClick(wizard.next, Qt.Key.Key_Space)


def at(qtbot: QtBot, wizard: Wizard, step: Step) -> None:
    """It has come to this step; otherwise what the step it is at says instead."""

    def there() -> bool:
        page = wizard.pages[wizard.step]
        return wizard.step is step or (not page.busy and page.told.property("tone") == "bad")

    qtbot.waitUntil(there, timeout=LONG_MS)
    said = [one.text() for one in wizard.pages[wizard.step].findChildren(QLabel) if one.isVisible()]
    assert wizard.step is step, "\n".join(said)
    assert nameless(wizard) == []


def test_a_crm_is_connected_from_nothing_to_enabled(
    qtbot: QtBot, stage: SmallStage, browser: Browser, open_app: Opening
) -> None:
    box = stage.boxes["hs"]
    app = live(qtbot, open_app(Context(name="local", host="here", place=Place(socket=stage.client.socket))))
    app.window.go_to("connections")
    page = app.window.page
    assert isinstance(page, ConnectionsPage)
    qtbot.waitUntil(lambda: "No CRM" in page.message.text)
    page.message._made[0].click()
    wizard = page.wizard
    at(qtbot, wizard, Step.CHOOSE)
    choosing = wizard.pages[Step.CHOOSE]
    assert isinstance(choosing, ChooseStep)
    qtbot.waitUntil(lambda: choosing.system == "hubspot")
    choosing.loopback.click()
    for key, text in {
        "name": "hs",
        "client_id": box.part.client_id,
        "app_id": box.part.app_id,
        "api_url": box.url,
        "auth_url": f"{box.url}{box.part.authorize}",
        "token_url": f"{box.url}{box.part.issue}",
        "redirect_port": "0",
    }.items():
        typed(choosing.fields[key], text)
    pressed(qtbot, wizard)
    at(qtbot, wizard, Step.SIGN_IN)
    text = (stage.places.config / "crmsync.toml").read_text(encoding="utf-8")
    assert "# the end\n\n[connections.hs]\n" in text
    assert box.part.secret not in text
    signing = wizard.pages[Step.SIGN_IN]
    assert isinstance(signing, SignInStep)
    _leave_and_come_back(qtbot, page, Step.SIGN_IN)
    typed(signing.secret, box.part.secret)
    pressed(qtbot, wizard)
    at(qtbot, wizard, Step.CHECK)
    assert "state=" in browser.opened[0]
    assert signing.secret.text() == ""
    _map_and_prepare(qtbot, stage, page)
    _plan_and_enable(qtbot, stage, page)


def _leave_and_come_back(qtbot: QtBot, page: ConnectionsPage, step: Step) -> None:
    """The daemon knows where the set-up is."""
    wizard = page.wizard
    wizard.leave.click()
    qtbot.waitUntil(page.detail.go_on.isVisible)
    page.detail.go_on.click()
    at(qtbot, wizard, step)


def _map_and_prepare(qtbot: QtBot, stage: SmallStage, page: ConnectionsPage) -> None:
    wizard = page.wizard
    pressed(qtbot, wizard)
    at(qtbot, wizard, Step.OBJECTS)
    objects = wizard.pages[Step.OBJECTS]
    assert isinstance(objects, ObjectsStep)
    pressed(qtbot, wizard)
    at(qtbot, wizard, Step.RULES)
    assert [one.present for one in stage.client.list_needs("hs").rows] == [False, False, False]
    _leave_and_come_back(qtbot, page, Step.RULES)  # what the CRM lacks of ours is not passed over
    assert stage.client.list_plans("hs").rows == []
    rules = wizard.pages[Step.RULES]
    make = rules.needs.make  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: make.isVisible() and make.isEnabled(), timeout=LONG_MS)
    make.click()
    qtbot.waitUntil(lambda: all(one.present for one in stage.client.list_needs("hs").rows), timeout=LONG_MS)
    pressed(qtbot, wizard)


def _look_at_twenty(qtbot: QtBot, stage: SmallStage, page: ConnectionsPage, planning: PlanStep) -> None:
    """The first records are done and shown field by field; the rest waits, also for somebody who leaves and comes back."""
    wizard = page.wizard
    pressed(qtbot, wizard)
    qtbot.waitUntil(planning.take_back.isVisible, timeout=LONG_MS)
    assert sum(stage.client.health().records.values()) == TRIAL
    wizard.leave.click()
    qtbot.waitUntil(page.detail.go_on.isVisible)
    page.detail.go_on.click()
    at(qtbot, wizard, Step.PLAN)
    qtbot.waitUntil(planning.take_back.isVisible, timeout=LONG_MS)
    qtbot.waitUntil(lambda: planning.items.model.rowCount() == TRIAL, timeout=LONG_MS)
    assert {one.state for one in planning.items.model.rows} == {"applied"}
    qtbot.waitUntil(lambda: planning.items.fields.rowCount() > 0)
    qtbot.waitUntil(lambda: wizard.next.text() == "It is right: do the rest")


def _stop_the_rest(qtbot: QtBot, stage: SmallStage, wizard: Wizard, planning: PlanStep) -> None:
    """Somebody thinks better of it while the CRM is slow: nothing more is done, and what was done is there to look at."""
    stage.boxes["hs"].set_faults({"latency_floor_ms": 10_000})
    pressed(qtbot, wizard)
    qtbot.waitUntil(planning.stop.isVisible, timeout=LONG_MS)
    assert wizard.next.text() == "Being done…" and not wizard.next.isEnabled()
    assert planning._head.text() == "It is being done"
    planning.stop.setFocus()
    QTest.keyClick(planning.stop, Qt.Key.Key_Space)
    assert planning.told.text() == "Stopping…"
    qtbot.waitUntil(lambda: wizard.next.text() == "It is right: do the rest", timeout=LONG_MS)
    qtbot.waitUntil(wizard.next.isEnabled)
    assert not planning.stop.isVisible() and planning.take_back.isVisible() and planning.again.isVisible()
    assert planning.plan is not None
    told = stage.client.get_plan(planning.plan.id).plan
    assert told.state == "approved" and told.reason.startswith("stopped: ")
    assert sum(stage.client.health().records.values()) == TRIAL
    stage.boxes["hs"].set_faults({})


def _plan_and_enable(qtbot: QtBot, stage: SmallStage, page: ConnectionsPage) -> None:
    wizard = page.wizard
    at(qtbot, wizard, Step.PLAN)
    planning = wizard.pages[Step.PLAN]
    assert isinstance(planning, PlanStep)
    qtbot.waitUntil(lambda: planning.plan is not None and planning.plan.state == "draft", timeout=LONG_MS)
    qtbot.waitUntil(lambda: planning.items.model.rowCount() > 0, timeout=LONG_MS)
    assert planning.plan is not None
    assert planning.items.model.rows[0].record_name, "what is not there yet is called by its name too"
    assert planning.plan.counts["create_hub"] > 30
    assert stage.client.health().records == {} or not sum(stage.client.health().records.values())
    assert not planning.stop.isVisible()
    _look_at_twenty(qtbot, stage, page, planning)
    _stop_the_rest(qtbot, stage, wizard, planning)
    pressed(qtbot, wizard)
    at(qtbot, wizard, Step.ENABLE)
    enabling = wizard.pages[Step.ENABLE]
    assert isinstance(enabling, EnableStep)
    qtbot.waitUntil(enabling.developer_key.isVisible, timeout=LONG_MS)
    assert sum(stage.client.health().records.values()) > 30
    assert stage.client.get_connection("hs").state == "paused"
    assert enabling.needs.isHidden() and enabling._head.text() == "Everything is in place"
    pressed(qtbot, wizard)
    qtbot.waitUntil(lambda: not wizard.isVisible(), timeout=LONG_MS)
    stage.told("hs", lambda one: one.state == "connected", "it is enabled")
    assert stage.is_live("hs")
