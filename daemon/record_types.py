"""Asks a CRM that has record types what a mapping would write that records of some type cannot hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from adapters.base import Adapter
from core.errors import NotPermitted, RequestRefused
from core.mapping_problems import Problem
from core.mapping_record_types import unoffered
from core.records import Fields
from core.schema import RecordTypes
from core.translate import Translation


@runtime_checkable
class TellsRecordTypes(Protocol):
    """An adapter of a CRM that keeps variants of one object, each with its own part of the choices."""

    def record_types(self, object: str) -> RecordTypes:
        """The types of this object that are in use."""


def held_against_types(adapter: Adapter, translation: Translation, hub: Iterable[Fields]) -> list[Problem]:
    """`hub` are sampled records of it. Where we may not ask, that is the finding. Raises other RemoteErrors."""
    if not isinstance(adapter, TellsRecordTypes):
        return []
    try:
        known = adapter.record_types(translation.mapping.crm_object)
    except (NotPermitted, RequestRefused) as error:
        told = Problem(
            rule="",
            field="",
            message=f"choices were not held against record types: {error}",
            advice="Give the user that is signed in access to the object and its record types.",
            fatal=False,
        )
        return [told]
    return unoffered(translation, known, hub)
