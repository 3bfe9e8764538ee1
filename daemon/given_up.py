"""A value that a CRM refuses is given up: the hub keeps it, the CRM keeps its own, and both count as agreed.

So it is not sent again, and whatever is edited next, on either side, travels as always. Taken back, the value is owed to
the CRM once more, and waits with its question.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import replace

from core.conflicts import Item
from core.errors import Conflicting, Invalid
from core.records import UNSET, BaseValue, HubRecord, Link, LinkState
from core.store.base import Store
from core.sync.books import Books, written
from core.translate import Rule
from daemon.lane import Lane
from daemon.sight import laid_out


def is_on_its_way(item: Item) -> bool:
    """Whether it is one field's value that was to be sent."""
    return item.rule is not None and "hub" in item.detail


def give_up(store: Store, lanes: MappingOf[str, Lane], books: Books, item: Item) -> None:
    """Count both sides as agreed. Raises Invalid where there is no such value, or no pair that it belongs to."""
    if not is_on_its_way(item):
        raise Invalid(
            "only a field's value on its way to the CRM can be given up",
            advice="Correct it on the side that has it, or approve to try again now.",
        )
    lane, rule, record, link = _pair(store, lanes, item)
    base_hub, base_crm = laid_out(lane, lane.translations[link.crm_object], link)
    if any(base_crm[at] is UNSET for at in rule.crm_at):
        raise Invalid(
            f"nobody knows yet what {item.connection} has in {rule.name!r}",
            advice="Correct the value, or approve to try again now.",
        )
    now = {at: record.fields.get(name) for at, name in zip(rule.hub_at, rule.rule.hub, strict=True)}
    if written(tuple(now.values())) != item.detail.get("hub"):
        raise Conflicting(
            f"{rule.name!r} was changed since", advice="It is sent as it is now; look at the queue again."
        )
    _move(lane, books, record, link, tuple(now.get(at, base) for at, base in enumerate(base_hub)), base_crm)


def take_up(store: Store, lanes: MappingOf[str, Lane], books: Books, item: Item) -> HubRecord:
    """Owe the value to the CRM again. Raises Conflicting where either side was edited since it was given up."""
    try:
        lane, rule, record, link = _pair(store, lanes, item)
    except Invalid as error:
        raise Conflicting(str(error), advice=error.advice) from error
    base_hub, base_crm = laid_out(lane, lane.translations[link.crm_object], link)
    now = tuple(record.fields.get(name) for name in rule.rule.hub)
    if written(now) != item.detail.get("hub") or tuple(base_hub[at] for at in rule.hub_at) != now:
        raise Conflicting(
            f"{rule.name!r} was changed since, so there is no value that waits",
            advice="Edit the record instead.",
        )
    owed = tuple(UNSET if at in rule.hub_at else base for at, base in enumerate(base_hub))
    _move(lane, books, record, link, owed, base_crm)
    return record


def _pair(store: Store, lanes: MappingOf[str, Lane], item: Item) -> tuple[Lane, Rule, HubRecord, Link]:
    lane = lanes.get(item.connection)
    translation = lane.translations.get(item.object) if lane is not None else None
    rule = next((one for one in translation.rules if one.name == item.rule), None) if translation else None
    if lane is None or rule is None:
        raise Invalid(
            f"{item.connection!r} does not map {item.object}.{item.rule} any more",
            advice="Nothing waits for it.",
        )
    record = store.records([item.record_id or ""]).get(item.record_id or "")
    if record is None or record.deleted_at is not None:
        raise Invalid("the record it is about is gone", advice="crmsync records restore brings it back.")
    link = next(
        (
            one
            for one in store.links_of([record.id], item.connection)
            if one.crm_object == item.object and one.state is LinkState.LINKED
        ),
        None,
    )
    if link is None:
        raise Invalid(
            f"the record is not in {item.connection} yet",
            advice="Correct the value, or approve to try again now.",
        )
    return lane, rule, record, link


def _move(
    lane: Lane,
    books: Books,
    record: HubRecord,
    link: Link,
    base_hub: tuple[BaseValue, ...],
    base_crm: tuple[BaseValue, ...],
) -> None:
    layout = lane.translations[link.crm_object].mapping.layout
    books.links[link.key] = replace(link, layout=layout, base_hub=base_hub, base_crm=base_crm)
    books.check(record)
    books.touch(record, connection=link.connection)
