"""Posts and bodies in English: «مدیرکل تعاون استان قم» → Director-General of Cooperatives, Qom Province.

English turns the Persian order round only in part: ``post of|for field, body, place``. The words come from
``data/posts.tsv`` and ``data/bodies.tsv``, the places from the gazetteer. A word in none of them is romanised, named
among the ``leftovers``, and makes the phrase incomplete: such a phrase is for an editor, not for print.
"""

from collections.abc import Sequence
from itertools import pairwise

from reports.english.agencies import agency_in_english
from reports.english.letters import fold
from reports.english.phrases import Phrase
from reports.english.reader import FIELDS, LEVELS, Context, Post, Title, TitleReader, listed
from reports.english.titles import Entry, Piece, pieces, places

__all__ = ["Phrase", "agency_in_english", "post_in_english"]


def post_in_english(
    role: str | None, organisation: str | None, province: str | None, county: str | None
) -> Phrase:
    """Return a post with its body and place in English.

    ``role`` and ``organisation`` are as written, ``province`` and ``county`` standard Persian names. What the
    organisation repeats of the role is said once; the province is added unless a national body is meant. Unknown words
    are romanised in the text; the leftovers have them in shadow spelling without half-spaces. A title without words
    gives an empty text and is not complete.
    """
    context = Context(fold(province or ""), fold(county or ""))
    cut = _merged(pieces(role or ""), pieces(organisation or ""))
    titles = [TitleReader(part, context).read() for part in _coordinated(cut)]
    for title in titles:
        _add_known_places(title, context, named_only=title is not titles[-1])
    leftovers = tuple(word for title in titles for word in title.leftovers)
    text = " and ".join(filter(None, map(_said, titles)))
    text = text[:1].upper() + text[1:]
    return Phrase(text, bool(text) and not leftovers, leftovers)


# --- role and organisation ------------------------------------------------------------------------------------


def _merged(role: list[Piece], body: list[Piece]) -> list[Piece]:
    """Append the organisation to the role, without what the role has said."""
    if not role or not body:
        return role or body
    in_role, in_body = _content(role), _content(body)
    if all(any(word in said for said in in_role) for word in in_body):
        return _with_places(role, body)
    start = next((i for i, piece in enumerate(role) if piece.kind in ("generic", "body")), None)
    if (
        start is not None
        and _content(role[start:]) <= in_body | _content(role[:start])
        and any(piece.persian == role[start].persian for piece in body)
    ):
        return role[:start] + body
    fields = [piece for piece in role if piece.kind in FIELDS]
    if fields and body[0].kind in FIELDS and {piece.persian for piece in fields} <= in_body:
        return [piece for piece in role if piece.kind not in FIELDS] + body
    return role + body


def _with_places(role: list[Piece], body: list[Piece]) -> list[Piece]:
    """Add to the role the places that only the body names, and the markers that only the body has."""
    merged = list(role)
    for marker, place in pairwise([None, *body]):
        if place is None or place.kind != "place":
            continue
        marked = [marker] if marker is not None and marker.kind == "marker" else []
        same = next((i for i, piece in enumerate(merged) if piece.persian == place.persian), None)
        if same is None:
            merged += [*marked, place]
        elif marked and same and merged[same - 1].kind != "marker":
            merged[same:same] = marked
    return merged


def _content(cut: Sequence[Piece]) -> set[str]:
    """Return the words that say something, with those of the kinds of body that a head can imply left out."""
    implied = {"ادارهکل", "اداره", "وزارت"}
    return {
        piece.persian.replace(" ", "")
        for piece in cut
        if piece.kind not in ("marker", "place", "skip", "national", "past")
    } - implied


def _coordinated(cut: list[Piece]) -> list[list[Piece]]:
    """Split two posts of one person: «معاون وزیر و رئیس سازمان …»."""
    parts: list[list[Piece]] = [[]]
    for index, piece in enumerate(cut):
        after_and = index > 0 and cut[index - 1].persian == "و"
        if piece.kind == "head" and after_and and any(known.kind == "head" for known in parts[-1]):
            parts.append([])
        parts[-1].append(piece)
    return [part for part in parts if part]


# --- saying ---------------------------------------------------------------------------------------------------


def _add_known_places(title: Title, context: Context, *, named_only: bool) -> None:
    """Add county and province of the article where the title leaves them out, or only where it says «استان»."""
    for level, skeleton in (("county", context.county), ("province", context.province)):
        named = {known for known, _ in title.places}
        if not skeleton or level in named or (level == "county" and named & {"city", "district"}):
            continue
        if (title.national or named_only) and level not in title.here:
            continue
        for place in places().get(skeleton, ()):
            if place.level == level and (not context.province or place.province == context.province):
                if place.en not in title.said:
                    title.places.append((level, place.en))
                break


def _said(title: Title) -> str:
    """Return the whole title: post, body, places."""
    text = _posts(title)
    for index, (body, article) in enumerate(title.bodies):
        text += _joined(title, body, article) if index == 0 and text else ", " * bool(text) + body
    places_said = ", ".join(_located(title.places))
    text = f"{text}, {places_said}" if text and places_said else text or places_said
    return f"{title.past} {text}".strip()


def _posts(title: Title) -> str:
    """Return the posts, the last one innermost; a place that belongs to it is taken out of ``title.places``."""
    if not title.posts:
        return ""
    last = title.posts[-1]
    text = _with_fields(last.entry.en, last)
    outer_fields = any(post.fields for post in title.posts[:-1])
    if not last.fields and not outer_fields and not title.bodies:
        text += _own_places(title, last.entry)
    for post in reversed(title.posts[:-1]):
        if post.entry.over:
            text = post.entry.over.format(text)
            text += f" {post.entry.prep or 'for'} {post.fields}" if post.fields else ""
        else:
            text = f"{_with_fields(post.entry.en, post)} of the {text}"
    return text


def _with_fields(text: str, post: Post) -> str:
    return f"{text} {post.entry.prep or 'of'} {post.fields}" if post.fields else text


def _own_places(title: Title, entry: Entry) -> str:
    """Return the places that the post itself governs: « of Qom Province», « for Shush and Karkheh»."""
    if not entry.place:
        return ""
    if entry.place in LEVELS:
        wanted = [place for place in title.places if place[0] == entry.place]
        named = entry.place.capitalize() in entry.en  # «District Governor of Hana», not «of Hana District»
        said = " of " + (listed([name for _, name in wanted]) if named else ", ".join(_located(wanted)))
    else:
        wanted = title.places[:]
        names = [name if level == "county" else LEVELS[level][0].format(name) for level, name in wanted]
        said = f" {entry.place} {listed(names)}"
    title.places = [place for place in title.places if place not in wanted]
    return said if wanted else ""


def _joined(title: Title, body: str, article: bool) -> str:
    """Return the first body after the post."""
    last = title.posts[-1]
    if last.fields or len(title.posts) > 1:
        return f", {body}"
    link = last.entry.link or "of the"
    return f" {link if article else link.removesuffix(' the')} {body}"


def _located(found: Sequence[tuple[str, str]]) -> list[str]:
    said = []
    for level, (one, several) in LEVELS.items():
        names = [name for known, name in found if known == level]
        if names:
            said.append((one if len(names) == 1 else several).format(listed(names)))
    return said
