"""Associations between records, both directions, compact: ``from id -> (to id, types, to id, types, ...)``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Types = tuple[int, ...]


class Links:
    """Typed links between records of named objects. Each direction carries its own type ids."""

    def __init__(self) -> None:
        self._sides: dict[tuple[str, str], dict[str, tuple[Any, ...]]] = {}

    def of(self, object: str, id: str, to_object: str) -> list[tuple[str, Types]]:
        """(other id, type ids) of every link from one record to records of `to_object`."""
        flat = self._sides.get((object, to_object), {}).get(id, ())
        return [(flat[at], flat[at + 1]) for at in range(0, len(flat), 2)]

    def types(self, object: str, id: str, to_object: str, to_id: str) -> Types:
        """The type ids of one link, empty when there is none."""
        return next((types for other, types in self.of(object, id, to_object) if other == to_id), ())

    def put(self, object: str, id: str, to_object: str, to_id: str, types: Types, back: Types) -> bool:
        """Adds type ids to a link and its reverse; false when all were there already."""
        there = self._add(object, id, to_object, to_id, types)
        here = self._add(to_object, to_id, object, id, back)
        return there or here

    def drop(
        self, object: str, id: str, to_object: str, to_id: str, types: Types = (), back: Types = ()
    ) -> bool:
        """Removes the given type ids, or the whole link when none are given; false when nothing was there."""
        there = self._remove(object, id, to_object, to_id, types)
        self._remove(to_object, to_id, object, id, back if types else ())
        return there

    def everything_of(self, object: str, id: str) -> Iterator[tuple[str, str, Types]]:
        """(other object, other id, type ids) of every link of one record."""
        for (from_object, to_object), side in list(self._sides.items()):
            if from_object == object and id in side:
                for other, types in self.of(object, id, to_object):
                    yield to_object, other, types

    def forget(self, object: str, id: str) -> None:
        """Removes every link of one record."""
        for to_object, other, _types in list(self.everything_of(object, id)):
            self.drop(object, id, to_object, other)

    def _add(self, object: str, id: str, to_object: str, to_id: str, types: Types) -> bool:
        side = self._sides.setdefault((object, to_object), {})
        links = self.of(object, id, to_object)
        for at, (other, held) in enumerate(links):
            if other == to_id:
                merged = held + tuple(t for t in types if t not in held)
                links[at] = (other, merged)
                side[id] = tuple(cell for link in links for cell in link)
                return merged != held
        side[id] = (*side.get(id, ()), to_id, types)
        return True

    def _remove(self, object: str, id: str, to_object: str, to_id: str, types: Types) -> bool:
        side = self._sides.get((object, to_object), {})
        links, found = [], False
        for other, held in self.of(object, id, to_object):
            kept = tuple(t for t in held if t not in types) if types else ()
            if other != to_id:
                links.append((other, held))
                continue
            found = True
            if kept:
                links.append((other, kept))
        if links:
            side[id] = tuple(cell for link in links for cell in link)
        else:
            side.pop(id, None)
        return found
