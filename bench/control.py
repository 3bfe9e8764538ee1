"""How late a process that only sleeps is woken on this machine: what no program here can be quicker than.

Runs until its input is closed, then prints the percentiles in ms:  python -m bench.control < /dev/null
"""

from __future__ import annotations

import json
import sys
import threading
import time

from bench.table import percentile

STEP_S = 0.01


def main() -> None:
    ended = threading.Event()

    def read() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=read, daemon=True).start()
    late: list[float] = []
    while not (ended.is_set() and late):
        now = time.monotonic()
        time.sleep(STEP_S)
        late.append((time.monotonic() - now - STEP_S) * 1_000)
    print(
        json.dumps(
            {name: percentile(late, share) for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))}
        )
    )


if __name__ == "__main__":
    main()
