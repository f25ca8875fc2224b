"""Everything made ready for the editions of a briefing, so that processes forked after it share it."""

import contextlib
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extract.errors import SetupError
from reports.render.ahead import Composer, Studio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from extract.article import Article
    from reports.languages.amounts import Code
    from reports.model import Briefing
    from reports.render.content import Content
    from reports.render.html import Memory
    from reports.themes import Theme


@contextlib.contextmanager
def ready(
    briefing: "Briefing",
    articles: "Sequence[Article]",
    memory: "Memory | None",
    theme: "Theme",
    languages: "Sequence[Code]",
    formats: Sequence[str] = ("pdf",),
) -> "Iterator[Callable[[Code], Content | None]]":
    """Load what the editions need, and meanwhile have those in PDF composed and their pictures drawn.

    What takes long is loaded in here and not before, since the process that draws begins first.

    Returns:
        A function that waits for the content of an edition, each to be asked for once; it has nothing where the edition
        is to be composed by whoever makes its pages.

    Raises:
        SetupError: Pango is missing, or a word list.
    """
    if "html" in formats:
        import reports.plotting  # measures the names on a web page's map: loaded once, to be shared
        from reports.render.compose import warm_up

        warm_up()
    if "pdf" not in formats:
        yield lambda code: None
        return
    with Studio() as studio, Composer(studio, languages, briefing, articles, theme, memory) as composer:
        composer.wait()
        require_pango()
        import reports.render.pdf  # noqa: F401

        yield composer.content


def require_pango() -> None:
    """Say it in one sentence where WeasyPrint cannot find Pango (it would print a page to standard output)."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            from reports import libraries  # noqa: F401
    except (ImportError, OSError) as error:
        raise SetupError(
            "Pango, which sets the type, is missing: install it (Debian, Ubuntu: apt-get install libpango-1.0-0 "
            "libpangoft2-1.0-0 libharfbuzz-subset0; Fedora: dnf install pango; macOS: brew install pango)."
        ) from error
