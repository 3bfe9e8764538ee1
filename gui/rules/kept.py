"""Unsaved changes of the rules: kept while they are made, offered when the app comes back, taken up or dropped."""

from __future__ import annotations

from gui.pages import Shell
from gui.rules.desk import RulesDesk
from gui.rules.draft import Draft
from gui.session import now_ms
from gui.unsaved import Kept
from gui.widgets.kept_banner import KeptBanner

_KIND = "rules"


class KeptRules(KeptBanner):
    def __init__(self, shell: Shell, desk: RulesDesk) -> None:
        super().__init__(shell.theme)
        self._shell, self._desk = shell, desk
        self._is_ours = False  # what is kept was made in this very window
        desk.changed.connect(self._note)
        desk.read_anew.connect(self._look)
        shell.session.attached.connect(self._begin_anew)

    @property
    def _daemon(self) -> str:
        return str(self._shell.session.context.place)

    def _begin_anew(self) -> None:
        self._is_ours = False
        self.withdraw()

    def _note(self) -> None:
        draft, unsaved = self._desk.draft, self._shell.memory.unsaved
        if draft is None:
            return
        if draft.is_changed:
            self._is_ours = True
            one = Kept(
                daemon=self._daemon,
                kind=_KIND,
                name="",
                text=draft.text,
                digest=draft.base.digest,
                at=now_ms(),
            )
            unsaved.keep(one)
            if self.kept is not None and self.kept.text == draft.text:
                self.withdraw()
        elif self._is_ours:
            self._is_ours = False
            unsaved.drop((self._daemon, _KIND, ""))

    def _look(self) -> None:
        found = self._shell.memory.unsaved.of(self._daemon, _KIND)
        draft = self._desk.draft
        if not found or draft is None or self.kept is not None or not self._shell.session.may_write:
            return
        kept = found[-1]
        if kept.text == draft.base.text:
            self._drop()
        else:
            moved = kept.digest != draft.base.digest
            self.offer(kept, self.tr("the rules"), moved=moved, take=self._take, drop=self._drop)

    def _drop(self) -> None:
        self._shell.memory.unsaved.drop((self._daemon, _KIND, ""))
        self.withdraw()

    def _take(self) -> None:
        kept, draft = self.kept, self._desk.draft
        if kept is None or draft is None:
            return
        self._desk.put(Draft(base=draft.base, text=kept.text))
        if kept.digest != draft.base.digest:
            self._desk.overtaken.emit(draft.base)
