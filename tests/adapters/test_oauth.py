"""Signing in and renewing: against the sandboxes' own OAuth, and against scripted answers where trouble is the point."""

from __future__ import annotations

import socket
import threading
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from adapters.oauth import MARGIN_S, OAuthApp, OAuthTokens, TokenSet, ask_for_tokens, sign_in
from adapters.quota import Budget
from adapters.registry import Account, connect, oauth_app
from adapters.sandbox.hubspot.system import CLIENT_ID, CLIENT_SECRET
from adapters.sandbox.server import Sandbox
from core.errors import (
    BadAnswer,
    PortInUse,
    RemoteError,
    RequestRefused,
    SettingsInvalid,
    SignInNeeded,
    Unreachable,
)
from tests.adapters.benches import FAST, HubSpotBench, SalesforceBench
from tests.adapters.scripted import HANG_UP, Scripted, reply

_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Kept:
    """A token store that remembers every save."""

    def __init__(self, tokens: TokenSet | None = None) -> None:
        self.saved: list[TokenSet] = [] if tokens is None else [tokens]
        self.on_save: Callable[[], object] = lambda: None

    def load(self) -> TokenSet | None:
        return self.saved[-1] if self.saved else None

    def save(self, tokens: TokenSet) -> None:
        self.on_save()
        self.saved.append(tokens)


def browser(url: str) -> tuple[int, str, str]:
    """What a person's browser does with a link: status, last address, page."""
    try:
        with _OPENER.open(url, timeout=5) as response:
            return response.status, response.url, response.read().decode()
    except HTTPError as error:
        with error:
            return error.code, url, error.read().decode()


def in_background(visit: Callable[[str], object]) -> Callable[[str], object]:
    def open_url(link: str) -> object:
        threading.Thread(target=visit, args=(link,), daemon=True).start()
        return None

    return open_url


def app_at(url: str) -> OAuthApp:
    return oauth_app("hubspot", client_id="id", secret="hush", base_url=url, loopback=True)


def held(**given: object) -> TokenSet:
    return replace(TokenSet(access="old", refresh="r1", expires_at=10_000.0), **given)  # type: ignore[arg-type]


SYSTEMS = [
    ("hubspot", CLIENT_ID, CLIENT_SECRET),
    ("salesforce", "sandbox-salesforce-app", "sandbox-salesforce-secret"),
]


# signing in ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("system", "client_id", "secret"), SYSTEMS)
def test_a_person_signs_in_and_the_tokens_work(
    system: str, client_id: str, secret: str, request: pytest.FixtureRequest
) -> None:
    box: Sandbox = request.getfixturevalue(f"{system}_box")
    app = oauth_app(system, client_id=client_id, secret=secret, base_url=box.url, loopback=True)
    store, pages = Kept(), []
    tokens = sign_in(app, store, in_background(lambda link: pages.append(browser(link))), 20)
    assert store.saved == [tokens]
    assert tokens.refresh is not None
    assert (tokens.expires_at is not None) == (system == "hubspot")
    account = Account(system=system, base_url=box.url, loopback=True)
    adapter = connect(account, OAuthTokens(app, store), budget=Budget({}), limits=FAST)
    assert adapter.objects()
    adapter.close()


def test_the_page_shown_at_the_end_does_not_hold_the_code(hubspot_box: Sandbox) -> None:
    app = oauth_app(
        "hubspot", client_id=CLIENT_ID, secret=CLIENT_SECRET, base_url=hubspot_box.url, loopback=True
    )
    seen: list[tuple[int, str, str]] = []
    done = threading.Event()

    def visit(link: str) -> None:
        seen.append(browser(link))
        done.set()

    sign_in(app, Kept(), in_background(visit), 20)
    assert done.wait(5)
    status, address, page = seen[0]
    code = parse_qs(urlsplit(address).query)["code"][0]
    assert status == 200 and "Signed in" in page and code not in page


