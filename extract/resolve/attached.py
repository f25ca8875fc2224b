"""The place that is a figure's own: its turn in a list, or what it is attached to."""

from bisect import bisect_left, bisect_right

from extract.grammar.tags import kind
from extract.recognise.placementions import PlaceMention
from extract.resolve.lists import Lists
from extract.resolve.localities import Place, Range
from extract.resolve.nation import REACH

_ORDER: dict[str, int] = {"village": 0, "city": 1, "county": 2, "province": 3, "national": 4}
_LINK, _AND_NUMBER = kind("comma|and"), kind("verb|comma|and|number")
_YARDSTICK, _WHOLE = kind("yardstick"), kind("locality.whole")
_DETACHED = kind("verb|and|comma|colon|cue|break|stop|that|semicolon|slash")
_PREPOSITION, _NUMBER, _QUALIFIER = kind("preposition"), kind("number"), kind("qualifier")
_NOUN, _COUNTED = kind("word&!number"), kind("counted|unit")
_NOT_ALONE = kind("verb|and|comma|number|qualifier")
_COMPLETES, _OBJECT, _GOES_ON = kind("object_marker|verb"), kind("object_marker"), kind("that|comma")


def again(place: Place) -> Place:
    """Return the place of the figure before."""
    return Place(place.place, place.province, place.county, "sentence", place.at)


