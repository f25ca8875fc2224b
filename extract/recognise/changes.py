"""Whether a figure is a change or a level: «۵ درصد افزایش یافت», but «از ۸۵ به ۹۲ درصد افزایش یافت».

A change needs its word right at the figure: behind it, with nothing between but what it is compared with («نسبت به سال
گذشته») or further figures of one list, or before it in its noun phrase. What «به» leads to is a level, whatever the verb.
"""

from typing import Literal, NamedTuple

from extract.grammar.tags import kind
from extract.recognise.belonging import Range
from extract.recognise.drafts import SHARES
from extract.recognise.surroundings import Surroundings

Which = Literal["rise", "fall", "level", "difference", "none"]

_RISE, _FALL, _CHANGE = kind("rise"), kind("fall"), kind("rise|fall")
_STOP = kind("verb|cue|that|break|stop|semicolon|colon|question|exclamation|paren.open|paren.close")
_AND, _COMMA = kind("and"), kind("comma")
_PREDICATE = kind("verb|participle|stop|break|object_marker|semicolon")
_NAMES = kind("word&!preposition&!qualifier&!amount&!rise&!fall&!number")
_LEADS = kind("qualifier|amount")
_COMPARED = kind("qualifier.more_than|qualifier.less_than")
_TIME = kind("period|year|time.unit|period.year|month")
_LIGHT = frozenset(("نشان", "مواجه", "روبهرو", "روبرو", "همراه", "پیدا", "یابد", "حاصل", "ثبت", "تجربه"))
_COMPARATIVES = frozenset(("بیشتر", "کمتر", "بالاتر", "پایینتر", "افزونتر"))
_GROWTH = ("رشد",)
_BEHIND, _BEFORE = 16, 8
"""Tokens within which the word may stand."""


class Change(NamedTuple):
    """What the words around a figure say of it."""

    which: Which
    at: Range | None = None
    """The word that says it."""
    sure: bool = False
    """It stands right at the figure: nothing else can be meant."""


_NONE = Change("none")


def change(around: Surroundings, number: int) -> Change:
    """Return whether the figure of this number is a rise, a fall, a level that something rose to, or neither."""
    first, last, unit = around.figures[number]
    reader = around.reader
    following = reader.words[last]
    if following.endswith("از") and reader.chars[last] in _COMPARED and last + 1 not in around.inside:
        return _compared(around, last)
    if following in _COMPARATIVES and reader.any(last + 1, last + 3, _PREDICATE):
        return _more_than_before(around, number)
    if not around.changes_in(first - _BEFORE, last + _BEHIND):
        return _NONE
    share = unit in SHARES
    at = _behind(around, number, share)
    if at is not None and not share and reader.chars[_lead(around, first)] in _UP_TO:
        return Change("difference")  # «تا ۴ میلیون تومان افزایش یابد»: by that, or to that
    level = _is_level(around, number)
    if at is not None:
        return Change("level") if level else Change(_which(around, at), (at, at + 1), sure=True)
    at = _before(around, number)
    if at is None or (not share and not _right_before(around, at, first)):
        return _NONE
    if level and not (reader.words[at].startswith(_GROWTH) and not _from(around, number)):
        return Change("level")
    return Change(_which(around, at), (at, at + 1), sure=_right_before(around, at, first))


def _which(around: Surroundings, at: int) -> Which:
    return "rise" if around.reader.chars[at] in _RISE else "fall"


def _compared(around: Surroundings, last: int) -> Change:
    """«۲۰ درصد بیشتر از سال گذشته» is a rise; «۴ درصد بالاتر از میانگین» a difference from something else."""
    chars = around.reader.chars
    if not around.reader.any(last + 1, last + 5, _TIME):
        return Change("difference")
    more = "qualifier.more_than" if chars[last] in _MORE else "qualifier.less_than"
    return Change("rise" if more == "qualifier.more_than" else "fall", (last, last + 1), sure=True)


def _more_than_before(around: Surroundings, number: int) -> Change:
    """«نسبت به سال قبل ۱۷ درصد بیشتر است»; «۶ تن بیشتر شده است» does not say of what."""
    first, last, unit = around.figures[number]
    if unit not in SHARES or not around.reader.any(first - _BEFORE, first, _TIME):
        return Change("difference")
    fewer = around.reader.words[last] in _FEWER
    return Change("fall" if fewer else "rise", (last, last + 1), sure=True)


