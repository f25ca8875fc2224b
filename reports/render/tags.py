"""What WeasyPrint leaves out of the tag tree: the language of an element and the scope of a header cell.

WeasyPrint keeps no way from a finished structure element back to its HTML element, so the two are written where the
element is made: its recursive builder is wrapped once, and every level of it passes through here.
"""

from collections.abc import Iterator
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint.pdf import tags as weasyprint_tags

_build = weasyprint_tags._build_box_tree


def _with_language_and_scope(box: Any, *arguments: Any) -> Iterator[Any]:
    source = getattr(box, "_box", box)  # an absolutely placed box is wrapped
    html = getattr(source, "element", None)
    for element in _build(box, *arguments):
        if html is not None and element is not None:
            _annotate(element, html)
        yield element


def _annotate(element: Any, html: Any) -> None:
    language = html.attrib.get("lang")
    if language and html.tag != "html":
        element["Lang"] = pydyf.String(language)
    if element["S"] == "/TH":
        element["A"]["Scope"] = "/Row" if html.attrib.get("scope") == "row" else "/Column"


def _page_references(pdf: Any) -> tuple[bytes, ...]:
    """Return the references of all pages, made once a page and not once a tag: else time grows with their product."""
    numbers = pdf.pages["Kids"][::3]
    known: tuple[bytes, ...] = pdf.__dict__.get("_references", ())
    if len(known) != len(numbers):
        known = pdf._references = tuple(f"{number} 0 R".encode("ascii") for number in numbers)
    return known


def install() -> None:
    """Make WeasyPrint write ``Lang`` and ``Scope``, and its tags in linear time; doing it again changes nothing."""
    weasyprint_tags._build_box_tree = _with_language_and_scope
    pydyf.PDF.page_references = property(_page_references)
