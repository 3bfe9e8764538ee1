"""The list of one side. A field is dragged from here by the mouse; Enter, Delete and Tab do the same by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QListView, QWidget

from gui.mapping.field_row import HEIGHT, FieldRow
from gui.mapping.fields_model import FieldsModel
from gui.theme import Theme


class FieldList(QListView):
    """Places are global. `left_for` is Left or Right: the other list is meant. `tab` is asked before the focus moves on."""

    dragged = Signal(str, QPoint)
    dropped = Signal(str, QPoint)
    joined = Signal()
    removed = Signal(str)
    left_for = Signal()
    chosen = Signal(str)

    def __init__(self, theme: Theme, model: FieldsModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = model
        self.takes_tab: Callable[[], bool] = lambda: False
        self.may_drag = True
        self._pressed: tuple[str, QPoint] | None = None
        self._is_dragging = False
        self.setModel(model)
        self.setItemDelegate(FieldRow(theme, model, self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.setMinimumWidth(180)
        self.selectionModel().currentChanged.connect(self._tell)

    @property
    def current(self) -> str:
        return self.fields.name_at(self.currentIndex())

    def name_under(self, place: QPoint) -> str:
        """The field at a global place; "" for none."""
        inside = self.viewport().mapFromGlobal(place)
        return self.fields.name_at(self.indexAt(inside)) if self.viewport().rect().contains(inside) else ""

    def middle_of(self, row: int) -> int:
        """Where the middle of a row is, below the top of this widget; outside its height where it is scrolled away."""
        return self.viewport().y() + row * HEIGHT - self.verticalScrollBar().value() + HEIGHT // 2

    def show_field(self, name: str) -> None:
        """Make it the current one, in sight."""
        place = self.fields.place_of(name)
        if place is not None:
            index = self.fields.index(place)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def _tell(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.fields.name_at(now))

    # by mouse ---------------------------------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        place = event.globalPosition().toPoint()
        name = self.name_under(place)
        self._pressed = (
            (name, place) if name and self.may_drag and event.button() is Qt.MouseButton.LeftButton else None
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        name, began = self._pressed
        place = event.globalPosition().toPoint()
        far = (place - began).manhattanLength() >= QApplication.startDragDistance()
        if self._is_dragging or far:
            self._is_dragging = True
            self.dragged.emit(name, place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, was = self._pressed, self._is_dragging
        self._pressed, self._is_dragging = None, False
        super().mouseReleaseEvent(event)
        if was and pressed is not None:
            self.dropped.emit(pressed[0], event.globalPosition().toPoint())

    def _give_up(self) -> None:
        if self._pressed is not None and self._is_dragging:
            name = self._pressed[0]
            self._pressed, self._is_dragging = None, False
            self.dropped.emit(name, QPoint(-1, -1))

    # by keyboard ------------------------------------------------------------------------------------------------------
    def event(self, event: QEvent) -> bool:
        is_tab = (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Tab
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
        )
        if is_tab and self.takes_tab():
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.joined.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(self.current)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.left_for.emit()
        elif key == Qt.Key.Key_Escape and self._is_dragging:
            self._give_up()
        else:
            super().keyPressEvent(event)
