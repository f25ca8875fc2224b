"""Print a briefing.

Public and stable::

    render_pdf(briefing, language, out_path, articles, *,
               memory=None, theme=None, originals=None, progress=None) -> Path

``briefing`` comes from :func:`reports.briefing.build_briefing`, ``language`` is ``"fa"`` or ``"en"``, ``articles`` are
those it was built from, ``memory`` has ``lookup(text)`` for English statements, ``theme`` is from
:func:`reports.themes.load_theme`, ``originals`` gives the bytes of articles whose source was not plain UTF-8, and
``progress`` is called with the name of each step (``layout``, ``write``) as it begins.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reports.render.compose import warm_up
    from reports.render.pdf import render_pdf

__all__ = ["render_pdf", "warm_up"]


def __getattr__(name: str) -> Any:
    """Load WeasyPrint when it is asked for: all but the pages is made without it."""
    if name == "render_pdf":
        from reports.render.pdf import render_pdf

        return render_pdf
    if name == "warm_up":
        from reports.render.compose import warm_up

        return warm_up
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
