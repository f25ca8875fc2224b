"""Where each figure belongs.

Persian puts the place before what is said of it («در شهرستان بابل … ۱۴۵۳ کیلومتر»), right after the thing counted («۱۴
روستای دشتستان»), or once behind several figures and before the verb («… ۷۵۰ متر مکعب و سه بند سنگی … در حوضه آبخیز
کهک»). A figure takes, in this order: the place attached to it; the place of its clause, before or behind it as the
clause is built; the place of its sentence; what the speaker's post or the article is about; the article's province.
"""

from bisect import bisect_left
from functools import cached_property

from extract.grammar.tags import kind
from extract.recognise.occasions import occasion
from extract.recognise.placementions import PlaceMention
from extract.resolve.attached import Attached, again
from extract.resolve.localities import NATIONAL, Place, Range
from extract.resolve.nation import REACH

_BY_NATURE = Place(None, None, None, "national_by_nature")
_SHARES = ("percent", "fraction", "times", "point")
_OF_LAW = (*_SHARES, "year", "month", "week", "day")
"""Units of what a law lays down; what it is applied to is counted where that happened."""
_HARD = kind("break|stop|question|exclamation|colon|cue")
_COUNTRY = kind("locality.national")
_BREAK, _DEMONSTRATIVE = kind("break|stop"), kind("demonstrative")
_COMPLEMENT = kind("complement")
_THING = kind(
    "counted.cooperative|counted.business|counted.building|counted.activity&!gathering|org.head&!org.sector"
)

_YARDSTICK, _NATIONAL_MATTER = kind("yardstick"), kind("national_matter")
_PREPOSITION = kind("preposition")
_THINGS = kind("counted.cooperative|counted.person|yardstick|measure.head")
_MEASURE_WORD, _ADJECTIVE, _WHOLE = kind("measure_word"), kind("locality.adjective"), kind("locality.whole")
_NATIONAL_BODY, _PROVINCE, _NUMBER = kind("national_body"), kind("locality.province"), kind("number")
_SHARE = kind("unit|fraction|fraction.half")
_THEN = kind("verb|number|preposition|object_marker|comma|and")
_OF_THEM = frozenset(("آنها", "آنان", "آن"))


def _same_thing(pointed: str, named: str) -> bool:
    """«این تعاونی» after «شرکت تعاونی», «تعاونی تولید»."""
    return (
        pointed.startswith(named)
        or (len(pointed) > 3 and named.startswith(pointed))
        or named.endswith(pointed)
    )


