"""The running daemon as the local API sees it: connections and their states, and what a person may do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from adapters.circuit import CircuitState
from core.errors import Invalid, NotFound
from core.logs import logger
from core.mapping import Mapping as FieldMapping
from core.residency import Verdict
from core.schema import Object
from core.store.base import Store
from daemon.accounts import Given
from daemon.advising_alone import AdvisorDesk
from daemon.alerts import Alerting
from daemon.api.surface import Prepared, SignedOut, SignIn
from daemon.asking_model import AskingModel
from daemon.attached import Attached
from daemon.desk import Desk
from daemon.doings import Noted
from daemon.drift_notes import drifts_of
from daemon.events import Events
from daemon.health import (
    Check,
    Circuit,
    ConnectionStatus,
    Latencies,
    ObjectStatus,
    ParkedRules,
    Phase,
    TokenStatus,
)
from daemon.laboratory import Laboratory
from daemon.plan_desk import PlanDesk
from daemon.preparing import look_for_needs, prepare
from daemon.pull import LIVE
from daemon.realtime import RealTime
from daemon.residency import Residency
from daemon.rulebook import Rulebook
from daemon.sealed_tokens import DEVELOPER_KEY
from daemon.setting_up import SettingUp
from daemon.sign_ins import SignIns
from daemon.targets import Targets
from daemon.tickets import Tickets
from daemon.vault import Vault, VaultStanding
from daemon.worker import Worker

log = logger(__name__)


@dataclass(slots=True)
class Service:
    """Satisfies `daemon.api.surface.Service`."""

    store: Store
    desk: Desk
    plans: PlanDesk
    advisor: AdvisorDesk
    model: AskingModel
    events: Events
    latencies: Latencies
    hub: Mapping[str, Object]
    mappings: tuple[FieldMapping, ...]
    started_at: int
    version: str
    workers: Mapping[str, Worker]
    vault: Vault
    sign_ins: SignIns
    examine: Callable[[], list[Check]]
    residency: Residency
    realtime: RealTime
    noted: Noted
    laboratory: Laboratory
    rules: Rulebook
    setting_up: SettingUp
    targets: Targets
    alerting: Alerting
    tickets: Tickets
    attached: Attached

    def connections(self) -> list[ConnectionStatus]:
        return [self._status(worker) for worker in self.workers.values()]

    def pause(self, name: str, by: str) -> None:
        self._worker(name).pause()

    def resume(self, name: str, by: str) -> None:
        self._worker(name).resume()

    def sync(self, name: str, object: str | None, full: bool) -> None:
        if object is not None and all(
            one.hub_object != object for one in self.mappings if one.connection == name
        ):
            raise Invalid(f"{name!r} does not map {object!r}")
        self._worker(name).sync(object, full=full)

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
        self._worker(name)
        return self.sign_ins.start(
            name, Given(client_id=client_id, client_secret=client_secret, key=key), paste=paste, by=by
        )

    def answer_sign_in(self, name: str, address: str) -> None:
        self._worker(name)
        self.sign_ins.answer(name, address)

    def sign_in_status(self, name: str) -> str:
        self._worker(name)
        return self.sign_ins.status(name)

    def sign_out(self, name: str, by: str) -> SignedOut:
        self._worker(name)
        return self.sign_ins.sign_out(name, by=by)

    def needs(self, name: str) -> list[Prepared]:
        worker = self._worker(name)
        with worker.visit() as adapter:
            return look_for_needs(adapter, worker.mappings)

    def prepare(self, name: str, by: str) -> list[Prepared]:
        worker = self._worker(name)
        with worker.visit() as adapter:
            outcome = prepare(adapter, worker.mappings)
        for one in outcome:
            log.info(
                "prepared", connection=name, object=one.need.object, field=one.need.field, count=one.created
            )
        made = ", ".join(f"{one.need.object}.{one.need.field}" for one in outcome if one.created)
        self.noted("prepare", by, name, f"created {made}" if made else "nothing was created")
        if made:
            self.realtime.prepared(name)
        worker.reconnect()
        return outcome

    def vault_standing(self) -> VaultStanding:
        return self.vault.standing()

    def rotate_vault(self, by: str) -> VaultStanding:
        standing = self.vault.rotate()
        self.noted("key", by, "", "the vault has a new key")
        return standing

    def routes(self) -> list[Verdict]:
        return self.residency.verdicts()

    def keep_developer_key(self, name: str, key: str, by: str) -> None:
        worker = self._worker(name)
        if worker.system != "hubspot":
            raise Invalid(f"{name!r} takes no developer key; only HubSpot has one")
        self.vault.seal(name, DEVELOPER_KEY, key)
        self.noted("key", by, name, "a developer key is kept")
        self.realtime.restore(name, by=by)

    def remove_webhooks(self, name: str, by: str) -> int:
        self._worker(name)
        return self.realtime.remove(name, by=by)

    def restore_webhooks(self, name: str, by: str) -> None:
        self._worker(name)
        self.realtime.restore(name, by=by)

    def doctor(self) -> list[Check]:
        return self.examine()

    # inside -----------------------------------------------------------------------------------------------------------
    def _worker(self, name: str) -> Worker:
        if name not in self.workers:
            raise NotFound(
                f"there is no connection {name!r}",
                advice=f"There are: {', '.join(sorted(self.workers)) or 'none; add one to crmsync.toml'}.",
            )
        return self.workers[name]

    def _status(self, worker: Worker) -> ConnectionStatus:
        cycle = worker.cycle
        rest = getattr(cycle.lane.adapter, "rest", None) if cycle is not None else None
        counters = getattr(rest, "counters", None)
        standing = worker.ledger.standing()
        circuit = getattr(rest, "state", CircuitState.CLOSED)
        return ConnectionStatus(
            name=worker.name,
            system=worker.system,
            state=worker.state,
            flow=self.sign_ins.accounts[worker.name].connection.flow.value,
            circuit=Circuit(circuit.value.replace("-", "_")),
            reason=worker.reason,
            advice=worker.advice,
            last_success_at=cycle.last_success if cycle is not None else None,
            calls=counters.calls if counters is not None else 0,
            throttled=counters.throttled if counters is not None else 0,
            failed=counters.failures if counters is not None else 0,
            quota=1.0 - worker.ledger.share_used if standing.limit is not None else None,
            ledger=standing,
            pace_s=worker.poll_ms / 1000,
            real_time=self.realtime.status(worker.name, worker.poll_ms / 1000),
            backlog=self.store.backlog(worker.name),
            objects=tuple(self._object(worker, mapping) for mapping in worker.mappings),
            parked=self._parked(worker.name),
            token=self._token(worker.name),
        )

    def _token(self, name: str) -> TokenStatus | None:
        account = self.sign_ins.accounts.get(name)
        return account.token_status if account is not None else None

    def _parked(self, name: str) -> tuple[ParkedRules, ...]:
        return tuple(
            ParkedRules(
                crm_object=crm_object,
                rules=one.rules,
                since=one.since,
                reason=one.reason,
                advice=one.advice,
                item=one.item,
            )
            for crm_object, some in sorted(drifts_of(self.store, name).items())
            for one in some
        )

    def _object(self, worker: Worker, mapping: FieldMapping) -> ObjectStatus:
        cursor = self.store.cursor(worker.name, mapping.crm_object, "phase")
        braked = self.store.open_items(worker.name, mapping.crm_object, ["brake:pull", "brake:push"])
        live = cursor is not None and cursor.position == LIVE
        cycle = worker.cycle
        unplanned = cycle is not None and bool(cycle.gate.reason) and not live
        phase = Phase.BRAKED if braked else Phase.LIVE if live else Phase.BACKFILL
        phase = Phase.PLAN_NEEDED if unplanned else phase
        done = None if live else self.store.linked_count(worker.name, mapping.crm_object)
        return ObjectStatus(
            hub_object=mapping.hub_object,
            crm_object=mapping.crm_object,
            phase=phase,
            done=done,
            last_poll_at=cycle.polled.get(mapping.crm_object) if cycle is not None else None,
        )
