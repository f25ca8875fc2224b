"""Figures that cannot all be right, within one article and across articles. Nothing is repaired: they are only named.

Three kinds: ``value`` (the same measure, place and period with another value), ``factor_ten`` (the same amount once in
tomans and once in rials that do not agree, or a tenth or tenfold of each other), ``sum`` (parts that the text says make
up a whole and that do not).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, pairwise

from extract.recognise.measures import load_measures
from extract.statements import Conflict, Extraction, Figure
from extract.text.shadow import skeleton

Member = tuple[str, int]

_TOLERANCE = 0.02
"""Values nearer than this are the same, rounded: «۸ هزار» and «۷۹۳۰»."""
_ROUNDED = 0.15
"""The same where one of the two is only about, more or less than."""
_FARTHEST = 4
"""Values farther apart than this factor are values of different things («۱۴۷٬۹۰۳ عضو» and «۴۷ عضو» of five of them)."""
_A_LIST = 20
"""More values of one thing in one article are a list whose places were not understood, and contradict nothing."""
_WHOLE = re.compile("(?:از|بین|مجموع|کل|شامل|میان)$")
_MONEY = frozenset(("toman", "rial"))
_PER_RIAL = {"toman": 10, "rial": 1}
_SHARES = frozenset(("percent", "fraction", "times"))


def conflicts(extractions: Sequence[Extraction], texts: Mapping[str, str] | None = None) -> list[Conflict]:
    """Return all conflicts among the figures of ``extractions``, in the order of their first member.

    Figures that repeat an earlier one and figures that are held for their number are left out. Only measures that the
    taxonomy calls ``comparable`` are compared, with the same place, county, period and modality.

    Args:
        extractions: of different articles; one alone is compared with itself.
        texts: the articles' texts by id; without them sums are not checked, for the words tell what is a part of what.
    """
    found: list[Conflict] = []
    for extraction in extractions:
        found += _within(extraction, (texts or {}).get(extraction.id))
    found += _across(extractions)
    return found


@cache
def comparable() -> frozenset[str]:
    """Return the measures of which one place has one value at a time."""
    return frozenset(name for name, body in load_measures().items() if body.get("comparable"))


@cache
def _parts() -> dict[str, list[str]]:
    return {name: list(body["parts"]) for name, body in load_measures().items() if "parts" in body}


def usable(extraction: Extraction) -> Iterator[tuple[int, Figure]]:
    """Yield the figures with a value, each once, with their indices."""
    for index, figure in enumerate(extraction.figures):
        known = figure.low is not None and figure.high is not None
        if (
            known
            and figure.repeats is None
            and figure.held not in ("no_value", "malformed_number", "too_large")
        ):
            yield index, figure


# ------------------------------------------------------------------ within one article


def _within(extraction: Extraction, text: str | None) -> Iterator[Conflict]:
    figures = list(usable(extraction))
    yield from _other_values(extraction.id, figures)
    yield from _restated(extraction.id, figures)
    yield from _made_up(extraction.id, figures)
    if text is not None:
        yield from _sums(extraction.id, list(enumerate(extraction.figures)), text)


def _other_values(name: str, figures: list[tuple[int, Figure]]) -> Iterator[Conflict]:
    """The same thing said twice with two values: «۱۴ تعاونی مشکل‌دار» in the headline, «۲۴» in the body."""
    groups: dict[tuple[object, ...], list[tuple[int, Figure]]] = {}
    for index, figure in figures:
        if figure.measure not in comparable() or figure.per:
            continue
        key = (figure.measure, figure.unit, figure.place, figure.province, figure.county, figure.period)
        groups.setdefault(key, []).append((index, figure))
    for members in groups.values():
        if len(members) > _A_LIST:
            continue
        for (i, one), (j, two) in combinations(members, 2):
            if one.sentence != two.sentence and near(one, two) and not agree(one, two):
                kind = "factor_ten" if tenfold(one, two) else "value"
                yield _conflict(kind, [(name, i), (name, j)], one)


def _made_up(name: str, figures: list[tuple[int, Figure]]) -> Iterator[Conflict]:
    """«۷ تعاونی برتر ملی و استانی» at the top, «۲ تعاونی برتر ملی و ۷ تعاونی برتر استانی» at the end."""
    for index, whole in figures:
        parts = _parts().get(whole.measure or "")
        if not parts or whole.low != whole.high:
            continue
        found = [
            next(((i, one) for i, one in figures if one.measure == part and _same_place(one, whole)), None)
            for part in parts
        ]
        known = [one for one in found if one is not None]
        exact = len(known) == len(parts) and all(one.low == one.high for _, one in known)
        if exact and sum(one.low or 0 for _, one in known) != whole.low:
            yield _conflict("sum", [(name, index), *((name, i) for i, _ in known)], whole)


def _same_place(one: Figure, two: Figure) -> bool:
    return (one.place, one.province, one.county, one.unit) == (two.place, two.province, two.county, two.unit)


def near(one: Figure, two: Figure) -> bool:
    """Whether two values are near enough to be values of one thing, or tenfold of each other."""
    if not one.low or not two.low:
        return False
    return max(one.low, two.low) / min(one.low, two.low) <= _FARTHEST or tenfold(one, two)


def _restated(name: str, figures: list[tuple[int, Figure]]) -> Iterator[Conflict]:
    """«۴۵ میلیون ریال، یعنی ۴.۵ میلیون تومان»: an amount said again in the other currency, wrongly."""
    for (i, one), (j, two) in pairwise(figures):
        if {one.unit, two.unit} != _MONEY or one.sentence != two.sentence or two.start - one.end > 30:
            continue
        if one.measure == two.measure and _tenfold_rial(one, two):
            yield _conflict("factor_ten", [(name, i), (name, j)], one)


def _tenfold_rial(one: Figure, two: Figure) -> bool:
    if not one.low or not two.low:
        return False
    a, b = one.low * _PER_RIAL[str(one.unit)], two.low * _PER_RIAL[str(two.unit)]
    return any(abs(a / b - factor) < _TOLERANCE * factor for factor in (0.1, 10, 100, 0.01))


def _sums(name: str, figures: list[tuple[int, Figure]], text: str) -> Iterator[Conflict]:
    """«از بین ۵۸ تعاونی، ۲۱ تعاونی را فعال، ۲۴ … و ۱۵ …»: three parts or more, or percentages of one whole."""
    for at, (index, whole) in enumerate(figures):
        if (
            whole.low is None
            or whole.low != whole.high
            or whole.qualifier != "exact"
            or whole.unit in _SHARES
        ):
            continue
        lead = skeleton(text[max(whole.sentence[0], whole.start - 12) : whole.start])
        if not _WHOLE.search(lead):
            continue
        parts: list[Member] = []
        total: float = 0
        for number, part in figures[at + 1 :]:
            if (
                part.sentence != whole.sentence
                or part.unit != whole.unit
                or part.low is None
                or part.low != part.high
            ):
                break
            parts.append((name, number))
            total += part.low
        if len(parts) >= 3 and total != whole.low and abs(total - whole.low) < 0.2 * whole.low:
            yield _conflict("sum", [(name, index), *parts], whole)


# ------------------------------------------------------------------ across articles


def _across(extractions: Sequence[Extraction]) -> Iterator[Conflict]:
    """The same measure, place and period in different articles with values that do not agree."""
    groups: dict[tuple[object, ...], list[tuple[str, int, Figure]]] = {}
    for extraction in extractions:
        year = extraction.date.year if extraction.date else None
        for index, figure in usable(extraction):
            if (
                figure.measure not in comparable()
                or figure.held
                or figure.modality != "measured"
                or figure.per
            ):
                continue
            key = (
                figure.measure,
                figure.unit,
                figure.place,
                figure.province,
                figure.county,
                figure.period or year,
            )
            groups.setdefault(key, []).append((extraction.id, index, figure))
    for members in groups.values():
        if len({name for name, _, _ in members}) < 2 or len(members) > _A_LIST * len(extractions):
            continue
        apart = [
            (one, two)
            for one, two in combinations(members, 2)
            if one[0] != two[0] and near(one[2], two[2]) and not agree(one[2], two[2])
        ]
        if apart:
            kind = "factor_ten" if all(tenfold(one[2], two[2]) for one, two in apart) else "value"
            involved = [one for one in members if any(one in pair for pair in apart)]
            yield _conflict(kind, [(name, index) for name, index, _ in involved], involved[0][2])


# ------------------------------------------------------------------ values


def agree(one: Figure, two: Figure) -> bool:
    """Whether two figures can both be right: equal, one the other rounded, or within what «بیش از» leaves open."""
    low, high = (one, two) if _ends(one)[1] < _ends(two)[0] else (two, one)
    if _ends(low)[1] >= _ends(high)[0]:
        return True
    gap = (_ends(high)[0] - _ends(low)[1]) / max(abs(_ends(high)[0]), 1e-9)
    loose = one.qualifier != "exact" or two.qualifier != "exact"
    return gap <= (_ROUNDED if loose else _TOLERANCE) and (loose or _is_round(low) or _is_round(high))


def _ends(figure: Figure) -> tuple[float, float]:
    """Both ends; only figures with a value come here (see :func:`usable`)."""
    return figure.low or 0, figure.high or 0


def _is_round(figure: Figure) -> bool:
    value = figure.low
    return (
        value is not None
        and float(value).is_integer()
        and value >= 1000
        and value % 10 ** (len(str(int(value))) - 2) == 0
    )


def tenfold(one: Figure, two: Figure) -> bool:
    """Whether one value is ten times the other."""
    if not one.low or not two.low:
        return False
    ratio = max(one.low, two.low) / min(one.low, two.low)
    return abs(ratio - 10) < 10 * _TOLERANCE


def _conflict(kind: str, members: Iterable[Member], figure: Figure) -> Conflict:
    return Conflict(
        kind=kind,  # type: ignore[arg-type]
        members=tuple(members),
        measure=figure.measure,
        province=figure.province,
        county=figure.county,
        period=figure.period,
    )
