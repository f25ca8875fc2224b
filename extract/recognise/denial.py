"""Whether the text denies what a figure would say: «۲۰ تعاونی فعال نیستند», «بدون پرداخت ۳۰ میلیون تومان مالیات»."""

from bisect import bisect_left

from extract.grammar.reader import Reader
from extract.grammar.tags import kind
from extract.recognise.drafts import Draft

Range = tuple[int, int]

_VERB, _NEGATIVE, _WITHOUT = kind("verb|cue|participle"), kind("verb.negative"), kind("without")
_APART = kind("comma|semicolon|colon|stop|break|that|paren.open|paren.close|question")
_REACH = 14
"""Tokens from a figure within which the verb of its clause stands."""
_NEAR = 3
"""The same for the words that tell what is measured."""


class Denials:
    """What one text denies."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._negatives = reader.positions(_NEGATIVE)
        self._without = reader.positions(_WITHOUT)

    def denied(self, draft: Draft, measured_at: Range | None) -> bool:
        """Return whether the verb of the figure's clause is negative, or that of the words telling what is measured."""
        if self._without and self._after_without(draft.first, measured_at):
            return True
        if not self._negatives:
            return False
        if measured_at is not None and measured_at[0] >= draft.last and self._no_verb(measured_at[1], _NEAR):
            return True
        return self._no_verb(draft.last, _REACH) and not self._bound(draft)

    def _no_verb(self, first: int, reach: int) -> bool:
        """Whether the next verb denies, and nothing separates it."""
        at = bisect_left(self._negatives, first)
        if at == len(self._negatives) or self._negatives[at] >= first + reach:
            return False
        verb = self._negatives[at]
        if self._reader.any(first, verb, _VERB) or self._reader.any(first, verb, _APART):
            return False
        return not self._reader.words[verb - 1].startswith("بیش")  # «۲۰ تعاونی بیشتر نیست»

    @staticmethod
    def _bound(draft: Draft) -> bool:
        """«از ۵۵ درصد کمتر نیست», «به ۵۰ نفر نرسید»: a bound, and read as one."""
        return draft.qualifier in ("more_than", "less_than", "up_to") and draft.qualifier_at is not None

    def _after_without(self, first: int, measured_at: Range | None) -> bool:
        """«عدم پرداخت ۳۰ میلیارد تومان», «فاقد ۲۰ پزشک»."""
        starts = (first, first if measured_at is None else measured_at[0])
        return any(at in self._without for start in starts for at in (start - 1, start - 2))
