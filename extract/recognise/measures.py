"""What a figure measures: assigns a measure of ``lexicon/measures.toml``.

A measure fits where its units include the figure's, one of its heads (if it has any) and one of its modifiers (if it
has any) stand in the figure's clause and belong to the figure (:mod:`.surroundings`). Of those that fit, the one whose
words stand nearest wins; words behind other figures or behind a verb count as farther away.
"""

from typing import NamedTuple

from extract.grammar.reader import Reader
from extract.grammar.tags import kind
from extract.recognise.belonging import Around, Range
from extract.recognise.changes import Change, change
from extract.recognise.counted import FINITE, LIGHT_VERB
from extract.recognise.drafts import MONEY, SHARES
from extract.recognise.surroundings import FAR, Near, Surroundings
from extract.recognise.taxonomy import KINDS, Fits, Measure, Taxonomy, load_measures
from extract.text.tokens import Vocabulary

__all__ = ["KINDS", "Assigned", "MeasureFinder", "load_measures"]

_NEAR_SHARE = 14
"""How far away words may stand for shares, which mostly say what they are of."""
_NEAR_OVER = 8
"""How far away the words of a measure may stand that stands for another."""
_IMPORTANCE = 0.06
"""What one step of importance weighs against nearness: «تسهیلات پرداختی» are loans rather than payments."""
_EVENT = 2.0
"""What happened to a thing says more of it than its state: «۴۰ تعاونی راکد احیا شد» are revived."""


class Assigned(NamedTuple):
    """The measure of one figure."""

    id: str | None
    text: str | None
    """The Persian words that say what is counted, as written."""
    at: Range | None
    """Token range of these words."""
    unit: str | None
    """The unit that the measure gives instead of the figure's («۱۲۰ نفر شغل»: job)."""
    behind: bool = False
    """The words stand right behind the figure."""
    differs: bool = False
    """The figure is how far something is from something else: no value of what was measured before."""


_DIFFERENCE = Assigned(None, None, None, None, differs=True)


class _Words(NamedTuple):
    """What decides the measure of one figure."""

    fits: Fits
    near: list[Near]
    first: int
    number: int
    changed: Change
    share: bool
    counts: bool
    """It counts things, or units of something."""


def _agrees(measure: Measure, changed: Change) -> bool:
    """Whether a measure of changes meets a change, and any other measure none that is sure."""
    if measure.change is None:
        return not (changed.sure and changed.which in ("rise", "fall"))
    return measure.change == changed.which


def _score(measure: Measure, head: Near | None, modifier: Near | None) -> tuple[float, int]:
    """Return how well a measure's words stand to a figure, and how far away the farther one stands."""
    score, farthest = _IMPORTANCE * measure.importance + (_EVENT if measure.event else 0.0), 0
    for word in (head, modifier):
        if word is not None:
            score += 2.0 * (FAR - word[0]) / FAR + 1.0
            farthest = max(farthest, word[0])
    return score, farthest


