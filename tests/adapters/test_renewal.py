"""Keeping tokens fresh: by the clock, on refusal, once among many, and with clocks that are wrong."""

from __future__ import annotations

import threading
from dataclasses import replace
from urllib.parse import parse_qs

import pytest

from adapters.oauth import OAuthApp, TokenSet
from adapters.quota import Budget
from adapters.registry import connect, oauth_app
from adapters.renewal import MARGIN_S, OAuthTokens
from adapters.sandbox.hubspot.system import CLIENT_ID, CLIENT_SECRET
from core.errors import SignInNeeded, Unreachable
from tests.adapters.benches import FAST, HubSpotBench, SalesforceBench
from tests.adapters.scripted import Scripted, reply
from tests.support.people_signing_in import Kept, browser, in_background, sign_in

HOUR = 3_600.0
SYSTEMS = [
    ("hubspot", CLIENT_ID, CLIENT_SECRET),
    ("salesforce", "sandbox-salesforce-app", "sandbox-salesforce-secret"),
]


def app_at(url: str) -> OAuthApp:
    return oauth_app("hubspot", client_id="id", secret="hush", base_url=url, loopback=True)


def held(**given: object) -> TokenSet:
    return replace(TokenSet(access="old", refresh="r1", expires_at=10_000.0), **given)  # type: ignore[arg-type]


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


def test_a_rotated_refresh_token_is_saved_before_the_new_token_is_used_and_never_lost() -> None:
    store = Kept(held(expires_at=None))
    with Scripted(reply(200, '{"access_token": "new", "refresh_token": "r2"}')) as crm:
        tokens = OAuthTokens(app_at(crm.url), store)
        store.on_save = lambda: (_ for _ in ()).throw(OSError("disk full"))
        with pytest.raises(OSError, match="disk full"):
            tokens.renew("old")
        with pytest.raises(OSError, match="disk full"):
            tokens.bearer()
        store.on_save = lambda: None
        assert tokens.renew("old") == "new"
        assert crm.count == 1, "the old refresh token may be dead: it is not asked again"
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


def test_an_early_renewal_that_fails_leaves_the_old_token_in_use() -> None:
    time = [10_000.0 - MARGIN_S / 2]
    with Scripted(reply(503)) as crm:
        tokens = OAuthTokens(app_at(crm.url), Kept(held()), clock=lambda: time[0])
        assert [tokens.bearer(), tokens.bearer(), tokens.bearer()] == ["old"] * 3
        assert crm.count == 1, "the endpoint is left alone for a while"
        time[0] = 10_001.0
        with pytest.raises(Unreachable):
            tokens.bearer()


def test_a_lifetime_shorter_than_the_margin_is_not_renewed_at_every_call() -> None:
    with Scripted(reply(200, '{"access_token": "new", "expires_in": 60}')) as crm:
        tokens = OAuthTokens(app_at(crm.url), Kept(held(expires_at=0.0)))
        assert {tokens.bearer() for _ in range(5)} == {"new"}
        assert crm.count == 1


def test_what_this_process_fetched_is_measured_by_a_clock_nobody_can_set() -> None:
    wall, steady = [10_000.0], [0.0]
    with Scripted(reply(200, '{"access_token": "new", "expires_in": 1800}')) as crm:
        tokens = OAuthTokens(
            app_at(crm.url), Kept(held(expires_at=0.0)), clock=lambda: wall[0], steady=lambda: steady[0]
        )
        tokens.bearer()
        wall[0] -= HOUR  # set back: by the wall these tokens are good for an hour and a half
        tokens.bearer()
        assert crm.count == 1
        steady[0] += 1_700
        tokens.bearer()
        assert crm.count == 2


def test_signed_out_tokens_are_not_renewed() -> None:
    store = Kept(held(expires_at=None))
    with Scripted(reply(200, '{"access_token": "new"}')) as crm:
        tokens = OAuthTokens(app_at(crm.url), store)
        assert tokens.bearer() == "old"
        store.forget()
        with pytest.raises(SignInNeeded):
            tokens.renew("old")
        assert (crm.count, store.saved) == (0, [])


# against the sandboxes -----------------------------------------------------------------------------------------
class Wrong:
    """A clock that is wrong by `off` seconds against the CRM's, which can be set."""

    def __init__(self, off: float) -> None:
        self.off = off

    def __call__(self) -> float:
        import time

        return time.time() + self.off


@pytest.mark.parametrize("off", [-HOUR, HOUR])
def test_a_clock_that_is_an_hour_wrong_costs_nothing(hubspot: HubSpotBench, off: float) -> None:
    tokens, store = signed_in(hubspot, Wrong(off))
    for _ in range(5):
        assert hubspot.box.system.tokens.find(tokens.bearer()) is not None
    assert len(store.saved) == 1


@pytest.mark.parametrize("jump", [-HOUR, HOUR])
def test_a_clock_that_is_put_right_by_an_hour_costs_one_renewal(hubspot: HubSpotBench, jump: float) -> None:
    clock = Wrong(0)
    tokens, store = signed_in(hubspot, clock)
    tokens.bearer()
    clock.off = jump
    for _ in range(5):
        assert hubspot.box.system.tokens.find(tokens.bearer()) is not None
    assert len(store.saved) == 2
    # After a restart nothing but the wall clock is left to go by.
    again = OAuthTokens(hubspot_app(hubspot), store, clock=clock)
    for _ in range(5):
        assert hubspot.box.system.tokens.find(again.bearer()) is not None
    assert len(store.saved) == 2


def test_a_crash_between_the_answer_and_the_save_asks_for_a_sign_in(hubspot: HubSpotBench) -> None:
    tokens, store = signed_in(hubspot, Wrong(0))
    hubspot.faults(rotate_refresh_token=1)

    def die() -> None:
        raise KeyboardInterrupt

    store.on_save = die
    with pytest.raises(KeyboardInterrupt):
        tokens.renew(tokens.bearer())
    store.on_save = lambda: None
    after = OAuthTokens(hubspot_app(hubspot), store)
    hubspot.box.system.tokens.revoke_all(refresh=False)
    with pytest.raises(SignInNeeded) as told:
        after.renew(after.bearer())
    assert "crmsync connections sign-in" in told.value.advice


def hubspot_app(bench: HubSpotBench) -> OAuthApp:
    return oauth_app(
        "hubspot", client_id=CLIENT_ID, secret=CLIENT_SECRET, base_url=bench.box.url, loopback=True
    )


def signed_in(bench: HubSpotBench, clock: Wrong) -> tuple[OAuthTokens, Kept]:
    store = Kept()
    tokens = sign_in(hubspot_app(bench), store, in_background(browser))
    store.saved = []
    issued = clock()
    store.save(replace(tokens, issued_at=issued, expires_at=issued + 1_800))
    return OAuthTokens(hubspot_app(bench), store, clock=clock), store


@pytest.mark.parametrize(("system", "client_id", "secret"), SYSTEMS)
def test_an_expired_token_is_renewed_under_way_and_a_revoked_one_needs_a_person(
    system: str, client_id: str, secret: str, request: pytest.FixtureRequest
) -> None:
    bench: HubSpotBench | SalesforceBench = request.getfixturevalue(system)
    app = oauth_app(system, client_id=client_id, secret=secret, base_url=bench.box.url, loopback=True)
    store = Kept()
    sign_in(app, store, in_background(browser))
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
