"""The beginning of a Persian noun phrase: what opens it, and its head."""

from reports.english.cursor import YEAR, Cursor
from reports.english.glossary import Entry, Segment, marker
from reports.english.nounphrase import NounPhrase
from reports.english.plurals import degree_of

_LEVELS = {
    "province": "{} Province", "county": "{} County", "city": "{}", "district": "{} District",
    "rural": "{} Rural District", "village": "{} village", "area": "{} area",
}  # fmt: skip


class HeadReader(Cursor):
    """Reads determiners and heads into a phrase."""

    def determiners(self, phrase: NounPhrase) -> None:
        """Read what opens a noun phrase: each, other, several, superlatives, numbers."""
        while segment := self.peek():
            if segment.kind == "number":
                self.number(phrase)
            elif (entry := segment.entry("det")) and self.peek(1):
                phrase.dets.append((entry.en, entry.plural or entry.en))
                phrase.plural |= "pl" in entry.use
                phrase.superlative |= "the" in entry.use
                self.at += 1
            elif segment.match.ending == "2" and (entry := segment.entry("adj")):
                phrase.dets.append((degree_of(entry.en, 2),) * 2)
                phrase.superlative = True
                self.at += 1
            else:
                return

    def head(self, phrase: NounPhrase) -> None:
        """Read the head itself."""
        segment = self.peek()
        if segment is None:
            return
        if segment.kind == "unknown":
            phrase.heads.append((self.unknown(),) * 2)
            phrase.foreign = True
            return
        self.at += 1
        level = marker(segment)
        entry = segment.entry("noun")
        following = self.peek()
        if segment.skeleton == "سال" and following and YEAR.fullmatch(following.skeleton):
            self.at += 1
            phrase.heads.append((following.skeleton,) * 2)
            phrase.proper = True
            return
        name_of = following.entry("noun") if following else None
        if level and following and following.place:
            self.at += 1
            name = _LEVELS[level].format(following.place.en)
            phrase.heads.append((name, name))
            phrase.proper = True
        elif entry and "place" in entry.use and name_of and "name" in name_of.use:  # «کشور افغانستان»
            self.head(phrase)
        elif segment.place or segment.kind == "latin":
            written = self.text[segment.start : segment.end]
            name = segment.place.en if segment.place else written.rstrip("هایتر \u200c")  # «CNG ها»
            phrase.heads.append((name, name))
            phrase.proper = bool(segment.place)
        elif entry:
            phrase.heads.append((entry.en, entry.plural))
            phrase.plural |= is_plural(segment, entry)
            phrase.form, phrase.use = entry.form, entry.use
            phrase.relational = entry.form.startswith(("~ of", "~ {}"))
            phrase.proper = "name" in entry.use
            phrase.indefinite = segment.match.ending == "ye" and not entry.uncountable
            phrase.dets += [
                (word, word) for word in segment.match.ending.split() if word in ("its", "their", "our")
            ]
        else:
            self.at -= 1
            self.dangling = True


def is_plural(segment: Segment, entry: Entry) -> bool:
    """Tell whether the Persian form is a plural."""
    return segment.match.ending.startswith("pl") or "pl" in entry.use
