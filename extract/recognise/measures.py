"""What a figure measures: assigns a measure of ``lexicon/measures.toml``.

A measure fits where its units include the figure's, one of its heads (if it has any) and one of its modifiers (if it
has any) stand in the figure's clause. Of those that fit, the one whose words stand nearest wins; words behind other
figures or behind a verb count as farther away.
"""

from bisect import bisect_left
from typing import Any, NamedTuple

from extract.errors import LexiconError
from extract.grammar.lexicon import FOLDER, tables
from extract.grammar.reader import compiled
from extract.text.shadow import skeleton
from extract.text.tokens import Tokens, Vocabulary

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


class _Near(NamedTuple):
    """A word of some measure near a figure; sorts by distance."""

    distance: int
    key: str
    first: int
    last: int


class Context(NamedTuple):
    """What stands around the figures of one text, worked out once."""

    positions: list[int]
    """Tokens at which a head or modifier of some measure stands."""
    words: list[tuple[str, int]]
    """(key of the word, number of tokens) for each position."""
    crossings: list[int]
    """Tokens that count as distance: verbs and the first tokens of figures."""


class MeasureFinder:
    """Assigns measures in texts of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._measures: list[_Measure] = []
        self._by_unit: dict[str, list[_Measure]] = {}
        self._roles: dict[str, tuple[frozenset[int], frozenset[int]]] = {}
        self._phrases: set[str] = set()
        self._known: dict[str, tuple[str, ...]] = {}
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
            for unit in body["units"]:
                self._by_unit.setdefault(unit, []).append(measure)
            for group, words in ((heads, body.get("heads", ())), (modifiers, body.get("modifiers", ()))):
                for word in words:
                    key = skeleton(word)
                    group.setdefault(key, set()).add(measure.number)
                    parts = word.replace("\u200c", " ").split()
                    self._phrases.update(skeleton("".join(parts[:size])) for size in range(1, len(parts)))
        for key in {*heads, *modifiers}:
            self._roles[key] = frozenset(heads.get(key, ())), frozenset(modifiers.get(key, ()))

    # ------------------------------------------------------------------ words

    def context(self, tokens: Tokens, figures: list[Range]) -> Context:
        """Return where words of measures stand in a text whose figures have the token ranges ``figures``."""
        positions: list[int] = []
        words: list[tuple[str, int]] = []
        known, phrases = self._known, self._phrases
        for at, word in enumerate(tokens.words):
            keys = known.get(word)
            if keys is None:
                keys = known[word] = self._keys(word)
            if word in phrases:
                longer = self._phrase(tokens.words, at)
                if longer:
                    positions.append(at)
                    words.append(longer)
            for key in keys:
                positions.append(at)
                words.append((key, 1))
        verbs = [
            match.start()
            for match in compiled(tokens, "{verb|cue|break|participle}").finditer(tokens.classes)
        ]
        apart = [
            first for first, _ in figures if tokens.words[first - 1 : first] not in (["معادل"], ["یعنی"])
        ]
        crossings = sorted([*verbs, *apart])
        return Context(positions, words, crossings)

    def _keys(self, word: str) -> tuple[str, ...]:
        """Return the measure words in a token: itself, and the parts of a phrase («تعاونی مسکن»)."""
        if len(self._known) > _MEMORY:
            self._known.clear()
        entry = self.vocabulary.entry(word)
        parts = entry.word.split() if entry is not None and "counted" in entry.tags else []
        keys = [self._key(word), *(self._key(skeleton(part)) for part in parts if len(parts) > 1)]
        return tuple(dict.fromkeys(key for key in keys if key is not None))

    def _key(self, word: str) -> str | None:
        if word in self._roles:
            return word
        for suffix in _SUFFIXES:
            if word.endswith(suffix) and len(word) > len(suffix) + 2 and word[: -len(suffix)] in self._roles:
                return word[: -len(suffix)]
        return None

    def _phrase(self, words: list[str], at: int) -> tuple[str, int] | None:
        key, best = words[at], None
        for last in range(at + 1, min(at + 4, len(words))):
            key += words[last]
            plain = key.removesuffix("است").removesuffix("اند")
            if plain in self._roles:
                best = plain, last + 1 - at
            if key not in self._phrases:
                break
        return best

    # ------------------------------------------------------------------ one figure

    def assign(
        self,
        tokens: Tokens,
        first: int,
        last: int,
        unit: str | None,
        noun: Range | None,
        window: Range,
        context: Context,
    ) -> Assigned:
        """Return the measure of the figure at the tokens ``first`` … ``last - 1``.

        Args:
            tokens: the text.
            first: first token of the figure.
            last: token after it.
            unit: its unit.
            noun: token range of the counted noun, if the text has one after the number.
            window: the clause.
            context: from :meth:`context`.
        """
        fits = self._by_unit.get(unit or "", [])
        heads: dict[int, _Near] = {}
        modifiers: dict[int, _Near] = {}
        if fits:
            for near in sorted(self._near(tokens, first, last, window, context)):
                for number in self._roles[near.key][0]:
                    if near.first < first or not self._measures[number].before:
                        heads.setdefault(number, near)
                for number in self._roles[near.key][1]:
                    modifiers.setdefault(number, near)
        best = self._best(fits, heads, modifiers, unit)
        if best is None:
            return self._unnamed(tokens, first, last, unit, noun)
        measure, word = best
        at = (word.first, word.last) if word is not None else None
        if noun is not None and self._counts(tokens, noun):
            at = noun
        job = "job" if measure.id in _JOBS and unit == "person" else None
        return Assigned(measure.id, tokens.string(*at) if at else None, at, job)

    @staticmethod
    def _best(
        fits: list[_Measure], heads: dict[int, _Near], modifiers: dict[int, _Near], unit: str | None
    ) -> tuple[_Measure, _Near | None] | None:
        """Return the measure whose words stand nearest, and the word it was chosen for."""
        best: tuple[float, _Measure, _Near | None] | None = None
        for measure in fits:
            head, modifier = heads.get(measure.number), modifiers.get(measure.number)
            if (measure.heads and head is None) or (measure.modifiers and modifier is None):
                continue
            score, farthest = _IMPORTANCE * measure.importance, 0
            for found in (head, modifier):
                if found is not None:
                    score += 2.0 * (_FAR - found.distance) / _FAR + 1.0
                    farthest = max(farthest, found.distance)
            if (best is None or score > best[0]) and not (unit in _SHARES and farthest > _NEAR_SHARE):
                best = score, measure, head or modifier
        return None if best is None else best[1:]

    def _counts(self, tokens: Tokens, noun: Range) -> bool:
        """Whether the noun after the number says what is counted, and is not a mere unit."""
        tags = tokens.tags(noun[1] - 1)
        return "counted" in tags or "beast" in tags

    def _near(self, tokens: Tokens, first: int, last: int, window: Range, context: Context) -> list[_Near]:
        """Return the words of measures around a figure."""
        found: list[_Near] = []
        begin, end = max(window[0], first - _FAR), min(window[1], last + _FAR)
        crossings = context.crossings
        inner, outer = bisect_left(crossings, first), bisect_left(crossings, last)
        for index in range(bisect_left(context.positions, begin), bisect_left(context.positions, end)):
            at = context.positions[index]
            key, size = context.words[index]
            if at >= last:
                distance = at - last + _CROSSING * (bisect_left(crossings, at) - outer)
            elif at >= first:
                distance = 0
            else:
                distance = first - at - size + _CROSSING * (inner - bisect_left(crossings, at)) + 1
                if any(word in ("و", "،", ",") for word in tokens.words[at + size : first]):
                    distance += 3
            if distance < _FAR:
                found.append(_Near(distance, key, at, at + size))
        return found

    def later(self, earlier: str) -> str:
        """Return the measure of a second value of what ``earlier`` measures."""
        return next((one.later for one in self._measures if one.id == earlier and one.later), earlier)

    def _unnamed(
        self, tokens: Tokens, first: int, last: int, unit: str | None, noun: Range | None
    ) -> Assigned:
        """No measure fits: keep the noun that is counted, else the nearest one behind or before the figure."""
        if noun is not None and (self._counts(tokens, noun) or unit in (None, "item", "person", "unit")):
            return Assigned(None, tokens.string(*noun), noun, None)
        behind = self._noun_behind(tokens, last)
        at = behind or self._noun_before(tokens, first)
        return Assigned(None, tokens.string(*at) if at else None, at, None, behind is not None)

    def _noun_behind(self, tokens: Tokens, last: int) -> Range | None:
        """«۲۳ هزار تن نهاده دامی», «۷۰ درصد از حمل و نقل»."""
        if tokens.words[last : last + 1] == ["از"]:
            last += 1
        if last < len(tokens) and "demonstrative" in tokens.tags(last):
            last += 1  # «۸۸ درصد این روستاها»
        end = last
        while end < min(len(tokens), last + 2) and self._plain(tokens, end):
            end += 1
        return (last, end) if end > last else None

    def _noun_before(self, tokens: Tokens, first: int) -> Range | None:
        for at in range(first - 1, max(-1, first - 6), -1):
            tags = tokens.tags(at)
            if "verb" in tags or "cue" in tags or "break" in tags or "colon" in tags:
                return None
            if self._plain(tokens, at):
                return at, at + 1
        return None

    @staticmethod
    def _plain(tokens: Tokens, at: int) -> bool:
        tags = tokens.tags(at)
        return "word" in tags and tags.isdisjoint(_EMPTY)


_JOBS = frozenset(("jobs", "jobs_created", "employment", "jobs_stabilised", "jobs_temporary"))
_EMPTY = frozenset(
    (
        "preposition",
        "and",
        "qualifier",
        "amount",
        "number",
        "unit",
        "object_marker",
        "that",
        "also",
        "pronoun",
        "when",
        "verb",
        "cue",
        "participle",
        "elsewhere",
        "complement",
        "according",
        "lead",
        "adverbial",
        "no_cue",
        "passed",
        "demonstrative",
        "per",
        "period",
        "to",
        "between",
        "only",
        "connective",
        "locality",
        "place",
        "ordinal",
        "year",
    )
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
