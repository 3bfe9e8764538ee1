"""Signing in by a person and the token endpoint: against the sandboxes' own OAuth, and against scripted answers."""

from __future__ import annotations

import base64
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from adapters.code_flow import CodeFlow, answer_in, ask, redeem
from adapters.oauth import OAuthApp, TokenSet, ask_for_tokens, revoke
from adapters.quota import Budget
from adapters.registry import Account, connect, oauth_app
from adapters.sandbox.hubspot.system import CLIENT_ID, CLIENT_SECRET
from adapters.sandbox.pipedrive import CLIENT_ID as PIPEDRIVE_ID
from adapters.sandbox.pipedrive import CLIENT_SECRET as PIPEDRIVE_SECRET
from adapters.sandbox.server import Sandbox
from adapters.signing_in import Talk
from core.errors import (
    BadAnswer,
    Invalid,
    PortInUse,
    RemoteError,
    RequestRefused,
    SettingsInvalid,
    SignInNeeded,
    Unreachable,
)
from tests.adapters.benches import FAST
from tests.adapters.scripted import HANG_UP, Scripted, reply
from tests.support.people_signing_in import Kept, address_after_consent, browser, in_background, sign_in


def app_at(url: str) -> OAuthApp:
    return oauth_app("hubspot", client_id="id", secret="hush", base_url=url, loopback=True)


def hubspot_app(box: Sandbox) -> OAuthApp:
    return oauth_app("hubspot", client_id=CLIENT_ID, secret=CLIENT_SECRET, base_url=box.url, loopback=True)


SYSTEMS = [
    ("hubspot", CLIENT_ID, CLIENT_SECRET),
    ("salesforce", "sandbox-salesforce-app", "sandbox-salesforce-secret"),
    ("pipedrive", PIPEDRIVE_ID, PIPEDRIVE_SECRET),
]


# signing in ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("system", "client_id", "secret"), SYSTEMS)
def test_a_person_signs_in_and_the_tokens_work(
    system: str, client_id: str, secret: str, request: pytest.FixtureRequest
) -> None:
    box: Sandbox = request.getfixturevalue(f"{system}_box")
    app = oauth_app(system, client_id=client_id, secret=secret, base_url=box.url, loopback=True)
    store, pages = Kept(), []
    tokens = sign_in(app, store, in_background(lambda link: pages.append(browser(link))))
    assert store.saved == [tokens]
    assert tokens.refresh is not None
    assert (tokens.expires_at is not None) == (system != "salesforce")
    account = Account(system=system, base_url=box.url, loopback=True)
    adapter = connect(account, CodeFlow().tokens(app, store), budget=Budget({}), limits=FAST)
    assert adapter.objects()
    adapter.close()


def test_the_page_shown_at_the_end_does_not_hold_the_code(hubspot_box: Sandbox) -> None:
    app = hubspot_app(hubspot_box)
    seen: list[tuple[int, str, str]] = []
    done = threading.Event()

    def visit(link: str) -> None:
        seen.append(browser(link))
        done.set()

    sign_in(app, Kept(), in_background(visit), 20)
    assert done.wait(5)
    status, address, page = seen[0]
    code = parse_qs(urlsplit(address).query)["code"][0]
    assert status == 200 and "Almost done" in page and code not in page


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
    app = hubspot_app(hubspot_box)
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
    assert outcomes[:2] == [404, 200]
    assert outcomes[2] in ("closed", 404)


def test_a_fixed_port_gives_an_address_that_can_be_registered() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse):
            sign_in(app_at("http://127.0.0.1:9"), Kept(), print, 0.05, port=port)
    links: list[str] = []
    with pytest.raises(SignInNeeded):
        sign_in(app_at("http://127.0.0.1:9"), Kept(), links.append, 0.05, port=port)
    assert parse_qs(urlsplit(links[0]).query)["redirect_uri"] == [f"http://localhost:{port}/cb"]


def test_a_fixed_port_is_held_on_both_addresses_its_name_may_mean() -> None:
    """Otherwise a squatter on ::1 would get the code where a browser tries that first."""
    try:
        taken = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with taken, pytest.raises(PortInUse) as caught:
        sign_in(app_at("http://127.0.0.1:9"), Kept(), print, 0.05, port=taken.getsockname()[1])
    assert "--paste" in caught.value.advice


