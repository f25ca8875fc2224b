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
        self._with: dict[str, set[str]] = {}
        """The characters whose set carries a tag, by tag."""
        self._kinds: dict[str, Kind] = {}
        self._classes: dict[str, str] = {}
        """Classes of expressions, for as many sets as there are now."""
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
            self._classes.clear()
            for tag in key:
                self._with.setdefault(tag, set()).add(found)
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
        """Return all characters whose set satisfies ``expression`` (see the module's text), in code order."""
        found: set[str] = set()
        for part in _parsed(expression):
            wanted = [self._carry(term) for term in part if not term.startswith("!")]
            chars = set.intersection(*wanted) if wanted else set(self.by_char)
            found |= chars.difference(
                *(self._carry(term[1:].strip()) for term in part if term.startswith("!"))
            )
        return "".join(sorted(found))

    def _carry(self, tag: str) -> set[str]:
        return self._with.get(tag, set())

    def expand(self, pattern: str) -> str:
        """Replace each ``{expression}`` of ``pattern`` by its character class; counts as ``{2,3}`` are left alone.

        What is only denied (``{!break}``) becomes the class of all *other* characters, which stays the same when sets
        come up that do not carry the tag; nearly none do.
        """
        return _BRACE.sub(self._class_of, pattern)

    def _class_of(self, brace: re.Match[str]) -> str:
        expression = brace[1]
        found = self._classes.get(expression)
        if found is None:
            terms = _parsed(expression)
            if len(terms) == 1 and all(term.startswith("!") for term in terms[0]):
                denied = self.members("|".join(term[1:] for term in terms[0]))
                found = _as_class(denied, "^") if denied else _ANY_SET
            else:
                found = _as_class(self.members(expression))
            self._classes[expression] = found
        return found


class Expression:
    """A pattern with ``{tag}`` for tokens, as a regular expression over class strings.

    Compiled when first asked for, and again only when tag sets have come up that change one of its classes.
    """

    __slots__ = ("_compiled", "_expanded", "_size", "_tags", "pattern")

    def __init__(self, pattern: str, tags: TagSets) -> None:
        self.pattern = pattern.replace("{any}", "{!break}")
        self._tags = tags
        self._size = -1
        self._expanded: str | None = None
        self._compiled: re.Pattern[str]

    @property
    def regex(self) -> re.Pattern[str]:
        """The compiled expression.

        Raises:
            re.error: it is malformed.
        """
        if self._size != len(self._tags):
            expanded = self._tags.expand(self.pattern)
            if expanded != self._expanded:
                self._compiled = re.compile(expanded, re.VERBOSE)
                self._expanded = expanded
            self._size = len(self._tags)
        return self._compiled


Terms = list[list[str]]
"""Alternatives, each a list of what must hold."""


def _parsed(expression: str) -> Terms:
    return [[term.strip() for term in part.split("&")] for part in expression.split("|")]


def _satisfies(terms: Terms, tags: frozenset[str]) -> bool:
    return any(all(_holds(term, tags) for term in part) for part in terms)


def _holds(term: str, tags: frozenset[str]) -> bool:
    return term[1:].strip() not in tags if term.startswith("!") else term in tags


_ANY_SET = f"[{chr(_FIRST)}-{chr(_LAST)}]"


def _as_class(chars: str, denied: str = "") -> str:
    if not chars:
        return r"(?!)"  # a tag that nothing carries never matches
    runs: list[list[str]] = []
    for char in chars:  # in code order
        if runs and ord(char) == ord(runs[-1][1]) + 1:
            runs[-1][1] = char
        else:
            runs.append([char, char])
    return f"[{denied}" + "".join(a if a == b else f"{a}-{b}" for a, b in runs) + "]"


TAGS = TagSets()
"""The register that all vocabularies share, so that kinds can be named where they are used."""
kind = TAGS.kind
