"""What hangs on a record in a CRM: living records that name it there, to be left behind or taken along if it went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from collections.abc import Mapping as MappingOf
from typing import Final, TypeAlias

from core.records import HubRecord, LinkState
from core.schema import Object
from core.store.base import Store
from daemon.heirs import children_of, parents_in

_PAGE: Final = 500  # children read at once

Children: TypeAlias = MappingOf[tuple[str, str], MappingOf[str, LinkState]]


def children_there(store: Store, objects: MappingOf[str, Object], parents: Collection[HubRecord]) -> Children:
    """By (connection, parent's id), the living children that are there, each LINKED or LEAVING.

    Every record of the objects that can name such a parent is read once.
    """
    ids = {one.id for one in parents}
    found: defaultdict[tuple[str, str], dict[str, LinkState]] = defaultdict(dict)
    for child in sorted(
        {one for kind in {one.object for one in parents} for one in children_of(objects, kind)}
    ):
        after: str | None = None
        while page := store.list_records(child, after=after, limit=_PAGE):
            after = page[-1].id
            named = {
                one.id: mine
                for one in page
                if one.deleted_at is None
                and (mine := ids.intersection(parents_in(objects[child], one.fields)))
            }
            for link in store.links_of(sorted(named)) if named else ():
                if link.state in (LinkState.LINKED, LinkState.LEAVING):
                    for parent in named[link.record_id]:
                        found[(link.connection, parent)][link.record_id] = link.state
    return found


def words(count: int) -> str:
    return f"{count} record{'s hang' if count > 1 else ' hangs'} on it there"
