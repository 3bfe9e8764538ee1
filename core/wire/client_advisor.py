"""The client's calls about the advisor."""

from __future__ import annotations

from pydantic import SecretStr

from core.wire.models import (
    AdvisorFieldWord,
    AdvisorWord,
    DecisionWord,
    Done,
    EnableAdvisor,
    ModelKey,
    Page,
    Removed,
)
from core.wire.transport import Transport, path_of


class AdvisorCalls:
    """One method an operation."""

    _wire: Transport

    def advisor(self) -> AdvisorWord:
        return self._wire.ask("GET", "/v1/advisor", AdvisorWord)

    def enable_advisor(self, object: str, field: str, precision: float = 0.99) -> AdvisorFieldWord:
        ask = EnableAdvisor(precision=precision)
        return self._wire.ask("PUT", path_of("advisor", "fields", object, field), AdvisorFieldWord, body=ask)

    def disable_advisor(self, object: str, field: str) -> AdvisorFieldWord:
        return self._wire.ask("DELETE", path_of("advisor", "fields", object, field), AdvisorFieldWord)

    def list_decisions(
        self,
        object: str | None = None,
        field: str | None = None,
        *,
        after: str | None = None,
        limit: int = 100,
    ) -> Page[DecisionWord]:
        """Newest first."""
        query = {"object": object, "field": field, "after": after, "limit": limit}
        return self._wire.ask("GET", "/v1/advisor/decisions", Page[DecisionWord], query=query)

    def forget_decisions(
        self, object: str | None = None, field: str | None = None, by: str | None = None
    ) -> Removed:
        query = {"object": object, "field": field, "by": by}
        return self._wire.ask("DELETE", "/v1/advisor/decisions", Removed, query=query)

    def keep_model_key(self, key: str) -> Done:
        ask = ModelKey(key=SecretStr(key))
        return self._wire.ask("PUT", "/v1/advisor/model-key", Done, body=ask)

    def forget_model_key(self) -> Removed:
        return self._wire.ask("DELETE", "/v1/advisor/model-key", Removed)
