"""Reported speech: which words report, what is reported, and which words stand for the speaker.

A paragraph is read sentence by sentence. A sentence reports if it has a reporting verb (the *cue*) with something
reported: a clause after a colon or «که», an object before the verb («از … خبر داد», «… را … دانست»), or a complement
before it («با بیان اینکه …»); :mod:`.frames` works that out. What is reported after a colon runs on to the end of the
paragraph or to the next sentence that reports.
"""

from itertools import pairwise

from extract.grammar.marks import between
from extract.grammar.rules import Rule
from extract.recognise.frames import Clause, Frame, Report
from extract.recognise.kinds import (
    ACCORDING,
    AND,
    BEGINS_LEAD,
    BOUNDARY,
    BREAK,
    CLAUSE_END,
    CLOSING,
    COLON,
    COLON_OR_COMMA,
    COMMA,
    CUE,
    CUE_TELL,
    DATE_STAMP,
    FULL_STOP,
    GOES_ON,
    HEARSAY,
    LEAD,
    NO_HEARSAY,
    NOTHING_TOLD,
    PRONOUN,
    REPORTING_VERB,
    ROLE_HEAD,
    SAYS,
    SEMICOLON,
    SEMICOLON_OR_STOP,
    SPEAKING_BODY,
    STAMP,
    STOP,
    STOP_OR_AND,
    VERB_OR_CUE,
    VERB_OR_STOP,
)
from extract.recognise.people import Mention, People, Range
from extract.recognise.quotations import Quotations
from extract.recognise.turns import Turns
from extract.text.tokens import Tokens

_MOST_TOLD = 50
"""So many speakers are looked for within one statement, many more than any has: what each says runs to its end."""


