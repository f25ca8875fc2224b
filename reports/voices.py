"""Who speaks and who is named: quotes' speakers and officials brought together over all articles."""

from collections.abc import Iterable, Mapping, Sequence

from extract.statements import Extraction, Official, Person, Quote
from extract.text.shadow import skeleton
from reports.model import IndexEntry, Voice

OfficialKey = tuple[str, int]
"""(article id, index into its officials)."""


class People:
    """The persons of all articles, found by article and name."""

    def __init__(self, extractions: Iterable[Extraction], persons: Sequence[Person] | None) -> None:
        self.extractions = {extraction.id: extraction for extraction in extractions}
        self.persons = tuple(self._printable(persons if persons is not None else self._by_name()))
        self._by_official: dict[OfficialKey, int] = {
            member: number for number, person in enumerate(self.persons) for member in person.members
        }

    def _printable(self, persons: Iterable[Person]) -> Iterable[Person]:
        return (
            person
            for person in persons
            if any(self.official(member).held is None for member in person.members)
        )

    def _by_name(self) -> list[Person]:
        """Without evidence at hand, only one spelling of one whole name in one province is one person."""
        groups: dict[tuple[str, str | None], list[OfficialKey]] = {}
        for key, extraction in self.extractions.items():
            for index, official in enumerate(extraction.officials):
                groups.setdefault((skeleton(official.name), official.province), []).append((key, index))
        return [self._joined(members) for members in groups.values()]

    def _joined(self, members: list[OfficialKey]) -> Person:
        officials = [self.official(member) for member in members]
        first = officials[0]
        roles = [role for one in officials for role in (one.role, *one.other_roles) if role]
        return Person(
            name=first.name,
            roles=tuple(dict.fromkeys(roles)),
            organisation=first.organisation,
            province=first.province,
            county=first.county,
            members=tuple(members),
            spellings=tuple(dict.fromkeys(spelling for one in officials for spelling in one.spellings)),
            evidence=("same_name",) if len(members) > 1 else (),
        )

    def official(self, key: OfficialKey) -> Official:
        """Return one official of one article."""
        return self.extractions[key[0]].officials[key[1]]

    def find(self, article: str, name: str) -> OfficialKey | None:
        """Return the official of this article that bears this name in any of its spellings, if there is one."""
        wanted = skeleton(name)
        for index, official in enumerate(self.extractions[article].officials):
            if wanted in {skeleton(one) for one in (official.name, *official.spellings)}:
                return article, index
        return None

    def person(self, key: OfficialKey) -> int | None:
        """Return the index of the person behind an official."""
        return self._by_official.get(key)

    def surname(self, person: Person) -> str:
        """Return the surname as the articles use it, else the last word of the name."""
        for member in person.members:
            if surname := self.official(member).surname:
                return surname
        return person.name.split()[-1]


class Voices:
    """The voices of the briefing, each once, in the order of first use."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.all: list[Voice] = []
        self._numbers: dict[object, int] = {}

    def of_quote(self, article: str, quote: Quote) -> int:
        """Return the voice of a statement whose speaker is known."""
        assert quote.speaker is not None
        return self.of_name(article, quote.speaker, quote.speaker_role, quote.basis == "role")

    def of_name(self, article: str, name: str, role: str | None = None, is_role: bool = False) -> int:
        """Return the voice of a speaker's name as the article gives it."""
        key = self.people.find(article, name)
        person = self.people.person(key) if key else None
        identity: object = person if person is not None else (skeleton(name), skeleton(role or ""))
        if identity not in self._numbers:
            self._numbers[identity] = len(self.all)
            self.all.append(self._voice(name, role, is_role, key, person))
        return self._numbers[identity]

    def _voice(
        self, name: str, role: str | None, is_role: bool, key: OfficialKey | None, person: int | None
    ) -> Voice:
        if key is None:
            a_post = is_role or (role is not None and skeleton(role) == skeleton(name))
            return Voice(
                name=name,
                named=not a_post and role is not None,
                role=None if a_post else role,
                organisation=None,
                province=None,
                county=None,
                person=None,
            )
        official = self.people.official(key)
        roles = [one for one in (official.role or role, *official.other_roles) if one]
        return Voice(
            name=self.people.persons[person].name if person is not None else official.name,
            named=True,
            role=next(iter(fullest(roles)), None),
            organisation=official.organisation,
            province=official.province,
            county=official.county,
            person=person,
        )


def fullest(roles: Iterable[str]) -> tuple[str, ...]:
    """Return the posts without those that another one says more fully, each at the place of its shorter form.

    «دبیر اتاق تعاون» and «دبیر اتاق تعاون مازندران» are one post; commas make no difference.
    """
    kept: list[str] = []
    for role in roles:
        key = _letters(role)
        for place, other in enumerate(kept):
            if _letters(other).startswith(key):
                break
            if key.startswith(_letters(other)):
                kept[place] = role
                break
        else:
            kept.append(role)
    return tuple(kept)


def _letters(text: str) -> str:
    return "".join(char for char in skeleton(text) if char.isalnum())


def index_of(
    people: People, voices: Sequence[Voice], spoken: Mapping[int, Sequence[int]]
) -> tuple[IndexEntry, ...]:
    """Make the index entries, in the order of ``people.persons``.

    Args:
        people: who is who.
        voices: all voices of the briefing.
        spoken: citations of the statements of each voice, by its index.
    """
    statements: dict[int, list[int]] = {}
    for number, voice in enumerate(voices):
        if voice.person is not None:
            statements.setdefault(voice.person, []).extend(spoken.get(number, ()))
    return tuple(
        IndexEntry(
            name=person.name,
            surname=people.surname(person),
            roles=fullest(person.roles),
            organisation=person.organisation,
            province=person.province,
            county=person.county,
            spellings=person.spellings,
            mentions=_first_mentions(people, person),
            statements=tuple(sorted(statements.get(number, ()))),
        )
        for number, person in enumerate(people.persons)
    )


def _first_mentions(people: People, person: Person) -> tuple[tuple[str, int, int], ...]:
    first: dict[str, tuple[str, int, int]] = {}
    for member in person.members:
        for start, end in people.official(member).mentions[:1]:
            first.setdefault(member[0], (member[0], start, end))
    return tuple(first.values())
