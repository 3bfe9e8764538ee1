"""The guide as a reader meets it: it is whole, errors lead into it, and nothing leads out of it unasked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core.errors import StoreFull
from gui.app import App
from gui.attach import AttachDialog
from gui.context import Context, LinkState
from gui.guide.book import Book, joined
from gui.guide.window import GuideWindow
from gui.pages import PAGES
from gui.resources import DOCUMENTS, PACKED, RESOURCES
from gui.theme import Mode
from gui.widgets.meaning import Meaning, place_of
from gui.widgets.told import Told
from tests.gui.conftest import Running
from tests.test_layout import REPOSITORY

BOOK = Book(DOCUMENTS)


def heading_at_top(guide: GuideWindow) -> str:
    """The heading that is shown first."""
    browser = guide.browser
    block = browser.cursorForPosition(browser.viewport().rect().topLeft()).block()
    while block.isValid() and not block.blockFormat().headingLevel():
        block = block.next()
    return block.text()


def test_every_link_of_the_guide_leads_to_a_place_of_it() -> None:
    places = {one.place for one in BOOK.sections} | {one.document for one in BOOK.sections}
    read = [one.document for one in BOOK.chapters] + ["guide/README.md"]
    links = [
        (document, joined(document, link))
        for document in read
        for link in re.findall(r"(?<!!)\[[^\]]+\]\(([^)]+)\)", BOOK.text_of(document) or "")
        if not link.startswith("https://")
    ]
    assert len(links) > 50
    assert not [one for one in links if one[1] not in places]
    pictures = [
        joined(document, link)
        for document in read
        for link in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", BOOK.text_of(document) or "")
    ]
    assert pictures
    assert not [one for one in pictures if BOOK.file_of(one) is None]


def test_every_page_has_a_chapter_and_every_chapter_is_in_the_list() -> None:
    listed = {one.document for one in BOOK.chapters}
    assert {entry.chapter for entry in PAGES} <= listed
    written = {path.relative_to(DOCUMENTS).as_posix() for path in (DOCUMENTS / "guide").glob("*.md")}
    assert written - {"guide/README.md"} <= listed


def test_an_installation_has_the_guide_where_the_app_looks_for_it() -> None:
    wheel = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"][
        "build"
    ]
    packed = wheel["targets"]["wheel"]["force-include"]["docs"]
    assert RESOURCES.parent / packed == PACKED
    assert DOCUMENTS == REPOSITORY / "docs"


def test_nothing_is_read_from_outside_the_documents(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "in.md").write_text("# In\n", encoding="utf-8")
    (tmp_path / "secret.md").write_text("# Out\n", encoding="utf-8")
    book = Book(tmp_path / "docs")
    assert book.text_of("in.md") == "# In\n"
    assert book.text_of("../secret.md") is None
    assert book.text_of(str(tmp_path / "secret.md")) is None


def test_the_guide_opens_where_one_is_and_finds_its_way(
    qtbot: QtBot,
    running: Running,
    open_app: Callable[[Context], App],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = open_app(running.context)
    app.window.go_to("conflicts")
    QTest.keyClick(app.window, Qt.Key.Key_F1)
    guide = app.window.open_guide()
    assert guide.isVisible()
    assert guide.browser.place == "guide/conflicts.md"
    assert guide.list.currentItem().text().startswith("Conflicts")

    guide.browser.follow(QUrl("../errors.md#throttled"))
    assert guide.browser.place == "errors.md#throttled"
    assert heading_at_top(guide) == "throttled"
    app.theme.set_mode(Mode.DARK)
    assert heading_at_top(guide) == "throttled"
    guide.back.click()
    assert guide.browser.place == "guide/conflicts.md"

    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    for link in ("https://status.example/", "http://plain.example/", "file:///etc/passwd", "../../README.md"):
        guide.browser.follow(QUrl(link))
    assert opened == ["https://status.example/"]
    assert guide.browser.place == "guide/conflicts.md"

    guide.asked.setText("disk is full")
    QTest.keyClick(guide.asked, Qt.Key.Key_Return)
    assert guide.browser.place == "errors.md#store_full"
    guide.asked.setText("xyzzy")
    assert guide.list.isHidden()
    assert not guide.nothing.isHidden()

    guide.browser.open("errors.md")
    app.window.ask_to_attach()
    dialog = next(one for one in app.qt.topLevelWidgets() if isinstance(one, AttachDialog))
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog.host.host, Qt.Key.Key_F1)
    assert guide.browser.place == "guide/conflicts.md"
    dialog.reject()

    assert "Open the guide" in {one.words for one in app.window._actions}
    app.window.close()
    assert not guide.isVisible()


def test_what_is_wrong_leads_to_what_it_means(
    qtbot: QtBot, running: Running, open_app: Callable[[Context], App]
) -> None:
    app = open_app(running.context)
    qtbot.waitUntil(lambda: app.session.link is LinkState.LIVE and app.session.health is not None)
    error = StoreFull("the disk is full")
    page = app.window.page
    page.show_error(error)  # type: ignore[attr-defined]
    page.message.meaning.click()  # type: ignore[attr-defined]
    guide = next(one for one in app.qt.topLevelWidgets() if isinstance(one, GuideWindow))
    assert guide.browser.place == place_of("store_full")
    assert heading_at_top(guide) == "store_full"

    def pressed(link: QPushButton) -> str:
        assert link.isVisible()
        link.click()
        return guide.browser.place

    app.window.open_guide("guide/README.md")
    app.window.toast_error(error)
    assert pressed(app.window.toaster.findChildren(QPushButton)[-1]) == place_of("store_full")

    app.window.open_guide("guide/README.md")
    told = Told(parent=app.window.header)
    told.explain(error)
    told.show()
    assert pressed(told.meaning) == place_of("store_full")
    told.setText("All is well.")
    assert not told.meaning.isVisible()

    running.server.stop()
    qtbot.waitUntil(app.window.banner.isVisible)

    def links() -> list[QPushButton]:
        """Those of what was said before die later than those that are shown now."""
        found = app.window.banner.findChildren(QPushButton)
        return [one for one in found if one.text() == Meaning().text() and one.isVisible()]

    qtbot.waitUntil(lambda: bool(links()))
    kind = app.session.trouble.kind if app.session.trouble is not None else ""
    means = links()[-1]
    assert pressed(means) == place_of(kind)
    assert BOOK.text_of(place_of(kind)) is not None
