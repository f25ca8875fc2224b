"""What a counter or a noun cut short refers back to: «۷۱ واحد صنعتی … ۴۹ مورد آن», «تسهیلات … در قالب ۲۱۰۰ فقره»."""

from extract.grammar.tags import kind
from extract.recognise.counted import Counted
from extract.recognise.drafts import SHARES, Draft

_COUNTERS = frozenset(("مورد", "فقره", "عدد", "رشته", "قطعه"))
_REFERS = frozenset(("item", "piece"))
_THING = kind("counted&!counted.person&!counted.place&!counted.household|beast")
_EDGE = kind("verb|cue|colon|break|stop|number|that|semicolon|and|comma")
_CLAUSE, _COUNT_HEAD = kind("verb|cue|colon|break|stop|number|that|semicolon"), kind("count_head")
_AREA, _SIZE_UNIT, _OTHER_UNITS = kind("area"), kind("unit.size"), kind("other_units")
_APART = kind("verb|cue|that|colon|semicolon|paren.open|paren.close")
_NOT_BLOCKS = kind("other_units|verb|cue|that|colon|semicolon")
_SHORT, _BLOCKS = ("شرکت", "واحد"), frozenset(("block", "bedroom"))
_DEMONSTRATIVE, _BRANCH, _RELATIONAL = kind("demonstrative"), kind("branch"), kind("no_measure")
_VERB, _BIRD, _FISH = kind("verb"), kind("poultry"), kind("fishery")
_FRAMES = frozenset(("قالب", "بخش", "زمینه", "حوزه", "محل", "مجموع", "بین", "میان"))
_OF_THEM = frozenset(("آن", "آنها", "آنان", "اینها"))
_THEM = frozenset(("آن", "آنها", "آنان", "این", "اینها", "ایشان"))
_COUNTER_KIND = kind("counter")
_WHOLE = 12
"""Figures before one, among which its whole may be."""
_THESE = frozenset(("اینتعداد", "ازاینتعداد", "ازاین", "آنها", "اینمیزان"))
_PLURALS = ("ها", "های", "هایی")
_NEAR, _FAR = 10, 25
_PEOPLE_AND_SHARES = frozenset(("item", "piece", "person", "unit", "household", "cooperator", "student"))


