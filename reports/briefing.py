"""Build the language-free briefing from what was found.

Public and stable::

    build_briefing(articles, extractions, period, *, persons=None, conflicts=(), issue=None, quoted={}) -> Briefing
    to_json(briefing) -> bytes

``reports.render.render_pdf(briefing, language, out_path, articles, ...)`` prints it.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

import msgspec

from extract.article import Article, Span
from extract.statements import Conflict, Extraction, Person
from extract.text.shadow import skeleton
from reports import compare, select
from reports.english.posts import agency_in_english
from reports.languages.collation import persian_key
from reports.model import (
    Block,
    Briefing,
    Counts,
    Datum,
    Group,
    MapState,
    Part,
    Source,
    Statement,
)
from reports.numbering import Numbering
from reports.period import Period, Section
from reports.voices import People, Voices, index_of

_ORDER: tuple[Section, ...] = ("week", "before", "after", "undated")


def build_briefing(
    articles: Sequence[Article],
    extractions: Sequence[Extraction],
    period: Period,
    *,
    persons: Sequence[Person] | None = None,
    conflicts: Sequence[Conflict] = (),
    issue: int | None = None,
    quoted: Mapping[str, Collection[int]] = MappingProxyType({}),
) -> Briefing:
    """Build the briefing of a period.

    Args:
        articles: all that were read, each with its extraction; the order does not matter.
        extractions: what was found in them, one an article.
        period: the days the briefing is about; other articles go into parts of their own.
        persons: who is who over all articles; without it, equal names in one province are one person.
        conflicts: those across articles, besides the extractions' own.
        issue: running number of the briefing, if it has one.
        quoted: articles by id that are not set but only cited, with the indices of the figures that are printed of
            them; they are sources and neither counted nor drawn.
    """
    return _Builder(articles, extractions, period, persons, conflicts, quoted).build(issue)


def identified(briefing: Briefing) -> Briefing:
    """Return a briefing with the id that its content gives it."""
    content = to_json(msgspec.structs.replace(briefing, id=""))
    return msgspec.structs.replace(briefing, id=hashlib.sha256(content).hexdigest())


def to_json(briefing: Briefing) -> bytes:
    """Return the briefing as indented UTF-8 JSON; the same briefing gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(briefing), indent=1) + b"\n"


