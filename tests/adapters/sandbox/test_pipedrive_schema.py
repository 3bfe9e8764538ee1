"""The Pipedrive sandbox under schemathesis: every path of API v2 it serves answers as the published OpenAPI document says.

The document publishes no errors; a refusal is held to the shape of CRM_FACTS 1.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
import schemathesis
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import content_type_conformance, not_a_server_error, response_schema_conformance

from adapters.sandbox.pipedrive import STATIC_TOKEN, Pipedrive, build
from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options
from tests.adapters.benches import start
from tests.support.shared import shared_json

ROOT: Final = "/api/v2"
EXAMPLES: Final = (
    8  # an operation; two in three bring what the document allows, one a request that fits the account
)
OPERATIONS: Final = sorted(
    (one.method, one.template.removeprefix(ROOT))
    for one in build(Options(seed=1, records=0)).router.routes()
    if one.template.startswith(ROOT)
)
# Members of a body that no other record must exist for.
FITTING: Final = {"name", "title", "value", "currency", "field_name", "field_type", "subject", "content"}
TITLES: Final = {"persons": "name", "organizations": "name", "deals": "title"}
CHECKS: Final = [not_a_server_error, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with start("pipedrive", 60, activities=20) as running:
        yield running


@pytest.fixture(scope="module")
def published() -> Any:
    return schemathesis.openapi.from_dict(shared_json("contracts/pipedrive/openapi-v2.relaxed.json"))


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_answers_are_as_published(method: str, path: str, box: Sandbox, published: Any) -> None:
    operation = _operation(published, method, path)
    promised = {int(code) for code in operation.definition.raw["responses"]}
    statuses: set[int] = set()

    @settings(max_examples=EXAMPLES, derandomize=True, phases=[Phase.generate])
    @given(case=operation.as_strategy(), fits=st.integers(0, 2), at=st.integers(0, 10))
    def one(case: Any, fits: int, at: int) -> None:
        if fits:
            _fit(case, path, box, at)
        response = case.call(base_url=box.url + ROOT, headers={"x-api-token": STATIC_TOKEN})
        statuses.add(response.status_code)
        if response.status_code in (400, 404):
            refused = response.json()
            assert refused["success"] is False and refused["error"], refused
        else:
            assert response.status_code in promised, (response.status_code, response.text[:500])
            case.validate_response(response, checks=CHECKS)

    one()
    assert statuses & promised, f"only {statuses}: nothing was held to the document"


def _operation(published: Any, method: str, path: str) -> Any:
    """The published operation; its parameters may bear other names than the sandbox gives them."""
    shape = re.sub(r"\{\w+\}", "{}", path)
    [found] = [one for one in published if re.sub(r"\{\w+\}", "{}", one) == shape]
    return published[found][method]


def _fit(case: Any, path: str, box: Sandbox, at: int) -> None:
    """Makes of a case one that fits this account: records and fields that are there, and nothing that points elsewhere."""
    system = box.system
    assert isinstance(system, Pipedrive)
    name = path.split("/")[1]
    if "id" in case.path_parameters:
        live = [row["id"] for row in box.control.dump(name, limit=1_000)]
        case.path_parameters["id"] = live[at % len(live)]
    if "field_code" in case.path_parameters:
        [entity] = [one for one in system.account.entities.values() if f"{one.singular}Fields" == name]
        if not entity.custom:
            system.add_field(entity.name, "Favourite colour", {})
        case.path_parameters["field_code"] = entity.custom[at % len(entity.custom)].code
    case.query = {"term": "an"} if path.endswith("/search") else {}
    if isinstance(case.body, dict):
        title = {TITLES[name]: "Mühle & Söhne"} if name in TITLES else {}
        case.body = title | {key: value for key, value in case.body.items() if key in FITTING and value}
        if "field_type" in case.body:
            case.body["field_type"] = "varchar"
