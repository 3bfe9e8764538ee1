"""Functions and actions that stand by themselves: WhoAmI, Merge, closing an opportunity, restoring, publishing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from adapters.sandbox.calls import Answer, Call, json_answer
from adapters.sandbox.dynamics.definitions import Entity
from adapters.sandbox.dynamics.errors import (
    CONTENT_TYPE,
    HEADERS,
    DataverseError,
    does_not_exist,
    invalid_argument,
)
from adapters.sandbox.dynamics.merging import Merging
from adapters.sandbox.dynamics.querying import API
from adapters.sandbox.dynamics.records import Records
from adapters.sandbox.dynamics.users import BUSINESS_UNIT, ORGANIZATION, user_id
from adapters.sandbox.ledger import Actor, ActorKind
from adapters.sandbox.rows import Row

VERSION: Final = "9.2.25113.00180"
_CALL: Final = re.compile(r"(?P<name>[A-Za-z]\w*)(?:\((?P<inside>.*)\))?", re.DOTALL)
_TYPE: Final = "Microsoft.Dynamics.CRM."
_NOBODY: Final = Actor(kind=ActorKind.INTEGRATION, id="unknown")


class Actions:
    """`bin_open`: whether the org keeps deleted rows for restoring."""

    def __init__(self, records: Records, merging: Merging, *, bin_open: bool) -> None:
        self._records, self._merging, self._bin_open = records, merging, bin_open
        self._org = records.org

    def answer(self, call: Call, segment: str) -> Answer | None:
        """None for a segment that is no function or action. Raises DataverseError."""
        found = _CALL.fullmatch(segment)
        if found is None:
            return None
        match found["name"], call.method:
            case "WhoAmI", "GET":
                by = call.actor or _NOBODY
                return self._value(
                    call,
                    "WhoAmIResponse",
                    BusinessUnitId=BUSINESS_UNIT,
                    UserId=user_id(by),
                    OrganizationId=ORGANIZATION,
                )
            case "RetrieveVersion", "GET":
                return self._value(call, "RetrieveVersionResponse", Version=VERSION)
            case "RetrieveTotalRecordCount", "GET":
                return self._counts(call, found["inside"] or "")
            case "Merge", "POST":
                return self._merge(call)
            case "WinOpportunity", "POST":
                return self._close(call, state=1, usual=3)
            case "LoseOpportunity", "POST":
                return self._close(call, state=2, usual=4)
            case "Restore", "POST":
                return self._restore(call)
            case (("PublishXml" | "PublishAllXml"), "POST"):
                return Answer(status=204, headers=HEADERS)
        return None

    def _value(self, call: Call, name: str, **more: Any) -> Answer:
        body = {"@odata.context": f"{call.base_url}{API}/$metadata#{_TYPE}{name}", **more}
        return replace(json_answer(body, headers=HEADERS), content_type=CONTENT_TYPE)

    def _counts(self, call: Call, inside: str) -> Answer:
        """``RetrieveTotalRecordCount(EntityNames=['contact'])``; names may come as a parameter alias, too."""
        names = re.findall(r"['\"](\w+)['\"]", call.arg("@p1") or call.arg("@p") or inside)
        unknown = [name for name in names if name not in self._org.entities]
        if unknown or not names:
            raise invalid_argument(f"The entity {unknown[0] if unknown else 'name'} is not known.")
        counts = {
            "Count": len(names),
            "IsReadOnly": False,
            "Keys": names,
            "Values": [len(self._org.table(name)) for name in names],
        }
        return self._value(call, "RetrieveTotalRecordCountResponse", EntityRecordCountCollection=counts)

    def _target(self, body: Mapping[str, Any], name: str) -> tuple[Entity, str]:
        """The row an entity parameter names: ``@odata.type`` (or the id's name) and the id."""
        given = body.get(name)
        if not isinstance(given, Mapping):
            raise invalid_argument(f"The parameter {name} is missing.")
        kind = str(given.get("@odata.type", "")).removeprefix("#").removeprefix(_TYPE)
        entity = self._org.entities.get(kind) or next(
            (one for one in self._org.entities.values() if one.id in given and one.id != "activityid"), None
        )
        if entity is None or not isinstance(given.get(entity.id), str):
            raise invalid_argument(f"The parameter {name} names no row.")
        return entity, str(given[entity.id]).lower()

    def _merge(self, call: Call) -> Answer:
        body = call.json_object()
        entity, winner = self._target(body, "Target")
        other, loser = self._target(body, "Subordinate")
        if other.name != entity.name:
            raise invalid_argument("Target and Subordinate must be of one table.")
        rows = [self._org.live(entity, id) for id in (winner, loser)]
        content = {
            name: value for name, value in (body.get("UpdateContent") or {}).items() if name != entity.id
        }
        if body.get("PerformParentingChecks") and self._parents_differ(entity, *rows):
            raise DataverseError(
                400, "0x80045f02", "Merge could not be performed: the parents of the two records differ."
            )
        self._merging.merge(entity, rows[0], rows[1], content, call.actor or _NOBODY)
        return Answer(status=204, headers=HEADERS)

    def _parents_differ(self, entity: Entity, winner: Row, loser: Row) -> bool:
        name = {"contact": "parentcustomerid", "account": "parentaccountid", "lead": "parentaccountid"}[
            entity.name
        ]
        table = self._org.table(entity.name)
        return table.value(winner, name) != table.value(loser, name)

    def _close(self, call: Call, *, state: int, usual: int) -> Answer:
        body = call.json_object()
        activity = body.get("OpportunityClose")
        if not isinstance(activity, Mapping):
            raise invalid_argument("The parameter OpportunityClose is missing.")
        entity = self._org.entities["opportunity"]
        reference = activity.get("opportunityid@odata.bind")
        if reference is None and isinstance(activity.get("opportunityid"), Mapping):
            reference = f"/opportunities({activity['opportunityid'].get('opportunityid')})"
        _, row = self._records.writing.referred(entity, reference)
        table = self._org.table("opportunity")
        if table.value(row, "statecode") != 0:
            raise DataverseError(
                400, "0x80048408", f"The opportunity {row.id} is closed already and cannot be closed again."
            )
        status = body.get("Status", -1)
        end = activity.get("actualend") or datetime.fromtimestamp(
            self._org.world.clock() / 1000, UTC
        ).strftime("%Y-%m-%d")
        changes: dict[str, Any] = {
            "statecode": state,
            "statuscode": usual if status == -1 else status,
            "actualclosedate": str(end)[:10],
        }
        value = activity.get("actualrevenue", table.value(row, "estimatedvalue") if state == 1 else None)
        if value is not None:
            changes["actualvalue"] = value
        self._records.update(call, entity, row, changes)
        return Answer(status=204, headers=HEADERS)

    def _restore(self, call: Call) -> Answer:
        entity, id = self._target(call.json_object(), "Target")
        row = self._org.table(entity.name).get(id)
        if not self._bin_open:
            raise DataverseError(400, "0x80040216", "The recycle bin is not enabled for this organization.")
        if row is None or row.archived_at is None:
            raise does_not_exist(entity.name, id)
        self._org.world.restore(entity.name, row, by=call.actor or _NOBODY)
        ref = {"@odata.type": f"#{_TYPE}{entity.name}", entity.id: row.id}
        return self._value(call, "RestoreResponse", **ref)
