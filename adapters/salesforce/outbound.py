"""Salesforce's Outbound Messages: SOAP that a flow or workflow rule sends, the light alternative to the event stream.

There is no signature. A message is believed where it comes to an address that only Salesforce was told and bears our
organisation's id (Metadata API guide, "Outbound Messaging"). Salesforce repeats a message for a day until it is
acknowledged.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from adapters.hooks import MOST_BYTES, Delivery, Hint, Reply, Target
from adapters.salesforce import soql
from adapters.salesforce.soap import ENVELOPE, read_xml
from core.errors import Invalid

OUTBOUND: Final = "http://soap.sforce.com/2005/09/outbound"
_TYPE: Final = "{http://www.w3.org/2001/XMLSchema-instance}type"
_ACK: Final = (
    f'<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="{ENVELOPE}"><soapenv:Body>'
    f'<notificationsResponse xmlns="{OUTBOUND}"><Ack>true</Ack></notificationsResponse>'
    "</soapenv:Body></soapenv:Envelope>"
).encode()


class OutboundHooks:
    """Satisfies `adapters.hooks.Hooks`; the target's user is the organisation's id."""

    def genuine(self, delivery: Delivery, target: Target) -> bool:
        told = soql.full_id(
            (_notifications(delivery.body).findtext(f"{{{OUTBOUND}}}OrganizationId") or "").strip()
        )
        known = soql.full_id(target.user)
        return told is not None and known is not None and hmac.compare_digest(told, known)

    def hints(self, body: bytes) -> tuple[Hint, ...]:
        return tuple(dict.fromkeys(_rows(_notifications(body))))

    def reply(self) -> Reply:
        return Reply(body=_ACK, content_type="text/xml; charset=utf-8")


def _notifications(body: bytes) -> Any:
    if len(body) > MOST_BYTES:
        raise Invalid(f"the message has {len(body)} bytes; at most {MOST_BYTES} are read")
    try:
        root = read_xml(body)
    except ValueError as error:
        raise Invalid(f"the body is not an outbound message: {error}") from None
    found = root.find(f"{{{ENVELOPE}}}Body/{{{OUTBOUND}}}notifications")
    if root.tag != f"{{{ENVELOPE}}}Envelope" or found is None:
        raise Invalid("the body is not an outbound message")
    return found


def _rows(notifications: Any) -> Iterator[Hint]:
    for row in notifications.iterfind(f"{{{OUTBOUND}}}Notification/{{{OUTBOUND}}}sObject"):
        object = str(row.get(_TYPE) or "").rpartition(":")[2]
        id = next((soql.full_id(str(one.text)) for one in row if etree.QName(one).localname == "Id"), None)
        if object and id is not None:
            yield Hint(object=object, crm_id=id, kind="outbound message")
