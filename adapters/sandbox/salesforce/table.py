"""The shared table plus whole-second stamps, keyset order by (stamp, Id), and the recycle bin."""

from __future__ import annotations

from collections.abc import Callable

from adapters.sandbox.ledger import Value
from adapters.sandbox.rows import Row, Table
from adapters.sandbox.salesforce.ids import normal_id, serial_of
from adapters.sandbox.salesforce.keys import SortedKeys, pack
from adapters.sandbox.salesforce.stamps import whole_seconds


class SalesforceTable(Table):
    """`live` and `bin` hold one key per row: (modified second, serial) packed into a number."""

    def __init__(self, name: str, *, make_id: Callable[[int], str], columns: tuple[str, ...] = ()) -> None:
        super().__init__(name, make_id=make_id, columns=columns)
        self.live = SortedKeys()
        self.bin = SortedKeys()
        self._by_serial: list[Row | None] = [None]
        self._edited: dict[str, int] = {}
        self._own_doing = False

    def get(self, id: str) -> Row | None:
        """The row, deleted ones included, by its 15- or 18-character id."""
        found = super().get(id)
        if found is None:
            normal = normal_id(id)
            return None if normal is None or normal == id else super().get(normal)
        return found

    def at(self, serial: int) -> Row | None:
        """The row with this serial number, None when it was purged or never was."""
        return self._by_serial[serial] if serial < len(self._by_serial) else None

    def binned(self) -> list[Row]:
        """The rows in the recycle bin."""
        return [self._rows[id] for id in self._gone]

    @property
    def end(self) -> int:
        """One more than the highest serial number."""
        return len(self._by_serial)

    def edited_at(self, row: Row) -> int:
        """LastModifiedDate in ms: the stamp, unless a system process moved the stamp alone."""
        return self._edited.get(row.id, row.modified)

    def insert(self, row: Row) -> None:
        """Adds a new row."""
        row.created = whole_seconds(row.created)
        row.modified = whole_seconds(row.modified)
        super().insert(row)
        self._number(row)
        self.live.add(pack(row.modified, serial_of(row.id)))

    def load(self, rows: list[Row]) -> None:
        """Seeds many new rows at once, ids ascending."""
        for row in rows:
            row.created = whole_seconds(row.created)
            row.modified = whole_seconds(row.modified)
            self._number(row)
        super().load(rows)
        self.live = SortedKeys(
            pack(row.modified, at)
            for at, row in enumerate(self._by_serial)
            if row is not None and row.archived_at is None
        )

    def change(self, row: Row, values: tuple[Value, ...], modified: int) -> None:
        """Replaces a row's values and stamp; the same values with a new stamp is a system process at work."""
        modified = whole_seconds(modified)
        if values is row.values and not self._own_doing:
            self._edited.setdefault(row.id, row.modified)
        else:
            self._edited.pop(row.id, None)
        serial = serial_of(row.id)
        before = pack(row.modified, serial)
        self.live.discard(before)
        self.bin.discard(before)
        super().change(row, values, modified)
        (self.live if row.archived_at is None else self.bin).add(pack(modified, serial))

    def restamp(self, row: Row, at: int) -> None:
        """An update that changed no value: both stamps move all the same."""
        self._own_doing = True
        try:
            self.change(row, row.values, max(at, row.modified))
        finally:
            self._own_doing = False

    def archive(self, row: Row, at: int, *, merged_into: str | None = None) -> None:
        """Moves a live row to the recycle bin."""
        self._own_doing = True
        try:
            super().archive(row, at, merged_into=merged_into)
        finally:
            self._own_doing = False

    def restore(self, row: Row, at: int) -> None:
        """Brings a row back from the bin."""
        self._own_doing = True
        try:
            super().restore(row, at)
        finally:
            self._own_doing = False

    def purge(self, row: Row) -> None:
        """Forgets a row for good."""
        serial = serial_of(row.id)
        key = pack(row.modified, serial)
        self.live.discard(key)
        self.bin.discard(key)
        self._by_serial[serial] = None
        self._edited.pop(row.id, None)
        super().purge(row)

    def _number(self, row: Row) -> None:
        serial = serial_of(row.id)
        self._by_serial.extend([None] * (serial + 1 - len(self._by_serial)))
        self._by_serial[serial] = row
