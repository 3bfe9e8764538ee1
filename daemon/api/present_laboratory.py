"""Mappings and what is known of them, in the words of the local API."""

from __future__ import annotations

from collections.abc import Iterable

from core.errors import Invalid
from core.mapping import Mapping
from core.mapping_examples import Outcome
from core.mapping_files import dump_mapping
from core.mapping_sides import Side
from core.mapping_trial import Preview, RuleTrial
from core.promotion import Promoted
from core.suggest.suggest import Suggestions
from core.wire import laboratory as words
from core.wire.words import wire_value
from daemon.api.present import field
from daemon.laboratory import Laboratory, Validation
from daemon.mapping_versions import Version

MOST = 500


def bounded(samples: int) -> int:
    """Raises Invalid for a number of samples that is none, or too many for one answer."""
    if not 0 < samples <= MOST:
        raise Invalid(f"samples must be between 1 and {MOST}")
    return samples


def files(laboratory: Laboratory) -> list[words.MappingFileWord]:
    folder = laboratory.folder
    found = []
    for name in sorted({*folder.in_use, *folder.refused}):
        mapping, refused = folder.in_use.get(name), folder.refused.get(name)
        found.append(
            words.MappingFileWord(
                name=name,
                connection=mapping.connection if mapping else None,
                hub_object=mapping.hub_object if mapping else None,
                crm_object=mapping.crm_object if mapping else None,
                state="refused" if refused else "in use",
                reason=refused.reason if refused else "",
                advice=refused.advice if refused else "",
                text=dump_mapping(mapping) if mapping else None,
                digest=folder.digests.get(name, ""),
            )
        )
    return found


def touched(laboratory: Laboratory, connections: Iterable[str]) -> words.TouchedWord:
    refused = [one for one in files(laboratory) if one.state == "refused"]
    return words.TouchedWord(connections=sorted(connections), refused=refused)


def validation(found: Validation) -> words.ValidationWord:
    findings = [
        words.FindingWord(
            level="error" if one.fatal else "warning",
            rule=one.rule,
            field=one.field,
            message=one.message,
            advice=one.advice,
        )
        for one in found.problems
    ]
    for trial in found.trials:
        findings += _trial(trial)
    return words.ValidationWord(
        connection=found.mapping.connection,
        hub_object=found.mapping.hub_object,
        crm_object=found.mapping.crm_object,
        records=found.records,
        hub_records=found.hub_records,
        keys=[
            words.KeyCheckWord(
                key=list(one.key),
                records=one.records,
                shared=one.shared,
                linked=one.linked,
                sampled=one.sampled,
                sampled_shared=one.sampled_shared,
                elsewhere=one.elsewhere,
            )
            for one in found.keys
        ],
        findings=findings,
    )


def example(one: Outcome) -> words.ExampleWord:
    return words.ExampleWord(
        name=one.example.name, given=one.example.given.value, passed=not one.trouble, trouble=one.trouble
    )


def _trial(trial: RuleTrial) -> list[words.FindingWord]:
    example = f"; for example {trial.example}" if trial.example else ""
    found = []
    if trial.refused:
        message = f"{trial.refused} of {trial.tried} sampled values are refused: {trial.why}{example}"
        found.append(
            ("warning", message, "Correct those values, choose another lens, or say what happens to others.")
        )
    if trial.changed:
        message = (
            f"{trial.changed} of {trial.tried} sampled values do not read back as what was written{example}"
        )
        found.append(("error", message, "Choose another lens for this rule, or make it one-way."))
    if trial.cut:
        message = f"{trial.cut} of {trial.tried} sampled texts are cut{example}"
        found.append(("warning", message, "The rest of the text stays in the hub only."))
    return [
        words.FindingWord(level=level, rule=trial.rule, field="", message=message, advice=advice)
        for level, message, advice in found
    ]


def preview(one: Preview) -> words.PreviewWord:
    return words.PreviewWord(
        id=one.id,
        towards=one.towards,
        values={name: wire_value(value) for name, value in one.values.items()},
        refused=one.refused,
        left_out=one.left_out,
        given={name: wire_value(value) for name, value in one.given.items()},
        lost=one.lost,
        unfit=one.unfit,
    )


def side(one: Side) -> words.SideWord:
    return words.SideWord(
        name=one.object.name,
        label=one.object.label,
        fields=[field(part) for part in one.object.fields.values()],
        samples=one.samples,
    )


def suggestions(found: Suggestions, draft: Mapping) -> words.SuggestionsWord:
    pairs = [
        words.PairWord(crm=one.left, hub=one.right, confidence=one.confidence, reasons=list(one.reasons))
        for one in found.pairs
    ]
    return words.SuggestionsWord(
        pairs=pairs,
        alone=found.alone_left,
        alone_hub=list(found.alone_right),
        text=dump_mapping(draft) if draft.rules else "",
    )


def version(one: Version) -> words.VersionWord:
    return words.VersionWord(n=one.n, at=one.at, by=one.by, digest=one.digest, text=one.text)


def promoted(one: Promoted) -> words.PromotedWord:
    return words.PromotedWord(
        crm_object=one.mapping.crm_object,
        text=dump_mapping(one.mapping) if one.mapping.rules else "",
        missing=[
            words.MissingWord(rule=each.rule, what=each.what, advice=each.advice) for each in one.missing
        ],
    )
