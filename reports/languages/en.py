"""English: Gregorian first, Latin digits, names romanised."""

import datetime as dt
import re
from typing import override

from markupsafe import Markup

from extract.text.display import display
from reports.english.periods import period_in_english
from reports.english.phrases import Phrase, phrase_in_english
from reports.english.posts import agency_in_english, post_in_english
from reports.english.romanise import romanise
from reports.english.sentences import noun_phrase
from reports.languages import amounts
from reports.languages.base import Language, post_and_body, surname_first
from reports.languages.gazetteer import county_in_english, province_in_english
from reports.languages.wording import Run
from reports.model import Datum, IndexEntry, Voice

_GENERIC = frozenset({"item", "person", "unit", "machine", "piece", "head", "kind"})
"""Units that say no more than how something is counted; the words of the source say what."""
_AND = re.compile(r"\s+و\s+|\s*،\s*")


def left_in(persian: str, phrase: Phrase) -> Run:
    """Return a phrase in English with what the glossary lacks in Persian; all of it where the order is not sure."""
    words = [word for word in re.split(r"[\s\u200c]+", persian) if word]
    unknown = sum(len(left.split()) for left in phrase.leftovers)
    if phrase.text and (phrase.complete or (phrase.ordered and 2 * unknown < len(words))):
        return Run(phrase.text)
    return Run(display(persian), "fa", left=True)


class English(Language):
    """The English edition."""

    code = "en"
    direction = "ltr"

    @override
    def phrase(self, datum: Datum) -> Markup:
        return noun_phrase(self, datum)

    @override
    def measure(self, datum: Datum) -> Run:
        if name := self.measure_name(datum.measure):
            return Run(name)
        counted = datum.unit is not None and amounts.is_counted(datum.unit)
        if counted and datum.unit not in _GENERIC:
            return Run(amounts.unit_words(datum.unit, datum.high, self.code))
        words = datum.measure_text or ""
        phrase = phrase_in_english(words, plural=datum.high != 1, generic=not counted)
        if counted and not phrase.complete:
            return Run(amounts.unit_words(datum.unit, datum.high, self.code))
        return left_in(words, phrase)

    @override
    def about_period(self, datum: Datum) -> Run:
        if datum.period:
            return Run(self.period_code(datum.period))
        words = datum.period_text or ""
        if period := period_in_english(words):
            return Run(period)
        return left_in(words, phrase_in_english(words))

    @override
    def date(self, date: dt.date) -> str:
        return self._gregorian(date)

    @override
    def other_date(self, date: dt.date) -> str:
        return self._jalali(date)

    @override
    def short_date(self, date: dt.date) -> str:
        return self._gregorian(date, "d MMM y")

    @override
    def province(self, name: str | None) -> Run:
        if name is None:
            return Run(self.plain("place.country"))
        return Run(province_in_english(name) or romanise(name).text)

    @override
    def county(self, name: str, province: str | None) -> Run:
        return Run(county_in_english(name, province) or romanise(name).text)

    @override
    def place(self, name: str) -> Run:
        # «رودسر و املش»: two places, each by its own name
        parts = [one.strip() for one in _AND.split(name) if one.strip()]
        return Run(str(self.join([county_in_english(one, None) or romanise(one).text for one in parts])))

    @override
    def name(self, name: str) -> Run:
        return Run(romanise(name).text)

    @override
    def unnamed(self, name: str) -> Run:
        post = post_in_english(name, None, None, None)
        return Run(post.text) if post.complete else Run(display(name), "fa", left=True)

    @override
    def post(self, who: Voice | IndexEntry) -> Run:
        role = who.role if isinstance(who, Voice) else (who.roles[0] if who.roles else None)
        if role is None and who.organisation is None:
            return Run("")
        post = post_in_english(role, who.organisation, who.province, who.county)
        if post.complete:
            return Run(post.text)
        return Run(display(post_and_body(role, who.organisation)), "fa", left=True)

    @override
    def agency(self, name: str) -> Run:
        english = agency_in_english(name)
        return Run(english) if english else Run(display(name), "fa", left=True)

    @override
    def text(self, persian: str) -> Run:
        return Run(display(persian), "fa")

    @override
    def index_key(self, entry: IndexEntry) -> tuple[object, ...]:
        surname, given = self._split(entry)
        return surname.casefold(), given.casefold(), entry.mentions

    @override
    def index_name(self, entry: IndexEntry) -> Run:
        surname, given = self._split(entry)
        return Run(self.plain("index.name", surname=surname, given=given) if given else surname)

    def _split(self, entry: IndexEntry) -> tuple[str, str]:
        surname, given = surname_first(entry.name, entry.surname)
        return romanise(surname).text, romanise(given).text if given else ""
