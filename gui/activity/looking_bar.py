"""How far a search of a long log is, with a way to stop it and to go on: one answer looks at no more than a part of it."""

from __future__ import annotations

from typing import Any, Final, Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from core.wire.models import ActivityPage
from gui.moments import shortly
from gui.widgets.looks import button
from gui.widgets.progress import Pace, Progress, ProgressStrip
from gui.wording import number

_SOON_MS: Final = 400  # what is found by then needs no words


class Looking(Protocol):
    """A model that looks on by itself, until it has enough or a person stops it."""

    looks_on: bool
    is_stopped: bool
    last: Any  # the Page that came last
    loaded: Any
    failed: Any
    modelReset: Any  # noqa: N815 - Qt's own name

    def rowCount(self) -> int: ...
    def stop(self) -> None: ...
    def go_on(self) -> None: ...


class LookingBar(ProgressStrip):
    """`rested` tells that it stopped or goes on, by a person's hand."""

    rested = Signal()

    def __init__(self, entries: Looking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries, self._pace = entries, Pace()
        self._total: int | None = None
        self.words.setWordWrap(True)
        self.on = button(self.tr("Go on"), self.go_on)
        inside = self.layout()
        if isinstance(inside, QBoxLayout):
            inside.addWidget(self.on)
            inside.setStretchFactor(self.words, 3)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._show_looking)
        self.stopped.connect(self._stop)
        entries.loaded.connect(self.follow)
        entries.failed.connect(self.follow)
        entries.modelReset.connect(self._begin_anew)

    def follow(self) -> None:
        """Say how far it is, or nothing where there is nothing to wait for."""
        if self._entries.is_stopped:
            self._show_stopped()
        elif not self._entries.looks_on:
            self._end()
        elif self.isVisible():
            self._show_looking()
        elif not self._soon.isActive():
            self._soon.start()

    @property
    def reached(self) -> str:
        """Back to when the log was looked at. "": nothing says so."""
        page = self._entries.last
        return shortly(page.reached) if isinstance(page, ActivityPage) and page.reached is not None else ""

    @property
    def left(self) -> int:
        """How many older entries there are."""
        page = self._entries.last
        return (page.unseen or 0) if isinstance(page, ActivityPage) else 0

    def _begin_anew(self) -> None:
        self._pace, self._total = Pace(), None

    def _end(self) -> None:
        self._soon.stop()
        self.hide()

    def _show_looking(self) -> None:
        if not self._entries.looks_on:
            return
        self.on.hide()
        self.stop.show()
        self.bar.show()
        self.begin(self._so_far(), self._progress())

    def _progress(self) -> Progress:
        left = self.left
        if self._total is None:
            self._total = left
        return self._pace.at(max(0, self._total - left), self._total)

    def _so_far(self) -> str:
        count = self._entries.rowCount()
        if not count:
            return self.tr("Nothing found yet back to {0}; entries looked through").format(self.reached)
        return self.tr("{0} found back to {1}; entries looked through").format(number(count), self.reached)

    def _show_stopped(self) -> None:
        """Where nothing was found the page itself says so."""
        self._soon.stop()
        self.words.setText(self._where_stopped())
        self.bar.hide()
        self.stop.hide()
        self.on.show()
        self.setVisible(self._entries.rowCount() > 0)

    def _where_stopped(self) -> str:
        return self.tr("Stopped: looked back to {0}; older entries left: {1}").format(
            self.reached, number(self.left)
        )

    def _stop(self) -> None:
        self._entries.stop()
        self.follow()
        self.on.setFocus()
        self.rested.emit()

    def go_on(self) -> None:
        self._begin_anew()
        self._entries.go_on()
        self._show_looking()
        self.stop.setFocus()
        self.rested.emit()
