"""A mapping that is only tried: read from its text, checked against both sides, and told apart from the one that runs."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from adapters.base import Adapter
from core.errors import Conflicting, Invalid, MappingInvalid
from core.mapping import Brake, Mapping
from core.mapping_check import check_mapping
from core.mapping_files import dump_mapping, load_mapping
from core.plans import Plan
from core.translate import Translation, compile_mapping
from daemon.lane import Lane

SOURCE = "the mapping given"


def read_candidate(text: str, connection: str, lane: Lane) -> Mapping:
    """Raises MappingInvalid for what cannot be read, Invalid where it is another connection's or of no hub object."""
    mapping = load_mapping(text, SOURCE)
    if mapping.connection != connection:
        raise Invalid(f"{SOURCE} is of connection {mapping.connection!r}, not {connection!r}")
    if mapping.hub_object not in lane.routes.objects:
        raise Invalid(
            f"{SOURCE} names hub object {mapping.hub_object!r}, which does not exist",
            advice=f"Hub objects are {', '.join(sorted(lane.routes.objects))}.",
        )
    return mapping


def compile_candidate(mapping: Mapping, lane: Lane, adapter: Adapter) -> Translation:
    """The mapping against the account as it is. Raises MappingInvalid naming the first fault, RemoteError."""
    hub, crm = lane.routes.objects[mapping.hub_object], adapter.schema(mapping.crm_object)
    for problem in check_mapping(mapping, hub, crm):
        if problem.fatal:
            raise MappingInvalid(f"{SOURCE}: {problem.message}", advice=problem.advice)
    return compile_mapping(mapping, hub, crm, region=lane.routes.region)


def basis_of(mapping: Mapping) -> str:
    """The same for two mappings that decide alike: names nothing but what is decided by."""
    text = dump_mapping(replace(mapping, version=1, brake=Brake()))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def refuse_other_mapping(plan: Plan, lane: Lane) -> None:
    """Raises Conflicting where the plan is of a mapping that does not run (yet)."""
    if not plan.basis:
        return
    for crm_object in plan.objects:
        running = lane.translations.get(crm_object)
        if running is None or basis_of(running.mapping) != plan.basis:
            raise Conflicting(
                f"plan {plan.id} is of a mapping of {crm_object} that is not in use",
                advice=f"Pause {plan.connection}, put the mapping into its file, restart the daemon, then apply; "
                "or make another plan.",
            )
