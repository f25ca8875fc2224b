"""Page numbers in contents and index, found and filled in during one layout.

WeasyPrint lays a document out again, and only the pages that need it, when the content of a box turns out to depend
on the page of another: that is how its own ``target-counter()`` works, which however names a page once for every
target, costs (targets x references), and cannot leave out a page that was named before. So the same door is used by
hand: after a round the pages of all anchors are known, the text boxes that name them are rewritten in the tree from
which pages are made, and the pages they stand on are marked as changed. All other pages stay as they are.

In the templates an element with ``data-pages`` holds links, with something between them, of which one is kept for every
page they lead to. ``<span data-page="ANCHOR">0</span>`` holds one number, in an inline block of fixed width: nothing around
it depends on it, and it is written into the finished page without laying it out again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from weasyprint import layout
from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import split_first_line

_make_all_pages = layout.make_all_pages
_ONE = "data-page"
_LIST = "data-pages"
_GUESS = 2  # links in a list before their pages are known: about what remains of them


class PageNumbers:
    """The numbers of one document.

    Args:
        written: gives a page number in the digits of the edition.
    """

    def __init__(self, written: Callable[[int], str]) -> None:
        self._written = written
        self._lists: list[_Links] = []
        self._known: dict[str, int] = {}

    def find(self, root: Any) -> None:
        """Remember the lists to fill, before any page is made."""
        for box in root.descendants():
            if isinstance(box, boxes.LineBox) and _attribute(box, _LIST) is not None:
                self._lists.append(_Links(box))

    def fill(self, pages: Iterable[Any]) -> Iterator[int]:
        """Fill the lists as the pages stand now, and yield the indices of pages on which one of them changed."""
        pages = list(pages)
        known = self._where(pages)
        if known == self._known:
            return
        self._known = known
        changed = {id(links.line.element) for links in self._lists if links.keep(known, self._write)}
        for index, page in enumerate(pages):
            if changed and any(id(box.element) in changed for box in page.descendants()):
                yield index

    def stamp(self, pages: Iterable[Any]) -> None:
        """Write the single numbers into pages that are finished."""
        for page in pages:
            for box in page.descendants():
                anchor = _attribute(box, _ONE)
                if anchor and isinstance(box, boxes.TextBox):
                    self._stamp(box, self._written(self._known[anchor]))

    def _stamp(self, box: Any, text: str) -> None:
        line, _, _, width, _, _ = split_first_line(text, box.style, None, None, 0)
        if box.style["direction"] == "rtl":
            box.position_x -= width - box.width
        box.text, box.pango_layout, box.width = text, line, width

    def _where(self, pages: Iterable[Any]) -> dict[str, int]:
        """Return the first page of every anchor: a section has its anchor on every page it reaches."""
        found: dict[str, int] = {}
        for number, page in enumerate(pages, 1):
            for box in page.descendants():
                name = box.style["anchor"]
                if name:
                    found.setdefault(name, number)
        return found

    def _write(self, box: Any, number: int) -> bool:
        text = self._written(number)
        if box.text == text:
            return False
        box.text = text
        return True


class _Links:
    """The links of one list: boxes in a line, with something between them."""

    def __init__(self, line: Any) -> None:
        self.line = line
        self._links = {target: box for box in line.children if (target := _target(box))}
        between = [box for box in line.children if not _target(box)]
        self._between = between[:1]
        self._set(list(self._links)[:_GUESS])

    def keep(self, known: Mapping[str, int], write: Callable[[Any, int], bool]) -> bool:
        """Keep the first link to each page, in the order of pages; say whether anything changed."""
        first: dict[int, str] = {}
        for anchor in self._links:
            if anchor in known:
                first.setdefault(known[anchor], anchor)
        chosen = sorted(first.items())
        changed = [
            write(text, number)
            for number, anchor in chosen
            for text in self._links[anchor].descendants()
            if isinstance(text, boxes.TextBox)
        ]
        return self._set([anchor for _, anchor in chosen]) or any(changed)

    def _set(self, anchors: list[str]) -> bool:
        children: list[Any] = []
        for anchor in anchors:
            children += [box.copy() for box in self._between] if children else []
            children.append(self._links[anchor])
        before, self.line.children = self.line.children, children
        return [_target(box) for box in before] != [_target(box) for box in children]


def _attribute(box: Any, name: str) -> str | None:
    return None if box.element is None else box.element.attrib.get(name)


def _target(box: Any) -> str | None:
    """Return the anchor that a link leads to."""
    if box.element_tag != "a" or isinstance(box, boxes.TextBox):
        return None
    address: str = box.element.attrib.get("href", "")
    return address.removeprefix("#")


def _with_numbers(context: Any, root: Any, html: Any, pages: list[Any]) -> list[Any]:
    numbers: PageNumbers | None = getattr(html, "page_numbers", None)
    if numbers is None:
        return list(_make_all_pages(context, root, html, pages))
    if not pages:
        numbers.find(root)
    made = list(_make_all_pages(context, root, html, pages))
    for index in numbers.fill(made):
        context.page_maker[index][-1]["content_changed"] = True
    return made


def install() -> None:
    """Make WeasyPrint fill in the numbers of an ``HTML`` that has ``page_numbers``; again changes nothing."""
    layout.make_all_pages = _with_numbers
