"""The pieces of a Persian title put in order: posts with their fields, bodies, places.

Persian chains a title with the ezafe: the post, what it is in charge of, the body, the place. The reader walks over
the chain once; :mod:`reports.english.posts` says what it gathered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from reports.english.letters import fold
from reports.english.romanise import romanise
from reports.english.titles import Entry, Piece, Place, entries

LEVELS = {
    "village": ("{} Village", "{} Villages"),
    "rural": ("{} Rural District", "{} Rural Districts"),
    "district": ("{} District", "{} Districts"),
    "island": ("{} Island", "{} Islands"),
    "area": ("{}", "{}"),
    "city": ("{}", "{}"),
    "county": ("{} County", "{} Counties"),
    "province": ("{} Province", "{} Provinces"),
}
"""One place and several of each level, the finest first."""
FIELDS = frozenset({"field", "adj", "affairs", "of"})
_GLUE = frozenset({"skip", "national"})


@dataclass(slots=True)
class Post:
    """A head with what it is in charge of."""

    entry: Entry
    fields: str = ""
    persian: str = ""


@dataclass(slots=True)
class Title:
    """What is gathered from the pieces, in reading order."""

    past: str = ""
    posts: list[Post] = field(default_factory=list)
    bodies: list[tuple[str, bool]] = field(default_factory=list)
    """Text, and whether it takes an article."""
    places: list[tuple[str, str]] = field(default_factory=list)
    """(level, English name), each once."""
    said: set[str] = field(default_factory=set)
    """Places that are part of a body's name."""
    here: set[str] = field(default_factory=set)
    """Levels named without a name: «مدیر شعب استان» is of the article's province."""
    national: bool = False
    leftovers: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Context:
    """Where the article says the person is, as skeletons; empty where unknown."""

    province: str
    county: str


