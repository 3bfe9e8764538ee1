"""Which objects an org tells changes of: its selection for Change Data Capture, looked at and made by the Tooling API.

An object that is not selected has a topic all the same, on which nothing ever comes
(https://developer.salesforce.com/docs/platform/api-tooling/references/tooling-objects/tooling-platformeventchannelmember.html).
"""

from __future__ import annotations

from typing import Final

from adapters.base import Need
from adapters.salesforce import soql
from adapters.salesforce.api import SalesforceApi
from adapters.salesforce.change_events import event_of
from adapters.writing import PartRefused
from core.errors import NotPermitted, RequestRefused

CHANNEL: Final = "ChangeEvents"  # the standard channel: what Setup, Change Data Capture shows
MEMBER: Final = "PlatformEventChannelMember"
_THERE: Final = {"DUPLICATE_DEVELOPER_NAME", "DUPLICATE_VALUE", "DUPLICATES_DETECTED"}


def selection_need(api: SalesforceApi, object: str) -> Need | None:
    """Whether the object is selected; None where we may not know. Without it the object is polled, nothing else."""
    try:
        present = is_selected(api, object)
    except (NotPermitted, RequestRefused):
        return None
    return Need(
        object=object,
        field="Change Data Capture",
        kind="selected entity",
        unique=False,
        present=present,
        blocks=False,
        why="It lets Salesforce tell of a change at once.",
        without="Without it the object is polled: changes arrive after seconds to minutes, as the day's calls allow.",
        advice=f"In Salesforce, Setup > Change Data Capture: select {object}. "
        "Or let the integration user customise the application.",
    )


def is_selected(api: SalesforceApi, object: str) -> bool:
    """Raises NotPermitted, RequestRefused without the right "View Setup and Configuration"."""
    chosen = soql.select(("SelectedEntity",), MEMBER, f"EventChannel = {soql.literal(CHANNEL)}")
    return any(row.get("SelectedEntity") == event_of(object) for row in api.tooling_query(chosen))


def select(api: SalesforceApi, object: str) -> None:
    """Raises NotPermitted with what to do: the right is missing, or the edition's number of objects is used up."""
    event = event_of(object)
    body = {
        "FullName": f"{CHANNEL}_{event.replace('__', '_')}",
        "Metadata": {"eventChannel": CHANNEL, "selectedEntity": event},
    }
    try:
        api.tooling(f"tooling/sobjects/{MEMBER}", body)
    except PartRefused as refused:
        if {one.code for one in refused.refusals} & _THERE:
            return
        named = ", ".join(one.code for one in refused.refusals)
        raise NotPermitted(
            f"Salesforce does not let us select {object!r} for Change Data Capture ({named})",
            advice=f"Select {object} by hand under Setup > Change Data Capture, or leave it polled.",
        ) from None
