"""Posts of people: a head («مدیرکل», «رئیس» …) and the words of its body, up to a place name or a word that cannot
belong to it."""

from extract.recognise.kinds import (
    AFTER_QUOTED_BODY,
    AFTER_SUBJECT,
    AFTER_THIS_PLACE,
    AGED,
    AND,
    ANIMATE,
    ANY_HEAD,
    ANY_PLACE,
    BARE_BODY,
    BODY_WITH_NAME,
    COMMA,
    COMMA_OR_AND,
    COUNCIL,
    DEMONSTRATIVE,
    ENDS_POST,
    FOREIGN,
    GIVEN_NAME,
    GOVERNS_OF,
    HEAD_OR_PART,
    INSERTED,
    MAY_END_POST,
    NAME_NO_PLACE,
    NO_BODY_END,
    NO_POST_END,
    NOT_JOINED,
    NUMBER,
    OBJECT_HEAD_AMOUNT,
    OBJECT_MARKER,
    OF_A_POST,
    OF_BODY,
    OF_POST,
    ORG_HEAD,
    ORG_SECTOR,
    PAREN_CLOSE,
    PAREN_OPEN,
    PLACE,
    PLACE_GLUED,
    PLACE_NAME,
    PLACE_OR_WORD,
    PLACE_WORD,
    PLAIN_OR_SECTOR,
    PLAIN_VERB,
    POST_LAST,
    POST_PART_OR_PLACE,
    PREPOSITION,
    QUOTE_CLOSE,
    QUOTE_OPEN,
    ROLE_DEPUTY,
    ROLE_HEAD,
    ROLE_IN_PLACE,
    ROLE_OFFICE,
    SECTOR,
    SECTOR_OR_PLACE,
    TASK_AZ,
    TASK_BA,
    TASK_BAR,
    THIS_PLACE,
    UNKNOWN_WORD,
    VERB_OR_CUE,
    VILLAGE,
)
from extract.recognise.names import NameFinder, Range
from extract.text.tokens import Tokens

_LONGEST_POST = 28
_PLURAL = "ها"
_TASKS = {"از": TASK_AZ, "با": TASK_BA, "بر": TASK_BAR}


