"""Fields that only come from a CRM are told with their age."""

from __future__ import annotations

from core.mapping import Direction, FieldRule, Mapping
from core.records import Link, LinkState
from daemon.api.present import one_way

RULES = (
    FieldRule(name="name", hub=("name",), crm=("Name",)),
    FieldRule(name="score", hub=("score",), crm=("Score__c",), direction=Direction.TO_HUB),
    FieldRule(name="source", hub=("source",), crm=("Source__c",), direction=Direction.TO_CRM),
)


def link(connection: str, state: LinkState = LinkState.LINKED) -> Link:
    return Link(
        connection=connection,
        crm_object="Contact",
        crm_id="003",
        record_id="r",
        layout="l",
        base_hub=(),
        base_crm=(),
        remote_version=1_700_000_000_000,
        seen=1,
        state=state,
    )


def mapping(connection: str) -> Mapping:
    return Mapping(connection=connection, hub_object="contact", crm_object="Contact", rules=RULES)


def test_only_what_comes_one_way_is_told_with_the_age_of_what_is_known() -> None:
    [told] = one_way([mapping("sf"), mapping("other")], [link("sf")])
    assert (told.field, told.connection, told.crm_fields) == ("score", "sf", ["Score__c"])
    assert told.as_of == 1_700_000_000_000


def test_a_pair_that_is_no_more_tells_nothing() -> None:
    assert one_way([mapping("sf")], [link("sf", LinkState.DELETED)]) == []
