"""The bad day both CRMs have while people work: what goes wrong, and how often (chances per request or event)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_WRITES: Final = r"^(POST|PATCH|PUT|DELETE) /(crm/v|services/data).*(create|update|upsert|archive|sobjects)"
FAULTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "hs": {
        "latency_ms": 20,
        "server_error": 0.01,
        "unavailable": 0.005,
        "drop_request": 0.005,
        "throttle_with_retry_after": 0.01,
        "lose_answer": {"value": 0.03, "routes": _WRITES},
        "html_502": 0.003,
        "non_json": 0.003,
        "truncated_json": 0.003,
        "unauthorized": 0.005,
        "partial_failure": 0.01,
        "rival_edit": 0.05,
        "rotate_refresh_token": 0.5,
        "index_lag_ms": 400,
        "webhook_loss": 0.1,
        "webhook_duplicate": 0.1,
        "webhook_reorder": 0.3,
        "webhook_delay_ms": 100,
    },
    "pd": {
        "latency_ms": 5,
        "server_error": 0.005,
        "unavailable": 0.003,
        "drop_request": 0.003,
        "throttle_with_retry_after": 0.003,
        "lose_answer": {"value": 0.02, "routes": r"^(POST|PATCH|DELETE) /api/v2"},
        "html_403": 0.0005,
        "non_json": 0.002,
        "truncated_json": 0.002,
        "unauthorized": 0.003,
        "partial_failure": 0.01,
        "rival_edit": 0.05,
        "rotate_refresh_token": 0.5,
    },
    "sf": {
        "latency_ms": 20,
        "server_error": 0.01,
        "unavailable": 0.005,
        "drop_request": 0.005,
        "throttle": 0.01,
        "lose_answer": {"value": 0.03, "routes": _WRITES},
        "html_502": 0.003,
        "non_json": 0.003,
        "truncated_json": 0.003,
        "unauthorized": 0.005,
        "unauthorized_mid_batch": 0.01,
        "partial_failure": 0.01,
        "rival_edit": 0.05,
    },
}
