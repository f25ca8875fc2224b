"""An English noun phrase as it is put together from Persian pieces, and how two of them are joined.

Persian says the head first and hangs everything else on it with the ezafe; English puts adjectives and short general
nouns before the head (wheat storage capacity) and the rest after it (value of exports to Iraq).
"""

from dataclasses import dataclass, field, replace
from typing import Literal

from reports.english.plurals import plural_of

Role = Literal["bare", "of", "object"]
"""On its own; after «of»; after a preposition. They differ in articles and in the number of general nouns."""

_LONGEST_ADJUNCT = 3
"""Words that may stand before a head."""
_PREPOSITIONS = frozenset(
    [
        "with",
        "without",
        "by",
        "under",
        "in",
        "at",
        "on",
        "to",
        "of",
        "for",
        "from",
        "per",
        "into",
        "over",
        "below",
    ]
)


@dataclass(slots=True)
class NounPhrase:
    """Pieces of an English noun phrase, in the order of print."""

    heads: list[tuple[str, str]] = field(default_factory=list)
    """(singular, plural) of each head: production and distribution."""
    dets: list[tuple[str, str]] = field(default_factory=list)
    """(singular, plural) of each determiner and number: this, these."""
    lead: list[str] = field(default_factory=list)
    """Adjectives that go before all others: various, new."""
    pre: list[str] = field(default_factory=list)
    """Adjectives, in Persian order: the last one is printed first."""
    front: str = ""
    """A noun used as an adjective, just before the head."""
    post: list[str] = field(default_factory=list)
    also: list["NounPhrase"] = field(default_factory=list)
    """Further phrases joined with «and»."""
    plural: bool = False
    form: str = ""
    use: frozenset[str] = frozenset()
    proper: bool = False
    """A name: takes no article and no plural."""
    foreign: bool = False
    """Persian words that the glossary lacks."""
    indefinite: bool = False
    relational: bool = False
    """A property or an act of something, of which there is one: price of …, share of …."""
    superlative: bool = False

    @property
    def uncountable(self) -> bool:
        """Whether the English has one form only."""
        return all(singular == plural for singular, plural in self.heads)

    @property
    def kind_in_plural(self) -> bool:
        """Whether a kind of thing is named in the plural: orchards, but price, this indicator, largest complex."""
        if "unit" in self.use:
            return True
        if self.relational or self.dets or self.superlative or self.indefinite or "the" in self.use:
            return False
        return "person" in self.use or not self._of_something()

    def text(self, plural: bool = False) -> str:
        """Return the phrase in words."""
        many = plural or self.plural
        head = _listed([pair[many] for pair in self.heads])
        parts = [*(pair[many] for pair in self.dets), self._before(head), *self.post]
        text = " ".join(part for part in parts if part)
        return _listed([text, *(one.text(plural) for one in self.also)])

    def in_role(self, role: Role) -> str:
        """Return the phrase as it stands after «of» or after another preposition."""
        if self.also and role == "object":
            alone = replace(self, also=[])
            return _listed([alone.in_role(role), *(one.text() for one in self.also)])
        if role == "bare" or self.proper or self.foreign or self.also or len(self.heads) > 1:
            return self.text(plural=role == "of" and not self.proper and bool(self.also or self.heads[1:]))
        many = self.plural or self.uncountable
        if self.superlative:
            return "the " + self.text()
        if self.dets:
            return self.text()
        if (
            "the" in self.use
            or ("place" in self.use and not many)
            or (self.uncountable and self._of_something())
        ):
            return "the " + self.text()
        if many:
            return self.text()
        if self.indefinite:
            return article(self.text())
        if "bare" in self.use:
            return self.text()
        if "person" in self.use or (role == "of" and not self._of_something()):
            return self.text(plural=True)
        return "the " + self.text()

    @property
    def possessive(self) -> str | None:
        """Persons in the plural as owners, without what stands after them: young farmers'."""
        if "person" not in self.use or not self.plural or self.dets or self.also or self._of_something():
            return None
        words = self._before(_listed([many for _, many in self.heads]))
        if len(words.split()) > _LONGEST_ADJUNCT - 1 or _preposed(words):
            return None
        return words + ("'" if words.endswith("s") else "'s")

    def _before(self, head: str) -> str:
        """Return a head with what stands before it, determiners left out."""
        return " ".join(part for part in (*self.lead, *reversed(self.pre), self.front, head) if part)

    def _of_something(self) -> bool:
        return any(part.startswith("of ") for part in self.post)

    @property
    def attributive(self) -> str | None:
        """The phrase as an adjunct before another noun, without what stands after it; ``None`` if it cannot be one."""
        if self.plural or self.dets or self.proper or self.foreign or self._of_something() or self.indefinite:
            return None
        if "place" in self.use or any(one.attributive is None or one.post for one in self.also):
            return None
        words = self._before(_listed([one for one, _ in self.heads]))
        words = _listed([words, *(one.attributive or "" for one in self.also)])
        return words if 0 < len(words.split()) <= _LONGEST_ADJUNCT and not _preposed(words) else None


