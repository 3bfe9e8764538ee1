"""The standard objects and properties of a fresh account, and its pipelines and owners."""

from __future__ import annotations

from typing import Any

from adapters.sandbox.hubspot.fields import Group, ObjectType, Option, Property
from adapters.sandbox.hubspot.logged import LOGGED_CHOICES, LOGGED_OBJECTS

PIPELINE_STAGES = (
    ("appointmentscheduled", "Appointment Scheduled", "0.2"),
    ("qualifiedtobuy", "Qualified To Buy", "0.4"),
    ("presentationscheduled", "Presentation Scheduled", "0.6"),
    ("decisionmakerboughtin", "Decision Maker Bought-In", "0.8"),
    ("contractsent", "Contract Sent", "0.9"),
    ("closedwon", "Closed Won", "1.0"),
    ("closedlost", "Closed Lost", "0.0"),
)
LEAD_STAGES = (("new-stage-id", "New", "0.1"), ("attempting-stage-id", "Attempting", "0.3"))
LIFECYCLE = (
    "subscriber",
    "lead",
    "marketingqualifiedlead",
    "salesqualifiedlead",
    "opportunity",
    "customer",
    "other",
)
INDUSTRY = {
    "software": "COMPUTER_SOFTWARE",
    "manufacturing": "MACHINERY",
    "food": "FOOD_PRODUCTION",
    "logistics": "LOGISTICS_AND_SUPPLY_CHAIN",
    "health": "HOSPITAL_HEALTH_CARE",
    "energy": "UTILITIES",
    "retail": "RETAIL",
    "construction": "CONSTRUCTION",
}
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "MXN")
LANGUAGES = ("en", "de", "fr", "es")
OWNERS = (
    ("51", "Maya", "Okafor", "maya.okafor@crm-sandbox.example", 501),
    ("52", "Jonas", "Weiß", "jonas.weiss@crm-sandbox.example", 502),
    ("53", "Inés", "Güell", "ines.gueell@crm-sandbox.example", 503),
)

# name, label, type, field type; the order is the column order, the often set ones first
_CONTACT = """
email|Email|string|text
firstname|First Name|string|text
lastname|Last Name|string|text
phone|Phone Number|string|phonenumber
jobtitle|Job Title|string|text
city|City|string|text
country|Country/Region|string|text
hs_language|Preferred language|enumeration|select
lifecyclestage|Lifecycle Stage|enumeration|radio
company|Company Name|string|text
mobilephone|Mobile Phone Number|string|phonenumber
website|Website URL|string|text
address|Street Address|string|text
state|State/Region|string|text
zip|Postal Code|string|text
fax|Fax Number|string|phonenumber
salutation|Salutation|string|text
industry|Industry|string|text
date_of_birth|Date of birth|string|text
message|Message|string|textarea
hs_lead_status|Lead Status|enumeration|radio
hubspot_owner_id|Contact owner|enumeration|select
hs_additional_emails|Additional email addresses|enumeration|checkbox
"""
_COMPANY = """
name|Company name|string|text
domain|Company Domain Name|string|text
phone|Phone Number|string|phonenumber
address|Street Address|string|text
zip|Postal Code|string|text
city|City|string|text
country|Country/Region|string|text
industry|Industry|enumeration|select
numberofemployees|Number of Employees|number|number
website|Website URL|string|text
description|Description|string|textarea
state|State/Region|string|text
annualrevenue|Annual Revenue|number|number
lifecyclestage|Lifecycle Stage|enumeration|radio
founded_year|Year Founded|string|text
hubspot_owner_id|Company owner|enumeration|select
"""
_DEAL = """
dealname|Deal Name|string|text
amount|Amount|number|number
deal_currency_code|Currency|enumeration|select
dealstage|Deal Stage|enumeration|radio
pipeline|Pipeline|enumeration|select
closedate|Close Date|datetime|date
dealtype|Deal Type|enumeration|radio
description|Deal Description|string|textarea
hs_priority|Priority|enumeration|select
closed_lost_reason|Closed Lost Reason|string|textarea
closed_won_reason|Closed Won Reason|string|textarea
hubspot_owner_id|Deal owner|enumeration|select
"""
_LEAD = """
hs_lead_name|Lead Name|string|text
hs_lead_type|Lead Type|enumeration|select
hs_lead_label|Lead Label|enumeration|select
hs_pipeline|Lead pipeline|enumeration|select
hs_pipeline_stage|Lead pipeline stage|enumeration|select
hubspot_owner_id|Lead owner|enumeration|select
"""
_CHOICES: dict[str, tuple[str, ...]] = {
    "hs_language": LANGUAGES,
    "lifecyclestage": LIFECYCLE,
    "hs_lead_status": ("NEW", "OPEN", "IN_PROGRESS", "OPEN_DEAL", "UNQUALIFIED", "CONNECTED", "BAD_TIMING"),
    "industry": tuple(INDUSTRY.values()),
    "deal_currency_code": CURRENCIES,
    "dealstage": tuple(stage for stage, _label, _odds in PIPELINE_STAGES),
    "pipeline": ("default",),
    "dealtype": ("newbusiness", "existingbusiness"),
    "hs_priority": ("low", "medium", "high"),
    "hs_lead_type": ("NEW_BUSINESS", "RE_ATTEMPTING", "UPSELL"),
    "hs_lead_label": ("HOT", "WARM", "COLD"),
    **LOGGED_CHOICES,
    "hs_pipeline": ("lead-pipeline-id",),
    "hs_pipeline_stage": tuple(stage for stage, _label, _odds in LEAD_STAGES),
}
_SYSTEM = """
hs_object_id|Record ID|number|number
createdate|Create Date|datetime|date
hs_object_source|Record creation source|enumeration|select
hs_object_source_id|Record creation source ID|string|text
hs_object_source_label|Record source|enumeration|select
hs_merged_object_ids|Merged record IDs|enumeration|checkbox
"""
_DEFINED_AT = 1_570_000_000_000


