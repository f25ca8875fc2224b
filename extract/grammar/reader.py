"""Reads the tags of one text's tokens by index, quickly and without regard to its ends."""

import re

from extract.text.tokens import Tokens


class Reader:
    """Base of all that looks at single tokens and their neighbours."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.words = tokens.words
        self.size = len(tokens.words)
        self.columns = tokens.columns()

    def has(self, at: int, *wanted: str) -> bool:
        """Whether a token carries one of the tags; false a few tokens outside the text."""
        return not self.columns[at].isdisjoint(wanted)

    def word(self, at: int) -> str:
        """Return a token's skeleton; empty outside the text."""
        return self.words[at] if 0 <= at < self.size else ""

    def any(self, first: int, last: int, *wanted: str) -> bool:
        """Whether one of the tokens ``first`` … ``last - 1`` carries one of the tags; the range may pass the ends."""
        # almost always a handful of tokens, most often none of them
        return any(not tags.isdisjoint(wanted) for tags in self.columns[max(first, 0) : min(last, self.size)])


_COMPILED: dict[tuple[int, str], tuple[int, re.Pattern[str]]] = {}


def compiled(tokens: Tokens, pattern: str) -> re.Pattern[str]:
    """Return the expression for ``pattern`` over the classes of ``tokens``' vocabulary."""
    tags = tokens.vocabulary.tags
    size, found = _COMPILED.get((id(tags), pattern), (-1, None))
    if found is None or size != len(tags):
        found = re.compile(tags.expand(pattern))
        _COMPILED[id(tags), pattern] = (len(tags), found)
    return found
