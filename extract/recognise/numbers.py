"""The grammar of numbers: digits, words and scales in any mixture, decimals, halves, ranges.

A run of number words is found by one regular expression over the class string; what in it is a date, a law article or
an ordinal is taken out by the deny rules of ``rules/numbers.toml``; the rest is read here, term by term:

    coefficient ("twelve", "12,5", "nine and a half") × scales («هزار میلیارد») [و] coefficient × scales …

Terms are summed only while their magnitude falls; a term of a larger scale multiplies what went before («۱۲ هزار و ۸۰۰
میلیارد» is 12.8×10^12).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extract.grammar.reader import compiled
from extract.grammar.rules import AnyOf, load_rules
from extract.text.tokens import Tokens, Vocabulary

Value = int | float

_LARGEST = 10**18
_LONGEST = 24
"""Tokens of one number or range, at most."""
_MEMORY = 100_000
"""Number words remembered; forgotten all at once beyond that."""
_NO_BEGINNING = frozenset(("and", "to", "point", "part"))


class Atom(NamedTuple):
    """One number word: its kind and its value."""

    kind: str
    """``digits``, ``unit``, ``teen``, ``ten``, ``hundred``, ``scale``, ``half``, ``point``, ``part``, ``and``, ``to``, ``vague``."""
    value: Value
    ends: bool = False
    """It bears the adjectival ی («میلیونی»): nothing is added after it."""


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


class Cardinal(NamedTuple):
    """One number as read by :class:`NumberGrammar`."""

    value: Value
    end: int
    """Index of the atom after it."""
    coefficient: Value | None
    """Of the first term; ``None`` for a bare scale."""
    scale: Value
    """Of the first term; 1 if it has none."""
    malformed: bool
    kind: str
    adjectival: bool


_WORDS = {"unit": 1, "teen": 2, "ten": 2, "hundred": 3}
_FITS_AFTER = {"hundred": 100, "ten": 10}
_SEPARATORS = re.compile(r"(?<=\d)[,،.](?=\d{3}(?:\D|$))")


def digits(word: str) -> Value:
    """Return the value of a number in digits: ``12/5``, ``12.5``, ``۱۲٫۵`` are decimals, ``1,264`` and ``1.264`` are not.

    Raises:
        ValueError: the word is no one number.
    """
    grouped = "." not in word or not word.startswith("0")
    if grouped and _SEPARATORS.search(word):
        word = _SEPARATORS.sub("", word)
    for mark in "/٫:":
        word = word.replace(mark, ".")
    word = word.replace(",", "").replace("،", "")
    return _whole(float(word)) if "." in word else int(word)


def _whole(value: Value) -> Value:
    """An integer where the value is one; binary noise of products such as 4.7×10⁹ is rounded away."""
    if isinstance(value, int):
        return value
    nearest = round(value)
    if abs(value - nearest) < 1e-6 * max(1.0, abs(value) * 1e-3):
        return int(nearest)
    return float(f"{value:.12g}")


def _times(value: Value, scale: Value) -> Value:
    return _whole(value * scale)


class NumberGrammar:
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
        if len(atoms) < 3 and (
            kind == "digits" or kind in _WORDS
        ):  # four numbers in five: «۲۵», «۱۵۰ میلیون»
            if len(atoms) == 1:
                words = kind != "digits"
                return Number(at, end, value, value, False, words, ends, False, not words), end
            kind, scale, ends = atoms[1]
            if kind == "scale" and scale > 1:
                value = _times(value, scale)
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
            vague = atoms[index].kind == "vague"
            if vague and index + 1 < size and atoms[index + 1].kind == "scale":
                after = where[self._scales(atoms, index + 1)[1] - 1] + 1
                return Number(first, after, None, None, True), after
            return None, first + 1
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
        if link in _WORDS and one.kind in _WORDS and one.scale == 1:
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
            return _times(one.value, second.scale), second.value
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
        for name in ("unit", "teen", "ten", "hundred", "scale"):
            value = entry.values.get(f"number.word.{name}")
            if value is not None:
                return Atom(name, value, ends="suffix.indefinite" in tags)
        if "number.part" in tags:
            return Atom("part", entry.values["number.part"])
        for tag, kind in (("and", "and"), ("to", "to"), ("number.half", "half"), ("number.point", "point")):
            if tag in tags:
                return Atom(kind, 0.5 if kind == "half" else 0)
        return Atom("vague", 0)

    # ------------------------------------------------------------------ one number

    def cardinal(self, atoms: list[Atom], at: int) -> Cardinal | None:
        """Read one number that begins at the atom ``at``; ``None`` if there is none."""
        size = len(atoms)
        if at >= size:
            return None
        kind = atoms[at].kind
        coefficient: Value | None
        if kind == "scale":
            coefficient, after = None, at
        else:
            read = self._coefficient(atoms, at)
            if read is None:
                return None
            coefficient, after = read
        scale, end = self._scales(atoms, after)
        value = _times(1 if coefficient is None else coefficient, scale)
        first_scale, terms, malformed = scale, 1, False
        while end < size and scale > 1 and not atoms[end - 1].ends:
            joined = atoms[end].kind == "and"
            begin = end + joined
            if joined and begin < size and atoms[begin].kind == "half":
                value, end = value + _times(0.5, scale), begin + 1
                break
            read = self._coefficient(atoms, begin)
            bare = begin < size and atoms[begin].kind == "scale" and joined
            if read is None and not bare:
                break
            more, after = read if read is not None else (1, begin)
            next_scale, last = self._scales(atoms, after)
            if more >= scale and next_scale == 1:
                break
            if next_scale * more < scale:
                value, scale = value + _times(more, next_scale), next_scale
            elif next_scale > scale and more < scale and terms == 1:
                # «۱۲ هزار و ۸۰۰ میلیارد»: both belong to the milliard
                value, scale = _times(value + more, next_scale), next_scale
                first_scale = scale
            elif next_scale == scale and terms > 1 and more < 1000:
                # «۳۵۷ میلیون و ۸۳۹ هزار و ۷۴۰ هزار ریال»: the amount is in thousands of rials
                value, malformed = _times(value + more, next_scale), True
                end = last
                break
            else:
                break
            end = last
            terms += 1
        return Cardinal(value, end, coefficient, first_scale, malformed, kind, atoms[end - 1].ends)

    @staticmethod
    def _scales(atoms: list[Atom], at: int) -> tuple[Value, int]:
        """Return the product of the scales that stand there («هزار میلیارد»), and the atom after them."""
        product: Value = 1
        while at < len(atoms) and atoms[at].kind == "scale":
            product *= atoms[at].value
            at += 1
            if atoms[at - 1].ends:
                break
        return product, at

    def _coefficient(self, atoms: list[Atom], at: int) -> tuple[Value, int] | None:
        """Read what stands before a scale: digits, words below a thousand, a decimal, a half; and the atom after it."""
        if at >= len(atoms):
            return None
        atom = atoms[at]
        if atom.kind == "half":
            return 0.5, at + 1
        if atom.kind == "digits":
            value, end = atom.value, at + 1
        elif atom.kind in _WORDS:
            value, end = self._words(atoms, at)
        else:
            return None
        size = len(atoms)
        following = atoms[end].kind if end < size else ""
        if end + 1 < size:
            if following == "and" and atoms[end + 1].kind == "half":
                return value + 0.5, end + 2
            if following == "point":
                return self._decimal(atoms, value, end + 1)
        elif following == "part":
            return _whole(value / atoms[end].value), end + 1
        return value, end

    def _decimal(self, atoms: list[Atom], whole: Value, at: int) -> tuple[Value, int] | None:
        """«چهار ممیز هفت دهم» is 4.7, «۲ ممیز ۵» is 2.5."""
        atom = atoms[at]
        if atom.kind == "digits":
            value, end = atom.value, at + 1
        elif atom.kind in _WORDS:
            value, end = self._words(atoms, at)
        else:
            return whole, at - 1
        if end < len(atoms) and atoms[end].kind == "part":
            return _whole(whole + value / atoms[end].value), end + 1
        return _whole(whole + value / 10 ** len(str(value))), end

    @staticmethod
    def _words(atoms: list[Atom], at: int) -> tuple[Value, int]:
        """Sum words below a thousand while they fall: «صد و بیست و پنج»; the last may be in digits («بیست و ۵»)."""
        value, kind, end = atoms[at].value, atoms[at].kind, at + 1
        while kind in _FITS_AFTER and end < len(atoms):
            joined = atoms[end].kind == "and"
            begin = end + joined
            if begin >= len(atoms):
                break
            following = atoms[begin]
            if following.kind not in _WORDS and not (following.kind == "digits" and joined):
                break
            if following.value >= _FITS_AFTER[kind] or following.value == 0 or (not joined and kind == "ten"):
                break
            value, kind, end = value + following.value, following.kind, begin + 1
        return value, end


def too_large(number: Number) -> bool:
    """Whether a number is beyond 10^18."""
    return number.high is not None and number.high > _LARGEST
