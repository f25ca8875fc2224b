"""Tag sets as single characters.

A token carries a *set* of tags (``number``, ``unit``, ``role.head`` …). Each distinct set gets one private-use
character, so that a tokenised text becomes a short string and a rule an ordinary regular expression over it. In a rule
``{a}`` is the class of all characters whose set carries ``a``; ``{a|b}`` either, ``{a&b}`` both, ``{!a}`` not, with
``!`` binding tighter than ``&`` and ``&`` tighter than ``|``.
"""

import re
from collections.abc import Iterable

from extract.errors import LexiconError

_FIRST, _LAST = 0xE000, 0xF8FF
_BRACE = re.compile(r"\{([^{}0-9,][^{}]*)\}")


class TagSets:
    """The register of tag sets in use; grows as lexicon and text bring new ones."""

    def __init__(self) -> None:
        self._chars: dict[frozenset[str], str] = {}
        self._sets: list[frozenset[str]] = []

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
        return found

    def tags(self, char: str) -> frozenset[str]:
        """Return the set that ``char`` stands for."""
        return self._sets[ord(char) - _FIRST]

    def members(self, expression: str) -> str:
        """Return all characters whose set satisfies ``expression`` (see the module's text)."""
        wanted = [[term.strip() for term in part.split("&")] for part in expression.split("|")]
        return "".join(
            chr(_FIRST + number)
            for number, tags in enumerate(self._sets)
            if any(all(_holds(term, tags) for term in part) for part in wanted)
        )

    def expand(self, pattern: str) -> str:
        """Replace each ``{expression}`` of ``pattern`` by its character class; counts as ``{2,3}`` are left alone."""
        return _BRACE.sub(lambda found: _as_class(self.members(found[1])), pattern)


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
