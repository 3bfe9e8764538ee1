"""Unsaved edits of mappings: kept while they are made, offered when the app comes back, taken up as one step or dropped."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.errors import MappingInvalid
from core.mapping import Mapping
from core.mapping_files import load_mapping
from gui.mapping.draft import Draft
from gui.mapping.files_model import FilesModel, Row
from gui.mapping.saving import ClashDialog
from gui.pages import Shell
from gui.session import now_ms
from gui.unsaved import Kept
from gui.widgets.kept_banner import KeptBanner

_KIND = "mapping"


class KeptMappings(QObject):
    """`banner` is the offer. `taken` names the mapping that was taken up; `added` brings one that has no file."""

    taken = Signal(str)
    added = Signal(str, object)  # name, core.mapping.Mapping

    def __init__(self, shell: Shell, model: FilesModel, page: QObject) -> None:
        super().__init__(page)
        self._shell, self._model = shell, model
        self.banner = KeptBanner(shell.theme)
        self._offers: list[Kept] = []
        self._noted: set[tuple[str, str, str]] = set()

    @property
    def _daemon(self) -> str:
        return str(self._shell.session.context.place)

    # keeping ------------------------------------------------------------------------------------------------------------
    def note(self, draft: Draft) -> None:
        """It was edited, saved or taken back: what is kept follows. An offer nobody answered is not touched by looking."""
        key = (self._daemon, _KIND, draft.origin.name)
        if draft.is_dirty and draft.mapping.rules and self._shell.session.may_write:
            self._noted.add(key)
            self._shell.memory.unsaved.keep(
                Kept(
                    daemon=key[0],
                    kind=_KIND,
                    name=key[2],
                    text=draft.text,
                    digest=draft.origin.digest,
                    at=now_ms(),
                )
            )
        elif key in self._noted:
            self._noted.discard(key)
            self._shell.memory.unsaved.drop(key)

    # offering -----------------------------------------------------------------------------------------------------------
    def look(self) -> None:
        """What is kept for this daemon from before, and was not answered yet."""
        found = self._shell.memory.unsaved.of(self._daemon, _KIND) if self._shell.session.may_write else []
        # An offer stays until it is answered, also where the mapping is edited anew meanwhile.
        before = [one for one in self._offers if one.daemon == self._daemon]
        passed = {one.key for one in before} | self._noted
        self._offers = before + [one for one in found if one.key not in passed]
        self._show()

    @property
    def is_offering(self) -> bool:
        return bool(self._offers)

    def _show(self) -> None:
        if not self._offers:
            self.banner.withdraw()
            return
        kept = self._offers[0]
        row = self._row(kept.name)
        digest = row.file.digest if row is not None and row.file is not None else ""
        self.banner.offer(kept, kept.name, moved=digest != kept.digest, take=self._take, drop=self._drop)

    def _row(self, name: str) -> Row | None:
        place = self._model.place_of(name)
        return self._model.rows[place] if place is not None else None

    def _drop(self) -> None:
        self._shell.memory.unsaved.drop(self._offers.pop(0).key)
        self._show()

    def _take(self) -> None:
        kept = self._offers[0]
        try:
            mapping = load_mapping(kept.text, kept.name)
        except MappingInvalid as error:
            self._shell.toast_error(error)
            return
        row = self._row(kept.name)
        theirs = row.file.text or "" if row is not None and row.file is not None else ""
        digest = row.file.digest if row is not None and row.file is not None else ""
        if digest == kept.digest:
            self._take_up(kept, mapping)
            return
        dialog = ClashDialog(self._shell, theirs, kept.text, self.banner)
        dialog.yes.setText(self.tr("Take mine up"))
        dialog.accepted.connect(lambda: self._take_up(kept, mapping))
        dialog.open()

    def _take_up(self, kept: Kept, mapping: Mapping) -> None:
        self._offers = [one for one in self._offers if one.key != kept.key]
        self._noted.add(kept.key)
        row = self._row(kept.name)
        if row is None:
            self.added.emit(kept.name, mapping)
        else:
            self.taken.emit(kept.name)  # opens it, and with that its draft is there
            if row.draft is not None:
                row.draft.take_over(mapping)
        self._show()