class TitleReader:
    """Walks over the pieces of one title once, from left to right."""

    def __init__(self, cut: list[Piece], context: Context) -> None:
        self.cut = cut
        self.at = 0
        self.context = context
        self.title = Title()
        self.level = ""  # of the marker just read

    def read(self) -> Title:
        """Return what the title holds."""
        steps = {
            "head": self._head, "past": self._past, "generic": self._generic, "body": self._body,
            "place": self._place, "marker": self._marker, "unknown": self._unknown, "national": self._national,
        }  # fmt: skip
        while self.at < len(self.cut):
            piece = self.cut[self.at]
            if piece.kind in FIELDS:
                self._fields()
                continue
            self.at += 1
            if step := steps.get(piece.kind):
                step(piece)
        return self.title

    def _head(self, piece: Piece) -> None:
        if piece.entry:
            self.title.national |= piece.entry.national
            if not self._one_post(piece):
                self.title.posts.append(Post(piece.entry, persian=piece.persian))

    def _one_post(self, piece: Piece) -> bool:
        """Join two posts that have a name together: «معاون علمی رئیس جمهور» is a «معاون رئیس جمهور», a Vice-President."""
        posts = self.title.posts
        if not posts or not posts[-1].entry.over:
            return False
        joint = entries().get(fold(posts[-1].persian + piece.persian))
        if joint is None or joint.kind != "head" or joint.en == posts[-1].entry.over.format(piece.en):
            return False
        posts[-1].entry = joint
        return True

    def _past(self, piece: Piece) -> None:
        self.title.past = self.title.past or piece.en

    def _national(self, piece: Piece) -> None:
        self.title.national = True

    def _fields(self) -> None:
        text = _terms(self._chain(clauses=True))
        posts, bodies = self.title.posts, self.title.bodies
        if posts and not bodies and not posts[-1].fields:
            posts[-1].fields = text
        else:
            bodies.append((text, False))

    def _chain(self, *, clauses: bool = False) -> list[Piece]:
        """Consume the fields from here on; small words between them count for nothing.

        With ``clauses``, a chain of adjectives alone ends where a noun follows without «و»: in «معاون فنی راه و شهرسازی»
        that noun is a body.
        """
        chain: list[Piece] = []
        end = self.at
        while end < len(self.cut) and self.cut[end].kind in FIELDS | _GLUE:
            if self.cut[end].kind in FIELDS:
                after_and = end > 0 and self.cut[end - 1].persian == "و"
                adjectives = bool(chain) and all(piece.kind == "adj" for piece in chain)
                if clauses and adjectives and self.cut[end].kind == "field" and not after_and:
                    self._doubt(chain, end)
                    break
                chain.append(replace(self.cut[end], after_and=after_and))
                self.at = end + 1
            end += 1
        return chain

    def _doubt(self, chain: Sequence[Piece], noun: int) -> None:
        """Take the noun after a chain for unknown if no body is called so: «معاون سیاسی استاندارد» is of an «استاندار»."""
        if any(piece.entry and piece.entry.office for piece in chain):
            self.cut[noun] = Piece("unknown", self.cut[noun].persian)

    def _generic(self, piece: Piece) -> None:
        entry = piece.entry
        if entry is None or self._held(entry):
            return
        self.title.national |= entry.national
        if chain := self._chain():
            text = entry.en.format(_terms(chain, attributive="{} " in entry.en))
        elif entry.place and (name := self._place_ahead()):
            text = entry.place.format(name)
        elif name := self._name_ahead():
            text = entry.en.format(name) if "{}" in entry.en else f"{entry.attr} {name}"
        else:
            text = entry.attr
        self.title.bodies.append((text, True))

    def _body(self, piece: Piece) -> None:
        if piece.entry and not self._held(piece.entry):
            self.title.national |= piece.entry.national
            self.title.bodies.append((piece.en, piece.entry.the))

    def _held(self, entry: Entry) -> bool:
        """Read a body as the post at its head: «معاون استانداری» as «معاون استاندار», «وزیر وزارت» as «وزیر»."""
        posts = self.title.posts
        if not entry.holder or not posts or self.title.bodies:
            return False
        if entry.holder == posts[-1].entry.en:
            return not posts[-1].fields
        if not posts[-1].entry.over:
            return False
        self.title.national |= entry.national
        posts.append(Post(_post_called(entry.holder)))
        return True

    def _place_ahead(self) -> str:
        """Consume a place that is part of a body's name; return its bare English name."""
        end = self.at + (self.at < len(self.cut) and self.cut[self.at].kind == "marker")
        if end < len(self.cut) and self.cut[end].kind == "place":
            level = self.cut[self.at].en if end > self.at else ""
            self.at = end + 1
            name = self._resolved(self.cut[end], level)[1]
            self.title.said.add(name)
            return name
        return ""

    def _name_ahead(self) -> str:
        """Consume the unknown words from here on: the name of a company or an association."""
        words: list[str] = []
        while self.at < len(self.cut) and self.cut[self.at].kind == "unknown":
            words.append(self.cut[self.at].persian)
            self.at += 1
        self.title.leftovers.extend(words)
        return " ".join(romanise(word).text for word in words)

    def _marker(self, piece: Piece) -> None:
        if self.at < len(self.cut) and self.cut[self.at].kind in ("place", "unknown"):
            self.level = piece.en
        else:
            self.title.here.add(piece.en)

    def _place(self, piece: Piece) -> None:
        if self._doubtful(piece):
            self.at -= 1
            self.cut[self.at] = Piece("unknown", piece.persian)
            return
        self._locate(*self._resolved(piece, self.level))
        if self.at + 1 < len(self.cut) and self.cut[self.at].persian == "و":
            return  # «شهرستان‌های آمل و بابل»: the marker holds for both
        self.level = ""

    def _doubtful(self, piece: Piece) -> bool:
        """Tell whether a name that is also a word stands for no place: «تعاونی فردوس» outside South Khorasan."""
        if self.level or self._level_of_post() or piece.persian.replace(" ", "") == self.context.county:
            return False
        return all(place.guarded and place.province != self.context.province for place in piece.places)

    def _locate(self, level: str, name: str) -> None:
        if (level, name) not in self.title.places:
            self.title.places.append((level, name))

    def _unknown(self, piece: Piece) -> None:
        self.at -= 1
        name = self._name_ahead()
        level = self.level or self._level_of_post()
        if level:
            self._locate(level, name)
        else:
            self.title.bodies.append((name, False))
        self.level = ""

    def _level_of_post(self) -> str:
        """Return what a bare place name is straight after the post: «فرماندار آمل» is of a county."""
        posts = self.title.posts
        bare = posts and not posts[-1].fields and not self.title.bodies
        return posts[-1].entry.place if bare and posts[-1].entry.place in LEVELS else ""

    def _resolved(self, piece: Piece, level: str) -> tuple[str, str]:
        """Choose among the places of one name: by marker, by post, by the article's county and province."""
        level = level or self._level_of_post()
        if not level and piece.persian.replace(" ", "") == self.context.county:
            level = "county"
        at_home = [place for place in piece.places if place.province == self.context.province]
        found: Sequence[Place] = at_home or piece.places
        right = [place for place in found if place.level == level]
        right = right or [place for place in piece.places if place.level == level]
        best = (right or found)[0]
        return level or best.level, best.en


