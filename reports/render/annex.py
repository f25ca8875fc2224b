"""What a PDF carries besides its pages: the articles as they were read, and the data."""

import contextlib
import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from extract.article import Article
from reports.languages import language as speak
from reports.languages.base import Language
from reports.model import Briefing
from reports.render import tables
from reports.render.content import Annex as Annex
from reports.render.datafile import SCHEMA_NAME, Passage, Translation, data_of, encode, schema
from reports.themes import Theme, load_theme
from reports.translate.shown import Memory, Translated, shown

DATA_NAME = "briefing.json"
FIGURES_NAME = "figures.csv"
STATEMENTS_NAME = "statements.csv"
WORKBOOK_NAME = "briefing.xlsx"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def annexes(
    briefing: Briefing,
    articles: Sequence[Article],
    language: Language,
    originals: Mapping[str, bytes] | None = None,
    *,
    memory: Memory | None = None,
    theme: Theme | None = None,
    english: Mapping[int, Translated] | None = None,
    made: Mapping[str, bytes] | None = None,
) -> list[Annex]:
    """Return the attachments: every article in the order of the sources, the tables, the data with its schema.

    Args:
        briefing: what is printed.
        articles: those it was built from.
        language: of the descriptions; the files are the same in both editions.
        originals: bytes as they lie in the source, by article id; without them see :func:`bytes_of`.
        memory: English statements.
        english: what :func:`reports.translate.shown.shown` makes of them, where that is known already.
        theme: names the publishing body.
        made: what :func:`data_files` makes, where that is known already.
    """
    texts = _originals(articles, originals)
    day = newest(briefing)
    sources = [
        Annex(
            name=source.file,
            content=texts[source.article],
            media_type="text/plain",
            description=language.plain("annex.article", file=source.file),
            date=source.date or day,
            relationship="Source",
        )
        for source in briefing.sources
    ]
    if made is None:
        made = data_files(briefing, articles, originals, memory=memory, theme=theme, english=english)
    data = [
        Annex(
            name=name,
            content=content,
            media_type=media_type,
            description=language.plain(key),
            date=day,
            relationship="Data",
        )
        for name, content in made.items()
        for media_type, key in [_KINDS[name]]
    ]
    return [*sources, *data]


def data_files(
    briefing: Briefing,
    articles: Sequence[Article],
    originals: Mapping[str, bytes] | None = None,
    *,
    memory: Memory | None = None,
    theme: Theme | None = None,
    english: Mapping[int, Translated] | None = None,
) -> dict[str, bytes]:
    """Return the tables, the schema and the data by name; arguments as in :func:`annexes`."""
    texts = _originals(articles, originals)
    known = translations(briefing, memory, english)
    contents = _tables(briefing, articles, known, newest(briefing))
    beside = {source.file: texts[source.article] for source in briefing.sources} | contents
    publisher = (theme or load_theme()).body
    contents[DATA_NAME] = encode(data_of(briefing, articles, known, publisher, beside))
    return contents


def _originals(articles: Sequence[Article], originals: Mapping[str, bytes] | None) -> dict[str, bytes]:
    return {article.id: bytes_of(article) for article in articles} | dict(originals or {})


_KINDS = {
    FIGURES_NAME: ("text/csv", "annex.figures"),
    STATEMENTS_NAME: ("text/csv", "annex.statements"),
    WORKBOOK_NAME: (_XLSX, "annex.workbook"),
    SCHEMA_NAME: ("application/json", "annex.schema"),
    DATA_NAME: ("application/json", "annex.data"),
}


def _tables(
    briefing: Briefing, articles: Sequence[Article], known: Sequence[Translation], day: dt.date
) -> dict[str, bytes]:
    texts = {article.id: article.text for article in articles}
    passages = [
        Passage(citation=datum.citation, text=texts[datum.article][datum.start : datum.end])
        for datum in briefing.data
    ]
    return tables_of(briefing, passages, known, day)


def tables_of(
    briefing: Briefing, passages: Sequence[Passage], known: Sequence[Translation], day: dt.date
) -> dict[str, bytes]:
    """Return the attached tables and the schema by name; they follow from the data alone."""
    fa, en = speak("fa"), speak("en")
    figures = {tongue: tables.figures(briefing, passages, tongue) for tongue in (fa, en)}
    statements = {tongue: tables.statements(briefing, known, tongue) for tongue in (fa, en)}
    sheets = [
        (tongue, name, found[tongue])
        for tongue in (fa, en)
        for name, found in (("figures", figures), ("statements", statements))
    ]
    return {
        FIGURES_NAME: tables.csv_of(figures[fa], figures[en]),
        STATEMENTS_NAME: tables.csv_of(statements[fa], statements[en]),
        WORKBOOK_NAME: tables.workbook(sheets, en.title(briefing.period), day),
        SCHEMA_NAME: schema(),
    }


def translations(
    briefing: Briefing, memory: Memory | None, english: Mapping[int, Translated] | None = None
) -> list[Translation]:
    """Return the English of every statement that has one, as it is printed."""
    return [
        Translation(
            citation=citation,
            text=one.text,
            status=one.status,
            reviewer=one.reviewer,
            engine=one.engine,
            date=one.date,
            notes=one.notes,
        )
        for citation, one in (shown(briefing, memory) if english is None else english).items()
    ]


def bytes_of(article: Article) -> bytes:
    """Return the bytes that an article was read from.

    They are its text in UTF-8, or (in another encoding, or with a mark) what still lies where it was read from; if
    that is no longer so, the text in UTF-8, whose digest then differs from the one that the data name.
    """
    text = article.text.encode()
    if hashlib.sha256(text).hexdigest() == article.sha256:
        return text
    with contextlib.suppress(OSError, ValueError):
        content = Path(article.source).read_bytes()
        if hashlib.sha256(content).hexdigest() == article.sha256:
            return content
    return text


def newest(briefing: Briefing) -> dt.date:
    """Return the day of the newest article, else the last of the period: the document's date, whatever the clock."""
    return max((source.date for source in briefing.sources if source.date), default=briefing.period.last)
