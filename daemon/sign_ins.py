"""Signing in to connections and out of them: one conversation a connection at a time, each on a thread of its own."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from adapters.code_flow import answer_in
from adapters.oauth import OAuthApp, TokenSet, TokenStore, revoke
from adapters.signing_in import Prompt, Talk
from core.errors import Conflicting, CrmSyncError, RemoteError, SignInNeeded, Unreachable
from core.logs import logger
from core.settings import Flow
from daemon.accounts import CrmAccount, Given
from daemon.api.surface import SignedOut, SignIn
from daemon.doings import DAEMON, Noted, not_noted
from daemon.sealed_tokens import JWT_KEY

BROWSER_S = 120.0  # how long the listener on this machine stays open
ELSEWHERE_S = 600.0  # a link or a code that is carried to another machine takes longer
_START_S = 60.0
_END_S = 5.0  # a listener hears within a quarter of a second that it is over

log = logger(__name__)


@dataclass(slots=True)
class _Talking:
    """One sign-in under way. `said` is what the daemon has to show or to report first."""

    said: queue.Queue[Prompt | CrmSyncError | None] = field(default_factory=queue.Queue)
    pasted: queue.Queue[str] | None = None
    over: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    status: str = "waiting"

    def wait_for_paste(self, timeout_s: float) -> str | None:
        if self.pasted is None:
            return None
        try:
            return self.pasted.get(timeout=timeout_s) or None
        except queue.Empty:
            return None

    def check(self) -> None:
        """Raises SignInNeeded once nobody wants the outcome any more."""
        if self.over.is_set():
            raise SignInNeeded("the sign-in was ended before it was complete")

    def stop(self) -> None:
        """Its port is free afterwards, so that the next one can listen there."""
        self.over.set()
        if self.pasted is not None:
            self.pasted.put("")
        self.ended.wait(_END_S)


@dataclass(slots=True)
class _Wanted:
    """An account's tokens during one sign-in: what comes after its end is not kept, and `unwanted` by then.

    Whoever ends it does so before taking `exclusively`, so either these tokens are there to be forgotten, or never will be.
    """

    store: TokenStore
    talking: _Talking
    unwanted: TokenSet | None = None

    def load(self) -> TokenSet | None:
        return self.store.load()

    def save(self, tokens: TokenSet) -> None:
        self.unwanted = tokens
        self.talking.check()
        self.store.save(tokens)
        self.unwanted = None

    def forget(self) -> None:
        self.store.forget()

    def exclusively(self) -> AbstractContextManager[None]:
        return self.store.exclusively()


@dataclass(slots=True)
class SignIns:
    """Sign-ins of every connection. `done` is told of a connection whose tokens are new or gone; `noted` explains them."""

    accounts: Mapping[str, CrmAccount]
    done: Callable[[str], None]
    noted: Noted = not_noted
    _talking: dict[str, _Talking] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, name: str, given: Given, *, paste: bool, by: str = DAEMON) -> SignIn:
        """Begin, in place of one that is still waiting; returns what a person must open, or nothing where nobody is needed.

        Raises Invalid, PortInUse, and whatever a flow without a person ended with.
        """
        account = self.accounts[name]
        app, strategy = account.app(given), account.strategy
        # A code is typed at the vendor's page: no browser comes back, and no address is there to be pasted.
        pastes = paste and strategy.needs_person and not _by_code(account)
        talking = _Talking(pasted=queue.Queue() if pastes else None)
        with self._lock:
            former = self._talking.get(name)
            self._talking[name] = talking
        if former is not None:
            former.stop()
        threading.Thread(
            target=self._work, args=(account, app, given, talking, by), name=f"sign-in-{name}", daemon=True
        ).start()
        try:
            said = talking.said.get(timeout=_START_S)
        except queue.Empty:
            raise Unreachable(f"the sign-in of {name!r} did not start within {_START_S:.0f} s") from None
        if isinstance(said, CrmSyncError):
            raise said
        return (
            SignIn(url="", state="")
            if said is None
            else SignIn(url=said.url, state=said.state, code=said.code)
        )

    def answer(self, name: str, address: str) -> None:
        """The address a person's browser ended at. Raises Invalid where it is none, Conflicting where none is wanted."""
        talking = self._talking.get(name)
        if talking is None or talking.pasted is None or talking.status != "waiting":
            raise Conflicting(
                f"no sign-in of {name!r} waits for an address",
                advice=f"Start one: crmsync connections sign-in {name} --paste.",
            )
        answer_in(address)
        talking.pasted.put(address)

    def status(self, name: str) -> str:
        talking = self._talking.get(name)
        return "none" if talking is None else talking.status

    def sign_out(self, name: str, *, by: str = DAEMON) -> SignedOut:
        """Take the tokens back at the CRM where it can be asked, and forget them here in any case."""
        account, store = self.accounts[name], self.accounts[name].tokens
        with self._lock:
            former = self._talking.pop(name, None)
        if former is not None:
            former.stop()
        with store.exclusively():
            held = store.load()
            revoked, note = False, ""
            if held is not None:
                try:
                    revoked = revoke(account.app(), held)
                    note = "" if revoked else "The CRM did not end the sign-in; remove the app there."
                except (RemoteError, CrmSyncError) as error:
                    note = f"The CRM was not told: {error}. Remove the app there too."
            store.forget()
            account.vault.forget(name, JWT_KEY)
        log.info("signed out", connection=name)
        try:
            self.done(name)
        finally:
            self.noted("sign-out", by, name, "ended at the CRM too" if revoked else "not ended at the CRM")
        return SignedOut(revoked=revoked, note=note)

    # the thread -------------------------------------------------------------------------------------------------------
    def _work(self, account: CrmAccount, app: OAuthApp, given: Given, talking: _Talking, by: str) -> None:
        try:
            self._talk(account, app, given, talking, by)
        finally:
            talking.ended.set()

    def _talk(self, account: CrmAccount, app: OAuthApp, given: Given, talking: _Talking, by: str) -> None:
        paste = talking.pasted is not None
        talk = Talk(
            show=talking.said.put,
            timeout_s=ELSEWHERE_S if paste or _by_code(account) else BROWSER_S,
            port=account.connection.redirect_port,
            pasted=talking.wait_for_paste if paste else None,
            over=talking.over,
        )
        store = _Wanted(account.tokens, talking)
        try:
            account.strategy.sign_in(app, store, talk)
            with store.exclusively():
                talking.check()
                account.keep(app, given)
            log.info("signed in", connection=account.name)
        except CrmSyncError as error:
            _give_back(app, store.unwanted, account.name)
            talking.status = f"failed: {error}"
            talking.said.put(error)
            return
        except Exception as error:
            log.exception("a sign-in failed", connection=account.name)
            talking.status = f"failed: unexpected {type(error).__name__}"
            talking.said.put(Unreachable(f"the sign-in of {account.name!r} failed unexpectedly"))
            return
        try:
            try:
                self.done(account.name)
            finally:
                self.noted("sign-in", by, account.name, f"by the flow {account.connection.flow.value}")
        except CrmSyncError as error:
            # A webhook port that is taken, say: the connection works without.
            log.warning("after a sign-in", connection=account.name, kind=error.kind)
            talking.status = f"signed in, but {error}"
        else:
            talking.status = "done"
        talking.said.put(None)


def _by_code(account: CrmAccount) -> bool:
    return account.connection.flow is Flow.DEVICE


def _give_back(app: OAuthApp, tokens: TokenSet | None, connection: str) -> None:
    """Tell the CRM that tokens which are not kept are over."""
    if tokens is None:
        return
    try:
        revoke(app, tokens)
    except CrmSyncError as error:
        log.warning("tokens nobody wants were not taken back", connection=connection, kind=error.kind)
