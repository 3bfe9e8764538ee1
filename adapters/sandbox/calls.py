"""What a sandbox handler takes and gives back, and how a path finds its handler.

Handlers are plain functions ``(Call) -> Answer``: no event loop, no framework, so tests can call them too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

import msgspec

if TYPE_CHECKING:
    from adapters.sandbox.faults import Draw
    from adapters.sandbox.ledger import Actor
    from adapters.sandbox.oauth import Token

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder()


class BadBody(ValueError):
    """The request body is not the JSON (or form) the endpoint takes; the system answers 400."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One HTTP answer: `body` is sent as it is, `records` counts records in it for the statistics."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json;charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    records: int = 0


def json_answer(
    value: object, *, status: int = 200, records: int = 0, headers: tuple[tuple[str, str], ...] = ()
) -> Answer:
    """An answer with `value` encoded as JSON."""
    return Answer(status=status, body=_encoder.encode(value), records=records, headers=headers)


@dataclass(slots=True, kw_only=True)
class Call:
    """One HTTP request: path parameters in `params`, the acting party in `actor` (and `token`) once authorised."""

    method: str
    path: str
    query_string: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    params: dict[str, str] = field(default_factory=dict)
    base_url: str = ""
    draw: Draw | None = None
    actor: Actor | None = None
    token: Token | None = None
    _query: dict[str, list[str]] | None = None

    @property
    def query(self) -> dict[str, list[str]]:
        """Query parameters, every value kept, blanks too."""
        if self._query is None:
            parsed: dict[str, list[str]] = {}
            for name, value in parse_qsl(self.query_string, keep_blank_values=True):
                parsed.setdefault(name, []).append(value)
            self._query = parsed
        return self._query

    def arg(self, name: str, default: str = "") -> str:
        """The last value of a query parameter."""
        values = self.query.get(name)
        return values[-1] if values else default

    def names(self, name: str) -> list[str]:
        """A list parameter given repeated, comma separated, or both."""
        found: list[str] = []
        for value in self.query.get(name, ()):
            found.extend(part.strip() for part in value.split(",") if part.strip())
        return found

    def json(self) -> Any:
        """The decoded JSON body; raises BadBody."""
        try:
            return _decoder.decode(self.body)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BadBody(f"Invalid input JSON: {error}") from error

    def json_object(self) -> dict[str, Any]:
        """The decoded JSON body, which must be an object; raises BadBody."""
        value = self.json()
        if not isinstance(value, dict):
            raise BadBody("Invalid input JSON: the body must be a JSON object")
        return value

    def form(self) -> dict[str, str]:
        """The decoded application/x-www-form-urlencoded body; raises BadBody."""
        try:
            return dict(parse_qsl(self.body.decode("utf-8"), keep_blank_values=True))
        except UnicodeDecodeError as error:
            raise BadBody("the form body is not UTF-8") from error


Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A handler and its template, e.g. ``GET /crm/v3/objects/{object}``."""

    method: str
    template: str
    handler: Handler
    open: bool = False  # needs no token (OAuth, control, health)


@dataclass(slots=True)
class _Node:
    literal: dict[str, _Node] = field(default_factory=dict)
    param: _Node | None = None
    rest: dict[str, tuple[Route, str]] = field(default_factory=dict)
    routes: dict[str, tuple[Route, tuple[str, ...]]] = field(default_factory=dict)


class Router:
    """Path templates to handlers: a literal segment beats ``{name}``, which beats a closing ``{name:path}``."""

    def __init__(self) -> None:
        self._root = _Node()

    def add(self, method: str, template: str, handler: Handler, *, open: bool = False) -> None:
        """Registers `handler`; the same template and method twice is an error."""
        route = Route(method=method, template=template, handler=handler, open=open)
        node, names = self._root, []
        for part in template.strip("/").split("/"):
            if part.startswith("{") and part.endswith(":path}"):
                node.rest[method] = (route, part[1:-6])
                return
            if part.startswith("{"):
                names.append(part[1:-1])
                if node.param is None:
                    node.param = _Node()
                node = node.param
            else:
                node = node.literal.setdefault(part, _Node())
        if method in node.routes:
            raise ValueError(f"{method} {template} is registered twice")
        node.routes[method] = (route, tuple(names))

    def match(self, method: str, path: str) -> tuple[Route | None, dict[str, str], bool]:
        """The route, its unquoted path parameters, and whether the path exists under any method."""
        parts = path.strip("/").split("/")
        return self._walk(self._root, method, parts, 0, ())

    def routes(self) -> Iterator[Route]:
        """Every route there is, but those that take a path's whole rest."""
        waiting = [self._root]
        while waiting:
            node = waiting.pop()
            yield from (route for route, _ in node.routes.values())
            waiting += [*node.literal.values(), *([node.param] if node.param is not None else ())]

    def _walk(
        self, node: _Node, method: str, parts: list[str], at: int, values: tuple[str, ...]
    ) -> tuple[Route | None, dict[str, str], bool]:
        known = False
        if at == len(parts):
            found = node.routes.get(method)
            if found is not None:
                return (found[0], dict(zip(found[1], map(unquote, values), strict=True)), True)
            known = bool(node.routes)
        else:
            child = node.literal.get(parts[at])
            if child is not None:
                route, params, seen = self._walk(child, method, parts, at + 1, values)
                if route is not None:
                    return route, params, True
                known = known or seen
            if node.param is not None and parts[at]:
                route, params, seen = self._walk(node.param, method, parts, at + 1, (*values, parts[at]))
                if route is not None:
                    return route, params, True
                known = known or seen
        rest = node.rest.get(method)
        if rest is not None:
            return rest[0], {rest[1]: unquote("/".join(parts[at:]))}, True
        return None, {}, known or bool(node.rest)
