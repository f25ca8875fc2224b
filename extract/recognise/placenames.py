"""Names of places in a text: provinces, counties, towns of the gazetteer, villages by structure, the country.

A name that is also an ordinary word or a person's name («نور», «مهران») is read as a place only beside a word that says
so, or side by side with another place.
"""

from extract.grammar.gazetteer import Level
from extract.grammar.reader import NAMELESS
from extract.grammar.tags import kind
from extract.recognise.placelists import PlaceLists
from extract.recognise.placementions import PlaceMention

_ANCHOR = kind(
    "locality.gate|border|demonym|national_body|place|place.guarded|locality.village|locality.district|locality.city|locality.this|locality.national|locality.county|locality.province|locality.adjective|of_province"
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
_PLACE_WORD, _NUMBER = kind("place.word"), kind("number")
_THIS, _NATION, _BODY = kind("locality.this"), kind("locality.national"), kind("national_body")
_OF_PROVINCE = kind("of_province")
_GATE, _NO_GATE = kind("locality.gate|border"), kind("no_gate")
_OTHER_KIND = kind("locality.this|locality.national|national_body|locality.adjective|of_province")
_LEVELS = tuple((kind(tag), level) for tag, level in _WORD_LEVELS.items())
_ROLE = kind("role.head")
_NAME_BEGINS = kind("given_name|seyyed|title")
_BEFORE_POST = kind("break|stop|dash|comma|semicolon|colon|quote.close|given_name")
_OUT_OF_POST = kind("verb|cue|preposition|break|stop|colon|number")
_FOREIGN, _YARDSTICK = kind("locality.foreign"), kind("yardstick")
_NUMBER_OR_EVERY, _ORDINAL_OR_EVERY = kind("number|every"), kind("ordinal|every")
_PEOPLE, _ROLE_OR_GIVEN = kind("counted|beast|person.noun"), kind("role.head|given_name")
_QUOTE, _DISTRICT, _WORD = kind("quote.open|quote.plain"), kind("locality.district"), kind("word")
_COUNTED_PLACE = kind("counted.place")
_WITHIN_TOO = kind("locality.near|preposition|locality.district")
_GUARDED = kind("place.guarded")
_SURNAME, _ORG_HEAD = kind("given_name|surname"), kind("org.head")
_SECTOR = kind("org.sector|office.whole")
_ROUTE, _DASH = kind("route"), kind("dash")
_BEFORE_ROUTE = 3
"""Tokens before a place within which the word stands that makes it the end of a route."""
_WITHIN = 4
"""Tokens between a place and the wider one it lies in."""


class PlaceFinder(PlaceLists):
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
        # the first of those with most
        main = max(sure, key=sure.__getitem__) if sure else self._led_by_word()
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
        if self.chars[at + 1] in _NO_GATE:
            return None
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
        if not yardstick:
            return None
        if char in _OF_PROVINCE:  # «میانگین استانی»
            return PlaceMention(at, at + 1, "province", "", None, None, generic="province")
        return PlaceMention(at, at + 1, "national", "", None, None)

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