def _listed(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _preposed(words: str) -> bool:
    return bool(_PREPOSITIONS & set(words.split()))


def article(text: str) -> str:
    """Put «a» or «an» before a phrase."""
    vowel = text[:1].lower() in "aeio" or (text[:1] == "u" and not text.startswith(("uni", "use")))
    return f"{'an' if vowel else 'a'} {text}"


def qualify(phrase: NounPhrase, words: list[str], *, followed: bool = False, first: bool = False) -> None:
    """Hang adjectives or participles on a phrase: before the head, or after it if one is long or something follows."""
    long = any(
        " " in word and " and " not in word and not word.startswith(("newly ", "more ")) for word in words
    )
    if first:
        phrase.lead.append(_listed(words))
    elif followed or long or words[0] in _PREPOSITIONS:
        phrase.post.append(_listed(words))
    else:
        phrase.pre.append(_listed(words))


def done(phrase: NounPhrase, participle: str) -> None:
    """Put a participle behind its noun, before where and for whom: jobs created in the province."""
    at = next(
        (index for index, part in enumerate(phrase.post) if not part.startswith("of ")), len(phrase.post)
    )
    phrase.post.insert(at, participle)


def attach(head: NounPhrase, other: NounPhrase) -> NounPhrase:
    """Join what an ezafe joins, and return the phrase that results."""
    form, _, otherwise = (head.form if len(head.heads) == 1 and not head.front else "").partition(" / ")
    if not head.heads:
        return _handed_on(head, other)
    if other.foreign:  # noun or adjective, nobody knows: it stays behind the head
        known = form.startswith("~ ") and not form.startswith("~ {") and "unit" not in head.use
        joined = form if known else "~ of {}" if "place" in head.use else "~ {}"
        head.post.append(joined.removeprefix("~ ").replace("{}", other.text()))
        return head
    if other.proper or ("place" in other.use and not other.plural and not other.pre and not other.dets):
        return _placed(head, other, form)
    if form == "{}":
        return _handed_on(head, other)
    if form.startswith("~ {"):
        other.pre.append(head.heads[0][0])
        other.plural = other.plural or "person" in other.use  # average pupils per class
        return _handed_on(head, other)
    if "change" in other.use and "unit" in head.use and head.uncountable:  # percent increase
        other.pre.append(head.heads[0][0])
        other.heads = [(singular, singular) for singular, _ in other.heads]
        return other
    if form and "~" not in form:
        form = _literal(head, other, form)
    if form in ("", "{} ~"):
        words = other.attributive or other.possessive
        if words and not head.front and head.form != "~ of {}":
            head.front = words
            head.post += other.post
            return head
        form = otherwise or "~ of {}"
    joined = form.removeprefix("~ ").replace("{}", _belonging(head, other))
    head.post.append(joined)
    head.form = ""
    return head


def _handed_on(head: NounPhrase, other: NounPhrase) -> NounPhrase:
    """Give what stood with a head that is left out («نفر», «مورد») to the noun that takes its place."""
    other.plural = other.plural or head.plural
    other.superlative = other.superlative or head.superlative
    other.dets = [*head.dets, *other.dets]
    other.lead = [*head.lead, *other.lead]
    other.pre += head.pre
    other.post += head.post
    return other


def _literal(head: NounPhrase, other: NounPhrase, form: str) -> str:
    """A form with another head of its own: «area under {}», «{} per head»."""
    if form.startswith("{} "):
        other.post.append(form.removeprefix("{} "))
        return "{} ~"
    first, _, rest = form.partition(" ")
    head.heads = [(first, plural_of(first))]
    return f"~ {rest}"


def _placed(head: NounPhrase, place: NounPhrase, form: str) -> NounPhrase:
    if form == "{}" or not head.heads:
        return _handed_on(head, place)
    preposition = next(
        (word for word in ("from", "into") if word in head.use), "of" if form == "~ of {}" else "in"
    )
    head.post.append(f"{preposition} {place.in_role('object')}")
    return head


def _belonging(head: NounPhrase, other: NounPhrase) -> str:
    if "unit" in head.use and "length" in other.use and not other.plural:
        return other.text()
    return other.in_role("of")
