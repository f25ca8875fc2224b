"""Names that another place of the text vouches for: named elsewhere, said alike, or listed with it."""

from functools import cached_property

from extract.grammar.reader import NAMELESS
from extract.grammar.tags import kind
from extract.recognise.placeguards import PlaceGuards
from extract.recognise.placementions import PlaceMention

_GUARDED, _CLAUSE_END = kind("place.guarded"), kind("verb|cue|comma|and|break|stop|colon")
_LOCALITY, _PLACE_WORD, _NUMBER = kind("locality"), kind("place.word"), kind("number")
_LINK, _AND = kind("comma|and"), kind("and")
_ENDS_PHRASE = kind("cue|verb|stop|comma|break|preposition&!and")
_THING = kind("counted.cooperative|org.head")
_PLAIN = kind("month|word&!preposition&!and&!verb&!given_name&!title&!seyyed&!season")
_COUNTED, _TIME = kind("counted"), kind("month|season|period")
_PARALLEL = 25
"""Tokens between names that a sentence treats alike."""


class PlaceLists(PlaceGuards):
    """Adds to the places that were found."""

    @cached_property
    def _guarded(self) -> list[int]:
        return self.positions(_GUARDED)

    def _with_known(self, found: list[PlaceMention]) -> list[PlaceMention]:
        """Add what is also an ordinary word where the text names it as a place elsewhere («فرماندار خوی») and nothing
        follows that it could go with: «در بازدید از تعاونی … خوی گفت»."""
        known = {self.words[one.last - 1]: one for one in found if not one.generic and one.county}
        if not known:
            return found
        taken = {one.last - 1 for one in found}
        more = [
            known[self.words[at]]._replace(first=at, last=at + 1, role=False, dateline=False)
            for at in self._guarded
            if at not in taken
            and self.words[at] in known
            and (
                (self.words[at - 1] == "در" and self.chars[at] not in _TIME)  # «شهرستان میامی … در میامی»
                or (self.words[at - 1] == "سهم" and self.chars[at + 1] in _NUMBER)  # «سهم تاکستان ۴۲۰ نفر»
                or (
                    self.chars[at + 1] in _ENDS_PHRASE
                    and (self.chars[at - 1] in _PLAIN or self.chars[at - 2] in _THING)
                )
            )
        ]
        return sorted([*found, *more], key=lambda one: one.first) if more else found

    def _with_parallel(self, found: list[PlaceMention], main: str | None) -> list[PlaceMention]:
        """Add names that are also ordinary words where the sentence says the like of a sure place: «در تاکستان ۵۴۳
        پرونده، در آبیک ۲۱۷ پرونده», «۶۱۲ واحد در بهارستان و ۲۹۸ واحد در فولادشهر»."""
        taken = {one.last - 1 for one in found}
        spots = [at for at in self._guarded if at not in taken and self._counts_there(at)]
        more: list[PlaceMention] = []
        for at in spots:
            provinces = self.names[self.words[at]].provinces
            for one in found:
                near = abs(one.first - at) <= _PARALLEL and not one.generic and one.province in provinces
                if near and self._counts_there(one.first, one.last - 1) == self._counts_there(at):
                    best = self.names.choose(self.words[at], None, one.province or main)
                    if best is not None and best.province == one.province:
                        text = self.tokens.string(at, at + 1)
                        more.append(PlaceMention(at, at + 1, best.level, text, best.province, best.county))
                    break
        return sorted([*found, *more], key=lambda one: one.first) if more else found

    def _counts_there(self, at: int, last: int | None = None) -> str | None:
        """Whether «در» and a name stand right ``before`` a number, or ``behind`` a number and what it
        counts, or a name right behind what is ``counted``."""
        if at > 1 and self.chars[at - 1] in _COUNTED and self.chars[at - 2] in _NUMBER:
            return "counted"  # «۴۸ تعاونی پارس‌آباد و ۳۳ تعاونی گرمی»
        if at == 0 or self.words[at - 1] != "در":
            return None
        if self.chars[(at if last is None else last) + 1] in _NUMBER:
            return "before"  # «در شهرستان گناوه ۴۲ و در دیلم ۳۱ تعاونی»
        for back in range(at - 2, max(-1, at - 7), -1):
            if self.chars[back] in _NUMBER:
                return "behind"
            if self.chars[back] in _CLAUSE_END:
                break
        return None

    def _with_listed(self, found: list[PlaceMention]) -> list[PlaceMention]:
        """Add places that the gazetteer lacks, where the text lists them: «بخش سلفچگان، کهک، قاهان و ونارچ»."""
        chars = self.chars
        learned: dict[str, PlaceMention] = {}
        taken: set[int] = set()
        for mention in found:
            if chars[mention.last] not in _LINK or chars[mention.first] not in _LOCALITY:
                continue  # «بخش …»، «روستاهای …» must open the list
            if mention.generic or mention.level in ("national", "province"):
                continue
            taken = taken or {at for one in found for at in range(one.first, one.last)}
            at, size = mention.last, 0
            while chars[at] in _LINK and (at + 1 in taken or chars[at + 1] == NAMELESS) and size < 8:
                if at + 1 not in taken and (size or chars[at] not in _AND):
                    learned[self.words[at + 1]] = mention
                at, size = at + 2, size + 1
        if not learned:
            return found
        for at, word in enumerate(self.words):
            like = learned.get(word)
            if like is not None and at not in taken:
                name = self.tokens.string(at, at + 1)
                found.append(
                    like._replace(first=self._place_word(at), last=at + 1, level="village", name=name)
                )
        return sorted(found, key=lambda mention: mention.first)

    def _place_word(self, at: int) -> int:
        return at - 1 if self.chars[at - 1] in _PLACE_WORD else at

    # ------------------------------------------------------------------ one mention
