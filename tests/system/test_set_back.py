"""A mapping's version is undone in all four CRMs over HTTP: what it had overwritten there stands there again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.mapping_files import load_mapping
from core.wire.undo import OfMapping
from tests.support.staging import SmallStage, staged, until

JOB = r"(?ms)^\[rules\.job_title\]\n.*?(?=^\[|\Z)"


def contact_files(stage: SmallStage) -> dict[str, Path]:
    """The file of each connection's contact mapping."""
    found: dict[str, Path] = {}
    for path in sorted((stage.places.config / "mappings").rglob("*.toml")):
        mapping = load_mapping(path.read_text(encoding="utf-8"), path.name)
        if mapping.hub_object == "contact":
            found[mapping.connection] = path
    return found


@pytest.mark.slow
def test_what_a_version_overwrote_in_a_crm_stands_there_again_once_that_is_undone() -> None:
    with staged(records=0, crms="hubspot,salesforce,pipedrive,dynamics") as stage:
        files = contact_files(stage)
        wide: dict[str, str] = {}
        narrow: dict[str, str] = {}
        fields: dict[str, str] = {}
        for name, path in files.items():
            text = path.read_text(encoding="utf-8")
            [job] = re.findall(JOB, text)
            [fields[name]] = re.findall(r'(?m)^crm = "(.*)"$', job)
            wide[name] = text.replace(
                job, re.sub(r"(?m)^policy = .*\n", "", job).rstrip() + '\npolicy = "hub"\n\n'
            )
            narrow[name] = text.replace(job, "")
            path.write_text(narrow[name], encoding="utf-8")
        stage.start_daemon()
        stage.connect()
        client = stage.client
        ada = stage.everywhere("contact", {"first_name": "Ada", "last_name": "Weber", "job_title": "Chief"})
        until(stage.at_rest, "she has arrived everywhere")
        for name, field in fields.items():
            stage.edit_in_crm(name, ada[name], {field: f"Old in {name}"})
        until(stage.at_rest, "the edits are seen, and nobody takes them")

        def titles() -> dict[str, object]:
            return {name: stage.held(name, ada[name]).get(field) for name, field in fields.items()}

        def use(texts: dict[str, str]) -> None:
            for name, path in files.items():
                path.write_text(texts[name], encoding="utf-8")
            client.reload_mappings()

        old = {name: f"Old in {name}" for name in fields}
        assert titles() == old
        use(wide)
        until(lambda: titles() == dict.fromkeys(fields, "Chief"), "the new version has overwritten them")
        until(stage.at_rest, "nothing is on the way")
        use(narrow)
        until(stage.at_rest, "the former version is in use again")
        for name, field in fields.items():
            object = stage.boxes[name].crm_object("contact")
            versions = client.list_mapping_versions(name, object).rows
            assert sorted(one.n for one in versions) == [1, 2, 3]
            plan = client.plan_undo(mapping=OfMapping(connection=name, object=object, version=2))
            [item] = client.list_undo_items(plan.id).rows
            assert (item.kind, item.connection, item.crm_id) == ("update_crm", name, ada[name])
            assert [(one.field, one.before, one.after) for one in item.changes] == [
                (field, "Chief", old[name])
            ]
            client.apply_undo(plan.id)
        until(lambda: titles() == old, "they stand there again")
        until(stage.at_rest, "nothing is on the way")
        assert titles() == old
        assert client.get_record(ada["hub"]).record.fields["job_title"] == "Chief"
        assert client.verify_audit().intact
