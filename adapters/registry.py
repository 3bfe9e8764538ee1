"""Which CRM systems there are, and how an adapter for one account of each is made.

account = Account(system="hubspot")
tokens = OAuthTokens(oauth_app("hubspot", client_id=..., secret=...), store)
adapter = connect(account, tokens, budget=usual_budget("hubspot"))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from adapters.answers import Answer
from adapters.base import Adapter
from adapters.hooks import Hooks
from adapters.hubspot.adapter import HubSpotAdapter
from adapters.hubspot.api import SEARCH
from adapters.hubspot.api import read_trouble as hubspot_trouble
from adapters.hubspot.webhooks import HubSpotHooks
from adapters.oauth import OAuthApp
from adapters.pipedrive.adapter import PipedriveAdapter
from adapters.pipedrive.api import SEARCH as PIPEDRIVE_SEARCH
from adapters.pipedrive.api import note_usage as note_pipedrive_usage
from adapters.pipedrive.api import read_trouble as pipedrive_trouble
from adapters.pipedrive.webhooks import PipedriveHooks
from adapters.quota import MAIN, Budget
from adapters.rest import Limits, Rest, Tokens, Trouble
from adapters.salesforce.adapter import SalesforceAdapter
from adapters.salesforce.api import note_usage
from adapters.salesforce.api import read_trouble as salesforce_trouble
from core.errors import SettingsInvalid


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account of a CRM. `base_url` is None for the vendor's own address.

    `loopback` allows http and this machine (sandboxes only); `app_id` is our app's id at HubSpot; `ca` a file of
    certificates to trust instead of the usual ones; `overlap_ms` and `deep_overlap_ms` replace the adapter's own.
    """

    system: str
    base_url: str | None = None
    loopback: bool = False
    app_id: str | None = None
    version: str | None = None
    custom_objects: tuple[str, ...] = ()
    ca: str | None = None
    overlap_ms: int | None = None
    deep_overlap_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _System:
    title: str
    base_url: str | None
    hosts: tuple[str, ...]
    authorize_url: str
    token_url: str
    scopes: tuple[str, ...]
    custom_scopes: tuple[str, ...]  # asked for only where an account's own objects are mapped
    windows: Mapping[str, tuple[tuple[int, float], ...]]
    build: Callable[[Account, Rest], Adapter]
    trouble: Callable[[Answer], Trouble | None]
    watch: Callable[[Budget], Callable[[Answer], None]] | None = None
    basic_auth: bool = False
    hooks: Hooks | None = None


def _hubspot(account: Account, rest: Rest) -> Adapter:
    return HubSpotAdapter(
        rest,
        app_id=account.app_id,
        version=account.version or "v3",
        custom_objects=account.custom_objects,
        **_overlaps(account),
    )


def _salesforce(account: Account, rest: Rest) -> Adapter:
    return SalesforceAdapter(
        rest,
        version=account.version or "61.0",
        custom_objects=account.custom_objects,
        **_overlaps(account),
    )


def _pipedrive(account: Account, rest: Rest) -> Adapter:
    return PipedriveAdapter(rest, **_overlaps(account))


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
            "crm.objects.owners.read",
            *(
                f"crm.{kind}.{name}.{right}"
                for kind in ("objects", "schemas")
                for name in ("contacts", "companies", "deals")
                for right in ("read", "write")
            ),
        ),
        custom_scopes=tuple(
            f"crm.{kind}.custom.{right}" for kind in ("objects", "schemas") for right in ("read", "write")
        ),
        # 100 requests in 10 s is the smallest plan's limit; searches share 5 a second with everybody else.
        windows={MAIN: ((90, 10.0),), SEARCH: ((4, 1.0),)},
        build=_hubspot,
        trouble=hubspot_trouble,
        hooks=HubSpotHooks(),
    ),
    "salesforce": _System(
        title="Salesforce",
        base_url=None,
        hosts=("salesforce.com", "force.com"),
        authorize_url="https://login.salesforce.com/services/oauth2/authorize",
        token_url="https://login.salesforce.com/services/oauth2/token",
        scopes=("api", "refresh_token", "openid"),
        custom_scopes=(),
        # No window of its own; 20 a second keeps a storm from eating the day's budget before `pace_s` reacts.
        windows={MAIN: ((20, 1.0),)},
        build=_salesforce,
        trouble=salesforce_trouble,
        watch=note_usage,
    ),
    "pipedrive": _System(
        title="Pipedrive",
        base_url=None,
        hosts=("pipedrive.com",),
        authorize_url="https://oauth.pipedrive.com/oauth/authorize",
        token_url="https://oauth.pipedrive.com/oauth/token",
        scopes=tuple(
            "base contacts:full deals:full contact-fields:full deal-fields:full recents:read users:read".split()
        ),
        custom_scopes=(),
        # Apps may send 80 requests in two seconds on the smallest plan; searches share ten (rate limiting guide).
        windows={MAIN: ((70, 2.0),), PIPEDRIVE_SEARCH: ((9, 2.0),)},
        build=_pipedrive,
        trouble=pipedrive_trouble,
        watch=note_pipedrive_usage,
        basic_auth=True,
        hooks=PipedriveHooks(),
    ),
}
SYSTEMS: Final = tuple(_SYSTEMS)


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
    rest = Rest(
        system.title,
        base_url,
        tokens,
        loopback=account.loopback,
        budget=shared,
        limits=limits if limits is not None else Limits(),
        trouble=system.trouble,
        on_answer=system.watch(shared) if system.watch is not None else _pass,
        ca=account.ca,
    )
    return system.build(account, rest)


def hooks_of(system: str) -> Hooks | None:
    """How a system's webhooks are proven and read; None where it sends none."""
    return _system(system).hooks


def usual_budget(system: str) -> Budget:
    """The vendor's documented request limits, with a margin. Make one for each connection and share it."""
    return Budget(_system(system).windows)


def oauth_app(
    system: str,
    *,
    client_id: str,
    secret: str | None,
    base_url: str | None = None,
    loopback: bool = False,
    custom_objects: bool = False,
) -> OAuthApp:
    """The app to sign in with. `base_url` is a Salesforce My Domain or sandbox host, or a loopback sandbox.

    `custom_objects` asks for the right to the account's own objects as well.
    """
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
        scopes=(*known.scopes, *(known.custom_scopes if custom_objects else ())),
        loopback=loopback,
        basic_auth=known.basic_auth,
    )


def _system(name: str) -> _System:
    if name not in _SYSTEMS:
        raise SettingsInvalid(f"there is no CRM system {name!r}; there are: {', '.join(SYSTEMS)}")
    return _SYSTEMS[name]


def _pass(answer: object) -> None:
    """Nothing to note."""
