"""Saved examples: read from files, run both ways, and a failing one keeps a mapping from being used."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import MappingInvalid
from core.mapping import Direction, Filter
from core.mapping_examples import load_examples, refuse_failing, run_examples
from core.schema import FieldType
from core.translate import Translation, compile_mapping
from tests.support.small_daemon import CONTACT, CRM_CONTACT, MAPPING

_NUMBER = FieldType.NUMBER
HEAD = 'connection = "hs"\ncrm_object = "contacts"\n'
GOOD = """
[examples.name]
given = "crm"
crm = { n = "Ann", t = "" }
hub = { name = "Ann" }

[examples.back]
given = "hub"
hub = { email = "a@x.eu" }
crm = { e = "a@x.eu" }
"""


def made(*, lens: str = "auto", direction: Direction = Direction.BOTH) -> Translation:
    title = replace(MAPPING.rules[2], lens=lens, direction=direction)
    return compile_mapping(replace(MAPPING, rules=(*MAPPING.rules[:2], title)), CONTACT, CRM_CONTACT)


def troubles(folder: Path, text: str, translation: Translation | None = None) -> list[tuple[str, str]]:
    (folder / "contacts.toml").write_text(HEAD + text, encoding="utf-8")
    found = run_examples(translation or made(), load_examples(folder))
    return [(one.example.name, one.trouble) for one in found]


def test_examples_are_run_both_ways_in_their_order(tmp_path: Path) -> None:
    assert troubles(tmp_path, GOOD) == [("name", ""), ("back", "")]
    refuse_failing([made()], load_examples(tmp_path))
    assert load_examples(tmp_path / "nowhere") == ()


def test_examples_of_another_mapping_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(HEAD.replace("contacts", "deals") + GOOD, encoding="utf-8")
    assert run_examples(made(), load_examples(tmp_path)) == ()


def test_a_failing_example_names_fields_and_no_values(tmp_path: Path) -> None:
    [(_, trouble)] = troubles(
        tmp_path, '[examples.x]\ngiven = "crm"\ncrm = { n = "Ann" }\nhub = { name = "Secret", title = "b" }\n'
    )
    assert trouble == "name, title came out otherwise than expected"
    with pytest.raises(MappingInvalid, match="example 'x' of contacts fails: name, title"):
        refuse_failing([made()], load_examples(tmp_path))


def test_a_refusal_can_be_what_is_expected(tmp_path: Path) -> None:
    numbers = replace(
        CONTACT,
        fields={**CONTACT.fields, "title": replace(CONTACT.fields["title"], type=_NUMBER)},
    )
    translation = compile_mapping(MAPPING, numbers, CRM_CONTACT)
    text = '[examples.x]\ngiven = "crm"\ncrm = { t = "many" }\n'
    assert troubles(tmp_path, text + "refused = true\n", translation) == [("x", "")]
    assert troubles(tmp_path, text + 'hub = { title = "1" }\n', translation) == [
        ("x", "rule 'title' refuses it")
    ]
    assert troubles(tmp_path, text.replace("many", "3") + "refused = true\n", translation) == [
        ("x", "it was converted, but was to be refused")
    ]


def test_an_example_says_whether_the_filter_leaves_it_out(tmp_path: Path) -> None:
    made = replace(MAPPING, filter=Filter(hub='title != "lead"', crm='t != "lead"'))
    filtered = compile_mapping(made, CONTACT, CRM_CONTACT)
    text = '[examples.a]\ngiven = "crm"\ncrm = { t = "lead" }\nleft_out = true\n'
    text += '[examples.b]\ngiven = "hub"\nhub = { title = "CEO" }\ncrm = { t = "CEO" }\nleft_out = false\n'
    assert troubles(tmp_path, text, filtered) == [("a", ""), ("b", "")]
    assert troubles(tmp_path, text.replace("true", "false"), filtered) == [
        ("a", "it is left out: the CRM's filter does not hold"),
        ("b", ""),
    ]
    lets_in = ("b", "the filter lets it in, but was to leave it out")
    assert troubles(tmp_path, text.replace("left_out = false", "left_out = true"), filtered)[1] == lets_in


def test_a_value_that_no_rule_takes_that_way_is_told(tmp_path: Path) -> None:
    text = '[examples.x]\ngiven = "crm"\ncrm = { t = "a" }\nhub = { title = "a" }\n'
    assert troubles(tmp_path, text, made(direction=Direction.TO_CRM)) == [
        ("x", "no rule converts 't' in this direction")
    ]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[examples.x]\ngiven = "both"\n', "examples.x.given must be one of"),
        ('[examples.x]\ngiven = "crm"\nhub = { name = "a" }\n', "examples.x.crm is empty"),
        ('[examples.x]\ngiven = "crm"\ncrm = { n = "a" }\n', "examples.x.refused and expected values"),
        (
            '[examples.x]\ngiven = "crm"\ncrm = { n = 3 }\nhub = { name = "a" }\n',
            "examples.x.crm.n must be a text",
        ),
        ('[examples.x]\ngivn = "crm"\n', "examples.x.givn is not a known key"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(MappingInvalid, match=named):
        troubles(tmp_path, text)
