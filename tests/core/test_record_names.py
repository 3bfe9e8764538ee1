"""What a record is called."""

from __future__ import annotations

import pytest

from core.record_names import MOST, name_of


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"first_name": "Ann", "last_name": "Smith", "email": "ann@x.eu"}, "Ann Smith"),
        ({"first_name": None, "last_name": "Smith"}, "Smith"),
        ({"name": "Acme GmbH", "domain": "acme.de"}, "Acme GmbH"),
        ({"name": " \n", "domain": "acme.de"}, "acme.de"),
        ({"title": "Head of Sales", "email": "ann@x.eu"}, "ann@x.eu"),
        ({"title": "Renewal\n2027"}, "Renewal 2027"),
        ({"subject": "Call back", "email": "ann@x.eu"}, "Call back"),
        ({"name": True, "title": ("a", "b"), "phone": "+49 30 1"}, ""),
        ({"name": "x" * 500}, "x" * (MOST - 1) + "…"),
    ],
)
def test_a_record_is_called_by_what_says_most(fields: dict[str, object], name: str) -> None:
    assert name_of(fields) == name
