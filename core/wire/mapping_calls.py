"""The part of the typed client that is about the mapping laboratory."""

from __future__ import annotations

from urllib.parse import quote

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
from core.wire.transport import Transport
from core.wire.words import Page

_CRM_S = 120.0  # the daemon has to ask a CRM, patiently


class MappingCalls:
    """One method per operation, named like the operation."""

    _wire: Transport

    def mapping_text(self, connection: str, crm_object: str) -> MappingText:
        path = f"/v1/laboratory/{quote(connection, safe='')}/{quote(crm_object, safe='')}/text"
        return self._wire.ask("GET", path, MappingText)

    def validate_mapping(self, ask: TryMapping) -> MappingReport:
        return self._wire.ask("POST", "/v1/laboratory/validate", MappingReport, body=ask, timeout_s=_CRM_S)

    def preview_mapping(self, ask: TryMapping) -> Page[PreviewWord]:
        return self._wire.ask("POST", "/v1/laboratory/preview", Page[PreviewWord], body=ask, timeout_s=_CRM_S)

    def test_mapping(self, ask: TryMapping) -> Page[ExampleWord]:
        return self._wire.ask("POST", "/v1/laboratory/test", Page[ExampleWord], body=ask, timeout_s=_CRM_S)

    def diff_mapping(self, ask: TryMapping) -> Page[DifferenceWord]:
        return self._wire.ask("POST", "/v1/laboratory/diff", Page[DifferenceWord], body=ask)

    def suggest_mapping(
        self, connection: str, crm_object: str, hub_object: str, *, samples: int = 50
    ) -> SuggestionsWord:
        ask = SuggestMapping(
            connection=connection, crm_object=crm_object, hub_object=hub_object, samples=samples
        )
        return self._wire.ask("POST", "/v1/laboratory/suggest", SuggestionsWord, body=ask, timeout_s=_CRM_S)
