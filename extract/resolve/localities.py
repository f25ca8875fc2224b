"""The places of one text, as what figures can belong to."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from extract.grammar.reader import Reader
from extract.grammar.tags import kind
from extract.recognise.placementions import PlaceMention, constituency
from extract.recognise.places import focus_place
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
_LONGEST = 200
"""Characters of a list of places that is still one place («ابهر و خدابنده»)."""
_LONG_SPEECH = 1000
"""Tokens back from a figure within which the statement begins that it is part of."""
_WANTED = {"county": ("county", "city"), "city": ("city", "county"), "village": ("village",)}

_SOFT = kind("verb|cue|complement|break|stop|question|exclamation|colon|semicolon|slash")
_OF_PROVINCE, _LOCALITY, _ORDINAL = kind("locality.province"), kind("locality"), kind("ordinal")
_BODY, _WORD = kind("org.head&!counted.cooperative"), kind("word")
_NO_NAME = kind("preposition|and|counted|locality|org.head|that")
_LINK, _ANY_PLACE, _QUANTITY = kind("comma|and"), kind("place|place.guarded"), kind("number|qualifier")
_COMMA, _BREAK = kind("comma"), kind("break")
_BELONGING = frozenset(("مربوط", "متعلق", "اختصاص", "مختص", "منحصر"))
"""«مربوط به استان قم»: no destination."""


class Localities(Reader):
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

    # ------------------------------------------------------------------ mentions

    def _counting(self, places: list[PlaceMention]) -> list[PlaceMention]:
        """Leave out what does not count, and what is listed beside it: «به تهران و مازندران می‌رود»."""
        found: list[PlaceMention] = []
        left: PlaceMention | None = None
        for one in places:
            listed = left is not None and left.last == one.first - 1 and self.chars[left.last] in _LINK
            if one.role or one.dateline:
                left = None
            elif self._counts(one) and not (
                listed and one.level == "province" and one.province != self.province
            ):
                found.append(one)
                left = None
            else:
                left = one
        return found

    def _counts(self, mention: PlaceMention) -> bool:
        """Leave out what is part of a body's name («شرکت گاز استان»), and the country as a yardstick."""
        if self.words[mention.first - 1] == "پساز":
            return False  # «پس از همدان در جایگاه دوم»
        if mention.province not in (None, self.province) and self._elsewhere(mention):
            return False
        first, chars = mention.first, self.chars
        own = mention.level == "province" and mention.province == self.province
        if own and chars[first] in _OF_PROVINCE:
            return not self._body_stands(first - 3, first)
        if mention.level != "national":
            return True
        if self.any(first - 4, first, _ORDINAL) or self._body_stands(first - 4, first):
            return False
        near = [*self.words[max(0, first - 4) : first], self.words[mention.last]]
        return "رتبه" not in near and "مقام" not in near  # «رتبه نخست کشور», «در کشور رتبه چهارم»

    def _elsewhere(self, mention: PlaceMention) -> bool:
        """In another province: a destination («به مشهد رفت»), or part of a name («برنج طارم هاشمی»)."""
        at = mention.first - 1
        if "به" in self.words[max(0, at - 1) : at + 1]:
            counted = self.words[mention.last] == "با" or self.chars[mention.last] in _QUANTITY
            return not counted and self.words[max(0, at - 1)] not in _BELONGING
        if self.chars[mention.last] in _LINK and self.chars[mention.last + 1] in _ANY_PLACE:
            return False
        if mention.level not in ("county", "city") or self.chars[mention.first] in _LOCALITY:
            return False
        return bool(self.chars[at] in _WORD) and self.chars[at] not in _NO_NAME

    def _body_stands(self, first: int, last: int) -> bool:
        """Whether a body's name, a cooperative's aside, begins in the tokens ``first`` … ``last - 1``."""
        return self.any(first, last, _BODY)

    def _joined(self, mentions: list[PlaceMention]) -> list[PlaceMention]:
        """Join «ابهر و خدابنده» into one mention of what they share."""
        found: list[PlaceMention] = []
        for mention in mentions:
            near = found[-1] if found else None
            if near is not None and self._enumerated(near, mention):
                county = near.county if near.county == mention.county else None
                province = near.province if near.province == mention.province else None
                between = self.tokens.text[
                    self.tokens.ends[near.last - 1] : self.tokens.starts[mention.first]
                ]
                name = near.name + between + mention.name
                found[-1] = near._replace(
                    last=mention.last, name=name, county=county, province=province or self.province
                )
            else:
                found.append(mention)
        return found

    def _enumerated(self, one: PlaceMention, two: PlaceMention) -> bool:
        if not 0 < two.first - one.last <= 2 or one.generic or two.generic:
            return False
        if one.level == "national" or two.level == "national" or len(one.name) >= _LONGEST:
            return False
        if self.chars[two.last] in _QUANTITY and self.chars[two.first - 1] in _COMMA:
            return False  # «در سنندج، سقز ۱۵ مورد»
        return all(char in _LINK for char in self.chars[one.last : two.first])

    # ------------------------------------------------------------------ what nothing near says

    def _default(self, first: int) -> Place:
        """The speaker's post, then the article's focus, then its province."""
        post = self._post_of(first)
        if post is not None and post.level == "national" and (self._focus is None or not self._focus.role):
            return NATIONAL
        if post is not None and post.level == "province" and post.province not in (None, self.province):
            return self._as_place(post, "post")
        local = post is not None and post.level not in ("province", "national") and not post.generic
        if post is not None and local and (self._focus is None or post.county != self._focus.county):
            return self._as_place(post, "post")
        if self._focus is not None:
            return self._as_place(self._focus, "focus")
        if self._county is not None:
            return Place(self._county, self.province, self._county, "article")
        return Place(self.province, self.province, None, "article")

    def _post_of(self, first: int) -> PlaceMention | None:
        """Return the place in the post of whoever speaks; where nobody does, that in the last post told."""
        at = bisect_right(self._speech_starts, first)
        while at:
            at -= 1
            if first < self._speech[at].last:
                return self._place_in(self._speech[at].posts)
            if self._speech[at].first < first - _LONG_SPEECH:
                break
        at = bisect_left(self._post_starts, first)
        post = self._posts[at - 1] if at else None
        if post is None or constituency(self.words, post) or self.any(post.last, first, _BREAK):
            return None  # a paragraph in which nobody speaks, after one in which somebody did
        return post

    def _place_in(self, posts: tuple[Range, ...]) -> PlaceMention | None:
        for begin, end in posts:
            inside = self._posts[bisect_left(self._post_starts, begin) : bisect_left(self._post_starts, end)]
            if inside and constituency(self.words, inside[0]):
                return None
            if inside:  # «مدیر شعب بانک توسعه تعاون استان البرز»: a national body, but a province's branches
                return next((one for one in inside if one.level != "national"), inside[0])
        return None

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
