"""What the name and post lexicons are looked up by, and how their tables are read."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import extract
from extract.errors import LexiconError
from extract.text.shadow import FILLER, shadow

DATA = Path(__file__).resolve().parent / "data"
GAZETTEER = Path(extract.__file__).resolve().parent / "lexicon"

_ASIDE = re.compile(r"\([^()]{0,12}\)")
_WORD = re.compile(r"[^\W\d]+")


def fold(text: str) -> str:
    """Return the letters of ``text`` in one spelling, without spaces, half-spaces, punctuation and hamza."""
    return "".join(words(text)).replace(FILLER, "")


def words(text: str) -> list[str]:
    """Split at spaces and punctuation; half-spaces stay inside a word as :data:`extract.text.shadow.FILLER`.

    Short asides in brackets, «(ره)», are left out.
    """
    plain = _ASIDE.sub(" ", shadow(text).replace("ء", FILLER))
    return [word for found in _WORD.findall(plain) if (word := found.strip(FILLER))]


@cache
def table(path: Path, *columns: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of a TSV file: ``#`` comments, a header line, tabs between cells.

    A row may leave out empty cells at its end. Raises :class:`LexiconError` where the file cannot be read, lacks
    one of ``columns``, or has a row with too many cells or an empty first one.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"The table {path} cannot be read: {error}.") from error
    content = [line for line in lines if line.strip() and not line.startswith("#")]
    reader = csv.DictReader(content, delimiter="\t", quoting=csv.QUOTE_NONE, restval="", restkey="…")
    if missing := set(columns) - set(reader.fieldnames or ()):
        raise LexiconError(f"The table {path} has no column «{min(missing)}».")
    rows = tuple(
        {key: value if key == "…" else value.strip() for key, value in row.items()} for row in reader
    )
    for row in rows:
        if "…" in row or not row[columns[0]]:
            raise LexiconError(f"The table {path} has a malformed row: «{row[columns[0]]}».")
    return rows
