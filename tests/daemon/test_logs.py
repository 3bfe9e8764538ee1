"""Logs hold ids, counts and codes; a canary put anywhere else does not come out."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.jobs import RunKind
from core.logs import MASK, configure_logs, logger, scrub

CANARY = "kanarienvogel"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    configure_logs(stream=stream, as_json=True, level="DEBUG")
    yield stream
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def told(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_ids_and_counts_pass_and_values_do_not(lines: io.StringIO) -> None:
    logger("push").info(
        "pushed",
        connection="hs",
        crm_id="12345678901",
        changes=3,
        kind=RunKind.PUSH,
        name=CANARY,
        value={"x": CANARY},
    )
    (line,) = told(lines)
    assert (line["event"], line["connection"], line["crm_id"], line["changes"]) == (
        "pushed",
        "hs",
        "12345678901",
        3,
    )
    assert (line["kind"], line["level"], line["logger"]) == ("push", "info", "push")
    assert line["name"] == line["value"] == MASK
    assert CANARY not in lines.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Bearer {CANARY}123",
        f"https://x.example/cb?code={CANARY}&state=1",
        f'{{"access_token": "{CANARY}"}}',
        f"client_secret={CANARY}",
        f"https://user:{CANARY}@x.example/",
        f"mail {CANARY}@example.com bounced",
        f"password: {CANARY}",
    ],
)
def test_secret_looking_text_is_masked_wherever_it_stands(lines: io.StringIO, text: str) -> None:
    logger("x").warning(text, reason_code=text, token=CANARY, password_hint=CANARY)
    logging.getLogger("some.library").warning("failed: %s", text)
    assert len(told(lines)) == 2
    assert CANARY not in lines.getvalue()


@pytest.mark.parametrize("number", ["+49 30 1234567", "(030) 123 456 78", "0049301234567"])
def test_telephone_numbers_are_masked(number: str) -> None:
    assert scrub(f"call {number} now") == f"call {MASK} now"


def test_long_tokens_are_masked_and_words_stay() -> None:
    assert scrub("got " + "aB3_" * 20) == f"got {MASK}"
    assert scrub("pulled 12 changes of contacts in 340 ms") == "pulled 12 changes of contacts in 340 ms"


def test_exception_shows_where_but_neither_message_nor_locals(lines: io.StringIO) -> None:
    def fail(value: str) -> None:
        raise ValueError(f"bad {value}")

    try:
        fail(CANARY)
    except ValueError:
        logger("x").exception("it failed")
        logging.getLogger("lib").exception("it failed too")
    ours, theirs = told(lines)
    assert "ValueError at test_logs.py" in str(ours["exception"])
    assert "ValueError at test_logs.py" in str(theirs["exception"])
    assert CANARY not in lines.getvalue()


def test_libraries_are_kept_quiet(lines: io.StringIO) -> None:
    for name in ("httpx", "httpcore.http11", "urllib3.connectionpool", "sqlalchemy.engine", "uvicorn.access"):
        logging.getLogger(name).info("GET https://api.example/%s", CANARY)
    assert lines.getvalue() == ""


def test_file_is_private_and_json(tmp_path: Path, lines: io.StringIO) -> None:
    configure_logs(file=tmp_path / "log" / "daemon.log")
    logger("x").info("started", port=8)
    text = (tmp_path / "log" / "daemon.log").read_text()
    assert json.loads(text)["port"] == 8
    assert (tmp_path / "log" / "daemon.log").stat().st_mode & 0o077 == 0
    assert lines.getvalue() == ""
