"""Persian and English text as typed tokens for :func:`reports.translate.quantities.read`."""

import functools
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import msgspec

from extract.text.shadow import FILLER, shadow, skeleton
from reports.translate.quantities import Kind, Quantity, Token, read
from reports.translate.words import table

_DATE = r"\d{2,4}[/-]\d{1,2}[/-]\d{1,4}(?![\d/-])"
_PERSIAN = re.compile(rf"{_DATE}|\d{{1,3}}(?:[,،]\d{{3}})+(?:[./٫]\d+)?(?!\d)|\d+(?:[./٫]\d+)?|[^\W\d_]+|\S")
_ENGLISH = re.compile(
    rf"{_DATE}|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|n't\b|[^\W\d_]+|\S", re.IGNORECASE
)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_LISTS: tuple[tuple[str, Kind], ...] = (
    ("words", "number"),
    ("scales", "scale"),
    ("plurals", "plural"),
    ("ordinals", "ordinal"),
    ("fractions", "fraction"),
)
"""Tables of values in the word lists, and what their words do in a number."""
_LONGEST = 40
"""More characters than this are no number, whatever they are."""
_BEFORE = 3
"""The longest qualifier phrase in words."""


class _Words:
    """One language's word lists, turned into a look-up from word to token."""

    def __init__(self, data: Mapping[str, Any], fold: Callable[[str], str]) -> None:
        weak = {fold(word) for word in data["weak"]["words"]}
        prefixes = {fold(word) for word in data["prefixes"]["words"]}
        self.tokens: dict[str, Token] = {}
        for name, kind in _LISTS:
            for word, value in data[name].items():
                self._put(fold(word), kind, Fraction(str(value)), weak=fold(word) in weak)
        for kind, words in data["marks"].items():
            for word in words:
                self._put(fold(word), kind, weak=fold(word) in weak)
        for unit, words in data["units"].items():
            for word in words:
                self._put(fold(word), "unit", unit=unit, weak=fold(word) not in prefixes)
        for word, multiple in data["multiples"].items():
            self._put(fold(word), "unit", Fraction(multiple["factor"]), unit=multiple["unit"])
        self.not_before = {fold(word) for word in data["weak"]["not_before"]}
        self.endings = {fold(word) for word in data["weak"]["endings"]}
        self.qualifiers: dict[str, str] = {
            fold(phrase): name for name, phrases in data["qualifiers"].items() for phrase in phrases
        }

    def _put(
        self, word: str, kind: Kind, value: Fraction = Fraction(0), unit: str = "", weak: bool = False
    ) -> None:
        self.tokens[word] = Token(kind, word, value, unit, weak)


def read_persian(text: str) -> tuple[Quantity, ...]:
    """Return the numbers of a Persian text in order.

    Everything the guards know of Persian numbers comes from here: another reader takes its place by returning the
    same records.
    """
    words = _persian_words()
    plain = shadow(text).replace(FILLER, "")
    return _qualified(list(_persian_tokens(plain, words)), words)


def read_english(text: str) -> tuple[Quantity, ...]:
    """Return the numbers of an English text in order."""
    words = _english_words()
    return _qualified(list(_english_tokens(text, words)), words)


@functools.cache
def _persian_words() -> _Words:
    words = _Words(table("numbers.fa"), skeleton)
    irregular = set(map(skeleton, table("numbers.fa")["irregular"]["words"]))
    for word, token in list(words.tokens.items()):
        if token.kind == "number" and word not in irregular:
            for ending in ("م", "مین"):  # پنجم، پنجمین
                ordinal = Token("ordinal", word + ending, token.value)
                words.tokens.setdefault(word + ending, ordinal)
    return words


@functools.cache
def _english_words() -> _Words:
    return _Words(table("numbers.en"), str.lower)


def _qualified(tokens: list[Token], words: _Words) -> tuple[Quantity, ...]:
    """Read the numbers, and mark each with the qualifier before it."""
    return tuple(
        msgspec.structs.replace(quantity, qualifier=_qualifier(tokens, quantity.first, words))
        for quantity in read(tokens)
    )


def _qualifier(tokens: list[Token], at: int, words: _Words) -> str:
    """Return the qualifier right before a token, the longest that fits."""
    joiner = "" if words is _persian_words() else " "
    for width in range(_BEFORE, 0, -1):
        phrase = joiner.join(token.text for token in tokens[max(0, at - width) : at])
        if phrase in words.qualifiers:
            return words.qualifiers[phrase]
    return ""


