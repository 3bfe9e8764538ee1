"""Activity: the log, a run in full, a record's whole story, and records that stand alike; one at a time, with a way back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QWidget

from core.errors import CrmSyncError, NotFound
from core.wire.client import Operations
from core.wire.models import RunWord
from core.wire.tracing import TraceWord
from gui.activity.filters import focus_search
from gui.activity.log_view import LogView
from gui.activity.question import Question, may_name_one
from gui.activity.run_view import RunView
from gui.activity.standing_view import StandingView
from gui.activity.story_view import StoryView
from gui.calls import Newest
from gui.pages import Shell
from gui.tokens import Tone


def make(shell: Shell) -> QWidget:
    return ActivityPage(shell)


class ActivityPage(QWidget):
    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._hits = Newest()
        self.log, self.run, self.story = LogView(shell), RunView(shell), StoryView(shell)
        self.standing = StandingView(shell)
        self._before: list[QWidget] = []
        self._stack = QStackedLayout(self)
        for one in (self.log, self.run, self.story, self.standing):
            self._stack.addWidget(one)
        self.log.run.connect(self.open_run)
        self.log.record.connect(self.open_record)
        self.log.named.connect(self._look_for)
        self.run.record.connect(self.open_record)
        self.run.left.connect(self.go_back)
        self.run.export.connect(self._export_run)
        self.story.left.connect(self.go_back)
        self.standing.left.connect(self.go_back)
        self.standing.record.connect(self.open_record)
        self.story.run.connect(self.open_run)
        for key in ("Esc", "Alt+Left"):
            back = QShortcut(QKeySequence(key), self, self.go_back)
            back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.search)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shell.session.attached.connect(self._begin)
        self._begin()

    # the page as the window knows it ------------------------------------------------------------------------------------
    def look_at(self, where: Mapping[str, str]) -> None:
        """`record` (an id, link or address), `run`, how records stand (`standing`, with `connection` and `object`), or what
        narrows the log: text, connection, kind, field.
        """
        if where.get("record"):
            self.open_record(where["record"])
        elif where.get("run"):
            self.open_run(where["run"])
        elif where.get("standing"):
            self.standing.show_standing(
                where.get("connection", ""), where.get("object", ""), where["standing"]
            )
            self._show(self.standing)
        else:
            self._show(self.log)
            self.log.look_at(**where)

    def entered(self) -> None:
        if self.shown is self.log:
            self.log.focus()

    @property
    def shown(self) -> QWidget:
        return self._stack.currentWidget() or self.log

    # ways ---------------------------------------------------------------------------------------------------------------
    def open_run(self, run: RunWord | str) -> None:
        if isinstance(run, str):
            self.run.show_run(run)
        else:
            self.run.show_word(run)
        self._show(self.run)
        self.run.view.setFocus()

    def open_record(self, what: str) -> None:
        self._show(self.story)
        self.story.open(what)
        self.story.setFocus()

    def go_back(self) -> None:
        self._stack.setCurrentWidget(self._before.pop() if self._before else self.log)
        self.entered()

    def search(self) -> None:
        self._before.clear()
        self._stack.setCurrentWidget(self.log)
        focus_search(self.log.filters)

    def _begin(self) -> None:
        self._before.clear()
        self._stack.setCurrentWidget(self.log)
        self.log.begin()

    def _show(self, widget: QWidget) -> None:
        self._hits.drop()  # whoever went elsewhere meanwhile is not taken from there
        if widget is not self.shown:
            self._before.append(self.shown)
            self._stack.setCurrentWidget(widget)

    def _export_run(self, question: Question) -> None:
        self._show(self.log)
        self.log.export_bar.ask(question, f"crmsync-run-{question.run}.csv")

    # an exact hit -------------------------------------------------------------------------------------------------------
    def _look_for(self, typed: str) -> None:
        """Enter: what names one record opens its story, what names a run opens it; anything else stays a search."""
        if not may_name_one(typed):
            self.log.focus()
            return
        name, _, value = typed.partition(":")
        if name == "run":
            self._look_for_run(value)
            return
        what = value if name == "record" else typed
        calls = self._shell.session.calls
        call = calls.ask(self, Operations.trace_record, what)
        self._hits.of(call).then(partial(self._found, what)).failed(partial(self._not_found, what))

    def _found(self, what: str, told: TraceWord) -> None:
        self._show(self.story)
        self.story.show_trace(what, told)

    def _not_found(self, what: str, error: CrmSyncError) -> None:
        if not isinstance(error, NotFound) or any(sign in what for sign in "@:/"):
            self._shell.toast_error(error, Tone.WARN)
        else:
            self._look_for_run(what)

    def _look_for_run(self, id: str) -> None:
        calls = self._shell.session.calls
        self._hits.of(calls.ask(self, Operations.get_run, id)).then(self.open_run).failed(self._no_run)

    def _no_run(self, error: CrmSyncError) -> None:
        if not isinstance(error, NotFound):
            self._shell.toast_error(error)
        self.log.focus()
