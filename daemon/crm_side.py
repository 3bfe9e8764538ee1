"""The CRM's side of a conflict in the hub's own words."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf

from core.conflicts import Conflict
from core.errors import Invalid, TransformError
from core.records import UNSET, HubRecord, Value
from core.translate import ParentMissing, ParentUnavailable, ids_in
from daemon.lane import Lane
from daemon.sight import parents_by_crm


def crm_side(lanes: MappingOf[str, Lane], conflict: Conflict, record: HubRecord) -> dict[str, Value]:
    """The CRM's candidate as values of the hub's fields. Raises Invalid where it cannot be had as such."""
    connection, crm_object, _ = conflict.link
    lane = lanes.get(connection)
    translation = lane.translations.get(crm_object) if lane is not None else None
    rule = (
        next((one for one in translation.every_rule if one.name == conflict.rule), None)
        if translation
        else None
    )
    if lane is None or translation is None or rule is None:
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
