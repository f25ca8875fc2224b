"""The week of a digest: Saturday to Friday in Iran, numbered in the Jalali year.

Week 1 begins on the first Saturday of the year; a week belongs to the year of its Saturday.
"""

import datetime as dt
import zoneinfo

import msgspec
from persiantools.jdatetime import JalaliDate

from extract.errors import UsageError

TEHRAN = zoneinfo.ZoneInfo("Asia/Tehran")
_SATURDAY = 5  # Python's Monday is 0
_FIRST_GREGORIAN = 1600  # no Gregorian newspaper is older


class Week(msgspec.Struct, frozen=True, order=True):
    """A week by its first day."""

    first: dt.date
    """Saturday, Gregorian."""

    @property
    def last(self) -> dt.date:
        """Friday."""
        return self.first + dt.timedelta(days=6)

    @property
    def year(self) -> int:
        """Jalali year of its Saturday."""
        return int(JalaliDate.to_jalali(self.first).year)

    @property
    def number(self) -> int:
        """From 1, within its year."""
        new_year = dt.date.fromordinal(JalaliDate(self.year, 1, 1).to_gregorian().toordinal())
        first_saturday = new_year + dt.timedelta(days=(_SATURDAY - new_year.weekday()) % 7)
        return (self.first - first_saturday).days // 7 + 1

    @property
    def id(self) -> str:
        """Id of its issue: ``weekly-1404-W24``."""
        return f"weekly-{self.year}-W{self.number:02}"


def week_of(day: dt.date) -> Week:
    """Return the week that a Gregorian day lies in."""
    return Week(day - dt.timedelta(days=(day.weekday() - _SATURDAY) % 7))


def chosen_week(written: str | None) -> Week:
    """Return the week of a day as a user writes it, Jalali or Gregorian; without one, the last full week in Tehran.

    Raises:
        UsageError: it is no day.
    """
    if written is None:
        return last_full_week(dt.datetime.now(TEHRAN).date())
    try:
        year, month, day = (int(part) for part in written.replace("/", "-").split("-"))
        if year < _FIRST_GREGORIAN:
            return week_of(dt.date.fromordinal(JalaliDate(year, month, day).to_gregorian().toordinal()))
        return week_of(dt.date(year, month, day))
    except ValueError as error:
        raise UsageError(f"“{written}” is no day: write it like 1404-06-08 or 2025-08-30.") from error


def last_full_week(today: dt.date) -> Week:
    """Return the week before the one that ``today`` lies in."""
    return week_of(week_of(today).first - dt.timedelta(days=1))
