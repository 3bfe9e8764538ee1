"""Trouble on demand: what a CRM does on its bad days, each as a named fault with a probability or a value.

A configuration is a TOML or JSON table ``{seed = 7, throttle = 0.05, lose_answer = {value = 0.1, routes =
"/search$", times = 3}}``; an unknown key is an error that names it. It can be replaced while the sandbox runs.
"""

from __future__ import annotations

import json
import random
import re
import threading
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any


class FaultConfigError(ValueError):
    """The fault configuration names something unknown or has a wrong type; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`value` is a probability 0..1 or an amount (its field says which); `routes` is a regex searched in
    ``METHOD /path``; `times` bounds how often it strikes."""

    value: float = 0.0
    routes: str | None = None
    times: int | None = None


_OFF = Fault()
_ALWAYS = Fault(value=1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """Every fault the sandboxes know. Probabilities strike per request unless said otherwise."""

    seed: int = 1
    lose_answer: Fault = _OFF  # the write is applied, then the connection closes without an answer
    drop_request: Fault = _OFF  # the connection closes before anything is applied
    server_error: Fault = _OFF  # 500 before anything is applied
    unavailable: Fault = _OFF  # 503 before anything is applied
    throttle: Fault = _OFF  # 429 (403 REQUEST_LIMIT_EXCEEDED at Salesforce) without Retry-After
    throttle_with_retry_after: Fault = _OFF  # the same with a Retry-After header
    retry_after_s: Fault = _ALWAYS  # amount: what that header says
    unauthorized: Fault = _OFF  # 401 before anything is applied
    unauthorized_mid_batch: Fault = _OFF  # 401 after the first half of a batch was applied
    html_403: Fault = _OFF  # a proxy's HTML page with 403
    html_502: Fault = _OFF  # a proxy's HTML page with 502
    non_json: Fault = _OFF  # 200, applied, but the body is not JSON
    truncated_json: Fault = _OFF  # 200, applied, but the JSON stops half way
    latency_ms: Fault = _OFF  # amount: mean of an exponential wait before each answer
    latency_floor_ms: Fault = _OFF  # amount: added to every answer
    index_lag_ms: Fault = _OFF  # amount: searches do not see writes younger than this
    stamp_step_ms: Fault = _OFF  # amount: modified times are cut to multiples of this (mass equal stamps)
    partial_failure: Fault = _OFF  # probability per batch input: refused with a validation error
    row_locked: Fault = _OFF  # probability per record written: Salesforce's UNABLE_TO_LOCK_ROW
    custom_validation: Fault = _OFF  # probability per record written: an org's own rule refuses the values
    rival_edit: Fault = (
        _OFF  # per record updated: a person edits one of its fields between the app's look and its write
    )
    shuffle_results: Fault = _ALWAYS  # batch results leave input order
    empty_lists: Fault = _OFF  # lists and searches answer 200 with nothing (a shrunk permission)
    rotate_refresh_token: Fault = _OFF  # a refresh answers a new refresh token and kills the old one
    webhook_loss: Fault = _OFF  # per event
    webhook_duplicate: Fault = _OFF  # per event
    webhook_reorder: Fault = _OFF  # per delivery: its events are shuffled
    webhook_delay_ms: Fault = _OFF  # amount: mean extra delay per delivery
    stream_drop: Fault = _OFF  # per answer of an event stream: it breaks instead
    stream_gap: Fault = _OFF  # per change event: only a gap is told
    stream_stale: Fault = _OFF  # per subscription: the position asked for is not known any more


FAULT_NAMES = frozenset(f.name for f in fields(Faults)) - {"seed"}
_AMOUNTS = frozenset(name for name in FAULT_NAMES if name.endswith(("_ms", "_s")))


def parse_faults(table: Mapping[str, Any]) -> Faults:
    """Faults from a decoded table, bare or under a `faults` key; raises FaultConfigError."""
    table = table.get("faults", table) if set(table) == {"faults"} else table
    chosen: dict[str, Any] = {}
    for name, given in table.items():
        if name == "seed":
            chosen[name] = int(given)
        elif name not in FAULT_NAMES:
            known = ", ".join(sorted(FAULT_NAMES))
            raise FaultConfigError(f"unknown fault {name!r}; known faults are: seed, {known}")
        else:
            chosen[name] = _parse_fault(name, given)
    return Faults(**chosen)


def _parse_fault(name: str, given: Any) -> Fault:
    if isinstance(given, bool | int | float):
        given = {"value": float(given)}
    if not isinstance(given, Mapping):
        raise FaultConfigError(f"fault {name!r} takes a number or a table with value, routes, times")
    unknown = set(given) - {"value", "routes", "times"}
    if unknown:
        raise FaultConfigError(f"fault {name!r} has unknown key {min(unknown)!r}; use value, routes, times")
    try:
        value = float(given.get("value", 1.0))
        routes = given.get("routes")
        times = given.get("times")
        fault = Fault(value=value, routes=routes, times=None if times is None else int(times))
        if routes is not None:
            re.compile(routes)
    except (TypeError, ValueError, re.error) as error:
        raise FaultConfigError(f"fault {name!r} cannot be read: {error}") from error
    if value < 0 or (name not in _AMOUNTS and value > 1):
        raise FaultConfigError(f"fault {name!r} has value {value}; a probability lies between 0 and 1")
    return fault


def load_faults(path: Path) -> Faults:
    """Faults from a .toml or .json file; raises FaultConfigError."""
    try:
        text = path.read_text(encoding="utf-8")
        table = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise FaultConfigError(f"fault file {path} cannot be read: {error}") from error
    if not isinstance(table, dict):
        raise FaultConfigError(f"fault file {path} must hold a table of faults")
    return parse_faults(table)


def describe_faults(faults: Faults) -> dict[str, Any]:
    """The table `parse_faults` would read to get `faults`; faults left at rest are not named."""
    rest = Faults()
    table: dict[str, Any] = {"seed": faults.seed}
    for name in sorted(FAULT_NAMES):
        fault: Fault = getattr(faults, name)
        if fault != getattr(rest, name):
            table[name] = {"value": fault.value}
            if fault.routes is not None:
                table[name]["routes"] = fault.routes
            if fault.times is not None:
                table[name]["times"] = fault.times
    return table


class FaultBox:
    """The faults in force, their dice, and how often each struck. Safe to use from several threads."""

    def __init__(self, faults: Faults | None = None) -> None:
        self._lock = threading.Lock()
        self.replace(faults or Faults())

    def replace(self, faults: Faults) -> None:
        """Puts other faults in force and starts their dice and counts anew."""
        with self._lock:
            self.faults = faults
            self.struck: dict[str, int] = {}
            self._dice = random.Random(faults.seed)
            self._patterns: dict[str, re.Pattern[str]] = {}
            self._active: set[str] = set()
            for name in FAULT_NAMES:
                fault: Fault = getattr(faults, name)
                if fault.value > 0:
                    self._active.add(name)
                if fault.routes is not None:
                    self._patterns[name] = re.compile(fault.routes)

    def draw(self, route: str) -> Draw:
        """The dice for one request, `route` being ``METHOD /path``."""
        return Draw(self, route)

    def strikes(self, name: str, route: str) -> bool:
        """Whether a probability fault strikes now."""
        if name not in self._active:
            return False
        with self._lock:
            fault: Fault = getattr(self.faults, name)
            pattern = self._patterns.get(name)
            if pattern is not None and not pattern.search(route):
                return False
            if fault.times is not None and self.struck.get(name, 0) >= fault.times:
                return False
            if fault.value < 1 and self._dice.random() >= fault.value:
                return False
            self.struck[name] = self.struck.get(name, 0) + 1
            return True

    def amount(self, name: str, route: str = "") -> float:
        """The value of an amount fault on a route, 0 where it does not apply."""
        if name not in self._active:
            return 0.0
        pattern = self._patterns.get(name)
        if pattern is not None and not pattern.search(route):
            return 0.0
        fault: Fault = getattr(self.faults, name)
        return fault.value

    def wait_s(self, route: str) -> float:
        """How long this request should wait, seconds."""
        mean, floor = (self.amount("latency_ms", route), self.amount("latency_floor_ms", route))
        if mean <= 0:
            return floor / 1000
        with self._lock:
            return (floor + self._dice.expovariate(1 / mean)) / 1000

    def delay_s(self, name: str) -> float:
        """A random delay with the amount as its mean, seconds."""
        mean = self.amount(name)
        if mean <= 0:
            return 0.0
        with self._lock:
            return self._dice.expovariate(1 / mean) / 1000

    def shuffle(self, items: list[Any]) -> None:
        """Shuffles a list in place with the faults' own dice."""
        with self._lock:
            self._dice.shuffle(items)


@dataclass(frozen=True, slots=True)
class Draw:
    """The dice of one request."""

    box: FaultBox
    route: str

    def strikes(self, name: str) -> bool:
        """Whether a probability fault strikes this request (each call rolls again)."""
        return self.box.strikes(name, self.route)

    def amount(self, name: str) -> float:
        """The value of an amount fault for this request."""
        return self.box.amount(name, self.route)
