"""The taxonomy of measures as the briefing reads it: ``extract/lexicon/measures.toml``."""

import tomllib
from functools import cache
from pathlib import Path

import msgspec

import extract
from extract.errors import LexiconError

PATH = Path(extract.__file__).parent / "lexicon" / "measures.toml"


class Measure(msgspec.Struct, frozen=True):
    """What is counted or measured, in both languages."""

    fa: str
    en: str
    kind: str = "unknown"
    """``stock``, ``flow``, ``money``, ``capacity``, ``share`` or ``target``."""
    unit: str | None = None
    fa_plural: str | None = None
    en_plural: str | None = None


@cache
def taxonomy(path: Path = PATH) -> dict[str, Measure]:
    """Return all measures by id.

    Raises:
        LexiconError: the file is missing or malformed.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["measure"]
        return msgspec.convert(entries, dict[str, Measure])
    except (OSError, KeyError, ValueError) as error:
        raise LexiconError(f"The measures in {path} cannot be read: {error}.") from error


def measure(name: str | None) -> Measure | None:
    """Return one measure, or ``None`` where it has no name or an unknown one."""
    return taxonomy().get(name) if name else None
