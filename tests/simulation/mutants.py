"""Takes one rule after another away from the product and shows which oracle notices: `python -m tests.simulation.mutants`.

Exit code 1 if fewer than 15 mutants are killed, or one that is expected to be killed survives.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.simulation import (
    mutations,
    mutations_choosing,
    mutations_deciding,
    mutations_drift,
    mutations_filters,
    mutations_merging,
    mutations_planning,
    mutations_undo,
)
from tests.simulation.history import Verdict, play
from tests.simulation.planting import Patch
from tests.simulation.setting import setting_for

ENOUGH: Final = 15
SEEDS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One rule taken away. `profiles` are where its absence shows; `spared` is why it may survive, "" where it may not."""

    name: str
    rule: str
    plant: Callable[[Patch], None]
    profiles: tuple[str, ...] = ("usual", "storm")
    policy: str = "ask"
    deletes: str = "propagate"
    spared: str = ""


MUTANTS: Final = (
    Mutant(name="no_marker", rule="a create carries our marker", plant=mutations.create_without_marker),
    Mutant(
        name="no_adopt",
        rule="an unlinked record with our marker is ours",
        plant=mutations.no_adoption,
        profiles=("storm", "slow"),
    ),
    Mutant(
        name="no_look_up",
        rule="a create without answer is looked up",
        plant=mutations.no_look_up,
        profiles=("storm", "bare"),
    ),
    Mutant(
        name="no_reap",
        rule="a late twin of our create is removed",
        plant=mutations.no_reap,
        profiles=("storm",),
        spared="the hold keeps late twins from being made (see no_hold); removing them is the second line",
    ),
    Mutant(
        name="no_index_wait",
        rule="a look-up waits for the index",
        plant=mutations.no_index_wait,
        profiles=("calm",),
    ),
    Mutant(name="trust_payload", rule="a webhook is a hint, never data", plant=mutations.trust_payload),
    Mutant(name="no_read", rule="the far side is read before it is written", plant=mutations.no_read),
    Mutant(
        name="no_hist",
        rule="the history is read after a write",
        plant=mutations.no_history,
        profiles=("slow",),
    ),
    Mutant(
        name="no_cond",
        rule="If-Match is sent",
        plant=mutations.no_if_match,
        profiles=("slow",),
    ),
    Mutant(
        name="no_wp",
        rule="the history position is durable before the write",
        plant=mutations.no_position,
        profiles=("storm", "slow"),
    ),
    Mutant(
        name="no_hold",
        rule="a pair with an unanswered write is held",
        plant=mutations.no_hold,
        profiles=("storm",),
    ),
    Mutant(
        name="last_writer_wins", rule="two edits are a question", plant=mutations_deciding.last_writer_wins
    ),
    Mutant(name="two_way", rule="one edit is no question", plant=mutations_deciding.two_way),
    Mutant(name="full_write", rule="only what changed is written", plant=mutations_deciding.full_write),
    Mutant(
        name="del_wins_crm",
        rule="a delete there against an edit here is a question",
        plant=mutations_deciding.delete_beats_hub_edit,
    ),
    Mutant(
        name="del_wins_hub",
        rule="a delete here against an edit there is a question",
        plant=mutations_deciding.delete_beats_crm_edit,
    ),
    Mutant(
        name="no_r7",
        rule="a conflict takes the hub's base away",
        plant=mutations_deciding.conflict_keeps_base,
    ),
    Mutant(
        name="second_conflict", rule="an open conflict is found again", plant=mutations_deciding.no_refresh
    ),
    Mutant(
        name="early_done",
        rule="pending is settled by the receipt",
        plant=mutations_deciding.settled_before_sending,
    ),
    Mutant(
        name="audit_apart", rule="the log is in the same transaction", plant=mutations_deciding.audit_apart
    ),
    Mutant(
        name="no_lease", rule="one worker a lane", plant=mutations_deciding.no_lease, profiles=("rivals",)
    ),
    Mutant(
        name="no_check",
        rule="a commit checks what it read",
        plant=mutations_deciding.no_version_check,
        profiles=("slow", "rivals"),
    ),
    Mutant(
        name="cursor_first",
        rule="the cursor moves with its page",
        plant=mutations_deciding.cursor_first,
        profiles=("bare",),
    ),
    Mutant(
        name="cursor_strict",
        rule="the cursor includes its own moment",
        plant=mutations_deciding.cursor_strict,
        profiles=("bare",),
    ),
    Mutant(
        name="clear_always",
        rule="a repeated signal stays",
        plant=mutations_deciding.inbox_cleared_always,
        profiles=("hooks_only",),
    ),
    Mutant(
        name="single_base", rule="the CRM's base is what it answered", plant=mutations_deciding.single_base
    ),
    Mutant(
        name="early_base", rule="bases move with the receipt", plant=mutations_deciding.bases_before_receipt
    ),
    Mutant(
        name="no_brake",
        rule="a run that changes too much stops",
        plant=mutations_deciding.no_brake,
        profiles=("shrunk",),
    ),
    Mutant(
        name="push_unbraked",
        rule="what a push brings in is braked too",
        plant=mutations_deciding.brake_blind_to_pushes,
        profiles=("blind",),
        policy="crm",
        deletes="propose",
    ),
    Mutant(
        name="unlisted_gone",
        rule="what is not listed is looked at by id",
        plant=mutations_deciding.unlisted_is_gone,
        profiles=("blind",),
    ),
    Mutant(name="children_stay", rule="children move to the heir", plant=mutations_merging.children_stay),
    Mutant(
        name="one_page",
        rule="every page of children is looked at",
        plant=mutations_merging.one_page_of_children,
    ),
    Mutant(
        name="merge_is_twin",
        rule="what a merge made is no twin of ours",
        plant=mutations_merging.merges_are_twins,
        profiles=("storm", "slow"),
        spared="the news of what was merged mostly comes before the removal, and takes the record back; "
        "tests/daemon/test_engine_merges.py rings for the new id alone",
    ),
    Mutant(
        name="no_proposal",
        rule="a merge is proposed where both are still there",
        plant=mutations_merging.nobody_is_asked_elsewhere,
    ),
    Mutant(
        name="drop_unseen",
        rule="a value the merging CRM never showed is asked about",
        plant=mutations_merging.unseen_values_are_dropped,
    ),
    Mutant(
        name="merge_is_delete",
        rule="a merge in a CRM is one in the hub",
        plant=mutations_merging.merges_are_only_deletes,
    ),
    Mutant(
        name="steal_by_marker",
        rule="a record that is another's by now is not adopted",
        plant=mutations_merging.others_records_are_ours,
        profiles=("storm", "usual"),
        spared="a merge that is taken back makes a new marker (see one_marker); this is the second line",
    ),
    Mutant(
        name="one_marker",
        rule="a merge that was taken back gives its record a marker of its own",
        plant=mutations_merging.one_marker_twice,
    ),
    Mutant(
        name="drift_empties",
        rule="a field that comes back empty empties nothing",
        plant=mutations_drift.emptiness_is_an_edit,
        profiles=("drift",),
    ),
    Mutant(
        name="drift_settles",
        rule="what a parked rule has to send stays due",
        plant=mutations_drift.nothing_is_held,
        profiles=("drift",),
    ),
    Mutant(
        name="drift_forgets",
        rule="a rule that goes on is compared",
        plant=mutations_drift.no_comparison,
        profiles=("drift",),
    ),
    Mutant(
        name="drift_doubles",
        rule="without its key nobody is taken in",
        plant=mutations_drift.strangers_are_taken_in,
        profiles=("drift",),
    ),
    Mutant(
        name="undo_overwrites",
        rule="an undo looks again before it takes something back",
        plant=mutations_undo.the_world_is_not_looked_at_again,
        profiles=("undone",),
    ),
    Mutant(
        name="undo_of_others",
        rule="an undo of a run takes back that run's values only",
        plant=mutations_undo.everything_since_is_taken_back,
        profiles=("undone",),
    ),
    Mutant(
        name="undo_anew",
        rule="an undo that was killed goes on where it stopped",
        plant=mutations_undo.a_killed_undo_begins_anew,
        profiles=("undone",),
    ),
    Mutant(
        name="undo_deletes",
        rule="an undo deletes no CRM record that people made",
        plant=mutations_undo.what_people_made_is_ours,
        profiles=("undone",),
    ),
    Mutant(
        name="undo_apart",
        rule="what an undo set apart is a pair again when that is undone",
        plant=mutations_undo.pairs_stay_apart,
        profiles=("undone",),
    ),
    Mutant(
        name="undo_unlooked",
        rule="what an undo removes from a CRM is looked at once more before it goes",
        plant=mutations_undo.nobody_had_a_hand_in_it,
        profiles=("undone",),
    ),
    Mutant(
        name="undo_forgets",
        rule="an undo removes from a CRM what it says it does",
        plant=mutations_undo.nothing_goes_there,
        profiles=("undone",),
    ),
    Mutant(
        name="undo_owes",
        rule="what an undo sets back in a CRM is sent there",
        plant=mutations_undo.nothing_is_owed,
        profiles=("undone",),
        policy="newest",
    ),
    Mutant(
        name="undo_resends",
        rule="what an undo has set back in a CRM is not sent over by the mapping in use",
        plant=mutations_undo.what_is_set_back_is_no_base,
        profiles=("undone",),
        policy="newest",
    ),
    Mutant(
        name="blind_apply",
        rule="an item of a plan is compared anew before it is done",
        plant=mutations_planning.blind_apply,
        profiles=("planned",),
    ),
    Mutant(
        name="item_unnoted",
        rule="an item's state is durable with its effect",
        plant=mutations_planning.state_left_behind,
        profiles=("planned",),
    ),
    Mutant(
        name="nobody_held",
        rule="nothing flows in a pair of which one side is out",
        plant=mutations_filters.nobody_is_held,
        profiles=("filtered",),
    ),
    Mutant(
        name="held_for_good",
        rule="a pair goes on once both sides are in again",
        plant=mutations_filters.held_for_good,
        profiles=("filtered",),
    ),
    Mutant(
        name="bulk_blind",
        rule="a conflict that has moved is left out of a bulk decision",
        plant=mutations_planning.bulk_decides_blindly,
        profiles=("bulk",),
    ),
    Mutant(
        name="bulk_anew",
        rule="a bulk decision that was killed goes on in its run",
        plant=mutations_planning.bulk_begins_anew,
        profiles=("bulk",),
    ),
    Mutant(
        name="union_of_all",
        rule="choices that one side took out are out",
        plant=mutations_choosing.nothing_was_there_before,
        profiles=("choosing",),
    ),
    Mutant(
        name="union_of_one",
        rule="choices that either side added are in",
        plant=mutations_choosing.one_side_is_kept,
        profiles=("choosing",),
    ),
)


