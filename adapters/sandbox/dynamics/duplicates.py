"""Duplicate detection: off unless the request says ``MSCRM.SuppressDuplicateDetection: false``.

The rules are the ones every org has published: contacts and leads by e-mail address, accounts by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from adapters.sandbox.calls import Call
from adapters.sandbox.dynamics.definitions import Entity
from adapters.sandbox.dynamics.errors import DataverseError
from adapters.sandbox.dynamics.org import Org
from adapters.sandbox.ledger import Value
from adapters.sandbox.rows import Row

_RULES: Final = {"contact": "emailaddress1", "lead": "emailaddress1", "account": "name"}


class Duplicates:
    def __init__(self, org: Org) -> None:
        self._org = org

    def judge(self, call: Call, entity: Entity, values: Mapping[str, Value], row: Row | None) -> None:
        """Raises 412 where a rule finds another active row and the request wants to be told."""
        if call.headers.get("mscrm.suppressduplicatedetection", "true").lower() != "false":
            return
        column = _RULES.get(entity.name)
        if column is None or values.get(column) is None:
            return
        table = self._org.table(entity.name)
        for other in table.find(column, values[column]):
            if other is not row and table.value(other, "statecode") == 0:
                raise DataverseError(
                    412,
                    "0x80040333",
                    "A record was not created or updated because a duplicate of the current record already exists.",
                )
