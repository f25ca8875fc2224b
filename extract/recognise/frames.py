"""One sentence that may report: its subject, adverbials, complement, object and reporting verbs.

The order of a Persian reporting sentence::

    [source] SUBJECT [adverbials] [با بیان اینکه COMPLEMENT،] [OBJECT verb و] VERB: CLAUSE
"""

from extract.grammar.marks import between
from extract.recognise.kinds import (
    ADVERBIAL_START,
    AND,
    BECOME_VERB,
    BEFORE_OBJECT,
    BEGINS_SUBJECT,
    COLON,
    COMMA,
    COMPLAINS,
    COMPLEMENT,
    CUE,
    CUE_ASK,
    CUE_CONTINUES,
    CUE_DEMAND,
    CUE_SAY,
    DENIES,
    GOVERNS_AZ,
    GOVERNS_OF,
    GOVERNS_ON,
    INFORM_NOUN,
    LAST_OF_POST,
    NO_CLAUSE,
    OBJECT_HEAD,
    OBJECT_HEAD_AMOUNT,
    OBJECT_MARKER,
    OCCASION,
    PLACE_OR_OFFICE,
    PREPOSITION,
    SAYS,
    STATES,
    TAKES_OBJECT,
    TELLS_OF,
    THAT,
    VERB,
    VERB_OR_MARK,
    WORD,
)
from extract.recognise.reports import Clause, Report
from extract.recognise.verbless import Verbless

__all__ = ["Clause", "Frame", "Report"]

_PAST, _PLURAL = ("شد", "کرد", "داد"), "ند"


