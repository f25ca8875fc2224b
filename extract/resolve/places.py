"""Where each figure belongs.

Persian puts the place before what is said of it («در شهرستان بابل … ۱۴۵۳ کیلومتر»), right after the thing counted («۱۴
روستای دشتستان»), or once behind several figures and before the verb («… ۷۵۰ متر مکعب و سه بند سنگی … در حوضه آبخیز
کهک»). A figure takes, in this order: the place attached to it; the place of its clause, before or behind it as the
clause is built; the place of its sentence; what the speaker's post or the article is about; the article's province.
"""

from bisect import bisect_left, bisect_right
from functools import cached_property

from extract.grammar.tags import kind
from extract.recognise.occasions import occasion
from extract.recognise.placementions import PlaceMention
from extract.resolve.lists import Lists
from extract.resolve.localities import NATIONAL, Place, Range
from extract.resolve.nation import REACH

_BY_NATURE = Place(None, None, None, "national_by_nature")
_SHARES = ("percent", "fraction", "times", "point")
_OF_LAW = (*_SHARES, "year", "month", "week", "day")
"""Units of what a law lays down; what it is applied to is counted where that happened."""
_HARD = kind("break|stop|question|exclamation|colon|cue")
_COUNTRY = kind("locality.national")
_BREAK, _DEMONSTRATIVE = kind("break|stop"), kind("demonstrative")
_COMPLEMENT, _COMPLETES, _OBJECT = kind("complement"), kind("object_marker|verb"), kind("object_marker")
_GOES_ON = kind("that|comma")
_THING = kind(
    "counted.cooperative|counted.business|counted.building|counted.activity&!gathering|org.head&!org.sector"
)
_ORDER: dict[str, int] = {"village": 0, "city": 1, "county": 2, "province": 3, "national": 4}

_LINK, _AND_NUMBER = kind("comma|and"), kind("verb|comma|and|number")
_YARDSTICK, _NATIONAL_MATTER = kind("yardstick"), kind("national_matter")
_DETACHED = kind("verb|and|comma|colon|cue|break|stop|that|semicolon|slash")
_PREPOSITION, _NUMBER, _QUALIFIER = kind("preposition"), kind("number"), kind("qualifier")
_THINGS = kind("counted.cooperative|counted.person|yardstick|measure.head")
_NOUN, _COUNTED = kind("word&!number"), kind("counted|unit")
_NOT_ALONE = kind("verb|and|comma|number|qualifier")
_MEASURE_WORD, _ADJECTIVE, _WHOLE = kind("measure_word"), kind("locality.adjective"), kind("locality.whole")
_NATIONAL_BODY = kind("national_body")
_OF_THEM = frozenset(("آنها", "آنان", "آن"))


def _again(place: Place) -> Place:
    """The place of the figure before."""
    return Place(place.place, place.province, place.county, "sentence", place.at)


