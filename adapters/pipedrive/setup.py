"""What Pipedrive needs before anything is created there: one text field an object, of our own."""

from __future__ import annotations

from adapters.base import Need
from adapters.pipedrive.objects import MARKER_NAME


def marker_need(object: str, *, present: bool) -> Need:
    """Our field as a person is shown it. Pipedrive has no unique fields: a look before each create keeps it so."""
    return Need(
        object=object,
        field=MARKER_NAME,
        kind="text",
        unique=False,
        present=present,
        why="It says which record of CRM Sync this is. When the answer to a create is lost it is looked up by this value.",
        without="No records are created here: one whose answer was lost could be there twice. "
        "Reading, updates and deletes go on.",
        advice=f"In Pipedrive, Company settings > Data fields: a text field named {MARKER_NAME!r}. "
        "Or let an admin sign in and prepare the connection.",
    )
