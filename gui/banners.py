"""What the banner says about the tie to the daemon."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.wire.problems import AttachmentEnded
from gui.context import LinkState
from gui.session import Session
from gui.tokens import Tone
from gui.widgets.banner import Banner
from gui.widgets.meaning import meaning_words, open_meaning
from gui.widgets.states import sentence_of, words_of
from gui.widgets.times import exactly


def say_link(banner: Banner, session: Session) -> None:
    """Nothing where all is well; else why not, what is shown meanwhile, and what can be done."""
    if session.link in (LinkState.LIVE, LinkState.CONNECTING) or session.trouble is None:
        banner.hide()
        return
    words = QCoreApplication.translate("Banners", "Try now")
    if isinstance(session.trouble, AttachmentEnded):
        words = QCoreApplication.translate("Banners", "Attach again")
    kind = session.trouble.kind
    again = (words, session.retry)
    means = (meaning_words(), lambda: open_meaning(banner, kind))
    said = sentence_of(session.trouble)
    if session.link is LinkState.REFUSED:
        banner.say(words_of(session.trouble), Tone.BAD, again, means)
        return
    shown = (
        ""
        if session.health is None
        else QCoreApplication.translate("Banners", "What you see is from {0}.").format(
            exactly(session.health.at)
        )
    )
    trying = QCoreApplication.translate("Banners", "Trying again by itself.")
    banner.say(f"{said} {trying} {shown}".strip(), Tone.WARN, again, means)
