"""The mapping laboratory: mappings looked at, tried and compared. Nothing here writes anything."""

from __future__ import annotations

from fastapi import APIRouter

from core.mapping_diff import canonical
from core.wire.mappings import (
    DifferenceWord,
    ExampleWord,
    MappingReport,
    MappingText,
    PreviewWord,
    SuggestionsWord,
    SuggestMapping,
    TryMapping,
)
from core.wire.words import Page
from daemon.api import present_mappings as present
from daemon.api.access import Daemon
from daemon.api.documents import problems
from daemon.laboratory import Subject

router = APIRouter(prefix="/laboratory", tags=["mappings"])


def _subject(ask: TryMapping) -> Subject:
    return Subject(connection=ask.connection, crm_object=ask.crm_object, text=ask.mapping)


@router.get("/{connection}/{crm_object}/text", operation_id="mapping_text", responses=problems(404))
def mapping_text(daemon: Daemon, connection: str, crm_object: str) -> MappingText:
    """The mapping in use, as its file is written."""
    found = daemon.laboratory.subject(Subject(connection=connection, crm_object=crm_object))
    return MappingText(
        connection=connection,
        hub_object=found.hub_object,
        crm_object=found.crm_object,
        text=canonical(found),
    )


@router.post("/validate", operation_id="validate_mapping", responses=problems(404, 422))
def validate_mapping(daemon: Daemon, ask: TryMapping) -> MappingReport:
    """Hold a mapping against both schemas as they are now, and try every rule on sampled records, both ways."""
    return present.report(daemon.laboratory.validate(_subject(ask), samples=ask.samples))


@router.post("/preview", operation_id="preview_mapping", responses=problems(404, 422))
def preview_mapping(daemon: Daemon, ask: TryMapping) -> Page[PreviewWord]:
    """What a mapping's conversions make of sampled records, old and new on either side."""
    found = daemon.laboratory.preview(_subject(ask), samples=ask.samples)
    return Page(rows=[present.previewed(one) for one in found])


@router.post("/test", operation_id="test_mapping", responses=problems(404, 422))
def test_mapping(daemon: Daemon, ask: TryMapping) -> Page[ExampleWord]:
    """Run the saved examples of a mapping."""
    return Page(rows=[present.example(one) for one in daemon.laboratory.test(_subject(ask))])


@router.post("/diff", operation_id="diff_mapping", responses=problems(404, 422))
def diff_mapping(daemon: Daemon, ask: TryMapping) -> Page[DifferenceWord]:
    """What a mapping would change about the one in use, rule by rule."""
    return Page(rows=[present.difference(one) for one in daemon.laboratory.difference(_subject(ask))])


@router.post("/suggest", operation_id="suggest_mapping", responses=problems(404, 422))
def suggest_mapping(daemon: Daemon, ask: SuggestMapping) -> SuggestionsWord:
    """Which fields of two objects belong together, how sure that is and why, and a draft of the mapping."""
    found = daemon.laboratory.suggest(ask.connection, ask.crm_object, ask.hub_object, samples=ask.samples)
    return present.suggestions(found)
