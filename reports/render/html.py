"""One edition as HTML: the templates of ``templates/``, filled from the language-free briefing.

Article text only ever enters as a value that is escaped. Bidirectional controls and control characters are taken out
of the finished page, so that no name or statement can turn the words around it; the attached article keeps them.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from extract.article import Article
from reports.deliver.weeks import week_of
from reports.deliver.words import notice_markup
from reports.english.sentences import figure_line
from reports.languages import language
from reports.languages.amounts import Code
from reports.languages.base import direction_of
from reports.languages.wording import Run
from reports.model import (
    Block,
    Briefing,
    Change,
    Datum,
    Finding,
    Group,
    IndexEntry,
    News,
    Part,
    Source,
    Statement,
    Voice,
)
from reports.period import Section
from reports.render.annex import newest
from reports.render.content import SCHEME
from reports.render.marks import Segment, breakable, has_long_word, passages, segments
from reports.render.pictures import ChartView, Gallery, Shown
from reports.themes import Theme
from reports.translate.shown import STATUSES, Translated, shown, topics
from reports.translate.shown import Memory as Memory

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
_MOST_OVERVIEW = 8  # rows; with more of them the first page would run over
_MOST_NAMED = 4
_MOST_LEADING = 5  # changed figures on the first page; with more of them they are a part of their own
_CONTROLS = (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF)
_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_UNPRINTABLE = dict.fromkeys((*_CONTROLS, *_BIDI))


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A statement as one edition prints it."""

    text: Run
    status: str | None = None
    """``reviewed``, ``draft``, ``machine``, ``withheld`` or ``none``; nothing in the edition of the original."""
    mark: Markup = Markup("")
    """Who answers for the words: a reviewer, an engine with its date, nobody."""
    notes: Markup = Markup("")
    """What an editor should look at, or why a translation is withheld."""
    original: Run | None = None
    """The Persian, where it is to stand beneath."""


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates beside their sources, as Python keeps its own; where nothing can be written, none."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        with suppress(OSError):
            Path(self.directory).mkdir(exist_ok=True)
            super().dump_bytecode(bucket)


