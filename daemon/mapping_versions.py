"""Every version of a mapping that was in use, with who put it there and when, so that any can be read and used again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from core.mapping import Mapping
from core.mapping_files import dump_mapping
from core.store.base import Store

_PREFIX: Final = "mapping/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """`n` counts from 1 for each connection and CRM object; `text` is the file's, as CRM Sync writes it; `at` ms."""

    connection: str
    crm_object: str
    n: int
    at: int
    by: str
    digest: str
    text: str


@dataclass(slots=True)
class MappingVersions:
    store: Store
    clock: Callable[[], int]

    def keep(self, mapping: Mapping, by: str) -> Version | None:
        """Remember it as the newest, where it differs from the newest; None where it does not."""
        text = dump_mapping(mapping)
        digest = digest_of(text)
        known = self.all(mapping.connection, mapping.crm_object)
        if known and known[-1].digest == digest:
            return None
        version = Version(
            connection=mapping.connection,
            crm_object=mapping.crm_object,
            n=known[-1].n + 1 if known else 1,
            at=self.clock(),
            by=by,
            digest=digest,
            text=text,
        )
        body = {"at": version.at, "by": by, "digest": digest, "text": text}
        self.store.set_note(f"{_of(mapping.connection, mapping.crm_object)}{version.n:06}", json.dumps(body))
        return version

    def all(self, connection: str, crm_object: str) -> list[Version]:
        """Oldest first."""
        prefix = _of(connection, crm_object)
        found = []
        for name, text in sorted(self.store.notes(prefix).items()):
            body = json.loads(text)
            found.append(
                Version(
                    connection=connection, crm_object=crm_object, n=int(name.removeprefix(prefix)), **body
                )
            )
        return found


def digest_of(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _of(connection: str, crm_object: str) -> str:
    return f"{_PREFIX}{connection}/{crm_object}/"
