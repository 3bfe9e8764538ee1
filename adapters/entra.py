"""How msal reaches Microsoft Entra ID, and what Entra's refusals mean for a person.

Refusals are RFC 6749's words and an AADSTS number (learn.microsoft.com, "Microsoft Entra authentication and authorization
error codes"). What they say is never shown: it may name people and addresses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
import requests

from adapters.answers import LOOPBACK_HOSTS, date_ms, retry_after
from adapters.oauth import OAuthApp
from core.errors import BadAnswer, RemoteError, RequestRefused, SignInNeeded, Throttled, Unreachable

_TIMEOUT: Final = (5.0, 30.0)
_MOST_BYTES: Final = 1 << 20

_AGAIN: Final = "Sign in again: crmsync connections sign-in NAME."
_CONSENT: Final = (
    "Sign in again and allow the access: crmsync connections sign-in NAME. Where an administrator must agree, they grant it "
    "in Entra: App registrations, API permissions, Dynamics CRM user_impersonation."
)
_CHECK: Final = (
    "Check the client id, the secret or certificate, and the redirect address of the app registration in Entra, and that "
    "the environment has an application user for it; then sign in again: crmsync connections sign-in NAME."
)
# AADSTS numbers whose remedy is a particular one.
_REMEDIES: Final[Mapping[int, tuple[str, str]]] = {
    65001: ("nobody has agreed to this app's access, or it was taken back", _CONSENT),
    65004: ("the access was declined", _CONSENT),
    50076: ("a second factor is asked for", _AGAIN),
    50079: ("a second factor must be set up", _AGAIN),
    50057: ("the user is disabled", "Enable the user in Entra, or sign in as another: crmsync connections sign-in NAME."),
    50173: ("the password was changed, or the sign-in was revoked", _AGAIN),
    70008: ("the sign-in was not used for too long", _AGAIN),
    700082: ("the sign-in was not used for too long, or was revoked", _AGAIN),
    700084: ("the sign-in has reached its longest life", _AGAIN),
    54005: ("its code was used before", _AGAIN),
    53003: ("a conditional access rule forbids it", f"Ask the administrator of Entra. {_AGAIN}"),
    7000222: (
        "the application's secret has expired",
        "Make a new one in Entra and give it: crmsync connections sign-in NAME --client-id ID --secret-stdin.",
    ),
    7000215: ("the application's secret is wrong", f"Give the secret's value, not its id. {_CHECK}"),
    7000218: (
        "it asks for a secret",
        f"Allow public client flows in the app registration (Authentication), or give its secret. {_AGAIN}",
    ),
    700025: ("it is a public client, and takes no secret", f"Give its id and no secret. {_AGAIN}"),
    700027: ("the certificate is not the app registration's", f"Upload the certificate to it. {_CHECK}"),
    700024: ("the signed statement is out of time", "Set this machine's clock, then: crmsync connections sign-in NAME."),
    700016: ("the app is not known in this tenant", _CHECK),
    500011: ("the address of the environment is not known in this tenant", "Check api_url and tenant of the connection."),
    50011: ("the redirect address is not registered", f"Set redirect_port, and register http://localhost:PORT/cb. {_CHECK}"),
}  # fmt: skip
_ENDED: Final = (
    "invalid_grant", "interaction_required", "login_required", "consent_required", "expired_token", "code_expired",
    "bad_verification_code",
)  # fmt: skip
_DECLINED: Final = ("access_denied", "authorization_declined")
_NUMBER: Final = re.compile(r"AADSTS(\d{4,8})\b")


class Wire(requests.Session):
    """What msal speaks through: no proxies or netrc of the environment, always a timeout, answers of a sane size.

    msal takes https authorities only; a sandbox on this machine that has no TLS is spoken to as it speaks. `told_at` is
    Entra's clock when it last answered, seconds since 1970. Raises Unreachable, Throttled, BadAnswer through msal, which
    would otherwise log an answer it cannot read, tokens and all.
    """

    def __init__(self, app: OAuthApp) -> None:
        super().__init__()
        self.trust_env = False
        self.verify = app.ca if app.ca is not None else True
        self.told_at: float | None = None
        self._plain = app.loopback and urlsplit(app.token_url).scheme == "http"
        self._what = f"the sign-in service of {app.system}"

    def request(self, method: Any, url: Any, *args: Any, **more: Any) -> requests.Response:
        parts = urlsplit(str(url))
        if self._plain and parts.hostname in LOOPBACK_HOSTS:
            url = parts._replace(scheme="http").geturl()
        more.setdefault("timeout", _TIMEOUT)
        try:
            answer = super().request(method, url, *args, **more | {"allow_redirects": False, "stream": True})
            with answer:
                body = next(answer.iter_content(_MOST_BYTES), b"")
        except requests.RequestException:
            raise Unreachable(f"{self._what} does not answer") from None
        told = date_ms(answer.headers.get("Date"))
        self.told_at = None if told is None else told / 1000
        if self._plain and parts.path.endswith("/openid-configuration"):
            # msal wants the addresses that are told there to be https as well.
            body = body.replace(b'"http://', b'"https://')
        self._judge(answer, body)
        answer._content = body  # noqa: SLF001 - the one way to give a response another body
        return answer

    def _judge(self, answer: requests.Response, body: bytes) -> None:
        status = answer.status_code
        if status == 429:
            raise Throttled(f"{self._what}: too many requests", retry_after_s=retry_after(answer.headers))
        if status >= 500:
            raise Unreachable(f"{self._what} answers {status}")
        try:
            msgspec.json.decode(body, type=dict[str, Any])
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise BadAnswer(f"{self._what} answered {status} with something unreadable") from None


def refusal(system: str, answer: Mapping[str, Any]) -> RemoteError:
    """What an answer without tokens means, in our words and with what to do next."""
    code, number = str(answer.get("error") or ""), _number(answer)
    what = f"the sign-in service of {system}"
    told = f" (AADSTS{number})" if number is not None else f" ({code[:60]})" if code else ""
    why, advice = _REMEDIES.get(number or 0, ("", ""))
    because = f": {why}{told}" if why else told
    if code in _DECLINED or number == 65004:
        return SignInNeeded(f"the sign-in to {system} was declined{told}", advice=_CONSENT)
    if code in ("temporarily_unavailable", "server_error"):
        return Unreachable(f"{what} is not available{told}")
    if code in _ENDED:
        consent = str(answer.get("suberror") or "") == "consent_required"
        usual = _CONSENT if consent else _AGAIN
        return SignInNeeded(f"{what} no longer accepts this sign-in{because}", advice=advice or usual)
    if code in ("invalid_client", "unauthorized_client", "invalid_resource", "invalid_scope"):
        return SignInNeeded(f"{what} does not take this app{because}", advice=advice or _CHECK)
    return RequestRefused(f"{what} refused the request{because}", advice=advice or _CHECK)


def _number(answer: Mapping[str, Any]) -> int | None:
    """The AADSTS number; an answer that comes by the browser has it in the description alone."""
    numbers = answer.get("error_codes")
    if isinstance(numbers, list) and numbers and isinstance(numbers[0], int):
        return numbers[0]
    found = _NUMBER.search(str(answer.get("error_description") or ""))
    return int(found[1]) if found is not None else None
