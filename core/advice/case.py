"""What the advisor is asked and what it answers: one field, its three values, and who changed them when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from core.advice.spelling import NOTHING_KNOWN, Known
from core.records import Value
from core.schema import FieldType


class Option(Enum):
    """What can be suggested. EQUIVALENT: both sides say the same; ASK: the evidence does not decide."""

    HUB = "hub"
    CRM = "crm"
    MERGED = "merged"
    EQUIVALENT = "equivalent"
    ASK = "ask"


class Editor(Enum):
    """What kind of hand made a change."""

    CUSTOMER = "customer"  # the person the record is about, say through a portal
    PERSON = "person"
    MACHINE = "machine"  # an import, a workflow, an enrichment service, a rule
    UNKNOWN = "unknown"


_MACHINES = frozenset(
    {
        "advisor",
        "api",
        "automation",
        "bot",
        "import",
        "integration",
        "rule",
        "script",
        "sync",
        "system",
        "workflow",
    }
)
_CUSTOMERS = frozenset({"customer", "portal", "self"})


def editor_of(by: str | None) -> Editor:
    """The kind of editor a name such as "anna", "person:anna", "import:fair" or "self:portal" stands for.

    "connection:hs" is what the engine writes where a CRM does not tell who it was: UNKNOWN, not a machine.
    """
    kind = (by or "").partition(":")[0].strip().casefold()
    if kind in _CUSTOMERS:
        return Editor.CUSTOMER
    if kind in _MACHINES:
        return Editor.MACHINE
    return Editor.UNKNOWN if kind in ("", "connection") else Editor.PERSON


_DECIDERS = frozenset({"advisor", "rule"})  # what they write was somebody's before


def is_unattended(by: str) -> bool:
    """Whether a machine is known to have brought the value by itself: an import, a workflow, another program."""
    return editor_of(by) is Editor.MACHINE and by.partition(":")[0].strip().casefold() not in _DECIDERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """When (ms, None where not known) and by whom a side was changed."""

    at: int | None = None
    by: str | None = None

    @property
    def editor(self) -> Editor:
        return editor_of(self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One field in conflict, in the hub's vocabulary. Values need not be canonical: text as somebody typed it is fine.

    `known` counts the field's values over the hub's other records; `order` are the choices of an ordered list, first to
    last; `region` is for phone numbers without a country; `former` are values of the field that somebody replaced before;
    `about` are the texts of the record's other fields.
    """

    object: str
    field: str
    type: FieldType
    base: Value
    hub: Value
    crm: Value
    hub_change: Change = Change()
    crm_change: Change = Change()
    known: Known = NOTHING_KNOWN
    order: tuple[str, ...] = ()
    region: str = ""
    former: tuple[Value, ...] = ()
    about: tuple[str, ...] = ()

    @property
    def scope(self) -> str:
        return f"{self.object}.{self.field}"

    @property
    def editors(self) -> str:
        return f"{self.hub_change.editor.value}-{self.crm_change.editor.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for each option that is open here: named features and their weight in the case, 0 to about 2.

    `values` are what each option would set; an option that is not in `features` is not open.
    """

    features: Mapping[Option, Mapping[str, float]]
    values: Mapping[Option, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """`choice` is ASK where the best option is not sure enough; `likeliest` names that option all the same.

    `probability` is calibrated and belongs to `likeliest`; `value` is what `choice` would set, None for ASK. `reasons`
    are sentences, weightiest first, each made from evidence that moved the answer. `raw` is the probability before
    calibration.
    """

    choice: Option
    likeliest: Option
    value: Value
    probability: float
    raw: float
    reasons: tuple[str, ...] = ()
    evidence: Evidence = field(default_factory=lambda: Evidence(features={}, values={}))
