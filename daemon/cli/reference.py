"""crmsync lenses: what a mapping's rules may name. Needs no daemon."""

from __future__ import annotations

from daemon.cli.output import AsJson, say, table


def lenses(as_json: AsJson = False) -> None:
    """Every lens a rule may name, with its options."""
    from core.transforms import lenses as known

    described = known()
    if as_json:
        import json

        say(json.dumps(dict(described), ensure_ascii=False))
    else:
        table(("LENS", "WHAT IT DOES"), [(name, text) for name, text in described.items()], empty="no lenses")
