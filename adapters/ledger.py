"""What a connection has used of its CRM's long allowance, who may use the rest, and how long it lasts.

Pure but for its lock: it is told of every call and of what the CRM says of itself, and asked before each call. Times are
ms since 1970; amounts are in the CRM's own unit (requests, or Pipedrive's tokens).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from math import ceil
from typing import Final

import msgspec

from adapters.allowance import LINES, CallCost, Charge, LaneStanding, Reading, Standing, Urgency
from core.errors import QuotaHeld

MINUTE_MS: Final = 60_000
HOUR_MS: Final = 3_600_000
DAY_MS: Final = 86_400_000
LOOK_AGAIN_MS: Final = 900_000  # a lane that is held back is looked at again at least so often
RATE_MINUTES: Final = 10  # the forecast goes by the use of so many minutes
RESERVE: Final = 0.1
_MEASURED: Final = 5  # calls of a kind before their mean cost is believed
_ODD: Final = 4  # a cost so many times the documented one is somebody else's use


class _Kind(msgspec.Struct):
    calls: int = 0
    spent: int = 0
    measured: int = 0
    cost: int = 0

    @property
    def mean(self) -> float:
        """Measured where it is to be believed, else as charged."""
        if self.measured >= _MEASURED:
            return self.cost / self.measured
        return self.spent / self.calls if self.calls else 0.0


class _Kept(msgspec.Struct):
    """What outlives a restart. `since` is our own use since the CRM last told."""

    hours: dict[int, dict[str, int]] = {}
    minutes: dict[int, int] = {}
    kinds: dict[str, _Kind] = {}
    used: int = 0
    limit: int | None = None
    told_at: int | None = None
    since: int = 0


_KEPT: Final = msgspec.json.Decoder(_Kept)


class Ledger:
    """One for each connection, shared by all who call its CRM. Thread-safe.

    `reserve` (0..1) is left to others; `daily` replaces the limit the CRM tells. Without `guards` it only counts.
    """

    def __init__(
        self,
        *,
        by_day: bool = False,
        unit: str = "requests",
        reserve: float = RESERVE,
        daily: int | None = None,
        guards: bool = True,
        clock: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._by_day, self._unit, self._reserve, self._daily = by_day, unit, reserve, daily
        self._guards, self._clock = guards, clock
        self._lock = threading.Lock()
        self._kept = _Kept()
        self._open: dict[int, int] = {}
        self._number = 0
        self._settled = 0  # calls since the CRM last told
        self._probed = 0
        self.changed = False

    # before and after a call ------------------------------------------------------------------------------------------
    def admit(self, kind: str, price: int, urgency: Urgency) -> Charge:
        """Charge one call to its lane. Raises QuotaHeld, with nothing charged, where the lane has no room for it."""
        with self._lock:
            now = self._clock()
            known = self._kept.kinds.setdefault(kind, _Kind())
            cost = max(price, ceil(known.mean)) if known.measured >= _MEASURED else price
            if not self._fits(now, cost, urgency) and not self._is_probe(now, urgency):
                raise self._refusal(now, urgency)
            self._number += 1
            charge = Charge(self._number, kind, price, cost, now // HOUR_MS, urgency, not self._open)
            self._open[charge.number] = cost
            known.calls += 1
            known.spent += cost
            self._spend(charge, cost)
            self._pace(now, cost)
            return charge

    def answered(self, charge: Charge, reading: Reading | None) -> None:
        """The CRM answered, and told its use or not."""
        with self._lock:
            kept, now = self._kept, self._clock()
            self._open.pop(charge.number, None)
            self.changed = True
            if reading is None:
                self._settled += 1
                return
            if kept.told_at is not None and self._counts(kept.told_at, now):
                grown = reading.used - kept.used
                alone = charge.alone and self._number == charge.number and self._settled == 0
                if alone and 0 <= grown <= _ODD * charge.price:
                    known = kept.kinds.setdefault(charge.kind, _Kind())
                    known.measured += 1
                    known.cost += grown
                self._pace(now, max(0, grown - kept.since))  # what others used meanwhile
            kept.used, kept.limit, kept.told_at = reading.used, reading.limit, now
            kept.since = sum(self._open.values())
            self._settled = 0

    def give_back(self, charge: Charge) -> None:
        """The call was not sent after all."""
        with self._lock:
            if self._open.pop(charge.number, None) is not None:
                self._spend(charge, -charge.cost)
                known = self._kept.kinds[charge.kind]
                known.calls -= 1
                known.spent -= charge.cost

    def close(self, charge: Charge) -> None:
        """No answer came: it may have cost something, so it stays charged."""
        with self._lock:
            if self._open.pop(charge.number, None) is not None:
                self._settled += 1

    def has_room(self, urgency: Urgency, price: int = 1) -> bool:
        with self._lock:
            return self._fits(self._clock(), price, urgency)

    # how it stands ----------------------------------------------------------------------------------------------------
    @property
    def limit(self) -> int | None:
        """The whole allowance of a day: as set, else as told."""
        return self._daily if self._daily is not None else self._kept.limit

    @property
    def share_used(self) -> float:
        """Between 0 and 1; 0 where no limit is known."""
        with self._lock:
            limit = self.limit
            return min(1.0, self._used(self._clock()) / limit) if limit else 0.0

    def standing(self) -> Standing:
        with self._lock:
            now, limit = self._clock(), self.limit
            used, ours = self._used(now), self._own(now)
            return Standing(
                unit=self._unit,
                used=used,
                ours=min(ours, used),
                others=max(0, used - ours),
                limit=limit,
                reserved=limit - self._usable(limit) if limit else 0,
                told=self._kept.told_at is not None,
                resets_at=self._resets_at(now),
                runs_out_at=self._runs_out_at(now, used),
                costs=tuple(
                    CallCost(kind=kind, calls=one.calls, mean=round(one.mean, 2))
                    for kind, one in sorted(self._kept.kinds.items())
                    if one.calls
                ),
                lanes=tuple(self._lane(now, urgency) for urgency in Urgency),
            )

    def kept(self) -> str:
        """All that must outlive a restart, as JSON."""
        with self._lock:
            self.changed = False
            return msgspec.json.encode(self._kept).decode()

    def restore(self, text: str) -> None:
        """Go on from what `kept` gave. Raises ValueError, with nothing changed, where it cannot be read."""
        try:
            found = _KEPT.decode(text)
        except msgspec.DecodeError as error:
            raise ValueError("the kept quota ledger cannot be read") from error
        with self._lock:
            self._kept, self._open, self._settled = found, {}, 0

    # inside -----------------------------------------------------------------------------------------------------------
    def _spend(self, charge: Charge, cost: int) -> None:
        lanes = self._kept.hours.setdefault(charge.hour, {})
        lanes[charge.lane.value] = lanes.get(charge.lane.value, 0) + cost
        self._kept.since += cost
        self.changed = True
        for hour in [one for one in self._kept.hours if one < charge.hour - 48]:
            del self._kept.hours[hour]

    def _pace(self, now: int, cost: int) -> None:
        minute = now // MINUTE_MS
        if cost:
            self._kept.minutes[minute] = self._kept.minutes.get(minute, 0) + cost
        for old in [one for one in self._kept.minutes if one <= minute - RATE_MINUTES]:
            del self._kept.minutes[old]

    def _first_hour(self, at: int) -> int:
        """The first hour that counts at that time. Salesforce counts by the hour as well."""
        return at // DAY_MS * 24 if self._by_day else at // HOUR_MS - 23

    def _counts(self, told_at: int, now: int) -> bool:
        """Whether what was told then still says something."""
        return told_at // DAY_MS == now // DAY_MS if self._by_day else now - told_at < DAY_MS

    def _own(self, now: int, lane: Urgency | None = None) -> int:
        first = self._first_hour(now)
        return sum(
            cost
            for hour, lanes in self._kept.hours.items()
            if hour >= first
            for name, cost in lanes.items()
            if lane is None or name == lane.value
        )

    def _used(self, now: int) -> int:
        kept = self._kept
        if kept.told_at is None or not self._counts(kept.told_at, now):
            return self._own(now)
        then, first = self._first_hour(kept.told_at), self._first_hour(now)
        past = sum(sum(lanes.values()) for hour, lanes in kept.hours.items() if then <= hour < first)
        return max(0, kept.used + kept.since - past)

    def _usable(self, limit: int) -> int:
        return limit - ceil(limit * self._reserve)

    def _line(self, urgency: Urgency) -> int | None:
        limit = self.limit
        return None if limit is None else self._usable(limit) * LINES[urgency] // 100

    def _fits(self, now: int, cost: int, urgency: Urgency) -> bool:
        line = self._line(urgency)
        return not self._guards or line is None or self._used(now) + cost <= line

    def _is_probe(self, now: int, urgency: Urgency) -> bool:
        """One call now and then finds out how it stands: nobody else tells us that there is room again."""
        told = self._kept.told_at
        if told is None or urgency not in (Urgency.INTERACTIVE, Urgency.LIVE):
            return False
        if now - max(told, self._probed) < LOOK_AGAIN_MS:
            return False
        self._probed = now
        return True

    def _resets_at(self, now: int) -> int | None:
        return (now // DAY_MS + 1) * DAY_MS if self._by_day else None

    def _until(self, now: int) -> int:
        """When a lane that has no room is looked at again."""
        return min(self._resets_at(now) or now + LOOK_AGAIN_MS, now + LOOK_AGAIN_MS)

    def _refusal(self, now: int, urgency: Urgency) -> QuotaHeld:
        reset = "it starts anew at midnight UTC" if self._by_day else "it is counted over 24 hours"
        return QuotaHeld(
            f"{urgency.value} is held back: {self._used(now)} of {self.limit} {self._unit} of the day are used, "
            f"{urgency.value} stops at {self._line(urgency)}; {reset}",
            lane=urgency.value,
            until=self._until(now),
            retry_after_s=(self._until(now) - now) / 1000,
        )

    def _lane(self, now: int, urgency: Urgency) -> LaneStanding:
        return LaneStanding(
            lane=urgency,
            line=self._line(urgency),
            used=self._own(now, urgency),
            until=None if self._fits(now, 1, urgency) else self._until(now),
        )

    def _runs_out_at(self, now: int, used: int) -> int | None:
        """When what is not reserved is used up at the rate of the last minutes; None where that is after the reset."""
        limit, minute = self.limit, now // MINUTE_MS
        recent = {at: cost for at, cost in self._kept.minutes.items() if at > minute - RATE_MINUTES}
        if limit is None or not recent:
            return None
        spent = max(MINUTE_MS, now - min(recent) * MINUTE_MS)
        end = now + max(0, self._usable(limit) - used) * spent // sum(recent.values())
        return end if end < (self._resets_at(now) or now + DAY_MS) else None
