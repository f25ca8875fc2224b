"""What a week's articles bring against those before it: other values, the same values, people and provinces not met yet.

Only what is of one thing is compared: one measure of those that the taxonomy calls ``comparable``, one unit, one place,
figures that are measured and not planned. A figure about a time gone by («در سال ۱۳۹۸») is compared with others about
that same time alone, and two values of it contradict each other; all others are the state of things when the article
was published, and two values of them are a change.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Literal

import msgspec
from persiantools.jdatetime import JalaliDate

from extract.recognise.measures import load_measures
from extract.resolve.conflicts import agree, comparable, near, tenfold, usable
from extract.resolve.persons import BY_EAR, name_key
from extract.statements import Conflict, Extraction, Figure
from extract.text.shadow import skeleton

Member = tuple[str, int]
"""(article id, index into its figures)."""
Key = tuple[object, ...]
_SHORTEST_NAME = 6  # letters; a shorter name may begin many others


class Pair(msgspec.Struct, frozen=True):
    """A figure of the week and the last one before it of the same thing."""

    new: Member
    old: Member


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """A week's figures against earlier ones."""

    changed: tuple[Pair, ...]
    unchanged: tuple[Pair, ...]
    disputed: tuple[Conflict, ...]
    """Values that cannot both be right: of one time gone by, or tenfold of each other."""
    unheard: tuple[Member, ...]
    """Figures on which no earlier article has a value at all."""


class _Found(msgspec.Struct, frozen=True):
    """A figure with the day it was published."""

    member: Member
    figure: Figure
    date: dt.date


def compare(week: Sequence[Extraction], earlier: Sequence[Extraction]) -> Comparison:
    """Set the figures of a week against those of earlier articles.

    Args:
        week: of the week's articles, all dated.
        earlier: of articles from before the week, all dated; the last day that has a value counts.
    """
    before = _grouped(earlier)
    changed: list[Pair] = []
    unchanged: list[Pair] = []
    disputed: list[Conflict] = []
    for key, members in _grouped(week).items():
        new, old = _last(members), _last(before.get(key, ()))
        if new is None or old is None:
            continue
        pair = Pair(new.member, old.member)
        if agree(new.figure, old.figure):
            unchanged.append(pair)
        elif not near(new.figure, old.figure):
            continue  # values of different things under one name
        elif tenfold(new.figure, old.figure):
            disputed.append(_conflict("factor_ten", pair, new.figure))
        elif _past(new.figure, new.date):
            disputed.append(_conflict("value", pair, new.figure))
        else:
            changed.append(pair)
    known = {_topic(figure) for extraction in earlier for _, figure in usable(extraction)}
    return Comparison(
        changed=tuple(changed),
        unchanged=tuple(unchanged),
        disputed=tuple(disputed),
        unheard=tuple(
            (extraction.id, index)
            for extraction in week
            for index, figure in usable(extraction)
            if _topic(figure) not in known
        ),
    )


def _grouped(extractions: Iterable[Extraction]) -> Mapping[Key, Sequence[_Found]]:
    """Return the comparable figures by what they are of."""
    groups: dict[Key, list[_Found]] = {}
    for extraction in extractions:
        for index, figure in usable(extraction):
            if extraction.date is None or figure.held or figure.per or figure.modality != "measured":
                continue
            if figure.measure in comparable():
                key = (*_topic(figure), *_time(figure, extraction.date))
                groups.setdefault(key, []).append(_Found((extraction.id, index), figure, extraction.date))
    return groups


def _topic(figure: Figure) -> Key:
    """Return what a figure is of, apart from its time."""
    what = figure.measure or skeleton(figure.measure_text or "")
    return (what, figure.unit, skeleton(figure.place or ""), figure.province, figure.county)


def _time(figure: Figure, date: dt.date) -> Key:
    """Return what must be equal in the times of two figures: a time gone by, or how long the time of a flow is."""
    if past := _past(figure, date):
        return (past,)
    period = figure.period or ""
    if load_measures()[figure.measure or ""].get("kind") == "stock":
        return ("",)
    return ("", len(period.split("-")) if period else 0, "/" in period)


def _past(figure: Figure, date: dt.date) -> str:
    """Return the period of a figure if it was over in the year before the article's, else nothing."""
    period = figure.period or ""
    year = period.rpartition("/")[2].partition("-")[0]
    return period if year.isdecimal() and int(year) < JalaliDate.to_jalali(date).year else ""


def _last(members: Sequence[_Found]) -> _Found | None:
    """Return the figure of the last day, or none where that day has values that do not agree."""
    last = max((one.date for one in members), default=None)
    newest = [one for one in members if one.date == last]
    if not newest or not all(agree(one.figure, two.figure) for one, two in combinations(newest, 2)):
        return None
    return newest[0]


def _conflict(kind: Literal["value", "factor_ten"], pair: Pair, figure: Figure) -> Conflict:
    return Conflict(
        kind=kind,
        members=(pair.new, pair.old),
        measure=figure.measure,
        province=figure.province,
        county=figure.county,
        period=figure.period,
    )


class Names:
    """The names of earlier articles, to tell who is met for the first time.

    In doubt somebody counts as known: a name that sounds like one of these, or is the longer or shorter form of one.
    """

    def __init__(self, earlier: Iterable[Extraction]) -> None:
        keys = (
            _by_ear(spelling)
            for extraction in earlier
            for one in extraction.officials
            for spelling in (one.name, *one.spellings)
        )
        self._prefixes = {prefix for key in keys for prefix in _beginnings(key)}
        self._whole = {key for key in self._prefixes if key.endswith(_END)}

    def knows(self, spellings: Iterable[str]) -> bool:
        """Say whether anybody of one of these names was named before."""
        for spelling in spellings:
            key = _by_ear(spelling)
            if key in self._prefixes or any(f"{one}{_END}" in self._whole for one in _beginnings(key)):
                return True
        return False


_END = "\0"


def _by_ear(name: str) -> str:
    return name_key(name).translate(BY_EAR)


def _beginnings(key: str) -> Iterator[str]:
    """Yield what a longer or shorter form of a name may be, and the whole with its end marked."""
    yield from (key[:length] for length in range(min(_SHORTEST_NAME, len(key)), len(key) + 1))
    yield f"{key}{_END}"
