"""Which figures lead, which may stand beside each other: general rules, their weights in ``selection.toml``.

Nothing here knows a measure, a place or a person by name.
"""

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from extract.statements import Conflict, Extraction, Figure, Official, Quote
from reports.measures import measure
from reports.model import Datum, HeldCount, HeldItem

_RULES = Path(__file__).with_name("selection.toml")
_LOOSE = 0.1  # what «حدود» and «نزدیک به» may leave open when two figures are ranked


@cache
def rules() -> dict[str, Any]:
    """Return ``selection.toml``."""
    return tomllib.loads(_RULES.read_text(encoding="utf-8"))


def in_conflict(
    extractions: Iterable[Extraction], conflicts: Iterable[Conflict]
) -> dict[tuple[str, int], None]:
    """Return the (article, index) of every figure that some conflict names."""
    every = [conflict for extraction in extractions for conflict in extraction.conflicts] + list(conflicts)
    return {member: None for conflict in every for member in conflict.members}


def prints_figure(figure: Figure, disputed: bool) -> bool:
    """Say whether a figure is printed: not held, or held only because the article contradicts itself."""
    if figure.low is None and figure.high is None:
        return False
    return figure.held is None or (figure.held == "contradiction" and disputed)


def prints_quote(quote: Quote) -> bool:
    """Say whether a statement is printed."""
    return quote.held is None and quote.speaker is not None


def held(extractions: Sequence[Extraction], disputed: Mapping[tuple[str, int], None]) -> tuple[HeldItem, ...]:
    """List everything that is not printed, with its reason, in the order of the articles."""
    items: list[HeldItem] = []
    for extraction in extractions:
        for number, figure in enumerate(extraction.figures):
            if not prints_figure(figure, (extraction.id, number) in disputed):
                items.append(_item("figure", figure.held or "no_value", extraction.id, figure))
        items.extend(
            _item("quote", quote.held or "no_speaker", extraction.id, quote)
            for quote in extraction.quotes
            if not prints_quote(quote)
        )
        items.extend(
            _held_official(extraction.id, official, official.held)
            for official in extraction.officials
            if official.held is not None
        )
    return tuple(items)


def _held_official(article: str, official: Official, reason: str) -> HeldItem:
    start, end = official.mentions[0] if official.mentions else (0, 0)
    return HeldItem(what="official", reason=reason, article=article, start=start, end=end, rule=official.rule)


def _item(what: Any, reason: str, article: str, found: Figure | Quote) -> HeldItem:
    return HeldItem(
        what=what, reason=reason, article=article, start=found.start, end=found.end, rule=found.rule
    )


def held_counts(items: Iterable[HeldItem]) -> tuple[HeldCount, ...]:
    """Count held findings by kind and reason; the most frequent first within a kind."""
    counts: dict[tuple[Any, str], int] = {}
    for item in items:
        counts[item.what, item.reason] = counts.get((item.what, item.reason), 0) + 1
    order = ("figure", "quote", "official")
    ranked = sorted(counts.items(), key=lambda entry: (order.index(entry[0][0]), -entry[1], entry[0][1]))
    return tuple(HeldCount(what=what, reason=reason, count=count) for (what, reason), count in ranked)


def weight(datum: Datum) -> float:
    """Return how much a figure matters for the first page, before what is already chosen counts against it."""
    table = rules()
    known = measure(datum.measure)
    value = abs(float(datum.low if datum.low is not None else datum.high or 0))
    full = table["full_size"].get(datum.unit, table["full_size"]["other"])
    size = min(1.0, math.log10(1 + value) / math.log10(1 + full))
    factors: list[float] = [
        size,
        table["level"][datum.level],
        table["modality"][datum.modality],
        table["qualifier"][datum.qualifier],
        table["kind"].get(known.kind if known else "unknown", table["kind"]["unknown"]),
        1.0 if datum.per is None else table["other"]["per"],
        1.0 if known else table["other"]["no_measure"],
    ]
    return math.prod(factors)


def key_figures(data: Sequence[Datum]) -> tuple[int, ...]:
    """Choose four to six figures to lead with, by falling weight; returns citations.

    The period's own figures come first; earlier and later ones only fill up. Disputed figures are never chosen.
    """
    table = rules()["key_figures"]
    chosen: list[Datum] = []
    for own in (True, False):
        pool = [datum for datum in data if (datum.section == "week") is own and not datum.disputed]
        limit = table["most"] if own else table["least"]
        while pool and len(chosen) < limit:
            best = max(pool, key=lambda datum: (_against(datum, chosen), -datum.citation))
            if len(chosen) >= table["least"] and _against(best, chosen) < table["floor"]:
                break
            chosen.append(best)
            pool.remove(best)
    return tuple(datum.citation for datum in chosen)


def _against(datum: Datum, chosen: Sequence[Datum]) -> float:
    table = rules()["key_figures"]
    result = weight(datum)
    for other in chosen:
        if other.province == datum.province:
            result *= table["same_province"]
        if other.unit == datum.unit:
            result *= table["same_unit"]
        if (
            other.measure == datum.measure
            and other.county == datum.county
            and other.province == datum.province
        ):
            result *= table["same_unit"]
        if other.voice is not None and other.voice == datum.voice:
            result *= table["same_voice"]
    return result


def bounds(datum: Datum) -> tuple[float, float]:
    """Return what the value may be, given its qualifier: lower and upper bound, possibly infinite."""
    low = float(datum.low) if datum.low is not None else -math.inf
    high = float(datum.high) if datum.high is not None else math.inf
    match datum.qualifier:
        case "more_than":
            return low, math.inf
        case "less_than" | "up_to":
            return -math.inf, high
        case "about" | "nearly":
            return low * (1 - _LOOSE), high * (1 + _LOOSE)
        case _:
            return low, high


def size(datum: Datum) -> float:
    """Return the length of a figure's bar: its value, or the middle of its range."""
    ends = [float(end) for end in (datum.low, datum.high) if end is not None]
    return sum(ends) / len(ends)
