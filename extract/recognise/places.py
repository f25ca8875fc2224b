"""Places in a text and the place of the article: datelines, posts, what the first paragraphs are about."""

import re
from collections import Counter

from extract.grammar.reader import compiled
from extract.recognise.placenames import PlaceFinder, PlaceMention
from extract.text.tokens import Tokens

__all__ = ["PlaceMention", "article_place", "find_places", "focus_place"]


def find_places(tokens: Tokens) -> list[PlaceMention]:
    """Return the place mentions of a text in order, datelines and places inside posts marked as such."""
    return _mark(tokens, PlaceFinder(tokens).find())


def _mark(tokens: Tokens, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Mark datelines («به گزارش … از بیرجند») and the places of posts and bodies («مدیرکل تعاون … استان یزد»)."""
    finder = PlaceFinder(tokens)
    marked: list[PlaceMention] = []
    for mention in mentions:
        source = _source(finder, mention.first, mention.last)
        dateline = source == "dateline"
        role = mention.role or source == "body" or (not dateline and _in_role(finder, mention.first))
        marked.append(mention._replace(dateline=dateline, role=role))
    return marked


def _source(finder: PlaceFinder, at: int, last: int) -> str | None:
    """Return ``dateline`` for a place between «به گزارش» or an agency's name and the next comma, or at the head of a
    paragraph before a dash («اراک - ایرنا»); ``body`` where a body reports («به گزارش روابط عمومی اداره تعاون سقز»)."""
    if (at == 0 or finder.has(at - 1, "break")) and finder.has(last, "dash", "slash", "bar", "semicolon"):
        return "dateline"
    body = False
    for back in range(at - 1, max(-1, at - 12), -1):
        if finder.has(back, "break", "comma", "semicolon", "colon", "verb", "cue", "role.head", "stop"):
            # «صدا و سیما؛ مرکز قم»
            if not finder.has(back, "semicolon", "comma") or finder.tokens.words[at - 1] != "مرکز":
                return None
            continue
        word = finder.tokens.words[back]
        lead = finder.has(back, "lead") and not finder.has(back, "lead.report")
        if lead or word.startswith(("خبرگزاری", "خبرنگار")):
            return "body" if body and lead else "dateline"
        body = body or (
            finder.has(back, "org.head")
            and not finder.has(back, "agency_word")
            and word not in ("مرکز", "گروه")
        )
    return None


_ROLE_ENDS = (
    "break",
    "stop",
    "colon",
    "semicolon",
    "verb",
    "cue",
    "number",
    "object_marker",
    "that",
    "pronoun",
    "question",
)


def _in_role(finder: PlaceFinder, at: int) -> bool:
    """Whether a post begins before ``at`` in the same clause and nothing but its words lies between."""
    for back in range(at, max(-1, at - 16), -1):
        if finder.has(back, "role.head") and not finder.has(back - 1, "number", "counter"):
            return True
        if back < at and (
            finder.has(back, *_ROLE_ENDS) or finder.tokens.words[back] in ("در", "با", "از", "به", "برای")
        ):
            return False
    return False


def article_place(tokens: Tokens, places: list[PlaceMention]) -> tuple[str | None, str | None]:
    """Return (province, county) of what the article is about; standard names, ``None`` where it cannot be said.

    The province is that of the most mentions, those in datelines and posts counting more. The county is given where
    the first paragraphs speak of one alone.
    """
    weights: Counter[str] = Counter()
    head = min(len(tokens), _HEAD)
    for mention in places:
        if mention.province is None:
            continue
        weight = 3 if mention.dateline else 2 if mention.role or mention.level == "province" else 1
        if mention.first < head:
            weight *= 2
        weights[mention.province] += weight
    if not weights or _nationwide(places, head):
        return None, None
    anchored = {one.province for one in places if one.dateline or one.role or one.first < head}
    if len(weights) > 1 and not anchored & weights.keys():
        return None, None  # several provinces are compared, none of them is at home here
    province = max(weights, key=lambda name: (weights[name], -_first(places, name)))
    focus = focus_place(tokens, places, province)
    return province, focus.county if focus else None


def _nationwide(places: list[PlaceMention], head: int) -> bool:
    """Whether the head names a national post, and no dateline or post of a province anywhere."""
    national = any(one.national and one.role and one.first < head for one in places)
    return national and not any(one.province and (one.dateline or one.role) for one in places)


def _first(places: list[PlaceMention], province: str) -> int:
    return next(mention.first for mention in places if mention.province == province)


_HEAD = 160
"""Tokens within which the head of an article, its first two paragraphs, must end."""


def focus_place(tokens: Tokens, places: list[PlaceMention], province: str | None) -> PlaceMention | None:
    """Return the county, town or village that the article is about: that of the first post that names one, else the
    one place of the first paragraph, if that paragraph reports something."""
    breaks = [match.start() for match in _breaks(tokens)]
    breaks.append(min(len(tokens), _HEAD))
    first_break, head = breaks[0], breaks[min(1, len(breaks) - 1)]
    if not any(one.first < first_break for one in places):
        first_break, head = head, breaks[min(2, len(breaks) - 1)]  # a headline that names no place
    mine = [one for one in places if one.first < head and not one.dateline and _fits(one, province)]
    post = next((one for one in mine if one.role), None)
    if post is not None and post.level not in ("province", "national"):
        return post
    named = [
        one
        for one in mine
        if one.level not in ("province", "national") and one.first < first_break and not one.generic
    ]
    if not named or (post is not None and not _reports(tokens, first_break)):
        return None
    if len({one.name for one in named}) == 1:
        return named[0]
    county = {one.county for one in named}
    return next((one for one in named if one.level == "county"), None) if len(county) == 1 else None


def _breaks(tokens: Tokens) -> list[re.Match[str]]:
    return list(compiled(tokens, "{break}").finditer(tokens.classes, 0, _HEAD))


def _fits(mention: PlaceMention, province: str | None) -> bool:
    if mention.generic:
        return mention.generic == "province" and mention.role
    return mention.province == province or (mention.province is None and mention.level == "village")


def _reports(tokens: Tokens, last: int) -> bool:
    """Whether a reporting verb or a number stands before the token ``last``."""
    return compiled(tokens, "{cue|number}").search(tokens.classes, 0, last) is not None
