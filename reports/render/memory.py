"""Where an edition finds the English of a statement."""

from typing import Protocol


class Known(Protocol):
    """A statement in English."""

    @property
    def text(self) -> str:
        """What is printed."""

    @property
    def status(self) -> str:
        """``reviewed``, ``draft`` or ``machine``."""


class Memory(Protocol):
    """Where translations are looked up: :class:`reports.translate.memory.TranslationMemory` or the like."""

    def lookup(self, text: str, /) -> Known | None:
        """Return the translation of exactly these words, if there is one."""
