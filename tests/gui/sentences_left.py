"""Where `tests/gui/sentences.py` looks, what it passes over, and what it would not find."""

from __future__ import annotations

import re
from typing import Final

from core.retelling import DID, SETTLED

FOLDERS: Final = ("core", "adapters", "daemon")
# What the app itself says as a part of the daemon would: errors of its own connection, and objections while one drags.
# And of what is of the store: why it cannot be opened, and how it stands with its log.
FILES: Final = (
    "core/store/audit.py",
    "core/store/migrate.py",
    "core/store/postgres.py",
    "core/store/sql.py",
    "core/store/sqlite.py",
    "gui/calls.py",
    "gui/client.py",
    "gui/live.py",
    "gui/mapping/draft.py",
)
# What begins so never reaches the app: other people's systems, the command line, the store, vocabularies, the log.
LEFT: Final = (
    "adapters/answers.py",
    "adapters/dynamics/api.py",
    "adapters/dynamics/feed.py",
    "adapters/dynamics/multipart.py",
    "adapters/dynamics/webhooks.py",
    "adapters/fake",
    "adapters/hubspot/webhooks.py",
    "adapters/loopback.py",
    "adapters/pipedrive/costs.py",
    "adapters/pipedrive/feed.py",
    "adapters/pipedrive/schema.py",
    "adapters/pipedrive/webhooks.py",
    "adapters/salesforce/feed.py",
    "adapters/salesforce/outbound.py",
    "adapters/salesforce/pubsub_wire.py",
    "adapters/salesforce/soap.py",
    "adapters/salesforce/soql.py",
    "adapters/sandbox/",
    "adapters/systems.py",
    "core/advice/countries.py",
    "core/advice/money.py",
    "core/advice/redaction.py",
    "core/advice/structure.py",
    "core/advice/validity.py",
    "core/filter_words.py",
    "core/hub_schema.py",
    "core/logs.py",
    "core/store/",
    "core/suggest/fields.py",
    "core/suggest/meanings.py",
    "core/suggest/vocabulary.py",
    "core/target_bodies.py",
    "core/ticket_text.py",
    "core/wire/socket_transport.py",
    "daemon/__main__.py",
    "daemon/api/documents.py",
    "daemon/api/doors.py",
    "daemon/cli/",
    "daemon/demo/",
    "daemon/foreground.py",
    "daemon/imagined.py",
    "daemon/scheduler.py",
    "daemon/unseen.py",
    "daemon/webhooks.py",
)
# Query languages, markup, headers, addresses, formats of times, TOML, commands, keys, halves of sentences.
_CODE: Final = (
    r"^(PRAGMA|INSERT|DELETE FROM|SET|BEGIN|CREATE VIRTUAL) ",
    r"\n|%[YHM]|SELECT|FROM \{| IN \(|^LIMIT|^ (WHERE|ORDER|LIMIT)|(?i: asc$| desc$)|\beq\b|repeated \w+$",
    r"\?xml|</|<!|<setting|soap\.sforce|charset|Content-|HTTP/|multipart/|^Bearer|LogicalName|ManyToOne|odata",
    r"^\w+://\{|^https?:|^\w+\.\w+\.\w+ |^[{&?]?\w*=\{|/\{\d\}/|passfile=|^[a-z]+\{\d\}|^\w+: \{\d\}/",
    r"^\w+ = ([\[{]|true|false)|^\[|tuple\[|^b'|^fresh |^account-|^schema:|plan:\{|rate@|^(organisation|plan|undo)/",
    r"^crmsync [a-z]+( [a-z-]+)*( (NAME|--?\w+|\{\d\}))*$",
    r"unreachable|Two systems changed one field|^Text\(80|LoadCredential=$|^must be$|^Input should be$|: $",
)
NO_PROSE: Final = re.compile("|".join(_CODE))
# Expressions with these last names are values: an id, a name, what somebody typed. They are shown as they are.
VALUES: Final = frozenset(
    """
    id crm_id record_id record label object subject connection name host path system url field crm_object hub_object
    key number version at moment value plan run title target status socket file code type scope actor person
    """.split()
)
# And those with these are numbers, said with the language's separators; where one is a text after all, it is said as one.
COUNTS: Final = frozenset(
    """
    attempts backlog conflicts count cut decisions duplicates elsewhere error_count largest learned left limit line linked
    links longest met most n others parked planned questions records records_per_minute refused removed reserved sampled
    sampled_shared shared sure total tried used _largest _longest _most
    """.split()
)
# Values of these enumerations are words of the daemon, though, and stand in sentences as they are.
ENUMS: Final = frozenset("state kind choice chosen likeliest verdict use means".split())
# One word, or a value and a word: what stands alone as a note, a state, a finding or a kind.
WORDS: Final = {
    **dict.fromkeys(
        """
        applied applying approved ask begun changed clock configuration conflict connected create created crm decided
        delete deleted discarded dismissed draft due equivalent escalated events expired here hub making merge merged
        open overruled paired parted paused poll question records requests resolved restore restored sent snoozed socket
        soon store stream superseded ticket tokens unknown update vault webhook
        """.split(),
        "",
    ),
    # A settings file's faults, as Pydantic tells them.
    **{
        f"must be {than} {{0}}": "n"
        for than in ("greater than or equal to", "less than or equal to", "greater than", "less than")
    },
    **dict.fromkeys(("client id", "client secret", "developer key", "1 file"), ""),
    # core/retelling.py puts these together: who did what, and what it was decided by.
    **{f"{did} by {{0}}": "s" for did in (*DID.values(), *SETTLED.values())},
    **{f", in {asked} {{0}}": "v" for asked in ("conflict", "question")},
    **{
        f"{act} {{0}}": "v"
        for act in ("create", "update", "delete", "merge", "advisor", "import", "field", "conflict")
    },
}
