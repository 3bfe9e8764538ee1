"""What an answer would write where, in words: from what the daemon foretells to a sentence. Nothing is foretold here."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale, QObject

from core.wire.models import BulkWord, OutcomeWord
from core.wire.words import WireValue
from gui.known_fields import HUB, KindOf
from gui.sentences import in_sentences
from gui.widgets.paged_table import one_line
from gui.widgets.values import UNTOLD, Kind, shown

_CHANGES: Final = 3
_SELF_TOLD: Final = ("settle", "unlink")
_LONGEST: Final = 60


def untold(_where: str, _field: str) -> Kind:
    """Values as they are stored."""
    return UNTOLD


class OutcomeWords(QObject):
    """Every method is one piece of text; `kind_of` tells what the values are that would be written."""

    def told(self, one: OutcomeWord, kind_of: KindOf = untold) -> str:
        """The whole of it; "" where nothing can be foretold."""
        if one.refused:
            return in_sentences(self.tr("Cannot be answered so: {0}").format(one_line(one.refused)))
        parts = [self._written(one, kind_of)]
        if one.sent:
            parts.append(self.tr("Then sent to {0}.").format(self.places(one.sent)))
        if one.note and one.kind not in _SELF_TOLD:
            parts.append(in_sentences(one_line(one.note)))
        return " ".join(part for part in parts if part)

    def places(self, names: list[str]) -> str:
        return ", ".join(self.place(name) for name in names)

    def place(self, name: str) -> str:
        return self.tr("the hub") if name == HUB else name

    def line(self, one: OutcomeWord, kind_of: KindOf = untold) -> str:
        """One of many: which record, and what becomes of it."""
        return f"{one_line(one.record_name or one.crm_id)}: {self.told(one, kind_of)}"

    def sums(self, told: BulkWord) -> str:
        """How many would be written to each place, of those that were looked at."""
        number = QLocale().toString
        places = [f"{self.place(name)} {number(n)}" for name, n in sorted(told.places.items())]
        if not places:
            return self.tr("Nothing is written anywhere.")
        said = self.tr("Records written: {0}").format(", ".join(places))
        if told.foretold < told.count:
            said += " " + self.tr("(of the first {0})").format(number(told.foretold))
        return said

    def _written(self, one: OutcomeWord, kind_of: KindOf) -> str:
        where = self.place(one.where)
        if one.changes and one.where:
            place = self.tr("The hub") if one.where == HUB else one.where
            return in_sentences(f"{place}: {self._changes(one, kind_of)}", name=place)
        kinds = {
            "create_hub": self.tr("A record is made in the hub."),
            "delete_hub": self.tr("The record is deleted in the hub."),
            "restore_hub": self.tr("The record lives again in the hub."),
            "merge_hub": self.tr("Two records of the hub become one."),
            "update_hub": self.tr("The hub takes in what the CRM holds."),
            "create_crm": self.tr("The record is made anew in {0}.").format(where),
            "update_crm": self.tr("The record is sent to {0} once more.").format(where),
            "delete_crm": self.tr("The record is deleted in {0}.").format(where),
            "restore_crm": self.tr("The record comes back out of the bin of {0}.").format(where),
            "merge_crm": self.tr("The two records become one in {0}.").format(where),
            "link": self.tr("The two records are paired."),
            "unlink": self.tr("The record is left out from then on."),
            "release": self.tr("What was held back goes on."),
            "settle": self.tr("Nothing is written: both sides keep what they have."),
        }
        return kinds.get(one.kind, "")

    def _changes(self, outcome: OutcomeWord, kind_of: KindOf) -> str:
        told = []
        for one in outcome.changes:
            kind = kind_of(outcome.where, one.field)
            told.append(f"{one_line(one.field)} {_short(one.before, kind)} → {_short(one.after, kind)}")
        more = len(told) - _CHANGES
        return "; ".join(told[:_CHANGES]) + (f"; +{more}" if more > 0 else "")


def _short(value: WireValue, kind: Kind) -> str:
    return one_line(shown(value, kind), most=_LONGEST)
