"""Articles in, extractions out: reading the inputs, extracting what the store lacks, one source of each.

Heavy modules are imported where they are used, so that usage errors and reading start at once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

import msgspec

from extract.article import Article
from extract.errors import UsageError
from extract.read import ReadProblem, read_paths
from extract.statements import Extraction

if TYPE_CHECKING:
    from extract.store import Store


class Track(Protocol):
    """Passes items through and shows how far it is."""

    def __call__[T](self, items: Iterable[T], what: str, total: int | None = None) -> Iterable[T]:
        """Yield the items; ``total`` is how many there will be, if known."""


def no_track[T](items: Iterable[T], what: str, total: int | None = None) -> Iterable[T]:
    """Show nothing."""
    return items


class Reading(msgspec.Struct, frozen=True):
    """What came of the inputs."""

    articles: tuple[Article, ...]
    problems: tuple[ReadProblem, ...]

    @property
    def undated(self) -> tuple[Article, ...]:
        """Those without a date line."""
        return tuple(article for article in self.articles if article.date is None)

    @property
    def exit_code(self) -> int:
        """0 if anything could be read; else 2 if nothing was there to read, 1 if what was there is no article."""
        return 0 if self.articles else min((problem.error.exit_code for problem in self.problems), default=2)


def read(paths: Iterable[str], track: Track = no_track) -> Reading:
    """Read all inputs; see :func:`extract.read.read_paths`."""
    articles: list[Article] = []
    problems: list[ReadProblem] = []
    for item in track(read_paths(paths), "Reading"):
        if isinstance(item, ReadProblem):
            problems.append(item)
        else:
            articles.append(item)
    return Reading(tuple(articles), tuple(problems))


def extract_each(
    articles: Sequence[Article], track: Track = no_track
) -> Iterator[tuple[Article, Extraction]]:
    """Extract one article after the other, without a store."""
    from extract import pipeline

    for article in track(articles, "Extracting", len(articles)):
        yield article, pipeline.extract(article)


def extract_stored(
    articles: Sequence[Article], store: "Store", track: Track = no_track
) -> tuple[list[Extraction], int]:
    """Extract what the store does not have from this very version, and store it.

    Returns:
        One extraction an article, in their order, and how many are new.
    """
    from extract import pipeline

    kept = {article.sha256: store.extraction(article, pipeline.VERSION) for article in articles}
    missing = [article for article in articles if kept[article.sha256] is None]

    def extracted() -> Iterator[tuple[Article, Extraction]]:
        for article, extraction in extract_each(missing, track):
            kept[article.sha256] = extraction
            yield article, extraction

    store.save(extracted())
    return [found for article in articles if (found := kept[article.sha256])], len(missing)


def from_store(store: "Store") -> Sequence[Article]:
    """Return all articles of the store.

    Raises:
        UsageError: it has none.
    """
    articles = store.articles()
    if not articles:
        raise UsageError(f"The store {store.name} holds no articles: name files or a folder to read.")
    return articles


def by_date(article: Article) -> tuple[object, ...]:
    """The order of a briefing's sources must not depend on how they were named or where they came from."""
    return (article.date, article.id, article.sha256)


def by_name(article: Article) -> tuple[object, ...]:
    """Of the same bytes under two names, which is kept must not depend on how they were named."""
    return (article.source, article.id)


def without_doubles(
    articles: Iterable[Article],
) -> tuple[list[Article], tuple[tuple[Article, Article], ...]]:
    """The same bytes twice are one source, not two that agree."""
    first: dict[str, Article] = {}
    doubles = []
    for article in articles:
        if article.sha256 in first:
            doubles.append((article, first[article.sha256]))
        else:
            first[article.sha256] = article
    return list(first.values()), tuple(doubles)


def named_apart(articles: Iterable[Article]) -> list[Article]:
    """Two articles whose files in two folders bear one name get an id each: what is found is kept by it."""
    every = list(articles)
    names = Counter(article.id for article in every)
    return [
        article
        if names[article.id] == 1
        else msgspec.structs.replace(article, id=f"{article.id}-{article.sha256[:8]}")
        for article in every
    ]
