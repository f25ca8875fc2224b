"""When: the period a figure is about, «per» what, and an article's own words for dates.

Jalali dates follow persiantools; ``period`` is ``1404``, ``1404-06``, ``1404-06-11``, or two of these with ``/`` between.
"""

import datetime as dt
import re
from bisect import bisect_left
from functools import lru_cache

from persiantools.jdatetime import JalaliDate

from extract.grammar.reader import Reader, compiled
from extract.grammar.tags import kind

Range = tuple[int, int]

_PERIOD = (
    "(?P<part>{period.part|digits|number.word})?(?P<months>{time.adjective})?(?P<which>{time.after})?"
    "(?:(?P<year>{period.year})|{year}(?P<number>{year_digits|short_year_digits})|(?P<until>{period.until}{year})"
    "|(?<={preposition})(?P<bare>{year_digits})(?!{number|unit|counter|counted|beast}))"
)
_CORE = kind("period.year|year|year_digits")
"""What no period is without, and how many tokens of it may stand before that."""
_BEFORE_CORE = 3
_STOPS, _PER = kind("colon|cue|verb|comma|semicolon"), kind("per")
_PER_STOPS = kind("verb|cue|comma|and|colon|semicolon")
_NEAR = 40
"""Tokens around a figure within its sentence that may say its period."""
_NEAR_PER = 9, 5
"""Tokens before and behind a figure that may say what it is per."""


def full_year(number: int, date: dt.date | None = None) -> int:
    """Return a Jalali year written with two digits in full: 97 is 1397; 03 is 1403."""
    if number >= 100:
        return number
    return 1300 + number if number >= 20 else 1400 + number


@lru_cache(maxsize=1000)
def jalali_year(date: dt.date) -> int:
    """Return the Jalali year of a Gregorian date."""
    return int(JalaliDate(date).year)


_YEAR, _SHORT_YEAR = kind("year"), kind("short_year_digits")
_NEAR_YEARS = 15
"""News speaks of years so many before and after its own; only such a number can be meant as one."""


def after_year(reader: Reader, first: int) -> bool:
    """Whether a figure's number stands behind «سال» and has the form of a year: «تا پایان سال ۵۰ تعاونی»."""
    return reader.chars[first] in _SHORT_YEAR and reader.chars[first - 1] in _YEAR


def maybe_year(number: int, date: dt.date | None) -> bool:
    """Whether a number of two digits may be a year in news of that date; it may if there is none."""
    return date is None or abs(full_year(number) - jalali_year(date)) <= _NEAR_YEARS


class PeriodFinder:
    """Finds the periods of the figures of one text."""

    def __init__(self, reader: Reader, date: dt.date | None, counts: frozenset[int] = frozenset()) -> None:
        """``counts`` are the tokens behind «سال» that were read as figures, and no years."""
        self._counts = counts
        self.tokens = reader.tokens
        self._cores = reader.positions(_CORE)
        self._per = reader.positions(_PER)
        self._period = compiled(_PERIOD)
        self._date = date
        self._found: tuple[int, int, list[re.Match[str]]] = 0, 0, []

    def period(self, sentence: Range, first: int, last: int) -> tuple[str | None, str | None]:
        """Return (period, the words that say it) for the figure at ``first`` … ``last - 1``, else ``(None, None)``.

        A period right behind the figure counts first («۳۲ هزار نفر در سال ۱۳۶۷»), then the last one before it in its
        sentence, then the first one behind it in its clause.
        """
        if not self._cores:
            return None, None
        before: re.Match[str] | None = None
        behind: re.Match[str] | None = None
        for match in self._matches(max(sentence[0], first - _NEAR), min(sentence[1], last + _NEAR)):
            if match.end() <= first:
                before = match
            elif match.start() > first:
                behind = match
                break
        if behind is not None and _STOPS.search(self.tokens.classes, first, behind.start()):
            behind = None
        chosen = behind if behind is not None and (before is None or behind.start() - last <= 2) else before
        if chosen is None:
            return None, None
        return self._resolve(chosen), self.tokens.string(chosen.start(), chosen.end())

    def _matches(self, begin: int, end: int) -> list[re.Match[str]]:
        """Return all periods in the tokens ``begin`` … ``end - 1``; tried only where one may begin."""
        if self._found[0] == begin and self._found[1] == end:  # of another figure of the sentence
            return self._found[2]
        cores, at = self._cores, begin
        found: list[re.Match[str]] = []
        for index in range(bisect_left(cores, begin), bisect_left(cores, end)):
            core = cores[index]
            at = max(at, core - _BEFORE_CORE)
            while at <= core:
                match = self._period.match(self.tokens.classes, at, end)
                if match is not None and match.start("number") in self._counts:
                    match = self._period.match(self.tokens.classes, at, match.start("number"))
                at += 1
                if match is not None:
                    found.append(match)
                    at = match.end()
        self._found = begin, end, found
        return found

    def _resolve(self, match: re.Match[str]) -> str | None:
        year = self._year(match)
        if year is None:
            return None
        months = self._months(match)
        if months is None or months == (1, 12):
            return str(year)
        return (
            f"{year}-{months[0]:02}/{year}-{months[1]:02}"
            if months[0] != months[1]
            else f"{year}-{months[0]:02}"
        )

    def _year(self, match: re.Match[str]) -> int | None:
        digits = "number" if match["number"] else "bare" if match["bare"] else None
        if digits:
            year = int(self.tokens.words[match.start(digits)])
            if 1900 <= year < 2100:
                return None  # a Gregorian year is no Jalali one
            return full_year(year)
        if self._date is None:
            return None
        entry = self.tokens.entry(match.start("year")) if match["year"] else None
        shift = entry.values["period.year"] if entry is not None else 0  # «تا پایان سال»
        return jalali_year(self._date) + int(shift)

    def _months(self, match: re.Match[str]) -> tuple[int, int] | None:
        if not match["part"]:
            return None
        tokens, at = self.tokens, match.start("part")
        entry = tokens.entry(at)
        if entry is not None and "period.part" in entry.values:
            low, high = entry.values["period.part"]
            return int(low), int(high)
        if not match["months"] or not tokens.words[match.start("months")].startswith("ماه"):
            return None
        number = self._count(at)
        return (1, number) if number is not None and 1 <= number <= 12 else None

    def _count(self, at: int) -> int | None:
        word = self.tokens.words[at]
        if word.isdecimal():
            return int(word)
        entry = self.tokens.entry(at)
        values = entry.values if entry is not None else {}
        return next((int(value) for name, value in values.items() if name.startswith("number.word.")), None)

    def per(self, sentence: Range, first: int, last: int) -> str | None:
        """Return ``month``, ``household`` … for an amount per unit: «ماهیانه ۵۰ میلیون», «هر خانوار»; in the clause alone."""
        if not self._per:
            return None
        begin, end = max(sentence[0], first - _NEAR_PER[0]), min(sentence[1], last + _NEAR_PER[1])
        per, at = self._per, bisect_left(self._per, begin)
        if at == len(per) or per[at] >= end:
            return None
        classes = self.tokens.classes
        for stop in _PER_STOPS.finditer(classes, begin, first):
            begin = stop.end()
        stop_behind = _PER_STOPS.search(classes, last, end)
        if stop_behind is not None:
            end = stop_behind.start()
        for low, high in ((begin, first), (last, end)):
            at = bisect_left(per, low)
            entry = self.tokens.entry(per[at]) if at < len(per) and per[at] < high else None
            if entry is not None:
                return str(entry.values["per"])
        return None
