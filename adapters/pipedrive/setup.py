"""What Pipedrive needs before anything is created there: one text field an object, of our own."""

from __future__ import annotations

from adapters.base import Need
from adapters.marker_need import need_of_marker
from adapters.pipedrive.objects import MARKER_NAME


def marker_need(object: str, *, present: bool) -> Need:
    """Our field as a person is shown it. Pipedrive has no unique fields: a look before each create keeps it so."""
    return need_of_marker(
        object,
        MARKER_NAME,
        "text",
        unique=False,
        present=present,
        advice=f"In Pipedrive, Company settings > Data fields: a text field named {MARKER_NAME!r}. "
        "Or let an admin sign in and prepare the connection.",
    )
