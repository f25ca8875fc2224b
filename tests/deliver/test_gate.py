"""The gate: what keeps an issue from going out."""

from collections.abc import Iterator

import msgspec
import pytest

from reports.deliver.errors import GateError
from reports.deliver.gate import BASIC, Check, check_pdfs, pass_gate, size_under
from reports.deliver.issue import Edition, Issue, Line, Link, Pdf
from tests.deliver.issues import edition_en, edition_fa, make_issue

ISSUE = make_issue()


def reasons(issue: Issue, *more: Check) -> str:
    try:
        pass_gate(issue, (*BASIC, *more))
    except GateError as error:
        return "; ".join(error.reasons)
    return ""


def changed(**edition: object) -> Issue:
    editions = {code: msgspec.structs.replace(one, **edition) for code, one in ISSUE.editions.items()}
    return msgspec.structs.replace(ISSUE, editions=editions)


def test_good() -> None:
    assert reasons(ISSUE) == ""
    assert reasons(ISSUE, size_under(10_000_000)) == ""


@pytest.mark.parametrize(
    ("issue", "sign"),
    [
        (changed(figures=(Line(text="تعاونی", citation=" "),)), "has no citation"),
        (changed(summary=(Line(text="تعاونی", citation=""),)), "has no citation"),
        (changed(figures=(), summary=()), "edition is empty"),
        (changed(title=" "), "has no title"),
        (changed(links=(Link(text="x", url="javascript:alert(1)"),)), "no web address"),
        (changed(links=(Link(text="x", url="file:///etc/passwd"),)), "no web address"),
        (msgspec.structs.replace(ISSUE, editions={"fa": edition_fa()}), "the en edition is missing"),
        (
            msgspec.structs.replace(ISSUE, editions={"fa": edition_fa(), "en": edition_en(3)}),
            "the same figures",
        ),
        (msgspec.structs.replace(ISSUE, pdfs={}), "the fa PDF is missing"),
        (
            msgspec.structs.replace(ISSUE, pdfs=ISSUE.pdfs | {"en": Pdf.of(b"%PDF-1.7 x", "", "")}),
            "does not open",
        ),
        (
            msgspec.structs.replace(
                ISSUE, pdfs=ISSUE.pdfs | {"en": msgspec.structs.replace(ISSUE.pdfs["en"], data=b"other")}
            ),
            "sha256 differs",
        ),
        (changed(title="x" * 200_000), "over 100,000 bytes"),
    ],
)
def test_bad(issue: Issue, sign: str) -> None:
    assert sign in reasons(issue)


def test_too_large() -> None:
    large = msgspec.structs.replace(ISSUE, pdfs={"fa": Pdf.of(b"x" * 1_000_000, "", "")})
    assert "over the 1,000,000 of mail.max_bytes" in reasons(large, size_under(1_000_000))


def test_empty_but_said_so() -> None:
    short = {code: Edition(title="t", days="") for code in ("fa", "en")}
    issue = msgspec.structs.replace(ISSUE, editions=short, pdfs={}, empty=True)
    assert reasons(issue) == ""


def test_validators_are_plugged_in() -> None:
    def finds(data: bytes) -> Iterator[str]:
        yield f"rule 7.1 ({data[:5].decode()})"

    def breaks(data: bytes) -> Iterator[str]:
        raise ZeroDivisionError("oops")

    said = reasons(ISSUE, check_pdfs("pdf/ua", finds), check_pdfs("verify", breaks))
    assert "pdf/ua on the en PDF: rule 7.1 (%PDF-)" in said
    assert "pdf/ua on the fa PDF" in said
    assert "the check verify broke off (ZeroDivisionError: oops)" in said
