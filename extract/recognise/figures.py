"""Figures: a number with what it counts and how exactly.

The steps, each small: numbers (:mod:`.numbers`) → what follows them (:mod:`.counted`) → units left out (:mod:`.elided`)
→ qualifiers, and what is no figure after all (here) → measure, place, period.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence

from extract.grammar.tags import kind
from extract.recognise.dates import PeriodFinder
from extract.recognise.drafts import MONEY, SHARES, Draft, Values
from extract.recognise.elided import Elided
from extract.recognise.measures import Assigned, MeasureFinder
from extract.recognise.numbers import Number, NumberGrammar, too_large
from extract.recognise.places import PlaceMention
from extract.resolve.localities import Stretch
from extract.resolve.places import PlaceResolver
from extract.statements import Figure, Modality, Qualifier
from extract.text.tokens import Tokens, Vocabulary

_QUALIFIERS: tuple[Qualifier, ...] = ("more_than", "less_than", "about", "nearly", "up_to")
_NEAR = 30
"""Tokens within which a verb belongs to a figure."""
_OPPOSITE: dict[Qualifier, Qualifier] = {"more_than": "up_to", "less_than": "more_than"}
_SAME_RULES = frozenset(
    ("figure.money", "figure.people", "figure.measured", "figure.money_elided", "figure.unit_elided")
)
_FRACTION = kind("fraction")
_NO_FRACTION, _DEMONSTRATIVE = kind("time.unit|decade|month|number"), kind("demonstrative")
_AMOUNT, _QUALIFIER, _TO = kind("amount"), kind("qualifier"), kind("to")
_BY_QUALIFIER = tuple((kind(f"qualifier.{name}"), kind(f"qualifier.{name}|to"), name) for name in _QUALIFIERS)
_BORDER, _OR_MORE, _PASSED = kind("border"), kind("or_more"), kind("passed")
_FROM = kind("number|unit|month|period|year|time.unit")
_NOT_ABOVE, _NOT_REACHED, _ALSO = kind("not_above"), kind("not_reached"), kind("also")
_AFTER_AZ = kind("number.after_az")
_MORE_OR_LESS: dict[str, Qualifier] = {
    "بیش": "more_than",
    "بیشتر": "more_than",
    "افزون": "more_than",
    "کمتر": "less_than",
}
_TIMES = frozenset(("year", "month", "week", "day", "hour", "minute"))
_TIME = kind("month|period|year|time.unit")
_NOT_PASSED = kind("verb|comma|break|stop|number")
_COUNTS, _EACH = kind("unit|counted|counter.person"), kind("demonstrative|every")
_LOCALITY, _TIME_ADJECTIVE, _ONLY = kind("locality"), kind("time.adjective"), kind("only")
_SIZE, _VERB, _AFTER = kind("unit.size"), kind("verb"), kind("time.after|period.year")
_FRAME, _TARGET, _ECONOMY = kind("time.frame|ordinal"), kind("target"), kind("economy")
_PLANNED, _SAID = kind("planned"), kind("verb|cue|participle|planned")
_NOT = frozenset(("نیست", "نبود", "نباشد", "نمیباشد", "نبودهاست", "نیستند"))


class FigureFinder:
    """Finds the figures of texts of one vocabulary; between texts it remembers words alone."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.numbers = NumberGrammar(vocabulary)
        self.measures = MeasureFinder(vocabulary)
        self.values = Values(vocabulary)

    @staticmethod
    def _says_what(draft: Draft, measure: Assigned) -> bool:
        """Whether the words kept for want of a measure say enough: «۹۷ درصد خانوارها», but not «خانوار ما سه سال است».

        A count names what it counts; how long, how much of what or for what, only words right beside it tell.
        """
        if measure.at is None or draft.unit in _TIMES:
            return False
        if draft.unit in SHARES:
            return measure.behind
        return draft.unit not in MONEY or measure.behind or draft.first - measure.at[1] <= 1

    @staticmethod
    def _same_thing(draft: Draft, previous: Draft, measure: Assigned) -> bool:
        """«از ۲۲ میلیون دلار به ۲۴ میلیون دلار»: a second value of what was measured just before."""
        return (
            draft.rule in _SAME_RULES
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
        speech: Sequence[Stretch] = (),
    ) -> list[Figure]:
        """Return the figures of a text in order; ``speaker`` and ``quote`` are left for others to fill.

        Args:
            tokens: the text's tokens.
            places: its place mentions (:func:`extract.recognise.places.find_places`).
            date: the article's own date, for «امسال» and the like.
            province: the article's province (:func:`extract.recognise.places.article_place`).
            county: the article's county.
            speech: where somebody with a post speaks (:func:`extract.resolve.voices.read_voices`).
        """
        reading = _Reading(self, tokens)
        drafts = reading.drafts()
        if not drafts:
            return []
        where = PlaceResolver(tokens, places, province, county, speech).resolve(
            [(draft.first, draft.last, draft.unit) for draft in drafts]
        )
        context = self.measures.context(reading, [(draft.first, draft.last) for draft in drafts])
        periods = PeriodFinder(reading, date)
        text, starts, ends = tokens.text, tokens.starts, tokens.ends
        found: list[Figure] = []
        previous: Draft | None = None
        earlier: dict[tuple[object, ...], int] = {}
        for draft, place in zip(drafts, where, strict=True):
            first, last = draft.first, draft.last
            sentence = reading.numbered_sentence(draft.sentence, first)
            clause = reading.clause(sentence, first)
            unit = None if draft.rule == "figure.noun" and draft.unit == "item" else draft.unit
            measure = self.measures.assign(first, last, unit, draft.noun, clause, context)
            if measure.id is None and previous is not None and self._same_thing(draft, previous, measure):
                before = found[-1]
                if before.measure is not None:
                    measure = measure._replace(
                        id=self.measures.later(before.measure), text=before.measure_text
                    )
            previous = draft
            name, words, measured_at, measure_unit, _ = measure
            unit = measure_unit or draft.unit
            period, period_text = periods.period(clause, first, last)
            repeats = earlier.setdefault(
                (draft.low, draft.high, unit, name, place.place, place.province), len(found)
            )
            held = draft.held
            if held is None and name is None and not (words and self._says_what(draft, measure)):
                held = "unknown_measure"
            if held is None and place.place is not None and place.province is None:
                held = "several_provinces"
            at, qualifier_at = place.at, draft.qualifier_at
            start, end = starts[first], ends[last - 1]
            figure = Figure(
                start=start,
                end=end,
                low=draft.low,
                high=draft.high,
                qualifier=draft.qualifier,
                unit=unit,
                measure=name,
                measure_text=words,
                place=place.place,
                province=place.province,
                county=place.county,
                period=period,
                speaker=None,
                rule=draft.rule,
                held=held,
                text=text[start:end],
                sentence=(starts[sentence[0]], ends[sentence[1] - 1]),
                qualifier_span=(starts[qualifier_at[0]], ends[qualifier_at[1] - 1]) if qualifier_at else None,
                measure_span=(starts[measured_at[0]], ends[measured_at[1] - 1]) if measured_at else None,
                place_span=(starts[at[0]], ends[at[1] - 1]) if at else None,
                place_basis=place.basis,
                per=None if draft.unit in SHARES else periods.per(sentence, first, last),
                modality=reading.modality(draft, sentence[1]),
                period_text=period_text,
                repeats=repeats if repeats < len(found) else None,
            )
            found.append(figure)
        return found


