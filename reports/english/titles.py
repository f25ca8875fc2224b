"""A Persian title cut into known pieces: posts, fields, bodies, places. Matching is on skeletons."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extract.errors import LexiconError
from extract.text.shadow import FILLER
from reports.english.letters import DATA, GAZETTEER, fold, table, words

PieceKind = Literal[
    "head", "past", "field", "adj", "affairs", "of", "marker", "national", "skip", "generic", "body", "place",
    "unknown",
]  # fmt: skip
Level = Literal["province", "county", "city", "district", "rural", "village", "area", "island", ""]
_KINDS = frozenset(PieceKind.__args__)  # type: ignore[attr-defined]
_LONGEST = 12
"""Words of the longest entry."""
_LONGEST_WORD = 40
"""Code points of a word that is worth taking apart."""
_LEVELS = {"provinces.tsv": "province", "counties.tsv": "county", "cities.tsv": "city"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of ``posts.tsv`` or ``bodies.tsv``; the columns are explained at the top of those files."""

    kind: PieceKind
    en: str
    attr: str = ""
    over: str = ""
    prep: str = ""
    link: str = ""
    place: str = ""
    the: bool = True
    holder: str = ""
    national: bool = False
    office: bool = False
    """Said of an office with a name alone; see «scope» in ``posts.tsv``."""


@dataclass(frozen=True, slots=True)
class Place:
    """A name of the gazetteer at one level."""

    en: str
    level: str
    province: str
    """Persian skeleton of the province; its own for a province."""
    guarded: bool = False
    """The name is also an everyday word or a given name: «فردوس», «مهران»."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of a title that was recognised, or one that was not."""

    kind: PieceKind
    persian: str
    entry: Entry | None = None
    places: tuple[Place, ...] = ()
    """What the name may be, the widest first."""
    after_and: bool = False
    """«و» stands before it."""

    @property
    def en(self) -> str:
        """The English of an entry, empty for anything else."""
        return self.entry.en if self.entry else ""


@cache
def entries() -> dict[str, Entry]:
    """Return posts and bodies by skeleton. Raises :class:`LexiconError` for a kind that is not known."""
    found: dict[str, Entry] = {}
    posts = table(DATA / "posts.tsv", "fa", "kind", "en", "attr", "over", "prep", "link", "place", "scope")
    bodies = table(DATA / "bodies.tsv", "fa", "kind", "en", "bare", "the", "holder", "place", "scope")
    for row in (*posts, *bodies):
        kind = row["kind"]
        if kind not in _KINDS:
            raise LexiconError(f"The entry «{row['fa']}» of the English posts has the unknown kind «{kind}».")
        found[fold(row["fa"])] = Entry(
            kind=kind,  # type: ignore[arg-type]
            en=row["en"],
            attr=row.get("attr") or row.get("bare") or "",
            over=row.get("over") or "",
            prep=row.get("prep") or "",
            link=row.get("link") or "",
            place=row["place"],
            the=row.get("the") != "no",
            holder=row.get("holder") or "",
            national=row["scope"] == "national",
            office=row["scope"] == "office",
        )
    return found


@cache
def places() -> dict[str, tuple[Place, ...]]:
    """Return the gazetteer's names and aliases by skeleton; several where a name is borne twice."""
    found: dict[str, list[Place]] = {}
    for name, level in _LEVELS.items():
        for row in table(GAZETTEER / name, "fa", "en", "aliases"):
            province = fold(row.get("province") or row["fa"])
            guarded = not {"word", "person"}.isdisjoint((row.get("guard") or "").split())
            for spelling in (row["fa"], *filter(None, row["aliases"].split("|"))):
                found.setdefault(fold(spelling), []).append(Place(row["en"], level, province, guarded))
    return {skeleton: tuple(rows) for skeleton, rows in found.items()}


def pieces(title: str) -> list[Piece]:
    """Cut a title into pieces, the longest entry first from left to right.

    After a marker («شهرستان») a place is preferred, otherwise a word of the title lexicon. A word that is neither
    is tried as two known ones run together («ادارهتعاون», «ورفاه»); what is left is ``unknown``.
    """
    tokens = words(title)
    cut: list[Piece] = []
    start = 0
    while start < len(tokens):
        marked = bool(cut) and cut[-1].kind == "marker"
        for end in range(min(len(tokens), start + _LONGEST), start, -1):
            persian = " ".join(token.replace(FILLER, "") for token in tokens[start:end])
            if piece := _look_up(persian, marked=marked):
                cut.append(piece)
                start = end
                break
        else:
            if parts := _joined_by_and(tokens[start].replace(FILLER, "")):
                tokens[start : start + 1] = parts
                continue
            cut.extend(_run_together(tokens[start].replace(FILLER, ""), marked=marked))
            start += 1
    return cut


def _look_up(persian: str, *, marked: bool) -> Piece | None:
    skeleton = persian.replace(" ", "")
    entry, named = entries().get(skeleton), places().get(skeleton)
    if entry is None and skeleton.endswith(("ای", "وی")):  # «بانک‌های», «سخنگوی»: the ezafe written out
        bare = entries().get(skeleton[:-1])
        entry = bare if bare and bare.kind != "head" else None  # «رئیس شورای …» is no «رئیس شورا»
    if named and (marked or entry is None):
        return Piece("place", persian, places=named)
    return Piece(entry.kind, persian, entry) if entry else None


def _joined_by_and(word: str) -> list[str]:
    """Return a word and the «و» that sticks to it, in order, or nothing: «کار ورفاه», «کارو رفاه»."""
    if word.startswith("و") and word[1:] in entries():
        return ["و", word[1:]]
    return [word[:-1], "و"] if word.endswith("و") and word[:-1] in entries() else []


def _run_together(word: str, *, marked: bool) -> Iterator[Piece]:
    for cut in range(len(word) - 2, 2, -1) if len(word) <= _LONGEST_WORD else ():
        first, second = _look_up(word[:cut], marked=marked), _look_up(word[cut:], marked=False)
        if first and second and "skip" not in (first.kind, second.kind):
            yield from (first, second)
            return
    yield Piece("unknown", word)
