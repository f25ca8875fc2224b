"""Reads the kinds of one text's tokens by index, quickly and without regard to its ends."""

import re

from extract.grammar.tags import TAGS, Expression, Kind
from extract.text.tokens import MARGIN, Tokens

NAMELESS = TAGS.char(("word",))
"""The class of words of which the lexicon knows nothing at all."""
_NO_WORDS = [""] * MARGIN


class Reader:
    """Base of all that looks at single tokens and their neighbours: ``self.chars[at] in KIND``."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        # calls that ask whether an index is inside would take longer than this copy
        self.words = tokens.words + _NO_WORDS
        """Skeletons; empty for a few tokens outside the text."""
        self.size = len(tokens.words)
        self.chars = tokens.chars
        """Class of each token; of no kind for a few tokens outside the text."""

    def any(self, first: int, last: int, kind: Kind) -> bool:
        """Whether one of the tokens ``first`` … ``last - 1`` is of the kind; the range may pass the ends."""
        return not kind.isdisjoint(self.chars[first if first > 0 else 0 : last])

    def positions(self, kind: Kind) -> list[int]:
        """Return the indexes of all tokens of the kind, in order."""
        return [match.start() for match in kind.finditer(self.tokens.classes, 0, self.size)]


_EXPRESSIONS: dict[str, Expression] = {}


def compiled(pattern: str) -> re.Pattern[str]:
    """Return the expression for a pattern as in a rule (see :mod:`.rules`), over the tag sets that have come up so far."""
    found = _EXPRESSIONS.get(pattern)
    if found is None:
        found = _EXPRESSIONS[pattern] = Expression(pattern, TAGS)
    return found.regex
