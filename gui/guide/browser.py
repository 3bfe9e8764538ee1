"""Shows the documents of the guide: links stay within it, pictures fit, headings can be gone to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QDesktopServices,
    QFont,
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFragment,
    QTextFrameFormat,
    QTextImageFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser

from gui.guide.book import Book, slug_of
from gui.theme import Theme
from gui.tokens import Space, Type

_SCHEME: Final = "guide"
_LINE_PERCENT: Final = 130
_SIZES: Final = {1: Type.HEADLINE, 2: Type.TITLE + 2, 3: Type.TITLE}


class GuideBrowser(QTextBrowser):
    """`moved` tells the place that is shown. What the documents link to outside of them opens in the system's browser."""

    moved = Signal(str)

    def __init__(self, book: Book, theme: Theme) -> None:
        super().__init__()
        self._book, self._theme = book, theme
        self._widths: dict[str, int] = {}
        # Qt's own source() is still the last one while the next is loaded and told of.
        self._here = QUrl()
        self.setAccessibleName(self.tr("Guide"))
        self.setProperty("quiet", "true")
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(Space.THREE)
        self.anchorClicked.connect(self.follow)
        self.sourceChanged.connect(self._arrive)
        theme.changed.connect(self._dress_again)

    @property
    def place(self) -> str:
        """As `errors.md#throttled`."""
        return _place(self._here)

    def open(self, place: str) -> None:
        self.setSource(_url(place), QTextDocument.ResourceType.MarkdownResource)

    def follow(self, link: QUrl) -> None:
        """A link was clicked. Only https leaves the app."""
        target = self._here.resolved(link)
        if target.scheme() == _SCHEME:
            if self._book.text_of(_place(target)) is not None:
                self.open(_place(target))
        elif target.scheme() == "https":
            QDesktopServices.openUrl(target)

    def loadResource(self, type: int, name: QUrl | str) -> Any:
        """Called by Qt for documents and pictures; nothing is read from anywhere else."""
        target = self._here.resolved(QUrl(name))
        if target.scheme() != _SCHEME:
            return None
        if type == QTextDocument.ResourceType.ImageResource.value:
            return self._picture(_place(target))
        self._here = target
        text = self._book.text_of(_place(target))
        return self.tr("This is not part of the guide.") if text is None else text

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_pictures()

    def _picture(self, place: str) -> QImage | None:
        dark = place.replace("-light.", "-dark.")
        wanted = dark if self._theme.is_dark and self._book.file_of(dark) is not None else place
        file = self._book.file_of(wanted)
        image = QImage(str(file)) if file is not None else QImage()
        if not image.isNull():
            self._widths[place] = image.width()
        return image

    def _arrive(self, here: QUrl) -> None:
        self._here = here
        self._dress()
        self._go_to(here.fragment())
        self.moved.emit(self.place)

    def _go_to(self, anchor: str) -> None:
        for block in self._blocks() if anchor else ():
            if block.blockFormat().headingLevel() and slug_of(block.text()) == anchor:
                self.setTextCursor(QTextCursor(block))
                top = self.document().documentLayout().blockBoundingRect(block).top()
                self.verticalScrollBar().setValue(round(top) - Space.ONE)
                return

    def _dress_again(self) -> None:
        if self._here.isValid():
            self.reload()

    def _dress(self) -> None:
        """The app's own type, lines and colours: Markdown brings none."""
        whole = QTextCursor(self.document())
        whole.beginEditBlock()  # otherwise the text is laid out anew after each change
        for block in self._blocks():
            self._dress_block(block)
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _rule(frame, self._theme.colours.border)
        self._fit_pictures()
        whole.endEditBlock()

    def _dress_block(self, block: QTextBlock) -> None:
        cursor, shape, parts = QTextCursor(block), block.blockFormat(), _fragments(block)
        level = shape.headingLevel()
        if not any(part.charFormat().isImageFormat() for part in parts):
            shape.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if level:
            shape.setTopMargin(Space.THREE if level < 3 else Space.TWO)
            shape.setBottomMargin(Space.ONE)
        cursor.setBlockFormat(shape)
        for part in parts:
            look = part.charFormat()
            if level:
                look.setFontPointSize(_SIZES.get(level, Type.BODY))
                look.clearProperty(look.Property.FontSizeAdjustment.value)
                look.setFontWeight(QFont.Weight.DemiBold)
            if look.isAnchor():
                look.setForeground(QBrush(QColor(self._theme.colours.accent)))
            elif look.fontFixedPitch():
                look.setBackground(QBrush(QColor(self._theme.colours.sunken)))
            _select(cursor, part)
            cursor.setCharFormat(look)

    def _fit_pictures(self) -> None:
        room = self.viewport().width() - 2 * Space.THREE
        for block in self._blocks():
            for part in _fragments(block):
                look = part.charFormat()
                if not look.isImageFormat():
                    continue
                image = QTextImageFormat(look.toImageFormat())
                width = self._widths.get(_place(self._here.resolved(QUrl(image.name()))), room)
                image.setWidth(min(width, room))
                cursor = QTextCursor(block)
                _select(cursor, part)
                cursor.setCharFormat(image)

    def _blocks(self) -> Iterator[QTextBlock]:
        block = self.document().begin()
        while block.isValid():
            yield block
            block = block.next()


def _rule(table: QTextTable, colour: str) -> None:
    lines = table.format()
    lines.setBorder(1)
    lines.setBorderCollapse(True)
    lines.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    lines.setBorderBrush(QBrush(QColor(colour)))
    lines.setCellPadding(Space.ONE - 2)
    lines.setCellSpacing(0)
    table.setFormat(lines)


def _fragments(block: QTextBlock) -> list[QTextFragment]:
    """Gathered first: changing a format joins fragments and splits them."""
    found = []
    at = block.begin()
    while not at.atEnd():
        found.append(at.fragment())
        at += 1
    return found


def _select(cursor: QTextCursor, part: QTextFragment) -> None:
    cursor.setPosition(part.position())
    cursor.setPosition(part.position() + part.length(), QTextCursor.MoveMode.KeepAnchor)


def _url(place: str) -> QUrl:
    path, _, anchor = place.partition("#")
    url = QUrl()
    url.setScheme(_SCHEME)
    url.setPath(f"/{path}")
    if anchor:
        url.setFragment(anchor)
    return url


def _place(url: QUrl) -> str:
    anchor = url.fragment()
    return url.path().lstrip("/") + (f"#{anchor}" if anchor else "")
