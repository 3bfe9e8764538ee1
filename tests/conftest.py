"""What holds for every test: nothing leaves this machine, property tests are not timed, and servers end at once."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Generator
from functools import cache
from ipaddress import ip_address

import pytest
import typer.testing
import uvicorn.server
from hypothesis import HealthCheck, settings

settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    # CI must give the same answer twice; a person's run goes on looking for new examples.
    derandomize=os.environ.get("CRMSYNC_SERVICES") == "required",
)
settings.load_profile("house")


class Hurried:
    """asyncio with a shorter breath: uvicorn looks every tenth of a second whether it may end, twice in each stop."""

    def __getattr__(self, name: str) -> object:
        return getattr(asyncio, name)

    @staticmethod
    async def sleep(seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.005))


vars(uvicorn.server)["asyncio"] = Hurried()
# Each call of the command line in this process would put together all of its 150 commands anew.
vars(typer.testing)["_get_command"] = cache(vars(typer.testing)["_get_command"])


class LeftTheMachine(BaseException):
    """A test tried to reach another machine. Not an Exception, so that no error handling of ours takes it for weather."""


def _stay_here(event: str, args: tuple[object, ...]) -> None:
    if event != "socket.connect":
        return
    address = args[1]
    if isinstance(address, tuple) and not _is_here(str(address[0])):
        raise LeftTheMachine(f"a test connects to {address[0]}; only this machine may be reached")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"


sys.addaudithook(_stay_here)

# What takes a minute or more goes first: begun last, it would keep one process busy while the others are done.
LONGEST_FIRST = ("system/test_kill.py", "system/test_demo.py", "simulation/test_simulation.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order of files in which a run on several processes ends soonest; within a file nothing moves."""
    items.sort(
        key=lambda item: next(
            (at for at, name in enumerate(LONGEST_FIRST) if str(item.path).endswith(name)), 99
        )
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is loaded stays loaded: Python's collector looks through it neither meanwhile nor again in every test."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()
