"""The rules in force: read from `rules.toml` at start, replaced whole when they are saved or the file has changed.

The file is the truth. What is in force is remembered in the store by its digest, so that every change gets its entry in
the log, whoever made it and whenever the process died in between.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from core.errors import Conflicting, Misconfigured, RulesInvalid
from core.mapping import Mapping as FieldMapping
from core.rule_files import FILE, check_rules, dump_rules, load_rules
from core.rules import RuleBook
from core.schema import Object
from core.store.base import AuditEntry, Batch, Store
from core.toml_files import read_text
from daemon.lane import Lane
from daemon.written_whole import write_whole

DIGEST: Final = "rules-digest"
_DEFAULT: Final = dump_rules(RuleBook())


@dataclass(slots=True)
class Rulebook:
    """Safe between threads. `clock` tells ms; `lanes` are asked for nothing but their compiled mappings."""

    folder: Path
    store: Store
    hub: Mapping[str, Object]
    mappings: Iterable[FieldMapping]
    clock: Callable[[], int]
    lanes: Mapping[str, Lane] = field(default_factory=dict)
    book: RuleBook = field(default_factory=RuleBook)
    text: str = _DEFAULT
    trouble: str = ""
    """Why the file, as it is now, is not in force; "" where it is."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def path(self) -> Path:
        return self.folder / FILE

    @property
    def digest(self) -> str:
        """Names what is in force: whoever saves tells which state they saw."""
        return digest_of(self.text)

    def current(self) -> RuleBook:
        return self.book

    def parsed(self, text: str, source: str = "the rules") -> RuleBook:
        """Raises RulesInvalid, naming what is wrong; nothing changes."""
        book = load_rules(text, source)
        names = frozenset(rule.name for mapping in self.mappings for rule in mapping.rules)
        check_rules(book, self.hub, names)
        return book

    def reload(self, by: str = "system") -> bool:
        """Take the file as it is now; whether anything changed. Called at start, on request, and when it was saved.

        Raises RulesInvalid and keeps the former rules in force where it is wrong; `trouble` says why until it is right.
        """
        with self._lock:
            try:
                text = read_text(self.path, RulesInvalid) if self.path.exists() else _DEFAULT
                book = self.parsed(text, str(self.path))
            except Misconfigured as wrong:
                self.trouble = str(wrong)
                raise
            changed = book != self.book
            self.book, self.text, self.trouble = book, text, ""
            self._explain(by)
            return changed

    def save(self, text: str, *, seen: str, by: str) -> RuleBook:
        """Replace the rules. `seen` is the digest they were written on. Raises RulesInvalid, Conflicting; a half-written
        file is never seen by anybody.
        """
        book = self.parsed(text)
        with self._lock:
            on_disk = read_text(self.path, RulesInvalid) if self.path.exists() else _DEFAULT
            if seen != self.digest or digest_of(on_disk) != self.digest:
                raise Conflicting(
                    "the rules have changed meanwhile",
                    advice="Read them again: crmsync rules reload, then list.",
                )
            try:
                write_whole(self.path, text)
            except OSError as failed:
                raise RulesInvalid(
                    f"{self.path} cannot be written: {failed.strerror}",
                    advice="Give the daemon's user write access to the configuration folder, or edit the file yourself.",
                ) from failed
            self.book, self.text, self.trouble = book, text, ""
            self._explain(by)
            return book

    def _explain(self, by: str) -> None:
        """The change's entry in the log, unless it has one."""
        former, now = self.store.note(DIGEST), self.digest
        if former == now or (former is None and now == digest_of(_DEFAULT)):
            return
        at = self.clock()
        names = ", ".join(rule.name if rule.enabled else f"{rule.name} (off)" for rule in self.book.rules)
        note = f"in force: {names or 'no rules'}{'' if self.book.defaults else '; without the built-in ones'} ({now})"
        entry = AuditEntry(at=at, kind="rules", actor=by, cause=by, run="", note=note)
        self.store.commit(Batch(at=at, audit=(entry,)))
        self.store.set_note(DIGEST, now)


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
