"""What the daemon tells of fields: of each of the hub's, and the types of those that are mapped in the CRMs.

A value is shown by its field's type (gui/widgets/values.py), a choice of a CRM, such as an owner, by what the CRM calls it.
Nothing is guessed: a type that is not known here, or that two mappings tell differently, is none.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, TypeAlias

from PySide6.QtCore import QObject, Signal

from core.plans import WRITES_CRM
from core.schema import FieldType
from core.wire.models import (
    ActivityWord,
    ChangeWord,
    FieldWord,
    MappingWord,
    ObjectWord,
    Page,
    PlanItemWord,
)
from core.wire.names import NameWord, Referred
from core.wire.undo import UndoItemWord
from core.wire.words import WireFields
from gui.known_names import KnownNames
from gui.widgets.values import UNTOLD, Called, Kind

HUB: Final = "*hub"  # where a change is, that is in no connection
CURRENCY: Final = "currency"  # the hub's field that says in which one a record's amounts are
_SENT: Final = frozenset({"push", "drop"})  # entries about fields of the CRM
_CHOICES: Final = frozenset({FieldType.CHOICE.value, FieldType.MULTI_CHOICE.value})
_CONTESTED: Final = frozenset({"conflict", "settle"})  # entries with the hub's value before, the CRM's after
_THERE: Final = frozenset(kind.value for kind in WRITES_CRM)

Kinds: TypeAlias = tuple[Kind, Kind]  # of a change's value before and after
KindOf: TypeAlias = Callable[[str, str], Kind]  # of a field, by where it is
_Place: TypeAlias = tuple[str, str, str]  # connection, object, field


class KnownFields(QObject):
    """`learnt` tells that more is known, or something else."""

    learnt = Signal()

    def __init__(self, names: KnownNames, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = names
        names.learnt.connect(self.learnt)
        self._hub: dict[str, dict[str, FieldWord]] = {}
        self._homes: dict[tuple[str, str], str] = {}
        self._there: dict[_Place, str] = {}
        self._partners: dict[_Place, str] = {}
        self._pairs: dict[
            _Place, tuple[str, str]
        ] = {}  # the hub's object and field that one of a CRM is mapped to
        self._choosing: dict[_Place, _Place | None] = {}  # the CRM's own place of a field with choices
        self._chosen: dict[_Place, _Place | None] = {}  # likewise, of what a hub field is mapped to alone
        self.is_known = False

    def forget(self) -> None:
        """Another daemon has other fields and records."""
        self._hub, self._homes, self._there, self._partners, self._pairs = {}, {}, {}, {}, {}
        self._choosing, self._chosen = {}, {}
        self._names.forget()
        self.is_known = False

    def learn_objects(self, page: Page[ObjectWord]) -> None:
        self._hub = {one.name: {field.name: field for field in one.fields} for one in page.rows}
        self.is_known = True
        self.learnt.emit()

    def learn_mappings(self, page: Page[MappingWord]) -> None:
        self._homes, self._there, self._partners, self._pairs = {}, {}, {}, {}
        self._choosing, self._chosen = {}, {}
        for one in page.rows:
            self._homes[one.connection, one.crm_object] = one.hub_object
            for field, type in one.crm_types.items():
                for object in dict.fromkeys((one.crm_object, one.hub_object)):
                    _agree(self._there, (one.connection, object, field), type)
                    if type in _CHOICES:
                        _only(
                            self._choosing,
                            (one.connection, object, field),
                            (one.connection, one.crm_object, field),
                        )
            for rule in one.rules:
                if len(rule.hub) == len(rule.crm) == 1:
                    place = (one.connection, one.hub_object, rule.hub[0])
                    type = one.crm_types.get(rule.crm[0], "")
                    _agree(self._partners, place, type)
                    if type in _CHOICES:
                        _only(self._chosen, place, (one.connection, one.crm_object, rule.crm[0]))
                    for object in dict.fromkeys((one.crm_object, one.hub_object)):
                        self._pairs[one.connection, object, rule.crm[0]] = (one.hub_object, rule.hub[0])
        self.learnt.emit()

    # of one field -----------------------------------------------------------------------------------------------------
    def of_object(self, object: str) -> dict[str, FieldWord]:
        """The fields of a hub object by name, empty where it is not known."""
        return self._hub.get(object, {})

    def of(self, where: str, object: str, field: str, beside: WireFields | None = None) -> Kind:
        """Of a field in the hub (`HUB`) or a connection; the object may be called as the hub or as the CRM calls it.

        `beside` are the values of the same hub record: they tell the currency.
        """
        return self._of_hub(object, field, beside) if where == HUB else self._of_crm(where, object, field)

    def partner(self, connection: str, object: str, field: str) -> Kind:
        """Of the one field of a connection that a hub field is mapped to alone."""
        return Kind(
            self._partners.get((connection, object, field), ""),
            called=self._called(connection, object, field)
            or self._label(self._chosen.get((connection, object, field))),
        )

    def hub_object(self, connection: str, object: str) -> str:
        """What the hub calls a CRM's object, or a hub object itself."""
        return object if object in self._hub else self._homes.get((connection, object), object)

    def about(self, connection: str, object: str, beside: WireFields | None = None) -> KindOf:
        """The kinds of one record's fields by where they are: the hub, or this connection's object."""

        def kind_of(where: str, field: str) -> Kind:
            name = self.hub_object(connection, object) if where == HUB else object
            return self.of(where, name, field, beside)

        return kind_of

    # of a change ------------------------------------------------------------------------------------------------------
    def of_entry(self, one: ActivityWord, change: ChangeWord) -> Kinds:
        if one.kind in _SENT:
            return _twice(self._of_crm(one.connection, one.object, change.field))
        if one.kind in _CONTESTED and one.connection:
            if change.field in self.of_object(one.object):
                there = self.partner(one.connection, one.object, change.field)
                return self._of_hub(one.object, change.field), there
            return _twice(self._of_crm(one.connection, one.object, change.field))
        return self._of_changes(one.object, one.changes, change)

    def of_item(self, connection: str, one: PlanItemWord | UndoItemWord, change: ChangeWord) -> Kinds:
        """`connection` is the plan's, or the item's of an undo; "" where it is the hub alone."""
        if one.kind in _THERE or (isinstance(one, UndoItemWord) and connection):
            return _twice(self._of_crm(connection, one.object, change.field))
        return self._of_changes(self.hub_object(connection, one.object), one.changes, change)

    # inside -----------------------------------------------------------------------------------------------------------
    def _of_hub(self, object: str, field: str, beside: WireFields | None = None) -> Kind:
        found = self.of_object(object).get(field)
        if found is None:
            return UNTOLD
        code = (beside or {}).get(CURRENCY)
        known = isinstance(code, str) and CURRENCY in self.of_object(object)
        currency = str(code) if known and found.type == FieldType.MONEY.value else ""
        return Kind(found.type, currency, self._called("", object, field))

    def _of_crm(self, connection: str, object: str, field: str) -> Kind:
        place = (connection, object, field)
        referred = self._called(connection, *self._pairs.get(place, ("", "")))
        return Kind(self._there.get(place, ""), called=referred or self._label(self._choosing.get(place)))

    def _called(self, connection: str, object: str, field: str) -> Called | None:
        """How those are called that a hub field, or what it is mapped to in a connection, refers to."""
        found = self.of_object(object).get(field)
        if found is None or not found.references:
            return None
        return partial(self._name, connection, found.references)

    def _label(self, place: _Place | None) -> Called | None:
        """What a CRM calls the choices of its field."""
        return partial(self._choice, place) if place is not None else None

    def _choice(self, place: _Place, id: str) -> NameWord | None:
        connection, object, field = place
        return self._names.of(Referred(connection=connection, object=object, field=field, id=id))

    def _name(self, connection: str, object: str, id: str) -> NameWord | None:
        return self._names.of(Referred(connection=connection, object=object, id=id))

    def _of_changes(self, object: str, changes: list[ChangeWord], change: ChangeWord) -> Kinds:
        before, after = ({one.field: getattr(one, side) for one in changes} for side in ("before", "after"))
        return self._of_hub(object, change.field, before), self._of_hub(object, change.field, after)


def _agree(types: dict[_Place, str], place: _Place, type: str) -> None:
    types[place] = type if types.get(place, type) == type else ""


def _only(places: dict[_Place, _Place | None], place: _Place, one: _Place) -> None:
    """None where two objects of the CRM have a field of this name."""
    places[place] = one if places.get(place, one) == one else None


def _twice(kind: Kind) -> Kinds:
    return kind, kind
