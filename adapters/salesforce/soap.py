"""The one call that Salesforce has in SOAP alone: undelete, out of the recycle bin.

https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_undelete.htm. The session is named in the
body, not in a header, and a refused one is a fault with status 500: nothing was done then. lxml reads what comes back
without entities, DTDs or network; a body that declares a DTD is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from lxml import etree

from adapters.answers import Answer
from adapters.rest import Trouble
from adapters.salesforce.payloads import Row
from core.errors import NotPermitted, SignInNeeded, Throttled

ENVELOPE: Final = "http://schemas.xmlsoap.org/soap/envelope/"
PARTNER: Final = "urn:partner.soap.sforce.com"
MOST: Final = 200  # ids a call
HEADERS: Final = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""', "Accept": "text/xml"}
INVALID_SESSION: Final = "INVALID_SESSION_ID"


def read_xml(body: bytes) -> Any:
    """The root element. Raises ValueError for what is not XML, or declares a document type."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise ValueError("not XML") from None
    if root.getroottree().docinfo.doctype:
        raise ValueError("a document type is declared")
    return root


def undelete_envelope(session: str, ids: Sequence[str]) -> bytes:
    """The request. It holds the session: for the wire only."""
    root = etree.Element(f"{{{ENVELOPE}}}Envelope", nsmap={"soapenv": ENVELOPE, "p": PARTNER})
    header = etree.SubElement(root, f"{{{ENVELOPE}}}Header")
    options = etree.SubElement(header, f"{{{PARTNER}}}CallOptions")
    etree.SubElement(options, f"{{{PARTNER}}}client").text = "CrmSync"
    session_header = etree.SubElement(header, f"{{{PARTNER}}}SessionHeader")
    etree.SubElement(session_header, f"{{{PARTNER}}}sessionId").text = session
    call = etree.SubElement(etree.SubElement(root, f"{{{ENVELOPE}}}Body"), f"{{{PARTNER}}}undelete")
    for id in ids:
        etree.SubElement(call, f"{{{PARTNER}}}ids").text = id
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def undelete_results(body: bytes) -> list[Row]:
    """One result an id, in order, in the words of a collection's. Raises ValueError."""
    answered = read_xml(body).find(f"{{{ENVELOPE}}}Body/{{{PARTNER}}}undeleteResponse")
    if answered is None:
        raise ValueError("not an answer to undelete")
    return [
        {
            "id": _text(one, "id"),
            "success": _text(one, "success") == "true",
            "errors": [
                {
                    "statusCode": _text(error, "statusCode"),
                    "message": _text(error, "message"),
                    "fields": [str(field.text or "") for field in error.iterfind(f"{{{PARTNER}}}fields")],
                }
                for error in one.iterfind(f"{{{PARTNER}}}errors")
            ],
        }
        for one in answered.iterfind(f"{{{PARTNER}}}result")
    ]


def fault_in(body: bytes) -> str | None:
    """The code of a SOAP fault, such as INVALID_SESSION_ID; None where the body is none."""
    if not body.lstrip().startswith(b"<"):
        return None
    try:
        fault = read_xml(body).find(f"{{{ENVELOPE}}}Body/{{{ENVELOPE}}}Fault")
    except ValueError:
        return None
    return None if fault is None else (fault.findtext("faultcode") or "").rpartition(":")[2].strip()


def read_fault(answer: Answer, closed: Collection[str]) -> Trouble | None:
    """A call that was refused as a whole: nothing was done. None for other faults, which may hide anything.

    `closed` are the codes that say that the API is not for this user.
    """
    code = fault_in(answer.body)
    if code == INVALID_SESSION:
        return Trouble(error=SignInNeeded(f"{answer.what}: the session has ended"))
    if code == "REQUEST_LIMIT_EXCEEDED":
        return Trouble(error=Throttled(f"{answer.what}: the API request limit is used up"), patient=False)
    if code is not None and (code in closed or code == "INSUFFICIENT_ACCESS"):
        return Trouble(error=NotPermitted(f"{answer.what}: {code}"))
    return None


def _text(element: Any, name: str) -> str:
    return (element.findtext(f"{{{PARTNER}}}{name}") or "").strip()
