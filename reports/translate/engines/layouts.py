"""The ways in which translation models for CTranslate2 lie in a folder, and what tokens each wants around a sentence.

======  =================================================================  ========================================
argos   ``metadata.json``, ``model/``, ``sentencepiece.model``             an unpacked package of Argos Translate
opus    ``model.bin``, ``source.spm``, ``target.spm``                      OPUS-MT, converted
nllb    ``model.bin``, one SentencePiece model; ``pes_Arab``, ``eng_Latn`` in the vocabulary
madlad  ``model.bin``, one SentencePiece model; ``<2en>`` in the vocabulary
plain   ``model.bin``, one SentencePiece model                             anything else from Persian to English
======  =================================================================  ========================================
"""

import zipfile
from pathlib import Path
from typing import Literal

import msgspec

from reports.translate.engines.errors import EngineError

Name = Literal["argos", "opus", "nllb", "madlad", "plain"]

_PERSIAN, _ENGLISH = "pes_Arab", "eng_Latn"  # FLORES-200 codes, as NLLB has them
_TO_ENGLISH = "<2en>"
_TO_ENGLISH_OPUS = ">>eng<<"  # models with several target languages
_ONE_MODEL = ("sentencepiece.bpe.model", "sentencepiece.model", "spiece.model", "spm.model", "bpe.model")


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """Where the parts of a model are, and what it wants around a sentence."""

    name: Name
    folder: Path
    """With ``model.bin``."""
    source: Path
    """SentencePiece model of Persian."""
    target: Path
    """And of English; often the same."""
    before: tuple[str, ...] = ()
    """Tokens before a sentence."""
    after: tuple[str, ...] = ()
    """And after it."""
    begin: tuple[str, ...] = ()
    """Tokens that the translation is made to begin with."""
    end: str = "</s>"
    """The token that a finished translation ends with."""


class _Metadata(msgspec.Struct):
    """``metadata.json`` of Argos; other fields are not looked at."""

    from_code: str
    to_code: str
    target_prefix: str = ""


class _Settings(msgspec.Struct):
    """``config.json`` of CTranslate2; other fields are not looked at."""

    add_source_eos: bool = False
    eos_token: str = "</s>"


def layout(folder: Path) -> Layout:
    """Return how a model lies in a folder.

    Raises:
        EngineError: there is no model, or a part of it is missing, or it is one between other languages.
    """
    if folder.is_file() and zipfile.is_zipfile(folder):
        raise EngineError(f"{folder} is a packed model: unpack it (it is a zip file) and name the folder.")
    if not folder.is_dir():
        raise EngineError(f"There is no folder {folder} with a model.")
    if (folder / "metadata.json").is_file() and (folder / "model").is_dir():
        return _argos(folder)
    if not (folder / "model.bin").is_file():
        inside = sorted(path.parent for path in folder.glob("*/model.bin"))
        hint = f": is {inside[0]} meant?" if inside else "."
        raise EngineError(f"{folder} holds no model of CTranslate2 (no model.bin){hint}")
    settings = _read(folder / "config.json", _Settings) if (folder / "config.json").is_file() else _Settings()
    end = () if settings.add_source_eos else (settings.eos_token,)
    source, target = _vocabulary(folder, "source"), _vocabulary(folder, "target")
    spm = folder / "source.spm", folder / "target.spm"
    if missing := [path.name for path in spm if not path.is_file()]:
        if len(missing) == 1:
            raise EngineError(f"{folder} has no {missing[0]}: the model is not whole.")
    else:
        before = (_TO_ENGLISH_OPUS,) if _TO_ENGLISH_OPUS in source else ()
        return _laid("opus", folder, spm, settings, before=before, after=end)
    one = _one_model(folder)
    if _PERSIAN in source and _ENGLISH in target:
        return _laid("nllb", folder, (one, one), settings, before=(_PERSIAN,), after=end, begin=(_ENGLISH,))
    if _TO_ENGLISH in source:
        return _laid("madlad", folder, (one, one), settings, before=(_TO_ENGLISH,), after=end)
    return _laid("plain", folder, (one, one), settings)


def _argos(folder: Path) -> Layout:
    metadata = _read(folder / "metadata.json", _Metadata)
    if (metadata.from_code, metadata.to_code) != ("fa", "en"):
        raise EngineError(
            f"{folder} translates from {metadata.from_code} to {metadata.to_code}; from fa to en is needed."
        )
    if not (folder / "model" / "model.bin").is_file():
        raise EngineError(f"{folder / 'model'} has no model.bin: the package is not whole.")
    one = _one_model(folder)
    config = folder / "model" / "config.json"
    settings = _read(config, _Settings) if config.is_file() else _Settings()
    begin = (metadata.target_prefix,) if metadata.target_prefix else ()
    return _laid("argos", folder / "model", (one, one), settings, begin=begin)


def _laid(
    name: Name,
    folder: Path,
    spm: tuple[Path, Path],
    settings: _Settings,
    *,
    before: tuple[str, ...] = (),
    after: tuple[str, ...] = (),
    begin: tuple[str, ...] = (),
) -> Layout:
    return Layout(
        name=name,
        folder=folder,
        source=spm[0],
        target=spm[1],
        before=before,
        after=after,
        begin=begin,
        end=settings.eos_token,
    )


def _one_model(folder: Path) -> Path:
    """Return the SentencePiece model: one of the usual names, or else the only one there is."""
    for name in _ONE_MODEL:
        if (folder / name).is_file():
            return folder / name
    others = sorted([*folder.glob("*.model"), *folder.glob("*.spm")])
    if len(others) == 1:
        return others[0]
    found = f"{len(others)} of them, and none is called sentencepiece.model" if others else "none"
    raise EngineError(f"{folder} needs one SentencePiece model (*.model, *.spm) and has {found}.")


def _vocabulary(folder: Path, side: str) -> frozenset[str]:
    """Return the tokens of one side; ``.txt`` was written by CTranslate2 up to 3."""
    for name in ("shared", side):
        path = folder / f"{name}_vocabulary.json"
        if path.is_file():
            return frozenset(_read(path, list[str]))
        path = path.with_suffix(".txt")
        if path.is_file():
            try:
                return frozenset(path.read_text(encoding="utf-8").split("\n"))
            except (OSError, UnicodeDecodeError) as error:
                raise EngineError(f"{path} cannot be read.") from error
    raise EngineError(
        f"{folder} has no {side} vocabulary (shared_vocabulary.json or {side}_vocabulary.json)."
    )


def _read[T](path: Path, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except OSError as error:
        raise EngineError(f"{path} cannot be read: {error.strerror}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise EngineError(f"{path} is not what it should be: the model is not whole.") from error
