"""Numbers of a text as exact values with their units, to be compared between two languages.

Both languages are read by one small machine over typed tokens (:func:`read`); only the words and the way a text is
cut differ (:mod:`reports.translate.tokens`). Values are :class:`fractions.Fraction`: 1.5 million and one and a half
million are the same number.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

import msgspec

Kind = Literal[
    "number", "digits", "scale", "plural", "ordinal", "fraction", "half", "and", "to", "between", "or", "point",
    "vague", "filler", "unit", "word",
]  # fmt: skip

STRICT = frozenset({"toman", "rial", "dollar", "euro", "pound", "dirham", "yuan", "percent"})
"""Units without which a number is another number: never added, dropped or changed."""


class Token(NamedTuple):
    """A word, number or sign with what it does in a number."""

    kind: Kind
    text: str
    value: Fraction = Fraction(0)
    unit: str = ""
    weak: bool = False
    """Of a number word: it may be no number. Of a unit: it never stands before its number."""
    other: Fraction | None = None
    """A second way to read the digits: «1.264» is 1264 or 1.264."""


class Reading(NamedTuple):
    """One way to understand a number: exact value in base units, and unit (``""`` for none)."""

    value: Fraction
    unit: str


class Quantity(msgspec.Struct, frozen=True):
    """A number of a text with all the ways it can honestly be read."""

    readings: tuple[Reading, ...]
    text: str
    first: int
    """Index of its first token."""
    weak: bool = False
    """A word such as «یک» or "one" that is often no number."""
    vague: bool = False
    """Only a scale is known: «چند هزار»."""
    qualifier: str = ""
    """``more``, ``less``, ``about`` or nothing."""


class _Item(NamedTuple):
    """A summand: what is added, up to where a smaller part may follow, and its scale."""

    value: Fraction
    room: Fraction
    scale: Fraction


class _Number(NamedTuple):
    """A number as composed, before units and neighbours are looked at."""

    value: Fraction
    end: int
    scale: Fraction = Fraction(1)
    """The scale of the whole («۸۰ میلیون»: 10^6), 1 where there is none or several."""
    weak: bool = False
    vague: bool = False
    ordinal: bool = False
    other: Fraction | None = None


_ONE = Fraction(1)
_HALF = Fraction(1, 2)


def read(tokens: Sequence[Token]) -> tuple[Quantity, ...]:
    """Return the numbers of a tokenised text in order; linear in its length."""
    found: list[Quantity] = []
    index = 0
    while index < len(tokens):
        chain = _chain(tokens, index)
        if not chain:
            index += 1
            continue
        found.extend(_quantities(tokens, index, chain))
        # the unit after it is not the unit before the next number
        end = chain[-1][1].end
        index = end + _unit(tokens, end)[2]
    return tuple(found)


def _quantities(tokens: Sequence[Token], start: int, chain: list[tuple[int, _Number]]) -> list[Quantity]:
    """Give each number of a chain its unit and, from the number at the chain's end, a scale it shares."""
    last = chain[-1][1]
    unit, factor, width = _unit(tokens, last.end)
    if (
        not unit and start and tokens[start - 1].kind == "unit" and not tokens[start - 1].weak
    ):  # $5 million, ٪۲۵
        unit, factor = tokens[start - 1].unit, _ONE
    ranged = start > 0 and any(token.kind == "between" for token in tokens[max(0, start - 2) : start])
    found = []
    for position, (begin, number) in enumerate(chain):
        text = " ".join(token.text for token in tokens[begin : number.end])
        if position == len(chain) - 1:
            readings = [Reading(number.value * factor, unit)]
            text = " ".join([text, *(token.text for token in tokens[last.end : last.end + width])])
        else:
            shared = ranged or any(
                token.kind == "to" for token in tokens[number.end : chain[position + 1][0]]
            )
            readings = _shared(number, last, unit, factor, certain=shared)
        if number.other is not None:
            readings.append(Reading(number.other * factor, readings[0].unit))
        # «یک میلیون» is a number, «یک» may be an article; so may it be one beside money
        weak = number.weak and readings[0].unit not in STRICT
        found.append(Quantity(tuple(dict.fromkeys(readings)), text, begin, weak=weak, vague=number.vague))
    return found


