"""Units that the text leaves out: in ranges, in coordination, in what a part is of."""

from itertools import pairwise

from extract.grammar.tags import kind
from extract.recognise.currency import Currency
from extract.recognise.drafts import MONEY, SHARES, Draft
from extract.recognise.respective import ORDERED

_TO, _LINK, _COUNTED = kind("to"), kind("and|comma"), kind("counted")
_APART = kind("verb|cue|that|colon|semicolon|paren.open|paren.close")
_LEADS_IN = kind("and|comma|preposition|qualifier|amount")
_NO_HEAD, _COUNT_HEAD = kind("verb|cue|colon|break|number"), kind("count_head")
_PLACE, _NOTHING = kind("place"), kind("and|comma|stop|verb|participle")
_AND, _PART_OF = kind("and"), kind("part_of")
_NEIGHBOURS = 12
"""Figures before one, among which its whole may be."""
_COUNTS = frozenset(("figure.counted", "figure.counter", "figure.people", "figure.noun"))
_COMMA, _COLON, _BRANCH = kind("comma"), kind("colon"), kind("branch")
_PERSONS, _DEMONSTRATIVE = kind("counted.person|people"), kind("demonstrative")
_MONEY_WORD = kind("money_head|pays")
_MILLION = 10**6
_THEM = frozenset(("آن", "آنها", "آنان", "این", "اینها", "ایشان"))


