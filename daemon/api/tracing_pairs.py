"""Why a record is, or is not, in step with each CRM: every reason there can be, each with what fixes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from core.conflicts import Conflict, Item
from core.filtering import hub_half
from core.jobs import Attempt, Pending
from core.mapping import Creates, Direction, Mapping
from core.records import HubRecord, Link, LinkState
from core.retelling import who
from core.set_back import kept_apart
from core.store.base import Store, StoredAudit
from daemon.api.queues import pending_of, signals_about
from daemon.api.surface import Service
from daemon.api.tracing_sides import Held, held
from daemon.health import Circuit, ConnectionState, ConnectionStatus, Phase
from daemon.sight import last_known

_APART = {
    LinkState.DELETED: "it was deleted there",
    LinkState.PURGED: "it was deleted there, and its bin does not give it back",
    LinkState.DETACHED: "the pair was set apart: neither side follows the other",
    LinkState.GONE: "it was deleted there and is kept here; it is not made anew unasked",
    LinkState.MERGED: "its record here was merged into another, and the CRM still has both",
    LinkState.MERGING: "its record here was merged into another, and the two are being merged there",
    LinkState.LEAVING: "an undo takes it back: it is being removed there, and the record stays here",
    LinkState.ORPHAN: "a late twin of our own create, which is being removed there",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that stands in the way, and the command or deed that fixes it; "" where nobody is needed.

    `act` and `subject` say the deed to a program (see `core.wire.tracing.ReasonWord`).
    """

    what: str
    fix: str = ""
    act: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairTrace:
    """One connection. `reasons` are empty where it is in step; `notes` hold nothing up."""

    connection: str
    crm_object: str
    crm_id: str | None
    state: str
    matched: str
    reasons: tuple[Reason, ...]
    notes: tuple[str, ...] = ()
    values: tuple[Held, ...] = ()
    as_of: int | None = None


def pairs_of(service: Service, record: HubRecord, told: Sequence[StoredAudit]) -> list[PairTrace]:
    """One for every connection that maps the record's object."""
    store = service.store
    kind = service.hub[record.object].kind_of(record.fields) if record.object in service.hub else None
    links = store.links_of([record.id])
    conflicts, items = store.open_conflicts([record.id]), store.items_of([record.id])
    attempts = store.attempts_of(record.id, limit=50)
    found: list[PairTrace] = []
    for status in service.connections():
        mappings = [
            one
            for one in service.mappings
            if (one.connection, one.hub_object) == (status.name, record.object)
        ]
        theirs = [one for one in links if one.connection == status.name]
        mapping = next((one for one in mappings if one.takes(kind)), None)
        if mapping is None and not theirs:
            continue
        link = _best(theirs)
        reasons = list(_standing(status, mapping, service))
        reasons += _pair(service, record, link, mapping)
        reasons += _questions(status.name, conflicts, items)
        reasons += _waiting(service, status.name, record, theirs, attempts)
        found.append(
            PairTrace(
                connection=status.name,
                crm_object=link.crm_object if link else mapping.crm_object if mapping else "",
                crm_id=link.crm_id if link else None,
                state=link.state.value if link else "unpaired",
                matched=matched(link, told) if link else "",
                reasons=tuple(dict.fromkeys(reasons)),
                notes=(*_one_way(mapping), *_set_back(store, link, told, mapping)),
                values=tuple(held(store, link, mapping)) if link is not None and mapping is not None else (),
                as_of=link.remote_version if link is not None else None,
            )
        )
    return found


