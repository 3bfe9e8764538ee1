"""Which connection, and which of its objects, a plan is made for."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from gui.session import Session
from gui.widgets.asking import Asking
from gui.widgets.looks import label


class MakeDialog(Asking):
    """It may be asked for before it is known what there is to choose from."""

    def __init__(self, session: Session, connection: str, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Make a plan"))
        self.yes.setText(self.tr("Make the plan"))
        self._session, self._wanted = session, connection
        self._objects: dict[str, list[str]] = {}
        self.connection_box, self.object_box = QComboBox(), QComboBox()
        self.connection_box.setAccessibleName(self.tr("Connection"))
        self.object_box.setAccessibleName(self.tr("Object"))
        self.connection_box.currentIndexChanged.connect(lambda _at: self._show_objects())
        about = self.tr(
            "Both sides are compared and what a sync would write is listed. Nothing else is written."
        )
        form = QFormLayout()
        form.addRow(label(self.tr("Connection")), self.connection_box)
        form.addRow(label(self.tr("Object")), self.object_box)
        self.body.addWidget(label(about, "muted", wraps=True))
        self.body.addLayout(form)
        self._show_objects()
        self.yes.setEnabled(False)
        session.health_changed.connect(self._learn)
        self._learn()

    def _learn(self) -> None:
        """Nothing that somebody has chosen from is put in another place."""
        health = self._session.health
        if self._objects or health is None:
            return
        self._objects = {
            one.name: sorted({part.hub_object for part in one.objects}) for one in health.connections
        }
        for name in self._objects:
            self.connection_box.addItem(name, name)
        self.connection_box.setCurrentIndex(max(0, self.connection_box.findData(self._wanted)))
        self.yes.setEnabled(bool(self._objects))
        self._show_objects()

    @property
    def connection(self) -> str:
        return str(self.connection_box.currentData() or "")

    @property
    def object(self) -> str | None:
        """None for all that the connection maps."""
        return self.object_box.currentData() or None

    def _show_objects(self) -> None:
        self.object_box.clear()
        self.object_box.addItem(self.tr("Everything that is mapped"), "")
        for name in self._objects.get(self.connection, []):
            self.object_box.addItem(name, name)
