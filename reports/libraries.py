"""Load WeasyPrint quickly: import this before it.

WeasyPrint looks for Pango and its like under the names they have on Windows, then on Linux. For each name that is no file,
cffi asks :func:`ctypes.util.find_library`, which starts ``ldconfig`` and a compiler: a third of a second and nine
processes, to learn nothing. On Linux the name that fits is a file's (``libpango-1.0.so.0``), and is found without.

For each of its own style sheets it makes a fetcher that could open HTTPS addresses, which reads every certificate of the
system: another fifteenth of a second, for no connection at all.

It loads what fontTools has for subsets of fonts and for variable ones: a fifteenth of a second and eight megabytes, for
machines without HarfBuzz' subsetting library and for fonts that ours are not. They are loaded when they are called.
"""

import ctypes.util
import ssl
import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

_SELDOM_NEEDED = ("fontTools.subset", "fontTools.varLib.instancer")


class _Later(ModuleType):
    """Stands for a module whose functions and classes are only called; the first call loads it."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)
        module = self.__name__

        def called(*arguments: Any, **more: Any) -> Any:
            return getattr(import_module(module), name)(*arguments, **more)

        return called


def _load() -> None:
    asked, context = ctypes.util.find_library, ssl._create_default_https_context
    later = {name: _Later(name) for name in _SELDOM_NEEDED if name not in sys.modules}
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    ssl._create_default_https_context = _no_certificates
    sys.modules.update(later)
    try:
        import weasyprint.text.ffi  # noqa: F401
    finally:
        ctypes.util.find_library, ssl._create_default_https_context = asked, context
        for name in later:
            del sys.modules[name]


def _no_certificates(*arguments: Any, **more: Any) -> ssl.SSLContext:
    """Trust nobody: with this, every HTTPS connection fails."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


_load()
