"""msgspec learns a type at its first use; threads that meet there end the process (seen with msgspec 0.22)."""

from __future__ import annotations

import subprocess
import sys

from tests.support.warm import ROOT

_AT_ONCE = """
import os, sys, threading
import msgspec
import daemon.app
from adapters.salesforce.payloads import Describe
from daemon.memory import learn

def at_once():
    learn()
    sys.setswitchinterval(1e-6)
    gate = threading.Barrier(8)
    row = {"name": "X", "fields": []}
    def go():
        gate.wait()
        try:
            msgspec.convert(row, Describe)
        except msgspec.ValidationError:
            return
    threads = [threading.Thread(target=go) for _ in range(8)]
    [one.start() for one in threads]
    [one.join() for one in threads]

for _ in range(12):
    child = os.fork()  # one that has learned nothing yet
    if not child:
        at_once()
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_two_threads_may_describe_an_object_at_once() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _AT_ONCE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["0"] * 12, done.stderr
