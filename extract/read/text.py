"""The article file: a first line that begins ``date YYYY-MM-DD``, and the body from there on, one line a paragraph.

::

     date 2025-09-02 به گزارش خبرگزاری …
    متن بند دوم …

No title, no address. A file without a date line is an article without a date.
"""

import datetime as dt
import hashlib
import re

from persiantools.jdatetime import JalaliDate

from extract.article import Article, Span
from extract.errors import ReadError
from extract.read.encoding import decode

_DATE_LINE = re.compile(r"\ufeff?\s*date(?=[\s:\d]|$)[ \t:]*")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
"""What ``str.splitlines`` takes for a line, without its end."""
_INVISIBLE = (
    "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_JALALI_YEARS = range(1300, 1501)
_YEARS = range(1900, 2101)


def article_from_bytes(data: bytes, article_id: str, source: str) -> Article:
    """An article from a file's bytes; all offsets are code points of ``data`` decoded as UTF-8.

    Raises:
        ReadError: see :func:`extract.read.encoding.decode`; also an impossible date, or no text after the date.
    """
    name = "standard input" if source == "-" else source
    text = decode(data, name)
    date, start = _date_line(text, name)
    paragraphs = tuple(_paragraphs(text, start))
    if not paragraphs:
        raise ReadError(
            f"{name} has no text after its date: put the article's text there, or leave the file out."
        )
    return Article(
        id=article_id,
        source=source,
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        date=date,
        body=Span(paragraphs[0].start, paragraphs[-1].end),
        paragraphs=paragraphs,
    )


def _date_line(text: str, name: str) -> tuple[dt.date | None, int]:
    """The date and where the body begins."""
    line = _DATE_LINE.match(text)
    if line is None:
        return None, 1 if text.startswith("\ufeff") else 0
    date = _DATE.match(text, line.end())
    if date is None:
        shown = text[line.end() : line.end() + 12].split(None, 1)
        raise ReadError(
            f"{name} has a date line without a date ({shown[0] if shown else 'nothing'}): begin the file with date YYYY-MM-DD, "
            "in the Gregorian calendar."
        )
    year, month, day = (int(part) for part in date.groups())
    if year in _JALALI_YEARS:
        raise ReadError(f"{name} has a Jalali date ({date[0]}): {_jalali_remedy(year, month, day)}.")
    try:
        if year not in _YEARS:
            raise ValueError(year)
        return dt.date(year, month, day), date.end()
    except ValueError:
        raise ReadError(
            f"{name} has an impossible date ({date[0]}): write the Gregorian day of publication as YYYY-MM-DD."
        ) from None


def _jalali_remedy(year: int, month: int, day: int) -> str:
    try:
        return f"write the Gregorian {JalaliDate(year, month, day).to_gregorian().isoformat()} in its place"
    except ValueError:
        return "write the Gregorian day of publication as YYYY-MM-DD"


def _paragraphs(text: str, start: int) -> list[Span]:
    """Non-empty lines from ``start`` on, without the white space around them; invisible marks alone are no text."""
    spans = []
    for line in _LINE.finditer(text, start):
        words = line[0].strip()
        if words.strip(_INVISIBLE + " \t\xa0"):
            begin = line.start() + len(line[0]) - len(line[0].lstrip())
            spans.append(Span(begin, begin + len(words)))
    return spans
