"""A cut-up Persian phrase read from left to right: what comes next, numbers, and what stays in Persian."""

import re

from reports.english.glossary import Entry, Pos, Segment
from reports.english.isolates import ISOLATE, POP
from reports.english.nounphrase import NounPhrase

CONTROLS = re.compile(r"[\u0000-\u001f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
YEAR = re.compile(r"1[34]\d\d")
JOINS = frozenset(["و", "،", ",", "یا"])
_SCALES = {"هزار": "thousand", "میلیون": "million", "میلیارد": "billion"}
_COUNT = re.compile(r"\d{1,15}")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3}){1,4}")
_DECIMAL = re.compile(r"(\d{1,9})[./٫](\d{1,6})")


def isolated(persian: str) -> str:
    """Put the isolating marks around a run of Persian."""
    return f"{ISOLATE}{persian}{POP}"


class Cursor:
    """A place in the segments of a text; each method takes what it can and leaves ``at`` behind it."""

    def __init__(self, text: str, cut: list[Segment]) -> None:
        self.text = text
        self.cut = cut
        self.at = 0
        self.leftovers: list[str] = []
        self.open: list[frozenset[str]] = []
        """What the grammar knows of the heads whose complements are being read, the outermost first."""
        self.dangling = False
        """Something stood where the grammar has no place for it."""

    # --- what comes next

    def peek(self, ahead: int = 0) -> Segment | None:
        """Return a segment that is still to be read, or ``None``."""
        at = self.at + ahead
        return self.cut[at] if at < len(self.cut) else None

    def next_is(self, *pos: Pos, ahead: int = 0) -> Entry | None:
        """Return the entry of the next segment if it is of one of these parts of speech."""
        segment = self.peek(ahead)
        return segment.entry(*pos) if segment else None

    def opens(self, ahead: int = 0) -> bool:
        """Tell whether the next segment can begin a noun phrase."""
        segment = self.peek(ahead)
        if segment is None or segment.skeleton in JOINS:
            return False
        if segment.kind in ("place", "number", "latin", "unknown"):
            return True
        if segment.entry("noun") or segment.match.ending == "2":
            return True
        return segment.entry("det") is not None and self.peek(ahead + 1) is not None

    def joined(self) -> bool:
        """Tell whether «و» or a comma comes next."""
        segment = self.peek()
        return segment is not None and segment.skeleton in JOINS

    # --- numbers and the unknown

    def amount(self) -> tuple[str, int] | None:
        """Return the next number in English and how many segments it takes, or ``None`` for what is not plain."""
        segment = self.peek()
        if segment is None or (value := _digits(segment.skeleton)) is None:
            return None
        scale = self.peek(1)
        if scale is None or scale.skeleton not in _SCALES:
            return value, 1
        if (after := self.peek(2)) and (after.skeleton in _SCALES or after.kind == "number"):
            return None
        return f"{value} {_SCALES[scale.skeleton]}", 2

    def number(self, phrase: NounPhrase) -> None:
        """Read a number before a head."""
        found = self.amount()
        if found is None:
            left = self.unread()
            phrase.dets.append((left, left))
            phrase.plural = True
            return
        value, size = found
        self.at += size
        phrase.dets.append((value, value))
        phrase.plural |= value != "1"

    def number_as_adjective(self, phrase: NounPhrase) -> bool:
        """Read «۸۵ تختخوابی», «۱۵۰ میلیون تومانی» → 85-bed, 150-million-toman."""
        found = self.amount()
        unit = self.peek(found[1]) if found else None
        entry = unit.entry("noun") if unit else None
        if found is None or unit is None or entry is None or unit.match.ending != "ye":
            return False
        self.at += found[1] + 1
        phrase.pre.append(f"{found[0]} {entry.en}".replace(" ", "-"))
        return True

    def unread(self) -> str:
        """Leave a run of numbers as it stands."""
        first = self.at
        while (segment := self.peek()) and (segment.kind == "number" or segment.skeleton in {*_SCALES, "و"}):
            self.at += 1
        return self.left(first)

    def unknown(self) -> str:
        """Leave a run of unknown words as it stands."""
        first = self.at
        while (segment := self.peek()) and segment.kind == "unknown":
            self.at += 1
        return self.left(first)

    def left(self, first: int) -> str:
        """Note the segments from ``first`` on as left over, and return them isolated."""
        persian = self.text[self.cut[first].start : self.cut[self.at - 1].end]
        persian = CONTROLS.sub(" ", persian).strip()
        self.leftovers.append(persian)
        return isolated(persian)


def _digits(number: str) -> str | None:
    if _COUNT.fullmatch(number):
        return number if YEAR.fullmatch(number) else f"{int(number):,}"
    if _GROUPED.fullmatch(number):
        return number
    if found := _DECIMAL.fullmatch(number):
        return f"{int(found[1])}.{found[2]}"
    return None
