"""Which of the places that bear a name is meant."""

from typing import NamedTuple

from extract.grammar.gazetteer import Level, Reading
from extract.text.shadow import skeleton
from extract.text.tokens import Vocabulary

_WIDEST = {"province": 0, "county": 1, "city": 2, "village": 3, "national": 4}


class Name(NamedTuple):
    """What the gazetteer has for one skeleton."""

    readings: tuple[Reading, ...]
    province: str | None
    """The one province of all readings, or ``None``."""
    free: bool
    """Some reading is neither a common word nor a person."""
    person: bool
    """Some reading may be a person."""
    provinces: frozenset[str]
    person_only: bool = False
    """Every reading may be a person, and none a common word."""


class Names(dict[str, Name]):
    """Skeleton → :class:`Name` for one vocabulary; and the reading chosen for each (name, level, main province)."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.chosen: dict[tuple[str, Level | None, str | None], Reading | None] = {}

    def __missing__(self, word: str) -> Name:
        entry = self.vocabulary.entry(word)
        readings = tuple(entry.values.get("places", ())) if entry else ()
        provinces = frozenset(one.province for one in readings)
        found = Name(
            readings,
            readings[0].province if len(provinces) == 1 else None,
            any(not one.guards & {"word", "person"} for one in readings),
            any("person" in one.guards for one in readings),
            provinces,
            bool(readings) and all("person" in one.guards and "word" not in one.guards for one in readings),
        )
        if len(self) > _MEMORY:
            self.clear()
        self[word] = found
        return found

    def is_capital(self, county: str, province: str) -> bool:
        """Whether a county, by its standard name, is that of the capital of its province."""
        readings = self[skeleton(county)].readings
        return any(one.capital and one.province == province for one in readings)

    def choose(self, word: str, level: Level | None, main: str | None) -> Reading | None:
        """Return the reading of a name after a place word of this level (``None``: after none), or ``None``."""
        key = word, level, main
        try:
            return self.chosen[key]
        except KeyError:
            if len(self.chosen) > _MEMORY:
                self.chosen.clear()
            found = self.chosen[key] = _choose(self[word].readings, level, main)
            return found


_MEMORY = 100_000
"""Names remembered; forgotten all at once beyond that."""
_NAMES: dict[int, Names] = {}


def names_of(vocabulary: Vocabulary) -> Names:
    """Return the names of a vocabulary, remembered from text to text."""
    found = _NAMES.get(id(vocabulary))
    if found is None or found.vocabulary is not vocabulary:
        found = _NAMES[id(vocabulary)] = Names(vocabulary)
    return found


def _choose(readings: tuple[Reading, ...], level: Level | None, main: str | None) -> Reading | None:
    """The reading of the level asked for; else the widest in the text's main province."""
    if level == "village":
        fits = [one for one in readings if one.level == "city" and one.province == main]
    elif level is None:
        fits = [*readings]
    else:
        fits = [one for one in readings if level == one.level or (level == "city" and one.level == "county")]
    if not fits and level == "county":  # a county newer than the gazetteer
        fits = [one for one in readings if one.level == "city"]
    if not fits:
        return None
    here = [one for one in fits if one.province == main] or fits
    if level == "city":
        here = [one for one in here if one.level == "city"] or here
    return min(here, key=lambda one: _WIDEST[one.level])
