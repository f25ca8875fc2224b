"""Periods in the source's words, in English: «شش ماهه نخست امسال» → first six months of this year."""

from functools import cache

from extract.text.shadow import FILLER, shadow
from reports.english.letters import DATA, table

_DEEPEST = 3
"""Periods inside a period."""
Row = tuple[tuple[str, ...], str]


@cache
def _rows() -> tuple[dict[str, str], tuple[Row, ...]]:
    rows = table(DATA / "periods.tsv", "fa", "en", "kind")
    numbers = {row["fa"]: row["en"] for row in rows if row["kind"] == "number"}
    return numbers, tuple((_words(row["fa"]), row["en"]) for row in rows if not row["kind"])


def _words(text: str) -> tuple[str, ...]:
    spaced = text.replace("{n}", " {n} ").replace("{p}", " {p} ")
    return tuple(word for word in shadow(spaced).replace(FILLER, " ").split())


def period_in_english(persian: str) -> str | None:
    """Return a period in English, or ``None`` where ``data/periods.tsv`` has no words for it."""
    return _read(tuple(shadow(persian).replace(FILLER, " ").split()), _DEEPEST)


def _read(words: tuple[str, ...], depth: int) -> str | None:
    if not words or depth == 0:
        return None
    return next((found for row in _rows()[1] if (found := _fill(row, words, depth)) is not None), None)


def _fill(row: Row, words: tuple[str, ...], depth: int) -> str | None:
    pattern, english = row
    number = ""
    for place, wanted in enumerate(pattern):
        if wanted == "{p}":  # always the last
            found = _read(words[place:], depth - 1)
            return None if found is None else english.replace("{n}", number).replace("{p}", found)
        if place >= len(words):
            return None
        if wanted == "{n}":
            number = _number(words[place])
            if not number:
                return None
        elif wanted != words[place]:
            return None
    return english.replace("{n}", number) if len(words) == len(pattern) else None


def _number(word: str) -> str:
    if word.isdecimal() and len(word) <= 3:
        return str(int(word))
    return _rows()[0].get(word, "")
