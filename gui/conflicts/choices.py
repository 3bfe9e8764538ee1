"""What may be answered to a question, and by which key. The daemon checks every answer; this only offers.

What an answer does is told in the words of docs/conflicts.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject

from core.wire.models import ConflictStory, ItemWord
from gui.conflicts.wording import DELETION


class Act(Enum):
    HUB = "hub"
    CRM = "crm"
    SUGGESTED = "suggested"
    VALUE = "value"
    APPROVE = "approve"
    DISMISS = "dismiss"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One answer: its words, its key, what it will do; `option` goes with an approval or a dismissal.

    `foretold` is what the daemon calls it where it foretells its outcome; `record` the hub record that it names.
    """

    act: Act
    words: str
    key: str = ""
    does: str = ""
    option: str | None = None
    primary: bool = False
    foretold: str = ""
    record: str = ""


class Choices(QObject):
    """The answers there are, the likeliest first."""

    def of_conflict(self, story: ConflictStory) -> list[Offer]:
        one = story.conflict
        if one.rule == DELETION:
            kept, gone = self.tr("Keep the record"), self.tr("Delete the record")
            hub_deleted = one.hub.values == ["deleted"]
            return [
                Offer(
                    act=Act.HUB,
                    foretold="hub",
                    words=gone if hub_deleted else kept,
                    key="1",
                    does=self.tr("What was done in the hub is done everywhere."),
                ),
                Offer(
                    act=Act.CRM,
                    foretold="crm",
                    words=kept if hub_deleted else gone,
                    key="2",
                    does=self.tr("What was done in {0} is done everywhere.").format(one.connection),
                ),
            ]
        found = [
            Offer(
                act=Act.HUB,
                foretold="hub",
                words=self.tr("Keep hub"),
                key="1",
                does=self.tr("The hub's value is written to {0}.").format(one.connection),
            ),
            Offer(
                act=Act.CRM,
                foretold="crm",
                words=self.tr("Take {0}").format(one.connection),
                key="2",
                does=self.tr("The value of {0} is written to the hub and to every other CRM.").format(
                    one.connection
                ),
            ),
        ]
        if (taken := self._suggested(story, found)) is not None:
            found.append(taken)
        found.append(
            Offer(
                act=Act.VALUE,
                words=self.tr("Edit…"),
                key="E",
                does=self.tr("Your own value is written to the hub and to every CRM."),
            )
        )
        return found

    def _suggested(self, story: ConflictStory, others: list[Offer]) -> Offer | None:
        """The advisor's answer, where it is sure of one."""
        said = story.suggestion.choice if story.suggestion is not None else "ask"
        words = self.tr("Take suggestion")
        if said == "merged":
            does = self.tr("The merged value is written to the hub and to every CRM.")
            return Offer(
                act=Act.SUGGESTED, words=words, key="3", does=does, primary=True, foretold="suggested"
            )
        same = {"hub": others[0], "equivalent": others[0], "crm": others[1]}.get(said)
        if same is None:
            return None
        does = self.tr("Here: {0}.").format(same.words)
        return Offer(act=same.act, words=words, key="3", does=does, primary=True, foretold=same.foretold)

    def of_item(self, item: ItemWord) -> list[Offer]:
        match item.kind:
            case "ambiguous":
                return self._match(item)
            case "deletion":
                return [
                    self._yes(
                        self.tr("Delete everywhere"), self.tr("Deleted in the hub and in the other CRMs.")
                    ),
                    self._no(self.tr("Keep"), self.tr("Kept without that CRM.")),
                    Offer(
                        act=Act.DISMISS,
                        words=self.tr("Make it there anew"),
                        option="anew",
                        key="3",
                        does=self.tr("Kept, and made anew in that CRM."),
                    ),
                ]
            case "merge":
                return self._merge(item)
            case "refused" | "reference":
                return [
                    self._yes(self.tr("Try again"), self.tr("It is sent once more.")),
                    self._no(self.tr("Give up"), self.tr("Each side keeps what it has.")),
                ]
            case "brake":
                return [
                    self._yes(self.tr("Let this run pass"), self.tr("This one run goes on past its limit.")),
                    self._no(self.tr("Try again"), self.tr("Looked at once more, as things are then.")),
                ]
            case "schema":
                return [
                    self._yes(
                        self.tr("Take it as it is"), self.tr("The rules go on with the changed field.")
                    ),
                    self._no(self.tr("Leave"), self.tr("The rules go on waiting.")),
                ]
            case _:
                return [
                    self._yes(self.tr("Approve"), ""),
                    self._no(self.tr("Dismiss"), ""),
                ]

    def _match(self, item: ItemWord) -> list[Offer]:
        candidates = item.detail.get("candidates")
        ids = candidates if isinstance(candidates, list) else []
        found = [
            Offer(
                act=Act.APPROVE,
                words=self.tr("It is {0}").format(one) if len(ids) > 1 else self.tr("Link them"),
                option=one if len(ids) > 1 else None,
                key=str(at),
                does=self.tr("The CRM record is paired with {0}.").format(one),
                record=one,
                primary=at == 1,
            )
            for at, one in enumerate(ids[:6], start=1)
        ]
        return [
            *found,
            Offer(
                act=Act.APPROVE,
                words=self.tr("Another record"),
                option="separate",
                key=str(len(found) + 1),
                does=self.tr("It becomes a record of its own."),
            ),
            Offer(
                act=Act.DISMISS,
                words=self.tr("Leave it out"),
                key=str(len(found) + 2),
                does=self.tr("It is not synced."),
            ),
        ]

    def _merge(self, item: ItemWord) -> list[Offer]:
        if item.detail.get("ask") == "values":
            return [
                Offer(
                    act=Act.APPROVE,
                    words=self.tr("Take the loser's values"),
                    option="loser",
                    key="1",
                    does=self.tr("They replace the winner's."),
                ),
                Offer(act=Act.DISMISS, words=self.tr("Keep as it is"), key="2", does=""),
            ]
        return [
            self._yes(self.tr("Merge here too"), self.tr("Both records become one.")),
            self._no(self.tr("Keep both"), self.tr("Both stay.")),
        ]

    def _yes(self, words: str, does: str) -> Offer:
        return Offer(act=Act.APPROVE, words=words, key="1", does=does)

    def _no(self, words: str, does: str) -> Offer:
        return Offer(act=Act.DISMISS, words=words, key="2", does=does)
