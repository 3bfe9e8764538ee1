"""A second opinion on a conflict from a language model: one request when a person asks, never in the write path.

What leaves is a question in placeholders (`core/advice/second_opinion.py`), and only where residency lets it. What comes
back is shown beside the advisor's own suggestion: it decides nothing, and nothing is learned from it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Lock
from typing import Final

from core.advice.second_opinion import AnswerWrong, Opinion, Question, question, read
from core.conflicts import Conflict, ConflictState
from core.errors import Conflicting, Invalid
from core.logs import logger
from core.residency import host_of
from core.settings import Advisor as Section
from core.store.base import AuditEntry, Batch, Store
from daemon.advising import Advising
from daemon.outgoing import NotSent, post
from daemon.vault import Vault

log = logger(__name__)

# In the vault: no connection can have this name. The key is bound to the host, so another endpoint does not get it.
_SEALED_FOR: Final = "(advisor)"
_PATH: Final = "/chat/completions"
_MOST_BYTES: Final = 64 * 1024


class NoOpinion(Exception):
    """The model gave no opinion that can be used; the message says why, and repeats nothing of its answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondOpinion:
    """What the model said, or the `note` why there is nothing."""

    model: str
    host: str
    opinion: Opinion | None = None
    note: str = ""


@dataclass(slots=True)
class AskingModel:
    """The language model of one installation. `admit` raises ResidencyRefused where its route leaves the area."""

    advisor: Section
    advising: Advising
    store: Store
    vault: Vault
    admit: Callable[[], None]
    clock: Callable[[], int]
    _one: Lock = field(default_factory=Lock)
    _rests: dict[str, float] = field(default_factory=dict)  # by endpoint, until when on the monotonic clock

    def ask(self, conflict: Conflict, *, by: str) -> SecondOpinion:
        """One question about an open conflict; whatever goes wrong at the model is a note.

        Raises Conflicting where no endpoint is set, the conflict is settled or another question is under way, Invalid
        where it is not about values, ResidencyRefused before anything is sent.
        """
        self._enabled()
        self.admit()
        if conflict.state is not ConflictState.OPEN:
            raise Conflicting(
                f"conflict {conflict.id} is {conflict.state.value}",
                advice="A model is asked about open conflicts only.",
            )
        found = self.advising.advice(conflict, self.clock())
        if found is None:
            raise Invalid(
                f"conflict {conflict.id} is not about values a model could compare",
                advice="Settle it yourself.",
            )
        model, host = self.advisor.model, host_of(self.advisor.endpoint)
        asked = question(found.case, found.suggestion, model)
        if not self._one.acquire(blocking=False):
            raise Conflicting("the model is being asked already", advice="Ask again in a few seconds.")
        try:
            self._tell(by, conflict, found.case.object, f"asks {model} at {host}, in placeholders")
            opinion = read(self._sent(asked, host), asked)
        except (NoOpinion, AnswerWrong) as why:
            log.info("no second opinion", id=conflict.id, cause=str(why))
            self._tell(by, conflict, found.case.object, f"{model} at {host} gave no opinion: {why}")
            return SecondOpinion(model=model, host=host, note=f"no second opinion from {host}: {why}")
        finally:
            self._one.release()
        self._tell(by, conflict, found.case.object, f"{model} at {host} would choose {opinion.choice.value}")
        return SecondOpinion(model=model, host=host, opinion=opinion)

    # the key ----------------------------------------------------------------------------------------------------------
    def keep_key(self, key: str, *, by: str) -> None:
        """Seal the endpoint's key, for its host alone. Raises Conflicting where no endpoint is set, Invalid."""
        host = self._enabled()
        if not key or not key.isascii() or not key.isprintable() or " " in key:
            raise Invalid(
                "that is no key", advice="Give one line of letters, digits and signs, as you got it."
            )
        self.vault.seal(_SEALED_FOR, _kind(host), key)
        former = [kind for kind in self._kept() if kind != _kind(host)]
        if former:
            self.vault.forget(_SEALED_FOR, *former)
        self._note(by, f"the key for {host} is kept")

    def forget_key(self, *, by: str) -> int:
        """Remove whatever key is kept; how many there were."""
        kept = len(self._kept())
        self.vault.forget(_SEALED_FOR)
        self._note(by, "the key is removed")
        return kept

    # inside -----------------------------------------------------------------------------------------------------------
    def _kept(self) -> list[str]:
        return [kind for name, kind in self.vault.standing().sealed if name == _SEALED_FOR]

    def _enabled(self) -> str:
        if not self.advisor.endpoint:
            raise Conflicting(
                "no language model is set up",
                advice="Set advisor.endpoint and advisor.model in crmsync.toml; docs/advisor.md says what is sent.",
            )
        return host_of(self.advisor.endpoint)

    def _sent(self, asked: Question, host: str) -> bytes:
        """The answer to one request, within the time and size it may take. Raises NoOpinion."""
        key = self.vault.open(_SEALED_FOR, _kind(host))
        headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        rest = self._rests.get(self.advisor.endpoint, 0.0) - time.monotonic()
        if rest > 0:
            raise NoOpinion(f"it wants to be left alone for {math.ceil(rest)} s more")
        address = self.advisor.endpoint.rstrip("/").removesuffix(_PATH) + _PATH
        try:
            answer = post(
                address, asked.body, headers=headers, timeout_s=self.advisor.timeout_s, most_bytes=_MOST_BYTES
            )
        except NotSent as why:
            raise NoOpinion(str(why)) from None
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            self._rests[self.advisor.endpoint] = time.monotonic() + answer.wait_s
        if 300 <= answer.status < 400:
            raise NoOpinion(
                f"it points elsewhere ({answer.status}), which is not followed; correct advisor.endpoint"
            )
        if answer.status != HTTPStatus.OK:
            raise NoOpinion(_refusal(answer.status, answer.body))
        return answer.body

    def _tell(self, by: str, conflict: Conflict, object: str, note: str) -> None:
        self._note(by, note, cause=f"conflict:{conflict.id}", object=object)

    def _note(self, by: str, note: str, *, cause: str = "", object: str = "") -> None:
        at = self.clock()
        entry = AuditEntry(
            at=at, kind="advisor", actor=by, cause=cause or by, run="", object=object, note=f"model: {note}"
        )
        self.store.commit(Batch(at=at, audit=(entry,)))


def _kind(host: str) -> str:
    return f"model_key for {host}"


def _refusal(status: int, body: bytes) -> str:
    """Why a server refused, as far as its status and the words of the protocol in its answer tell; none of them repeated."""
    told = body.decode("utf-8", "replace").casefold()
    # Older servers answer 400, 422 or 500 where they do not know the form that is asked for.
    if status != HTTPStatus.TOO_MANY_REQUESTS and ("response_format" in told or "json_schema" in told):
        return f"its server cannot be asked for a form (response_format json_schema, {status}): take a newer one, or another"
    match status:
        case 401 | 403:
            return f"it refused the key ({status}); give it: crmsync advisor key"
        case 404:
            return "it knows no such model or address (404); correct advisor.model or advisor.endpoint"
        case 429 if "insufficient_quota" in told:
            return "its account has no credit left (429)"
        case 429:
            return "it has no room for more questions now (429)"
        case 400 | 413 | 422:
            return f"it refused the question ({status})"
        case 503:
            return "it is not ready (503): a server on this machine may still be reading the model"
        case _:
            return f"it answered with status {status}"
