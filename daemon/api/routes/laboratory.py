"""Mappings as files: what is in use, what speaks against one, what it would do, suggestions, versions, other accounts."""

from __future__ import annotations

from fastapi import APIRouter

from core.wire.laboratory import (
    ExampleWord,
    MappingFileWord,
    PreviewWord,
    PromotedWord,
    PromoteMappings,
    RevertMapping,
    SuggestionsWord,
    SuggestMapping,
    TouchedWord,
    TryMapping,
    ValidationWord,
    VersionWord,
    WriteMappings,
)
from core.wire.words import Page
from daemon.api import present_laboratory as present
from daemon.api.access import Caller, Daemon
from daemon.api.documents import problems

router = APIRouter(tags=["mappings"])


@router.get("/mapping-files", operation_id="list_mapping_files", responses=problems())
def list_mapping_files(daemon: Daemon) -> Page[MappingFileWord]:
    """Every file of the mappings folder: in use, or refused with the reason."""
    return Page(rows=present.files(daemon.laboratory))


@router.post("/mapping-files", operation_id="write_mapping_files", responses=problems(409))
def write_mapping_files(daemon: Daemon, caller: Caller, ask: WriteMappings) -> TouchedWord:
    """Write mapping files and put them in use: all of them, or none."""
    touched = daemon.laboratory.write(ask.files, caller)
    return present.touched(daemon.laboratory, touched)


@router.post("/mapping-files/reload", operation_id="reload_mappings", responses=problems(409))
def reload_mappings(daemon: Daemon, caller: Caller) -> TouchedWord:
    """Read the folder again, as happens by itself when a file is saved."""
    return present.touched(daemon.laboratory, daemon.laboratory.reload(caller))


@router.post("/laboratory/validate", operation_id="validate_mapping", responses=problems(404, 409, 502))
def validate_mapping(daemon: Daemon, ask: TryMapping) -> ValidationWord:
    """Hold a mapping against both schemas as they are now, and against sampled records."""
    found = daemon.laboratory.validate(
        ask.connection, ask.crm_object, ask.text, present.bounded(ask.samples), ask.beside
    )
    return present.validation(found)


@router.post("/laboratory/preview", operation_id="preview_mapping", responses=problems(404, 409, 502))
def preview_mapping(daemon: Daemon, ask: TryMapping) -> Page[PreviewWord]:
    """What sampled records of either side would be on the other; nothing is written."""
    _, found = daemon.laboratory.preview(
        ask.connection, ask.crm_object, ask.text, present.bounded(ask.samples)
    )
    return Page(rows=[present.preview(one) for one in found])


@router.post("/laboratory/test", operation_id="test_mapping", responses=problems(404, 409, 502))
def test_mapping(daemon: Daemon, ask: TryMapping) -> Page[ExampleWord]:
    """Run the saved examples of a mapping."""
    found = daemon.laboratory.test(ask.connection, ask.crm_object, ask.text)
    return Page(rows=[present.example(one) for one in found])


@router.post("/laboratory/suggest", operation_id="suggest_mapping", responses=problems(404, 409, 502))
def suggest_mapping(daemon: Daemon, ask: SuggestMapping) -> SuggestionsWord:
    """Which fields of two objects belong together, each with a confidence and reasons, and a draft of a mapping."""
    found, draft = daemon.laboratory.suggest(
        ask.connection, ask.crm_object, ask.hub_object, present.bounded(ask.samples)
    )
    return present.suggestions(found, draft)


@router.post("/laboratory/promote", operation_id="promote_mappings", responses=problems(404, 409, 502))
def promote_mappings(daemon: Daemon, ask: PromoteMappings) -> Page[PromotedWord]:
    """Every mapping of one connection for another account of the same CRM, and what that account lacks."""
    return Page(rows=[present.promoted(one) for one in daemon.laboratory.promote(ask.source, ask.target)])


@router.get(
    "/mapping-versions/{connection}/{crm_object}", operation_id="list_mapping_versions", responses=problems()
)
def list_mapping_versions(daemon: Daemon, connection: str, crm_object: str) -> Page[VersionWord]:
    """Every version that was in use, oldest first."""
    return Page(rows=[present.version(one) for one in daemon.laboratory.history(connection, crm_object)])


@router.post("/mapping-versions/revert", operation_id="revert_mapping", responses=problems(404, 409))
def revert_mapping(daemon: Daemon, caller: Caller, ask: RevertMapping) -> TouchedWord:
    """Write a former version into its file and put it in use."""
    touched = daemon.laboratory.revert(ask.connection, ask.crm_object, ask.version, caller)
    return present.touched(daemon.laboratory, touched)