def test_two_sign_ins_whose_answers_are_swapped_sign_nobody_in(hubspot_box: Sandbox) -> None:
    app = hubspot_app(hubspot_box)
    links: dict[str, str] = {}
    both = threading.Barrier(2)
    outcomes: dict[str, object] = {}
    stores = {"one": Kept(), "two": Kept()}

    def person(name: str) -> None:
        def open_url(link: str) -> None:
            links[name] = link
            both.wait(10)
            other = links["two" if name == "one" else "one"]
            query = urlsplit(address_after_consent(link)).query
            browser(f"{parse_qs(urlsplit(other).query)['redirect_uri'][0]}?{query}")

        try:
            outcomes[name] = sign_in(app, stores[name], in_background(open_url))
        except SignInNeeded as error:
            outcomes[name] = error

    people = [threading.Thread(target=person, args=(name,)) for name in stores]
    for one in people:
        one.start()
    for one in people:
        one.join(30)
    assert all("not meant for this request" in str(outcomes[name]) for name in stores)
    assert all(not store.saved for store in stores.values())


@pytest.mark.parametrize(("system", "client_id", "secret"), SYSTEMS)
def test_a_code_is_good_once_and_only_with_its_verifier(
    system: str, client_id: str, secret: str, request: pytest.FixtureRequest
) -> None:
    box: Sandbox = request.getfixturevalue(f"{system}_box")
    app = oauth_app(system, client_id=client_id, secret=secret, base_url=box.url, loopback=True)
    asked = ask(app, "http://127.0.0.1:50000/cb/x")
    answer = answer_in(address_after_consent(asked.url))
    with pytest.raises(SignInNeeded):
        redeem(app, replace(asked, verifier="v" * 43), answer)
    assert redeem(app, asked, answer).access
    with pytest.raises(SignInNeeded, match="no longer accepts"):
        redeem(app, asked, answer)


@pytest.mark.parametrize(("system", "client_id", "secret"), SYSTEMS)
def test_a_person_who_declines_is_told_so(
    system: str, client_id: str, secret: str, request: pytest.FixtureRequest
) -> None:
    box: Sandbox = request.getfixturevalue(f"{system}_box")
    app, store = (
        oauth_app(system, client_id=client_id, secret=secret, base_url=box.url, loopback=True),
        Kept(),
    )
    box.system.tokens.person_declines = True
    try:
        with pytest.raises(SignInNeeded, match=r"declined \(access_denied\)"):
            sign_in(app, store, in_background(browser))
    finally:
        box.system.tokens.person_declines = False
    assert store.saved == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?",
        "?code",
        "?state=STATE",
        "?state=STATE&code=",
        "?state=STATE&code=%00%ff%0d%0aSet-Cookie:x",
        "?state=%ED%A0%80&code=x",
        "?state=STATE&state=other&code=nobody-gave-this",
        "?state=other&state=STATE&code=x",
        "?code=" + "x" * 30_000 + "&state=STATE",
        "?error=%3Cscript%3E&error_description=" + "y" * 5_000 + "&state=STATE",
    ],
)
def test_a_redirect_with_garbage_signs_nobody_in_and_shows_none_of_it(
    query: str, hubspot_box: Sandbox
) -> None:
    store, pages = Kept(), []
    done = threading.Event()

    def visit(link: str) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
        pages.append(browser(asked["redirect_uri"] + query.replace("STATE", asked["state"])))
        done.set()

    with pytest.raises(RemoteError) as caught:
        sign_in(hubspot_app(hubspot_box), store, in_background(visit), 10)
    assert done.wait(5)
    status, _, page = pages[0]
    assert status == 200 and "<script>" not in page and "nobody-gave-this" not in page
    assert store.saved == []
    assert len(str(caught.value)) < 300 and "nobody-gave-this" not in str(caught.value)
    assert caught.value.advice


# a browser on another machine ----------------------------------------------------------------------------------
def pasting(app: OAuthApp, store: Kept, pasted: Callable[[str], str | None]) -> TokenSet:
    links: list[str] = []
    talk = Talk(
        show=lambda prompt: links.append(prompt.url), timeout_s=5, pasted=lambda _: pasted(links[0]), port=0
    )
    return CodeFlow().sign_in(app, store, talk)


