"""Mappings: the list of them on the left, the editor of one on the right; and saving, which nobody's change is lost by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QListView, QSplitter, QVBoxLayout, QWidget

from core.errors import Conflicting, CrmSyncError, MappingInvalid
from core.mapping import Mapping as FieldMapping
from core.mapping_files import load_mapping
from core.wire.client import Operations
from core.wire.laboratory import MappingFileWord, TouchedWord
from core.wire.words import Page
from gui.mapping.draft import Draft, Origin, draft_of, new_draft
from gui.mapping.editor import Editor
from gui.mapping.files_model import FilesModel
from gui.mapping.history import HistoryDialog
from gui.mapping.kept import KeptMappings
from gui.mapping.new_mapping import NewMappingDialog
from gui.mapping.saving import ClashDialog, SaveDialog
from gui.pages import Shell
from gui.sentences import in_sentences
from gui.tokens import Space, Tone
from gui.widgets.banner import Banner
from gui.widgets.looks import button, holding, label, row
from gui.widgets.meaning import meaning_words, open_meaning
from gui.widgets.states import Stack
from gui.widgets.two_lines import TwoLines


def make(shell: Shell) -> QWidget:
    return MappingsPage(shell)


class MappingsPage(Stack):
    def __init__(self, shell: Shell) -> None:
        content = QWidget()
        super().__init__(shell.theme, content)
        self._shell = shell
        self._wanted = ""
        self.model = FilesModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(self.tr("Mappings"))
        self.list.setMinimumWidth(Space.RAIL // 2 + Space.FOUR)
        TwoLines(shell.theme, self.list)
        self.new = button(self.tr("New…"), self.begin_new, kind="quiet", theme=shell.theme, icon="plus")
        self.editor = Editor(shell)
        self.refused = Banner(shell.theme)
        self.refused.hide()
        self.kept = KeptMappings(shell, self.model, self)
        self.kept.taken.connect(self._open)
        self.kept.added.connect(self._add_kept)
        self._lay_out(content)
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.editor.saving.connect(self.ask_save)
        self.editor.looking_back.connect(self.look_back)
        self.editor.moved.connect(self._mark)
        shell.session.attached.connect(self._begin_anew)
        self.show_loading()
        self.reload()

    def _lay_out(self, content: QWidget) -> None:
        left = QVBoxLayout()
        left.setSpacing(Space.ONE)
        left.addLayout(row(label(self.tr("Mappings"), "title"), None, self.new))
        left.addWidget(self.list, 1)
        right = QVBoxLayout()
        right.setSpacing(Space.ONE)
        right.addWidget(self.kept.banner)
        right.addWidget(self.refused)
        right.addWidget(self.editor, 1)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(holding(left))
        across.addWidget(holding(right))
        across.setStretchFactor(1, 1)
        across.setSizes([Space.RAIL + 2 * Space.THREE, 1000])
        across.setChildrenCollapsible(False)
        outer = QVBoxLayout(content)
        outer.setContentsMargins(Space.THREE, Space.TWO, 0, Space.ONE)
        outer.addWidget(across)

    # the page as the window knows it ----------------------------------------------------------------------------------
    def look_at(self, where: Mapping[str, str]) -> None:
        """`connection` and `object` (the CRM's) name a mapping."""
        for at, one in enumerate(self.model.rows):
            file = one.file
            if file is not None and (file.connection, file.crm_object) == (
                where.get("connection"),
                where.get("object"),
            ):
                self.list.setCurrentIndex(self.model.index(at))

    def entered(self) -> None:
        if self.shows_content:
            self.reload()

    @property
    def draft(self) -> Draft | None:
        return self.editor.draft

    # the list ---------------------------------------------------------------------------------------------------------
    def _begin_anew(self) -> None:
        self.model.clear()
        self.show_loading()
        self.reload()

    def reload(self) -> None:
        self.new.setVisible(self._shell.session.may_write)
        self.new.setEnabled(not self._shell.session.is_stale)
        call = self._shell.session.calls.ask(self, Operations.list_mapping_files)
        call.then(self._take).failed(self._fail)

    def _fail(self, error: CrmSyncError) -> None:
        if not self.shows_content:
            self.show_error(error, self.reload)

    def _take(self, page: Page[MappingFileWord]) -> None:
        at = self.list.currentIndex().row()
        name = self._wanted or (self.model.rows[at].name if 0 <= at < len(self.model.rows) else "")
        self._wanted = ""
        self.model.take(page.rows)
        self.kept.look()
        if not self.model.rows and not self.kept.is_offering:
            self.show_empty(
                "waypoints",
                self.tr("Nothing is mapped yet"),
                self.tr("Mappings say which field of a CRM belongs to which of the hub."),
                *([(self.tr("New mapping"), self.begin_new)] if self._shell.session.may_write else []),
            )
            return
        self.show_content()
        for one in self.model.rows:
            self._follow(one.draft, one.file)
        self._open(name if self.model.place_of(name) is not None else "")

    def _open(self, name: str) -> None:
        """The mapping of that name, else the first."""
        self.list.setCurrentIndex(self.model.index(self.model.place_of(name) or 0))

    @staticmethod
    def _follow(draft: Draft | None, file: MappingFileWord | None) -> None:
        """What nobody edits here is shown as it is now; what is edited keeps what it began with, so that saving asks."""
        if draft is None or file is None or file.text is None or draft.is_dirty:
            return
        if file.digest != draft.origin.digest:
            fresh = draft_of(file)
            if fresh is not None:
                draft.mapping = fresh.mapping
                draft.rebase(fresh.origin)

    def _choose(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not 0 <= now.row() < len(self.model.rows):
            return
        one = self.model.rows[now.row()]
        if one.draft is None and one.file is not None:
            one.draft = draft_of(one.file, self)
        self._show_refused(one.file)
        if one.draft is None:
            self.editor.show_empty(
                "circle-alert",
                self.tr("This file was never in use"),
                self.tr("Correct it, or remove it from the folder of mappings."),
            )
            return
        self.editor.show_draft(one.draft)

    def _show_refused(self, file: MappingFileWord | None) -> None:
        is_refused = file is not None and file.state == "refused"
        if file is not None and is_refused:
            said = self.tr("{0} is refused, what it said before stays in use: {1}")
            means = (meaning_words(), lambda: open_meaning(self, MappingInvalid.kind))
            self.refused.say(said.format(file.name, in_sentences(file.reason, file.advice)), Tone.BAD, means)
        self.refused.setVisible(is_refused)

    def _mark(self) -> None:
        at = self.list.currentIndex().row()
        if at >= 0:
            self.model.renew(at)
        if self.draft is not None:
            self.kept.note(self.draft)

    # new --------------------------------------------------------------------------------------------------------------
    def begin_new(self) -> None:
        dialog = NewMappingDialog(self._shell, self)
        dialog.accepted.connect(
            lambda: self.add_draft(
                dialog.connection.currentText(), dialog.crm.currentText(), dialog.hub.currentData()
            )
        )
        dialog.open()

    def add_draft(self, connection: str, crm_object: str, hub_object: str) -> None:
        """A new draft, or the mapping of that object that is there already."""
        draft = new_draft(connection, crm_object, hub_object, self)
        for at, one in enumerate(self.model.rows):
            known = one.file
            same = known is not None and (known.connection, known.crm_object) == (connection, crm_object)
            if same or one.name == draft.origin.name:
                self.list.setCurrentIndex(self.model.index(at))
                return
        self.list.setCurrentIndex(self.model.index(self.model.add(draft)))
        self.show_content()
        self.editor.tabs.setCurrentWidget(self.editor.suggestions)

    def _add_kept(self, name: str, mapping: FieldMapping) -> None:
        draft = Draft(mapping, Origin(name=name, text="", digest=""), self)
        self.list.setCurrentIndex(self.model.index(self.model.add(draft)))
        self.show_content()

    # saving -----------------------------------------------------------------------------------------------------------
    def ask_save(self) -> None:
        draft = self.draft
        if draft is None or not self.editor.save.isEnabled():
            return
        dialog = SaveDialog(self._shell, draft, self)
        dialog.accepted.connect(partial(self._save, draft))
        dialog.open()

    def _save(self, draft: Draft) -> None:
        text, name = draft.text, draft.origin.name
        call = self._shell.session.calls.ask(
            self, Operations.write_mapping_files, {name: text}, {name: draft.origin.digest}
        )
        call.then(partial(self._saved, draft)).failed(partial(self._not_saved, draft))

    def _saved(self, draft: Draft, told: TouchedWord) -> None:
        refused = next((one for one in told.refused if one.name == draft.origin.name), None)
        if refused is not None:
            self._shell.toast(in_sentences(refused.reason, refused.advice), Tone.BAD)
        else:
            self._shell.toast(self.tr("Saved and in use"))
        call = self._shell.session.calls.ask(self, Operations.list_mapping_files)
        call.then(partial(self._stands_on, draft)).failed(self._fail)

    def _stands_on(self, draft: Draft, page: Page[MappingFileWord]) -> None:
        file = next((one for one in page.rows if one.name == draft.origin.name), None)
        if file is not None:
            draft.rebase(Origin(name=file.name, text=file.text or "", digest=file.digest))
            self.kept.note(draft)
        self._wanted = draft.origin.name
        for one in self.model.rows:
            if one.draft is draft:
                one.file = file
        self._take(page)

    def _not_saved(self, draft: Draft, error: CrmSyncError) -> None:
        if isinstance(error, Conflicting):
            call = self._shell.session.calls.ask(self, Operations.list_mapping_files)
            call.then(partial(self._show_clash, draft)).failed(self._explain)
        else:
            self._explain(error)

    def _show_clash(self, draft: Draft, page: Page[MappingFileWord]) -> None:
        theirs = next((one for one in page.rows if one.name == draft.origin.name), None)
        text = theirs.text or "" if theirs is not None else ""
        digest = theirs.digest if theirs is not None else ""
        dialog = ClashDialog(self._shell, text, draft.text, self)

        def over() -> None:
            draft.rebase(Origin(name=draft.origin.name, text=text, digest=digest))
            self._save(draft)

        dialog.accepted.connect(over)
        dialog.open()

    def _explain(self, error: CrmSyncError) -> None:
        self._shell.toast_error(error)

    # going back -------------------------------------------------------------------------------------------------------
    def look_back(self) -> None:
        draft = self.draft
        if draft is None:
            return
        dialog = HistoryDialog(self._shell, draft, self)
        dialog.accepted.connect(lambda: self._revert(draft, dialog))
        dialog.open()

    def _revert(self, draft: Draft, dialog: HistoryDialog) -> None:
        chosen = dialog.chosen
        if chosen is None:
            return
        mapping = draft.mapping
        call = self._shell.session.calls.ask(
            self, Operations.revert_mapping, mapping.connection, mapping.crm_object, chosen.n
        )
        call.then(partial(self._reverted, draft)).failed(self._explain)

    def _reverted(self, draft: Draft, _told: TouchedWord) -> None:
        """What was edited and not saved is given up: the person chose another version."""
        draft.mapping = load_mapping(draft.origin.text, draft.origin.name)
        self.kept.note(draft)
        for one in self.model.rows:
            if one.draft is draft:
                one.draft = None
        self._wanted = draft.origin.name
        self.list.setCurrentIndex(QModelIndex())
        self._shell.toast(self.tr("The former version is in use"))
        self.reload()