def stranger(service: Service, connection: str, crm_object: str, crm_id: str) -> PairTrace:
    """A CRM record that the hub has no record for."""
    store = service.store
    link = store.links(connection, crm_object, [crm_id]).get(crm_id)
    status = next((one for one in service.connections() if one.name == connection), None)
    mapping = next(
        (one for one in service.mappings if (one.connection, one.crm_object) == (connection, crm_object)),
        None,
    )
    reasons = list(_standing(status, mapping, service)) if status is not None else []
    reasons += _questions(connection, [], store.open_items(connection, crm_object, [crm_id]))
    for signal in signals_about(store, [(connection, crm_object, crm_id)]):
        parent = f"waits for {' '.join(signal.waiting_for)}" if signal.waiting_for else ""
        reasons.append(Reason(what=f"it is to be read: {signal.reason or parent or 'soon'}"))
    left = store.left_out(connection, crm_object, [crm_id]).get(crm_id)
    if link is not None:
        reasons.append(Reason(what="a person chose to leave it out"))
    elif left is not None:
        what = f"it is left out since {_moment(left.since)}: {left.reason}"
        reasons.append(Reason(what=what, fix=_look_at(connection, crm_object)))
    elif not reasons:
        reasons.append(
            Reason(
                what=f"{connection} has told of no {crm_object} of this id",
                fix=f"Compare everything: crmsync sync {connection} --full",
                act="sync",
                subject=connection,
            )
        )
    return PairTrace(
        connection=connection,
        crm_object=crm_object,
        crm_id=crm_id,
        state=link.state.value if link is not None else "unknown here",
        matched="",
        reasons=tuple(reasons),
    )


def matched(link: Link, told: Sequence[StoredAudit]) -> str:
    """How this CRM record came to be the record's pair, as far as the log tells."""
    for stored in told:
        entry = stored.entry
        if (
            entry.connection == link.connection
            and entry.kind == "push"
            and entry.note == f"create {link.crm_id}"
        ):
            return f"created there by CRM Sync at {_moment(entry.at)}"
        if entry.connection == link.connection and entry.kind == "link":
            how = "" if entry.note == link.crm_id else f": {entry.note}"
            by = "matched by the mapping's keys" if entry.actor.startswith("connection:") else "paired"
            return f"{by} at {_moment(entry.at)} by {who(entry.actor)}{how}"
        if entry.kind == "create" and entry.actor == f"connection:{link.connection}":
            return f"taken in from there at {_moment(entry.at)}"
    return ""


def _best(links: Sequence[Link]) -> Link | None:
    """The standing pair, or else the newest one."""
    ranked = sorted(links, key=lambda one: (one.state is LinkState.LINKED, one.generation))
    return ranked[-1] if ranked else None


def _standing(status: ConnectionStatus, mapping: Mapping | None, service: Service) -> Iterator[Reason]:
    name = status.name
    match status.state:
        case ConnectionState.PAUSED:
            yield Reason(
                what=f"{name} is paused",
                fix=f"Go on: crmsync connections resume {name}",
                act="resume",
                subject=name,
            )
        case ConnectionState.SIGN_IN_NEEDED:
            yield Reason(
                what=f"{name} is signed out",
                fix=f"Sign in: crmsync connections sign-in {name}",
                act="sign_in",
                subject=name,
            )
        case ConnectionState.PREPARE_NEEDED:
            yield Reason(what=status.reason or f"{name} is not prepared", fix=status.advice)
        case ConnectionState.STOPPED:
            yield Reason(what=f"{name} has stopped: {status.reason}", fix=status.advice)
        case _ if status.reason:
            yield Reason(what=status.reason, fix=status.advice)
    if status.circuit is not Circuit.CLOSED:
        yield Reason(what=f"{name} does not answer; changes are kept", fix="It is tried again by itself.")
    if mapping is None:
        yield Reason(what=f"no mapping of {name} takes this kind of record any more")
        return
    for part in status.objects:
        if part.hub_object == mapping.hub_object and part.crm_object == mapping.crm_object:
            if part.phase is Phase.BACKFILL:
                yield Reason(what=f"{name} is still being read in for the first time")
            if part.phase is Phase.BRAKED:
                subjects = ["brake:pull", "brake:push"]
                for item in service.store.open_items(name, mapping.crm_object, subjects):
                    yield _item(item)
    for parked in status.parked:
        if parked.crm_object == mapping.crm_object:
            rules = ", ".join(parked.rules) or "creates"
            yield Reason(what=f"{rules} wait: {parked.reason}", fix=parked.advice)


