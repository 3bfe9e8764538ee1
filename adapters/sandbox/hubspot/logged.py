"""Notes, calls, meetings and tasks: their properties and choices, after the reference of engagements."""

from __future__ import annotations

from typing import Final

_NOTE = """
hs_timestamp|Activity date|datetime|date
hs_note_body|Note body|string|html
hubspot_owner_id|Activity assigned to|enumeration|select
"""
_CALL = """
hs_timestamp|Activity date|datetime|date
hs_call_title|Call Title|string|text
hs_call_body|Call notes|string|html
hs_call_duration|Call duration|number|number
hs_call_status|Call status|enumeration|select
hs_call_direction|Call direction|enumeration|radio
hs_call_to_number|To Number|string|text
hs_call_from_number|From Number|string|text
hubspot_owner_id|Activity assigned to|enumeration|select
"""
_MEETING = """
hs_timestamp|Activity date|datetime|date
hs_meeting_title|Meeting name|string|text
hs_meeting_body|Meeting description|string|html
hs_meeting_start_time|Meeting start time|datetime|date
hs_meeting_end_time|Meeting end time|datetime|date
hs_meeting_location|Location|string|text
hs_meeting_outcome|Meeting outcome|enumeration|select
hs_internal_meeting_notes|Internal meeting notes|string|html
hubspot_owner_id|Activity assigned to|enumeration|select
"""
_TASK = """
hs_timestamp|Due date|datetime|date
hs_task_subject|Task Title|string|text
hs_task_body|Task Notes|string|html
hs_task_status|Task Status|enumeration|select
hs_task_priority|Priority|enumeration|radio
hs_task_type|Task Type|enumeration|select
hubspot_owner_id|Assigned to|enumeration|select
"""
LOGGED_OBJECTS: Final = (
    ("note", "0-46", _NOTE),
    ("call", "0-48", _CALL),
    ("meeting", "0-47", _MEETING),
    ("task", "0-27", _TASK),
)
LOGGED_CHOICES: Final = {
    "hs_call_status": (
        "BUSY", "CALLING_CRM_USER", "CANCELED", "COMPLETED", "CONNECTING", "FAILED", "IN_PROGRESS", "NO_ANSWER",
        "QUEUED", "RINGING",
    ),
    "hs_call_direction": ("INBOUND", "OUTBOUND"),
    "hs_meeting_outcome": ("SCHEDULED", "COMPLETED", "RESCHEDULED", "NO_SHOW", "CANCELED"),
    "hs_task_status": ("COMPLETED", "DEFERRED", "IN_PROGRESS", "NOT_STARTED", "WAITING"),
    "hs_task_priority": ("NONE", "LOW", "MEDIUM", "HIGH"),
    "hs_task_type": ("TODO", "CALL", "EMAIL"),
}  # fmt: skip
