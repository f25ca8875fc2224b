"""English names of provinces and counties, from the extractor's gazetteer (``extract/lexicon/*.tsv``)."""

import csv
from functools import cache
from pathlib import Path

import extract
from extract.errors import LexiconError
from extract.text.shadow import skeleton

_FOLDER = Path(extract.__file__).parent / "lexicon"


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    path = _FOLDER / name
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise LexiconError(f"The gazetteer {path} cannot be read: {error.strerror}.") from error
    content = [line for line in lines if line.strip() and not line.startswith("#")]
    return tuple(csv.DictReader(content, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def _provinces() -> dict[str, str]:
    return {skeleton(row["fa"]): row["en"] for row in _rows("provinces.tsv") if row.get("en")}


@cache
def _counties() -> dict[tuple[str, str], str]:
    return {
        (skeleton(row.get("province") or ""), skeleton(row["fa"])): row["en"]
        for row in _rows("counties.tsv")
        if row.get("en")
    }


def province_in_english(name: str) -> str | None:
    """Return the English name of a province by its Persian one, or ``None`` for what is no province."""
    return _provinces().get(skeleton(name))


def county_in_english(name: str, province: str | None) -> str | None:
    """Return the English name of a county; without its province, only where one county alone is called so."""
    wanted = skeleton(name)
    if province is not None and (found := _counties().get((skeleton(province), wanted))):
        return found
    named = {english for (_, county), english in _counties().items() if county == wanted}
    return named.pop() if len(named) == 1 else None
