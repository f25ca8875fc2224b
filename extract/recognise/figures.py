"""Figures: a number with what it counts and how exactly.

The steps, each small: numbers (:mod:`.numbers`) → what follows them (:mod:`.counted`) → units left out (:mod:`.elided`)
→ qualifiers, and what is no figure after all (here) → measure, place, period.
"""

import datetime as dt
from bisect import bisect_right

from extract.grammar.reader import compiled
from extract.recognise.dates import PeriodFinder
from extract.recognise.drafts import MONEY, SHARES, Draft
from extract.recognise.elided import Elided
from extract.recognise.measures import Assigned, MeasureFinder
from extract.recognise.numbers import Number, NumberGrammar, too_large
from extract.recognise.places import PlaceMention
from extract.resolve.places import PlaceResolver
from extract.statements import Figure, Modality, Qualifier
from extract.text.tokens import Tokens, Vocabulary

_QUALIFIERS: tuple[Qualifier, ...] = ("more_than", "less_than", "about", "nearly", "up_to")
_NEAR = 30
"""Tokens within which a verb belongs to a figure."""
_OPPOSITE: dict[Qualifier, Qualifier] = {"more_than": "up_to", "less_than": "more_than"}


class FigureFinder:
    """Finds the figures of texts of one vocabulary; keeps no state between texts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.numbers = NumberGrammar(vocabulary)
        self.measures = MeasureFinder(vocabulary)
        self.periods = PeriodFinder(vocabulary)

    @staticmethod
    def _same_thing(draft: Draft, previous: Draft, measure: Assigned) -> bool:
        """«از ۲۲ میلیون دلار به ۲۴ میلیون دلار»: a second value of what was measured just before."""
        plain = draft.rule in (
            "figure.money",
            "figure.people",
            "figure.measured",
            "figure.money_elided",
            "figure.unit_elided",
        )
        return (
            plain
            and draft.sentence == previous.sentence
            and draft.unit == previous.unit
            and not measure.behind
        )

    def find(
        self,
        tokens: Tokens,
        places: list[PlaceMention],
        *,
        date: dt.date | None = None,
        province: str | None = None,
        county: str | None = None,
    ) -> list[Figure]:
        """Return the figures of a text in order; ``speaker`` and ``quote`` are left for others to fill.

        Args:
            tokens: the text's tokens.
            places: its place mentions (:func:`extract.recognise.places.find_places`).
            date: the article's own date, for «امسال» and the like.
            province: the article's province (:func:`extract.recognise.places.article_place`).
            county: the article's county.
        """
        reading = _Reading(self, tokens)
        drafts = reading.drafts()
        if not drafts:
            return []
        resolver = PlaceResolver(tokens, places, province, county)
        found: list[Figure] = []
        previous: Draft | None = None
        earlier: dict[tuple[object, ...], int] = {}
        context = self.measures.context(tokens, [(draft.first, draft.last) for draft in drafts])
        where = resolver.resolve([(draft.first, draft.last, draft.unit) for draft in drafts])
        for draft, place in zip(drafts, where, strict=True):
            window = reading.window(draft)
            unit = None if draft.rule == "figure.noun" and draft.unit == "item" else draft.unit
            measure = self.measures.assign(tokens, draft.first, draft.last, unit, draft.noun, window, context)
            if measure.id is None and previous is not None and self._same_thing(draft, previous, measure):
                before = found[-1]
                if before.measure is not None:
                    measure = measure._replace(
                        id=self.measures.later(before.measure), text=before.measure_text
                    )
            previous = draft
            sentence = reading.sentence(draft.first)
            unit = measure.unit or draft.unit
            period, period_text = self.periods.period(tokens, window, draft.first, draft.last, date)
            key = (draft.low, draft.high, unit, measure.id, place.place, place.province)
            start, end = tokens.starts[draft.first], tokens.ends[draft.last - 1]
            held = draft.held
            if held is None and measure.id is None and not measure.text:
                held = "unknown_measure"
            found.append(
                Figure(
                    start=start,
                    end=end,
                    low=draft.low,
                    high=draft.high,
                    qualifier=draft.qualifier,
                    unit=unit,
                    measure=measure.id,
                    measure_text=measure.text,
                    place=place.place,
                    province=place.province,
                    county=place.county,
                    period=period,
                    speaker=None,
                    rule=draft.rule,
                    held=held,
                    text=tokens.text[start:end],
                    sentence=tokens.span(*sentence),
                    qualifier_span=tokens.span(*draft.qualifier_at) if draft.qualifier_at else None,
                    measure_span=tokens.span(*measure.at) if measure.at else None,
                    place_span=tokens.span(*place.at) if place.at else None,
                    place_basis=place.basis,
                    per=None
                    if draft.unit in SHARES
                    else self.periods.per(tokens, sentence, draft.first, draft.last),
                    modality=reading.modality(draft, measure.id),
                    period_text=period_text,
                    repeats=earlier.get(key),
                )
            )
            earlier.setdefault(key, len(found) - 1)
        return found


class _Reading(Elided):
    """The work on one text."""

    def __init__(self, finder: FigureFinder, tokens: Tokens) -> None:
        super().__init__(tokens)
        self.finder = finder

    # ------------------------------------------------------------------ steps

    def drafts(self) -> list[Draft]:
        """Return all figures, with unit, qualifier and value."""
        found: list[Draft] = []
        for number in self.finder.numbers.find(self.tokens):
            if not found or number.first >= found[-1].last:
                found.append(self._draft(number))
        found += self._fractions()
        found.sort(key=lambda draft: draft.first)
        for draft in found:
            draft.sentence = bisect_right(self.starts, draft.first)
        found = self.merge_ranges(found)
        for draft in found:
            self._qualify(draft)
        self.fill_units(found)
        self.complete_short_nouns(found)
        several = {(draft.sentence, draft.unit) for draft in found if draft.high != 1}
        return [draft for draft in found if self._is_figure(draft, several)]

    def _draft(self, number: Number) -> Draft:
        unit, last, noun, rule = self.tail(number)
        first = number.first
        if self.word(first - 1) == "%" and unit in (None, "item"):  # «٪۵۳»
            first, last = first - 1, number.last
            unit, noun, rule = "percent", (first, first + 1), "figure.measured"
        low, high = number.low, number.high
        if rule == "figure.hemmat" and low is not None and high is not None:
            low, high = round(low * 10**12), round(high * 10**12)
        if noun is not None and low is not None and high is not None and self.and_a_half(last):
            half = 0.5 * (number.scale if number.scaled else 1)  # «یک مگاوات و نیم»
            low, high, last = low + half, high + half, last + 2
        draft = Draft(number, first, last, unit, noun, rule, low, high, scale=number.scale)
        if low is None:
            draft.held = "no_value"
        elif too_large(number):
            draft.held = "too_large"
        elif number.malformed:
            draft.held = "malformed_number"
        if low is not None and high is not None and low != high:
            draft.qualifier = "range"
        return draft

    def _fractions(self) -> list[Draft]:
        """«یک‌سوم تعاونی‌ها», «نیمی از», «نصف آن»."""
        tokens, found = self.tokens, []
        for match in compiled(tokens, "{fraction}").finditer(tokens.classes):
            at = match.start()
            entry = tokens.entry(at)
            if entry is None or self.has(at + 1, "time.unit", "decade", "month", "number"):
                continue
            if (
                self.word(at) in ("ربع", "ثلث")
                and not self.has(at + 1, "demonstrative")
                and self.word(at + 1) != "از"
            ):
                continue
            top, bottom = entry.values.get("fraction") or entry.values["fraction.half"]
            value = round(top / bottom, 4)
            number = Number(at, at + 1, value, value)
            found.append(Draft(number, at, at + 1, "fraction", None, "figure.fraction", value, value))
        return found

    # ------------------------------------------------------------------ qualifiers

    def _qualify(self, draft: Draft) -> None:
        at = draft.first - 1
        steps = 0
        while self.has(at, "amount") and steps < 2 and not self.has(at, "qualifier"):
            at -= 1
            steps += 1
        ranged = draft.qualifier == "range"
        for name in _QUALIFIERS:
            if self.has(at, f"qualifier.{name}"):
                first = at - 1 if self.has(at - 1, f"qualifier.{name}", "to") else at
                draft.qualifier_at = first, at + 1
                if not ranged:
                    draft.qualifier = name
                    if self._negative(draft.last):  # «کمتر از ۵۵ درصد نیست»
                        draft.qualifier = _OPPOSITE.get(name, name)
                return
        if ranged:
            return
        if self.has(at, "border") or self.word(at) == "از":
            if self._passed(draft):
                draft.qualifier, draft.qualifier_at = "more_than", (at, at + 1)
        elif self.has(draft.last, "or_more"):
            draft.qualifier, draft.qualifier_at = "more_than", (draft.last, draft.last + 1)
        elif self.has(at, "to") and not self.has(
            at - 1, "number", "unit", "month", "period", "year", "time.unit"
        ):
            draft.qualifier, draft.qualifier_at = "up_to", (at, at + 1)

    def _negative(self, at: int) -> bool:
        return self.word(at) in ("نیست", "نبود", "نباشد", "نمیباشد", "نبودهاست", "نیستند")

    def _passed(self, draft: Draft) -> bool:
        for at in range(draft.last, min(draft.last + 5, self.size)):
            if self.has(at, "passed"):
                return True
            if self.has(at, "verb", "comma", "break", "stop", "number"):
                return False
        return False

    # ------------------------------------------------------------------ what is no figure

    def _is_figure(self, draft: Draft, several: set[tuple[int, str | None]]) -> bool:
        if draft.bare:
            return False
        number = draft.number
        if number.low is None:
            return self.has(number.last, "unit", "counted", "counter.person")
        one = number.in_words and number.low == number.high == 1
        if one and not self._is_one(draft, several):
            return False
        small = number.in_words and number.high is not None and number.high < 10
        if (
            small
            and self.has(draft.first - 1, "demonstrative", "every")
            and not self.has(draft.first - 1, "locality")
        ):
            return False
        if draft.rule == "figure.duration" and not self.has(draft.last - 1, "time.adjective"):
            return not self._is_time_frame(draft)
        return True

    def _is_one(self, draft: Draft, several: set[tuple[int, str | None]]) -> bool:
        """Whether «یک» counts; mostly it is an article («یک شغل ثابت»)."""
        if draft.rule in ("figure.noun", "figure.duration", "figure.noun_before"):
            return False
        if draft.qualifier != "exact" or self.has(draft.first - 1, "only"):
            return True
        if draft.rule in ("figure.measured", "figure.money"):
            loose = self.has(draft.number.last, "unit.size") or (
                not draft.number.scaled and draft.unit in MONEY
            )
            return not loose or (self.word(draft.first - 1) != "حتی" and not self._negated(draft))
        if draft.rule == "figure.people":
            return True
        return (draft.sentence, draft.unit) in several

    def _negated(self, draft: Draft) -> bool:
        """Whether a negative verb stands near in the sentence: «یک متر … لوله‌کشی نشده بود»."""
        first, last = self.sentence(draft.first)
        near = range(max(first, draft.first - _NEAR), min(last, draft.last + _NEAR))
        return any(self.has(at, "verb") and self.word(at).startswith("ن") for at in near)

    def _is_time_frame(self, draft: Draft) -> bool:
        """«در ۴۵ روز» may be one; «سابقه ۱۵ سال» is not."""
        after = draft.last
        return self.has(after, "time.after", "period.year") or self.has(
            draft.first - 1, "time.frame", "ordinal"
        )

    # ------------------------------------------------------------------ modality

    def modality(self, draft: Draft, measure: str | None) -> Modality:
        """Return whether the text measures, plans or sets as a target."""
        if draft.unit in SHARES and self.any(draft.first - 3, draft.first, "target"):
            follows = range(draft.last, min(draft.last + 6, self.size))
            if any(self.has(at, "economy") for at in follows):
                return "target"
        last = self.sentence(draft.first)[1]
        for at in range(draft.last, min(last, draft.last + 25)):
            if self.has(at, "planned"):
                return "planned"
            if self.has(at, "verb", "cue", "participle"):
                return "measured"
        return "measured"


_FINDERS: dict[int, FigureFinder] = {}


def recognise_figures(
    tokens: Tokens,
    places: list[PlaceMention],
    *,
    date: dt.date | None = None,
    province: str | None = None,
    county: str | None = None,
) -> list[Figure]:
    """Return the figures of a text; see :meth:`FigureFinder.find`."""
    finder = _FINDERS.get(id(tokens.vocabulary))
    if finder is None or finder.vocabulary is not tokens.vocabulary:
        finder = _FINDERS[id(tokens.vocabulary)] = FigureFinder(tokens.vocabulary)
    return finder.find(tokens, places, date=date, province=province, county=county)
