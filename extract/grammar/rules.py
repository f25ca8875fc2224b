"""Rules: one line of named classes each, compiled to ``re`` over a text's class string.

A rule file holds tables, in the order in which they are tried::

    [figure.counted]
    pattern = "(?P<n>{number}) {classifier}? (?P<head>{unit})"   # spaces in a pattern mean nothing
    example = "۱۸ تعاونی → n=۱۸ head=تعاونی"

Further keys are kept in :attr:`Rule.options`. ``{tag}`` is a token that carries the tag (see :mod:`.tags`); ``{any}``
any token but a paragraph break. ``<name>`` elsewhere in a pattern is a macro of the file's ``[macro]`` table.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from extract.errors import LexiconError
from extract.grammar.lexicon import FOLDER, tables
from extract.grammar.tags import Expression, TagSets
from extract.text.tokens import Tokens

_MACRO = re.compile(r"(?<!\?P)(?<!\?P=)<([a-z_]+)>")


class Rule:
    """One rule of a file; compiled when first used."""

    __slots__ = ("_expression", "name", "options", "pattern")

    def __init__(self, name: str, pattern: str, options: dict[str, Any], tags: TagSets) -> None:
        self.name = name
        self.pattern = pattern
        """With macros expanded."""
        self.options = options
        self._expression = Expression(pattern, tags)

    @property
    def regex(self) -> re.Pattern[str]:
        """The compiled expression."""
        try:
            return self._expression.regex
        except re.error as error:
            raise LexiconError(f"rule {self.name} is not a valid expression: {error}") from error

    def find(self, tokens: Tokens, first: int = 0, last: int | None = None) -> Iterator["Found"]:
        """Yield the non-overlapping matches in the tokens ``first`` … ``last - 1``, from the left."""
        for match in self.regex.finditer(tokens.classes, first, len(tokens) if last is None else last):
            yield Found(self, match)


class Found(NamedTuple):
    """A rule's match; positions are token indexes."""

    rule: Rule
    match: re.Match[str]

    @property
    def first(self) -> int:
        """Index of the first token."""
        return self.match.start()

    @property
    def last(self) -> int:
        """Index after the last token."""
        return self.match.end()

    def group(self, name: str) -> tuple[int, int] | None:
        """Return the token range of a named group, or ``None`` where it took no part."""
        if name not in self.match.re.groupindex:
            return None
        first, last = self.match.span(name)
        return None if first < 0 else (first, last)


def load_rules(file: str, tags: TagSets) -> dict[str, Rule]:
    """Return the rules of ``extract/lexicon/rules/<file>.toml`` by name, in the file's order.

    Raises:
        LexiconError: the file is not TOML, a rule has no pattern, or a macro is unknown.
    """
    path = FOLDER / "rules" / f"{file}.toml"
    data = tables(path)
    macros: dict[str, str] = {}
    for name, value in data.pop("macro", {}).items():
        macros[name] = f"(?:{_expand(value, macros, path)})"
    rules: dict[str, Rule] = {}
    for group, members in data.items():
        for name, body in members.items():
            if not isinstance(body, dict) or "pattern" not in body:
                raise LexiconError(f"{path.name}: rule {group}.{name} has no pattern")
            options = {key: value for key, value in body.items() if key != "pattern"}
            full = f"{group}.{name}"
            rules[full] = Rule(full, _expand(body["pattern"], macros, path), options, tags)
    return rules


def _expand(pattern: str, macros: dict[str, str], path: Path) -> str:
    def put(found: re.Match[str]) -> str:
        if found[1] not in macros:
            raise LexiconError(f"{path.name}: there is no macro <{found[1]}>")
        return macros[found[1]]

    return _MACRO.sub(put, pattern)


class AnyOf:
    """Several rules as one expression, tried in their order at one place of the text."""

    __slots__ = ("_expression", "_names", "rules")

    def __init__(self, rules: Iterable[Rule], tags: TagSets) -> None:
        self.rules = tuple(rules)
        """Without named groups of their own."""
        self._names = {f"rule{number}": rule.name for number, rule in enumerate(self.rules)}
        joined = "|".join(f"(?P<rule{number}>{rule.pattern})" for number, rule in enumerate(self.rules))
        self._expression = Expression(joined, tags)

    def match(self, tokens: Tokens, at: int) -> tuple[str, int] | None:
        """Return the name of the first rule that matches at the token ``at``, and the token index where it ends."""
        found = self._expression.regex.match(tokens.classes, at)
        return None if found is None else (self._names[str(found.lastgroup)], found.end())
