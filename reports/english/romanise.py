"""Persian personal names in the spelling of the English-language press.

Each word of a name is looked for, in this order: in ``data/overrides.tsv``; in the lexicons of given names and
surnames, however it is spaced («علی‌اصغر», «علی اصغر», «علیاصغر»); as known stems with the beginnings and endings of
``data/affixes.tsv`` (the gazetteer's places are stems too); and at last by :mod:`reports.english.guess`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extract.text.shadow import FILLER
from reports.english.affixes import affixes, decompose, ending
from reports.english.guess import guess
from reports.english.letters import DATA, GAZETTEER, fold, table, words

NameBasis = Literal["override", "lexicon", "affix", "guess"]
_RANK: dict[NameBasis, int] = {"override": 0, "lexicon": 1, "affix": 2, "guess": 3}
_LONGEST = 4
"""Words of the longest entry of the lexicons."""
_LONG_ENOUGH = 3
"""Letters of what a beginning of a surname may stand before, where it is not known."""
_LONGEST_NAME = 8
"""Words of the longest full name of the override file."""


@dataclass(frozen=True, slots=True)
class NamePart:
    """One or more words of a name that were read together."""

    persian: str
    """In shadow spelling without half-spaces, a space between words."""
    english: str
    """Empty for a title that English leaves out («آقای»)."""
    basis: NameBasis
    title: bool = False


@dataclass(frozen=True, slots=True)
class Romanised:
    """A name in Latin letters, and how far it can be trusted."""

    text: str
    basis: NameBasis
    """The weakest of the parts: one guessed word makes the whole name a guess."""
    parts: tuple[NamePart, ...]


@cache
def _overrides() -> dict[str, str]:
    return {fold(row["fa"]): row["en"] for row in table(DATA / "overrides.tsv", "fa", "en", "reason")}


@cache
def _given() -> dict[str, str]:
    return {fold(row["fa"]): row["en"] for row in table(GAZETTEER / "given_names.tsv", "fa", "gender", "en")}


@cache
def _lexicon() -> dict[str, str]:
    """Skeleton → English; a given name wins over a surname of the same letters."""
    return {
        fold(row["fa"]): row["en"] for row in table(GAZETTEER / "surnames.tsv", "fa", "kind", "en")
    } | _given()


def romanise(name: str) -> Romanised:
    """Return a personal name, as articles write it, in Latin letters.

    Takes any spacing and half-spacing, Arabic ي and ك, titles joined or not («سیدحسن»). Words without a Persian
    letter are left as they are; a name without letters gives an empty text and the basis ``guess``.
    """
    tokens = _glued(list(_untitled(words(name))))
    parts = tuple(_parts(tokens))
    if not any(part.english for part in parts):  # only a title that is left out otherwise
        parts = tuple(NamePart(token, guess(token).capitalize(), "guess") for token in tokens)
    bases: list[NameBasis] = [part.basis for part in parts] or ["guess"]
    basis = max(bases, key=_RANK.__getitem__)
    return Romanised(" ".join(part.english for part in parts if part.english), basis, parts)


def surname_key(name: str) -> str:
    """Return what the English index sorts a full name by: surname, given name, titles, in lower case.

    The first part that is no title is taken for the given name; all that follows is the surname
    («یعقوب رستمی مال خلیفه» → ``rostami mal khalifeh, yaghoub``).
    """
    parts = [part for part in romanise(name).parts if part.english]
    titles = [part.english for part in parts if part.title]
    names = [part.english for part in parts if not part.title]
    given, surname = (names[:1], names[1:]) if len(names) > 1 else ([], names)
    return ", ".join(" ".join(group) for group in (surname, given, titles) if group).casefold()


def _bare(token: str) -> str:
    return token.replace(FILLER, "")


def _untitled(tokens: list[str]) -> Iterator[str]:
    """Split a joined «سید» off its name, where the rest is a name in its own right («سیدرضا», not «سیدی»)."""
    for token in tokens:
        bare = _bare(token)
        for title in affixes("title"):
            rest = bare.removeprefix(title)
            if rest != bare and bare not in _lexicon() and _stands_alone(rest):
                yield title
                yield token[_index_after(token, len(title)) :].strip(FILLER)
                break
        else:
            yield token


def _index_after(token: str, letters: int) -> int:
    """Return the index in ``token`` after so many letters, half-spaces not counted."""
    seen = 0
    for index, char in enumerate(token):
        if seen == letters:
            return index
        seen += char != FILLER
    return len(token)


def _stands_alone(word: str) -> bool:
    return word in _lexicon() or (word not in affixes("suffix") and decompose(word) is not None)


def _glued(tokens: list[str]) -> list[str]:
    """Put endings and beginnings that stand as words of their own to their stems: «صارمی زاده», «پور محمدی»."""
    titles = affixes("title")
    first = sum(_bare(token) in titles for token in tokens[:1])
    given = _given_words([_bare(token) for token in tokens[first:]])
    glued: list[str] = []
    for index, token in enumerate(tokens):
        if len(glued) > first and (
            _is_beginning(_bare(glued[-1]), _bare(token), only=len(glued) == first + 1)
            or _is_ending(tokens, index, _bare(glued[-1]), only=len(glued) == first + given)
        ):
            glued[-1] += FILLER + token
        else:
            glued.append(token)
    return glued


def _given_words(bare: list[str]) -> int:
    """Return of how many words the given name is, at least one: two in «علی رضا پور محمدی»."""
    counts = (count for count in (3, 2) if len(bare) > count and "".join(bare[:count]) in _given())
    return next(counts, 1)


def _is_ending(tokens: list[str], index: int, before: str, *, only: bool) -> bool:
    """Tell whether a word is an ending of the one before; ``only``: nothing but a given name stands before that."""
    token = _bare(tokens[index])
    suffix = affixes("suffix").get(token)
    if suffix is None or suffix.word or not suffix.free or before in affixes("prefix"):
        return False
    if only and token in affixes("prefix") and index + 1 < len(tokens):  # «رضا پور محمدی»: Reza Pourmohammadi
        return not _stands_alone(token + _bare(tokens[index + 1]))
    return suffix.free == "always" or not only or before not in _given()


def _is_beginning(before: str, token: str, *, only: bool) -> bool:
    prefix = affixes("prefix").get(before)
    if prefix is None or not prefix.free or before + token in _given():
        return False
    free = prefix.free == "always" or not only or token not in _given()
    return free and _stands_alone(before + token)


def _parts(tokens: list[str]) -> Iterator[NamePart]:
    """Read the longest known run of words from each position on."""
    start = 0
    while start < len(tokens):
        for end in range(min(len(tokens), start + (_LONGEST if start else _LONGEST_NAME)), start, -1):
            if part := _known(tokens[start:end]):
                yield part
                start = end
                break
        else:
            yield _made(tokens[start])
            start += 1


def _known(tokens: list[str]) -> NamePart | None:
    """Look a run of words up whole."""
    persian = " ".join(map(_bare, tokens))
    skeleton = persian.replace(" ", "")
    if english := _overrides().get(skeleton):
        return NamePart(persian, english, "override")
    if title := affixes("title").get(skeleton):
        return NamePart(persian, title.en.removesuffix("-"), "lexicon", title=True)
    if english := _lexicon().get(skeleton):
        return NamePart(persian, english, "lexicon")
    if suffix := affixes("suffix").get(skeleton):  # «محمدی مقدم», or an ending alone in a surname
        return NamePart(persian, suffix.en.removeprefix("~").capitalize(), "lexicon")
    return None


def _made(token: str) -> NamePart:
    """Put a single word together from what is known, or guess it."""
    bare = _bare(token)
    if english := decompose(bare, _cuts(token)):
        return NamePart(bare, english, "affix")
    pieces = token.split(FILLER)
    if len(pieces) > 1 and pieces[-1] not in affixes("suffix") and min(map(len, pieces)) > 2:
        return NamePart(
            bare, " ".join((_known([piece]) or _made(piece)).english for piece in pieces), "guess"
        )
    return NamePart(bare, _guessed(bare), "guess")


def _cuts(token: str) -> frozenset[int]:
    """Return where in the bare word the source has half-spaces."""
    lengths = [len(piece) for piece in token.split(FILLER)]
    return frozenset(sum(lengths[:count]) for count in range(1, len(lengths)))


def _guessed(word: str) -> str:
    if not any("؀" <= char <= "ۿ" for char in word):
        return word  # «Ali» stays as it is
    for prefix in affixes("prefix").values():
        rest = word.removeprefix(prefix.fa)
        if prefix.free == "always" and rest != word and len(rest) >= _LONG_ENOUGH:
            return prefix.en + _guessed(rest).lower()  # «پورذهبی» is a son of somebody, whoever that is
    if suffix := ending(word):
        stem = word[: -len(suffix.fa)]
        known = _lexicon().get(stem)
        if (
            known is None and suffix.en == "i" and not set(stem) & set("آاوی")
        ):  # «چرخی» is more often Charkhi than Charakhi
            return guess(word).capitalize()
        english = (known or guess(stem)).capitalize()
        if suffix.word:
            return f"{english} {suffix.en}"
        return english.removesuffix("eh") + "ei" if suffix.en == "~i" else english + suffix.en
    return guess(word).capitalize()