@cache
def environment() -> Environment:
    """Return the templates' surroundings: everything is escaped, and a name that is missing is an error."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_Compiled(str(TEMPLATES / "__pycache__")),
    )
    environment.filters["breakable"] = breakable
    environment.filters["has_long_word"] = has_long_word
    return environment


def printable(html: str) -> str:
    """Return a page without bidirectional controls and control characters."""
    return html.translate(_UNPRINTABLE)


class Page:
    """One edition: everything a template asks for.

    Args:
        briefing: what is printed.
        code: the language.
        articles: the texts the passages are shown from.
        theme: colours, sizes, name of the publishing body.
        memory: translations, for the English edition.
    """

    def __init__(
        self,
        briefing: Briefing,
        code: Code,
        articles: Sequence[Article],
        theme: Theme,
        memory: Memory | None = None,
    ) -> None:
        self.briefing = briefing
        self.language = language(code)
        self.other = language("en" if code == "fa" else "fa")
        """The language of the other edition."""
        self.theme = theme
        self.memory = memory
        self.articles = {article.id: article for article in articles}
        self.data = {datum.citation: datum for datum in briefing.data}
        self.statements = {statement.citation: statement for statement in briefing.statements}
        self.gallery = Gallery(self.language, theme)
        self.passages = passages(briefing)
        self.number_of = {source.article: number for number, source in enumerate(briefing.sources, 1)}
        self.entries = sorted(briefing.people, key=self.language.index_key)

    def html(self) -> str:
        """Return the edition as one HTML document; page numbers are filled in when its pages are made."""
        template = environment().get_template("briefing.html.jinja")
        page = template.render(
            page=self,
            b=self.briefing,
            L=self.language,
            t=self.language.t,
            theme=self.theme,
            sizes=self.theme.sizes(self.language.code),
            scheme=SCHEME,
        )
        return printable(page)

    @cached_property
    def map(self) -> Shown:
        """The tile map as a picture."""
        return self.gallery.map(self.briefing)

    @cached_property
    def charts(self) -> list[ChartView]:
        """The charts as pictures."""
        return self.gallery.charts(self.briefing, self.data)

    @property
    def created(self) -> dt.date:
        """The document's date."""
        return newest(self.briefing)

    # what templates ask

    def datum(self, citation: int) -> Datum:
        """Return a printed figure."""
        return self.data[citation]

    def statement(self, citation: int) -> Statement:
        """Return a printed statement."""
        return self.statements[citation]

    def voice(self, number: int | None) -> Voice | None:
        """Return who speaks."""
        return None if number is None else self.briefing.voices[number]

    def said(self, statement: Statement) -> Said:
        """Return a statement in the edition's language; in Persian where its English is missing or withheld."""
        original = self.language.text(statement.text)
        if self.language.code == "fa":
            return Said(text=original)
        found = self.shown.get(statement.citation)
        if found is None or found.status == "withheld":
            status = found.status if found else "none"
            notes = self._notes(found) if found else Markup("")
            return Said(
                text=original, status=status, mark=self.language.t(f"statement.{status}"), notes=notes
            )
        reviewed = found.status == "reviewed"
        return Said(
            text=Run(found.text),
            status=found.status,
            mark=self._mark(found),
            notes=self._notes(found),
            original=None if reviewed else original,
        )

    @cached_property
    def shown(self) -> dict[int, Translated]:
        """The English of statements by citation, as the guards leave it."""
        return shown(self.briefing, self.memory)

    def _mark(self, found: Translated) -> Markup:
        tongue = self.language
        if found.status == "reviewed":
            return tongue.t("statement.reviewed", who=found.reviewer or "")
        day = tongue.short_date(found.date) if found.date else ""
        parts = [tongue.t(f"statement.{found.status}"), escape(found.engine or ""), escape(day)]
        return tongue.t("list.comma").join(part for part in parts if part)

    def _notes(self, found: Translated) -> Markup:
        tongue = self.language
        reasons = tongue.t("list.comma").join(tongue.t(f"guard.{code}") for code in found.notes)
        key = "statement.why" if found.status == "withheld" else "statement.check"
        return tongue.t(key, reasons=reasons) if reasons else Markup("")

    def topics(self, statement: Statement) -> Markup:
        """Return what a statement without English is about."""
        return self.language.t("list.comma").join(topics(statement.text))

    def translated(self) -> Markup:
        """Return how many statements there are in each state of translation."""
        states = Counter(one.status for one in self.shown.values())
        counts = {str(status): states[status] for status in STATUSES[:-1]}
        counts["none"] = len(self.briefing.statements) - len(self.shown)
        counts["withheld"] = states["withheld"]
        t, number = self.language.t, self.language.number
        parts = [t(f"method.count.{status}", n=number(count)) for status, count in counts.items()]
        return t("method.counts", counts=t("list.comma").join(parts))

    def tally(self, block: Block) -> Markup:
        """Return how much there is of a province, without what there is none of."""
        counts = {
            "count.figures": len(block.figures),
            "count.statements": sum(len(group.statements) for group in block.groups),
        }
        return self.language.join(
            [self.language.counted(key, count) for key, count in counts.items() if count]
        )

    def figure_lines(self, statement: Statement) -> list[object]:
        """Return the figures of a statement in words."""
        return [figure_line(self.language, self.data[citation]) for citation in statement.figures]

    @property
    def findings(self) -> list[Finding]:
        """The sentences of the first page; who speaks is left to the table of a digest, where there is one."""
        every = list(self.briefing.findings)
        figures = [finding for finding in every if finding.kind != "statements"]
        return figures if figures and self.briefing.kind == "digest" and self.overview() else every

    def finding(self, finding: Finding) -> object:
        """Return a sentence of the first page."""
        tongue = self.language
        figures = [self.data[citation] for citation in finding.figures]
        voice = self.voice(finding.voice)
        if finding.kind == "comparison":
            first, second = figures
            dated = first.date != second.date
            return tongue.t(
                "finding.comparison",
                place=self._dated(first) if dated else tongue.where(first),
                figure=tongue.phrase(first),
                other=self._dated(second) if dated else tongue.where(second),
                value=tongue.amount(second).text,
            )
        if finding.kind == "statements" and voice is not None:
            return tongue.t(
                "finding.statements", len(finding.statements),
                who=tongue.voice(voice), n=tongue.number(len(finding.statements)),
            )  # fmt: skip
        place = tongue.where(figures[0])
        if finding.county is not None:
            county = tongue.county(finding.county, finding.province)
            place = Run(
                tongue.plain("place.county", county=county, province=tongue.province(finding.province))
            )
        phrases = tongue.join([tongue.phrase(datum) for datum in figures])
        key = "finding.place" if voice is None else "finding.place_voice"
        values = {} if voice is None else {"who": tongue.voice(voice)}
        return tongue.t(key, place=place, figures=phrases, **values)

    def _dated(self, datum: Datum) -> Run:
        """Return where and when, for figures of different days in one sentence."""
        if datum.date is None:
            return self.language.where(datum)
        day = self.language.short_date(datum.date)
        return Run(self.language.plain("place.dated", place=self.language.where(datum), date=day))

    def sentence(self, datum: Datum) -> list[Segment]:
        """Return the sentence around a figure with the figure marked."""
        article = self.articles[datum.article]
        own = [passage for passage in self.passages[datum.article] if passage.citation == datum.citation]
        start = max(datum.sentence[0], article.body.start)  # the date line is no part of it
        return segments(article.text, (start, datum.sentence[1]), own)

    def paragraphs(self, source: Source) -> Iterable[tuple[str, list[Segment]]]:
        """Return the cited paragraphs of an article: base direction and segments."""
        text = self.articles[source.article].text
        marked = self.passages.get(source.article, [])
        for paragraph in source.paragraphs:
            yield direction_of(text[slice(*paragraph)]), segments(text, paragraph, marked)

    def section(self, name: Section) -> Markup:
        """Return the title of a part: a digest has only its own week to speak of."""
        digest = self.briefing.kind == "digest" and name == "week"
        return self.language.t("digest.section.week" if digest else self.section_key(name))

    def section_key(self, name: Section, part: str = "") -> str:
        """Return the key of a part's wording, of its title or its ``part``: a week is called so, other days are not."""
        days = self.briefing.period.kind == "days" and name != "undated"
        return f"{'days.' if days else ''}section.{f'{part}.' if part else ''}{name}"

    def change(self, change: Change) -> Markup:
        """Return a change as a sentence, for where there is no table."""
        new, old = self.data[change.new], self.data[change.old]
        tongue = self.language
        day = tongue.short_date(old.date) if old.date else tongue.plain("date.none")
        return tongue.t(
            "digest.change",
            place=tongue.where(new),
            figure=tongue.phrase(new),
            value=tongue.amount(old).text,
            date=day,
        )

    @cached_property
    def tabled(self) -> frozenset[int]:
        """Citations of the figures that stand in a table of their province, and have their anchor there."""
        return frozenset(
            citation for part in self.briefing.parts for block in part.blocks for citation in block.figures
        )

    @property
    def changes_lead(self) -> bool:
        """Whether what has changed is so little that it stands on the first page."""
        return 0 < len(self.briefing.changes) <= _MOST_LEADING

    def provinces(self, names: Sequence[str]) -> list[Run]:
        """Return the names of provinces."""
        return [self.language.province(name) for name in names]

    def first_heard(self, news: News) -> Markup:
        """Return those who are met for the first time, some of them by name."""
        names = [self.language.name(self.briefing.people[index].name) for index in news.people[:_MOST_NAMED]]
        more = len(news.people) - len(names)
        others = [self.language.t("digest.others", more, n=self.language.number(more))] if more else []
        return self.language.join([*names, *others])

    def notices(self) -> list[Markup]:
        """Return what is wrong with the sources of a digest, in sentences."""
        news = self.briefing.news
        return [notice_markup(notice, self.language.code) for notice in news.notices] if news else []

    def issue_of(self, day: dt.date) -> dict[str, str]:
        """Return number and year of the weekly issue that a day belongs to."""
        week = week_of(day)
        return {"number": self.language.digits(week.number), "year": self.language.digits(week.year)}

    def link(self, source: Source) -> str | None:
        """Return the address of an article if it is one that may be followed."""
        if source.url is None or urlsplit(source.url).scheme.lower() not in ("http", "https"):
            return None
        return source.url

    def anchors(self, entry: IndexEntry) -> list[str]:
        """Return every anchor at which a person is printed, best first."""
        own = [f"c{citation}" for citation in entry.statements]
        read = [
            f"a{self.number_of[article]}" for article, _, _ in entry.mentions if article in self.number_of
        ]
        return list(dict.fromkeys(own + read))

    def role(self, role: str) -> Run:
        """Return a further post of somebody, as the article gives it."""
        return self.language.unnamed(role)

    def mono(self, text: str) -> Markup:
        """Return a name of a file or a command, set apart from right-to-left words."""
        return Markup('<span dir="ltr" class="mono">{}</span>').format(text)

    def overview(self) -> list[tuple[str, Part, Block, Markup]]:
        """Return the provinces at a glance: anchor, part, block, who speaks; nothing where they are too many."""
        rows = [
            (self.block_id(part, block), part, block, self._speakers(block))
            for part in self.briefing.parts
            for block in part.blocks
        ]
        return rows if len(rows) <= _MOST_OVERVIEW else []

    def _speakers(self, block: Block) -> Markup:
        voices = list(dict.fromkeys(group.voice for group in block.groups))
        names = [self.language.voice(self.briefing.voices[number]) for number in voices[:_MOST_NAMED]]
        more = len(voices) - len(names)
        others = [self.language.t("overview.others", more, n=self.language.number(more))] if more else []
        return self.language.join([*names, *others])

    def block_id(self, part: Part, block: Block) -> str:
        """Return the anchor of a province within its part."""
        return f"{part.section}-{part.blocks.index(block)}"

    def contents(self) -> list[tuple[str, Markup]]:
        """Return the parts of the document: anchor and title."""
        t = self.language.t
        parts = [(part.section, self.section(part.section)) for part in self.briefing.parts]
        charts = [("charts", t("charts.title"))] if self.briefing.charts else []
        last = [(name, t(f"{name}.title")) for name in ("sources", "index", "method")]
        changes = [("changes", t("digest.changes"))] if self.briefing.changes else []
        return [*changes, *charts, *parts, *last]

    def group_id(self, group: Group) -> str:
        """Return the anchor of what one voice says in one article."""
        return f"v{group.voice}-{self.number_of[group.article]}"
