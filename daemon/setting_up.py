"""Adding a connection to `crmsync.toml` and taking one out of it. The daemon then begins anew, in the same process.

Beginning anew is what a restart does: batches in hand are finished, the settings are read whole. So nothing of a running
daemon has to change under the feet of its threads.
"""

from __future__ import annotations

import os
import threading
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from core.crm_systems import System
from core.errors import Conflicting, Invalid, NotFound, SettingsInvalid
from core.mapping_files import default_mappings, dump_mapping
from core.settings import FILE_NAME, Settings, read_settings
from core.settings_text import with_connection, without_connection
from core.store.base import Store
from core.toml_files import read_text
from core.wire.setting_up import AddConnection, SystemWord, TemplateWord
from daemon.doings import Noted
from daemon.from_settings import check_flow
from daemon.laboratory import Laboratory
from daemon.sealed_tokens import SealedTokens
from daemon.setup_facts import facts_of
from daemon.vault import Vault
from daemon.written_whole import write_whole

ASIDE = ".removed"


@dataclass(slots=True)
class SettingUp:
    """`begin_anew` has the daemon stop and begin again with what the files say then; `resources` holds the templates."""

    folder: Path
    resources: Path
    store: Store
    vault: Vault
    laboratory: Laboratory
    noted: Noted
    begin_anew: Callable[[], object]
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def systems(self) -> list[SystemWord]:
        return [facts_of(system.value) for system in System]

    def templates(self, connection: str) -> list[TemplateWord]:
        """The product's mappings for a connection, the optional ones last. Raises NotFound."""
        settings = self._settings(self._text())
        if connection not in settings.connections:
            raise _unknown(connection)
        system = settings.connections[connection].system.value
        usual = default_mappings(self.resources, system, connection)
        every = default_mappings(self.resources, system, connection, activities=True)
        mapped = {one.crm_object for one in self.laboratory.folder.mappings if one.connection == connection}
        return [
            TemplateWord(
                file=f"{connection}-{one.hub_object}{f'-{one.crm_object}' if one.kinds else ''}.toml",
                hub_object=one.hub_object,
                crm_object=one.crm_object,
                kinds=list(one.kinds),
                rules=len(one.rules),
                optional=one not in usual,
                in_use=one.crm_object in mapped,
                text=dump_mapping(one),
            )
            for one in (*usual, *(one for one in every if one not in usual))
        ]

    def add(self, asked: AddConnection, *, by: str) -> None:
        """Raises Invalid where the settings would not be valid with it, Conflicting where the name is taken."""
        values = {
            key: value for key, value in asked.model_dump(exclude={"name"}).items() if value is not None
        }
        with self._turn:
            text = self._text()
            if asked.name in self._settings(text).connections:
                raise Conflicting(
                    f"there is a connection {asked.name!r} already", advice="Choose another name."
                )
            try:
                made = with_connection(text, asked.name, values)
                settings = self._settings(made)
                check_flow(asked.name, settings.connections[asked.name])
            except SettingsInvalid as error:
                raise Invalid(str(error), advice=error.advice) from error
            # Before it is there: nothing is read or written for it until a person enables it, whenever we die.
            self.store.set_note(f"paused/{asked.name}", "yes")
            self._write(made)
        self.noted("connection", by, asked.name, "added to crmsync.toml, paused")
        self.begin_anew()

    def remove(self, name: str, *, by: str) -> list[str]:
        """The mapping files put aside. Raises NotFound, Invalid, Conflicting where somebody is signed in to it."""
        with self._turn:
            text = self._text()
            if name not in self._settings(text).connections:
                raise _unknown(name)
            if SealedTokens(self.vault, name).load() is not None:
                raise Conflicting(
                    f"somebody is signed in to {name!r}",
                    advice=f"Sign out first, so that the CRM hears of it: crmsync connections sign-out {name}",
                )
            try:
                made = without_connection(text, name)
                self._settings(made)
            except SettingsInvalid as error:
                raise Invalid(str(error), advice=error.advice) from error
            # First the mappings: a daemon whose mapping names a connection that is not there does not start.
            aside = self._put_mappings_aside(name)
            self.laboratory.reload(by)
            self._write(made)
        self.noted("connection", by, name, f"taken out of crmsync.toml; {len(aside)} mapping files put aside")
        self.begin_anew()
        return aside

    # inside -----------------------------------------------------------------------------------------------------------
    @property
    def _path(self) -> Path:
        return self.folder / FILE_NAME

    def _text(self) -> str:
        return read_text(self._path, SettingsInvalid)

    def _settings(self, text: str) -> Settings:
        return read_settings(text, str(self._path), self.folder, dict(os.environ))

    def _write(self, text: str) -> None:
        try:
            write_whole(self._path, text)
        except OSError as error:
            raise _unwritable(self._path, error) from error

    def _put_mappings_aside(self, name: str) -> list[str]:
        found = []
        for path in sorted(self.laboratory.folder.folder.glob("*.toml")):
            if _names(path, name):
                aside = path.with_name(path.name + ASIDE)
                try:
                    path.replace(aside)
                except OSError as error:
                    raise _unwritable(path, error) from error
                found.append(aside.name)
        return found


def _names(path: Path, connection: str) -> bool:
    """Whether a mapping file, in use or refused, is of that connection."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig")).get("connection") == connection
    except (OSError, ValueError):  # not readable as TOML: it is refused as it is, and stands in nobody's way
        return False


def _unknown(name: str) -> NotFound:
    return NotFound(
        f"there is no connection {name!r} in crmsync.toml",
        advice="crmsync connections list shows what there is.",
    )


def _unwritable(path: Path, error: OSError) -> SettingsInvalid:
    return SettingsInvalid(
        f"{path} cannot be written: {error.strerror}",
        advice="Give the daemon's user write access to the configuration folder, or edit the files yourself.",
    )
