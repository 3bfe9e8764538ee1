"""What a lens is called where a person reads it; its own name stands in mapping files, and is shown on hover."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QObject


class LensWords(QObject):
    def called(self, lens: str) -> str:
        """In a few words; its own name where it is one nobody knows here. Asked for every curve of every frame."""
        return self._all.get(lens, lens)

    @cached_property
    def _all(self) -> dict[str, str]:
        return {
            "auto": self.tr("By the fields' types"),
            "same": self.tr("As it is"),
            "reference": self.tr("Reference to a record"),
            "trim": self.tr("Without spaces around it"),
            "lower": self.tr("Small letters"),
            "upper": self.tr("Capital letters"),
            "case": self.tr("Letters by side"),
            "phone_e164": self.tr("International phone number"),
            "url_bare": self.tr("Bare web address"),
            "truncate": self.tr("Cut to length"),
            "name_split": self.tr("Name split in the hub"),
            "name_join": self.tr("Name joined in the hub"),
            "address_lines": self.tr("Street in lines"),
            "email_list": self.tr("List of e-mail addresses"),
            "choice_map": self.tr("Choices by a table"),
            "label": self.tr("Choice by its label"),
            "bool_words": self.tr("Yes or no in words"),
            "multi_join": self.tr("Choices in one text"),
            "constant": self.tr("Fixed value"),
            "stage_status": self.tr("Stage and status"),
            "scale": self.tr("Number in another unit"),
            "percent": self.tr("Percent or share"),
            "money_with_code": self.tr("Amount with currency"),
            "date_of_datetime": self.tr("Day of a moment"),
            "epoch_ms": self.tr("Milliseconds since 1970"),
            "span": self.tr("Begin and end"),
            "day_and_clock": self.tr("Day and time apart"),
            "minutes": self.tr("Length of time"),
            "clock_minutes": self.tr("Length as hh:mm"),
            "kind": self.tr("Kind by several fields"),
            "html_text": self.tr("HTML as plain text"),
            "expression": self.tr("Expression"),
        }

    def on_hover(self, lens: str, about: str) -> str:
        """Its own name, by which files and the command line know it, and what it does."""
        return " · ".join(filter(None, (lens, about)))
