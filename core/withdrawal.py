"""CRM records that undone entries made: which of them go again while the hub's stay, which do not, and why.

What somebody has edited in the CRM since is asked about; what the mapping in use would send all the same is told. Decided
without writing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from core.filtering import hub_half
from core.history import BEGINNINGS, CHANGING
from core.mapping import Creates, Mapping
from core.plans import PlanItemKind
from core.records import BaseValue, HubRecord, Link, LinkState
from core.schema import Object
from core.store.base import AuditEntry, StoredAudit
from core.undo import MAKES, Inverse

FOUND: Final = "was found by our key"  # how a "link" entry ends where a create's lost answer was looked up
WITHDRAWN: Final = "is taken back there, and the record stays here"  # an "unlink" entry's end
COMES_BACK: Final = "is wanted there again"  # a "link" entry's end, where that was undone
LEFT_FILTER: Final = "has left the filter"  # in an "unlink" entry of a pair that the filter has parted

_GONE: Final = (LinkState.GONE, LinkState.DELETED, LinkState.PURGED)
Sends: TypeAlias = Callable[[Mapping, HubRecord], bool]


def _nothing_known(_link: Link) -> MappingOf[str, BaseValue]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is known besides a record's own log.

    `mappings` are those in use for its object, `sends` tells whether one of them would send the record now. `bins` are
    the connections that can be asked to bring a deleted record back. `yields`: what the mapping in use would send as
    well is not taken back, because only another version's effect is. `sets_back`: whether CRM values that were replaced
    come back there. `bases` tells what a pair's CRM record held when we last knew it, by field.
    """

    mappings: Sequence[Mapping]
    sends: Sends
    bins: Collection[str] = field(default_factory=frozenset)
    yields: bool = False
    sets_back: bool = True
    bases: Callable[[Link], MappingOf[str, BaseValue]] = _nothing_known


def sending(kinds: MappingOf[str, Object]) -> Sends:
    """Whether a mapping creates this hub record in its CRM: by what it may create, and by the hub's half of its filter."""
    halves = {}

    def sends(mapping: Mapping, record: HubRecord) -> bool:
        key = (mapping.connection, mapping.crm_object)
        if key not in halves:
            halves[key] = hub_half(mapping, kinds[mapping.hub_object])
        half = halves[key]
        may = mapping.creates in (Creates.BOTH, Creates.CRM)
        return may and (half is None or half.out_of(record.fields) is None)

    return sends


def makes(entry: AuditEntry) -> bool:
    """Whether by this entry a CRM record came to be that was not there, of a hub record that was."""
    return (entry.kind == "push" and entry.note.startswith(MAKES)) or (
        entry.kind == "link" and entry.note.endswith((FOUND, COMES_BACK))
    )


def withdrawals(
    record: HubRecord,
    newest_first: Sequence[StoredAudit],
    mine: Collection[int],
    links: Sequence[Link],
    around: Surroundings,
) -> list[Inverse]:
    """What becomes of the CRM records of a living hub record that the entries in `mine` made, or took back.

    Nothing where those entries made the hub record itself: then its copies go with it. `newest_first` and `links` are as
    for `core.undo.inverse`.
    """
    told = [one for one in newest_first if one.seq in mine]
    if record.deleted_at is not None or any(one.entry.kind in BEGINNINGS for one in told):
        return []
    found: dict[tuple[str, str], Inverse] = {}
    for stored in told:
        entry = stored.entry
        one: Inverse | None = None
        if makes(entry):
            one = _made(record, newest_first, stored, links, around)
        elif entry.kind == "unlink" and entry.note.endswith(WITHDRAWN):
            one = _taken_back(record, newest_first, entry, links, around)
        if one is not None:
            found.setdefault((one.connection, one.crm_id or ""), one)
    return list(found.values())


# what was made ----------------------------------------------------------------------------------------------------------
def _made(
    record: HubRecord,
    newest_first: Sequence[StoredAudit],
    stored: StoredAudit,
    links: Sequence[Link],
    around: Surroundings,
) -> Inverse | None:
    link = _made_link(stored.entry, newest_first, links)
    if link is None or link.state in (*_GONE, LinkState.LEAVING, LinkState.ORPHAN):
        return None  # it has gone already, or goes
    if not _stands(link, newest_first):
        return Inverse.there(
            link, PlanItemKind.IRREVERSIBLE, f"{_named(link)} stays there: the pair is apart by now"
        )
    mapping = mapping_of(link, around)
    if mapping is None:
        return Inverse.there(
            link,
            PlanItemKind.IRREVERSIBLE,
            f"{_named(link)} stays there: no mapping in use holds it; delete it there by hand",
        )
    sent = around.sends(mapping, record)
    if sent and around.yields:
        return Inverse.there(
            link,
            PlanItemKind.IRREVERSIBLE,
            f"{_named(link)} stays there: the version in use would send it as well",
        )
    # What was edited before it came back for the last time was answered when it went.
    since = next(
        one.seq
        for one in newest_first
        if makes(one.entry) and _made_link(one.entry, newest_first, links) == link
    )
    if edited_since(newest_first, since, link.connection):
        note = f"{_named(link)} was made by what is undone, and edited there since: remove it there?"
        return Inverse.there(link, PlanItemKind.CONFLICT, note)
    kept = ", and is not sent there again until this undo is undone" if sent else ""
    note = f"removed in {link.connection}; the record stays here{kept} ({link.crm_id})"
    return Inverse.there(link, PlanItemKind.DELETE_CRM, note)


