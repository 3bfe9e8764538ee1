"""What a plan promises: CRM records that it would create, named before there are any."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from dataclasses import replace
from typing import Final

from core.jobs import Attempt
from core.records import Link, LinkState, Value
from core.store.base import Change
from core.translate import Translation

PLANNED: Final = "planned:"  # with a hub record's id: the CRM record that the plan would create for it


def promised(translation: Translation, record_id: str, version: int) -> Link:
    """The pair that a create would make; its children can name it."""
    base_hub, base_crm = translation.unset()
    return Link(
        connection=translation.mapping.connection,
        crm_object=translation.mapping.crm_object,
        crm_id=f"{PLANNED}{record_id}",
        record_id=record_id,
        layout=translation.mapping.layout,
        base_hub=base_hub,
        base_crm=base_crm,
        remote_version=0,
        seen=version,
        state=LinkState.LINKED,
    )


def promised_by(translation: Translation, draft: Attempt, binned: Link | None) -> Link:
    """The pair that a create would make, or that would come out of the CRM's bin (`binned`)."""
    if binned is not None and draft.crm_id is not None:
        return replace(binned, state=LinkState.LINKED, seen=draft.hub_version)
    return promised(translation, draft.record_id, draft.hub_version)


def promises_in(changes: Iterable[Change]) -> dict[str, str]:
    """The promised CRM records that these values name, with the hub record each is made from."""
    values = [value for _, before, after in changes for value in (before, after)]
    texts = [text for value in values for text in (value if isinstance(value, tuple) else (value,))]
    return {
        text: text.removeprefix(PLANNED)
        for text in texts
        if isinstance(text, str) and text.startswith(PLANNED)
    }


def resolved(value: Value, there: MappingOf[str, str]) -> Value:
    """A value of a plan with the CRM ids that its promised records have by now, by hub record."""
    if isinstance(value, str) and value.startswith(PLANNED):
        return there.get(value.removeprefix(PLANNED), value)
    if isinstance(value, tuple):
        return tuple(
            sorted(
                there.get(one.removeprefix(PLANNED), one) if one.startswith(PLANNED) else one for one in value
            )
        )
    return value
