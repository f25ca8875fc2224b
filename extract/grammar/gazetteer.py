"""Puts the gazetteer (``provinces.tsv``, ``counties.tsv``, ``cities.tsv``) into the lexicon.

Each name gets the tag ``place``, or ``place.guarded`` alone where it is also something else; ``entry.values["places"]``
holds the :class:`Reading` of every row that bears the name.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from extract.text.shadow import FILLER, shadow, skeleton

if TYPE_CHECKING:
    from extract.grammar.lexicon import Lexicon

Level = Literal["province", "county", "city", "village", "national"]


class Reading(NamedTuple):
    """One row of the gazetteer that a name may stand for; standard Persian names throughout."""

    level: Level
    name: str
    province: str
    county: str | None
    guards: frozenset[str] = frozenset()
    """``word``, ``person``, ``province``, ``double``: what else the name may be."""
    capital: bool = False
    """The county of a province's capital."""


def add_places(lexicon: "Lexicon", folder: Path) -> None:
    """Add all rows of the three tables in ``folder`` to ``lexicon``."""
    from extract.grammar.lexicon import rows  # not at the top: the lexicon loads this module

    for row in rows(folder / "provinces.tsv"):
        reading = Reading("province", row["fa"], row["fa"], None)
        _add(lexicon, reading, row["aliases"])
    begun: set[str] = set()  # the first county of a province is its capital's
    for row in rows(folder / "counties.tsv"):
        guards, province = frozenset(row["guard"].split()), row["province"]
        reading = Reading("county", row["fa"], province, row["fa"], guards, province not in begun)
        begun.add(province)
        _add(lexicon, reading, row["aliases"])
    for row in rows(folder / "cities.tsv"):
        guards = frozenset(row["guard"].split())
        _add(lexicon, Reading("city", row["fa"], row["province"], row["county"], guards), row["aliases"])


def _add(lexicon: "Lexicon", reading: Reading, aliases: str) -> None:
    for name in (reading.name, *filter(None, aliases.split("|"))):
        # an alias of several words is nobody's surname and no common word
        spaced = " " in shadow(name).replace(FILLER, " ").strip() and name != reading.name
        mine = reading._replace(guards=reading.guards - {"word", "person"}) if spaced else reading
        entry = lexicon.entries.get(skeleton(name))
        known = list(entry.values.get("places", ())) if entry is not None else []
        if any(
            one.level == mine.level and one.name == mine.name and one.county == mine.county for one in known
        ):
            continue
        guarded = bool(mine.guards & {"word", "person"})
        tags = ("place.guarded",) if guarded and not known else ("place", f"place.{mine.level}")
        lexicon.add(name, tags, values={"places": (*known, mine)})
        if not guarded and len(name) > 3 and name[-1] not in "یا":
            lexicon.add(
                f"{name}‌ی" if name.endswith("ه") else f"{name}ی",
                ("demonym",),
                values={"places": (*known, mine)},
            )
