"""What people do on all sides: in the CRMs, in the hub, and with the questions that wait for them.

Each operation draws from its own chance, so that leaving one out leaves the others as they were.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from adapters.fake_crm import FakeCrm
from core.conflicts import DELETION, Choice, Conflict, ConflictState, Item, ItemKind, ItemState, QueueState
from core.errors import Conflicting, Invalid, NotFound
from core.records import Value
from daemon.aside import Wish
from tests.simulation.crms import TAGS
from tests.simulation.process import Process
from tests.simulation.stage import Stage

KINDS = {"n": "name", "t": "title", "c": "city", "s": "size"}


@dataclass(slots=True)
class People:
    """`hub_creates` counts the records people made in the hub."""

    stage: Stage
    process: Process
    hub_creates: int = 0

    def settle_in(self) -> None:
        """The records everybody starts with; one person is known in every CRM."""
        rng = self.stage.rng
        for name, crm in self.stage.crms.items():
            for index in range(2):
                company = crm.user_create(
                    "companies", {"n": self.stage.token("name", rng), "c": self.stage.token("city", rng)}
                )
                email = self.stage.enter("email", f"{name}{index}@x.example")
                values: dict[str, Value] = {
                    "n": self.stage.token("name", rng),
                    "e": email,
                    "t": self.stage.token("title", rng),
                    "o": company,
                }
                crm.user_create("contacts", self._allowed(name, "contacts", values))
        shared = self.stage.enter("email", "both@x.example")
        self.stage.enter("name", "Both")
        self.stage.enter("title", "Same")
        for crm in self.stage.crms.values():
            crm.user_create("contacts", {"n": "Both", "e": shared, "t": "Same"})
        if not self.stage.setting.profile.polls:
            for name in self.stage.crms:
                self.process.wires.tell(name, 0)  # a late index hides them from the backfill

    def operate(self, number: int) -> None:
        """The operation of this number, whatever there is to operate on now."""
        if number in self.stage.setting.skip:
            return
        rng = random.Random(f"{self.stage.setting.seed}/{number}")
        who = rng.choice((*self.stage.crms, "hub"))
        # What travels because of this act is chance of this act too.
        saved, self.stage.scheduler.rng = self.stage.rng, rng
        try:
            what = self.in_hub(rng) if who == "hub" else self.in_crm(who, rng)
        finally:
            self.stage.scheduler.rng = saved
        self.stage.tell(f"#{number} {who}: {what}")

    # in a CRM ------------------------------------------------------------------------------------------------------
    def in_crm(self, name: str, rng: random.Random, kind: str | None = None) -> str:
        """One act of a CRM's user: edit, create, delete, merge or restore."""
        crm = self.stage.crms[name]
        before = len(crm.log)
        object = rng.choice(("contacts", "contacts", "companies"))
        object = "companies" if self.stage.setting.profile.chooses else object
        live = sorted(crm.live(object))
        kind = kind or rng.choices(("edit", "create", "delete", "merge", "restore"), (70, 12, 8, 4, 2))[0]
        if kind == "create" or not live:
            what = f"create {object} {self._create(name, crm, object, rng)}"
        elif kind == "delete":
            id = rng.choice(live)
            crm.user_delete(object, id)
            what = f"delete {object} {id}"
        elif kind == "merge" and len(live) > 1:
            winner, loser = rng.sample(live, 2)
            left = crm.user_merge(object, winner, loser)
            what = f"merge {object} {loser} into {winner}, which is {left} now"
        elif kind == "restore":
            rows = crm.rows[object].items()
            dead = [id for id, row in rows if row.deleted and (row.merged_into is None or name == "cond")]
            if dead:
                crm.user_restore(object, id := rng.choice(dead))
            what = f"restore {object} {id}" if dead else "nothing"
        else:
            id = rng.choice(live)
            names = ("n", "t") if object == "contacts" else ("c", "s", "n")
            chosen = rng.sample(names, rng.choice((1, 1, 2)))
            edits: dict[str, Value] = {one: self.stage.token(KINDS[one], rng) for one in chosen}
            if "t" in edits:
                edits["t"] = self._continued(crm.rows[object][id].values.get("t"), str(edits["t"]))
            if self.stage.setting.profile.chooses and rng.random() < 0.8:
                edits = {"g": _toggled(crm.rows[object][id].values.get("g"), rng)}
            if object == "contacts" and rng.random() < 0.1:
                edits["o"] = rng.choice([*sorted(crm.live("companies")), None])
            crm.user_edit(object, id, self._allowed(name, object, edits))
            what = f"edit {object} {id} {edits}"
        self.process.wires.tell(name, before)
        return what

    def _continued(self, held: Value, token: str) -> str:
        """Where texts are merged, people write on instead of writing over: before what was there, or after it."""
        if not self.stage.setting.rules or not isinstance(held, str) or len(held) > 40:
            return token
        text = f"{token} {held}" if len(token) % 2 else f"{held} {token}"
        for word in text.split():
            self.stage.enter("title", word)
        return self.stage.enter("title", text)

    def _create(self, name: str, crm: FakeCrm, object: str, rng: random.Random) -> str:
        values: dict[str, Value] = {"n": self.stage.token("name", rng)}
        if object == "contacts":
            companies = sorted(crm.live("companies"))
            values |= {"e": self.stage.email(rng), "t": self.stage.token("title", rng)}
            values |= {"o": rng.choice(companies) if companies else None}
        else:
            values |= {"c": self.stage.token("city", rng)}
        return crm.user_create(object, self._allowed(name, object, values))

    def _allowed(self, name: str, object: str, values: dict[str, Value]) -> dict[str, Value]:
        """`cond` lets nobody type an exclamation mark into a title; what the fields are called now is the CRM's matter."""
        title = values.get("t")
        if name == "cond" and isinstance(title, str) and "!" in title:
            values = {**values, "t": self.stage.enter("title", title.rstrip("!"))}
        called = {one: self.stage.names.get((name, object, one), one) for one in values}
        return {called[one]: value for one, value in values.items() if called[one]}

    # in the hub ----------------------------------------------------------------------------------------------------
    def in_hub(self, rng: random.Random, kind: str | None = None) -> str:
        """One act of a person at the hub: edit, create, delete, merge, restore, or answer a question."""
        if not self.process.is_up:
            return "nobody is there"
        object = rng.choice(("contact", "contact", "company"))
        object = "company" if self.stage.setting.profile.chooses else object
        records = self.process.store.list_records(object, after=None, limit=10_000)
        kind = (
            kind
            or rng.choices(("edit", "create", "delete", "decide", "merge", "restore"), (60, 15, 9, 9, 4, 3))[
                0
            ]
        )
        try:
            if kind == "decide":
                return f"decided {self.decide(rng, limit=1)}, {self._reconsider(rng)}"
            if kind == "create" or not records:
                self.hub_creates += 1
                return f"create {self._create_record(object, rng)}"
            if kind == "restore":
                return self._restore_record(object, rng)
            if kind == "merge" and len(records) > 1:
                winner, loser = rng.sample(records, 2)
                self.process.desk.merge(winner.id, loser.id, by="person:p")
                return f"merge {loser.id} into {winner.id}"
            record = rng.choice(records)
            if kind == "delete":
                self.process.desk.delete(record.id, expected=None, by="person:p")
                return f"delete {record.id}"
            name = rng.choice(("name", "title") if object == "contact" else ("name", "city", "size"))
            value: Value = self.stage.token(name, rng)
            if object == "contact" and rng.random() < 0.1:
                companies = self.process.store.list_records("company", after=None, limit=100)
                name, value = "company", rng.choice([*(one.id for one in companies), None])
            if self.stage.setting.profile.chooses and rng.random() < 0.8:
                name, value = "tags", _toggled(record.fields.get("tags"), rng)
            if name == "title":
                value = self._continued(record.fields.get("title"), str(value))
            self.process.desk.edit(record.id, {name: value}, expected=None, by="person:p")
            return f"edit {record.id} {name}={value!r}"
        except (Conflicting, NotFound) as error:
            return f"failed: {error}"

    def _restore_record(self, object: str, rng: random.Random) -> str:
        dead = self.process.store.list_records(object, after=None, limit=10_000, deleted=True)
        if dead:
            self.process.desk.restore((record := rng.choice(dead)).id, by="person:p")
        return f"restore {record.id}" if dead else "nothing"

    def _create_record(self, object: str, rng: random.Random) -> str:
        fields: dict[str, Value] = {"name": self.stage.token("name", rng)}
        if object == "contact":
            companies = self.process.store.list_records("company", after=None, limit=100)
            fields |= {"email": self.stage.email(rng)}
            fields |= {"company": rng.choice(companies).id if companies else None}
        return self.process.desk.create(object, fields, by="person:p").id

    # questions -----------------------------------------------------------------------------------------------------
    def decide(self, rng: random.Random, *, limit: int = 1_000) -> int:
        """Answer open conflicts and items; how many answers were taken."""
        taken = 0
        store = self.process.store
        for conflict in store.list_conflicts(state=ConflictState.OPEN, after=None, limit=limit):
            taken += self._try(partial(self._settle, conflict, rng))
        for item in store.list_items(state=ItemState.OPEN, kind=None, after=None, limit=limit):
            taken += self._try(partial(self._answer, item, rng))
        return taken

    def _reconsider(self, rng: random.Random) -> str:
        """Set a conflict aside, or take a resolution or another answer back: what people do besides deciding."""
        store, desk = self.process.store, self.process.desk
        state, act = rng.choice(
            (
                (ConflictState.RESOLVED, "take back"),
                (ConflictState.RESOLVED, "take back"),
                (ConflictState.OPEN, "snooze"),
                (ConflictState.OPEN, "assign"),
            )
        )
        found = store.list_conflicts(state=state, after=None, limit=1_000)
        if not found or (act == "take back" and rng.random() < 0.5):
            return self._take_item_back(rng)
        id = rng.choice(found).id
        if act == "take back":
            desk.take_back(id, by="person:r")
        elif act == "snooze":
            until = desk.now() + rng.choice((60_000, 86_400_000))
            desk.wait([id], Wish(state=QueueState.SNOOZED, until=until), by="person:r")
        else:
            desk.wait([id], Wish(state=QueueState.ESCALATED, to="s", note="n"), by="person:r")
        return f"{act} {id}"

    def _take_item_back(self, rng: random.Random) -> str:
        states = (ItemState.APPROVED, ItemState.DISMISSED)
        lists = [
            self.process.store.list_items(state=one, kind=None, after=None, limit=1_000) for one in states
        ]
        answered = [one for some in lists for one in some if one.kind is not ItemKind.UNDO]
        if not answered:
            return "nothing"
        item = rng.choice(answered)
        self.process.desk.take_back_item(item.id, by="person:r")
        return f"take back {item.kind.value} {item.id}"

    def _settle(self, conflict: Conflict, rng: random.Random) -> bool:
        choice = rng.choice((Choice.HUB, Choice.CRM, Choice.HUB, Choice.CRM, Choice.VALUE))
        values: dict[str, Value] = {}
        if choice is Choice.VALUE:
            if conflict.rule == DELETION or conflict.rule in ("company", "email"):
                choice = Choice.HUB
            else:
                values = {conflict.rule: self.stage.token(conflict.rule, rng)}
        self.process.desk.resolve(conflict.id, choice, values=values, by="person:q")
        return True

    def _answer(self, item: Item, rng: random.Random) -> bool:
        desk = self.process.desk
        if item.kind is ItemKind.REFERENCE:
            return False  # nothing to decide: the parent is gone, and the field stays as it is
        if item.kind is ItemKind.SCHEMA and not item.detail.get("likely"):
            return False  # an administrator brings it back
        if item.kind is ItemKind.SCHEMA:
            desk.decide(item.id, approve=True, by="person:q")
            return True
        if item.kind is ItemKind.REFUSED and item.record_id is not None:
            # The way out is a better value; the question closes by itself when that has arrived.
            rule = str(item.detail.get("rule"))
            if rule != "title":
                desk.decide(item.id, approve=True, by="person:q")
                return True
            better = self.stage.token("title", rng).rstrip("!")
            desk.edit(item.record_id, {rule: self.stage.enter("title", better)}, expected=None, by="person:q")
            return True
        approve, option = rng.random() < 0.5, None
        if item.kind is ItemKind.AMBIGUOUS:
            candidates = item.detail.get("candidates")
            known = candidates if isinstance(candidates, tuple) else ()
            option = rng.choice(("separate", *known)) if approve else None
        if item.kind is ItemKind.DELETION and not approve:
            option = rng.choice((None, "anew"))
        if item.kind is ItemKind.MERGE and item.detail.get("ask") == "values" and approve:
            option = "loser"
        if item.kind is ItemKind.MERGE and item.detail.get("ask") == "crm" and approve:
            crm = self.stage.crms[item.connection]
            if not crm.traits.merges:
                return self._merge_by_hand(item, crm)
        desk.decide(item.id, approve=approve, by="person:q", option=option)
        return True

    def _merge_by_hand(self, item: Item, crm: FakeCrm) -> bool:
        """What a CRM cannot be asked for, a person does there; the question closes by itself when that is seen."""
        loser, winner = item.subject, str(item.detail.get("winner"))
        live = crm.live(item.object)
        if loser not in live or winner not in live:
            return False  # one of them has gone, which is seen soon
        before = len(crm.log)
        crm.user_merge(item.object, winner, loser)
        self.process.wires.tell(item.connection, before)
        return True

    def _try(self, act: Callable[[], bool]) -> bool:
        try:
            return act()
        except (Conflicting, Invalid, NotFound):
            return False


def _toggled(held: Value, rng: random.Random) -> Value:
    """Another choice added, or one taken out; never the last: what is emptied is filled again (`default.never-blank`)."""
    now = set(held) if isinstance(held, tuple) else set()
    if len(now) > 1 and rng.random() < 0.5:
        now.remove(rng.choice(sorted(now)))
    elif now != set(TAGS):
        now.add(rng.choice([one for one in TAGS if one not in now]))
    return tuple(sorted(now))
