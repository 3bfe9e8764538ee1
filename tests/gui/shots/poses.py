"""What else a page can show: PAGE -> name of the picture -> what brings the page there, in this order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QWidget

from gui.app import App
from gui.conflicts.beside import asks_which
from gui.mapping.page import MappingsPage
from gui.rules.page import RulesPage
from tests.gui.shots.camera import pause, wait_until

Pose = Callable[[App, Any], object]

_RULES = """
defaults = true

[rules.sales-owns-stage]
action = "sources"
object = "deal"
field = "stage"
sources = ["person", "connection:sf", "connection:hs"]
note = "Sales works in Salesforce."

[rules.newest-job-title]
action = "newest"
object = "contact"
field = "job_title"

[rules.longer-description]
action = "longest"
field = "description"
enabled = false
"""


def scroll_down(page: QWidget) -> None:
    for area in page.findChildren(QScrollArea):
        if area.isVisible():
            area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())


# health ---------------------------------------------------------------------------------------------------------------
def _lower_health(_app: App, page: Any) -> None:
    """The objects with their heads, and the charts, which come after everything else."""
    wait_until(lambda: page.charts is not None)
    pause(500)
    page.content.verticalScrollBar().setValue(page.causes.geometry().bottom())


# conflicts ------------------------------------------------------------------------------------------------------------
def _show_kind(page: Any, kind: str) -> None:
    page.filters.kind.setCurrentIndex(page.filters.kind.findData(kind))
    wait_until(lambda: page.model.rowCount() and page.model.rows[0].kind == kind)
    wait_until(lambda: page.detail.shows_content and page.detail.offers)
    if asks_which(page.current):
        wait_until(page.detail.beside.model.rowCount)


def _key(page: Any, key: Qt.Key, shift: bool = False) -> None:
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    page.list.setFocus()
    QTest.keyClick(page.list, key, held)


def _conflict(page: Any, key: Qt.Key, shift: bool = False) -> None:
    _show_kind(page, "conflict")
    _key(page, key, shift)


def _asking(act: str) -> Pose:
    def pose(_app: App, page: Any) -> None:
        _show_kind(page, "conflict")
        getattr(page.aside, act)()

    return pose


def _view(_app: App, page: Any) -> None:
    """A view of one's own, kept and shown."""
    page.filters.look_at(kind="conflict", connection="pd", confidence="90")
    page.filters.views.keep("Sure ones of Pipedrive", page.filters.view)


# mappings -------------------------------------------------------------------------------------------------------------
def _edit(page: MappingsPage, fragment: str = "hs-contact") -> Any:
    page.editor.canvas.inline.keep()  # as whoever goes on elsewhere does
    names = [one.name for one in page.model.rows]
    at = next((at for at, name in enumerate(names) if fragment in name), 0)
    page.list.setCurrentIndex(page.model.index(at))
    wait_until(lambda: page.editor.shows_content and page.draft is not None and page.draft.sides is not None)
    return page.draft


def _editor(_app: App, page: MappingsPage) -> None:
    draft = _edit(page)
    draft.look_at(next(iter(one for one in ("email", "last_name") if draft.rule(one)), ""))


def _inline(_app: App, page: MappingsPage) -> None:
    draft = _edit(page)
    draft.look_at("email")
    page.editor.canvas.open_rule("email")


def _tab(words: str) -> Pose:
    def pose(_app: App, page: MappingsPage) -> None:
        _edit(page)
        tabs = page.editor.tabs
        tabs.setCurrentIndex(
            next(at for at in range(tabs.count()) if tabs.widget(at) is getattr(page.editor, words))
        )
        if words == "preview":
            wait_until(page.editor.preview.model.rowCount, 15_000)

    return pose


def _suggestions(app: App, page: MappingsPage) -> None:
    draft = _edit(page)
    for name in [one.name for one in draft.mapping.rules][2:9]:
        draft.remove(name)
    _tab("suggestions")(app, page)
    page.editor.ask_suggestions()
    wait_until(draft.open_pairs, 30_000)


def _problems(_app: App, page: MappingsPage) -> None:
    draft = _edit(page)
    draft.connect_fields("hs_object_id", "company_name")
    page.editor.ask_validation()


def _history(_app: App, page: MappingsPage) -> None:
    _edit(page)
    page.look_back()


def _new_field(_app: App, page: MappingsPage) -> None:
    _edit(page)
    page.editor.ask_new_field()


# the others -----------------------------------------------------------------------------------------------------------
def _log_entry(_app: App, page: Any) -> None:
    page.log.by_change.setChecked(True)
    table = page.log.table
    wait_until(lambda: table.model().rowCount() > 3)
    rows = [page.log.entries.row_if_here(at) for at in range(table.model().rowCount())]
    worth = [at for at, one in enumerate(rows) if one is not None and one.kind == "set" and one.record_id]
    table.setCurrentIndex(table.model().index(worth[0], 0))


def _runs(_app: App, page: Any) -> None:
    page.log.by_run.setChecked(True)


def _run(app: App, page: Any) -> None:
    page.log.by_run.setChecked(True)
    model = page.log.runs
    wait_until(model.rowCount)
    rows = [model.row_if_here(at) for at in range(min(200, model.rowCount()))]
    worth = [one for one in rows if one is not None and one.counts.get("changed")]
    app.window.go_to("activity", run=max(worth, key=lambda one: one.counts["changed"]).id)
    wait_until(lambda: page.run.tree.rowCount() > 0)
    page.run.view.expand(page.run.tree.index(0, 0))
    page.run.view.setCurrentIndex(page.run.tree.index(0, 0))


