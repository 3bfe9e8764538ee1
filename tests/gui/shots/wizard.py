"""The set-up of a connection from nothing to enabled, step by step, against a sandbox and a daemon that has none yet."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from gui.app import App
from gui.connections.page import ConnectionsPage
from gui.connections.progress import Step
from gui.connections.step_choose import ChooseStep
from gui.connections.step_plan import PlanStep
from gui.connections.step_sign_in import SignInStep
from gui.connections.wizard import Wizard
from gui.context import LinkState
from tests.gui.shots.camera import Camera, pause, wait_until
from tests.gui.shots.stage import Look, of_socket, opened, wait_for
from tests.support.staging import SmallStage, staged

_LONG_MS = 60_000


class Browser(QObject):
    """What a person's browser does with a link: it follows it to the end, where the daemon listens."""

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        link = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        threading.Thread(target=self._follow, args=(link,), daemon=True).start()

    def _follow(self, link: str) -> None:
        with urlopen(link, timeout=20) as answer:  # noqa: S310 - the sandbox's own address
            answer.read()


@contextmanager
def bare() -> Iterator[SmallStage]:
    """A sandbox full of records, and a daemon that knows of no connection."""
    with staged(records=60, crms="hubspot") as stage:
        settings = stage.places.config / "crmsync.toml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text[: text.index("[connections.hs]")], encoding="utf-8")
        shutil.rmtree(stage.places.config / "mappings")
        (stage.places.config / "mappings").mkdir()
        stage.start_daemon()
        yield stage


def walk(qt: QApplication, camera: Camera, look: Look) -> None:
    browser = Browser()
    QDesktopServices.setUrlHandler("http", browser, "open")  # type: ignore[arg-type]  # the stub says bytes; it takes a name
    try:
        with bare() as stage, opened(qt, of_socket(stage.client.socket), look) as app:
            wait_for(app, look, LinkState.LIVE)
            app.window.go_to("connections")
            page = app.window.page
            assert isinstance(page, ConnectionsPage)
            page.begin()
            for step in Step:
                if step is Step.DONE or not _comes_to(page.wizard, step):
                    break
                pause(look.settles_ms)
                _fill(page.wizard, stage)
                pause(300)
                name = step.name.lower().replace("_", "-")
                camera.take(app.window, f"wizard-{name}-{look.mode.value}")
                wait_until(page.wizard.next.isEnabled, _LONG_MS)
                page.wizard.next.click()
                if step is Step.PLAN:
                    _look_at_trial(page.wizard, camera, app, look)
    finally:
        QDesktopServices.unsetUrlHandler("http")


def _look_at_trial(wizard: Wizard, camera: Camera, app: App, look: Look) -> None:
    """The first records are done and the plan waits: what there is to see, and what taking them back would do."""
    step = wizard.pages[Step.PLAN]
    assert isinstance(step, PlanStep)
    if not wait_until(step.take_back.isVisible, _LONG_MS):
        return
    pause(look.settles_ms)
    camera.take(app.window, f"wizard-trial-{look.mode.value}")
    step.take_back.click()
    wait_until(lambda: step.undo is not None and step.undo.shows_content, _LONG_MS)
    pause(look.settles_ms)
    camera.take(app.window, f"wizard-trial-undo-{look.mode.value}")
    if step.undo is not None:
        step.undo.closed.emit()
    wait_until(wizard.next.isEnabled, _LONG_MS)
    wizard.next.click()


def _comes_to(wizard: Wizard, step: Step) -> bool:
    return wait_until(lambda: wizard.step is step, _LONG_MS)


def _fill(wizard: Wizard, stage: SmallStage) -> None:
    """What a person types at this step, and waits for before going on."""
    box = stage.boxes["hs"]
    page = wizard.pages[wizard.step]
    if isinstance(page, ChooseStep):
        page.loopback.click()
        for key, text in {
            "name": "hs",
            "client_id": box.part.client_id,
            "app_id": box.part.app_id,
            "api_url": box.url,
            "auth_url": f"{box.url}{box.part.authorize}",
            "token_url": f"{box.url}{box.part.issue}",
            "redirect_port": "0",
        }.items():
            page.fields[key].setText(text)
    elif isinstance(page, SignInStep):
        page.secret.setText(box.part.secret)
    elif wizard.step is Step.RULES:
        page.needs.make.click()  # type: ignore[attr-defined]
        wait_until(lambda: all(one.present for one in stage.client.list_needs("hs").rows), _LONG_MS)
    elif wizard.step is Step.PLAN:
        wait_until(lambda: page.plan is not None and page.plan.state == "draft", _LONG_MS)  # type: ignore[attr-defined]
