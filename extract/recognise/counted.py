"""What stands after a number: a unit, a counter, a counted noun, or nothing."""

import re

from extract.recognise.drafts import Range, Sentences
from extract.recognise.numbers import Number

Tail = tuple[str | None, int, Range | None, str]
"""What follows a number: (unit, token after the figure, token range of unit or counted noun, rule)."""

_NO_NOUN = (
    "verb",
    "cue",
    "preposition",
    "and",
    "that",
    "object_marker",
    "pronoun",
    "demonstrative",
    "also",
    "when",
    "ordinal",
    "qualifier",
    "time.after",
    "elsewhere",
    "number",
    "connective",
    "to",
    "between",
    "amount",
    "period",
    "latin",
    "month",
    "planned",
    "participle",
    "duty",
    "or_more",
    "period",
    "decade",
    "every",
    "time",
    "place",
    "locality",
    "per",
    "clock.part",
    "year",
    "complement",
    "only",
    "passed",
    "title",
    "role.head",
    "week",
)
_PAIRS = frozenset(("cooperative", "union", "company", "village", "organisation"))
_LIGHT = re.compile("(?:ن?می|ن|ب|خواه(?:د|ند|یم))?(?:کرد|کن|شد|شو|داد|ده|گرفت|گیر|گرد|یافت|یاب|زد|زن|خورد)")
"""Forms of verbs that make a compound with a noun before them."""
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
)


class Counted(Sentences):
    """Reads what follows the numbers of one text."""

    def tail(self, number: Number) -> Tail:
        """Return what follows the number."""
        glued = self._glued_unit(number)
        if glued is not None:
            return glued
        return self._named_tail(number, number.last) or self._loose_tail(number, number.last)

    def _named_tail(self, number: Number, at: int) -> Tail | None:
        """A unit, a counter or a counted noun that the lexicon has."""
        tags = self.columns[at]
        if "unit.hemmat" in tags:
            return "toman", at + 1, (at, at + 1), "figure.hemmat"
        if "unit" in tags and not number.adjectival:
            return self._unit(number, at)
        if number.adjectival:
            return None, at, None, "figure.money_elided"
        if "time.adjective" in tags:
            return self._length_of_time(at)
        if number.part and number.low is not None and number.low < 1:
            return "fraction", at, None, "figure.fraction"
        if "counted" in tags and not self._is_verbal(at) and not (number.scaled and "money_head" in tags):
            return self._counted(at, at)
        if "beast" in tags:
            return self.value(at, "beast"), at + 1, (at, at + 1), "figure.counted"
        if "counter" in tags:
            return self._counter(number, at)
        if "time.unit" in tags:
            return self.value(at, "time.unit"), at + 1, (at, at + 1), "figure.duration"
        return None

    def _loose_tail(self, number: Number, at: int) -> Tail:
        """A noun that the lexicon does not have, or nothing."""
        if number.scaled and self.has(at, "money_head"):
            return None, at, None, "figure.money_elided"  # «۶ میلیارد و نیم قیمت دارد»
        if number.scaled and number.high is not None and number.high >= 10**9 and not self._noun_at(at):
            return None, at, None, "figure.money_elided"
        if not number.in_words and self._noun_at(at):
            unit = "person" if self.word(at).endswith(_PEOPLE_ENDINGS) else "item"
            return unit, at + 1, (at, at + 1), "figure.noun"
        return None, at, None, "figure.money_elided" if number.scaled else "figure.bare"

    def and_a_half(self, at: int) -> bool:
        """Whether «و نیم» stands there and no new number begins with it."""
        half = self.has(at, "and") and self.has(at + 1, "number.half")
        return half and not self.has(at + 2, "unit", "counter", "counted", "number", "time.unit")

    def _glued_unit(self, number: Number) -> Tail | None:
        """«۱۲ هزارتن»: the unit is part of the number's last token."""
        at = number.last - 1
        entry = self.tokens.entry(at) if self.has(at, "unit.glued") else None
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
        for word, unit in (
            ("ماه", "month"),
            ("سال", "year"),
            ("روز", "day"),
            ("ساعت", "hour"),
            ("هفت", "week"),
        ):
            if self.word(at).startswith(word):
                return unit, at + 1, (at, at + 1), "figure.duration"
        return None, at, None, "figure.bare"

    def _unit(self, number: Number, at: int) -> Tail:
        unit = self.value(at, "unit")
        if self.word(at) == "تن" and self._tan_is_people(number, at):
            return "person", at + 1, (at, at + 1), "figure.people"
        return unit, at + 1, (at, at + 1), f"figure.{'money' if self.has(at, 'unit.money') else 'measured'}"

    def _tan_is_people(self, number: Number, at: int) -> bool:
        """«۱۱ تن از تعاونگران», «۵ تن کارگر», «۳ تن دستگیر شدند»."""
        follows = at + 2 if self.word(at + 1) == "از" else at + 1
        if follows == at + 2 and self.has(at + 2, "demonstrative"):
            follows += 1
        if self.has(follows, "counted.person", "counted.job", "role.head", "casualty"):
            return True
        return not number.scaled and self.has(at + 1, "casualty")

    def _counted(self, first: int, at: int) -> Tail:
        unit, last = self.value(at, "counted"), at + 1
        joined = self.has(last, "and") and self.has(last + 1, "counted")
        second = self.value(last + 1, "counted") if joined else None
        if joined and {unit, second} <= _PAIRS:
            last += 2  # «تشکل و تعاونی»
            if {unit, second} == {"company", "union"}:
                unit = "cooperative"  # «شرکت و اتحادیه»
        if self.has(last, "latin"):
            last += 1  # «جایگاه CNG»
        return unit, last, (first, last), "figure.counted"

    def _counter(self, number: Number, at: int) -> Tail:
        follows = at + 1
        if self.has(follows, "beast"):
            return self.value(follows, "beast"), follows + 1, (at, follows + 1), "figure.counter"
        if self.has(at, "counter.person"):
            return "person", at + 1, (at, at + 1), "figure.people"
        if self.has(follows, "counted") and not self._is_verbal(follows):
            return (*self._counted(at, follows)[:3], "figure.counter")
        if self.has(at, "counter.ta"):
            if self._noun_at(follows):
                return "item", follows + 1, (at, follows + 1), "figure.counter"
            return None, at, None, "figure.bare"
        if self.word(at) == "مورد" and self.has(follows, "verb"):
            return "item", at + 1, (at, at + 1), "figure.counter"
        return self.value(at, "counter"), at + 1, (at, at + 1), "figure.counter"

    def _noun_at(self, at: int) -> bool:
        """Whether a word stands there that can only be what is counted."""
        if not self.has(at, "word") or self.has(at, *_NO_NOUN):
            return False
        return not (self.has(at + 1, "verb") and _LIGHT.match(self.word(at + 1)))

    def _is_verbal(self, at: int) -> bool:
        """«اقدام کرد», «خدمت می‌کنند»: a noun that is part of a verb."""
        return (
            self.has(at, "light_noun") and self.has(at + 1, "verb") and bool(_LIGHT.match(self.word(at + 1)))
        )
