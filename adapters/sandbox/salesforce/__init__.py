"""A loopback Salesforce org: REST, SOQL and OAuth as the vendor's clients know them.

Read in this order: `org` (what is put together), `schema` and `table` (what it holds), `soql_parse`,
`soql_plan` and `soql_run` (how queries are answered), `records` (how writes are judged), then the `rest_*`
endpoints.
"""

from __future__ import annotations

from adapters.sandbox.salesforce.org import SalesforceOrg
from adapters.sandbox.system import Options


def build(options: Options) -> SalesforceOrg:
    """A fresh org, seeded with about `options.records` contacts."""
    return SalesforceOrg(options)