class Elided(Currency):
    """Fills in the units that one text leaves out."""

    def merge_ranges(self, drafts: list[Draft]) -> list[Draft]:
        """«۱۰ درصد تا ۱۵ درصد», «از ۵۰ میلیون تا ۸۰ میلیون تومان» are one range each."""
        found: list[Draft] = []
        before: Draft | None = None
        for index, draft in enumerate(drafts):
            if before is not None and self._low_in_two(before, draft):
                found.pop()
                draft.first, draft.low = before.first, (before.high or 0) * 1000 + (draft.low or 0)
                found.append(draft)
                before = draft
                continue
            if before is not None and self._loose_range(before, draft, drafts, index):
                factor = draft.scale if before.scale == 1 else 1
                before.low = round((before.low or 0) * factor) if factor > 1 else before.low
                before.high, before.last, before.unit, before.noun = (
                    draft.high,
                    draft.last,
                    draft.unit,
                    draft.noun,
                )
                before.rule, before.qualifier, before.scale = draft.rule, "range", draft.scale
                before.number = draft.number
                continue
            if before is not None and before.last == draft.first - 1 and self.chars[before.last] in _TO:
                same = before.unit == draft.unit or before.unit is None
                if (
                    same
                    and before.low is not None
                    and draft.high is not None
                    and before.low < draft.high
                    and before.low == before.high
                ):
                    before.high, before.last = draft.high, draft.last
                    before.unit, before.noun, before.rule, before.qualifier = (
                        draft.unit,
                        draft.noun,
                        draft.rule,
                        "range",
                    )
                    continue
            found.append(draft)
            before = draft
        return found

    def _low_in_two(self, one: Draft, two: Draft) -> bool:
        """«۳ و ۸۰۰ تا ۴ هزار و ۱۰۰ تومان»: the lower end leaves its «هزار» out."""
        near = one.bare and one.scale == 1 and one.last == two.first - 1 and self.chars[one.last] in _AND
        if not near or one.low is None or one.low != one.high or two.low is None or two.high is None:
            return False
        return 100 <= two.low < 1000 <= two.high and two.high / 2 < one.low * 1000 + two.low < two.high

    def _loose_range(self, one: Draft, two: Draft, drafts: list[Draft], index: int) -> bool:
        """«۱۵، ۲۰ درصد», «۶۰، ۷۰ میلیون تومان»: two numbers and nothing but a comma between, of no longer list."""
        named = not two.bare or two.rule == "figure.money_elided"  # «ماهی ۳۵، ۴۰ میلیون کرایه»
        if not one.bare or not named or one.last != two.first - 1 or self.chars[one.last] not in _COMMA:
            return False
        listed = index > 1 and drafts[index - 2].last >= one.first - 1
        follows = index + 1 < len(drafts) and drafts[index + 1].first <= two.last + 1
        if listed or follows or one.scale != 1 or two.low != two.high or one.low != one.high:
            return False
        if one.high is None or two.high is None:
            return False
        return one.high < two.high / two.scale <= 1.6 * one.high

    def join_parts(self, drafts: list[Draft]) -> list[Draft]:
        """«۴۳ کیلو و ۴۵۰ گرم» is one figure, 43.45 kilograms."""
        found: list[Draft] = []
        for draft in drafts:
            before = found[-1] if found else None
            if before is None or not self._part_of(draft, before):
                found.append(draft)
        return found

    def _part_of(self, draft: Draft, whole: Draft) -> bool:
        """Join a figure to the one before if its unit is a part of that one's; tell whether it was."""
        if draft.noun is None or self.chars[draft.noun[0]] not in _PART_OF:
            return False
        near = whole.last == draft.first - 1 and self.chars[whole.last] in _AND
        if not near or whole.low is None or whole.low != whole.high or draft.low is None:
            return False
        entry = self.tokens.entry(draft.noun[0])
        unit, number = entry.values["part_of"] if entry is not None else ("", 1)
        if unit != whole.unit or draft.low != draft.high or not 0 < draft.low < number:
            return False
        whole.low = whole.high = round(whole.low + draft.low / number, 6)
        whole.last = draft.last
        return True

    def fill_units(self, drafts: list[Draft]) -> None:
        """Fill in the unit that coordination leaves out: «بهاباد با ۷۶ و مروست با ۶۸ تعاونی»."""
        bare = [index for index, one in enumerate(drafts) if one.unit is None]
        if not bare:
            return
        money = [
            index
            for index, one in enumerate(drafts)
            if one.rule == "figure.money" and one.unit in ("toman", "rial") and one.high != 1
        ]
        # «۱۹ تعاونی …، ۱۴ در نهاوند و ۱۱ در تویسرکان»: the last after its neighbour
        for index in (*reversed(bare), *bare):
            draft = drafts[index]
            before = drafts[index - 1] if index else None
            if not draft.bare:
                continue
            if self._has_own_noun(draft):
                self._count_own_noun(drafts, index)
                continue
            self._fill_unit(drafts, index, money)
            if draft.bare and self.is_money(draft, before.last if before is not None else 0):
                self.name_currency(drafts, index, money)

    def _fill_unit(self, drafts: list[Draft], index: int, money: list[int]) -> None:
        draft = drafts[index]
        following = drafts[index + 1] if index + 1 < len(drafts) else None
        before = drafts[index - 1] if index else None
        whole = self._whole_of(drafts, index)
        if following is not None and self._coordinated(draft, following):
            self._take_unit(draft, following)
        elif before is not None and not before.bare and self._coordinated(before, draft):
            self._take_unit(draft, before)
        elif before is not None and self._reached(draft, before):
            self._like(draft, before)
        elif self._counted_before(draft, whole) or self._is_part(drafts, index):
            pass
        elif self.are_people(draft):
            draft.unit, draft.rule = "person", "figure.unit_elided"
        elif draft.number.digits_only or draft.number.scaled:
            self.as_price(drafts, index, money, whole)

    def _has_own_noun(self, draft: Draft) -> bool:
        """Whether a noun that the lexicon does not have stands behind a number in words: that is what it counts."""
        own = draft.number.in_words and draft.rule == "figure.bare" and self._noun_at(draft.last)
        return own and self.chars[draft.last] not in _BRANCH

    def _count_own_noun(self, drafts: list[Draft], index: int) -> None:
        """«۳۷۱ کیلومتر مرز و پنج پایانه»: it counts that noun if its neighbour counts or measures something, too."""
        draft = drafts[index]
        for one, two in pairwise(drafts[max(0, index - 1) : index + 2]):
            if one.bare != two.bare and self._coordinated(one, two):
                draft.unit, draft.last, draft.noun, draft.rule = self._unknown_noun(draft.last)
                return

    @staticmethod
    def share_scales(drafts: list[Draft]) -> None:
        """«بروجرد با ۶۱ هزار تن، سلسله با ۴۸ و کوهدشت با ۴۴ هزار تن»: between two of a scale, one that leaves it out."""
        for before, draft, after in zip(drafts, drafts[1:], drafts[2:], strict=False):
            alike = before.unit == draft.unit == after.unit and before.sentence == after.sentence
            scaled = before.scale == after.scale > draft.scale == 1
            if (
                not alike
                or not scaled
                or draft.rule != "figure.unit_elided"
                or not before.high
                or not draft.high
            ):
                continue
            if (
                draft.low is not None
                and draft.high < 1000
                and draft.high / 10 < before.high / before.scale < draft.high * 10
            ):
                draft.low, draft.high = round(draft.low * before.scale), round(draft.high * before.scale)
                draft.scale = before.scale

    def _take_unit(self, draft: Draft, other: Draft) -> None:
        money = other.unit in MONEY
        if draft.number.adjectival and not money:
            draft.unit = "toman"
            return
        draft.unit, draft.noun = other.unit, other.noun
        draft.rule = "figure.unit_elided"
        to = self.words[draft.last : other.first] == ["به"]  # «از ۳۰۰ به ۵۰۰ هزار تن»
        together = money or to or self._in_one_order(draft, other)
        shares = other.scale > 1 and draft.scale == 1 and draft.first < other.first and together
        if shares and draft.low is not None and draft.high is not None and draft.high < 1000:
            draft.low, draft.high = round(draft.low * other.scale), round(draft.high * other.scale)
            draft.scale = other.scale
        more = other.scale / draft.scale if draft.scale else 0
        if to and money and draft.scale == 1000 and more in (10**6, 10**9) and draft.high is not None:
            draft.low, draft.high = round((draft.low or 0) * more), round(draft.high * more)
            draft.scale = other.scale  # «از ۱۰ هزار به ۳۰ هزار میلیارد تومان»

    def _in_one_order(self, draft: Draft, other: Draft) -> bool:
        """«به ترتیب ۱۲۰ و ۴۵ هزار تن»: thousands both; but «به ترتیب ۸۰۰ و ۱۲ هزار نفر»."""
        if other.first - draft.last != 1 or not draft.high or not other.high:
            return False
        size = other.high / other.scale / draft.high
        ordered = not ORDERED.isdisjoint(self.words[max(0, draft.first - _NEIGHBOURS) : draft.first])
        return ordered and 0.1 < size < 10

    def _coordinated(self, one: Draft, two: Draft) -> bool:
        """Whether two figures stand side by side in one clause: an «و», a comma or «به» between, no verb."""
        if one.sentence != two.sentence or two.first - one.last > 9 or (two.bare and one.bare):
            return False
        bare, full = (one, two) if one.bare else (two, one)
        if bare.number.adjectival:
            return False
        money = full.unit in MONEY
        if bare.rule == "figure.money_elided" and not money and not (bare.number.high or 0) < 10**6:
            return False
        if full.unit in SHARES and bare.number.scaled:
            return False
        named = self.chars[two.first - 1] in _COLON  # «ساوه: ۱۵، خمین: ۹ دوره»
        if self.any(one.last, two.first - named, _APART):
            return False
        linked = self.any(one.last, two.first, _LINK) or self.words[one.last : two.first] == ["به"]
        return linked and (one.bare or named or self._led_in(two))

    def _led_in(self, draft: Draft) -> bool:
        """«…، در ماکو ۹», «خوی ۱۴ تعاونی، ماکو ۹ و چالدران ۵»: what stands before a number that shares a unit."""
        at = draft.first - 1
        if self.chars[at] in _LEADS_IN:
            return True
        return self.chars[at] in _PLACE and self.chars[at - 1] in _LINK and self.chars[draft.last] in _NOTHING

    def _counted_before(self, draft: Draft, before: Draft | None) -> bool:
        """«تعداد اعضا ۲۰۰۰», «شمار تعاونی‌ها به ۱۲۰ رسید»: the noun precedes; «از ۹۰ واحد … تعداد ۷۰»: or was counted."""
        first = self.sentence(draft.first)[0]
        for at in range(draft.first - 1, max(first - 1, draft.first - 9), -1):
            char = self.chars[at]
            if char in _NO_HEAD:
                return False
            if char in _COUNT_HEAD:
                noun = next((n for n in range(at + 1, draft.first) if self.chars[n] in _COUNTED), None)
                if noun is None:
                    return at == draft.first - 1 and self._like(draft, before)
                draft.unit, draft.noun, draft.rule = (
                    self.value(noun, "counted"),
                    (noun, noun + 1),
                    "figure.noun_before",
                )
                return True
        return False

    def _reached(self, draft: Draft, before: Draft) -> bool:
        """«شمار تعاونی‌ها از ۱۸۰ در سال ۹۵ به ۲۶۴ در سال ۱۴۰۱ رسیده است»."""
        return (
            before.rule == "figure.noun_before"
            and before.sentence == draft.sentence
            and self.words[before.first - 1] == "از"
            and self.words[draft.first - 1] == "به"
            and draft.first - before.last < _NEIGHBOURS
            and not self.any(before.last, draft.first, _APART)
        )

    def _is_part(self, drafts: list[Draft], index: int) -> bool:
        """«۴٫۵ میلیون کارگر … ۳ میلیون از آنها», «۲.۱ میلیارد دلار … ۱۱۰ میلیون آن», «۳ میلیون از اعضا», «۲۵ میلیون در …»."""
        draft = drafts[index]
        of = self.words[draft.last] == "از"
        at = draft.last + of
        if self.words[at] in _THEM:
            return self._like(draft, self._whole_of(drafts, index, money=not of))
        if of:
            at += self.chars[at] in _DEMONSTRATIVE
            if self.chars[at] in _PERSONS and draft.number.scaled:
                draft.unit, draft.noun, draft.rule = "person", (at, at + 1), "figure.unit_elided"
            return draft.unit is not None
        whole = self._whole_of(drafts, index)
        if whole is None or min(whole.scale, draft.scale) < _MILLION:
            return False
        money = self.any(whole.last, draft.first, _MONEY_WORD) or self.chars[draft.last] in _MONEY_WORD
        return not money and self._like(draft, whole)

    @staticmethod
    def _whole_of(drafts: list[Draft], index: int, *, money: bool = False) -> Draft | None:
        """Return the last figure of the sentence that counts something and is no smaller: what this may be a part of."""
        draft = drafts[index]
        for one in reversed(drafts[max(0, index - _NEIGHBOURS) : index]):
            if one.sentence != draft.sentence:
                break
            counts = one.rule in _COUNTS or (money and one.unit in MONEY)
            if counts and (one.high or 0) >= (draft.high or 0):
                return one
        return None

    @staticmethod
    def _like(draft: Draft, before: Draft | None) -> bool:
        """Take over what the figure before counts, if it counts something in the same sentence."""
        if before is None:
            return False
        draft.unit, draft.noun, draft.rule = before.unit, before.noun, "figure.unit_elided"
        return True
