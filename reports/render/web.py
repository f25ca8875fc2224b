"""The same briefing as a web page: one file that carries its type and pictures, loads nothing and runs nothing.

Same model, same order, same citations as the PDF. A citation leads to its passage, which the style sheet shows beside
the page (wide) or over its lower half (narrow) while it is the target of the address: no script is needed, the
browser's Back closes it, and a screen reader is taken to it as to any footnote.
"""

import base64
import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import msgspec
from markupsafe import Markup

from extract.article import Article, Span
from reports.languages.amounts import Code
from reports.languages.base import direction_of
from reports.model import Block, Briefing, Datum, IndexEntry, Part, Statement
from reports.outputs import write_whole
from reports.render import webpictures
from reports.render.html import Page, environment, printable
from reports.render.marks import Segment, segments
from reports.themes import Theme, Wording, load_theme, readable_on, wording
from reports.translate.shown import Memory
from reports.webfont import font_uri

_POLICY = "default-src 'none'; style-src 'sha256-{digest}'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"


class Excerpt(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown when a citation is chosen."""

    citation: int
    one: Datum | Statement
    is_figure: bool
    number: int
    """Of the article among the sources."""
    paragraphs: tuple[tuple[str, list[Segment]], ...]
    """Base direction and segments, the passage marked."""


class WebPage(Page):
    """One edition as a web page: what its templates ask for besides what those of the PDF do."""

    def web(self) -> bytes:
        """Return the edition as one HTML document in UTF-8."""
        # The fonts need to know the letters of the page, and the policy the style sheet: so the body comes first.
        body = printable(self._render("web/body.html.jinja"))
        head_words = self.language.title(self.briefing.period) + self.theme.name(self.language.code)
        style = self._style(body + head_words)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
        page = self._render(
            "web/page.html.jinja",
            style=Markup(style),
            policy=_POLICY.format(digest=digest),
            body=Markup(body),
        )
        return page.encode()

    def _style(self, text: str) -> str:
        """Return the style sheet, exactly as it stands in the page: its hash is in the page's policy."""
        letters = sorted(set(text))
        return self._render(
            "web/style.css.jinja",
            regular=Markup(font_uri(letters, bold=False)),
            bold=Markup(font_uri(letters, bold=True)),
        )

    def _render(self, name: str, **values: object) -> str:
        return (
            environment()
            .get_template(name)
            .render(
                page=self,
                b=self.briefing,
                L=self.language,
                t=self.language.t,
                theme=self.theme,
                night=self.theme.at_night(),
                **values,
            )
        )

    # pictures

    def ink_on(self, shade: str, theme: Theme) -> str:
        """Return the colour of names on a shade of the map."""
        return readable_on(shade, theme.colour.ink, theme.colour.paper)

    @cached_property
    def tiles(self) -> list[webpictures.TileView]:
        """The provinces of the map."""
        return webpictures.map_tiles(self.briefing, self.language, self.theme, self._stands())

    @cached_property
    def bars(self) -> Sequence[webpictures.BarsView]:
        """The charts."""
        return webpictures.charts(self.briefing, self.data, self.language)

    @property
    def map_key(self) -> list[webpictures.Step]:
        """The steps of the map."""
        return webpictures.map_key(self.language, self.theme)

    @property
    def map_size(self) -> tuple[int, int]:
        """Width and height of the map in hundredths of a tile."""
        return webpictures.map_size()

    @property
    def words(self) -> Wording:
        """Words of pictures."""
        return wording(self.language.code)

    def tile(self, province: str | None) -> webpictures.TileView | None:
        """Return a province's tile; the country has none."""
        return next((tile for tile in self.tiles if tile.name == str(self.language.province(province))), None)

    def _stands(self) -> dict[str, tuple[str, Markup]]:
        stands: dict[str, tuple[str, Markup]] = {}
        for part in self.briefing.parts:
            for block in part.blocks:
                if block.province is not None:
                    stands.setdefault(block.province, (self.block_id(part, block), self.tally(block)))
        return stands

    # text

    def everywhere(self) -> list[tuple[str, Part, Block, Markup]]:
        """Return all provinces at a glance: unlike a sheet of paper, the screen has room for them."""
        return [
            (self.block_id(part, block), part, block, self._speakers(block))
            for part in self.briefing.parts
            for block in part.blocks
        ]

    def excerpts(self) -> list[Excerpt]:
        """Return the passage of every citation, in their order."""
        printed: list[Datum | Statement] = [*self.briefing.data, *self.briefing.statements]
        return [self._excerpt(one) for one in sorted(printed, key=lambda one: one.citation)]

    def _excerpt(self, one: Datum | Statement) -> Excerpt:
        own = [passage for passage in self.passages[one.article] if passage.citation == one.citation]
        article = self.articles[one.article]
        if isinstance(one, Datum):
            cuts = [_within(one.sentence, article.body)]
        else:
            spans = [(one.start, one.end), *one.more]
            cuts = [
                _within(paragraph, article.body)
                for paragraph in article.paragraphs
                if any(start < paragraph.end and end > paragraph.start for start, end in spans)
            ]
        return Excerpt(
            citation=one.citation,
            one=one,
            is_figure=isinstance(one, Datum),
            number=self.number_of[one.article],
            paragraphs=tuple(
                (direction_of(article.text[start:end]), segments(article.text, (start, end), own))
                for start, end in cuts
            ),
        )

    def places(self, entry: IndexEntry) -> list[tuple[str, str]]:
        """Return where a person is printed: anchor and words, in the order of the page."""
        found = []
        spoken = set()
        for part in self.briefing.parts:
            for block in part.blocks:
                for group in block.groups:
                    person = self.briefing.voices[group.voice].person
                    if person is None or self.briefing.people[person] != entry:
                        continue
                    count = self.language.counted("count.statements", len(group.statements))
                    found.append((self.group_id(group), count))
                    spoken.add(group.article)
        for article, _, _ in entry.mentions:
            if article in self.number_of and article not in spoken:
                number = self.number_of[article]
                words = self.language.plain("web.article", number=self.language.digits(number))
                found.append((f"a{number}", words))
        return found


def _within(span: Span | tuple[int, int], body: Span) -> tuple[int, int]:
    """Return a stretch of an article without the date line, which is no part of what is said."""
    return max(span[0], body.start), span[1]


def render_web(
    briefing: Briefing,
    language: Code,
    out_path: Path,
    articles: Sequence[Article],
    *,
    memory: Memory | None = None,
    theme: Theme | None = None,
) -> Path:
    """Write one edition as a web page; the file appears whole or not at all, and the same input gives the same bytes.

    Args:
        briefing: what is printed.
        language: ``fa`` or ``en``.
        out_path: the file to write.
        articles: those the briefing was built from: for the passages.
        memory: English statements by their Persian words.
        theme: colours, logo and the publishing body; the program's own by default.

    Raises:
        RenderError: the file could not be written.
        SetupError: the font is missing.
    """
    page = WebPage(briefing, language, articles, theme or load_theme(), memory)
    write_whole(out_path, page.web())
    return out_path
