"""The records that a question is about, side by side: what is to become one, to stay apart, or to be deleted.

Those of the CRM are read as they are at this moment, with an adapter beside the lane, and told in the hub's terms, so that
they can be held against the hub's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import replace

from core.conflicts import Conflict, Item, ItemKind
from core.equivalence import equivalent
from core.errors import CrmSyncError, NotFound
from core.mapping import FieldRule, Mapping
from core.record_names import name_of
from core.records import HubRecord, LinkState, Value
from core.schema import Object
from daemon.compared import HUB, Cell, Comparison, Row, Shown
from daemon.comparing_there import There
from daemon.joining import IN_CRM
from daemon.laboratory import Laboratory


def compare(laboratory: Laboratory, question: Conflict | Item) -> Comparison:
    """The records that an answer to this question would join, leave apart or delete, whatever is known of each.

    A CRM that cannot be read is told at its records; nothing is raised for it.
    """
    connection, object = _place(question)
    mapping, trouble = _mapping_of(laboratory, connection, object)
    shown = list(_records_of(question, mapping))
    here = [one for one in shown if one.connection == HUB]
    ids = {one.id for one in here}
    ours, links = laboratory.store.records(ids), laboratory.store.links_of(ids, connection)
    pairs = {one.record_id: one.crm_id for one in links if one.state is LinkState.LINKED}
    for one in here:
        _describe(one, ours.get(one.id))
        one.pair = pairs.get(one.id, "")
    theirs = There(laboratory, mapping, trouble)
    theirs.read([one for one in shown if one.connection != HUB])
    hub = laboratory.hub.get(mapping.hub_object) if mapping is not None else None
    return _Lines(mapping, hub, laboratory.region, theirs, ours).fill(shown)


def _mapping_of(
    laboratory: Laboratory, connection: str, object: str
) -> tuple[Mapping | None, CrmSyncError | None]:
    try:
        return laboratory.get(connection, object), None
    except NotFound as error:
        return None, error


def _place(question: Conflict | Item) -> tuple[str, str]:
    if isinstance(question, Conflict):
        return question.link[0], question.link[1]
    return question.connection, question.object


def _records_of(question: Conflict | Item, mapping: Mapping | None) -> Iterator[Shown]:
    """Whom it is about, in the order in which they are looked at."""
    connection, crm_object = _place(question)
    hub_object = mapping.hub_object if mapping is not None else ""

    def here(id: Value, part: str) -> Iterator[Shown]:
        if isinstance(id, str) and id:
            yield Shown(connection=HUB, object=hub_object, id=id, part=part)

    def there(id: Value, part: str) -> Iterator[Shown]:
        if isinstance(id, str) and id:
            yield Shown(connection=connection, object=crm_object, id=id, part=part)

    if isinstance(question, Conflict):
        yield from here(question.record_id, "asked")
        yield from there(question.link[2], "asked")
        return
    detail = question.detail
    match question.kind:
        case ItemKind.AMBIGUOUS:
            yield from there(question.subject, "asked")
            candidates = detail.get("candidates")
            for id in candidates if isinstance(candidates, tuple) else ():
                yield from here(id, "candidate")
        case ItemKind.MERGE if detail.get("ask") == IN_CRM:
            yield from there(detail.get("loser"), "loser")
            yield from there(detail.get("winner"), "winner")
            yield from here(question.record_id, "asked")
        case ItemKind.MERGE if "into" in detail:
            yield from here(question.record_id, "loser")
            yield from here(detail.get("into"), "winner")
            yield from there(question.subject, "asked")
        case _:
            yield from here(question.record_id, "asked")


def _describe(one: Shown, record: HubRecord | None) -> None:
    if record is None:
        one.state = "unknown"
        return
    one.object, one.name = record.object, name_of(record.fields)
    one.changed_at = record.last_edit.at
    if record.merged_into is not None:
        one.state, one.merged_into = "merged", record.merged_into
    elif record.deleted_at is not None:
        one.state, one.changed_at = "deleted", record.deleted_at


class _Lines:
    """Row by row what every record holds."""

    def __init__(
        self,
        mapping: Mapping | None,
        hub: Object | None,
        region: str,
        theirs: There,
        ours: MappingOf[str, HubRecord],
    ) -> None:
        self._rules = mapping.rules if mapping is not None else ()
        self._hub, self._region = hub, region
        self._theirs, self._ours = theirs, ours

    def fill(self, shown: list[Shown]) -> Comparison:
        rows: list[Row] = []
        mapped = {name for rule in self._rules for name in rule.hub}
        held = {name for record in self._ours.values() for name in record.fields}
        for rule in self._rules:
            cells = [self._cell(rule, one) for one in shown]
            self._add(rows, Row(rule=rule.name, hub=rule.hub, crm=rule.crm), cells, shown)
        for name in self._hub.fields if self._hub is not None else sorted(held):
            if name in held - mapped:
                self._add(
                    rows, Row(rule="", hub=(name,)), [self._of_hub((name,), one) for one in shown], shown
                )
        for one in shown:
            one.name = one.name or name_of(_told(rows, one))
        return Comparison(rows=rows, records=shown)

    def _add(self, rows: list[Row], row: Row, cells: list[Cell], shown: list[Shown]) -> None:
        if all(value is None for cell in cells for value in cell.values):
            return
        rows.append(row)
        first = next((cell for cell in cells if cell.values and not cell.raw), None)
        for one, cell in zip(shown, cells, strict=True):
            comparable = first is not None and cell is not first and cell.values and not cell.raw
            same = self._same(row, first, cell) if first is not None and comparable else None
            one.cells.append(replace(cell, same=same))

    def _same(self, row: Row, one: Cell, other: Cell) -> bool:
        """As the engine would see it, so that nothing is marked which a sync would leave alone."""
        fields = self._hub.fields if self._hub is not None else {}
        return all(
            a == b or (name in fields and equivalent(fields[name].type, a, b, region=self._region))
            for name, a, b in zip(row.hub, one.values, other.values, strict=True)
        )

    def _cell(self, rule: FieldRule, one: Shown) -> Cell:
        return self._of_hub(rule.hub, one) if one.connection == HUB else self._theirs.cell(rule, one.id)

    def _of_hub(self, names: Sequence[str], one: Shown) -> Cell:
        record = self._ours.get(one.id) if one.connection == HUB else None
        return Cell() if record is None else Cell(values=tuple(record.fields.get(name) for name in names))


def _told(rows: list[Row], one: Shown) -> dict[str, Value]:
    """What a record holds by the hub's fields, as far as that can be told."""
    told: dict[str, Value] = {}
    for row, cell in zip(rows, one.cells, strict=True):
        if cell.values and not cell.raw:
            told |= dict(zip(row.hub, cell.values, strict=True))
    return told
