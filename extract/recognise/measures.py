"""What a figure measures: assigns a measure of ``lexicon/measures.toml``.

A measure fits where its units include the figure's, one of its heads (if it has any) and one of its modifiers (if it
has any) stand in the figure's clause. Of those that fit, the one whose words stand nearest wins; words behind other
figures or behind a verb count as farther away.
"""

from bisect import bisect_left
from itertools import compress
from typing import Any, NamedTuple

from extract.errors import LexiconError
from extract.grammar.lexicon import FOLDER, tables
from extract.grammar.reader import Reader
from extract.grammar.tags import kind
from extract.recognise.counted import LIGHT_VERB
from extract.text.shadow import skeleton
from extract.text.tokens import Vocabulary

Range = tuple[int, int]
KINDS = ("stock", "flow", "money", "capacity", "share", "target")

_SUFFIXES = ("ها", "های", "هایی", "هایشان", "ی", "ای", "یی", "ان", "ش", "شان", "یی", "م")
_MEMORY = 200_000
_FAR = 20
"""Words farther away than this say nothing of a figure."""
_NEAR_SHARE = 14
"""The same for shares, which mostly say what they are of."""
_SHARES = frozenset(("percent", "fraction", "times"))
_CROSSING = 6
"""Added to the distance for each figure or verb between."""
_LONGEST = 4
"""Tokens of a word of several, at most."""
_APART = kind("verb|cue|break|participle")
_COPULAS = ("است", "اند")
_LINKS = frozenset(("و", "،", ","))
_ONE_FIGURE = frozenset(("معادل", "یعنی"))
_IMPORTANCE = 0.06
"""What one step of importance weighs against nearness: «تسهیلات پرداختی» are loans rather than payments."""


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


class _Measure(NamedTuple):
    id: str
    number: int
    units: frozenset[str]
    heads: bool
    modifiers: bool
    before: bool
    later: str | None
    importance: int


_Near = tuple[int, str, int, int]
"""A word of some measure near a figure: (distance, key, first token, token after the last); sorts by distance."""


class _Fits(NamedTuple):
    """The measures that a unit may have."""

    words: dict[str, tuple[list[int], list[int]]]
    """Key → numbers of the measures that it is a head of, and of those that it is a modifier of."""
    free: list[int]
    """Numbers of the measures that need no words: the unit says enough."""


_Spot = tuple[str, int, int, int, int]
"""A word of some measure: (key, first token, token after the last, and both again on a scale on which each crossing
before it has added :data:`_CROSSING`, so that a distance is one subtraction)."""


class Context(NamedTuple):
    """What stands around the figures of one text, worked out once."""

    reader: Reader
    positions: list[int]
    """Tokens at which a head or modifier of some measure stands."""
    spots: list[_Spot]
    """These words."""
    crossings: list[int]
    """Tokens that count as distance: verbs and the first tokens of figures."""
    inside: dict[int, int]
    """Token of a figure → first token of that figure."""


_Known = tuple[tuple[str, ...], frozenset[str]] | None


class _Words(dict[str, _Known]):
    """Word → (keys of the measure words in it, what may follow it in a longer one), or ``None`` for most words."""

    def __init__(self, finder: "MeasureFinder") -> None:
        self.finder = finder

    def __missing__(self, word: str) -> _Known:
        if len(self) > _MEMORY:
            self.clear()
        keys, following = self.finder.keys(word), self.finder.following(word)
        found = self[word] = (keys, following) if keys or following else None
        return found


