"""The glossary of the domain, and a Persian text cut into its entries, place names, numbers and the rest.

Words are compared as skeletons (one spelling, no half-spaces), whole phrases first, the longest wins; endings are
taken off where the word as it stands is not in the glossary.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from typing import Literal, NamedTuple

from extract.errors import LexiconError
from extract.text.shadow import FILLER, shadow
from reports.english.letters import DATA, GAZETTEER, table
from reports.english.plurals import plural_of

Pos = Literal["noun", "adj", "phrase", "prep", "verbal", "det", "skip"]
_POS: tuple[Pos, ...] = Pos.__args__  # type: ignore[attr-defined]
_LONGEST = 8
"""Words of the longest entry."""

# Endings, the longest first: (letters, what stands in their place, what they say). «شرکت‌کنندگان» ← «شرکت‌کننده».
_ENDINGS = (
    ("هایشان", "", "pl their"), ("هایمان", "", "pl our"), ("هایش", "", "pl its"), ("هایی", "", "pl"), ("های", "", "pl"),
    ("ها", "", "pl"), ("گانی", "ه", "pl living"), ("گان", "ه", "pl living"), ("ترین", "", "2"), ("تر", "", "1"),
    ("یان", "", "pl living"), ("انی", "", "pl living"), ("ان", "", "pl living"), ("شان", "", "their"), ("اش", "", "its"), ("یی", "", "ye"), ("ای", "", "ye"),
    ("ش", "", "its"), ("ی", "", "ye"),
)  # fmt: skip
_FITS = {
    "pl": ("noun",), "their": ("noun",), "our": ("noun",), "its": ("noun",), "1": ("adj",), "2": ("adj",),
    "ye": ("noun", "adj", "verbal"),
}  # fmt: skip
_TOKEN = re.compile(rf"[^\W\d_]+|\d[\d.,/٫{FILLER}]*\d|\d|[،,؛;:()«»/+]|\n|-")
_SPACED_ENDING = re.compile(rf"(?<=[^\W\d_])[ {FILLER}]+(?=(?:ها|های|هایی|هایش|هایشان|ترین|تر|ی|ای)(?!\w))")
_SMALL = frozenset(["و", "از", "در", "به", "با", "بر", "تا", "را", "که", "هم", "این", "آن", "هر", "یک", "یا"])
_LEVELS = {"provinces.tsv": "province", "counties.tsv": "county", "cities.tsv": "city"}
_MARKERS = {
    "استان": "province", "شهرستان": "county", "شهر": "city", "بخش": "district", "دهستان": "rural", "روستا": "village",
    "روستای": "village", "منطقه": "area", "فرمانداری": "city", "بندر": "city",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of ``glossary.tsv``; the columns are explained at the top of that file."""

    fa: str
    en: str
    plural: str
    pos: Pos
    form: str
    """How what belongs to it is joined: ``~ of {}``."""
    use: frozenset[str]
    spellings: tuple[str, ...] = ()

    @property
    def uncountable(self) -> bool:
        """Whether the English has one form only: wheat, exports."""
        return self.plural == self.en


class Place(NamedTuple):
    """A name of the gazetteer."""

    en: str
    level: str
    guarded: bool
    """Also an ordinary word or a person's name: a place only beside a word that says so."""
    breaks: frozenset[int] = frozenset()
    """Where in its skeleton the name may be written apart."""


class Match(NamedTuple):
    """What the glossary knows of one word or phrase."""

    entries: tuple[Entry, ...]
    ending: str = ""
    """What the ending that was taken off says: ``pl``, ``1``, ``2``, ``ye``, ``its``, ``pl their`` …"""


class Segment(NamedTuple):
    """A run of a text."""

    kind: Literal["entry", "place", "number", "latin", "unknown", "mark"]
    start: int
    """Code points of the text, half-open."""
    end: int
    skeleton: str
    match: Match = Match(())
    place: Place | None = None

    def entry(self, *wanted: Pos) -> Entry | None:
        """Return the first entry that is one of the parts of speech, in the order wanted."""
        return next((found for pos in wanted for found in self.match.entries if found.pos == pos), None)


def key(word: str) -> str:
    """Return the letters that a word in shadow spelling is looked up by."""
    return word.replace(FILLER, "").replace(" ", "").replace("ء", "")


