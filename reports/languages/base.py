"""What a language does for a page: digits, dates, names, collation, wording."""

import datetime as dt
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import ClassVar, Literal

from babel.dates import format_date
from bidi import get_base_level
from markupsafe import Markup
from persiantools.jdatetime import JalaliDate

from extract.text.shadow import skeleton
from reports.languages import amounts
from reports.languages.amounts import Amount, Code, Number
from reports.languages.wording import Run, Value, say, say_plain
from reports.measures import measure
from reports.model import Datum, IndexEntry, Voice
from reports.period import Period


class Language(ABC):
    """One language of the briefing. Stateless; get it from :func:`reports.languages.language`."""

    code: ClassVar[Code]
    direction: ClassVar[Literal["rtl", "ltr"]]

    # wording

    def t(self, key: str, count: int | None = None, /, **values: Value) -> Markup:
        """Return fixed words as HTML."""
        return say(self.code, key, count, **values)

    def plain(self, key: str, count: int | None = None, /, **values: Value) -> str:
        """Return fixed words as plain text."""
        return say_plain(self.code, key, count, **values)

    def counted(self, key: str, count: int) -> str:
        """Return fixed words with their number in the language's digits: “5 articles”."""
        return self.plain(key, count, n=self.number(count))

    def join(self, items: Sequence[Value]) -> Markup:
        """Return “a, b and c”."""
        return self._join(list(items))

    def _join(self, items: list[Value]) -> Markup:
        if not items:
            return Markup("")
        if len(items) == 1:
            return Markup("{}").format(items[0])
        head = self.t("list.comma").join(Markup("{}").format(item) for item in items[:-1])
        return self.t("list.and", head=head, last=items[-1])

    # numbers

    def number(self, value: Number) -> str:
        """Return a number in the language's digits, grouped."""
        return amounts.decimal(value, self.code)

    def digits(self, value: int | str) -> str:
        """Return a number that is a name (a year, a page, a citation) without grouping."""
        return amounts.persian_digits(str(value)) if self.code == "fa" else str(value)

    def amount(self, datum: Datum, *, bare: bool = True) -> Amount:
        """Return a figure's value in words and digits."""
        return amounts.amount(datum, self.code, bare=bare)

    @abstractmethod
    def phrase(self, datum: Datum) -> Markup:
        """Return a figure as a noun phrase: “more than 9,000 housing units under construction”."""

    @abstractmethod
    def measure(self, datum: Datum) -> Run:
        """Return the name of what is counted."""

    def label(self, datum: Datum) -> Run:
        """Return the name of what is counted as a table or a heading has it."""
        return self.sentence_case(self.measure(datum))

    def sentence_case(self, run: Run) -> Run:
        """Return words as they begin a line: with a capital where the language has them."""
        return run if run.lang or self.code == "fa" else run.capitalised()

    def measure_name(self, name: str | None) -> str:
        """Return the name of a measure by its id, or nothing."""
        known = measure(name)
        if known is None:
            return ""
        if self.code == "fa":
            return known.fa_plural or known.fa
        return known.en_plural or known.en

    # dates

    @abstractmethod
    def date(self, date: dt.date) -> str:
        """Return a day in the language's own calendar."""

    @abstractmethod
    def other_date(self, date: dt.date) -> str:
        """Return the same day in the other calendar."""

    @abstractmethod
    def short_date(self, date: dt.date) -> str:
        """Return a day in the language's own calendar, for tables."""

    def both_dates(self, date: dt.date) -> str:
        """Return a day in both calendars."""
        return self.plain("date.both", own=self.date(date), other=self.other_date(date))

    def span(self, first: dt.date, last: dt.date) -> str:
        """Return two days in the language's own calendar."""
        return self._jalali_span(first, last) if self.code == "fa" else self._gregorian_span(first, last)

    def other_span(self, first: dt.date, last: dt.date) -> str:
        """Return two days in the other calendar."""
        return self._gregorian_span(first, last) if self.code == "fa" else self._jalali_span(first, last)

    def _jalali(self, date: dt.date) -> str:
        jalali = JalaliDate.to_jalali(date)
        return f"{self.digits(jalali.day)} {self._jalali_month(jalali.month)} {self.digits(jalali.year)}"

    def _jalali_month(self, month: int) -> str:
        names = amounts.table().jalali_months
        return (names.fa if self.code == "fa" else names.en)[month - 1]

    def _gregorian(self, date: dt.date, pattern: str = "d MMMM y") -> str:
        return self.digits(format_date(date, pattern, locale="fa" if self.code == "fa" else "en_GB"))

    def _jalali_span(self, first: dt.date, last: dt.date) -> str:
        one, other = JalaliDate.to_jalali(first), JalaliDate.to_jalali(last)
        return self._span(
            (one.year, one.month, one.day), (other.year, other.month, other.day), self._jalali_month
        )

    def _gregorian_span(self, first: dt.date, last: dt.date) -> str:
        def month(number: int) -> str:
            return self._gregorian(dt.date(2000, number, 1), "MMMM")

        return self._span((first.year, first.month, first.day), (last.year, last.month, last.day), month)

    def _span(
        self, first: tuple[int, int, int], last: tuple[int, int, int], month: Callable[[int], str]
    ) -> str:
        end = f"{self.digits(last[2])} {month(last[1])} {self.digits(last[0])}"
        if first == last:
            return end
        start = self.digits(first[2])
        if first[:2] != last[:2]:
            start += f" {month(first[1])}"
        if first[0] != last[0]:
            start += f" {self.digits(first[0])}"
        return self.plain("date.span", first=start, last=end)

    @abstractmethod
    def about_period(self, datum: Datum) -> Run:
        """Return the time that a figure is about: the words of the source, or the period they stand for."""

    def period_code(self, code: str) -> str:
        """Return a period such as ``1404``, ``1404-06``, ``1404-06-11`` or two of these joined by ``/`` in words."""
        ends = [self._period_end(part) for part in code.split("/")]
        return ends[0] if len(ends) == 1 else self.plain("date.span", first=ends[0], last=ends[1])

    def _period_end(self, code: str) -> str:
        year, *rest = code.split("-")
        words = [self.digits(int(year))]
        if rest:
            words.insert(0, self._jalali_month(int(rest[0])))
        if len(rest) > 1:
            words.insert(0, self.digits(int(rest[1])))
        return " ".join(words)

    def title(self, period: Period) -> str:
        """Return the title of a briefing on this period."""
        if period.kind == "cooperative_week":
            return self.plain("title.week", year=self.digits(period.year))
        if period.kind == "week":
            return self.plain("title.digest", days=self.span(period.first, period.last))
        return self.plain("title.days")

    def full_title(self, period: Period) -> str:
        """Return the title as it stands alone, where no line with the dates is below it."""
        if period.kind == "week":
            other = self.other_span(period.first, period.last)
            return self.plain("date.both", own=self.title(period), other=other)
        return self.title(period)

    # names

    @abstractmethod
    def province(self, name: str | None) -> Run:
        """Return the name of a province, or of the country."""

    @abstractmethod
    def county(self, name: str, province: str | None) -> Run:
        """Return the name of a county."""

    @abstractmethod
    def place(self, name: str) -> Run:
        """Return the name of a town or a village."""

    @abstractmethod
    def name(self, name: str) -> Run:
        """Return the name of a person."""

    @abstractmethod
    def post(self, who: Voice | IndexEntry) -> Run:
        """Return somebody's post and body in one line."""

    @abstractmethod
    def agency(self, name: str) -> Run:
        """Return the name of a news agency."""

    @abstractmethod
    def text(self, persian: str) -> Run:
        """Return words of the source, set for reading."""

    @abstractmethod
    def index_key(self, entry: IndexEntry) -> tuple[object, ...]:
        """Return what the index is sorted by."""

    @abstractmethod
    def index_name(self, entry: IndexEntry) -> Run:
        """Return a name as the index lists it, surname first."""

    def voice(self, voice: Voice) -> Run:
        """Return who speaks: a name, else a post or a body."""
        return self.name(voice.name) if voice.named else self.unnamed(voice.name)

    @abstractmethod
    def unnamed(self, name: str) -> Run:
        """Return a post or a body that speaks without a name."""

    def where(self, datum: Datum) -> Run:
        """Return the finest place of a figure; the province stands in the heading above it."""
        own = {datum.province, datum.county, None}
        if datum.place not in own and datum.level != "national" and datum.county is None:
            return self.place(datum.place or "")
        if datum.county is not None:
            return self.county(datum.county, datum.province)
        return self.province(datum.province)