class Frame(Verbless):
    """Reads what one sentence reports."""

    def reports(self) -> bool:
        """Work the sentence out; true if it reports."""
        if self._according() or self._written():
            return True
        start = self._after_occasion(self._skip_source(self.start))
        cues = self._cues(start)
        if not cues:
            return self._bare_colon()
        self.who, at = self._subject(start, cues)
        if self.who is None and not self._same_speaker(start, cues):
            return False
        last = cues[-1]
        for number, cue in enumerate(cues, 1):
            at = self._before(at, cue, opens=cue == last and self.opens and not self._bare(cue))
            if cue != last:
                self._told_between(cue, cues[number])
        self._after(last)
        self._asks_and_tells()
        self._goes_on()
        return bool(self.found) or self.clause is not None

    def _same_speaker(self, start: int, cues: list[int]) -> bool:
        """Whether a verb without a subject goes on; inside a statement only «افزود: …» and the like do."""
        last = cues[-1]
        goes_on = self.chars[last] in CUE_CONTINUES and self.chars[last + 1] in COLON
        return (goes_on or not self.inside) and self._may_lack_subject(start, cues)

    # ------------------------------------------------------------------ before a cue

    def _before(self, at: int, cue: int, *, opens: bool) -> int:
        """Find complement and object between ``at`` and ``cue``; return where the next part begins."""
        part = at
        while (complement := self.marks.first(COMPLEMENT, part, cue)) is not None:
            end = self._complement_end(complement + 1, cue)
            self._add(
                "complement", (complement + 1, end), (complement, complement + 1), "complement.before_verb"
            )
            part = end
        self._object(part, cue, opens)
        if self.chars[cue] in CUE_DEMAND and (verb := self._became(cue)) is not None:
            return verb + 1
        return cue + 1

    def _object(self, start: int, cue: int, opens: bool) -> None:
        """Find what is reported before the verb as its object."""
        given = self._gives(cue) if self.chars[cue] in INFORM_NOUN else None
        if given is not None:
            self._add("nominal", (cue + 1, given), (cue, cue + 1), "nominal.inform_of")
        elif self.chars[cue] in COMPLAINS:
            self._complained(start, cue)
        elif self.chars[cue] in GOVERNS_OF:
            self._governed(start, cue, "از", "nominal.of")
        elif self.chars[cue] in GOVERNS_ON:
            self._governed(start, cue, "بر", "nominal.on")
        elif self.chars[cue] in CUE_DEMAND:
            self._demanded(start, cue)
        elif self.chars[cue] in TAKES_OBJECT and not (
            opens and self.marks.first(OBJECT_MARKER, start, cue) is None
        ):
            self._deemed(start, cue)

    def _governed(self, start: int, cue: int, preposition: str, rule: str) -> None:
        for at in self.marks.within(PREPOSITION, start, cue):
            if self.words[at] == preposition and self.chars[at - 1] not in GOVERNS_AZ:
                end = self._second_speaker(at, cue, preposition, rule)
                self._add("nominal", (at, end), (cue, cue + 1), rule)
                return

    def _complained(self, start: int, cue: int) -> None:
        """«از بی‌توجهی بانک‌ها گلایه کرد»; not «از دولت انتقاد کرد», which says nothing of it."""
        if "از" in self.words[start : cue - 2]:
            self._governed(start, cue, "از", "nominal.of")

    def _second_speaker(self, at: int, cue: int, preposition: str, rule: str) -> int:
        """«فرماندار بر تأمین آب و شهردار بر تأمین بودجه تأکید کرد»: one verb for two; return where the first ends."""
        for joint in self.marks.within(AND, at + 2, cue - 2):
            who = self.people.subject_at(joint + 1, cue) if self.chars[joint + 1] in BEGINS_SUBJECT else None
            if who is not None and who.last < cue - 1 and self.words[who.last] == preposition:
                report = Report(
                    "nominal", self.reader.trim(who.last, cue), (cue, cue + 1), rule, who, joint + 1
                )
                self.found.append(report)
                return joint
        return cue

    def _demanded(self, start: int, cue: int) -> None:
        """«خواستار … شد»."""
        verb = self._became(cue)
        if verb is None:
            return
        if verb > cue + 1:
            self._add("nominal", (cue + 1, verb), (cue, cue + 1), "nominal.demand")
        elif self.marks.first(OBJECT_MARKER, start, cue) is not None:
            self._deemed(start, cue)

    def _became(self, cue: int) -> int | None:
        return self.marks.first(BECOME_VERB, cue + 1, self.end)

    def _deemed(self, start: int, cue: int) -> None:
        """«X را Y دانست»: from the end of the subject and its adverbials to the verb."""
        if self.chars[start] in OBJECT_MARKER:
            start = self._after_post(start)
        at = self.reader.after_adverbials(start, cue)
        if self.chars[at] in ADVERBIAL_START:
            marker = self.marks.last(OBJECT_MARKER, at + 1, cue)
            marker = cue if marker is None else marker
            comma = self.marks.first(COMMA, at, marker)
            if comma is None:
                self._after_phrase(at, marker, cue)
                return
            at = comma + 1
            if self.chars[at] in OCCASION and self._after_phrase(at, marker, cue):
                return  # «با اشاره به …، در جمع کارگران نقش تعاون را …»
        else:
            told = next(
                (n for n in reversed(self.marks.within(VERB, at + 1, cue)) if self.chars[n + 1] in COMMA),
                None,
            )
            at = at if told is None else told + 2  # «X که … است، Y را …»
        while at < cue and self.chars[at] in BEFORE_OBJECT:
            at += 1
        marked = self.marks.first(OBJECT_MARKER, at, cue) is not None
        if cue - at >= 2 and (
            marked or "از" in self.words[at + 1 : cue]
        ):  # «… از عمده برنامه‌های X عنوان کرد»
            self._add("nominal", (at, cue), (cue, cue + 1), "nominal.object")

    def _after_post(self, start: int) -> int:
        """Where «را» follows a post at once, the object was read as part of it: return where it begins."""
        post = self.who.role if self.who is not None else None
        if post is None or post[1] != start:
            return start
        last = self.marks.last(LAST_OF_POST, post[0], start)
        return start if last is None else last + 1

    def _after_phrase(self, at: int, marker: int, cue: int) -> bool:
        """«X در آیین افتتاح … هدف از … را … عنوان کرد»: without a comma the object begins at a word that heads one.

        Return whether there is one.
        """
        heads = [
            *self.marks.within(OBJECT_HEAD_AMOUNT, at + 2, marker),
            *self.marks.within(OBJECT_HEAD, at + 2, marker),
        ]
        start = next((n for n in heads if self.chars[n - 1] not in PREPOSITION), None)
        if start is None and self.chars[marker - 2] in PLACE_OR_OFFICE:
            start = marker - 1  # «با قدردانی از همراهی استاندار قنات را …»
        if start is not None:
            self._add("nominal", (start, cue), (cue, cue + 1), "nominal.object")
        return start is not None

    # ------------------------------------------------------------------ after the last cue

    def _after(self, cue: int) -> None:
        """Open the clause that the last cue leads to, if it does."""
        span = (cue, cue + 1)
        told = bool(self.found) and any(report.cue == span for report in self.found)
        if self.chars[cue] in DENIES and self.chars[cue + 1] not in COLON:
            return
        if self._introduces(cue):
            if not (told and self.chars[cue + 1] in THAT):  # «… را … ذکر کرد که …»: a relative clause
                self._open(span, cue + 1, "clause.colon" if self.chars[cue + 1] in COLON else "clause.that")
        elif told or self.chars[cue] not in SAYS:
            return
        elif cue + 2 >= self.end:
            more = cue + 2 < self.paragraph_end
            says = self.chars[cue] in CUE_SAY or (self.chars[cue] in STATES and self.who is not None)
            if more and says and (self.who is not None or cue == self.start):
                self._open(span, cue + 2, "clause.stop")
        elif (
            self.who is not None
            and (not self.inside or self.who.kind in ("pronoun", "surname"))
            and self.chars[cue + 1] not in NO_CLAUSE
        ):
            self._open(span, cue + 1, "clause.bare")

    def _told_between(self, cue: int, following: int) -> None:
        """«قول داد سهمیه اصلاح شود و افزود: …»: a clause with a verb of its own up to «و» and the next reporting verb."""
        joint = following - 1
        if self.chars[joint] not in AND or self.chars[joint - 1] not in VERB or joint < cue + 4:
            return
        if self.marks.first(VERB_OR_MARK, cue + 1, joint) != joint - 1:
            return  # «مدعی شد …؛ خبری که استاندار آن را رد کرد و گفت: …»
        told = any(report.cue == (cue, cue + 1) for report in self.found)
        if told or self.chars[cue] not in SAYS or self.chars[cue] in DENIES:
            return
        if self.chars[cue + 1] in WORD and self.chars[cue + 1] not in NO_CLAUSE:
            self._add("clause", (cue + 1, joint), (cue, cue + 1), "clause.bare")

    def _asks_and_tells(self) -> None:
        """«خواست سهم … را برساند و خواستار حضور … شد»: after what is asked, in the subjunctive, a nominal in the past."""
        clause = self.clause
        if clause is None or self.chars[clause.cue[0]] not in CUE_ASK:
            return
        for cue in self.marks.within(TELLS_OF, clause.start + 2, self.end):
            verb = self._became(cue) if self.chars[cue] in CUE_DEMAND else cue
            joint = self.marks.last(AND, clause.start + 1, cue)
            if verb is None or joint is None or not self._same_past(clause.cue[0], verb):
                continue
            if self.chars[joint - 1] not in VERB or self.marks.first(VERB, joint, cue) is not None:
                continue
            if joint + 1 != cue and self.chars[joint + 1] not in PREPOSITION:
                continue
            before = len(self.found)
            self._before(joint + 1, cue, opens=False)
            if len(self.found) == before:
                continue
            self.found.insert(before, clause.closed(self.reader.trim(clause.start, joint)))
            self.clause = None
            if self.chars[verb + 1] in AND and self.chars[verb + 2] in CUE and self._introduces(verb + 2):
                self._after(verb + 2)
            return

    def _same_past(self, asks: int, verb: int) -> bool:
        """«خواست … شد», «خواستند … شدند»; not «خواست … تأکید کند»."""
        word, plural = self.words[verb], self.words[asks].endswith(_PLURAL)
        return word.removesuffix(_PLURAL).endswith(_PAST) and word.endswith(_PLURAL) == plural

    def _goes_on(self) -> None:
        """«خواست … و افزود: …», «گفت: … و افزود که …»: the first clause ends where the same speaker goes on."""
        while self.clause is not None and self.reader.going_on:
            start = self.clause.start
            that = self.clause.rule == "clause.that"
            for cue in between(self.reader.going_on, start + 2, self.end):
                more = that or self.chars[cue] in CUE_CONTINUES
                if self.chars[cue + 1] in COLON or (more and self.chars[cue + 1] in THAT):
                    break
            else:
                return
            content = self.reader.trim(start, cue - 1)
            if content[1] > content[0]:
                self.found.append(self.clause.closed(content))
            self._open(
                (cue, cue + 1), cue + 1, "clause.colon" if self.chars[cue + 1] in COLON else "clause.that"
            )
