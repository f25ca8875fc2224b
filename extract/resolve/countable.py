"""Which of the places that a text names can be the place of a figure, and which of them are one."""

from extract.grammar.reader import Reader
from extract.grammar.tags import kind
from extract.recognise.placementions import PlaceMention

_LONGEST = 200
"""Characters of a list of places that is still one place («ابهر و خدابنده»)."""
_OF_PROVINCE, _LOCALITY, _ORDINAL = kind("locality.province"), kind("locality"), kind("ordinal")
_BODY, _WORD = kind("org.head&!counted.cooperative"), kind("word")
_NO_NAME = kind("preposition|and|counted|locality|org.head|that")
_LINK, _ANY_PLACE, _QUANTITY = kind("comma|and"), kind("place|place.guarded"), kind("number|qualifier")
_AND, _COMMA, _THAT, _COUNTED_PLACE = kind("and"), kind("comma"), kind("that"), kind("counted.place")
_COOPERATIVE, _PRODUCE = kind("counted.cooperative"), kind("produce")
_SHARE, _ASIDE = kind("unit.percent|fraction|fraction.half"), kind("national.aside")
_OUT_OF_PHRASE = kind("preposition|verb|cue|comma|and|number|colon|break|stop|that|object_marker")
_OUT_OF_BODY = kind("verb|cue|colon|break|stop")
_PHRASE, _ASIDE_NEAR = 6, 3
"""Tokens of a phrase before the «کشور» that it ends with."""
_BELONGING = frozenset(("مربوط", "متعلق", "اختصاص", "مختص", "منحصر"))
"""«مربوط به استان قم»: no destination."""


class Countable(Reader):
    """Chooses among the mentions of one text."""

    province: str | None
    """The article's."""

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
        return mention.level != "national" or self._counts_nation(first, mention.last)

    def _counts_nation(self, first: int, last: int) -> bool:
        """Leave out «کشور» where it names no place of counting: a rank, a destination, the whole of somebody's share."""
        chars, words = self.chars, self.words
        if self.any(first - 4, first, _ORDINAL) or self._body_stands(first - 4, first):
            return False
        near = [*words[max(0, first - 4) : first], words[last]]
        if "رتبه" in near or "مقام" in near or chars[last] in _ORDINAL:
            return False  # «رتبه نخست کشور», «در کشور رتبه چهارم», «در کشور اول است»
        if words[first - 1] in ("به", "از") or chars[first - 1] in _THAT:
            return False  # «به سراسر کشور ارسال می‌شود», «از سراسر کشور می‌آیند», «که کشور درگیر تحریم است»
        if chars[first - 1] in _COUNTED_PLACE and chars[first - 2] in _QUANTITY:
            return False  # «از ۲۰ استان کشور»
        return not self._of_other(first)

    def _of_other(self, first: int) -> bool:
        """«معادل ۴۰ درصد تولید کشور», «بزرگ‌ترین نیروگاه تعاونی کشور», «شرایط اقتصادی کشور»."""
        if any(word.startswith("یکی") for word in self.words[max(0, first - _PHRASE) : first]):
            return True  # «یکی از سه واحد بزرگ کشور»
        for at in range(first - 1, max(-1, first - _PHRASE), -1):
            char = self.chars[at]
            if char in _SHARE or (char in _ASIDE and at >= first - _ASIDE_NEAR):
                return True
            if self.words[at].endswith("ترین"):
                return True
            if char in _OUT_OF_PHRASE and not (self.words[at] == "از" and self.chars[at - 1] in _SHARE):
                return False
        return False

    def _elsewhere(self, mention: PlaceMention) -> bool:
        """In another province: a destination («به مشهد رفت»), or part of a name («برنج طارم هاشمی»)."""
        at = mention.first - 1
        if self.words[at] == "به" and self.chars[at - 1] in _ANY_PLACE:
            return True  # «کرایه هر تن بار سیرجان به بندرعباس ۵۲ هزار تومان است»
        if "به" in self.words[max(0, at - 1) : at + 1]:
            counted = self.words[mention.last] == "با" or self.chars[mention.last] in _QUANTITY
            return not counted and self.words[max(0, at - 1)] not in _BELONGING
        if self.words[at] == "تا":
            return True  # «کرایه تا بندرعباس ۹۵ هزار تومان است»
        if self.words[mention.last] == "با" and self.any(at - 3, at, _COOPERATIVE):
            return False  # «تعاونی پسته رفسنجان با ۷۰ هزار عضو»
        if self.province is not None and self.chars[at] in _PRODUCE:
            return self.chars[mention.first] not in _LOCALITY  # «گز اصفهان کیلویی ۲۸۰ هزار تومان»
        if self.chars[at] in _AND and self.any(at - 2, at, _PRODUCE):
            return True  # «برنج ندا و طارم»
        if self.chars[mention.last] in _LINK and self.chars[mention.last + 1] in _ANY_PLACE:
            return False
        if mention.level not in ("county", "city") or self.chars[mention.first] in _LOCALITY:
            return False
        return bool(self.chars[at] in _WORD) and self.chars[at] not in _NO_NAME

    def _body_stands(self, first: int, last: int) -> bool:
        """Whether a body's name, a cooperative's aside, begins in the tokens ``first`` … ``last - 1``."""
        for at in range(last - 1, max(-1, first - 1), -1):
            if self.chars[at] in _BODY:
                return True
            if self.chars[at] in _OUT_OF_BODY:
                return False
        return False

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
