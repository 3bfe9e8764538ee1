"""The predicates of RELIABILITY.md 2.3, as checks on a history that has come to rest.

Each looks only at what the outside can see: the CRMs' own logs, the hub's records, conflicts and audit log. P8, P15
and P16 are watched while they happen (wire.py, passed.py); P14 holds by construction (process.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.simulation.agree import p4_convergence, p5_rest, p6_no_duplicate_create
from tests.simulation.chosen import p23_nobody_asked, p23_union
from tests.simulation.decided import p22_decisions
from tests.simulation.held import p24_filter
from tests.simulation.ledger import p9_contests, p9_one_conflict, p10_audit, p10_causes, p11_chain
from tests.simulation.merged import p13_merges, p13_proposals, p13_references, p13_values
from tests.simulation.planned import p22_plans
from tests.simulation.put_back import p13_undo_sets_back
from tests.simulation.told import (
    p1_no_lost_update,
    p2_no_silent_overwrite,
    p12_delete_against_edit,
    p12_edit_against_delete,
    spurious_conflicts,
)
from tests.simulation.traffic import (
    p3_no_phantom,
    p3_no_phantom_delete,
    p3_no_phantom_edit,
    p7_echo,
    p20_brakes,
    p21_nothing_emptied,
)
from tests.simulation.undone import (
    p13_undo,
    p13_undo_goes,
    p13_undo_keeps,
    p13_undo_since,
    p13_undo_spares,
)
from tests.simulation.world import Simulation


@dataclass(frozen=True, slots=True)
class Violation:
    oracle: str
    detail: str


ORACLES: dict[str, Callable[[Simulation], Iterator[str]]] = {
    "P1 no lost update": p1_no_lost_update,
    "P2 no silent overwrite": p2_no_silent_overwrite,
    "P3 no phantom": p3_no_phantom,
    "P3 no phantom edit": p3_no_phantom_edit,
    "P3 no phantom delete": p3_no_phantom_delete,
    "P4 convergence": p4_convergence,
    "P5 rest": p5_rest,
    "P6 no duplicate create": p6_no_duplicate_create,
    "P7 echo": p7_echo,
    "P9 one conflict": p9_one_conflict,
    "P9 contests": p9_contests,
    "P10 audit": p10_audit,
    "P10 causes": p10_causes,
    "P11 chain": p11_chain,
    "P12 edit against delete": p12_edit_against_delete,
    "P12 delete against edit": p12_delete_against_edit,
    "P13 merges": p13_merges,
    "P13 proposals": p13_proposals,
    "P13 references": p13_references,
    "P13 values": p13_values,
    "P13 undo": p13_undo,
    "P13 undo since": p13_undo_since,
    "P13 undo spares": p13_undo_spares,
    "P13 undo keeps": p13_undo_keeps,
    "P13 undo goes": p13_undo_goes,
    "P13 undo sets back": p13_undo_sets_back,
    "P20 brakes": p20_brakes,
    "P21 nothing emptied": p21_nothing_emptied,
    "P22 plans": p22_plans,
    "P22 decisions": p22_decisions,
    "P23 union": p23_union,
    "P23 nobody asked": p23_nobody_asked,
    "P24 filter": p24_filter,
    "spurious conflict": spurious_conflicts,
}


# What still holds where a CRM calls living records gone.
WHOEVER_LIES = (
    "P3 no phantom",
    "P5 rest",
    "P7 echo",
    "P9 one conflict",
    "P9 contests",
    "P10 audit",
    "P10 causes",
    "P11 chain",
    "P20 brakes",
    "P22 plans",
)


def check(sim: Simulation) -> list[Violation]:
    """Every violation, those first that a door saw happen, then in the order of the predicates."""
    seen = [Violation(oracle, detail) for oracle, detail in sim.stage.breaches]
    names = ORACLES if sim.setting.profile.honest else WHOEVER_LIES
    return seen + [Violation(name, detail) for name in names for detail in ORACLES[name](sim)]
