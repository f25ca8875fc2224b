"""Where in a text the tokens with certain tags stand: sorted once, found by bisection afterwards."""

import re
from bisect import bisect_left

from extract.text.tokens import Tokens, Vocabulary

_compiled: dict[tuple[int, str], tuple[int, re.Pattern[str]]] = {}


def _pattern(vocabulary: Vocabulary, expression: str) -> re.Pattern[str]:
    key = id(vocabulary), expression
    size = len(vocabulary.tags)
    found = _compiled.get(key)
    if found is None or found[0] != size:
        found = _compiled[key] = size, re.compile(vocabulary.tags.expand(f"{{{expression}}}"))
    return found[1]


class Marks:
    """Positions of one text's tokens by tag expression (see :mod:`extract.grammar.tags`)."""

    __slots__ = ("_found", "tokens")

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self._found: dict[str, list[int]] = {}

    def all(self, expression: str) -> list[int]:
        """Return the indexes of all tokens that satisfy the expression, in order."""
        found = self._found.get(expression)
        if found is None:
            pattern = _pattern(self.tokens.vocabulary, expression)
            found = self._found[expression] = [
                match.start() for match in pattern.finditer(self.tokens.classes)
            ]
        return found

    def within(self, expression: str, first: int, last: int) -> list[int]:
        """Return those of the tokens ``first`` … ``last - 1``."""
        found = self.all(expression)
        return found[bisect_left(found, first) : bisect_left(found, last)]

    def first(self, expression: str, first: int, last: int) -> int | None:
        """Return the first of the tokens ``first`` … ``last - 1`` that satisfies the expression, or ``None``."""
        found = self.all(expression)
        at = bisect_left(found, first)
        return found[at] if at < len(found) and found[at] < last else None

    def last(self, expression: str, first: int, last: int) -> int | None:
        """Return the last of them, or ``None``."""
        found = self.all(expression)
        at = bisect_left(found, last) - 1
        return found[at] if at >= 0 and found[at] >= first else None
