"""Money whose currency goes without saying: «وام ۱۵۰ میلیونی», «پارسال ۲۰ میلیارد بود و امسال ۳۲ میلیارد تومان»."""

from bisect import bisect_left

from extract.grammar.tags import kind
from extract.recognise.antecedents import Antecedents
from extract.recognise.drafts import Draft

_REACH = 40
"""Tokens within which a sentence may say that a number is a price."""
_PRICE, _WORD_OR_VERB = kind("per|money_head"), kind("word|verb")
_MONEY_HEAD, _OTHER_HEAD = kind("money_head"), kind("counted.person|count_head|counter")
_MONEY_ENDS, _HEADLINE_ENDS = kind("verb|stop|comma|word"), kind("verb|cue|stop")
_PAYS = kind("pays")


class Currency(Antecedents):
    """Tells which bare numbers are money, and of which currency."""

    def as_price(self, drafts: list[Draft], index: int, money: list[int]) -> None:
        """«هر کیلو برای کشاورز ۹ هزار و ۸۰۰ تمام می‌شود و دلال … شش هزار تومان»: a price among prices."""
        draft = drafts[index]
        first = max(self.sentence(draft.first)[0], draft.first - _REACH)
        if not draft.number.scaled or not self.any(first, draft.first, _PRICE):
            return
        near = self._nearest(drafts, index, money)
        if (
            near is None
            or near.high is None
            or draft.high is None
            or self.chars[draft.last] not in _WORD_OR_VERB
        ):
            return
        if draft.high < 100 * near.high < 10**4 * draft.high:
            draft.unit, draft.rule = near.unit, "figure.money_elided"

    @staticmethod
    def _nearest(drafts: list[Draft], index: int, money: list[int]) -> Draft | None:
        """Return the nearest amount of the same sentence that names its currency."""
        at = bisect_left(money, index)
        near = [drafts[number] for number in money[max(0, at - 1) : at + 1]]
        same = [one for one in near if one.sentence == drafts[index].sentence]
        return min(same, key=lambda one: abs(one.first - drafts[index].first), default=None)

    def is_money(self, draft: Draft, floor: int) -> bool:
        """Whether a number without a unit is an amount of money that goes without saying."""
        if draft.number.high is None or draft.number.high < 10**6 or not draft.number.scaled:
            return False
        if draft.number.adjectival or draft.number.high >= 10**9:
            return True
        first, last = self.sentence(draft.first)
        near = (max(first, floor, draft.first - 10), draft.first), (draft.last, min(last, draft.last + 8))
        if any(self.any(begin, end, _MONEY_HEAD) for begin, end in near) or self.chars[draft.last] in _PAYS:
            return True
        ends = bool(self.chars[draft.last] in _MONEY_ENDS)
        return ends and not any(self.any(begin, end, _OTHER_HEAD) for begin, end in near)

    def currency(self, drafts: list[Draft], index: int, money: list[int]) -> str:
        """The currency of the nearest amount: of the sentence, of what a headline announces, of what went before."""
        draft = drafts[index]
        if draft.number.adjectival:
            return "toman"  # «وام ۱۵۰ میلیونی»: everyday speech counts in tomans
        near = self._nearest(drafts, index, money)
        if near is None:
            last = min(self.sentence(draft.first)[1], draft.last + _REACH)
            headline = not self.any(draft.last, last + 1, _HEADLINE_ENDS)
            at = bisect_left(money, index)
            before, after = money[max(0, at - 1) : at], money[at : at + 1]
            choice = (after or before) if headline else (before or after)
            near = drafts[choice[0]] if choice else None
        return str(near.unit) if near is not None else "toman"
