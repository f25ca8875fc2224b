"""Reported speech: which words report, what is reported, and which words stand for the speaker.

A paragraph is read sentence by sentence. A sentence reports if it has a reporting verb (the *cue*) with something
reported: a clause after a colon or «که», an object before the verb («از … خبر داد», «… را … دانست»), or a complement
before it («با بیان اینکه …»); :mod:`.frames` works that out. What is reported after a colon runs on to the end of the
paragraph or to the next sentence that reports.
"""

from itertools import pairwise
from typing import NamedTuple

from extract.grammar.marks import Marks
from extract.grammar.rules import Rule
from extract.recognise.people import Mention, People, Range
from extract.text.tokens import Tokens


class Report(NamedTuple):
    """One reported statement; all ranges are token indexes."""

    kind: str
    """``clause``, ``complement`` or ``nominal``."""
    content: Range
    cue: Range
    rule: str
    who: Mention | None
    """Words that stand for the speaker; ``None`` where the verb has no subject of its own."""
    sentence: int
    """Index of the sentence's first token: reports of one sentence have one speaker."""
    nested: bool = False
    """Somebody's words as told by another speaker."""


class Clause(NamedTuple):
    """A clause that has begun and whose end is not known yet."""

    cue: Range
    start: int
    who: Mention | None
    rule: str
    sentence: int

    def closed(self, content: Range) -> Report:
        """Return the report with its content."""
        return Report("clause", content, self.cue, self.rule, self.who, self.sentence)


CLOSING = ("stop", "quote.close", "quote.plain", "semicolon", "colon", "comma", "slash", "end_mark", "exclamation", "dash", "bullet", "break")  # fmt: skip
OPENING = ("quote.open", "quote.plain", "colon", "dash", "comma", "stop", "that", "break")
_BOUNDARY = "comma|semicolon|stop|quote.open|quote.plain|colon|dash|also"


