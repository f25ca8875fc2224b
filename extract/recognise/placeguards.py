"""Whether a name of the gazetteer is a place where it stands, or an agency, a street, a person, an ordinary word."""

from extract.grammar.reader import Reader
from extract.grammar.tags import kind
from extract.recognise.placementions import PlaceMention
from extract.recognise.placereadings import Name, names_of
from extract.text.tokens import Tokens

_AGENCIES = frozenset(
    ("خبرگزاری", "خبرنگار", "خبرنگاران", "گزارش", "بهگزارش", "بهنقلاز", "خبرنگارانفارس", "شبکه")
)
_AMBIGUOUS = frozenset(("فارس", "مهر", "موج"))
_PLACE, _LOCALITY, _NUMBER = kind("place"), kind("locality"), kind("number")
_LINK, _AND, _COMMA = kind("comma|and"), kind("and"), kind("comma")
_GIVEN, _TITLED = kind("given_name"), kind("title|given_name")
_NAME_BEGINS = kind("given_name|seyyed|title")
_PREPOSITION, _WORD = kind("preposition"), kind("word")
_STREET, _QUALIFIER, _DASH = kind("street"), kind("qualifier"), kind("dash")
_NEAR_PEOPLE_OR_IN = kind("locality.near.people|locality.near|preposition")
_NEAR_PEOPLE = kind("locality.near.people|locality.near")
_BEFORE_PLACE = kind("locality|preposition|place|comma|and|break|org.head|counted")
"""After these a name is no part of a person's."""
_NO_GIVEN = kind("place|role.head|org.head")
_BEFORE_GIVEN = kind("title|seyyed|given_name|comma|break|place")
_OUT_OF_NAME = kind("preposition|and|verb|cue|role.head|org.head|org")
_NO_DESK = kind("agency|agency_word|place.word|preposition|dash|comma|locality")
_TIME = kind("month|season|period")
_ROLE, _RANK = kind("role.head"), kind("role.wide")
_OF_BODY = kind("org|org.head|org.sector|org.part|and|comma")
_OFFICE, _OFFICE_HEAD = kind("office.whole"), kind("office.head")
_BODY_WORD = kind("org.sector|org.part")
_BODY, _COOPERATIVE = kind("org.head"), kind("counted.cooperative")
_AFTER_POST = kind("cue|verb|comma|colon|stop|break|preposition|when|quote.open|dash|complement")
_ALIKE = 15
"""Tokens from a place to another of which the like is said."""
_SHORT_POST = 4
_LONG_POST = 9
"""Tokens between the first word of a post and the place that ends it."""


