"""`crmsync`, and `python -m daemon`."""

from __future__ import annotations

from daemon.cli.root import run


def main() -> None:
    run()


if __name__ == "__main__":
    main()
