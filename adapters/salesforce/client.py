"""simple-salesforce with exact numbers, and with errors of ours where an answer is unreadable."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import msgspec
import requests
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceError

from adapters.salesforce.payloads import EXACT
from core.errors import AnswerLost, BadAnswer

__all__ = ["Client", "SalesforceError"]


class Client(Salesforce):
    """Decodes what the org answers; its JSON numbers become Decimal."""

    def parse_result_to_json(self, result: requests.Response) -> Any:
        try:
            return EXACT.decode(result.content)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            kind = BadAnswer if result.request.method in ("GET", "HEAD") else AnswerLost
            raise kind(
                f"Salesforce {result.request.method} {urlsplit(result.url).path}: the answer is not readable JSON"
            ) from None
