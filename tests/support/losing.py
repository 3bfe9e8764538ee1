"""A wire that loses what a CRM answers: what a lost answer is played with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from core.errors import AnswerLost

T = TypeVar("T")


class Losing:
    """Loses the answer to the next `left` writes, which are done all the same, or are not where none `lands`."""

    left = 0
    lands = True

    def __call__(self, call: Callable[[], T], writes: bool, /) -> T:
        is_lost = writes and self.left > 0
        if is_lost:
            self.left -= 1
            if not self.lands:
                raise AnswerLost("the call was lost")
        answer = call()
        if is_lost:
            raise AnswerLost("the answer was lost")
        return answer
