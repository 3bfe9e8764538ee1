"""Salesforce's outbound messages: whose they are, which rows they name, and what no body may do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.hooks import MOST_BYTES, Delivery, Hint, Target
from adapters.salesforce.outbound import OutboundHooks
from adapters.sandbox.salesforce.access import ORG_ID
from adapters.sandbox.salesforce.outbound import message
from core.errors import Invalid

HOOKS = OutboundHooks()
TARGET = Target(url="https://sync.example/webhooks/sf/x", user=ORG_ID, secret="s")
ID = "0035f00002J9YYEAA3"


def genuine(body: bytes, target: Target = TARGET) -> bool:
    return HOOKS.genuine(Delivery(method="POST", url=target.url, headers={}, body=body, now_ms=0), target)


def test_a_message_of_our_organisation_names_its_rows_once() -> None:
    body = message("Contact", ID, ID, ID[:15])
    assert genuine(body)
    assert HOOKS.hints(body) == (Hint(object="Contact", crm_id=ID, kind="outbound message"),)
    assert b"<Ack>true</Ack>" in HOOKS.reply().body


def test_a_message_of_another_organisation_is_not_ours() -> None:
    assert not genuine(message("Contact", ID, organisation="00D5g000000OTHERAA"))
    assert not genuine(message("Contact", ID, organisation=""))
    assert not genuine(message("Contact", ID), Target(url=TARGET.url, user="", secret="s"))


BOMB = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
FILE = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<",
        b"{}",
        b"<a/>",
        b"\xff\xfe",
        b"<a>" * 50_000,
        BOMB + message("Contact", ID).partition(b"?>")[2],
        FILE + message("Contact", ID).partition(b"?>")[2].replace(ID.encode(), b"&f;"),
        message("Contact", ID) + b" " * MOST_BYTES,
        message("Contact", ID).replace(b"soap.sforce.com", b"soap.example"),
    ],
)
def test_a_body_of_another_shape_is_invalid(body: bytes) -> None:
    with pytest.raises(Invalid):
        genuine(body)
    with pytest.raises(Invalid):
        HOOKS.hints(body)


@given(st.binary(max_size=300))
def test_no_body_does_anything_but_parse_or_be_invalid(body: bytes) -> None:
    with pytest.raises(Invalid):
        HOOKS.hints(body)


@pytest.mark.parametrize("id", ["", "1 OR 1", "../003", "003"])
def test_an_id_that_is_not_one_is_passed_over(id: str) -> None:
    assert HOOKS.hints(message("Contact", id)) == ()