class Attached(Lists):
    """Knows what stands right behind a figure, and what only seems to."""

    def _given(self, index: int, first: int, last: int, share: bool, earlier: list[Place]) -> Place | None:
        """The place that is the figure's own: its turn in a list, or what it is attached to."""
        turn = self._respectively(index, first)
        if turn is not None:
            return self._as_place(turn, "clause")
        told = share and self.words[last] in ("این", "همین") and self.words[last + 1].endswith("ها")
        if told and index and earlier[-1].at is not None:
            return again(
                earlier[-1]
            )  # «یک‌پنجم این واحدها در تهران دفتر دارند»: those that were told of before
        attached = self._attached(index, last, share)
        if attached is not None and share and attached.level == "province":
            owner = self._owner(index, first, attached, earlier)
            if owner is not None:
                return owner
        if attached is not None and not self._subject(index, first, attached):
            return self._as_place(attached, "attached")
        return None

    def _owner(self, index: int, first: int, whole: PlaceMention, earlier: list[Place]) -> Place | None:
        """«در نیشابور ۴۱۰ تعاونی داریم که ۷ درصد تعاونی‌های استان است», «رودسر ۱۵ درصد چای استان را تولید می‌کند»: the
        county whose share it is of what the province has."""
        if self.chars[whole.last] not in _COMPLETES or "در" in self.words[first : whole.first]:
            return None
        at = bisect_left(self._starts, first) - 1
        begin = self._span(self._soft, first, whole.first)[0]
        if at >= 0 and self._starts[at] >= begin and self.chars[whole.last] in _OBJECT:
            subject = self._places[at]
            if subject.level != "province" and not self._count(subject.last, first) and subject.last <= first:
                return self._as_place(subject, "clause")
        if not index or not earlier[-1].county:
            return None
        near = range(first - 2, first)
        goes_on = any(self.chars[at] in _GOES_ON or self.words[at] in ("معادل", "یعنی") for at in near)
        return again(earlier[-1]) if goes_on else None

    def _attached(self, index: int, last: int, share: bool) -> PlaceMention | None:
        """«۱۴ روستای دشتستان», «۳۵ هزار فرهنگی استان», «۲۰۰۰ واحد در خرم‌آباد»."""
        limit = self._figures[index + 1][0] if index + 1 < len(self._figures) else self.size
        mention = self._next(last, limit if limit < last + 8 else last + 8)
        if mention is None:
            return None
        if mention.level == "national" and self.chars[mention.first - 1] in _YARDSTICK:
            return None
        if share:
            mention = self._located(mention, limit)
        if self.any(last, mention.first, _DETACHED):
            return None
        if mention.level == "national" and (share or "به" in self.words[last : mention.first]):
            return None
        possessed = mention.first == last and self.chars[last - 1] in _NOUN  # «از ۵۴ میلیون دام کشور ۳ درصد»
        if not possessed and self._of_sum(self._figures[index][0] - 1):
            possessed = not self.any(last, mention.first, _PREPOSITION)  # «از ۲۴۰ هزار هکتار باغ مرکبات کشور»
        if not possessed and self.words[mention.last] == "با":
            possessed = not self.any(
                last, mention.first, _PREPOSITION
            )  # «۱۴ تعاونی مرزنشین گلستان با ۲۸ هزار عضو»
        return mention if possessed or not self._begins_next(mention) else None

    def _of_sum(self, at: int) -> bool:
        """Whether a figure behind this token is a sum that a part is taken from: «از ۵۰۰ تعاونی», «از مجموع ۱۱۲ تعاونی»."""
        while self.chars[at] in _QUALIFIER and self.words[at] != "از":
            at -= 1  # «از حدود ۵۰۰ تعاونی»
        return self.words[at] == "از" or self.chars[at] in _WHOLE

    def _located(self, whole: PlaceMention, limit: int) -> PlaceMention:
        """«۴۰ درصد از تولید شهرستان سراب در مهربان است»: a share of the one, in the other."""
        second = self._next(whole.last, min(limit, whole.last + 6))
        if second is None or "در" not in self.words[whole.last : second.first]:
            return whole
        return whole if self.any(whole.last, second.first, _AND_NUMBER) else second

    def _subject(self, index: int, first: int, attached: PlaceMention) -> bool:
        """«شهر دندی با جمعیتی بالغ بر ۴۵۰۰ نفر در شهرستان ماهنشان»: the figure is the subject's."""
        floor = self._figures[index - 1][1] if index else 0
        at = (
            bisect_left(self._starts, first) - 1
        )  # places do not overlap: the last that begins before may reach in
        while at >= 0 and self._places[at].last > first:
            at -= 1
        before = self._places[at] if at >= 0 and self._starts[at] >= floor else None
        if before is None or first - before.last > 6 or "با" not in self.words[before.last : before.last + 2]:
            return False
        return _ORDER[before.level] < _ORDER[attached.level]

    def _begins_next(self, mention: PlaceMention) -> bool:
        """«و مروست با ۶۸ تعاونی»: the place of the figure that follows it."""
        chars, at = self.chars, mention.last
        if self.words[at] == "با":
            if self.words[mention.first - 1] == "در" and chars[mention.first - 2] in _COUNTED:
                return False  # «۲۴ تعاونی در شهرستان پاوه با ۵۶ میلیارد تومان»
            at += 1
        elif chars[mention.first - 1] in _PREPOSITION:
            return False
        elif chars[mention.first - 1] in _LINK and chars[at] not in _NOT_ALONE:
            at += 1  # «و تهران به‌تنهایی ۳۱ درصد»
        char = chars[at]
        return bool(char in _NUMBER or (char in _QUALIFIER and chars[at + 1] in _NUMBER))

    def _span(self, marks: list[int], first: int, last: int) -> Range:
        at = bisect_right(marks, first)
        begin = marks[at - 1] + 1 if at else 0
        while at < len(marks) and marks[at] < last:  # hardly ever: a figure is short
            at += 1
        end = marks[at] if at < len(marks) else self.size
        if begin < first - REACH:
            begin = first - REACH
        return begin, end if end < last + REACH else last + REACH

    def _next(self, at: int, limit: int) -> PlaceMention | None:
        index = bisect_left(self._starts, at)
        if index == len(self._starts) or self._starts[index] >= limit:
            return None
        return self._places[index]

    def _count(self, first: int, last: int) -> int:
        return bisect_left(self._figures, (last,)) - bisect_left(self._figures, (first,))
