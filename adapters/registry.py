"""How an adapter for one account of each is made.

account = Account(system="hubspot")
tokens = strategy("hubspot", Flow.BROWSER).tokens(oauth_app("hubspot", client_id=..., secret=...), store)
adapter = connect(account, tokens, budget=usual_budget("hubspot"))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urljoin, urlsplit

from adapters.assertion import audience_of
from adapters.base import Adapter
from adapters.hooks import Hooks, Stream, Subscriber
from adapters.ledger import RESERVE, Ledger
from adapters.oauth import OAuthApp, Signer
from adapters.quota import Budget
from adapters.rest import Limits, Rest, Tokens
from adapters.signing_in import Strategy
from adapters.systems import KNOWN, PUBSUB_ADDRESS, Account, Proof, System
from core.errors import SettingsInvalid
from core.settings import Flow

__all__ = [
    "PUBSUB_ADDRESS",
    "SYSTEMS",
    "Account",
    "Proof",
    "connect",
    "hooks_of",
    "oauth_app",
    "organisation_of",
    "proof_of",
    "strategy",
    "stream_of",
    "subscriber_of",
    "usual_budget",
]

SYSTEMS: Final = tuple(KNOWN)
_EVERYTHING: Final = {"full", ".default"}  # Salesforce's and Entra's words for whatever the app may have
_NOT_REPEATED: Final = {
    "openid",
    "offline_access",
    "refresh_token",
}  # asked for, and not always told as granted


def connect(
    account: Account,
    tokens: Tokens,
    *,
    budget: Budget | None = None,
    limits: Limits | None = None,
    instance_url: str | None = None,
) -> Adapter:
    """An adapter for one worker. Share `tokens` and `budget` among the workers of a connection.

    `instance_url` is where the sign-in said the account lives (Salesforce). Raises SettingsInvalid for an unknown system
    or an address that is not the vendor's.
    """
    system = _system(account.system)
    return system.build(account, _rest(account, tokens, budget, limits, instance_url))


def hooks_of(system: str) -> Hooks | None:
    """How this CRM's webhooks are proven and read; None where it sends none that we take."""
    return _system(system).hooks


def proof_of(system: str) -> Proof:
    return _system(system).proof


@contextmanager
def subscriber_of(
    account: Account,
    tokens: Tokens,
    *,
    budget: Budget | None = None,
    instance_url: str | None = None,
    developer_key: str | None = None,
) -> Iterator[Subscriber | None]:
    """What keeps this account's webhooks registered, on a transport of its own that ends with the block.

    None where the CRM has no API for it, or where something it takes (HubSpot's developer key) is missing.
    """
    make = _system(account.system).subscriber
    if make is None:
        yield None
        return
    rest = _rest(account, tokens, budget, None, instance_url)
    try:
        yield make(account, rest, developer_key)
    finally:
        rest.close()


def organisation_of(
    account: Account, tokens: Tokens, *, budget: Budget | None = None, instance_url: str | None = None
) -> str | None:
    """The account's own id at its CRM (Salesforce's organisation id); None where nothing needs it."""
    ask = _system(account.system).organisation
    if ask is None:
        return None
    rest = _rest(account, tokens, budget, None, instance_url)
    try:
        return ask(account, rest)
    finally:
        rest.close()


def stream_of(
    account: Account, tokens: Tokens, *, instance_url: str | None, organisation: str
) -> Stream | None:
    """The account's event stream; None where its CRM has none, or a sandbox was not told where. `close` it."""
    make = _system(account.system).stream
    return None if make is None or instance_url is None else make(account, tokens, instance_url, organisation)


def usual_budget(system: str, ledger: Ledger | None = None) -> Budget:
    """The vendor's documented request limits, with a margin. Make one for each connection and share it."""
    return Budget(_system(system).windows, ledger=ledger if ledger is not None else usual_ledger(system))


