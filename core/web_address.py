"""Which web addresses the daemon may call: the vendor's over https, or this machine where a connection says so."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only be this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def check_crm_url(name: str, url: str, domains: tuple[str, ...], *, loopback: bool) -> None:
    """Raises ValueError naming `name` unless the daemon may call this address.

    Also for addresses a CRM hands out at run time (Salesforce's `instance_url`): they are checked by the same rule.
    """
    try:
        parts = urlsplit(url)
        host, _port = (parts.hostname or "").lower().rstrip("."), parts.port
    except ValueError:
        raise ValueError(f"{name} is not a web address") from None
    if (
        parts.username is not None
        or parts.password is not None
        or parts.fragment
        or "\\" in url
        or not url.isascii()
    ):
        raise ValueError(
            f"{name} holds a user name, a fragment or a letter that no web address here may have"
        )
    if any(letter <= " " or letter == "\x7f" for letter in url):
        raise ValueError(f"{name} holds white space or control characters")
    if loopback:
        if parts.scheme not in ("http", "https") or not is_loopback(host):
            raise ValueError(
                f"{name} must be on this machine, such as http://127.0.0.1:8100, while loopback = true"
            )
        return
    if parts.scheme != "https":
        raise ValueError(f"{name} must start with https:// (http only with loopback = true, for a sandbox)")
    if parts.port not in (None, 443):
        raise ValueError(f"{name} must use the usual port of https")
    if not any(host == domain or host.endswith(f".{domain}") for domain in domains):
        raise ValueError(
            f"{name} must lie in {' or '.join(domains)} (another host only with loopback = true)"
        )


def check_model_url(url: str) -> None:
    """Raises ValueError unless this can be the base address of a language model: https, or http on this machine."""
    try:
        parts = urlsplit(url)
        host, _port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise ValueError("is not a web address") from None
    if parts.scheme not in ("https", "http") or not host:
        raise ValueError("must be a web address such as https://llm.example.com/v1")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError("must start with https:// (plain http is for this machine only)")
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise ValueError("holds more than an address; the key is given with crmsync advisor key")
    if "\\" in url or not url.isascii() or any(letter <= " " or letter == "\x7f" for letter in url):
        raise ValueError("holds a letter that no web address may have")
