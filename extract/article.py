"""What was read, untouched: :class:`Article` and :class:`Span`.

All offsets are code points into :attr:`Article.text`, half-open: ``text[start:end]`` is the passage.
"""

import datetime as dt
from typing import NamedTuple

import msgspec


class Span(NamedTuple):
    """A half-open range of code points of an article's text."""

    start: int
    end: int


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """One article as it lies in its source, decoded and otherwise unaltered."""

    id: str
    """The file's stem, or what the source calls the article."""
    source: str
    """Where it was read from: a path as given, or ``-`` for standard input."""
    text: str
    """Decoded without newline translation; never changed afterwards."""
    sha256: str
    """Hexadecimal digest of the bytes that were read."""
    date: dt.date | None = None
    """The article's own Gregorian date, from its date line."""
    body: Span
    """The text without the date line and the white space around it."""
    paragraphs: tuple[Span, ...] = ()
    """Non-empty lines of the body in order, without the white space around them."""
    url: str | None = None
