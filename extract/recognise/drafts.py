"""Figures in the making, and the sentences they stand in."""

from bisect import bisect_right
from dataclasses import dataclass

from extract.grammar.reader import Reader
from extract.grammar.tags import kind
from extract.recognise.numbers import Number
from extract.statements import Qualifier
from extract.text.tokens import Tokens, Vocabulary

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


_BREAK, _COLON, _END = kind("break"), kind("colon"), kind("break|stop|question|exclamation")


class Values(dict[tuple[str, str], str | None]):
    """(Word, group of the lexicon) → what the group or one of its subgroups gives for the word."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __missing__(self, key: tuple[str, str]) -> str | None:
        if len(self) > _MEMORY:
            self.clear()
        word, group = key
        entry = self.vocabulary.entry(word)
        values = entry.values.items() if entry is not None else ()
        given = (str(value) for name, value in values if name == group or name.startswith(group + "."))
        found = self[key] = next(given, None)
        return found


_MEMORY = 100_000
"""Words remembered; forgotten all at once beyond that."""


class Sentences(Reader):
    """One text's tokens and where its sentences begin."""

    def __init__(self, tokens: Tokens, values: Values) -> None:
        super().__init__(tokens)
        self._values = values
        self.starts = [0, *[end + 1 for end in self.positions(_END)]]
        """Token index at which each sentence begins."""
        self._colons = self.positions(_COLON)
        self._sentences: dict[int, Range] = {}

    def value(self, at: int, group: str) -> str | None:
        """Return what the lexicon's group (or one of its subgroups) gives for a token."""
        return self._values[self.words[at], group] if at < self.size else None

    def sentence(self, at: int) -> Range:
        """Return the sentence around a token, its closing mark left out."""
        return self.numbered_sentence(bisect_right(self.starts, at), at)

    def numbered_sentence(self, number: int, at: int) -> Range:
        """Return the sentence of this number, from 1 on, around a token of it that ends no paragraph."""
        known = self._sentences.get(number)
        if known is None:  # most sentences with figures have several
            last = self.starts[number] if number < len(self.starts) else self.size
            while last - 1 > at and self.chars[last - 1] in _BREAK:
                last -= 1
            known = self._sentences[number] = self.starts[number - 1], last if last > at else at + 1
        return known

    def clause(self, sentence: Range, at: int) -> Range:
        """Return the clause of a sentence around a token: back to a colon, or the sentence's ends."""
        if not self._colons:
            return sentence
        colon = bisect_right(self._colons, at) - 1
        if colon < 0 or self._colons[colon] < sentence[0]:
            return sentence
        return self._colons[colon] + 1, sentence[1]
