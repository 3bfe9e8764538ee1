"""What is known beforehand about the meanings and shapes of fields: weights, kinships, what goes without saying."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.suggest.fields import Shape

PLACES: Final = frozenset(
    "street city region postal_code country house_number latitude longitude geocode po_box line2 line3".split()
)
WHEREABOUTS: Final = PLACES | frozenset("address billing shipping mailing primary other home".split())
LIGHT: Final = {  # what an atom weighs; everything else weighs 1
    **dict.fromkeys(("date", "at", "number", "name", "type", "status", "last", "internal"), 0.35),
    **dict.fromkeys(("company", "contact", "deal", "lead", "address", "user", "expected"), 0.45),
    **dict.fromkeys(("work", "primary", "mailing", "parent"), 0.7),
    **dict.fromkeys(
        ("home", "mobile", "other", "second", "third", "billing", "shipping", "line2", "line3"), 0.9
    ),
}
# What a field means that does not say it: an only phone is the one at work, an only address is where mail goes.
USUAL: Final[Mapping[str, frozenset[str]]] = {
    "phone": frozenset({"work", "primary"}),
    "email": frozenset({"work", "primary"}),
    "fax": frozenset({"work", "primary"}),
    "website": frozenset({"work", "primary", "company"}),
    **dict.fromkeys(PLACES, frozenset({"mailing", "primary", "work", "billing", "address"})),
    "address": frozenset({"mailing", "primary", "work", "billing"}),
    "owner": frozenset({"contact", "company", "deal", "primary"}),
    "description": frozenset({"contact", "company", "deal"}),
    "amount": frozenset({"deal", "expected"}),
    "currency": frozenset({"deal"}),
    "industry": frozenset({"company"}),
    "employees": frozenset({"company", "number"}),
    "revenue": frozenset({"company"}),
    "rating": frozenset({"company"}),
    "company": frozenset({"primary", "name", "parent"}),
    "full": frozenset({"contact"}),
    "stage": frozenset({"deal", "status"}),
    "birthday": frozenset({"contact", "date"}),
    "close": frozenset({"deal", "expected"}),
    "manager": frozenset({"contact", "name"}),
    "at": frozenset({"contact", "company", "deal", "lead", "date"}),
    "by": frozenset({"user"}),
    "status": frozenset({"lead", "contact", "deal"}),
    "converted": frozenset({"date", "lead"}),
    "assistant": frozenset({"name", "contact"}),
    "type": frozenset({"company", "deal", "contact"}),
    "salutation": frozenset({"contact"}),
    "job_title": frozenset({"contact"}),
    "lead_source": frozenset({"contact", "company", "deal", "lead"}),
}
USUAL_WEIGHT: Final = 0.08
AKIN: Final[Mapping[frozenset[str], float]] = {
    frozenset(("other", "second")): 0.6,
    frozenset(("other", "third")): 0.6,
    frozenset(("work", "primary")): 0.9,
    frozenset(("mailing", "primary")): 0.8,
    frozenset(("mailing", "billing")): 0.35,
    frozenset(("subject", "description")): 0.3,
    frozenset(("role", "job_title")): 0.4,
    frozenset(("domain", "website")): 0.6,
    frozenset(("stage", "status")): 0.4,
    frozenset(("campaign", "lead_source")): 0.4,
    frozenset(("newsletter", "opt_out")): 0.3,
    frozenset(("newsletter", "email")): 0.6,
    frozenset(("lifecycle", "status")): 0.4,
    frozenset(("lead_status", "status")): 0.8,
    frozenset(("category", "type")): 0.6,
}
KINDS: Final = {  # what an object is, by an atom of its name
    "contact": "contact",
    "company": "company",
    "deal": "deal",
    "lead": "contact",
    "person": "contact",
}

_S = Shape
_PAIRS: Final = (
    (0.97, (_S.TEXT, _S.LONG, _S.CHOICE, _S.EMAIL, _S.PHONE, _S.URL), (_S.TEXT,)),
    (0.97, (_S.MONEY,), (_S.NUMBER,)),
    (0.97, (_S.REFERENCE,), (_S.ID,)),
    (0.97, (_S.BOOL, _S.CHOICES), (_S.CHOICE,)),
    (0.85, (_S.REFERENCE, _S.NUMBER, _S.DATE, _S.MONEY, _S.ADDRESS, _S.CHOICES), (_S.TEXT,)),
    (0.97, (_S.EMAIL,), (_S.REFERENCE,)),
    (0.85, (_S.CHOICE,), (_S.REFERENCE,)),
    (0.85, (_S.ADDRESS,), (_S.LONG,)),
    (0.6, (_S.BOOL, _S.ID), (_S.TEXT,)),
    (0.6, (_S.NUMBER, _S.LONG), (_S.CHOICE,)),
    (0.6, (_S.NUMBER, _S.CHOICES), (_S.REFERENCE,)),
    (0.6, (_S.EMAIL,), (_S.LONG,)),
    (0.6, (_S.BOOL,), (_S.CHOICES,)),
)
FITTING: Final[Mapping[frozenset[Shape], float]] = {
    frozenset((one, other)): fit for fit, ones, others in _PAIRS for one in ones for other in others
}
UNFIT: Final = 0.3
SAMPLED: Final = {  # what samples that look so mean, as atoms
    "email": frozenset({"email"}),
    "website": frozenset({"website"}),
    "phone": frozenset({"phone"}),
    "postal_code": frozenset({"postal_code"}),
    "amount": frozenset({"amount"}),
    "street": frozenset({"street"}),
}
SHOWN: Final = {
    Shape.EMAIL: "email",
    Shape.PHONE: "phone",
    Shape.URL: "website",
    Shape.DATE: "date",
    Shape.BOOL: "bool",
}
