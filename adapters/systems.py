"""The CRM systems there are: addresses, scopes, limits and makers of each, in one table.

A new CRM is one more entry here and a package of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from adapters.allowance import Terms
from adapters.answers import Answer
from adapters.assertion import AssertionFlow
from adapters.base import Adapter
from adapters.code_flow import CodeFlow
from adapters.dynamics.adapter import DynamicsAdapter
from adapters.dynamics.api import DynamicsApi
from adapters.dynamics.api import read_trouble as dynamics_trouble
from adapters.dynamics.webhooks import DynamicsHooks, DynamicsSubscriber
from adapters.hooks import Hooks, Stream, Subscriber
from adapters.hubspot.adapter import HubSpotAdapter
from adapters.hubspot.api import SEARCH, read_usage_of_day
from adapters.hubspot.api import read_trouble as hubspot_trouble
from adapters.hubspot.subscriber import HubSpotSubscriber
from adapters.hubspot.webhooks import HubSpotHooks
from adapters.microsoft import ApplicationFlow, DeviceFlow, browser_flow
from adapters.pipedrive.adapter import PipedriveAdapter
from adapters.pipedrive.api import SEARCH as PIPEDRIVE_SEARCH
from adapters.pipedrive.api import PipedriveApi
from adapters.pipedrive.api import read_trouble as pipedrive_trouble
from adapters.pipedrive.costs import price, read_tokens
from adapters.pipedrive.webhooks import PipedriveHooks, PipedriveSubscriber
from adapters.quota import MAIN
from adapters.rest import Rest, Tokens, Trouble
from adapters.salesforce.adapter import SalesforceAdapter
from adapters.salesforce.api import SalesforceApi, read_usage
from adapters.salesforce.api import read_trouble as salesforce_trouble
from adapters.salesforce.outbound import OutboundHooks
from adapters.signing_in import Strategy
from core.settings import Flow

PUBSUB_ADDRESS: Final = "api.pubsub.salesforce.com:7443"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account of a CRM. `base_url` is None for the vendor's own address.

    `loopback` allows http and this machine (sandboxes only); `app_id` is our app's id at HubSpot; `ca` a file of
    certificates to trust instead of the usual ones; `events_address` is host:port of Salesforce's Pub/Sub API, None the
    vendor's; `streams`: event streams are wanted; `overlap_ms` and `deep_overlap_ms` replace the adapter's own.
    """

    system: str
    base_url: str | None = None
    loopback: bool = False
    app_id: str | None = None
    version: str | None = None
    custom_objects: tuple[str, ...] = ()
    ca: str | None = None
    events_address: str | None = None
    streams: bool = True
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
class System:
    """What is known of one CRM: where it is, how it is signed in to and called, and what is built for an account of it."""

    title: str
    base_url: str | None
    hosts: tuple[str, ...]
    authorize_url: str
    token_url: str
    scopes: tuple[str, ...]  # "{account}" stands for the account's own address
    flows: Mapping[Flow, Strategy]
    revoke: str | None  # relative to the token endpoint; None where the vendor has none
    custom_scopes: tuple[str, ...]  # asked for only where an account's own objects are mapped
    windows: Mapping[str, tuple[tuple[int, float], ...]]
    terms: Terms
    build: Callable[[Account, Rest], Adapter]
    trouble: Callable[[Answer], Trouble | None]
    basic_auth: bool = False
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
        streams=account.streams,
        **_overlaps(account),
    )


def _pipedrive(account: Account, rest: Rest) -> Adapter:
    return PipedriveAdapter(rest, **_overlaps(account))


def _dynamics(account: Account, rest: Rest) -> Adapter:
    deep = {} if account.deep_overlap_ms is None else {"deep_overlap": account.deep_overlap_ms}
    return DynamicsAdapter(rest, custom_objects=account.custom_objects, **deep)


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


KNOWN: Final[Mapping[str, System]] = {
    "hubspot": System(
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
        flows={Flow.BROWSER: CodeFlow()},
        revoke="token/revoke",
        build=_hubspot,
        trouble=hubspot_trouble,
        terms=Terms(reads=read_usage_of_day),
        hooks=HubSpotHooks(),
        subscriber=_hubspot_subscriber,
        proof=Proof.APP_SECRET,
    ),
    "salesforce": System(
        title="Salesforce",
        base_url=None,
        hosts=("salesforce.com", "force.com"),
        authorize_url="https://login.salesforce.com/services/oauth2/authorize",
        token_url="https://login.salesforce.com/services/oauth2/token",
        scopes=("api", "refresh_token", "openid"),
        custom_scopes=(),
        # No window of its own; 20 a second keeps a storm from eating the day's budget before `pace_s` reacts.
        windows={MAIN: ((20, 1.0),)},
        flows={Flow.BROWSER: CodeFlow(), Flow.JWT: AssertionFlow()},
        revoke="revoke",
        build=_salesforce,
        trouble=salesforce_trouble,
        terms=Terms(reads=read_usage),
        hooks=OutboundHooks(),
        proof=Proof.ORGANISATION,
        stream=_salesforce_stream,
        organisation=_salesforce_organisation,
    ),
    "pipedrive": System(
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
        flows={Flow.BROWSER: CodeFlow()},
        # RFC 7009; a refresh token given back uninstalls the app (Pipedrive, "Handling user app uninstallation").
        revoke="revoke",
        build=_pipedrive,
        trouble=pipedrive_trouble,
        terms=Terms(unit="tokens", by_day=True, price=price, reads=read_tokens),
        basic_auth=True,
        hooks=PipedriveHooks(),
        subscriber=lambda account, rest, developer_key: PipedriveSubscriber(PipedriveApi(rest)),
    ),
    "dynamics": System(
        title="Dynamics 365",
        base_url=None,
        hosts=("dynamics.com",),
        authorize_url="https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize",
        token_url="https://login.microsoftonline.com/organizations/oauth2/v2.0/token",
        scopes=("{account}/user_impersonation", "offline_access"),
        custom_scopes=(),
        # 6,000 requests in five minutes a user and web server; a burst of a few seconds may go faster.
        windows={MAIN: ((100, 2.0), (5_500, 300.0))},
        flows={
            Flow.BROWSER: browser_flow(),
            Flow.DEVICE: DeviceFlow(),
            Flow.APPLICATION: ApplicationFlow(),
        },
        revoke=None,
        build=_dynamics,
        trouble=dynamics_trouble,
        terms=Terms(),  # five minutes at a time, which `windows` keep to; nothing is counted by the day
        hooks=DynamicsHooks(),
        subscriber=lambda account, rest, developer_key: DynamicsSubscriber(DynamicsApi(rest)),
    ),
}
