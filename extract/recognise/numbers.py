"""The grammar of numbers: digits, words and scales in any mixture, decimals, halves, ranges.

A run of number words is found by one regular expression over the class string; what in it is a date, a law article or
an ordinal is taken out by the deny rules of ``rules/numbers.toml``; the rest is read here, term by term:

    coefficient ("twelve", "12,5", "nine and a half") × scales («هزار میلیارد») [و] coefficient × scales …

Terms are summed only while their magnitude falls; a term of a larger scale multiplies what went before («۱۲ هزار و ۸۰۰
میلیارد» is 12.8×10^12).
"""

from collections.abc import Iterator
from typing import NamedTuple

from extract.grammar.reader import compiled
from extract.grammar.rules import AnyOf, load_rules
from extract.recognise.cardinals import WORDS, Atom, Cardinal, Cardinals, Value, digits, times
from extract.text.tokens import Tokens, Vocabulary

_LARGEST = 10**18
_LONGEST = 24
"""Tokens of one number or range, at most."""
_MEMORY = 100_000
"""Number words remembered; forgotten all at once beyond that."""
_NO_BEGINNING = frozenset(("and", "to", "point", "part"))


class Number(NamedTuple):
    """A number or a range, in the units of the text, as a range of tokens."""

    first: int
    last: int
    low: Value | None
    """``None`` for «چند هزار»."""
    high: Value | None
    scaled: bool = False
    """It names a scale («۷۱ میلیارد»): money may go without saying."""
    in_words: bool = False
    """Written as one or two plain number words («سه»)."""
    adjectival: bool = False
    """«۱۵۰ میلیونی»."""
    malformed: bool = False
    """The scales do not fall as they should («۳۵۷ میلیون و ۸۳۹ هزار و ۷۴۰ هزار»)."""
    digits_only: bool = False
    scale: Value = 1
    """Of the first term («۱۴ هزار و ۲۰۰»: 1000)."""
    part: bool = False
    """It ends in tenths or hundredths («۸۵ صدم»): without a unit it is a fraction."""


