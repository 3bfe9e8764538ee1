"""Which CRM object belongs to which hub object, field by field, and what happens when both sides differ.

A `Mapping` is data; `core/translate.py` compiles it with both schemas into functions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from types import MappingProxyType
from typing import Final

from core.filter_words import names_in


class Direction(Enum):
    BOTH = "both"
    TO_HUB = "to_hub"
    TO_CRM = "to_crm"


class Policy(Enum):
    """What settles a rule when both sides changed to different values.

    FILL_IF_EMPTY lets the only non-empty side win and asks otherwise; CREATE_ONLY sends a value when a record is
    created or first linked and lets the sides drift afterwards.
    """

    ASK = "ask"
    NEWEST = "newest"
    HUB = "hub"
    CRM = "crm"
    FILL_IF_EMPTY = "fill_if_empty"
    CREATE_ONLY = "create_only"


class DeletePolicy(Enum):
    """What a record deleted in the CRM means for the hub and the other CRMs.

    UNLINK parts the pair for good. IGNORE keeps it in mind: nothing is made anew or asked, and a restore in the CRM
    brings it back.
    """

    PROPOSE = "propose"
    PROPAGATE = "propagate"
    UNLINK = "unlink"
    IGNORE = "ignore"


class Creates(Enum):
    """On which sides unmatched records of the other side may be created."""

    BOTH = "both"
    HUB = "hub"
    CRM = "crm"
    NONE = "none"


class Leave(Enum):
    """What becomes of a pair of which one side leaves the filter.

    PAUSE lets nothing flow either way until both are in again; KEEP lets a pair go on, once it is one; UNLINK parts it for
    good.
    """

    PAUSE = "pause"
    KEEP = "keep"
    UNLINK = "unlink"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which records a mapping is for: a condition in CEL over each side's fields; "" lets all of that side in."""

    hub: str = ""
    crm: str = ""
    leave: Leave = Leave.PAUSE


NO_FILTER: Final = Filter()
NO_OPTIONS: Final[MappingOf[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """One to many fields on either side, tied by a named lens (`core/transforms.py`). `name` is unique in its mapping."""

    name: str
    hub: tuple[str, ...]
    crm: tuple[str, ...]
    lens: str = "auto"
    options: MappingOf[str, str] = field(default_factory=lambda: NO_OPTIONS)
    direction: Direction = Direction.BOTH
    policy: Policy = Policy.ASK


@dataclass(frozen=True, slots=True, kw_only=True)
class Brake:
    """A run stops before its first write when it would overwrite or delete more than both of these."""

    share: float = 0.10
    least: int = 25
    most: int = 20_000

    def limit(self, linked: int) -> int:
        """The largest number of overwrites and deletes one run may do on a mapping with `linked` links."""
        return min(max(self.least, int(linked * self.share)), self.most)


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """Ties one CRM object to one hub object. One mapping per (connection, CRM object), and per (connection, hub object)
    or, where the hub object comes in kinds, per kind of it.

    `match` are hub fields, in priority order: each entry is one field or several that must all agree.
    `kinds` are the kinds of the hub object that this CRM object holds; empty where it comes in none, or for all.
    A record read from the CRM gets the only kind there is; of several, a rule must tell which.
    """

    connection: str
    hub_object: str
    crm_object: str
    rules: tuple[FieldRule, ...]
    match: tuple[tuple[str, ...], ...] = ()
    kinds: tuple[str, ...] = ()
    delete_policy: DeletePolicy = DeletePolicy.PROPOSE
    creates: Creates = Creates.BOTH
    brake: Brake = Brake()
    filter: Filter = NO_FILTER
    version: int = 1

    def takes(self, kind: str | None) -> bool:
        """Whether hub records of this kind belong to this CRM object."""
        return not self.kinds or kind in self.kinds

    @cached_property
    def hub_fields(self) -> tuple[str, ...]:
        """Mapped hub fields in fixed order, without repeats: the order of `Link.base_hub`."""
        return tuple(dict.fromkeys(name for rule in self.rules for name in rule.hub))

    @cached_property
    def crm_fields(self) -> tuple[str, ...]:
        """The CRM fields in use, in fixed order, without repeats: the order of `Link.base_crm` and of what is fetched.

        Those of the rules come first, then those that only the filter reads.
        """
        mapped = [name for rule in self.rules for name in rule.crm]
        return tuple(dict.fromkeys([*mapped, *names_in(self.filter.crm)]))

    @cached_property
    def layout(self) -> str:
        """Names this field order, so that a base stored under an older version can be re-laid."""
        words = "\x1f".join(self.hub_fields) + "\x1e" + "\x1f".join(self.crm_fields)
        return hashlib.blake2b(words.encode(), digest_size=8).hexdigest()
