"""What of matplotlib draws a sheet. It takes long to load: import this only where something is drawn.

Sheets are drawn by matplotlib's SVG renderer itself: a figure gives the same picture, but loads axes and projections
for it, a tenth of a second in every build.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _loading() -> Iterator[None]:
    """Let numpy start no threads, which forked editions could not take along; let matplotlib not tell where it caches."""
    log, threads = logging.getLogger("matplotlib"), "OPENBLAS_NUM_THREADS"
    level, alone = log.level, threads not in os.environ
    log.setLevel(logging.ERROR)
    if alone:
        os.environ[threads] = "1"
    try:
        yield
    finally:
        log.setLevel(level)
        if alone:
            del os.environ[threads]


with _loading():
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import RendererSVG
    from matplotlib.colors import to_rgba
    from matplotlib.font_manager import FontProperties
    from matplotlib.patches import BoxStyle
    from matplotlib.path import Path
    from matplotlib.textpath import text_to_path
    from matplotlib.transforms import Affine2D

__all__ = [
    "Affine2D",
    "BoxStyle",
    "FontProperties",
    "Path",
    "RendererSVG",
    "rc_context",
    "text_to_path",
    "to_rgba",
]
