"""When garbage is looked for: word lists and pages are many small objects, and nearly all of them stay to the end."""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_OBJECTS = 500_000
"""New objects between two looks; Python's own number is 2,000."""


def look_seldom() -> None:
    """Look for garbage seldom from now on."""
    gc.set_threshold(_OBJECTS)


def never_look_last() -> None:
    """When the program ends, do not look for garbage once more in all that it leaves: the system takes it back."""
    atexit.register(gc.freeze)


@contextmanager
def looked_for_seldom() -> Iterator[None]:
    """Look for garbage seldom meanwhile."""
    before = gc.get_threshold()
    look_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
