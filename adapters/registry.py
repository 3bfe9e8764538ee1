"""Which CRM systems there are, and how an adapter for one account of each is made.

account = Account(system="hubspot")
tokens = OAuthTokens(oauth_app("hubspot", client_id=..., secret=...), store)
adapter = connect(account, tokens, budget=usual_budget("hubspot"))
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Final
from urllib.parse import urlsplit

from adapters.answers import Answer
from adapters.base import Adapter
from adapters.hooks import Hooks, Stream, Subscriber
from adapters.hubspot.adapter import HubSpotAdapter
from adapters.hubspot.api import SEARCH
from adapters.hubspot.api import read_trouble as hubspot_trouble
from adapters.hubspot.subscriber import HubSpotSubscriber
from adapters.hubspot.webhooks import HubSpotHooks
from adapters.oauth import OAuthApp
from adapters.quota import MAIN, Budget
from adapters.rest import Limits, Rest, Tokens, Trouble
from adapters.salesforce.adapter import SalesforceAdapter
from adapters.salesforce.api import SalesforceApi, note_usage
from adapters.salesforce.api import read_trouble as salesforce_trouble
from adapters.salesforce.outbound import OutboundHooks
from core.errors import SettingsInvalid


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account of a CRM. `base_url` is None for the vendor's own address.

    `loopback` allows http and this machine (sandboxes only); `app_id` is our app's id at HubSpot; `ca` a file of
    certificates to trust instead of the usual ones; `events_address` is host:port of Salesforce's Pub/Sub API, None the
    vendor's; `overlap_ms` and `deep_overlap_ms` replace the adapter's own.
    """

    system: str
    base_url: str | None = None
    loopback: bool = False
    app_id: str | None = None
    version: str | None = None
    custom_objects: tuple[str, ...] = ()
    ca: str | None = None
    events_address: str | None = None
    overlap_ms: int | None = None
    deep_overlap_ms: int | None = None


class Proof(Enum):
    """What a CRM's webhooks are proven by: its app's secret, or a secret of our own that it sends along.

    ORGANISATION: a secret address, and the account's own id in the body (`Target.user`).
    """

    APP_SECRET = "app_secret"
    OWN_SECRET = "own_secret"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class _System:
    title: str
    base_url: str | None
    hosts: tuple[str, ...]
    authorize_url: str
    token_url: str
    scopes: tuple[str, ...]
    windows: Mapping[str, tuple[tuple[int, float], ...]]
    build: Callable[[Account, Rest], Adapter]
    trouble: Callable[[Answer], Trouble | None]
    watches_usage: bool = False
    hooks: Hooks | None = None
    subscriber: Callable[[Account, Rest, str | None], Subscriber | None] | None = None
    proof: Proof = Proof.OWN_SECRET
    stream: Callable[[Account, Tokens, str, str], Stream | None] | None = None
    organisation: Callable[[Account, Rest], str | None] | None = None


def _hubspot(account: Account, rest: Rest) -> Adapter:
    return HubSpotAdapter(
        rest,
        app_id=account.app_id,
        version=account.version or "v3",
        custom_objects=account.custom_objects,
        **_overlaps(account),
    )


def _hubspot_subscriber(account: Account, rest: Rest, developer_key: str | None) -> Subscriber | None:
    if developer_key is None or not (account.app_id or "").isdigit():
        return None
    return HubSpotSubscriber(rest.base_url, developer_key, int(account.app_id or 0))


def _salesforce(account: Account, rest: Rest) -> Adapter:
    return SalesforceAdapter(
        rest,
        version=account.version or "61.0",
        custom_objects=account.custom_objects,
        **_overlaps(account),
    )


def _salesforce_stream(
    account: Account, tokens: Tokens, instance_url: str, organisation: str
) -> Stream | None:
    address = account.events_address or (None if account.loopback else PUBSUB_ADDRESS)
    if address is None:
        return None
    # grpc takes a quarter of a second to load; only who streams pays for it.
    from adapters.salesforce.pubsub import PubSub  # noqa: PLC0415

    return PubSub(
        address, tokens, instance_url=instance_url, organisation=organisation, loopback=account.loopback
    )


def _salesforce_organisation(account: Account, rest: Rest) -> str | None:
    return SalesforceApi(rest, version=account.version or "61.0").organisation()


def _overlaps(account: Account) -> dict[str, int]:
    chosen = {"overlap": account.overlap_ms, "deep_overlap": account.deep_overlap_ms}
    return {name: value for name, value in chosen.items() if value is not None}


_SYSTEMS: Final[Mapping[str, _System]] = {
    "hubspot": _System(
        title="HubSpot",
        base_url="https://api.hubapi.com",
        hosts=("hubapi.com",),
        authorize_url="https://app.hubspot.com/oauth/authorize",
        token_url="https://api.hubapi.com/oauth/2026-03/token",
        scopes=(
            "oauth",
            *(
                f"crm.{kind}.{name}.{right}"
                for kind in ("objects", "schemas")
                for name in ("contacts", "companies", "deals")
                for right in ("read", "write")
            ),
        ),
        # 100 requests in 10 s is the smallest plan's limit; searches share 5 a second with everybody else.
        windows={MAIN: ((90, 10.0),), SEARCH: ((4, 1.0),)},
        build=_hubspot,
        trouble=hubspot_trouble,
        hooks=HubSpotHooks(),
        subscriber=_hubspot_subscriber,
        proof=Proof.APP_SECRET,
    ),
    "salesforce": _System(
        title="Salesforce",
        base_url=None,
        hosts=("salesforce.com", "force.com"),
        authorize_url="https://login.salesforce.com/services/oauth2/authorize",
        token_url="https://login.salesforce.com/services/oauth2/token",
        scopes=("api", "refresh_token", "openid"),
        # No window of its own; 20 a second keeps a storm from eating the day's budget before `pace_s` reacts.
        windows={MAIN: ((20, 1.0),)},
        build=_salesforce,
        trouble=salesforce_trouble,
        watches_usage=True,
        hooks=OutboundHooks(),
        proof=Proof.ORGANISATION,
        stream=_salesforce_stream,
        organisation=_salesforce_organisation,
    ),
}
SYSTEMS: Final = tuple(_SYSTEMS)
PUBSUB_ADDRESS: Final = "api.pubsub.salesforce.com:7443"


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


def usual_budget(system: str) -> Budget:
    """The vendor's documented request limits, with a margin. Make one for each connection and share it."""
    return Budget(_system(system).windows)


def oauth_app(
    system: str, *, client_id: str, secret: str | None, base_url: str | None = None, loopback: bool = False
) -> OAuthApp:
    """The app to sign in with. `base_url` is a Salesforce My Domain or sandbox host, or a loopback sandbox."""
    known = _system(system)
    authorize, token = known.authorize_url, known.token_url
    if base_url is not None:
        root = base_url.rstrip("/")
        authorize, token = root + urlsplit(authorize).path, root + urlsplit(token).path
    return OAuthApp(
        system=known.title,
        client_id=client_id,
        secret=secret,
        authorize_url=authorize,
        token_url=token,
        scopes=known.scopes,
        loopback=loopback,
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
        on_answer=note_usage(shared) if system.watches_usage else _pass,
        ca=account.ca,
    )


def _system(name: str) -> _System:
    if name not in _SYSTEMS:
        raise SettingsInvalid(f"there is no CRM system {name!r}; there are: {', '.join(SYSTEMS)}")
    return _SYSTEMS[name]


def _pass(answer: object) -> None:
    """Nothing to note."""
