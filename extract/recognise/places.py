"""Places in a text and the place of the article: datelines, posts, what the first paragraphs are about."""

import re
from bisect import bisect_left, bisect_right

from extract.grammar.reader import compiled
from extract.grammar.tags import kind
from extract.recognise.occasions import occasion
from extract.recognise.placementions import PlaceMention, constituency
from extract.recognise.placenames import PlaceFinder
from extract.recognise.placereadings import names_of
from extract.text.shadow import FILLER
from extract.text.tokens import Tokens

__all__ = ["PlaceMention", "article_place", "find_places", "focus_place"]


def find_places(tokens: Tokens) -> list[PlaceMention]:
    """Return the place mentions of a text in order, datelines and places inside posts marked as such."""
    finder = _SourceFinder(tokens)
    return [finder.marked(mention) for mention in finder.find()]


_BREAK, _ENDS_DATELINE = kind("break"), kind("dash|slash|bar|semicolon")
_ENDS_SOURCE = kind("break|comma|semicolon|colon|verb|cue|role.head|stop")
_PAUSE, _BODY = kind("semicolon|comma"), kind("org.head&!agency_word")
_LEAD = kind("lead&!lead.report")
_AGENCIES = ("خبرگزاری", "خبرنگار")
_AGENCY = re.compile(f"[ {FILLER}]*".join("خبر"))
_SOURCE, _POST = 11, 15
"""Tokens before a place within which a source and a post may begin."""
_POSTS = "(?<!{number|counter}){role.head}"
_ENDS_ROLE = kind("break|stop|colon|semicolon|verb|cue|number|object_marker|that|pronoun|question|occasion")
_ENDING_WORDS = frozenset(("در", "با", "از", "به", "برای", "ضمن", "طی", "درباره"))


