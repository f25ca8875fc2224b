"""Persian: Jalali first, Persian digits, the source's own words with their half-spaces restored."""

import datetime as dt
import re
from typing import override

from markupsafe import Markup

from extract.text.display import display
from extract.text.shadow import skeleton
from reports.languages.amounts import names_unit
from reports.languages.base import Language, post_and_body, surname_first
from reports.languages.collation import persian_key
from reports.languages.wording import Run
from reports.measures import measure
from reports.model import Datum, IndexEntry, Voice

_GLUED = re.compile(r"([،؛؟])(?=[^\W\d_])")
_LOOSE = re.compile(r"\s+(?=[،؛؟])")


def _shown(text: str) -> str:
    """Return words of a source as they are printed: half-spaces restored, a space after «،» and none before it."""
    return _GLUED.sub(r"\1 ", _LOOSE.sub("", display(text)))


class Persian(Language):
    """The Persian edition."""

    code = "fa"
    direction = "rtl"

    @override
    def phrase(self, datum: Datum) -> Markup:
        known = measure(datum.measure)
        amount = self.amount(datum)
        if names_unit(datum, "fa"):
            what = Run(known.fa) if known else self.measure(datum)
            return self.t("phrase.counted", amount=amount.text, what=what)
        return self.t("phrase.measured", amount=amount.text, what=self.measure(datum))

    @override
    def measure(self, datum: Datum) -> Run:
        return Run(self.measure_name(datum.measure) or _shown(datum.measure_text or ""))

    @override
    def about_period(self, datum: Datum) -> Run:
        return Run(_shown(datum.period_text or ""))

    @override
    def date(self, date: dt.date) -> str:
        return self._jalali(date)

    @override
    def other_date(self, date: dt.date) -> str:
        return self._gregorian(date)

    @override
    def short_date(self, date: dt.date) -> str:
        return self._jalali(date)

    @override
    def province(self, name: str | None) -> Run:
        return Run(name if name is not None else self.plain("place.country"))

    @override
    def county(self, name: str, province: str | None) -> Run:
        return Run(name)

    @override
    def place(self, name: str) -> Run:
        return Run(_shown(name))

    @override
    def name(self, name: str) -> Run:
        return Run(_shown(name))

    @override
    def unnamed(self, name: str) -> Run:
        return Run(_shown(name))

    @override
    def post(self, who: Voice | IndexEntry) -> Run:
        role = who.role if isinstance(who, Voice) else (who.roles[0] if who.roles else None)
        whole = post_and_body(role, who.organisation)
        where = who.county or who.province
        if whole and where and skeleton(where) not in skeleton(whole):
            return Run(self.plain("post.at", post=_shown(whole), place=where))
        return Run(_shown(whole))

    @override
    def agency(self, name: str) -> Run:
        return Run(_shown(name))

    @override
    def text(self, persian: str) -> Run:
        return Run(_shown(persian))

    @override
    def index_key(self, entry: IndexEntry) -> tuple[object, ...]:
        surname, given = surname_first(entry.name, entry.surname)
        return persian_key(surname), persian_key(given), entry.mentions

    @override
    def index_name(self, entry: IndexEntry) -> Run:
        surname, given = surname_first(_shown(entry.name), _shown(entry.surname))
        return Run(self.plain("index.name", surname=surname, given=given) if given else surname)
