"""The client's calls about who is attached."""

from __future__ import annotations

from core.wire.models import AttachedWord, Page
from core.wire.transport import Transport, path_of


class AttachedCalls:
    """One method an operation."""

    _wire: Transport

    def list_attached(self) -> Page[AttachedWord]:
        """Who comes from elsewhere first, then by the time they came."""
        return self._wire.ask("GET", "/v1/attached", Page[AttachedWord])

    def end_attached(self, id: str) -> AttachedWord:
        """It is cut off, told why, and refused from then on. Raises NotFound."""
        return self._wire.ask("DELETE", path_of("attached", id), AttachedWord)