@cache
def glossary() -> dict[str, tuple[Entry, ...]]:
    """Return the entries by skeleton; several where a word is noun and adjective.

    Raises :class:`extract.errors.LexiconError` for a malformed table.
    """
    found: dict[str, tuple[Entry, ...]] = {}
    for row in table(DATA / "glossary.tsv", "fa", "en", "plural", "pos", "with", "use", "notes"):
        pos = row["pos"]
        if pos not in _POS or not (row["en"] or pos == "skip"):
            raise LexiconError(
                f"The entry «{row['fa']}» of the glossary has no English or the unknown pos «{pos}»."
            )
        plural = row["en"] if row["plural"] == "=" else row["plural"]
        if pos == "noun" and not plural:
            plural = plural_of(row["en"])
        spellings = row["fa"].split("|")
        entry = Entry(
            spellings[0], row["en"], plural, pos, row["with"], frozenset(row["use"].split()), tuple(spellings)
        )
        skeleton = key(shadow(row["fa"].partition("|")[0]))
        found[skeleton] = (*found.get(skeleton, ()), entry)
    return found


def _breaks(written: str) -> frozenset[int]:
    """Return the positions in a skeleton where its spelling has a space or a half-space."""
    parts = [key(part) for part in re.split(rf"[ {FILLER}]+", shadow(written))]
    return frozenset(accumulate(map(len, parts)))


@cache
def _glossary_breaks() -> dict[str, frozenset[int]]:
    """Return for each entry where it may be written apart."""
    nowhere: frozenset[int] = frozenset()
    return {
        skeleton: nowhere.union(*(_breaks(spelling) for entry in entries for spelling in entry.spellings))
        for skeleton, entries in glossary().items()
    }


def _apart(words: list[str], breaks: frozenset[int], *, strict: bool = False, shift: int = 0) -> bool:
    """Tell whether words may be one entry: written apart where it is, or in pieces that are no words of their own.

    «شیر از» is not «شیراز», «سیب زمینی» is «سیب‌زمینی». ``strict``: only where the entry is written apart.
    """
    ends = list(accumulate(map(len, words)))
    return all(
        end + shift in breaks or not (strict or before in _SMALL or after in _SMALL)
        for end, before, after in zip(ends, words, words[1:], strict=False)
    )


@cache
def _inner() -> dict[str, str]:
    """Return phrases by the skeleton without the ezafe of their first word: «نیروهای کار» is «نیروی کار»."""
    found: dict[str, str] = {}
    for entries in glossary().values():
        first, _, rest = shadow(entries[0].fa).partition(" ")
        if rest:
            found.setdefault(_plain(key(first)) + key(rest), key(first + rest))
    return found


def _plain(word: str) -> str:
    return word[:-1] if word.endswith(("وی", "ای")) and len(word) > 3 else word


@cache
def _places() -> dict[str, Place]:
    """Return the gazetteer's names and aliases, the widest place of each name."""
    found: dict[str, Place] = {}
    for name, level in _LEVELS.items():
        for row in table(GAZETTEER / name, "fa", "en", "aliases"):
            guarded = bool({"word", "person"} & set((row.get("guard") or "").split()))
            for spelling in (row["fa"], *filter(None, row["aliases"].split("|"))):
                skeleton = key(shadow(spelling))
                place = found.get(skeleton) or Place(row["en"], level, guarded and " " not in spelling)
                found[skeleton] = place._replace(breaks=place.breaks | _breaks(spelling))
    return found


def _place(words: list[str]) -> Place | None:
    place = _places().get("".join(words))
    return place if place and _apart(words, place.breaks, strict=True) else None


def find(words: list[str]) -> Match | None:
    """Return what the glossary has for these words (skeletons) taken together, endings taken off, or ``None``.

    An entry may be written apart where it has a space or a half-space, elsewhere only into pieces that are no words.
    """
    whole = "".join(words)
    breaks = _glossary_breaks()
    if (entries := glossary().get(whole)) and _apart(words, breaks[whole]):
        return Match(entries)
    for skeleton, ending in _stems(whole):
        found = _fitting(skeleton, ending, alone=len(words) == 1)
        if found and _apart(words, breaks[skeleton]):
            return found
    if len(words) > 1:
        rest = "".join(words[1:])
        for first, ending in ((words[0], ""), *_stems(words[0])):
            if ending and not ending.startswith("pl"):
                continue
            phrase = _inner().get(_plain(first) + rest)
            found = _fitting(phrase, ending, alone=False) if phrase else None
            if phrase and found and _apart(words[1:], breaks[phrase], shift=len(phrase) - len(rest)):
                return found
    return None


def _stems(word: str) -> Iterator[tuple[str, str]]:
    if word.endswith(("وی", "ای")) and len(word) > 3:  # «اعضای»: the ی of ezafe
        yield word[:-1], ""
    for letters, instead, says in _ENDINGS:
        if word.endswith(letters) and len(word) - len(letters) >= 2:
            yield word[: -len(letters)] + instead, says


