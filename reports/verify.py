"""Check a briefing from its PDF alone: that pages, data and articles agree with each other.

A file proves that its parts belong together, not who made it: for that it would have to be signed.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
import pikepdf

from extract.article import Article
from extract.errors import ReadError
from extract.read.text import article_from_bytes
from extract.statements import Extraction
from reports import foreign, order, printed
from reports.briefing import to_json
from reports.languages.amounts import Code
from reports.model import Datum, Source, Statement
from reports.render.annex import DATA_NAME, FIGURES_NAME, STATEMENTS_NAME, tables_of
from reports.render.datafile import Data, Translation, decode, digest
from reports.render.html import Page
from reports.themes import load_theme

_MOST = 20  # differences of one kind that are told one by one


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What came of checking a file."""

    pages: int
    figures: int
    statements: int
    articles: int
    problems: tuple[str, ...]
    """A sentence for everything that does not hold; none if all holds."""
    notes: tuple[str, ...]
    """What could not be checked, and why."""
    persian: tuple[foreign.Run, ...] = ()
    """In the English edition: every run of Persian with its reason."""


class _Opened(msgspec.Struct, frozen=True, kw_only=True):
    """What is read from the file before anything is checked."""

    content: bytes
    code: Code
    attached: Mapping[str, bytes]
    anchors: Mapping[str, int]
    """Page by anchor."""
    pictures: tuple[str, ...]
    """Alternative texts in the tags."""


def verify(path: Path) -> Report:
    """Check a PDF.

    Raises:
        ReadError: it is no PDF, or is encrypted, or is no briefing of this program.
    """
    file = _open(path)
    try:
        data = decode(file.attached[DATA_NAME])
    except msgspec.MsgspecError as error:
        problem = f"The data in {DATA_NAME} are malformed: {error}."
        return Report(pages=0, figures=0, statements=0, articles=0, problems=(problem,), notes=())
    found = _Check(file, data)
    return Report(
        pages=found.pages,
        figures=len(data.data),
        statements=len(data.statements),
        articles=len(data.sources),
        problems=tuple(found.problems),
        notes=tuple(found.notes),
        persian=found.persian,
    )


def _open(path: Path) -> _Opened:
    try:
        content = path.read_bytes()
        with pikepdf.open(path) as pdf:
            if pdf.is_encrypted:
                raise ReadError(
                    f"{path} is encrypted, as no briefing is: check the file as it was published."
                )
            attached = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
            if DATA_NAME not in attached:
                raise ReadError(
                    f"{path} is no briefing of Taavon: it carries no {DATA_NAME}; a copy printed to PDF has lost it."
                )
            language = str(pdf.Root.get("/Lang", "fa"))[:2]
            return _Opened(
                content=content,
                code="en" if language == "en" else "fa",
                attached=attached,
                anchors=dict(_anchors(pdf)),
                pictures=tuple(_pictures(pdf)),
            )
    except pikepdf.PasswordError as error:
        raise ReadError(
            f"{path} is encrypted, as no briefing is: check the file as it was published."
        ) from error
    except pikepdf.PdfError as error:
        raise ReadError(f"{path} is not a PDF file, or is damaged: get it anew.") from error
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror}.") from error


def _anchors(pdf: pikepdf.Pdf) -> Iterator[tuple[str, int]]:
    if "/Names" not in pdf.Root or "/Dests" not in pdf.Root.Names:
        return
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    for name, target in pikepdf.NameTree(pdf.Root.Names.Dests).items():
        place = target.D if isinstance(target, pikepdf.Dictionary) else target
        yield str(name), numbers.get(place[0].objgen, 0)


def _pictures(pdf: pikepdf.Pdf) -> Iterator[str]:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure" and "/Alt" in item:
            yield str(item.Alt)