@pytest.mark.parametrize(("system", "client_id", "secret"), SYSTEMS)
def test_the_address_a_browser_elsewhere_ended_at_signs_in(
    system: str, client_id: str, secret: str, request: pytest.FixtureRequest
) -> None:
    box: Sandbox = request.getfixturevalue(f"{system}_box")
    app = oauth_app(system, client_id=client_id, secret=secret, base_url=box.url, loopback=True)
    store = Kept()
    tokens = pasting(app, store, address_after_consent)
    assert store.saved == [tokens]


def test_a_pasted_address_of_another_sign_in_is_refused(hubspot_box: Sandbox) -> None:
    app, store = hubspot_app(hubspot_box), Kept()
    foreign = address_after_consent(ask(app, "http://127.0.0.1:50000/cb/x").url)
    with pytest.raises(SignInNeeded, match="not meant for this request"):
        pasting(app, store, lambda _: foreign)
    with pytest.raises(SignInNeeded, match="nobody"):
        pasting(app, store, lambda _: None)
    assert not store.saved


@pytest.mark.parametrize("text", ["", "yes", "https://app.hubspot.com/", "http://x/?code=1", "x" * 20_000])
def test_what_is_no_address_of_an_answer_is_not_repeated(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        answer_in(text)
    assert not text or text not in str(caught.value) + caught.value.advice


# signing out ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("system", "client_id", "secret"), SYSTEMS)
def test_signing_out_ends_the_tokens_at_the_crm(
    system: str, client_id: str, secret: str, request: pytest.FixtureRequest
) -> None:
    box: Sandbox = request.getfixturevalue(f"{system}_box")
    app = oauth_app(system, client_id=client_id, secret=secret, base_url=box.url, loopback=True)
    tokens = sign_in(app, Kept(), in_background(browser))
    assert box.system.tokens.find(tokens.access) is not None
    assert revoke(app, tokens)
    assert box.system.tokens.find(tokens.access) is None
    assert box.system.tokens.find_refresh(tokens.refresh or "") is None
    assert revoke(app, tokens), "a sign-in that is over already is over"
    with pytest.raises(Unreachable):
        revoke(replace(app, revoke_url="http://127.0.0.1:9/x"), tokens)
    assert not revoke(replace(app, revoke_url=None), tokens)


def test_pipedrive_ends_a_sign_in_only_for_the_app_it_belongs_to(pipedrive_box: Sandbox) -> None:
    app = oauth_app(
        "pipedrive",
        client_id=PIPEDRIVE_ID,
        secret=PIPEDRIVE_SECRET,
        base_url=pipedrive_box.url,
        loopback=True,
    )
    tokens = sign_in(app, Kept(), in_background(browser))
    assert app.revoke_url == f"{pipedrive_box.url}/oauth/revoke"
    assert not revoke(replace(app, secret="another"), tokens)
    assert pipedrive_box.system.tokens.find(tokens.access) is not None


# the token endpoint --------------------------------------------------------------------------------------------
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


def test_an_app_may_prove_itself_in_a_header() -> None:
    answer = reply(
        200, '{"access_token": "a", "api_domain": "https://acme.pipedrive.com", "expires_in": 3599}'
    )
    with Scripted(answer) as crm:
        app = replace(app_at(crm.url), basic_auth=True)
        tokens = ask_for_tokens(app, {"grant_type": "refresh_token", "refresh_token": "r1"})
        head, _, body = crm.requests[0].partition(b"\r\n\r\n")
    assert b"Authorization: Basic " + base64.b64encode(b"id:hush") in head
    assert parse_qs(body.decode()) == {"grant_type": ["refresh_token"], "refresh_token": ["r1"]}
    assert tokens.instance_url == "https://acme.pipedrive.com"


def test_an_instance_address_that_is_not_https_is_refused() -> None:
    answer = reply(200, '{"access_token": "a", "instance_url": "http://10.0.0.1"}')
    with Scripted(answer) as crm, pytest.raises(SettingsInvalid):
        ask_for_tokens(app_at(crm.url), {"grant_type": "refresh_token"})


def test_tokens_do_not_show_in_their_own_text() -> None:
    held = TokenSet(access="old", refresh="r1")
    assert "old" not in repr(held) and "r1" not in repr(held)
    assert "hush" not in repr(app_at("http://127.0.0.1:1"))