def test_the_link_asks_with_pkce_state_and_a_loopback_address() -> None:
    links: list[str] = []
    with pytest.raises(SignInNeeded, match="nobody"):
        sign_in(app_at("http://127.0.0.1:9"), Kept(), links.append, 0.05)
    query = {name: values[0] for name, values in parse_qs(urlsplit(links[0]).query).items()}
    assert query["code_challenge_method"] == "S256" and len(query["code_challenge"]) == 43
    assert len(query["state"]) >= 16
    redirect = urlsplit(query["redirect_uri"])
    assert redirect.hostname == "127.0.0.1" and redirect.path.startswith("/cb/") and len(redirect.path) > 24
    assert "hush" not in links[0]


@pytest.mark.parametrize(
    "answer", [{"code": "c"}, {"code": "c", "state": "forged"}, {"state": "ours", "error": "denied"}]
)
def test_a_forged_or_declined_answer_signs_nobody_in(answer: dict[str, str]) -> None:
    store = Kept()

    def visit(link: str) -> None:
        query = parse_qs(urlsplit(link).query)
        given = {name: query["state"][0] if value == "ours" else value for name, value in answer.items()}
        browser(f"{query['redirect_uri'][0]}?{urlencode(given)}")

    with Scripted(reply(200, '{"access_token": "a", "expires_in": 1800}')) as crm:
        with pytest.raises(SignInNeeded):
            sign_in(app_at(crm.url), store, in_background(visit), 10)
        assert crm.count == 0 and store.saved == []


def test_the_listener_answers_its_own_path_once(hubspot_box: Sandbox) -> None:
    app = oauth_app(
        "hubspot", client_id=CLIENT_ID, secret=CLIENT_SECRET, base_url=hubspot_box.url, loopback=True
    )
    outcomes: list[object] = []
    done = threading.Event()

    def visit(link: str) -> None:
        redirect = parse_qs(urlsplit(link).query)["redirect_uri"][0]
        outcomes.append(browser(redirect.rsplit("/", 1)[0] + "/guess?code=x&state=y")[0])
        outcomes.append(browser(link)[0])
        try:
            outcomes.append(browser(redirect + "?code=x&state=y")[0])
        except OSError:
            outcomes.append("closed")
        done.set()

    sign_in(app, Kept(), in_background(visit), 20)
    assert done.wait(5)
    assert outcomes == [404, 200, "closed"]


def test_a_fixed_port_gives_an_address_that_can_be_registered() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse):
            sign_in(app_at("http://127.0.0.1:9"), Kept(), print, 0.05, port=port)
    links: list[str] = []
    with pytest.raises(SignInNeeded):
        sign_in(app_at("http://127.0.0.1:9"), Kept(), links.append, 0.05, port=port)
    assert parse_qs(urlsplit(links[0]).query)["redirect_uri"] == [f"http://localhost:{port}/cb"]


# renewing ------------------------------------------------------------------------------------------------------
def test_a_token_is_renewed_by_the_clock_before_it_ends() -> None:
    time = [10_000.0 - MARGIN_S - 1]
    with Scripted(reply(200, '{"access_token": "new", "expires_in": 1800}')) as crm:
        tokens = OAuthTokens(app_at(crm.url), Kept(held()), clock=lambda: time[0])
        assert tokens.bearer() == "old"
        assert crm.count == 0
        time[0] += 2
        assert [tokens.bearer(), tokens.bearer()] == ["new", "new"]
        assert crm.count == 1
        body = parse_qs(crm.requests[0].split(b"\r\n\r\n")[1].decode())
        assert body == {
            "grant_type": ["refresh_token"],
            "refresh_token": ["r1"],
            "client_id": ["id"],
            "client_secret": ["hush"],
        }


def test_a_rotated_refresh_token_is_saved_before_the_new_token_is_used() -> None:
    store = Kept(held(expires_at=None))
    with Scripted(reply(200, '{"access_token": "new", "refresh_token": "r2"}')) as crm:
        tokens = OAuthTokens(app_at(crm.url), store)
        store.on_save = lambda: (_ for _ in ()).throw(OSError("disk full"))
        with pytest.raises(OSError, match="disk full"):
            tokens.renew("old")
        assert tokens.bearer() == "old"
        store.on_save = lambda: None
        assert tokens.renew("old") == "new"
    assert (store.saved[-1].access, store.saved[-1].refresh) == ("new", "r2")


