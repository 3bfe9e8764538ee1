"""The hub's objects as shipped, and what a user's own files may add to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import SchemaInvalid
from core.hub_schema import load_hub_objects
from core.schema import FieldType
from tests.support.shared import REPOSITORY

HUB = REPOSITORY / "resources" / "hub"


def test_the_shipped_objects_are_complete() -> None:
    objects = load_hub_objects(HUB)
    assert set(objects) == {"contact", "company", "deal", "lead", "activity"}
    assert objects["contact"].keys == ("email", "phone")
    assert set(objects["company"].keys) == {"domain", "name"}
    assert "name" in objects["deal"].keys
    assert objects["contact"].references == ("company",)
    assert set(objects["deal"].references) == {"company", "contact"}
    assert [choice.value for choice in objects["activity"].fields["kind"].choices] == [
        "note",
        "call",
        "meeting",
        "task",
    ]
    assert not any(field.custom for each in objects.values() for field in each.fields.values())


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_user_adds_fields_and_objects(tmp_path: Path) -> None:
    write(
        tmp_path / "hub",
        "own.toml",
        'extends = "contact"\n[fields.shoe_size]\ntype = "number"\nlabel = "Shoe size"\n',
    )
    write(
        tmp_path / "hub",
        "project.toml",
        'name = "project"\nlabel = "Project"\n[fields]\n'
        'title = { type = "text", label = "Title", key = true, max_length = 80 }\n'
        'client = { type = "reference", label = "Client", references = "company" }\n'
        'kind = { type = "choice", label = "Kind", choices = { "in house" = "In house", paid = "Paid" } }\n',
    )
    objects = load_hub_objects(HUB, tmp_path / "hub")
    assert objects["contact"].fields["shoe_size"].custom
    assert objects["contact"].fields["shoe_size"].type is FieldType.NUMBER
    assert not objects["contact"].fields["email"].custom
    assert objects["project"].plural == "Projects"
    assert objects["project"].references == ("company",)
    assert objects["project"].fields["kind"].choices[0].value == "in house"
    assert objects["project"].fields["title"].max_length == 80


def test_an_absent_folder_of_the_user_adds_nothing(tmp_path: Path) -> None:
    assert load_hub_objects(HUB, tmp_path / "none") == load_hub_objects(HUB)


FIELD = 'type = "text"\nlabel = "X"\n'
BAD = {
    "a clash": (f'extends = "contact"\n[fields.email]\n{FIELD}', ["contact", "email"]),
    "an object twice": (f'name = "contact"\nlabel = "C"\n[fields.x]\n{FIELD}', ["contact"]),
    "no such object": (f'extends = "contract"\n[fields.x]\n{FIELD}', ["contract"]),
    "a bad type": ('extends = "contact"\n[fields.x]\ntype = "txt"\nlabel = "X"\n', ["fields.x.type"]),
    "no type": ('extends = "contact"\n[fields.x]\nlabel = "X"\n', ["fields.x.type"]),
    "no label": ('extends = "contact"\n[fields.x]\ntype = "text"\n', ["fields.x.label"]),
    "a bad name": (f'extends = "contact"\n[fields."Shoe Size"]\n{FIELD}', ["Shoe Size", "contact"]),
    "a dangling reference": (
        'extends = "contact"\n[fields.x]\ntype = "reference"\nlabel = "X"\nreferences = "planet"\n',
        ["contact", "'x'", "planet"],
    ),
    "a reference to nothing": (
        'extends = "contact"\n[fields.x]\ntype = "reference"\nlabel = "X"\n',
        ["references"],
    ),
    "a text that references": (
        f'extends = "contact"\n[fields.x]\n{FIELD}references = "deal"\n',
        ["references"],
    ),
    "choices of a text": (f'extends = "contact"\n[fields.x]\n{FIELD}choices = {{ a = "A" }}\n', ["choices"]),
    "a long key": ('extends = "contact"\n[fields.x]\ntype = "long_text"\nlabel = "X"\nkey = true\n', ["key"]),
    "an unknown key": (f'extends = "contact"\n[fields.x]\n{FIELD}requird = true\n', ["requird"]),
    "a renamed object": (f'extends = "contact"\nlabel = "Person"\n[fields.x]\n{FIELD}', ["label"]),
    "a truth in quotes": (f'extends = "contact"\n[fields.x]\n{FIELD}required = "yes"\n', ["required"]),
    "no TOML": ("extends = contact", ["line 1"]),
    "no fields": ('name = "empty"\nlabel = "E"\n', ["empty"]),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_by_file_and_place(name: str, tmp_path: Path) -> None:
    text, words = BAD[name]
    with pytest.raises(SchemaInvalid) as refused:
        load_hub_objects(HUB, write(tmp_path / "hub", "own.toml", text))
    message = str(refused.value)
    assert "own.toml" in message or name == "a dangling reference"
    assert all(word in message for word in words)
    assert refused.value.advice


def test_a_missing_resources_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(SchemaInvalid, match="holds no hub objects"):
        load_hub_objects(tmp_path / "none")
