"""Which operations of the local API only look: the one list that the daemon's read-only socket and the clients go by.

Whatever is not named here and is no GET changes something.
"""

from __future__ import annotations

from typing import Final

# They are sent with POST because what they ask is long, or takes long; they change nothing.
_LOOKING: Final = frozenset(
    {
        "verify_audit",
        "replay_rules",
        "rule_from_conflict",
        "validate_mapping",
        "preview_mapping",
        "test_mapping",
        "suggest_mapping",
        "name_records",
    }
)


def only_looks(method: str, operation: str) -> bool:
    """Whether this operation (its id in the OpenAPI document, its method's name in the client) changes nothing."""
    return method in ("GET", "HEAD") or operation in _LOOKING
