"""Names of places in a text: provinces, counties, towns of the gazetteer, villages by structure, the country.

A name that is also an ordinary word or a person's name («نور», «مهران») is read as a place only beside a word that says
so, or side by side with another place.
"""

from functools import cached_property

from extract.grammar.gazetteer import Level
from extract.grammar.reader import NAMELESS
from extract.grammar.tags import kind
from extract.recognise.placeguards import PlaceGuards
from extract.recognise.placementions import PlaceMention

_ANCHOR = kind(
    "locality.gate|border|demonym|national_body|place|place.guarded|locality.village|locality.district|locality.city|locality.this|locality.national|locality.county|locality.province|locality.adjective"
)


_WORD_LEVELS: dict[str, Level] = {
    "locality.province": "province",
    "locality.county": "county",
    "locality.city": "city",
    "locality.district": "city",
    "locality.village": "village",
}
_THIS_LEVELS: dict[str, Level] = {"province": "province", "county": "county", "village": "village"}
_DISTRICTS = frozenset(("بخشدار", "بخشداری", "دهستان"))
"""Only a place bears a name after these; «بخش» may be a part of anything."""
_NO_VILLAGE = kind(
    "preposition|and|verb|number|demonstrative|org.sector|counted|cue|that|ordinal|unit|object_marker|org.part|when|locality.national|also|pronoun|measure.head|role.head|org.head|not_village"
)

_PLACE, _NAMED, _DEMONYM = kind("place"), kind("place|place.guarded"), kind("demonym")
_LOCALITY, _PLACE_WORD, _NUMBER = kind("locality"), kind("place.word"), kind("number")
_LINK, _AND, _COMMA = kind("comma|and"), kind("and"), kind("comma")
_THIS, _NATION, _BODY = kind("locality.this"), kind("locality.national"), kind("national_body")
_ADJECTIVE, _GATE = kind("locality.adjective"), kind("locality.gate|border")
_OTHER_KIND = kind("locality.this|locality.national|national_body|locality.adjective")
_LEVELS = tuple((kind(tag), level) for tag, level in _WORD_LEVELS.items())
_ROLE, _GIVEN, _TITLED = kind("role.head"), kind("given_name"), kind("title|given_name")
_NAME_BEGINS = kind("given_name|seyyed|title")
_BEFORE_POST = kind("break|stop|comma|semicolon|colon|quote.close|given_name")
_OUT_OF_POST = kind("verb|cue|preposition|break|stop|colon|number")
_FOREIGN, _YARDSTICK = kind("locality.foreign"), kind("yardstick")
_NUMBER_OR_EVERY, _ORDINAL_OR_EVERY = kind("number|every"), kind("ordinal|every")
_PEOPLE, _ROLE_OR_GIVEN = kind("counted|beast|person.noun"), kind("role.head|given_name")
_QUOTE, _DISTRICT, _WORD = kind("quote.open|quote.plain"), kind("locality.district"), kind("word")
_COUNTED_PLACE, _STREET, _QUALIFIER = kind("counted.place"), kind("street"), kind("qualifier")
_PREPOSITION = kind("preposition")
_WITHIN_TOO = kind("locality.near|preposition|locality.district")
_NEAR_PEOPLE_OR_IN = kind("locality.near.people|locality.near|preposition")
_NEAR_PEOPLE = kind("locality.near.people|locality.near")
_BEFORE_PLACE = kind("locality|preposition|place|comma|and|break|org.head|counted")
"""After these a name is no part of a person's."""
_NO_GIVEN = kind("place|role.head|org.head")
_BEFORE_GIVEN = kind("title|seyyed|given_name|comma|break|place")
_OUT_OF_NAME = kind("preposition|and|verb|cue|role.head|org.head|org")
_NO_DESK = kind("agency|agency_word|place.word|preposition|dash|comma|locality")
_AMBIGUOUS = frozenset(("فارس", "مهر", "موج"))
_GUARDED, _CLAUSE_END = kind("place.guarded"), kind("verb|cue|comma|and|break|stop|colon")
_ENDS_PHRASE = kind("cue|verb|stop|comma|break|preposition&!and")
_SURNAME, _ORG_HEAD = kind("given_name|surname"), kind("org.head")
_SECTOR = kind("org.sector|office.whole")
_THING = kind("counted.cooperative|org.head")
_PLAIN = kind("month|word&!preposition&!and&!verb&!given_name&!title&!seyyed&!season")
_COUNTED, _TIME = kind("counted"), kind("month|season|period")
_PARALLEL = 25
"""Tokens between names that a sentence treats alike."""
_ROUTE, _DASH = kind("route"), kind("dash")
_BEFORE_ROUTE = 3
"""Tokens before a place within which the word stands that makes it the end of a route."""
_WITHIN = 4
"""Tokens between a place and the wider one it lies in."""


