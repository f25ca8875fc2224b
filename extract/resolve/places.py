"""Where each figure belongs.

Persian puts the place before what is said of it («در شهرستان بابل … ۱۴۵۳ کیلومتر»), right after the thing counted («۱۴
روستای دشتستان»), or once behind several figures and before the verb («… ۷۵۰ متر مکعب و سه بند سنگی … در حوضه آبخیز
کهک»). A figure takes, in this order: the place attached to it; the place of its clause, before or behind it as the
clause is built; the place of its sentence; what the speaker's post or the article is about; the article's province.
"""

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from extract.grammar.reader import Reader, compiled
from extract.recognise.places import PlaceMention, focus_place
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


NATIONAL = Place(None, None, None, "national")
_REACH = 120
"""Tokens of a clause or sentence that are looked at on either side of a figure."""
_LONGEST = 200
"""Characters of a list of places that is still one place («ابهر و خدابنده»)."""
_SHARES = ("percent", "fraction", "times")


class PlaceResolver(Reader):
    """Gives each figure of one text its place."""

    def __init__(
        self, tokens: Tokens, places: list[PlaceMention], province: str | None, county: str | None
    ) -> None:
        super().__init__(tokens)
        self.province = province
        self._focus = focus_place(tokens, places, province) if county or places else None
        self._county = county or (self._focus.county if self._focus else None)
        self._posts = [one for one in places if one.role]
        self._places = self._joined(
            [one for one in places if not one.role and not one.dateline and self._counts(one)]
        )
        hard = compiled(tokens, "{break|stop|question|exclamation|colon|cue}")
        self._hard = [match.start() for match in hard.finditer(tokens.classes)]
        soft = compiled(tokens, "{verb|cue|break|stop|question|exclamation|colon|semicolon}")
        self._soft = [match.start() for match in soft.finditer(tokens.classes)]
        self._all = sorted([*self._places, *self._posts], key=lambda one: one.first)
        self._states = [match.start() for match in compiled(tokens, "{state}").finditer(tokens.classes)]
        self._starts = [one.first for one in self._places]

    # ------------------------------------------------------------------ mentions

    def _counts(self, mention: PlaceMention) -> bool:
        """Leave out what is part of a body's name («شرکت گاز استان»), and the country as a yardstick."""
        if self.word(mention.first - 1) == "پساز":
            return False  # «پس از همدان در جایگاه دوم»
        if mention.province not in (None, self.province) and self._elsewhere(mention):
            return False
        own = mention.level == "province" and mention.province == self.province
        if own and self.has(mention.first, "locality.province"):
            return not any(self._is_body(at) for at in range(max(0, mention.first - 3), mention.first))
        if not mention.national:
            return True
        before = range(max(0, mention.first - 4), mention.first)
        if any(
            self.has(at, "ordinal") or (self.has(at, "org.head") and not self.has(at, "counted.cooperative"))
            for at in before
        ):
            return False
        near = [*before, mention.last]  # «رتبه نخست کشور», «در کشور رتبه چهارم»
        return not any(self.tokens.words[at] in ("رتبه", "مقام") for at in near if at < self.size)

    def _elsewhere(self, mention: PlaceMention) -> bool:
        """In another province: a destination («به مشهد رفت»), or part of a name («برنج طارم هاشمی»)."""
        at = mention.first - 1
        if "به" in self.words[max(0, at - 1) : at + 1]:
            return True
        bare = mention.level in ("county", "city") and not self.has(mention.first, "locality")
        plain = self.has(at, "word") and not self.has(
            at, "preposition", "and", "counted", "locality", "org.head", "that"
        )
        return bare and plain

    def _is_body(self, at: int) -> bool:
        return self.has(at, "org.head") and not self.has(at, "counted.cooperative")

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
        links = two.first - one.last
        names = not (one.generic or two.generic or one.national or two.national) and len(one.name) < _LONGEST
        return (
            names
            and 0 < links <= 2
            and all(self.has(at, "comma", "and") for at in range(one.last, two.first))
        )

    # ------------------------------------------------------------------ figures

    def resolve(self, figures: list[tuple[int, int, str | None]]) -> list[Place]:
        """Return the place of each figure, given as (first token, token after the last, unit), in order."""
        self._figures = figures
        found: list[Place] = []
        for index, (first, last, unit) in enumerate(figures):
            place = self._resolve(index, first, last, unit, found)
            found.append(place)
        return found

    def _resolve(self, index: int, first: int, last: int, unit: str | None, earlier: list[Place]) -> Place:
        if self._of_the_nation(first, last):
            return NATIONAL
        attached = self._attached(index, last, unit)
        if attached is not None and not self._subject(index, first, attached):
            return self._as_place(attached, "attached")
        if unit in _SHARES and self.has(last, "national_matter"):
            return NATIONAL._replace(basis="national_by_nature")  # «۲۵ درصد اقتصاد کشور»
        if unit in _SHARES and (self._policy(first, last) or self._of_the_economy(first, last)):
            return NATIONAL._replace(basis="national_by_nature")
        chunk = self._span(self._soft, first, last)
        mention = self._of_clause(index, first, last, chunk, unit)
        if mention is not None:
            return self._as_place(mention, "clause")
        segment = self._span(self._hard, first, last)
        if self._national_matter(segment[0], first):
            return NATIONAL._replace(basis="national_by_nature")
        sentence = self._of_sentence(index, first, last, segment, earlier)
        return sentence or self._default(first)

    def _span(self, marks: list[int], first: int, last: int) -> Range:
        at = bisect_right(marks, first)
        begin = marks[at - 1] + 1 if at else 0
        at = bisect_right(marks, last - 1)
        end = marks[at] if at < len(marks) else self.size
        return max(begin, first - _REACH), min(end, last + _REACH)

    def _next(self, at: int, limit: int) -> PlaceMention | None:
        index = bisect_left(self._starts, at)
        one = self._places[index] if index < len(self._places) else None
        return one if one is not None and one.first < limit else None

    def _between(self, first: int, last: int) -> list[PlaceMention]:
        return self._places[bisect_left(self._starts, first) : bisect_left(self._starts, last)]

    def _attached(self, index: int, last: int, unit: str | None) -> PlaceMention | None:
        """«۱۴ روستای دشتستان», «۳۵ هزار فرهنگی استان», «۲۰۰۰ واحد در خرم‌آباد»."""
        limit = self._figures[index + 1][0] if index + 1 < len(self._figures) else self.size
        mention = self._next(last, min(limit, last + 8))
        if mention is not None and mention.national and self.has(mention.first - 1, "yardstick"):
            return None
        if mention is not None and unit in _SHARES:
            mention = self._located(mention, limit)
        if mention is None:
            return None
        if self.any(
            last, mention.first, "verb", "and", "comma", "colon", "cue", "break", "stop", "that", "semicolon"
        ):
            return None
        if mention.national and (unit in _SHARES or "به" in self.words[last : mention.first]):
            return None
        if self._begins_next(mention):
            return None
        return mention

    def _located(self, whole: PlaceMention, limit: int) -> PlaceMention:
        """«۴۰ درصد از تولید شهرستان سراب در مهربان است»: a share of the one, in the other."""
        second = self._next(whole.last, min(limit, whole.last + 6))
        if second is None or "در" not in self.words[whole.last : second.first]:
            return whole
        return whole if self.any(whole.last, second.first, "verb", "comma", "and", "number") else second

    def _subject(self, index: int, first: int, attached: PlaceMention) -> bool:
        """«شهر دندی با جمعیتی بالغ بر ۴۵۰۰ نفر در شهرستان ماهنشان»: the figure is the subject's."""
        floor = self._figures[index - 1][1] if index else 0
        before = next(
            (one for one in reversed(self._places) if floor <= one.first and one.last <= first), None
        )
        if before is None or first - before.last > 6 or "با" not in self.words[before.last : before.last + 2]:
            return False
        wider = {"village": 0, "city": 1, "county": 2, "province": 3, "national": 4}
        return wider[before.level] < wider[attached.level]

    def _begins_next(self, mention: PlaceMention) -> bool:
        """«و مروست با ۶۸ تعاونی»: the place of the figure that follows it."""
        at = mention.last
        if self.tokens.words[at : at + 1] == ["با"]:
            at += 1
        elif self.has(mention.first - 1, "preposition"):
            return False
        elif self.has(mention.first - 1, "and", "comma") and not self.has(
            at, "verb", "and", "comma", "number", "qualifier"
        ):
            at += 1  # «و تهران به‌تنهایی ۳۱ درصد»
        return self.has(at, "number") or (self.has(at, "qualifier") and self.has(at + 1, "number"))

    def _of_clause(
        self, index: int, first: int, last: int, chunk: Range, unit: str | None
    ) -> PlaceMention | None:
        """The place before the figure, or behind it where the clause begins with figures and ends with the place."""
        mine = self._between(*chunk)
        if unit in _SHARES:
            mine = [
                one for one in mine if not (one.national and one.first >= last) and not self._yardstick(one)
            ]
        mine = [
            one
            for one in mine
            if not (one.national and one.first >= last and self.word(one.first - 1) == "به")
        ]
        if not mine:
            return None
        before = [one for one in mine if one.last <= first]
        behind = [one for one in mine if one.first >= last and not self._begins_next(one)]
        first_figure = self._figures[bisect_left(self._figures, (chunk[0],))][0]
        trailing = first_figure < mine[0].first
        if trailing and behind:
            return behind[0]
        if before:
            return before[-1]
        return behind[0] if behind else None

    def _yardstick(self, mention: PlaceMention) -> bool:
        """«نسبت به کشور», «از کشور»: what a share is compared with."""
        near = self.words[max(0, mention.first - 3) : mention.first]
        return mention.national and ("به" in near or "از" in near)

    def _of_the_economy(self, first: int, last: int) -> bool:
        """«سهم تعاون در اقتصاد باید به ۲۵ درصد برسد»: share and economy before the figure, with no place."""
        begin = first
        while begin > max(0, first - 9) and not self.has(begin - 1, "colon", "break", "stop", "place"):
            begin -= 1
        return self.any(begin, first, "economy") and self.any(begin, first, "target")

    def _of_sentence(
        self, index: int, first: int, last: int, segment: Range, earlier: list[Place]
    ) -> Place | None:
        """What the sentence said before; else what it says behind, if no other figure takes that."""
        mine = self._between(*segment)
        previous = earlier[index - 1] if index else None
        if previous is not None and previous.at is not None and self._partitive(first, last):
            return previous._replace(basis="sentence")
        if previous is not None and self.any(first - 6, first, "measure_word"):
            return previous._replace(basis="sentence")
        before = [one for one in mine if one.last <= first and self._leads(one)]
        if before and before[-1].national and self._is_ours(last, segment[1]):
            before = []
        local = not before and previous is not None and previous.county and previous.at is not None
        if (
            local
            and previous is not None
            and previous.at is not None
            and segment[0] <= previous.at[0] < first
        ):
            return previous._replace(basis="sentence")  # «… در جاسک آغاز می‌شود و ۸۵ شغل به همراه دارد»
        if before and before[-1].national and index and earlier[index - 1].basis == "attached":
            near = earlier[index - 1]
            if near.province and near.at is not None and near.at[0] > before[-1].first:
                return near._replace(basis="sentence")  # «در کشور … ۶۱۴ روستای این استان … و ۵۷۰ روستا»
        if before:
            return self._as_place(before[-1], "sentence")
        alone = self._count(*segment) == 1
        behind = [one for one in mine if alone and last <= one.first and not one.national and not one.generic]
        if behind and not self._begins_next(behind[0]):
            return self._as_place(behind[0], "sentence")
        return None

    def _leads(self, mention: PlaceMention) -> bool:
        """Whether a place stands before the figures of its clause, so that it holds for what follows, too."""
        begin = self._span(self._soft, mention.first, mention.last)[0]
        return self._count(begin, mention.first) == 0

    def _count(self, first: int, last: int) -> int:
        return bisect_left(self._figures, (last,)) - bisect_left(self._figures, (first,))

    def _is_ours(self, last: int, end: int) -> bool:
        """«۱۷۰۰ کلاس نیاز داریم»: the speaker's own, whatever was said of the country before."""
        at = bisect_left(self._soft, last)
        return at < len(self._soft) and self._soft[at] < end and self.word(self._soft[at]).endswith("یم")

    def _partitive(self, first: int, last: int) -> bool:
        """«از این تعداد ۱۲۰ روستا», «۷۵۰ هزار نفر از این افراد»: a part of what was counted before."""
        if self.word(last) in ("آنها", "آنان"):
            return True  # «زمین ۵۲ هکتاری آنها»
        near = self.tokens.words[max(0, first - 3) : first + 6]
        return any(near[at] == "از" and near[at + 1] in ("این", "آن", "همین") for at in range(len(near) - 1))

    # ------------------------------------------------------------------ the country

    def _of_the_nation(self, first: int, last: int) -> bool:
        """«از مجموع ۲۷ تعاونگر ملی»; but «۲ تعاونی برتر ملی» are the province's."""
        return self.any(last, last + 2, "locality.adjective") and self.any(first - 3, first, "locality.whole")

    def _policy(self, first: int, last: int) -> bool:
        """«سهم ۲۵ درصدی تعاون از اقتصاد», with no place named."""
        if not self.any(last, last + 6, "economy"):
            return False
        return self.any(first - 3, first, "target") or "نقش" in self.words[max(0, first - 3) : first]

    def _national_matter(self, begin: int, first: int) -> bool:
        """A matter of the whole country right before the figure, or the state as subject: «دولت … پرداخت کرده است»."""
        near = self._states[
            bisect_left(self._states, max(begin, first - _REACH)) : bisect_left(self._states, first)
        ]
        if any(self._is_subject(at) for at in near):
            return True
        for at in range(first - 1, max(begin, first - 9) - 1, -1):
            if self.has(at, "national_matter"):
                return True
            if self.has(at, "number"):
                return False
        return False

    def _is_subject(self, at: int) -> bool:
        """«دولت تنها … پرداخت کرده»; not «هفته دولت», «از محل دولت», «دولت نهم»."""
        if self.has(at + 1, "ordinal", "preposition") and self.tokens.words[at + 1] != "از":
            return False
        return at == 0 or self.has(
            at - 1, "comma", "that", "colon", "break", "stop", "semicolon", "complement"
        )

    # ------------------------------------------------------------------ what nothing near says

    def _default(self, first: int) -> Place:
        """The speaker's post, then the article's focus, then its province."""
        at = bisect_left(self._posts, first, key=lambda one: one.first)
        post = self._posts[at - 1] if at else None
        if post is not None and post.national and (self._focus is None or not self._focus.role):
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

    def _as_place(self, mention: PlaceMention, basis: str) -> Place:
        at = (mention.first, mention.last)
        if mention.national:
            return NATIONAL._replace(at=at)
        if mention.generic:
            return self._generic(mention, basis)
        province = mention.province or self.province
        county = mention.county
        if county is None and mention.level in ("village", "city") and self._county:
            county = self._county
        if mention.level == "province":
            return Place(mention.province, province, None, basis, at)
        return Place(mention.name, province, county, basis, at)

    def _generic(self, mention: PlaceMention, basis: str) -> Place:
        """«استان» is the article's; «این شهرستان» the county named last, «شهرستان» the article's."""
        at = (mention.first, mention.last)
        if mention.generic == "province":
            return Place(self.province, self.province, None, basis, at)
        wanted = {"county": ("county", "city"), "city": ("city", "county"), "village": ("village",)}.get(
            mention.generic or "", ("city", "village")
        )
        at_most = bisect_left(self._all, mention.first, key=lambda one: one.first)
        for one in reversed(self._all[max(0, at_most - 40) : at_most]):
            if one.level in wanted and not one.generic:
                return self._as_place(one, basis)._replace(at=at)
        if self._focus is not None:
            return self._as_place(self._focus, basis)._replace(at=at)
        return Place(self._county or self.province, self.province, self._county, basis, at)
