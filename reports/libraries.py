"""Load WeasyPrint quickly: import this before it.

WeasyPrint looks for Pango and its like under the names they have on Windows, then on Linux. For each name that is no file,
cffi asks :func:`ctypes.util.find_library`, which starts ``ldconfig`` and a compiler: a third of a second and nine
processes, to learn nothing. On Linux the name that fits is a file's (``libpango-1.0.so.0``), and is found without.

For each of its own style sheets it makes a fetcher that could open HTTPS addresses, which reads every certificate of the
system: another fifteenth of a second, for no connection at all.
"""

import ctypes.util
import ssl
import sys
from typing import Any


def _load() -> None:
    asked, context = ctypes.util.find_library, ssl._create_default_https_context
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    ssl._create_default_https_context = _no_certificates
    try:
        import weasyprint.text.ffi  # noqa: F401
    finally:
        ctypes.util.find_library, ssl._create_default_https_context = asked, context


def _no_certificates(*arguments: Any, **more: Any) -> ssl.SSLContext:
    """Trust nobody: with this, every HTTPS connection fails."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


_load()
