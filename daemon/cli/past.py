"""crmsync records history, show --at and restore --at: what was, and bringing it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import Invalid
from daemon.cli.given import connect
from daemon.cli.output import After, AsJson, Limit, emit_json, exact, moment, more, say, shown, table
from daemon.cli.referred import Saying, changes_of, held_by, saying

if TYPE_CHECKING:
    from core.wire.client import Client
    from core.wire.past import HistoryWord, PastWord


def tell_past(client: Client, was: PastWord) -> None:
    """A record as it was, each field with who had set it and why; what is otherwise now is marked."""
    state = "" if was.standing == "living" else f", {was.standing}"
    if was.merged_into is not None:
        state += f" into {was.merged_into}"
    say(f"{was.object} {was.id} as of {moment(was.at)}: version {was.version}{state}")
    said = saying(client, ((was.object, name, value) for name, value in was.fields.items()))
    names = [*was.fields, *(name for name in was.differs if name not in was.fields)]
    table(
        ("FIELD", "VALUE", "SET", "WHY", "NOW"),
        [
            (
                name,
                said(was.object, name, was.fields.get(name)),
                moment(last.at) if last is not None else "-",
                last.why if last is not None else "-",
                "otherwise" if name in was.differs else "the same",
            )
            for name in names
            for last in [was.last.get(name)]
        ],
        empty="It had no values.",
    )
    for name in was.gaps:
        say(f"{name}: a part of the log is missing; this is the best that can be told")
    if was.differs:
        differing = ",".join(was.differs)
        say(f"Bring fields back: crmsync records restore {was.id} --fields {differing} --at {exact(was.at)}")


def history(id: str, limit: Limit = 50, after: After = None, as_json: AsJson = False) -> None:
    """Everything that happened to one record, newest first: who, why, and the values that did not win."""
    with connect() as client:
        page = client.record_history(id, after=after, limit=limit)
        if as_json:
            emit_json(page)
            return
        said = saying(client, (held for one in page.rows for held in held_by(one.entry)))
    table(
        ("SEQ", "WHEN", "WHY", "CHANGES", "DID NOT WIN", "RUN"),
        [
            (
                str(one.entry.seq),
                moment(one.entry.at),
                one.why,
                _changes(one, said),
                _lost(one),
                one.entry.run,
            )
            for one in page.rows
        ],
        empty="Nothing is known of it.",
    )
    more(page.next)


def _changes(one: HistoryWord, said: Saying) -> str:
    if one.lost and one.entry.kind in ("settle", "drop"):
        return ""
    return changes_of(one.entry, said)


def _lost(one: HistoryWord) -> str:
    return "; ".join(f"{part.side} {part.field}: {shown(part.value)}" for part in one.lost)


def bring_back(client: Client, id: str, fields: str | None, at: int | None, *, as_json: bool) -> None:
    """Set these fields (names with commas) to what they were at `at`."""
    if at is None:
        raise Invalid("--fields needs a time", advice="Give --at, such as --at 2h or --at 2026-11-23T08:00.")
    names = [name.strip() for name in (fields or "").split(",") if name.strip()]
    if not names:
        differs = client.get_record_at(id, at).differs
        raise Invalid(
            "--at needs the fields to bring back",
            advice=f"Otherwise now: give --fields {','.join(differs)}, or some of them."
            if differs
            else "No field was otherwise then; there is nothing to bring back.",
        )
    record = client.bring_back(id, names, at)
    emit_json(record) if as_json else say(
        f"{', '.join(names)} of {record.object} {record.id} as of {moment(at)}; it is at version {record.version} now."
    )
