"""Where in a text the tokens of a kind stand, near some token or anywhere."""

from bisect import bisect_left

from extract.grammar.tags import Kind
from extract.text.tokens import Tokens

_NEAR = 64
"""So many tokens are searched one after the other; for longer stretches all positions in the text are listed once and
bisected, so that the time grows with the length of the text even where one paragraph is the whole of it."""


def between(found: list[int], first: int, last: int) -> list[int]:
    """Return those of some sorted positions that lie in ``first`` … ``last - 1``."""
    return found[bisect_left(found, first) : bisect_left(found, last)] if found else found


class Marks:
    """Positions of one text's tokens by kind (see :mod:`extract.grammar.tags`)."""

    __slots__ = ("_classes", "_found", "_reversed", "_size")

    def __init__(self, tokens: Tokens) -> None:
        self._classes = tokens.classes
        self._reversed = tokens.classes[::-1]
        self._size = len(tokens.classes)
        self._found: dict[str, list[int]] = {}

    def all(self, kind: Kind) -> list[int]:
        """Return the indexes of all tokens of the kind, in order."""
        found = self._found.get(kind.expression)
        if found is None:
            matches = kind.finditer(self._classes, 0, self._size)
            found = self._found[kind.expression] = [match.start() for match in matches]
        return found

    def within(self, kind: Kind, first: int, last: int) -> list[int]:
        """Return those of the tokens ``first`` … ``last - 1``."""
        if last - first <= _NEAR:
            return [match.start() for match in kind.finditer(self._classes, first, last)]
        return between(self.all(kind), first, last)

    def first(self, kind: Kind, first: int, last: int) -> int | None:
        """Return the first of the tokens ``first`` … ``last - 1`` that is of the kind, or ``None``."""
        near = last - first <= _NEAR
        match = kind.search(self._classes, first, last if near else first + _NEAR)
        if match or near:
            return match.start() if match else None
        found = self.all(kind)
        at = bisect_left(found, first)
        return found[at] if at < len(found) and found[at] < last else None

    def last(self, kind: Kind, first: int, last: int) -> int | None:
        """Return the last of them, or ``None``."""
        near = last - first <= _NEAR
        size = self._size
        match = kind.search(self._reversed, size - last, size - (first if near else last - _NEAR))
        if match or near:
            return self._size - match.end() if match else None
        found = self.all(kind)
        at = bisect_left(found, last) - 1
        return found[at] if at >= 0 and found[at] >= first else None
