"""The stages in order: shadow and tokens → places, reported speech, figures → who said the figures → conflicts."""

import hashlib
import multiprocessing
import signal
import threading
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from itertools import batched
from multiprocessing.context import BaseContext
from pathlib import Path

import msgspec

from extract.article import Article
from extract.explain import explain as _explain
from extract.grammar.lexicon import load
from extract.grammar.marks import Marks
from extract.grammar.rules import Rule, load_rules
from extract.recognise.figures import recognise_figures
from extract.recognise.places import article_place, find_places
from extract.recognise.source import find_agency
from extract.resolve.conflicts import conflicts
from extract.resolve.trust import trusted
from extract.resolve.voices import Home, read_voices
from extract.statements import MEASURED, Extraction, Figure, Quote
from extract.text.tokens import Vocabulary


def _fingerprint() -> str:
    folder = Path(__file__).resolve().parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".toml", ".tsv"):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


VERSION = _fingerprint()
"""Digest of code and lexicon: extractions of another version are made anew."""


@cache
def vocabulary() -> Vocabulary:
    """Return the one vocabulary of this process."""
    return Vocabulary(load())


@cache
def speech_rules() -> dict[str, Rule]:
    """Return the rules of reported speech, compiled for this process's vocabulary."""
    return load_rules("speech", vocabulary().tags)


def extract(article: Article) -> Extraction:
    """Return all that is found in ``article``; pure, offline, and the same for the same text."""
    tokens = vocabulary().tokenise(article.text)
    places = find_places(tokens)
    province, county = article_place(tokens, places)
    quotes, officials, speech = read_voices(tokens, Home(places, province, county), speech_rules())
    figures = recognise_figures(
        tokens, places, date=article.date, province=province, county=county, speech=speech
    )
    found = Extraction(
        id=article.id,
        source=article.source,
        date=article.date,
        agency=find_agency(tokens, Marks(tokens)),
        province=province,
        county=county,
        figures=tuple(_spoken(figures, quotes)),
        quotes=tuple(quotes),
        officials=tuple(officials),
        sha256=article.sha256,
        version=VERSION,
    )
    clashes = conflicts([found], {article.id: article.text})
    return msgspec.structs.replace(found, conflicts=tuple(clashes)) if clashes else found


def extract_all(articles: Iterable[Article]) -> Iterator[Extraction]:
    """Yield one extraction an article, in order; memory does not grow with their number."""
    for article in articles:
        yield extract(article)


def extract_many(articles: Iterable[Article], processes: int = 1) -> Iterator[Extraction]:
    """Yield one extraction an article, in order, worked out by so many processes; the same as by one.

    Articles are taken and extractions kept a few hundred at a time, so memory does not grow with their number. Forks this
    process where it can: the caller must hold no open connection to a database, and other threads make it start anew.
    """
    if processes < 2:
        yield from extract_all(articles)
        return
    vocabulary()
    speech_rules()  # loaded once, and shared by the forked
    waiting: deque[Future[bytes]] = deque()
    with ProcessPoolExecutor(processes, _context(), signal.signal, (signal.SIGINT, signal.SIG_IGN)) as pool:
        for some in batched(articles, _BATCH):
            waiting.append(pool.submit(_extract_batch, _PACK.encode(some)))
            if len(waiting) > 2 * processes:
                yield from _EXTRACTIONS.decode(waiting.popleft().result())
        while waiting:
            yield from _EXTRACTIONS.decode(waiting.popleft().result())


_BATCH = 64
"""Articles handed to another process at a time."""


# packed by msgspec, a third of the time that pickling takes
_PACK = msgspec.msgpack.Encoder()
_ARTICLES = msgspec.msgpack.Decoder(list[Article])
_EXTRACTIONS = msgspec.msgpack.Decoder(list[Extraction])


def _extract_batch(articles: bytes) -> bytes:
    return _PACK.encode([extract(article) for article in _ARTICLES.decode(articles)])


def _context() -> BaseContext:
    forks = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")


def explain(article: Article) -> Iterator[str]:
    """Yield lines that tell, for every statement, its rule, its trigger and its antecedent."""
    return _explain(article, extract(article))


_HANDFUL = 10
"""Counts up to this of what no measure knows are no statistics."""


def _doubt(figure: Figure) -> str | None:
    """Return why a figure is not fit to print, or ``None``."""
    if figure.held is not None:
        return figure.held
    if (
        figure.measure is None
        and figure.unit not in MEASURED
        and figure.high is not None
        and figure.high <= _HANDFUL
    ):
        return "minor_count"
    return None if trusted("figure", figure.rule, figure.place_basis) else "weak_basis"


def _spoken(figures: Sequence[Figure], quotes: Sequence[Quote]) -> Iterator[Figure]:
    """Give each figure the speaker of the statement around it, or of the reporting sentence it stands in."""
    order = sorted(range(len(quotes)), key=lambda index: (quotes[index].start, -quotes[index].end))
    starts = [quotes[index].start for index in order]
    for found in figures:
        figure = msgspec.structs.replace(found, held=_doubt(found))
        inside = [i for i in order[: bisect_right(starts, figure.start)] if quotes[i].end >= figure.end]
        if inside:
            quote = quotes[inside[-1]]
            yield msgspec.structs.replace(
                figure, quote=inside[-1], speaker=None if quote.held else quote.speaker
            )
            continue
        framed = next((q for q in quotes if q.frame[0] <= figure.start and figure.end <= q.frame[1]), None)
        speaker = framed.speaker if framed is not None and not framed.held else None
        yield msgspec.structs.replace(figure, speaker=speaker)
