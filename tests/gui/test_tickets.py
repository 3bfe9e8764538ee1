"""A ticket from the app: what leaves is what was shown, to a service or into a file and an e-mail draft."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from core.target_settings import Target, TargetKind, Use
from gui.app import App
from gui.context import Context
from gui.health.page import HealthPage
from gui.tickets.dialog import TicketDialog, open_ticket
from tests.gui.conftest import Running
from tests.gui.test_shell import live, nameless
from tests.support.service_desk import service_desk

Opening = Callable[[Context], App]


def shown(dialog: TicketDialog, at: int) -> str:
    widget = dialog.files.widget(at)
    return widget.toPlainText() if isinstance(widget, QPlainTextEdit) else ""


@pytest.mark.parametrize(
    ("kind", "settings", "number"),
    [
        (TargetKind.JIRA, {"project": "OPS"}, "OPS-1"),
        (TargetKind.ZENDESK, {"username": "agent@acme.example"}, "1"),
        (TargetKind.SERVICENOW, {"username": "crmsync"}, "INC0000001"),
    ],
)
def test_one_click_shows_what_leaves_and_sends_exactly_that(
    qtbot: QtBot, running: Running, open_app: Opening, kind: TargetKind, settings: dict[str, str], number: str
) -> None:
    running.client.create_record("contact", {"name": "Very Private"})
    with service_desk() as desk:
        running.daemon.targets.known = {
            "desk": Target.model_validate(
                {"kind": kind, "use": Use.TICKETS, "url": desk.address, **settings}
            ),
            "ops": Target(kind=TargetKind.WEBHOOK, use=Use.ALERTS, url=desk.address),
        }
        app = live(qtbot, open_app(running.context))
        page = app.window.page
        assert isinstance(page, HealthPage)
        page.causes.ticket.click()
        (dialog,) = app.window.findChildren(TicketDialog)
        assert nameless(dialog) == []
        qtbot.waitUntil(lambda: dialog.files.count() == 2)
        assert [dialog.where.itemData(at) for at in range(dialog.where.count())] == ["desk", ""]
        assert "crmsync targets secret desk" in dialog.told.text()
        assert not dialog.send.isEnabled()
        running.daemon.targets.keep_secret("desk", "t0ken", by="person:x")
        dialog.reject()
        dialog = open_ticket(app.window, page)
        qtbot.waitUntil(dialog.send.isEnabled)
        body = json.loads(shown(dialog, 0))
        assert "Very Private" not in shown(dialog, 0) and "t0ken" not in shown(dialog, 0)
        assert desk.taken == []
        running.client.create_record("contact", {"name": "Later"})  # how things stand changes meanwhile
        dialog.send.click()
        qtbot.waitUntil(lambda: f"made ticket {number}." in dialog.told.text())
        [taken] = desk.taken
        assert taken.body == body
        opened: list[QUrl] = []
        dialog.open_address = opened.append  # type: ignore[assignment]  # what the desktop would do
        dialog.send.click()
        [ticket] = [one.toString() for one in opened]
        assert ticket.startswith(desk.address) and (
            kind is not TargetKind.JIRA or ticket.endswith("/browse/OPS-1")
        )
        assert len(desk.taken) == 1, "a second press opens it and sends nothing"


def test_without_a_service_it_is_a_file_and_an_email_draft(
    qtbot: QtBot, running: Running, open_app: Opening, tmp_path: Path
) -> None:
    app = live(qtbot, open_app(running.context.looking_only()))
    app.window.raise_ticket()
    (dialog,) = app.window.findChildren(TicketDialog)
    qtbot.waitUntil(lambda: dialog.files.count() == 2)
    assert not dialog.mail.isEnabled()
    dialog.save(str(tmp_path / "nowhere" / "x.txt"))
    assert "Not saved" in dialog.told.text()
    dialog.save(str(tmp_path / "x.txt"))
    assert (tmp_path / "x.txt").read_text() == shown(dialog, 0) + "\n"
    opened: list[QUrl | str] = []

    def no_mail_program(address: QUrl | str) -> bool:
        opened.append(address)
        return False

    dialog.open_address = no_mail_program
    dialog.mail.click()
    [address] = opened
    assert "by hand" in dialog.told.text()
    text = unquote(QUrl(address).toString(QUrl.ComponentFormattingOption.FullyEncoded))
    assert text.startswith("mailto:?subject=CRM Sync 0.0-test")
    assert "The diagnosis is in the attached file: x.txt" in text
