"""Reads the kinds of one text's tokens by index, quickly and without regard to its ends."""

import re

from extract.grammar.tags import TAGS, Kind
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


class _Patterns(dict[str, re.Pattern[str]]):
    """Pattern as in a rule (see :mod:`.rules`) → its expression over class strings, compiled when first asked for."""

    def __init__(self) -> None:
        self.size = 0

    def __missing__(self, pattern: str) -> re.Pattern[str]:
        expanded = TAGS.expand(pattern.replace("{any}", "{!break}"))
        found = self[pattern] = re.compile(expanded, re.VERBOSE)
        return found


_PATTERNS = _Patterns()


def compiled(pattern: str) -> re.Pattern[str]:
    """Return the expression for a pattern, over the tag sets that have come up so far."""
    if _PATTERNS.size != len(TAGS):
        _PATTERNS.clear()
        _PATTERNS.size = len(TAGS)
    return _PATTERNS[pattern]
