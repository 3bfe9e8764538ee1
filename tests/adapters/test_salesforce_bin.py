"""Salesforce's recycle bin, which only SOAP opens: what comes back, under whose session, and what a refusal means."""

from __future__ import annotations

import pytest

from adapters.base import Result, Revival
from adapters.oauth import StaticTokens
from adapters.rest import Rest
from adapters.salesforce.api import SalesforceApi, read_trouble
from core.errors import AnswerLost, Throttled
from tests.adapters.benches import FAST, SALESFORCE_TOKEN, SalesforceBench, unique
from tests.adapters.scripted import Scripted, reply


class Expiring(StaticTokens):
    """Tokens of which the first is spent."""

    renewed = 0

    def bearer(self) -> str:
        return super().bearer() if self.renewed else "spent"

    def renew(self, refused: str) -> str:
        self.renewed += 1
        return super().bearer()


def test_an_account_comes_back_with_the_contacts_that_went_with_it(salesforce: SalesforceBench) -> None:
    account = salesforce.add("Account", {"Name": unique("Acme")})
    contact = salesforce.add("Contact", {"LastName": unique("Row"), "AccountId": account})
    salesforce.remove("Account", account)
    assert contact not in salesforce.live("Contact")
    tokens = Expiring("Salesforce", SALESFORCE_TOKEN)
    rest = Rest("Salesforce", salesforce.box.url, tokens, loopback=True, limits=FAST, trouble=read_trouble)
    rows = SalesforceApi(rest).undelete([account])
    assert ([one["success"] for one in rows], tokens.renewed) == ([True], 1)  # the session was in the body
    assert account in salesforce.live("Account")
    found = salesforce.adapter.fetch("Contact", ["LastName", "AccountId"], [contact])[contact]
    assert (found.deleted, found.values[1]) == (False, account)
    rest.close()


def test_an_undelete_that_is_refused_as_a_whole_brought_nothing_back(salesforce: SalesforceBench) -> None:
    contact = salesforce.add("Contact", {"LastName": unique("Row")})
    salesforce.remove("Contact", contact)
    asked = [Revival(op="r1", crm_id=contact)]
    salesforce.faults(throttle=1.0)
    with pytest.raises(Throttled):
        salesforce.adapter.restore("Contact", ["LastName"], asked)
    salesforce.faults()
    assert contact not in salesforce.live("Contact")
    [outcome] = salesforce.adapter.restore("Contact", ["LastName"], asked)
    assert outcome.result is Result.DONE


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"<html>down</html>", AnswerLost),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", AnswerLost),
        (b"", AnswerLost),
    ],
)
def test_an_answer_to_undelete_that_cannot_be_read_is_a_lost_one(body: bytes, error: type[Exception]) -> None:
    with Scripted(reply(200, body.decode(), Content_Type="text/xml")) as crm:
        rest = Rest("Salesforce", crm.url, StaticTokens("Salesforce", "t"), loopback=True, limits=FAST)
        with pytest.raises(error):
            SalesforceApi(rest).undelete(["003000000000001AAA"])
        rest.close()
