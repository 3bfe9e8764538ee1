"""All mappings as one text: the same for the same mappings, read back equal, refused whole where a part is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import MappingInvalid
from core.mapping import Brake, FieldRule
from core.mapping_bundle import bundle, unbundle
from core.mapping_files import default_mappings
from daemon.app import RESOURCES
from tests.support.small_daemon import MAPPING

OTHER = replace(
    MAPPING,
    connection="Sales Force",
    brake=Brake(share=0.5),
    rules=(
        FieldRule(
            name='[odd] "name"', hub=("title",), crm=("t",), lens="choice_map", options={"[a": "b]\n[c]"}
        ),
    ),
)


@pytest.mark.parametrize("system", ["hubspot", "salesforce", "pipedrive", "dynamics"])
def test_the_products_own_mappings_read_back_equal(system: str) -> None:
    mappings = default_mappings(RESOURCES, system, "x", activities=system in ("hubspot", "salesforce"))
    found = unbundle(bundle(mappings), "b").values()
    assert sorted(found, key=repr) == sorted(mappings, key=repr)


def test_order_does_not_matter_and_odd_names_survive() -> None:
    text = bundle([OTHER, MAPPING])
    assert text == bundle([MAPPING, OTHER])
    assert unbundle(text, "b") == {"sales-force-contacts": OTHER, "hs-contacts": MAPPING}
    assert bundle(unbundle(text, "b").values()) == text


def test_two_of_one_object_are_refused_by_name() -> None:
    with pytest.raises(MappingInvalid, match="crm object 'contacts' of connection 'hs' is mapped twice"):
        bundle([MAPPING, replace(MAPPING, hub_object="lead")])


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "mappings are missing"),
        ("[mapping.x]\n", "mapping is not a known key"),
        ('[mappings.x]\nconnection = "hs"\n', "mappings.x.rules are missing"),
        (
            '[mappings.x]\n[mappings.x.rules.a]\nhub = "a"\ncrm = "b"\nlenz = "c"\n',
            "mappings.x.rules.a.lenz is not a known key",
        ),
    ],
)
def test_a_wrong_bundle_is_named_with_its_key(text: str, named: str) -> None:
    with pytest.raises(MappingInvalid, match=named):
        unbundle(text, "b")
