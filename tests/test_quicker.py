"""Quicker steps of the layout: every box stands where it stood, to the last bit."""

from collections.abc import Iterator
from typing import Any

import pydyf  # type: ignore[import-untyped]
import pytest

from reports.languages.amounts import Code
from reports.render import pdf, quicker
from reports.render.compose import content_of
from tests.support.editions import CODES, edition

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")  # WeasyPrint's

ALL = "position_x position_y width height margin_left margin_top padding_left padding_top border_top_width baseline"


def boxes(code: Code) -> Iterator[tuple[Any, ...]]:
    """Every box of every page, and what is known of its place."""
    for page in pdf._layout(content_of(edition(code).page)).pages:
        for box in page._page_box.descendants():
            known = (getattr(box, name, None) for name in ALL.split())
            yield type(box).__name__, box.element_tag, getattr(box, "text", None), *known


@pytest.fixture
def slow() -> Iterator[None]:
    quicker.remove()
    yield
    quicker.install()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.usefixtures("slow")
def test_nothing_moves(code: Code) -> None:
    before = list(boxes(code))
    quicker.install()
    after = list(boxes(code))
    assert len(before) > 3000
    assert before == after


@pytest.mark.parametrize(
    "item", [b"a", "a", 7, -3, True, 1.0, 0.25, -12.5, 1e-7, pydyf.String("x"), pydyf.Array([1, 2.5])]
)
def test_parts_of_a_file_are_written_as_before(item: object) -> None:
    assert quicker._quick_bytes(item) == quicker._to_bytes(item)


def test_it_can_be_removed() -> None:
    from weasyprint.layout import block, percent

    assert block.resolve_percentages is quicker._quick_percentages
    quicker.remove()
    try:
        assert block.resolve_percentages is quicker._resolve_percentages is percent.resolve_percentages
    finally:
        quicker.install()
    quicker.install()
    assert block.resolve_percentages is quicker._quick_percentages
