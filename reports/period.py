"""The days a briefing is about: Cooperative Week by year, or any two days.

The table is ``weeks.toml``; calendar arithmetic is persiantools', exact for 1300-1500.
"""

import datetime as dt
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from persiantools.jdatetime import JalaliDate

from extract.errors import UsageError

TABLE = Path(__file__).with_name("weeks.toml")
_WEEK = re.compile(r"week-(\d{4})")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})[/:](\d{4}-\d{2}-\d{2})")
_JALALI_YEARS = range(1300, 1501)

Section = Literal["week", "before", "after", "undated"]


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """A run of days, both ends included."""

    kind: Literal["cooperative_week", "days", "week"]
    """``week`` is one from Saturday to Friday, of the weekly digest."""
    year: int
    """Jalali year of the first day."""
    first: dt.date
    """Gregorian."""
    last: dt.date

    def section(self, date: dt.date | None) -> Section:
        """Say where an article of this date belongs."""
        if date is None:
            return "undated"
        if date < self.first:
            return "before"
        return "after" if date > self.last else "week"


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from"}):
    since: int
    month: int
    first: int
    last: int


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    week: tuple[_Entry, ...]


@cache
def _table(path: Path) -> tuple[_Entry, ...]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        entries = msgspec.convert(data, _Table).week
    except (OSError, ValueError) as error:
        raise UsageError(f"The table of weeks {path} cannot be used: {error}.") from error
    return tuple(sorted(entries, key=lambda entry: entry.since))


def cooperative_week(year: int, table: Path = TABLE) -> Period:
    """Return the Cooperative Week of a Jalali year.

    Raises:
        UsageError: no week is known for that year, or the table is malformed.
    """
    known = [entry for entry in _table(table) if entry.since <= year]
    if not known or year not in _JALALI_YEARS:
        raise UsageError(f"No Cooperative Week is known for the year {year}; add one to {table.name}.")
    entry = known[-1]
    try:
        first = JalaliDate(year, entry.month, entry.first).to_gregorian()
        last = JalaliDate(year, entry.month, entry.last).to_gregorian()
    except ValueError as error:
        raise UsageError(f"The week of {year} in {table} is not a possible date: {error}.") from error
    if last < first:
        raise UsageError(f"The week of {year} in {table} ends before it begins.")
    return Period(kind="cooperative_week", year=year, first=first, last=last)


def days(first: dt.date, last: dt.date) -> Period:
    """Return the period between two Gregorian days, which is a Cooperative Week if it is exactly one.

    Raises:
        UsageError: the last day comes before the first.
    """
    if last < first:
        raise UsageError(f"The period ends ({last}) before it begins ({first}); exchange the two days.")
    year = int(JalaliDate.to_jalali(first).year)
    try:
        week = cooperative_week(year)
    except UsageError:
        week = None
    if week is not None and (week.first, week.last) == (first, last):
        return week
    return Period(kind="days", year=year, first=first, last=last)


def parse_period(text: str, table: Path = TABLE) -> Period:
    """Read ``week-1404`` or two days with ``/`` or ``:`` between, Gregorian or Jalali (year below 1600).

    Raises:
        UsageError: neither of these.
    """
    if found := _WEEK.fullmatch(text):
        return cooperative_week(int(found[1]), table)
    if found := _DAYS.fullmatch(text):
        return days(_day(found[1]), _day(found[2]))
    raise UsageError(f"“{text}” is not a period; write week-1404, or two days as 2025-09-02/2025-09-08.")


def _day(text: str) -> dt.date:
    year, month, day = map(int, text.split("-"))
    try:
        if year < 1600:  # no Gregorian newspaper is that old
            return dt.date.fromordinal(JalaliDate(year, month, day).to_gregorian().toordinal())
        return dt.date(year, month, day)
    except ValueError as error:
        raise UsageError(f"“{text}” is not a possible date.") from error


def week_of(dates: list[dt.date]) -> Period:
    """Return the Cooperative Week that most of the dates are nearest to; the later one where two tie.

    Raises:
        UsageError: no date is given.
    """
    if not dates:
        raise UsageError(
            "No article has a date, so the period cannot be worked out; give --period week-1404."
        )
    votes: dict[int, int] = {}
    for date in dates:
        year = int(JalaliDate.to_jalali(date).year)
        votes[year] = votes.get(year, 0) + 1
    best = max(votes, key=lambda year: (votes[year], year))
    return cooperative_week(best)
