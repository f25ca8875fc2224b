"""Everyday words of Persian, by their frequency in hazm's word list."""

from functools import cache

from extract.text.hazm_data import hazm_data
from extract.text.shadow import skeleton

_OFTEN = 1_000_000
"""Occurrences in the corpus that hazm's list was counted on; some 8,000 words are above."""


@cache
def everyday_words() -> frozenset[str]:
    """Return the skeletons of everyday words; read when first asked for."""
    text = hazm_data("words.dat")
    rows = (line.split("\t") for line in text.splitlines())
    return frozenset(skeleton(word) for word, frequency, *_ in rows if int(frequency) >= _OFTEN)
