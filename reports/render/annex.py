"""What a PDF carries besides its pages: the articles as they were read, and the data."""

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from extract.article import Article
from reports.briefing import to_json
from reports.languages.base import Language
from reports.model import Briefing

DATA_NAME = "briefing.json"


class Annex(msgspec.Struct, frozen=True, kw_only=True):
    """One attached file."""

    name: str
    content: bytes
    media_type: str
    description: str
    date: dt.date
    relationship: str
    """``Source`` or ``Data`` (ISO 32000-2, 7.11.3)."""


def annexes(
    briefing: Briefing,
    articles: Sequence[Article],
    language: Language,
    originals: Mapping[str, bytes] | None = None,
) -> list[Annex]:
    """Return the attachments: every article in the order of the sources, then the data.

    Args:
        originals: bytes as they lie in the source, by article id; without them the text encoded as UTF-8, which is
            the same wherever the source was UTF-8 without a mark.
    """
    texts = {article.id: article.text.encode() for article in articles} | dict(originals or {})
    day = newest(briefing)
    files = [
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
    data = Annex(
        name=DATA_NAME,
        content=to_json(briefing),
        media_type="application/json",
        description=language.plain("annex.data"),
        date=day,
        relationship="Data",
    )
    return [*files, data]


def newest(briefing: Briefing) -> dt.date:
    """Return the day of the newest article, else the last of the period: the document's date, whatever the clock."""
    return max((source.date for source in briefing.sources if source.date), default=briefing.period.last)