def usual_ledger(system: str, *, reserve: float = RESERVE, daily: int | None = None) -> Ledger:
    """A ledger that counts as this vendor does. `reserve` and `daily` as in `Ledger`."""
    terms = _system(system).terms
    return Ledger(by_day=terms.by_day, unit=terms.unit, reserve=reserve, daily=daily)


def strategy(system: str, flow: Flow) -> Strategy:
    """How to sign in to this system by this flow. Raises SettingsInvalid where it has no such flow."""
    known = _system(system)
    if flow not in known.flows:
        offered = ", ".join(one.value for one in known.flows)
        raise SettingsInvalid(f"{known.title} has no flow {flow.value!r}", advice=f"It has: {offered}.")
    return known.flows[flow]


def not_granted(system: str, granted: Iterable[str], *, custom_objects: bool = False) -> tuple[str, ...]:
    """What a sign-in asked for and was not given, as the CRM's own page calls it; nothing where it does not tell."""
    had = {part.rpartition("/")[2] for one in granted for part in one.split(",")}
    if not had or had & _EVERYTHING:
        return ()
    known = KNOWN[system]
    asked = (*known.scopes, *(known.custom_scopes if custom_objects else ()))
    names = (one.rpartition("/")[2] for one in asked)
    return tuple(one for one in names if one not in had | _NOT_REPEATED)


def oauth_app(
    system: str,
    *,
    client_id: str,
    secret: str | None,
    base_url: str | None = None,
    authorize_url: str | None = None,
    token_url: str | None = None,
    username: str = "",
    key: Callable[[], str] | None = None,
    loopback: bool = False,
    ca: str | None = None,
    custom_objects: bool = False,
    account_url: str = "",
) -> OAuthApp:
    """The app to sign in with. `base_url` is a Salesforce My Domain or sandbox host, or a loopback sandbox.

    `account_url` is the account's own address, which Dynamics' rights are asked for by.
    `custom_objects` asks for the right to the account's own objects as well.
    `authorize_url` and `token_url` replace single addresses. `username` and `key` are for a server's own sign-in.
    """
    known = _system(system)
    authorize, token = authorize_url or known.authorize_url, token_url or known.token_url
    if base_url is not None:
        root = base_url.rstrip("/")
        authorize, token = root + urlsplit(authorize).path, root + urlsplit(token).path
    return OAuthApp(
        system=known.title,
        client_id=client_id,
        secret=secret,
        authorize_url=authorize,
        token_url=token,
        scopes=tuple(
            one.replace("{account}", account_url.rstrip("/"))
            for one in (*known.scopes, *(known.custom_scopes if custom_objects else ()))
        ),
        basic_auth=known.basic_auth,
        revoke_url=None if known.revoke is None else urljoin(token, known.revoke),
        signer=Signer(username=username, audience=audience_of(authorize), key=key)
        if key is not None
        else None,
        loopback=loopback,
        ca=ca,
    )


def _rest(
    account: Account, tokens: Tokens, budget: Budget | None, limits: Limits | None, instance_url: str | None
) -> Rest:
    system = _system(account.system)
    base_url = account.base_url or instance_url or system.base_url
    if base_url is None:
        raise SettingsInvalid(
            f"the address of the {system.title} account is not known",
            advice="Sign in again; the answer to the sign-in names the address.",
        )
    host = urlsplit(base_url).hostname or ""
    if not account.loopback and not any(host == one or host.endswith(f".{one}") for one in system.hosts):
        raise SettingsInvalid(f"{host!r} is not an address of {system.title}")
    shared = budget if budget is not None else usual_budget(account.system)
    return Rest(
        system.title,
        base_url,
        tokens,
        loopback=account.loopback,
        budget=shared,
        limits=limits if limits is not None else Limits(),
        trouble=system.trouble,
        terms=system.terms,
        ca=account.ca,
    )


def _system(name: str) -> System:
    if name not in KNOWN:
        raise SettingsInvalid(f"there is no CRM system {name!r}; there are: {', '.join(SYSTEMS)}")
    return KNOWN[name]
