"""Mappings as files: what is in use, what speaks against one, what it would do, suggestions, versions, other accounts."""

from __future__ import annotations

from fastapi import APIRouter

from adapters.new_fields import Wanted
from core.errors import Invalid
from core.schema import FieldType
from core.wire.laboratory import (
    CrmFieldWord,
    CrmObjectsWord,
    ExampleWord,
    MappingFileWord,
    NewCrmField,
    PreviewWord,
    PromotedWord,
    PromoteMappings,
    RevertMapping,
    SidesWord,
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
from daemon.mapping_sides import both_sides, objects_of
from daemon.new_fields import make_field, plan_field

router = APIRouter(tags=["mappings"])


@router.get("/mapping-files", operation_id="list_mapping_files", responses=problems())
def list_mapping_files(daemon: Daemon) -> Page[MappingFileWord]:
    """Every file of the mappings folder: in use, or refused with the reason."""
    return Page(rows=present.files(daemon.laboratory))


@router.post("/mapping-files", operation_id="write_mapping_files", responses=problems(409))
def write_mapping_files(daemon: Daemon, caller: Caller, ask: WriteMappings) -> TouchedWord:
    """Write mapping files and put them in use: all of them, or none; none where one is not as it was read."""
    touched = daemon.laboratory.write(ask.files, caller, ask.expected)
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


@router.get(
    "/laboratory/objects/{connection}",
    operation_id="list_crm_objects",
    responses=problems(404, 409, 502),
)
def list_crm_objects(daemon: Daemon, connection: str) -> CrmObjectsWord:
    """The objects of a CRM that can be mapped."""
    return CrmObjectsWord(objects=list(objects_of(daemon.laboratory.site(connection))))


@router.get(
    "/laboratory/sides/{connection}/{crm_object}/{hub_object}",
    operation_id="mapping_sides",
    responses=problems(404, 409, 502),
)
def mapping_sides(daemon: Daemon, connection: str, crm_object: str, hub_object: str) -> SidesWord:
    """Both objects of a mapping as they are now: every field, and values that occur in it."""
    laboratory = daemon.laboratory
    crm, hub = both_sides(
        laboratory.site(connection), crm_object, laboratory.hub_object(hub_object), laboratory.store
    )
    return SidesWord(crm=present.side(crm), hub=present.side(hub))


@router.post("/laboratory/fields", operation_id="new_crm_field", responses=problems(403, 404, 409, 502))
def new_crm_field(daemon: Daemon, caller: Caller, ask: NewCrmField) -> CrmFieldWord:
    """Make a field in the CRM, or only tell what it would be."""
    try:
        type = FieldType(ask.type)
    except ValueError:
        known = ", ".join(one.value for one in FieldType if not one.is_reference)
        raise Invalid(f"{ask.type!r} is no type of field", advice=f"There are: {known}.") from None
    wanted = Wanted(label=ask.label.strip(), type=type, choices=tuple(ask.choices))
    laboratory = daemon.laboratory
    if ask.preview:
        found = plan_field(laboratory, ask.connection, ask.crm_object, wanted)
    else:
        found = make_field(laboratory, ask.connection, ask.crm_object, wanted, by=caller)
    return CrmFieldWord(
        name=found.name,
        label=found.field.label,
        kind=found.field.kind,
        right=found.field.right,
        choices=ask.choices,
        made=found.is_made,
    )


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