class Antecedents(Counted):
    """Gives a bare counter the unit of what it refers back to."""

    def refer_back(self, draft: Draft, before: list[Draft]) -> str | None:
        """Return the unit that a bare counter stands for; ``None`` if it is none, or nothing is found.

        Args:
            draft: the figure.
            before: those before it, resolved.
        """
        if draft.noun is None or draft.unit not in _REFERS:
            return None
        if self.words[draft.noun[1] - 1].removesuffix("ای").removesuffix("ی") not in _COUNTERS:
            return None
        if draft.unit == "piece":
            return self._animal(draft) or self._earlier(draft, before)
        if self._own_noun(draft):
            return None
        return self._part(draft) or self._counted_in_clause(draft) or self._earlier(draft, before)

    def _own_noun(self, draft: Draft) -> bool:
        """«۲۷ فقره حریق»: the thing itself follows, only the lexicon does not have it."""
        at = draft.noun[1] if draft.noun and draft.noun[0] >= draft.first else draft.last
        if not self._noun_at(at) or self.chars[at] in _BRANCH:  # «۲۳۰ مورد کشاورزی»
            return False
        return self.chars[at] not in _RELATIONAL and self.words[at] != "باقیمانده"

    def _animal(self, draft: Draft) -> str | None:
        """«جوجه‌ریزی ۲۰ هزار قطعه», «۳ میلیون قطعه آبزی»."""
        first, last = self.sentence(draft.first)
        if self.any(max(first, draft.first - _FAR), min(last, draft.last + 3), _FISH):
            return "fish"
        return "bird" if self.any(max(first, draft.first - _FAR), min(last, draft.last + 3), _BIRD) else None

    def _part(self, draft: Draft) -> str | None:
        """«۳۵ هزار مورد از تعاونی‌ها»."""
        at = draft.last
        if self.words[at] != "از":
            return None
        these = self.chars[at + 1] in _DEMONSTRATIVE
        at += 2 if these else 1
        several = these or self.words[at].endswith(_PLURALS)  # but «از صندوق»
        return self._unit_of(at) if several and self.chars[at] in _THING else None

    def _unit_of(self, at: int) -> str | None:
        return self.value(at, "counted") or self.value(at, "beast")

    def _counted_in_clause(self, draft: Draft) -> str | None:
        """«تعداد پرونده‌های وارده را ۵۴۹۶ فقره اعلام کرد», «از مجموع این تسهیلات ۱۰۲۷ مورد»."""
        at = draft.first
        while at > max(0, draft.first - _NEAR) and (
            self.chars[at - 1] not in _EDGE or (at == draft.first and self.words[at - 1].endswith("شده"))
        ):
            at -= 1
        found = next((n for n in range(at, draft.first) if self._may_be_counted(n)), None)
        if found is None:
            for back in range(draft.first - 1, max(-1, draft.first - _FAR), -1):
                if self.chars[back] in _CLAUSE:
                    break
                if self.chars[back] in _COUNT_HEAD:
                    found = next((n for n in range(back, draft.first) if self.chars[n] in _THING), None)
        return None if found is None else self._unit_of(found)

    def _may_be_counted(self, at: int) -> bool:
        """Whether a noun is counted, not the place or the frame of what is: «در بخش کشاورزی»."""
        if self.chars[at] not in _THING:
            return False
        before = self.words[at - 1]
        framed = before in _FRAMES and self.words[at - 2] not in ("از", "")
        return before not in ("در", "به", "برای", "با") and not framed

    def _earlier(self, draft: Draft, before: list[Draft]) -> str | None:
        """The last thing counted in the sentence, one no smaller first; or before it, if «از این تعداد» says so."""
        same = [one for one in before if one.sentence == draft.sentence and self._is_count(one)]
        larger = [one for one in same if (one.high or 0) >= (draft.high or 0)]
        if larger or same:
            return (larger or same)[-1].unit
        first = self.sentence(draft.first)[0]
        these = not _THESE.isdisjoint(self.words[first : draft.first]) or self.words[draft.last] in _OF_THEM
        last = [one for one in before if one.sentence == draft.sentence - 1 and self._is_count(one)]
        whole = [one for one in last if (one.high or 0) >= (draft.high or 0)]
        return whole[0].unit if these and whole else None

    def _is_count(self, draft: Draft) -> bool:
        return (
            draft.noun is not None
            and draft.unit not in _PEOPLE_AND_SHARES
            and self.value(draft.noun[1] - 1, "unit") is None
            and self.value(draft.noun[1] - 1, "time") is None
            and draft.rule.startswith(("figure.count", "figure.noun", "figure.unit_elided"))
        )

    def name_branches(self, drafts: list[Draft]) -> None:
        """«۲۱۰ تعاونی صنعتی، ۱۸۰ خدماتی، ۱۱۰ مسکن»: branches of what was counted before, no things by themselves."""
        before: Draft | None = None
        for draft in drafts:
            if before is not None and self._is_branch(draft, before):
                noun = draft.noun
                for one in drafts:
                    if one.noun == noun and one.sentence == draft.sentence:
                        one.unit = "cooperative"
            before = draft

    def _is_branch(self, draft: Draft, before: Draft) -> bool:
        if draft.noun is None or self.chars[draft.noun[0]] not in _BRANCH or draft.noun[0] != draft.last - 1:
            return False
        listed = before.sentence == draft.sentence and draft.first - before.last < _NEAR
        chain = before.unit == "cooperative" or before.noun == draft.noun
        return listed and chain and not self.any(before.last, draft.first, _VERB)

    def complete_short_nouns(self, drafts: list[Draft]) -> None:
        """«۴۳۵۰ شرکت تعاونی … و ۲۶۱۰ شرکت»: a noun cut short means what its full form meant."""
        full: dict[str, tuple[str, str | None]] = {}
        before: Draft | None = None
        self.name_branches(drafts)
        for index, draft in enumerate(drafts):
            if draft.noun is None:
                continue
            word = self.words[draft.noun[0]]
            if draft.unit in ("unit", "item") and before is not None and self._of_them(draft):
                draft.unit = self._larger(
                    drafts, index, before
                ).unit  # «۶ هزار تعاونی … که سه هزار و ۴۹ واحد آن»
            elif draft.unit == "unit" and self._in_blocks(drafts, index):
                draft.unit = "housing_unit"
            elif referred := self.refer_back(draft, drafts[:index]):
                draft.unit = referred
            elif draft.unit == "metre" and self._is_area(draft):
                draft.unit = "square_metre"
            before = draft
            if not word.startswith(_SHORT):
                continue
            for head in _SHORT:
                if word in (head, head + "ی"):
                    if head in full:
                        draft.unit = full[head][1]
                elif word.startswith(head):
                    full[head] = word, draft.unit

    def _is_area(self, draft: Draft) -> bool:
        """«واحد ۹۵ متری», «هر مترمربع … هزینه ۲۱ متر»: metres of what has an area, or was measured in it before."""
        if self.any(draft.first - 3, draft.first, _AREA):
            return True
        first = self.sentence(draft.first)[0]
        return any(
            self.chars[at] in _SIZE_UNIT and self.value(at, "unit") == "square_metre"
            for at in range(first, draft.first)
        )

    @staticmethod
    def _larger(drafts: list[Draft], index: int, otherwise: Draft) -> Draft:
        """Return the last figure before in its sentence that is no smaller: «۹۲۰ واحد در ۱۸ بلوک که ۶۴۰ واحد آن»."""
        draft = drafts[index]
        for one in reversed(drafts[max(0, index - _WHOLE) : index]):
            if one.sentence != draft.sentence:
                break
            if one.unit not in SHARES and (one.high or 0) >= (draft.high or 0):
                return one
        return otherwise

    def _in_blocks(self, drafts: list[Draft], index: int) -> bool:
        """«۹۶ واحد ۸۵ متری در شش بلوک»: flats, unless they are called something else."""
        draft = drafts[index]
        before = drafts[index - 1] if index else None
        if before is not None and before.sentence == draft.sentence and before.unit in _BLOCKS:
            return not self.any(before.last - 4, draft.last + 2, _NOT_BLOCKS)  # «۴ بلوک با ۱۶۰ واحد»
        for one in drafts[index + 1 : index + 3]:
            if one.sentence != draft.sentence or self.any(draft.last, one.first, _APART):
                return False
            if one.unit in _BLOCKS:
                return not self.any(draft.first, one.first, _OTHER_UNITS)
        return False

    def _of_them(self, draft: Draft) -> bool:
        at = draft.last + (self.words[draft.last] == "از")
        return (
            bool(self.chars[draft.noun[0] if draft.noun else 0] in _COUNTER_KIND) and self.words[at] in _THEM
        )
