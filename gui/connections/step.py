"""What the steps of the set-up have in common."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.models import ConnectionWord
from gui.calls import Calls
from gui.pages import Shell
from gui.tokens import Space, Tone
from gui.widgets.looks import look
from gui.widgets.paged_table import one_line
from gui.widgets.states import words_of
from gui.widgets.told import Told


class StepPage(QWidget):
    """`finished` tells that this step is done, with the connection's name; `moved` that `next_words` or `may_go` are others.

    `entered` is called with the name when it comes on screen, `advance` when a person presses the button of the step, and
    `take` whenever the daemon tells how the connection stands.
    """

    finished = Signal(str)
    moved = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.title = ""
        self.name = ""
        self.one: ConnectionWord | None = None
        self.busy = False
        self.told = Told()
        self.told.hide()
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.ONE + Space.HALF)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, Space.THREE, Space.TWO)
        inside.setSpacing(Space.ONE + Space.HALF)
        inside.addLayout(self.body)
        inside.addWidget(self.told)
        inside.addStretch(1)

    def next_words(self) -> str:
        return self.tr("Next")

    def may_go(self) -> bool:
        return not self.busy

    def entered(self) -> None:
        """It comes on screen, for the connection `name`."""

    def advance(self) -> None:
        self.finished.emit(self.name)

    def take(self, one: ConnectionWord | None) -> None:
        self.one = one

    # for the steps ------------------------------------------------------------------------------------------------------
    @property
    def calls(self) -> Calls:
        return self._shell.session.calls

    def say(self, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        self.told.setText(one_line(text, most=1_500))
        self.told.setVisible(bool(text))
        look(self.told, tone=tone.value)

    def wait(self, text: str) -> None:
        self.busy = True
        self.say(text)
        self.moved.emit()

    def free(self, text: str = "", tone: Tone = Tone.NEUTRAL) -> None:
        self.busy = False
        self.say(text, tone)
        self.moved.emit()

    def explain(self, error: CrmSyncError) -> None:
        self.free(words_of(error), Tone.BAD)
        self.told.explain(error)