class _Builder:
    """Numbers everything that is printed, then arranges it."""

    def __init__(
        self,
        articles: Sequence[Article],
        extractions: Sequence[Extraction],
        period: Period,
        persons: Sequence[Person] | None,
        conflicts: Sequence[Conflict],
        quoted: Mapping[str, Collection[int]],
    ) -> None:
        found = {extraction.id: extraction for extraction in extractions}
        pairs = [(article, found[article.id]) for article in articles if article.id in found]
        self.period = period
        self.pairs = sorted(pairs, key=lambda pair: self._order(*pair))
        self.full = [pair for pair in self.pairs if pair[0].id not in quoted]
        self.people = People((extraction for _, extraction in self.pairs), persons)
        own = (conflict for _, extraction in self.full for conflict in extraction.conflicts)
        self.conflicts = [*own, *conflicts]
        self.disputed = select.in_conflict((), self.conflicts)
        numbering = Numbering(period, Voices(self.people), self.disputed)
        for article, extraction in self.pairs:
            numbering.number(article, extraction, quoted.get(article.id))
        self.voices = numbering.voices
        self.statements = numbering.statements
        self.disputes = compare.disputes(self.conflicts, numbering.citations)
        contested = {citation for dispute in self.disputes for citation in dispute.figures}
        self.data = [
            msgspec.structs.replace(datum, disputed=datum.citation in contested) for datum in numbering.data
        ]
        self.own = [datum for datum in self.data if datum.article not in quoted]
        self.figures_of: dict[str, list[Datum]] = {}
        self.statements_of: dict[str, list[Statement]] = {}
        for datum in self.data:
            self.figures_of.setdefault(datum.article, []).append(datum)
        for statement in self.statements:
            self.statements_of.setdefault(statement.article, []).append(statement)

    def _order(self, article: Article, extraction: Extraction) -> tuple[object, ...]:
        date = extraction.date or article.date
        section = self.period.section(date)
        return (
            _ORDER.index(section),
            date.toordinal() if date else 0,
            persian_key(extraction.province or ""),
            article.id,
        )

    def build(self, issue: int | None) -> Briefing:
        charts = compare.charts(self.own)
        extractions = [extraction for _, extraction in self.full]
        held = select.held(extractions, self.disputed)
        spoken: dict[int, list[int]] = {}
        for statement in self.statements:
            spoken.setdefault(statement.voice, []).append(statement.citation)
        parts = tuple(part for section in _ORDER if (part := self._part(section)))
        briefing = Briefing(
            id="",
            period=self.period,
            issue=issue,
            counts=self._counts(),
            key_figures=select.key_figures(self.own),
            map=self._map(),
            findings=compare.findings(self.own, self.statements, charts),
            disputes=self.disputes,
            charts=charts,
            parts=parts,
            data=tuple(self.data),
            statements=tuple(self.statements),
            voices=tuple(self.voices.all),
            people=index_of(self.people, self.voices.all, spoken),
            sources=tuple(self._source(article, extraction) for article, extraction in self.pairs),
            held=select.held_counts(held),
            held_items=held,
            version=", ".join(
                sorted({extraction.version for extraction in extractions if extraction.version})
            ),
        )
        return identified(briefing)

    # arranging

    def _part(self, section: Section) -> Part | None:
        pairs = [pair for pair in self.full if self.period.section(pair[1].date or pair[0].date) == section]
        if not pairs:
            return None
        figures = [datum for datum in self.own if datum.section == section]
        groups = [group for pair in pairs for group in self._groups(*pair)]
        provinces = {datum.province for datum in figures} | {province for province, _ in groups}
        blocks = [
            Block(
                province=province,
                figures=tuple(
                    datum.citation for datum in sorted(figures, key=_row) if datum.province == province
                ),
                groups=tuple(group for home, group in groups if home == province),
            )
            for province in sorted(provinces, key=lambda name: (name is not None, persian_key(name or "")))
        ]
        dates = [date for article, extraction in pairs if (date := extraction.date or article.date)]
        return Part(
            section=section,
            first=min(dates, default=None),
            last=max(dates, default=None),
            articles=len(pairs),
            blocks=tuple(blocks),
        )

    def _groups(self, article: Article, extraction: Extraction) -> list[tuple[str | None, Group]]:
        """Return the voices of one article with the province they are printed under."""
        by_voice: dict[int, list[int]] = {}
        for statement in self.statements_of.get(article.id, ()):
            by_voice.setdefault(statement.voice, []).append(statement.citation)
        return [
            (
                extraction.province or self.voices.all[voice].province,
                Group(
                    voice=voice,
                    article=article.id,
                    date=extraction.date or article.date,
                    agency=extraction.agency,
                    statements=tuple(citations),
                ),
            )
            for voice, citations in by_voice.items()
        ]

    def _source(self, article: Article, extraction: Extraction) -> Source:
        date = extraction.date or article.date
        figures = self.figures_of.get(article.id, [])
        statements = self.statements_of.get(article.id, [])
        spans = [span for figure in figures for span in ((figure.start, figure.end), *figure.also)]
        spans += [span for said in statements for span in ((said.start, said.end), *said.more)]
        citations = [figure.citation for figure in figures] + [said.citation for said in statements]
        shown = [paragraph for paragraph in article.paragraphs if _holds_any(paragraph, spans)]
        return Source(
            article=article.id,
            file=f"{article.id}.txt",
            agency=extraction.agency,
            date=date,
            section=self.period.section(date),
            province=extraction.province,
            county=extraction.county,
            words=len(article.text[slice(*article.body)].split()),
            sha256=article.sha256,
            url=article.url,
            paragraphs=tuple((paragraph.start, paragraph.end) for paragraph in shown),
            skipped=len(article.paragraphs) - len(shown),
            citations=tuple(sorted(citations)),
        )

    def _counts(self) -> Counts:
        extractions = [extraction for _, extraction in self.full]
        # the register of agencies knows «مهر» and «خبرگزاری مهر» for one
        named = [extraction.agency for extraction in extractions if extraction.agency]
        agencies = {agency_in_english(name) or skeleton(name) for name in named}
        return Counts(
            articles=len(self.full),
            in_period=sum(self.period.section(extraction.date) == "week" for extraction in extractions),
            agencies=len(agencies),
            provinces=len(self._map()),
            officials=len(self.people.persons),
            figures=len(self.own),
            statements=len(self.statements),
            paragraphs=sum(len(article.paragraphs) for article, _ in self.full),
            words=sum(len(article.text[slice(*article.body)].split()) for article, _ in self.full),
        )

    def _map(self) -> tuple[MapState, ...]:
        home = {extraction.id: extraction.province for _, extraction in self.pairs}
        figures: dict[str, int] = {}
        spoken: dict[str, int] = {}
        for datum in self.own:
            if datum.province:
                figures[datum.province] = figures.get(datum.province, 0) + 1
        for statement in self.statements:
            province = home[statement.article] or self.voices.all[statement.voice].province
            if province:
                spoken[province] = spoken.get(province, 0) + 1
        disputed = {datum.province for datum in self.own if datum.disputed}
        return tuple(
            MapState(
                province=province,
                figures=figures.get(province, 0),
                statements=spoken.get(province, 0),
                disputed=province in disputed,
            )
            for province in sorted({*figures, *spoken}, key=persian_key)
        )


def _row(datum: Datum) -> tuple[object, ...]:
    """Sort key of a figures table: the province before its counties, each in reading order."""
    return (datum.level == "county", persian_key(datum.county or ""), datum.citation)


def _holds_any(paragraph: Span, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < paragraph.end and end > paragraph.start for start, end in spans)


def by_citation(briefing: Briefing) -> Mapping[int, Datum | Statement]:
    """Return every printed figure and statement by its citation."""
    found: list[Datum | Statement] = [*briefing.data, *briefing.statements]
    return {one.citation: one for one in found}
