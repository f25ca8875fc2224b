"""What can go wrong with an engine; each message is one sentence that says what to do. None repeats a key.

::

    TaavonError
    ├── SetupError             a package that the engine needs is not installed
    └── EngineError            the engine gave nothing that can be used
        └── AnswerError        its answer to these texts cannot be used; to others it may be
"""

from extract.errors import TaavonError


class EngineError(TaavonError):
    """The engine is down, refuses the key, or is not what the configuration says."""

    lasting = True
    """Whether asking it for other texts is useless too."""


class AnswerError(EngineError):
    """An answer without a translation for every text: too few, too many, too large, or something else altogether."""

    lasting = False
