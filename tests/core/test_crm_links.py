"""Links as people copy them from a CRM's pages lead to the record's id there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crm_links import CrmAddress, read_link

GUID = "7c1b0f2e-1111-4222-8333-0123456789ab"


@pytest.mark.parametrize(
    ("link", "system", "object", "id"),
    [
        ("https://app.hubspot.com/contacts/99/record/0-1/151", "hubspot", "contacts", "151"),
        ("https://app-eu1.hubspot.com/contacts/99/company/7?x=1", "hubspot", "companies", "7"),
        ("https://app.hubspot.com/contacts/99/record/2-77/151/", "hubspot", None, "151"),
        ("https://a.lightning.force.com/lightning/r/Account/001A0000006Vm9u/view", "salesforce", "Account",
         "001A0000006Vm9uIAC"),
        ("https://a.my.salesforce.com/001A0000006Vm9uIAC", "salesforce", None, "001A0000006Vm9uIAC"),
        ("https://acme.pipedrive.com/person/12", "pipedrive", "persons", "12"),
        (f"https://a.crm4.dynamics.com/main.aspx?etn=contact&id=%7B{GUID.upper()}%7D", "dynamics", "contact", GUID),
    ],
)  # fmt: skip
def test_a_link_is_read(link: str, system: str, object: str | None, id: str) -> None:
    assert read_link(link) == CrmAddress(system=system, object=object, id=id)


@pytest.mark.parametrize(
    "link",
    [
        "https://app.hubspot.com.evil.example/contacts/9/record/0-1/151",
        "https://app.hubspot.com/settings",
        "https://acme.pipedrive.com/person/x",
        "https://a.crm4.dynamics.com/main.aspx?etn=contact",
        "ftp://app.hubspot.com/contacts/9/record/0-1/151",
        "https://[broken",
    ],
)
def test_what_is_no_such_link_is_not(link: str) -> None:
    assert read_link(link) is None


@given(st.text())
def test_any_text_is_borne(text: str) -> None:
    assert read_link(text) is None or "://" in text
