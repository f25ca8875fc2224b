"""The reporting words of a sentence, and the source before them."""

from typing import TYPE_CHECKING

from extract.recognise.kinds import (
    AGENCY_WORD,
    AND,
    BECOME_VERB,
    BREAK,
    COLON,
    COLON_COMMA_OR_THAT,
    COMMA,
    COMPLEMENT,
    CUE,
    CUE_ASK,
    CUE_DEMAND,
    CUE_NOUN,
    CUE_POINT,
    DASH,
    FACT,
    GIVE_VERB,
    INFORM_NOUN,
    LEAD_REPORT,
    NO_BARE_CLAUSE,
    PLAIN_WORD,
    POST_OR_PRONOUN,
    REPORTS,
    SAYS,
    SAYS_BARELY,
    SEMICOLON,
    SLASH,
    SOURCE_PLACE,
    SOURCE_WORD,
    STOP_OR_AND,
    STOPS_SOURCE,
    THAT,
    VERB,
    WORD,
    WORD_OR_NUMBER,
)
from extract.recognise.people import Mention
from extract.recognise.reports import Clause, Report
from extract.text.common import everyday_words

if TYPE_CHECKING:
    from extract.recognise.speech import SpeechReader


_PROGRESSIVE = ("می", "نمی")
_FUSED = ("است", "یست", "هاست")
_DESKS = frozenset(("گروه", "سرویس"))


class Cues:
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
            ) and not self._idle(at):
                cues.append(at)
                self.opens = self._introduces(at) or self._bare(at)
                if self.opens:
                    break
        return cues

    def _idle(self, cue: int) -> bool:
        """«خواستار» without «شد», «به … اشاره کرد» without a clause."""
        if self.chars[cue] in CUE_DEMAND:
            return self.marks.first(BECOME_VERB, cue + 1, cue + 40) is None
        return self.chars[cue] in CUE_POINT and not self._introduces(cue)

    def _points(self, cue: int) -> bool:
        """«اشاره کرد که …», «به این نکته اشاره کرد که …»; not «به طرحی اشاره کرد که …», where «که» tells of the plan."""
        before = self.words[max(self.start, cue - 6) : cue]
        return "به" not in before or self.chars[cue - 1] in FACT

    def _gives(self, noun: int) -> int | None:
        """Return the verb of «خبر از … داد», or ``None``."""
        if self.words[noun + 1 : noun + 2] != ["از"]:
            return None
        return self.marks.first(GIVE_VERB, noun + 2, self.end)

    def _introduces(self, cue: int) -> bool:
        """Whether a mark or word leads to a clause: a colon, «که», a comma after the present tense."""
        if self.chars[cue + 1] in COLON:
            return True
        if self.chars[cue + 1] in SEMICOLON and self.chars[cue + 2] in BREAK:
            return self.chars[cue] in SAYS  # «مدیرکل … تشریح کرد؛ ⏎ …»
        if self.chars[cue + 1] in THAT and (
            self.chars[cue] in SAYS or (self.chars[cue] in CUE_POINT and self._points(cue))
        ):
            return True
        if self.chars[cue] in CUE_ASK and cue + 2 < self.end and self.chars[cue + 1] not in STOP_OR_AND:
            return "از" in self.words[self.start : cue] or self.chars[cue + 1] not in COMMA
        if self.chars[cue + 1] not in COMMA or self.chars[cue] not in SAYS:
            return False
        last = self.marks.first(VERB, cue + 2, self.end)  # «وی اظهار داشت ، هر لنج … مصرف می‌کند.»
        return self.words[cue].startswith("می") or (
            last is not None and last > cue + 5 and cue - self.start < 8
        )

    def _bare(self, cue: int) -> bool:
        """«گفت فرهنگ تعاون …», «معتقد است تعاون …»: the clause follows without a mark."""
        return (
            self.chars[cue] in SAYS_BARELY
            and self.chars[cue + 1] in WORD_OR_NUMBER
            and self.chars[cue + 1] not in NO_BARE_CLAUSE
        )

    # ------------------------------------------------------------------ complement

    def _complement_end(self, start: int, edge: int) -> int:
        """The complement ends with the last finite verb before the cue's own part of the sentence."""
        following = self.marks.first(COMPLEMENT, start, edge)
        limit = edge if following is None else following
        verb = self.marks.last(VERB, start, limit)
        if verb is not None:
            return (self._unlisted_verb(verb + 1, limit) or verb) + 1
        comma = self.marks.last(COMMA, start, limit)
        if comma is not None:
            return comma
        return limit - (self.chars[limit - 1] in AND)

    def _unlisted_verb(self, first: int, last: int) -> int | None:
        """«… می‌شود و ۳۰ طرح در دست اجراست، گفت»: the last word that only its form shows to be a verb, before a comma."""
        ends = [*self.marks.within(COMMA, first + 1, last), last]
        return next(
            (end - 1 for end in reversed(ends) if end > first and self._looks_like_verb(end - 1)), None
        )

    def _looks_like_verb(self, at: int) -> bool:
        """«می‌خوابد», «نمی‌چرخاند», «بالاست», «بهره‌برداریست»."""
        if self.chars[at] not in WORD:
            return False
        word = self.words[at]
        known = everyday_words()
        if word.startswith(_PROGRESSIVE) and word.endswith("د") and word not in known:
            return True
        return (
            word.endswith(_FUSED)
            and self.chars[at] in PLAIN_WORD
            and word[:-2] in known
            and word not in known
        )

    # ------------------------------------------------------------------ source

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
            desk = self.words[at] in _DESKS and dash == at + 2  # «گروه اقتصادی - …»
            if not desk and any(char not in SOURCE_WORD for char in self.chars[at:dash]):
                break
            at = dash + 1
        if (
            self.chars[at] in AGENCY_WORD
            and self.chars[at + 1] in SLASH
            and self.chars[at + 2] in SOURCE_PLACE
        ):
            at += 3  # «ایسنا/قم بانک مرکزی …»
        return at
