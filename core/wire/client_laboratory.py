"""The client's calls about mappings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
from core.wire.transport import Transport, path_of
from core.wire.words import Page

_CRM_S = 120.0  # the daemon reads from a CRM before it can answer


class LaboratoryCalls:
    _wire: Transport

    def list_mapping_files(self) -> Page[MappingFileWord]:
        return self._wire.ask("GET", "/v1/mapping-files", Page[MappingFileWord])

    def write_mapping_files(
        self, files: Mapping[str, str], expected: Mapping[str, str] | None = None
    ) -> TouchedWord:
        """Raises Conflicting where a file is not the one whose digest is `expected`."""
        ask = WriteMappings(files=dict(files), expected=dict(expected or {}))
        return self._wire.ask("POST", "/v1/mapping-files", TouchedWord, body=ask, timeout_s=_CRM_S)

    def reload_mappings(self) -> TouchedWord:
        return self._wire.ask("POST", "/v1/mapping-files/reload", TouchedWord, timeout_s=_CRM_S)

    def validate_mapping(
        self,
        connection: str,
        crm_object: str,
        text: str | None = None,
        *,
        samples: int = 50,
        beside: Sequence[str] = (),
    ) -> ValidationWord:
        ask = TryMapping(
            connection=connection, crm_object=crm_object, text=text, samples=samples, beside=list(beside)
        )
        return self._wire.ask("POST", "/v1/laboratory/validate", ValidationWord, body=ask, timeout_s=_CRM_S)

    def preview_mapping(
        self, connection: str, crm_object: str, text: str | None = None, *, samples: int = 5
    ) -> Page[PreviewWord]:
        ask = TryMapping(connection=connection, crm_object=crm_object, text=text, samples=samples)
        return self._wire.ask("POST", "/v1/laboratory/preview", Page[PreviewWord], body=ask, timeout_s=_CRM_S)

    def test_mapping(self, connection: str, crm_object: str, text: str | None = None) -> Page[ExampleWord]:
        ask = TryMapping(connection=connection, crm_object=crm_object, text=text)
        return self._wire.ask("POST", "/v1/laboratory/test", Page[ExampleWord], body=ask, timeout_s=_CRM_S)

    def suggest_mapping(
        self, connection: str, crm_object: str, hub_object: str, *, samples: int = 50
    ) -> SuggestionsWord:
        ask = SuggestMapping(
            connection=connection, crm_object=crm_object, hub_object=hub_object, samples=samples
        )
        return self._wire.ask("POST", "/v1/laboratory/suggest", SuggestionsWord, body=ask, timeout_s=_CRM_S)

    def list_crm_objects(self, connection: str) -> CrmObjectsWord:
        return self._wire.ask(
            "GET", path_of("laboratory", "objects", connection), CrmObjectsWord, timeout_s=_CRM_S
        )

    def mapping_sides(self, connection: str, crm_object: str, hub_object: str) -> SidesWord:
        where = path_of("laboratory", "sides", connection, crm_object, hub_object)
        return self._wire.ask("GET", where, SidesWord, timeout_s=_CRM_S)

    def new_crm_field(
        self,
        connection: str,
        crm_object: str,
        label: str,
        type: str,
        *,
        choices: Sequence[str] = (),
        preview: bool = False,
    ) -> CrmFieldWord:
        """Make a field in the CRM, or with `preview` only tell what it would be."""
        ask = NewCrmField(
            connection=connection,
            crm_object=crm_object,
            label=label,
            type=type,
            choices=list(choices),
            preview=preview,
        )
        return self._wire.ask("POST", "/v1/laboratory/fields", CrmFieldWord, body=ask, timeout_s=_CRM_S)

    def promote_mappings(self, source: str, target: str) -> Page[PromotedWord]:
        ask = PromoteMappings(source=source, target=target)
        return self._wire.ask(
            "POST", "/v1/laboratory/promote", Page[PromotedWord], body=ask, timeout_s=_CRM_S
        )

    def list_mapping_versions(self, connection: str, crm_object: str) -> Page[VersionWord]:
        return self._wire.ask("GET", path_of("mapping-versions", connection, crm_object), Page[VersionWord])

    def revert_mapping(self, connection: str, crm_object: str, version: int) -> TouchedWord:
        ask = RevertMapping(connection=connection, crm_object=crm_object, version=version)
        return self._wire.ask("POST", "/v1/mapping-versions/revert", TouchedWord, body=ask, timeout_s=_CRM_S)