class PlaceResolver(Attached):
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
        if self._of_all(first, last) or unit == "province":
            return NATIONAL  # «از ۳۱ استان، ۲۲ استان نماینده دارند»
        if self._of_several(first):
            return Place(self.tokens.string(first - 2, first), None, None, "several", (first - 2, first))
        given = self._given(index, first, last, share, earlier)
        if given is not None:
            return given
        clause = self._span(self._soft, first, last)
        abroad = self._abroad(clause[0], first)
        if abroad is not None:
            return abroad
        if share and self._nations_share(first, last):
            return NATIONAL
        if self._law_says(first):
            return _BY_NATURE
        if share:  # «۲۵ درصد اقتصاد کشور»
            by_nature = chars[last] in _NATIONAL_MATTER or self._policy(first, last)
            if by_nature or self._of_the_economy(first, last):
                return _BY_NATURE
        mention = self._of_clause(first, last, clause, share)
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

    def _of_all(self, first: int, last: int) -> bool:
        """«از مجموع ۲۷ تعاونگر ملی»; but «۲ تعاونی برتر ملی» are the province's."""
        national = self.chars[last] in _ADJECTIVE or self.chars[last + 1] in _ADJECTIVE
        return national and self.any(first - 3, first, _WHOLE)

    def _of_several(self, first: int) -> bool:
        """«برآورد خسارت در دو استان ۹۶ میلیارد تومان است»: of places that were named before, together."""
        chars = self.chars
        return chars[first - 1] in _PROVINCE and chars[first - 2] in _NUMBER and self.words[first - 3] == "در"

    def _nations_share(self, first: int, last: int) -> bool:
        """«از میانگین ۷٫۲ درصدی کشور پایین‌تر», «سقف مجاز بانک مرکزی ۵ درصد»."""
        if self.chars[last] in _COUNTRY and self.any(first - 2, first, _YARDSTICK):
            return True
        return self.chars[first - 1] in _NATIONAL_BODY

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
        if not any(_same_thing(self.words[at + 1], thing) for at in pointed for thing in named if thing):
            return None
        return self._as_place(mention, "sentence")

    def _of_clause(self, first: int, last: int, chunk: Range, share: bool) -> PlaceMention | None:
        """The place before the figure, or behind it where the clause begins with figures and ends with the place."""
        begin, end = bisect_left(self._starts, chunk[0]), bisect_left(self._starts, chunk[1])
        if begin == end:
            return None
        mine = [one for one in self._places[begin:end] if self._is_of_clause(one, last, share)]
        if not mine:
            return None
        led = next((one for one in reversed(mine) if one.last <= first), None)
        if led is not None and led.level == "national" and "ما" in self.words[max(0, first - 3) : first]:
            return None  # «سهم ما ۱۸ هزار تن است»
        if led is None and self.any(first - 2, first, _WHOLE):
            return None  # «از مجموع ۲۰ هزار میلیارد تومان اعتبار، ۱۱۰۰ میلیارد تومان سهم لرستان است»
        if led is not None and led.level in ("province", "national"):
            led = self._taker(led, chunk[0], mine)
        if led is not None and first - led.last < 3 and self.words[led.last] == "با":
            return led  # «۲۴ تعاونی در پاوه با ۵۶ میلیارد تومان و …»
        first_figure = self._figures[bisect_left(self._figures, (chunk[0],))][0]
        behind = next((one for one in mine if one.first >= last and not self._begins_next(one)), None)
        if behind is not None and first_figure < mine[0].first:
            return behind
        return led or behind

    def _taker(self, whole: PlaceMention, begin: int, mine: list[PlaceMention]) -> PlaceMention:
        """«سهم این شهرستان از ۸۰۰ میلیارد تومان تسهیلات استان، ۹۰ میلیارد تومان است»: the county's, not the whole's."""
        shares = (
            one for one in mine if one.last <= whole.first and "سهم" in self.words[one.first - 2 : one.first]
        )
        sharer = next(shares, None)
        if sharer is not None and "از" in self.words[sharer.last : whole.first]:
            return sharer  # «سهم سقز از اشتغال استان ۱۶ درصد است»
        at = bisect_left(self._figures, (whole.first,)) - 1
        if at < 0 or self._figures[at][0] < begin or not self._of_sum(self._figures[at][0] - 1):
            return whole
        floor = self._figures[at][0]
        return next((one for one in reversed(mine) if one.last <= floor), whole)

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
                return again(previous)
        begin, end = bisect_left(self._starts, segment[0]), bisect_left(self._starts, segment[1])
        mine = self._places[begin:end]
        before = next((one for one in reversed(mine) if one.last <= first and self._leads(one, first)), None)
        if before is not None and self._one_of_several(before, first, mine):
            before = None
        if before is not None and before.level == "national" and self._is_ours(first, last, segment[1]):
            before = None
        if previous is not None and previous.at is not None:
            if before is None and previous.county and segment[0] <= previous.at[0] < first:
                return again(previous)  # «… در جاسک آغاز می‌شود و ۸۵ شغل به همراه دارد»
            national = before is not None and before.level == "national"
            nearer = before is not None and previous.at[0] > before.first
            if national and nearer and previous.basis == "attached" and previous.province:
                return again(previous)  # «در کشور … ۶۱۴ روستای این استان … و ۵۷۰ روستا»
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

    def _is_ours(self, first: int, last: int, end: int) -> bool:
        """«۱۷۰۰ کلاس نیاز داریم», «سهم ما ۱۸ هزار تن است»: the speaker's own, whatever was said of the country before."""
        if "ما" in self.words[max(0, first - 3) : first]:
            return True
        at = bisect_left(self._soft, last)
        return at < len(self._soft) and self._soft[at] < end and self.words[self._soft[at]].endswith("یم")

    def _partitive(self, first: int, last: int) -> bool:
        """«از این تعداد ۱۲۰ روستا», «۷۵۰ هزار نفر از این افراد»: a part of what was counted before."""
        of_it = self.words[last] == "آن" and self.chars[last - 1] in _SHARE and self.chars[last + 1] in _THEN
        if of_it or self.words[last] in ("آنها", "آنان"):
            return True  # «زمین ۵۲ هکتاری آنها», «که ۴۰ درصد آن باید …»
        near = self.words[max(0, first - 3) : first + 6]
        if "از" not in near:
            return False
        return any(near[at] == "از" and near[at + 1] in ("این", "آن", "همین") for at in range(len(near) - 1))
