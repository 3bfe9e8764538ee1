"""Starts a HubSpot sandbox for a test file and calls it the way our adapter does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests

from adapters.sandbox.faults import parse_faults
from adapters.sandbox.hubspot import PRIVATE_TOKEN
from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options


class Caller:
    """A requests session with a base address and a token; every call has timeouts."""

    def __init__(self, box: Sandbox, token: str = PRIVATE_TOKEN) -> None:
        self.box = box
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["authorization"] = f"Bearer {token}"

    def call(self, method: str, path: str, **more: Any) -> requests.Response:
        """One request."""
        return self.session.request(method, self.box.url + path, timeout=(3, 10), **more)

    def get(self, path: str, **params: Any) -> requests.Response:
        """GET with query parameters."""
        return self.call("GET", path, params=params)

    def post(self, path: str, body: Any) -> requests.Response:
        """POST of JSON."""
        return self.call("POST", path, json=body)

    def search(self, object: str, *filters: dict[str, Any], **more: Any) -> dict[str, Any]:
        """A search with one filter group; the answer must be 200."""
        body = {"filterGroups": [{"filters": list(filters)}], "limit": 200, **more}
        answer = self.post(f"/crm/v3/objects/{object}/search", body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def create(self, object: str, **properties: str) -> str:
        """Adds a record; its id."""
        answer = self.post(f"/crm/v3/objects/{object}", {"properties": properties})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    @contextmanager
    def trouble(self, **faults: Any) -> Iterator[None]:
        """Faults in force within a block."""
        self.box.control.set_faults(parse_faults(faults))
        try:
            yield
        finally:
            self.box.control.set_faults(parse_faults({}))


@contextmanager
def hubspot(records: int = 0, **more: Any) -> Iterator[Caller]:
    """A running sandbox with about `records` contacts."""
    with Sandbox("hubspot", Options(seed=3, records=records, **more)) as box:
        caller = Caller(box)
        yield caller
        caller.session.close()


class Clock:
    """Time in ms that stands still until told otherwise."""

    def __init__(self, now: int = 1_790_000_000_000) -> None:
        self.now = now

    def __call__(self) -> int:
        """The time."""
        return self.now

    def pass_ms(self, milliseconds: int) -> None:
        """Lets time go by."""
        self.now += milliseconds
