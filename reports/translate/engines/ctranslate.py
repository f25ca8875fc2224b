"""A model on this machine: CTranslate2 computes, SentencePiece cuts words into pieces. Nothing goes over a network.

Both packages are optional: ``pip install "taavon[engines]"``. Models are not brought along; mind their licences (those
of NLLB are not for commercial use).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from extract.errors import SetupError
from reports.translate.engines.base import Answer, Engine, Failure, Glossary
from reports.translate.engines.errors import EngineError
from reports.translate.engines.layouts import Layout, layout

if TYPE_CHECKING:
    pass

_MOST_TOKENS = 400
"""Of one sentence: the smaller models know 512 places, and CTranslate2 would cut what is longer without a word."""
_LONGEST = 500
"""Tokens of a translation; one that has not come to its end by then is no translation."""
_BEAM = 4
# The models are trained on sentences; a space after a mark that ends one (a decimal point has none) is where to cut.
_SENTENCE = re.compile(r"(?<=[.!?؟؛…])\s+")


class _Cut(msgspec.Struct, frozen=True):
    """A text as tokens, sentence by sentence."""

    sentences: tuple[tuple[str, ...], ...]

    @property
    def fits(self) -> bool:
        return all(len(sentence) <= _MOST_TOKENS for sentence in self.sentences)


class CTranslate(Engine):
    """A model in a folder; :mod:`reports.translate.engines.layouts` says in which forms.

    Args:
        folder: with the model.
        batch: texts at a time, at most.

    Raises:
        SetupError: a package is missing.
        EngineError: the folder holds no model that can be used.
    """

    name = "CTranslate2"

    def __init__(self, folder: Path, batch: int = 16) -> None:
        super().__init__(batch)
        require_packages()
        import ctranslate2
        import sentencepiece

        self.layout: Layout = layout(folder)
        self.model = folder.resolve().name
        try:
            self._source = sentencepiece.SentencePieceProcessor(model_file=str(self.layout.source))
            self._target = sentencepiece.SentencePieceProcessor(model_file=str(self.layout.target))
        except (OSError, RuntimeError, ValueError) as error:
            raise EngineError(f"{folder}: the SentencePiece model cannot be loaded.") from error
        try:
            # one at a time and on the processor: the same model gives the same words on the same machine
            self._translator = ctranslate2.Translator(str(self.layout.folder), device="cpu", inter_threads=1)
        except (RuntimeError, ValueError, LookupError, OSError, MemoryError) as error:
            raise EngineError(
                f"{folder}: the model cannot be loaded (damaged, or too large for this machine)."
            ) from error

    def tokens(self, text: str) -> list[list[str]]:
        """Return a text's sentences as the tokens that the model is given."""
        return [
            [*self.layout.before, *self._source.encode(sentence, out_type=str), *self.layout.after]
            for sentence in _SENTENCE.split(text)
            if sentence
        ]

    def _ask(self, texts: Sequence[str], glossary: Glossary) -> list[Answer]:
        cuts = [_Cut(tuple(map(tuple, self.tokens(text)))) for text in texts]
        translated = iter(
            self._run([list(sentence) for cut in cuts if cut.fits for sentence in cut.sentences])
        )
        return [self._joined(cut, translated) for cut in cuts]

    def _run(self, sentences: list[list[str]]) -> list[list[str]]:
        if not sentences:
            return []
        begin = list(self.layout.begin)
        try:
            results = self._translator.translate_batch(
                sentences,
                target_prefix=[begin] * len(sentences) if begin else None,
                max_batch_size=self.batch,
                beam_size=_BEAM,
                max_input_length=0,
                max_decoding_length=_LONGEST,
                return_end_token=True,
            )
        except (RuntimeError, ValueError, LookupError, OSError, MemoryError) as error:
            raise EngineError(
                f"The model {self.model} cannot translate: it does not fit this machine, or its parts not each other."
            ) from error
        return [result.hypotheses[0][len(begin) :] for result in results]

    def _joined(self, cut: _Cut, translated: Iterator[list[str]]) -> Answer:
        """Return a text's sentences in English, in one, or a failure if any of them has none."""
        if not cut.fits:
            return Failure(f"A sentence is too long for {self.name} ({_MOST_TOKENS} tokens).")
        sentences = list(islice(translated, len(cut.sentences)))
        if any(not sentence or sentence[-1] != self.layout.end for sentence in sentences):
            return Failure(f"The translation of {self.name} comes to no end.")
        # a token that SentencePiece does not know keeps its mark of a space
        return " ".join(self._target.decode(sentence[:-1]).replace("▁", " ") for sentence in sentences)


def require_packages() -> None:
    """Make sure that the packages are there.

    Raises:
        SetupError: one is missing.
    """
    try:
        import ctranslate2  # noqa: F401
        import sentencepiece  # noqa: F401
    except ImportError as error:
        raise SetupError(
            f"The package {error.name} is missing, which runs models on this machine: "
            'pip install "taavon[engines]".'
        ) from error
