"""The process whose time and memory are measured: ``python -m tests.support.coldstart FOLDER``.

It renders both editions of the briefing that lies in the folder, and loads nothing that the program would not load.
"""

import pickle
import sys
from functools import partial
from pathlib import Path

from reports.garbage import look_seldom, never_look_last


def render(folder: Path) -> None:
    """Render what lies in a folder, as ``taavon build`` does."""
    from reports.render.ready import ready
    from reports.render.sidebyside import side_by_side
    from reports.themes import load_theme

    briefing, articles, memory = pickle.loads((folder / "briefing.pickle").read_bytes())
    with ready(briefing, articles, memory, load_theme(), ("fa", "en")) as composed:
        from reports.render import render_pdf

        def edition(code: str) -> Path:
            return render_pdf(briefing, code, folder / f"{code}.pdf", articles, content=composed(code))

        list(side_by_side([partial(edition, code) for code in ("fa", "en")]))


if __name__ == "__main__":
    look_seldom()
    never_look_last()
    render(Path(sys.argv[1]))
