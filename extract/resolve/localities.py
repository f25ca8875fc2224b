"""The places of one text, as what figures can belong to."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from extract.grammar.tags import kind
from extract.recognise.occasions import occasion
from extract.recognise.placementions import PlaceMention, constituency
from extract.recognise.places import focus_place
from extract.resolve.countable import Countable
from extract.text.tokens import Tokens

Range = tuple[int, int]


class Place(NamedTuple):
    """The place of one figure; all names ``None`` for the country as a whole."""

    place: str | None
    """As the text names it, the finest."""
    province: str | None
    county: str | None
    basis: str
    """``attached``, ``clause``, ``sentence``, ``post``, ``focus``, ``article``, ``national``, ``nation_by_nature``."""
    at: Range | None = None


class Stretch(NamedTuple):
    """Tokens ``first`` … ``last - 1`` in which somebody speaks: from the sentence's begin to the end of the content."""

    first: int
    last: int
    posts: tuple[Range, ...]
    """Of the speaker, wherever the article names them."""


NATIONAL = Place(None, None, None, "national")
_NATIONAL_BODY, _BRANCHES = kind("national_body"), kind("org.branches")
_OPENS, _CLOSES = kind("quote.open"), kind("quote.close")
_LONG_NAME = 7
"""Tokens of a body's name in quotation marks."""
_LONG_SPEECH = 1000
"""Tokens back from a figure within which the statement begins that it is part of."""
_WANTED = {"county": ("county", "city"), "city": ("city", "county"), "village": ("village",)}

_SOFT = kind("verb|cue|complement|break|stop|question|exclamation|colon|semicolon|slash")
_BREAK = kind("break")


class Localities(Countable):
    """Knows which mentions count, and what place each of them names."""

    def __init__(
        self,
        tokens: Tokens,
        places: list[PlaceMention],
        province: str | None,
        county: str | None,
        speech: Sequence[Stretch] = (),
    ) -> None:
        super().__init__(tokens)
        self._speech = speech
        self._speech_starts = [one.first for one in speech]
        self.province = province
        self._focus = focus_place(tokens, places, province) if county or places else None
        self._county = county or (self._focus.county if self._focus else None)
        self._posts = [one for one in places if one.role]
        self._post_starts = [one.first for one in self._posts]
        self._single = self._counting(places)
        self._single_starts = [one.first for one in self._single]
        self._places = self._joined(self._single)
        self._starts = [one.first for one in self._places]
        self._soft = self.positions(_SOFT)

    @cached_property
    def _all(self) -> list[PlaceMention]:
        return sorted([*self._places, *self._posts], key=lambda one: one.first)

    # ------------------------------------------------------------------ what nothing near says

    def _default(self, first: int) -> Place:
        """The speaker's post, then the article's focus, then its province."""
        post, speaks = self._post_of(first)
        local_head = self._focus is not None and self._focus.role
        if post is not None and post.level == "national" and (speaks or not local_head):
            return NATIONAL
        if post is not None and post.level == "province" and post.province not in (None, self.province):
            return self._as_place(post, "post")
        local = post is not None and post.level not in ("province", "national") and not post.generic
        if post is not None and local and (self._focus is None or post.county != self._focus.county):
            return self._as_place(post, "post")
        if self._focus is not None:
            return self._as_place(self._focus, "focus")
        wide = post is not None and post.level == "province"  # in a town that only the dateline names
        if self._county is not None and not wide:
            return Place(self._county, self.province, self._county, "article")
        return Place(self.province, self.province, None, "article")

    def _post_of(self, first: int) -> tuple[PlaceMention | None, bool]:
        """Return the place in the post of whoever speaks, or where nobody does, in the last post told; whether somebody
        speaks."""
        at = bisect_right(self._speech_starts, first)
        while at:
            at -= 1
            if first < self._speech[at].last:
                return self._place_in(self._speech[at].posts), True
            if self._speech[at].first < first - _LONG_SPEECH:
                break
        at = bisect_left(self._post_starts, first)
        post = self._posts[at - 1] if at else None
        if post is None or constituency(self.words, post) or self.any(post.last, first, _BREAK):
            return None, False  # a paragraph in which nobody speaks, after one in which somebody did
        if occasion(self.tokens, post):
            return None, False  # «در دیدار با فرماندار تاکستان گفت»
        return post, False

    def _place_in(self, posts: tuple[Range, ...]) -> PlaceMention | None:
        for begin, end in posts:
            end = self._behind_name(end)
            inside = self._posts[bisect_left(self._post_starts, begin) : bisect_left(self._post_starts, end)]
            if inside and constituency(self.words, inside[0]):
                return None
            if inside:  # «مدیر شعب بانک توسعه تعاون استان البرز»: a national body, but a province's branches
                return next((one for one in inside if one.level != "national"), inside[0])
        for begin, end in posts:  # «مدیر شعب بانک توسعه تعاون» is of some province, though nobody says which
            if self.any(begin, end, _NATIONAL_BODY) and not self.any(begin, end, _BRANCHES):
                return PlaceMention(begin, end, "national", "", None, None, role=True)
        return None

    def _behind_name(self, end: int) -> int:
        """«مدیرعامل تعاونی «…»ی ماسال»: a post ends behind the name of its body and the place behind that."""
        if self.chars[end] not in _OPENS:
            return end
        closing = (at for at in range(end + 1, end + _LONG_NAME) if self.chars[at] in _CLOSES)
        close = next(closing, None)
        return end if close is None else close + 2 + (self.words[close + 1] == "ی")

    def _as_place(self, mention: PlaceMention, basis: str) -> Place:
        at = (mention.first, mention.last)
        if mention.level == "national":
            return Place(None, None, None, "national", at)
        if mention.generic:
            return self._generic(mention, basis)
        province = mention.province or self.province
        county = mention.county
        if county is None and mention.level in ("village", "city") and self._county:
            county = self._county
        if mention.level == "province" and mention.province is not None:
            return Place(mention.province, province, None, basis, at)
        return Place(mention.name, province, county, basis, at)

    def _generic(self, mention: PlaceMention, basis: str) -> Place:
        """«استان» is the article's; «این شهرستان» the county named last, «شهرستان» the article's."""
        at = (mention.first, mention.last)
        if mention.generic == "province":
            return Place(self.province, self.province, None, basis, at)
        wanted = _WANTED.get(mention.generic or "", ("city", "village"))
        at_most = bisect_left(self._all, mention.first, key=lambda one: one.first)
        for one in reversed(self._all[max(0, at_most - 40) : at_most]):
            if one.level in wanted and not one.generic:
                return self._as_place(one, basis)._replace(at=at)
        if self._focus is not None:
            return self._as_place(self._focus, basis)._replace(at=at)
        return Place(self._county or self.province, self.province, self._county, basis, at)
