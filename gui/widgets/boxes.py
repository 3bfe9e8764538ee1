"""What boxes to choose from have in common."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from core.wire.models import Health


def offer_connections(box: QComboBox, health: Health | None) -> None:
    """The connections there are, below the first entry, which stands for all. What was chosen stays chosen, untold."""
    names = [one.name for one in health.connections] if health is not None else []
    if names == [box.itemData(at) for at in range(1, box.count())]:
        return
    chosen = box.currentData()
    box.blockSignals(True)
    while box.count() > 1:
        box.removeItem(1)
    for name in names:
        box.addItem(name, name)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)
