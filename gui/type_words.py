"""What the types of fields are called where a person reads them."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QObject

from core.schema import FieldType


class TypeWords(QObject):
    def called(self, type: FieldType) -> str:
        """Asked for every field that is hovered."""
        return self._all[type]

    @cached_property
    def _all(self) -> dict[FieldType, str]:
        return {
            FieldType.TEXT: self.tr("Text"),
            FieldType.LONG_TEXT: self.tr("Long text"),
            FieldType.EMAIL: self.tr("E-mail address"),
            FieldType.PHONE: self.tr("Telephone number"),
            FieldType.URL: self.tr("Web address"),
            FieldType.NUMBER: self.tr("Number"),
            FieldType.MONEY: self.tr("Amount of money"),
            FieldType.BOOL: self.tr("Yes or no"),
            FieldType.DATE: self.tr("Day"),
            FieldType.DATETIME: self.tr("Moment"),
            FieldType.CHOICE: self.tr("Choice"),
            FieldType.MULTI_CHOICE: self.tr("Several choices"),
            FieldType.REFERENCE: self.tr("Reference to a record"),
            FieldType.MULTI_REFERENCE: self.tr("References to records"),
        }
