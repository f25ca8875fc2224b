"""HTML into one PDF file: laid out, tagged, with attachments, reproducible."""

import datetime as dt
import gc
import logging
import os
import re
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from reports import libraries  # noqa: F401  # before WeasyPrint

# isort: split
import pydyf  # type: ignore[import-untyped]
from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint import HTML, Attachment, Document
from weasyprint.text.fonts import FontConfiguration

from extract.article import Article
from extract.errors import RenderError
from reports.fontfiles import font_path
from reports.garbage import looked_for_seldom
from reports.render import pagenumbers, quicker, tags
from reports.render.content import SCHEME, Annex, Content
from reports.render.fetch import MemoryFetcher
from reports.render.pagenumbers import PageNumbers
from reports.render.svgpaint import UnknownPartError, paint
from reports.render.textlayer import Fonts, make_legible
from reports.themes import Language, Theme, load_theme

if TYPE_CHECKING:
    from reports.model import Briefing
    from reports.translate.shown import Memory

VARIANT = "pdf/a-3a"
_MANY_PAGES = 30
_VOID = re.compile("(<(?:meta|img) [^>]*)>")  # attributes are escaped, and so is all text

tags.install()
pagenumbers.install()
quicker.install()
_LOG = logging.getLogger("weasyprint")


class _Complaints(logging.Handler):
    """Collects the layout engine's errors: something of the page that could not be made as told.

    Its warnings (of a subsetting library that this machine lacks, say) are left to whoever listens to its logger.
    """

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def render_pdf(
    briefing: "Briefing",
    language: Language,
    out_path: Path,
    articles: Sequence[Article],
    *,
    memory: "Memory | None" = None,
    theme: Theme | None = None,
    originals: Mapping[str, bytes] | None = None,
    progress: Callable[[str], None] | None = None,
    content: Content | None = None,
) -> Path:
    """Write one edition; the file appears whole or not at all, and the same input gives the same bytes.

    Args:
        briefing: what is printed.
        language: ``fa`` or ``en``.
        out_path: the file to write.
        articles: those the briefing was built from: for passages and attachments.
        memory: English statements by their Persian words.
        theme: colours, sizes and the publishing body; the program's own by default.
        originals: bytes as they lie in the source, by article id, where they are not the text in UTF-8.
        progress: called with ``layout``, ``write`` as each begins.
        content: the edition, where it is composed already.

    Raises:
        RenderError: the page could not be made, or the file not written.
        SetupError: the font is missing.
    """
    if content is None:
        from reports.render.compose import compose

        content = compose(briefing, language, articles, theme or load_theme(), memory, originals)
    _write(out_path, to_bytes(content, progress))
    return out_path


def to_bytes(content: Content, progress: Callable[[str], None] | None = None) -> bytes:
    """Return one edition as the bytes of a PDF file."""
    tell = progress or (lambda step: None)
    complaints = _Complaints()
    _LOG.addHandler(complaints)
    try:
        tell("layout")
        with looked_for_seldom(), _fixed_clock(content.date):
            document = _layout(content)
            document.metadata.attachments = [_attachment(annex) for annex in content.files]
            tell("write")
            if len(document.pages) > _MANY_PAGES:
                gc.collect()  # of what the layout leaves, a megabyte a page: the room is used again in writing
            written = document.write_pdf(
                pdf_variant=VARIANT,
                pdf_identifier=f"{content.id[:24]}-{content.code}".encode(),
                finisher=_finish,
            )
    finally:
        _LOG.removeHandler(complaints)
    if complaints.messages:
        raise RenderError(f"A page could not be made as designed: {complaints.messages[0]}.")
    return bytes(written)


@contextmanager
def _fixed_clock(day: dt.date) -> Iterator[None]:
    """Give fontTools the document's date: it stamps every subset of a font with the time of day otherwise."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(_midnight(day).timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


class _Source(HTML):  # type: ignore[misc]
    """A page of our own templates, which are well-formed: read as XML, in a twentieth of the time.

    Raises:
        RenderError: a template is not well-formed.
    """

    def __init__(self, html: str, fetcher: MemoryFetcher) -> None:
        try:
            root = ElementTree.fromstring(_VOID.sub(r"\1/>", html))
        except ElementTree.ParseError as error:
            raise RenderError(
                f"The templates of a briefing do not make a well-formed page: {error}."
            ) from error
        self.base_url, self.url_fetcher, self.media_type = SCHEME, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root)
        self.etree_element = root


def _layout(content: Content) -> Document:
    resources = dict(content.resources)
    for bold, name in ((False, "regular.ttf"), (True, "bold.ttf")):
        resources[name] = ("font/ttf", font_path(bold).read_bytes())
    fetcher = MemoryFetcher(resources)
    fonts = FontConfiguration()
    source = _Source(content.html, fetcher)
    source.page_numbers = numbers = PageNumbers(content.digits)
    document = source.render(font_config=fonts, cache=_paintings(resources))
    sheets = [sheet._page_box for sheet in document.pages]
    numbers.stamp(sheets)
    make_legible(sheets)
    document.fonts = Fonts()
    return document


def _paintings(resources: Mapping[str, tuple[str, bytes]]) -> dict[str, Any]:
    """Return the program's own pictures as WeasyPrint keeps images it has read, by address."""
    found = {}
    for name, (media_type, content) in resources.items():
        if media_type == "image/svg+xml":
            with suppress(UnknownPartError):
                found[SCHEME + name] = paint(content)
    return found


def _attachment(annex: Annex) -> Attachment:
    moment = _midnight(annex.date)
    return Attachment(
        string=annex.content,
        name=annex.name,
        description=annex.description,
        created=moment,
        modified=moment,
        relationship=annex.relationship,
        url_fetcher=MemoryFetcher({}),
    )


_UA_NAMESPACE = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""


def _finish(document: Document, pdf: Any) -> None:
    """Declare PDF/UA-1 beside PDF/A-3a, and list each attachment once."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.extra.get("Type") == "/Metadata":
            item.compress = False  # PDF/A: XMP must be readable as it lies
            inner = _UA_NAMESPACE.split("\n", 1)[1].rsplit("\n", 1)[0].encode()
            item.stream = [part.replace(b"</rdf:RDF>", inner + b"</rdf:RDF>") for part in item.stream]
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.compress:
            _compress(item)
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _compress(stream: Any) -> None:
    """Compress a stream here, once, and leave those alone whose last byte would then be CR.

    With the LF that follows in the file, the length of such a stream would be doubtful. It happens to one in 256;
    compressing otherwise does not help, since the last bytes are the content's checksum (RFC 1950). The level is
    zlib's own: the highest takes three times as long for one part in a hundred.
    """
    plain = b"\n".join(pydyf._to_bytes(item) for item in stream.stream)
    packed = zlib.compress(plain)
    stream.compress = False
    stream.stream = [plain]
    if not packed.endswith(b"\r"):
        stream.stream = [packed]
        stream.extra["Filter"] = "/FlateDecode"


def _write(path: Path, content: bytes) -> None:
    """Write beside the target and rename: no reader ever sees half a file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise RenderError(f"{path} cannot be written: {error.strerror}; choose another folder.") from error
