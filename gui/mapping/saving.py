"""Before a mapping is saved: what changes in its file, and how many records that will touch."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QWidget

from core.errors import CrmSyncError
from core.wire.plans import PlanWord
from gui.mapping.difference import DifferenceView
from gui.mapping.draft import Draft
from gui.mapping.reach import Reach
from gui.pages import Shell
from gui.tokens import Space
from gui.widgets.asking import Asking
from gui.widgets.looks import label
from gui.widgets.told import Told

_DRAFT = "draft"


class SaveDialog(Asking):
    """Saving is offered once it is known how much it touches, or why that cannot be known."""

    def __init__(self, shell: Shell, draft: Draft, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Save the mapping"))
        self.yes.setText(self.tr("Save"))
        self.yes.setEnabled(False)
        self.setMinimumSize(Space.RAIL * 3, Space.RAIL * 2)
        self.told = label(self.tr("Counting what this will touch…"), "title", wraps=True)
        self.more = Told("muted")
        self.difference = DifferenceView(shell.theme, self.tr("What changes in the file"))
        self.difference.show_difference(draft.origin.text, draft.text)
        for one in (
            self.told,
            self.more,
            label(self.tr("What changes in the file"), "strong"),
            self.difference,
        ):
            self.body.addWidget(one)
        self.reach = Reach(shell.session, self)
        self.reach.known.connect(self._count)
        self.reach.unknown.connect(self._cannot)
        self.finished.connect(lambda _how: self.reach.drop())
        self.reach.ask(draft)

    def _count(self, plan: PlanWord) -> None:
        self.yes.setEnabled(True)
        if plan.state != _DRAFT:
            self.told.setText(self.tr("It is not known how many records this will touch."))
            self.more.setText(plan.reason)
            return
        self.told.setText(self.tr("This will touch %Ln record(s).", "", plan.writes))
        number = QLocale().toString
        kinds = self._kinds()
        said = (f"{kinds.get(kind, kind)}: {number(count)}" for kind, count in plan.counts.items())
        self.more.setText(" · ".join(said))
        self.yes.setFocus()

    def _kinds(self) -> dict[str, str]:
        return {
            "create_hub": self.tr("created in the hub"),
            "update_hub": self.tr("changed in the hub"),
            "delete_hub": self.tr("deleted in the hub"),
            "link": self.tr("linked"),
            "unlink": self.tr("unlinked"),
            "pause": self.tr("paused"),
            "resume": self.tr("resumed"),
            "create_crm": self.tr("created in the CRM"),
            "update_crm": self.tr("changed in the CRM"),
            "delete_crm": self.tr("deleted in the CRM"),
            "ambiguous": self.tr("doubtful matches"),
            "conflict": self.tr("conflicts"),
            "settle": self.tr("the same already"),
        }

    def _cannot(self, error: CrmSyncError) -> None:
        self.yes.setEnabled(True)
        self.told.setText(self.tr("It is not known how many records this will touch."))
        self.more.explain(error)


class ClashDialog(Asking):
    """Somebody else saved meanwhile: their file beside this one. Accepting saves over theirs."""

    def __init__(self, shell: Shell, theirs: str, ours: str, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("The mapping was changed meanwhile"))
        self.yes.setText(self.tr("Save mine over it"))
        self.setMinimumSize(Space.RAIL * 3, Space.RAIL * 2)
        self.difference = DifferenceView(shell.theme, self.tr("From theirs to yours"))
        self.difference.show_difference(theirs, ours)
        self.body.addWidget(
            label(
                self.tr("Somebody saved this mapping after you opened it. Nothing of yours is lost."),
                wraps=True,
            )
        )
        self.body.addWidget(label(self.tr("From theirs (-) to yours (+)"), "strong"))
        self.body.addWidget(self.difference)
