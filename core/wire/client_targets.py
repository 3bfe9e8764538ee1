"""The client's calls about alerts, their targets, and tickets."""

from __future__ import annotations

from typing import Final

from pydantic import SecretStr

from core.wire.models import AlertWord, Done, Page, Removed, TargetSecret, TargetWord, TicketWord
from core.wire.transport import Transport, path_of

_PATIENT_S: Final = 60.0  # the daemon asks a service elsewhere before it answers


class TargetCalls:
    """One method an operation."""

    _wire: Transport

    def list_alerts(self, *, ended: bool = False) -> Page[AlertWord]:
        """Open ones; with `ended`, those that are over as well."""
        query = {"ended": "true" if ended else None}
        return self._wire.ask("GET", "/v1/alerts", Page[AlertWord], query=query)

    def list_targets(self) -> Page[TargetWord]:
        return self._wire.ask("GET", "/v1/targets", Page[TargetWord])

    def test_target(self, target: str) -> Done:
        return self._wire.ask("POST", path_of("targets", target, "test"), Done, timeout_s=_PATIENT_S)

    def keep_target_secret(self, target: str, secret: str) -> Done:
        ask = TargetSecret(secret=SecretStr(secret))
        return self._wire.ask("PUT", path_of("targets", target, "secret"), Done, body=ask)

    def forget_target_secret(self, target: str) -> Removed:
        return self._wire.ask("DELETE", path_of("targets", target, "secret"), Removed)

    def preview_ticket(self, target: str) -> TicketWord:
        return self._wire.ask("GET", path_of("targets", target, "ticket"), TicketWord)

    def raise_ticket(self, target: str, *, key: str | None = None) -> TicketWord:
        """Of the preview with this key, word for word; else of how things stand now. Raises Conflicting where it is gone."""
        where = path_of("targets", target, "ticket")
        return self._wire.ask("POST", where, TicketWord, query={"key": key}, timeout_s=_PATIENT_S)

    def draft_ticket(self) -> TicketWord:
        """The diagnosis alone, to be sent by hand."""
        return self._wire.ask("GET", "/v1/ticket", TicketWord)
