"""What holds for every test: nothing leaves this machine, and property tests are not timed."""

from __future__ import annotations

import os
import sys
from ipaddress import ip_address

from hypothesis import HealthCheck, settings

settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    # CI must give the same answer twice; a person's run goes on looking for new examples.
    derandomize=os.environ.get("CRMSYNC_SERVICES") == "required",
)
settings.load_profile("house")


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
