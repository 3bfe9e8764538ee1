"""The mapping canvas with 500 x 500 fields: a frame while it is scrolled, and while a field is dragged."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from bench.app_window import frame, ms_of, rest
from core.mapping import Mapping
from core.mapping_offers import Fits
from core.mapping_sides import Side, Sides
from core.schema import Field, FieldType, Object
from core.wire.laboratory import PairWord
from gui.app import App
from gui.mapping.canvas import Canvas
from gui.mapping.draft import Draft, Origin

FIELDS: Final = 500
_MAPPED: Final = 450  # the others are left for suggestions and for dragging
_SIZE: Final = (1180, 800)
_STEP: Final = 48  # pixels, as a wheel's notch
_TYPES: Final = (FieldType.TEXT, FieldType.TEXT, FieldType.NUMBER, FieldType.DATE, FieldType.EMAIL)


def measure(app: App, *, frames: int) -> dict[str, list[float]]:
    """ms a frame. `ordered`: the fields of both sides stand in one order; `mixed`: in any.

    `begin`: the frame in which a drag begins; `whole`: everything painted anew; `curves`: how many are painted at last.
    """
    found: dict[str, list[float]] = {}
    for name, order in (("ordered", range(_MAPPED)), ("mixed", _mixed())):
        canvas = Canvas(app.theme)
        app.theme.clothe(canvas)
        canvas.resize(*_SIZE)
        canvas.show_draft(_draft(list(order)), may_write=True)
        canvas.show()
        rest(0.3)
        found[f"{name}_scroll"] = _scroll(canvas, frames)
        found[f"{name}_begin"], found[f"{name}_drag"] = _drag(canvas, frames)
        found[f"{name}_whole"] = [ms_of(canvas.grab) for _ in range(max(5, frames // 10))]
        found[f"{name}_curves"] = [float(len(list(canvas.curves.in_sight())))]
        canvas.hide()
        canvas.deleteLater()
    return found


def _mixed() -> list[int]:
    order = list(range(_MAPPED))
    random.Random(5).shuffle(order)
    return order


def _draft(order: list[int]) -> Draft:
    fields = {
        name: Field(name=name, type=_TYPES[n % len(_TYPES)], label=f"Field number {n}", required=n % 9 == 0)
        for n, name in ((n, f"field_number_{n}") for n in range(FIELDS))
    }
    side = Side(object=Object(name="o", label="o", plural="o", fields=fields))
    mapping = Mapping(connection="x", hub_object="o", crm_object="o", rules=())
    draft = Draft(mapping, Origin(name="x.toml", text="", digest=""))
    draft.learn(Sides(crm=side, hub=side))
    names = list(fields)
    plain = (Fits(Sides(crm=side, hub=side)).offer(mapping, name, name).rule for name in names[:_MAPPED])
    rules = [one for one in plain if one is not None]
    crossed = tuple(replace(rule, crm=(names[at],)) for rule, at in zip(rules, order, strict=True))
    draft.mapping = replace(mapping, rules=crossed)
    free = names[_MAPPED:]
    draft.suggest(
        PairWord(crm=here, hub=there, confidence=0.8, reasons=[])
        for here, there in zip(free, reversed(free), strict=True)
    )
    return draft


def _scroll(canvas: Canvas, frames: int) -> list[float]:
    bars = (canvas.crm.verticalScrollBar(), canvas.hub.verticalScrollBar())
    took = []
    for number in range(frames):

        def scroll(at: int = number * _STEP) -> None:
            for bar in bars:
                bar.setValue(at % max(1, bar.maximum()))
            frame(canvas)

        took.append(ms_of(scroll))
    return took


def _drag(canvas: Canvas, frames: int) -> tuple[list[float], list[float]]:
    """A free field of the CRM is carried up and down the hub's list, which scrolls at its edges."""
    here, there = canvas.crm.viewport(), canvas.hub.viewport()
    canvas.crm.verticalScrollBar().setValue(canvas.crm.verticalScrollBar().maximum())
    rest(0.1)
    begin = QPoint(here.width() // 2, here.height() - 20)
    QTest.mousePress(here, Qt.MouseButton.LeftButton, pos=begin)
    took = []
    for number in range(frames):
        inside = QPoint(there.width() // 2, 4 + number * 17 % max(1, there.height() - 8))
        place = here.mapFromGlobal(there.mapToGlobal(inside))

        def move(place: QPoint = place) -> None:
            QTest.mouseMove(here, place)
            frame(canvas)

        took.append(ms_of(move))
        rest(0.005)
    QTest.mouseRelease(here, Qt.MouseButton.LeftButton, pos=begin)
    return took[:1], took[1:]
