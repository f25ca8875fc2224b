"""When: the period a figure is about, «per» what, and an article's own words for dates.

Jalali dates follow persiantools; ``period`` is ``1404``, ``1404-06``, ``1404-06-11``, or two of these with ``/`` between.
"""

import datetime as dt
import re

from persiantools.jdatetime import JalaliDate

from extract.grammar.reader import compiled
from extract.text.tokens import Tokens, Vocabulary

Range = tuple[int, int]

_PERIOD = (
    "(?P<part>{period.part|digits|number.word})?(?P<months>{time.adjective})?(?P<which>{time.after})?"
    "(?:(?P<year>{period.year})|{year}(?P<number>{year_digits|short_year_digits})|(?P<until>{period.until}{year})"
    "|(?<={preposition})(?P<bare>{year_digits})(?!{number|unit|counter|counted|beast}))"
)
_NEAR = 40
"""Tokens around a figure within its sentence that may say its period."""


def full_year(number: int, date: dt.date | None = None) -> int:
    """Return a Jalali year written with two digits in full: 97 is 1397; 03 is 1403."""
    if number >= 100:
        return number
    return 1300 + number if number >= 20 else 1400 + number


def jalali(date: dt.date) -> JalaliDate:
    """Return a Gregorian date in the Jalali calendar."""
    return JalaliDate(date)


class PeriodFinder:
    """Finds periods in texts of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def period(
        self, tokens: Tokens, sentence: Range, first: int, last: int, date: dt.date | None
    ) -> tuple[str | None, str | None]:
        """Return (period, the words that say it) for the figure at ``first`` … ``last - 1``, else ``(None, None)``.

        A period right behind the figure counts first («۳۲ هزار نفر در سال ۱۳۶۷»), then the last one before it in its
        sentence, then the first one behind it in its clause.
        """
        regex = compiled(tokens, _PERIOD)
        before: re.Match[str] | None = None
        behind: re.Match[str] | None = None
        for match in regex.finditer(
            tokens.classes, max(sentence[0], first - _NEAR), min(sentence[1], last + _NEAR)
        ):
            if match.end() <= first:
                before = match
            elif match.start() > first:
                behind = match
                break
        stops = compiled(tokens, "{colon|cue|verb|comma|semicolon}")
        if behind is not None and stops.search(tokens.classes, first, behind.start()):
            behind = None
        chosen = behind if behind is not None and (before is None or behind.start() - last <= 2) else before
        if chosen is None:
            return None, None
        return self._resolve(tokens, chosen, date), tokens.string(chosen.start(), chosen.end())

    def _resolve(self, tokens: Tokens, match: re.Match[str], date: dt.date | None) -> str | None:
        year = self._year(tokens, match, date)
        if year is None:
            return None
        months = self._months(tokens, match)
        if months is None or months == (1, 12):
            return str(year)
        return (
            f"{year}-{months[0]:02}/{year}-{months[1]:02}"
            if months[0] != months[1]
            else f"{year}-{months[0]:02}"
        )

    def _year(self, tokens: Tokens, match: re.Match[str], date: dt.date | None) -> int | None:
        digits = "number" if match["number"] else "bare" if match["bare"] else None
        if digits:
            year = int(tokens.words[match.start(digits)])
            if 1900 <= year < 2100:
                return None  # a Gregorian year is no Jalali one
            return full_year(year)
        if date is None:
            return None
        entry = tokens.entry(match.start("year")) if match["year"] else None
        shift = entry.values["period.year"] if entry is not None else 0  # «تا پایان سال»
        return int(jalali(date).year) + int(shift)

    def _months(self, tokens: Tokens, match: re.Match[str]) -> tuple[int, int] | None:
        if not match["part"]:
            return None
        at = match.start("part")
        entry = tokens.entry(at)
        if entry is not None and "period.part" in entry.values:
            low, high = entry.values["period.part"]
            return int(low), int(high)
        if not match["months"] or not tokens.words[match.start("months")].startswith("ماه"):
            return None
        number = self._count(tokens, at)
        return (1, number) if number is not None and 1 <= number <= 12 else None

    @staticmethod
    def _count(tokens: Tokens, at: int) -> int | None:
        word = tokens.words[at]
        if word.isdecimal():
            return int(word)
        entry = tokens.entry(at)
        values = entry.values if entry is not None else {}
        return next((int(value) for name, value in values.items() if name.startswith("number.word.")), None)

    def per(self, tokens: Tokens, sentence: Range, first: int, last: int) -> str | None:
        """Return ``month``, ``household`` … for an amount per unit: «ماهیانه ۵۰ میلیون», «هر خانوار»; in the clause alone."""
        regex = compiled(tokens, "{per}")
        stops = compiled(tokens, "{verb|cue|comma|and|colon|semicolon}")
        begin = max(sentence[0], first - 9)
        for stop in stops.finditer(tokens.classes, begin, first):
            begin = stop.end()
        end = min(sentence[1], last + 5)
        stop_behind = stops.search(tokens.classes, last, end)
        if stop_behind is not None:
            end = stop_behind.start()
        for low, high in ((begin, first), (last, end)):
            match = regex.search(tokens.classes, low, high)
            entry = tokens.entry(match.start()) if match else None
            if entry is not None:
                return str(entry.values["per"])
        return None
