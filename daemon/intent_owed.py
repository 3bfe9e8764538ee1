"""What a pending record comes to whose pair owes CRM values that an undo sets back: they go before anything else of it."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as MappingOf
from dataclasses import replace

from adapters.base import Edit
from core.jobs import AttemptKind
from core.plans import Change
from core.records import UNSET, BaseValue, HubRecord, Link, Owed, RemoteRecord, Value
from core.set_back import obstacle
from daemon.intent_leaving import Leaving
from daemon.setting_back import ask_whether
from daemon.sight import laid_out


class Owing(Leaving):
    """The part of a batch's intent that deals with CRM values that an undo sets back."""

    __slots__ = ()

    def _set_back(self, record: HubRecord, link: Link, remote: RemoteRecord, owed: Owed) -> Link | None:
        """The link as it goes on; None where a write is under way, after which the pair is looked at again."""
        there: dict[str, BaseValue] = dict(
            zip(self.translation.mapping.crm_fields, remote.values, strict=True)
        )
        there |= self.beside.held.get(link.crm_id, {})
        send: list[Change] = []
        done: dict[str, Value] = {}
        left: list[Change] = []
        reasons: dict[str, None] = {}
        for change in owed.changes:
            name, _, wanted = change
            now = there.get(name, UNSET)
            why = self._obstacle(change, now, record, owed)
            if why:
                left.append((name, None if now is UNSET else now, wanted))
                reasons[why] = None
            elif now == wanted:
                done[name] = wanted
            else:
                send.append(change)
        link = self._agreed(link, record, done)
        link = replace(link, owed=replace(owed, changes=tuple(send)) if send else None)
        self.books.links[link.key] = link
        self.books.check(record)
        if left:
            self._leave(record, link, left, "; ".join(reasons))
        if not send:
            return link
        self._send(record, link, remote, {name: wanted for name, _, wanted in send})
        return None

    def _obstacle(self, change: Change, now: BaseValue, record: HubRecord, owed: Owed) -> str:
        name = change[0]
        if record.id != owed.record_id:
            return "its record was merged into another"
        if name in self.beside.barred:
            return "the CRM does not let it be written"
        rules = [one.rule for one in self.translation.every_rule if name in one.rule.crm]
        if name in self.translation.unread or now is UNSET:
            return "it cannot be looked at there just now"
        frozen = self.sight.conflicts.get(record.id, {})
        return obstacle(rules, change, now, record, owed.version, frozen)

    def _agreed(self, link: Link, record: HubRecord, done: MappingOf[str, Value]) -> Link:
        """The pair once these fields stand as they shall: neither side is news to the other."""
        layout = self.translation.mapping.layout
        if not done and link.layout == layout:
            return link
        base_hub, base_crm = (list(one) for one in laid_out(self.lane, self.translation, link))
        now = self.translation.hub_values(record.fields)
        for rule in self.translation.every_rule:
            if not done.keys() & set(rule.rule.crm):
                continue
            for at in rule.hub_at:
                base_hub[at] = now[at]
            for at, name in zip(rule.crm_at, rule.rule.crm, strict=True):
                if name in done:
                    base_crm[at] = done[name]
                elif base_crm[at] is UNSET:
                    base_crm[at] = None
        return replace(link, layout=layout, base_hub=tuple(base_hub), base_crm=tuple(base_crm))

    def _leave(self, record: HubRecord, link: Link, left: Collection[Change], why: str) -> None:
        names = ", ".join(sorted(name for name, _, _ in left))
        told = f"{link.crm_id} keeps {names}: {why}"
        cause = f"run:{self.run.id}"
        self.books.note("settle", record, by="system", cause=cause, connection=link.connection, note=told)
        ask_whether(self.lane.store, self.books, record, link, tuple(left), why)

    def _send(self, record: HubRecord, link: Link, remote: RemoteRecord, values: dict[str, Value]) -> None:
        rules = [one.name for one in self.translation.every_rule if values.keys() & set(one.rule.crm)]
        attempt = self._attempt(
            AttemptKind.UPDATE,
            record,
            crm_id=link.crm_id,
            marker=f"{record.id}:g{link.generation}",
            rules=tuple(rules),
            sent=values,
            precondition=self._precondition(remote),
            position=remote.modified,
        )
        self.writes.edits.append(
            Edit(op=attempt.op, crm_id=link.crm_id, values=values, precondition=attempt.precondition)
        )
        self.writes.waiting.add(record.id)  # whatever else there is to send comes next