def _post_called(english: str) -> Entry:
    """Return the head of that name, or one made of the name alone."""
    heads = [entry for entry in entries().values() if entry.kind == "head" and entry.en == english]
    heads.sort(key=lambda entry: not entry.place)  # the governor of a county, not of a bank
    return heads[0] if heads else Entry("head", english)


def _terms(chain: Sequence[Piece], *, attributive: bool = False) -> str:
    """Return fields in English: «سیاسی، امنیتی» → Political and Security Affairs, «امور تعاون» → Cooperative Affairs."""
    terms: list[str] = []
    for adjectives, group in groupby(enumerate(chain), key=lambda pair: pair[1].kind == "adj"):
        run = list(group)
        if adjectives:
            text = listed([piece.en for _, piece in run])
            if terms and not run[0][1].after_and:
                terms[-1] = f"{text} {terms[-1]}"  # «تولید روستایی»: Rural Production
            else:
                terms.append(text if attributive else f"{text} Affairs")
            continue
        for index, piece in run:
            if piece.kind == "affairs":
                return listed([*terms, _affairs(chain[index + 1 :])])
            if piece.kind == "of":
                return listed([*terms, _of(piece, chain[index + 1 :], attributive=attributive)])
            text = (piece.entry.attr if piece.entry and attributive else "") or piece.en
            if attributive and terms and not piece.after_and:
                terms[-1] = f"{text} {terms[-1]}"  # «تعاونی مصرف کارگران»: Workers’ Consumer Cooperative
            else:
                terms.append(text)
    return listed(terms)


def _affairs(chain: Sequence[Piece]) -> str:
    if not chain:
        return "Affairs"
    plain = [(piece.entry.attr if piece.entry else "") or piece.en for piece in chain if "{}" not in piece.en]
    return f"{listed(plain)} Affairs" if len(plain) == len(chain) else _terms(chain)


def _of(piece: Piece, chain: Sequence[Piece], *, attributive: bool) -> str:
    if not chain:
        return piece.entry.attr if piece.entry else ""
    if chain[0].kind == "of" and piece.en.endswith(" of {}") and chain[0].en.endswith(" of {}"):
        # «توسعه و ترویج تعاونی‌ها»: both take what follows
        return f"{piece.en.removesuffix(' of {}')} and {_of(chain[0], chain[1:], attributive=attributive)}"
    before = piece.en.startswith("{}")
    return piece.en.format(_terms(chain, attributive=before or attributive))


def listed(terms: Sequence[str]) -> str:
    """Join as English does: A, B and C."""
    return " and ".join(filter(None, (", ".join(terms[:-1]), *terms[-1:])))