class NumberGrammar(Cardinals):
    """Finds numbers in texts of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        rules = load_rules("numbers", vocabulary.tags)
        self._run = rules.pop("run.number")
        self._deny = AnyOf(rules.values(), vocabulary.tags)
        # without a group for each rule, which only tells its name, the same takes a quarter less time
        self._denied = "|".join(rule.pattern for rule in rules.values())
        self._atoms: dict[str, tuple[Atom, ...]] = {}

    # ------------------------------------------------------------------ runs

    def find(self, tokens: Tokens) -> list[Number]:
        """Return all numbers that no deny rule takes away, in order."""
        at = 0
        found: list[Number] = []
        classes = tokens.classes
        denied = compiled(self._denied).match
        for run in compiled(self._run.pattern).finditer(classes):
            first, end = run.span()
            at = max(at, first)
            while at < end:
                no_number = denied(classes, at)
                if no_number is not None and no_number.end() > at:
                    at = no_number.end()
                    continue
                number, at = self._read(tokens, at, end)
                if number is not None:
                    found.append(number)
        return found

    def denied(self, tokens: Tokens) -> Iterator[tuple[int, int, str]]:
        """Yield what the deny rules take away, as (first token, token after the last, rule)."""
        at = 0
        for run in self._run.regex.finditer(tokens.classes):
            at, end = max(at, run.start()), run.end()
            while at < end:
                found = self._deny.match(tokens, at)
                if found is not None and found[1] > at:
                    yield at, found[1], found[0]
                    at = found[1]
                else:
                    at += 1

    def _read(self, tokens: Tokens, at: int, end: int) -> tuple[Number | None, int]:
        """Return the first number or range at or after the token ``at``, and the token after it."""
        atoms, where = self._atoms_of(tokens, at, min(end, at + _LONGEST))
        kind, value, ends = atoms[0]
        if len(atoms) < 3 and (kind == "digits" or kind in WORDS):  # four numbers in five: «۲۵», «۱۵۰ میلیون»
            if len(atoms) == 1:
                words = kind != "digits"
                return Number(at, end, value, value, False, words, ends, False, not words), end
            kind, scale, ends = atoms[1]
            if kind == "scale" and scale > 1:
                value = times(value, scale)
                return Number(at, end, value, value, True, False, ends, False, False, scale), end
        index = 0
        size = len(atoms)
        while index < size and atoms[index].kind in _NO_BEGINNING:
            index += 1
        if index == size:
            return None, min(end, at + _LONGEST)
        first = where[index]
        one = self.cardinal(atoms, index)
        if one is None:
            stop = self._several(atoms, index)
            if stop is None:
                return None, first + 1
            return Number(first, where[stop - 1] + 1, None, None, True), where[stop - 1] + 1
        if one.end + 1 < size and atoms[one.end].kind == "and" and atoms[one.end + 1].kind == "several":
            stop = self._several(atoms, one.end + 1) or one.end + 2  # «هزار و چند صد», «هزار و اندی»
            return Number(first, where[stop - 1] + 1, None, None, True), where[stop - 1] + 1
        low, stop, _, scale, malformed, kind, adjectival = one
        high = low
        if stop < size and not adjectival:
            second = self._second(tokens, atoms, one, first)
            if second is not None:
                low, high = self._shared(one, second)
                stop, adjectival, malformed = second.end, second.adjectival, malformed or second.malformed
                scale = max(scale, second.scale)
        last = where[stop - 1] + 1
        plain, in_digits = scale == 1, kind == "digits"
        part = stop - index > 1 and any(atom.kind == "part" for atom in atoms[index:stop])
        number = Number(
            first,
            last,
            low,
            high,
            scale > 1,
            plain and not in_digits,
            adjectival,
            malformed,
            plain and in_digits,
            scale,
            part,
        )
        return number, last

    def _several(self, atoms: list[Atom], at: int) -> int | None:
        """«چند هزار», «چند ده میلیون», «چند صد نفر»: return the atom after what has a size but no value."""
        if atoms[at].kind != "several" or at + 1 >= len(atoms):
            return None
        round_number = atoms[at + 1].kind in WORDS and atoms[at + 1].value in (10, 100)
        end = self._scales(atoms, at + 1 + round_number)[1]
        return end if end > at + 1 else None

    def _second(self, tokens: Tokens, atoms: list[Atom], one: Cardinal, first: int) -> Cardinal | None:
        """Return the upper end of a range: after «تا», «الی», a dash, after «بین … و», or side by side («هفت هشت»)."""
        at = one.end
        link = atoms[at].kind
        if link == "to":
            second = self.cardinal(atoms, at + 1)
            if second is None:
                return None
            low, high = self._shared(one, second)
            return second if high > low else None
        if link == "and":
            if first and "between" in tokens.tags(first - 1):
                return self.cardinal(atoms, at + 1)
            return None
        if link in WORDS and one.kind in WORDS and one.scale == 1:
            second = self.cardinal(atoms, at)
            near = (
                second is not None
                and second.coefficient is not None
                and one.value < second.coefficient <= 2 * one.value + 1
            )
            return second if near else None
        return None

    @staticmethod
    def _shared(one: Cardinal, second: Cardinal) -> tuple[Value, Value]:
        """The scale of the upper end belongs to both: «۵۰ تا ۸۰ میلیون», but not «۷۰۰ تا هزار و ۲۰۰»."""
        if (
            one.scale == 1
            and second.scale > 1
            and second.coefficient is not None
            and one.value < second.coefficient
        ):
            return times(one.value, second.scale), second.value
        return one.value, second.value

    # ------------------------------------------------------------------ atoms

    def _atoms_of(self, tokens: Tokens, at: int, end: int) -> tuple[list[Atom], list[int]]:
        """Return the atoms of the tokens ``at`` … ``end - 1``, and the token of each."""
        atoms: list[Atom] = []
        where: list[int] = []
        words, known = tokens.words, self._atoms
        for token in range(at, end):
            parts = known.get(words[token])
            if parts is None:
                if len(known) > _MEMORY:
                    known.clear()
                parts = known[words[token]] = self._atoms_in(tokens, token)
            atoms += parts
            where += (token,) * len(parts)
        return atoms, where

    def _atoms_in(self, tokens: Tokens, token: int) -> tuple[Atom, ...]:
        word, tags = tokens.words[token], tokens.tags(token)
        if "digits" in tags:
            try:
                return (Atom("digits", digits(word)) if "date_digits" not in tags else Atom("vague", 0),)
            except ValueError:  # «1404-01/1404», «0.264/5»
                return (Atom("vague", 0),)
        if "number.glued" in tags:
            entry = tokens.entry(token)
            assert entry is not None
            return tuple(self._word(part) for part in entry.values["number.glued"])
        return (self._word(word, tags),)

    def _word(self, word: str, tags: frozenset[str] = frozenset()) -> Atom:
        if word == "-":
            return Atom("to", 0)
        entry = self.vocabulary.entry(word)
        if entry is None:
            return Atom("vague", 0)
        tags = tags or frozenset(entry.tags)
        for name in ("unit", "teen", "ten", "hundred", "scale", "scale.adjectival"):
            value = entry.values.get(f"number.word.{name}")
            if value is not None:
                return Atom(name.partition(".")[0], value, ends="suffix.indefinite" in tags)
        if "vague" in tags:
            return Atom("several", 0)
        if "number.part" in tags:
            return Atom("part", entry.values["number.part"])
        for tag, kind in (("and", "and"), ("to", "to"), ("number.half", "half"), ("number.point", "point")):
            if tag in tags:
                return Atom(kind, 0.5 if kind == "half" else 0)
        return Atom("vague", 0)


def too_large(number: Number) -> bool:
    """Whether a number is beyond 10^18."""
    return number.high is not None and number.high > _LARGEST
