"""Structured logs with an allow-list: ids, counts and codes pass, everything else is masked.

A line is an event (fixed words of the program) and named parts. Numbers pass; text passes only under an allowed name, and
even then anything that looks like a secret, an e-mail address or a telephone number is masked. Libraries log through the
same filter and are kept at WARNING. Exception texts are scrubbed and frames carry no local values.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TextIO

import structlog

MASK: Final = "[masked]"

ALLOWED: Final = frozenset(
    """
    event level timestamp logger exception
    connection target object hub_object crm_object lane system field fields rule lens policy stream layout
    record_id crm_id link op run run_id conflict_id item_id attempt_id kind state phase outcome reason_code circuit
    error status code method route operation version protocol path socket host port backend file
    """.split()
)
"""Names under which text may stand; add one only if it can never hold what a person typed."""

_NAMES_A_THING: Final = frozenset("op run link path file socket".split())

_CAPPED: Final = (
    "httpx httpcore urllib3 requests requests_oauthlib oauthlib hubspot simple_salesforce zeep sqlalchemy alembic"
    " apscheduler asyncio uvicorn uvicorn.error uvicorn.access keyring msal pybreaker aio_pika aiormq"
).split()

_SECRET_NAME: Final = re.compile(
    r"token|secret|passw|pwd|authoriz|credential|cookie|api_?key|session|signature|bearer", re.IGNORECASE
)
_SECRET_TEXT: Final = re.compile(
    r"(?i)\b(bearer|basic)\s+[a-z0-9._~+/=-]{6,}"
    r"|\b((?:access_|refresh_|id_)?token|client_secret|secret|password|passwd|pwd|authorization|api_?key|hapikey|code"
    r"|signature|sig)\b[\"']?\s*[=:]\s*[\"']?(?:(?:bearer|basic)\s+)?[^\s\"'&,;}]+"
    r"|\beyJ[a-z0-9_-]{8,}\.[a-z0-9_-]+(\.[a-z0-9_-]+)?"
    r"|://[^/\s:@]+:[^/\s@]+@"
)
_EMAIL: Final = re.compile(r"[^\s<>\"'(),;:@]{1,64}@[^\s<>\"'(),;:@]+\.[^\s<>\"'(),;:@]{2,}")
_PHONE: Final = re.compile(r"(?<![\w.:-])\+?\(?\d[\d ()/.-]{7,}\d(?![\w:-])")
_LONG_BLOB: Final = re.compile(r"(?<![\w/])[A-Za-z0-9_+/=-]{48,}(?![\w/])")


def scrub(text: str) -> str:
    """The text without anything that looks like a secret, an address or a number of a person."""
    return _PHONE.sub(MASK, _LONG_BLOB.sub(MASK, _scrub_name(text)))


def _scrub_name(text: str) -> str:
    """For ids and paths, which may be long or all digits without being a token or a telephone number."""
    return _EMAIL.sub(MASK, _SECRET_TEXT.sub(MASK, text))


def redact(_: object, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The structlog processor: what may not be logged is replaced, whoever logged it."""
    return {name: _allowed(name, value) for name, value in line.items()}


def configure_logs(
    *,
    level: str = "INFO",
    as_json: bool | None = None,
    file: Path | None = None,
    stream: TextIO | None = None,
) -> None:
    """Send every log of this process through the filter, to `file` or else to `stream` (stderr).

    JSON lines unless the target is a terminal, or as `as_json` says. Calling it again replaces what was set up before.
    """
    target = stream or sys.stderr
    handler: logging.Handler
    if file is not None:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        handler = logging.FileHandler(file, encoding="utf-8")
    else:
        handler = logging.StreamHandler(target)
    wants_json = as_json if as_json is not None else file is not None or not target.isatty()
    renderer: Any = (
        structlog.processors.JSONRenderer(default=str)
        if wants_json
        else structlog.dev.ConsoleRenderer(colors=file is None and target.isatty())
    )
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _plain_trace,
        redact,
    ]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    for former in list(root.handlers):
        if isinstance(former.formatter, structlog.stdlib.ProcessorFormatter):
            root.removeHandler(former)
            former.close()
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name in _CAPPED:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level.upper())))
    # A library's record may be formatted by arguments that hold values; uvicorn's access log holds whole addresses.
    logging.getLogger("uvicorn.access").disabled = True


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger for one part of the program, such as "api" or "push"."""
    bound: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return bound


def _allowed(name: str, value: object) -> Any:
    if name.startswith("_"):
        return value  # structlog's own parts, removed before anything is written
    if _SECRET_NAME.search(name):
        return MASK
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {key: _allowed(str(key), part) for key, part in value.items()} if name == "counts" else MASK
    if name not in ALLOWED:
        return MASK
    if isinstance(value, list | tuple | set | frozenset):
        return [_allowed(name, part) for part in value]
    if name in ("timestamp", "level", "logger"):
        return value
    return _scrub_name(str(value)) if name.endswith("_id") or name in _NAMES_A_THING else scrub(str(value))


def _plain_trace(_: object, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Where an exception came from: its classes and places, without messages and local values."""
    caught = line.pop("exc_info", None)
    if not caught:
        return line
    error = (
        caught if isinstance(caught, BaseException) else (caught[1] if isinstance(caught, tuple) else None)
    )
    if error is None:
        error = sys.exception()
    if error is not None:
        line["exception"] = " <- ".join(_chain(error))
    return line


def _chain(error: BaseException) -> list[str]:
    told: list[str] = []
    one: BaseException | None = error
    while one is not None and len(told) < 5:
        told.append(f"{type(one).__name__} at {_place(one.__traceback__)}")
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return told


def _place(trace: TracebackType | None) -> str:
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return " > ".join(places[-6:]) or "?"
