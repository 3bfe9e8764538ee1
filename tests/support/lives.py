"""The life of one hub record, played through the product's own books: its log, and what it was after each step."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from core.history import Past, as_of
from core.records import HubRecord, Value
from core.schema import Field, FieldType, Object
from core.store.audit import GENESIS, append
from core.store.base import AuditEntry, StoredAudit
from core.sync.books import Books, Edit
from core.sync.routes import Routes

NAMES = ("name", "title", "city")
THING = Object(
    name="thing",
    label="Thing",
    plural="Things",
    fields={one: Field(name=one, type=FieldType.TEXT, label=one) for one in NAMES},
)
ROUTES = Routes(mappings={}, objects={"thing": THING})
VALUES = st.sampled_from((None, "a", "b", "c"))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("edit", "edit", "edit", "delete", "merge", "restore", "decide", "tell")),
        st.dictionaries(st.sampled_from(NAMES), VALUES, min_size=1, max_size=3),
        st.integers(0, 3),
    ),
    max_size=12,
)


class Life:
    """One record's life through the product's own books: its entries, and what it was after each."""

    def __init__(self, start: int = 1_000) -> None:
        self.at = start
        self.entries: list[AuditEntry] = []
        self.moments: list[tuple[int, HubRecord]] = []
        self.after: list[HubRecord] = []  # by entry
        self._do(
            lambda books: books.create("thing", {"name": "a"}, by="person:p", edited_at=1, cause="person:p")
        )

    @property
    def record(self) -> HubRecord:
        return self.moments[-1][1]

    @property
    def stored(self) -> list[StoredAudit]:
        return append(self.entries, seq=0, digest=GENESIS)[::-1]

    def _do(self, act: Callable[[Books], HubRecord]) -> None:
        books = Books(at=self.at, run="r", ids=lambda: "1", routes=ROUTES)
        record = act(books)
        self.entries += books.audit
        self.after += [record] * len(books.audit)
        self.moments.append((self.at, record))

    def step(self, kind: str, values: dict[str, Value], later: int) -> None:
        self.at += later
        record = self.record
        edits = {
            name: Edit(value=value, by="person:p", at=self.at)
            for name, value in values.items()
            if record.fields.get(name) != value
        }
        match kind:
            case "tell":
                self._do(lambda books: _told(books, record))
            case "restore" if record.deleted_at is not None:
                self._do(lambda books: books.restore(record, by="person:p", cause="person:p"))
            case "delete" | "merge" if record.deleted_at is None:
                into = "other" if kind == "merge" else None
                self._do(
                    lambda books: books.tombstone(record, by="person:p", cause="person:p", merged_into=into)
                )
            case "decide":
                self._do(
                    lambda books: books.change(record, {}, by="person:p", cause="conflict:1", kind="resolve")
                )
            case "edit" if edits:
                self._do(lambda books: books.change(record, edits, by="person:p", cause="person:p"))

    def at_moment(self, at: int) -> Past:
        return as_of(self.record, self.stored, at)


def _told(books: Books, record: HubRecord) -> HubRecord:
    books.note("conflict", record, by="system", cause="run:r", changes=(("name", "x", "y"),))
    return record
