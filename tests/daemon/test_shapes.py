"""msgspec learns a type at its first use; threads that meet there end the process (seen with msgspec 0.22)."""

from __future__ import annotations

import subprocess
import sys

from tests.support.warm import ROOT

_AT_ONCE = """
import sys, threading
import msgspec
import daemon.app
from adapters.salesforce.payloads import Describe
from daemon.memory import learn
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
"""


def test_two_threads_may_describe_an_object_at_once() -> None:
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", _AT_ONCE], cwd=ROOT, check=False)
        assert done.returncode == 0