class _Check:
    """All checks of one file, in order; each adds its sentences."""

    def __init__(self, file: _Opened, data: Data) -> None:
        self.file, self.data = file, data
        self.problems: list[str] = []
        self.notes: list[str] = []
        self.pages = 0
        self.persian: tuple[foreign.Run, ...] = ()
        self._data()
        self._files()
        articles = dict(self._articles())
        self._passages(articles)
        if len(articles) == len(data.sources):
            self._values(articles)
            self._printed(articles)

    # data

    def _data(self) -> None:
        if digest(self.data) != self.data.digest:
            self.problems.append(f"{DATA_NAME} was changed: it is not what its own digest was taken of.")
        unnamed = msgspec.structs.replace(self.data.briefing, id="")
        if hashlib.sha256(to_json(unnamed)).hexdigest() != self.data.id:
            self.problems.append("The briefing in the data was changed: its id is not the digest of it.")
        figures, statements = self.data.data, self.data.statements
        citations = [one.citation for one in figures] + [one.citation for one in statements]
        for citation, count in Counter(citations).items():
            if count > 1:
                self.problems.append(f"Citation [{citation}] is given to {count} findings.")

    def _files(self) -> None:
        named = {file.name: file for file in self.data.files}
        for name, file in named.items():
            if name not in self.file.attached:
                self.problems.append(f"{name} is missing from the attachments.")
            elif hashlib.sha256(self.file.attached[name]).hexdigest() != file.sha256:
                self.problems.append(f"{name} was changed: its digest is not the one in the data.")
        for name in sorted(self.file.attached.keys() - named.keys() - {DATA_NAME}):
            self.problems.append(f"{name} is attached, and the data do not know of it.")
        self._tables()

    def _tables(self) -> None:
        day = max((source.date for source in self.data.sources if source.date), default=self.data.period.last)
        try:
            tables = tables_of(self.data.briefing, self.data.passages, self.data.translations, day)
        except (KeyError, IndexError):
            return  # told with the passages
        for name in (FIGURES_NAME, STATEMENTS_NAME):
            if name in self.file.attached and self.file.attached[name] != tables[name]:
                self.problems.append(f"{name} does not say what the data say.")

    # articles

    def _articles(self) -> Iterator[tuple[str, Article]]:
        named = {file.name: file.sha256 for file in self.data.files}
        for source in self.data.sources:
            content = self.file.attached.get(source.file)
            if content is None:
                self.problems.append(f"The article {source.file} is missing from the attachments.")
                continue
            if source.sha256 not in (hashlib.sha256(content).hexdigest(), named.get(source.file)):
                self._recoded(source, content)  # else it is right, or told with the files
            try:
                yield source.article, article_from_bytes(content, source.article, source.file)
            except ReadError as error:
                self.problems.append(f"The article {source.file} cannot be read: {error}")

    def _recoded(self, source: Source, content: bytes) -> None:
        """Say that an article is not the bytes that were read: changed, or attached in UTF-8 from another encoding."""
        named = {file.name: file.sha256 for file in self.data.files}
        if named.get(source.file) == hashlib.sha256(content).hexdigest():
            self.notes.append(
                f"The article {source.file} is attached in UTF-8; the bytes it was read from have another digest."
            )
        else:
            self.problems.append(
                f"The article {source.file} was changed: its digest is not the one in the data."
            )

    def _passages(self, articles: Mapping[str, Article]) -> None:
        words = {passage.citation: passage.text for passage in self.data.passages}
        for datum in self.data.data:
            if datum.article in articles:
                self._passage(datum, [(datum.start, datum.end)], words.get(datum.citation), articles)
        for statement in self.data.statements:
            if statement.article in articles:
                spans = [(statement.start, statement.end), *statement.more]
                self._passage(statement, spans, statement.text, articles)

    def _passage(
        self,
        one: Datum | Statement,
        spans: Iterable[tuple[int, int]],
        words: str | None,
        articles: Mapping[str, Article],
    ) -> None:
        text = articles[one.article].text
        if words is None or words != "\n".join(text[start:end] for start, end in spans):
            start, end = one.start, one.end
            self.problems.append(
                f"The passage of [{one.citation}] is not in its article at {start} to {end}."
            )

    def _values(self, articles: Mapping[str, Article]) -> None:
        """Read the articles again, and compare what is found in them with the data."""
        from extract import pipeline

        if not articles:
            return  # a week without news: no reading stands behind it, so none can be repeated
        if self.data.version != pipeline.VERSION:
            self.notes.append(
                "The articles were not read again: the file was made by another version of the program, which may "
                "also have worded the pages otherwise."
            )
            return
        found = {name: pipeline.extract(article) for name, article in articles.items()}
        for datum in self.data.data:
            if not _same_figure(datum, found[datum.article]):
                self.problems.append(f"The value of [{datum.citation}] is not what its article says.")
        for statement in self.data.statements:
            if not _same_statement(statement, found[statement.article]):
                self.problems.append(f"The statement [{statement.citation}] is not what its article says.")

    # pages

    def _printed(self, articles: Mapping[str, Article]) -> None:
        theme = msgspec.structs.replace(load_theme(), body=self.data.publisher)
        memory = _Translations(self.data)
        try:
            page = Page(self.data.briefing, self.file.code, list(articles.values()), theme, memory)
            html = page.html()
            expected = printed.Expected(html, lambda anchors: self._numbers(page, anchors))
        except (KeyError, IndexError) as error:
            self.problems.append(f"The data contradict themselves: {error} is named and not there.")
            return
        if self.file.code == "en":
            self.persian = foreign.runs(html)
            for run in self.persian:
                if run.reason is None:
                    self.problems.append(
                        f"Nothing says why Persian words are in the English edition: «{run.text}»."
                    )
        sheets = list(printed.sheets(self.file.content))
        self.pages = len(sheets)
        differences = printed.compare(expected.words, sheets, expected.heads)
        self._differences(differences)
        if not (differences.extra or differences.missing):  # else everything after them is out of its place
            self.problems += order.misplaced(
                self.file.content, expected.text, rtl=page.language.direction == "rtl"
            )
        self._margins(page, sheets)
        for words in (Counter(expected.pictures) - Counter(self.file.pictures)).elements():
            self.problems.append(f"A picture is not described as the data have it: “{words}”.")

    def _numbers(self, page: Page, anchors: Iterable[str]) -> list[str]:
        known = {self.file.anchors[anchor] for anchor in anchors if anchor in self.file.anchors}
        return [page.language.digits(number) for number in sorted(known)]

    def _differences(self, found: printed.Difference) -> None:
        for word, number in found.extra[:_MOST]:
            kind = "number" if printed.is_number(word) else "word"
            self.problems.append(f"Page {number} prints the {kind} {word}, which the data do not give there.")
        for word in found.missing[:_MOST]:
            kind = "number" if printed.is_number(word) else "word"
            self.problems.append(f"The {kind} {word} should be printed by the data, and is not.")
        more = len(found.extra[_MOST:]) + len(found.missing[_MOST:])
        if more:
            self.problems.append(f"{more} more words differ between the pages and the data.")

    def _margins(self, page: Page, sheets: Iterable[printed.Sheet]) -> None:
        tongue, period = page.language, self.data.period
        dates = f"{tongue.span(period.first, period.last)} {tongue.other_span(period.first, period.last)}"
        title = tongue.title(period)
        parts = ["", *(str(words.striptags()) for _, words in page.contents())]
        for sheet in sheets:
            always = f"{dates} {tongue.digits(sheet.number)}"
            heads = [f"{always} {title} {part}" for part in parts] if sheet.number > 1 else [always]
            if not any(Counter(sheet.margins) == Counter(printed.words_of(head)) for head in heads):
                self.problems.append(
                    f"Head and foot of page {sheet.number} are not those of this briefing: {' '.join(sheet.margins)}."
                )


class _Translations:
    """The English in the data, found as the memory finds it."""

    def __init__(self, data: Data) -> None:
        by_citation = {translation.citation: translation for translation in data.translations}
        self._by_text = {one.text: by_citation.get(one.citation) for one in data.statements}

    def lookup(self, text: str, /) -> Translation | None:
        """Return the translation of exactly these words."""
        return self._by_text.get(text)


def _same_figure(datum: Datum, found: Extraction) -> bool:
    if not 0 <= datum.index < len(found.figures):
        return False
    figure = found.figures[datum.index]
    return (datum.start, datum.end, datum.low, datum.high, datum.unit, datum.qualifier) == (
        figure.start, figure.end, figure.low, figure.high, figure.unit, figure.qualifier,
    )  # fmt: skip


def _same_statement(statement: Statement, found: Extraction) -> bool:
    if not 0 <= statement.index < len(found.quotes):
        return False
    quote = found.quotes[statement.index]
    return (statement.start, statement.end) == (quote.start, quote.end)
