"""Rules for values that both sides changed: shown, tried on the past, saved."""

from __future__ import annotations

from functools import partial
from itertools import chain

from fastapi import APIRouter

from core.conflicts import Choice
from core.errors import Invalid, NotFound
from core.replaying import replay
from core.rule_files import dump_rules
from core.rules import rule_from
from core.wire.events import TRIAL, EventKind
from core.wire.models import DraftWord, ReplayRules, ReplayWord, RuleFromConflict, RulesWord, SaveRules
from daemon.api import present_rules
from daemon.api.access import Caller, Daemon
from daemon.api.documents import problems
from daemon.api.surface import Service
from daemon.api.waited_for import WaitedFor
from daemon.rule_replay import MOST, Archive

router = APIRouter(prefix="/rules", tags=["rules"])


@router.get("", operation_id="rules", responses=problems())
def rules(daemon: Daemon) -> RulesWord:
    """The rules in the order in which they are asked."""
    return present_rules.rules(daemon.rules)


@router.put("", operation_id="save_rules", responses=problems(409))
def save_rules(daemon: Daemon, caller: Caller, ask: SaveRules) -> RulesWord:
    """Replace all rules. They are checked first, and in force at once."""
    daemon.rules.save(ask.text, seen=ask.digest, by=caller)
    return present_rules.rules(daemon.rules)


@router.post("/reload", operation_id="reload_rules", responses=problems())
def reload_rules(daemon: Daemon, caller: Caller) -> RulesWord:
    """Take the file as somebody has edited it; the former rules stay in force where it is wrong."""
    daemon.rules.reload(caller)
    return present_rules.rules(daemon.rules)


@router.post("/replay", operation_id="replay_rules", responses=problems())
def replay_rules(daemon: Daemon, waited_for: WaitedFor, ask: ReplayRules) -> ReplayWord:
    """What these rules would have made of the last conflicts, and of what was decided by itself. Changes nothing.

    It ends soon after whoever asked has gone.
    """
    if not 0 <= ask.conflicts <= MOST:
        raise Invalid(f"conflicts must be from 0 to {MOST}")
    kept = daemon.rules
    now = kept.clock()
    tried = kept.parsed(ask.text) if ask.text is not None else kept.current()
    archive = Archive(store=daemon.store, lanes=kept.lanes, wanted=waited_for)
    if ask.ticket:
        archive.told = partial(_tell, daemon, ask.ticket)
    history = archive.history(ask.since) if ask.since is not None else ()
    # One by one as they are read, so that what was read was also tried.
    pasts = chain(archive.conflicts(ask.conflicts), history)
    told = replay(tried.at(now), kept.current().at(now), pasts)
    return present_rules.replayed(told, archive.skipped, daemon.store)


def _tell(daemon: Service, ticket: str, done: int, total: int) -> None:
    daemon.events.publish(EventKind.PROGRESS, TRIAL, {"ticket": ticket, "done": done, "total": total})


@router.post("/from-conflict/{id}", operation_id="rule_from_conflict", responses=problems(404))
def rule_from_conflict(daemon: Daemon, id: str, ask: RuleFromConflict) -> DraftWord:
    """The rules with one more, which settles all conflicts alike this one for some days. Nothing is saved."""
    found = daemon.store.conflict(id)
    record = daemon.store.records([found.record_id]).get(found.record_id) if found is not None else None
    if found is None or record is None:
        raise NotFound(f"there is no conflict {id!r}", advice="crmsync conflicts list shows the open ones.")
    kept = daemon.rules
    rule = rule_from(found, Choice(ask.choice), hub_object=record.object, days=ask.days, now=kept.clock())
    text = dump_rules(kept.current().added(rule, at=0))
    kept.parsed(text)
    return DraftWord(name=rule.name, text=text, digest=kept.digest)