def _pair(
    service: Service, record: HubRecord, link: Link | None, mapping: Mapping | None
) -> Iterator[Reason]:
    if link is not None and link.state is not LinkState.LINKED:
        if record.deleted_at is None:
            yield Reason(what=_APART[link.state])
        elif link.state not in (LinkState.DELETED, LinkState.PURGED):
            anew = f"Make it anew: crmsync records restore {record.id}"
            yield Reason(what=_APART[link.state], fix=anew, act="restore", subject=record.id)
    elif link is not None and link.paused:
        yield Reason(
            what=f"the filter holds the pair: {link.paused}", fix=_look_at(link.connection, link.crm_object)
        )
    elif link is not None and link.seen < record.version:
        yield Reason(what=f"version {record.version} here is newer than what was compared ({link.seen})")
    elif link is None and record.deleted_at is None and mapping is not None:
        if mapping.creates not in (Creates.BOTH, Creates.CRM):
            yield Reason(
                what=f"the mapping creates nothing there (creates = {mapping.creates.value!r})",
                fix="Change `creates` in the mapping file, if it should.",
            )
            return
        half = hub_half(mapping, service.hub[record.object])
        out = half.out_of(record.fields) if half is not None else None
        if out is not None:
            fix = _look_at(mapping.connection, mapping.crm_object)
            yield Reason(what=f"it is not made there: {out.reason}", fix=fix)
        else:
            yield Reason(what="it is not made there yet")


def _look_at(connection: str, crm_object: str) -> str:
    return (
        f"It goes on by itself once it is in. See the filter: crmsync mappings show {connection} {crm_object}"
    )


def _questions(connection: str, conflicts: Sequence[Conflict], items: Sequence[Item]) -> Iterator[Reason]:
    for conflict in conflicts:
        if conflict.link[0] == connection:
            yield Reason(
                what=f"a conflict about {conflict.rule} is open: only that waits",
                fix=f"Decide it: crmsync conflicts show {conflict.id}",
                act="conflict",
                subject=conflict.id,
            )
    for item in items:
        if item.connection == connection:
            yield _item(item)


def _item(item: Item) -> Reason:
    fix = f"{item.advice} See: crmsync items show {item.id}"
    return Reason(what=item.reason, fix=fix, act="item", subject=item.id)


def _waiting(
    service: Service,
    connection: str,
    record: HubRecord,
    links: Sequence[Link],
    attempts: Sequence[Attempt],
) -> Iterator[Reason]:
    for row in pending_of(service.store, record.id, [connection]):
        yield _pending(service, row)
    for signal in signals_about(service.store, [one.key for one in links]):
        parent = f" ({' '.join(signal.waiting_for)})" if signal.waiting_for else ""
        yield Reason(what=f"news from there is to be read: {signal.reason or 'soon'}{parent}")
    for attempt in attempts:
        if attempt.connection == connection and attempt.outcome.is_open:
            yield Reason(
                what=f"the outcome of a write ({attempt.kind.value}) is unknown until {_moment(attempt.hold_until)}",
                fix="It is looked up by itself.",
            )


def _pending(service: Service, row: Pending) -> Reason:
    since = f"since {_moment(row.since)}"
    if row.parked:
        return Reason(
            what=f"put aside {since}: {row.reason}",
            fix=f"Answer the question, or send it again with an edit: crmsync records edit {row.record_id}",
        )
    if row.waiting_for is not None:
        parent = service.store.records([row.waiting_for]).get(row.waiting_for)
        if parent is not None:
            return Reason(
                what=f"waits {since} for {parent.object} {parent.id}, which must be there first",
                fix=f"See why that waits: crmsync records trace {parent.id}",
                act="record",
                subject=parent.id,
            )
        return Reason(what=f"waits {since}: {row.reason}")
    tried = f", tried {row.attempts} times" if row.attempts else ""
    return Reason(what=f"on its way {since}{tried}, next at {_moment(row.next_at)}: {row.reason or 'due'}")


def _one_way(mapping: Mapping | None) -> Iterator[str]:
    for rule in mapping.rules if mapping is not None else ():
        if rule.direction is Direction.TO_HUB:
            yield f"{', '.join(rule.hub)} only comes from there"
        elif rule.direction is Direction.TO_CRM:
            yield f"{', '.join(rule.hub)} is only sent there"


def _set_back(
    store: Store, link: Link | None, told: Sequence[StoredAudit], mapping: Mapping | None
) -> Iterator[str]:
    if link is None or mapping is None or link.state is not LinkState.LINKED:
        return
    for name, stored in kept_apart(link, told, last_known(store)(link), mapping):
        by = who(stored.entry.actor)
        yield f"{name} was set back there by {by} at {_moment(stored.entry.at)}: neither side follows until one is edited"


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at / 1_000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
