"""The part of the typed client that is about rules."""

from __future__ import annotations

from typing import Literal

from core.wire.rules import DraftWord, ReplayRules, ReplayWord, RuleFromConflict, RulesWord, SaveRules
from core.wire.transport import Transport, path_of

_REPLAY_S = 120.0


class RuleCalls:
    """One method per operation, named like the operation."""

    _wire: Transport

    def rules(self) -> RulesWord:
        return self._wire.ask("GET", "/v1/rules", RulesWord)

    def save_rules(self, text: str, digest: str) -> RulesWord:
        return self._wire.ask("PUT", "/v1/rules", RulesWord, body=SaveRules(text=text, digest=digest))

    def reload_rules(self) -> RulesWord:
        return self._wire.ask("POST", "/v1/rules/reload", RulesWord)

    def replay_rules(
        self,
        text: str | None = None,
        *,
        conflicts: int = 500,
        since: int | None = None,
        ticket: str = "",
    ) -> ReplayWord:
        ask = ReplayRules(text=text, conflicts=conflicts, since=since, ticket=ticket)
        return self._wire.ask("POST", "/v1/rules/replay", ReplayWord, body=ask, timeout_s=_REPLAY_S)

    def rule_from_conflict(
        self, id: str, choice: Literal["hub", "crm", "value"], *, days: int = 30
    ) -> DraftWord:
        ask = RuleFromConflict(choice=choice, days=days)
        return self._wire.ask("POST", path_of("rules", "from-conflict", id), DraftWord, body=ask)
