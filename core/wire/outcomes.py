"""The words for what an answer to a question would do now, and where, and for what taking one back would do."""

from __future__ import annotations

from core.wire.activity import ChangeWord
from core.wire.words import Sentence, Word


class OutcomeWord(Word):
    """`id` is the question, `choice` the answer ("hub", "crm", "suggested", "approve", "dismiss", these with an option).

    `record_name` is what the hub's record is called, told where many questions are looked at, else "". `kind` is that of a
    plan's item, "" where it cannot be foretold; `changes` are fields of `where`: "*hub", a connection, or "" where the
    answer itself writes nothing. `sent` are the connections that are sent the record for it. `refused` says why the
    question cannot be answered so, "" where it can.
    """

    id: str
    choice: str
    kind: str
    crm_id: str
    record_name: str = ""
    where: str
    changes: list[ChangeWord]
    sent: list[str]
    note: Sentence = ""
    refused: Sentence = ""


class ReversalWord(Word):
    """What taking the resolution of the conflict `id` back would do now, and in `lost` what does not come back as it was."""

    id: str
    does: list[Sentence]
    lost: list[Sentence]
