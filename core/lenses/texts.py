"""Lenses between one text and one text: white space, case, phones, web addresses, length."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import phonenumbers

from core.equivalence import e164, fold
from core.lenses.shape import TEXTS, Converting, Lens, Site, Spec, Values, on_text, one_to_one, text_of


def capitals(text: str) -> str:
    """Capital letters, except where a capital would read back as another word: "ß" is not written "SS"."""
    if text.isascii():
        return text.upper()
    return "".join(upper if fold(upper := letter.upper()) == fold(letter) else letter for letter in text)


_CASES: Final[dict[str, Callable[[str], str]]] = {"lower": str.lower, "upper": capitals, "keep": str}


def _trim(site: Site) -> Lens:
    _texts(site)
    return one_to_one(site, on_text(str.strip), on_text(str.strip), invertible=True)


def _lower(site: Site) -> Lens:
    _texts(site)
    return one_to_one(site, on_text(str.lower), on_text(str.lower), invertible=True)


def _upper(site: Site) -> Lens:
    _texts(site)
    return one_to_one(site, on_text(capitals), on_text(capitals), invertible=True)


def _case(site: Site) -> Lens:
    _texts(site)
    hub = _CASES[site.option("hub", "keep", tuple(_CASES))]
    crm = _CASES[site.option("crm", "keep", tuple(_CASES))]
    return one_to_one(site, on_text(hub), on_text(crm), invertible=True)


def _phone(site: Site) -> Lens:
    _texts(site)
    region = site.option("region", "").upper()
    if region and region not in phonenumbers.SUPPORTED_REGIONS:
        site.misfit("option 'region' is not a two-letter country", advice="Write it like 'DE' or 'US'.")

    def convert(text: str) -> str:
        return e164(text, region) or text

    return one_to_one(site, on_text(convert), on_text(convert), invertible=False)


def _url_bare(site: Site) -> Lens:
    _texts(site)
    scheme = site.option("scheme", "https", ("https", "http", ""))
    host_only = site.option("part", "all", ("all", "host")) == "host"

    def bare(text: str) -> str:
        text = text.strip()
        head, found, rest = text.partition("://")
        if found and head.isalnum():
            text = rest
        text = text.removeprefix("//")
        end = min((at for at in map(text.find, "/?#") if at >= 0), default=len(text))
        host = text[:end].lower().removeprefix("www.").rstrip(".").strip()
        return host if host_only else (host + text[end:]).rstrip("/").strip()

    def full(text: str) -> str:
        text = bare(text)
        return f"{scheme}://{text}" if text and scheme else text

    return one_to_one(site, on_text(bare), on_text(full), invertible=False)


def _truncate(site: Site) -> Lens:
    _texts(site)
    site.needs(1, 1)
    most = site.crm[0].max_length
    given = site.option("length", "" if most is None else str(most))
    if not (given.isascii() and given.isdecimal() and len(given) < 9 and int(given) > 0):
        site.misfit(
            "the CRM tells no length for this field and option 'length' is not a whole number above 0",
            advice='Give a length, such as length = "255".',
        )
    limit = min(int(given), most) if most is not None else int(given)

    def get(crm: Values) -> Values:
        return crm

    def put(hub: Values, now: Values) -> Values:
        if hub[0] is None:
            return (None,)
        cut = _cut(text_of(hub[0]), limit)
        return now if now[0] == cut else (cut or None,)

    return Converting(site=site, get=get, put=put, invertible=False)


def _cut(text: str, limit: int) -> str:
    """The longest beginning of at most `limit` UTF-16 units: the strictest way in which CRMs count characters."""
    if text.isascii() or len(text) * 2 <= limit:
        return text[:limit]
    used = 0
    for at, letter in enumerate(text):
        used += 2 if ord(letter) > 0xFFFF else 1
        if used > limit:
            return text[:at]
    return text


def _texts(site: Site) -> None:
    site.needs_types(site.hub, *TEXTS)
    site.needs_types(site.crm, *TEXTS)


SPECS: Final = (
    Spec(name="trim", description="Text without white space around it.", build=_trim),
    Spec(name="lower", description="Text in small letters on both sides.", build=_lower),
    Spec(name="upper", description="Text in capital letters on both sides.", build=_upper),
    Spec(
        name="case",
        description="Text in another case on each side. Options hub and crm: lower, upper or keep.",
        build=_case,
        options=frozenset({"hub", "crm"}),
    ),
    Spec(
        name="phone_e164",
        description="Phone numbers in international form (+49301234567); what is no phone number stays as it is. "
        "Option region: the country of numbers without one, such as DE.",
        build=_phone,
        options=frozenset({"region"}),
    ),
    Spec(
        name="url_bare",
        description="Web address in the CRM, without scheme, www and closing slash in the hub. Options: part "
        "(all, or host for the domain alone), scheme (https, http or empty) for new addresses.",
        build=_url_bare,
        options=frozenset({"part", "scheme"}),
    ),
    Spec(
        name="truncate",
        description="Text cut to the length the CRM's field can hold. What is cut off is only in the hub. "
        "Option length: in characters, where the CRM does not tell.",
        build=_truncate,
        options=frozenset({"length"}),
    ),
)
