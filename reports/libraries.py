"""Load WeasyPrint quickly: import this before it.

WeasyPrint looks for Pango and its like under the names they have on Windows, then on Linux. For each name that is no file,
cffi asks :func:`ctypes.util.find_library`, which starts ``ldconfig`` and a compiler: a third of a second and nine
processes, to learn nothing. On Linux the name that fits is a file's (``libpango-1.0.so.0``), and is found without.
"""

import ctypes.util
import sys


def _load() -> None:
    asked = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        import weasyprint.text.ffi  # noqa: F401
    finally:
        ctypes.util.find_library = asked


_load()