class PostFinder(NameFinder):
    """Finds posts and bodies in one text; knows the posts that were found so far."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens)
        self.posts: set[str] = set()
        """Skeletons of posts whose end was certain."""
        self._longest_post = 0
        """Letters."""

    def post_at(self, index: int, limit: int) -> Range | None:
        """Return the post whose head stands at ``index``."""
        if self.chars[index] not in ROLE_HEAD:
            return None
        known = self._known_post(index, limit)
        if known:
            return known
        last, certain = self._post_end(index, min(limit, index + _LONGEST_POST))
        while last - 1 > index and self.chars[last - 1] in NO_POST_END:
            last -= 1
        if last - index < 2 and self.chars[index] not in ROLE_OFFICE and not self._phrase(index):
            return None
        if certain and not self._bare(index, last):
            key = self.key((index, last))
            self.posts.add(key)
            self._longest_post = max(self._longest_post, len(key))
        return index, last

    def _bare(self, index: int, last: int) -> bool:
        """«مدیرعامل تعاونی», «رئیس اتاق»: no end of «مدیرعامل تعاونی نخل‌داران», whose name goes on."""
        return last - index == 2 and self.chars[last - 1] in BARE_BODY and not self._phrase(last - 1)

    def _phrase(self, index: int) -> bool:
        """Whether the token is a phrase of the lexicon («معاون استاندار», «دانشگاه مازندران»): enough by itself."""
        entry = self.tokens.entry(index)
        return entry is not None and len(entry.word.split()) > 1

    def _known_post(self, index: int, limit: int) -> Range | None:
        key, best = "", None
        words = self.tokens.words
        for last in range(index, min(limit, index + _LONGEST_POST)):
            key += words[last]
            if key in self.posts and last > index:
                best = index, last + 1
            elif len(key) >= self._longest_post:
                break
        if best and self.chars[best[1]] in OF_POST:
            return None  # it goes on here
        return best

    def _post_end(self, index: int, limit: int) -> tuple[int, bool]:
        """Return the end of the post's words, and whether something marks it."""
        at = index + 1
        chars = self.chars
        while at < limit:
            char = chars[at]
            if char in INSERTED:
                after = self._after_inserted(index, at, limit)
                if after > at:
                    at = after
                    continue
            if char in THIS_PLACE and chars[at + 1] in AFTER_THIS_PLACE:
                return at + 1, True  # «فرماندار این شهرستان»; not «فرماندار این شهرستان را …»
            if char in VILLAGE and chars[at + 1] == UNKNOWN_WORD:
                at += 2  # «اهالی روستای عیسوند», «دهیار روستای گلباغ شهرستان بروجرد»
                if chars[at] not in PLACE_WORD:
                    whose = (
                        chars[at] in PLACE and chars[at + 1] in AFTER_SUBJECT
                    )  # «روستای اسفرجان شهرضا گفت»
                    return at + whose, True
                continue
            if char in ENDS_POST and char not in ROLE_IN_PLACE:
                return at, True
            if (
                chars[at + 1] in PLAIN_VERB
                and char not in OF_A_POST
                and char not in PLACE_NAME
                and char not in ANIMATE  # «مدیرعامل تعاونی زنبورداران است»
                and not self.tokens.words[at].endswith(_PLURAL)  # «مرکز پژوهش‌ها نبود آمار را … دانست»
                and at + 1 < limit
            ):
                return at, True  # «… بانک توسعه تعاون برگزار شد»
            if char in MAY_END_POST:
                at, ended = self._step(index, at, limit)
                if ended:
                    return at, True
            else:
                at += 1
        return at, False

    def _after_inserted(self, index: int, at: int, limit: int) -> int:
        """Return where a post goes on after «این», a quoted name or a word in brackets; ``at`` where there is none."""
        char, chars = self.chars[at], self.chars
        if char in NUMBER:
            return at + 2 if chars[at + 1] in AGED else at  # «مدیر ۵۲ ساله تعاونی …»
        if char in DEMONSTRATIVE and chars[at + 1] in ORG_HEAD:
            return at + 2  # «مدیرعامل این تعاونی»
        if char in QUOTE_OPEN:
            closing = self.marks.first(QUOTE_CLOSE, at, min(at + 6, limit))
            if closing is not None and at > index + 1 and chars[closing + 1] in AFTER_QUOTED_BODY:
                return closing + 1  # «مدیرعامل تعاونی «نان گرم» دهلران»
        return at + 3 if char in PAREN_OPEN and chars[at + 2] in PAREN_CLOSE else at

    def _step(self, index: int, at: int, limit: int) -> tuple[int, bool]:
        """Return where a post goes on after a word that may end it, or else ends, and which of the two."""
        char, chars = self.chars[at], self.chars
        if char in PREPOSITION:
            ended = not (self._preposition_of_post(index, at) or self._task(at))
            if ended and self._object_of_verb(at):
                return at - 1, True
        elif char in COMMA:
            ended = not self._enumerates(at, limit)
        elif char in AND:
            ended = not (self._joins(at) or self._joins_areas(index, at) or self._joins_tasks(index, at))
        elif char in NAME_NO_PLACE and self._name_begins(at, limit):
            ended = True
        elif char in OBJECT_HEAD_AMOUNT and char not in OF_BODY:
            # «معاون وزیر ارزش صادرات را … عنوان کرد», not «مدیرعامل تعاونی اعتبار کسبه»
            ended = chars[at - 1] not in ORG_HEAD or self._has_object(at)
        elif char in PLACE_GLUED or (char in POST_LAST and chars[at + 1] not in PLACE_NAME):
            return at + 1, True
        elif self._ends_with_place(at):
            return self._after_place(at)
        else:
            ended = False
        return (at, True) if ended else (at + 1, False)

    def _after_place(self, at: int) -> tuple[int, bool]:
        if self._unlisted_place(at + 1):
            return at + 2, True
        last = self._places_end(at)
        return (last, False) if self._goes_on(at, last) else (at + 1, True)

    def _preposition_of_post(self, head: int, at: int) -> bool:
        """«نماینده مردم شوش در مجلس», «معاون وزیر در امور تعاون», «نماینده ولی‌فقیه در خراسان شمالی»."""
        if self.tokens.words[at] != "در" or at - head > 6:
            return False
        if self.chars[at + 1] in ORG_HEAD:
            return True
        return self.chars[at - 1] in ROLE_IN_PLACE and self.chars[at + 1] in PLACE_OR_WORD

    def _task(self, at: int) -> bool:
        """«سازمان حمایت از مصرف‌کنندگان», «ستاد مبارزه با قاچاق»."""
        if not self._names_task(at) or self._object_of_verb(at):
            return False
        verb = self.marks.first(VERB_OR_CUE, at + 1, at + _LONGEST_POST)
        if verb is None or self.chars[verb] not in GOVERNS_OF or self.tokens.words[at] != "از":
            return True
        return "از" in self.tokens.words[at + 1 : verb]

    def _names_task(self, at: int) -> bool:
        task = _TASKS.get(self.tokens.words[at])
        before = at - 2 - (self.chars[at - 2] in AND)  # «کمیسیون ویژه جهش تولید و نظارت بر اجرای اصل ۴۴»
        return task is not None and self.chars[at - 1] in task and self.chars[before] in HEAD_OR_PART

    def _has_object(self, at: int) -> bool:
        verb = self.marks.first(VERB_OR_CUE, at + 1, at + _LONGEST_POST)
        return verb is not None and self.marks.first(OBJECT_MARKER, at + 1, verb) is not None

    def _object_of_verb(self, at: int) -> bool:
        """«رئیس اتحادیه حمایت از تولید را ضروری دانست»: what looks like the task is what was said."""
        if not self._names_task(at) or self.tokens.words[at] != "از":
            return False
        return self._has_object(at)

    def _joins_areas(self, index: int, at: int) -> bool:
        """«معاون صید و بنادر ماهیگیری اداره کل شیلات …»: two areas of a deputy, of two words, and the body after them."""
        if self.chars[index] not in ROLE_DEPUTY or self.marks.first(ORG_HEAD, index, at) is not None:
            return False
        areas = self.chars[at + 1 : at + 3]
        return all(char in PLAIN_OR_SECTOR for char in areas) and self.chars[at + 3] in ORG_HEAD

    def _joins_tasks(self, index: int, at: int) -> bool:
        """«سازمان حمایت از مصرف‌کنندگان و تولیدکنندگان», «ستاد مبارزه با قاچاق کالا و ارز»."""
        if self.chars[at + 1] in TASK_BAR and self._task(at + 2):
            return self.marks.first(COUNCIL, index, at) is not None
        if self.chars[at + 1] in NOT_JOINED or self.chars[at + 1] not in PLAIN_OR_SECTOR:
            return False
        return any(self._task(one) for one in range(index + 2, at - 1))

    def _enumerates(self, comma: int, limit: int) -> bool:
        """«تعاون، کار و رفاه اجتماعی»: sector words on both sides, an «و» to come."""
        first = self.chars[comma - 2] in ANY_HEAD and self.chars[comma - 1] not in PLACE
        if first and self.chars[comma + 1] in PLAIN_OR_SECTOR and self.chars[comma + 2] in AND:
            return True  # «مدیرکل نوسازی، توسعه و تجهیز مدارس»: whatever the words are, if an «و» follows at once
        if self.chars[comma + 1] not in ORG_SECTOR:
            return False
        near = range(comma + 1, min(limit, comma + 9))
        return any(self.chars[at] in AND and self.chars[at + 1] in SECTOR for at in near)

    def _joins(self, at: int) -> bool:
        following = self.chars[at + 1]
        if following in FOREIGN and self.tokens.words[at - 1].endswith("ایران"):
            return True  # «اتاق مشترک ایران و عراق»
        if self.chars[at - 2] in COMMA and following in PLAIN_OR_SECTOR:
            return True  # «نوسازی، توسعه و تجهیز مدارس»
        second = self.chars[at + 2]  # «سرپرست مسکن و ساختمان اداره کل …»
        return following in OF_BODY or (
            following not in NOT_JOINED and (second in POST_PART_OR_PLACE or second in ORG_HEAD)
        )

    def _name_begins(self, at: int, limit: int) -> bool:
        if self.chars[at - 1] in BODY_WITH_NAME or self.chars[at] in OF_BODY:
            return False
        return at + 1 < limit and self.may_be_name(at + 1) and self.chars[at + 1] not in SECTOR_OR_PLACE

    def _unlisted_place(self, at: int) -> bool:
        """«بخشدار رودبار الموت با …»: one unknown word between a place and what ends a subject."""
        return self.chars[at] == UNKNOWN_WORD and self._before_verb(at + 1) and not self.everyday(at)

    def _ends_with_place(self, at: int) -> bool:
        """A place, unless its name is also an ordinary word of posts («سازمان مرکزی») and nothing says it is a place."""
        return self.chars[at] in PLACE and (self.chars[at] not in SECTOR or self.chars[at - 1] in PLACE_WORD)

    def _places_end(self, at: int) -> int:
        """Return the index after «کنگاور، صحنه و هرسین»."""
        last = at + 1
        while self.chars[last] in COMMA_OR_AND and self.chars[last + 1] in ANY_PLACE:
            last += 2
        return last

    def _goes_on(self, at: int, last: int) -> bool:
        """«استان قم» ends a post; «شهرستان … استان …», «مردم کنگاور، صحنه و هرسین در مجلس» go on."""
        if self.chars[last] in PREPOSITION:
            return self.tokens.words[last] == "در" and self.chars[last + 1] in ORG_HEAD
        if self.chars[last] in PLACE and self.chars[last] not in GIVEN_NAME:
            return True  # «بخشدار رودبار الموت»
        if last > at + 1:
            return self.chars[at + 1] in AND  # «استان‌های تهران و البرز»; after a comma something else begins
        return self.chars[last] in PLACE_WORD

    def body_end(self, index: int, limit: int) -> int:
        """Return the end of the name of a body that begins at ``index``: «وزارت تعاون، کار و رفاه اجتماعی»."""
        last = self._post_end(index, min(limit, index + _LONGEST_POST))[0]
        while last - 1 > index and self.chars[last - 1] in NO_BODY_END:
            last -= 1
        return last
