"""Figures: a number with what it counts and how exactly.

The steps, each small: numbers (:mod:`.numbers`) → what follows them (:mod:`.counted`) → units left out (:mod:`.elided`)
→ qualifiers (:mod:`.reading`), and what is no figure after all (:mod:`.excluded`) → measure, place, period (here).
"""

import datetime as dt
from collections.abc import Sequence

from extract.grammar.tags import kind
from extract.recognise.dates import PeriodFinder, after_year, maybe_year
from extract.recognise.denial import Denials
from extract.recognise.drafts import MONEY, SHARES, Draft, Values
from extract.recognise.measures import Assigned, MeasureFinder
from extract.recognise.numbers import NumberGrammar
from extract.recognise.places import PlaceMention
from extract.recognise.reading import FigureReading
from extract.resolve.localities import Stretch
from extract.resolve.places import PlaceResolver
from extract.statements import Figure
from extract.text.tokens import Tokens, Vocabulary

_SAME_RULES = frozenset(
    ("figure.money", "figure.people", "figure.measured", "figure.money_elided", "figure.unit_elided")
)
_SAYS = kind("cue|colon")
_THIS_NUMBER = frozenset(
    ("رقم", "عدد", "میزان", "شاخص", "مبلغ", "اینمبلغ", "اینرقم", "اینعدد", "اینمیزان", "اینشاخص")
)
_FARTHEST = 1000
"""How many times an earlier amount a later one may be and still be of the same thing."""
_TIMES = frozenset(("year", "month", "week", "day", "hour", "minute"))


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
    def _same_thing(reading: FigureReading, draft: Draft, previous: Draft, measure: Assigned) -> bool:
        """«از ۲۲ میلیون دلار به ۲۴ میلیون دلار»: a second value of what was measured just before."""
        alike = (
            draft.rule in _SAME_RULES and draft.sentence == previous.sentence and draft.unit == previous.unit
        )
        if not alike or measure.behind or measure.differs:
            return False
        said = reading.any(previous.last, draft.first, _SAYS)
        if said and _THIS_NUMBER.isdisjoint(reading.words[previous.last : draft.first]):
            return False  # but «… ۹.۵ درصد عنوان کرد و گفت: این رقم در کشور ۶ درصد است»
        if draft.unit in MONEY and (draft.high or 0) > _FARTHEST * (previous.high or 0):
            return False  # «هر کیلو ۳۵۰ هزار تومان … هزار و ۱۰۰ میلیارد تومان»
        own = measure.at is not None and previous.last < measure.at[0] and measure.at[1] == draft.first
        amount = draft.unit not in MONEY and draft.unit not in SHARES
        # «شیر ۱۴ تن و گوشت قرمز ۲۲ تن», «درآمد … قسط ۱۸ میلیونی»: of a thing of its own
        return not (own and (amount or draft.number.adjectival))

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
        reading = FigureReading(self.numbers, self.values, tokens)
        drafts = reading.drafts()
        if not drafts:
            return []
        where = PlaceResolver(tokens, places, province, county, speech).resolve(
            [(draft.first, draft.last, draft.unit) for draft in drafts]
        )
        around = self.measures.surroundings(
            reading, [(draft.first, draft.last, draft.unit) for draft in drafts]
        )
        behind_year = frozenset(draft.first for draft in drafts if after_year(reading, draft.first))
        periods = PeriodFinder(reading, date, behind_year)
        denials = Denials(reading)
        text, starts, ends = tokens.text, tokens.starts, tokens.ends
        found: list[Figure] = []
        previous: Draft | None = None
        earlier: dict[tuple[object, ...], int] = {}
        for number, (draft, place) in enumerate(zip(drafts, where, strict=True)):
            first, last = draft.first, draft.last
            sentence = reading.numbered_sentence(draft.sentence, first)
            clause = reading.clause(sentence, first)
            unit = None if draft.rule == "figure.noun" and draft.unit == "item" else draft.unit
            measure = self.measures.assign(number, unit, draft.noun, clause, around)
            if (
                measure.id is None
                and previous is not None
                and self._same_thing(reading, draft, previous, measure)
            ):
                before = found[-1]
                if before.measure is not None:
                    measure = measure._replace(
                        id=self.measures.later(before.measure), text=before.measure_text
                    )
            previous = draft
            name, words, measured_at, measure_unit = measure[:4]
            unit = measure_unit or draft.unit
            period, period_text = periods.period(clause, first, last)
            repeats = earlier.setdefault(
                (draft.low, draft.high, unit, name, place.place, place.province), len(found)
            )
            held = draft.held
            if held is None and first in behind_year and maybe_year(int(tokens.words[first]), date):
                held = "year_or_count"
            if held is None and name is None and not (words and self._says_what(draft, measure)):
                held = "unknown_measure"
            if held is None and denials.denied(draft, measured_at):
                held = "denied"
            if held is None and place.place is not None and place.province is None:
                held = "abroad" if place.basis == "abroad" else "several_provinces"
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