def _story(app: App, page: Any) -> None:
    """A record that somebody is asked about, so that what it waits for is shown too."""
    found: list[str] = []
    calls = app.session.calls
    from core.wire.client import Operations

    calls.ask(page, Operations.list_conflicts).then(
        lambda told: found.extend(one.record_id for one in told.rows)
    ).failed(lambda _error: found.append(""))
    wait_until(lambda: bool(found))
    app.window.go_to("activity", record=found[0])


def _standing(app: App, _page: Any) -> None:
    app.window.go_to("activity", connection="hs", object="contacts", standing="frozen")


def _wizard(_app: App, page: Any) -> None:
    page.begin()


def _trial(_app: App, page: RulesPage) -> None:
    page.editor.setPlainText(_RULES)
    wait_until(page.save.isEnabled)
    page.tabs.setCurrentIndex(0)
    page.table.setCurrentIndex(page.rules.index(0, 0))


def _plan(app: App, page: Any) -> None:
    page.show_list()
    wait_until(page.plans.model.rowCount)
    rows = [one for one in page.plans.model.rows if one.kind == "first_sync"]
    app.window.go_to("plans", plan=rows[0].id)
    wait_until(lambda: page.plan.plan is not None and page.plan.items.rowCount())
    page.plan.kind.setCurrentIndex(max(0, page.plan.kind.findData("update_crm")))
    wait_until(lambda: page.plan.items.rowCount() and page.plan.items.rows[0].kind == "update_crm")
    page.plan.table.setCurrentIndex(page.plan.items.index(0, 0))


def _undo(_app: App, page: Any) -> None:
    page.show_list()
    page.tabs.setCurrentWidget(page.runs)
    wait_until(page.runs.model.rowCount)
    worth = [one for one in page.runs.model.rows if one.counts.get("changed") and one.ended is not None]
    page.undo_run(max(worth, key=lambda one: one.counts["changed"]).id)
    wait_until(lambda: page.undo.shows_content, 15_000)


def _plan_runs(_app: App, page: Any) -> None:
    page.show_list()
    page.tabs.setCurrentWidget(page.runs)


def _setting(tab: str) -> Pose:
    return lambda app, _page: app.window.go_to("settings", tab=tab)


POSES: Mapping[str, Mapping[str, Pose]] = {
    "health": {"lower": _lower_health},
    "conflicts": {
        "conflict": lambda _app, page: _show_kind(page, "conflict"),
        "edit": lambda _app, page: _conflict(page, Qt.Key.Key_E),
        "many": lambda _app, page: _conflict(page, Qt.Key.Key_At, shift=True),
        "always": _asking("always"),
        "snooze": _asking("snooze"),
        "assign": _asking("escalate"),
        "match": lambda _app, page: _show_kind(page, "ambiguous"),
        "merge": lambda _app, page: _show_kind(page, "merge"),
        "deletion": lambda _app, page: _show_kind(page, "deletion"),
        "view": _view,
        "keep-view": lambda _app, page: (page.filters.look_at(age="7"), page.filters.views.ask()),
        "none-like-that": lambda _app, page: page.filters.look_at(object="nothing"),
    },
    "mappings": {
        "editor": _editor,
        "inline": _inline,
        "preview": _tab("preview"),
        "filter": _tab("filter"),
        "history": _history,
        "new-field": _new_field,
        "suggestions": _suggestions,
        "problems": _problems,
        "save": lambda _app, page: page.ask_save(),
        "new": lambda _app, page: page.begin_new(),
    },
    "activity": {"entry": _log_entry, "runs": _runs, "run": _run, "run-undo": lambda _app, page: page.run.undo.click(),
                 "story": _story, "standing": _standing},
    "connections": {"lower": lambda _app, page: scroll_down(page), "wizard": _wizard},
    "rules": {"trial": _trial, "text": lambda _app, page: page.tabs.setCurrentIndex(1),
              "form": lambda _app, page: page.ask_for_one()},
    "plans": {"plan": _plan, "undo": _undo, "runs": _plan_runs, "make": lambda _app, page: page.ask_to_make()},
    "settings": {"daemon": _setting("daemon"), "targets": _setting("targets"), "advisor": _setting("advisor"),
                 "attached": _setting("attached")},
}  # fmt: skip

# Where something is typed and not saved, for the offer that the page makes when the app comes back.
TYPED: Mapping[str, Pose] = {
    "mappings": lambda _app, page: _edit(page).remove("email"),
    "rules": _trial,
}

# What a page does that takes a while: got ready first, then done while the gate is slow, so that its waiting is seen.
READY: Mapping[str, Pose] = {
    "conflicts": lambda _app, page: _show_kind(page, "conflict"),
    "mappings": lambda _app, page: _edit(page),
}
BUSY: Mapping[str, Pose] = {
    "health": lambda app, page: page.entered(),
    "conflicts": lambda _app, page: page.aside.always(),
    "mappings": lambda _app, page: page.editor.ask_validation(),
    "activity": lambda _app, page: page.log.reload(),
    "connections": lambda _app, page: page.entered(),
    "rules": lambda _app, page: page.editor.setPlainText(_RULES),
    "plans": lambda _app, page: page.make_plan("hs"),
    "settings": lambda app, _page: app.window.go_to("settings", tab="daemon"),
}