def edited_since(newest_first: Sequence[StoredAudit], seq: int, connection: str) -> bool:
    """Whether the log knows of a value that somebody entered in this CRM after that entry, whoever had the last word."""
    return any(
        one.seq > seq
        and bool(one.entry.changes)
        and (
            (one.entry.kind in CHANGING and one.entry.actor == f"connection:{connection}")
            or (
                one.entry.kind in ("settle", "drop", "conflict")
                and one.entry.connection == connection
                and not one.entry.actor.startswith("person:")
                and any(before is not None for _, before, _ in one.entry.changes)
            )
        )
        for one in newest_first
    )


def _made_link(entry: AuditEntry, newest_first: Sequence[StoredAudit], links: Sequence[Link]) -> Link | None:
    own = [one for one in links if one.connection == entry.connection]
    standing = next((one for one in own if one.state is LinkState.LINKED), None)
    if entry.note.endswith(COMES_BACK):
        return standing  # brought back, or made anew under another id: whichever it has become
    crm_id = entry.note.removeprefix(MAKES).removesuffix(FOUND).strip()
    link = next((one for one in own if one.crm_id == crm_id), None)
    if link is not None and link.state in _GONE and _last_said(link, newest_first).endswith(COMES_BACK):
        return standing
    return link


def _stands(link: Link, newest_first: Sequence[StoredAudit]) -> bool:
    """A pair, or one that only the filter has parted: that ends nobody's wish to take our create back."""
    if link.state is LinkState.DETACHED:
        last = _last_said(link, newest_first)
        return last.startswith(f"{link.crm_id} {LEFT_FILTER}")
    return link.state is LinkState.LINKED


# what was taken back ----------------------------------------------------------------------------------------------------
def _taken_back(
    record: HubRecord,
    newest_first: Sequence[StoredAudit],
    entry: AuditEntry,
    links: Sequence[Link],
    around: Surroundings,
) -> Inverse | None:
    crm_id = entry.note.removesuffix(WITHDRAWN).strip()
    own = [one for one in links if one.connection == entry.connection]
    link = next((one for one in own if one.crm_id == crm_id), None)
    if link is None or link.state not in (*_GONE, LinkState.LEAVING):
        return None  # it is there
    if _last_said(link, newest_first) != f"{crm_id} {WITHDRAWN}":
        return None  # it came back, and went again by somebody else's wish
    if any(one.state is LinkState.LINKED for one in own):
        return None  # another is its pair there by now
    mapping = mapping_of(link, around)
    sent = mapping is not None and around.sends(mapping, record)
    if not sent and link.state is not LinkState.LEAVING:
        return Inverse.there(
            link,
            PlanItemKind.IRREVERSIBLE,
            f"{_named(link)} does not come back there: no mapping in use sends the record",
        )
    if not sent:
        how = "stays there, unless it has gone by then"
    elif link.connection in around.bins and link.state is not LinkState.PURGED:
        how = "is brought back there under its own id, or made anew where its bin has lost it"
    else:
        how = "is made anew there, under another id: its activities and history stay behind"
    if sent and link.state is LinkState.LEAVING:
        how = f"stays there; has it gone by then, it {how}"
    return Inverse.there(link, PlanItemKind.RESTORE_CRM, f"{_named(link)} {how}")


# small parts --------------------------------------------------------------------------------------------------------------
def _last_said(link: Link, newest_first: Sequence[StoredAudit]) -> str:
    """What the newest entry about the record's pairs in this CRM says."""
    return next(
        (
            one.entry.note
            for one in newest_first
            if one.entry.kind in ("link", "unlink") and one.entry.connection == link.connection
        ),
        "",
    )


def mapping_of(link: Link, around: Surroundings) -> Mapping | None:
    """The mapping in use that holds the pair."""
    place = (link.connection, link.crm_object)
    return next((one for one in around.mappings if (one.connection, one.crm_object) == place), None)


def _named(link: Link) -> str:
    return f"{link.connection} {link.crm_id}"
