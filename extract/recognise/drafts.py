"""Figures in the making, and the sentences they stand in."""

from bisect import bisect_right
from dataclasses import dataclass

from extract.grammar.reader import Reader, compiled
from extract.recognise.numbers import Number
from extract.statements import Qualifier
from extract.text.tokens import Tokens

Range = tuple[int, int]
"""Half-open range of token indexes."""
SHARES = frozenset(("percent", "fraction", "times", "point"))
MONEY = frozenset(("toman", "rial", "dollar", "euro", "dirham", "yuan", "pound", "dinar"))
"""Units that say how much of something else; they count nothing themselves."""


@dataclass(slots=True, eq=False)
class Draft:
    """A figure in the making; positions are token indexes."""

    number: Number
    first: int
    last: int
    unit: str | None
    noun: Range | None
    """What is counted or measured in, as written after the number."""
    rule: str
    low: float | int | None
    high: float | int | None
    qualifier: Qualifier = "exact"
    qualifier_at: Range | None = None
    sentence: int = 0
    scale: float | int = 1
    """Of its first term: what a neighbour that leaves its scale out shares («۱۲ به ۳۰ هزار تومان»)."""
    held: str | None = None

    @property
    def bare(self) -> bool:
        """Whether nothing after the number says what it counts."""
        return self.unit is None


class Sentences(Reader):
    """One text's tokens and where its sentences begin."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens)
        ends = [
            match.end()
            for match in compiled(tokens, "{break|stop|question|exclamation}").finditer(tokens.classes)
        ]
        self.starts = [0, *ends]
        """Token index at which each sentence begins."""
        self._colons = [match.start() for match in compiled(tokens, "{colon}").finditer(tokens.classes)]

    def value(self, at: int, group: str) -> str | None:
        """Return what the lexicon's group (or one of its subgroups) gives for a token."""
        entry = self.tokens.entry(at) if at < self.size else None
        if entry is None:
            return None
        for name, value in entry.values.items():
            if name == group or name.startswith(group + "."):
                return str(value)
        return None

    def sentence(self, at: int) -> Range:
        """Return the sentence around a token, its closing mark left out."""
        index = bisect_right(self.starts, at) - 1
        first = self.starts[index]
        last = self.starts[index + 1] if index + 1 < len(self.starts) else self.size
        while last - 1 > at and self.has(last - 1, "break"):
            last -= 1
        return first, max(last, at + 1)

    def window(self, draft: Draft) -> Range:
        """Return the clause around a figure: back and forth to a colon, or the sentence's ends."""
        first, last = self.sentence(draft.first)
        colon = bisect_right(self._colons, draft.first) - 1
        if colon >= 0:
            first = max(first, self._colons[colon] + 1)
        return first, last
