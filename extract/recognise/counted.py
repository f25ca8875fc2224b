"""What stands after a number: a unit, a counter, a counted noun, or nothing."""

import re

from extract.grammar.reader import NAMELESS
from extract.grammar.tags import kind
from extract.recognise.drafts import Range, Sentences
from extract.recognise.numbers import Number

Tail = tuple[str | None, int, Range | None, str]
"""What follows a number: (unit, token after the figure, token range of unit or counted noun, rule)."""

_NO_NOUN = kind(
    "verb|cue|preposition|and|that|object_marker|pronoun|demonstrative|also|when|ordinal|qualifier|time.after|elsewhere|number|connective|to|between|amount|period|latin|month|planned|participle|duty|or_more|decade|every|time|place|locality|per|clock.part|year|complement|only|passed|title|role.head|week|no_measure"
)
_PAIRS = frozenset(("cooperative", "union", "company", "village", "organisation"))
_HANDFUL = 10
"""Numbers in words up to this are said of anything, and no statistics."""
LIGHT_VERB = re.compile(
    "(?:ن?می|ن|ب|خواه(?:د|ند|یم))?(?:کرد|کن|شد|شو|داد|ده|گرفت|گیر|گرد|یافت|یاب|زد|زن|خورد)"
)
"""Forms of verbs that make a compound with a noun before them."""
FINITE = re.compile("(?:بر|در|باز|فرا)?نمی|(?:بر|در|باز|فرا)می").match
"""How verb forms begin that the lexicon does not have."""
_PEOPLE_ENDINGS = (
    "کار",
    "دار",
    "گر",
    "ساز",
    "بان",
    "چی",
    "ور",
    "جو",
    "مند",
    "پرور",
    "فروش",
    "نشین",
    "آموز",
    "پیشه",
    "باف",
    "کننده",
    "شناس",
    "نویس",
    "یار",
    "بگیر",
    "درآمد",
    "سرپرست",
    "توان",
    "بضاعت",
)
_PEOPLE_PLURALS = (
    *(f"{ending}ان" for ending in _PEOPLE_ENDINGS),
    "ندگان",
    "شدگان",
    "یافتگان",
    "دیدگان",
    "پیشگان",
)

_UNIT, _HEMMAT, _MONEY, _GLUED = kind("unit"), kind("unit.hemmat"), kind("unit.money"), kind("unit.glued")
_COUNTRY = kind("locality.national")
_COUNTED, _BEAST, _COUNTER = kind("counted"), kind("beast"), kind("counter")
_OF_PEOPLE, _TA = kind("counter.person"), kind("counter.ta")
_MONEY_HEAD, _TIME_ADJECTIVE, _TIME_UNIT = kind("money_head"), kind("time.adjective"), kind("time.unit")
_NAMED = kind("unit|unit.hemmat|time.adjective|counted|beast|counter|time.unit")
_AND, _HALF, _DEMONSTRATIVE = kind("and"), kind("number.half"), kind("demonstrative")
_NO_HALF = kind("unit|counter|counted|number|time.unit")
_PEOPLE = kind("counted.person|counted.job|role.head|casualty|people")
_BOUGHT = kind("bought")
_JOB = kind("counted.job")
_ADJECTIVAL = kind("counter&!counter.person&suffix.indefinite")
_BRANCHES, _CASES = kind("branch&suffix.indefinite"), frozenset(("مورد", "فقره"))
_HOUSING, _DWELLINGS = kind("counted.housing|of_dwellings"), kind("dwellings")
_OTHER_UNITS = kind("other_units")
_PERSON_NOUN, _NOBODY = kind("person.noun|demonym"), kind("nobody")
_CASUALTY, _LATIN, _VERB = kind("casualty"), kind("latin"), kind("verb")
_WORD, _LIGHT_NOUN = kind("word"), kind("light_noun")
_LENGTHS = (("ماه", "month"), ("سال", "year"), ("روز", "day"), ("ساعت", "hour"), ("هفت", "week"))


