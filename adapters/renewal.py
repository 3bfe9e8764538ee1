"""Keeps a connection's access token fresh: by the clock where the CRM tells a lifetime, else when it refuses a token.

HubSpot and Pipedrive tell a lifetime; Salesforce tells none. One renewal at a time, among the threads of this process by a
lock and among processes by the store's own. What a renewal yields is kept by the store before it is used, because a CRM may
kill the old refresh token in the same moment.

Lifetimes are measured by our own clock, and within one process by one that nobody can set: a clock that is wrong, or is put
right meanwhile, costs one renewal at most.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from adapters.oauth import OAuthApp, TokenSet, TokenStore, ask_for_tokens
from core.errors import BadAnswer, SignInNeeded, Throttled, Unreachable

MARGIN_S: Final = 120.0  # renew this long before the end: a batch under way must not outlive its token
_AGAIN_S: Final = 10.0  # after a failed early renewal the old token is used for so long before the next try


def by_refresh_token(app: OAuthApp, tokens: TokenSet, clock: Callable[[], float]) -> TokenSet:
    """RFC 6749 section 6. Raises SignInNeeded where there is none or the CRM calls it invalid."""
    if tokens.refresh is None:
        raise SignInNeeded(f"the sign-in to {app.system} has ended")
    form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh}
    fresh = ask_for_tokens(app, form, clock=clock)
    return replace(
        fresh,
        refresh=fresh.refresh or tokens.refresh,
        instance_url=fresh.instance_url or tokens.instance_url,
        scopes=fresh.scopes or tokens.scopes,
    )


class OAuthTokens:
    """The door to a connection's access token. Share one object among the workers of a connection; thread-safe.

    `grant` gets new tokens in place of the old ones; by the refresh token unless told otherwise.
    """

    def __init__(
        self,
        app: OAuthApp,
        store: TokenStore,
        *,
        grant: Callable[[OAuthApp, TokenSet, Callable[[], float]], TokenSet] = by_refresh_token,
        clock: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app, self._store, self._grant = app, store, grant
        self._clock, self._steady = clock, steady
        self._lock = threading.Lock()
        self._held: TokenSet | None = None
        self._since: float | None = (
            None  # when `_held` was asked for, by the steady clock; None where it was loaded
        )
        self._unsaved: TokenSet | None = None
        self._dead: TokenSet | None = None  # tokens the CRM has called invalid: asking again is pointless
        self._not_before = 0.0

    def bearer(self) -> str:
        """The access token to send. Renews it first where its lifetime is nearly over. Raises SignInNeeded."""
        with self._lock:
            tokens = self._current()
            left, margin = self._left(tokens)
            if left > margin or (left > 0 and self._steady() < self._not_before):
                return tokens.access
            try:
                return self._renewed(tokens).access
            except (Unreachable, Throttled, BadAnswer):
                if left <= 0:
                    raise
                self._not_before = self._steady() + _AGAIN_S
                return tokens.access  # it is good for a little longer

    def renew(self, refused: str) -> str:
        """A newer token than `refused`; whoever comes second gets what the first one fetched. Raises SignInNeeded."""
        with self._lock:
            tokens = self._current()
            if tokens.access != refused:
                return tokens.access
            return self._renewed(tokens).access

    @property
    def instance_url(self) -> str | None:
        """Where the CRM says this account lives (Salesforce)."""
        with self._lock:
            return self._current().instance_url

    def _current(self) -> TokenSet:
        if self._unsaved is not None:
            self._keep(self._unsaved)
        if self._held is None:
            self._held, self._since = self._store.load(), None
        if self._held is None:
            raise SignInNeeded(f"nobody has signed in to {self._app.system} yet")
        return self._held

    def _left(self, tokens: TokenSet) -> tuple[float, float]:
        """How many seconds these tokens are good for, and how many of them are too few."""
        if tokens.expires_at is None:
            return 1.0, 0.0
        now = self._clock()
        issued = tokens.issued_at if tokens.issued_at is not None else tokens.expires_at - 2 * MARGIN_S
        lifetime = tokens.expires_at - issued
        margin = min(MARGIN_S, lifetime / 2)
        left = tokens.expires_at - now
        if self._since is not None:
            return min(left, lifetime - (self._steady() - self._since)), margin
        if tokens.issued_at is not None and now < tokens.issued_at:
            return 0.0, margin  # our clock was set back: nobody knows how old they are
        return left, margin

    def _renewed(self, tokens: TokenSet) -> TokenSet:
        with self._store.exclusively():
            kept = self._store.load()
            if kept is None:
                self._held = None
                raise SignInNeeded(f"the sign-in to {self._app.system} was ended here")
            if kept.access != tokens.access:
                self._held, self._since = kept, None  # another process was first
                return kept
            if tokens == self._dead:
                raise SignInNeeded(f"the sign-in to {self._app.system} has ended")
            started = self._steady()
            try:
                fresh = self._grant(self._app, tokens, self._clock)
            except SignInNeeded:
                self._dead = tokens
                raise
            self._since = started
            return self._keep(fresh)

    def _keep(self, fresh: TokenSet) -> TokenSet:
        """Durable first, then in use. What cannot be saved now is saved at the next call: the old tokens may be dead."""
        self._unsaved = fresh
        self._store.save(fresh)
        self._unsaved, self._held = None, fresh
        return fresh
