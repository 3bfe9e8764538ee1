"""The part of the typed client that tells what records are called."""

from __future__ import annotations

from collections.abc import Sequence

from core.wire.names import AskNames, NamesWord, Referred
from core.wire.transport import Transport, path_of


class NameCalls:
    """Methods of `core.wire.client.Client`."""

    _wire: Transport

    def name_records(self, records: Sequence[Referred]) -> NamesWord:
        """At most `MOST_NAMES` of them, and at least one."""
        return self._wire.ask("POST", path_of("names"), NamesWord, body=AskNames(records=list(records)))
