"""Everything that can go wrong, in one tree; each message is one sentence a user can act on.

::

    TaavonError                exit code 1
    ├── UsageError             exit code 2: the command was given something it cannot work with
    ├── ReadError              an input could not be read as an article
    ├── LexiconError           a word list or a rule file is malformed
    ├── StoreError             the database could not be opened or written
    ├── RenderError            a page could not be made
    └── SetupError             something of the machine is missing: a font, Pango
"""


class TaavonError(Exception):
    """Base of all errors that reach the user as one sentence, without a traceback."""

    exit_code = 1


class UsageError(TaavonError):
    """The command line or a configuration asks for something impossible."""

    exit_code = 2


class ReadError(TaavonError):
    """An input is not a readable article; the sentence names the file and the remedy."""


class LexiconError(TaavonError):
    """A lexicon or rule file is malformed; the sentence names file and entry."""


class StoreError(TaavonError):
    """The store could not be opened or written."""


class RenderError(TaavonError):
    """A briefing could not be rendered."""


class SetupError(TaavonError):
    """Something that the set-up should have brought is missing."""
