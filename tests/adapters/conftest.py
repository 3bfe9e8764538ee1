"""Running sandboxes, one per test module, and the benches over them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from adapters.sandbox.server import Sandbox
from tests.adapters.benches import DynamicsBench, HubSpotBench, PipedriveBench, SalesforceBench, start


@pytest.fixture(scope="module")
def hubspot_box() -> Iterator[Sandbox]:
    with start("hubspot", 450) as box:
        yield box


@pytest.fixture(scope="module")
def salesforce_box() -> Iterator[Sandbox]:
    with start("salesforce", 2_200) as box:
        yield box


@pytest.fixture(scope="module")
def pipedrive_box() -> Iterator[Sandbox]:
    with start("pipedrive", 1_400) as box:
        yield box


@pytest.fixture(scope="module")
def dynamics_box() -> Iterator[Sandbox]:
    with start("dynamics", 3_200, recycle_bin="yes") as box:
        yield box


@pytest.fixture
def dynamics(dynamics_box: Sandbox) -> Iterator[DynamicsBench]:
    bench = DynamicsBench(dynamics_box)
    for object in ("contact", "account", "opportunity"):
        bench.adapter.prepare(object)
    yield bench
    bench.faults()
    bench.adapter.close()


@pytest.fixture
def pipedrive(pipedrive_box: Sandbox) -> Iterator[PipedriveBench]:
    bench = PipedriveBench(pipedrive_box)
    for object in ("persons", "organizations", "deals"):
        bench.adapter.prepare(object)
    yield bench
    bench.faults()
    bench.adapter.close()


@pytest.fixture
def hubspot(hubspot_box: Sandbox) -> Iterator[HubSpotBench]:
    bench = HubSpotBench(hubspot_box)
    for object in ("contacts", "companies", "deals"):
        bench.adapter.prepare(object)
    yield bench
    bench.faults()
    bench.adapter.close()


@pytest.fixture
def salesforce(salesforce_box: Sandbox) -> Iterator[SalesforceBench]:
    bench = SalesforceBench(salesforce_box)
    for object in ("Contact", "Account", "Opportunity"):
        bench.adapter.prepare(object)
    yield bench
    bench.faults()
    bench.adapter.close()
