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
_PAYS, _EACH, _GIVES = kind("pays"), kind("per|every"), kind("hands_out|pays")
_LIVES, _PEOPLE_HEAD = kind("lives"), kind("people_head")
_LIVES_OR_ENDS = kind("lives|verb|stop|comma|number|unit|counted|money_head")
_HEADS = kind("people_head|verb|cue|number|colon|stop|break|money_head")


class Currency(Antecedents):
    """Tells which bare numbers are money, and of which currency."""

    def as_price(self, drafts: list[Draft], index: int, money: list[int], whole: Draft | None) -> None:
        """«هر کیلو برای کشاورز ۹ هزار و ۸۰۰ تمام می‌شود و دلال … شش هزار تومان»: a price among prices."""
        draft = drafts[index]
        if not draft.number.scaled or draft.number.adjectival:
            return
        if self._spent(draft, whole):
            self.name_currency(drafts, index, money)
            draft.rule = "figure.money_elided"
            return
        first = max(self.sentence(draft.first)[0], draft.first - _REACH)
        if not self.any(first, draft.first, _PRICE):
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

    def _spent(self, draft: Draft, whole: Draft | None) -> bool:
        """«۲۰۰ هزار خرج داشت», «۵۰۰ هزار به هر نفر دادیم»; but «۳۰۰ هزار جوجه داشتیم و ۲۰۰ هزار فروختیم»."""
        at = draft.last
        if self.chars[at] in _MONEY_HEAD:
            return True
        if whole is not None:
            return False
        if self.chars[at + (self.words[at] == "هم")] in _PAYS:
            return True
        return self.words[at] == "به" and self.chars[at + 1] in _EACH and self.any(at + 2, at + 4, _GIVES)

    def are_people(self, draft: Draft) -> bool:
        """«جمعیت استان ۲ میلیون است», «۳ میلیون در روستاها زندگی می‌کنند»."""
        if not draft.number.scaled or draft.number.adjectival:
            return False
        behind = next(
            (at for at in range(draft.last, draft.last + 5) if self.chars[at] in _LIVES_OR_ENDS), None
        )
        if behind is not None and self.chars[behind] in _LIVES:
            return True
        before = next(
            (at for at in range(draft.first - 1, draft.first - 6, -1) if self.chars[at] in _HEADS), None
        )
        return before is not None and self.chars[before] in _PEOPLE_HEAD and behind == draft.last

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

    def name_currency(self, drafts: list[Draft], index: int, money: list[int]) -> None:
        """Give the currency of the nearest amount: of the sentence, of what a headline announces, of what went before.

        Where none is named in the whole article, the figure is held.
        """
        draft = drafts[index]
        draft.unit = "toman"
        if draft.number.adjectival:
            return  # «وام ۱۵۰ میلیونی»: everyday speech counts in tomans
        near = self._nearest(drafts, index, money)
        if near is None:
            last = min(self.sentence(draft.first)[1], draft.last + _REACH)
            headline = not self.any(draft.last, last + 1, _HEADLINE_ENDS)
            at = bisect_left(money, index)
            before, after = money[max(0, at - 1) : at], money[at : at + 1]
            choice = (after or before) if headline else (before or after)
            near = drafts[choice[0]] if choice else None
        if near is not None:
            draft.unit = near.unit
        elif draft.held is None:
            draft.held = "unknown_currency"