class _SourceFinder(PlaceFinder):
    """Marks datelines («به گزارش … از بیرجند») and the places of posts and bodies («مدیرکل تعاون … استان یزد»)."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens)
        self._leads = self._all_leads()
        self._roles = [match.start() for match in compiled(_POSTS).finditer(tokens.classes)]

    def _all_leads(self) -> list[int]:
        """Where «به گزارش» or the name of an agency stands."""
        tokens, words = self.tokens, self.words
        found = self.positions(_LEAD)
        for match in _AGENCY.finditer(tokens.shadow):
            at = bisect_right(tokens.starts, match.start()) - 1
            if at >= 0 and words[at].startswith(_AGENCIES):
                found.append(at)
        return sorted(found)

    def marked(self, mention: PlaceMention) -> PlaceMention:
        """Return the mention with ``role`` and ``dateline`` set."""
        first, last, level, name, province, county, role, _, generic = mention
        source = self._source(first, last)
        dateline = source == "dateline"
        adverbial = level == "national" and self.words[first].startswith("در")  # «در سطح کشور»
        role = role or source == "body" or (not dateline and not adverbial and self._in_role(first))
        return PlaceMention(first, last, level, name, province, county, role, dateline, generic)

    def _source(self, at: int, last: int) -> str | None:
        """Return ``dateline`` for a place between «به گزارش» or an agency's name and the next comma, or at the head of
        a paragraph before a dash («اراک - ایرنا»); ``body`` where a body reports («به گزارش روابط عمومی اداره تعاون
        سقز»)."""
        chars, words = self.chars, self.words
        if chars[last] in _ENDS_DATELINE and (at == 0 or chars[at - 1] in _BREAK):
            return "dateline"
        near = bisect_left(self._leads, at) - 1
        if near < 0 or self._leads[near] < at - _SOURCE:  # no source to be found
            return None
        body = False
        for back in range(at - 1, max(-1, at - _SOURCE - 1), -1):
            char, word = chars[back], words[back]
            if char in _ENDS_SOURCE:
                if char not in _PAUSE or words[at - 1] != "مرکز":  # «صدا و سیما؛ مرکز قم»
                    return None
                continue
            lead = char in _LEAD
            if lead or word.startswith(_AGENCIES):
                return "body" if body and lead else "dateline"
            body = body or (char in _BODY and word not in ("مرکز", "گروه"))
        return None

    def _in_role(self, at: int) -> bool:
        """Whether a post begins before ``at`` in the same clause and nothing but its words lies between."""
        near = bisect_right(self._roles, at) - 1
        post = self._roles[near] if near >= 0 else -_POST
        if post < at - _POST or post < 0:
            return False
        if _ENDS_ROLE.search(self.tokens.classes, post + 1, at):
            return False
        return _ENDING_WORDS.isdisjoint(self.words[post + 1 : at])


def article_place(tokens: Tokens, places: list[PlaceMention]) -> tuple[str | None, str | None]:
    """Return (province, county) of what the article is about; standard names, ``None`` where it cannot be said.

    The province is that of the most mentions, those in datelines and posts counting more; where a national body or its
    post opens the article, only of those that the first two paragraphs name. The county is given where the first paragraphs speak of
    one alone.
    """
    weights: dict[str, int] = {}
    anchored: set[str | None] = set()
    national = placed = False
    head = min(len(tokens), _HEAD)
    opening = _second_break(tokens)
    of_nation = _NATION.search(tokens.classes, 0, opening) is not None
    if of_nation and not any(one.dateline for one in places):
        named = {one.province for one in places if one.first < opening}
        places = [one for one in places if one.province in named or one.province is None]
    if "کمیسیون" in tokens.words[:opening] and not any(one.dateline for one in places):
        commission = tokens.words.index("کمیسیون")  # its spokesman first, and then whose deputy he is
        places = [one for one in places if one.first < commission or not constituency(tokens.words, one)]
    for first, _, level, _, province, _, role, dateline, _ in places:
        marked = dateline or role
        if marked or first < head:
            anchored.add(province)
            national = national or (level == "national" and role and first < head)
        if province is None:
            continue
        placed = placed or marked
        weight = 3 if dateline else 2 if role or level == "province" else 1
        weights[province] = weights.get(province, 0) + (weight * 2 if first < head else weight)
    if not placed and _WIDE.search(tokens.classes, 0, head):  # «سخنگوی گمرک در بندرعباس گفت»
        heard = {one.province for one in places if one.first < head and occasion(tokens, one)}
        told = {one.province for one in places if one.first >= head or not occasion(tokens, one)}
        for name in heard - told - {None}:
            weights.pop(name or "", None)
    if not weights or (national and not placed):
        return None, None  # a national post at the head, and no dateline or post of a province anywhere
    if len(weights) > 1 and not anchored & weights.keys():
        return None, None  # several provinces are compared, none of them is at home here
    if len(weights) > 1 and not placed and 2 * max(weights.values()) <= sum(weights.values()):
        return None, None  # several are listed, and nobody is from any of them
    province = max(weights, key=weights.__getitem__)  # the first of those with most
    focus = focus_place(tokens, places, province)
    return province, focus.county if focus else _dateline_county(tokens, places, province)


def _dateline_county(tokens: Tokens, places: list[PlaceMention], province: str) -> str | None:
    """«سیرجان – ایرنا – رئیس اداره تعاون گفت»: the county of the dateline, if it is not the capital's and nobody speaks
    for more than a county."""
    head = min(len(tokens), _HEAD)
    if _WIDE.search(tokens.classes, 0, head):
        return None
    names = names_of(tokens.vocabulary)
    county: str | None = None
    for one in places:
        if one.first >= head:
            break
        if one.role or one.generic == "province" or one.level in ("province", "national"):
            return None
        if one.dateline and one.level == "county" and one.province == province and county is None:
            county = one.county
    return None if county is None or names.is_capital(county, province) else county


def _second_break(tokens: Tokens) -> int:
    """Return where the first two paragraphs end, headlines left out."""
    start = seen = 0
    for match in _BREAK.finditer(tokens.classes, 0, len(tokens)):
        seen += _SAYING.search(tokens.classes, start, match.start()) is not None
        start = match.end()
        if seen == 2:
            return match.start()
    return len(tokens)


_NATION, _SAYING = kind("national_body"), kind("verb|cue")
_SAID, _NUMBER, _ENDS_TELLING = kind("cue|complement"), kind("number"), kind("verb|that|semicolon")
_REPORTING, _WIDE = kind("cue|number"), kind("role.wide|national_body")
_HEAD = 160
"""Tokens within which the head of an article, its first two paragraphs, must end."""


def focus_place(tokens: Tokens, places: list[PlaceMention], province: str | None) -> PlaceMention | None:
    """Return the county, town or village that the article is about: that of the first post that names one, else the
    one place of the first paragraph, if that paragraph reports something."""
    breaks = [match.start() for match in _BREAK.finditer(tokens.classes, 0, _HEAD)]
    breaks.append(min(len(tokens), _HEAD))
    first_break, head = breaks[0], breaks[min(1, len(breaks) - 1)]
    if not places or places[0].first >= first_break:
        first_break, head = head, breaks[min(2, len(breaks) - 1)]  # a headline that names no place
    post: PlaceMention | None = None
    named: list[PlaceMention] = []
    wide = _WIDE.search(tokens.classes, 0, head) is not None
    told = _told(tokens, first_break)
    for one in places:
        if one.first >= head:
            break
        if one.dateline or not _fits(one, province):
            continue
        if one.role and occasion(tokens, one):
            continue  # «در دیدار با فرماندار تاکستان گفت»
        if post is None and one.role:
            post = one
            if one.level not in ("province", "national"):
                return one
        local = not one.generic and one.level not in ("province", "national")
        if post is not None and one.first >= told:
            continue
        if one.first < first_break and local and not ((wide or post is not None) and occasion(tokens, one)):
            named.append(one)
    if not named or (post is not None and not _reports(tokens, first_break)):
        return None
    if len({one.name for one in named}) == 1:
        return named[0]
    county = {one.county for one in named}
    return next((one for one in named if one.level == "county"), None) if len(county) == 1 else None


def _told(tokens: Tokens, last: int) -> int:
    """Return where the first figure that is told has been told, so that a place named later is only a part: «… گفت: ۲۳۰
    تعاونی منحل شد که ۱۱۰ مورد مربوط به رشت بود»; ``last`` if none has been."""
    said = _SAID.search(tokens.classes, 0, last)
    number = said and _NUMBER.search(tokens.classes, said.end(), last)
    end = number and _ENDS_TELLING.search(tokens.classes, number.end(), last)
    return end.start() if end else last


def _fits(mention: PlaceMention, province: str | None) -> bool:
    if mention.generic:
        return mention.generic == "province" and mention.role
    return mention.province == province or (mention.province is None and mention.level == "village")


def _reports(tokens: Tokens, last: int) -> bool:
    """Whether a reporting verb or a number stands before the token ``last``."""
    return _REPORTING.search(tokens.classes, 0, last) is not None
