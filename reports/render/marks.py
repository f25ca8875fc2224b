"""Passages marked within their paragraph: a paragraph cut where any passage begins or ends.

Passages may overlap and nest; a cut inside a joined word gets a ZERO WIDTH JOINER on both sides, so that the letters
keep the shapes they have in the whole word.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from reports.model import Briefing, Range

ZWJ = "\u200d"
_NOT_JOINING_FORWARD = frozenset("آأإٱاؤدذرزژوةۀءىە")
"""Letters that do not join the following one (joining types R and U of Unicode's ArabicShaping.txt)."""
_NOT_JOINING_BACK = frozenset("ء")


_BREAK_EVERY = 40
_BREAK = f"{ZWJ}\u200b{ZWJ}"
_LONG_WORD = re.compile(rf"\S{{{_BREAK_EVERY},}}")
_LONG_RUN = re.compile(rf"\S{{{2 * _BREAK_EVERY},}}")


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """One passage that a citation leads to."""

    citation: int
    is_figure: bool
    spans: tuple[Range, ...]


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of a paragraph that lies in the same passages from end to end."""

    text: str
    opens: tuple[int, ...]
    """Citations whose passage begins here: their numbers are printed before the piece."""
    in_statement: bool
    in_figure: bool


def passages(briefing: Briefing) -> dict[str, list[Passage]]:
    """Return the passages of each article."""
    found: dict[str, list[Passage]] = {}
    for datum in briefing.data:
        spans = ((datum.start, datum.end), *datum.also)
        passage = Passage(citation=datum.citation, is_figure=True, spans=spans)
        found.setdefault(datum.article, []).append(passage)
    for statement in briefing.statements:
        spans = ((statement.start, statement.end), *statement.more)
        passage = Passage(citation=statement.citation, is_figure=False, spans=spans)
        found.setdefault(statement.article, []).append(passage)
    return found


def segments(text: str, paragraph: Range, marked: Sequence[Passage]) -> list[Segment]:
    """Cut one paragraph of ``text`` at all borders of the passages; nothing is lost and nothing added but ZWJ."""
    start, end = paragraph
    spans = [
        (max(a, start), min(b, end), passage, (a, b) == passage.spans[0] and start <= a)
        for passage in marked
        for a, b in passage.spans
        if a < end and b > start
    ]
    cuts = sorted({start, end, *(a for a, _, _, _ in spans), *(b for _, b, _, _ in spans)})
    result: list[Segment] = []
    for a, b in pairwise(cuts):
        around = [span for span in spans if span[0] <= a and b <= span[1]]
        opening = [passage for first, _, passage, begins in around if begins and first == a]
        result.append(
            Segment(
                text=_joined(text, a, b, start, end),
                opens=tuple(sorted(passage.citation for passage in opening)),
                in_statement=any(not passage.is_figure for _, _, passage, _ in around),
                in_figure=any(passage.is_figure for _, _, passage, _ in around),
            )
        )
    return result


def _joined(text: str, a: int, b: int, start: int, end: int) -> str:
    before = ZWJ if a > start and joins(text[a - 1], text[a]) else ""
    after = ZWJ if b < end and joins(text[b - 1], text[b]) else ""
    return f"{before}{text[a:b]}{after}"


def breakable(text: str) -> str:
    """Return a text in which a run of letters too long for any line may be broken, its letters still joined.

    The layout engine does not break a word by itself where it begins inside an element in the middle of a line.
    """
    return _LONG_RUN.sub(lambda run: _BREAK.join(_pieces(run[0])), text)


def has_long_word(text: str) -> bool:
    """Say whether a text holds a run of letters that may be too long for a line."""
    return _LONG_WORD.search(text) is not None


def _pieces(run: str) -> list[str]:
    return [run[start : start + _BREAK_EVERY] for start in range(0, len(run), _BREAK_EVERY)]


def joins(left: str, right: str) -> bool:
    """Say whether two neighbouring letters are drawn joined."""
    return (
        _is_arabic_letter(left)
        and _is_arabic_letter(right)
        and left not in _NOT_JOINING_FORWARD
        and right not in _NOT_JOINING_BACK
    )


def _is_arabic_letter(char: str) -> bool:
    return "\u0620" <= char <= "\u06d3" and char.isalpha()
