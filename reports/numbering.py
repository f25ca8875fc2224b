"""Citation numbers: every figure and statement that is printed gets one, in reading order of the sources."""

from collections.abc import Collection, Iterable, Mapping

from extract.article import Article
from extract.statements import Extraction, Figure, Quote
from reports import select
from reports.model import Datum, Level, Statement
from reports.period import Period
from reports.voices import Voices


class Numbering:
    """Numbers the findings of one article after the other.

    Args:
        period: says where an article belongs.
        voices: collects who speaks.
        disputed: figures that some conflict names, as (article, index).
    """

    def __init__(self, period: Period, voices: Voices, disputed: Mapping[tuple[str, int], None]) -> None:
        self.period = period
        self.voices = voices
        self.disputed = disputed
        self.data: list[Datum] = []
        self.statements: list[Statement] = []
        self.citations: dict[tuple[str, int], int] = {}
        """Of every figure by (article, index); one that is said again leads to the first."""

    def number(self, article: Article, extraction: Extraction, only: Collection[int] | None = None) -> None:
        """Give every printed finding of one article its citation, in reading order.

        Args:
            only: of an article that is only cited, the indices of the figures that are printed.
        """
        found: list[tuple[int, int, int, Figure | Quote]] = []
        for index, figure in enumerate(extraction.figures):
            printed = select.prints_figure(figure, (article.id, index) in self.disputed)
            if only is not None and index not in only:
                continue
            if printed and (figure.repeats is None or not self._prints(extraction, figure.repeats)):
                found.append((figure.start, -figure.end, index, figure))
        for index, quote in enumerate(extraction.quotes):
            if only is None and select.prints_quote(quote):
                found.append((quote.start, -quote.end, index, quote))
        found.sort(key=lambda entry: entry[:3])
        first = 1 + len(self.data) + len(self.statements)
        numbers = {(isinstance(one, Quote), index): first + i for i, (_, _, index, one) in enumerate(found)}
        for _, _, index, one in found:
            citation = numbers[isinstance(one, Quote), index]
            if isinstance(one, Quote):
                inside = [
                    numbers[False, number]
                    for number, figure in enumerate(extraction.figures)
                    if figure.quote == index and (False, number) in numbers
                ]
                self.statements.append(self._statement(citation, index, one, article, extraction, inside))
            else:
                statement = numbers.get((True, one.quote)) if one.quote is not None else None
                self.citations[article.id, index] = citation
                self.data.append(self._datum(citation, index, one, article, extraction, statement))
        for index, figure in enumerate(extraction.figures):
            if figure.repeats is not None and (article.id, figure.repeats) in self.citations:
                self.citations.setdefault((article.id, index), self.citations[article.id, figure.repeats])

    def _prints(self, extraction: Extraction, index: int) -> bool:
        figure = extraction.figures[index]
        return figure.repeats is None and select.prints_figure(
            figure, (extraction.id, index) in self.disputed
        )

    def _datum(
        self,
        citation: int,
        index: int,
        figure: Figure,
        article: Article,
        extraction: Extraction,
        statement: int | None,
    ) -> Datum:
        date = extraction.date or article.date
        voice = self.voices.of_name(article.id, figure.speaker) if figure.speaker else None
        again = [other for other in extraction.figures if other.repeats == index and other.held is None]
        return Datum(
            citation=citation,
            also=tuple((other.start, other.end) for other in again),
            article=article.id,
            index=index,
            start=figure.start,
            end=figure.end,
            sentence=figure.sentence,
            low=figure.low,
            high=figure.high,
            qualifier=figure.qualifier,
            unit=figure.unit,
            per=figure.per,
            modality=figure.modality,
            measure=figure.measure,
            measure_text=figure.measure_text,
            place=figure.place,
            province=figure.province,
            county=figure.county,
            level=_level(figure),
            period=figure.period,
            period_text=figure.period_text,
            date=date,
            agency=extraction.agency,
            section=self.period.section(date),
            voice=voice,
            statement=statement,
        )

    def _statement(
        self,
        citation: int,
        index: int,
        quote: Quote,
        article: Article,
        extraction: Extraction,
        figures: Iterable[int],
    ) -> Statement:
        date = extraction.date or article.date
        passages = [(quote.start, quote.end), *quote.more]
        return Statement(
            citation=citation,
            article=article.id,
            index=index,
            start=quote.start,
            end=quote.end,
            more=quote.more,
            text="\n".join(article.text[start:end] for start, end in passages),
            cue=article.text[slice(*quote.cue)],
            kind=quote.kind,
            direct=quote.direct,
            voice=self.voices.of_quote(article.id, quote),
            figures=tuple(figures),
            date=date,
            agency=extraction.agency,
            section=self.period.section(date),
        )


def _level(figure: Figure) -> Level:
    if figure.county is not None:
        return "county"
    return "province" if figure.province is not None else "national"
