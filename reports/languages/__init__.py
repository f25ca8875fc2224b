"""Persian and English: digits, dates, collation, wording, names."""

from functools import cache

from reports.languages.amounts import Code
from reports.languages.base import Language
from reports.languages.en import English
from reports.languages.fa import Persian

__all__ = ["Code", "Language", "language"]


@cache
def language(code: Code) -> Language:
    """Return the language of an edition."""
    return Persian() if code == "fa" else English()
