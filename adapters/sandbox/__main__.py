"""``python -m adapters.sandbox hubspot --port 8101``: one sandboxed CRM as a process."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import threading
from pathlib import Path

from adapters.sandbox.faults import FaultBox, FaultConfigError, load_faults
from adapters.sandbox.server import PortInUse, Sandbox
from adapters.sandbox.system import SYSTEMS, Options


def main(arguments: list[str] | None = None) -> int:
    """Serves until SIGTERM or SIGINT; 0 after a clean stop, 2 when it could not start."""
    asked = _parser().parse_args(arguments)
    try:
        faults = FaultBox(load_faults(asked.faults)) if asked.faults else FaultBox()
        settings = dict(_setting(text) for text in asked.set)
        options = Options(seed=asked.seed, records=asked.records, faults=faults, settings=settings)
        folder = asked.tls_folder or (Path(tempfile.mkdtemp(prefix="crmsync-tls-")) if asked.tls else None)
        sandbox = Sandbox(asked.system, options, host=asked.host, port=asked.port, tls_folder=folder)
    except (FaultConfigError, PortInUse, ValueError) as error:
        print(f"sandbox {asked.system}: {error}", file=sys.stderr)
        return 2
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    sandbox.start()
    if sandbox.certificates is not None:
        print(f"sandbox {asked.system} certificate authority: {sandbox.certificates.ca}", flush=True)
    print(f"sandbox {asked.system} ready on {sandbox.url}", flush=True)
    while not ended.wait(0.5):
        if sandbox.wait(0):
            print(f"sandbox {asked.system} stopped by itself", file=sys.stderr)
            return 1
    sandbox.stop()
    return 0


def _setting(text: str) -> tuple[str, object]:
    name, sign, value = text.partition("=")
    if not sign:
        raise ValueError(f"--set takes NAME=VALUE, not {text!r}")
    words: dict[str, object] = {"true": True, "false": False}
    return name, words.get(value.lower(), value)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="adapters.sandbox", description=__doc__)
    parser.add_argument("system", choices=SYSTEMS)
    parser.add_argument("--port", type=int, default=0, help="0 picks a free one")
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--records", type=int, default=5_000, help="about how many contacts to invent")
    parser.add_argument("--faults", type=Path, metavar="FILE", help="a TOML or JSON table of faults")
    parser.add_argument("--tls", action="store_true", help="serve https with a throw-away authority")
    parser.add_argument("--tls-folder", type=Path, metavar="FOLDER", help="where its files go; implies --tls")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a switch of the system"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
