"""Offers to take up what was changed and not saved when the app or the daemon was last there."""

from __future__ import annotations

from collections.abc import Callable

from gui.session import now_ms
from gui.theme import Theme
from gui.tokens import Tone
from gui.unsaved import Kept
from gui.widgets.banner import Banner
from gui.widgets.paged_table import one_line
from gui.widgets.times import relatively


class KeptBanner(Banner):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.kept: Kept | None = None

    def offer(
        self,
        kept: Kept,
        what: str,
        *,
        moved: bool,
        take: Callable[[], object],
        drop: Callable[[], object],
    ) -> None:
        """`what` it is of. `moved`: what it was based on is another by now; whoever takes it up is shown the difference."""
        self.kept = kept
        said = self.tr("You have unsaved changes of {0} from {1}.").format(
            one_line(what, most=80), relatively(kept.at, now_ms())
        )
        if moved:
            said += " " + self.tr("It was changed meanwhile: you will see the difference.")
        self.say(said, Tone.WARN, (self.tr("Take up"), take), (self.tr("Drop"), drop))

    def withdraw(self) -> None:
        self.kept = None
        self.hide()