class _Reading(Elided):
    """The work on one text."""

    def __init__(self, finder: FigureFinder, tokens: Tokens) -> None:
        super().__init__(tokens, finder.values)
        self.finder = finder
        self._several: set[tuple[int, str | None]] | None = None

    # ------------------------------------------------------------------ steps

    def drafts(self) -> list[Draft]:
        """Return all figures, with unit, qualifier and value."""
        found: list[Draft] = []
        limit = 0
        for number in self.finder.numbers.find(self.tokens):
            if number.first >= limit:
                draft = self._draft(number)
                found.append(draft)
                limit = draft.last
        fractions = self._fractions()
        if fractions:
            found = sorted([*found, *fractions], key=lambda draft: draft.first)
        for draft in found:
            draft.sentence = bisect_right(self.starts, draft.first)
        found = self.merge_ranges(self.join_parts(found))
        for draft in found:
            self._qualify(draft)
        self.fill_units(found)
        self.share_scales(found)
        self.complete_short_nouns(found)
        return [draft for draft in found if draft.unit is not None and self._is_figure(draft, found)]

    def _draft(self, number: Number) -> Draft:
        unit, last, noun, rule = self.tail(number)
        first = number.first
        if (unit is None or unit == "item") and self.words[first - 1] == "%":  # «٪۵۳»
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
        found: list[Draft] = []
        for at in self.positions(_FRACTION):
            entry = self.tokens.entry(at)
            if entry is None or self.chars[at + 1] in _NO_FRACTION:
                continue
            partitive = self.chars[at + 1] in _DEMONSTRATIVE or self.words[at + 1] == "از"
            if self.words[at] in ("ربع", "ثلث") and not partitive:
                continue
            top, bottom = entry.values.get("fraction") or entry.values["fraction.half"]
            value = round(top / bottom, 4)
            number = Number(at, at + 1, value, value)
            found.append(Draft(number, at, at + 1, "fraction", None, "figure.fraction", value, value))
        return found

    # ------------------------------------------------------------------ qualifiers

    def _qualify(self, draft: Draft) -> None:
        chars = self.chars
        at = draft.first - 1
        if chars[draft.first] in _AFTER_AZ and self.words[at] in _MORE_OR_LESS:  # «بیش ازچهار هزار»
            draft.qualifier, draft.qualifier_at = _MORE_OR_LESS[self.words[at]], (at, at + 1)
            return
        steps = 0
        while chars[at] in _AMOUNT and steps < 2 and chars[at] not in _QUALIFIER:
            at -= 1
            steps += 1
        char = chars[at]
        ranged = draft.qualifier == "range"
        if char in _QUALIFIER:
            for its_kind, its_first, name in _BY_QUALIFIER:
                if char in its_kind:
                    first = at - 1 if chars[at - 1] in its_first else at
                    draft.qualifier_at = first, at + 1
                    if not ranged:
                        draft.qualifier = name
                        if self.words[draft.last] in _NOT:  # «کمتر از ۵۵ درصد نیست»
                            draft.qualifier = _OPPOSITE.get(name, name)
                    return
        if ranged:
            return
        self._bounded(draft, at)

    def _bounded(self, draft: Draft, at: int) -> None:
        """Read a bound that a verb or a word beside the figure tells: «از مرز ۸۷ هزار گذشت», «تا ۳۰ میلیون تومان»."""
        chars, char = self.chars, self.chars[at]
        if char in _BORDER or self.words[at] == "از":
            if self._passed(draft):
                draft.qualifier, draft.qualifier_at = "more_than", (at, at + 1)
            elif chars[draft.last] in _NOT_ABOVE:
                draft.qualifier, draft.qualifier_at = "up_to", (draft.last, draft.last + 1)
            return
        last = self._after_also(draft.last)
        if self.words[draft.first - 1] == "به" and chars[last] in _NOT_REACHED:
            draft.qualifier, draft.qualifier_at = "less_than", (last, last + 1)
        elif chars[draft.last] in _OR_MORE:
            draft.qualifier, draft.qualifier_at = "more_than", (draft.last, draft.last + 1)
        elif char in _TO and (chars[at - 1] not in _FROM or self._of_another_kind(at - 1, draft)):
            draft.qualifier, draft.qualifier_at = "up_to", (at, at + 1)

    def _after_also(self, at: int) -> int:
        return at + 1 if self.chars[at] in _ALSO else at

    def _of_another_kind(self, at: int, draft: Draft) -> bool:
        """«پس از شش ماه تا ۳۰ میلیون تومان»: a time before «تا», and no time after it."""
        return self.chars[at] in _TIME and draft.unit in MONEY

    def _passed(self, draft: Draft) -> bool:
        for char in self.chars[draft.last : draft.last + 5]:
            if char in _PASSED:
                return True
            if char in _NOT_PASSED:
                return False
        return False

    # ------------------------------------------------------------------ what is no figure

    def _is_figure(self, draft: Draft, all_drafts: list[Draft]) -> bool:
        number, chars = draft.number, self.chars
        if number.low is None:
            return bool(chars[number.last] in _COUNTS)
        if number.in_words and number.high is not None and number.high < 10:
            if number.low == number.high == 1 and not self._is_one(draft, all_drafts):
                return False
            before = chars[draft.first - 1]
            if before in _EACH and before not in _LOCALITY:
                return False
        if draft.rule == "figure.duration" and chars[draft.last - 1] not in _TIME_ADJECTIVE:
            return not (chars[draft.last] in _AFTER or chars[draft.first - 1] in _FRAME)
        return True

    def _is_one(self, draft: Draft, all_drafts: list[Draft]) -> bool:
        """Whether «یک» counts; mostly it is an article («یک شغل ثابت»)."""
        if draft.rule in ("figure.noun", "figure.duration", "figure.noun_before"):
            return False
        if draft.qualifier != "exact" or self.chars[draft.first - 1] in _ONLY:
            return True
        if draft.rule in ("figure.measured", "figure.money"):
            loose = self.chars[draft.number.last] in _SIZE or (
                not draft.number.scaled and draft.unit in MONEY
            )
            return not loose or (self.words[draft.first - 1] != "حتی" and not self._negated(draft))
        if draft.rule == "figure.people":
            return True
        if self._several is None:
            self._several = {(one.sentence, one.unit) for one in all_drafts if one.high != 1}
        return (draft.sentence, draft.unit) in self._several

    def _negated(self, draft: Draft) -> bool:
        """Whether a negative verb stands near in the sentence: «یک متر … لوله‌کشی نشده بود»."""
        first, last = self.sentence(draft.first)
        near = range(max(first, draft.first - _NEAR), min(last, draft.last + _NEAR))
        return any(self.chars[at] in _VERB and self.words[at].startswith("ن") for at in near)

    # ------------------------------------------------------------------ modality

    def modality(self, draft: Draft, end: int) -> Modality:
        """Return whether the text measures, plans or sets as a target; ``end`` is the end of the sentence."""
        last = draft.last
        share = draft.unit in SHARES
        if share and self.any(last, last + 6, _ECONOMY) and self.any(draft.first - 3, draft.first, _TARGET):
            return "target"
        said = _SAID.search(self.tokens.classes, last, min(end, last + 25))
        return "planned" if said is not None and self.chars[said.start()] in _PLANNED else "measured"


_FINDERS: dict[int, FigureFinder] = {}


def recognise_figures(
    tokens: Tokens,
    places: list[PlaceMention],
    *,
    date: dt.date | None = None,
    province: str | None = None,
    county: str | None = None,
    speech: Sequence[Stretch] = (),
) -> list[Figure]:
    """Return the figures of a text; see :meth:`FigureFinder.find`."""
    finder = _FINDERS.get(id(tokens.vocabulary))
    if finder is None or finder.vocabulary is not tokens.vocabulary:
        finder = _FINDERS[id(tokens.vocabulary)] = FigureFinder(tokens.vocabulary)
    return finder.find(tokens, places, date=date, province=province, county=county, speech=speech)