def hunt(mutant: Mutant, seeds: int, first: int = 1) -> Verdict | None:
    """The first history in which an oracle notices; None if none does."""
    patch = Patch()
    mutant.plant(patch)
    try:
        for seed in range(first, first + seeds):
            profile = mutant.profiles[seed % len(mutant.profiles)]
            verdict = play(setting_for(seed, profile=profile, policy=mutant.policy, deletes=mutant.deletes))
            if verdict.violations:
                patch.undo()
                if not play(verdict.setting).violations:  # it is the mutant that fails here, not the product
                    return verdict
                mutant.plant(patch)
    finally:
        patch.undo()
    return None


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m tests.simulation.mutants", description=__doc__)
    words.add_argument("--seeds", type=int, default=SEEDS, help="how many histories a mutant gets")
    words.add_argument("--first", type=int, default=1, help="the first seed")
    words.add_argument("names", nargs="*", help="only these mutants")
    options = words.parse_args()
    chosen = [one for one in MUTANTS if not options.names or one.name in options.names]
    killed, escaped = 0, []
    for mutant in chosen:
        verdict = hunt(mutant, options.seeds, options.first)
        if verdict is not None:
            killed += 1
            by, where = verdict.violations[0].oracle, verdict.setting
            print(
                f"{mutant.name:17} killed by {by} at seed {where.seed} ({where.profile.name}): {mutant.rule}",
                flush=True,
            )
            continue
        print(
            f"{mutant.name:17} NOT KILLED in {options.seeds} seeds ({', '.join(mutant.profiles)}): {mutant.rule}"
            f" - {mutant.spared or 'an oracle is missing'}",
            flush=True,
        )
        if not mutant.spared:
            escaped.append(mutant.name)
    print(f"{killed} of {len(chosen)} killed")
    if escaped:
        print(f"escaped without a known reason: {', '.join(escaped)}")
    return 1 if escaped or (not options.names and killed < ENOUGH) else 0


if __name__ == "__main__":
    sys.exit(main())
