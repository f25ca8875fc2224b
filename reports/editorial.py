"""The English words of a briefing as files: the memory beside the articles, what lacks a translation, what is doubtful."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extract.article import Article
from extract.read import STDIN
from reports.intake import Track, extract_each

if TYPE_CHECKING:
    from reports.languages.doubts import Doubt
    from reports.model import Briefing
    from reports.translate.exchange import ImportReport
    from reports.translate.memory import TranslationMemory


def load_memory(named: Sequence[Path], articles: Iterable[Article]) -> "TranslationMemory":
    """Read the PO files named, or else every ``*.po`` in the folders that the articles lie in, sorted by name.

    Raises:
        ReadError: a file is missing or no English PO file.
    """
    from reports.translate.memory import TranslationMemory

    folders = {Path(article.source).parent for article in articles if article.source != STDIN}
    return TranslationMemory.load(named or sorted(path for folder in folders for path in folder.glob("*.po")))


def known_translations(
    named: Sequence[Path], articles: Iterable[Article]
) -> tuple["TranslationMemory", tuple[str, ...]]:
    """Read the same as :func:`load_memory`, leaving out what is no PO file: a briefing is built with what is known.

    Returns the memory, and a sentence for each file that was left out.

    Raises:
        ReadError: a file that was named is not there.
    """
    from extract.errors import ReadError
    from reports.translate import po
    from reports.translate.memory import TranslationMemory

    folders = {Path(article.source).parent for article in articles if article.source != STDIN}
    documents, faulty = [], []
    for path in named or sorted(path for folder in folders for path in folder.glob("*.po")):
        try:
            documents.append(po.read(path))
        except ReadError as error:
            if path in named and not path.is_file():
                raise
            faulty.append(f"{error} It is left out.")
    return TranslationMemory(documents), tuple(faulty)


def for_the_editor(
    briefing: "Briefing", memory: "TranslationMemory", languages: Sequence[str], path: Path
) -> tuple[tuple["Doubt", ...], list[Path]]:
    """Collect what is doubtful in the English edition, if it is built, and list it in a file."""
    from reports.languages.doubts import doubts, to_csv

    if "en" not in languages:
        return (), []
    found = doubts(briefing, memory)
    path.write_bytes(to_csv(found))
    return found, [path]


def export_quotes(
    articles: Sequence[Article], po: Path, named: Sequence[Path], drafts: bool, track: Track
) -> int:
    """Write the statements that still need a translation (with ``drafts``, also a review) to ``po``; return how many."""
    from reports.translate.exchange import export_missing
    from reports.translate.memory import statements_of

    found = extract_each(articles, track)
    statements = [
        statement for article, extraction in found for statement in statements_of(article, extraction)
    ]
    return export_missing(statements, po, load_memory(named, articles), drafts=drafts)


def import_quotes(po: Path, memory: Path, reviewer: str, date: dt.date) -> "ImportReport":
    """Bring a translator's file into the memory; see :func:`reports.translate.exchange.import_reviewed`."""
    from reports.translate.exchange import import_reviewed

    return import_reviewed(memory, po, reviewer, date)


def romanised(names: Iterable[str]) -> Iterator[str]:
    """One line a name: the Latin spelling, and what it rests on where that is a guess."""
    from reports.english.romanise import romanise

    for name in names:
        found = romanise(name)
        yield found.text + ("  (a guess)" if found.basis == "guess" else "")
