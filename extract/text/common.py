"""Everyday words of Persian, by their frequency in hazm's word list."""

from functools import cache
from importlib.resources import files

from extract.text.shadow import skeleton

_OFTEN = 1_000_000
"""Occurrences in the corpus that hazm's list was counted on; some 8,000 words are above."""


@cache
def everyday_words() -> frozenset[str]:
    """Return the skeletons of everyday words; read when first asked for."""
    text = (files("hazm") / "data" / "words.dat").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return frozenset(skeleton(word) for word, frequency, *_ in rows if int(frequency) >= _OFTEN)
