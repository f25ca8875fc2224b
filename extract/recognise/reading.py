"""All figures of one text, with unit, qualifier, value and modality, before anything says what they measure."""

from bisect import bisect_right

from extract.grammar.tags import kind
from extract.recognise.drafts import MONEY, SHARES, Draft, Values
from extract.recognise.excluded import Excluded
from extract.recognise.numbers import Number, NumberGrammar, too_large
from extract.statements import Modality, Qualifier
from extract.text.tokens import Tokens

_QUALIFIERS: tuple[Qualifier, ...] = ("more_than", "less_than", "about", "nearly", "up_to")
_MINUS, _SIGNED = "منفی", ("percent", "degree")
_YEAR = kind("year")
_AMOUNT_DIGITS = kind("amount_digits|short_year_digits")
_OPPOSITE: dict[Qualifier, Qualifier] = {"more_than": "up_to", "less_than": "more_than"}
_FRACTION = kind("fraction")
_HUNDRED_PERCENT, _MEASURED_WHOLE = kind("hundred_percent"), kind("measured_whole|rise|fall")
_MANY, _LEADS_TO_WHOLE = kind("counted&suffix.plural|counted&suffix.animate"), kind("qualifier")
_NO_FRACTION, _DEMONSTRATIVE = kind("time.unit|decade|month|number"), kind("demonstrative")
_NEGATIVE, _VERB = kind("verb.negative"), kind("verb")
_ADVERB = kind("loose_qualifier")
_BETWEEN = kind("word&!verb&!and&!number&!that&!cue&!money_wage")
_MODAL = frozenset(("میتوان", "میتواند", "باید", "میباید"))
_LOOSE = 7
"""Tokens before a number within which such an adverb may stand."""
_AMOUNT, _QUALIFIER, _TO = kind("amount"), kind("qualifier"), kind("to")
_BY_QUALIFIER = tuple((kind(f"qualifier.{name}"), kind(f"qualifier.{name}|to"), name) for name in _QUALIFIERS)
_BORDER, _OR_MORE, _PASSED = kind("border"), kind("or_more"), kind("passed")
_FROM = kind("number|unit|month|period|year|time.unit")
_NOT_BELOW = kind("not_below")
_NOT_ABOVE, _NOT_REACHED, _ALSO = kind("not_above"), kind("not_reached"), kind("also")
_AFTER_AZ = kind("number.after_az")
_MORE_OR_LESS: dict[str, Qualifier] = {
    "بیش": "more_than",
    "بیشتر": "more_than",
    "افزون": "more_than",
    "کمتر": "less_than",
}
_TIME = kind("month|period|year|time.unit")
_NOT_PASSED = kind("verb|comma|break|stop|number")
_TARGET, _ECONOMY = kind("target"), kind("economy")
_PLANNED, _SAID = kind("planned"), kind("verb|cue|participle|planned")
_NOT = frozenset(("نیست", "نبود", "نباشد", "نمیباشد", "نبودهاست", "نیستند"))


