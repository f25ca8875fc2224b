"""Units in English words: ``housing_unit`` → housing unit, housing units."""

from functools import cache

from reports.english.letters import DATA, table
from reports.english.plurals import plural_of


@cache
def _exceptions() -> dict[str, tuple[str, str]]:
    """Return (singular, plural) by unit. Raises :class:`extract.errors.LexiconError` for a malformed table."""
    rows = table(DATA / "units.tsv", "unit", "singular", "plural")
    return {
        row["unit"]: (
            row["singular"],
            row["plural"] or (plural_of(row["singular"]) if row["singular"] else ""),
        )
        for row in rows
    }


def unit_in_english(unit_id: str, count: float | None) -> str:
    """Return a unit as it stands after its number: 1 person, 2 people, 0.5 hectares.

    Units are named in English with underscores, so the general rule is to write them apart and add an *s*;
    ``data/units.tsv`` has the rest. ``count`` is in base units; ``None`` gives the plural.
    """
    words = unit_id.replace("_", " ").strip()
    singular, plural = _exceptions().get(unit_id) or (words, plural_of(words) if words else "")
    return singular if count == 1 else plural
