"""A conflict's values in the other side's words: the CRM's as the hub would hold them, the hub's as they would be sent."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf

from core.conflicts import Conflict
from core.errors import Invalid, TransformError
from core.plans import Change
from core.records import UNSET, Fields, HubRecord, Value
from core.translate import ParentMissing, ParentUnavailable, Rule, ids_in
from daemon.lane import Lane
from daemon.sight import parents_by_crm


def crm_side(lanes: MappingOf[str, Lane], conflict: Conflict, record: HubRecord) -> dict[str, Value]:
    """The CRM's candidate as values of the hub's fields. Raises Invalid where it cannot be had as such."""
    lane, rule = _rule_of(lanes, conflict)
    if lane is None or rule is None:
        raise Invalid(f"the mapping has no rule {conflict.rule!r} any more; keep the hub's value or set one")
    parents = [one for value in conflict.crm.values for one in ids_in(value)] if rule.parent else []
    held = tuple(record.fields.get(name) for name in conflict.hub_fields)
    ours = {one for value in held for one in ids_in(value)} if rule.parent else set()
    references = parents_by_crm(lane, rule.parent or "", parents, ours)
    try:
        as_hub = rule.to_hub(conflict.crm.values, references)
        wanted = rule.joined(held, as_hub, (UNSET,) * len(conflict.crm_fields), references)
        return dict(zip(conflict.hub_fields, wanted, strict=True))
    except (ParentMissing, ParentUnavailable) as error:
        raise Invalid("the record it refers to is not linked yet; keep the hub's value or set one") from error
    except TransformError as error:
        raise Invalid(str(error), advice=error.advice) from error


def sent_there(lanes: MappingOf[str, Lane], conflict: Conflict, fields: Fields) -> tuple[Change, ...]:
    """The CRM's fields that these hub fields would replace, before and after. Raises Invalid where they cannot be sent."""
    lane, rule = _rule_of(lanes, conflict)
    if lane is None or rule is None:
        raise Invalid(f"the mapping has no rule {conflict.rule!r} any more")
    held = tuple(fields.get(name) for name in conflict.hub_fields)
    theirs = conflict.crm.values
    try:
        references = parents_by_crm(
            lane,
            rule.parent or "",
            [one for value in theirs for one in ids_in(value)] if rule.parent else [],
            [one for value in held for one in ids_in(value)] if rule.parent else [],
        )
        values = rule.to_crm(held, theirs, references)
    except (ParentMissing, ParentUnavailable) as error:
        raise Invalid(
            "the record it refers to is not linked yet, so it cannot be told what is sent"
        ) from error
    except TransformError as error:
        raise Invalid(str(error), advice=error.advice) from error
    parts = zip(conflict.crm_fields, theirs, values, strict=True)
    return tuple((name, before, after) for name, before, after in parts if before != after)


def _rule_of(lanes: MappingOf[str, Lane], conflict: Conflict) -> tuple[Lane | None, Rule | None]:
    connection, crm_object, _ = conflict.link
    lane = lanes.get(connection)
    translation = lane.translations.get(crm_object) if lane is not None else None
    rules = translation.every_rule if translation is not None else ()
    return lane, next((one for one in rules if one.name == conflict.rule), None)
