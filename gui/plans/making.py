"""Which connection, and which of its objects, a plan is made for."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from core.wire.connections import Health
from gui.widgets.asking import Asking
from gui.widgets.looks import label


class MakeDialog(Asking):
    def __init__(self, health: Health | None, connection: str, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Make a plan"))
        self.yes.setText(self.tr("Make the plan"))
        self._objects = (
            {one.name: sorted({part.hub_object for part in one.objects}) for one in health.connections}
            if health is not None
            else {}
        )
        self.connection_box, self.object_box = QComboBox(), QComboBox()
        self.connection_box.setAccessibleName(self.tr("Connection"))
        self.object_box.setAccessibleName(self.tr("Object"))
        for name in self._objects:
            self.connection_box.addItem(name, name)
        self.connection_box.setCurrentIndex(max(0, self.connection_box.findData(connection)))
        self.connection_box.currentIndexChanged.connect(lambda _at: self._show_objects())
        about = self.tr(
            "Both sides are compared and what a sync would write is listed. Nothing else is written."
        )
        form = QFormLayout()
        form.addRow(label(self.tr("Connection")), self.connection_box)
        form.addRow(label(self.tr("Object")), self.object_box)
        self.body.addWidget(label(about, "muted", wraps=True))
        self.body.addLayout(form)
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