class MeasureFinder:
    """Assigns measures in texts of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.taxonomy = Taxonomy(vocabulary)
        self._measures = self.taxonomy.measures
        self._picky = frozenset(one.number for one in self._measures if one.before or one.of or one.thing)
        self._events = frozenset(one.number for one in self._measures if one.event)

    def surroundings(self, reader: Reader, figures: list[Around]) -> Surroundings:
        """Return the words of measures around the figures of a text."""
        return Surroundings(reader, figures, self.taxonomy)

    def assign(
        self, number: int, unit: str | None, noun: Range | None, window: Range, around: Surroundings
    ) -> Assigned:
        """Return the measure of one figure.

        Args:
            number: of the figure in ``around``.
            unit: its unit.
            noun: token range of the counted noun, if the text has one after the number.
            window: the clause.
            around: from :meth:`surroundings`.
        """
        reader = around.reader
        first, last, _ = around.figures[number]
        changed = change(around, number)
        if changed.which == "difference":
            return _DIFFERENCE
        share = unit in SHARES
        if not share and changed.at and changed.sure:
            if reader.chars[changed.at[0]] in _QUALIFIER:
                return _DIFFERENCE  # «۲۶ هزار تن بیشتر از پارسال»
            return Assigned(None, reader.tokens.string(*changed.at), changed.at, None, behind=True)
        fits = self.taxonomy.by_unit.get(unit or "")
        # «۵۰۰ پزشک و ۲۰۰ کارگر»: what another figure counts is not what this one counts
        own = noun is not None and reader.chars[noun[1] - 1] not in _NOT_OWN
        near = around.near(fits.words, number, window, noun, own) if fits else []
        best: tuple[Measure, Range | None] | None = None
        if fits and (near or changed.sure):
            best = self._best(
                _Words(fits, near, first, number, changed, share, own or unit == "unit"), around
            )
        elif fits and fits.plain is not None:
            best = fits.plain, None
        if best is None:
            return self._unnamed(reader, first, last, unit, noun)
        measure, at = best
        if at and unit in MONEY and reader.chars[at[0]] in _PER and self._noun_behind(reader, last):
            return self._unnamed(reader, first, last, unit, noun)  # «هر کیلو … ۲۲۰ تومان کارمزد»
        if noun is not None and reader.chars[noun[1] - 1] in _COUNTS:
            at = noun
        job = "job" if measure.id in _JOBS and unit == "person" else None
        return Assigned(measure.id, reader.tokens.string(*at) if at else None, at, job)

    def _best(self, words: "_Words", around: Surroundings) -> tuple[Measure, Range | None] | None:
        """Return the measure whose words stand nearest, and the word it was chosen for."""
        heads, modifiers = self._roles(words, around)
        fitting: list[tuple[float, Measure, Range | None]] = []
        over: set[str] = set()
        for number in sorted({*heads, *modifiers, *words.fits.free}):
            measure = self._measures[number]
            head, modifier = heads.get(number), modifiers.get(number)
            if (head is None and measure.heads) or (modifier is None and measure.modifiers):
                continue
            if measure.over and head is not None and head[0] >= _NEAR_OVER:
                continue
            score, farthest = _score(measure, head, modifier)
            near = not words.share or farthest <= _NEAR_SHARE or (measure.change and words.changed.sure)
            if near and _agrees(measure, words.changed):
                word = head or modifier
                fitting.append((score, measure, word[2:] if word is not None else None))
                over |= measure.over
        left = [one for one in fitting if one[1].id not in over]
        if not left and words.share and words.changed.sure:  # the word stands behind a long list
            return next(
                one for one in self._measures if one.change == words.changed.which and not one.modifiers
            ), words.changed.at
        # of equals, the taxonomy's first
        return max(left, key=lambda one: one[0])[1:] if left else None

    def _roles(self, words: "_Words", around: Surroundings) -> tuple[dict[int, Near], dict[int, Near]]:
        """Return the nearest head and the nearest modifier of each measure, by its number."""
        heads: dict[int, Near] = {}
        modifiers: dict[int, Near] = {}
        for one in sorted(words.near):
            its_heads, its_modifiers = words.fits.words[one[1]]
            for number in its_heads:
                if number not in heads and (
                    number not in self._picky or self._heads(self._measures[number], one, words, around)
                ):
                    heads[number] = one
            for number in its_modifiers:
                if number not in modifiers and (
                    number not in self._events or self._modifies(self._measures[number], one, words, around)
                ):
                    modifiers[number] = one
        return heads, modifiers

    @staticmethod
    def _heads(measure: Measure, one: Near, words: "_Words", around: Surroundings) -> bool:
        if measure.before and one[2] >= words.first:
            return False
        if measure.thing and words.number not in (
            around.inside_after(one[2]),
            around.inside_after(one[2]) - 1,
        ):
            return False
        return not measure.of or around.is_of(one[2], one[3], words.number)

    @staticmethod
    def _modifies(measure: Measure, one: Near, words: "_Words", around: Surroundings) -> bool:
        """What happened to a counted thing stands right before it or in its verb: «احیای ۱۲ تعاونی», «… منحل شد»."""
        if one[1] in measure.plain or not words.counts:
            return True
        return around.befalls(one[2], one[3], words.number)

    def later(self, earlier: str) -> str | None:
        """Return the measure of a second value of what ``earlier`` measures; ``None`` where there is but one."""
        later = next(one.later for one in self._measures if one.id == earlier)
        return earlier if later is None else later or None

    def _unnamed(
        self, reader: Reader, first: int, last: int, unit: str | None, noun: Range | None
    ) -> Assigned:
        """No measure fits: keep the noun that is counted, else the nearest one behind or before the figure."""
        string = reader.tokens.string
        behind = self._noun_behind(reader, last)
        if noun is not None and unit in _BARE and reader.words[noun[1] - 1] in _COUNTERS:
            return Assigned(None, string(*behind) if behind else None, behind, None)  # «۱۲۰ فقره بیمه‌نامه»
        pure = noun is not None and reader.chars[noun[1] - 1] in _COUNTER and unit in _BARE
        if pure and noun and behind and not reader.words[noun[1] - 1].startswith(_UNIT):
            return Assigned(None, string(*behind), behind, None, behind=True)  # «۶۳۰ تخته پتو»
        if noun is not None and (unit in _LOOSE or reader.chars[noun[1] - 1] in _COUNTS):
            return Assigned(None, string(*noun), noun, None)
        if unit not in SHARES and reader.chars[last - 1] in _DESCRIBES:
            near = self._noun_before(reader, first)
            if near is not None and near[1] == first:
                return Assigned(None, string(*near), near, None)  # «سردخانه ۵ هزار تنی تعاونی باغداران»
        at = behind or self._noun_before(reader, first)
        return Assigned(None, string(*at) if at else None, at, None, behind is not None)

    @staticmethod
    def _noun_behind(reader: Reader, last: int) -> Range | None:
        """«۲۳ هزار تن نهاده دامی», «۷۰ درصد از حمل و نقل»."""
        chars = reader.chars
        if reader.words[last] == "از":
            last += 1
        if chars[last] in _DEMONSTRATIVE:
            last += 1  # «۸۸ درصد این روستاها»
        end = last
        while (
            end < last + 2
            and chars[end] in _WORD
            and (chars[end] not in _EMPTY or (end == last and chars[end] in _FISH))  # «۴۵ تن ماهی»
            and not FINITE(reader.words[end])
        ):
            end += 1
        if (
            end > last
            and chars[end] in _VERB
            and chars[end - 1] not in _CHANGE
            and LIGHT_VERB.match(reader.words[end])
        ):
            end -= 1  # «۱۸ تن میگو صید شد»
        return (last, end) if end > last else None

    @staticmethod
    def _noun_before(reader: Reader, first: int) -> Range | None:
        for at in range(first - 1, max(-1, first - 6), -1):
            char = reader.chars[at]
            if char in _CLAUSE_ENDS or (char in _LINK and at + 1 == first):
                return None  # «۱۲۰ تن میگو و ۴۵ تن»
            if char in _WORD and char not in _EMPTY and not FINITE(reader.words[at]):
                return at, at + 1
        return None


_COUNTER = kind("counter&!counter.person&!counted&!number")
_NOT_OWN = kind("unit|unit.glued|counter|counter.person|time.unit")
_FISH, _LINK = kind("fishery"), kind("and|comma")
_COUNTS, _DEMONSTRATIVE, _WORD = kind("counted|beast"), kind("demonstrative"), kind("word")
_CLAUSE_ENDS = kind("verb|cue|break|colon")
_VERB, _CHANGE = kind("verb"), kind("change")
_UNIT = "واحد"
_BARE = ("item", "piece", None)
_COUNTERS = frozenset(("مورد", "فقره", "عدد", "رشته", "موردی", "فقرهای", "قطعه", "قطعهای", "قلم"))
"""Counters that say nothing by themselves."""
_PER, _QUALIFIER = kind("per"), kind("qualifier")
_DESCRIBES = kind("suffix.indefinite&unit|suffix.indefinite&number.word.scale|unit.size.irregular")
_LOOSE = (None, "item", "person", "unit")
_JOBS = frozenset(
    ("jobs", "jobs_created", "employment", "jobs_stabilised", "jobs_temporary", "jobs_committed")
)
_EMPTY = kind(
    "preposition|and|qualifier|amount|number|unit|object_marker|that|also|pronoun|when|verb|cue|participle|elsewhere|complement|according|lead|adverbial|no_cue|passed|demonstrative|per|period|to|between|only|connective|locality|place|ordinal|year|no_measure|measure_word|planned|month|rise|fall"
)