class PlaceResolver(Lists):
    """Gives each figure of one text its place."""

    @cached_property
    def _hard(self) -> list[int]:
        return self.positions(_HARD)

    @cached_property
    def _pointers(self) -> list[int]:
        return self.positions(_DEMONSTRATIVE)

    # ------------------------------------------------------------------ figures

    def resolve(self, figures: list[tuple[int, int, str | None]]) -> list[Place]:
        """Return the place of each figure, given as (first token, token after the last, unit), in order."""
        self._figures = figures
        found: list[Place] = []
        for index, (first, last, unit) in enumerate(figures):
            found.append(self._resolve(index, first, last, unit, found))
        return found

    def _resolve(self, index: int, first: int, last: int, unit: str | None, earlier: list[Place]) -> Place:
        chars, share = self.chars, unit in _SHARES
        if self._of_all(first, last):
            return NATIONAL
        given = self._given(index, first, last, share, earlier)
        if given is not None:
            return given
        if share and self._nations_share(first, last):
            return NATIONAL
        if self._law_says(first):
            return _BY_NATURE
        if share:  # «۲۵ درصد اقتصاد کشور»
            by_nature = chars[last] in _NATIONAL_MATTER or self._policy(first, last)
            if by_nature or self._of_the_economy(first, last):
                return _BY_NATURE
        mention = self._of_clause(first, last, self._span(self._soft, first, last), share)
        if mention is not None:
            return self._as_place(mention, "clause")
        segment = self._span(self._hard, first, last)
        of_nation = share and chars[last] in _PREPOSITION and chars[last + 1] in _NATIONAL_MATTER
        if of_nation or self._national_matter(segment[0], first):  # «سهم تعاونی‌ها ۲۵ درصد در اقتصاد کشور است»
            return _BY_NATURE
        found = self._of_sentence(index, first, last, segment, earlier)
        partitive = self.words[last] in ("آن", "آنها", "آنان", "این", "از")
        if found is None and unit in _OF_LAW and not partitive and self._by_law(segment, first):
            return _BY_NATURE
        return found or self._of_this(segment[0], first) or self._default(first)

    def _given(self, index: int, first: int, last: int, share: bool, earlier: list[Place]) -> Place | None:
        """The place that is the figure's own: its turn in a list, or what it is attached to."""
        turn = self._respectively(index, first)
        if turn is not None:
            return self._as_place(turn, "clause")
        attached = self._attached(index, last, share)
        if attached is not None and share and attached.level == "province":
            owner = self._owner(index, first, attached, earlier)
            if owner is not None:
                return owner
        if attached is not None and not self._subject(index, first, attached):
            return self._as_place(attached, "attached")
        return None

    def _of_all(self, first: int, last: int) -> bool:
        """«از مجموع ۲۷ تعاونگر ملی»; but «۲ تعاونی برتر ملی» are the province's."""
        national = self.chars[last] in _ADJECTIVE or self.chars[last + 1] in _ADJECTIVE
        return national and self.any(first - 3, first, _WHOLE)

    def _nations_share(self, first: int, last: int) -> bool:
        """«از میانگین ۷٫۲ درصدی کشور پایین‌تر», «سقف مجاز بانک مرکزی ۵ درصد»."""
        if self.chars[last] in _COUNTRY and self.any(first - 2, first, _YARDSTICK):
            return True
        return self.chars[first - 1] in _NATIONAL_BODY

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
        return _again(earlier[-1]) if goes_on else None

    def _of_this(self, clause: int, first: int) -> Place | None:
        """«در بازدید از تعاونی … خوی گفت: این تعاونی ۱۱۸ عضو دارد»: where the thing is that was just named."""
        near = min(first, clause + 6)
        pointers = self._pointers
        pointed = pointers[bisect_left(pointers, clause) : bisect_left(pointers, near)]
        if not any(self.words[at] == "این" and self.chars[at + 1] in _THING for at in pointed):
            return None
        at = bisect_left(self._starts, clause) - 1
        if at < 0 or self._starts[at] < clause - REACH // 3:
            return None
        mention = self._places[at]
        if mention.level == "national" or self.any(mention.last, clause, _BREAK):
            return None
        named = self.words[max(0, mention.first - 8) : mention.first]
        if not any(self.words[at + 1].startswith(thing) for at in pointed for thing in named if thing):
            return None
        return self._as_place(mention, "sentence")

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
        if (
            not possessed and self.words[self._figures[index][0] - 1] == "از"
        ):  # «از ۲۴۰ هزار هکتار باغ مرکبات کشور»
            possessed = not self.any(last, mention.first, _PREPOSITION)
        return mention if possessed or not self._begins_next(mention) else None

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

    def _of_clause(self, first: int, last: int, chunk: Range, share: bool) -> PlaceMention | None:
        """The place before the figure, or behind it where the clause begins with figures and ends with the place."""
        begin, end = bisect_left(self._starts, chunk[0]), bisect_left(self._starts, chunk[1])
        if begin == end:
            return None
        mine = [one for one in self._places[begin:end] if self._is_of_clause(one, last, share)]
        if not mine:
            return None
        led = next((one for one in reversed(mine) if one.last <= first), None)
        if led is not None and first - led.last < 3 and self.words[led.last] == "با":
            return led  # «۲۴ تعاونی در پاوه با ۵۶ میلیارد تومان و …»
        first_figure = self._figures[bisect_left(self._figures, (chunk[0],))][0]
        behind = next((one for one in mine if one.first >= last and not self._begins_next(one)), None)
        if behind is not None and first_figure < mine[0].first:
            return behind
        return led or behind

    def _is_of_clause(self, one: PlaceMention, last: int, share: bool) -> bool:
        if one.level != "national":
            return True
        if one.first >= last:
            return not share and self.words[one.first - 1] != "به"
        return not (share and self._yardstick(one))

    def _yardstick(self, mention: PlaceMention) -> bool:
        """«نسبت به کشور», «از کشور»: what a share is compared with."""
        near = self.words[max(0, mention.first - 3) : mention.first]
        return "به" in near or "از" in near

    def _of_sentence(
        self, index: int, first: int, last: int, segment: Range, earlier: list[Place]
    ) -> Place | None:
        """What the sentence said before; else what it says behind, if no other figure takes that."""
        previous = earlier[index - 1] if index else None
        if previous is not None:
            stays = previous.at is not None and self._partitive(first, last)
            if stays or self.any(first - 6, first, _MEASURE_WORD):
                return _again(previous)
        begin, end = bisect_left(self._starts, segment[0]), bisect_left(self._starts, segment[1])
        mine = self._places[begin:end]
        before = next((one for one in reversed(mine) if one.last <= first and self._leads(one, first)), None)
        if before is not None and self._one_of_several(before, first, mine):
            before = None
        if before is not None and before.level == "national" and self._is_ours(last, segment[1]):
            before = None
        if previous is not None and previous.at is not None:
            if before is None and previous.county and segment[0] <= previous.at[0] < first:
                return _again(previous)  # «… در جاسک آغاز می‌شود و ۸۵ شغل به همراه دارد»
            national = before is not None and before.level == "national"
            nearer = before is not None and previous.at[0] > before.first
            if national and nearer and previous.basis == "attached" and previous.province:
                return _again(previous)  # «در کشور … ۶۱۴ روستای این استان … و ۵۷۰ روستا»
        if before is not None:
            return self._as_place(before, "sentence")
        if not mine or self._count(*segment) != 1:
            return None
        behind = next(
            (one for one in mine if last <= one.first and one.level != "national" and not one.generic), None
        )
        if behind is not None and not self._begins_next(behind):
            if not _OF_THEM.isdisjoint(self.words[last : behind.first]):
                return None  # «۲۳۰ تعاونی شناسایی شد که بیشترین آن‌ها در رشت است»
            return self._as_place(behind, "sentence")
        return None

    def _one_of_several(self, before: PlaceMention, first: int, mine: list[PlaceMention]) -> bool:
        """«بیشترین در رشت و کمترین در املش است؛ در مجموع ۴۱۰۰ تعاونی»: neither of them alone is spoken of."""
        if before.level not in ("county", "city") or before.generic:
            return False
        begin, end = self._span(self._soft, before.first, before.last)
        if first < end:
            return False
        return any(
            one.county not in (None, before.county) and begin <= one.first < before.first for one in mine
        )

    def _leads(self, mention: PlaceMention, first: int) -> bool:
        """Whether a place stands before the figures of its clause, so that it holds for what follows, too."""
        begin = self._span(self._soft, mention.first, mention.last)[0]
        if self._count(begin, mention.first):
            return False
        if mention.level == "national" and not self._holds_on(mention.first):
            return False
        spoken = self.any(mention.last, first, _COMPLEMENT)  # «در گردهمایی … دورود با بیان اینکه ۱۱۰۰ تعاونی»
        return not (spoken and occasion(self.tokens, mention))

    def _holds_on(self, first: int) -> bool:
        """«در کشور …», «تعاونی‌های کشور …» speak of the country; «در نمایشگاه‌های کشور عرضه می‌شود» of something else."""
        words = self.words
        here = words[first].startswith("در") or words[first - 1] in ("در", "برای", "کل", "سراسر")
        return here or self.chars[first - 1] in _THINGS or self.chars[first] in _ADJECTIVE

    def _count(self, first: int, last: int) -> int:
        return bisect_left(self._figures, (last,)) - bisect_left(self._figures, (first,))

    def _is_ours(self, last: int, end: int) -> bool:
        """«۱۷۰۰ کلاس نیاز داریم»: the speaker's own, whatever was said of the country before."""
        at = bisect_left(self._soft, last)
        return at < len(self._soft) and self._soft[at] < end and self.words[self._soft[at]].endswith("یم")

    def _partitive(self, first: int, last: int) -> bool:
        """«از این تعداد ۱۲۰ روستا», «۷۵۰ هزار نفر از این افراد»: a part of what was counted before."""
        if self.words[last] in ("آنها", "آنان"):
            return True  # «زمین ۵۲ هکتاری آنها»
        near = self.words[max(0, first - 3) : first + 6]
        if "از" not in near:
            return False
        return any(near[at] == "از" and near[at + 1] in ("این", "آن", "همین") for at in range(len(near) - 1))
