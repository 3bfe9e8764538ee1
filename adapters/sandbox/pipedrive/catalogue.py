"""What every Pipedrive account has from the start: fields, pipelines and stages, people who work in it.

Codes and types as in the v2 field lists; which of them the API writes follows the bodies of its POST and PATCH.
"""

from __future__ import annotations

from typing import Any, Final

ADDRESS: Final = (
    "country",
    "admin_area_level_1",
    "admin_area_level_2",
    "locality",
    "sublocality",
    "route",
    "street_number",
    "subpremise",
    "postal_code",
)
# code, name, type, written by the API
PERSON: Final = (
    ("id", "ID", "int", False),
    ("name", "Name", "varchar", True),
    ("first_name", "First name", "varchar", False),
    ("last_name", "Last name", "varchar", False),
    ("phone", "Phone", "phone", True),
    ("email", "Email", "varchar", True),
    ("owner_id", "Owner", "user", True),
    ("org_id", "Organization", "org", True),
    ("job_title", "Job title", "varchar", True),
    ("postal_address", "Postal address", "address", True),
    ("notes", "Notes", "text", True),
    ("birthday", "Birthday", "date", True),
    ("label_ids", "Labels", "set", True),
    ("visible_to", "Visible to", "visible_to", True),
    ("add_time", "Person created", "date", False),
    ("update_time", "Update time", "date", False),
)
ORGANIZATION: Final = (
    ("id", "ID", "int", False),
    ("name", "Name", "varchar", True),
    ("owner_id", "Owner", "user", True),
    ("address", "Address", "address", True),
    ("website", "Website", "varchar", True),
    ("linkedin", "LinkedIn profile", "varchar", True),
    ("annual_revenue", "Annual revenue", "int", True),
    ("employee_count", "Number of employees", "int", True),
    ("industry", "Industry", "enum", True),
    ("label_ids", "Labels", "set", True),
    ("visible_to", "Visible to", "visible_to", True),
    ("add_time", "Organization created", "date", False),
    ("update_time", "Update time", "date", False),
)
DEAL: Final = (
    ("id", "ID", "int", False),
    ("title", "Title", "varchar", True),
    ("value", "Value", "double", True),
    ("currency", "Currency", "varchar_options", True),
    ("owner_id", "Owner", "user", True),
    ("person_id", "Contact person", "people", True),
    ("org_id", "Organization", "org", True),
    ("pipeline_id", "Pipeline", "enum", True),
    ("stage_id", "Stage", "stage", True),
    ("status", "Status", "status", True),
    ("probability", "Probability", "double", True),
    ("expected_close_date", "Expected close date", "date", True),
    ("lost_reason", "Lost reason", "varchar_auto", True),
    ("is_archived", "Is archived", "boolean", True),
    ("label_ids", "Labels", "set", True),
    ("visible_to", "Visible to", "visible_to", True),
    ("add_time", "Deal created", "date", False),
    ("update_time", "Update time", "date", False),
    ("won_time", "Won time", "date", False),
    ("lost_time", "Lost time", "date", False),
)
ACTIVITY: Final = (
    ("id", "ID", "int", False),
    ("subject", "Subject", "varchar", True),
    ("type", "Type", "enum", True),
    ("due_date", "Due date", "date", True),
    ("due_time", "Due time", "time", True),
    ("duration", "Duration", "time", True),
    ("done", "Done", "boolean", True),
    ("note", "Note", "text", True),
    ("owner_id", "Assigned to user", "user", True),
    ("deal_id", "Deal", "deal", True),
    ("org_id", "Organization", "org", True),
    ("person_id", "Contact person", "people", False),
    ("participants", "Participants", "participants", True),
    ("add_time", "Add time", "date", False),
    ("update_time", "Update time", "date", False),
)
NOTE: Final = (
    ("id", "ID", "int", False),
    ("content", "Content", "text", True),
    ("user_id", "User", "user", True),
    ("deal_id", "Deal", "deal", True),
    ("person_id", "Person", "people", True),
    ("org_id", "Organization", "org", True),
    ("add_time", "Add time", "moment", True),
    ("update_time", "Update time", "date", False),
)
ACTIVITY_TYPES: Final = ("call", "meeting", "task", "deadline", "email", "lunch")
STAGES: Final = ("New", "Qualified", "Proposal", "Negotiation", "Contract sent")
LABELS: Final = ((11, "Customer"), (12, "Hot lead"), (13, "Warm lead"), (14, "Cold lead"))
INDUSTRIES: Final = (
    (21, "Software"),
    (22, "Manufacturing"),
    (23, "Food"),
    (24, "Logistics"),
    (25, "Health"),
    (26, "Energy"),
    (27, "Retail"),
    (28, "Construction"),
)
CURRENCIES: Final = ("EUR", "USD", "GBP", "CHF", "MXN")
COMPANY_ID: Final = 7_700_001
US: Final = 9_001  # the user our app acts for
USERS: Final = (
    (US, "Integration User", "integration@sandbox.example"),
    (9_002, "Ada Brook", "ada@sandbox.example"),
    (9_003, "Ben Castell", "ben@sandbox.example"),
)

PEOPLE: Final = tuple(id for id, *_ in USERS if id != US)


def options_of(code: str) -> list[dict[str, Any]] | None:
    """The choices of a built-in field."""
    match code:
        case "label_ids":
            return [{"id": id, "label": label, "color": "blue"} for id, label in LABELS]
        case "industry":
            return [{"id": id, "label": label} for id, label in INDUSTRIES]
        case "currency":
            return [{"id": one, "label": one} for one in CURRENCIES]
        case "status":
            return [{"id": one, "label": one.capitalize()} for one in ("open", "won", "lost", "deleted")]
        case "pipeline_id":
            return [{"id": 1, "label": "Sales"}]
        case "stage_id":
            return [{"id": at, "label": name} for at, name in enumerate(STAGES, 1)]
        case "type":
            return [{"id": key, "label": key.capitalize()} for key in ACTIVITY_TYPES]
        case "visible_to":
            return [{"id": 1, "label": "Owner only"}, {"id": 3, "label": "All users"}]
        case _:
            return None


def users() -> list[dict[str, Any]]:
    return [
        {
            "id": id,
            "name": name,
            "email": email,
            "default_currency": "EUR",
            "locale": "de_DE",
            "active_flag": True,
            "is_deleted": False,
            "is_admin": 1,
            "is_you": id == US,
            "company_id": COMPANY_ID,
        }
        for id, name, email in USERS
    ]
