"""A text's shadow: the same text, character for character, in one spelling.

``len(shadow(text)) == len(text)`` always, so a position in the shadow *is* the position in the source and no offset
map is needed. Matching happens on the shadow; what is shown comes from the source.
"""

import re
import unicodedata

FILLER = "ـ"
"""Stands for everything that is not read: ZWNJ, ZWJ, diacritics, tatweel, direction marks.

The tatweel itself is used because ``re`` counts it as a letter, so that it never splits a word.
"""

_SAME = {
    "ي": "ی", "ى": "ی", "ې": "ی", "ے": "ی", "ئ": "ی",
    "ك": "ک", "ڪ": "ک", "ﻙ": "ک",
    "ة": "ه", "ۀ": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه",
    "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و",
    "\r": " ", "\t": " ", "\v": " ", "\f": " ", "\u2028": "\n", "\u2029": "\n", "\x85": "\n",
    "…": ".", "٬": ",", "„": "«", "“": "«", "”": "»", "‹": "«", "›": "»",
    "–": "-", "—": "-", "‑": "-", "−": "-", "٪": "%", "؍": "/", "⁄": "/",
}  # fmt: skip
_DROPPED = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_DROPPED += "\u2066\u2067\u2068\u2069ـ"


class _Table(dict[int, int]):
    """A memo for ``str.translate``: each code point is worked out once."""

    def __missing__(self, code: int) -> int:
        self[code] = ord(_fold(chr(code)))
        return self[code]


def _fold(char: str) -> str:
    if char in _SAME:
        return _SAME[char]
    category = unicodedata.category(char)
    if char in _DROPPED or category == "Mn":
        return FILLER
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category == "Zs":
        return " "
    if category == "No":  # «متر²», «۱۲¹»: no digit of the number beside it
        return char
    # presentation forms of a single letter; ligatures would change the length and stay as they are
    plain = unicodedata.normalize("NFKC", char)
    return _SAME.get(plain, plain) if len(plain) == 1 else char


_TABLE = _Table()
_PLAIN = "".join(char for char in map(chr, range(0x20, 0x700)) if _fold(char) == char)
_OTHER = re.compile(f"[^\n{re.escape(_PLAIN)}]")
"""Most characters of most texts stay as they are; the others are some twenty different ones."""
_FEW = 40


def shadow(text: str) -> str:
    """Return ``text`` in one spelling, of exactly the same length.

    ي/ى/ئ → ی, ك → ک, ة/ۀ → ه, أ/إ → ا, ؤ → و; every decimal digit → ASCII; every space → U+0020; line ends other
    than ``\\n`` → a space or ``\\n``; what is not read → :data:`FILLER`. Upper case stays.
    """
    others = set(_OTHER.findall(text))
    if len(others) > _FEW:
        return text.translate(_TABLE)
    for char in sorted(others):  # several times faster than to look each character up
        text = text.replace(char, chr(_TABLE[ord(char)]))
    return text


def skeleton(text: str) -> str:
    """Return the letters and digits of ``text`` in one spelling, without spaces and half-spaces.

    Joined, spaced and ZWNJ spellings of a word or phrase have the same skeleton; the lexicon is looked up by it.
    """
    return shadow(text).replace(FILLER, "").replace(" ", "")
