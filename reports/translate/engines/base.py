"""What every engine of translation is to the rest: Persian texts in, and for each an English text or why there is none.

An engine is not trusted. What comes back here is merely text that may be looked at; whether its numbers and negations
are those of the source is for the guards to say, and whether it is right for a reviewer.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

import msgspec

from reports.translate.engines.errors import AnswerError, EngineError
from reports.translate.memory import fold_key

Glossary = Sequence[tuple[str, str]]
"""Persian terms and their English."""

_MOST_CHARACTERS = 6_000
"""Of Persian in one request: far below what any service takes at once (DeepL: 128 KiB)."""
_PATIENCE = 5
"""So many texts in a row, each asked for alone, that bring no usable answer, and the engine is given up."""
_LONGEST = 12, 200
"""A translation longer than this many times its source, and so many characters more, is none."""

_UNPRINTABLE = dict.fromkeys(
    (*range(0x20), *range(0x7F, 0xA0), 0x061C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF),
    " ",
)  # fmt: skip
_LETTER = re.compile(r"[^\W\d_]")
_PERSIAN = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")


class Failure(msgspec.Struct, frozen=True):
    """Why a text has no translation."""

    reason: str
    """One sentence."""
    lasting: bool = False
    """Whether the engine will have none for other texts either: it is down, or the key is refused."""


Answer = str | Failure


class Engine(ABC):
    """A machine that puts Persian into English.

    Args:
        batch: texts in one request, at most.
    """

    name: str
    """As it is printed: CTranslate2, DeepL."""
    model: str | None = None
    uses_glossary: bool = False
    """Whether a glossary makes a difference to it."""

    def __init__(self, batch: int = 16) -> None:
        self.batch = batch
        self._in_a_row = 0

    @property
    def label(self) -> str:
        """Engine and model, as they are stamped on a draft."""
        return f"{self.name} {self.model}" if self.model else self.name

    def translate(self, texts: Sequence[str], glossary: Glossary = ()) -> list[Answer]:
        """Return one answer for each text, in their order: its English, or why there is none.

        Texts that fail do not take others with them. After a failure that lasts, the engine is not asked any more.
        Raises nothing that is the engine's fault.
        """
        answers: list[Answer] = []
        for batch in self._batches(texts):
            answers += self._together(batch, glossary, answers[-1] if answers else None)
        return answers

    @abstractmethod
    def _ask(self, texts: Sequence[str], glossary: Glossary) -> Sequence[Answer]:
        """Return the engine's answers to texts that are not empty.

        Raises:
            EngineError: there is none that can be used.
        """

    def _batches(self, texts: Sequence[str]) -> Iterator[list[str]]:
        batch: list[str] = []
        length = 0
        for text in texts:
            if batch and (len(batch) >= self.batch or length + len(text) > _MOST_CHARACTERS):
                yield batch
                batch, length = [], 0
            batch.append(text)
            length += len(text)
        if batch:
            yield batch

    def _together(self, texts: list[str], glossary: Glossary, before: Answer | None) -> list[Answer]:
        """Ask for some texts at once; where the answer cannot be told apart, for each alone."""
        if isinstance(before, Failure) and before.lasting:
            return [before] * len(texts)
        sources = [_plain(text) for text in texts]
        asked = [source for source in sources if source]
        try:
            found = iter(self._counted(asked, glossary) if asked else ())
        except AnswerError as error:
            if len(texts) == 1:
                return [self._failed_alone(error)]
            answers: list[Answer] = []
            for text in texts:
                answers += self._together([text], glossary, answers[-1] if answers else None)
            return answers
        except EngineError as error:
            return [Failure(str(error), error.lasting)] * len(texts)
        self._in_a_row = 0
        return [
            self._checked(source, next(found)) if source else Failure("There is nothing to translate.")
            for source in sources
        ]

    def _counted(self, texts: Sequence[str], glossary: Glossary) -> Sequence[Answer]:
        answers = self._ask(texts, glossary)
        if len(answers) != len(texts):
            raise AnswerError(f"{self.name} answered {len(texts)} texts with {len(answers)}.")
        return answers

    def _failed_alone(self, error: AnswerError) -> Failure:
        self._in_a_row += 1
        return Failure(str(error), self._in_a_row >= _PATIENCE)

    def _checked(self, source: str, answer: Answer) -> Answer:
        """Return an answer as one clean line, or as a failure if it is no English text at all."""
        if isinstance(answer, Failure):
            return answer
        text = _plain(answer)
        times, more = _LONGEST
        if not text:
            return Failure(f"{self.name} gave back an empty text.")
        if len(text) > times * len(source) + more:
            return Failure(f"{self.name} gave back {len(text)} characters for {len(source)}.")
        if fold_key(text) == fold_key(source) and _LETTER.search(source):
            return Failure(f"{self.name} gave the Persian back.")
        if 2 * len(_PERSIAN.findall(text)) > len(_LETTER.findall(text)):
            return Failure(f"{self.name} gave the Persian back.")
        return text


def _plain(text: str) -> str:
    """Return a text in one line, without control characters and direction marks; half-spaces stay."""
    return " ".join(text.translate(_UNPRINTABLE).split())
