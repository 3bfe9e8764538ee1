"""Every page, dialog and step of the set-up without a mouse and without eyes for colour: names, Tab, focus, contrast."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from core.schema import FieldType
from gui.activity.page import ActivityPage
from gui.app import App
from gui.attach import AttachDialog
from gui.conflicts.always import AlwaysDialog
from gui.conflicts.dialogs import EscalateDialog, SnoozeDialog, ValueDialog
from gui.conflicts.page import ConflictsPage
from gui.connections.page import ConnectionsPage
from gui.connections.progress import Step
from gui.context import Context
from gui.mapping.history import HistoryDialog
from gui.mapping.inline_rule import InlineRule
from gui.mapping.new_field import NewFieldDialog
from gui.mapping.new_mapping import NewMappingDialog
from gui.mapping.page import MappingsPage
from gui.pages import PAGES
from gui.plans.making import MakeDialog
from gui.plans.page import PlansPage
from gui.rules.form import RuleForm
from gui.rules.page import RulesPage
from gui.ssh.host import SshHost
from gui.stylesheet import stylesheet
from gui.tickets.dialog import TicketDialog, open_ticket
from gui.tokens import DARK, LIGHT, Colours, contrast
from gui.undo.dialog import UndoDialog
from gui.widgets.pill import Pill
from tests.gui.conftest import Running
from tests.gui.furnished import furnish
from tests.gui.test_shell import live, nameless

Opening = Callable[[Context], App]
MOST_STEPS = 200


def says(one: QWidget) -> str:
    text = getattr(one, "text", None)
    return f"{type(one).__name__} {one.accessibleName() or (text() if callable(text) else '')!r}"


def reachable(room: QWidget) -> set[QWidget]:
    """What Tab has to come to: everything that takes part in its way and is there to be used."""
    found: set[QWidget] = set()
    for one in room.findChildren(QWidget):
        there = one.isVisibleTo(room) and one.isEnabled() and one.window() is room.window()
        holder = one.focusProxy() or one
        if there and holder.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus:
            found.add(holder)
    return {one for one in found if not isinstance(one.parent(), QTabBar)}


def way_of_tab(room: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """Where real Tab keys lead from the first control, until they come round."""
    room.activateWindow()
    QTest.qWaitForWindowActive(room)
    way: list[QWidget] = []
    for _ in range(MOST_STEPS):
        QTest.keyClick(QApplication.focusWidget() or room, key)
        now = QApplication.focusWidget()
        if way and now is way[-1]:
            continue  # from link to link within a text
        if now is None or now in way:
            break
        way.append(now)
    return way


def without_sign(way: list[QWidget]) -> list[str]:
    """The controls that look the same with the focus as without it."""
    found = []
    QApplication.processEvents()  # what came into sight on the way has its place
    for one, after in zip(way, [*way[1:], *way[:1]], strict=True):
        if one.window() is not after.window() or one is after:
            continue
        one.setFocus(Qt.FocusReason.TabFocusReason)
        held = picture(one)
        after.setFocus(Qt.FocusReason.TabFocusReason)
        if differing(held, picture(one)) < 12:
            found.append(f"{says(one)} before {says(after)}")
    return found


def picture(one: QWidget) -> QImage:
    return one.grab().toImage()


def differing(one: QImage, other: QImage) -> int:
    """How many points differ, at most as many as are wanted; the caret of a field is not enough of a sign."""
    if one.size() != other.size():
        return MOST_STEPS
    if one == other:
        return 0
    count = 0
    for y in (
        *range(min(6, one.height())),
        *range(max(0, one.height() - 6), one.height()),
        one.height() // 2,
    ):
        for x in range(0, one.width(), 2):
            count += one.pixel(x, y) != other.pixel(x, y)
            if count > 40:
                return count
    return count


def faults(room: QWidget) -> list[str]:
    """What speaks against a window, as sentences."""
    found = [f"without a name: {one}" for one in nameless(room)]
    way = way_of_tab(room)
    found += [f"Tab does not come to {says(one)}" for one in reachable(room) - set(way)]
    backwards = way_of_tab(room, Qt.Key.Key_Backtab)
    found += [f"Shift+Tab does not come to {says(one)}" for one in set(way) - set(backwards)]
    found += [f"the focus is not seen on {one}" for one in without_sign(way)]
    for pill in room.findChildren(Pill):
        if pill.isVisibleTo(room) and not pill.text().strip():
            found.append("a state that is only a colour")
    for tinted in room.findChildren(QLabel):
        if tinted.isVisibleTo(room) and tinted.property("tone") and not tinted.text().strip():
            found.append("a label that is only a colour")
    return found


def settle(qtbot: QtBot, app: App) -> None:
    """Nothing is on its way any more."""
    client = app.session._client
    qtbot.wait(5)
    qtbot.waitUntil(lambda: not client._under_way, timeout=20_000)
    qtbot.wait(5)


@pytest.fixture
def app(qtbot: QtBot, running: Running, open_app: Opening) -> App:
    furnish(running.daemon, running.client, conflicts=3)
    return live(qtbot, open_app(running.context))


def test_every_page_is_worked_without_a_mouse(qtbot: QtBot, app: App) -> None:
    found = {}
    for entry in PAGES:
        app.window.go_to(entry.key)
        settle(qtbot, app)
        if wrong := faults(app.window):
            found[entry.key] = wrong
    assert not found, "\n".join(f"{page}: {one}" for page, all_ in found.items() for one in all_)


def test_every_dialog_is_worked_without_a_mouse(qtbot: QtBot, running: Running, app: App) -> None:
    found = {}
    for name, opening in (dialogs_of_the_window(qtbot, app) | dialogs(qtbot, running, app)).items():
        dialog = opening()
        dialog.show()
        settle(qtbot, app)
        if wrong := faults(dialog):
            found[name] = wrong
        dialog.close()
    assert not found, "\n".join(f"{name}: {one}" for name, all_ in found.items() for one in all_)


def page(qtbot: QtBot, app: App, key: str) -> QWidget:
    app.window.go_to(key)
    settle(qtbot, app)
    return app.window.page


def last(qtbot: QtBot, kind: type[QWidget], over: QWidget) -> QWidget:
    qtbot.waitUntil(lambda: bool(over.findChildren(kind)))
    return over.findChildren(kind)[-1]


def dialogs_of_the_window(qtbot: QtBot, app: App) -> dict[str, Callable[[], QWidget]]:
    """Those that can be opened from anywhere."""

    def ticket() -> QWidget:
        dialog: TicketDialog = open_ticket(app.window, app.window)
        qtbot.waitUntil(lambda: dialog.files.count() == 2)
        return dialog

    def saved_host() -> QWidget:
        app.window.memory.hosts = [SshHost(name="Acme", host="acme.example", user="crm")]
        dialog = AttachDialog(app.window.memory, app.window)
        dialog.host.known.setCurrentIndex(1)
        assert dialog.host.user.text() == "crm"
        return dialog

    return {
        "attach": lambda: AttachDialog(app.window.memory, app.window),
        "attach to a saved host": saved_host,
        "commands": app.window.open_commands,
        "the guide": app.window.open_guide,
        "a ticket": ticket,
    }


def dialogs_of_mappings(qtbot: QtBot, app: App) -> dict[str, Callable[[], QWidget]]:
    def history() -> QWidget:
        mappings = page(qtbot, app, "mappings")
        assert isinstance(mappings, MappingsPage)
        qtbot.waitUntil(lambda: mappings.draft is not None)
        mappings.look_back()
        return last(qtbot, HistoryDialog, mappings)

    def new_mapping() -> QWidget:
        mappings = page(qtbot, app, "mappings")
        assert isinstance(mappings, MappingsPage)
        mappings.new.click()
        return last(qtbot, NewMappingDialog, mappings)

    def new_field() -> QWidget:
        mappings = page(qtbot, app, "mappings")
        assert isinstance(mappings, MappingsPage)
        qtbot.waitUntil(lambda: mappings.draft is not None and mappings.draft.sides is not None)
        mappings.editor.new_field.click()
        dialog = last(qtbot, NewFieldDialog, mappings)
        assert isinstance(dialog, NewFieldDialog)
        dialog.type.setCurrentIndex(dialog.type.findData(FieldType.CHOICE.value))
        dialog.label.setText("Colour")
        qtbot.waitUntil(dialog.yes.isEnabled)
        return dialog

    def rule_at_its_curve() -> QWidget:
        mappings = page(qtbot, app, "mappings")
        assert isinstance(mappings, MappingsPage)
        qtbot.waitUntil(lambda: mappings.draft is not None and mappings.draft.sides is not None)
        mappings.editor.canvas.open_rule("name")
        return last(qtbot, InlineRule, mappings)

    return {
        "history": history,
        "a new mapping": new_mapping,
        "a new field": new_field,
        "a rule at its curve": rule_at_its_curve,
    }


def dialogs(qtbot: QtBot, running: Running, app: App) -> dict[str, Callable[[], QWidget]]:
    """Those that a person meets, each made as its page makes it."""

    def question(does: str, kind: type[QWidget]) -> Callable[[], QWidget]:
        def opening() -> QWidget:
            queue = page(qtbot, app, "conflicts")
            assert isinstance(queue, ConflictsPage)
            at = next(at for at, one in enumerate(queue.model.rows) if one.conflict is not None)
            queue.list.setCurrentIndex(queue.model.index(at, 0))
            settle(qtbot, app)
            assert queue.detail.shows_content and queue.detail.offers
            if does:
                getattr(queue.aside, does)()
            else:
                QTest.keyClick(queue.list, Qt.Key.Key_E)
            return last(qtbot, kind, queue)

        return opening

    def plan() -> QWidget:
        plans = page(qtbot, app, "plans")
        assert isinstance(plans, PlansPage)
        plans.ask_to_make("hs")
        return last(qtbot, MakeDialog, plans)

    def rule() -> QWidget:
        rules = page(qtbot, app, "rules")
        assert isinstance(rules, RulesPage)
        rules.ask_for_one()
        return last(qtbot, RuleForm, rules)

    def undo() -> QWidget:
        activity = page(qtbot, app, "activity")
        assert isinstance(activity, ActivityPage)
        done = running.client.search_activity(kind="create", limit=9).rows
        activity.look_at({"run": next(one.run for one in done if one.run)})
        qtbot.waitUntil(lambda: activity.run.shows_content)
        activity.run.undo.click()
        dialog = last(qtbot, UndoDialog, activity)
        assert isinstance(dialog, UndoDialog)
        qtbot.waitUntil(lambda: dialog.view.items.rowCount() > 0)
        return dialog

    return {
        "a value by hand": question("", ValueDialog),
        "snooze": question("snooze", SnoozeDialog),
        "assign": question("escalate", EscalateDialog),
        "always": question("always", AlwaysDialog),
        "a plan": plan,
        "a rule": rule,
        **dialogs_of_mappings(qtbot, app),
        "undo": undo,
    }


def test_every_step_of_the_set_up_is_worked_without_a_mouse(qtbot: QtBot, app: App) -> None:
    app.window.go_to("connections")
    page = app.window.page
    assert isinstance(page, ConnectionsPage)
    settle(qtbot, app)
    page.begin()
    found = {}
    for step in [one for one in Step if one is not Step.DONE]:
        page.wizard.name = "" if step is Step.CHOOSE else "hs"
        page.wizard.go(step)
        settle(qtbot, app)
        if wrong := faults(app.window):
            found[step.name] = wrong
    assert not found, "\n".join(f"{step}: {one}" for step, all_ in found.items() for one in all_)


# contrast -------------------------------------------------------------------------------------------------------------
GROUNDS = ("canvas", "surface")


def blocks(sheet: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each selector of a style sheet with what it sets."""
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        sets = dict(re.findall(r"([a-z-]+):\s*([^;]+);", body))
        for one in selectors.split(","):
            yield one.strip(), sets


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_of_the_style_sheet_can_be_read_on_its_ground(colours: Colours) -> None:
    """On the ground it sets itself, on that of the same control in another state, or on every ground there is."""
    found = dict(blocks(stylesheet(colours, Path("/icons"))))
    assert len(found) > 80
    weak, seen = [], 0
    for selector, sets in found.items():
        for text, ground in (("color", "background"), ("selection-color", "selection-background-color")):
            if not sets.get(text, "").startswith("#"):
                continue
            plain = re.sub(r":[a-z-]+$", "", selector)
            own = sets.get(ground) or found.get(plain, {}).get(ground, "")
            for colour in [own] if own.startswith("#") else [getattr(colours, one) for one in GROUNDS]:
                seen += 1
                if contrast(sets[text], colour) < 4.5:
                    weak.append(f"{selector}: {sets[text]} on {colour} {contrast(sets[text], colour):.2f}")
    assert seen > 60
    assert not weak, "\n".join(weak)
