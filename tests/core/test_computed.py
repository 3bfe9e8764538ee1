"""The lens that computes a value by an expression: where it fits, what it makes, how it fails."""

from __future__ import annotations

import pytest

from core.errors import MappingInvalid, TransformError
from core.mapping import Direction, FieldRule
from core.schema import Field, FieldType
from core.transforms import Lens, lens_for

T = FieldType


def computed(target: FieldType, text: str, direction: Direction = Direction.TO_CRM) -> Lens:
    rule = FieldRule(
        name="r", hub=("h0",), crm=("c0",), lens="expression", direction=direction, options={"value": text}
    )
    hub = Field(name="h0", type=T.TEXT, label="H")
    return lens_for(rule, (hub,), (Field(name="c0", type=target, label="C"),))


@pytest.mark.parametrize(
    ("direction", "text", "named"),
    [
        (Direction.BOTH, "h0", "goes one way"),
        (Direction.TO_CRM, "", "'value' is missing"),
        (Direction.TO_CRM, "h0 +", "not valid"),
        (Direction.TO_CRM, "h9", "undeclared"),
        (Direction.TO_CRM, "size(h0)", "type int"),
        (Direction.TO_CRM, "x" * 1_000_000, "longer than"),
    ],
)
def test_an_expression_is_told_where_it_cannot_be(direction: Direction, text: str, named: str) -> None:
    with pytest.raises(MappingInvalid, match=named) as refused:
        computed(T.TEXT, text, direction)
    assert "'r'" in str(refused.value)
    assert refused.value.advice


def test_a_value_is_computed_and_a_failure_is_named_by_its_rule() -> None:
    assert computed(T.NUMBER, "1.0 / double(size(h0))").to_crm(("ab",), (None,)) == ("0.5",)
    with pytest.raises(TransformError, match=r"'r'.*divide by zero"):
        computed(T.NUMBER, "1 / size(h0)").to_crm((None,), (None,))
