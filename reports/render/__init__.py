"""Print a briefing.

Public and stable::

    render_pdf(briefing, language, out_path, articles, *,
               memory=None, theme=None, originals=None, progress=None) -> Path

``briefing`` comes from :func:`reports.briefing.build_briefing`, ``language`` is ``"fa"`` or ``"en"``, ``articles`` are
those it was built from, ``memory`` has ``lookup(text)`` for English statements, ``theme`` is from
:func:`reports.themes.load_theme`, ``originals`` gives the bytes of articles whose source was not plain UTF-8, and
``progress`` is called with the name of each step (``layout``, ``write``) as it begins.
"""

from reports import libraries  # noqa: F401  # before WeasyPrint

# isort: split
from reports.render.pdf import render_pdf, warm_up

__all__ = ["render_pdf", "warm_up"]