def _shared(number: _Number, last: _Number, unit: str, factor: Fraction, *, certain: bool) -> list[Reading]:
    """Return the readings of a number before another one: «۵۰ تا ۸۰ میلیون ریال», «۷۶ و ۶۸ میلیون ریال»."""
    plain = number.value * factor
    scaled = plain * last.scale if number.scale == 1 else plain
    if certain:  # «۵۰۰ تا ۲ هزار»: 500 stays as it is
        return [Reading(scaled if number.value < last.value / last.scale else plain, unit)]
    return [Reading(number.value, ""), Reading(plain, unit), Reading(scaled, unit)]


def _chain(tokens: Sequence[Token], start: int) -> list[tuple[int, _Number]]:
    """Return the numbers that follow each other with nothing but a link between, each with its start."""
    chain: list[tuple[int, _Number]] = []
    index = start
    while (number := _number(tokens, index)) is not None:
        chain.append((index, number))
        index = number.end
        while index < len(tokens) and index < number.end + 2 and tokens[index].kind in ("to", "and", "or"):
            index += 1
    return chain


def _unit(tokens: Sequence[Token], index: int) -> tuple[str, Fraction, int]:
    """Return unit, factor and number of tokens of the unit that follows a number."""
    for skipped in range(3):
        place = index + skipped
        if place >= len(tokens):
            break
        token = tokens[place]
        if token.kind == "unit":
            return token.unit, token.value or _ONE, skipped + 1
        if token.kind != "filler":
            break
    return "", _ONE, 0


def _number(tokens: Sequence[Token], index: int) -> _Number | None:
    if index >= len(tokens):
        return None
    kind = tokens[index].kind
    if kind in ("vague", "plural"):
        return _vague(tokens, index)
    if kind in ("number", "digits", "scale", "ordinal", "fraction", "half"):
        number = _composite(tokens, index)
        alone = number and number.ordinal and number.end == index + 1 and number.value >= 3
        if number and alone and index and tokens[index - 1].kind == "filler":  # a third of the members
            return number._replace(other=1 / number.value)
        if number and tokens[index].other is not None:
            again = [*tokens[index : number.end]]
            again[0] = again[0]._replace(value=again[0].other or _ONE, other=None)
            twin = _composite(again, 0)
            return number._replace(other=twin.value if twin else None)
        return number
    return None


def _vague(tokens: Sequence[Token], index: int) -> _Number | None:
    """Read «چند هزار», «صدها هزار», "tens of thousands": the product of the scales is all that is known."""
    value = tokens[index].value if tokens[index].kind == "plural" else _ONE
    end = index + 1
    while end < min(len(tokens), index + 8):
        place = end + 1 if tokens[end].kind == "filler" and end + 1 < len(tokens) else end
        token = tokens[place]
        if token.kind not in ("scale", "plural") and not (
            token.kind == "number" and token.value in (10, 100)
        ):
            break
        value *= token.value
        end = place + 1
    if value == 1:
        return None
    return _Number(value, end, weak=value < 1000, vague=True)


