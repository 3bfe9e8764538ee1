"""The client's calls about setting a connection up."""

from __future__ import annotations

from core.wire.setting_up import AddConnection, RemovedConnection, SystemWord, TemplateWord
from core.wire.transport import Transport, path_of
from core.wire.words import Done, Page


class SetupCalls:
    _wire: Transport

    def list_systems(self) -> Page[SystemWord]:
        return self._wire.ask("GET", "/v1/setup/systems", Page[SystemWord])

    def list_mapping_templates(self, connection: str) -> Page[TemplateWord]:
        return self._wire.ask("GET", path_of("setup", "templates", connection), Page[TemplateWord])

    def add_connection(self, ask: AddConnection) -> Done:
        """It begins paused. The daemon begins anew right after its answer: it is back within seconds."""
        return self._wire.ask("POST", "/v1/setup/connections", Done, body=ask)

    def remove_connection(self, name: str) -> RemovedConnection:
        """The daemon begins anew right after its answer."""
        return self._wire.ask("DELETE", path_of("setup", "connections", name), RemovedConnection)