class SpeechReader(Quotations):
    """Reads one text's reported speech.

    Args:
        rules: those of ``rules/speech.toml``.
    """

    def __init__(self, tokens: Tokens, people: People, rules: dict[str, Rule]) -> None:
        super().__init__(tokens, people)
        self.adverbials = [rule for name, rule in rules.items() if name.startswith("adverbial.")]
        self.spoke: list[Mention] = []
        """Who spoke without a word of it being told: «X از مشکلات پنبه‌کاران گفت.»"""
        chars = self.chars
        # what is asked of every sentence and hardly ever there is looked for once in the whole text
        self._stops = [at for at in self.marks.all(FULL_STOP) if not self._ellipsis(at)]
        self.going_on = [at for at in self.marks.all(REPORTING_VERB) if chars[at - 1] in AND]
        """Reporting verbs after «و»."""
        self._turns = Turns(people)

    def read(self) -> list[Report]:
        """Return the reports in the order in which they begin."""
        for first, last in self._joined(self._paragraphs()):
            self._paragraph(first, last)
        self.reports.sort(key=lambda report: (report.content[0], report.cue[0]))
        return self.reports

    # ------------------------------------------------------------------ paragraphs and sentences

    def _paragraphs(self) -> list[Range]:
        edges = [-1, *self.marks.all(BREAK), len(self.tokens.words)]
        return [(self._after_stamp(a + 1, b), b) for a, b in pairwise(edges) if b > a + 1]

    def _after_stamp(self, first: int, last: int) -> int:
        """Pass over what crawlers put before an article: « date 2024-05-12»."""
        if self.chars[first] not in STAMP:
            return first
        at = first + (self.chars[first] not in DATE_STAMP)
        if self.chars[at] not in DATE_STAMP:
            return first
        while at < last - 1 and self.chars[at] in DATE_STAMP:
            at += 1
        return at

    def _joined(self, paragraphs: list[Range]) -> list[Range]:
        """Join a line that breaks off inside a statement, or inside quotation marks, with the next one."""
        joined: list[Range] = []
        for first, last in paragraphs:
            if joined and (
                self._breaks_off(*joined[-1], first) or self._quotation_goes_on(*joined[-1], first)
            ):
                joined[-1] = joined[-1][0], last
            else:
                joined.append((first, last))
        return joined

    def _breaks_off(self, first: int, last: int, following: int) -> bool:
        """A reporting verb and a colon, then neither a verb nor a full stop before the line ends."""
        if self.chars[following] in LEAD:
            return False  # the headline «مدیرکل … خبر داد: ⏎ رشد تعاونی‌ها», then «به گزارش ایرنا، …»
        if self.chars[last - 1] in GOES_ON:
            return True
        if (
            self.chars[last - 1] in COLON
            and self.chars[first] in ROLE_HEAD
            and self.marks.first(VERB_OR_CUE, first, last) is None
        ):
            return True  # «مدیر امور تعاون …:» above what was said
        if self.chars[last - 1] in SEMICOLON and self.chars[last - 2] in SAYS:
            return True  # «مدیرکل … تشریح کرد؛ ⏎ …»
        if self.chars[last - 1] in CLOSING and self.chars[last - 1] not in COLON_OR_COMMA:
            return False
        colon = self.marks.last(COLON, first + 1, last)
        if colon is None or self.chars[colon - 1] not in CUE or self.marks.first(VERB_OR_STOP, colon, last):
            return False
        return colon == last - 1 or not self._reports_itself(following)

    def _reports_itself(self, first: int) -> bool:
        """Whether the line, below «فرماندار … خبر داد: ⏎ افتتاح ۲۰ پروژه», reports something with a subject of its own."""
        last = self.marks.first(BREAK, first, len(self.tokens.words)) or len(self.tokens.words)
        if self.chars[first] not in BEGINS_LEAD or self.marks.first(REPORTING_VERB, first, last) is None:
            return False
        frame = Frame(self, first, last, last, inside=False)
        return frame.reports() and frame.who is not None

    def _sentences(self, first: int, last: int) -> list[Range]:
        found: list[Range] = []
        start = first
        for at in between(self._stops, first, last):
            found.append((start, at + 1))
            start = at + 1
        if start < last:
            found.append((start, last))
        return found

    def _ellipsis(self, at: int) -> bool:
        """One of several full stops in a row, or one after «و» or «به گفته»: «و… از برنامه‌ها», «به گفته .علی»."""
        before = self.chars[at - 1]
        return self.chars[at + 1] in STOP or before in STOP_OR_AND or before in ACCORDING

    def _paragraph(self, first: int, last: int) -> None:
        clause: Clause | None = None
        quoted = first
        for sentence in self._sentences(first, last):
            if sentence[0] < quoted or (self._this and self._after_quotation(first, *sentence)):
                continue
            for start, end in self._turns.parts(first, *sentence, inside=clause is not None):
                frame = Frame(self, start, end, last, inside=clause is not None)
                if start < quoted:
                    continue
                if not frame.reports():
                    self._says_nothing(frame, inside=clause is not None)
                    continue
                if clause is not None:
                    self._close(clause, start - (self.chars[start - 1] in AND))
                self.reports += frame.found
                clause = frame.clause
                if clause is not None and (closing := self._quotation_end(clause, last)) is not None:
                    self._close(clause, closing)
                    clause, quoted = None, closing
        if clause is not None:
            self._close(clause, last)

    def _says_nothing(self, frame: Frame, *, inside: bool) -> None:
        who = frame.who
        if not inside and who is not None and who.kind in ("name", "role", "surname"):
            self.spoke.append(who)

    def _close(self, clause: Clause, end: int) -> None:
        if (
            clause.rule == "clause.bare"
        ):  # «معتقد است …؛ او ماهی سه میلیون تومان درمی‌آورد»: told of the speaker, not by him
            turns = self.marks.within(SEMICOLON, clause.start, end)
            end = next((at for at in turns if self.chars[at + 1] in PRONOUN), end)
        content = self.trim(clause.start, end)
        if content[1] > content[0]:
            self.reports.append(clause.closed(content))
            self._hearsay(content)

    # ------------------------------------------------------------------ other orders

    def _hearsay(self, content: Range) -> None:
        """Speech inside speech: «بانک گفت باید نصف آن را سپرده کنید», «به گفته معاون وزیر، پول در راه است»."""
        if self.marks.first(HEARSAY, *content) is None:
            return
        for cue in self.marks.within(CUE_TELL, content[0] + 1, content[1] - 1)[:_MOST_TOLD]:
            if self.chars[cue + 1] in NOTHING_TOLD:
                continue
            edge = self.marks.last(BOUNDARY, content[0], cue)
            start = max(content[0] if edge is None else edge + 1, cue - 8)
            who = self._hearsay_speaker(start, cue)
            colon = self.chars[cue + 1] in COLON
            if who is not None and (who.kind in ("role", "name") or not colon):
                end = None if colon else self.marks.first(CLAUSE_END, cue + 1, content[1])
                self._nested(cue, self.trim(cue + 1, content[1] if end is None else end), who, start)
        for cue in self.marks.within(ACCORDING, content[0], content[1] - 2):
            comma = self.marks.first(COMMA, cue + 2, min(cue + 12, content[1]))
            if comma is not None:
                end = self.marks.first(SEMICOLON_OR_STOP, comma, content[1])
                who = self.people.subject_at(cue + 1, comma) or Mention("body", cue + 1, comma)
                self._nested(cue, self.trim(comma + 1, content[1] if end is None else end), who, cue)

    def _nested(self, cue: int, content: Range, who: Mention, start: int) -> None:
        if content[1] > content[0] and who.kind != "pronoun":
            self.reports.append(
                Report("clause", content, (cue, cue + 1), "clause.hearsay", who, start, nested=True)
            )

    def _hearsay_speaker(self, start: int, cue: int) -> Mention | None:
        if start == cue or self.chars[start] in NO_HEARSAY:
            return None
        found = self.people.subject_at(start, cue)
        if found is not None and found.kind in ("role", "name", "surname", "single"):
            return found
        if cue == start + 1 or self.chars[start] in SPEAKING_BODY:
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