_FEWER = frozenset(("کمتر", "پایینتر"))
_MORE, _UP_TO = kind("qualifier.more_than"), kind("to|qualifier.up_to")


def _lead(around: Surroundings, first: int) -> int:
    """Return the token before a figure and its qualifier."""
    at = first - 1
    while at >= 0 and around.reader.chars[at] in _LEADS and around.reader.words[at] != "به":
        if around.reader.chars[at] in _UP_TO:
            break
        at -= 1
    return at


def _is_level(around: Surroundings, number: int) -> bool:
    """«به ۹۲ درصد», «از ۸۵ [درصد] به …»."""
    first, last, _ = around.figures[number]
    words, at = around.reader.words, _lead(around, first)
    if words[at] == "به":
        return words[at - 1] != "نسبت"
    return words[at] == "از" and _leads_to(around, number, last)


def _from(around: Surroundings, number: int) -> bool:
    """Whether the figure is the second of «از ۸۵ به ۹۲»."""
    if not number:
        return False
    first, last, _ = around.figures[number - 1]
    return around.reader.words[_lead(around, first)] == "از" and _leads_to(around, number - 1, last)


def _leads_to(around: Surroundings, number: int, last: int) -> bool:
    """Whether «به» and another figure follow in the clause: «از ۱۰ درصد در سال ۹۹ به ۷ درصد»."""
    if number + 1 >= len(around.figures):
        return False
    following = around.figures[number + 1][0]
    return (
        following - last < _BEHIND
        and around.reader.words[_lead(around, following)] == "به"
        and not around.reader.any(last, following, _STOP)
    )


def _behind(around: Surroundings, number: int, share: bool) -> int | None:
    """Return the word of change behind a figure that tells of it."""
    first, last, _ = around.figures[number]
    at, figure, linked = last, number, ""
    reader = around.reader
    if reader.words[first - 2] == "با" and reader.chars[first - 1] in _NAMES:
        return None  # «با کارمزد ۴ درصد افزایش یافت»
    while at < last + _BEHIND:
        char = reader.chars[at]
        following = around.inside.get(at)
        if following is not None:
            if not share or not linked or around.figures[following][2] != around.figures[number][2]:
                return None
            at, figure, linked = around.figures[following][1], following, ""
            continue
        if char in _CHANGE:
            return at if _tells(around, at, figure, figure == number, linked) else None
        if char in _STOP or not char:
            return None
        if char in _AND or char in _COMMA:
            linked = reader.words[at]
        if not share:
            return None
        at += 1
    return None


def _tells(around: Surroundings, at: int, figure: int, own: bool, linked: str) -> bool:
    """Whether a word of change tells of the figure before it, and not of one behind it."""
    reader = around.reader
    last = around.figures[figure][1]
    following = around.inside.get(at + 1)
    right = at == last
    if following is not None:
        return right and own and around.figures[following][2] not in SHARES
    if linked == "و":
        return False
    if right and own:
        return True
    return reader.chars[at + 1] in _PREDICATE or reader.words[at + 1] in _LIGHT


def _before(around: Surroundings, number: int) -> int | None:
    """Return the word of change before a figure, in its noun phrase or the list it stands in."""
    first, _, unit = around.figures[number]
    at, linked = first - 1, False
    reader = around.reader
    while at >= max(0, first - _BEFORE):
        char = reader.chars[at]
        other = around.inside.get(at)
        if other is not None:
            if not linked or around.figures[other][2] != unit:
                return None
            at, linked = around.figures[other][0] - 1, False
            continue
        if char in _CHANGE:
            return None if around.inside.get(at - 1) is not None else at
        if char in _STOP or (char in _COMMA and at != first - 1):
            return None
        linked = linked or char in _AND or char in _COMMA
        at -= 1
    return None


def _right_before(around: Surroundings, at: int, first: int) -> bool:
    """«رشد ۵ درصدی», «افزایش حدود ۲۰ درصدی»."""
    return _lead(around, first) <= at or around.reader.words[at + 1 : first] == ["به", "میزان"]
