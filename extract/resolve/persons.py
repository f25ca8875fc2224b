"""Who is who over all articles: officials joined into persons, each joining with its evidence.

Two mentions are one person if their names agree in full, or one name is the beginning of the other, or they sound alike,
*and* nothing speaks against it: for equal names a post or place in common or none known, for the weaker grounds the same
post. Two people of one surname stay two.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.grammar.lexicon import Entry, load
from extract.statements import Extraction, Official, Person
from extract.text.shadow import FILLER, shadow, skeleton

BY_EAR = str.maketrans("حصثذضظطغعة", "هسسزززتقاه")
"""Letters that sound alike in Persian, each to one of them."""


@dataclass
class _Group:
    members: list[tuple[str, int]] = field(default_factory=list)
    officials: list[Official] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)

    def add(self, member: tuple[str, int], official: Official, evidence: str | None) -> None:
        self.members.append(member)
        self.officials.append(official)
        if evidence and evidence not in self.evidence:
            self.evidence.append(evidence)


def name_key(name: str) -> str:
    """Return the skeleton of a name without «سید» and honorifics."""
    lexicon = load()
    words = shadow(name).replace(FILLER, "").split()
    kept = [word for word in words if not _is_title(word, lexicon.entries)]
    return "".join(kept) or skeleton(name)


def _is_title(word: str, entries: dict[str, Entry]) -> bool:
    entry = entries.get(word)
    return entry is not None and not entry.tags.isdisjoint(("title", "seyyed"))


def merge_persons(extractions: Sequence[Extraction]) -> tuple[Person, ...]:
    """Return every person once, in the order of first appearance; officials that are held are left out."""
    groups: list[_Group] = []
    for extraction in extractions:
        for index, official in enumerate(extraction.officials):
            if official.held is None:
                _place(groups, (extraction.id, index), official)
    return tuple(_person(group) for group in groups)


def _place(groups: list[_Group], member: tuple[str, int], official: Official) -> None:
    for group in groups:
        evidence = next((why for other in group.officials if (why := same_person(other, official))), None)
        if evidence:
            group.add(member, official, evidence)
            return
    fresh = _Group()
    fresh.add(member, official, None)
    groups.append(fresh)


def same_person(one: Official, two: Official) -> str | None:
    """Return why two officials are one person (``same_name``, ``longer_name``, ``sounds_alike``), or ``None``."""
    a, b = name_key(one.name), name_key(two.name)
    if a == b:
        return "same_name" if _compatible(one, two) else None
    if not _same_post(one, two):
        return None
    short, long = sorted((a, b), key=len)
    if len(short) >= 6 and long.startswith(short):
        return "longer_name_same_post"
    if a.translate(BY_EAR) == b.translate(BY_EAR):
        return "sounds_alike_same_post"
    return None


def _words(official: Official) -> set[str]:
    text = " ".join(filter(None, (official.role, official.organisation, *official.other_roles)))
    plain = shadow(text).replace(FILLER, "").replace("،", " ").replace(",", " ")
    return {word for word in plain.split() if word not in {"و", "استان", "شهرستان", "کل", "اداره", "اداره‌کل"}}


def _same_post(one: Official, two: Official) -> bool:
    a, b = _words(one), _words(two)
    return bool(a and b) and len(a & b) >= 0.6 * min(len(a), len(b)) and _same_province(one, two)


def _same_province(one: Official, two: Official) -> bool:
    return one.province is None or two.province is None or one.province == two.province


def _compatible(one: Official, two: Official) -> bool:
    """Equal names: one person unless both place and post differ."""
    return _same_province(one, two) or _same_post(one, two)


def _person(group: _Group) -> Person:
    longest = max(group.officials, key=lambda official: len(skeleton(official.name)))
    roles: list[str] = []
    for official in group.officials:
        full = " ".join(filter(None, (official.role, official.organisation)))
        for role in (full, *official.other_roles):
            if role and skeleton(role) not in {skeleton(known) for known in roles}:
                roles.append(role)
    spellings = tuple(dict.fromkeys(official.name for official in group.officials))
    return Person(
        name=longest.name,
        roles=tuple(roles),
        organisation=next((o.organisation for o in group.officials if o.organisation), None),
        province=next((o.province for o in group.officials if o.province), None),
        county=next((o.county for o in group.officials if o.county), None),
        members=tuple(group.members),
        spellings=spellings if len(spellings) > 1 else (),
        evidence=tuple(group.evidence),
    )
