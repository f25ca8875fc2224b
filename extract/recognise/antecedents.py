"""What a counter without a noun refers back to: «۷۱ واحد صنعتی … ۴۹ مورد آن», «تسهیلات … در قالب ۲۱۰۰ فقره»."""

from extract.grammar.tags import kind
from extract.recognise.counted import Counted
from extract.recognise.drafts import Draft

_COUNTERS = frozenset(("مورد", "فقره", "عدد", "رشته", "قطعه"))
_REFERS = frozenset(("item", "piece"))
_THING = kind("counted&!counted.person&!counted.place&!counted.household|beast")
_PREPOSITION, _EDGE = kind("preposition"), kind("verb|cue|colon|break|stop|number|that|semicolon|and|comma")
_CLAUSE, _COUNT_HEAD = kind("verb|cue|colon|break|stop|number|that|semicolon"), kind("count_head")
_DEMONSTRATIVE, _BRANCH, _RELATIONAL = kind("demonstrative"), kind("branch"), kind("no_measure")
_VERB, _BIRD, _FISH = kind("verb"), kind("poultry"), kind("fishery")
_FRAMES = frozenset(("قالب", "بخش", "زمینه", "حوزه", "محل", "مجموع", "بین", "میان"))
_OF_THEM = frozenset(("آن", "آنها", "آنان", "اینها"))
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
