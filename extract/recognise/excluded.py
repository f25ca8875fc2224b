"""Numbers with a unit that say nothing: «یک» as an article, «این سه نهاد», time frames."""

from extract.grammar.tags import kind
from extract.recognise.drafts import MONEY, Draft, Values
from extract.recognise.elided import Elided
from extract.text.tokens import Tokens

_COUNTS, _EACH = kind("unit|counted|counter.person"), kind("demonstrative|every")
_LOCALITY, _TIME_ADJECTIVE, _ONLY = kind("locality"), kind("time.adjective"), kind("only")
_SIZE, _AFTER, _FRAME = kind("unit.size"), kind("time.after|period.year"), kind("time.frame|ordinal")
_DURATION, _WITHIN = kind("duration"), kind("time.within")
_ONCE, _COPULA = kind("once|takes_time"), kind("copula")
_MEASURED, _VAGUE = kind("unit&!counter"), kind("number.word.scale&suffix.indefinite")
_PLAIN_NOUN = kind("word&!verb&!preposition&!and&!that&!also&!connective&!number&!cue")
_NEGATIVE, _YIELD, _SPEAKS = kind("verb.negative"), kind("yields"), kind("cue.say|cue.state|cue.give")
_NEAR = 30
"""Tokens within which a verb belongs to a figure."""


class Excluded(Elided):
    """Tells what is no figure after all."""

    def __init__(self, tokens: Tokens, values: Values) -> None:
        super().__init__(tokens, values)
        self._several: set[tuple[int, str | None]] | None = None

    def is_figure(self, draft: Draft, all_drafts: list[Draft]) -> bool:
        """Whether a number with a unit says how much or how many there are."""
        number, chars = draft.number, self.chars
        if number.low is None:
            return bool(chars[number.last] in _COUNTS)
        if number.last == number.first + 1 and chars[number.first] in _VAGUE and draft.unit in MONEY:
            return False  # «با کسری بودجه میلیاردی»
        if number.in_words and number.high is not None and number.high < 10:
            if number.low == number.high == 1 and not self._is_one(draft, all_drafts):
                return False
            before = chars[draft.first - 1]
            if before in _EACH and before not in _LOCALITY:
                return self._of_it(draft) or chars[draft.last] in _ONCE
        if draft.rule == "figure.duration" and chars[draft.last - 1] not in _TIME_ADJECTIVE:
            framed = chars[draft.first - 1] in _FRAME and chars[draft.first - 2] not in _DURATION
            framed = framed and chars[draft.last] not in _ONCE  # «هر ۱۵ روز یک بار»
            return not (framed or chars[draft.last] in _AFTER)  # but «بازپرداخت آن ۷ سال»
        return True

    def _of_it(self, draft: Draft) -> bool:
        """«کارمزد آن چهار درصد بود»: of it, four per cent; not «مدیران آن چهار تعاونی»."""
        at = draft.first - 1
        if self.words[at] != "آن" or self.chars[at - 1] not in _PLAIN_NOUN:
            return False
        measured = draft.unit in MONEY or (draft.noun is not None and self.chars[draft.noun[0]] in _MEASURED)
        return measured or self.chars[draft.last] in _COPULA

    def _is_one(self, draft: Draft, all_drafts: list[Draft]) -> bool:
        """Whether «یک» counts; mostly it is an article («یک شغل ثابت»)."""
        if draft.rule == "figure.duration":  # «مهلت یک ماه», «مدت اجرای طرح یک سال», «تنفس آن یک سال»
            back = range(draft.first - 1, draft.first - 4, -1)
            at = next((n for n in back if self.chars[n] in _DURATION or self.chars[n] not in _PLAIN_NOUN), 0)
            return self.chars[at] in _DURATION and self.chars[at] not in _WITHIN
        if draft.rule in ("figure.noun", "figure.noun_before"):
            return False
        if draft.qualifier != "exact" or self.chars[draft.first - 1] in _ONLY:
            return True
        if draft.rule in ("figure.measured", "figure.money"):
            if self.words[draft.first - 1] == "در" and self.any(draft.first - _NEAR, draft.first, _YIELD):
                return False  # «متوسط تولید در یک هکتار»
            loose = self.chars[draft.number.last] in _SIZE or (
                not draft.number.scaled and draft.unit in MONEY
            )
            return not loose or (self.words[draft.first - 1] != "حتی" and not self._negated(draft))
        if self.words[draft.last] == "یا":
            return False  # «یک کارگر یا کارمند»
        if draft.rule == "figure.people":
            return True
        if draft.unit == "person" and self.any(draft.last, draft.last + 4, _SPEAKS):
            return False  # «یک صیاد سیریکی نیز گفت»
        if self._several is None:
            self._several = {(one.sentence, one.unit) for one in all_drafts if one.high != 1}
        return (draft.sentence, draft.unit) in self._several

    def _negated(self, draft: Draft) -> bool:
        """Whether a negative verb stands near in the sentence: «یک متر … لوله‌کشی نشده بود»."""
        first, last = self.sentence(draft.first)
        return self.any(max(first, draft.first - _NEAR), min(last, draft.last + _NEAR), _NEGATIVE)
