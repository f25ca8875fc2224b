"""Which figures are the whole country's by their nature: a law, the state, the economy."""

from bisect import bisect_left
from functools import cached_property

from extract.grammar.tags import kind
from extract.resolve.localities import Localities, Place, Range

REACH = 120
"""Tokens of a clause or sentence that are looked at on either side of a figure."""
_STATE, _VERB, _THAT = kind("state"), kind("verb"), kind("that")
_NATIONAL_MATTER, _NUMBER = kind("national_matter"), kind("number")
_ECONOMY, _TARGET, _LAW = kind("economy"), kind("target"), kind("law.part")
_CLAUSE_BEGINS = kind("colon|break|stop|place")
_DETACHED = kind("verb|and|comma|colon|cue|break|stop|that|semicolon|slash")
_FOREIGN, _HERE = kind("locality.foreign.name"), kind("place|locality.national|locality.province|pronoun")
_PROVINCE = kind("locality.province")
_PLANS = frozenset(("برنامه", "قانون", "سند"))
_LAWS = frozenset(("قانون", "آییننامه", "اییننامه"))
_SUBJECT = 9
"""Tokens before a figure within which its clause begins."""
_NO_SUBJECT = kind("ordinal|preposition")
_BEFORE_SUBJECT = kind("comma|that|colon|break|stop|semicolon|complement")


class Nation(Localities):
    """Knows what holds everywhere, if no place is named."""

    @cached_property
    def _states(self) -> list[int]:
        return self.positions(_STATE)

    @cached_property
    def _laws(self) -> list[int]:
        return self.positions(_LAW)

    @cached_property
    def _foreign(self) -> list[int]:
        return self.positions(_FOREIGN)

    def _abroad(self, begin: int, first: int) -> Place | None:
        """«در ایتالیا تعاونی‌ها ۸ درصد تولید را می‌سازند»: not of this country at all."""
        if not self._foreign:
            return None
        for at in range(first - 1, max(begin, first - _SUBJECT) - 1, -1):
            if self.chars[at] in _FOREIGN and "در" in self.words[max(0, at - 2) : at]:
                return Place(self.tokens.string(at, at + 1), None, None, "abroad", (at, at + 1))
            if self.chars[at] in _HERE:
                return None
        return None

    def _policy(self, first: int, last: int) -> bool:
        """«سهم ۲۵ درصدی تعاون از اقتصاد», with no place named."""
        near = self.words[max(0, first - 3) : first]
        if self.words[last] in _PLANS and "هدف" in near:
            return True  # «با هدف ۲۵ درصدی برنامه فاصله داریم»
        if not self.any(last, last + 6, _ECONOMY):
            return False
        return self.any(first - 3, first, _TARGET) or "نقش" in near

    def _national_matter(self, begin: int, first: int) -> bool:
        """A matter of the whole country right before the figure, or the state as subject: «دولت … پرداخت کرده است»."""
        states = self._states
        if states and "ما" not in self.words[max(begin, first - 4) : first]:  # «… که سهم ما ۶ هزار واحد است»
            floor = max(begin, first - REACH)
            near = states[bisect_left(states, floor) : bisect_left(states, first)]
            if any(self._is_subject(at) and not self._in_relative(at, first) for at in near):
                return True
        for char in reversed(self.chars[max(begin, first - 9) : first]):
            if char in _NATIONAL_MATTER:
                return True
            if char in _NUMBER:
                return False
        return False

    def _by_law(self, sentence: Range, first: int) -> bool:
        """«بر اساس ماده ۷۲ قانون … به دو سال حبس»: what a law lays down holds everywhere."""
        laws = self._laws
        near = laws[bisect_left(laws, sentence[0]) : bisect_left(laws, sentence[1])]
        return any(
            self.chars[at + 1] in _NUMBER and (at > first or not self.any(at, first, _VERB)) for at in near
        )

    def _law_says(self, first: int) -> bool:
        """«قانون سال ۷۰ حداقل هفت عضو می‌خواست»: the law is the subject of the clause that the figure stands in."""
        for at in range(first - 1, max(0, first - _SUBJECT), -1):
            if self.words[at] in _LAWS:
                return bool(self.chars[at - 1] in _BEFORE_SUBJECT)
            if self.chars[at] in _DETACHED:
                return False
        return False

    def _in_relative(self, at: int, first: int) -> bool:
        """«زمینی که دولت داده است کفاف ۴ هزار نفر را …»: the subject of a clause that has ended."""
        return self.chars[at - 1] in _THAT and self.any(at, first, _VERB)

    def _is_subject(self, at: int) -> bool:
        """«دولت تنها … پرداخت کرده»; not «هفته دولت», «از محل دولت», «دولت نهم»."""
        if self.chars[at + 1] in _NO_SUBJECT and self.words[at + 1] != "از":
            return False
        return at == 0 or bool(self.chars[at - 1] in _BEFORE_SUBJECT)

    def _of_the_economy(self, first: int, last: int) -> bool:
        """«سهم تعاون در اقتصاد باید به ۲۵ درصد برسد»: share and economy before the figure, with no place."""
        begin = first
        while begin > max(0, first - 9) and self.chars[begin - 1] not in _CLAUSE_BEGINS:
            begin -= 1
        if self.any(begin, first, _PROVINCE):
            return False  # «سهم تعاون از اقتصاد استان ۷٫۵ درصد است»
        return self.any(begin, first, _ECONOMY) and self.any(begin, first, _TARGET)
