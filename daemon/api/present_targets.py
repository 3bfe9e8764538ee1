"""What the wire says of alerts, targets and tickets. Pure translation to words."""

from __future__ import annotations

import json

from core import alert_words
from core.alerting import Alert, Notice
from core.wire import models as words
from daemon.targets import TargetStanding, wanted
from daemon.tickets import Shown


def alert(one: Alert) -> words.AlertWord:
    cause = one.cause
    return words.AlertWord(
        id=one.id,
        kind=cause.kind.value,
        state="open" if one.is_open else "ended",
        connection=cause.connection,
        object=cause.object,
        rules=list(cause.rules),
        count=cause.count,
        since=one.since,
        opened_at=one.opened_at or one.since,
        ended_at=one.ended_at,
        what=alert_words.what(cause),
        advice=alert_words.what_to_do(cause),
    )


def target(one: TargetStanding, outbox: tuple[Notice, ...]) -> words.TargetWord:
    waiting = [notice for notice in outbox if notice.target == one.name]
    route = one.verdict.route
    return words.TargetWord(
        name=one.name,
        kind=one.target.kind.value,
        use=one.target.use.value,
        host=route.host,
        area=route.place.area,
        allowed=one.verdict.allowed,
        why=one.verdict.why,
        advice=one.verdict.advice,
        alerts=sorted(kind.value for kind in wanted(one.target)),
        secret=one.secret,
        waiting=len(waiting),
        trouble=waiting[0].trouble if waiting else "",
    )


def ticket(one: Shown) -> words.TicketWord:
    return words.TicketWord(
        target=one.target,
        key=one.key,
        address=one.address,
        body=json.dumps(one.body, indent=2, ensure_ascii=False) if one.address else "",
        title=one.title,
        text=one.text,
        number=one.made.number if one.made is not None else "",
        link=one.link,
    )