def test_a_refresh_that_names_no_new_refresh_token_keeps_the_old_one() -> None:
    store = Kept(held(instance_url="https://acme.my.salesforce.com"))
    with Scripted(reply(200, '{"access_token": "new"}')) as crm:
        OAuthTokens(app_at(crm.url), store).renew("old")
    assert (store.saved[-1].refresh, store.saved[-1].instance_url) == ("r1", "https://acme.my.salesforce.com")


def test_many_workers_renew_once() -> None:
    with Scripted(reply(200, '{"access_token": "new", "refresh_token": "r2"}')) as crm:
        tokens = OAuthTokens(app_at(crm.url), Kept(held(expires_at=None)))
        got: list[str] = []
        workers = [threading.Thread(target=lambda: got.append(tokens.renew("old"))) for _ in range(8)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert (got, crm.count) == (["new"] * 8, 1)


def test_what_another_process_renewed_is_used() -> None:
    store = Kept(held(expires_at=None))
    with Scripted(reply(500)) as crm:
        tokens = OAuthTokens(app_at(crm.url), store)
        assert tokens.bearer() == "old"
        store.saved.append(held(access="theirs", refresh="r9", expires_at=None))
        assert tokens.renew("old") == "theirs"
        assert crm.count == 0


@pytest.mark.parametrize(
    "body", ['{"error": "invalid_grant"}', '{"status": "BAD_REFRESH_TOKEN"}', '{"error": "invalid_client"}']
)
def test_a_dead_sign_in_needs_a_person_and_is_asked_about_once(body: str) -> None:
    with Scripted(reply(400, body)) as crm:
        tokens = OAuthTokens(app_at(crm.url), Kept(held()))
        for _ in range(3):
            with pytest.raises(SignInNeeded):
                tokens.renew("old")
        assert crm.count == 1


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (HANG_UP, Unreachable),
        (reply(500, "{}"), Unreachable),
        (reply(502, "<html>"), Unreachable),
        (reply(200, "<html>"), BadAnswer),
        (reply(200, '{"token_type": "bearer"}'), BadAnswer),
        (reply(400, '{"error": "unsupported_grant_type"}'), RequestRefused),
    ],
)
def test_an_outage_of_the_token_endpoint_is_not_a_dead_sign_in(
    answer: bytes, kind: type[RemoteError]
) -> None:
    with Scripted(answer) as crm, pytest.raises(kind) as caught:
        ask_for_tokens(app_at(crm.url), {"grant_type": "refresh_token", "refresh_token": "r1"})
    assert "hush" not in str(caught.value) and "r1" not in str(caught.value)


def test_an_instance_address_that_is_not_https_is_refused() -> None:
    answer = reply(200, '{"access_token": "a", "instance_url": "http://10.0.0.1"}')
    with Scripted(answer) as crm, pytest.raises(SettingsInvalid):
        ask_for_tokens(app_at(crm.url), {"grant_type": "refresh_token"})


def test_tokens_do_not_show_in_their_own_text() -> None:
    assert (
        "old" not in repr(held())
        and "r1" not in repr(held())
        and "hush" not in repr(app_at("http://127.0.0.1:1"))
    )


# against the sandboxes -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("system", "client_id", "secret"), SYSTEMS)
def test_an_expired_token_is_renewed_under_way_and_a_revoked_one_needs_a_person(
    system: str, client_id: str, secret: str, request: pytest.FixtureRequest
) -> None:
    bench: HubSpotBench | SalesforceBench = request.getfixturevalue(system)
    app = oauth_app(system, client_id=client_id, secret=secret, base_url=bench.box.url, loopback=True)
    store = Kept()
    sign_in(app, store, in_background(browser), 20)
    bench.faults(rotate_refresh_token=1)
    tokens = OAuthTokens(app, store)
    adapter = connect(bench.account(), tokens, budget=Budget({}), limits=FAST)
    assert adapter.backfill(bench.person, bench.fields, None).records
    first = store.saved[-1]
    bench.box.system.tokens.revoke_all(refresh=False)
    assert adapter.backfill(bench.person, bench.fields, None).records
    assert store.saved[-1].refresh not in (None, first.refresh)
    bench.box.system.tokens.revoke_all()
    with pytest.raises(SignInNeeded):
        adapter.backfill(bench.person, bench.fields, None)
    adapter.close()
