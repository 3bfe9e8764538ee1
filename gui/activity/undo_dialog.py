"""Taking back: what would be taken back and what cannot be is shown first, then it is done, exactly as shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, QObject, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import Page
from core.wire.undo import UndoItemWord, UndoPlanWord
from gui.activity.long_model import PAGE, LongModel
from gui.activity.table import Table
from gui.activity.wording import ActivityWords
from gui.calls import Call
from gui.pages import Shell
from gui.tokens import Space, Tone
from gui.widgets.looks import button, holding, label, row
from gui.widgets.paged_table import Column
from gui.widgets.states import Stack

CANNOT = "irreversible"
ASKS = "conflict"
_SIZE = (880, 560)


class UndoWords(QObject):
    def kind(self, kind: str) -> str:
        kinds = {
            "restore_hub": self.tr("Lives again"),
            "update_hub": self.tr("Gets former values back"),
            "conflict": self.tr("Changed since: becomes a question"),
            "delete_hub": self.tr("Was created by it: removed"),
            "irreversible": self.tr("Cannot be taken back"),
        }
        return kinds.get(kind, kind)

    def head(self) -> str:
        return self.tr("What is done")


class UndoDialog(QDialog):
    """`plan` makes the call that plans, owned by the dialog. Nothing is written before the button is pressed."""

    def __init__(
        self, shell: Shell, about: str, plan: Callable[[QObject], Call[UndoPlanWord]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Undo"))
        self.resize(*_SIZE)
        self._shell, self._words = shell, UndoWords()
        self._plan: UndoPlanWord | None = None
        words = ActivityWords()
        self.counts = label("", wraps=True)
        self.counts.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.kinds = QComboBox()
        self.kinds.setAccessibleName(self.tr("What to show"))
        self.model: LongModel[UndoItemWord] = LongModel(
            columns=(
                Column(title=self._words.head(), text=lambda one: self._words.kind(one.kind)),
                Column(title=words.head("record"), text=lambda one: f"{one.object} {one.record_id}"),
                Column(
                    title=words.head("change"),
                    text=lambda one: "   ".join(words.change(change) for change in one.changes),
                ),
                Column(title=words.head("why"), text=lambda one: one.note),
            ),
            ask=self._ask_page,
            parent=self,
        )
        self.table = Table(self.model, self.tr("What would be taken back"), {0: 260, 1: 170, 3: 170}, 2)
        inside = QVBoxLayout()
        inside.setSpacing(Space.ONE)
        inside.addLayout(row(self.counts, self.kinds))
        inside.addWidget(self.table, 1)
        self.pages = Stack(shell.theme, holding(inside))
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName(self.tr("Working"))
        self.busy.hide()
        self.yes = button(self.tr("Take back"), self._apply, kind="primary")
        self.yes.setEnabled(False)
        self.no = button(self.tr("Cancel"), self.reject)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.THREE, Space.THREE, Space.THREE, Space.TWO)
        outer.setSpacing(Space.TWO)
        outer.addWidget(label(about, "title", wraps=True))
        outer.addWidget(self.pages, 1)
        outer.addWidget(self.busy)
        outer.addLayout(row(None, self.no, self.yes))
        self.kinds.currentIndexChanged.connect(self._narrow)
        self.model.failed.connect(self._fail)
        self.pages.show_loading()
        plan(self).then(self._planned).failed(self._fail)

    def _ask_page(self, after: str | None) -> Call[Page[UndoItemWord]]:
        plan = self._plan.id if self._plan is not None else ""
        kind, state = self.kinds.currentData() or None, None
        if kind == "stale":
            kind, state = None, "stale"
        calls = self._shell.session.calls
        return calls.ask(
            self, Operations.list_undo_items, plan, kind=kind, state=state, after=after, limit=PAGE
        )

    def _planned(self, plan: UndoPlanWord) -> None:
        self._plan = plan
        total, cannot = sum(plan.counts.values()), plan.counts.get(CANNOT, 0)
        asks = plan.counts.get(ASKS, 0)
        if not total:
            self.pages.show_empty(
                "circle-check",
                self.tr("There is nothing to take back"),
                self.tr("Everything it changed has been changed again or taken back since."),
            )
            self.no.setText(self.tr("Close"))
            return
        self.pages.show_content()
        parts = [self.tr("%n record(s) taken back", "", total - cannot - asks)]
        if asks:
            parts.append(self.tr("%n become(s) a question", "", asks))
        if cannot:
            parts.append(self.tr("%n cannot be taken back", "", cannot))
        self.counts.setText(" · ".join(parts))
        number = QLocale().toString
        self.kinds.blockSignals(True)
        self.kinds.clear()
        self.kinds.addItem(self.tr("All ({0})").format(number(total)), "")
        for kind, count in sorted(plan.counts.items(), key=lambda one: one[0] != CANNOT):
            if count:
                self.kinds.addItem(f"{self._words.kind(kind)} ({number(count)})", kind)
        self.kinds.blockSignals(False)
        self.model.reload()
        taken = self.tr("Take back {0}").format(number(total - cannot - asks))
        asked = self.tr("Take back {0}, ask about {1}").format(number(total - cannot - asks), number(asks))
        self.yes.setText(asked if asks else taken)
        self.yes.setEnabled(total > cannot)
        self.yes.setDefault(True)
        self.yes.setFocus()

    def _narrow(self) -> None:
        if self._plan is not None:
            self.model.reload()

    def _apply(self) -> None:
        if self._plan is None:
            return
        self.yes.setEnabled(False)
        self.no.setEnabled(False)
        self.busy.show()
        calls = self._shell.session.calls
        applying = calls.ask(self, Operations.apply_undo, self._plan.id)
        applying.always(self._rest).then(self._applied).failed(self._fail)

    def _rest(self) -> None:
        self.busy.hide()
        self.no.setEnabled(True)

    def _applied(self, plan: UndoPlanWord) -> None:
        self._plan = plan
        applied, stale = plan.outcomes.get("applied", 0), plan.outcomes.get("stale", 0)
        self._shell.toast(self.tr("%n taken back", "", applied), Tone.WARN if stale else Tone.GOOD)
        if not stale:
            self.accept()
            return
        self.counts.setText(
            self.tr("%n taken back", "", applied)
            + " · "
            + self.tr("%n had changed meanwhile and was left as it is", "", stale)
        )
        self.kinds.addItem(self.tr("Left as they are"), "stale")
        self.kinds.setCurrentIndex(self.kinds.count() - 1)
        self.yes.hide()
        self.no.setText(self.tr("Close"))

    def _fail(self, error: CrmSyncError) -> None:
        if self._plan is None:
            self.pages.show_error(error)
            return
        self._shell.toast_error(error)
        self.yes.setEnabled(True)


def undo_run(shell: Shell, run: str, about: str, parent: QWidget) -> UndoDialog:
    def plan(owner: QObject) -> Call[UndoPlanWord]:
        return shell.session.calls.ask(owner, Operations.plan_undo, run=run)

    return _opened(UndoDialog(shell, about, plan, parent))


def undo_records(
    shell: Shell, ids: list[str], since: int, until: int | None, about: str, parent: QWidget
) -> UndoDialog:
    """A part of a run: what happened to these records while it went."""

    def plan(owner: QObject) -> Call[UndoPlanWord]:
        asked = shell.session.calls
        return asked.ask(owner, Operations.plan_undo, records=ids, since=since, until=until)

    return _opened(UndoDialog(shell, about, plan, parent))


def _opened(dialog: UndoDialog) -> UndoDialog:
    dialog.open()
    return dialog
