"""The gate: what an issue must show before a single message of it leaves.

A check is any callable that takes the issue and yields reasons against it, each a clause that can follow “Nothing was
sent:”. More of them (validators of the PDF standards, the comparison of the pages with their sources) are put into the
list that :func:`pass_gate` is given; :func:`check_pdfs` makes one of any function that examines a PDF.
"""

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import urlsplit

import pikepdf

from extract.errors import TaavonError
from reports.deliver.body import render_bodies
from reports.deliver.errors import GateError
from reports.deliver.issue import Issue
from reports.languages.amounts import Code

Check = Callable[[Issue], Iterable[str]]
_CODES: tuple[Code, ...] = ("fa", "en")
_BASE64 = 4 / 3 * 78 / 76
_BODY_ROOM = 300_000


def pass_gate(issue: Issue, checks: Sequence[Check]) -> None:
    """Let an issue through, or say everything that is wrong with it.

    Raises:
        GateError: at least one check has a reason against it, or could not be carried out.
    """
    reasons: list[str] = []
    for check in checks:
        try:
            reasons.extend(check(issue))
        except TaavonError as error:
            reasons.append(str(error).rstrip("."))
        except Exception as error:  # a check that cannot be carried out has not been passed
            name = getattr(check, "__name__", type(check).__name__)
            reasons.append(f"the check {name} broke off ({type(error).__name__}: {error})")
    if reasons:
        raise GateError(issue.id, reasons)


def not_empty(issue: Issue) -> Iterator[str]:
    """An issue has news, or says in so many words that it has none."""
    for code in _CODES:
        edition = issue.editions.get(code)
        if edition is None:
            yield f"the {code} edition is missing"
        elif not edition.title.strip():
            yield f"the {code} edition has no title"
        elif not issue.empty and not edition.figures and not edition.summary:
            yield f"the {code} edition is empty"


def figures_cited(issue: Issue) -> Iterator[str]:
    """Every line says where it comes from, and both languages have the same lines."""
    for code, edition in sorted(issue.editions.items()):
        for line in (*edition.figures, *edition.summary):
            if not line.citation.strip():
                yield f"“{line.amount} {line.text}” ({code}) has no citation".replace("“ ", "“")
    if len({(len(one.figures), len(one.summary)) for one in issue.editions.values()}) > 1:
        yield "the editions do not have the same figures and sentences"


def links_safe(issue: Issue) -> Iterator[str]:
    """Links lead to web pages and to nothing else."""
    for edition in issue.editions.values():
        for link in edition.links:
            parts = urlsplit(link.url)
            if parts.scheme not in ("http", "https") or not parts.netloc:
                yield f"the link “{link.url}” is no web address"


def pdfs_whole(issue: Issue) -> Iterator[str]:
    """Each edition has its PDF, the one its sha256 stands for, and it opens."""
    for code in _CODES:
        pdf = issue.pdfs.get(code)
        if pdf is None:
            if not issue.empty:
                yield f"the {code} PDF is missing"
            continue
        if hashlib.sha256(pdf.data).hexdigest() != pdf.sha256:
            yield f"the {code} PDF is not the one that was made (its sha256 differs)"
            continue
        try:
            with pikepdf.open(io.BytesIO(pdf.data)) as opened:
                if not len(opened.pages):
                    yield f"the {code} PDF has no page"
        except pikepdf.PdfError as error:
            yield f"the {code} PDF does not open ({error})"


def bodies_fit(issue: Issue) -> Iterator[str]:
    """The message can be written; the sentence comes from :func:`reports.deliver.body.render_bodies`."""
    if set(_CODES) <= set(issue.editions):
        render_bodies(issue, _CODES, (), attached=True)
    yield from ()


BASIC: tuple[Check, ...] = (not_empty, figures_cited, links_safe, pdfs_whole, bodies_fit)
"""What needs nothing but the issue."""


def size_under(limit: int) -> Check:
    """Return a check that the largest message, with both PDFs, stays under ``limit`` bytes."""

    def size(issue: Issue) -> Iterator[str]:
        """Estimate the message in base64."""
        pdfs = sum(len(pdf.data) for pdf in issue.pdfs.values())
        if pdfs * _BASE64 + _BODY_ROOM > limit:
            yield (
                f"with its PDFs a message has about {int(pdfs * _BASE64) + _BODY_ROOM:,} bytes, over the {limit:,} of "
                "mail.max_bytes: set mail.attach = false and give a link, or raise the limit"
            )

    return size


def check_pdfs(name: str, examine: Callable[[bytes], Iterable[str]]) -> Check:
    """Return a check that every PDF passes ``examine``, which yields its findings."""

    def pdfs(issue: Issue) -> Iterator[str]:
        """Examine each PDF."""
        for code, pdf in sorted(issue.pdfs.items()):
            for finding in examine(pdf.data):
                yield f"{name} on the {code} PDF: {finding}"

    pdfs.__name__ = name
    return pdfs
