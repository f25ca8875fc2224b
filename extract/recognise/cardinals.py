"""Cardinal numbers out of atoms: coefficient × scales, summed while their magnitude falls."""

import re
from typing import NamedTuple

from extract.text.shapes import SLASHED

Value = int | float


class Atom(NamedTuple):
    """One number word: its kind and its value."""

    kind: str
    """``digits``, ``unit``, ``teen``, ``ten``, ``hundred``, ``scale``, ``half``, ``point``, ``part``, ``and``, ``to``, ``several``, ``vague``."""
    value: Value
    ends: bool = False
    """It bears the adjectival ی («میلیونی»): nothing is added after it."""


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


WORDS = {"unit": 1, "teen": 2, "ten": 2, "hundred": 3}
_FITS_AFTER = {"hundred": 100, "ten": 10}
_SEPARATORS = re.compile(r"(?<=\d)[,،.](?=\d{3}(?:\D|$))")


_COMMA_DECIMAL = re.compile(r"\d{1,3},\d{1,2}")


def digits(word: str) -> Value:
    """Return the value of a number in digits: ``12/5``, ``12.5``, ``۱۲٫۵`` are decimals, ``1,264`` and ``1.264`` are not.

    Raises:
        ValueError: the word is no one number.
    """
    if SLASHED.fullmatch(word):
        return int(word.replace("/", ""))
    grouped = "." not in word or not word.startswith("0")
    if grouped and _SEPARATORS.search(word):
        word = _SEPARATORS.sub("", word)
    for mark in "/٫:":
        word = word.replace(mark, ".")
    if _COMMA_DECIMAL.fullmatch(word):
        word = word.replace(",", ".")
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


def times(value: Value, scale: Value) -> Value:
    """Return value × scale, an integer where it is one."""
    return _whole(value * scale)


_THOUSAND = 1000
_NEVER_ALONE = 10**6
"""«هزار و ۴۰۰» is 1400; nobody writes «میلیون و ۴۰۰ هزار»."""


class Cardinals:
    """Reads one cardinal at a time."""

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
        value = times(1 if coefficient is None else coefficient, scale)
        first_scale, terms, malformed = scale, 1, False
        while end < size and scale > 1 and not atoms[end - 1].ends:
            joined = atoms[end].kind == "and"
            begin = end + joined
            if joined and begin < size and atoms[begin].kind == "half":
                value, end = value + times(0.5, scale), begin + 1
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
                value, scale = value + times(more, next_scale), next_scale
            elif next_scale > scale == _THOUSAND > more and terms == 1 and isinstance(more, int):
                # «۱۲ هزار و ۸۰۰ میلیارد»: both belong to the milliard; not «۸۰۰ میلیون و ۱.۲ میلیارد»
                value, scale = times(value + more, next_scale), next_scale
                first_scale = scale
            elif next_scale == scale and terms > 1 and more < 1000:
                # «۳۵۷ میلیون و ۸۳۹ هزار و ۷۴۰ هزار ریال»: the amount is in thousands of rials
                value, malformed = times(value + more, next_scale), True
                end = last
                break
            elif next_scale == scale and joined and more >= 100 * (coefficient or 1) / 10 and more >= 100:
                # «پنج میلیارد و ۶۵۰ میلیارد ریال»: a slip for the scale below
                value, malformed, end = times(value + more * scale / 1000, 1), True, last
                break
            else:
                break
            end = last
            terms += 1
        # «می شوددو میلیون و ۴۰۰ هزار»: its first word is stuck to another
        alone = coefficient is None and atoms[at].value >= _NEVER_ALONE
        malformed = malformed or (alone and terms > 1)
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
        elif atom.kind in WORDS:
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
            if following == "and" and atoms[-1].kind == "part":
                tenths, last = self._decimal(atoms, value, end + 1) or (value, end)  # «یک و دو دهم»
                if last > end + 2 and atoms[last - 1].kind == "part":
                    return tenths, last
        elif following == "part":
            return _whole(value / atoms[end].value), end + 1
        return value, end

    def _decimal(self, atoms: list[Atom], whole: Value, at: int) -> tuple[Value, int] | None:
        """«چهار ممیز هفت دهم» is 4.7, «۲ ممیز ۵» is 2.5."""
        atom = atoms[at]
        if atom.kind == "digits":
            value, end = atom.value, at + 1
        elif atom.kind in WORDS:
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
            if following.kind not in WORDS and not (following.kind == "digits" and joined):
                break
            if following.value >= _FITS_AFTER[kind] or following.value == 0 or (not joined and kind == "ten"):
                break
            value, kind, end = value + following.value, following.kind, begin + 1
        return value, end
