"""One connection in full, with what can be done to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import ConnectionWord, Page, RouteWord, VaultWord
from gui.connections.acts import Acts, takes_developer_key
from gui.connections.facts import Grid, ObjectsCard, ParkedCard, QuotaCard, RealTimeCard
from gui.connections.needs import NeedsCard
from gui.connections.progress import is_unfinished
from gui.health.words import HealthWords
from gui.pages import Shell
from gui.sentences import in_sentences, worded
from gui.tokens import Space, Tone
from gui.widgets.card import Card
from gui.widgets.flow_grid import FlowGrid
from gui.widgets.looks import button, label, look, row
from gui.widgets.paged_table import one_line
from gui.widgets.pill import Pill
from gui.widgets.times import RelativeTime
from gui.widgets.told import Told
from gui.wording import SYSTEMS

_CARD_WIDTH = 340


class Detail(QScrollArea):
    """`goes_on` tells that a person wants to go on setting this connection up, or to sign in again."""

    goes_on = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell, self._words = shell, HealthWords(self)
        self._one: ConnectionWord | None = None
        self._lacks = False  # of what is asked for apart something did not come
        self.acts = Acts(shell, self)
        self._name, self._system = label("", "headline"), label("", "muted")
        self.state = Pill()
        self._success = RelativeTime(shell.ticker, role="muted", before=self.tr("Last success: "))
        self._reason = Told("muted")
        self.go_on = button("", self._go_on, kind="primary")
        self._acts_row = QHBoxLayout()
        self._acts_row.setSpacing(Space.ONE)
        self._buttons = self._make_buttons()
        self.needs = NeedsCard(shell)
        self._objects, self._parked = ObjectsCard(), ParkedCard()
        self._told = (self._objects, self._parked, RealTimeCard(), QuotaCard())
        self._sealed, self._routes = Card(self.tr("Sign-in")), Card(self.tr("Where its data goes"))
        self._sealed_grid, self._routes_grid = Grid(), Grid()
        self._sealed.body.addLayout(self._sealed_grid)
        self._routes.body.addLayout(self._routes_grid)
        self._trouble = Told("muted")
        self._trouble.hide()
        self._routes.body.addWidget(self._trouble)
        self._place_buttons(self._sealed, "sign_out", "remove")
        self._place_buttons(self._told[2], "restore_webhooks", "remove_webhooks", "developer_key")
        cards = FlowGrid(_CARD_WIDTH)
        cards.show_cards([self._told[2], self._told[3], self.needs, self._sealed])
        inner = QWidget()
        inner.setProperty("canvas", "true")
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(Space.ONE, 0, Space.THREE, Space.TWO)
        inside.setSpacing(Space.TWO)
        inside.addLayout(row(self._name, self._system, self.state, None, self._success))
        inside.addWidget(self._reason)
        inside.addWidget(self.go_on, alignment=Qt.AlignmentFlag.AlignLeft)
        inside.addLayout(self._acts_row)
        for one in (self._parked, self._objects, cards, self._routes):
            inside.addWidget(one)
        inside.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_connection(self, one: ConnectionWord, *, stale: bool) -> None:
        is_other = self._one is None or (self._one.name, self._one.state) != (one.name, one.state)
        self._one = one
        said = self._words.state_of(one)
        self._name.setText(one_line(one.name, most=60))
        self._system.setText(SYSTEMS.get(one.system, one.system))
        self.state.say(said.text, Tone.NEUTRAL if stale else said.tone)
        self._reason.tell(
            in_sentences(one.reason, one.advice, name=one.name), one.state if one.reason else ""
        )
        self._reason.setVisible(bool(one.reason or one.advice))
        self._success.show_time(one.last_success_at, self.tr("none yet"))
        for card in self._told:
            card.show_connection(one)
        for text in (self._name, self._system, self._reason):
            look(text, stale=stale)
        self.needs.show_name(one.name)
        self._offer(one, stale=stale)
        if (is_other or self._lacks) and not stale:
            self._ask_more(one)

    def forget(self) -> None:
        self._one = None
        self.needs.show_name("")

    # acts ---------------------------------------------------------------------------------------------------------------
    def _make_buttons(self) -> dict[str, QPushButton]:
        acts = self.acts
        made = {
            "pause": button(self.tr("Pause"), self._with(acts.pause)),
            "resume": button(self.tr("Resume"), self._with(acts.resume)),
            "sync": button(self.tr("Sync now"), self._with(acts.sync)),
            "compare": button(self.tr("Compare everything…"), self._with(acts.compare)),
            "remove_webhooks": button(self.tr("Remove webhooks…"), self._with(acts.remove_webhooks)),
            "restore_webhooks": button(self.tr("Register webhooks"), self._with(acts.restore_webhooks)),
            "developer_key": button(self.tr("Developer key…"), self._with(acts.developer_key)),
            "sign_out": button(self.tr("Sign out…"), self._with(acts.sign_out), kind="danger"),
            "remove": button(self.tr("Take out…"), self._with(acts.remove), kind="danger"),
        }
        for key in ("pause", "resume", "sync", "compare"):
            self._acts_row.addWidget(made[key])
        self._acts_row.addStretch(1)
        return made

    def _place_buttons(self, card: Card, *keys: str) -> None:
        card.body.addLayout(row(*(self._buttons[key] for key in keys), None))
        card.body.addStretch(1)

    def _with(self, act: Callable[[ConnectionWord], object]) -> Callable[[], None]:
        def does() -> None:
            if self._one is not None:
                act(self._one)

        return does

    def _offer(self, one: ConnectionWord, *, stale: bool) -> None:
        may = self._shell.session.may_write
        signed_in = one.state not in ("sign_in_needed", "new")
        pushed = one.real_time.means == "webhook"
        shown = {
            "pause": one.state in ("connected", "prepare_needed"),
            "resume": one.state == "paused",
            "sync": one.state == "connected",
            "compare": one.state == "connected" and bool(one.objects),
            "remove_webhooks": signed_in and pushed,
            "restore_webhooks": signed_in and not pushed and bool(one.objects),
            "developer_key": takes_developer_key(one),
            "sign_out": signed_in,
            "remove": one.state == "sign_in_needed",
        }
        for key, is_shown in shown.items():
            self._buttons[key].setVisible(may and is_shown)
            self._buttons[key].setEnabled(not stale)
        unfinished = is_unfinished(one)
        again = one.state == "sign_in_needed" and bool(one.objects)
        words = self.tr("Sign in again") if again else self.tr("Go on with the set-up")
        self.go_on.setText(words)
        self.go_on.setAccessibleName(f"{words}: {one.name}")
        self.go_on.setVisible(may and (unfinished or again))
        self.go_on.setEnabled(not stale)

    def _go_on(self) -> None:
        if self._one is not None:
            self.goes_on.emit(self._one.name)

    # what is asked for apart --------------------------------------------------------------------------------------------
    def _ask_more(self, one: ConnectionWord) -> None:
        self._lacks = False
        self._trouble.hide()
        calls = self._shell.session.calls
        calls.ask(self, Operations.residency).then(self._show_routes).failed(self._explain)
        calls.ask(self, Operations.vault).then(self._show_sealed).failed(self._explain)
        if one.state == "prepare_needed":
            self.needs.ask()

    def _show_routes(self, page: Page[RouteWord]) -> None:
        name = self._one.name if self._one is not None else ""
        rows = [one for one in page.rows if one.name.startswith(f"{name}: ") or one.name == "the database"]
        unknown = self.tr("area unknown")
        self._routes_grid.show_rows(
            [
                (
                    worded(one.name.removeprefix(f"{name}: ")),
                    f"{worded(one.host)} · {worded(one.area) or unknown} ({one.evidence})",
                    self.tr("allowed")
                    if one.allowed
                    else self.tr("refused: {0}").format(in_sentences(one.why, one.advice)),
                )
                for one in rows
            ]
        )

    def _show_sealed(self, told: VaultWord) -> None:
        one = self._one
        if one is None:
            return
        kinds = sorted(
            worded(part.kind.replace("_", " ")) for part in told.sealed if part.connection == one.name
        )
        state = (
            self.tr("Needed") if one.state == "sign_in_needed" else self.tr("Signed in; renewed by itself")
        )
        self._sealed_grid.show_rows(
            [
                (self.tr("State"), state if one.state != "new" else self.tr("Being looked at")),
                (self.tr("Sealed here"), ", ".join(kinds) or self.tr("nothing")),
                (self.tr("The key lies in"), told.key_place),
            ]
        )

    def _explain(self, error: CrmSyncError) -> None:
        self._lacks = True
        self._trouble.explain(error)
        self._trouble.show()