def direction_of(text: str) -> Literal["rtl", "ltr"]:
    """Return the base direction of a paragraph by its first strong character (UAX 9, rules P2 and P3)."""
    strong = next((char for char in text if unicodedata.bidirectional(char) in ("L", "R", "AL")), "ا")
    return "rtl" if get_base_level(strong) else "ltr"


def surname_first(name: str, surname: str) -> tuple[str, str]:
    """Split a full name into surname and the rest; where the surname is not its end, the last word counts."""
    if surname and name.endswith(surname) and name != surname:
        return surname, name[: -len(surname)].strip()
    words = name.split()
    return words[-1], " ".join(words[:-1])


def post_and_body(role: str | None, body: str | None) -> str:
    """Join a post and a body without saying twice what ends the one and begins the other.

    «مسئول اداره» + «اداره تعاون» is «مسئول اداره تعاون»; a body that the post names already is left out.
    """
    if not role or not body:
        return role or body or ""
    if skeleton(body) in skeleton(role):
        return role
    head, tail = role.split(), body.split()
    for shared in range(min(len(head), len(tail)), 0, -1):
        if skeleton(" ".join(head[-shared:])) == skeleton(" ".join(tail[:shared])):
            return " ".join(head + tail[shared:])
    return f"{role} {body}"