class MeasureFinder:
    """Assigns measures in texts of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._measures: list[_Measure] = []
        self._roles: dict[str, tuple[frozenset[int], frozenset[int]]] = {}
        self._phrases: set[str] = set()
        self._known = _Words(self)
        heads: dict[str, set[int]] = {}
        modifiers: dict[str, set[int]] = {}
        for name, body in load_measures().items():
            measure = _Measure(
                name,
                len(self._measures),
                frozenset(body["units"]),
                bool(body.get("heads")),
                bool(body.get("modifiers")),
                bool(body.get("before")),
                body.get("later"),
                int(body["importance"]),
            )
            self._measures.append(measure)
            for group, words in ((heads, body.get("heads", ())), (modifiers, body.get("modifiers", ()))):
                for word in words:
                    key = skeleton(word)
                    group.setdefault(key, set()).add(measure.number)
                    parts = word.replace("\u200c", " ").split()
                    self._phrases.update(skeleton("".join(parts[:size])) for size in range(1, len(parts)))
        for key in sorted({*heads, *modifiers}):
            self._roles[key] = frozenset(heads.get(key, ())), frozenset(modifiers.get(key, ()))
        units = {unit for measure in self._measures for unit in measure.units}
        self._by_unit = {unit: self._fits(unit) for unit in sorted(units)}

    def _fits(self, unit: str) -> _Fits:
        fits = [measure for measure in self._measures if unit in measure.units]
        numbers = {measure.number for measure in fits}
        words = {
            key: (sorted(heads & numbers), sorted(modifiers & numbers))
            for key, (heads, modifiers) in self._roles.items()
            if not numbers.isdisjoint(heads | modifiers)
        }
        return _Fits(words, [one.number for one in fits if not one.heads and not one.modifiers])

    # ------------------------------------------------------------------ words

    def context(self, reader: Reader, figures: list[Range]) -> Context:
        """Return where words of measures stand in a text whose figures have the token ranges ``figures``."""
        words = reader.words
        apart = [first for first, _ in figures if not first or words[first - 1] not in _ONE_FIGURE]
        crossings = sorted([*reader.positions(_APART), *apart])
        spots: list[_Spot] = []
        # a loop in C over all words, one in Python over the few that matter
        known = [*map(self._known.__getitem__, reader.tokens.words)]
        for at, (keys, following) in zip(
            compress(range(reader.size), known), filter(None, known), strict=True
        ):
            shift = _CROSSING * bisect_left(crossings, at)
            spots += [(key, at, at + 1, at + shift, at + 1 + shift) for key in keys]
            if following:
                second = words[at + 1]
                # of the many «در» and «به» few begin one
                if second in following or second[-3:] in _COPULAS or len(second) < 3:
                    longer = self._phrase(reader.tokens.words, at)
                    if longer:
                        key, last = longer
                        spots.append((key, at, last, at + shift, last + shift))
        inside = {at: first for first, last in figures for at in range(first, last)}
        return Context(reader, [spot[1] for spot in spots], spots, crossings, inside)

    def keys(self, word: str) -> tuple[str, ...]:
        """Return the measure words in a token: itself, and the parts of a phrase («تعاونی مسکن»)."""
        entry = self.vocabulary.entry(word)
        parts = entry.word.split() if entry is not None and "counted" in entry.tags else []
        keys = [self._key(word), *(self._key(skeleton(part)) for part in parts if len(parts) > 1)]
        return tuple(dict.fromkeys(key for key in keys if key is not None))

    def following(self, word: str) -> frozenset[str]:
        """Return what may come after a word in a measure word of several words; spelled without a break."""
        if word not in self._phrases:
            return frozenset()
        known = (*self._roles, *self._phrases)
        return frozenset(key[len(word) :] for key in known if key.startswith(word))

    def _key(self, word: str) -> str | None:
        if word in self._roles:
            return word
        for suffix in _SUFFIXES:
            if word.endswith(suffix) and len(word) > len(suffix) + 2 and word[: -len(suffix)] in self._roles:
                return word[: -len(suffix)]
        return None

    def _phrase(self, words: list[str], at: int) -> tuple[str, int] | None:
        """Return the longest measure word of several words that begins there, and the token after it."""
        key, best = words[at], None
        for last in range(at + 1, min(at + _LONGEST, len(words))):
            key += words[last]
            plain = key.removesuffix("است").removesuffix("اند") if key.endswith(_COPULAS) else key
            if plain in self._roles:
                best = plain, last + 1
            if key not in self._phrases:
                break
        return best

    # ------------------------------------------------------------------ one figure

    def assign(
        self, first: int, last: int, unit: str | None, noun: Range | None, window: Range, context: Context
    ) -> Assigned:
        """Return the measure of the figure at the tokens ``first`` … ``last - 1``.

        Args:
            first: first token of the figure.
            last: token after it.
            unit: its unit.
            noun: token range of the counted noun, if the text has one after the number.
            window: the clause.
            context: from :meth:`context`.
        """
        fits = self._by_unit.get(unit or "")
        # «۵۰۰ پزشک و ۲۰۰ کارگر»: what another figure counts is not what this one counts
        own = noun is not None and context.reader.chars[noun[1] - 1] not in _NOT_OWN
        best = self._best(fits, first, last, window, context, unit in _SHARES, own) if fits else None
        if best is None:
            return self._unnamed(context.reader, first, last, unit, noun)
        measure, at = best
        if noun is not None and context.reader.chars[noun[1] - 1] in _COUNTS:
            at = noun
        job = "job" if measure.id in _JOBS and unit == "person" else None
        return Assigned(measure.id, context.reader.tokens.string(*at) if at else None, at, job)

    def _best(
        self, fits: _Fits, first: int, last: int, window: Range, context: Context, share: bool, own: bool
    ) -> tuple[_Measure, Range | None] | None:
        """Return the measure whose words stand nearest, and the word it was chosen for."""
        near = _near(fits.words, first, last, window, context)
        if own:
            inside = context.inside
            near = [one for one in near if inside.get(one[2], first) == first]
        if not near and not fits.free:
            return None
        heads: dict[int, _Near] = {}
        modifiers: dict[int, _Near] = {}
        measures = self._measures
        for one in sorted(near) if len(near) > 1 else near:
            its_heads, its_modifiers = fits.words[one[1]]
            for number in its_heads:
                if number not in heads and (one[2] < first or not measures[number].before):
                    heads[number] = one
            for number in its_modifiers:
                if number not in modifiers:
                    modifiers[number] = one
        best: tuple[_Measure, Range | None] | None = None
        highest = 0.0
        for number in sorted({*heads, *modifiers, *fits.free}):  # of equals, the taxonomy's first
            measure = measures[number]
            head, modifier = heads.get(number), modifiers.get(number)
            if (head is None and measure.heads) or (modifier is None and measure.modifiers):
                continue
            score, farthest = _IMPORTANCE * measure.importance, 0
            if head is not None:
                score += 2.0 * (_FAR - head[0]) / _FAR + 1.0
                farthest = head[0]
            if modifier is not None:
                score += 2.0 * (_FAR - modifier[0]) / _FAR + 1.0
                farthest = max(farthest, modifier[0])
            if (best is None or score > highest) and not (share and farthest > _NEAR_SHARE):
                word = head or modifier
                best, highest = (measure, word[2:] if word is not None else None), score
        return best

    def later(self, earlier: str) -> str:
        """Return the measure of a second value of what ``earlier`` measures."""
        return next((one.later for one in self._measures if one.id == earlier and one.later), earlier)

    def _unnamed(
        self, reader: Reader, first: int, last: int, unit: str | None, noun: Range | None
    ) -> Assigned:
        """No measure fits: keep the noun that is counted, else the nearest one behind or before the figure."""
        string = reader.tokens.string
        if noun is not None and (unit in _LOOSE or reader.chars[noun[1] - 1] in _COUNTS):
            return Assigned(None, string(*noun), noun, None)
        behind = self._noun_behind(reader, last)
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
        while end < last + 2 and chars[end] in _WORD and chars[end] not in _EMPTY:
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
            if char in _CLAUSE_ENDS:
                return None
            if char in _WORD and char not in _EMPTY:
                return at, at + 1
        return None


def _near(
    words: dict[str, tuple[list[int], list[int]]], first: int, last: int, window: Range, context: Context
) -> list[_Near]:
    """Return those of the words that stand around a figure."""
    reader, positions, spots, crossings, _ = context
    found: list[_Near] = []
    middle = bisect_left(positions, first)
    crossed = bisect_left(crossings, first)
    base = first + _CROSSING * crossed + 1
    for key, at, after, _, right in spots[bisect_left(positions, max(window[0], first - _FAR)) : middle]:
        if key in words and base - right < _FAR:
            linked = not _LINKS.isdisjoint(reader.words[after:first])
            distance = base - right + 3 if linked else base - right
            if distance < _FAR:
                found.append((distance, key, at, after))
    base = last + _CROSSING * bisect_left(crossings, last, crossed)
    for key, at, after, left, _ in spots[
        middle : bisect_left(positions, min(window[1], last + _FAR), middle)
    ]:
        if key in words and left - base < _FAR:
            found.append((left - base if at >= last else 0, key, at, after))
    return found


_NOT_OWN = kind("unit|counter|counter.person|time.unit")
_COUNTS, _DEMONSTRATIVE, _WORD = kind("counted|beast"), kind("demonstrative"), kind("word")
_CLAUSE_ENDS = kind("verb|cue|break|colon")
_VERB, _CHANGE = kind("verb"), kind("change")
_LOOSE = (None, "item", "person", "unit")
_JOBS = frozenset(("jobs", "jobs_created", "employment", "jobs_stabilised", "jobs_temporary"))
_EMPTY = kind(
    "preposition|and|qualifier|amount|number|unit|object_marker|that|also|pronoun|when|verb|cue|participle|elsewhere|complement|according|lead|adverbial|no_cue|passed|demonstrative|per|period|to|between|only|connective|locality|place|ordinal|year|no_measure|measure_word|planned|month"
)


def load_measures() -> dict[str, dict[str, Any]]:
    """Return ``lexicon/measures.toml`` by id.

    Raises:
        LexiconError: the file is not TOML, or an entry lacks something or names an unknown kind.
    """
    measures: dict[str, dict[str, Any]] = tables(FOLDER / "measures.toml")["measure"]
    for name, body in measures.items():
        missing = {"fa", "fa_plural", "en", "en_plural", "kind", "unit", "importance", "units"} - body.keys()
        if missing or body["kind"] not in KINDS:
            raise LexiconError(
                f"measures.toml: {name} lacks {', '.join(sorted(missing)) or 'a kind that is known'}"
            )
    return measures
