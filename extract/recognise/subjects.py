"""The head of a sentence that may report: its source, its reporting words, its subject and adverbials."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.recognise.kinds import (
    AFTER_GROUP,
    AFTER_SUBJECT,
    AND,
    BECOME_VERB,
    BEFORE_HEAD,
    BEFORE_NAME_OF_BODY,
    BEGINS_ADVERBIAL,
    BEGINS_NAME,
    BEGINS_SUBJECT,
    BEGINS_WITH_SOURCE,
    COLON,
    COLON_COMMA_OR_THAT,
    COMMA,
    COMPLEMENT,
    CUE,
    CUE_ASK,
    CUE_DEMAND,
    CUE_NOUN,
    CUE_SAY,
    DASH,
    GIVE_VERB,
    GIVEN_NAME,
    GOVERNS_OF,
    GROUP,
    INFORM_NOUN,
    LEAD,
    LEAD_REPORT,
    NAMES_SOURCE,
    NO_BARE_CLAUSE,
    NO_FIRST_NAME,
    POST_OR_PRONOUN,
    PREPOSITION_OR_COMPLEMENT,
    PRONOUN,
    QUOTE_CLOSE,
    QUOTE_OPEN,
    REPORTS,
    SAYS,
    SOURCE_END,
    SOURCE_WORD,
    SPEAKING_BODY,
    STOP,
    STOPS_SOURCE,
    THAT,
    TITLE,
    VERB,
    WHO,
    WORD,
    WORD_OR_NUMBER,
)
from extract.recognise.people import Mention
from extract.recognise.reports import Clause, Report

if TYPE_CHECKING:
    from extract.recognise.speech import SpeechReader


class Head:
    """A sentence, as token indexes ``start`` … ``end - 1``, of which the subject and the reporting words are sought.

    Args:
        paragraph_end: index after the paragraph's last token.
        inside: the sentence stands inside a clause that is open; it must show more to be taken for a report.
    """

    def __init__(
        self, reader: "SpeechReader", start: int, end: int, paragraph_end: int, *, inside: bool
    ) -> None:
        self.reader, self.people, self.chars, self.marks = reader, reader.people, reader.chars, reader.marks
        self.words = reader.tokens.words
        self.start, self.end, self.paragraph_end, self.inside = start, end, paragraph_end, inside
        self.found: list[Report] = []
        self.clause: Clause | None = None
        self.who: Mention | None = None
        self.opens = False
        """Whether the last cue opens a clause."""

    # ------------------------------------------------------------------ cues

    def _cues(self, start: int) -> list[int]:
        """Return the cues of the sentence up to and with the first that opens a clause."""
        cues = []
        for at in self.marks.within(REPORTS, start, self.end):
            if (
                self.chars[at] in CUE
                or (
                    self.chars[at] in CUE_NOUN and self.chars[at + 1] in AND and self.chars[at + 2] in CUE
                )  # «اعلام و گفت»
                or (self.chars[at] in INFORM_NOUN and self._gives(at) is not None)  # «خبر از … داد»
            ) and not (
                self.chars[at] in CUE_DEMAND and self.marks.first(BECOME_VERB, at + 1, at + 40) is None
            ):
                cues.append(at)
                self.opens = self._introduces(at) or self._bare(at)
                if self.opens:
                    break
        return cues

    def _gives(self, noun: int) -> int | None:
        """Return the verb of «خبر از … داد», or ``None``."""
        if self.words[noun + 1 : noun + 2] != ["از"]:
            return None
        return self.marks.first(GIVE_VERB, noun + 2, self.end)

    def _introduces(self, cue: int) -> bool:
        """Whether a mark or word leads to a clause: a colon, «که», a comma after the present tense."""
        if self.chars[cue + 1] in COLON:
            return True
        if self.chars[cue + 1] in THAT and self.chars[cue] in SAYS:
            return True
        if self.chars[cue] in CUE_ASK and cue + 2 < self.end and self.chars[cue + 1] not in STOP:
            return "از" in self.words[self.start : cue] or self.chars[cue + 1] not in COMMA
        if self.chars[cue + 1] not in COMMA or self.chars[cue] not in SAYS:
            return False
        last = self.marks.first(VERB, cue + 2, self.end)  # «وی اظهار داشت ، هر لنج … مصرف می‌کند.»
        return self.words[cue].startswith("می") or (
            last is not None and last > cue + 5 and cue - self.start < 8
        )

    def _bare(self, cue: int) -> bool:
        """«گفت فرهنگ تعاون …»: the clause follows without a mark."""
        return (
            self.chars[cue] in CUE_SAY
            and self.chars[cue + 1] in WORD_OR_NUMBER
            and self.chars[cue + 1] not in NO_BARE_CLAUSE
        )

    # ------------------------------------------------------------------ subject

    def _skip_source(self, start: int) -> int:
        """Pass over «خبرگزاری فارس:», «این گزارش حاکی است:» and the like."""
        at = self._skip_dateline(start)
        while at < self.end and self.chars[at] not in WORD:
            at += 1
        colon = self.marks.first(COLON, at + 1, min(at + 8, self.end))
        if (
            colon is not None
            and self.chars[at] not in POST_OR_PRONOUN
            and self.marks.first(STOPS_SOURCE, at, colon) is None
        ):
            return colon + 1
        while self.chars[at] in LEAD_REPORT:
            at += 1
            while self.chars[at] in COLON_COMMA_OR_THAT:
                at += 1
        return at

    def _skip_dateline(self, start: int) -> int:
        """Pass over «شهرکرد - ایرنا -»."""
        at = start
        while (dash := self.marks.first(DASH, at + 1, min(at + 6, self.end))) is not None:
            if any(char not in SOURCE_WORD for char in self.chars[at:dash]):
                break
            at = dash + 1
        return at

    def _subject(self, start: int, cues: list[int]) -> tuple[Mention | None, int]:
        """Return who reports, and where the rest of the sentence begins."""
        if self.chars[cues[0] - 1] in THAT and self.chars[cues[0] - 2] in VERB:
            return self._told_of(start, cues[0] - 2)
        complement = self.marks.first(COMPLEMENT, start, cues[0])
        edge = cues[0] if complement is None else complement
        head = self._skip_adverbials(start, edge)
        leading: int | None = None
        first: Mention | None = None
        for at in self._places_for_subject(start, head, edge):
            leading = at if leading is None else leading
            found = self._after_byline(self.people.subject_at(at, edge), edge)
            if found and self._fits(found, found.first if found.first > at else at, leading):
                if found.kind == "name" and found.name:
                    self.people.learn(found.name)
                if not self._of_another_clause(found, edge):
                    return found, found.last
                first = first or found  # «در دیدار که الف … حضور داشت، ب گفت»
        return (first, first.last) if first else self._beside_cue(start, edge)

    def _after_byline(self, found: Mention | None, edge: int) -> Mention | None:
        """«نسرین …- کاظم … افزود»: the first is the reporter."""
        if found is None or found.kind != "name" or self.chars[found.last] not in DASH:
            return found
        second = self.people.subject_at(found.last + 1, edge)
        return second if second is not None and second.kind in ("name", "surname") else found

    def _of_another_clause(self, found: Mention, edge: int) -> bool:
        """A verb of its own follows, and no «که»: the subject of that verb."""
        verb = self.marks.first(VERB, found.last, edge)
        return (
            verb is not None
            and self.chars[verb + 1] in COMMA
            and self.marks.first(THAT, found.last, verb) is None
        )

    def _told_of(self, start: int, verb: int) -> tuple[Mention | None, int]:
        """«سخنران بعدی مدیرعامل بانک توسعه تعاون بود که گفت: …»."""
        for at in self.marks.within(BEGINS_SUBJECT, start, verb):
            found = self.people.subject_at(at, verb)
            if found is not None and found.last == verb:
                return found._replace(also=True), verb + 2
        return None, start

    def _places_for_subject(self, start: int, head: int, edge: int) -> Iterator[int]:
        """The head of the sentence, and what follows its first commas; only these if it begins with a source."""
        known = self.people.known(head, edge) is not None
        source = self.chars[start] in BEGINS_WITH_SOURCE and not known
        if not source:
            yield head
            if known or self.chars[head] in PRONOUN:
                return
        else:
            at = start
            while self.chars[at] in NAMES_SOURCE:
                at += 1
            if at > start and self.people.known(at, edge) is not None:
                yield at  # «به گزارش ایرنا سروری اظهار کرد»
        yield from (at for at in self._quoted_names(start, edge) if at != head)
        for comma in self.marks.within(SOURCE_END, start, edge):
            if source or comma - start < 12 or self.chars[comma - 1] in VERB:
                yield self._skip_adverbials(comma + 1, edge)

    def _quoted_names(self, start: int, edge: int) -> Iterator[int]:
        """«به گزارش ایرنا «یاشار …» عصر پنجشنبه … افزود»: names in quotation marks, as some agencies write them."""
        for opening in self.marks.within(QUOTE_OPEN, start, edge):
            closing = self.marks.first(QUOTE_CLOSE, opening + 2, min(opening + 6, edge))
            if closing is not None and all(map(self.people.may_be_name, range(opening + 1, closing))):
                yield opening + 1

    def _skip_adverbials(self, at: int, edge: int) -> int:
        while at < edge and self.chars[at] in BEFORE_HEAD:
            if self.chars[at] in GIVEN_NAME and self.people.may_be_name(at):
                break
            at += 1
        return at

    def _fits(self, found: Mention, at: int, head: int) -> bool:
        """A bare stretch of words is a name only at the head of the sentence, or with a given name."""
        if found.kind == "single":
            return at == head and not self.inside
        if found.kind != "name" or found.name is None:
            return True
        name = found.name
        if found.role is not None and found.role[0] != name[1]:
            return True  # a comma stands between name and post, or the post comes first
        if self.chars[name[0]] in BEGINS_NAME or self.chars[at] in TITLE:
            return True
        if self.chars[name[0] - 1] in QUOTE_OPEN and self.chars[name[1]] in QUOTE_CLOSE:
            return at == head and self.chars[found.last] in AFTER_SUBJECT  # «رحیم‌بردی کلته»
        if self.chars[name[0]] in NO_FIRST_NAME or self.people.everyday(name[0]):
            return False
        return at == head and (found.role is not None or self.chars[found.last] in AFTER_SUBJECT)

    def _beside_cue(self, start: int, edge: int) -> tuple[Mention | None, int]:
        """Look for the subject anywhere before the cue: a body, a post, or a name with a given name."""
        if self.chars[start] in LEAD:
            comma = self.marks.first(SOURCE_END, start, edge)
            start = start if comma is None else comma + 1
        head = self.reader.after_adverbials(self._skip_adverbials(start, edge), edge)
        if self.chars[head] in GROUP:
            start = head
        if self.chars[start] in WHO:
            stops = self.marks.within(AFTER_GROUP, start + 1, edge)
            last = next((at for at in stops if self.words[at] != "از"), edge)
            return Mention("body", start, last), last
        if self.chars[start] in SPEAKING_BODY:
            last = self.people.body_end(start, edge)
            return Mention("body", start, last), last
        for at in self.marks.within(BEGINS_SUBJECT, start, edge):
            if self.chars[at - 1] not in BEFORE_NAME_OF_BODY:
                found = self.people.subject_at(at, edge)
                if found and found.kind != "single" and self._rest_is_adverbial(found.last, edge):
                    if found.kind == "name" and found.name:
                        self.people.learn(found.name)
                    return found, found.last
        return None, start

    def _rest_is_adverbial(self, at: int, edge: int) -> bool:
        return at >= edge or self.chars[at] in BEGINS_ADVERBIAL

    def _may_lack_subject(self, start: int, cues: list[int]) -> bool:
        """A verb without a subject goes on with the last speaker: only at the head, or after adverbials."""
        cue = cues[0]
        if (
            self.marks.first(VERB, start, cue) is not None
            and self.marks.first(COMPLEMENT, start, cue) is None
        ):
            return False
        head = self._skip_adverbials(start, cue)
        if self.chars[cue] in GOVERNS_OF and self.words[head] == "از":
            return True  # «در پایان هم از … خبر داد»
        if not self._introduces(cues[-1]):
            return cue == self.start and self.chars[cue] in CUE_SAY and self.chars[cue + 1] in STOP
        return head >= cue or self.chars[head] in PREPOSITION_OR_COMPLEMENT
