"""Tag sets as single characters.

A token carries a *set* of tags (``number``, ``unit``, ``role.head`` …). Each distinct set gets one private-use
character, so that a tokenised text becomes a short string and a rule an ordinary regular expression over it. In a rule
``{a}`` is the class of all characters whose set carries ``a``; ``{a|b}`` either, ``{a&b}`` both, ``{!a}`` not, with
``!`` binding tighter than ``&`` and ``&`` tighter than ``|``.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from extract.errors import LexiconError

_FIRST, _LAST = 0xE000, 0xF8FF
_BRACE = re.compile(r"\{([^{}0-9,][^{}]*)\}")


class Kind(set[str]):
    """The characters of all tag sets that satisfy one expression; grows as its register does.

    ``char in kind`` tells whether a token is of that kind: of all ways to ask, the fastest by far.
    """

    def __init__(self, expression: str, chars: Iterable[str]) -> None:
        super().__init__(chars)
        self.expression = expression
        terms = _parsed(expression)
        self._single = {part[0] for part in terms if len(part) == 1 and not part[0].startswith("!")}
        self._longer = [part for part in terms if part[0] not in self._single]
        self.search: Callable[[str, int, int], re.Match[str] | None]
        """``re.Pattern.search`` of the class of these characters, and so on; compiled when first asked for."""
        self.finditer: Callable[[str, int, int], Iterator[re.Match[str]]]
        self._forget()

    def meet(self, char: str, tags: frozenset[str]) -> None:
        """Take in a new tag set if it satisfies the expression."""
        if not tags.isdisjoint(self._single) or _satisfies(self._longer, tags):
            self.add(char)
            self._forget()

    def _forget(self) -> None:
        # the methods of the compiled pattern take the place of these two, so that a search costs one call
        self.search, self.finditer = self._first_search, self._first_finditer

    def _compile(self) -> None:
        pattern = re.compile(_as_class("".join(sorted(self))))
        self.search, self.finditer = pattern.search, pattern.finditer

    def _first_search(self, classes: str, first: int, last: int) -> re.Match[str] | None:
        self._compile()
        return self.search(classes, first, last)

    def _first_finditer(self, classes: str, first: int, last: int) -> Iterator[re.Match[str]]:
        self._compile()
        return self.finditer(classes, first, last)


class TagSets:
    """The register of tag sets in use; grows as lexicon and text bring new ones."""

    def __init__(self) -> None:
        self._chars: dict[frozenset[str], str] = {}
        self._sets: list[frozenset[str]] = []
        self._kinds: dict[str, Kind] = {}
        self.by_char: dict[str, frozenset[str]] = {}
        """The set of each character."""

    def __len__(self) -> int:
        return len(self._sets)

    def char(self, tags: Iterable[str]) -> str:
        """Return the character that stands for this set of tags.

        Raises:
            LexiconError: more different sets than there are private-use characters.
        """
        key = frozenset(tags)
        found = self._chars.get(key)
        if found is None:
            code = _FIRST + len(self._sets)
            if code > _LAST:
                raise LexiconError(
                    "the lexicon needs more than 6,400 different tag sets; merge some of its groups"
                )
            found = self._chars[key] = chr(code)
            self._sets.append(key)
            self.by_char[found] = key
            for kind in self._kinds.values():
                kind.meet(found, key)
        return found

    def tags(self, char: str) -> frozenset[str]:
        """Return the set that ``char`` stands for."""
        return self.by_char[char]

    def kind(self, expression: str) -> Kind:
        """Return the kind of all tag sets that satisfy ``expression``, those to come included."""
        found = self._kinds.get(expression)
        if found is None:
            found = self._kinds[expression] = Kind(expression, self.members(expression))
        return found

    def members(self, expression: str) -> str:
        """Return all characters whose set satisfies ``expression`` (see the module's text)."""
        terms = _parsed(expression)
        return "".join(chr(_FIRST + n) for n, tags in enumerate(self._sets) if _satisfies(terms, tags))

    def expand(self, pattern: str) -> str:
        """Replace each ``{expression}`` of ``pattern`` by its character class; counts as ``{2,3}`` are left alone."""
        return _BRACE.sub(lambda found: _as_class(self.members(found[1])), pattern)


Terms = list[list[str]]
"""Alternatives, each a list of what must hold."""


def _parsed(expression: str) -> Terms:
    return [[term.strip() for term in part.split("&")] for part in expression.split("|")]


def _satisfies(terms: Terms, tags: frozenset[str]) -> bool:
    return any(all(_holds(term, tags) for term in part) for part in terms)


def _holds(term: str, tags: frozenset[str]) -> bool:
    return term[1:].strip() not in tags if term.startswith("!") else term in tags


def _as_class(chars: str) -> str:
    if not chars:
        return r"(?!)"  # a tag that nothing carries never matches
    runs: list[list[str]] = []
    for char in chars:  # in code order
        if runs and ord(char) == ord(runs[-1][1]) + 1:
            runs[-1][1] = char
        else:
            runs.append([char, char])
    return "[" + "".join(a if a == b else f"{a}-{b}" for a, b in runs) + "]"


TAGS = TagSets()
"""The register that all vocabularies share, so that kinds can be named where they are used."""
kind = TAGS.kind
