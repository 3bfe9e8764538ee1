"""A mapping while it is edited: every change can be taken back, and nothing leaves here but by saving."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal

from core.mapping import Direction, FieldRule, Filter, Mapping, Policy
from core.mapping_check import check_mapping
from core.mapping_files import dump_mapping, load_mapping
from core.mapping_problems import Problem
from core.wire.laboratory import MappingFileWord, PairWord
from gui.mapping.fit import Fits, Offer
from gui.mapping.sides import Sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The file a draft began with: `text` "" and `digest` "" where it is new."""

    name: str
    text: str
    digest: str


class Draft(QObject):
    """`changed` after every edit; `looked_at` when another rule is the current one (`current`, "" for none)."""

    changed = Signal()
    looked_at = Signal()

    def __init__(self, mapping: Mapping, origin: Origin, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.mapping, self.origin = mapping, origin
        self.sides: Sides | None = None
        self.pairs: list[PairWord] = []
        self.dismissed: set[tuple[str, str]] = set()
        self.current = ""
        self._fits: Fits | None = None
        self._checked: tuple[Mapping, list[Problem]] | None = None
        self._before: list[Mapping] = []
        self._after: list[Mapping] = []

    # as it stands -----------------------------------------------------------------------------------------------------
    @property
    def text(self) -> str:
        """The file as it would be saved."""
        return dump_mapping(self.mapping)

    @property
    def is_new(self) -> bool:
        return not self.origin.text

    @property
    def is_dirty(self) -> bool:
        return self.text != self.origin.text

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        return bool(self._after)

    def rule(self, name: str) -> FieldRule | None:
        return next((one for one in self.mapping.rules if one.name == name), None)

    def rule_of(self, *, crm: str = "", hub: str = "") -> FieldRule | None:
        """The rule that uses a field."""
        return next(
            (one for one in self.mapping.rules if (crm and crm in one.crm) or (hub and hub in one.hub)), None
        )

    def problems(self) -> list[Problem]:
        """What the schemas say against it, at once; the daemon also tries it on records."""
        if self.sides is None:
            return []
        if self._checked is None or self._checked[0] is not self.mapping:
            found = check_mapping(self.mapping, self.sides.hub.object, self.sides.crm.object)
            self._checked = (self.mapping, found)
        return self._checked[1]

    def open_pairs(self) -> list[PairWord]:
        """Suggestions that are still to be answered: neither of their fields is mapped by now."""
        return [
            one
            for one in self.pairs
            if (one.crm, one.hub) not in self.dismissed
            and self.rule_of(crm=one.crm) is None
            and self.rule_of(hub=one.hub) is None
        ]

    # what a person does -----------------------------------------------------------------------------------------------
    def learn(self, sides: Sides) -> None:
        self.sides, self._fits, self._checked = sides, Fits(sides), None
        self.changed.emit()

    def suggest(self, pairs: Iterable[PairWord]) -> None:
        self.pairs = list(pairs)
        self.changed.emit()

    def look_at(self, rule: str) -> None:
        if rule != self.current:
            self.current = rule
            self.looked_at.emit()

    def offer(self, crm: str, hub: str) -> Offer:
        if self._fits is None:
            return Offer(reason="the fields are not known yet")
        return self._fits.offer(self.mapping, crm, hub)

    def lenses(self, rule: FieldRule) -> tuple[str, ...]:
        return self._fits.lenses(rule) if self._fits is not None else (rule.lens,)

    def connect_fields(self, crm: str, hub: str) -> Offer:
        """Map one onto the other, or add a field to a rule; nothing where the offer has a reason against it."""
        offer = self.offer(crm, hub)
        if offer.rule is not None:
            if offer.replaces:
                self.put(offer.replaces, offer.rule)
            else:
                self._become(self._matched(replace(self.mapping, rules=(*self.mapping.rules, offer.rule))))
            self.look_at(offer.rule.name)
        return offer

    def accept(self, pairs: Iterable[PairWord]) -> int:
        """Take suggestions as one step; how many could be."""
        rules, mapping = list(self.mapping.rules), self.mapping
        for one in pairs:
            offer = self._fits.offer(mapping, one.crm, one.hub) if self._fits is not None else Offer()
            if offer.rule is not None and not offer.replaces:
                rules.append(offer.rule)
                mapping = replace(mapping, rules=tuple(rules))
        taken = len(mapping.rules) - len(self.mapping.rules)
        if taken:
            self._become(self._matched(mapping))
            self.look_at(mapping.rules[-1].name)
        return taken

    def dismiss(self, pairs: Iterable[PairWord]) -> None:
        self.dismissed |= {(one.crm, one.hub) for one in pairs}
        self.changed.emit()

    def remove(self, rule: str) -> None:
        kept = tuple(one for one in self.mapping.rules if one.name != rule)
        if len(kept) == len(self.mapping.rules):
            return
        if self.current == rule:
            self.look_at("")
        self._become(self._matched(replace(self.mapping, rules=kept)))

    def put(self, name: str, rule: FieldRule) -> None:
        """Another rule in the place of one."""
        rules = tuple(rule if one.name == name else one for one in self.mapping.rules)
        self._become(replace(self.mapping, rules=rules))

    def change(
        self,
        name: str,
        *,
        lens: str | None = None,
        direction: Direction | None = None,
        policy: Policy | None = None,
        options: dict[str, str] | None = None,
    ) -> None:
        rule = self.rule(name)
        if rule is None:
            return
        kept = dict(rule.options) if options is None and lens in (None, rule.lens) else options or {}
        self.put(
            name,
            replace(
                rule,
                lens=lens or rule.lens,
                direction=direction or rule.direction,
                policy=policy or rule.policy,
                options=MappingProxyType(kept),
            ),
        )

    def narrow(self, filter: Filter) -> None:
        if filter != self.mapping.filter:
            self._become(replace(self.mapping, filter=filter))

    def take_over(self, mapping: Mapping) -> None:
        """What was edited before, as one step that can be taken back."""
        self._become(mapping)

    def undo(self) -> None:
        self._step(self._before, self._after)

    def redo(self) -> None:
        self._step(self._after, self._before)

    def rebase(self, origin: Origin) -> None:
        """What is edited now stands on another text: after saving, or on somebody else's change."""
        self.origin = origin
        self.changed.emit()

    # inside -----------------------------------------------------------------------------------------------------------
    def _become(self, mapping: Mapping) -> None:
        if mapping == self.mapping:
            return
        self._before.append(self.mapping)
        self._after.clear()
        self.mapping = mapping
        self.changed.emit()

    def _matched(self, mapping: Mapping) -> Mapping:
        """Records are matched only by fields that are mapped; where none is named, by the hub's keys among them."""
        match = tuple(entry for entry in mapping.match if set(entry) <= set(mapping.hub_fields))
        if not match and self.sides is not None:
            keys = (one.name for one in self.sides.hub.object.fields.values() if one.key)
            match = tuple((name,) for name in keys if name in mapping.hub_fields)
        return replace(mapping, match=match)

    def _step(self, from_: list[Mapping], onto: list[Mapping]) -> None:
        if from_:
            onto.append(self.mapping)
            self.mapping = from_.pop()
            if self.rule(self.current) is None:
                self.look_at("")
            self.changed.emit()


def draft_of(file: MappingFileWord, parent: QObject | None = None) -> Draft | None:
    """None for a file that was never in use: there is nothing to show of it."""
    if file.text is None:
        return None
    origin = Origin(name=file.name, text=file.text, digest=file.digest)
    return Draft(load_mapping(file.text, file.name), origin, parent)


def new_draft(connection: str, crm_object: str, hub_object: str, parent: QObject | None = None) -> Draft:
    plain = "".join(letter if letter.isalnum() else "-" for letter in crm_object).strip("-")
    mapping = Mapping(connection=connection, hub_object=hub_object, crm_object=crm_object, rules=())
    return Draft(mapping, Origin(name=f"{connection}-{plain}.toml", text="", digest=""), parent)
