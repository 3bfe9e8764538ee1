"""How the app is put together: every concrete part is chosen here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from gui.context import Context, context_of_socket, local_context
from gui.emblem import emblem
from gui.main_window import MainWindow
from gui.memory import Memory
from gui.resources import LANGUAGES
from gui.sentences import speak_sentences
from gui.session import Session
from gui.theme import Mode, Theme
from gui.tray import Tray

_SPOKEN: Final = "spoken"


@dataclass(slots=True, kw_only=True)
class App:
    """The parts that live as long as the window."""

    qt: QApplication
    theme: Theme
    session: Session
    window: MainWindow
    tray: Tray


def build(
    qt: QApplication,
    context: Context,
    *,
    memory: Memory | None = None,
    mode: Mode | None = None,
    language: str = "",
) -> App:
    """Everything put together and attached to `context`; the window is not shown yet."""
    remembered = memory or Memory()
    speak(qt, language or remembered.language)
    theme = Theme(qt, mode or remembered.mode)
    qt.setWindowIcon(emblem(theme))
    session = Session(context, qt)
    window = MainWindow(session, theme, remembered)
    tray = Tray(session, theme, remembered, window)
    window.attach(context)
    return App(qt=qt, theme=theme, session=session, window=window, tray=tray)


def speak(qt: QApplication, language: str) -> None:
    """Use this language ("de", "en"; "" for the system's) for words, numbers and dates.

    Where the system's is none that the app speaks, the words are English and numbers and dates the system's.
    """
    if language or QLocale().language() is QLocale.Language.C:  # "C" knows no plural, and groups no digits
        QLocale.setDefault(QLocale(language or "en"))
    if qt.property(_SPOKEN) == QLocale().name():
        return  # changing the list while a thread of the network reads it can stand still for good
    qt.setProperty(_SPOKEN, QLocale().name())
    for before in qt.findChildren(QTranslator):
        qt.removeTranslator(before)
        before.deleteLater()
    locale = QLocale()
    own = QTranslator(qt)
    if own.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        qt.installTranslator(own)
    tongue = QLocale.languageToCode(locale.language())
    tongue = tongue if (LANGUAGES / tongue).is_dir() else "en"
    for file in sorted((LANGUAGES / tongue).glob("*.qm")):
        translator = QTranslator(qt)
        if translator.load(str(file)):
            qt.installTranslator(translator)
    speak_sentences(tongue)


def run(socket: Path | None, *, read_only: bool, mode: Mode | None, language: str) -> int:
    """Until the window is closed; the exit code."""
    qt = QApplication(["crmsync-gui"])  # by this a desktop tells whose window it is
    qt.setApplicationName("CRM Sync")
    qt.setDesktopFileName("crmsync")
    context = local_context() if socket is None else context_of_socket(socket)
    app = build(qt, context.looking_only() if read_only else context, mode=mode, language=language)
    app.window.show()
    return qt.exec()