class PlaceGuards(Reader):
    """Base of the finder of places: says of a name whether it counts."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens)
        self.names = names_of(tokens.vocabulary)
        self._surnames: set[tuple[str, str]] = set()
        self._main: str | None = None

    def _denied(self, name: int) -> bool:
        """«خبرگزاری فارس», «گزارش فارس», «خبرنگار مهر»: an agency; «چهارراه قائمیه»: a street; a surname."""
        before = self.chars[name - 1]
        if before in _STREET or (before in _DASH and self.chars[name - 3] in _STREET):
            # «بزرگراه شیراز – اصفهان»; but «معاون دانشجویی دانشگاه گیلان» is of that province
            return not (before in _BODY and self.any(name - _SHORT_POST, name, _ROLE))
        if name and before not in _BEFORE_PLACE and self._in_name(name):
            return True
        if not name or self.words[name] not in _AMBIGUOUS:
            return False
        desk = before not in _NO_DESK and "خبرنگار" in self.words[max(0, name - 3) : name - 1]
        return self.words[name - 1] in _AGENCIES or desk  # «خبرنگار گروه اقتصادی فارس»

    def _lists_numbers(self, at: int) -> bool:
        """Whether a name that ends before ``at`` is followed by its number: «فومن با ۷۲», «خمین ۴۱۰»."""
        at += self.words[at] == "با"
        char = self.chars[at]
        return bool(char in _NUMBER or (char in _QUALIFIER and self.chars[at + 1] in _NUMBER))

    def _in_name(self, name: int) -> bool:
        """«عطاءالله پاک‌نهاد جوکار»: the last part of a person's name, here and wherever that surname comes back."""
        chars, pair = self.chars, (self.words[name - 1], self.words[name])
        if pair in self._surnames:
            return True
        for back in range(name - 1, max(-1, name - 4), -1):
            char = chars[back]
            if char in _NAME_BEGINS and char not in _NO_GIVEN:
                if back == name - 1 and chars[back - 1] not in _BEFORE_GIVEN:
                    return False  # «دره سلیمان کهک»
                self._surnames.add(pair)
                return True
            if char not in _WORD or char in _OUT_OF_NAME:
                return False
        return False

    def _in_list(self, found: list[PlaceMention]) -> bool:
        """Whether the last of the places stands in a list that «شهرستان‌های …» opens."""
        for before, one in zip(found[-2::-1], found[::-1], strict=False):
            if before.last != one.first - 1 or self.chars[before.last] not in _LINK:
                return self._opens_list(one)
        return self._opens_list(found[0])

    def _opens_list(self, one: PlaceMention) -> bool:
        return self.chars[one.first] in _LOCALITY and "ها" in self.words[one.first]

    def _unguarded(self, at: int, name: Name, found: list[PlaceMention]) -> bool:
        """Whether a name that may be a common word or a person is a place here."""
        char, before = self.chars[at], self.chars[at - 1]
        if self.chars[at + 1] in _LINK and self.chars[at + 2] in _PLACE and before in _NEAR_PEOPLE_OR_IN:
            following = self.names[self.words[at + 2]].provinces  # «در بافت، رابر و ارزوئیه»
            if len(following) == 1 and following <= name.provinces:
                return True
            if self.words[at - 1] == "در" and self._main in following & name.provinces:
                return True  # «در نور و محمودآباد»
        if name.free:
            return char not in _GIVEN or before not in _TITLED
        if self._ends_post(at, name):
            return True
        if before in _NEAR_PEOPLE and not name.person:
            return True
        if self.words[at - 1] == "در" and self._main in name.provinces and self._lists_numbers(at + 1):
            led = self.words[at + 1] == "با" and char not in _TIME  # «کمترین در کوثر با ۲۳ تعاونی»
            if led or name.person_only:
                return True  # «در خدابنده نزدیک به ۲۰ درصد»
        if self._main in name.provinces and char not in _TIME and self._leads_numbers(at):
            return True
        return bool(found) and self._beside(at, name, found)

    def _leads_numbers(self, at: int) -> bool:
        """«خوی با ۳۱ هزار و میاندوآب با ۲۴ هزار بارنامه», «شرکت تعاونی سنگ‌بران محلات با ۸۷ عضو»."""
        if self.words[at + 1] != "با" or not self._lists_numbers(at + 1):
            return False
        if self.any(at - 3, at, _COOPERATIVE):
            return True
        follow = range(at + 3, at + _ALIKE)
        return any(
            self.chars[one] in _PLACE and self.chars[one - 1] in _LINK and self._lists_numbers(one + 1)
            for one in follow
        )

    def _beside(self, at: int, name: Name, found: list[PlaceMention]) -> bool:
        """Whether the place before vouches for a name: a list, the like of numbers, the like of words."""
        char, before, near = self.chars[at], self.chars[at - 1], found[-1]
        if self.words[at + 1] == "با" and self._lists_numbers(at + 1) and char not in _TIME:
            like = near.county is not None and near.province == self._main and at - near.last < _ALIKE
            if like and self._main in name.provinces and before not in _TITLED:
                return True  # «ابهر … را با ۳۲۰ واحد دارد و پس از آن خدابنده با ۲۱۰ واحد»
        if near.last == at - 1 and before in _LINK:
            if self.chars[at + 1] in _LINK and self.chars[at + 2] in _PLACE:  # «رفسنجان، انار و سیرجان»
                provinces = self.names[self.words[at + 2]].provinces
                if near.province in name.provinces and near.province in provinces:
                    return True
            beside = near.province is not None and near.province in name.provinces
            if beside and self._in_list(found):
                return True
            led = before in _COMMA and self.chars[near.first - 1] in _PREPOSITION  # «از سنندج، بهمن …»
            led = led and self.chars[at + 1] not in _NUMBER  # «در سنندج، سقز ۱۵ مورد»
            return beside and not led and bool(before in _AND or char not in _GIVEN)
        # «فومن با ۷۲ و شفت با ۶۱ تعاونی»
        if self._lists_numbers(near.last) and before in _LINK and self._lists_numbers(at + 1):
            return near.province in name.provinces
        words = self.words  # «صندوق زنان سرایان … و صندوق زنان درمیان …»
        same = near.first >= 2 and words[near.first - 2 : near.first] == words[at - 2 : at]
        return same and near.province in name.provinces

    def _ends_post(self, at: int, name: Name) -> bool:
        """«مدیر جهاد کشاورزی نور گفت», «رئیس اداره تعاون بن افزود»: the head of a local office, whose post ends with its
        place."""
        if len(name.provinces) > 1 and self._main not in name.provinces:
            return False
        return self.local_office(at)

    def local_office(self, at: int) -> bool:
        """Whether a name is the last word of a post in an office that every county has."""
        chars = self.chars
        if chars[at + 1] not in _AFTER_POST:
            return False
        office = chars[at - 1] in _OFFICE
        if not office and chars[at - 1] not in _BODY_WORD:
            return False
        for back in range(at - 1, max(-1, at - _LONG_POST), -1):
            char = chars[back]
            if char in _ROLE:
                return office or char in _RANK
            office = office or char in _OFFICE or (back < at - 1 and char in _OFFICE_HEAD)
            if char not in _OF_BODY and char not in _OFFICE_HEAD:
                return False
        return False
