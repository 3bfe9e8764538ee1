"""Has CRM values set back that an undone run or mapping's version replaced: the pair owes them until its lane has sent them.

The hub's record keeps what it holds. The lane looks once more before it writes there, and asks where somebody was faster.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from core.conflicts import Item, ItemKind
from core.errors import Conflicting
from core.jobs import Attempt
from core.mapping import Mapping
from core.plans import Change, PlanItem, PlanItemKind
from core.records import UNSET, HubRecord, Link, LinkState, Owed, Value
from core.set_back import SET_BACK, obstacle, rules_of
from core.store.base import Store
from core.sync.books import Books
from core.sync.routes import Routes
from daemon.sight import last_known
from daemon.withdrawing import link_to, mappings_of

SETS: Final = "sets"  # what an item asks: whether CRM values are set back all the same
_MOVED: Final = "it is not as it was when this was asked"


def stands_in_the_way(store: Store, routes: Routes, item: PlanItem, record: HubRecord) -> str:
    """Why this part of an undo does not stand any more as it was shown; "" where it does."""
    link = _pair(store, record, item.connection, item.crm_id or "")
    mapping = _mapping(routes, record, link) if link is not None else None
    if link is None or mapping is None:
        return f"{item.connection} {item.crm_id} is not its pair any more"
    if item.kind is PlanItemKind.CONFLICT:
        return ""  # it is only asked
    base = last_known(store)(link)
    frozen = {one.rule for one in store.open_conflicts([record.id], item.connection)}
    for change in item.changes:
        name = change[0]
        now = base.get(name, UNSET)
        if why := obstacle(rules_of(mapping, name), change, now, record, item.hub_version, frozen):
            return f"{name}: {why}"
    return ""


def set_back(
    store: Store,
    books: Books,
    record: HubRecord,
    connection: str,
    crm_id: str,
    changes: Sequence[Change],
    *,
    by: str,
    cause: str,
) -> None:
    """Have these fields of the CRM record set, each as (field, what it holds, what it shall hold).

    Raises Conflicting where it is no pair of the record any more.
    """
    link = _link(store, books, record, connection, crm_id)
    note = f"{crm_id} {SET_BACK}"
    # The version rises though no field changes: a lane that is looking at the pair must look again.
    changed = books.change(record, {}, by=by, cause=cause, kind="resolve", note=f"{connection} {note}")
    before = link.owed.changes if link.owed is not None else ()
    anew = {name for name, _, _ in changes}
    books.links[link.key] = replace(
        link,
        owed=Owed(
            record_id=record.id,
            version=changed.version,
            cause=cause,
            changes=(*(one for one in before if one[0] not in anew), *changes),
        ),
    )
    books.note(
        "settle", changed, by=by, cause=cause, connection=connection, changes=tuple(changes), note=note
    )
    books.touch(changed, overwrites=any(held is not None for _, held, _ in changes), connection=connection)


# its answer -------------------------------------------------------------------------------------------------------------
def is_set_back(link: Link, attempt: Attempt) -> bool:
    """Whether this write sends what the pair owes."""
    owed = {name: wanted for name, _, wanted in link.owed.changes} if link.owed is not None else {}
    return bool(owed) and all(owed.get(name, UNSET) == value for name, value in attempt.sent.items())


def still_owed(link: Link, attempt: Attempt) -> Owed | None:
    """What the pair owes once this write has landed: what another undo wanted meanwhile is owed still."""
    if link.owed is None:
        return None
    left = tuple(one for one in link.owed.changes if attempt.sent.get(one[0], UNSET) != one[2])
    return replace(link.owed, changes=left) if left else None


def give_up_setting_back(
    store: Store,
    books: Books,
    record: HubRecord,
    link: Link,
    attempt: Attempt,
    named: Collection[str],
    words: str,
) -> None:
    """The CRM refused it: a person is asked about the fields it names, or all where it names none; the others go on."""
    owed = link.owed.changes if link.owed is not None else ()
    refused = tuple(one for one in owed if one[0] in named) or owed
    left = tuple(one for one in owed if one not in refused)
    owes = replace(link.owed, changes=left) if link.owed is not None and left else None
    books.links[link.key] = replace(link, owed=owes)
    why = f"the CRM says {words}"
    names = ", ".join(sorted(name for name, _, _ in refused))
    cause = f"attempt:{attempt.op}"
    note = f"{link.crm_id} keeps {names}: {why}"
    books.note("settle", record, by="system", cause=cause, connection=link.connection, note=note)
    ask_whether(store, books, record, link, refused, why)


# the question -----------------------------------------------------------------------------------------------------------
def ask_whether(
    store: Store, books: Books, record: HubRecord, link: Link, changes: Sequence[Change], reason: str
) -> None:
    """Whether these values are set back all the same. `changes` are (field, what it holds now, what it shall hold)."""
    books.check(record)
    names = tuple(sorted(name for name, _, _ in changes))
    detail: dict[str, Value] = {"ask": SETS, "crm_id": link.crm_id, "fields": names}
    for name, now, wanted in changes:
        detail |= {f"now.{name}": now, f"back.{name}": wanted}
    subject = f"{link.crm_id}/values"
    books.open_item(
        ItemKind.UNDO,
        connection=link.connection,
        object=link.crm_object,
        subject=subject,
        record_id=record.id,
        reason=f"an undo stopped at {', '.join(names)}: {reason}",
        advice="Approve to set it back there all the same, or dismiss to keep it. The record here stays.",
        detail=detail,
        known=store.open_items(link.connection, link.crm_object, [subject]),
    )


def ask_of_plan(store: Store, books: Books, record: HubRecord, item: PlanItem) -> None:
    """The question a plan shows. Raises Conflicting where the pair is no more."""
    link = _link(store, books, record, item.connection, item.crm_id or "")
    ask_whether(store, books, record, link, item.changes, item.note)


def asked_of(item: Item) -> tuple[Change, ...]:
    """What such a question is about: (field, what it held then, what it shall hold)."""
    names = item.detail.get("fields")
    return tuple(
        (name, item.detail.get(f"now.{name}"), item.detail.get(f"back.{name}"))
        for name in (names if isinstance(names, tuple) else ())
    )


def answer(store: Store, books: Books, item: Item, record: HubRecord, *, by: str) -> None:
    """The question's answer is yes. Raises Conflicting."""
    crm_id = str(item.detail.get("crm_id"))
    frozen = {one.rule for one in store.open_conflicts([record.id], item.connection)}
    link = _link(store, books, record, item.connection, crm_id)
    mapping = _mapping(books.routes, record, link)
    rules = [one for name, _, _ in asked_of(item) for one in rules_of(mapping, name)] if mapping else []
    if frozen.intersection(one.name for one in rules):
        raise Conflicting(
            _MOVED, advice="A conflict about it is open: answer that instead, and dismiss this."
        )
    set_back(store, books, record, item.connection, crm_id, asked_of(item), by=by, cause=f"item:{item.id}")


# small parts --------------------------------------------------------------------------------------------------------------
def _link(store: Store, books: Books, record: HubRecord, connection: str, crm_id: str) -> Link:
    found = _pair(store, record, connection, crm_id)
    if found is None:
        raise Conflicting(
            f"{connection} {crm_id} is not its pair any more", advice="There is nothing left to set back."
        )
    return books.links.get(found.key, found)


def _pair(store: Store, record: HubRecord, connection: str, crm_id: str) -> Link | None:
    link = link_to(store, record, connection, crm_id)
    return link if link is not None and link.state is LinkState.LINKED else None


def _mapping(routes: Routes, record: HubRecord, link: Link) -> Mapping | None:
    place = (link.connection, link.crm_object)
    return next(
        (one for one in mappings_of(routes, record) if (one.connection, one.crm_object) == place), None
    )
