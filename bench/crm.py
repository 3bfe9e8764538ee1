"""A HubSpot sandbox with full records: 25 mapped fields a contact, about one kilobyte. A program of its own.

python -m bench.crm --records 20000
"""

from __future__ import annotations

import argparse
import random
import signal
import threading
from collections.abc import Mapping
from typing import Any, Final

from adapters.sandbox.server import Sandbox
from adapters.sandbox.system import Options, System

_TAGS: Final = ("newsletter", "trade_fair", "partner", "webinar", "reference")
CUSTOM: Final[Mapping[str, Mapping[str, Any]]] = {
    "department": {},
    "source": {},
    "do_not_call": {"type": "enumeration", "fieldType": "booleancheckbox"},
    "email_opt_out": {"type": "enumeration", "fieldType": "booleancheckbox"},
    "birth_date": {"type": "date", "fieldType": "date"},
    "last_contacted": {"type": "datetime", "fieldType": "date"},
    "tags": {
        "type": "enumeration",
        "fieldType": "checkbox",
        "options": [{"label": tag, "value": tag, "displayOrder": at} for at, tag in enumerate(_TAGS)],
    },
    "annual_income": {"type": "number", "fieldType": "number"},
    "score": {"type": "number", "fieldType": "number"},
}
_YES_NO: Final = [
    {"label": word, "value": word, "displayOrder": at} for at, word in enumerate(("true", "false"))
]
_DEPARTMENTS: Final = ("Purchasing", "Vertrieb", "Forschung und Entwicklung", "Comptabilité", "Operations")
_STREETS: Final = ("Hafenstraße", "Rue des Lilas", "Calle Mayor", "Mill Lane", "Am Alten Rathaus")
_SENTENCE: Final = "Spoke about the offer and the next steps; wants a visit before the end of the quarter. "


def fill(system: System, seed: int) -> None:
    """Gives every contact a value in every property that the bench maps."""
    for name, definition in CUSTOM.items():
        yes_no = {"options": _YES_NO} if definition.get("fieldType") == "booleancheckbox" else {}
        system.add_field("contacts", name, {**definition, **yes_no})
    rng = random.Random(seed)
    tables = system.world.tables
    for number, row in enumerate(tables["companies"].everything()):
        # The population has planted duplicates, which are questions for a person; here every record is its own.
        own = {
            "domain": f"firm{number}.example",
            "phone": f"+49 30 {20_000_000 + number}",
            "name": f"Firm {number}",
        }
        row.values = tables["companies"].tuple_with(row.values, own)
    for number, row in enumerate(tables["contacts"].everything()):
        row.values = tables["contacts"].tuple_with(row.values, _extras(number, rng))


def _extras(number: int, rng: random.Random) -> dict[str, str]:
    return {
        "email": f"person.{number}@firm{number % 4_000}.example",
        "phone": f"+49 30 {30_000_000 + number}",
        "mobilephone": f"+49 151 {10_000_000 + number}",
        "address": f"{rng.choice(_STREETS)} {rng.randrange(1, 200)}",
        "zip": f"{rng.randrange(10_000, 99_999)}",
        "state": rng.choice(("Hessen", "Bayern", "Île-de-France", "Andalucía", "Kent")),
        "website": f"https://www.firm{number % 4_000}.example/people/{number}",
        "message": _SENTENCE * 2 + f"Reference {number}.",
        "department": rng.choice(_DEPARTMENTS),
        "source": rng.choice(("Web form", "Trade fair", "Referral")),
        "do_not_call": rng.choice(("true", "false")),
        "email_opt_out": rng.choice(("true", "false")),
        "birth_date": f"{rng.randrange(1950, 2004)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}",
        "last_contacted": f"2026-{rng.randrange(1, 12):02}-{rng.randrange(1, 29):02}T09:{rng.randrange(60):02}:00.000Z",
        "tags": ";".join(sorted(rng.sample(_TAGS, 2))),
        "annual_income": str(rng.randrange(20_000, 200_000)),
        "score": str(rng.randrange(100)),
    }


def main() -> None:
    asked = argparse.ArgumentParser(prog="bench.crm", description=__doc__)
    asked.add_argument("--records", type=int, default=20_000)
    asked.add_argument("--port", type=int, default=0)
    options = asked.parse_args()
    sandbox = Sandbox("hubspot", Options(seed=1, records=options.records), port=options.port)
    fill(sandbox.system, 1)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with sandbox:
        print(f"ready on {sandbox.url}", flush=True)
        ended.wait()


if __name__ == "__main__":
    main()
