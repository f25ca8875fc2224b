"""English for Persian statements: the translation memory, its exchange with editors, and the guards.

``memory``   gettext PO files, looked up exactly, never by likeness
``exchange`` what lacks a translation goes out to an editor's tool, what was reviewed comes back
``po``       reading and writing PO files without losing anything
``engines``  machines that translate, asked by :mod:`reports.translate.drafts` alone
``drafts``   what they say goes into the memory, guarded and marked as a machine's
``guards``   what a text must have in common with its source before it is shown
``quantities``, ``tokens``, ``negation``, ``words``  what the guards read numbers and negation with; lists in ``data/``
"""

from reports.translate.exchange import ImportReport, export_missing, import_reviewed
from reports.translate.guards import Finding, check, is_safe
from reports.translate.memory import (
    Statement,
    Suggestion,
    Translation,
    TranslationMemory,
    fold_key,
    statements_of,
)

__all__ = [
    "Finding",
    "ImportReport",
    "Statement",
    "Suggestion",
    "Translation",
    "TranslationMemory",
    "check",
    "export_missing",
    "fold_key",
    "import_reviewed",
    "is_safe",
    "statements_of",
]
