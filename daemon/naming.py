"""CRM records that name a parent which is to be had again: what the hub had to do without is looked at once more.

A CRM record that did not change is not taken in again, however often it is read. So those whose base names the parent are
looked for in the links, page by page, and their pairs are made due.
"""

from __future__ import annotations

from collections.abc import Collection

from core.conflicts import ItemKind
from core.mapping import Direction, Mapping
from core.records import Link, LinkState, Unset
from core.sync.books import Books
from core.sync.routes import Routes
from core.translate import ids_in
from daemon.lane import Lane

Naming = tuple[Mapping, frozenset[str]]


def naming_in(routes: Routes, parent: str) -> dict[str, Naming]:
    """The mappings whose CRM records may name records of this hub object, with the CRM fields that do, in fixed order."""
    found: dict[str, Naming] = {}
    for object, mappings in sorted(routes.mappings.items()):
        names = {
            name
            for name, field in routes.objects[object].fields.items()
            if field.type.is_reference and field.references == parent
        }
        for mapping in mappings:
            fields = frozenset(
                rule.crm[0]
                for rule in mapping.rules
                if rule.direction is not Direction.TO_CRM and names.intersection(rule.hub)
            )
            if fields:
                found[f"{mapping.connection}/{mapping.crm_object}"] = (mapping, fields)
    return found


def tell_naming(
    lane: Lane, books: Books, naming: Naming, back: Collection[str], after: str | None
) -> str | None:
    """Make due the pairs of one page whose CRM record names one of the records that are `back`.

    Returns the CRM id to go on after, None where it was the last page.
    """
    mapping, fields = naming
    theirs = {
        link.crm_id
        for link in lane.store.links_of(sorted(back), mapping.connection)
        if link.state is LinkState.LINKED
    }
    if not theirs:
        return None
    page = lane.store.list_links(
        mapping.connection, mapping.crm_object, after=after, limit=lane.pace.children
    )
    wanted = {
        link.record_id
        for link in page
        if link.state is LinkState.LINKED and theirs.intersection(_named(lane, mapping, link, fields))
    }
    # What names one alone that is not to be had has no base yet, but a question.
    if page and lane.store.open_counts().get(ItemKind.REFERENCE.value):
        asked = lane.store.items_of([link.record_id for link in page], mapping.connection)
        wanted.update(one.record_id for one in asked if one.kind is ItemKind.REFERENCE and one.record_id)
    for record in lane.store.records(sorted(wanted)).values():
        books.touch(record, connection=mapping.connection)
    return page[-1].crm_id if len(page) == lane.pace.children else None


def _named(lane: Lane, mapping: Mapping, link: Link, fields: frozenset[str]) -> set[str]:
    """The CRM ids in these fields of the link's base, whatever layout it was written in."""
    if link.layout == mapping.layout:
        names = mapping.crm_fields
    elif (known := lane.layout(link.layout)) is not None:
        names = known[1]
    else:
        return set()
    return {
        one
        for name, value in zip(names, link.base_crm, strict=True)
        if name in fields and not isinstance(value, Unset)
        for one in ids_in(value)
    }
