"""How everything stands: one sentence, a card for each connection, the objects, what holds records up, and charts."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from core.errors import CrmSyncError
from core.wire.client import Operations
from core.wire.models import Health, ObjectWord, Page, StandingWord
from gui.health.causes import Causes
from gui.health.connection_card import ConnectionCard
from gui.health.objects import ObjectsTable
from gui.health.trend import Trends
from gui.loading import Loading
from gui.pages import Shell
from gui.tokens import Space, Tone
from gui.widgets.flow_grid import FlowGrid
from gui.widgets.looks import column, label, look
from gui.widgets.paged_table import one_line
from gui.widgets.states import Stack, words_of
from gui.widgets.told import Told

_CARD_WIDTH = 264
_AGAIN_MS = 10_000
_CHARTS_MS = 100  # what is known is painted first
_CHARTS = "gui.health.charts"  # with pyqtgraph, which takes longer to load than the rest of the app


def make(shell: Shell) -> QWidget:
    return HealthPage(shell)


class HealthPage(Stack):
    def __init__(self, shell: Shell) -> None:
        content = QScrollArea()
        super().__init__(shell.theme, content)
        self._shell = shell
        self.trends = Trends()
        self._cards: dict[str, ConnectionCard] = {}
        self._names: dict[str, tuple[str, str]] = {}  # of one, and of several
        self.sentence = label("", "headline", wraps=True)
        self.figures = label("", "muted", wraps=True)
        self._grid = FlowGrid(_CARD_WIDTH)
        self.objects, self.causes = ObjectsTable(shell), Causes(shell)
        self._objects_title = label(self.tr("Objects"), "title")
        self._show_what_is_known(known=False)
        self._trouble = Told(tone=Tone.WARN)
        self._trouble.hide()
        self._charts_place = QVBoxLayout()
        self.charts: QWidget | None = None
        self._is_on_screen = True
        self._loading: Loading | None = None
        self._charts_later = QTimer(self)
        self._charts_later.setSingleShot(True)
        self._charts_later.setInterval(_CHARTS_MS)
        self._charts_later.timeout.connect(self._load_charts)
        inner = QWidget()
        inner.setProperty("canvas", "true")
        inside = column(
            self.sentence,
            self.figures,
            Space.ONE,
            self._grid,
            Space.ONE,
            self._trouble,
            self.causes,
            Space.ONE,
            self._objects_title,
            self.objects,
            Space.ONE,
            self._charts_place,
            None,
        )
        inside.setContentsMargins(Space.THREE, Space.THREE, Space.THREE, Space.THREE)
        inner.setLayout(inside)
        content.setWidget(inner)
        content.setWidgetResizable(True)
        content.setFrameShape(QFrame.Shape.NoFrame)
        content.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._ask)
        session = shell.session
        session.health_changed.connect(self.draw)
        session.link_changed.connect(self._link_changed)
        session.attached.connect(self._forget)
        self.draw()

    # what the window calls ----------------------------------------------------------------------------------------------
    def entered(self) -> None:
        self._is_on_screen = True
        self.draw()
        self._again.start()
        self._ask()
        self._tell_charts("entered")

    def left(self) -> None:
        self._is_on_screen = False
        self._again.stop()
        self._tell_charts("left")

    # drawing ------------------------------------------------------------------------------------------------------------
    def draw(self) -> None:
        """A page that is not on screen only keeps count; it is drawn when it is entered."""
        session = self._shell.session
        if session.health is not None and not session.is_stale:
            self.trends.note(session.health)
        if not self._is_on_screen:
            return
        if session.health is None:
            self.show_loading()
            return
        if not session.health.connections:
            self._show_nothing()
            return
        self.show_content()
        self._show(session.health, stale=session.is_stale)
        if self._loading is None and not session.is_stale and not self._charts_later.isActive():
            self._charts_later.start()

    def _link_changed(self) -> None:
        self.draw()
        if not self._shell.session.is_stale and self._again.isActive():
            self._ask()

    def _forget(self) -> None:
        self.trends.clear()
        self._names.clear()
        self.causes.show_causes(())
        self.objects.show_objects(())
        self._show_what_is_known(known=False)
        self.draw()

    def _show_nothing(self) -> None:
        acts = []
        if self._shell.can_go_to("connections"):
            acts.append((self.tr("Connect a CRM"), lambda: self._shell.go_to("connections")))
        self.show_empty(
            "plug",
            self.tr("No CRM is connected yet"),
            self.tr(
                "Here you will see at a glance how each connection stands: state, backlog, quota, errors."
            ),
            *acts,
        )

    def _show(self, health: Health, *, stale: bool) -> None:
        number = QLocale().toString
        self.sentence.setText(health.sentence)
        look(self.sentence, stale=stale)
        records = self._records(health.records)
        parts = [self.tr("In the hub: {0}").format(records)] if records else []
        parts.append(self.tr("{0} changes a minute").format(number(round(health.per_minute))))
        if health.latency.p50 is not None:
            parts.append(
                self.tr("from edit to the far side: {0} ms (p50), {1} ms (p95)").format(
                    number(health.latency.p50), number(health.latency.p95 or 0)
                )
            )
        if health.conflict_rate is not None and health.conflict_rate.rate is not None:
            rate = number(100 * health.conflict_rate.rate, "f", 2)
            parts.append(self.tr("conflict rate {0} %").format(rate))
        self.figures.setText(one_line(" · ".join(parts), most=600))
        self._show_cards(health, stale=stale)

    def _records(self, counts: Mapping[str, int]) -> str:
        """How many of each object, the most first; of all together until it was told what the objects are called."""
        held = sorted(((name, n) for name, n in counts.items() if n), key=lambda one: -one[1])
        if held and not all(name in self._names for name, _ in held):
            return self.tr("%Ln record(s)", "", sum(n for _, n in held))
        return ", ".join(f"{QLocale().toString(n)} {self._names[name][n != 1]}" for name, n in held)

    def _show_cards(self, health: Health, *, stale: bool) -> None:
        names = [one.name for one in health.connections]
        for gone in [name for name in self._cards if name not in names]:
            self._cards.pop(gone).deleteLater()
        for one in health.connections:
            if one.name not in self._cards:
                self._cards[one.name] = ConnectionCard(self._shell, one.name)
            self._cards[one.name].show_connection(one, self.trends.of(one.name), stale=stale)
        self._grid.show_cards([self._cards[name] for name in names])

    # asking -------------------------------------------------------------------------------------------------------------
    def _ask(self) -> None:
        if self._shell.session.is_stale:
            return
        calls = self._shell.session.calls
        calls.ask(self, Operations.standing).then(self._show_standing).failed(self._fail)
        for card in self._cards.values():
            card.ask_throughput()
        if not self._names:
            calls.ask(self, Operations.list_objects).then(self._name_objects).failed(self._fail)

    def _name_objects(self, page: Page[ObjectWord]) -> None:
        self._names = {one.name: (one.label.lower(), one.plural.lower()) for one in page.rows}
        self.draw()

    def _show_standing(self, told: StandingWord) -> None:
        self._trouble.hide()
        self._tell_charts("told_above", "")
        self.objects.show_objects(told.objects)
        self.causes.show_causes(told.causes)
        self._show_what_is_known(known=True)

    def _show_what_is_known(self, *, known: bool) -> None:
        """Until it was told, nothing may say that nothing is held up."""
        for one in (self.causes, self._objects_title, self.objects):
            one.setVisible(known)

    def _fail(self, error: CrmSyncError) -> None:
        self._trouble.explain(error)
        self._trouble.setVisible(not self._shell.session.is_stale)  # otherwise the banner says it
        self._tell_charts("told_above", words_of(error))

    def _load_charts(self) -> None:
        self._loading = Loading((_CHARTS,), self._add_charts, self)

    def _add_charts(self) -> None:
        self.charts = import_module(_CHARTS).Charts(self._shell)
        self._charts_place.addWidget(self.charts)
        if not self._trouble.isHidden():
            self._tell_charts("told_above", self._trouble.text())
        if self._is_on_screen:
            self._tell_charts("entered")

    def _tell_charts(self, what: str, *given: str) -> None:
        if self.charts is not None:
            getattr(self.charts, what)(*given)
