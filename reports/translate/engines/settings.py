"""The section ``[translation]`` of ``taavon.toml``: which engine, and how it is asked. Keys stand in the environment."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec

from extract.errors import SetupError
from reports.translate.engines.errors import EngineError

Kind = Literal["none", "ctranslate2", "chat", "libretranslate", "deepl"]
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
_KEY = re.compile(r"[!-~]+")

Count = Annotated[int, msgspec.Meta(ge=1, le=100)]
Positive = Annotated[float, msgspec.Meta(gt=0)]
NotNegative = Annotated[float, msgspec.Meta(ge=0)]
Option = str | int | float | bool


class TranslationSection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The engine; of the other keys each kind has its own."""

    engine: Kind = "none"
    model_folder: str | None = None
    """``ctranslate2``."""
    url: str | None = None
    """``chat`` and ``libretranslate``; for ``deepl`` only where it is not the usual one."""
    model: str | None = None
    """``chat``."""
    options: dict[str, Option] = msgspec.field(default_factory=lambda: {"temperature": 0.0})
    """``chat``: further fields of the request."""
    key_env: str = "TAAVON_ENGINE_KEY"
    """The name of the environment variable that holds the key."""
    ca_file: str | None = None
    batch: Count = 16
    timeout: Positive = 60.0
    attempts: Count = 3
    backoff: NotNegative = 2.0
    longest: NotNegative = 60.0
    per_minute: NotNegative = 60.0


def key_of(section: TranslationSection, environment: Mapping[str, str]) -> str | None:
    """Return the engine's key, or ``None``. It goes into requests and nowhere else."""
    return environment.get(section.key_env, "").strip() or None


def problems(section: TranslationSection, folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Say what keeps the engine from being used; nothing is asked over a network.

    Args:
        section: what is configured.
        folder: that paths are relative to.
        environment: where the key is.
    """
    if section.engine == "none":
        return
    if section.engine == "ctranslate2":
        yield from _model_problems(section, folder)
        return
    if section.engine == "chat" and not section.model:
        yield "translation.model: name the model as the service calls it."
    yield from _url_problems(section)
    yield from _key_problems(section, environment)
    if section.ca_file is not None and not (folder / Path(section.ca_file).expanduser()).is_file():
        yield f"translation.ca_file: there is no file {folder / Path(section.ca_file).expanduser()}."


def _model_problems(section: TranslationSection, folder: Path) -> Iterator[str]:
    from reports.translate.engines.ctranslate import require_packages
    from reports.translate.engines.layouts import layout

    if section.model_folder is None:
        yield "translation.model_folder: name the folder of the model."
        return
    try:
        layout(folder / Path(section.model_folder).expanduser())
        require_packages()
    except (EngineError, SetupError) as error:
        yield f"translation.model_folder: {error}"


def _url_problems(section: TranslationSection) -> Iterator[str]:
    if section.url is None:
        if section.engine != "deepl":
            yield "translation.url: write the address of the service."
        return
    try:
        parts = urlsplit(section.url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in ("https", "http") or not host or not re.fullmatch(r"[!-~]+", section.url):
        yield "translation.url: write a web address, like https://translate.example.org."
    elif parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        yield "translation.url: write the address alone; keys belong into the environment."
    elif parts.scheme == "http" and host not in _LOOPBACK:
        yield "translation.url: over a network the address must begin with https."


def _key_problems(section: TranslationSection, environment: Mapping[str, str]) -> Iterator[str]:
    if not _VARIABLE.fullmatch(section.key_env):
        # whatever stands there is not repeated: it may be the key itself
        yield "translation.key_env: write the name of an environment variable, in capitals, not the key."
        return
    key = key_of(section, environment)
    if key is None and section.engine == "deepl":
        yield f"translation.key_env: set {section.key_env} in the environment to your key."
    elif key is not None and not _KEY.fullmatch(key):
        yield f"translation.key_env: {section.key_env} holds characters that no key has."
