"""How far the entries of a run are read, newest first, with a way to stop it and to go on."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.activity.looking_bar import LookingBar
from gui.activity.run_tree import RunTree
from gui.moments import shortly
from gui.widgets.progress import Progress
from gui.wording import number


class RunBar(LookingBar):
    """How many entries a run has nobody has counted: the run's own time tells how far its oldest ones are."""

    def __init__(self, tree: RunTree, parent: QWidget | None = None) -> None:
        super().__init__(tree, parent)
        self._tree = tree

    @property
    def reached(self) -> str:
        return shortly(self._tree.reached) if self._tree.reached is not None else ""

    def _progress(self) -> Progress:
        share, count = self._tree.share, self._tree.entries
        return self._pace.at(count, round(count / share) if count and share else None)

    def _so_far(self) -> str:
        if not self._tree.entries:
            return self.tr("Looking for the run's entries")
        return self.tr("Read back to {0}; entries, the whole estimated").format(self.reached)

    def _where_stopped(self) -> str:
        read = number(self._tree.entries)
        return self.tr("Stopped: {0} entries read, back to {1}").format(read, self.reached)
