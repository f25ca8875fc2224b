"""Negation counted on both sides of a translation, from the lists of ``data/negation.toml``.

Nothing is parsed: a negated verb asks for some negation on the other side, a word such as «بدون» too, and a word
whose natural translation is a negation («راکد», inactive) excuses one.
"""

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extract.text.shadow import FILLER, shadow, skeleton
from reports.translate.words import table

_PAST_ENDINGS = ("", "م", "ی", "یم", "ید", "ند")
_PRESENT_ENDINGS = ("م", "ی", "د", "یم", "ید", "ند")
_PARTICIPLE_ENDINGS = ("", "ام", "ای", "ایم", "اید", "اند", "است", "بود", "بودند")
_DERIVED = 5
"""A word with a negating prefix or suffix has this many letters at least: «بین» and "less" are none."""
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH_WORD = re.compile(r"n[’']t\b|[^\W\d_]+(?=n[’']t\b)|[^\W\d_]+", re.IGNORECASE)


class Negations(NamedTuple):
    """How many negations of each kind a text has; see ``data/negation.toml`` for the kinds."""

    verb: int
    word: int
    excuse: int
    lexical: int

    @property
    def asked(self) -> int:
        """Negations that must have an answer on the other side."""
        return self.verb + self.word

    @property
    def any(self) -> int:
        """Negations that may answer one of the other side."""
        return self.verb + self.word + self.excuse


def lost(source: str, text: str) -> bool:
    """Return whether a negation of the Persian source has no counterpart in the English text."""
    persian, english = persian_negations(source), english_negations(text)
    # «راکد» has used up its "dormant", which cannot answer a verb as well
    used = min(english.excuse, persian.lexical)
    return persian.asked > english.any - used + _equivalents(source, text)


def added(source: str, text: str) -> bool:
    """Return whether the English text negates what the Persian source does not."""
    persian, english = persian_negations(source), english_negations(text)
    free = persian.any - min(persian.excuse, english.excuse)
    return english.verb > free or english.asked > free + persian.lexical


def persian_negations(text: str) -> Negations:
    """Count the negations of a Persian text."""
    words = _WORD.findall(shadow(text).replace(FILLER, ""))
    words = _without(words, [_WORD.findall(phrase) for phrase in table("negation")["ignored"]["fa"]])
    # «نمی شود» with a space is one word
    joined, index = [], 0
    while index < len(words):
        if words[index] == "نمی" and index + 1 < len(words):
            index += 1
            joined.append("نمی" + words[index])
        else:
            joined.append(words[index])
        index += 1
    return _count(joined, _lists("fa"))


def english_negations(text: str) -> Negations:
    """Count the negations of an English text; "No. 5" is none."""
    text = re.sub(r"\b(?:No\.? ?|no\. ?)(?=\d)", "", text.replace("’", "'"))
    words = _ENGLISH_WORD.findall(text.lower())
    words = _without(words, [phrase.split() for phrase in table("negation")["ignored"]["en"]])
    return _count(words, _lists("en"))


def _count(words: Iterable[str], lists: "_Lists") -> Negations:
    counts = Counter(kind for word in words if (kind := lists.kind(word)))
    return Negations(counts["verb"], counts["word"], counts["excuse"], counts["lexical"])


class _Lists(NamedTuple):
    """The word lists of one language, folded."""

    words: dict[str, str]
    """Word to kind; an empty kind for what only looks like a negation."""
    prefixes: tuple[tuple[str, str], ...]
    """Prefix and kind."""
    suffixes: tuple[tuple[str, str], ...]

    def kind(self, word: str) -> str:
        """Return the kind of negation a word is, or an empty string."""
        if word in self.words:
            return self.words[word]
        if len(word) >= _DERIVED:
            for affixes, fits in ((self.prefixes, word.startswith), (self.suffixes, word.endswith)):
                for affix, kind in affixes:
                    if fits(affix):
                        return kind
        return ""


@functools.cache
def _lists(language: str) -> _Lists:
    data = table("negation")[language]
    fold = skeleton if language == "fa" else str.lower
    words = {
        fold(word): ""
        for name in ("not_word", "not_excuse", "not_excuse_suffix")
        for word in data.get(name, ())
    }
    for kind in ("lexical", "excuse", "word"):
        for ending in (*data.get("endings", ()), ""):
            words |= {fold(word + ending): kind for word in data[kind] if fold(word + ending) not in words}
    words |= {fold(word): "verb" for word in data["verb"]}
    words |= {fold(word + ending): "" for word in data["not_excuse"] for ending in data.get("endings", ())}
    if language == "fa":
        words |= dict.fromkeys(_negated_verbs(), "verb")
        words |= dict.fromkeys(_subjunctives(), "")
    prefixes = tuple(
        (prefix, kind) for kind in ("word", "excuse") for prefix in data.get(f"{kind}_prefix", ())
    )
    suffixes = tuple((suffix, "excuse") for suffix in data.get("excuse_suffix", ()))
    return _Lists(words, prefixes, suffixes)


@functools.cache
def _negated_verbs() -> frozenset[str]:
    """Return the skeletons of all negated forms that the stems of the list have."""
    data = table("negation")["fa"]
    forms = set(map(skeleton, data["verb"]))
    for past, present in data["stems"]:
        negated, subjunctive = _negate(past), _negate(present)
        forms.update(negated + ending for ending in (*_PAST_ENDINGS, "ن"))
        forms.update(f"{negated}ه{ending}" for ending in _PARTICIPLE_ENDINGS)
        forms.update(subjunctive + ending for ending in _PRESENT_ENDINGS)
        for prefix in ("نمی", "برنمی", "درنمی", "بازنمی"):
            forms.update(f"{prefix}{past}{ending}" for ending in _PAST_ENDINGS)
            forms.update(f"{prefix}{present}{ending}" for ending in _PRESENT_ENDINGS)
    return frozenset(map(skeleton, forms)) - frozenset(map(skeleton, data["not_verb"]))


def _subjunctives() -> Iterator[str]:
    """Yield verb forms that begin with بی and negate nothing: «بیاید», «بیفتد», «بینجامد»."""
    for _, present in table("negation")["fa"]["stems"]:
        if present.startswith(("آ", "ا")):
            for stem in (present[1:], "ا" + present[1:]):
                yield from (skeleton(f"بی{stem}{ending}") for ending in _PRESENT_ENDINGS)


def _negate(stem: str) -> str:
    """Put نـ before a stem: آمد → نیامد, افتاد → نیفتاد, کرد → نکرد."""
    if stem.startswith("آ"):
        return "نیا" + stem[1:]
    return "نی" + stem[1:] if stem.startswith("ا") else "ن" + stem


def _without(words: Sequence[str], phrases: Sequence[Sequence[str]]) -> list[str]:
    """Return the words with every occurrence of the phrases taken out."""
    kept: list[str] = []
    index = 0
    while index < len(words):
        phrase = next(
            (each for each in phrases if list(words[index : index + len(each)]) == list(each)), None
        )
        if phrase:
            index += len(phrase)
        else:
            kept.append(words[index])
            index += 1
    return kept


def _equivalents(source: str, text: str) -> int:
    """Count English words that answer a Persian negation only beside certain Persian words."""
    persian = frozenset(_WORD.findall(shadow(source).replace(FILLER, "")))
    english = frozenset(re.findall(r"[^\W_]+", text.lower()))
    pairs = table("negation")["equivalent"]
    return sum(bool(persian & set(map(skeleton, pair["fa"])) and english & set(pair["en"])) for pair in pairs)