def _digits(piece: str, *, persian: bool) -> Iterator[Token]:
    """Turn a written number or numeric date into tokens."""
    if len(piece) > _LONGEST:
        yield Token("word", piece)
        return
    if len(parts := re.split("[/-]", piece)) == 3:
        for position, part in enumerate(parts):  # the month may be a name on the other side
            yield Token("digits", part, Fraction(part), weak=position == 1)
        return
    value = Fraction(re.sub("[/٫]", ".", re.sub("[,،]", "", piece)))
    other = None
    if persian and _THOUSANDS.fullmatch(piece):
        other = Fraction(piece.replace(".", ""))
    yield Token("digits", piece, value, other=other)


def _persian_tokens(plain: str, words: _Words) -> Iterator[Token]:
    pieces = _PERSIAN.findall(plain)
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        following = pieces[index + 1] if index + 1 < len(pieces) else ""
        index += 1
        if piece[0].isdecimal():
            yield from _digits(piece, persian=True)
        elif (pair := _pair(piece, following, words)) is not None:
            index += 1
            yield pair
        elif following in words.not_before:
            yield Token("word", piece)
        else:
            yield from _persian_word(piece, words)


def _pair(piece: str, following: str, words: _Words) -> Token | None:
    """Return the token of two words that belong together: «متر مربع», «سی ام»."""
    token = words.tokens.get(piece + following) if following else None
    if token and (token.kind == "unit" or (token.kind == "ordinal" and following in ("ام", "امین"))):
        return token
    return None


def _persian_word(piece: str, words: _Words) -> Iterator[Token]:
    token = words.tokens.get(piece)
    if token is None and piece.endswith("ی"):  # تومانی، میلیونی
        token = words.tokens.get(piece[:-1])
        token = token._replace(text=piece) if token and token.kind in ("unit", "scale") else None
    if token is not None:
        yield token
        return
    parts = _cut(piece, words)
    yield from parts or (Token("word", piece),)


def _cut(piece: str, words: _Words) -> list[Token]:
    """Cut a glued word into number words, or into nothing: «هزارو», «یکسوم», «چندهزارساله»."""
    parts: list[Token] = []
    rest = piece
    while rest:
        if parts and rest in words.endings:
            return [*parts[:-1], parts[-1]._replace(weak=True), Token("word", rest)]
        for width in range(min(len(rest), 8), 0, -1):
            token = words.tokens.get(rest[:width])
            if token and token.kind in ("number", "scale", "ordinal", "and", "half", "vague", "unit") and (parts or token.kind != "and"):  # fmt: skip
                parts.append(token)
                rest = rest[width:]
                break
        else:
            return []
    return parts if len(parts) > 1 else []


def _english_tokens(text: str, words: _Words) -> Iterator[Token]:
    # ½ stays one sign: NFKC would turn «1½» into «11⁄2»
    pieces = [(match[0], match.start(), match.end()) for match in _ENGLISH.finditer(text)]
    index = 0
    while index < len(pieces):
        piece, start, end = pieces[index]
        lower = piece.lower()
        after = pieces[index + 1] if index + 1 < len(pieces) else ("", -1, -1)
        index += 1
        if piece[0].isdecimal():
            following = after[0].lower() if after[1] == end else ""
            tokens = list(_english_digits(piece, following))
            index += tokens[-1].text.endswith(following) if following else 0
            yield from tokens
        elif (part := _vulgar(piece)) is not None:
            if start and text[start - 1].isdecimal():  # 1½ is one and a half
                yield Token("and", "")
            yield Token("half", piece, part)
        elif (pair := words.tokens.get(f"{lower} {after[0].lower()}")) is not None:
            index += 1
            yield pair
        else:
            yield from _english_word(lower, start, text, words)


def _english_digits(piece: str, following: str) -> Iterator[Token]:
    """Read digits with what is glued to them: 20th, 6bn."""
    if following in ("st", "nd", "rd", "th") and piece.isdecimal() and len(piece) <= _LONGEST:
        yield Token("ordinal", piece + following, Fraction(piece))
        return
    yield from _digits(piece, persian=False)
    if following in (glued := table("numbers.en")["glued_scales"]):
        yield Token("scale", following, Fraction(glued[following]))


def _vulgar(sign: str) -> Fraction | None:
    """Return the value of ½, ¾ and their like."""
    if len(sign) != 1 or unicodedata.category(sign) != "No":
        return None
    value = Fraction(unicodedata.numeric(sign)).limit_denominator(1000)
    return value if value.denominator > 1 else None


def _english_word(lower: str, start: int, text: str, words: _Words) -> Iterator[Token]:
    if lower in "-–—":
        around = text[max(0, start - 1) : start] + text[start + 1 : start + 2]
        apart = text[max(0, start - 2) : start] + text[start + 1 : start + 3]
        if re.fullmatch(r"\d\d|\d  \d", around if " " not in around else apart):
            yield Token("to", lower)  # 50-80 million
        elif not around.isalnum():  # twenty-seven, 3-megawatt: the hyphen is nothing
            yield Token("word", lower)
        return
    yield words.tokens.get(lower, Token("word", lower))
