"""The configured folders: what they hold for a week, and which of them cannot be relied on."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec

from extract.article import Article
from reports import intake
from reports.config import Setup, SourceSection
from reports.deliver.issue import Notice
from reports.deliver.weeks import Week


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """What the sources hold."""

    articles: tuple[Article, ...]
    """Of the week alone, each once."""
    earlier: tuple[Article, ...] = ()
    """From before the week, each once: what the week is compared with."""
    notices: tuple[Notice, ...]
    sentences: tuple[str, ...]
    """For the operator: every file that could not be read or placed."""
    all_broken: bool


def gather(setup: Setup, week: Week) -> Gathered:
    """Read all sources, and keep what was published in the week and before it."""
    kept: dict[str, Article] = {}
    earlier: dict[str, Article] = {}
    notices: list[Notice] = []
    sentences: list[str] = []
    for source in setup.config.source:
        folder = setup.at(source.folder)
        articles, problems = _read(folder)
        sentences.extend(problems)
        undated = [article.source for article in articles if article.date is None]
        sentences.extend(f"{name} has no date line, so it is in no issue." for name in undated)
        for article in articles:
            if article.date is not None and article.date <= week.last:
                (kept if article.date >= week.first else earlier).setdefault(article.sha256, article)
        notices.extend(_judge(source, folder, articles, bool(problems), week))
    broken = sum(notice.kind == "broken" for notice in notices)
    return Gathered(
        articles=tuple(kept.values()),
        earlier=tuple(earlier.values()),
        notices=tuple(notices),
        sentences=tuple(sentences),
        all_broken=broken == len(setup.config.source),
    )


def _read(folder: Path) -> tuple[list[Article], list[str]]:
    try:
        files = sorted(str(path) for path in folder.rglob("*.txt"))
        folder.stat()
        next(folder.iterdir(), None)
    except OSError as error:
        return [], [f"The folder {folder} cannot be read ({error.strerror})."]
    if not files:
        return [], []
    reading = intake.read(files)
    return list(reading.articles), [str(problem.error) for problem in reading.problems]


def _judge(
    source: SourceSection, folder: Path, articles: list[Article], problems: bool, week: Week
) -> Iterator[Notice]:
    """Say what is wrong with a source as a whole; single bad files are for the operator alone."""
    newest = max(
        (article.date for article in articles if article.date and article.date <= week.last), default=None
    )
    if not articles and (problems or not folder.is_dir()):
        yield Notice(source=source.name, kind="broken")
    elif not articles:
        yield Notice(source=source.name, kind="empty")
    elif newest is None or week.last - newest > dt.timedelta(days=source.silent_days):
        yield Notice(source=source.name, kind="silent", since=newest)
