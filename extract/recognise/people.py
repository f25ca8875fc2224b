"""Who stands at the head of a sentence: a pronoun, a name, a post or a body, name and post joined."""

from extract.recognise.kinds import (
    AFTER_ALONE,
    AFTER_POST_IN_MARKS,
    ALSO,
    AND,
    BETWEEN_NAME_AND_POST,
    BOARD,
    COMMA,
    ENDS_POST,
    EPITHET,
    NAME_PART,
    NO_BODY,
    NO_SURNAME,
    OBJECT_MARKER,
    ORG_HEAD,
    PERSON,
    PLACE,
    PLURAL,
    PREPOSITION_OR_COMPLEMENT,
    PRONOUN,
    ROLE_ALONE,
    ROLE_HEAD,
    ROLE_OFFICE,
    SPEAKING_BODY,
    SURNAME,
    WORD,
)
from extract.recognise.names import Mention, Range
from extract.recognise.posts import PostFinder
from extract.text.common import everyday_words

__all__ = ["Mention", "People", "Range"]

_ENDS_SURNAME = ("ی", "زاده", "پور", "نژاد", "نیا", "فر", "راد", "وند", "یان", "لو")
"""So end most surnames that no list has."""


class People(PostFinder):
    """Finds the people of one text; knows the names and posts that were found so far."""

    def subject_at(self, index: int, limit: int) -> Mention | None:
        """Return the pronoun, name, post or body that begins at ``index``, with name and post joined."""
        if index >= limit:
            return None
        if self.chars[index] in PRONOUN:
            return Mention("pronoun", index, index + 1)
        if self.tokens.words[index] == "این" and self.chars[index + 1] in PERSON:
            end = self._noun_phrase_end(index + 1, limit)
            return Mention(
                "pronoun", index, end, role=(index + 1, end) if self.chars[index + 1] in ROLE_HEAD else None
            )
        if self.tokens.words[index] == "این" and self.chars[index + 1] in SPEAKING_BODY:
            return Mention("body", index, index + 2)
        if self.chars[index] in EPITHET:
            return Mention("body", index, index + 1, also=self._also(index + 1))  # «متولی بخش تعاون»
        post = self.post_at(index, limit) if self.chars[index] in ROLE_HEAD else None
        if post is None and self.chars[index] in ROLE_ALONE and self.chars[index + 1] in AFTER_ALONE:
            return Mention("role", index, index + 1, role=(index, index + 1), also=self._also(index + 1))
        return self._name_first(index, limit) if post is None else self._post_first(post, limit)

    def _noun_phrase_end(self, index: int, limit: int) -> int:
        """«این عضو انجمن پسته ایران», «این بانوی فرماندار»."""
        post = self.post_at(index, limit)
        if post is not None:
            return post[1]
        last = index + 1
        while last < min(limit, index + 4) and self.chars[last] in WORD and self.chars[last] not in ENDS_POST:
            if self.chars[last] in PREPOSITION_OR_COMPLEMENT:
                break
            last += 1
        return last

    def _post_first(self, post: Range, limit: int) -> Mention:
        index = post[0]
        if self.chars[post[1]] in AND and self.chars[post[1] + 1] in ROLE_HEAD:
            second = self.post_at(post[1] + 1, limit)  # «معاون رئیس‌جمهور و رئیس سازمان برنامه و بودجه»
            post = post if second is None else (post[0], second[1])
        last = post[1]
        at = last + 1 if self.chars[last] in COMMA else last
        name = self.name_at(at, limit, subject=False) if at < limit else None
        if name is None and at > last and at < limit:
            name = self._apposed(at, limit)
        if name is not None and self.chars[name.last] in OBJECT_MARKER:
            name = None  # «فرماندار ملایر حسن نوری را مدیری توانمند خواند»
        if name is not None and self.chars[name.last] in ROLE_HEAD:
            name = None  # «رئیس الف، ب رئیس ج»: the name belongs to the next post
        if name is not None:
            closing = (
                name.last + 1 if self.chars[last] in COMMA and self.chars[name.last] in COMMA else name.last
            )
            return Mention("name", index, closing, name=name.name, role=post, also=self._also(closing))
        return Mention("role", index, last, role=post, also=self._also(last))

    def _apposed(self, at: int, limit: int) -> Mention | None:
        """«مدیرعامل …، عیوض نوبخت، گفت»: between two commas a name of which no list has the given name."""
        name = self.name_at(at, limit, subject=True)
        if name is None or name.kind != "name" or name.name is None or self.chars[name.last] not in COMMA:
            return None
        return None if any(map(self.everyday, range(*name.name))) else name

    def _name_first(self, index: int, limit: int) -> Mention | None:
        name = self.name_at(index, limit, subject=True) or self._surname_before_post(index, limit)
        if name is None:
            return None
        last = name.last
        if name.kind == "name" and name.name and self._is_body(name.name):
            return Mention("body", index, last, also=self._also(last))
        at = last
        while self.chars[at] in BETWEEN_NAME_AND_POST and at < last + 2:
            at += 1
        post = self.post_at(at, limit) if at < limit else None
        if post is None:
            return name._replace(also=True) if self._also(last) else name
        if self.chars[post[1]] in AND and self.chars[post[1] + 1] in ROLE_HEAD:
            second = self.post_at(post[1] + 1, limit)
            if second is not None and self.chars[second[0]] in PLURAL:
                second = None  # «رئیس اتاق تعاون و مدیران کل گفتند»
            if second is not None and (self._whole(post) or self._of_board(post)):
                post = post[0], second[1]  # «معاون استاندار و فرماندار ویژه کاشان»
            elif second is not None and second[1] - second[0] > post[1] - post[0]:
                post = second  # «کارشناس ارشد و رئیس جهاد کشاورزی …»: the post with a body
        closing = post[1]
        while self.chars[closing] in AFTER_POST_IN_MARKS and closing < post[1] + 2:
            closing += 1
        return Mention(name.kind, index, closing, name=name.name, role=post, also=self._also(closing))

    def _surname_before_post(self, index: int, limit: int) -> Mention | None:
        """«احمدی، رئیس خانه صنعت», «گودرزی مدیر جهاد کشاورزی», «محمدی (فرماندار آمل)»: a surname alone, and a post."""
        at = index + 1
        while self.chars[at] in BETWEEN_NAME_AND_POST and at < index + 3:
            at += 1
        if at >= limit or self.chars[at] not in ROLE_HEAD or self.chars[at] in PLURAL:
            return None
        if not self.may_be_name(index) or self.chars[index] in PLACE:
            return None
        if self.chars[index] not in SURNAME and (
            self.chars[index] in NO_SURNAME
            or self.everyday(index)
            or not self.tokens.words[index].endswith(_ENDS_SURNAME)
            or self.tokens.words[index][:-1] in everyday_words()  # «کارشناسی»
        ):
            return None
        return Mention("surname", index, index + 1, name=(index, index + 1))

    def _whole(self, post: Range) -> bool:
        """Whether a post says whose it is: an office («معاون استاندار»), or a body within it."""
        return any(char in ORG_HEAD or char in ROLE_OFFICE for char in self.chars[post[0] : post[1]])

    def _of_board(self, post: Range) -> bool:
        """«رئیس هیئت‌مدیره و مدیرعامل شرکت …»: the body, told with the second post, is the board's too."""
        return post[1] == post[0] + 1 and self.chars[post[0]] in BOARD

    def _is_body(self, name: Range) -> bool:
        """«گمرک هرمزگان»: an unknown word and a place."""
        return (
            name[1] - name[0] == 2
            and self.chars[name[0] + 1] in PLACE
            and self.chars[name[0] + 1] not in NAME_PART
            and self.chars[name[0]] not in NO_BODY
        )

    def _also(self, at: int) -> bool:
        return self.chars[at] in ALSO or (self.chars[at] in COMMA and self.chars[at + 1] in ALSO)
