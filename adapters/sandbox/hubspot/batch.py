"""The envelope of batch answers: COMPLETE with results in no order, 207 when some inputs failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from adapters.sandbox.calls import Answer, Call, json_answer
from adapters.sandbox.faults import Draw
from adapters.sandbox.hubspot.errors import invalid
from adapters.sandbox.hubspot.fields import iso

MAX_INPUTS = 100


def inputs_of(call: Call, most: int = MAX_INPUTS) -> list[dict[str, Any]]:
    """The `inputs` of a batch request; raises Problem."""
    inputs = call.json_object().get("inputs")
    if not isinstance(inputs, list) or not all(isinstance(entry, dict) for entry in inputs):
        raise invalid("The batch needs 'inputs', a list of objects")
    if len(inputs) > most:
        raise invalid(
            f"The maximum number of inputs supported in a batch request is {most} but {len(inputs)} were sent"
        )
    return inputs


def refuse_duplicates(ids: Iterable[str]) -> None:
    """One id twice fails the whole batch, as recorded; raises Problem."""
    twice = [id for id, count in Counter(ids).items() if count > 1]
    if twice:
        listed = ", ".join(twice)
        raise invalid(f"Duplicate IDs found in batch input: [{listed}]. IDs must be unique", {"ids": twice})


class BatchAnswer:
    """Results and errors as they come in; `good` is the status without errors."""

    def __init__(self, clock: Callable[[], int], *, good: int = 200) -> None:
        self._clock = clock
        self._started = clock()
        self._good = good
        self.results: list[dict[str, Any]] = []
        self.errors: list[dict[str, Any]] = []

    def answer(self, *, draw: Draw | None = None) -> Answer:
        """The answer; `draw` decides whether the results leave their order."""
        if draw is not None and len(self.results) > 1 and draw.strikes("shuffle_results"):
            draw.box.shuffle(self.results)
        body: dict[str, Any] = {
            "completedAt": iso(self._clock()),
            "status": "COMPLETE",
            "startedAt": iso(self._started),
            "results": self.results,
        }
        if self.errors:
            body["errors"] = self.errors
            body["numErrors"] = len(self.errors)
        return json_answer(body, status=207 if self.errors else self._good, records=len(self.results))
