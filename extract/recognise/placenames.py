"""Names of places in a text: provinces, counties, towns of the gazetteer, villages by structure, the country.

A name that is also an ordinary word or a person's name («نور», «مهران») is read as a place only beside a word that says
so, or side by side with another place.
"""

from collections import Counter
from typing import NamedTuple

from extract.grammar.gazetteer import Level, Reading
from extract.grammar.reader import Reader, compiled
from extract.text.tokens import Tokens

_ANCHOR = "{locality.gate|demonym|national_body|place|place.guarded|locality.village|locality.district|locality.city|locality.this|locality.national|locality.county|locality.province|locality.adjective}"


class PlaceMention(NamedTuple):
    """Words that name a place."""

    first: int
    """Token at which the mention begins, its place word included («شهرستان بابل»)."""
    last: int
    level: Level
    name: str
    """As the text writes it, without «استان», «شهرستان», «شهر»."""
    province: str | None
    """Standard name; ``None`` for the country, and for a village whose province the text does not give."""
    county: str | None
    role: bool = False
    """Part of a post or of a body's name at the head of a report: says who speaks, not what is counted."""
    dateline: bool = False
    """«به گزارش خبرگزاری فارس از بیرجند»."""
    generic: str | None = None
    """``province`` or ``county`` for «استان», «این شهرستان», which name nothing by themselves."""

    @property
    def national(self) -> bool:
        """Whether the country is meant."""
        return self.level == "national"


_WORD_LEVELS: dict[str, Level] = {
    "locality.province": "province",
    "locality.county": "county",
    "locality.city": "city",
    "locality.district": "city",
    "locality.village": "village",
}
_THIS_LEVELS: dict[str, Level] = {"province": "province", "county": "county", "village": "village"}
_AGENCIES = frozenset(
    ("خبرگزاری", "خبرنگار", "خبرنگاران", "گزارش", "بهگزارش", "بهنقلاز", "خبرنگارانفارس", "شبکه")
)
_NO_VILLAGE = frozenset(
    (
        "preposition",
        "and",
        "verb",
        "number",
        "demonstrative",
        "org.sector",
        "counted",
        "cue",
        "that",
        "ordinal",
        "unit",
        "object_marker",
        "org.part",
        "when",
        "locality.national",
        "also",
        "pronoun",
        "measure.head",
        "role.head",
        "org.head",
    )
)


