"""A deal's stage where the CRM keeps won and lost apart from the stages it went through (Pipedrive)."""

from __future__ import annotations

from typing import Final

from core.errors import TransformError
from core.lenses.shape import TEXTS, Converting, Lens, Site, Spec, Values, text_of

_OPEN: Final = "open"


def _stage_status(site: Site) -> Lens:
    site.needs(1, 2)
    site.needs_types(site.hub, *TEXTS)
    site.needs_types(site.crm, *TEXTS)
    stage_of: dict[str, str] = {}
    status_of: dict[str, str] = {}
    for word, text in site.rule.options.items():
        if text.startswith("="):
            status_of[word] = text[1:].strip()
        else:
            stage_of[word] = text.strip()
    if not stage_of or not all(stage_of.values()) or not all(status_of.values()):
        site.misfit(
            "its table is not complete",
            advice='Add pairs: "hub stage" = "stage of the CRM", or "=won" for a status.',
        )
    if len(set(stage_of.values())) < len(stage_of) or len(set(status_of.values())) < len(status_of):
        site.misfit("two stages of the hub stand for one of the CRM")
    by_stage = {stage: word for word, stage in stage_of.items()}
    by_status = {status: word for word, status in status_of.items()}

    def get(crm: Values) -> Values:
        stage, status = crm
        if status is not None and text_of(status) in by_status:
            return (by_status[text_of(status)],)
        if stage is None:
            return (None,)
        if text_of(stage) not in by_stage:
            raise TransformError(
                "a stage of the CRM is not in the rule's table", advice="Add it to the rule's table."
            )
        return (by_stage[text_of(stage)],)

    def put(hub: Values, now: Values) -> Values:
        if hub[0] is None:
            return (None, _OPEN if now[1] is None or text_of(now[1]) in by_status else now[1])
        word = text_of(hub[0])
        if word in status_of:
            return (now[0], status_of[word])
        if word not in stage_of:
            raise TransformError("a stage is not in the rule's table", advice="Add it to the rule's table.")
        return (stage_of[word], _OPEN)

    return Converting(site=site, get=get, put=put, invertible=True)


SPECS: Final = (
    Spec(
        name="stage_status",
        description="A stage in the hub, a stage and a status in the CRM: options are hub stage = CRM stage, and "
        'hub stage = "=status" for stages that are a status there, such as won = "=won".',
        build=_stage_status,
        any_option=True,
    ),
)
