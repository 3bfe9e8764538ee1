"""The pages there are: one line each. A page that does not exist yet has no entry, so nothing in the window is dead.

A page is a QWidget made by `make(shell)` the first time it is opened. Its module is imported only then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Final, Protocol, cast, runtime_checkable

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QWidget

from core.errors import CrmSyncError
from core.wire.models import Health
from gui.memory import Memory
from gui.session import Session
from gui.theme import Theme
from gui.tokens import Tone
from gui.widgets.times import Ticker


class Shell(Protocol):
    """What a page has of its window."""

    session: Session
    theme: Theme
    ticker: Ticker
    memory: Memory

    def go_to(self, page: str, **where: str) -> None:
        """Open another page and tell it where to look (see `Page.look_at`). A page that is not there is passed over."""

    def can_go_to(self, page: str) -> bool: ...

    def toast(
        self, text: str, tone: Tone = Tone.GOOD, act: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        """A few words that go by themselves; `act` is an undo or the like."""

    def toast_error(self, error: CrmSyncError, tone: Tone = Tone.BAD) -> None:
        """What went wrong and what can be done, with the way to what it means."""

    def open_guide(self, place: str = "") -> object:
        """At a place in it ("errors.md#throttled"), else at the chapter of the open page."""


@runtime_checkable
class Page(Protocol):
    """What the window calls on a page, where the page has it. All are optional but the widget itself.

    look_at   the page was opened by a link: filter, select or scroll to what it names
    entered   it is on screen from now on; `left` it is not any more, and may rest
    """

    def look_at(self, where: Mapping[str, str]) -> None: ...

    def entered(self) -> None: ...

    def left(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One line of the command palette. `writes` acts are not offered in a read-only window."""

    words: str
    does: Callable[[], object]
    hint: str = ""
    icon: str = "command"
    writes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAct:
    """What the command palette offers of a page, whether it was opened before or not: `method` of the page does it."""

    words: str
    method: str
    icon: str
    writes: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page: its key in links, its words (translated in the context Pages), icon, module, its chapter of the guide, the
    count beside it, and what can be begun there.
    """

    key: str
    words: str
    icon: str
    module: str
    chapter: str = ""
    count: Callable[[Health], int] | None = None
    acts: tuple[PageAct, ...] = ()

    def make(self, shell: Shell) -> QWidget:
        return cast("Callable[[Shell], QWidget]", import_module(self.module).make)(shell)


def questions(health: Health) -> int:
    """What waits for a person and is not snoozed."""
    if not health.waiting:
        return sum(health.open.values())
    return sum(states.get("open", 0) + states.get("escalated", 0) for states in health.waiting.values())


PAGES: Final = (
    Entry(
        key="health",
        words=cast("str", QT_TRANSLATE_NOOP("Pages", "Health")),
        icon="heart-pulse",
        module="gui.health.page",
        chapter="guide/health.md",
    ),
    Entry(
        key="conflicts",
        words=cast("str", QT_TRANSLATE_NOOP("Pages", "Conflicts")),
        icon="git-compare",
        module="gui.conflicts.page",
        acts=(
            PageAct(
                words=cast("str", QT_TRANSLATE_NOOP("Pages", "Undo the last answer")),
                method="undo_last",
                icon="undo-2",
            ),
        ),
        chapter="guide/conflicts.md",
        count=questions,
    ),
    Entry(
        key="mappings",
        words=cast("str", QT_TRANSLATE_NOOP("Pages", "Mappings")),
        icon="waypoints",
        module="gui.mapping.page",
        acts=(
            PageAct(
                words=cast("str", QT_TRANSLATE_NOOP("Pages", "New mapping")), method="begin_new", icon="plus"
            ),
        ),
        chapter="guide/map.md",
    ),
    Entry(
        key="activity",
        words=cast("str", QT_TRANSLATE_NOOP("Pages", "Activity")),
        icon="activity",
        module="gui.activity.page",
        acts=(
            PageAct(
                words=cast("str", QT_TRANSLATE_NOOP("Pages", "Find a record or a change")),
                method="search",
                icon="search",
                writes=False,
            ),
        ),
        chapter="guide/activity.md",
    ),
    Entry(
        key="connections",
        words=cast("str", QT_TRANSLATE_NOOP("Pages", "Connections")),
        icon="plug",
        module="gui.connections.page",
        acts=(
            PageAct(
                words=cast("str", QT_TRANSLATE_NOOP("Pages", "Connect a CRM")), method="begin", icon="plug"
            ),
        ),
        chapter="guide/set-up.md",
    ),
    Entry(
        key="rules",
        words=cast("str", QT_TRANSLATE_NOOP("Pages", "Rules")),
        icon="scale",
        module="gui.rules.page",
        acts=(
            PageAct(
                words=cast("str", QT_TRANSLATE_NOOP("Pages", "Add a rule")),
                method="ask_for_one",
                icon="scale",
            ),
        ),
        chapter="guide/rules.md",
    ),
    Entry(
        key="plans",
        words=cast("str", QT_TRANSLATE_NOOP("Pages", "Plans and runs")),
        icon="list-checks",
        module="gui.plans.page",
        acts=(
            PageAct(
                words=cast("str", QT_TRANSLATE_NOOP("Pages", "Make a plan")),
                method="ask_to_make",
                icon="list-checks",
            ),
        ),
        chapter="guide/first-sync.md",
    ),
    Entry(
        key="settings",
        words=cast("str", QT_TRANSLATE_NOOP("Pages", "Settings")),
        icon="settings",
        module="gui.settings.page",
        chapter="guide/settings.md",
    ),
)
