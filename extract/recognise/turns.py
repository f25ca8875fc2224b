"""Where another statement begins inside a sentence: «…؛ وی افزود: …», «… و استاندار افزود: …», «…/ شهردار: …»."""

from collections.abc import Iterator
from itertools import pairwise

from extract.grammar.marks import between
from extract.recognise.kinds import (
    ACCORDING,
    ALSO_OR_CONNECTIVE,
    AND,
    BEGINS_ADVERBIAL,
    BEGINS_NAME,
    COLON,
    COMPLEMENT,
    CUE_CONTINUES,
    CUE_DEMAND,
    CUE_GOES_ON,
    CUE_TELL,
    FIRM_TURN,
    LEAD,
    OPENS_CLAUSE,
    PRONOUN,
    QUOTE_CLOSE,
    QUOTE_OPEN,
    REPORTING_VERB,
    SAYS,
    SLASH,
    THAT,
    THAT_OR_COMPLEMENT,
    TITLE,
    TURN,
    VERB,
)
from extract.recognise.people import Mention, People, Range

_LONGEST_HEAD = 40
"""So many words before a reporting verb its subject is looked for, complement and adverbials between them."""

_ACCOMPANYING = ("با", "ضمن", "در")
_PERFECT = ("است", "اند", "بود")


class Turns:
    """Cuts sentences of one text where somebody, the same speaker or another, begins a statement of their own."""

    def __init__(self, people: People) -> None:
        self.people, self.chars, self.marks = people, people.chars, people.marks
        self._cues = self.marks.all(REPORTING_VERB)
        self._opening = [at for at in self._cues if self.chars[at + 1] in OPENS_CLAUSE]
        self._his_word = [at for at in self.marks.all(ACCORDING) if self.chars[at + 1] in PRONOUN]
        self._slashes = self.marks.all(SLASH)

    def parts(self, paragraph: int, first: int, last: int, *, inside: bool) -> list[Range]:
        """Return the sentence, or its parts, as token ranges; the words that join two parts are in neither.

        Args:
            paragraph: index of the paragraph's first token.
            first: index of the sentence's first token.
            last: index after its last.
            inside: a statement was begun before the sentence.
        """
        cues = between(self._cues, first, last)
        if len(cues) + inside < 2 and not (self._slashes or self._his_word):
            return [(first, last)]
        parts = []
        for turn in sorted(
            [*self._turns(paragraph, first, last, cues, inside), *self._by_his_word(first, last)]
        ):
            if turn > first:
                parts.append((first, turn))
                first = turn + 1
        return [*parts, (first, last)]

    def _by_his_word(self, first: int, last: int) -> Iterator[int]:
        """«… داریم؛ به گفته وی، …»."""
        for at in between(self._his_word, first + 2, last):
            if self.chars[at - 1] in FIRM_TURN:
                yield at - 1

    def _turns(self, paragraph: int, first: int, last: int, cues: list[int], inside: bool) -> Iterator[int]:
        floor = first
        if not inside:
            if not cues:
                yield from self._after_slash(first, last)
                return
            floor = cues[0] + 1
            yield from self._second_subject(cues)
        opening = between(self._opening, first, last)
        for cue in between(opening, floor + 2, last):
            told = inside or opening[0] < cue
            turn = self._turn(paragraph, floor, cue, told=told)
            if turn is not None and (floor > first or self._tells(first, turn)):
                yield turn
            floor = cue + 1

    def _tells(self, first: int, turn: int) -> bool:
        """Whether what stands before the turn says something: not «به گزارش ایرنا، …», «در نشستی که برگزار شد، …»."""
        verb = self.marks.first(VERB, first, turn)
        if verb is None or self.chars[first] in LEAD:
            return False
        return self.marks.first(THAT_OR_COMPLEMENT, first, verb) is None

    def _second_subject(self, cues: list[int]) -> Iterator[int]:
        """«فرماندار … خبر داد و شهردار ملایر خواستار … شد»: two posts, a reporting verb each, no clause."""
        for cue, following in pairwise(cues):
            if self.chars[cue + 1] not in AND:
                continue
            who = self.people.subject_at(cue + 2, following)
            if who is not None and who.kind in ("role", "name") and who.role is not None:
                near = self.chars[who.last] in BEGINS_ADVERBIAL or self.chars[who.last] in CUE_DEMAND
                if near and self.marks.first(VERB, who.last, following) is None:
                    yield cue + 1

    def _after_slash(self, first: int, last: int) -> Iterator[int]:
        """The headline «فرماندار: زمین کم است/ شهردار: بودجه نداریم»."""
        for slash in between(self._slashes, first + 3, last):
            who = self.people.subject_at(slash + 1, last)
            if (
                who is None
                or who.kind not in ("role", "name", "surname")
                or self.chars[who.last] not in COLON
            ):
                continue
            if who.last - who.first > 1 or self.marks.first(COLON, first, slash) is not None:
                yield slash  # not «رشد صادرات در قم/ استاندار: …»: whose governor stands in the part before

    def _turn(self, paragraph: int, floor: int, cue: int, *, told: bool) -> int | None:
        """Return the mark or word before the subject of ``cue``; ``None`` if it has none inside the sentence."""
        for turn in self.marks.within(TURN, self._after_verb(floor, cue), cue):
            at = turn + 1
            while self.chars[at] in ALSO_OR_CONNECTIVE:
                at += 1
            who = self.people.subject_at(at, cue) if at < cue else None
            if who is not None:
                begins = self._speaks(floor, turn, at, who, cue)
            else:
                begins = told and self._goes_on(floor, turn, at, cue)
            if begins and not self._quoted(paragraph, turn):
                return turn
        return None

    def _after_verb(self, floor: int, cue: int) -> int:
        """Return where the sentence of ``cue`` can begin: after the last verb that stands in no complement of its."""
        complement = self.marks.first(COMPLEMENT, floor, cue)
        verb = self.marks.last(VERB, floor, cue if complement is None else complement)
        return max(floor, cue - _LONGEST_HEAD, 0 if verb is None else verb + 1)

    def _goes_on(self, floor: int, turn: int, at: int, cue: int) -> bool:
        """«… داریم؛ همچنین افزود: …», «… داریم و با اشاره به کم‌آبی افزود: …»: no subject, the same speaker."""
        if self.chars[cue] not in CUE_CONTINUES or self.chars[cue + 1] not in COLON:
            return False
        if self.marks.first(COMPLEMENT, floor, turn) is not None:
            return False
        if at >= cue:
            return turn < cue - 1 or self.chars[turn] not in AND  # «… و افزود: …» needs no cut
        if self.chars[at] not in COMPLEMENT and self.people.tokens.words[at] not in _ACCOMPANYING:
            return False
        verb = self.marks.first(VERB, at, cue)
        return verb is None or self.marks.first(COMPLEMENT, at, verb) is not None

    def _speaks(self, floor: int, turn: int, at: int, who: Mention, cue: int) -> bool:
        """Whether the mention is the subject of ``cue``, and the reporter's word, not the speaker's."""
        if who.kind in ("single", "body") or who.last > cue:
            return False
        bare = who.kind == "name" and who.role is None
        if bare and self.chars[at] not in BEGINS_NAME and self.chars[at] not in TITLE:
            return False
        if who.last < cue and self.chars[who.last] not in BEGINS_ADVERBIAL:
            return False
        verb = self.marks.first(VERB, who.last, cue)
        if verb is not None and self.marks.first(COMPLEMENT, who.last, verb) is None:
            return False
        if who.kind in ("role", "name") and self._quotes_others(floor, turn, cue):
            return False
        return self._told_by_reporter(turn, who, cue)

    def _quotes_others(self, floor: int, turn: int, cue: int) -> bool:
        """«گفت: پیشینیان گفتند: … و وزیر هم گفت: …», «… و وزیر گفته است: …»: the speaker tells what others say."""
        if self.marks.first(COLON, floor + 1, turn) is not None:
            return True
        return self.chars[turn] not in FIRM_TURN and self.people.tokens.words[cue].endswith(_PERFECT)

    def _told_by_reporter(self, turn: int, who: Mention, cue: int) -> bool:
        """Not «به وزیر گفتیم و وزیر گفت: …»: with a weaker join and verb it may be the speaker who tells this."""
        chars = self.chars
        colon = chars[cue + 1] in COLON
        said = who.kind == "pronoun" and self.people.tokens.words[who.first] == "وی"
        if not colon and chars[cue + 1] not in THAT:
            return said and chars[cue] in CUE_GOES_ON  # «و وی افزود ۳۰ طرح …»
        if not colon and not (chars[cue] in CUE_CONTINUES or (who.also and chars[cue] in SAYS)):
            return False
        if chars[cue] not in CUE_TELL or chars[turn] in FIRM_TURN or who.also:
            return True
        return colon and (said or who.kind == "surname" or (who.kind == "name" and who.role is not None))

    def _quoted(self, paragraph: int, turn: int) -> bool:
        """Whether quotation marks are open before ``turn``."""
        opened = self.marks.last(QUOTE_OPEN, paragraph, turn)
        return opened is not None and self.marks.first(QUOTE_CLOSE, opened, turn + 1) is None