def _fitting(skeleton: str, ending: str, *, alone: bool) -> Match | None:
    allowed = _FITS.get(ending.split()[0], ()) if ending else _POS
    short = alone and len(skeleton) < 3 and ending not in ("pl", "ye", "")
    entries = tuple(entry for entry in glossary().get(skeleton, ()) if entry.pos in allowed)
    if ending == "pl living":  # «ان» is for persons, animals and plants: «کشاورزان», not «کاران» of «کار»
        entries = tuple(entry for entry in entries if {"person", "living"} & entry.use)
    return Match(entries, ending) if entries and not short else None


def segments(text: str) -> list[Segment]:
    """Cut a text into what the glossary, the gazetteer and the digits give; the rest is ``unknown``."""
    # an ending written apart keeps its place, only the space before it is not read; the length stays
    plain = _SPACED_ENDING.sub(lambda gap: FILLER * len(gap[0]), shadow(text))
    tokens = [(found.start(), found.end(), key(found[0])) for found in _TOKEN.finditer(plain)]
    cut: list[Segment] = []
    at = 0
    while at < len(tokens):
        segment, at = _next(tokens, at, cut[-1] if cut else None)
        cut.append(segment)
    return cut


def _next(tokens: list[tuple[int, int, str]], at: int, before: Segment | None) -> tuple[Segment, int]:
    start, end, word = tokens[at]
    if not word or not word[0].isalpha():
        kind: Literal["number", "mark"] = "number" if word[:1].isdecimal() else "mark"
        return Segment(kind, start, end, word), at + 1
    if word[0] < "\u0250":
        return Segment("latin", start, end, word), at + 1
    run: list[str] = []
    for token in tokens[at : at + _LONGEST]:
        if not token[2][:1].isalpha():
            break
        run.append(token[2])
    marked = before is not None and before.skeleton in _MARKERS
    for size in range(len(run), 0, -1):
        match, place = find(run[:size]), _place(run[:size])
        last = tokens[at + size - 1][1]
        if place and (marked or (match is None and not place.guarded)):
            return Segment("place", start, last, "".join(run[:size]), place=place), at + size
        if match and not (size > 1 and _goes_on(run, size, tokens[at + size :][:1])):
            return Segment("entry", start, last, "".join(run[:size]), match), at + size
    if word.endswith("ی") and (of_place := _places().get(word[:-1])) and not of_place.guarded:  # «مازندرانی»
        return Segment("place", start, end, word, place=of_place), at + 1
    if word.startswith("غیر"):
        size = 1 if len(word) > 3 else 2
        if entry := _negated("".join(run[:size]).removeprefix("غیر")):
            last = tokens[at + size - 1][1]
            return Segment("entry", start, last, "".join(run[:size]), Match((entry,))), at + size
    return Segment("unknown", start, end, word), at + 1


def _negated(word: str) -> Entry | None:
    """Return «غیر» with an adjective: non-agricultural."""
    match = find([word]) if word else None
    entry = next((one for one in match.entries if one.pos in ("adj", "verbal")), None) if match else None
    return replace(entry, en=f"non-{entry.en}") if entry else None


def _goes_on(run: list[str], size: int, after: list[tuple[int, int, str]]) -> bool:
    """Tell whether the last word of a phrase belongs to what follows: «در هفته» + «دولت», «در سال» + ۱۴۰۲."""
    last = run[size - 1]
    if last == "سال" and after and after[0][2][:1].isdecimal():
        return True
    if last in _MARKERS and _place(run[size : size + 1]):
        return True
    if len(run) == size or find(run[: size - 1]) is None:
        return False
    following = (run[size - 1 : end] for end in range(size + 1, len(run) + 1))
    return any("".join(words) in glossary() and find(words) is not None for words in following)


def marker(segment: Segment) -> str | None:
    """Return the level of place that a segment announces («شهرستان» → county), or ``None``."""
    return _MARKERS.get(segment.skeleton)


def glossary_terms(persian: str) -> list[tuple[str, str]]:
    """Return the glossary's entries in a text as (Persian as in the glossary, English singular), each once, in order.

    Nouns, adjectives, participles and fixed phrases only; a word that is noun and adjective gives both.
    """
    wanted = ("noun", "adj", "verbal", "phrase")
    found = (
        (entry.fa, entry.en)
        for segment in segments(persian)
        for entry in segment.match.entries
        if entry.pos in wanted
    )
    return list(dict.fromkeys(found))