def _property(line: str, group: str, *, read_only: bool = False) -> Property:
    name, label, kind, field_type = line.split("|")
    options = tuple(
        Option(value=value, label=value, order=at) for at, value in enumerate(_CHOICES.get(name, ()))
    )
    return Property(
        name=name,
        label=label,
        type=kind,
        field_type=field_type,
        group=group,
        options=options if kind == "enumeration" else (),
        unique=name == "email",
        read_only=read_only,
        created=_DEFINED_AT,
        updated=_DEFINED_AT,
    )


def add_system_properties(object: ObjectType, group: str) -> None:
    """Gives an object the read-only properties every object has, its modified time among them."""
    for line in (_SYSTEM + f"{object.modified}|Last Modified Date|datetime|date").split("\n"):
        if line:
            made = _property(line, group, read_only=True)
            object.properties[made.name] = made


def _object(object: ObjectType, group: str, group_label: str, lines: str) -> ObjectType:
    object.groups[group] = Group(name=group, label=group_label, order=0)
    for line in lines.strip().split("\n"):
        made = _property(line, group)
        object.properties[made.name] = made
    add_system_properties(object, group)
    return object


def standard_objects() -> dict[str, ObjectType]:
    """Contacts, companies, deals, leads, and what is logged, of a fresh account."""
    contacts = ObjectType(
        name="contacts", singular="contact", type_id="0-1", label="Contact", label_plural="Contacts",
        modified="lastmodifieddate", display="firstname",
        defaults=("createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"),
    )  # fmt: skip
    companies = ObjectType(
        name="companies", singular="company", type_id="0-2", label="Company", label_plural="Companies",
        modified="hs_lastmodifieddate", display="name",
        defaults=("createdate", "domain", "hs_lastmodifieddate", "hs_object_id", "name"),
    )  # fmt: skip
    deals = ObjectType(
        name="deals", singular="deal", type_id="0-3", label="Deal", label_plural="Deals",
        modified="hs_lastmodifieddate", display="dealname",
        defaults=("amount", "closedate", "createdate", "dealname", "dealstage", "hs_lastmodifieddate",
                  "hs_object_id", "pipeline"),
    )  # fmt: skip
    leads = ObjectType(
        name="leads", singular="lead", type_id="0-136", label="Lead", label_plural="Leads",
        modified="hs_lastmodifieddate", display="hs_lead_name",
        defaults=("createdate", "hs_lastmodifieddate", "hs_object_id"), required=("hs_lead_name",),
    )  # fmt: skip
    logged = [
        _object(
            ObjectType(
                name=f"{kind}s", singular=kind, type_id=type_id, label=kind.capitalize(),
                label_plural=f"{kind.capitalize()}s", modified="hs_lastmodifieddate", display="hs_object_id",
                defaults=("hs_createdate", "hs_lastmodifieddate", "hs_object_id"), required=("hs_timestamp",),
            ),
            "engagement",
            "Engagement Information",
            lines,
        )
        for kind, type_id, lines in LOGGED_OBJECTS
    ]  # fmt: skip
    found = [
        _object(contacts, "contactinformation", "Contact information", _CONTACT),
        _object(companies, "companyinformation", "Company information", _COMPANY),
        _object(deals, "dealinformation", "Deal information", _DEAL),
        _object(leads, "leadinformation", "Lead information", _LEAD),
        *logged,
    ]
    contacts.properties["associatedcompanyid"] = _property(
        "associatedcompanyid|Primary Associated Company ID|number|number",
        "contactinformation",
        read_only=True,
    )
    return {object.name: object for object in found}


def owners() -> list[dict[str, Any]]:
    """The people who work in this account, as the owners API shows them."""
    return [
        {
            "id": id,
            "type": "PERSON",
            "firstName": first,
            "lastName": last,
            "email": email,
            "userId": user,
            "userIdIncludingInactive": user,
            "createdAt": "2024-01-08T09:00:00.000Z",
            "updatedAt": "2025-02-03T10:30:00.000Z",
            "archived": False,
        }
        for id, first, last, email, user in OWNERS
    ]


def pipelines(object: str) -> list[dict[str, Any]]:
    """The pipelines of an object, as the pipelines API shows them."""
    known = {
        "deals": ("default", "Sales Pipeline", PIPELINE_STAGES),
        "leads": ("lead-pipeline-id", "Lead pipeline", LEAD_STAGES),
    }
    if object not in known:
        return []
    id, label, stages = known[object]
    fixed = {"createdAt": "1970-01-01T00:00:00Z", "updatedAt": "1970-01-01T00:00:00Z", "archived": False}
    return [
        {
            "label": label,
            "displayOrder": 0,
            "id": id,
            "stages": [
                {
                    "label": stage_label,
                    "displayOrder": at,
                    "metadata": {"isClosed": str(odds in ("0.0", "1.0")).lower(), "probability": odds},
                    "id": stage,
                    "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT",
                    **fixed,
                }
                for at, (stage, stage_label, odds) in enumerate(stages)
            ],
            **fixed,
        }
    ]
