"""Articles for tests: made from a string, the seeds, and the gold's texts where they are at hand."""

import hashlib
import re
from functools import cache
from pathlib import Path

import pytest

from extract.article import Article, Span
from extract.read.text import article_from_bytes

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
DEV = ROOT.parent / "shared" / "dev" / "text"
"""Articles that are no part of the project; see :func:`dev_articles`."""
_LINE = re.compile(r"[^\s](?:[^\n\r]*[^\s])?")


def article(text: str, name: str = "case") -> Article:
    """An article whose text and body are exactly ``text``, whatever it holds, an empty one too."""
    lines = [Span(line.start(), line.end()) for line in _LINE.finditer(text)]
    return Article(
        id=name,
        source=name,
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        body=Span(lines[0].start, lines[-1].end) if lines else Span(0, len(text)),
        paragraphs=tuple(lines),
    )


@cache
def seeds() -> tuple[Article, ...]:
    """The five articles of ``seeds/``."""
    paths = sorted(SEEDS.glob("*.txt"))
    assert len(paths) == 5
    return tuple(article_from_bytes(path.read_bytes(), path.stem, path.name) for path in paths)


def dev_articles() -> tuple[Article, ...]:
    """The articles beside the repository; skips the test, loudly, where they are missing."""
    paths = sorted(DEV.glob("*.txt"))
    if not paths:
        pytest.skip(f"NOT TESTED: {DEV} is not here")
    return tuple(article_from_bytes(path.read_bytes(), path.stem, path.name) for path in paths)
