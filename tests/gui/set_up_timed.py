"""A CRM is connected from nothing to enabled by the app's own controls, and every step's share of the clock is told.

    python -m tests.gui.set_up_timed [--records 1000] [--pictures FOLDER]

A sandbox of HubSpot, a daemon as a process of its own, the real redirect. Nobody thinks or reads here, so what is told is
what the machine takes; beside it stand the decisions a person has to make and the keys they have to press for it.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from gui.app import build
from gui.client import Place
from gui.connections.page import ConnectionsPage
from gui.connections.progress import Step
from gui.connections.wizard import Wizard
from gui.context import Context
from gui.memory import Memory
from gui.theme import Mode
from tests.gui.shots.camera import pause
from tests.gui.test_connections_set_up import Browser
from tests.support.staging import SmallStage, staged

PATIENCE_S = 300.0


@dataclass(slots=True)
class Told:
    """What one step cost: decisions and keys of a person, seconds of the machine."""

    name: str
    decisions: int = 0
    keys: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Way:
    wizard: Wizard
    pictures: Path | None
    steps: list[Told] = field(default_factory=list)
    _began: float = 0.0

    def begin(self, name: str) -> None:
        self.steps.append(Told(name=name))
        self._began = time.monotonic()

    def paste(self, widget: QLineEdit, text: str) -> None:
        """A person pastes it: one key, however long it is."""
        widget.setText(text)
        self.steps[-1].keys += 1

    def press(self, what: str = "") -> None:
        """The step's button; `what` is decided by it, "" where it only goes on."""
        self.until(self.wizard.next.isEnabled, f"{self.steps[-1].name} can go on")
        self.steps[-1].decisions += bool(what)
        self.wizard.next.click()

    def until(self, there: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while not there():
            page = self.wizard.pages[self.wizard.step]
            if not page.busy and page.told.property("tone") == "bad":
                raise SystemExit(f"{what}: {page.told.text()}")
            if time.monotonic() > end:
                raise SystemExit(f"it never came to this: {what}")
            pause(20)
        self.steps[-1].seconds = time.monotonic() - self._began

    def at(self, step: Step) -> None:
        self.until(lambda: self.wizard.step is step, step.name)

    def picture(self, name: str) -> None:
        if self.pictures is not None:
            pause(600)
            self.wizard.window().grab().save(str(self.pictures / f"set-up-{name}.png"))


def go(way: Way, stage: SmallStage) -> None:
    wizard, box = way.wizard, stage.boxes["hs"]
    way.begin("Choose")
    choosing = wizard.pages[Step.CHOOSE]
    way.until(lambda: choosing.system == "hubspot", "the CRMs are listed")  # type: ignore[attr-defined]
    choosing.loopback.click()  # type: ignore[attr-defined]  # a sandbox; and its addresses, which a vendor's need not
    for key, text in {
        "api_url": box.url,
        "auth_url": f"{box.url}{box.part.authorize}",
        "token_url": f"{box.url}{box.part.issue}",
        "redirect_port": "0",
    }.items():
        choosing.fields[key].setText(text)  # type: ignore[attr-defined]
    choosing.fields["name"].setText("hs")  # type: ignore[attr-defined]
    way.paste(choosing.fields["client_id"], box.part.client_id)  # type: ignore[attr-defined]
    way.paste(choosing.fields["app_id"], box.part.app_id)  # type: ignore[attr-defined]
    way.picture("choose")
    way.press("which CRM")
    way.at(Step.SIGN_IN)
    way.picture("sign-in")
    way.begin("Sign in")
    way.paste(wizard.pages[Step.SIGN_IN].secret, box.part.secret)  # type: ignore[attr-defined]
    way.press("that the access is allowed")
    way.at(Step.CHECK)
    way.begin("Check")
    way.until(wizard.next.isEnabled, "everything was looked at")
    way.picture("check")
    way.begin("Objects")
    way.press()
    way.at(Step.OBJECTS)
    way.until(wizard.next.isEnabled, "the objects are listed")
    way.picture("objects")
    way.press("which objects")
    way.at(Step.RULES)
    way.begin("Rules")
    needs = wizard.pages[Step.RULES].needs  # type: ignore[attr-defined]
    way.until(needs.make.isVisible, "it is told what is needed")
    way.picture("rules")
    way.steps[-1].decisions += 1
    needs.make.click()
    way.until(lambda: all(one.present for one in stage.client.list_needs("hs").rows), "it is prepared")
    plan(way)
    way.begin("Enable")
    way.picture("enable")
    way.press("that it goes on")
    way.until(lambda: not wizard.isVisible(), "it is enabled")


def plan(way: Way) -> None:
    planning = way.wizard.pages[Step.PLAN]
    way.begin("Plan")
    way.press()
    way.at(Step.PLAN)
    drafted = lambda: planning.plan is not None and planning.plan.state == "draft"  # type: ignore[attr-defined] # noqa: E731
    way.until(drafted, "the plan is made")
    way.picture("plan")
    way.begin("The first 20")
    way.press("that a few are tried")
    way.until(planning.take_back.isVisible, "the first records are done")  # type: ignore[attr-defined]
    way.picture("trial")
    way.begin("The rest")
    way.press("that it is right")
    way.at(Step.ENABLE)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.gui.set_up_timed")
    parser.add_argument("--records", type=int, default=1_000)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--dark", action="store_true")
    given = parser.parse_args()
    qt = QApplication([])
    browser = Browser()
    QDesktopServices.setUrlHandler("http", browser, "open")  # type: ignore[arg-type]  # the stub says bytes
    with staged(records=given.records, crms="hubspot") as stage, tempfile.TemporaryDirectory() as folder:
        settings = stage.places.config / "crmsync.toml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text[: text.index("[connections.hs]")], encoding="utf-8")
        shutil.rmtree(stage.places.config / "mappings")
        (stage.places.config / "mappings").mkdir()
        stage.start_daemon()
        context = Context(name="local", host="here", place=Place(socket=stage.client.socket))
        mode = Mode.DARK if given.dark else Mode.LIGHT
        app = build(qt, context, memory=Memory(Path(folder) / "app.ini"), mode=mode, language="en")
        app.window.resize(1440, 900)
        app.window.show()
        app.window.go_to("connections")
        page = app.window.page
        assert isinstance(page, ConnectionsPage)
        while app.session.hello is None:
            QTest.qWait(50)
        page.begin()
        way = Way(wizard=page.wizard, pictures=given.pictures)
        go(way, stage)
        app.window.close()
    tell(way.steps)
    return 0


def tell(steps: list[Told]) -> None:
    for one in steps:
        sys.stdout.write(
            f"{one.name:14} {one.decisions:2} decisions {one.keys:2} pasted {one.seconds:7.1f} s\n"
        )
    total = [sum(getattr(one, name) for one in steps) for name in ("decisions", "keys", "seconds")]
    sys.stdout.write(f"{'all':14} {total[0]:2} decisions {total[1]:2} pasted {total[2]:7.1f} s\n")


if __name__ == "__main__":
    sys.exit(main())
