"""The mapping laboratory over the real socket: files, trials on real records, suggestions, versions, other accounts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from core.errors import Invalid, MappingInvalid, NotFound, NotPermitted
from core.mapping import Direction, FieldRule, Filter
from core.mapping_files import dump_mapping
from core.promotion import promote
from core.schema import Choice, Field, FieldType, Object
from core.wire.client import Client
from daemon.cli.root import app
from daemon.watching import FolderWatch
from tests.support.small_daemon import CONNECTION, CRM_CONTACT, MAPPING, SmallDaemon, served

Served = tuple[SmallDaemon, Client]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as (daemon, _, client):
        yield daemon, client


def path_of(daemon: SmallDaemon) -> Path:
    return daemon.laboratory.folder.folder / "hs-contact.toml"


def test_a_saved_file_is_in_use_at_once_and_kept_as_a_version(running: Served) -> None:
    daemon, client = running
    changed = replace(MAPPING, rules=MAPPING.rules[:2])
    path_of(daemon).write_text(dump_mapping(changed), encoding="utf-8")
    touched = client.reload_mappings()
    assert (touched.connections, touched.refused) == ([CONNECTION], [])
    assert daemon.mappings == (changed,)
    versions = client.list_mapping_versions(CONNECTION, "contacts").rows
    assert [(one.n, one.text) for one in versions] == [(1, dump_mapping(MAPPING)), (2, dump_mapping(changed))]
    assert client.reload_mappings().connections == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("connection = [", "not valid TOML"),
        (dump_mapping(MAPPING).replace('crm = "e"', 'crm = "nope"'), "nope"),
        (dump_mapping(MAPPING).replace('crm = "e"', 'crm = "e"\nlens = "trimm"'), "trimm"),
        ("", "rules"),
    ],
)
def test_a_bad_file_is_named_and_the_mapping_before_stays_in_use(
    running: Served, text: str, named: str
) -> None:
    daemon, client = running
    path_of(daemon).write_text(text, encoding="utf-8")
    touched = client.reload_mappings()
    assert touched.connections == []
    assert daemon.mappings == (MAPPING,)
    [refused] = touched.refused
    assert named in refused.reason
    assert refused.advice
    assert (refused.name, refused.connection) == ("hs-contact.toml", CONNECTION)
    path_of(daemon).write_text(dump_mapping(MAPPING), encoding="utf-8")
    assert client.reload_mappings().refused == []


def test_a_failing_example_refuses_a_saved_file_and_is_listed(
    running: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon, client = running
    folder = daemon.laboratory.folder.examples
    folder.mkdir()
    (folder / "contacts.toml").write_text(
        'connection = "hs"\ncrm_object = "contacts"\n\n[examples.title]\ngiven = "crm"\n'
        'crm = { t = "Boss" }\nhub = { title = "Boss" }\n',
        encoding="utf-8",
    )
    [row] = client.test_mapping(CONNECTION, "contacts").rows
    assert (row.name, row.given, row.passed, row.trouble) == ("title", "crm", True, "")
    title = replace(MAPPING.rules[2], lens="lower")
    lowered = dump_mapping(replace(MAPPING, rules=(*MAPPING.rules[:2], title)))
    path_of(daemon).write_text(lowered, encoding="utf-8")
    [refused] = client.reload_mappings().refused
    assert refused.reason == "example 'title' of contacts fails: title came out otherwise than expected"
    assert daemon.mappings == (MAPPING,)
    monkeypatch.setenv("CRMSYNC_HOME", str(tmp_path))
    words = ["mappings", "test", CONNECTION, "contacts"]
    assert CliRunner().invoke(app, words).exit_code == 0
    outcome = CliRunner().invoke(app, [*words, "--file", str(path_of(daemon))])
    assert (outcome.exit_code, "failed" in outcome.output) == (4, True)


def test_a_field_is_made_in_the_crm_after_a_look(
    running: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon, client = running
    monkeypatch.setenv("CRMSYNC_HOME", str(tmp_path))
    words = ["mappings", "new-field", CONNECTION, "contacts", "Shoe size", "--type", "number"]
    looked = CliRunner().invoke(app, words, input="n\n")
    assert "'Shoe size', shoe_size, of type number" in looked.output and looked.exit_code == 1
    assert "shoe_size" not in daemon.crm.objects["contacts"].fields
    assert CliRunner().invoke(app, [*words, "--yes"]).exit_code == 0
    assert daemon.crm.objects["contacts"].fields["shoe_size"].type is FieldType.NUMBER
    again = CliRunner().invoke(app, [*words, "--yes"])
    assert "has the field 'shoe_size'" in str(again.exception)
    with pytest.raises(Invalid, match="'shoe' is no type of field"):
        client.new_crm_field(CONNECTION, "contacts", "Size", "shoe")
    with pytest.raises(Invalid, match="two choices are the same"):
        client.new_crm_field(CONNECTION, "contacts", "Size", "choice", choices=["S", "S"])
    daemon.crm.traits = replace(daemon.crm.traits, read_only=True)
    with pytest.raises(NotPermitted):
        client.new_crm_field(CONNECTION, "contacts", "Size", "text")


def test_a_mapping_that_would_run_in_a_circle_is_refused(running: Served) -> None:
    daemon, client = running
    there = FieldRule(name="there", hub=("name",), crm=("n",), direction=Direction.TO_CRM)
    back = FieldRule(name="back", hub=("title",), crm=("t",), direction=Direction.TO_CRM)
    crossed = (
        replace(there, name="a", hub=("title",), direction=Direction.TO_HUB),
        replace(back, name="b", hub=("name",), direction=Direction.TO_HUB),
    )
    text = dump_mapping(replace(MAPPING, rules=(MAPPING.rules[1], there, back, *crossed)))
    found = client.validate_mapping(CONNECTION, "contacts", text).findings
    assert any("in a circle" in one.message and one.level == "error" for one in found)
    path_of(daemon).write_text(text, encoding="utf-8")
    [refused] = client.reload_mappings().refused
    assert "values would run in a circle" in refused.reason
    assert daemon.mappings == (MAPPING,)


def test_two_files_of_one_object_leave_the_first_in_use(running: Served) -> None:
    daemon, client = running
    (path_of(daemon).parent / "zz.toml").write_text(dump_mapping(MAPPING), encoding="utf-8")
    [refused] = client.reload_mappings().refused
    assert refused.name == "zz.toml"
    assert "hs-contact.toml" in refused.advice
    assert daemon.mappings == (MAPPING,)


def test_a_mapping_that_fits_has_nothing_against_it(running: Served) -> None:
    daemon, client = running
    daemon.crm.user_create("contacts", {"n": "Ann", "e": "ann@x.eu"})
    client.create_record("contact", {"name": "Bo", "email": "bo@x.eu"})
    found = client.validate_mapping(CONNECTION, "contacts")
    assert (found.records, found.hub_records, found.findings) == (1, 1, [])


def test_who_the_filter_leaves_out_is_counted_and_shown(
    running: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon, client = running
    for name in ("Ann", "Cem"):
        daemon.crm.user_create("contacts", {"n": name, "e": f"{name}@x.eu"})
    client.create_record("contact", {"name": "Bo", "email": "bo@x.eu"})
    made = Filter(hub='name.startsWith("B")', crm='n == "Cem"')
    text = dump_mapping(replace(MAPPING, filter=made))
    [told] = client.validate_mapping(CONNECTION, "contacts", text).findings
    assert (told.level, told.rule) == ("warning", "filter")
    assert told.message == "1 sampled records are left out: the CRM's filter does not hold"
    shown = {one.id: one.left_out for one in client.preview_mapping(CONNECTION, "contacts", text).rows}
    assert sorted(shown.values()) == ["", "", "the CRM's filter does not hold"]
    monkeypatch.setenv("CRMSYNC_HOME", str(tmp_path))
    (tmp_path / "new.toml").write_text(text, encoding="utf-8")
    words = ["mappings", "preview", CONNECTION, "contacts", "--file", str(tmp_path / "new.toml")]
    assert "it is left out: the CRM's filter does not hold" in CliRunner().invoke(app, words).output
    path_of(daemon).write_text(text.replace('n == "Cem"', "m > 1"), encoding="utf-8")
    [refused] = client.reload_mappings().refused
    assert "filter.crm names 'm', which Contact does not have" in refused.reason


def test_values_that_do_not_read_back_are_found_before_the_mapping_is_used(running: Served) -> None:
    daemon, client = running
    daemon.crm.user_create("contacts", {"n": "Ann Maria", "t": "Dr"})
    table = FieldRule(name="title", hub=("title",), crm=("t",), lens="choice_map", options={"doctor": "Doc"})
    cut = FieldRule(name="name", hub=("name",), crm=("n",), lens="truncate", options={"length": "3"})
    client.create_record("contact", {"name": "Bonaventura", "email": "bo@x.eu"})
    text = dump_mapping(replace(MAPPING, rules=(table, cut, MAPPING.rules[1])))
    found = client.validate_mapping(CONNECTION, "contacts", text)
    by_rule = {one.rule: one for one in found.findings}
    assert "1 of 1 sampled values are refused" in by_rule["title"].message
    assert "'Dr'" in by_rule["title"].message
    assert "cut" in by_rule["name"].message
    assert all(one.advice for one in found.findings)
    assert daemon.mappings == (MAPPING,)


def test_match_keys_are_compared_over_the_whole_hub_and_as_far_as_the_crm_is_known(running: Served) -> None:
    daemon, client = running
    for at in range(3):
        client.create_record("contact", {"name": f"Bo {at}", "email": ("BO@x.eu", "bo@x.eu", "cy@x.eu")[at]})
    linked = daemon.crm.user_create("contacts", {"n": "Ann", "e": "ann@x.eu"})
    daemon.settle()
    assert daemon.store.links(CONNECTION, "contacts", [linked])
    daemon.crm.user_create("contacts", {"n": "Ann", "e": "ANN@x.eu"})  # nobody has seen it yet
    found = client.validate_mapping(CONNECTION, "contacts", samples=10)
    [key] = found.keys
    assert (key.key, key.records, key.shared, key.linked) == (["email"], 4, 2, 4)
    assert (key.sampled, key.sampled_shared, key.elsewhere) == (5, 4, 1)
    told = [one.message for one in found.findings]
    assert "2 of 4 hub records share their email with another" in told
    assert "1 of 5 sampled CRM records have the email of another's pair here" in told


def test_a_preview_shows_both_directions_and_writes_nothing(running: Served) -> None:
    daemon, client = running
    crm_id = daemon.crm.user_create("contacts", {"n": "Ann", "e": "ann@x.eu"})
    record = client.create_record("contact", {"name": "Bo"})
    before = len(list(daemon.store.audit()))
    rows = client.preview_mapping(CONNECTION, "contacts").rows
    assert {(one.id, one.towards) for one in rows} == {(crm_id, "to_hub"), (record.id, "to_crm")}
    assert next(one for one in rows if one.id == crm_id).values["email"] == "ann@x.eu"
    assert next(one for one in rows if one.id == record.id).values["n"] == "Bo"
    assert len(list(daemon.store.audit())) == before


def test_suggestions_come_with_reasons_and_a_draft_that_can_be_read(running: Served) -> None:
    daemon, client = running
    for address in ("ann@x.eu", "bo@x.eu", "cy@x.eu"):
        daemon.crm.user_create("contacts", {"n": "X", "e": address})
    found = client.suggest_mapping(CONNECTION, "contacts", "contact")
    pairs = {one.crm: one for one in found.pairs}
    assert pairs["e"].hub == "email"
    assert "mapped to each other here before" in pairs["e"].reasons
    assert found.text.startswith(f'connection = "{CONNECTION}"')
    assert client.validate_mapping(CONNECTION, "contacts", found.text).findings == []
    with pytest.raises(Invalid, match="no hub object 'nothing'"):
        client.suggest_mapping(CONNECTION, "contacts", "nothing")


def test_a_former_version_comes_back_into_its_file(running: Served) -> None:
    daemon, client = running
    path_of(daemon).write_text(dump_mapping(replace(MAPPING, rules=MAPPING.rules[:2])), encoding="utf-8")
    client.reload_mappings()
    touched = client.revert_mapping(CONNECTION, "contacts", 1)
    assert touched.connections == [CONNECTION]
    assert path_of(daemon).read_text(encoding="utf-8") == dump_mapping(MAPPING)
    assert [one.n for one in client.list_mapping_versions(CONNECTION, "contacts").rows] == [1, 2, 3]
    with pytest.raises(NotFound, match="version 9"):
        client.revert_mapping(CONNECTION, "contacts", 9)


def test_files_are_taken_all_or_none(running: Served) -> None:
    daemon, client = running
    good = dump_mapping(replace(MAPPING, rules=MAPPING.rules[:2]))
    with pytest.raises(MappingInvalid, match=r"b\.toml"):
        client.write_mapping_files({"hs-contact.toml": good, "b.toml": "rules = 3"})
    assert path_of(daemon).read_text(encoding="utf-8") == dump_mapping(MAPPING)
    with pytest.raises(Invalid, match="no name of a mapping file"):
        client.write_mapping_files({"../evil.toml": good})
    assert client.write_mapping_files({"hs-contact.toml": good}).connections == [CONNECTION]
    assert {
        name: one.text
        for name, one in zip(["hs-contact.toml"], client.list_mapping_files().rows, strict=True)
    } == {"hs-contact.toml": good}


def test_mappings_are_promoted_to_another_account_and_changes_are_in_the_log(running: Served) -> None:
    daemon, client = running
    [found] = client.promote_mappings(CONNECTION, "hs2").rows
    assert found.missing == []
    assert found.text == dump_mapping(replace(MAPPING, connection="hs2"))
    path_of(daemon).write_text(dump_mapping(replace(MAPPING, rules=MAPPING.rules[:2])), encoding="utf-8")
    client.reload_mappings()
    noted = [one.entry for one in daemon.store.audit() if one.entry.kind == "mapping"]
    assert [(one.connection, one.note) for one in noted] == [(CONNECTION, "contacts: version 2 is in use")]
    assert noted[0].actor.startswith("person:")


# promotion, pure ---------------------------------------------------------------------------------------------------------
def choice(name: str, label: str, *choices: tuple[str, str]) -> Field:
    listed = tuple(Choice(value=value, label=text) for value, text in choices)
    return Field(name=name, type=FieldType.CHOICE, label=label, choices=listed, custom=True)


def test_hash_keys_and_option_ids_are_found_again_by_what_people_call_them() -> None:
    here = Object(
        name="deals",
        label="Deal",
        plural="Deals",
        fields={"a1": choice("a1", "Region", ("11", "North"), ("12", "South"))},
    )
    there = Object(
        name="deals", label="Deal", plural="Deals", fields={"b2": choice("b2", "Region", ("71", "North"))}
    )
    rule = FieldRule(
        name="region",
        hub=("region",),
        crm=("a1",),
        lens="choice_map",
        options={"n": "11", "s": "12", "*": "keep"},
    )
    lost = FieldRule(name="gone", hub=("x",), crm=("zz",), direction=Direction.TO_HUB)
    found = promote(replace(MAPPING, crm_object="deals", rules=(rule, lost)), "prod", here, there)
    [carried] = found.mapping.rules
    assert (found.mapping.connection, carried.crm, carried.options) == (
        "prod",
        ("b2",),
        {"n": "71", "*": "keep"},
    )
    assert [(one.rule, one.what) for one in found.missing] == [
        ("region", "choice 'South' of Deal"),
        ("gone", "field 'zz' of Deal"),
    ]


def test_a_filter_is_carried_with_its_fields_and_choices_or_that_side_is_left_away() -> None:
    here = Object(
        name="deals",
        label="Deal",
        plural="Deals",
        fields={"1a": choice("1a", "Region", ("11", "North"), ("12", "South"))},
    )
    north = choice("2b", "Region", ("71", "North"))
    there = Object(name="deals", label="Deal", plural="Deals", fields={"2b": north})

    def carried(crm: str) -> tuple[Filter, list[tuple[str, str]]]:
        made = Filter(hub='title != "11"', crm=crm)
        found = promote(replace(MAPPING, rules=(), crm_object="deals", filter=made), "prod", here, there)
        return found.mapping.filter, [(one.rule, one.what) for one in found.missing]

    assert carried('`1a` in ["11", "x"] || "11" == `1a`') == (
        Filter(hub='title != "11"', crm='`2b` in ["71", "x"] || "71" == `2b`'),
        [],
    )
    assert carried('`1a` == "12"') == (Filter(hub='title != "11"'), [("filter", "choice 'South' of Deal")])
    assert carried("`1a` != zz") == (Filter(hub='title != "11"'), [("filter", "field 'zz' of Deal")])


def test_standard_names_stay_and_nothing_is_missing() -> None:
    found = promote(MAPPING, "prod", CRM_CONTACT, CRM_CONTACT)
    assert (found.mapping.rules, found.missing) == (MAPPING.rules, ())


# the folder ----------------------------------------------------------------------------------------------------------------
def test_a_save_is_noticed_once_however_it_is_made(tmp_path: Path) -> None:
    seen: list[float] = []
    watch = FolderWatch(tmp_path, [lambda: seen.append(time.monotonic())], quiet_s=0.05)
    watch.start()
    try:
        (tmp_path / "mappings").mkdir()
        temporary = tmp_path / "mappings" / "a.new"
        temporary.write_text("x", encoding="utf-8")
        temporary.replace(tmp_path / "mappings" / "a.toml")
        end = time.monotonic() + 60
        while not seen and time.monotonic() < end:
            time.sleep(0.01)
        assert seen
    finally:
        watch.stop()
