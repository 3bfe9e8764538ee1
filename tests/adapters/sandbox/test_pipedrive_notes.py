"""The sandbox's notes are v1's: held to the published document's own words on them, and paged by offset as it pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import jsonschema
import pytest
import requests
import schemathesis

from adapters.sandbox.pipedrive import STATIC_TOKEN
from adapters.sandbox.server import Sandbox
from tests.adapters.benches import start
from tests.support.shared import shared_path

ANY: Final = ("integer", "string", "object", "boolean", "number", "array")


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with start("pipedrive", 60, activities=20) as running:
        yield running


@pytest.fixture(scope="module")
def published() -> Any:
    """The paths of notes; the whole document would take longer to read than all these tests."""
    text = shared_path("contracts/pipedrive/openapi-v1.yaml").read_text(encoding="utf-8")
    found = re.search(r"^  /notes:\n.*?(?=^  '?/notes/\{id\}/comments)", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    head = 'openapi: 3.0.1\ninfo: {title: notes, version: "1"}\npaths:\n'
    return schemathesis.openapi.from_file(head + found[0]).raw_schema["paths"]


def relaxed(schema: Any) -> Any:
    """The schema with null for whatever is not there, which Pipedrive answers and its document leaves out."""
    if isinstance(schema, list):
        return [relaxed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: relaxed(value) for key, value in schema.items()}
    if out.get("type") in ANY:
        out["type"] = [out["type"], "null"]
    return out


def call(box: Sandbox, method: str, path: str, **more: Any) -> requests.Response:
    headers = {"x-api-token": STATIC_TOKEN}
    return requests.request(method, f"{box.url}/api/v1{path}", headers=headers, timeout=10, **more)


def held_to(published: Any, method: str, path: str, answer: requests.Response) -> Any:
    assert answer.status_code == 200, answer.text
    schema = published[path][method]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(answer.json(), relaxed(schema))
    return answer.json()["data"]


def test_every_answer_about_notes_is_as_published(box: Sandbox, published: Any) -> None:
    listed = held_to(published, "get", "/notes", call(box, "GET", "/notes"))
    assert listed
    person = int(box.control.dump("persons", limit=1)[0]["id"])
    body = {"content": "<p>Likes blue</p>", "person_id": person}
    made = held_to(published, "post", "/notes", call(box, "POST", "/notes", json=body))
    assert (made["content"], made["person_id"], made["active_flag"]) == (body["content"], person, True)
    path, one = f"/notes/{made['id']}", "/notes/{id}"
    assert held_to(published, "get", one, call(box, "GET", path)) == made
    changed = held_to(published, "put", one, call(box, "PUT", path, json={"content": "Likes red"}))
    assert changed["content"] == "Likes red"
    held_to(published, "delete", one, call(box, "DELETE", path))
    assert made["id"] not in [each["id"] for each in call(box, "GET", "/notes").json()["data"]]


def test_pages_go_by_offset_and_time_and_order_are_asked_for(box: Sandbox) -> None:
    whole = call(box, "GET", "/notes", params={"sort": "update_time DESC"}).json()["data"]
    assert [one["update_time"] for one in whole] == sorted(
        (one["update_time"] for one in whole), reverse=True
    )
    first = call(box, "GET", "/notes", params={"limit": 2, "sort": "update_time DESC"}).json()
    paging = first["additional_data"]["pagination"]
    assert (paging["more_items_in_collection"], paging["next_start"]) == (True, 2)
    rest = call(box, "GET", "/notes", params={"start": 2, "sort": "update_time DESC"}).json()["data"]
    assert [*first["data"], *rest] == whole
    since = whole[1]["update_time"].replace(" ", "T") + "Z"
    newer = call(box, "GET", "/notes", params={"updated_since": since}).json()["data"]
    assert {one["id"] for one in newer} == {
        one["id"] for one in whole if one["update_time"] >= whole[1]["update_time"]
    }


@pytest.mark.parametrize(
    ("method", "path", "more", "status"),
    [
        ("POST", "/notes", {"json": {"content": "of nobody"}}, 400),
        ("POST", "/notes", {"json": {"person_id": 1}}, 400),
        ("PUT", "/notes/5", {"json": {"content": "x"}}, 404),
        ("GET", "/notes", {"params": {"sort": "colour"}}, 400),
        ("GET", "/notes", {"params": {"start": "-1"}}, 400),
    ],
)
def test_what_cannot_be_is_refused_in_the_words_of_v1(
    box: Sandbox, method: str, path: str, more: Any, status: int
) -> None:
    answer = call(box, method, path, **more)
    assert answer.status_code == status
    assert (answer.json()["success"], answer.json()["errorCode"]) == (False, status)