class SpeechReader:
    """Reads one text's reported speech.

    Args:
        rules: those of ``rules/speech.toml``.
    """

    def __init__(self, tokens: Tokens, people: People, rules: dict[str, Rule]) -> None:
        self.tokens = tokens
        self.people = people
        self.marks: Marks = people.marks
        self.has = people.has
        self.adverbials = [rule for name, rule in rules.items() if name.startswith("adverbial.")]
        self.reports: list[Report] = []

    def read(self) -> list[Report]:
        """Return the reports in the order in which they begin."""
        for first, last in self._joined(self._paragraphs()):
            self._paragraph(first, last)
        self.reports.sort(key=lambda report: (report.content[0], report.cue[0]))
        return self.reports

    # ------------------------------------------------------------------ paragraphs and sentences

    def _paragraphs(self) -> list[Range]:
        edges = [-1, *self.marks.all("break"), len(self.tokens)]
        return [(a + 1, b) for a, b in pairwise(edges) if b > a + 1]

    def _joined(self, paragraphs: list[Range]) -> list[Range]:
        """Join a line that breaks off inside a statement, or inside quotation marks, with the next one."""
        joined: list[Range] = []
        for first, last in paragraphs:
            if joined and (self._breaks_off(*joined[-1]) or self._quotation_goes_on(*joined[-1], first)):
                joined[-1] = joined[-1][0], last
            else:
                joined.append((first, last))
        return joined

    def _breaks_off(self, first: int, last: int) -> bool:
        """A reporting verb and a colon, then neither a verb nor a full stop before the line ends."""
        if self.has(last - 1, "preposition", "and", "lead", "that"):
            return True
        if (
            self.has(last - 1, "colon")
            and self.has(first, "role.head")
            and self.marks.first("verb|cue", first, last) is None
        ):
            return True  # «مدیر امور تعاون …:» above what was said
        if self.has(last - 1, *CLOSING) and not self.has(last - 1, "colon", "comma"):
            return False
        colon = self.marks.last("colon", first + 1, last)
        if colon is None or not self.has(colon - 1, "cue"):
            return False
        return self.marks.first("verb|stop", colon, last) is None

    def _quotation_goes_on(self, first: int, last: int, following: int) -> bool:
        """«… ⏎ «…» or «… ⏎ …»: quotation marks opened again, or only closed, in the next line."""
        opened = self.marks.last("quote.open", first, last)
        if (
            opened is None
            or not self.has(opened - 1, "colon", "cue")
            or self.marks.first("quote.close", opened, last)
        ):
            return False
        if self.has(following, "quote.open"):
            return True
        mark = self.marks.first("quote.open|quote.close|break", following, len(self.tokens))
        return mark is not None and self.has(mark, "quote.close")

    def _sentences(self, first: int, last: int) -> list[Range]:
        found: list[Range] = []
        start = first
        for at in self.marks.within("stop|question|exclamation", first, last):
            if not self._ellipsis(at):
                found.append((start, at + 1))
                start = at + 1
        if start < last:
            found.append((start, last))
        return found

    def _ellipsis(self, at: int) -> bool:
        """One of several full stops in a row, or one after «و»: «و… از برنامه‌ها»."""
        return self.has(at + 1, "stop") or self.has(at - 1, "stop", "and")

    def _paragraph(self, first: int, last: int) -> None:
        from extract.recognise.frames import Frame  # frames build on what is defined above

        clause: Clause | None = None
        for start, end in self._sentences(first, last):
            if self._after_quotation(first, start, end):
                continue
            frame = Frame(self, start, end, last, inside=clause is not None)
            if not frame.reports():
                continue
            if clause is not None:
                self._close(clause, start)
            self.reports += frame.found
            clause = frame.clause
        if clause is not None:
            self._close(clause, last)

    def _close(self, clause: Clause, end: int) -> None:
        content = self.trim(clause.start, end)
        if content[1] > content[0]:
            self.reports.append(clause.closed(content))
            self._hearsay(content)

    # ------------------------------------------------------------------ other orders

    def _after_quotation(self, first: int, start: int, end: int) -> bool:
        """«…» این را X می‌گوید: what stands in quotation marks right before was said."""
        begin = next(
            (
                at
                for at in self.marks.within("demonstrative", start, end)
                if self.has(at - 1, "quote.close", "semicolon", "stop", "comma")
            ),
            None,
        )
        closing = None if begin is None else self.marks.last("quote.close", max(first + 1, begin - 3), begin)
        if begin is None or closing is None:
            return False
        marker = self.marks.first("object_marker", begin, min(begin + 5, end))
        opening = self.marks.last("quote.open", first, closing)
        if marker is None or opening is None:
            return False
        at = marker + 1
        while self.has(at, "also", "connective"):
            at += 1
        cue = self.marks.first("cue|verb", at + 1, end)
        who = self.people.subject_at(at, cue) if cue is not None else None
        content = self.trim(opening, closing)
        if who is None or cue is None or content[1] <= content[0]:
            return False
        self.reports.append(Report("clause", content, (cue, cue + 1), "clause.after_quotation", who, begin))
        return True

    def _hearsay(self, content: Range) -> None:
        """Speech inside speech: «بانک گفت باید نصف آن را سپرده کنید», «به گفته معاون وزیر، پول در راه است»."""
        for cue in self.marks.within("cue.tell", content[0] + 1, content[1] - 1):
            if self.has(cue + 1, "stop", "comma", "and"):
                continue
            edge = self.marks.last(_BOUNDARY, content[0], cue)
            start = max(content[0] if edge is None else edge + 1, cue - 8)
            who = self._hearsay_speaker(start, cue)
            colon = self.has(cue + 1, "colon")
            if who is not None and (who.kind in ("role", "name") or not colon):
                end = None if colon else self.marks.first("semicolon|stop|comma", cue + 1, content[1])
                self._nested(cue, self.trim(cue + 1, content[1] if end is None else end), who, start)
        for cue in self.marks.within("according", content[0], content[1] - 2):
            comma = self.marks.first("comma", cue + 2, min(cue + 12, content[1]))
            if comma is not None:
                end = self.marks.first("semicolon|stop", comma, content[1])
                who = self.people.subject_at(cue + 1, comma) or Mention("body", cue + 1, comma)
                self._nested(cue, self.trim(comma + 1, content[1] if end is None else end), who, cue)

    def _nested(self, cue: int, content: Range, who: Mention, start: int) -> None:
        if content[1] > content[0] and who.kind != "pronoun":
            self.reports.append(
                Report("clause", content, (cue, cue + 1), "clause.hearsay", who, start, nested=True)
            )

    def _hearsay_speaker(self, start: int, cue: int) -> Mention | None:
        if start == cue or self.has(
            start, "pronoun", "verb", "preposition", "demonstrative", "number", "and"
        ):
            return None
        found = self.people.subject_at(start, cue)
        if found is not None and found.kind in ("role", "name", "surname", "single"):
            return found
        if cue == start + 1 or self.has(start, "org.speaker", "org.head"):
            return Mention("body", start, start + 1)
        return None

    # ------------------------------------------------------------------ for the frames

    def after_adverbials(self, at: int, edge: int) -> int:
        """Return where the adverbials that begin at ``at`` end: «صبح امروز در گفتگو با خبرنگار فارس در خرمشهر»."""
        moved = True
        while moved and at < edge:
            moved = False
            for rule in self.adverbials:
                found = rule.regex.match(self.tokens.classes, at, edge)
                if found and found.end() > at:
                    at, moved = found.end(), True
                    break
        return at

    def trim(self, start: int, end: int) -> Range:
        """Take marks off both ends of a content, and what follows «انتهای پیام»."""
        mark = self.marks.first("end_mark", start, end)
        end = end if mark is None else mark
        while start < end and self.has(start, *OPENING):
            start += 1
        while end > start and self.has(end - 1, *CLOSING):
            end -= 1
        return start, end
