"""All mappings of an installation as one text, to be kept, reviewed and carried to another. No secret is in a mapping.

[mappings.hs-contacts]
connection = "hs"
hub_object = "contact"
crm_object = "contacts"

[mappings.hs-contacts.rules.email]
hub = "email"
crm = "email"
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from core.errors import MappingInvalid
from core.mapping import Mapping
from core.mapping_files import again, dump_mapping, key_text, mapping_of
from core.toml_files import parse

_PART: Final = re.compile(r"[^A-Za-z0-9_-]+")


def bundle(mappings: Iterable[Mapping]) -> str:
    """The same text for the same mappings, in whatever order they come. Raises MappingInvalid for two of one object."""
    ordered = sorted(mappings, key=lambda one: (one.connection, one.crm_object))
    parts = []
    for name, mapping in named(ordered).items():
        header = f"mappings.{key_text(name)}"
        body = re.sub(r"(?m)^\[", f"[{header}.", dump_mapping(mapping))
        parts.append(f"[{header}]\n{body}")
    return "\n".join(parts)


def unbundle(text: str, source: str) -> dict[str, Mapping]:
    """Every mapping by the name its file shall have. Raises MappingInvalid naming `source` and the key, or two mappings
    that would write the same."""
    root = parse(text, source, MappingInvalid)
    root.only({"mappings"})
    found = [mapping_of(table) for table in root.tables("mappings").values()]
    if not found:
        root.fail("mappings", "are missing", advice="Export some: crmsync mappings export.")
    return named(found)


def named(mappings: Iterable[Mapping]) -> dict[str, Mapping]:
    """Mappings by names that any file system takes; those that would be alike get a number."""
    made: dict[str, Mapping] = {}
    for mapping in mappings:
        for name, other in made.items():
            if both := again(mapping, other):
                raise MappingInvalid(
                    f"{both} of connection {mapping.connection!r} is mapped twice",
                    advice=f"{name} maps it already; keep one of the two.",
                )
        name = stem = _PART.sub("-", f"{mapping.connection}-{mapping.crm_object}").strip("-").lower()
        number = 1
        while name in made:
            number += 1
            name = f"{stem}-{number}"
        made[name] = mapping
    return made
