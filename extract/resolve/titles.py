"""Whether two posts with other words are one person's: «مدیرکل تعاون» and «رئیس شورای هماهنگی تعاون».

Most are not: the head of a body and the head of another, of the province and of the county, the deputy and the one
above. Two posts are taken for one person's only on a ground that is sure; else the second is somebody else, and what
they say stands under the post alone.
"""

from extract.grammar.tags import kind
from extract.recognise.kinds import ORG_HEAD, ROLE_DEPUTY, SOLE_POST
from extract.recognise.people import Range
from extract.resolve.likeness import Likeness

_FIELD, _COUNCIL, _UNDER = kind("org.sector&!org.part"), kind("council"), kind("under")
_PARLIAMENT, _PART_OF_PARLIAMENT, _REPRESENTATIVE = kind("parliament"), kind("commission"), "نماینده"
_THIS = "این"
_DEPUTY, _MINISTER, _MINISTRY = "معاون", "وزیر", "وزارت"


class Titles:
    """Compares posts of one article that are not the same."""

    def __init__(self, likeness: Likeness) -> None:
        self.likeness, self.people, self.chars = likeness, likeness.people, likeness.chars

    def one_office(self, known: Range, role: Range) -> bool:
        """Whether two posts in other words are one: «رئیس این اتحادیه», «معاون تعاون وزیر کار»."""
        return self._points_back(known, role) or self._of_minister(known, role, with_area=True)

    def _points_back(self, known: Range, role: Range) -> bool:
        """«رئیس این اتحادیه», after «رئیس اتحادیه تعاونی‌های …»: the same head, and no word that is new."""
        words = self.likeness.post(role).words
        if _THIS not in words or not self.likeness.same_head(known, role):
            return False
        key = self.likeness.post(known).key
        return all(word in key for word in words[1:] if word != _THIS)

    def deputy_in_short(self, known: Range, role: Range) -> bool:
        """«معاون وزیر تعاون», of «معاون امور تعاون وزارت تعاون»: no area is told, so it is no other deputy's."""
        return self._of_minister(known, role)

    def excludes(self, known: Range, role: Range) -> bool:
        """Whether who has the one post cannot have the other: «نماینده مردم تبریز» and «نماینده مردم خوی»."""
        if self.chars[known[0]] not in SOLE_POST or not self.likeness.same_head(known, role):
            return False
        return not self.likeness.same_post(known, role)

    def another(self, known: Range, role: Range) -> bool:
        """Whether somebody whose speech goes on («افزود») may be called by the other post."""
        one, two = self.likeness.post(known).places, self.likeness.post(role).places
        if self._in_parliament(known, role) or self._in_parliament(role, known):
            return True
        if self._of_minister(known, role) or self._of_minister(role, known):
            return True
        if one and two and not one & two:
            return False
        if self._under_minister(known, role) or self._under_minister(role, known):
            return not one and not two
        if any(self.chars[post[0]] in SOLE_POST or self._under(post) for post in (known, role)):
            return False
        return self._in_council(known, role)

    def akin(self, known: Range, role: Range) -> bool:
        """Whether the post that is told with the name may be one more of whose post alone spoke: «رئیس اتاق بازرگانی البرز»,
        then «X عضو هیئت نمایندگان اتاق ایران افزود»; a body of the same kind, and not the same body."""
        if self.another(known, role):
            return True
        if any(self.chars[post[0]] in SOLE_POST for post in (known, role)) or self.likeness.same_head(
            known, role
        ):
            return False
        one, two = (set(self.likeness.post(post).words[1:]) for post in (known, role))
        return self._bodies_of_one_kind(known, role) and not one <= two and not two <= one

    def _bodies_of_one_kind(self, known: Range, role: Range) -> bool:
        """«اتاق بازرگانی» and «اتاق», two posts of it told."""
        words, marks = self.people.tokens.words, self.people.marks
        one, two = ([words[at] for at in marks.within(ORG_HEAD, *post)] for post in (known, role))
        return any(a.startswith(b) or b.startswith(a) for a in one for b in two)

    def _under(self, post: Range) -> bool:
        """A deputy, an adviser, a member: not who heads the body."""
        return self.chars[post[0]] in _UNDER or self.chars[post[0]] in ROLE_DEPUTY

    def _in_parliament(self, known: Range, role: Range) -> bool:
        """«رئیس کمیسیون کشاورزی مجلس» and «نماینده مردم چالوس»."""
        words, marks = self.people.tokens.words, self.people.marks
        if not words[role[0]].startswith(_REPRESENTATIVE) or words[known[0]].startswith(_REPRESENTATIVE):
            return False
        if marks.first(_PARLIAMENT, *known) is not None:
            return True
        bodies = marks.within(
            ORG_HEAD, *known
        )  # «سخنگوی کمیسیون ویژه جهش تولید», not «… کمیسیون کشاورزی اتاق بازرگانی»
        part = len(bodies) == 1 and self.chars[bodies[0]] in _PART_OF_PARLIAMENT
        return part and bodies[0] == known[0] + 1 and not self.likeness.post(known).places

    def _under_minister(self, known: Range, role: Range) -> bool:
        """«رئیس سازمان بهزیستی کشور» and «معاون وزیر تعاون»: heads of national organisations are deputy ministers."""
        head = self.likeness.post(known).words
        under = self.likeness.post(role).key
        return (
            under.startswith(_DEPUTY + _MINISTER) and "سازمان" in head and ("کشور" in head or "ایران" in head)
        )

    def _of_minister(self, known: Range, role: Range, *, with_area: bool = False) -> bool:
        """«معاون امور تعاون وزارت تعاون …» and «معاون وزیر کار», «معاون تعاون وزیر کار»: of one ministry."""
        long, short = self.likeness.post(known).key, self.likeness.post(role).key
        if not (long.startswith(_DEPUTY) and short.startswith(_DEPUTY) and _MINISTER in short):
            return False
        of = _MINISTRY if _MINISTRY in long else _MINISTER
        area, _, ministry = long.removeprefix(_DEPUTY).partition(of)
        if not ministry or not area:
            return False
        said = short.removeprefix(_DEPUTY).partition(_MINISTER)[0]
        return said in area and self._ministry(role) in ministry and (bool(said) or not with_area)

    def _ministry(self, role: Range) -> str:
        """Return what a deputy's minister is a minister of: «کار» also of «معاون وزیر تعاون، کار و رفاه اجتماعی»."""
        words = self.likeness.post(role).words
        at = next(n for n, word in enumerate(words) if _MINISTER in word)
        entry = self.people.tokens.vocabulary.entry("".join([_MINISTER, *words[at + 1 : at + 2]]))
        usual = entry.values.get("post.as") if entry is not None and words[at].endswith(_MINISTER) else None
        told = "".join(words[at:]) if usual is None else str(usual)
        return told.partition(_MINISTER)[2].strip()

    def _in_council(self, known: Range, role: Range) -> bool:
        """«مدیرکل تعاون …» and «رئیس شورای هماهنگی تعاون …»: the council of the same field."""
        in_council = [self.people.marks.first(_COUNCIL, *post) is not None for post in (known, role)]
        one, two = self._fields(known), self._fields(role)
        return in_council == [False, True] and bool(two) and two <= one

    def _fields(self, post: Range) -> set[str]:
        words = self.people.tokens.words
        return {words[at] for at in self.people.marks.within(_FIELD, post[0] + 1, post[1])}
