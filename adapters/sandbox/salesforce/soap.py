"""The SOAP partner API, as far as it has what REST has not: undelete. The session is in the body, faults are status 500."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

from lxml import etree

from adapters.sandbox.calls import Answer, Call, Router
from adapters.sandbox.ledger import Actor
from adapters.sandbox.salesforce.access import Access
from adapters.sandbox.salesforce.errors import SalesforceError
from adapters.sandbox.salesforce.ids import normal_id
from adapters.sandbox.salesforce.records import Records
from adapters.sandbox.salesforce.rest_records import RECORD_FAULTS, maybe_fail

PATH: Final = "/services/Soap/"
_ENVELOPE: Final = "http://schemas.xmlsoap.org/soap/envelope/"
_PARTNER: Final = "urn:partner.soap.sforce.com"
_MOST: Final = 200
_NAMESPACES: Final = {"s": _ENVELOPE, "p": _PARTNER}


class Soap:
    """`partial_failure` is what that fault does to one row of a call."""

    def __init__(self, records: Records, access: Access, *, partial_failure: str) -> None:
        self._records, self._access = records, access
        self._partial_failure: Callable[[], SalesforceError] = RECORD_FAULTS[partial_failure]

    def mount(self, router: Router) -> None:
        router.add("POST", f"{PATH}u/{{version}}", self.answer, open=True)

    def answer(self, call: Call) -> Answer:
        try:
            root = etree.fromstring(
                call.body, etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
            )
        except etree.XMLSyntaxError:
            return fault("soapenv:Client", "the envelope is not XML")
        session = root.findtext("s:Header/p:SessionHeader/p:sessionId", "", _NAMESPACES)
        try:
            by = self._access.enter(session)
        except SalesforceError as error:
            return fault(f"sf:{error.code}", error.message)
        asked = root.find("s:Body/p:undelete", _NAMESPACES)
        if asked is None:
            return fault("sf:UNKNOWN_EXCEPTION", "this sandbox knows no other call than undelete")
        ids = [str(one.text or "") for one in asked.iterfind("p:ids", _NAMESPACES)]
        if len(ids) > _MOST:
            return fault(
                "sf:EXCEEDED_ID_LIMIT", f"record limit reached. cannot submit more than {_MOST} records"
            )
        results = [self._undelete(call, id, by) for id in ids]
        body = f'<undeleteResponse xmlns="{_PARTNER}">{"".join(results)}</undeleteResponse>'
        return _enveloped(body, status=200)

    def _undelete(self, call: Call, id: str, by: Actor) -> str:
        try:
            if call.draw is not None and call.draw.strikes("partial_failure"):
                raise self._partial_failure()
            maybe_fail(call)
            self._records.undelete(normal_id(id) or "", by)
        except SalesforceError as error:
            told = error.as_save_error()
            return f"<result>{_errors(told)}<id>{escape(id)}</id><success>false</success></result>"
        return f"<result><id>{escape(id)}</id><success>true</success></result>"


def fault(code: str, message: str, *, status: int = 500) -> Answer:
    """How SOAP says no to a whole call."""
    text = f"<faultcode>{code}</faultcode><faultstring>{escape(f'{code[3:]}: {message}')}</faultstring>"
    return _enveloped(f"<soapenv:Fault>{text}</soapenv:Fault>", status=status)


def _errors(told: Mapping[str, Any]) -> str:
    fields: Sequence[Any] = told.get("fields") or ()
    named = "".join(f"<fields>{escape(str(one))}</fields>" for one in fields)
    message = escape(str(told["message"]))
    return (
        f"<errors>{named}<message>{message}</message><statusCode>{told['statusCode']}</statusCode></errors>"
    )


def _enveloped(inside: str, *, status: int) -> Answer:
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="{_ENVELOPE}" '
        f'xmlns:sf="urn:fault.partner.soap.sforce.com"><soapenv:Body>{inside}</soapenv:Body></soapenv:Envelope>'
    )
    return Answer(status=status, body=text.encode(), content_type="text/xml;charset=UTF-8")
