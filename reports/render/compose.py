"""Editions composed: everything that comes before the pages, for which WeasyPrint is not needed."""

from collections.abc import Mapping, Sequence

from extract.article import Article
from reports.languages import language
from reports.languages.amounts import Code
from reports.model import Briefing
from reports.render.annex import annexes
from reports.render.content import Annex, Content
from reports.render.html import Memory, Page, environment
from reports.themes import Theme
from reports.translate.shown import Translated, segments


def load_spellings() -> None:
    """Read the word lists that Persian is written by."""
    for code in ("fa", "en"):
        language(code).text("برنامهها")
        language(code).name("علی کریمی")


def warm_up() -> None:
    """Read the word lists and the templates, so that processes forked after this share them."""
    for name in environment().list_templates(filter_func=lambda name: name.endswith(".jinja")):
        environment().get_template(name)
    load_spellings()
    segments("تعاونی")  # the glossary


def content_of(page: Page, files: Sequence[Annex] = ()) -> Content:
    """Return the content of an edition with the attachments given."""
    html = page.html()  # makes the last pictures
    return Content(
        id=page.briefing.id,
        code=page.language.code,
        html=html,
        resources=dict(page.gallery.resources),
        files=tuple(files),
        date=page.created,
        numerals=page.language.digits("0123456789"),
    )


def compose(
    briefing: Briefing,
    code: Code,
    articles: Sequence[Article],
    theme: Theme,
    memory: Memory | None,
    originals: Mapping[str, bytes] | None = None,
    english: Mapping[int, Translated] | None = None,
    files: Sequence[Annex] | None = None,
) -> Content:
    """Compose one edition.

    Args:
        briefing: what is printed.
        code: the language.
        articles: those it was built from.
        theme: colours, sizes and the publishing body.
        memory: English statements by their Persian words.
        originals: bytes as they lie in the source, by article id, where they are not the text in UTF-8.
        english: what :func:`reports.translate.shown.shown` makes of the statements, where that is known already.
        files: the attachments, where they are made elsewhere.

    Raises:
        RenderError: a picture cannot be drawn.
    """
    page = Page(briefing, code, articles, theme, memory)
    if english is not None:
        page.shown = dict(english)
    if files is None:
        files = annexes(briefing, articles, page.language, originals, theme=theme, english=page.shown)
    return content_of(page, files)