class PlaceFinder(Reader):
    """Finds the places of one text."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens)
        self._surnames: set[tuple[str, str]] = set()

    def find(self) -> list[PlaceMention]:
        """Return all mentions in order; names that several rows bear are decided by the text's main province."""
        tokens = self.tokens
        spots = [match.start() for match in compiled(tokens, _ANCHOR).finditer(tokens.classes)]
        sure = Counter(
            reading.province
            for at in spots
            if self.has(at, "place") and not self._denied(at)
            for reading in self._readings(at)[:1]
            if len({one.province for one in self._readings(at)}) == 1
        )
        main = sure.most_common(1)[0][0] if sure else None
        found: list[PlaceMention] = []
        for at in spots:
            if found and at < found[-1].last:
                continue
            mention = self._mention(at, main, found)
            if mention is None:
                continue
            if found and self._inside(found[-1], mention):
                found[-1] = found[-1]._replace(
                    last=mention.last, province=mention.province, county=mention.county
                )
            else:
                found.append(mention)
        return self._with_listed(found)

    def _inside(self, one: PlaceMention, two: PlaceMention) -> bool:
        """«روستای رفیع‌آباد شهرستان آمل», «روستای خاکی از توابع مهربان»: the finer within the wider."""
        if (
            one.generic
            or two.generic
            or two.national
            or one.level not in ("village", "city")
            or two.level == "village"
        ):
            return False
        between = range(one.last, two.first)
        return len(between) <= 2 and all(self.has(at, "locality.near", "preposition") for at in between)

    def _with_listed(self, found: list[PlaceMention]) -> list[PlaceMention]:
        """Add places that the gazetteer lacks, where the text lists them: «بخش سلفچگان، کهک، قاهان و ونارچ»."""
        learned: dict[str, PlaceMention] = {}
        taken = {at for mention in found for at in range(mention.first, mention.last)}
        for mention in found:
            if mention.generic or mention.national or mention.level == "province":
                continue
            if not self.has(mention.first, "locality"):  # «بخش …»، «روستاهای …» must open the list
                continue
            at, size = mention.last, 0
            while self.has(at, "comma", "and") and (at + 1 in taken or self._nameless(at + 1)) and size < 8:
                if at + 1 not in taken and (size or not self.has(at, "and")):
                    learned[self.tokens.words[at + 1]] = mention
                at, size = at + 2, size + 1
        if not learned:
            return found
        for at, word in enumerate(self.words):
            like = learned.get(word)
            if like is not None and at not in taken:
                name = self.tokens.string(at, at + 1)
                found.append(
                    like._replace(first=self._place_word(at), last=at + 1, level="village", name=name)
                )
        return sorted(found, key=lambda mention: mention.first)

    def _nameless(self, at: int) -> bool:
        """Whether the lexicon knows nothing of the word: only a name can stand in a list of places."""
        return self.columns[at] == {"word"}

    def _place_word(self, at: int) -> int:
        return at - 1 if self.has(at - 1, "place.word") else at

    # ------------------------------------------------------------------ one mention

    def _mention(self, at: int, main: str | None, found: list[PlaceMention]) -> PlaceMention | None:
        if self.has(at, "locality.this"):
            entry = self.tokens.entry(at)
            kind = entry.values.get("locality.this", "district") if entry else "district"
            return PlaceMention(at, at + 1, _THIS_LEVELS.get(kind, "city"), "", None, None, generic=kind)
        if self.has(at, "locality.national"):
            return self._national(at)
        if self.has(at, "national_body"):
            return (
                PlaceMention(at, at + 1, "national", "", None, None, role=True)
                if self._holds_post(at)
                else None
            )
        if self.has(at, "locality.adjective"):
            yardstick = self.has(at - 1, "yardstick") or self.tokens.words[at - 1 : at] == ["نرخ"]
            return PlaceMention(at, at + 1, "national", "", None, None) if yardstick else None
        if self.has(at, "demonym"):
            if not self.has(at - 1, "counted", "beast", "person.noun") or self.has(
                at - 1, "role.head", "given_name"
            ):
                return None
            return self._named(at, at, None, main, found)
        if self.has(at, "place", "place.guarded"):
            return self._named(at, at, None, main, found)
        if self.has(at, "locality.gate"):
            known = not self._nameless(at + 1)
            return (
                None
                if known
                else PlaceMention(at, at + 2, "village", self.tokens.string(at + 1, at + 2), None, None)
            )
        return self._after_word(at, main, found)

    def _holds_post(self, body: int) -> bool:
        """Whether a national body is part of a post at the head of a clause or beside a name, and not merely mentioned."""
        for head in range(body, max(-1, body - 9), -1):
            if self.has(head, "role.head") and not self.has(head - 1, "role.head"):
                if head == 0 or self.has(
                    head - 1, "break", "stop", "comma", "semicolon", "colon", "quote.close", "given_name"
                ):
                    return True
                return any(
                    self.has(at, "given_name", "seyyed", "title") for at in range(max(0, head - 4), head)
                )
            if head < body and self.has(
                head, "verb", "cue", "preposition", "break", "stop", "colon", "number"
            ):
                return False
        return False

    def _national(self, at: int) -> PlaceMention | None:
        if self.has(at + 1, "locality.foreign") or self.has(at - 1, "number", "every"):
            return None
        if self.tokens.words[at].startswith("کشورها"):
            return None
        return PlaceMention(at, at + 1, "national", self.tokens.string(at, at + 1), None, None)

    def _after_word(self, at: int, main: str | None, found: list[PlaceMention]) -> PlaceMention | None:
        """«استان یزد», «شهرستان بابل», «روستای رفیع‌آباد», «بخش گتاب», or «استان» alone."""
        level = next(value for tag, value in _WORD_LEVELS.items() if self.has(at, tag))
        following = at + 1
        while self.has(following, "quote.open", "quote.plain") or self.tokens.words[
            following : following + 1
        ] == ["مرکزی"]:
            if level == "province":
                break
            following += 1  # «بخشدار مرکزی دیر»
        if self.has(following, "place", "place.guarded"):
            return self._named(at, following, level, main, found)
        if self.has(at, "counted.place") and self.has(at - 1, "number"):
            return None
        word = self.tokens.words[at]
        if word == "استان" or word == "شهرستان":
            if self.has(at - 1, "ordinal", "every"):
                return None
            return PlaceMention(at, at + 1, level, "", None, None, generic=level)
        if level == "village" or (
            level == "city" and self.has(at, "locality.district") and word.startswith("بخشدار")
        ):
            return self._unknown(at, following, level)
        return None

    def _unknown(self, at: int, name: int, level: Level) -> PlaceMention | None:
        """A village that the gazetteer does not have: the word after «روستای»."""
        word = self.tokens.words[at]
        if word in ("روستا", "آبادی") or word.startswith(("روستاها", "روستاهای")):
            return None
        if not self.has(name, "word") or self.has(name, *_NO_VILLAGE):
            return None
        return PlaceMention(at, name + 1, level, self.tokens.string(name, name + 1), None, None)

    def _named(
        self, at: int, name: int, level: Level | None, main: str | None, found: list[PlaceMention]
    ) -> PlaceMention | None:
        if self._denied(name):
            return None
        readings = self._readings(name)
        if self.tokens.words[name] == "مرکزی" and level != "province":
            return None
        if level == "village" and (self.has(at - 1, "number") or "ها" in self.tokens.words[at]):
            level = "county"  # «۱۴ روستای دشتستان»
        if level == "village":
            fits = [one for one in readings if one.level == "city" and one.province == main]
        else:
            fits = [
                one
                for one in readings
                if level in (None, one.level) or (level == "city" and one.level == "county")
            ]
        fits = fits or (readings if level is None else [])
        if level is None and not self._unguarded(name, readings, found):
            return None
        text = self.tokens.string(name, name + 1)
        if not fits:
            if level == "county" and any(
                one.level == "city" for one in readings
            ):  # a county newer than the gazetteer
                best = self._choose([one for one in readings if one.level == "city"], None, main)
                return PlaceMention(at, name + 1, "county", text, best.province, None)
            if level in ("village", "city"):
                return PlaceMention(at, name + 1, level, text, None, None)
            return None
        best = self._choose(fits, level, main)
        kind: Level = "village" if level == "village" else best.level
        if level == "city" and best.level == "county":
            kind = "city"
        if self.has(name, "demonym"):
            text = best.name  # «خانوار خرم‌آبادی»
        return PlaceMention(at, name + 1, kind, text, best.province, best.county)

    def _choose(self, fits: list[Reading], level: Level | None, main: str | None) -> Reading:
        """The reading of the level asked for; else the widest in the text's main province."""
        here = [one for one in fits if one.province == main] or fits
        order = {"province": 0, "county": 1, "city": 2, "village": 3, "national": 4}
        if level == "city":
            exact = [one for one in here if one.level == "city"]
            here = exact or here
        return min(here, key=lambda one: order[one.level])

    def _readings(self, at: int) -> list[Reading]:
        entry = self.tokens.entry(at)
        return list(entry.values.get("places", ())) if entry else []

    def _denied(self, name: int) -> bool:
        """«خبرگزاری فارس», «گزارش فارس», «خبرنگار مهر»: an agency; «چهارراه قائمیه»: a street; a surname."""
        if self.has(name - 1, "street") or self._in_name(name):
            return True
        return (
            name > 0
            and self.tokens.words[name - 1] in _AGENCIES
            and self.tokens.words[name] in ("فارس", "مهر", "موج")
        )

    def _lists_numbers(self, mention: PlaceMention | None, name: int = 0) -> bool:
        """Whether a name is followed by its number: «فومن با ۷۲», «خمین ۴۱۰»."""
        at = mention.last if mention is not None else name + 1
        if mention is None and not self.has(name - 1, "and", "comma"):
            return False
        at += self.word(at) == "با"
        return self.has(at, "number") or (self.has(at, "qualifier") and self.has(at + 1, "number"))

    def _in_name(self, name: int) -> bool:
        """«عطاءالله پاک‌نهاد جوکار»: the last part of a person's name, here and wherever that surname comes back."""
        words = self.tokens.words
        if (
            self.has(
                name - 1, "locality", "preposition", "place", "comma", "and", "break", "org.head", "counted"
            )
            or name == 0
        ):
            return False
        if (words[name - 1], words[name]) in self._surnames:
            return True
        for back in range(name - 1, max(-1, name - 4), -1):
            if self.has(back, "given_name", "seyyed", "title") and not self.has(
                back, "place", "role.head", "org.head"
            ):
                if back == name - 1 and not self.has(
                    back - 1, "title", "seyyed", "given_name", "comma", "break", "place"
                ):
                    return False  # «دره سلیمان کهک»
                self._surnames.add((words[name - 1], words[name]))
                return True
            if not self.has(back, "word") or self.has(
                back, "preposition", "and", "verb", "cue", "role.head", "org.head", "org"
            ):
                return False
        return False

    def _unguarded(self, name: int, readings: list[Reading], found: list[PlaceMention]) -> bool:
        """Whether a name that may be a common word or a person is a place here."""
        if any(not one.guards & {"word", "person"} for one in readings):
            return not self.has(name, "given_name") or not self.has(name - 1, "title", "given_name")
        if self.has(name - 1, "locality.near.people", "locality.near") and all(
            "person" not in one.guards for one in readings
        ):
            return True
        if not found:
            return False
        near = found[-1]
        if near.last == name - 1 and self.has(name - 1, "and", "comma"):
            beside = near.province is not None and any(one.province == near.province for one in readings)
            led = self.has(name - 1, "comma") and self.has(
                near.first - 1, "preposition"
            )  # «از سنندج، بهمن …»
            return beside and not led and (self.has(name - 1, "and") or not self.has(name, "given_name"))
        if self._lists_numbers(near) and self._lists_numbers(None, name):  # «فومن با ۷۲ و شفت با ۶۱ تعاونی»
            return any(one.province == near.province for one in readings)
        words = self.tokens.words  # «صندوق زنان سرایان … و صندوق زنان درمیان …»
        same = near.first >= 2 and words[near.first - 2 : near.first] == words[name - 2 : name]
        return same and any(one.province == near.province for one in readings)