class FigureReading(Excluded):
    """The work on one text."""

    def __init__(self, numbers: NumberGrammar, values: Values, tokens: Tokens) -> None:
        super().__init__(tokens, values)
        self._numbers = numbers

    # ------------------------------------------------------------------ steps

    def drafts(self) -> list[Draft]:
        """Return all figures, with unit, qualifier and value."""
        found: list[Draft] = []
        limit = 0
        for number in self._numbers.find(self.tokens):
            if number.first >= limit:
                draft = self._draft(number)
                found.append(draft)
                limit = draft.last
        fractions = [*self._fractions(), *self._whole()]
        if fractions:
            found = sorted([*found, *fractions], key=lambda draft: draft.first)
        for draft in found:
            draft.sentence = bisect_right(self.starts, draft.first)
        found = self.merge_ranges(self.join_parts(found))
        for draft in found:
            self._qualify(draft)
        self.fill_units(found)
        self.share_scales(found)
        self.complete_short_nouns(found)
        for draft in found:
            if (
                draft.unit in MONEY
                and draft.held in (None, "unknown_currency")
                and _skips_a_scale(draft.high)
            ):
                draft.held = "malformed_number"
        return [draft for draft in found if draft.unit is not None and self.is_figure(draft, found)]

    def _draft(self, number: Number) -> Draft:
        unit, last, noun, rule = self.tail(number)
        first = number.first
        if (unit is None or unit == "item") and self.words[first - 1] == "%":  # «٪۵۳»
            first, last = first - 1, number.last
            unit, noun, rule = "percent", (first, first + 1), "figure.measured"
        low, high = number.low, number.high
        if noun is not None and low is not None and high is not None and self.and_a_half(last):
            half = 0.5 * (number.scale if number.scaled else 1)  # «یک مگاوات و نیم»
            low, high, last = low + half, high + half, last + 2
        if rule == "figure.hemmat" and low is not None and high is not None:
            low, high = round(low * 10**12), round(high * 10**12)
        if unit in _SIGNED and self.words[first - 1] == _MINUS and low is not None and high is not None:
            first, low, high = first - 1, -high, -low  # «رشد منفی ۱۲ درصدی»
        draft = Draft(number, first, last, unit, noun, rule, low, high, scale=number.scale)
        if low is None:
            draft.held = "no_value"
        elif too_large(number):
            draft.held = "too_large"
        elif number.malformed or (unit == "percent" and self._cut_in_two(number)):
            draft.held = "malformed_number"
        if low is not None and high is not None and low != high:
            draft.qualifier = "range"
        return draft

    def _cut_in_two(self, number: Number) -> bool:
        """«۷۷. ۶ درصد»: a decimal with a space in it, or the end of one sentence and the beginning of the next."""
        at = number.first
        if (
            self.chars[at - 3] in _YEAR
            or self.words[at - 1] != "."
            or self.chars[at - 2] not in _AMOUNT_DIGITS
            or not number.digits_only
        ):
            return False
        starts, ends = self.tokens.starts, self.tokens.ends
        glued = ends[at - 2] == starts[at - 1] and starts[at] - ends[at - 1] == 1
        return glued and len(self.words[at - 2]) <= 3 and len(self.words[at]) <= 2

    def _fractions(self) -> list[Draft]:
        """«یک‌سوم تعاونی‌ها», «نیمی از», «نصف آن»."""
        found: list[Draft] = []
        for at in self.positions(_FRACTION):
            entry = self.tokens.entry(at)
            if entry is None or self.chars[at + 1] in _NO_FRACTION:
                continue
            partitive = self.chars[at + 1] in _DEMONSTRATIVE or self.words[at + 1] == "از"
            if self.words[at] in ("ربع", "ثلث") and not partitive:
                continue
            top, bottom = entry.values.get("fraction") or entry.values["fraction.half"]
            value = round(top / bottom, 4)
            number = Number(at, at + 1, value, value)
            found.append(Draft(number, at, at + 1, "fraction", None, "figure.fraction", value, value))
        return found

    def _whole(self) -> list[Draft]:
        """«صد درصد پیشرفت فیزیکی», «به صد درصد رسید», «رشد صد درصدی»; not «صد در صد مطمئن», which is an adverb."""
        found: list[Draft] = []
        for at in self.positions(_HUNDRED_PERCENT):
            behind = at + 1 + (self.words[at + 1] == "از")
            behind += self.chars[behind] in _DEMONSTRATIVE
            of = self.chars[at + 1] in _MEASURED_WHOLE or self.chars[behind] in _MANY
            before = self.chars[at - 1]
            told = self.words[at].endswith("ی") or self.chars[at + 1] in _VERB
            is_measured = before in _MEASURED_WHOLE and told
            if of or is_measured or before in _LEADS_TO_WHOLE or self.words[at - 1] == "به":
                number = Number(at, at + 1, 100, 100)
                found.append(Draft(number, at, at + 1, "percent", (at, at + 1), "figure.measured", 100, 100))
        return found

    # ------------------------------------------------------------------ qualifiers

    def _qualify(self, draft: Draft) -> None:
        chars = self.chars
        at = draft.first - 1
        if chars[draft.first] in _AFTER_AZ and self.words[at] in _MORE_OR_LESS:  # «بیش ازچهار هزار»
            draft.qualifier, draft.qualifier_at = _MORE_OR_LESS[self.words[at]], (at, at + 1)
            return
        steps = 0
        while chars[at] in _AMOUNT and steps < 2 and chars[at] not in _QUALIFIER:
            at -= 1
            steps += 1
        if chars[at] not in _QUALIFIER:
            at = self._adverb(at)
        char = chars[at]
        ranged = draft.qualifier == "range"
        if char in _QUALIFIER:
            for its_kind, its_first, name in _BY_QUALIFIER:
                if char in its_kind:
                    first = at - 1 if chars[at - 1] in its_first else at
                    draft.qualifier_at = first, at + 1
                    if not ranged:
                        draft.qualifier = name
                        if self.words[draft.last] in _NOT:  # «کمتر از ۵۵ درصد نیست»
                            draft.qualifier = _OPPOSITE.get(name, name)
                    return
        if ranged:
            return
        self._bounded(draft, at)

    def _adverb(self, at: int) -> int:
        """«حداقل تعداد اعضا در تعاونی تولید ۷ نفر است»: where the adverb stands; ``at`` if there is none."""
        for back in range(at, max(-1, at - _LOOSE), -1):
            if self.chars[back] in _ADVERB:
                return back
            if self.chars[back] not in _BETWEEN and self.words[back] not in _MODAL:
                break
        return at

    def _bounded(self, draft: Draft, at: int) -> None:
        """Read a bound that a verb or a word beside the figure tells: «از مرز ۸۷ هزار گذشت», «تا ۳۰ میلیون تومان»."""
        chars, char = self.chars, self.chars[at]
        if char in _BORDER or self.words[at] == "از":
            if self._passed(draft):
                draft.qualifier, draft.qualifier_at = "more_than", (at, at + 1)
            elif chars[draft.last] in _NOT_BELOW:
                draft.qualifier, draft.qualifier_at = "more_than", (draft.last, draft.last + 1)
            elif chars[draft.last] in _NOT_ABOVE:
                draft.qualifier, draft.qualifier_at = "up_to", (draft.last, draft.last + 1)
            return
        last = self._after_also(draft.last)
        if self.words[draft.first - 1] == "به" and chars[last] in _NOT_REACHED:
            draft.qualifier, draft.qualifier_at = "less_than", (last, last + 1)
        elif self._not_even(draft):
            draft.qualifier, draft.qualifier_at = "less_than", (draft.last, draft.last + 1)
        elif chars[draft.last] in _OR_MORE:
            draft.qualifier, draft.qualifier_at = "more_than", (draft.last, draft.last + 1)
        elif char in _TO and (chars[at - 1] not in _FROM or self._of_another_kind(at - 1, draft)):
            draft.qualifier, draft.qualifier_at = "up_to", (at, at + 1)

    def _not_even(self, draft: Draft) -> bool:
        """«یک‌دهم این رقم هم نیست»: less than that."""
        if draft.unit != "fraction":
            return False
        also = next((at for at in range(draft.last, draft.last + 4) if self.words[at] == "هم"), None)
        return also is not None and self.any(also + 1, also + 5, _NEGATIVE)

    def _after_also(self, at: int) -> int:
        return at + 1 if self.chars[at] in _ALSO else at

    def _of_another_kind(self, at: int, draft: Draft) -> bool:
        """«پس از شش ماه تا ۳۰ میلیون تومان», «شهرک ۵۰ هکتاری تا ۶۰۰ شغل»: two units that make no range."""
        if self.chars[at] in _TIME:
            return draft.unit in MONEY
        before = self.value(at, "unit")
        return before is not None and before != draft.unit

    def _passed(self, draft: Draft) -> bool:
        for char in self.chars[draft.last : draft.last + 5]:
            if char in _PASSED:
                return True
            if char in _NOT_PASSED:
                return False
        return False

    # ------------------------------------------------------------------ modality

    def modality(self, draft: Draft, end: int) -> Modality:
        """Return whether the text measures, plans or sets as a target; ``end`` is the end of the sentence."""
        last = draft.last
        share = draft.unit in SHARES
        if share and self.any(last, last + 6, _ECONOMY) and self.any(draft.first - 3, draft.first, _TARGET):
            return "target"
        said = _SAID.search(self.tokens.classes, last, min(end, last + 25))
        return "planned" if said is not None and self.chars[said.start()] in _PLANNED else "measured"


def _skips_a_scale(amount: float | None) -> bool:
    """«۱۷ میلیارد و ۴۰۰ تومان», «۱۲ میلیون و ۵۰۰ تومان»: no price has millions and tens but no thousands."""
    if amount is None or amount < 10**6 or amount != int(amount):
        return False
    thousands, ones = divmod(int(amount), 1000)
    return ones > 0 and thousands % 1000 == 0
