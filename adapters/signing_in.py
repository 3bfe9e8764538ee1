"""The shape every way of signing in has, so that the registry can name one for each system and flow.

A strategy is two things: how the first tokens come about (a blocking call that runs on a thread of its own), and the door
that keeps them fresh afterwards. `Talk` is all it knows of the person it deals with.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from adapters.oauth import OAuthApp, TokenSet, TokenStore
from adapters.rest import Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What a person is shown: the address to open, and the code to type there where the flow has one (device code)."""

    url: str
    state: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One conversation with a person. `pasted` waits for the address they paste back; None where the browser comes here.

    `port` is the registered loopback port, 0 for any. `over` is set when nobody waits for the outcome any more.
    """

    show: Callable[[Prompt], object]
    timeout_s: float
    port: int = 0
    pasted: Callable[[float], str | None] | None = None
    over: threading.Event = field(default_factory=threading.Event)


class Strategy(Protocol):
    """One way of signing in. `needs_person` False: it asks nobody and shows nothing."""

    needs_person: bool

    def sign_in(self, app: OAuthApp, store: TokenStore, talk: Talk) -> TokenSet:
        """Get the first tokens and keep them in `store`. Raises SignInNeeded, PortInUse, another RemoteError."""

    def tokens(self, app: OAuthApp, store: TokenStore) -> Tokens:
        """The door to the access token, renewed as this flow renews."""
