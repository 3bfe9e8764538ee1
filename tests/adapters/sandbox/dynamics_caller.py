"""How the tests of the Dynamics sandbox speak to it: one session, the Web API's usual headers, one method a verb."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import requests

from adapters.sandbox.dynamics import STATIC_TOKEN
from adapters.sandbox.server import Sandbox

API = "/api/data/v9.2/"


class Caller:
    """Requests to one sandbox; `path` is below the API's root, or a whole link the sandbox gave."""

    def __init__(self, box: Sandbox, token: str = STATIC_TOKEN) -> None:
        self.box = box
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.update(
            {
                "Authorization": f"Bearer {token}",
                "Accept": "application/json",
                "OData-Version": "4.0",
                "OData-MaxVersion": "4.0",
                "If-None-Match": "null",
            }
        )

    def send(
        self,
        method: str,
        path: str,
        *,
        prefer: str = "",
        body: bytes | None = None,
        json: Any = None,
        more: Mapping[str, str] | None = None,
        **headers: str,
    ) -> requests.Response:
        """`headers` are spelled with underscores, those in `more` as they are."""
        named = {name.replace("_", "-"): value for name, value in headers.items()} | dict(more or {})
        if prefer:
            named["Prefer"] = prefer
        url = path if path.startswith("http") else f"{self.box.url}{API}{path}"
        return self._session.request(method, url, headers=named, data=body, json=json, timeout=20)

    def get(self, path: str, **more: str) -> Any:
        answer = self.send("GET", path, **more)  # type: ignore[arg-type]  # only texts are passed on
        assert answer.status_code == 200, answer.text
        return answer.json()

    def create(self, table: str, **values: Any) -> str:
        """The new row's id."""
        answer = self.send("POST", table, json=values)
        assert answer.status_code == 204, answer.text
        return id_of(answer)

    def change(self, path: str, values: dict[str, Any], **headers: str) -> requests.Response:
        return self.send("PATCH", path, json=values, **headers)  # type: ignore[arg-type]


def id_of(answer: requests.Response) -> str:
    found = re.search(r"\(([0-9a-f-]{36})\)", answer.headers["OData-EntityId"])
    assert found is not None, answer.headers
    return found[1]


def error_of(answer: requests.Response) -> str:
    """The error code of a refusal."""
    code = answer.json()["error"]["code"]
    assert isinstance(code, str)
    return code
