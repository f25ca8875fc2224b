"""Checks of the gate that examine the finished PDFs: by the standards they claim, and against their own sources."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from reports.deliver.gate import Check, check_pdfs
from reports.verify import verify

_MOST = 5  # reasons of one kind that are told


def proofs() -> tuple[Check, ...]:
    """Return the checks that can be made here; the validator of the standards is not needed to run the program."""
    found = [check_pdfs("taavon verify", _verified)]
    try:
        import page  # page-validation
    except ImportError:
        return tuple(found)

    def standards(content: bytes) -> Iterator[str]:
        """Yield what breaks PDF/A-3a or PDF/UA-1."""
        for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
            failures = page.validate_pdf_bytes(content, profile=profile).failures
            yield from (f"{failure.rule_id}, {failure.message}" for failure in failures[:_MOST])

    return (*found, check_pdfs("PDF/A-3a and PDF/UA-1", standards))


def _verified(content: bytes) -> Iterator[str]:
    """Yield what ``taavon verify`` finds wrong."""
    with tempfile.TemporaryDirectory(prefix="taavon-") as folder:
        path = Path(folder) / "issue.pdf"
        path.write_bytes(content)
        for problem in verify(path).problems[:_MOST]:
            yield problem.rstrip(".")
