"""Reading: paths in, :class:`~extract.article.Article` out; one bad file never stops the others.

``text.py`` knows the article file, ``encoding.py`` says what a file is that is no UTF-8 text.
"""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from extract.article import Article
from extract.errors import ReadError, TaavonError, UsageError
from extract.read.encoding import printable
from extract.read.text import article_from_bytes

__all__ = ["STDIN", "ReadProblem", "read_file", "read_paths"]

STDIN = "-"
MAX_BYTES = 64 * 2**20
"""A day of a whole agency's wire is below 10 MB; anything larger is a mistake, or a device."""


class ReadProblem(NamedTuple):
    """An input that could not be read, in place of the article."""

    source: str
    error: TaavonError
    """:class:`UsageError` where nothing is there to read, :class:`ReadError` where it is no article."""


def read_paths(
    paths: Iterable[str | os.PathLike[str]], stdin: BinaryIO | None = None
) -> Iterator[Article | ReadProblem]:
    """Read files, folders (every ``*.txt`` below, sorted by path) and ``-`` (standard input), in the order given.

    A file named twice is read once. Two different articles whose files share a stem stay apart: the later one's
    id gets the first digits of its sha256. Never raises for an input: what cannot be read is a ReadProblem.
    """
    seen: set[str] = set()
    ids: dict[str, str] = {}
    for path in _files(paths):
        if isinstance(path, ReadProblem):
            yield path
            continue
        place = path if path == STDIN else os.path.realpath(path)
        if place in seen:
            continue
        seen.add(place)
        try:
            article = _read_stdin(stdin) if path == STDIN else read_file(path)
        except TaavonError as error:
            yield ReadProblem(_name(path), error)
            continue
        if ids.setdefault(article.id, article.sha256) != article.sha256:
            article = msgspec.structs.replace(article, id=f"{article.id}-{article.sha256[:8]}")
        yield article


def read_file(path: str | os.PathLike[str]) -> Article:
    """Read one article file; ``id`` is its stem.

    Raises:
        UsageError: there is no such file.
        ReadError: it cannot be opened or is not a readable article.
    """
    name = _name(path)
    try:
        with open(path, "rb", opener=_open_readable) as file:
            data = _read_some(file, name)
    except FileNotFoundError:
        raise UsageError(f"{name} does not exist: check the spelling of the path.") from None
    except PermissionError:
        raise ReadError(
            f"{name} may not be read: give yourself permission with chmod u+r, or ask its owner."
        ) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReadError(
            f"{name} could not be read ({reason}): copy it to a local disk and try again."
        ) from None
    return article_from_bytes(data, printable(os.fsencode(Path(path).stem).decode("utf-8", "replace")), name)


def _read_stdin(stdin: BinaryIO | None) -> Article:
    return article_from_bytes(_read_some(stdin or sys.stdin.buffer, "standard input"), "stdin", STDIN)


def _read_some(file: BinaryIO, name: str) -> bytes:
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ReadError(
            f"{name} is larger than {MAX_BYTES // 2**20} MB: give each article a file of its own."
        )
    return data


def _open_readable(path: str, flags: int) -> int:
    """Open for reading, but neither a folder nor a device that never ends."""
    fd = os.open(path, flags)
    mode = os.fstat(fd).st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
        os.close(fd)
        raise ReadError(
            f"{_name(path)} is no file of text: name a text file, a folder of *.txt files, or - ."
        )
    return fd


def _files(paths: Iterable[str | os.PathLike[str]]) -> Iterator[str | ReadProblem]:
    for given in paths:
        path = os.fspath(given)
        if path != STDIN and os.path.isdir(path):
            yield from _folder(path)
        else:
            yield path


def _folder(folder: str) -> Iterator[str | ReadProblem]:
    """Every ``*.txt`` below, sorted; hidden files left out (macOS leaves ``._name.txt`` beside each file)."""
    found: list[str] = []
    closed: list[str] = []
    for here, folders, files in os.walk(folder, onerror=lambda error: closed.append(str(error.filename))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            os.path.join(here, name)
            for name in files
            if name.lower().endswith(".txt") and not name.startswith(".")
        ]
    for path in sorted(closed):
        sentence = f"The folder {_name(path)} may not be read: give yourself permission with chmod u+rx, or ask its owner."
        yield ReadProblem(_name(path), ReadError(sentence))
    if not found and not closed:
        sentence = (
            f"The folder {_name(folder)} holds no articles: put one *.txt file (UTF-8) an article into it."
        )
        yield ReadProblem(_name(folder), UsageError(sentence))
    yield from sorted(found)


def _name(path: str | os.PathLike[str]) -> str:
    """The path as it can be shown and stored: file names may be any bytes, and hold control characters."""
    return printable(os.fsencode(path).decode("utf-8", "replace"))
