"""A sandbox in a process of its own, so that what is measured is never what serves it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

READY = re.compile(r"ready on (http://\S+)")


@contextmanager
def hubspot(records: int, seed: int = 1) -> Iterator[str]:
    """The address of a HubSpot sandbox that holds about `records` contacts."""
    command = [sys.executable, "-m", "adapters.sandbox", "hubspot", "--port", "0"]
    command += ["--seed", str(seed), "--records", str(records)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            for line in process.stdout:
                found = READY.search(line)
                if found:
                    yield found.group(1)
                    return
            raise RuntimeError(f"the sandbox ended with {process.wait()} before it was ready")
        finally:
            process.terminate()