class Counted(Sentences):
    """Reads what follows the numbers of one text."""

    def tail(self, number: Number) -> Tail:
        """Return what follows the number."""
        at = number.last
        if self.chars[at - 1] in _GLUED:
            glued = self._glued_unit(number)
            if glued is not None:
                return glued
        return self._named_tail(number, at) or self._loose_tail(number, at)

    def _named_tail(self, number: Number, at: int) -> Tail | None:
        """A unit, a counter or a counted noun that the lexicon has."""
        char = self.chars[at]
        if char not in _NAMED and not number.adjectival and not number.part:
            return None
        if char in _HEMMAT:
            return "toman", at + 1, (at, at + 1), "figure.hemmat"
        if number.adjectival:
            return None, at, None, "figure.money_elided"
        if char in _UNIT:
            return self._unit(number, at)
        if char in _TIME_ADJECTIVE:
            return self._length_of_time(at)
        if number.part and number.low is not None and number.low < 1:
            return "fraction", at, None, "figure.fraction"
        if char in _COUNTED and not (number.scaled and char in _MONEY_HEAD) and not self._is_verbal(at):
            return self._counted(at, at)
        if char in _BEAST:
            return self.value(at, "beast"), at + 1, (at, at + 1), "figure.counted"
        if char in _COUNTER:
            return self._counter(number, at)
        if char in _TIME_UNIT:
            return self.value(at, "time.unit"), at + 1, (at, at + 1), "figure.duration"
        return None

    def _loose_tail(self, number: Number, at: int) -> Tail:
        """A noun that the lexicon does not have, or nothing."""
        if number.scaled and self.chars[at] in _MONEY_HEAD:
            return None, at, None, "figure.money_elided"  # «۶ میلیارد و نیم قیمت دارد»
        noun = self._noun_at(at)
        if not noun and number.scaled and number.high is not None and number.high >= 10**9:
            return None, at, None, "figure.money_elided"
        several = (number.high or 0) > _HANDFUL and self.chars[at] == NAMELESS  # «سی آب‌بندان»; not «سه چالش»
        if noun and (several or not number.in_words):
            return self._unknown_noun(at)
        return None, at, None, "figure.money_elided" if number.scaled else "figure.bare"

    def _unknown_noun(self, at: int) -> Tail:
        char, word = self.chars[at], self.words[at]
        named = word.endswith(_PEOPLE_ENDINGS) and char not in _NOBODY and word not in _PEOPLE_ENDINGS
        people = named or char in _PERSON_NOUN  # but «۱۲ دار قالی»
        return "person" if people else "item", at + 1, (at, at + 1), "figure.noun"

    def and_a_half(self, at: int) -> bool:
        """Whether «و نیم» stands there and no new number begins with it."""
        chars = self.chars
        return bool(chars[at] in _AND and chars[at + 1] in _HALF and chars[at + 2] not in _NO_HALF)

    def _glued_unit(self, number: Number) -> Tail | None:
        """«۱۲ هزارتن»: the unit is part of the number's last token."""
        at = number.last - 1
        entry = self.tokens.entry(at)
        unit = entry.values.get("unit.glued") if entry is not None else None
        found = self.tokens.vocabulary.entry(unit) if unit is not None else None
        if found is None:
            return None
        value = next(
            (str(value) for name, value in found.values.items() if name.startswith(("unit", "counter"))), None
        )
        money = "unit.money" in found.tags
        return value, number.last, (at, number.last), "figure.money" if money else "figure.measured"

    def _length_of_time(self, at: int) -> Tail:
        """«بازپرداخت ۶۰ ماهه»; other time adjectives are frames, and denied."""
        for word, unit in _LENGTHS:
            if self.words[at].startswith(word):
                return unit, at + 1, (at, at + 1), "figure.duration"
        return None, at, None, "figure.bare"

    def _unit(self, number: Number, at: int) -> Tail:
        if self.words[at] == "تن" and self._tan_is_people(number, at):
            return "person", at + 1, (at, at + 1), "figure.people"
        rule = "figure.money" if self.chars[at] in _MONEY else "figure.measured"
        return self.value(at, "unit"), at + 1, (at, at + 1), rule

    def _tan_is_people(self, number: Number, at: int) -> bool:
        """«۱۱ تن از تعاونگران», «۵ تن کارگر», «۳ تن دستگیر شدند»."""
        follows = at + 1
        if self.words[follows] == "از":
            follows += 2 if self.chars[at + 2] in _DEMONSTRATIVE else 1
        if self.chars[follows] in _PEOPLE or self.words[follows].endswith(_PEOPLE_PLURALS):
            # but «۳۰۰ تن از کشاورزان خریداری شد»
            return follows == at + 1 or not self.any(follows + 1, follows + 7, _BOUGHT)
        if self.words[number.first - 1] == "برای" and self.any(at + 1, at + 7, _JOB):
            return True  # «برای ۴۵ تن به طور مستقیم اشتغال ایجاد می‌شود»
        return not number.scaled and bool(self.chars[at + 1] in _CASUALTY)

    def _counted(self, first: int, at: int) -> Tail:
        chars = self.chars
        unit, last = self.value(at, "counted"), at + 1
        if chars[last] in _AND and chars[last + 1] in _COUNTED:
            second = self.value(last + 1, "counted")
            if {unit, second} <= _PAIRS:
                last += 2  # «تشکل و تعاونی»
                if {unit, second} == {"company", "union"}:
                    unit = "cooperative"  # «شرکت و اتحادیه»
        if chars[last] in _LATIN:
            last += 1  # «جایگاه CNG»
        return unit, last, (first, last), "figure.counted"

    def _counter(self, number: Number, at: int) -> Tail:
        char, follows = self.chars[at], at + 1
        behind = self.chars[follows]
        if char in _ADJECTIVAL:  # «مجتمع ۱۲۰ واحدی تعاونی مسکن»: what follows is not what is counted
            unit = "housing_unit" if self._of_dwellings(number, at) else self.value(at, "counter")
            return unit, at + 1, (at, at + 1), "figure.counter"
        if behind in _BEAST:
            return self.value(follows, "beast"), follows + 1, (at, follows + 1), "figure.counter"
        if char in _OF_PEOPLE:
            return "person", at + 1, (at, at + 1), "figure.people"
        if (
            behind in _COUNTED
            and behind not in _COUNTRY
            and not self._is_verbal(follows)
            and not (behind in _BRANCHES and self.words[at] in _CASES)  # «۷۶ مورد خدماتی»
        ):  # «۲ میلیون رأس کشور»
            return (*self._counted(at, follows)[:3], "figure.counter")
        if char in _TA:
            if self._noun_at(follows):
                return "item", follows + 1, (at, follows + 1), "figure.counter"
            return None, at, None, "figure.bare"
        if behind in _VERB and self.words[at] == "مورد":
            return "item", at + 1, (at, at + 1), "figure.counter"
        return self.value(at, "counter"), at + 1, (at, at + 1), "figure.counter"

    def _of_dwellings(self, number: Number, at: int) -> bool:
        """«مجتمع ۳۲۰ واحدی», «۱۰۸ واحدی مسکن ملی»; not «مجتمع تجاری ۴۰ واحدی»."""
        first = number.first
        if not self.words[at].startswith("واحد") or self.any(first - 3, first, _OTHER_UNITS):
            return False
        back = 4 if self.chars[first - 1] in _COUNTED else 2  # «ساختمان شش طبقه ۲۴ واحدی»
        return self.chars[at + 1] in _HOUSING or self.any(first - back, first, _DWELLINGS)

    def _noun_at(self, at: int) -> bool:
        """Whether a word stands there that can only be what is counted."""
        char = self.chars[at]
        if char not in _WORD or char in _NO_NOUN or FINITE(self.words[at]):
            return False  # «۷۰۰ هزار برمی‌گردد»
        return not self._before_light_verb(at)

    def _is_verbal(self, at: int) -> bool:
        """«اقدام کرد», «خدمت می‌کنند»: a noun that is part of a verb."""
        return bool(self.chars[at] in _LIGHT_NOUN) and self._before_light_verb(at)

    def _before_light_verb(self, at: int) -> bool:
        return bool(self.chars[at + 1] in _VERB and LIGHT_VERB.match(self.words[at + 1]))
