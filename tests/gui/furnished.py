"""A small daemon with something on every page: questions, a plan, runs, refused values, a rule, a deletion."""

from __future__ import annotations

from core.store.base import Batch
from core.wire.client import Client
from tests.gui.test_conflicts_page import contest
from tests.support.small_daemon import SmallDaemon
from tests.support.stored import item

RULES = (
    'defaults = true\n\n[rules.names]\naction = "crm"\nobject = "contact"\nfield = "name"\nnote = "{note}"\n'
)


def furnish(daemon: SmallDaemon, client: Client, *, conflicts: int = 12, theirs: str = "theirs") -> None:
    """`theirs` is what the CRM says where the two disagree; a short text of it stands in notes and names too."""
    contest(daemon, conflicts, theirs)
    gone = daemon.desk.create("contact", {"name": theirs[:80], "email": "gone@x.eu"}, by="person:anna")
    daemon.settle()
    daemon.crm.user_delete("contacts", daemon.store.links_of([gone.id])[0].crm_id)
    daemon.settle()
    refused = tuple(item(f"i{n}", connection="hs", subject=f"c{n}", record_id=gone.id) for n in range(3))
    daemon.store.commit(Batch(at=1, items=refused))
    for n in range(3):
        daemon.crm.user_create("contacts", {"n": f"New {n}", "e": f"new{n}@x.eu", "t": theirs[:200]})
    client.make_plan("hs")
    note = "".join(sign for sign in theirs[:80] if sign.isprintable() and sign not in '"\\')
    client.save_rules(RULES.format(note=note), client.rules().digest)
