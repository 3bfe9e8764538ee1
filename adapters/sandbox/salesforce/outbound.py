"""Outbound messages, as an org with a flow on every object would send them: SOAP, repeated until acknowledged.

PUT /_sandbox/outbound {"url": "http://127.0.0.1:8745/webhooks/sf/...", "objects": ["Contact"]} sets where to and for what.
"""

from __future__ import annotations

import logging
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import requests

from adapters.sandbox.calls import Answer, BadBody, Call, Router
from adapters.sandbox.courier import Courier
from adapters.sandbox.faults import FaultBox
from adapters.sandbox.ledger import Entry, Op
from adapters.sandbox.salesforce.access import ORG_ID
from adapters.sandbox.world import World

log = logging.getLogger(__name__)

_TIMEOUT_S = 5.0
_AGAIN_S = 0.5
_ATTEMPTS = 10


class OutboundMessages:
    """`acknowledged` counts what was answered with Ack true."""

    def __init__(self, world: World, faults: FaultBox) -> None:
        self.acknowledged = 0
        self._faults = faults
        self._url = ""
        self._objects: frozenset[str] = frozenset()
        self.courier = Courier("sandbox-outbound", faults, self._deliver_all, timeout_s=_TIMEOUT_S)
        world.listeners.append(self._notice)

    def mount(self, router: Router) -> None:
        router.add("PUT", "/_sandbox/outbound", self._put, open=True)

    def send_to(self, url: str, objects: frozenset[str]) -> None:
        """Raises ValueError for an address that is not on this machine."""
        if urlsplit(url).hostname not in ("127.0.0.1", "localhost", "::1"):
            raise ValueError("a sandbox calls nobody but this machine")
        self._url, self._objects = url, objects

    def _put(self, call: Call) -> Answer:
        body = call.json_object()
        try:
            self.send_to(str(body.get("url")), frozenset(body.get("objects") or ()))
        except ValueError as error:
            raise BadBody(str(error)) from error
        return Answer(status=204)

    def _notice(self, entry: Entry) -> None:
        if entry.object not in self._objects or entry.op not in (Op.CREATE, Op.UPDATE, Op.MERGE):
            return
        if self._faults.strikes("webhook_loss", "outbound"):
            return
        self.courier.send([(entry.object, entry.id, 0)])

    def _deliver_all(self, session: requests.Session, messages: list[tuple[str, str, int]]) -> None:
        for object, id, attempts in messages:
            if self._deliver(session, object, id):
                self.acknowledged += 1
            elif attempts + 1 < _ATTEMPTS:
                self.courier.send([(object, id, attempts + 1)], wait_s=_AGAIN_S)

    def _deliver(self, session: requests.Session, object: str, id: str) -> bool:
        headers = {"content-type": "text/xml; charset=utf-8", "soapaction": '""'}
        try:
            answer = session.post(self._url, data=message(object, id), headers=headers, timeout=_TIMEOUT_S)
        except requests.RequestException as error:
            log.info("an outbound message failed: %s", type(error).__name__)
            return False
        return answer.status_code == 200 and b"<Ack>true</Ack>" in answer.content


def message(object: str, *ids: str, organisation: str = ORG_ID) -> bytes:
    """One message about these rows."""
    rows = "".join(
        f"<Notification><Id>04l{at:015d}</Id>"
        f'<sObject xsi:type="sf:{escape(object)}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">'
        f"<sf:Id>{escape(id)}</sf:Id></sObject></Notification>"
        for at, id in enumerate(ids)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
        'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<soapenv:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound">'
        f"<OrganizationId>{escape(organisation)}</OrganizationId><ActionId>04k5g000000PKs1EAG</ActionId>"
        '<SessionId xsi:nil="true"/><EnterpriseUrl>https://sandbox.example/</EnterpriseUrl>'
        f"<PartnerUrl>https://sandbox.example/</PartnerUrl>{rows}</notifications></soapenv:Body></soapenv:Envelope>"
    ).encode()
