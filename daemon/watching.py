"""Watches the configuration folder: mapping files take effect when they are saved.

A save is several events (a new file, a rename, a write), so what follows the first waits until nothing has happened for a
moment. What happened is only a hint: the folder is read whole each time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from core.errors import CrmSyncError
from core.logs import logger

log = logger(__name__)

QUIET_S: Final = 0.3


class FolderWatch(FileSystemEventHandler):
    """Calls all of `changed`, on a thread of its own, some time after a `.toml` file in or below `folder` was written."""

    def __init__(
        self, folder: Path, changed: Sequence[Callable[[], object]], *, quiet_s: float = QUIET_S
    ) -> None:
        self._folder, self._changed, self._quiet_s = folder, changed, quiet_s
        self._happened, self._stopping = threading.Event(), threading.Event()
        self._observer = Observer()
        self._thread = threading.Thread(target=self._run, name="configuration", daemon=True)

    def start(self) -> None:
        """A folder that cannot be watched is told in the log; files then take effect by `crmsync mappings reload`."""
        try:
            self._observer.schedule(self, str(self._folder), recursive=True)
            self._observer.start()
        except OSError as error:
            log.warning("the configuration is not watched", reason=error.strerror or "unknown")
            return
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._happened.set()
        if self._observer.is_alive():
            self._observer.stop()
            self._observer.join()
        if self._thread.is_alive():
            self._thread.join()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("opened", "closed_no_write"):
            return  # our own reading
        paths = (event.src_path, event.dest_path)
        if any(str(path).endswith(".toml") for path in paths):
            self._happened.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._happened.wait()
            while self._happened.is_set() and not self._stopping.is_set():
                self._happened.clear()
                self._stopping.wait(self._quiet_s)
            if self._stopping.is_set():
                return
            for one in self._changed:
                try:
                    one()
                except CrmSyncError as error:
                    log.warning("the configuration was not taken", kind=error.kind)
                except Exception:
                    log.exception("reading the configuration again failed")
