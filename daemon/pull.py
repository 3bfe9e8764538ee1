"""Brings a CRM's news into the hub: backfill, polls, signals and full comparisons.

A page is never believed more than it deserves: hashes decide what differs, the brake looks at a whole run before its
first overwrite, and the cursor moves in the transaction that made the page's news durable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from adapters.allowance import Urgency, calling
from adapters.base import Page
from core.errors import CursorExpired, RemoteError, VersionChanged
from core.jobs import Cursor, RunKind, Signal
from core.records import LinkState, RemoteRecord
from core.sync.books import Books
from core.translate import Translation
from daemon.brakes import braked, release_brake, set_brake
from daemon.filtered import forget, forget_unlisted, wake_unpaired
from daemon.intake import Intake
from daemon.lane import Lane
from daemon.looking import latest, look_closer, unlisted_in
from daemon.runs import Running
from daemon.sorting import Sorted, sort_page
from daemon.waiting import tell

PATIENCE = 5  # how often a chunk is planned anew because somebody committed first
CHUNK = 500  # records a transaction: a commit waits for the disk, and larger ones would make others wait
BATCHES_A_STEP = 10  # of a backfill before other work of the lane gets its turn,
STEP_MS = 1_000  # or this long
LIVE = "live"  # position of the "phase" stream once every record was seen

Ahead = Callable[[Callable[[], Page]], Callable[[], Page]]


def at_once(call: Callable[[], Page]) -> Callable[[], Page]:
    """No reading ahead: the call is made when its page is wanted."""
    return call


def phase(lane: Lane, crm_object: str) -> str:
    """ "backfill" until every record was seen once, then "live"."""
    cursor = lane.store.cursor(lane.connection, crm_object, "phase")
    return cursor.position if cursor is not None else "backfill"


@calling(Urgency.BACKFILL)
def backfill(lane: Lane, translation: Translation, ahead: Ahead = at_once) -> bool:
    """Take in some pages of everything, going on where the last call left off; True once all of it was seen.

    `ahead` starts a call early and returns how to wait for its page: the next is on the wire while this is made durable.
    """
    mapping = translation.mapping
    run = lane.start(RunKind.BACKFILL, mapping.crm_object)
    cursor = lane.store.cursor(lane.connection, mapping.crm_object, "backfill")
    if cursor is None:
        # The feed's start is taken first, so that nothing written while we page can fall between the two.
        start = lane.adapter.now(mapping.crm_object)
        books = lane.books(run)
        _move(lane, books, mapping.crm_object, ("changes", start), ("backfill", ""))
        lane.commit(books, run)
    wait = ask_for(lane, translation, cursor.position if cursor is not None and cursor.position else None)
    until = lane.world.clock() + STEP_MS
    for batch in range(1, BATCHES_A_STEP + 1):
        page = wait()
        if not page.more:
            _take_page(lane, translation, run, page, ("backfill", page.position), ("phase", LIVE))
            return True
        if batch == BATCHES_A_STEP or lane.world.clock() >= until or lane.stopping():
            _take_page(lane, translation, run, page, ("backfill", page.position))
            break
        wait = ahead(ask_for(lane, translation, page.position))
        try:
            _take_page(lane, translation, run, page, ("backfill", page.position))
        except BaseException:
            _abandon(wait)
            raise
    return False


def ask_for(lane: Lane, translation: Translation, position: str | None) -> Callable[[], Page]:
    """What reads the next batch of everything there is; None starts."""
    return lambda: _batch(lane, translation, position)


def _batch(lane: Lane, translation: Translation, position: str | None) -> Page:
    """As many pages as fit into one transaction, as one. What came before a failure is not thrown away."""
    mapping = translation.mapping
    page = first = lane.adapter.backfill(mapping.crm_object, mapping.crm_fields, position)
    records = list(page.records)
    while page.more and len(records) + len(page.records) <= CHUNK:
        try:
            page = lane.adapter.backfill(mapping.crm_object, mapping.crm_fields, page.position)
        except RemoteError:
            break  # asked again, it will say so again
        records += page.records
    return replace(page, records=tuple(records), total=first.total)


def _abandon(wait: Callable[[], Page]) -> None:
    """Let a page that was started early come in before anything else uses the adapter."""
    close = getattr(wait, "abandon", None)
    if close is not None:
        close()


def poll(lane: Lane, translation: Translation, *, deep: bool = False) -> int:
    """Take in what changed since the cursor; how many records were read. `deep` looks back as far as the CRM is late.

    New records are taken in page by page; what would overwrite or delete waits until the whole run was seen and the
    brake has let it pass. Only then does the cursor move.
    """
    mapping = translation.mapping
    crm_object = mapping.crm_object
    cursor = lane.store.cursor(lane.connection, crm_object, "changes")
    if cursor is None or braked(lane, translation):
        return 0
    run = lane.start(RunKind.POLL, crm_object)
    held = Sorted()
    position, read = cursor.position, 0
    while True:
        try:
            page = lane.adapter.changes(crm_object, mapping.crm_fields, position, deep=deep)
        except CursorExpired:
            return _start_over(lane, translation, run)
        read += len(page.records)
        found = sort_page(lane, translation, page.records, current=False)
        _hold(held, found)
        if found.vanished:
            forget(lane, translation, run, found.vanished)
        if found.work or found.refetch:
            lane.noticed(crm_object)
        if found.new:
            _take_in_chunks(lane, translation, run, found.new)
        stopped = set_brake(
            lane, translation, run, overwrites=held.overwrites(lane, translation), deletes=held.deletes
        )
        if stopped or lane.stopping():
            return read  # the cursor stays, so what was held back is read again
        position = page.position
        if not page.more:
            break
    moved = () if position == cursor.position else (("changes", position),)
    work = [*held.differing, *held.gone, *held.ended]
    _take_in_chunks(lane, translation, run, work, refetch=held.refetch, cursors=moved)
    release_brake(lane, translation)
    return read


def _hold(held: Sorted, found: Sorted) -> None:
    held.differing.extend(found.differing)
    held.gone.extend(found.gone)
    held.ended.extend(found.ended)
    held.refetch.extend(found.refetch)


def take_signals(lane: Lane, translation: Translation) -> int:
    """Look at every CRM record that a signal names, as it is now; how many signals were worked off."""
    mapping = translation.mapping
    if braked(lane, translation):
        return 0
    due = lane.store.due_signals(
        lane.connection, mapping.crm_object, now=lane.world.clock(), limit=lane.adapter.abilities.read_batch
    )
    if not due:
        return 0
    run = lane.start(RunKind.SIGNALS, mapping.crm_object)
    ids = [signal.crm_id for signal in due]
    remotes = lane.adapter.fetch(mapping.crm_object, mapping.crm_fields, ids)
    found = sort_page(lane, translation, list(remotes.values()), current=True)
    absent = [crm_id for crm_id in ids if crm_id not in remotes]
    forget(lane, translation, run, [*absent, *found.vanished])
    linked_absent = lane.store.thin_links(lane.connection, mapping.crm_object, absent) if absent else {}
    deletes = found.deletes + sum(one.state is LinkState.LINKED for one in linked_absent.values())
    if set_brake(lane, translation, run, overwrites=found.overwrites(lane, translation), deletes=deletes):
        return 0
    _take(lane, translation, run, found.work, absent=absent, signals=due, ask=True)
    return len(due)


@calling(Urgency.BACKFILL)
def sweep(lane: Lane, translation: Translation, ahead: Ahead = at_once, *, whole: bool = False) -> int:
    """Compare everything: what polls and signals missed is found here. How many records were read.

    `whole`: another filter is in use, so every pair is looked at by it, changed or not, and every hub record without one.

    A linked record that the CRM no longer lists is only a suspicion; it is fetched, and the brake sees all of them
    together before the first is believed.
    """
    mapping = translation.mapping
    crm_object = mapping.crm_object
    run = lane.start(RunKind.SWEEP, crm_object)
    held, listed = Sorted(), set[str]()
    read = linked = 0
    wait = ask_for(lane, translation, None)
    while True:
        page = wait()
        wait = ahead(ask_for(lane, translation, page.position)) if page.more else wait
        try:
            listed.update(remote.id for remote in page.records)
            read += len(page.records)
            found = sort_page(lane, translation, page.records, current=False, whole=whole)
            _hold(held, found)
            linked += found.linked
            if found.new:
                _take_in_chunks(lane, translation, run, found.new)
            stopped = set_brake(
                lane, translation, run, overwrites=held.overwrites(lane, translation), deletes=0
            )
        except BaseException:
            _abandon(wait)
            raise
        if stopped or lane.stopping():
            _abandon(wait)
            return len(listed)
        if not page.more:
            break
    # Where every link was met, and none twice, there is nothing to look for; otherwise every link must be read.
    all_met = read == len(listed) and linked == lane.store.linked_count(lane.connection, crm_object)
    unlisted = [] if all_met else unlisted_in(lane, translation, listed)
    # A signal would forget why the record is looked at.
    lagging = held.refetch if whole else []
    present, absent = look_closer(lane, translation, [*unlisted, *lagging])
    again = sort_page(lane, translation, present, current=True, whole=whole)
    deletes = again.deletes + len(absent)
    held.differing.extend(again.differing)
    overwrites = held.overwrites(lane, translation)
    if set_brake(lane, translation, run, overwrites=overwrites, deletes=deletes):
        return len(listed)
    work = [*held.differing, *again.new, *again.gone, *again.ended]
    _take_in_chunks(lane, translation, run, work, refetch=[] if whole else held.refetch)
    for at in range(0, len(absent), CHUNK):
        _take(lane, translation, run, (), absent=absent[at : at + CHUNK])
    forget_unlisted(lane, translation, run, listed)
    if whole:
        wake_unpaired(lane, translation, run)
    release_brake(lane, translation)
    lane.swept[crm_object] = lane.world.clock()
    return len(listed)


def _start_over(lane: Lane, translation: Translation, run: Running) -> int:
    """The feed forgot us: note where it stands now, then compare everything."""
    crm_object = translation.mapping.crm_object
    start = lane.adapter.now(crm_object)
    read = sweep(lane, translation)
    if not braked(lane, translation):
        books = lane.books(run)
        _move(lane, books, crm_object, ("changes", start))
        lane.commit(books, run)
    return read


def _move(lane: Lane, books: Books, crm_object: str, *cursors: tuple[str, str]) -> None:
    for stream, position in cursors:
        books.cursors.append(
            Cursor(
                connection=lane.connection, object=crm_object, stream=stream, position=position, at=books.at
            )
        )


def _take_page(
    lane: Lane, translation: Translation, run: Running, page: Page, *cursors: tuple[str, str]
) -> None:
    """One batch of a backfill. Nothing was linked before it but what we made ourselves, so there is little to brake."""
    found = sort_page(lane, translation, page.records, current=False)
    _take_in_chunks(lane, translation, run, found.work, refetch=found.refetch, cursors=cursors)


def _take_in_chunks(
    lane: Lane,
    translation: Translation,
    run: Running,
    remotes: Sequence[RemoteRecord],
    *,
    refetch: Sequence[str] = (),
    cursors: Sequence[tuple[str, str]] = (),
) -> None:
    """Chunk by chunk; the cursor moves with the last."""
    remotes = latest(remotes)
    starts = range(0, len(remotes), CHUNK) or range(1)
    for at in starts:
        last = at + CHUNK >= len(remotes)
        _take(
            lane,
            translation,
            run,
            remotes[at : at + CHUNK],
            refetch=refetch if last else (),
            cursors=cursors if last else (),
        )


def _take(
    lane: Lane,
    translation: Translation,
    run: Running,
    remotes: Sequence[RemoteRecord],
    *,
    absent: Sequence[str] = (),
    refetch: Sequence[str] = (),
    signals: Sequence[Signal] = (),
    cursors: Sequence[tuple[str, str]] = (),
    ask: bool = False,
) -> None:
    """Plan and commit one chunk; plan it anew where somebody else committed first."""
    touched = {remote.id for remote in remotes}.union(absent)
    for patience in range(PATIENCE):
        books = lane.books(run)
        intake = Intake(
            lane=lane,
            translation=translation,
            books=books,
            cause=f"run:{run.id}",
            signals={signal.crm_id: signal for signal in signals},
            ask=lane.adapter if ask else None,
        )
        if remotes or absent:
            intake.take(remotes, absent)
        for crm_id in refetch:
            tell(lane, books, translation.mapping.crm_object, crm_id, at=books.at, why="listed as changed")
        books.handled.extend(signal for signal in signals if signal.crm_id not in touched)
        _move(lane, books, translation.mapping.crm_object, *cursors)
        try:
            lane.commit(books, run)
        except VersionChanged:
            if patience == PATIENCE - 1:
                raise
            continue
        return
