"""The taxonomy of measures, ``lexicon/measures.toml``, as the search for a figure's measure needs it."""

from typing import Any, NamedTuple

from extract.errors import LexiconError
from extract.grammar.lexicon import FOLDER, tables
from extract.text.shadow import skeleton
from extract.text.tokens import Vocabulary

KINDS = ("stock", "flow", "money", "capacity", "share", "target")

_SUFFIXES = ("ها", "های", "هایی", "هایشان", "ی", "ای", "یی", "ان", "ش", "شان", "یی", "م")
_MEMORY = 200_000
_LONGEST = 4
"""Tokens of a word of several, at most."""
_COPULAS = ("است", "اند")


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


class Measure(NamedTuple):
    """One entry of the taxonomy."""

    id: str
    number: int
    units: frozenset[str]
    heads: bool
    """Whether it has heads."""
    modifiers: bool
    before: bool
    of: bool
    """Whether its heads count only in «N درصد از …» or behind «سهم»."""
    thing: bool
    """Whether its heads name the thing itself, with no other figure between."""
    event: bool
    """Whether its modifiers tell what happened to the thing, so that only its verb or its verbal noun counts."""
    plain: frozenset[str]
    """Those of them that are adjectives: «جدید»."""
    change: str | None
    """``rise`` or ``fall``, for what measures a change."""
    over: frozenset[str]
    """Measures that it stands for where both fit: «عملکرد» for «برداشت»."""
    later: str | None
    """The measure of a second value beside it, or the empty string: none."""
    importance: int


class Fits(NamedTuple):
    """The measures that a unit may have."""

    words: dict[str, tuple[list[int], list[int]]]
    """Key → numbers of the measures that it is a head of, and of those that it is a modifier of."""
    free: list[int]
    """Numbers of the measures that need no words: the unit says enough."""
    plain: Measure | None
    """Of these, the most important one."""


_Known = tuple[tuple[str, ...], frozenset[str]] | None


class _Words(dict[str, _Known]):
    """Word → (keys of the measure words in it, what may follow it in a longer one), or ``None`` for most words."""

    def __init__(self, taxonomy: "Taxonomy") -> None:
        self.taxonomy = taxonomy

    def __missing__(self, word: str) -> _Known:
        if len(self) > _MEMORY:
            self.clear()
        keys, following = self.taxonomy.keys(word), self.taxonomy.following(word)
        found = self[word] = (keys, following) if keys or following else None
        return found


class Taxonomy:
    """The measures, and the words that stand for them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.measures: list[Measure] = []
        self.unless: dict[str, frozenset[str]] = {}
        """Key → words (skeletons) before it in its sentence beside which it says nothing."""
        self.known = _Words(self)
        self._phrases: set[str] = set()
        self._roles: dict[str, tuple[frozenset[int], frozenset[int]]] = {}
        heads: dict[str, set[int]] = {}
        modifiers: dict[str, set[int]] = {}
        for name, body in load_measures().items():
            measure = self._measure(name, body)
            self.measures.append(measure)
            for group, words in ((heads, body.get("heads", ())), (modifiers, body.get("modifiers", ()))):
                for word in words:
                    key = skeleton(word)
                    group.setdefault(key, set()).add(measure.number)
                    parts = word.replace("\u200c", " ").split()
                    self._phrases.update(skeleton("".join(parts[:size])) for size in range(1, len(parts)))
            for word, others in body.get("unless", {}).items():
                self.unless[skeleton(word)] = frozenset(map(skeleton, others))
        for key in sorted({*heads, *modifiers}):
            self._roles[key] = frozenset(heads.get(key, ())), frozenset(modifiers.get(key, ()))
        units = {unit for measure in self.measures for unit in measure.units}
        self.by_unit = {unit: self._fits(unit) for unit in sorted(units)}

    def _measure(self, name: str, body: dict[str, Any]) -> Measure:
        return Measure(
            name,
            len(self.measures),
            frozenset(body["units"]),
            bool(body.get("heads")),
            bool(body.get("modifiers")),
            bool(body.get("before")),
            bool(body.get("of")),
            bool(body.get("thing")),
            bool(body.get("event")),
            frozenset(map(skeleton, body.get("plain", ()))),
            body.get("change"),
            frozenset(body.get("over", ())),
            body.get("later"),
            int(body["importance"]),
        )

    def _fits(self, unit: str) -> Fits:
        fits = [measure for measure in self.measures if unit in measure.units]
        numbers = {measure.number for measure in fits}
        words = {
            key: (sorted(heads & numbers), sorted(modifiers & numbers))
            for key, (heads, modifiers) in self._roles.items()
            if not numbers.isdisjoint(heads | modifiers)
        }
        free = [one for one in fits if not one.heads and not one.modifiers]
        plain = max(free, key=lambda one: one.importance) if free else None
        return Fits(words, [one.number for one in free], plain)

    # ------------------------------------------------------------------ words

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

    def phrase(self, words: list[str], at: int, following: frozenset[str]) -> tuple[str, int] | None:
        """Return the longest measure word of several words that begins there, and the token after it."""
        second = words[at + 1] if at + 1 < len(words) else ""
        # of the many «در» and «به» few begin one
        if second not in following and second[-3:] not in _COPULAS and len(second) >= 3:
            return None
        key, best = words[at], None
        for last in range(at + 1, min(at + _LONGEST, len(words))):
            key += words[last]
            plain = key.removesuffix("است").removesuffix("اند") if key.endswith(_COPULAS) else key
            if plain in self._roles:
                best = plain, last + 1
            if key not in self._phrases:
                break
        return best
