"""People named with a post outside reporting sentences: lists of guests, hosts, chairs."""

from extract.recognise.kinds import (
    ALSO,
    AND,
    APPOINTED,
    AS_POST,
    BECOME_VERB,
    COMMA,
    EVENT_OR_CONNECTIVE,
    IS,
    LEARNT_NAME,
    NUMBER_OR_COUNTER,
    OBJECT_MARKER,
    PHRASE_EDGE,
    PREPOSITION,
    ROLE_HEAD,
    SENTENCE_END,
    THAT,
)
from extract.recognise.people import Mention, People, Range

_NEAR = 8
"""Tokens."""


def find_mentions(people: People) -> list[Mention]:
    """Return every name that stands right beside a post, wherever in the text, in order.

    A name before the post is preferred («احمد پویش مدیر امور تعاون»); a name after it counts if it does not begin the
    next pair («سرپرست …، علیرضا اکبری مدیر …»).
    """
    _learn_names(people)
    found: list[Mention] = []
    done = 0
    for at in people.marks.all(ROLE_HEAD):
        if at >= done and people.chars[at - 1] not in NUMBER_OR_COUNTER:  # «۱۸۲ عضو …» is nobody's post
            post = people.post_at(at, people.size)
            if post is not None:
                done = post[1]
                mention = _beside(people, post)
                if mention is not None:
                    found.append(mention)
    return found


def _learn_names(people: People) -> None:
    """Remember the names at the heads of sentences, and those joined to them by «و»."""
    size = people.size
    last = 0
    for at in people.marks.all(LEARNT_NAME):
        if at < last or not (
            at == 0
            or people.chars[at - 1] in SENTENCE_END
            or (at - 1 == last and people.chars[at - 1] in AND)
        ):
            continue
        name = people.name_at(at, size, subject=False)
        if name is not None and name.kind == "name" and name.name is not None:
            people.learn(name.name)
            last = name.last


def _beside(people: People, post: Range) -> Mention | None:
    before = _name_before(people, post)
    if before is not None:
        return Mention("name", before[0], post[1], name=before, role=post)
    size = people.size
    begin = post[1] + 1 if people.chars[post[1]] in COMMA else post[1]
    after = people.name_at(begin, size, subject=False) if begin < size else None
    if after is None or after.kind != "name":
        return None
    if (
        people.chars[post[1]] in COMMA
        and people.chars[after.last] not in COMMA
        and _governed(people, post[0])
    ):
        return None  # «با حکم وزیر تعاون، شهرام دولتیاری به سمت … منصوب شد»: the name is the subject of the sentence
    if people.chars[after.last] in OBJECT_MARKER and (
        post[0] == 0 or people.chars[post[0] - 1] in SENTENCE_END
    ):
        return None  # «فرماندار ملایر حسن نوری را مدیری توانمند خواند»
    follows = after.last + 1 if people.chars[after.last] in COMMA else after.last
    if people.chars[after.last] in ROLE_HEAD or people.chars[follows] in ROLE_HEAD:
        return None
    return Mention("name", post[0], after.last, name=after.name, role=post)


def _name_before(people: People, post: Range) -> Range | None:
    """Return the name of «X مدیرعامل …», «X که مدیرعامل … است», «X (را) به سمت مدیرعامل … منصوب کرد»."""
    chars, at = people.chars, post[0]
    if chars[at - 1] in THAT:
        return _name_ending(people, at - 1) if chars[post[1]] in IS else None
    if chars[at - 1] in AS_POST:
        appointed = people.marks.first(APPOINTED, post[1], min(post[1] + _NEAR, people.size))
        if appointed is None:
            return None
        if chars[appointed + 1] in BECOME_VERB and (head := _head(people, at)) is not None:
            return head
        at -= 1
        at -= chars[at - 1] in PREPOSITION  # «به سمت», in two words
        at -= chars[at - 1] in OBJECT_MARKER
    return _name_ending(people, at) or _present(people, post)


def _present(people: People, post: Range) -> Range | None:
    """«در این نشست که یاشار … فرماندار … هم حضور داشت»: a name of which no list has the given name, between «که» and a post."""
    that = people.marks.last(THAT, max(0, post[0] - _NEAR), post[0])
    if that is None or people.chars[post[1]] not in ALSO or people.chars[that - 1] not in EVENT_OR_CONNECTIVE:
        return None
    name = people.name_at(that + 1, post[0], subject=True)
    if name is None or name.kind != "name" or name.name is None or people.everyday(name.name[0]):
        return None
    last = name.last + (people.chars[name.last] in COMMA)
    return name.name if last == post[0] else None


def _head(people: People, post: int) -> Range | None:
    """«نرگس شیخ‌زاده با حکم استاندار به عنوان مشاور … منصوب شد»: the name at the head, prepositions after it and no verb."""
    start = people.marks.last(SENTENCE_END, max(0, post - 3 * _NEAR), post)
    start = 0 if start is None else start + 1
    if people.chars[start] not in LEARNT_NAME or people.marks.first(PHRASE_EDGE, start, post) is not None:
        return None
    found = people.name_at(start, post, subject=False)
    return None if found is None or people.chars[found.last] not in PREPOSITION else found.name


def _name_ending(people: People, at: int) -> Range | None:
    return people.name_before(at, max(0, at - 7))


def _governed(people: People, at: int) -> bool:
    """Whether a preposition stands before the post in its part of the sentence: «با حضور فرماندار»."""
    first = max(0, at - _NEAR)
    edge = people.marks.last(PHRASE_EDGE, first, at)
    return people.marks.first(PREPOSITION, first if edge is None else edge, at) is not None
