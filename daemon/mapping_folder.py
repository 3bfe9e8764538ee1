"""The folder of mapping files: what of it is in use, and which files are refused while the mapping before stays in use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import Conflicting, CrmSyncError, MappingInvalid
from core.mapping import Mapping
from core.mapping_files import clash_of, load_mapping
from core.toml_files import read_text
from daemon.mapping_versions import digest_of

Admit = Callable[[Mapping], Mapping]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why a file's content is not in use, and what to do."""

    reason: str
    advice: str


@dataclass(slots=True)
class MappingFolder:
    """`admit` checks a mapping that was read and completes it; it raises a CrmSyncError where it must not be used.

    `in_use` and `refused` are by file name, as is `digests`: of each file as it was read.
    """

    folder: Path
    admit: Admit
    in_use: dict[str, Mapping] = field(default_factory=dict)
    refused: dict[str, Refused] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def mappings(self) -> tuple[Mapping, ...]:
        return tuple(mapping for _, mapping in sorted(self.in_use.items()))

    @property
    def examples(self) -> Path:
        """The folder of saved examples (`core/mapping_examples.py`)."""
        return self.folder / "examples"

    def take_over(self, mappings: Iterable[Mapping]) -> None:
        """What was read when the daemon started, by the files it came from."""
        self.digests = self._digests()
        waiting = {(one.connection, one.crm_object): one for one in mappings}
        for path in self._files():
            try:
                read = load_mapping(read_text(path, MappingInvalid), str(path))
            except CrmSyncError:
                continue
            found = waiting.get((read.connection, read.crm_object))
            if found is not None:
                self.in_use[path.name] = found

    def read(self) -> tuple[Mapping, ...]:
        """Read all files again. A file that cannot be used leaves what it said before in use; one that is gone ends it."""
        self.digests = (
            self._digests()
        )  # before they are read: what changes in between is seen to have changed
        used: dict[str, Mapping] = {}
        refused: dict[str, Refused] = {}
        paths = self._files()
        for path in paths:
            try:
                mapping = self._admitted(path, used)
            except CrmSyncError as error:
                refused[path.name] = Refused(reason=str(error), advice=error.advice)
                before = self.in_use.get(path.name)
                if before is not None and not any(clash_of(before, other) for other in used.values()):
                    used[path.name] = before
            else:
                used[path.name] = mapping
        self.in_use, self.refused = used, refused
        return self.mappings

    def _admitted(self, path: Path, used: dict[str, Mapping]) -> Mapping:
        mapping = load_mapping(read_text(path, MappingInvalid), str(path))
        for name, other in used.items():
            again = clash_of(mapping, other)
            if again:
                raise MappingInvalid(
                    f"{path} maps {again} of connection {mapping.connection!r} again",
                    advice=f"{name} maps it already; keep one of the two files.",
                )
        same = self.in_use.get(path.name)
        return same if same == mapping else self.admit(mapping)

    def refuse_changed(self, expected: MappingOf[str, str]) -> None:
        """Raises Conflicting where a file's digest is not the one given for it; "" where there shall be no file."""
        found = self._digests()
        for name, digest in expected.items():
            if found.get(name, "") != digest:
                raise Conflicting(
                    f"{name} was changed since it was read",
                    advice="Look at what changed, then save again.",
                )

    def _digests(self) -> dict[str, str]:
        return {path.name: digest_of(path.read_bytes().decode(errors="replace")) for path in self._files()}

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("*.toml")) if self.folder.is_dir() else []

    def path_of(self, mapping: Mapping) -> Path:
        """The file a mapping is in, or would be written to."""
        for name, one in self.in_use.items():
            if (one.connection, one.crm_object) == (mapping.connection, mapping.crm_object):
                return self.folder / name
        plain = "".join(letter if letter.isalnum() else "-" for letter in mapping.crm_object).strip("-")
        return self.folder / f"{mapping.connection}-{plain}.toml"
