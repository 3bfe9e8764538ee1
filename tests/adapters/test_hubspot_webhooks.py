"""HubSpot's webhooks: signatures against the published vectors, and what a body is allowed to be."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.hooks import MOST_BYTES, Hint
from adapters.hubspot.webhooks import MOST_EVENTS, parse, verify
from core.errors import Invalid
from tests.support.shared import shared_json

SECRET, NOW = "s3cret", 1_700_000_000_000
URI, BODY = "https://sync.example.test/hooks/hubspot?x=1", b"[]"


def sign(uri: str = URI, body: bytes = BODY, timestamp: int = NOW, secret: str = SECRET) -> str:
    signed = b"POST" + uri.encode() + body + str(timestamp).encode()
    return base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode()


def accepted(
    signature: str | None, *, uri: str = URI, body: bytes = BODY, timestamp: str | None = str(NOW)
) -> bool:
    return verify(SECRET, "POST", uri, body, signature=signature, timestamp=timestamp, now_ms=NOW)


def test_the_recorded_signatures_are_accepted() -> None:
    vectors = [
        one
        for one in shared_json("contracts/hubspot/signature_vectors.json")["vectors"]
        if one["version"] == "v3"
    ]
    assert len(vectors) >= 2
    for one in vectors:
        given = (one["client_secret"], one["method"], one["uri"], one["body"].encode())
        at = int(one["timestamp"])
        assert verify(*given, signature=one["signature"], timestamp=one["timestamp"], now_ms=at)
        assert not verify(*given, signature=one["signature"], timestamp=one["timestamp"], now_ms=at + 300_001)


@pytest.mark.parametrize(
    ("skew", "good"), [(0, True), (300_000, True), (300_001, False), (-300_000, True), (-300_001, False)]
)
def test_a_signature_is_good_for_five_minutes_both_ways(skew: int, good: bool) -> None:
    at = NOW + skew
    assert accepted(sign(timestamp=at), timestamp=str(at)) is good


def test_what_was_changed_after_signing_is_refused() -> None:
    good = sign()
    assert accepted(good)
    assert not accepted(good, body=b"[ ]")
    assert not accepted(good, uri=URI + "&y=2")
    assert not accepted(good, timestamp=str(NOW + 1))
    assert not accepted(sign(secret="other"))
    assert not accepted(good[:-2] + "==")


@pytest.mark.parametrize("timestamp", [None, "", "now", "-1", "1e12", "٣", "9" * 30])
def test_a_timestamp_that_is_no_time_is_refused(timestamp: str | None) -> None:
    assert not accepted(sign(), timestamp=timestamp)


@pytest.mark.parametrize("signature", [None, "", "ü", "not base64"])
def test_a_signature_that_is_none_is_refused(signature: str | None) -> None:
    assert not accepted(signature)


def test_percent_codes_are_decoded_as_hubspot_does() -> None:
    plain = "https://sync.example.test/h/a:b/@c?d=(1)*2,3;4'5!$"
    encoded = "https://sync.example.test/h/a%3Ab/%40c?d=%281%29%2a2%2C3%3b4%275%21%24"
    assert accepted(sign(uri=plain), uri=encoded)
    assert accepted(sign(uri="https://x.test/%20%41"), uri="https://x.test/%20%41")


def test_the_recorded_events_name_their_records() -> None:
    events = shared_json("contracts/recorded/hubspot/docs/webhook_events.json")
    assert parse(json.dumps(events).encode()) == (
        Hint(object="contacts", crm_id="123", kind="creation"),
        Hint(object="contacts", crm_id="123", kind="propertyChange"),
    )


def test_generic_merge_and_association_events_name_every_record_concerned() -> None:
    events = [
        {"subscriptionType": "object.creation", "objectTypeId": "0-3", "objectId": 7},
        {
            "subscriptionType": "company.merge",
            "objectId": 1,
            "primaryObjectId": 1,
            "mergedObjectIds": [2, 3],
            "newObjectId": 4,
        },
        {
            "subscriptionType": "contact.associationChange",
            "associationType": "CONTACT_TO_COMPANY",
            "fromObjectId": 5,
            "toObjectId": 6,
        },
        {"subscriptionType": "object.propertyChange", "objectTypeId": "2-99", "objectId": 8},
    ]
    hints = {(one.object, one.crm_id, one.kind) for one in parse(json.dumps(events).encode())}
    assert hints == {
        ("deals", "7", "creation"),
        *(("companies", id, "merge") for id in "1234"),
        ("contacts", "5", "associationChange"),
        ("companies", "6", "associationChange"),
    }


def test_a_repeated_event_is_one_hint() -> None:
    event = {"subscriptionType": "contact.creation", "objectId": 1}
    assert len(parse(json.dumps([event] * 50).encode())) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"null",
        b"[1]",
        b'[{"objectId": 1}]',
        b'[{"subscriptionType": 5}]',
        b'[{"subscriptionType": "contact.creation", "objectId": {"a": 1}}]',
        b"[" * 100_000,
        b"\xff\xfe",
        b"[" + b" " * MOST_BYTES + b"]",
        json.dumps([{"subscriptionType": "contact.creation", "objectId": 1}] * (MOST_EVENTS + 1)).encode(),
    ],
)
def test_a_body_of_another_shape_is_invalid(body: bytes) -> None:
    with pytest.raises(Invalid):
        parse(body)


@given(st.binary(max_size=400))
def test_no_body_does_anything_but_parse_or_be_invalid(body: bytes) -> None:
    try:
        hints = parse(body)
    except Invalid:
        return
    assert all((hint.crm_id or "").isdigit() for hint in hints)


@pytest.mark.parametrize("id", ["1 OR 1", "../1", "", "-1", 10**30, "١"])
def test_an_id_that_is_not_one_is_passed_over(id: object) -> None:
    body = json.dumps([{"subscriptionType": "contact.creation", "objectId": id}]).encode()
    try:
        assert parse(body) == ()
    except Invalid:
        assert isinstance(id, int)
