"""The settings of one installation: `crmsync.toml` in the configuration folder.

Mappings (`mappings/*.toml`) and the user's own fields (`hub/*.toml`) lie in the same folder and have their own loaders
(`core/mapping_files.py`, `core/hub_schema.py`). No secret belongs here: the vault has those, a pass file the database's.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Final, Self
from urllib.parse import parse_qsl, quote, urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from core.crm_systems import VENDOR_ADDRESSES, System
from core.errors import SettingsInvalid
from core.looking_on_settings import LookingOn
from core.residency import AREA
from core.settings_faults import explain
from core.target_settings import Target
from core.toml_files import parse, read_text
from core.web_address import check_crm_url, check_model_url, is_loopback

FILE_NAME: Final = "crmsync.toml"
STORE_URL_VARIABLE: Final = "CRMSYNC_STORE_URL"

_PathText = Annotated[Path, BeforeValidator(lambda given: Path(given) if isinstance(given, str) else given)]


_Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,30}$")]


class Flow(Enum):
    """The ways of signing in: a person with a browser here or elsewhere (by a code), a server with a key or a secret."""

    BROWSER = "browser"
    JWT = "jwt"
    DEVICE = "device"
    APPLICATION = "application"


_MICROSOFTS: Final = (Flow.DEVICE, Flow.APPLICATION)
ANY_TENANT: Final = "/organizations/"


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Store(_Section):
    """The database. Empty `url`: SQLite in the data folder. A Postgres URL carries no password."""

    url: str = ""
    passfile: _PathText | None = None

    @field_validator("url")
    @classmethod
    def _known_and_without_password(cls, url: str) -> str:
        if url:
            check_store_url(url, may_hold_password=False)
        return url


class Webhooks(_Section):
    """The listener for CRM webhooks. `public_url` is what the CRM calls: signatures are computed over it."""

    enabled: bool = False
    host: str = "127.0.0.1"
    port: int = Field(default=8745, ge=0, le=65_535)
    public_url: str = ""

    @field_validator("public_url")
    @classmethod
    def _web(cls, url: str) -> str:
        if url:
            parts = urlsplit(url)
            if parts.scheme not in ("https", "http") or not parts.hostname:
                raise ValueError("must be a web address such as https://sync.example.com/hooks")
            if parts.scheme == "http" and not is_loopback(parts.hostname):
                raise ValueError("must start with https:// (plain http is for this machine only)")
        return url


class Lanes(_Section):
    """How each connection's lane works. All times in seconds.

    `schema_s`: how often it is looked whether a CRM's fields have changed; `overlap_s`: how far a poll reads back;
    `hold_s`: how long a lost answer may still land (RELIABILITY R6).
    """

    poll_s: float = Field(default=30.0, ge=0.05, le=86_400)
    sweep_s: float = Field(default=86_400.0, ge=60, le=31 * 86_400)
    schema_s: float = Field(default=300.0, ge=0.05, le=86_400)
    overlap_s: float = Field(default=600.0, ge=0, le=86_400)
    hold_seconds: float = Field(default=120.0, ge=0, le=3_600)
    lease_seconds: float = Field(default=30.0, ge=1, le=3_600)


class Brakes(_Section):
    """The defaults for mappings that say nothing: a run stops when it would change more than these.

    A first sync that would write more records than `unplanned` waits for an approved plan.
    """

    share: float = Field(default=0.10, ge=0, le=1)
    least: int = Field(default=25, ge=0)
    most: int = Field(default=20_000, ge=0)
    unplanned: int = Field(default=25, ge=0)


class Retention(_Section):
    """How many days what is over is kept."""

    runs_days: int = Field(default=90, ge=1)


class Residency(_Section):
    """Where everything has to stay, and what an administrator vouches for; see `core/residency.py`.

    `require` "" asks for nothing. `store` and `webhooks` say where a database elsewhere and the way webhooks take lie.
    """

    require: str = Field(default="", pattern=AREA)
    store: str = Field(default="", pattern=AREA)
    webhooks: str = Field(default="", pattern=AREA)


class Advisor(_Section):
    """A language model that may be asked for a second opinion on a conflict; off unless `endpoint` is set.

    `endpoint` is the base address of an OpenAI-compatible API; `region` is the area it lies in, as an administrator vouches.
    """

    endpoint: str = ""
    model: str = ""
    region: str = Field(default="", pattern=AREA)
    timeout_s: float = Field(default=5.0, ge=0.05, le=30)

    @field_validator("endpoint")
    @classmethod
    def _web(cls, url: str) -> str:
        if url:
            check_model_url(url)
        return url

    @model_validator(mode="after")
    def _with_model(self) -> Self:
        if self.endpoint and not self.model:
            raise ValueError("model is missing: the endpoint is asked for one by name")
        return self


class LogLevel(Enum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogFormat(Enum):
    TEXT = "text"
    JSON = "json"


class Log(_Section):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)

    level: LogLevel = LogLevel.INFO
    format: LogFormat = LogFormat.TEXT


class Connection(_Section):
    """One account at a CRM. Addresses left empty are the vendor's.

    `app_id` is the number HubSpot gave the app: its history names writers by it. `events_address` is host:port of
    Salesforce's Pub/Sub API, for an org whose data must stay in the EU or for a sandbox.
    `custom_objects` are the account's own objects that mappings may name ("2-123456" or a name, "Invoice__c").
    `residency` is the area an administrator vouches for where neither the address nor the account tells.
    `tenant` is the Microsoft directory of a Dynamics environment (its id or a domain); without it any work account's.
    `flow = "jwt"` signs in as `username` with the RSA key in `key_file`, or one that was given at sign-in.
    `quota_reserve` is the share of the account's allowance of a day that is left to others; `quota_daily` is that allowance,
    in place of what the CRM tells (requests, or Pipedrive's tokens).
    `loopback = true` allows addresses on this machine (a sandbox), and nothing else; without it every address must
    be https and lie in the vendor's domains, so that a settings file cannot point the daemon at a neighbour.
    """

    system: Annotated[System, Field(strict=False)]
    client_id: str = ""
    app_id: str = ""
    auth_url: str = ""
    api_url: str = ""
    token_url: str = ""
    events_address: str = ""
    real_time: bool = True
    redirect_port: int = Field(default=0, ge=0, le=65_535)
    custom_objects: tuple[Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,100}$")], ...] = Field(
        default=(), strict=False
    )
    residency: str = Field(default="", pattern=AREA)
    flow: Annotated[Flow, Field(strict=False)] = Flow.BROWSER
    tenant: str = Field(default="", pattern=r"^([A-Za-z0-9][A-Za-z0-9.-]{0,252})?$")
    username: str = ""
    key_file: _PathText | None = None
    poll_s: float | None = Field(default=None, ge=0.05, le=86_400)
    quota_reserve: float = Field(default=0.1, ge=0, lt=1)
    quota_daily: int | None = Field(default=None, ge=1)
    loopback: bool = False

    @model_validator(mode="after")
    def _with_addresses(self) -> Self:
        if self.flow is Flow.JWT and not self.username:
            raise ValueError("username is missing: flow = 'jwt' signs in as a named user")
        if self.flow in _MICROSOFTS and self.system is not System.DYNAMICS:
            raise ValueError(f"flow = {self.flow.value!r} is a way to sign in to Dynamics 365 alone")
        if self.tenant and self.system is not System.DYNAMICS:
            raise ValueError("tenant is for connections to Dynamics 365 alone")
        if self.flow is Flow.APPLICATION and not (self.tenant or self.token_url):
            raise ValueError(
                "tenant is missing: flow = 'application' signs in to one directory of Microsoft Entra"
            )
        vendor = VENDOR_ADDRESSES[self.system]
        for name, default in (
            ("auth_url", vendor.auth),
            ("api_url", vendor.api),
            ("token_url", vendor.token),
        ):
            given = getattr(self, name)
            if given:
                check_crm_url(name, given, vendor.domains, loopback=self.loopback)
            elif not default:
                raise ValueError(
                    f"{name} is missing: every organisation has its own, such as https://acme.crm4.dynamics.com"
                )
            elif self.loopback:
                raise ValueError(f"{name} is missing: with loopback = true every address must be given")
            else:
                object.__setattr__(self, name, default)
        if self.events_address:
            host, _, port = self.events_address.rpartition(":")
            if not host or not port.isdigit():
                raise ValueError("events_address must be host:port")
            check_crm_url("events_address", f"https://{host}", vendor.domains, loopback=self.loopback)
        return self


class Settings(_Section):
    """Everything in `crmsync.toml`. `folder` is where it was read from; relative paths are taken from there."""

    folder: Path
    region: str = Field(default="", pattern=r"^([A-Z]{2})?$")
    store: Store = Store()
    webhooks: Webhooks = Webhooks()
    looking_on: LookingOn = LookingOn()
    lanes: Lanes = Lanes()
    brakes: Brakes = Brakes()
    retention: Retention = Retention()
    residency: Residency = Residency()
    advisor: Advisor = Advisor()
    log: Log = Log()
    connections: dict[_Name, Connection] = Field(default_factory=dict)
    targets: dict[_Name, Target] = Field(default_factory=dict)

    @property
    def hub_folder(self) -> Path:
        return self.folder / "hub"

    @property
    def mappings_folder(self) -> Path:
        return self.folder / "mappings"

    def store_url(self, data_folder: Path) -> str:
        """What the store is opened with; a Postgres URL names its pass file (libpq reads it, we do not)."""
        if not self.store.url:
            return f"sqlite:///{data_folder / 'hub.sqlite'}"
        if self.store.passfile is None:
            return self.store.url
        separator = "&" if urlsplit(self.store.url).query else "?"
        return f"{self.store.url}{separator}passfile={quote(str(self.folder / self.store.passfile.expanduser()))}"


def load_settings(folder: Path, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of a configuration folder.

    `CRMSYNC_STORE_URL` in `environ` replaces the store's URL, and may hold a password. Raises SettingsInvalid naming
    the file, the key, what is expected, and what to do.
    """
    path = folder / FILE_NAME
    return read_settings(read_text(path, SettingsInvalid), str(path), folder, environ or {})


def read_settings(text: str, source: str, folder: Path, environ: Mapping[str, str] | None = None) -> Settings:
    """`load_settings` for a text at hand. Raises SettingsInvalid."""
    content: dict[str, Any] = parse(text, source, SettingsInvalid).content
    if "folder" in content:
        raise SettingsInvalid(
            f"{source}: folder is not a known key",
            advice="Remove it; the environment variable CRMSYNC_HOME says where everything lies.",
        )
    try:
        settings = Settings.model_validate({**content, "folder": folder})
    except ValidationError as error:
        raise explain(error, source, Settings) from None
    override = (environ or {}).get(STORE_URL_VARIABLE, "")
    if not override:
        return settings
    try:
        check_store_url(override, may_hold_password=True)
    except ValueError as error:
        raise SettingsInvalid(
            f"environment variable {STORE_URL_VARIABLE} {error}", advice="Correct or unset the variable."
        ) from None
    return settings.model_copy(update={"store": settings.store.model_copy(update={"url": override})})


def check_store_url(url: str, *, may_hold_password: bool) -> None:
    """Raises ValueError, in words that never repeat the URL, unless it is one a store can be opened with."""
    try:
        parts = urlsplit(url)
        password = parts.password
    except ValueError:
        raise ValueError("is not a web address") from None
    if parts.scheme.partition("+")[0] not in ("sqlite", "postgresql", "postgres"):
        raise ValueError("must start with sqlite:/// or postgresql://")
    holds = password is not None or any(
        key.lower() in ("password", "sslpassword") for key, _ in parse_qsl(parts.query)
    )
    if holds and not may_hold_password:
        raise ValueError(
            f"holds a password; name a passfile instead, or set {STORE_URL_VARIABLE} or PGPASSWORD in the environment"
        )
