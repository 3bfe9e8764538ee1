"""One mapping in the making: its canvas, and below it the chosen rule, suggestions, preview, problems and filter."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QSplitter, QTabWidget, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.laboratory import SidesWord, SuggestionsWord, ValidationWord
from gui.mapping.canvas import Canvas
from gui.mapping.draft import Draft
from gui.mapping.filter_card import FilterCard
from gui.mapping.new_field import NewFieldDialog
from gui.mapping.preview import PreviewCard
from gui.mapping.problems import ProblemsCard
from gui.mapping.rule_card import RuleCard
from gui.mapping.sides import sides_of
from gui.mapping.suggestions import SuggestionsCard
from gui.pages import Shell
from gui.tokens import Space, Tone
from gui.widgets.head_row import HeadRow
from gui.widgets.looks import button, holding, icon_button, label, row
from gui.widgets.one_line import OneLine
from gui.widgets.paged_table import one_line
from gui.widgets.pill import Pill
from gui.widgets.states import Stack

_TABS: Final = 216  # high: what stands in a tab has its buttons and two lines in the smallest window


class Editor(Stack):
    """`saving` and `looking_back` are asked for by its buttons; `moved` after every change."""

    saving = Signal()
    looking_back = Signal()
    moved = Signal()

    def __init__(self, shell: Shell) -> None:
        content = QWidget()
        super().__init__(shell.theme, content)
        self._shell = shell
        self.draft: Draft | None = None
        theme = shell.theme
        self.canvas = Canvas(theme)
        self.rule = RuleCard(theme)
        self.suggestions = SuggestionsCard(theme)
        self.preview = PreviewCard(shell)
        self.problems = ProblemsCard(theme)
        self.filter = FilterCard(theme)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("About the mapping"))
        self.tabs.setMinimumHeight(_TABS)
        for made, words in (
            (self.rule, self.tr("Rule")),
            (self.suggestions, self.tr("Suggestions")),
            (self.preview, self.tr("Preview")),
            (self.problems, self.tr("Problems")),
            (self.filter, self.tr("Filter")),
        ):
            self.tabs.addTab(made, words)
        self.title, self.state = OneLine("title"), Pill()
        self.undo = icon_button(theme, "undo-2", self.tr("Undo (Ctrl+Z)"), self._undo)
        self.redo = icon_button(theme, "redo-2", self.tr("Redo (Ctrl+Shift+Z)"), self._redo)
        self.history = icon_button(theme, "history", self.tr("History"), self.looking_back.emit)
        words = self.tr("New CRM field…")
        self.new_field = icon_button(theme, "plus", words, self.ask_new_field)
        hint = self.tr("Make a field that the CRM lacks, for the hub's field that is chosen")
        self.new_field.setToolTip(f"{words}\n{hint}")
        self.new_field.setAccessibleDescription(hint)
        self.validate = button(self.tr("Validate"), self.ask_validation, theme=theme, icon="list-checks")
        self.save = button(
            self.tr("Save…"),
            self.saving.emit,
            kind="primary",
            theme=theme,
            icon="save",
        )
        self._told = label("", "caption", wraps=True)
        self._lay_out(content)
        self._connect()

    def _lay_out(self, content: QWidget) -> None:
        down = QSplitter(Qt.Orientation.Vertical)
        down.addWidget(self.canvas)
        down.addWidget(self.tabs)
        down.setStretchFactor(0, 3)
        down.setStretchFactor(1, 2)
        down.setSizes([460, 280])
        down.setChildrenCollapsible(False)
        outer = QVBoxLayout(content)
        outer.setContentsMargins(0, 0, Space.THREE, Space.ONE)
        outer.setSpacing(Space.ONE)
        self.state.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        acts = (self.undo, self.redo, self.history, self.new_field, self.validate, self.save)
        outer.addLayout(HeadRow(holding(row(self.title, self.state)), holding(row(*acts))))
        outer.addWidget(down, 1)
        outer.addWidget(self._told)

    def _connect(self) -> None:
        self.canvas.told.connect(lambda text: self._shell.toast(text, Tone.WARN))
        self.canvas.curves.looked_at.connect(self._show_suggestion)
        self.suggestions.asked.connect(self.ask_suggestions)
        self.suggestions.jumped.connect(self._show_pair)
        self.problems.asked.connect(self.ask_validation)
        self.problems.jumped.connect(self._jump)
        self.problems.counted.connect(self._show_state)
        keys = QKeySequence.StandardKey
        for key, does in (
            (QKeySequence(keys.Undo), self.undo.click),
            (QKeySequence(keys.Redo), self.redo.click),
            (QKeySequence(keys.Save), self.save.click),
        ):
            shortcut = QShortcut(key, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)

    # which one --------------------------------------------------------------------------------------------------------
    def show_draft(self, draft: Draft) -> None:
        if self.draft is not None and self.draft is not draft:
            self.draft.changed.disconnect(self._changed)
            self.draft.looked_at.disconnect(self._looked_at)
        if self.draft is not draft:
            draft.changed.connect(self._changed)
            draft.looked_at.connect(self._looked_at)
        self.draft = draft
        self.suggestions.ask.setEnabled(True)  # what the former daemon was asked is not answered any more
        if draft.sides is None:
            self.show_loading()
            self._ask_sides()
        else:
            self._fill()

    def _ask_sides(self) -> None:
        draft = self.draft
        if draft is None:
            return
        mapping = draft.mapping
        call = self._shell.session.calls.ask(
            self, Operations.mapping_sides, mapping.connection, mapping.crm_object, mapping.hub_object
        )
        call.then(partial(self._learn, draft)).failed(partial(self._no_sides, draft))

    def _learn(self, draft: Draft, told: SidesWord) -> None:
        draft.learn(sides_of(told))
        if draft is self.draft:
            self._fill()

    def _no_sides(self, draft: Draft, error: CrmSyncError) -> None:
        if draft is self.draft:
            self.show_error(error, self._ask_sides)

    def _fill(self) -> None:
        may_write = self._shell.session.may_write
        draft = self.draft
        self.canvas.show_draft(draft, may_write=may_write)
        self.rule.show_draft(draft, may_write=may_write)
        self.suggestions.show_draft(draft, may_write=may_write)
        self.preview.show_draft(draft)
        self.problems.show_draft(draft)
        self.filter.show_draft(draft, may_write=may_write)
        for one in (self.undo, self.redo, self.new_field, self.save):
            one.setVisible(may_write)
        self.show_content()
        self._changed()

    def _undo(self) -> None:
        if self.draft is not None:
            self.draft.undo()

    def _redo(self) -> None:
        if self.draft is not None:
            self.draft.redo()

    # as it changes ----------------------------------------------------------------------------------------------------
    def _changed(self) -> None:
        if not self.shows_content:
            return
        self.rule.show_rule()
        self.suggestions.refresh()
        self.preview.refresh()
        self.problems.refresh()
        self.filter.refresh()
        self._show_state()
        self.moved.emit()

    def _looked_at(self) -> None:
        self.rule.show_rule()
        self.preview.narrow()
        is_about_rules = self.tabs.currentWidget() is self.preview
        if self.draft is not None and self.draft.current and not is_about_rules:
            self.tabs.setCurrentWidget(self.rule)

    def _show_state(self) -> None:
        draft = self.draft
        if draft is None:
            return
        mapping = draft.mapping
        self.title.show_text(one_line(f"{mapping.crm_object} \u2194 {mapping.hub_object}", most=60))
        errors = self.problems.errors
        if draft.is_new:
            self.state.say(self.tr("Draft"), Tone.WARN)
        elif draft.is_dirty:
            self.state.say(self.tr("Unsaved"), Tone.WARN)
        else:
            self.state.say(self.tr("In use"), Tone.GOOD)
        self.undo.setEnabled(draft.can_undo)
        self.redo.setEnabled(draft.can_redo)
        can = draft.is_dirty and not errors and bool(mapping.rules)
        self.save.setEnabled(can)
        why = self.tr("Ctrl+S")
        if errors:
            why = self.tr("It cannot be saved: %Ln error(s), see Problems.", "", errors)
        elif not draft.is_dirty:
            why = self.tr("Nothing was changed.")
        elif not mapping.rules:
            why = self.tr("Map a field first.")
        self.save.setToolTip(why)
        self.save.setAccessibleDescription(why)
        words = self.tr("Problems")
        count = len(self.problems.findings)
        self.tabs.setTabText(self.tabs.indexOf(self.problems), f"{words} ({count})" if count else words)
        keys = self.tr("Enter map · Delete unmap · Tab accept a suggestion · Left and Right other side")
        looks = self.tr("This window only looks on. Left and Right other side")
        self._told.setText(why if errors else keys if self._shell.session.may_write else looks)

    # asking the daemon ------------------------------------------------------------------------------------------------
    def ask_suggestions(self) -> None:
        draft = self.draft
        if draft is None:
            return
        mapping = draft.mapping
        self.suggestions.ask.setEnabled(False)
        self.suggestions.say(self.tr("Comparing the fields…"))
        call = self._shell.session.calls.ask(
            self, Operations.suggest_mapping, mapping.connection, mapping.crm_object, mapping.hub_object
        )
        call.always(lambda: self.suggestions.ask.setEnabled(True))
        call.then(partial(self._suggested, draft)).failed(self._not_suggested)

    def _suggested(self, draft: Draft, told: SuggestionsWord) -> None:
        draft.suggest(told.pairs)
        if not draft.open_pairs():
            self.suggestions.say(self.tr("Nothing more is alike enough to be proposed."))

    def _not_suggested(self, error: CrmSyncError) -> None:
        self.suggestions.explain(error)

    def ask_validation(self) -> None:
        draft = self.draft
        if draft is None:
            return
        self.tabs.setCurrentWidget(self.problems)
        if not draft.mapping.rules:
            self._shell.toast(self.tr("Map a field first."), Tone.WARN)
            return
        text, mapping = draft.text, draft.mapping
        self.problems.begin()
        call = self._shell.session.calls.ask(
            self, Operations.validate_mapping, mapping.connection, mapping.crm_object, text
        )
        call.then(partial(self._validated, draft, text)).failed(self.problems.fail)

    def _validated(self, draft: Draft, text: str, told: ValidationWord) -> None:
        if draft is self.draft:
            self.problems.take(text, told)

    # a field that is missing -------------------------------------------------------------------------------------------
    def ask_new_field(self) -> None:
        """For the hub's field that is chosen, where nothing is mapped to it yet."""
        draft = self.draft
        if draft is None or draft.sides is None:
            return
        hub = self.canvas.hub.current
        free = hub if hub and draft.rule_of(hub=hub) is None else ""
        dialog = NewFieldDialog(self._shell, draft, draft.sides.hub.object.fields.get(free), self)
        dialog.made.connect(partial(self._ask_sides_with, draft, free))
        dialog.open()

    def _ask_sides_with(self, draft: Draft, hub: str, crm: str) -> None:
        """The schema as it is now; then the new field is mapped to the one it was made for."""
        mapping = draft.mapping
        call = self._shell.session.calls.ask(
            self, Operations.mapping_sides, mapping.connection, mapping.crm_object, mapping.hub_object
        )
        call.then(partial(self._learn_new, draft, hub, crm)).failed(partial(self._no_sides, draft))

    def _learn_new(self, draft: Draft, hub: str, crm: str, told: SidesWord) -> None:
        self._learn(draft, told)
        self._shell.toast(self.tr("The CRM has the field {0} now.").format(one_line(crm, most=80)))
        if draft is self.draft:
            if hub:
                draft.connect_fields(crm, hub)
            self.canvas.crm.show_field(crm)

    # jumping ----------------------------------------------------------------------------------------------------------
    def _jump(self, rule: str, field: str) -> None:
        if rule == "filter":
            self.tabs.setCurrentWidget(self.filter)
            (self.filter.hub if self.draft and self.draft.mapping.filter.hub else self.filter.crm).setFocus()
        else:
            self.canvas.jump(rule, field)

    def _show_suggestion(self, crm: str, hub: str) -> None:
        self.tabs.setCurrentWidget(self.suggestions)
        self.suggestions.choose(crm, hub)

    def _show_pair(self, crm: str, hub: str) -> None:
        self.canvas.crm.show_field(crm)
        self.canvas.hub.show_field(hub)
