"""The guide in a window of its own: the list of chapters, a search over all of it, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from gui.guide.book import INDEX, Book
from gui.guide.browser import GuideBrowser
from gui.resources import DOCUMENTS
from gui.theme import Theme
from gui.tokens import Space
from gui.widgets.looks import column, icon_button, label, row
from gui.widgets.wrapped import Wrapped

_SIZE = (1080, 780)
_PLACE = Qt.ItemDataRole.UserRole


class GuideWindow(QWidget):
    """It has no parent, so that it can be read beside a dialog; who made it closes it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("Guide"))
        self.setProperty("canvas", "true")
        theme.clothe(self)
        self.resize(*_SIZE)
        self.book = Book(DOCUMENTS)
        self.browser = GuideBrowser(self.book, theme)
        self.asked = QLineEdit()
        self.asked.setPlaceholderText(self.tr("Search the guide"))
        self.asked.setAccessibleName(self.tr("Search the guide"))
        self.asked.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Chapters"))
        Wrapped(self.list)
        self.list.setSpacing(Space.HALF // 2)
        self.nothing = label(self.tr("Nothing is said about that."), "muted", wraps=True)
        self.back = icon_button(theme, "arrow-left", self.tr("Back"), self.browser.backward)
        self.forth = icon_button(theme, "arrow-right", self.tr("Forward"), self.browser.forward)
        self.index = icon_button(theme, "list", self.tr("Contents"), lambda: self.open(INDEX))
        self._lay_out()
        self.asked.textChanged.connect(self._fill)
        self.asked.returnPressed.connect(self._open_first)
        self.list.itemClicked.connect(self._open_item)
        self.list.itemActivated.connect(self._open_item)
        self.browser.moved.connect(self._arrived)
        self.browser.backwardAvailable.connect(self.back.setEnabled)
        self.browser.forwardAvailable.connect(self.forth.setEnabled)
        for keys, does in (
            (QKeySequence.StandardKey.Find, self._search),
            (QKeySequence.StandardKey.Back, self.browser.backward),
            (QKeySequence.StandardKey.Forward, self.browser.forward),
            (QKeySequence.StandardKey.Cancel, self.close),
        ):
            QShortcut(QKeySequence(keys), self, does)
        for one, icon in ((self.back, "arrow-left"), (self.forth, "arrow-right")):
            theme.dress(one, icon)  # in the colour of text, so that one sees when there is no way
            one.setEnabled(False)
        self._fill("")

    def open(self, place: str) -> None:
        """Show it, in front, at a place such as `errors.md#throttled`."""
        self.show()  # first: a place can be gone to only where there is room
        self.browser.open(place)
        self.raise_()
        self.activateWindow()

    def _lay_out(self) -> None:
        left = column(self.asked, self.nothing, self.list, space=Space.ONE)
        left.setStretch(2, 1)
        right = column(row(self.back, self.forth, self.index, None), self.browser, space=Space.ONE)
        across = QSplitter()
        left.setContentsMargins(0, 0, Space.ONE, 0)
        right.setContentsMargins(Space.ONE, 0, 0, 0)
        for side in (left, right):
            held = QWidget()
            held.setLayout(side)
            across.addWidget(held)
        across.setStretchFactor(1, 1)
        across.setSizes([Space.RAIL + Space.FOUR, _SIZE[0] - Space.RAIL - Space.FOUR])
        across.setChildrenCollapsible(False)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(Space.TWO, Space.TWO, Space.TWO, Space.TWO)
        inside.addWidget(across)

    def _search(self) -> None:
        self.asked.setFocus()
        self.asked.selectAll()

    def _fill(self, words: str) -> None:
        self.list.clear()
        if words.strip():
            for section in self.book.find(words):
                self._add(section.title, section.place, self.book.title_of(section.document))
        else:
            for chapter in self.book.chapters:
                self._add(chapter.title, chapter.document, "")
            self._arrived(self.browser.place)
        self.nothing.setVisible(self.list.count() == 0)
        self.list.setVisible(self.list.count() > 0)

    def _add(self, title: str, place: str, within: str) -> None:
        shown = f"{title}\n{within}" if within and within != title else title
        item = QListWidgetItem(shown)
        item.setData(_PLACE, place)
        self.list.addItem(item)

    def _open_item(self, item: QListWidgetItem) -> None:
        self.browser.open(item.data(_PLACE))

    def _open_first(self) -> None:
        if self.list.count():
            self.list.setCurrentRow(0)
            self.browser.open(self.list.item(0).data(_PLACE))

    def _arrived(self, place: str) -> None:
        """The chapter one is in is marked in the list of chapters."""
        if not self.asked.text().strip():
            document = place.partition("#")[0]
            at = [one.document for one in self.book.chapters]
            self.list.setCurrentRow(at.index(document) if document in at else -1)
