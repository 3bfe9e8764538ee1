"""The typed client of the local API: one method per operation, named like the operation.

Methods raise the same `core.errors` classes the daemon raised, or one of `core/wire/problems.py` where no daemon answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import SecretStr

from core.records import Fields
from core.wire.client_advisor import AdvisorCalls
from core.wire.client_attached import AttachedCalls
from core.wire.client_laboratory import LaboratoryCalls
from core.wire.client_names import NameCalls
from core.wire.client_past import PastCalls
from core.wire.client_questions import QuestionCalls
from core.wire.client_setup import SetupCalls
from core.wire.client_targets import TargetCalls
from core.wire.client_undo import UndoCalls
from core.wire.endpoint import PROTOCOL, default_places
from core.wire.models import (
    ActivityPage,
    AnswerSignIn,
    AuditVerdict,
    ConnectionWord,
    CreateRecord,
    DeveloperKey,
    Diagnosis,
    Done,
    EditRecord,
    Event,
    Health,
    Hello,
    LinkWord,
    MappingWord,
    MergeRecord,
    MetricsWord,
    NeedWord,
    ObjectWord,
    Page,
    PendingWord,
    RecordStory,
    RecordWord,
    Removed,
    RouteWord,
    RunWord,
    SignalWord,
    SignedOutWord,
    SignInStatus,
    SignInWord,
    StandeeWord,
    StandingWord,
    StartSignIn,
    SyncNow,
    VaultWord,
)
from core.wire.paths import wired as _wired
from core.wire.plan_calls import PlanCalls
from core.wire.problems import ProtocolMismatch
from core.wire.rule_calls import RuleCalls
from core.wire.standing import STAND
from core.wire.stream import follow
from core.wire.transport import Transport
from core.wire.transport import path_of as _path

_VERIFY_S = 1_800.0
_CRM_S = 120.0  # where the daemon has to ask a CRM, patiently, before it can answer


class Operations(
    PastCalls,
    NameCalls,
    QuestionCalls,
    PlanCalls,
    UndoCalls,
    RuleCalls,
    LaboratoryCalls,
    AdvisorCalls,
    TargetCalls,
    SetupCalls,
    AttachedCalls,
):
    """Every operation, asked over `wire`."""

    def __init__(self, wire: Transport) -> None:
        self._wire = wire

    # how things stand -----------------------------------------------------------------------------------------------
    def hello(self) -> Hello:
        """The greeting. Raises ProtocolMismatch where another protocol is spoken."""
        greeting = self._wire.ask("GET", "/v1/hello", Hello)
        if greeting.protocol != PROTOCOL:
            raise ProtocolMismatch(f"the daemon speaks protocol {greeting.protocol}, this client {PROTOCOL}")
        return greeting

    def health(self) -> Health:
        return self._wire.ask("GET", "/v1/health", Health)

    def metrics(
        self,
        *,
        since: int | None = None,
        until: int | None = None,
        step: int | None = None,
        connection: str | None = None,
    ) -> MetricsWord:
        """Times and `step` in ms; the last hour by default."""
        query = {"since": since, "until": until, "step": step, "connection": connection}
        return self._wire.ask("GET", _path("metrics"), MetricsWord, query=query)

    def standing(self) -> StandingWord:
        """What holds records up, object by object and cause by cause."""
        return self._wire.ask("GET", "/v1/standing", StandingWord)

    def list_standing(
        self, connection: str, object: str, standing: STAND, *, after: str | None = None, limit: int = 100
    ) -> Page[StandeeWord]:
        """The records of one CRM object that stand so."""
        query = {
            "connection": connection,
            "object": object,
            "standing": standing,
            "after": after,
            "limit": limit,
        }
        return self._wire.ask("GET", "/v1/standing/records", Page[StandeeWord], query=query)

    def doctor(self) -> Diagnosis:
        return self._wire.ask("GET", "/v1/doctor", Diagnosis)

    def residency(self) -> Page[RouteWord]:
        return self._wire.ask("GET", "/v1/residency", Page[RouteWord])

    def verify_audit(self) -> AuditVerdict:
        return self._wire.ask("POST", "/v1/audit/verify", AuditVerdict, timeout_s=_VERIFY_S)

    # connections ----------------------------------------------------------------------------------------------------
    def list_connections(self) -> Page[ConnectionWord]:
        return self._wire.ask("GET", "/v1/connections", Page[ConnectionWord])

    def get_connection(self, name: str) -> ConnectionWord:
        return self._wire.ask("GET", _path("connections", name), ConnectionWord)

    def pause_connection(self, name: str) -> ConnectionWord:
        return self._wire.ask("POST", _path("connections", name, "pause"), ConnectionWord)

    def resume_connection(self, name: str) -> ConnectionWord:
        return self._wire.ask("POST", _path("connections", name, "resume"), ConnectionWord)

    def sync_connection(self, name: str, object: str | None = None, *, full: bool = False) -> Done:
        ask = SyncNow(object=object, full=full)
        return self._wire.ask("POST", _path("connections", name, "sync"), Done, body=ask)

    def sign_in(
        self,
        name: str,
        client_id: str | None = None,
        client_secret: str | None = None,
        *,
        key: str | None = None,
        paste: bool = False,
    ) -> SignInWord:
        ask = StartSignIn(
            client_id=client_id, client_secret=_hidden(client_secret), key=_hidden(key), paste=paste
        )
        return self._wire.ask(
            "POST", _path("connections", name, "sign-in"), SignInWord, body=ask, timeout_s=_CRM_S
        )

    def answer_sign_in(self, name: str, address: str) -> Done:
        ask = AnswerSignIn(address=SecretStr(address))
        return self._wire.ask("POST", _path("connections", name, "sign-in", "answer"), Done, body=ask)

    def sign_in_status(self, name: str) -> SignInStatus:
        return self._wire.ask("GET", _path("connections", name, "sign-in"), SignInStatus)

    def keep_developer_key(self, name: str, key: str) -> Done:
        ask = DeveloperKey(key=SecretStr(key))
        return self._wire.ask("PUT", _path("connections", name, "developer-key"), Done, body=ask)

    def remove_webhooks(self, name: str) -> Removed:
        return self._wire.ask("DELETE", _path("connections", name, "webhooks"), Removed)

    def restore_webhooks(self, name: str) -> Done:
        return self._wire.ask("POST", _path("connections", name, "webhooks"), Done)

    def sign_out(self, name: str) -> SignedOutWord:
        return self._wire.ask(
            "DELETE", _path("connections", name, "sign-in"), SignedOutWord, timeout_s=_CRM_S
        )

    def list_needs(self, name: str) -> Page[NeedWord]:
        return self._wire.ask("GET", _path("connections", name, "needs"), Page[NeedWord], timeout_s=_CRM_S)

    def prepare_connection(self, name: str) -> Page[NeedWord]:
        return self._wire.ask("POST", _path("connections", name, "prepare"), Page[NeedWord], timeout_s=_CRM_S)

    # the vault ------------------------------------------------------------------------------------------------------
    def vault(self) -> VaultWord:
        return self._wire.ask("GET", "/v1/vault", VaultWord)

    def rotate_vault(self) -> VaultWord:
        return self._wire.ask("POST", "/v1/vault/rotate", VaultWord)

    # the hub --------------------------------------------------------------------------------------------------------
    def list_objects(self) -> Page[ObjectWord]:
        return self._wire.ask("GET", "/v1/objects", Page[ObjectWord])

    def list_mappings(self) -> Page[MappingWord]:
        return self._wire.ask("GET", "/v1/mappings", Page[MappingWord])

    def get_mapping(self, connection: str, hub_object: str) -> MappingWord:
        return self._wire.ask("GET", _path("mappings", connection, hub_object), MappingWord)

    def list_records(
        self, object: str, *, after: str | None = None, limit: int = 100, deleted: bool = False
    ) -> Page[RecordWord]:
        query = {"object": object, "after": after, "limit": limit, "deleted": deleted}
        return self._wire.ask("GET", "/v1/records", Page[RecordWord], query=query)

    def get_record(self, id: str) -> RecordStory:
        return self._wire.ask("GET", _path("records", id), RecordStory)

    def create_record(self, object: str, fields: Fields) -> RecordWord:
        ask = CreateRecord(object=object, fields=_wired(fields))
        return self._wire.ask("POST", "/v1/records", RecordWord, body=ask)

    def edit_record(self, id: str, fields: Fields, *, expected: int | None = None) -> RecordWord:
        ask = EditRecord(fields=_wired(fields), expected=expected)
        return self._wire.ask("PATCH", _path("records", id), RecordWord, body=ask)

    def delete_record(self, id: str, *, expected: int | None = None) -> RecordWord:
        return self._wire.ask("DELETE", _path("records", id), RecordWord, query={"expected": expected})

    def restore_record(self, id: str) -> RecordWord:
        return self._wire.ask("POST", _path("records", id, "restore"), RecordWord)

    def merge_record(self, winner: str, loser: str) -> RecordWord:
        ask = MergeRecord(loser=loser)
        return self._wire.ask("POST", _path("records", winner, "merge"), RecordWord, body=ask)

    def links_of(self, record_id: str) -> Page[LinkWord]:
        return self._wire.ask("GET", _path("records", record_id, "links"), Page[LinkWord])

    # pairs and queues -----------------------------------------------------------------------------------------------
    def list_links(
        self, connection: str, object: str, *, after: str | None = None, limit: int = 100
    ) -> Page[LinkWord]:
        query = {"connection": connection, "object": object, "after": after, "limit": limit}
        return self._wire.ask("GET", "/v1/links", Page[LinkWord], query=query)

    def list_pending(
        self, connection: str | None = None, *, after: str | None = None, limit: int = 100
    ) -> Page[PendingWord]:
        query = {"connection": connection, "after": after, "limit": limit}
        return self._wire.ask("GET", "/v1/pending", Page[PendingWord], query=query)

    def list_signals(
        self, connection: str | None = None, *, after: str | None = None, limit: int = 100
    ) -> Page[SignalWord]:
        query = {"connection": connection, "after": after, "limit": limit}
        return self._wire.ask("GET", "/v1/signals", Page[SignalWord], query=query)

    # what happened --------------------------------------------------------------------------------------------------
    def list_runs(self, *, after: str | None = None, limit: int = 100) -> Page[RunWord]:
        return self._wire.ask("GET", "/v1/runs", Page[RunWord], query={"after": after, "limit": limit})

    def get_run(self, id: str) -> RunWord:
        return self._wire.ask("GET", _path("runs", id), RunWord)

    def search_activity(
        self,
        *,
        record: str | None = None,
        connection: str | None = None,
        run: str | None = None,
        field: str | None = None,
        kind: str | None = None,
        text: str | None = None,
        since: int | None = None,
        until: int | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> ActivityPage:
        """Audit entries for which every given part holds, newest first; times in ms since 1970 UTC.

        A page may be short, or empty, and have a `next`: then that is how far one answer looks.
        """
        query = {
            "record": record,
            "connection": connection,
            "run": run,
            "field": field,
            "kind": kind,
            "text": text,
            "since": since,
            "until": until,
            "after": after,
            "limit": limit,
        }
        return self._wire.ask("GET", "/v1/activity", ActivityPage, query=query)


class Client(Operations):
    """Speaks to the daemon at `socket` (default: this user's). A request may take `timeout_s` seconds."""

    def __init__(self, socket: Path | None = None, *, timeout_s: float = 30.0) -> None:
        from core.wire.socket_transport import SocketTransport  # noqa: PLC0415 - the app has its own: it saves 0.15 s

        self._line = SocketTransport(socket or default_places().socket, timeout_s=timeout_s)
        super().__init__(self._line)

    @property
    def socket(self) -> Path:
        return self._line.socket

    def close(self) -> None:
        self._line.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def events(self, after: str | None = None, *, patience_s: float = 30.0) -> Iterator[Event]:
        """Live events without end; see `core/wire/stream.py`."""
        return follow(self._wire, after, patience_s)


def _hidden(secret: str | None) -> SecretStr | None:
    return None if secret is None else SecretStr(secret)
