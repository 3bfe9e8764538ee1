"""The checks from outside: nobody's word is taken, both CRMs, the hub and the sandboxes' ledgers are read anew."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from core.errors import TransformError
from core.records import RemoteRecord, Value
from core.translate import (
    NO_REFERENCES,
    References,
    Translation,
)
from core.wire.models import ActivityWord, LinkWord, RecordWord
from core.wire.words import WireValue
from daemon.demo.agreement import Excuses, rule_holds
from daemon.demo.entered import form_of, parted_fields, plain_changes, was_entered
from daemon.demo.ledgers import TOKEN, is_ours
from daemon.demo.outside import Hub, Remotes, hub_values
from daemon.demo.people import Deed, Kind

SAMPLES: Final = 12
BOTH_THERE: Final = ("merged", "merging")  # links of merged-away records whose CRM still has both


@dataclass(slots=True)
class Findings:
    """What the checks found. `apart` are rules or records that differ with nothing open that says why."""

    pairs: int = 0
    rules: int = 0
    equal: int = 0
    excused: Counter[str] = field(default_factory=Counter)
    apart: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    coalesced: int = 0
    tokens: int = 0
    duplicates: list[str] = field(default_factory=list)
    phantoms: list[str] = field(default_factory=list)
    ours: int = 0


@dataclass(slots=True)
class Verification:
    """Everything that was read, and the checks over it."""

    translations: Mapping[str, Mapping[str, Translation]]
    before: Remotes
    remotes: Remotes
    hub: Hub
    activity: Sequence[ActivityWord]
    entries: Mapping[str, Sequence[Mapping[str, Any]]]
    deeds: Sequence[Deed]
    found: Findings = field(default_factory=Findings)
    _crm_ids: dict[str, dict[str, str | None]] = field(default_factory=dict)
    _records: dict[str, dict[tuple[str, str], str | None]] = field(default_factory=dict)

    def run(self) -> Findings:
        self._index()
        self._pairs_are_equal()
        self._nothing_stands_alone()
        self._nothing_is_lost()
        self._nothing_is_doubled()
        self._nothing_is_invented()
        return self.found

    # every linked pair is equal ----------------------------------------------------------------------------------------
    def _index(self) -> None:
        for (connection, object), links in self.hub.links.items():
            crm_object = self.translations[connection][object].mapping.crm_object
            records = self._records.setdefault(connection, {})
            crm_ids = self._crm_ids.setdefault(connection, {})
            for link in links:
                if link.state == "linked":
                    records[(crm_object, link.crm_id)] = link.record_id
                    crm_ids[link.record_id] = link.crm_id
                elif link.state in BOTH_THERE:
                    # This CRM still has both of two merged records: whoever names the loser there means the winner.
                    records[(crm_object, link.crm_id)] = self._heir(link.record_id)
                else:
                    records.setdefault((crm_object, link.crm_id), None)
                    if link.record_id:
                        crm_ids.setdefault(link.record_id, None)
            for record in self.hub.records.values():
                if record.object == object and record.deleted_at is not None:
                    crm_ids[record.id] = None

    def _heir(self, record_id: str) -> str | None:
        """The living record that this one was merged into, over however many merges; None where that ended too."""
        record = self.hub.records.get(record_id)
        while record is not None and record.merged_into is not None:
            record = self.hub.records.get(record.merged_into)
        return record.id if record is not None and record.deleted_at is None else None

    def _pairs_are_equal(self) -> None:
        open_conflicts = [one for one in self.hub.conflicts if one.state == "open"]
        open_items = [one for one in self.hub.items if one.state == "open"]
        waiting_crm = {(one.connection, one.object, one.crm_id): one.reason for one in self.hub.signals}
        waiting_hub = {(one.connection, one.record_id): one.reason for one in self.hub.pending}
        for (connection, object), links in self.hub.links.items():
            translation = self.translations[connection][object]
            references = References(records=self._records[connection], crm_ids=self._crm_ids[connection])
            excuses = Excuses(connection=connection, conflicts=open_conflicts, items=open_items)
            for link in links:
                if link.state != "linked":
                    continue
                self.found.pairs += 1
                record = self.hub.records.get(link.record_id)
                remote = self.remotes[(connection, object)].get(link.crm_id)
                waits = waiting_crm.get((connection, link.crm_object, link.crm_id)) or waiting_hub.get(
                    (connection, link.record_id)
                )
                if record is None or record.deleted_at is not None or remote is None:
                    why = excuses.for_pair(link) or (f"waits: {waits}" if waits is not None else None)
                    self._note(why, f"{_named(link)}: one side is gone ({_gone(record, remote)})")
                    continue
                self._compare(translation, link, record, remote, references, excuses, waits)

    def _compare(
        self,
        translation: Translation,
        link: LinkWord,
        record: RecordWord,
        remote: RemoteRecord,
        references: References,
        excuses: Excuses,
        waits: str | None,
    ) -> None:
        values = hub_values(translation, record)
        for rule in translation.rules:
            self.found.rules += 1
            hub = tuple(values[at] for at in rule.hub_at)
            crm = tuple(remote.values[at] for at in rule.crm_at)
            if rule_holds(rule, hub, crm, references):
                self.found.equal += 1
                continue
            why = (
                excuses.for_rule(link, rule.name)
                or excuses.for_pair(link)
                or (f"waits: {waits}" if waits is not None else None)
            )
            self._note(why, f"{_named(link)} {rule.name}: hub {hub!r}, CRM {crm!r}")

    def _note(self, why: str | None, what: str) -> None:
        if why is None:
            self.found.apart.append(what)
        else:
            self.found.excused[why] += 1

    def _nothing_stands_alone(self) -> None:
        """A living record without a counterpart must be somebody's open question, or decided to be apart."""
        asked = {(one.connection, one.object, one.subject) for one in self.hub.items if one.state == "open"}
        named = {
            (one.connection, id)
            for one in self.hub.items
            if one.state == "open"
            for id in (one.record_id, *_texts(one.detail.get("candidates")))
        }
        waiting_crm = {(one.connection, one.object, one.crm_id) for one in self.hub.signals}
        waiting_hub = {(one.connection, one.record_id) for one in self.hub.pending}
        for (connection, object), rows in self.remotes.items():
            crm_object = self.translations[connection][object].mapping.crm_object
            known = {link.crm_id for link in self.hub.links[(connection, object)]}
            for id in rows.keys() - known:
                key = (connection, crm_object, id)
                why = "question: ambiguous" if key in asked else "waits" if key in waiting_crm else None
                self._note(why, f"{connection} {crm_object} {id} is not linked and nothing says why")
            held = {link.record_id for link in self.hub.links[(connection, object)]}
            for record in self.hub.records.values():
                if record.object != object or record.deleted_at is not None or record.id in held:
                    continue
                key_ = (connection, record.id)
                why = "question: ambiguous" if key_ in named else "waits" if key_ in waiting_hub else None
                self._note(why, f"hub {object} {record.id} is not in {connection} and nothing says why")

    # no lost update -----------------------------------------------------------------------------------------------------
    def _nothing_is_lost(self) -> None:
        seen = set(TOKEN.findall("\n".join(self._everything_written())))
        last: dict[tuple[str, str, str], int] = {}
        ended: dict[tuple[str, str], int] = {}
        for at, deed in enumerate(self.deeds):
            if deed.kind in (Kind.EDIT, Kind.CREATE):
                last[(deed.side, deed.id, deed.name)] = at
            elif deed.kind in (Kind.DELETE, Kind.MERGE):
                ended[(deed.side, deed.id)] = at
        gone = self._taken_away_by_people()
        for at, deed in enumerate(self.deeds):
            if not deed.token:
                continue
            self.found.tokens += 1
            if deed.token in seen:
                continue
            overtaken = (
                last[(deed.side, deed.id, deed.name)] > at
                or ended.get((deed.side, deed.id), -1) > at
                or gone.get((deed.side, deed.id), -1) >= deed.at
            )
            if overtaken:
                self.found.coalesced += 1
            else:
                self.found.lost.append(
                    f"{deed.token}: {deed.side} {deed.object} {deed.id} {deed.name} at {deed.at}"
                )

    def _taken_away_by_people(self) -> dict[tuple[str, str], int]:
        """When a person's act ended a CRM record, also as a consequence: Salesforce bins an account's contacts with it.

        What we never linked we never delete: it went along with its account, which a person deleted in the hub.
        """
        linked = {(name, link.crm_id) for (name, _), links in self.hub.links.items() for link in links}
        return {
            (name, str(id)): int(entry["at"])
            for name, entries in self.entries.items()
            for entry in entries
            if entry["op"] in ("delete", "merge")
            for id in (entry["id"], entry.get("other"))
            if id and (not is_ours(entry) or (name, str(id)) not in linked)
        }

    def _everything_written(self) -> Iterable[str]:
        """Every text in both CRMs, the hub, the activity log since people began, and what is open."""
        for rows in self.remotes.values():
            for remote in rows.values():
                for value in remote.values:
                    yield from _texts(value)
        for record in self.hub.records.values():
            for held in record.fields.values():
                yield from _texts(held)
        for entry in self.activity:
            yield entry.note
            for change in entry.changes:
                yield from _texts(change.before)
                yield from _texts(change.after)
        for conflict in self.hub.conflicts:
            for candidate in (conflict.hub, conflict.crm, *conflict.lost):
                for held in candidate.values:
                    yield from _texts(held)
        for item in self.hub.items:
            for held in item.detail.values():
                yield from _texts(held)

    # no duplicate create ------------------------------------------------------------------------------------------------
    def _nothing_is_doubled(self) -> None:
        restored = {(deed.side, deed.id) for deed in self.deeds if deed.kind is Kind.RESTORE}
        for (connection, object), rows in self.remotes.items():
            owners: defaultdict[str, list[str]] = defaultdict(list)
            for remote in rows.values():
                if remote.marker is not None and (connection, remote.id) not in restored:
                    owners[remote.marker.partition(":g")[0]].append(remote.id)
            for owner, ids in owners.items():
                if len(ids) > 1:
                    self.found.duplicates.append(
                        f"{connection} {object} of {owner}: {', '.join(sorted(ids))}"
                    )

    # no phantom write ---------------------------------------------------------------------------------------------------
    def _nothing_is_invented(self) -> None:
        entered = self._entered()
        parted = parted_fields(self.translations)
        words = {(object, name, word) for object, name, form in entered for word in form.split()}
        for connection, entries in self.entries.items():
            by_object = {one.mapping.crm_object: one for one in self.translations[connection].values()}
            for entry in entries:
                translation = by_object.get(str(entry["object"]))
                if translation is None or not is_ours(entry):
                    continue
                self.found.ours += 1
                for rule, name, raw in plain_changes(translation, entry["changes"]):
                    if raw in (None, "") and entry["op"] == "create":
                        continue
                    if not was_entered(translation, rule, name, raw, entered, parted, words):
                        self.found.phantoms.append(
                            f"{connection} {entry['object']} {entry['id']} {name} (entry {entry['seq']})"
                        )

    def _entered(self) -> set[tuple[str, str, str]]:
        """(hub object, hub field, normal form) of everything the CRMs held at first and people wrote since."""
        found: set[tuple[str, str, str]] = set()

        def enter(translation: Translation, name: str, value: Value) -> None:
            form = form_of(translation, name, value)
            if form is not None:
                found.add((translation.mapping.hub_object, name, form))

        for (connection, object), rows in self.before.items():
            translation = self.translations[connection][object]
            for rule in translation.rules:
                if rule.parent is not None:
                    continue
                for remote in rows.values():
                    try:
                        hub = rule.to_hub(tuple(remote.values[at] for at in rule.crm_at), NO_REFERENCES)
                    except TransformError:
                        continue
                    for name, value in zip(rule.rule.hub, hub, strict=True):
                        enter(translation, name, value)
        for deed in self.deeds:
            for maps in self.translations.values():
                for name, value in {**deed.others, **({deed.name: deed.value} if deed.name else {})}.items():
                    enter(maps[deed.object], name, value)
        return found


def _texts(value: WireValue | Value) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        yield from value


def _named(link: LinkWord) -> str:
    return f"{link.connection} {link.crm_object} {link.crm_id} = {link.record_id}"


def _gone(record: RecordWord | None, remote: RemoteRecord | None) -> str:
    if record is None:
        return "no hub record"
    return (
        "deleted in the hub" if record.deleted_at is not None else "not in the CRM" if remote is None else ""
    )
