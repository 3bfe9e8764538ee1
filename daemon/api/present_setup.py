"""What the wire says of an installation's set-up: routes, what a CRM needs, the vault. Pure translation to words."""

from __future__ import annotations

from core.residency import Verdict
from core.wire import models as words
from daemon.api.surface import Prepared
from daemon.vault import VaultStanding


def route(one: Verdict) -> words.RouteWord:
    return words.RouteWord(
        name=one.route.name,
        host=one.route.host,
        area=one.route.place.area,
        evidence=one.route.place.evidence,
        records=one.route.records,
        allowed=one.allowed,
        why=one.why,
        advice=one.advice,
    )


def need(one: Prepared) -> words.NeedWord:
    return words.NeedWord(
        object=one.need.object,
        field=one.need.field,
        type=one.need.kind,
        unique=one.need.unique,
        present=one.need.present,
        created=one.created,
        why=one.need.why,
        without=one.need.without,
        trouble=one.trouble,
        advice=one.advice or one.need.advice,
    )


def vault(one: VaultStanding) -> words.VaultWord:
    return words.VaultWord(
        file=str(one.path),
        key_place=one.key_place,
        key_id=one.key_id,
        best_place=one.best_place,
        sealed=[words.SealedWord(connection=connection, kind=kind) for connection, kind in one.sealed],
    )
