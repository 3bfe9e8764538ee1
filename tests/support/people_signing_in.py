"""What a person and their browser do with a sign-in link, and a token store that remembers every save."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.error import HTTPError

from adapters.code_flow import CodeFlow
from adapters.oauth import OAuthApp, TokenSet
from adapters.signing_in import Prompt, Talk

_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Kept:
    """A token store in memory. `on_save` runs before each save, so that one can fail."""

    def __init__(self, tokens: TokenSet | None = None) -> None:
        self.saved: list[TokenSet] = [] if tokens is None else [tokens]
        self.on_save: Callable[[], object] = lambda: None
        self._lock = threading.Lock()

    def load(self) -> TokenSet | None:
        return self.saved[-1] if self.saved else None

    def save(self, tokens: TokenSet) -> None:
        self.on_save()
        self.saved.append(tokens)

    def forget(self) -> None:
        self.saved.clear()

    @contextmanager
    def exclusively(self) -> Iterator[None]:
        with self._lock:
            yield


def browser(url: str) -> tuple[int, str, str]:
    """Opens a link and follows it: status, last address, page."""
    try:
        with _OPENER.open(url, timeout=5) as response:
            return response.status, response.url, response.read().decode()
    except HTTPError as error:
        with error:
            return error.code, url, error.read().decode()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """A redirect is not followed."""


def address_after_consent(url: str) -> str:
    """Where a browser on another machine ends: the address of the redirect, which nobody answers at."""
    try:
        urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay()).open(url, timeout=5)
    except HTTPError as error:
        with error:
            return str(error.headers["Location"])
    raise AssertionError("the consent page did not send the browser back")


def in_background(visit: Callable[[str], object]) -> Callable[[str], object]:
    def open_url(link: str) -> object:
        threading.Thread(target=visit, args=(link,), daemon=True).start()
        return None

    return open_url


def sign_in(
    app: OAuthApp, store: Kept, open_url: Callable[[str], object], timeout_s: float = 20, *, port: int = 0
) -> TokenSet:
    """The code flow with a browser on this machine."""

    def show(prompt: Prompt) -> object:
        return open_url(prompt.url)

    return CodeFlow().sign_in(app, store, Talk(show=show, timeout_s=timeout_s, port=port))
