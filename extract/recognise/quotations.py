"""Quotation marks around what is said, and statements told after it: «…»، این را X می‌گوید."""

from extract.grammar.marks import Marks, between
from extract.recognise.kinds import (
    ALSO_OR_CONNECTIVE,
    BEFORE_THIS,
    BREAK,
    CLOSING,
    COLON_OR_CUE,
    DEMONSTRATIVE,
    END_MARK,
    FULL_STOP,
    NO_PLAIN_SENTENCE,
    OBJECT_MARKER,
    OPENING,
    QUOTE_CLOSE,
    QUOTE_MARK,
    QUOTE_OPEN,
    QUOTE_OR_BREAK,
    SEMICOLON_OR_STOP,
    VERB,
    VERB_OR_CUE,
)
from extract.recognise.people import People, Range
from extract.recognise.reports import Clause, Report
from extract.text.tokens import Tokens

_LONGEST_QUOTATION = 600
"""Tokens."""


class Quotations:
    """One text of which quotation marks are read."""

    def __init__(self, tokens: Tokens, people: People) -> None:
        self.tokens = tokens
        self.people = people
        self.marks: Marks = people.marks
        self.chars = people.chars
        self.reports: list[Report] = []
        chars = self.chars
        self._this = [at for at in self.marks.all(DEMONSTRATIVE) if chars[at - 1] in BEFORE_THIS]
        self._end_marks = self.marks.all(END_MARK)

    def _quotation_goes_on(self, first: int, last: int, following: int) -> bool:
        """«… ⏎ «…» or «… ⏎ …»: quotation marks opened again, or only closed, in the next line."""
        opened = self.marks.last(QUOTE_OPEN, first, last)
        if (
            opened is None
            or self.chars[opened - 1 - (self.chars[opened - 1] in BREAK)] not in COLON_OR_CUE
            or self.marks.first(QUOTE_CLOSE, opened, last)
        ):
            return False
        if self.chars[following] in QUOTE_OPEN:
            return True
        mark = self.marks.first(QUOTE_OR_BREAK, following, len(self.tokens.words))
        return mark is not None and self.chars[mark] in QUOTE_CLOSE

    def _quotation_end(self, clause: Clause, last: int) -> int | None:
        """«گفت: «… . ….» پس از او …»: what is said in quotation marks, sentences of their own, ends with them."""
        opening = next(
            (at for at in range(clause.start, clause.start + 2) if self.chars[at] in QUOTE_OPEN), None
        )
        if opening is None:
            return None
        depth = 0
        for mark in self.marks.within(QUOTE_MARK, opening, min(last, opening + _LONGEST_QUOTATION)):
            depth += 1 if self.chars[mark] in QUOTE_OPEN else -1
            if depth == 0:
                ends = self.chars[mark - 1] in FULL_STOP or self.chars[mark + 1] in FULL_STOP
                return mark if ends and self.marks.first(VERB, opening, mark) is not None else None
        return None

    def _after_quotation(self, first: int, start: int, end: int) -> bool:
        """«…» این را X می‌گوید: what stands in quotation marks right before was said; without them, the one sentence before."""
        begin = next(iter(between(self._this, start, end)), None)
        marker = None if begin is None else self.marks.first(OBJECT_MARKER, begin, min(begin + 5, end))
        if begin is None or marker is None:
            return False
        closing = self.marks.last(QUOTE_CLOSE, max(first + 1, begin - 3), begin)
        opening = None if closing is None else self.marks.last(QUOTE_OPEN, first, closing)
        if closing is None and marker == begin + 1 and self._one_sentence(first, begin):
            opening, closing = first, begin - 1
        if closing is None or opening is None:
            return False
        at = marker + 1
        while self.chars[at] in ALSO_OR_CONNECTIVE:
            at += 1
        cue = self.marks.first(VERB_OR_CUE, at + 1, end)
        who = self.people.subject_at(at, cue) if cue is not None else None
        content = self.trim(opening, closing)
        if who is None or cue is None or content[1] <= content[0]:
            return False
        self.reports.append(Report("clause", content, (cue, cue + 1), "clause.after_quotation", who, begin))
        return True

    def _one_sentence(self, first: int, begin: int) -> bool:
        """«آب چاه شور شده است؛ این را مدیرعامل … می‌گوید»: a statement, and no report, from the head of the paragraph."""
        if self.chars[begin - 1] not in SEMICOLON_OR_STOP or self.chars[begin - 2] not in VERB:
            return False
        return self.marks.first(NO_PLAIN_SENTENCE, first, begin - 1) is None

    def trim(self, start: int, end: int) -> Range:
        """Take marks off both ends of a content, and what follows «انتهای پیام»."""
        if self._end_marks:
            for mark in between(self._end_marks, start, end)[:1]:
                end = mark
        while start < end and self.chars[start] in OPENING:
            start += 1
        while end > start and self.chars[end - 1] in CLOSING:
            end -= 1
        return start, end
