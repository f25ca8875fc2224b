"""The briefing, language-free: what is printed, in which order, and what it rests on.

One :class:`Briefing` is built and rendered twice; nothing here is worded in a language of the reader. Persian text
that appears (:attr:`Statement.text`, names, posts) is the source's own. Offsets are code points into the article.
Everything is serialised by msgspec as it is: that JSON is the annex of the PDF.
"""

import datetime as dt
from typing import Literal

import msgspec

from extract.statements import Modality, Qualifier, QuoteKind
from reports.period import Period, Section

Level = Literal["national", "province", "county"]
Range = tuple[int, int]


class Datum(msgspec.Struct, frozen=True, kw_only=True):
    """A figure as it is printed."""

    citation: int
    also: tuple[Range, ...] = ()
    """Further passages of the same article that say the same again."""
    article: str
    index: int
    """Index into the figures of its article's extraction."""
    start: int
    end: int
    sentence: Range
    low: float | int | None
    high: float | int | None
    """In base units; toman and rial are never converted."""
    qualifier: Qualifier
    unit: str | None
    per: str | None
    modality: Modality
    measure: str | None
    measure_text: str | None
    place: str | None
    """The finest place as the text names it."""
    province: str | None
    county: str | None
    level: Level
    period: str | None
    period_text: str | None
    date: dt.date | None
    """Of the article."""
    agency: str | None
    section: Section
    voice: int | None
    """Index into :attr:`Briefing.voices`: who is said to have given it."""
    statement: int | None
    """Citation of the printed statement that it stands in."""
    disputed: bool = False


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is quoted: an official, or a post or a body without a name."""

    name: str
    named: bool
    """Whether ``name`` is a person's name, and not a post or a body."""
    role: str | None
    organisation: str | None
    province: str | None
    county: str | None
    person: int | None
    """Index into :attr:`Briefing.people`."""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """Reported speech as it is printed."""

    citation: int
    article: str
    index: int
    """Index into the quotes of its article's extraction."""
    start: int
    end: int
    more: tuple[Range, ...]
    text: str
    """As written; further passages of the statement joined by a line end."""
    cue: str
    """The reporting words as written: «اظهار کرد», «با بیان اینکه»."""
    kind: QuoteKind
    direct: bool
    voice: int
    figures: tuple[int, ...]
    """Citations of the printed figures that stand in it."""
    date: dt.date | None
    agency: str | None
    section: Section


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """What one voice says in one article."""

    voice: int
    article: str
    date: dt.date | None
    agency: str | None
    statements: tuple[int, ...]


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One province, or the whole country where ``province`` is ``None``."""

    province: str | None
    figures: tuple[int, ...]
    groups: tuple[Group, ...]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """The week itself, or what came before or after it, or bears no date."""

    section: Section
    first: dt.date | None
    last: dt.date | None
    articles: int
    blocks: tuple[Block, ...]


class MapState(msgspec.Struct, frozen=True, kw_only=True):
    """How much is known of a province."""

    province: str
    figures: int
    statements: int
    disputed: bool


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence of the first page, unworded: figures of one place, or one measure in two places."""

    kind: Literal["place", "comparison", "statements"]
    section: Section
    province: str | None
    county: str | None
    figures: tuple[int, ...]
    voice: int | None
    """Who gave all these figures, where it is one."""
    statements: tuple[int, ...] = ()
    """Citations, where the sentence rests on statements and not on figures."""


class Dispute(msgspec.Struct, frozen=True, kw_only=True):
    """Figures that cannot all be right, side by side."""

    kind: Literal["value", "sum", "factor_ten"]
    measure: str | None
    province: str | None
    county: str | None
    figures: tuple[int, ...]


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """Comparable figures only: one measure in places of one level, or one unit and kind in one place."""

    kind: Literal["places", "measures"]
    measure: str | None
    unit: str
    level: Level
    province: str | None
    county: str | None
    figures: tuple[int, ...]
    """Citations, the largest first."""
    leads: bool
    """Whether the first is certainly the largest, whatever the qualifiers leave open."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One article that was read."""

    article: str
    file: str
    """Name of the attached file."""
    agency: str | None
    date: dt.date | None
    section: Section
    province: str | None
    county: str | None
    words: int
    sha256: str
    url: str | None
    paragraphs: tuple[Range, ...]
    """Those that hold a cited passage, in order."""
    skipped: int
    """How many of its paragraphs are not shown."""
    citations: tuple[int, ...]


class IndexEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One person, once."""

    name: str
    surname: str
    roles: tuple[str, ...]
    organisation: str | None
    province: str | None
    county: str | None
    spellings: tuple[str, ...]
    mentions: tuple[tuple[str, int, int], ...]
    """(article, start, end) of the first mention in each article."""
    statements: tuple[int, ...]
    """Citations."""


class HeldCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many findings of a kind were held back for one reason."""

    what: Literal["figure", "quote", "official"]
    reason: str
    count: int


class HeldItem(msgspec.Struct, frozen=True, kw_only=True):
    """One finding that is not printed: for an editor, in the annex only."""

    what: Literal["figure", "quote", "official"]
    reason: str
    article: str
    start: int
    end: int
    rule: str


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """The line under the title."""

    articles: int
    in_period: int
    agencies: int
    provinces: int
    officials: int
    figures: int
    statements: int
    paragraphs: int
    words: int


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One thing in one place that the week's articles give another value than earlier ones."""

    new: int
    """Citation."""
    old: int
    """Citation of the last value before, from an article of an earlier week."""


NoticeKind = Literal["broken", "empty", "silent"]


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A source that could not be relied on."""

    source: str
    """As whoever runs the program named it."""
    kind: NoticeKind
    since: dt.date | None = None
    """Day of its newest article, where there is one."""


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What the articles of a week bring that no earlier article did."""

    earlier: int
    """How many earlier articles they were compared with."""
    since: dt.date | None
    """Day of the last of these: where the last issue with news left off."""
    first_day: dt.date | None
    """Day of the first of these."""
    figures: tuple[int, ...]
    """Citations of figures for which no earlier article has a value."""
    unchanged: tuple[int, ...]
    """Citations of figures that agree with the last value before."""
    people: tuple[int, ...]
    """Indices into :attr:`Briefing.people` of those who speak and whom no earlier article names."""
    provinces: tuple[str, ...]
    """Provinces of which no earlier article tells anything."""
    notices: tuple[Notice, ...] = ()
    """Sources that could not be read, or had nothing: what they published is not in this issue."""


class Briefing(msgspec.Struct, frozen=True, kw_only=True):
    """All that both editions print."""

    schema: Literal["taavon-briefing-1"] = "taavon-briefing-1"
    kind: Literal["briefing", "digest"] = "briefing"
    """A digest is of one week of the calendar, set against the articles before it."""
    id: str
    """SHA-256 of the rest: the same articles give the same id."""
    period: Period
    issue: int | None
    counts: Counts
    key_figures: tuple[int, ...]
    map: tuple[MapState, ...]
    findings: tuple[Finding, ...]
    disputes: tuple[Dispute, ...]
    news: News | None = None
    changes: tuple[Change, ...] = ()
    charts: tuple[Chart, ...]
    parts: tuple[Part, ...]
    data: tuple[Datum, ...]
    statements: tuple[Statement, ...]
    voices: tuple[Voice, ...]
    people: tuple[IndexEntry, ...]
    sources: tuple[Source, ...]
    held: tuple[HeldCount, ...]
    held_items: tuple[HeldItem, ...]
    version: str
    """Fingerprint of the code and lexicon that extracted it."""
