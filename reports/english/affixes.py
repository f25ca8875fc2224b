"""Surnames put together from known stems, beginnings and endings: ``رحیم + ی``, ``پور + محمد + ی``, ``شه + سوار + ی``."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from reports.english.letters import DATA, GAZETTEER, fold, table

# What a reading costs; the cheapest wins. Whole stems beat pieces, long pieces beat short ones.
_PREFIX, _STEM, _SECOND_STEM, _SUFFIX = 1.2, 1.0, 1.5, 0.9
_SHORT = {2: 0.8, 3: 0.25}
_PLACE = 0.4
_ACROSS_HALF_SPACE = 0.5
_LONGEST_WORD = 40
"""Code points; nobody is called so, and the search stays small."""


@dataclass(frozen=True, slots=True)
class Affix:
    """A row of ``affixes.tsv``."""

    fa: str
    kind: str
    en: str
    word: bool
    free: str
    after: str
    after_en: str

    def fits(self, stem: str, english: str) -> bool:
        """Tell whether the ending may follow this stem."""
        return _allows(self.after, stem[-1:]) and _allows_end(self.after_en, english)


@dataclass(frozen=True, slots=True)
class Stem:
    """A known name or word, and what it costs to use it."""

    en: str
    cost: float
    given: bool = False


def _allows(rule: str, letter: str) -> bool:
    return not rule or ((letter in rule[1:]) is False if rule.startswith("!") else letter in rule)


def _allows_end(rule: str, english: str) -> bool:
    if rule.startswith("!"):
        return not english.endswith(rule[1:])
    return english.endswith(rule)


@cache
def affixes(kind: str) -> dict[str, Affix]:
    """Return the affixes of one kind (prefix, suffix, title) by their skeleton, longest first."""
    columns = ("fa", "kind", "en", "join", "free", "after", "after_en")
    rows = [row for row in table(DATA / "affixes.tsv", *columns) if row["kind"] == kind]
    rows.sort(key=lambda row: -len(fold(row["fa"])))
    return {
        fold(row["fa"]): Affix(
            fold(row["fa"]),
            kind,
            row["en"],
            row["join"] == "word",
            row["free"],
            row["after"],
            row["after_en"],
        )
        for row in rows
    }


@cache
def stems() -> dict[str, Stem]:
    """Return given names, surnames, parts of surnames and places by skeleton."""
    found: dict[str, Stem] = {}
    for name in ("provinces.tsv", "counties.tsv", "cities.tsv"):
        for row in table(GAZETTEER / name, "fa", "en"):
            if len(fold(row["fa"])) > 2:
                found[fold(row["fa"])] = Stem(_as_in_names(row["en"]), _STEM + _PLACE)
    for name, column in (("surnames.tsv", "kind"), ("given_names.tsv", "gender")):
        for row in table(GAZETTEER / name, "fa", column, "en"):
            skeleton = fold(row["fa"])
            cost = _STEM + _SHORT.get(len(skeleton), 0.0)
            found[skeleton] = Stem(row["en"], cost, given=column == "gender")
    return found


def _as_in_names(place: str) -> str:
    """Return a place in the spelling of names: the gazetteer writes q and u where names have gh and ou."""
    text = place.replace("q", "gh").replace("Q", "Gh").replace("ow", "o")
    return re.sub(r"(?<!o)u(?![aeio])", "ou", text)


@dataclass(frozen=True, slots=True)
class _Piece:
    en: str
    word: bool = False
    given: bool = False


_Reading = tuple[float, tuple[_Piece, ...]]


def decompose(word: str, cuts: frozenset[int] = frozenset()) -> str | None:
    """Return the English of a word made of known pieces, or ``None``.

    ``word`` is a skeleton; ``cuts`` are its positions where the source has a half-space: pieces that run across
    one are less likely.
    """
    if len(word) > _LONGEST_WORD:
        return None
    readings: defaultdict[int, list[_Reading]] = defaultdict(list)  # after a stem, by end
    starts: dict[int, _Reading] = {0: (0.0, ())}
    for prefix in affixes("prefix").values():
        if word.startswith(prefix.fa) and len(word) > len(prefix.fa) + 1:
            starts[len(prefix.fa)] = (_PREFIX + _across(0, len(prefix.fa), cuts), (_Piece(prefix.en),))
    for start, reading in sorted(starts.items()):
        _add_stems(word, start, reading, _STEM, cuts, readings)
    for position in range(1, len(word)):
        for reading in tuple(readings[position]):
            _add_suffixes(word, position, reading, cuts, readings)
            if sum(not piece.word for piece in reading[1]) <= 2:
                _add_stems(word, position, reading, _SECOND_STEM, cuts, readings)
    if not readings[len(word)]:
        return None
    return assemble(min(readings[len(word)], key=lambda reading: (reading[0], len(reading[1])))[1])


def _across(start: int, end: int, cuts: frozenset[int]) -> float:
    return _ACROSS_HALF_SPACE * sum(start < cut < end for cut in cuts)


_Readings = defaultdict[int, list[_Reading]]


def _add_stems(
    word: str, start: int, reading: _Reading, price: float, cuts: frozenset[int], readings: _Readings
) -> None:
    last = reading[1][-1] if reading[1] else None
    # «کریمی‌سنجری»: two surnames, not one
    apart = (
        start in cuts and price == _SECOND_STEM and last is not None and not last.given and last.en[-1] == "i"
    )
    for end in range(start + 2, len(word) + 1):
        if stem := stems().get(word[start:end]):
            cost = reading[0] + stem.cost - _STEM + price + _across(start, end, cuts)
            _keep(readings[end], (cost, (*reading[1], _Piece(stem.en, apart, stem.given))))


def _add_suffixes(
    word: str, start: int, reading: _Reading, cuts: frozenset[int], readings: _Readings
) -> None:
    for suffix in affixes("suffix").values():
        if word.startswith(suffix.fa, start) and suffix.fits(word[:start], reading[1][-1].en):
            cost = reading[0] + _SUFFIX + _across(start, start + len(suffix.fa), cuts)
            _keep(readings[start + len(suffix.fa)], (cost, (*reading[1], _Piece(suffix.en, suffix.word))))


def _keep(found: list[_Reading], reading: _Reading, most: int = 4) -> None:
    """Keep the cheapest readings of each position only."""
    found.append(reading)
    found.sort(key=lambda kept: kept[0])
    del found[most:]


def assemble(pieces: tuple[_Piece, ...]) -> str:
    """Join pieces: lower case inside a word, a capital at its head, ``~`` takes the letter before it."""
    if len(pieces) > 1 and all(piece.given for piece in pieces):
        return " ".join(piece.en for piece in pieces)  # «امین‌حسین»: two given names stay two words
    text = ""
    for piece in pieces:
        if not text or text.endswith("-"):
            text += piece.en.replace(" ", "").lower().capitalize() if not piece.en.endswith("-") else piece.en
        elif piece.word:
            text += " " + piece.en
        elif piece.en.startswith("~"):
            text = text[:-1] + piece.en[1:]
        else:
            text += piece.en.replace(" ", "").lower()
    return text


@lru_cache(maxsize=4096)
def ending(word: str) -> Affix | None:
    """Return the longest ending that a stem of three letters or more is left before."""
    for suffix in affixes("suffix").values():
        stem = word[: -len(suffix.fa)]
        if word.endswith(suffix.fa) and len(stem) > 2 and _allows(suffix.after, stem[-1]):
            return suffix
    return None
