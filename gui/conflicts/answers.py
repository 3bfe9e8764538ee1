"""The answers to the question that is shown: a button each, its key, and what it would write where."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import ConflictStory, ItemWord, OutcomeWord, RecordStory
from gui.conflicts.choices import Act, Offer
from gui.conflicts.outcomes import OutcomeWords, untold
from gui.conflicts.wording import whom
from gui.known_fields import KindOf
from gui.pages import Shell
from gui.tokens import Space
from gui.widgets.looks import button, foreign, label
from gui.widgets.paged_table import one_line, tip

_LEAST, _MOST = 208, 336  # wide, all of them alike
_HELD_BACK = ("brake", "schema")


class Answers(QWidget):
    """`chosen` tells an answer a person wants. Of a conflict the outcomes are known; of an item they are asked for."""

    chosen = Signal(object)  # Offer

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell, self._words = shell, OutcomeWords()
        self.offers: list[Offer] = []
        self._buttons: list[QPushButton] = []
        self._said: list[str] = []
        self._refused: set[int] = set()
        shell.session.link_changed.connect(self._enable)
        self.told: list[QLabel] = []
        self._of = ""
        self._kind_of: KindOf = untold
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.TWO)
        self._grid.setVerticalSpacing(Space.ONE)
        self._grid.setColumnStretch(1, 1)

    def show_conflict(self, story: ConflictStory, offers: list[Offer]) -> None:
        """What the daemon foretells goes before what an offer says of itself."""
        conflict = story.conflict
        self._kind_of = self._shell.session.fields.about(conflict.connection, conflict.crm_object)
        self._show(conflict.id, offers)
        by_choice = {one.choice: one for one in story.outcomes}
        for at, offer in enumerate(self.offers):
            if (one := by_choice.get(offer.foretold)) is not None:
                self._tell(at, one)

    def show_item(self, item: ItemWord, offers: list[Offer]) -> None:
        self._kind_of = self._shell.session.fields.about(item.connection, item.object)
        self._show(item.id, offers)
        calls = self._shell.session.calls
        for at, offer in enumerate(offers):
            approve = offer.act is Act.APPROVE
            if item.kind in _HELD_BACK and not approve:
                continue  # nothing is let go, and the offer says what happens instead
            asked = calls.ask(self, Operations.item_outcome, item.id, approve=approve, option=offer.option)
            asked.then(partial(self._learn, item.id, at)).failed(self._unknown)
            if item.kind == "ambiguous" and offer.record:
                found = calls.ask(self, Operations.get_record, offer.record)
                found.then(partial(self._name, item.id, at)).failed(self._unknown)

    # inside -------------------------------------------------------------------------------------------------------------
    def _show(self, id: str, offers: list[Offer]) -> None:
        self.offers, self._of = offers, id
        while (taken := self._grid.takeAt(0)) is not None:
            if (widget := taken.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons, self.told, self._refused = [], [], set()
        if not self._shell.session.may_write:
            words = label(self.tr("This window only looks on: nothing can be answered here."), "muted")
            self._grid.addWidget(words, 0, 0, 1, 2)
        for at, offer in enumerate(offers):
            made, does = self._button(offer), foreign("muted")
            does.setText(offer.does)
            self._buttons.append(made)
            self.told.append(does)
            self._grid.addWidget(made, at + 1, 0)
            self._grid.addWidget(does, at + 1, 1)
        self._said = [offer.words for offer in offers]
        self._enable()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As wide as the longest of them, but not so wide that what they do has no room."""
        room = max(_LEAST, min(_MOST, self.width() * 2 // 5))
        for made, words, offer in zip(self._buttons, self._said, self.offers, strict=False):
            made.ensurePolished()
            left = room - Space.FOUR - made.fontMetrics().horizontalAdvance(_face("", offer.key))
            shown = made.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, left)
            made.setText(_face(shown, offer.key))
        wide = max((made.sizeHint().width() for made in self._buttons), default=0)
        for made in self._buttons:
            made.setFixedWidth(max(_LEAST, min(room, wide)))

    def _button(self, offer: Offer) -> QPushButton:
        made = button(
            _face(offer.words, offer.key),
            self._press(offer),
            kind="primary" if offer.primary else "plain",
            hint=offer.does,
        )
        made.setAccessibleName(offer.words)
        return made

    def _enable(self) -> None:
        """What the daemon would not take cannot be pressed, and nothing while it is away."""
        can = self._shell.session.can_write
        for at, made in enumerate(self._buttons):
            made.setEnabled(can and at not in self._refused)

    def _press(self, offer: Offer) -> Callable[[], None]:
        return lambda: self.chosen.emit(offer)

    def _learn(self, id: str, at: int, one: OutcomeWord) -> None:
        if id == self._of:
            self._tell(at, one)

    def _tell(self, at: int, one: OutcomeWord) -> None:
        if words := self._words.told(one, self._kind_of):
            exact = tip(self._words.told(one))
            self.told[at].setText(words)
            self.told[at].setToolTip(exact)
            self._buttons[at].setToolTip(exact)
            self._buttons[at].setAccessibleDescription(words)
        if one.refused:
            self._refused.add(at)
            self._enable()

    def _name(self, id: str, at: int, story: RecordStory) -> None:
        """A candidate by its name: an id says nothing to a person."""
        name = one_line(whom(story.record), most=120)
        if id != self._of or not name:
            return
        words = self.tr("It is {0}").format(name)
        self._said[at] = words
        self._buttons[at].setAccessibleName(words)
        self._buttons[at].setToolTip(words)
        self._fit()

    def _unknown(self, error: CrmSyncError) -> None:
        """What cannot be foretold stays as the offer says it; giving the answer tells what is wrong."""


def _face(words: str, key: str) -> str:
    return (f"{words}   {key}" if key else words).replace("&", "&&")
