"""The two bodies of a message: plain text, and HTML that stays readable narrow, dark and without pictures.

Styles stand in the elements themselves, because many mail programs drop a style sheet; the one sheet there is only adds
dark colours and narrow margins. Issue text arrives as escaped values and is never a template.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from reports.deliver.errors import DeliveryError
from reports.deliver.issue import Edition, Issue, Line
from reports.deliver.recipients import Recipient
from reports.deliver.words import notice_words, words
from reports.languages import language
from reports.languages.amounts import Code
from reports.themes import Theme, load_theme

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
HTML_LIMIT = 100_000
"""Bytes; Gmail clips what is longer than 102 KB."""
_STEPS = (1000, 60, 30, 15, 8, 4, 0)  # so many lines a section are tried, until the HTML is under its limit
_FOOT_ROOM = 4000
_FOOT = "<!--foot-->"  # cannot occur in escaped text
_CONTROLS = (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF)
_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_UNPRINTABLE = dict.fromkeys((*_CONTROLS, *_BIDI))


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A heading with its lines."""

    title: str
    lines: tuple[Line, ...]
    figures: bool
    more: str
    """How many were left out, in words; empty if none."""


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """One language of a message, ready for the template."""

    code: Code
    rtl: bool
    edition: Edition
    marks: tuple[str, ...]
    sections: tuple[Section, ...]
    notices: tuple[str, ...]
    files: tuple[str, ...]


class Bodies(msgspec.Struct, frozen=True):
    """Both bodies for all who read the same; what names the recipient is still to come."""

    html: str
    text: str
    theme: Theme
    checkable: bool
    """Whether a file is attached in which the numbers in brackets can be looked up."""

    def html_for(self, recipient: Recipient, unsubscribe: str | None) -> str:
        """Return the HTML of one recipient."""
        address = Markup('<span dir="ltr">{}</span>').format(recipient.address)
        foot = _environment(True).get_template("email/foot.html.jinja")
        whys = [
            (code, Markup(escape(words(code, "foot.why"))).format(address=address))
            for code in recipient.codes
        ]
        return self.html.replace(
            _FOOT,
            clean(
                foot.render(
                    whys=whys,
                    unsubscribe=unsubscribe,
                    checkable=self.checkable,
                    w=words,
                    theme=self.theme,
                )
            ),
        )

    def text_for(self, recipient: Recipient, unsubscribe: str | None) -> str:
        """Return the plain text of one recipient."""
        lines = [self.text, "-- "]
        for code in recipient.codes:
            if self.checkable:
                lines.append(words(code, "foot.check"))
            lines.append(words(code, "foot.why", address=recipient.address))
            if unsubscribe:
                lines += [words(code, "foot.unsubscribe") + ":", unsubscribe]
            lines.append("")
        return "\n".join(lines)


def render_bodies(
    issue: Issue,
    codes: Sequence[Code],
    provinces: Sequence[str],
    *,
    attached: bool,
    theme: Theme | None = None,
) -> Bodies:
    """Render the issue for readers of these languages and provinces, in the colours of a theme.

    Raises:
        DeliveryError: the HTML cannot be brought under :data:`HTML_LIMIT`.
    """
    theme = theme or load_theme()
    for limit in _STEPS:
        bodies = [_body(issue, code, provinces, limit, attached) for code in codes]
        html = _render("message.html.jinja", bodies, theme)
        if len(html.encode("utf-8")) + _FOOT_ROOM <= HTML_LIMIT:
            text = _render("message.txt.jinja", bodies, theme)
            return Bodies(html, text, theme, any(body.files for body in bodies))
    raise DeliveryError(
        f"The message of {issue.id} is over {HTML_LIMIT:,} bytes even without its lines: shorten its title and notices."
    )


def clean(text: str) -> str:
    """Return text without control characters and without what turns the words around it."""
    return text.translate(_UNPRINTABLE)


def _body(issue: Issue, code: Code, provinces: Sequence[str], limit: int, attached: bool) -> Body:
    marks = [words(code, "mark.late")] if issue.late else []
    if issue.empty:
        marks.append(words(code, "mark.empty"))
    return Body(
        code=code,
        rtl=language(code).direction == "rtl",
        edition=issue.editions[code],
        marks=tuple(marks),
        sections=tuple(_sections(issue.editions[code], code, provinces, limit)),
        notices=tuple(notice_words(notice, code) for notice in issue.notices),
        files=(words(code, f"file.{code}"),) if attached and code in issue.pdfs else (),
    )


def _sections(edition: Edition, code: Code, provinces: Sequence[str], limit: int) -> Iterator[Section]:
    own = tuple(line for line in edition.figures if line.province in provinces)
    others = tuple(line for line in edition.figures if line.province not in provinces)
    groups = (("heading.own", own), ("heading.others", others)) if own else (("heading.figures", others),)
    for key, lines in groups:
        if lines:
            yield _section(code, key, lines, limit, figures=True)
    if edition.summary:
        yield _section(code, "heading.summary", edition.summary, limit, figures=False)


def _section(code: Code, key: str, lines: tuple[Line, ...], limit: int, *, figures: bool) -> Section:
    left = len(lines) - limit
    more = words(code, "mark.more", left, n=language(code).number(left)) if left > 0 else ""
    return Section(title=words(code, key), lines=lines[:limit], figures=figures, more=more)


def _render(name: str, bodies: Sequence[Body], theme: Theme) -> str:
    template = _environment(name.endswith(".html.jinja")).get_template(f"email/{name}")
    return clean(
        template.render(bodies=bodies, w=words, theme=theme, night=theme.at_night().colour, foot=_FOOT)
    )


@cache
def _environment(escaping: bool) -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=escaping,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
