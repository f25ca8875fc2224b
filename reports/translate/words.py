"""The guards' word lists: ``data/*.toml``, read once and checked."""

import functools
import tomllib
from pathlib import Path
from typing import Any

from extract.errors import LexiconError

DATA = Path(__file__).parent / "data"


@functools.cache
def table(name: str) -> dict[str, Any]:
    """Return one file of ``data/`` by its name without ``.toml``; the same object every time.

    Raises:
        LexiconError: the file is missing or not TOML.
    """
    path = DATA / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LexiconError(f"The word list {path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"The word list {path} is not valid TOML: {error}.") from error
