"""A mapping in the making: a template, and suggested pairs that a person has accepted, as the text of a mapping file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.wire.laboratory import PairWord
from core.wire.setting_up import TemplateWord


@dataclass(slots=True)
class Draft:
    """`wanted`: it is to be written. `accepted` are pairs of fields beyond the template's rules."""

    template: TemplateWord
    wanted: bool
    accepted: list[PairWord] = field(default_factory=list)

    @property
    def text(self) -> str:
        rules = "".join(
            f"\n[rules.{_quoted(one.hub)}]\nhub = {_quoted(one.hub)}\ncrm = {_quoted(one.crm)}\n"
            for one in self.accepted
        )
        return self.template.text + rules

    def beyond(self, pairs: Iterable[PairWord]) -> list[PairWord]:
        """Suggested pairs of fields that no rule has yet, the surest first."""
        rules = tomllib.loads(self.template.text).get("rules", {})
        hub = {name for rule in rules.values() for name in _names(rule.get("hub"))} | set(rules)
        crm = {name for rule in rules.values() for name in _names(rule.get("crm"))}
        free = [one for one in pairs if one.hub not in hub and one.crm not in crm]
        return sorted(free, key=lambda one: -one.confidence)


def _names(found: object) -> list[str]:
    return [found] if isinstance(found, str) else list(found) if isinstance(found, list) else []


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
