"""How late a process that only sleeps is woken on this machine: what no program here can be quicker than.

python -m bench.control SECONDS
"""

from __future__ import annotations

import json
import sys
import time

from bench.table import percentile

STEP_S = 0.01


def main() -> None:
    end = time.monotonic() + float(sys.argv[1])
    late: list[float] = []
    while (now := time.monotonic()) < end:
        time.sleep(STEP_S)
        late.append((time.monotonic() - now - STEP_S) * 1_000)
    print(
        json.dumps(
            {name: percentile(late, share) for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))}
        )
    )


if __name__ == "__main__":
    main()
