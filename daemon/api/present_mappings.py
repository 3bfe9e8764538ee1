"""The mapping laboratory in the words of the local API."""

from __future__ import annotations

from core.mapping_diff import Difference
from core.mapping_examples import Outcome
from core.mapping_files import dump_mapping
from core.mapping_trial import Finding
from core.wire.mappings import (
    DifferenceWord,
    ExampleWord,
    FindingWord,
    MappingReport,
    PairingWord,
    PreviewChange,
    PreviewWord,
    SuggestionsWord,
)
from core.wire.words import wire_value
from daemon.laboratory import Previewed, Report, Suggested


def report(one: Report) -> MappingReport:
    return MappingReport(
        connection=one.mapping.connection,
        hub_object=one.mapping.hub_object,
        crm_object=one.mapping.crm_object,
        sound=one.is_sound,
        crm_sampled=one.crm_sampled,
        hub_sampled=one.hub_sampled,
        findings=[finding(part) for part in one.findings],
    )


def finding(one: Finding) -> FindingWord:
    return FindingWord(
        severity="error" if one.fatal else "warning",
        rule=one.rule,
        field=one.field,
        message=one.message,
        advice=one.advice,
        count=one.count,
        given=[wire_value(value) for value in one.given],
        made=[wire_value(value) for value in one.made],
    )


def previewed(one: Previewed) -> PreviewWord:
    return PreviewWord(
        record_id=one.record_id or None,
        crm_id=one.crm_id or None,
        changes=[
            PreviewChange(
                side=part.side,
                rule=part.rule,
                field=part.field,
                before=wire_value(part.before),
                after=wire_value(part.after),
                trouble=part.trouble,
            )
            for part in one.changes
        ],
    )


def example(one: Outcome) -> ExampleWord:
    return ExampleWord(
        name=one.example.name, given=one.example.given.value, passed=not one.trouble, trouble=one.trouble
    )


def difference(one: Difference) -> DifferenceWord:
    return DifferenceWord(rule=one.rule, part=one.part, before=one.before, after=one.after)


def suggestions(one: Suggested) -> SuggestionsWord:
    return SuggestionsWord(
        pairs=[
            PairingWord(hub=pair.left, crm=pair.right, confidence=pair.confidence, reasons=list(pair.reasons))
            for pair in one.found.pairs
        ],
        alone_hub=dict(one.found.alone_left),
        alone_crm=list(one.found.alone_right),
        draft=dump_mapping(one.draft) if one.draft is not None else "",
    )
