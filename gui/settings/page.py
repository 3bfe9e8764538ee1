"""Settings: this window's own, the daemon's facts, where alerts go, how far the advisor may go, and who is attached."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from gui.pages import Shell
from gui.settings.advisor_fields import AdvisorFields
from gui.settings.app_card import AppCard
from gui.settings.attached import AttachedList
from gui.settings.daemon_facts import DaemonFacts
from gui.settings.targets import TargetList
from gui.tokens import Space


def make(shell: Shell) -> QWidget:
    return SettingsPage(shell)


class SettingsPage(QWidget):
    """What stands on a tab is asked for when it is opened."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.app, self.daemon = AppCard(shell), DaemonFacts(shell)
        self.targets, self.advisor = TargetList(shell), AdvisorFields(shell)
        self.attached = AttachedList(shell)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for one, words in (
            (self.app, self.tr("This window")),
            (self.daemon, self.tr("Daemon")),
            (self.targets, self.tr("Alerts and tickets")),
            (self.advisor, self.tr("Advisor")),
            (self.attached, self.tr("Attached")),
        ):
            self.tabs.addTab(one, words)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.THREE, Space.TWO, Space.THREE, 0)
        outer.addWidget(self.tabs)
        self.tabs.currentChanged.connect(lambda _at: self._refresh())
        shell.session.attached.connect(self._refresh)
        shell.session.link_changed.connect(self._greeted)

    def look_at(self, where: Mapping[str, str]) -> None:
        tabs = {
            "daemon": self.daemon,
            "targets": self.targets,
            "advisor": self.advisor,
            "attached": self.attached,
        }
        self.tabs.setCurrentWidget(tabs.get(where.get("tab", ""), self.app))

    def entered(self) -> None:
        self._refresh()

    def _greeted(self) -> None:
        """The version is only known once the daemon has greeted."""
        if self.isVisible() and self.tabs.currentWidget() is self.daemon:
            self.daemon.refresh()

    def _refresh(self) -> None:
        here = self.tabs.currentWidget()
        if isinstance(here, DaemonFacts | TargetList | AdvisorFields | AttachedList):
            here.refresh()
