"""The rules: in the order of asking, in plain words or as text, and every change tried on the past before it is saved.

Enter edits a rule, Alt+Up and Alt+Down move it, Delete removes it, Ctrl+S saves what was tried.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from core.errors import CrmSyncError, RulesInvalid
from core.rules import ConflictRule, RuleBook
from core.wire.client import Operations
from core.wire.models import ObjectWord
from core.wire.rules import ConflictRuleWord, RulesWord
from core.wire.words import Page
from gui.pages import Shell
from gui.rules.desk import RulesDesk
from gui.rules.difference import DifferenceDialog
from gui.rules.draft import difference, line_of, named, rows_of
from gui.rules.form import RuleForm
from gui.rules.kept import KeptRules
from gui.rules.text_editor import TextEditor
from gui.rules.trial import Trial
from gui.rules.wording import RuleWords
from gui.sentences import in_sentences
from gui.session import now_ms
from gui.tokens import Space, Tone
from gui.widgets.banner import Banner
from gui.widgets.list_model import ListModel
from gui.widgets.looks import button, column, holding, icon_button, label, row
from gui.widgets.meaning import meaning_act
from gui.widgets.one_line import OneLine
from gui.widgets.paged_table import Column
from gui.widgets.states import Stack, sentence_of
from gui.widgets.table import RowTable


def make(shell: Shell) -> QWidget:
    return RulesPage(shell)


class RulesPage(Stack):
    def __init__(self, shell: Shell) -> None:
        content = QWidget()
        super().__init__(shell.theme, content)
        self._shell, self._words = shell, RuleWords(self)
        self._fields: dict[str, list[str]] | None = None
        self._wanted = False  # a form, by the command palette, before it was told which fields there are
        self.desk = RulesDesk(shell, self)
        self.rules = ListModel(self._columns(), self)
        widths = (56, 190, 0, 245, 90, 120)
        self.table = RowTable(self.rules, self.tr("Rules"), widths, lambda _at: self.edit())
        self.editor, self.trial = TextEditor(shell.theme), Trial(shell, self.desk)
        self.kept, self.trouble = KeptRules(shell, self.desk), Banner(shell.theme)
        self._comments = label(
            self.tr("The file has comments. A change by the form does not keep them; one to the text does."),
            "muted",
        )
        self._path = OneLine("caption")
        self._make_buttons()
        self._lay_out(content)
        self._connect()
        self.show_loading()
        self._begin()

    def entered(self) -> None:
        self.desk.read()
        self.table.setFocus()

    @property
    def current(self) -> ConflictRuleWord | None:
        at = self.table.row
        return self.rules.rows[at] if at is not None and at < len(self.rules.rows) else None

    # made of ------------------------------------------------------------------------------------------------------------
    def _columns(self) -> tuple[Column[ConflictRuleWord], ...]:
        words = self._words
        return (
            Column(title=self.tr("No."), text=self._place, is_number=True),
            Column(title=self.tr("Rule"), text=lambda one: one.name),
            Column(title=self.tr("What it does"), text=words.what, hint=words.note),
            Column(title=self.tr("Where"), text=words.where),
            Column(title=self.tr("Ends"), text=words.until),
            Column(title=self.tr("State"), text=lambda one: words.state(one)[0], tells=self._tell),
        )

    def _place(self, one: ConflictRuleWord) -> str:
        return str(self.rules.rows.index(one) + 1)

    def _tell(self, one: ConflictRuleWord, role: Qt.ItemDataRole) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._shell.theme.colours.of(self._words.state(one)[1]))
        return None

    def _make_buttons(self) -> None:
        theme = self._shell.theme
        self.add = button(self.tr("Add a rule…"), self.ask_for_one, theme=theme, icon="plus")
        self.change = button(self.tr("Edit…"), self.edit, theme=theme, icon="pencil", hint=self.tr("Enter"))
        self.switch = button(self.tr("Switch off"), self.turn)
        self.up = icon_button(theme, "chevron-up", self.tr("Ask earlier (Alt+Up)"), lambda: self.shift(-1))
        self.down = icon_button(theme, "chevron-down", self.tr("Ask later (Alt+Down)"), lambda: self.shift(1))
        self.remove = icon_button(theme, "trash-2", self.tr("Remove (Delete)"), self.take_out)
        self.save = button(
            self.tr("Save"), self.desk.save, kind="primary", theme=theme, icon="save", hint=self.tr("Ctrl+S")
        )
        self.drop = button(self.tr("Drop the changes"), self.desk.drop)
        self.again = button(
            self.tr("Read the file again"),
            self.desk.take_over,
            kind="quiet",
            theme=theme,
            icon="refresh-cw",
            hint=self.tr("Takes over what was edited in the file itself."),
        )

    def _lay_out(self, content: QWidget) -> None:
        listed = QVBoxLayout()
        listed.setSpacing(Space.ONE)
        listed.addWidget(self.table, 1)
        listed.addLayout(row(self.add, self.change, self.switch, self.up, self.down, self.remove, None))
        above = holding(listed)
        listed.setContentsMargins(0, 0, 0, Space.ONE)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(above, self.tr("In order"))
        self.tabs.addTab(self.editor, self.tr("As text"))
        down = QSplitter(Qt.Orientation.Vertical)
        down.addWidget(self.tabs)
        down.addWidget(self.trial)
        down.setSizes([440, 220])
        down.setChildrenCollapsible(False)
        outer = QVBoxLayout(content)
        outer.setContentsMargins(Space.THREE, Space.TWO, Space.THREE, Space.TWO)
        outer.setSpacing(Space.ONE)
        outer.addLayout(column(self.kept, self.trouble))
        outer.addWidget(down, 1)
        outer.addWidget(self._comments)
        outer.addLayout(row(self._path, None, self.again, self.drop, self.save))

    def _connect(self) -> None:
        desk = self.desk
        desk.changed.connect(self._show)
        desk.tried.connect(self._tried)
        desk.refused.connect(self._refused)
        desk.saved.connect(lambda: self._shell.toast(self.tr("The rules are in force")))
        desk.overtaken.connect(self._overtaken)
        desk.failed.connect(self._failed)
        self.editor.textChanged.connect(self._typed)
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self._offer())
        self._shell.session.attached.connect(self._begin)

    # what is shown ------------------------------------------------------------------------------------------------------
    def _begin(self) -> None:
        self.desk.draft = None
        self.desk.read()
        objects = self._shell.session.calls.ask(self, Operations.list_objects)
        objects.then(self._learn).failed(self._not_learnt)

    def _learn(self, page: Page[ObjectWord]) -> None:
        self._know({one.name: [field.name for field in one.fields] for one in page.rows})

    def _not_learnt(self, error: CrmSyncError) -> None:
        """Names are typed then; the daemon checks them in any case."""
        self._know({})

    def _know(self, fields: dict[str, list[str]]) -> None:
        self._fields, wanted, self._wanted = fields, self._wanted, False
        if wanted:
            self._ask(None)

    def _show(self) -> None:
        draft = self.desk.draft
        if draft is None:
            return
        at = self.table.row or 0
        try:
            self.rules.show_rows(rows_of(draft.book(), now_ms()))
        except RulesInvalid:
            self.rules.show_rows(draft.base.rules)  # while the text is none; the daemon says what is wrong
        if self.rules.rows:
            self.table.setCurrentIndex(self.rules.index(min(at, len(self.rules.rows) - 1), 0))
        self.editor.show_text(draft.text)
        self.editor.show_wrong(None)
        self._path.show_text(draft.base.path)
        if draft.base.trouble:
            self.trouble.say(
                in_sentences(self.tr("The file is not in force as it is: {0}").format(draft.base.trouble)),
                Tone.BAD,
            )
        else:
            self.trouble.hide()
        if not draft.is_changed:
            self.trial.show_nothing()
        self._offer()
        self.show_content()

    def _offer(self) -> None:
        draft, one = self.desk.draft, self.current
        may = self._shell.session.may_write
        own = one is not None and not one.built_in
        for made in (self.add, self.change, self.switch, self.up, self.down, self.remove, self.again):
            made.setVisible(may)
        at = self.table.row or 0
        count = sum(not each.built_in for each in self.rules.rows)
        for made in (self.change, self.switch, self.remove):
            made.setEnabled(own)
        self.up.setEnabled(own and at > 0)
        self.down.setEnabled(own and at < count - 1)
        off = one is not None and not one.enabled
        self.switch.setText(self.tr("Switch on") if off else self.tr("Switch off"))
        self.switch.setAccessibleName(self.switch.text())
        changed = draft is not None and draft.is_changed
        self.save.setVisible(may)
        self.drop.setVisible(may and changed)
        self.save.setEnabled(draft is not None and draft.may_be_saved)
        self.editor.setReadOnly(not may)
        self._comments.setVisible(may and draft is not None and draft.loses_comments)

    def _tried(self) -> None:
        draft = self.desk.draft
        if draft is not None and draft.tried is not None:
            self.trial.show_told(draft.tried)
            self.editor.show_wrong(None)
            self._offer()

    def _refused(self, error: CrmSyncError) -> None:
        line = line_of(self.editor.toPlainText(), str(error))
        self.trial.show_error(error, line)
        self.editor.show_wrong(line)
        if line is not None and self.tabs.currentWidget() is not self.editor:
            self.editor.go_to(line)
        self._offer()

    def _failed(self, error: CrmSyncError) -> None:
        if self.desk.draft is None:
            self.show_error(error, self._begin)
        else:
            self._shell.toast_error(error)

    def _overtaken(self, theirs: RulesWord) -> None:
        draft = self.desk.draft
        if draft is None:
            return
        dialog = DifferenceDialog(difference(theirs.text, draft.text), self)

        def chosen() -> None:
            if dialog.takes_theirs:
                self.desk.begin(theirs)
            else:
                self.desk.put(draft.on_top_of(theirs))

        dialog.accepted.connect(chosen)
        dialog.open()

    # what a person does -------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        listed = self.tabs.currentWidget() is not self.editor
        if not self._shell.session.may_write:
            super().keyPressEvent(event)
        elif control and event.key() == Qt.Key.Key_S:
            self.desk.save()
        elif listed and alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shift(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif listed and event.key() == Qt.Key.Key_Delete:
            self.take_out()
        else:
            super().keyPressEvent(event)

    def ask_for_one(self) -> None:
        self._wanted = self._fields is None
        if not self._wanted:
            self._ask(None)

    def edit(self) -> None:
        found = self._own()
        if found is not None and self._shell.session.may_write:
            self._ask(found[1])

    def turn(self) -> None:
        if (found := self._own()) is not None:
            book, one = found
            self._put(book.switched(one.name, enabled=not one.enabled))

    def shift(self, by: int) -> None:
        if (found := self._own()) is not None:
            book, one = found
            to = book.rules.index(one) + by
            if 0 <= to < len(book.rules):
                self._put(book.moved(one.name, to))
                self.table.setCurrentIndex(self.rules.index(to, 0))

    def take_out(self) -> None:
        if (found := self._own()) is not None:
            book, one = found
            self._put(book.without(one.name))

    def _ask(self, edited: ConflictRule | None) -> None:
        health = self._shell.session.health
        connections = [one.name for one in health.connections] if health is not None else []
        dialog = RuleForm(now_ms(), connections, self._fields or {}, self, edited=edited)
        dialog.accepted.connect(lambda: self._take(dialog.rule, is_new=edited is None))
        dialog.open()

    def _take(self, rule: ConflictRule | None, *, is_new: bool) -> None:
        book = self._book()
        if rule is None or book is None:
            return
        if is_new and named(book, rule.name) is not None:
            self._shell.toast(
                self.tr("There is a rule {0} already. Nothing was changed.").format(rule.name), Tone.WARN
            )
            return
        try:
            self._put(book.added(rule))
        except RulesInvalid as error:
            self._failed(error)
            return
        at = next((at for at, one in enumerate(self.rules.rows) if one.name == rule.name), 0)
        self.table.setCurrentIndex(self.rules.index(at, 0))

    def _own(self) -> tuple[RuleBook, ConflictRule] | None:
        """The book as it is written, and the current rule where it is an own one."""
        book, one = self._book(), self.current
        found = named(book, one.name) if book is not None and one is not None and not one.built_in else None
        return None if book is None or found is None else (book, found)

    def _book(self) -> RuleBook | None:
        if (draft := self.desk.draft) is None:
            return None
        try:
            return draft.book()
        except RulesInvalid as error:
            first = self.tr("Correct the text first.")
            self._shell.toast(f"{first} {sentence_of(error)}", Tone.WARN, meaning_act(self, error.kind))
            return None

    def _put(self, book: RuleBook) -> None:
        if (draft := self.desk.draft) is not None:
            self.desk.put(draft.with_book(book))

    def _typed(self) -> None:
        if self.desk.draft is not None:
            self.desk.put(self.desk.draft.written(self.editor.toPlainText()))