class PlaceFinder(PlaceGuards):
    """Finds the places of one text."""

    def find(self) -> list[PlaceMention]:
        """Return all mentions in order; names that several rows bear are decided by the text's main province."""
        chars, words, names = self.chars, self.words, self.names
        spots = self.positions(_ANCHOR)
        sure: dict[str, int] = {}
        for at in spots:
            if chars[at] in _PLACE and not self._denied(at):
                province = names[words[at]].province
                if province is not None:
                    sure[province] = sure.get(province, 0) + 1
        main = (
            max(sure, key=sure.__getitem__) if sure else self._led_by_word()
        )  # the first of those with most
        self._main = main
        found: list[PlaceMention] = []
        limit = 0
        for at in spots:
            if at < limit:
                continue
            mention = self._mention(at, main, found)
            if mention is None:
                continue
            limit = mention.last
            end = self._route(mention)
            if end:
                limit = end
                mention = mention._replace(level="province", county=None, name="", generic="province")
            if found and self._inside(found[-1], mention):
                county = mention.county or found[-1].county
                found[-1] = found[-1]._replace(last=mention.last, province=mention.province, county=county)
            else:
                found.append(mention)
        return self._with_listed(self._with_parallel(self._with_known(found), main))

    def _led_by_word(self) -> str | None:
        """«شهرستان سراب»: the province of the first name that a place word vouches for, where no name is sure."""
        for at in self._guarded:
            if self.chars[at - 1] in _PLACE_WORD and self.words[at - 1] != "بخش":
                province = self.names[self.words[at]].province
                if province is not None:
                    return province
        return None

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

    def _route(self, mention: PlaceMention) -> int:
        """Return where a route ends that begins with a place: «جاده ساری – کیاسر», «راه‌آهن رشت به آستارا»; 0 if none does.

        A route lies in no town that it joins, so its figures are the province's."""
        chars, words, end = self.chars, self.words, mention.last
        way = self.any(mention.first - _BEFORE_ROUTE, mention.first, _ROUTE)
        if mention.generic or mention.level not in ("county", "city", "province"):
            return 0
        while chars[end] in _DASH or (way and words[end] in ("به", "تا")):
            following = end + 1 + (chars[end + 1] in _PLACE_WORD)
            if chars[following] not in _NAMED and not (way and chars[following] == NAMELESS):
                break
            end = following + 1
        if end == mention.last or (not way and chars[mention.first] in _PLACE_WORD):
            return 0
        return end

    def _inside(self, one: PlaceMention, two: PlaceMention) -> bool:
        """«روستای رفیع‌آباد شهرستان آمل», «روستای خاکی از توابع مهربان»: the finer within the wider."""
        if (
            two.first - one.last > _WITHIN
            or one.level not in ("village", "city")
            or one.generic
            or two.generic
        ):
            return False
        if two.level in ("village", "national"):
            return False
        between = range(one.last, two.first)  # «از توابع بخش مرکزی شهرستان …», «در جنوب …»
        return all(self.chars[at] in _WITHIN_TOO or self.words[at] == "مرکزی" for at in between)

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

    def _mention(self, at: int, main: str | None, found: list[PlaceMention]) -> PlaceMention | None:
        char = self.chars[at]
        if char in _OTHER_KIND:
            return self._nameless(at, char)
        if char in _DEMONYM:
            before = self.chars[at - 1]
            if before not in _PEOPLE or before in _ROLE_OR_GIVEN:
                return None
            return self._named(at, at, None, main, found)
        if char in _NAMED:
            return self._named(at, at, None, main, found)
        if char in _GATE:
            return self._gate(at, main, found)
        return self._after_word(at, main, found)

    def _gate(self, at: int, main: str | None, found: list[PlaceMention]) -> PlaceMention | None:
        """«گمرک سهلان», «از مرز دوغارون»; «گمرک بازرگان», which is a word, too."""
        if self.chars[at + 1] in _GUARDED:
            return self._named(at, at + 1, "city", main, found)
        named = self.chars[at + 1] in _SURNAME and self.chars[at] not in _ORG_HEAD  # «مرز پرویزخان»
        if not (named or self.chars[at + 1] == NAMELESS) or self.words[at + 1].isdigit():
            return None
        return PlaceMention(at, at + 2, "village", self.tokens.string(at + 1, at + 2), None, None)

    def _nameless(self, at: int, char: str) -> PlaceMention | None:
        """«این شهرستان», «کشور», a national body, «جهانی»."""
        if char in _THIS:
            entry = self.tokens.entry(at)
            return self._this(at, entry.values.get("locality.this", "district") if entry else "district")
        if char in _NATION:
            return self._national(at)
        if char in _BODY:
            holds = self._holds_post(at)
            return PlaceMention(at, at + 1, "national", "", None, None, role=True) if holds else None
        yardstick = self.chars[at - 1] in _YARDSTICK or self.words[at - 1 : at] == ["نرخ"]
        return PlaceMention(at, at + 1, "national", "", None, None) if yardstick else None

    def _this(self, at: int, kind: str) -> PlaceMention:
        return PlaceMention(at, at + 1, _THIS_LEVELS.get(kind, "city"), "", None, None, generic=kind)

    def _holds_post(self, body: int) -> bool:
        """Whether a national body is part of a post at the head of a clause or beside a name, and not merely mentioned."""
        chars = self.chars
        for head in range(body, max(-1, body - 9), -1):
            if chars[head] in _ROLE and chars[head - 1] not in _ROLE:
                if head == 0 or chars[head - 1] in _BEFORE_POST:
                    return True
                return self.any(head - 4, head, _NAME_BEGINS)
            if head < body and chars[head] in _OUT_OF_POST:
                return False
        return False

    def _national(self, at: int) -> PlaceMention | None:
        if self.chars[at + 1] in _FOREIGN or self.chars[at - 1] in _NUMBER_OR_EVERY:
            return None
        if self.words[at].startswith("کشورها"):
            return None
        return PlaceMention(at, at + 1, "national", self.tokens.string(at, at + 1), None, None)

    def _after_word(self, at: int, main: str | None, found: list[PlaceMention]) -> PlaceMention | None:
        """«استان یزد», «شهرستان بابل», «روستای رفیع‌آباد», «بخش گتاب», or «استان» alone."""
        chars, words, char = self.chars, self.words, self.chars[at]
        level = next(level for wanted, level in _LEVELS if char in wanted)
        if words[at - 1] == "دراین":  # one token for the time of «در این مدت»: «در این جزیره»
            entry = self.tokens.vocabulary.entry("این" + words[at])
            this = entry.values.get("locality.this") if entry else None
            if this is not None:
                return self._this(at, this)
        following = at + 1
        if level != "province":
            while chars[following] in _QUOTE or self.words[following] == "مرکزی":
                following += 1  # «بخشدار مرکزی دیر»
        if chars[following] in _NAMED:
            return self._named(at, following, level, main, found)
        if char in _COUNTED_PLACE and chars[at - 1] in _NUMBER:
            return None
        word = words[at]
        if word == "استان" or word == "شهرستان":
            if chars[at - 1] in _ORDINAL_OR_EVERY:
                return None
            return PlaceMention(at, at + 1, level, "", None, None, generic=level)
        if level == "village" or (level == "city" and char in _DISTRICT and word in _DISTRICTS):
            return self._unknown(at, following, level)
        return None

    def _unknown(self, at: int, name: int, level: Level) -> PlaceMention | None:
        """A village that the gazetteer does not have: the word after «روستای»."""
        word = self.words[at]
        if word in ("روستا", "آبادی") or word.startswith(("روستاها", "روستاهای")):
            return None
        if self.chars[name] not in _WORD or self.chars[name] in _NO_VILLAGE:
            return None
        return PlaceMention(at, name + 1, level, self.tokens.string(name, name + 1), None, None)

    def _is_province(self, name: int) -> bool:
        """«مدیرکل تعاون مرکزی گفت»: not «بخش مرکزی», «دفتر مرکزی»."""
        return self.chars[name - 1] in _SECTOR and self.local_office(name)

    def _named(
        self, at: int, name: int, level: Level | None, main: str | None, found: list[PlaceMention]
    ) -> PlaceMention | None:
        if self._denied(name):
            return None
        word = self.words[name]
        if word == "مرکزی" and level != "province" and not self._is_province(name):
            return None
        if level == "village" and (self.chars[at - 1] in _NUMBER or "ها" in self.words[at]):
            level = "county"  # «۱۴ روستای دشتستان»
        if level is None and not self._unguarded(name, self.names[word], found):
            return None
        best = self.names.choose(word, level, main)
        tokens = self.tokens
        text = tokens.text[tokens.starts[name] : tokens.ends[name]]
        sector = self.words[at] == "بخش" and self.chars[name] in _GUARDED  # «رانندگان بخش باری»
        if sector and (best is None or best.province != main):
            return None
        if best is None:
            if level == "village" or level == "city":
                return PlaceMention(at, name + 1, level, text, None, None)
            return None
        if level == "county" and best.level == "city":
            return PlaceMention(at, name + 1, "county", text, best.province, None)
        if self.chars[name] in _DEMONYM:
            text = best.name  # «خانوار خرم‌آبادی»
        kind = level if level == "village" or level == "city" else best.level
        return PlaceMention(at, name + 1, kind, text, best.province, best.county)