class _Sum:
    """The number under construction: summands of falling size."""

    def __init__(self) -> None:
        self.items: list[_Item] = []
        self.ordinal = False
        self.done = False
        self.overrun = False
        """The last parts belonged to another number and were given back."""

    def add(self, token: Token, last: str, *, joined: bool) -> bool:
        """Take one more token in; return whether it belonged."""
        match token.kind:
            case "number" | "digits":
                return self._add_number(token, last, joined=joined)
            case "scale":
                return self._add_scale(token.value, joined=joined)
            case "ordinal" | "fraction":
                return self._add_ordinal(token, joined=joined)
            case "half":
                return self._add_half(token.value or _HALF, last, joined=joined)
        return False

    def _add_number(self, token: Token, last: str, *, joined: bool) -> bool:
        if self.items:
            if token.value >= self.items[-1].room:
                return False
            if token.kind == last == "digits" or (last == "digits" and not joined):
                return False
        room = _ONE if token.kind == "digits" else _room(token.value)
        self.items.append(_Item(token.value, room, _ONE))
        return True

    def _add_scale(self, scale: Fraction, *, joined: bool) -> bool:
        if joined and self.items:  # دو میلیون و هزار
            if scale >= self.items[-1].room:
                return False
            self.items.append(_Item(scale, scale, scale))
            return True
        kept = list(self.items)
        total = Fraction(0)
        while kept and kept[-1].scale < scale:
            total += kept.pop().value
        if self.items and len(kept) == len(self.items):
            return False
        if kept and kept[-1].room <= scale:  # ۷۶ میلیون و ۶۸ میلیون: two numbers
            del self.items[len(kept) :]
            self.overrun = True
            return False
        self.items = [*kept, _Item((total or _ONE) * scale, scale, scale)]
        return True

    def _add_ordinal(self, token: Token, *, joined: bool) -> bool:
        self.done = True
        if not self.items:
            self.items.append(_Item(token.value, _ONE, _ONE))
            self.ordinal = token.kind == "ordinal"
            if token.kind == "fraction":
                self.items[0] = _Item(1 / token.value, _ONE, _ONE)
            return True
        top = self.items[-1]
        if token.kind == "ordinal" and token.value < top.room:  # بیست و یکم, twenty-first
            self.items.append(_Item(token.value, _ONE, _ONE))
            self.ordinal = True
            return True
        if joined or len(self.items) > 1 or top.scale > 1 or token.value < 3 or top.value >= token.value:
            return False
        self.items[-1] = _Item(top.value / token.value, _ONE, _ONE)  # دو سوم, two thirds
        return True

    def _add_half(self, half: Fraction, last: str, *, joined: bool) -> bool:
        if not self.items:
            self.items.append(_Item(half, _ONE, _ONE))
            return True
        if not joined:
            return False
        top = self.items[-1]
        part = top.scale * half if last == "scale" else half
        self.items.append(_Item(part, _ONE, _ONE))
        return True


def _room(value: Fraction) -> Fraction:
    """Return below what a further part must stay: 10 after twenty, 100 after «دویست», else nothing fits."""
    if value >= 100 and value % 100 == 0:
        return Fraction(100)
    return Fraction(10) if value >= 20 and value % 10 == 0 else _ONE


def _composite(tokens: Sequence[Token], start: int) -> _Number | None:
    """Read one number of any build: «هزار و ۹۱۸», «یک و نیم», «دو سوم», "one hundred and eighty"."""
    total = _Sum()
    index, last = start, ""
    safe = start
    while index < len(tokens) and not total.done:
        place, joined = index, False
        if tokens[place].kind == "and" and total.items:
            place, joined = place + 1, True
        # an article or "of" inside a number: one and a half, half a million
        if place < len(tokens) and tokens[place].kind == "filler" and (joined or last == "half"):
            place += 1
        if place >= len(tokens):
            break
        token = tokens[place]
        if token.kind == "point" and last in ("number", "digits") and not joined:
            index = _decimals(tokens, place, total)
            if index == place:
                break
            last = "digits"
            continue
        if not total.add(token, last, joined=joined):
            index = safe if total.overrun else index
            break
        if token.kind == "scale":
            safe = place + 1
        index, last = place + 1, token.kind
    if not total.items:
        return None
    value = sum((item.value for item in total.items), Fraction(0))
    scale = total.items[0].scale if len(total.items) == 1 else _ONE
    weak = index == start + 1 and (tokens[start].weak or (total.ordinal and value == 1))
    return _Number(value, index, scale=scale, weak=weak, ordinal=total.ordinal)


def _decimals(tokens: Sequence[Token], place: int, total: _Sum) -> int:
    """Read «ممیز هفت دهم» or "point seven" after a whole number; return where reading goes on."""
    index, part, digits = place + 1, Fraction(0), ""
    while (
        index < len(tokens)
        and tokens[index].kind in ("number", "digits")
        and tokens[index].value.denominator == 1
    ):
        if digits and (tokens[index].value > 9 or len(digits) > 20):
            break
        digits += str(tokens[index].value)
        index += 1
    if not digits:
        return place
    part = Fraction(int(digits), 10 ** len(digits))
    if index < len(tokens) and tokens[index].kind == "ordinal" and tokens[index].value in (10, 100, 1000):
        part = Fraction(int(digits)) / tokens[index].value
        index += 1
    top = total.items.pop()
    total.items.append(_Item(top.value + part, _ONE, top.scale))
    return index
