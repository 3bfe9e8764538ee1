"""What the local API needs of the daemon: the routes are written against this and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from adapters.base import Need
from core.conflicts import Choice, Conflict, Item
from core.mapping import Mapping as FieldMapping
from core.plans import Plan
from core.records import HubRecord, Value
from core.residency import Verdict
from core.schema import Object
from core.store.base import Store
from daemon.advising_alone import AdvisorDesk
from daemon.alerts import Alerting
from daemon.aside import Wish
from daemon.asking_model import AskingModel
from daemon.attached import Attached
from daemon.bulk import Bulk
from daemon.events import Events
from daemon.health import Check, ConnectionStatus, Latencies
from daemon.laboratory import Laboratory
from daemon.reversal import Reversal
from daemon.rulebook import Rulebook
from daemon.setting_up import SettingUp
from daemon.targets import Targets
from daemon.tickets import Tickets
from daemon.undo_scope import Scope
from daemon.vault import VaultStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A sign-in under way: the address to open, and the state that comes back with the browser.

    `code` is to be typed there where the flow has one; `url` is empty where nobody is needed.
    """

    url: str
    state: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut:
    """Whether the CRM was told that the sign-in is over, and what is left to do where it was not."""

    revoked: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One thing a connection needs in the CRM, and what came of asking for it: `trouble` where it could not be had."""

    need: Need
    created: bool = False
    trouble: str = ""
    advice: str = ""


class Undo(Protocol):
    """Inverse plans. Raises NotFound, Invalid, Conflicting."""

    def plan(self, scope: Scope, *, by: str) -> Plan: ...

    def apply(self, plan_id: str, *, by: str) -> Plan: ...

    def stop(self, plan_id: str, *, by: str) -> Plan:
        """Ends the applying between two chunks; the rest stays planned."""


class Desk(Protocol):
    """What a person may do. `by` is "person:name". Raises NotFound, Invalid, Conflicting, VersionChanged."""

    def create(self, object: str, fields: dict[str, Value], *, by: str) -> HubRecord: ...

    def edit(
        self, id: str, fields: dict[str, Value], *, expected: int | None, by: str, note: str = ""
    ) -> HubRecord: ...

    def delete(self, id: str, *, expected: int | None, by: str) -> HubRecord: ...

    def restore(self, id: str, *, by: str) -> HubRecord: ...

    def merge(self, winner: str, loser: str, *, by: str) -> HubRecord: ...

    @property
    def undo(self) -> Undo: ...

    def resolve(
        self, conflict_id: str, choice: Choice, *, values: dict[str, Value] | None, by: str
    ) -> Conflict: ...

    def decide(self, item_id: str, *, approve: bool, by: str, option: str | None = None) -> Item: ...

    def take_back(self, conflict_id: str, *, by: str) -> Conflict: ...

    def foretell_take_back(self, conflict_id: str, *, by: str) -> Reversal:
        """What taking this resolution back would do; nothing is written."""

    def take_back_item(self, item_id: str, *, by: str) -> Item: ...

    def wait(self, ids: Sequence[str], wish: Wish, *, by: str) -> list[Conflict | Item]:
        """Snooze, assign or wake these questions, all or none."""

    def bulk(self, by: str) -> Bulk: ...

    def now(self) -> int:
        """This moment in ms."""


class Plans(Protocol):
    """What a person may do with plans. `by` is "person:name". Raises NotFound, Invalid, Conflicting."""

    def get(self, id: str) -> Plan: ...

    def make(self, connection: str, hub_object: str | None, *, by: str, mapping: str | None = None) -> Plan:
        """Begins it; it is a draft once everything was compared."""

    def exclude(self, id: str, numbers: Sequence[int], *, by: str) -> Plan: ...

    def approve(self, id: str, *, by: str) -> Plan: ...

    def apply(self, id: str, *, by: str, first: int | None = None) -> Plan:
        """Stops for a look after the `first` records where that is given."""

    def stop(self, id: str, *, by: str) -> Plan: ...

    def discard(self, id: str, *, by: str) -> Plan: ...


class Service(Protocol):
    """The running daemon. Every method may be called from several threads at once."""

    @property
    def store(self) -> Store: ...
    @property
    def desk(self) -> Desk: ...
    @property
    def laboratory(self) -> Laboratory: ...
    @property
    def rules(self) -> Rulebook: ...
    @property
    def setting_up(self) -> SettingUp: ...
    @property
    def plans(self) -> Plans: ...
    @property
    def advisor(self) -> AdvisorDesk: ...
    @property
    def model(self) -> AskingModel: ...
    @property
    def targets(self) -> Targets: ...
    @property
    def alerting(self) -> Alerting: ...
    @property
    def tickets(self) -> Tickets: ...
    @property
    def attached(self) -> Attached: ...
    @property
    def events(self) -> Events: ...
    @property
    def latencies(self) -> Latencies: ...
    @property
    def hub(self) -> Mapping[str, Object]: ...
    @property
    def mappings(self) -> tuple[FieldMapping, ...]: ...
    @property
    def started_at(self) -> int: ...
    @property
    def version(self) -> str: ...

    def connections(self) -> list[ConnectionStatus]: ...

    def pause(self, name: str, by: str) -> None:
        """Raises NotFound."""

    def resume(self, name: str, by: str) -> None:
        """Raises NotFound."""

    def sync(self, name: str, object: str | None, full: bool) -> None:
        """Ask for a cycle now, of one hub object or all. Raises NotFound, Conflicting."""

    def sign_in(
        self,
        name: str,
        client_id: str | None,
        client_secret: str | None,
        *,
        key: str | None = None,
        paste: bool = False,
        by: str,
    ) -> SignIn:
        """Start a sign-in. Raises NotFound, Invalid where the application's id or secret is missing, PortInUse."""

    def answer_sign_in(self, name: str, address: str) -> None:
        """The address a person pasted. Raises NotFound, Invalid, Conflicting."""

    def sign_in_status(self, name: str) -> str:
        """ "none", "waiting", "done", or "failed: why". Raises NotFound."""

    def routes(self) -> list[Verdict]: ...

    def keep_developer_key(self, name: str, key: str, by: str) -> None:
        """HubSpot's key to register webhooks with, sealed. Raises NotFound, Invalid."""

    def remove_webhooks(self, name: str, by: str) -> int:
        """Take our webhooks away from the CRM, and register none until `restore_webhooks`. Raises NotFound, RemoteError."""

    def restore_webhooks(self, name: str, by: str) -> None:
        """Register them (again), soon. Raises NotFound."""

    def sign_out(self, name: str, by: str) -> SignedOut:
        """Raises NotFound."""

    def needs(self, name: str) -> list[Prepared]:
        """What the connection needs in the CRM, and whether it is there. Raises NotFound, a RemoteError."""

    def prepare(self, name: str, by: str) -> list[Prepared]:
        """Create what is missing. Raises NotFound, a RemoteError that concerns the whole connection."""

    def vault_standing(self) -> VaultStanding: ...

    def rotate_vault(self, by: str) -> VaultStanding:
        """Raises VaultClosed, Conflicting."""

    def doctor(self) -> list[Check]: ...
