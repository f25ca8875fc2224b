"""The work behind the commands, in order: read → extract → store → brief → render → deliver.

Heavy modules (SQLAlchemy, the grammar, WeasyPrint) are imported where they are needed, so that ``taavon --help``
and reading start at once. Nothing here prints; progress goes to the ``track`` that the caller gives.
"""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec

from extract.article import Article
from extract.errors import RenderError, UsageError
from extract.read import STDIN, ReadProblem, read_paths
from extract.statements import Extraction
from reports.outputs import publish, unwritable, workshop

if TYPE_CHECKING:
    from collections.abc import Callable

    from extract.store import Store
    from reports.deliver.weeks import Week
    from reports.languages.doubts import Doubt
    from reports.model import Briefing, Notice
    from reports.period import Period
    from reports.render.content import Content
    from reports.themes import Theme
    from reports.translate.exchange import ImportReport
    from reports.translate.memory import TranslationMemory

Language = Literal["fa", "en"]
LANGUAGES: tuple[Language, ...] = ("fa", "en")
Format = Literal["pdf", "html"]
FORMATS: tuple[Format, ...] = ("pdf", "html")


class Track(Protocol):
    """Passes items through and shows how far it is."""

    def __call__[T](self, items: Iterable[T], what: str, total: int | None = None) -> Iterable[T]:
        """Yield the items; ``total`` is how many there will be, if known."""


def no_track[T](items: Iterable[T], what: str, total: int | None = None) -> Iterable[T]:
    """Show nothing."""
    return items


class Reading(msgspec.Struct, frozen=True):
    """What came of the inputs."""

    articles: tuple[Article, ...]
    problems: tuple[ReadProblem, ...]

    @property
    def undated(self) -> tuple[Article, ...]:
        """Those without a date line."""
        return tuple(article for article in self.articles if article.date is None)

    @property
    def exit_code(self) -> int:
        """0 if anything could be read; else 2 if nothing was there to read, 1 if what was there is no article."""
        return 0 if self.articles else min((problem.error.exit_code for problem in self.problems), default=2)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What to build, and into where."""

    out: Path = Path("out")
    store: str | None = None
    """A file or a database URL; ``taavon.db`` in ``out`` where none is given."""
    first: dt.date | None = None
    last: dt.date | None = None
    week: int | None = None
    """Cooperative Week of this Jalali year; neither days nor week: the one nearest to the articles."""
    weeks: Path | None = None
    """A table of weeks in place of ``weeks.toml``."""
    languages: tuple[Language, ...] = LANGUAGES
    formats: tuple[Format, ...] = ("pdf",)
    theme: Path | None = None
    """A theme file in place of ``theme/theme.toml``."""
    memory: tuple[Path, ...] = ()
    """PO files with the English of the statements; none: those that lie beside the articles."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What was built, and what had to be left out."""

    files: tuple[Path, ...]
    briefing: "Briefing"
    articles: tuple[Article, ...]
    """Its sources."""
    undated: tuple[Article, ...]
    """Left out: without a date they have no place in a period."""
    doubles: tuple[tuple[Article, Article], ...]
    """(left out, the same bytes under another name)."""
    extracted: int
    """How many were extracted anew; the others were in the store."""
    notes: tuple[str, ...]
    """Sentences on what is not used (translations, a logo) and on what strains the pages, and how they bear it."""
    doubts: tuple["Doubt", ...] = ()
    """What an editor should look at in the English edition."""
    editor: Path | None = None
    """The list of these, beside the files."""


def read(paths: Iterable[str], track: Track = no_track) -> Reading:
    """Read all inputs; see :func:`extract.read.read_paths`."""
    articles: list[Article] = []
    problems: list[ReadProblem] = []
    for item in track(read_paths(paths), "Reading"):
        if isinstance(item, ReadProblem):
            problems.append(item)
        else:
            articles.append(item)
    return Reading(tuple(articles), tuple(problems))


def extract_each(
    articles: Sequence[Article], track: Track = no_track
) -> Iterator[tuple[Article, Extraction]]:
    """Extract one article after the other, without a store."""
    from extract import pipeline

    for article in track(articles, "Extracting", len(articles)):
        yield article, pipeline.extract(article)


def extract_stored(
    articles: Sequence[Article], store: "Store", track: Track = no_track
) -> tuple[list[Extraction], int]:
    """Extract what the store does not have from this very version, and store it.

    Returns:
        One extraction an article, in their order, and how many are new.
    """
    from extract import pipeline

    kept = {article.sha256: store.extraction(article, pipeline.VERSION) for article in articles}
    missing = [article for article in articles if kept[article.sha256] is None]

    def extracted() -> Iterator[tuple[Article, Extraction]]:
        for article, extraction in extract_each(missing, track):
            kept[article.sha256] = extraction
            yield article, extraction

    store.save(extracted())
    return [found for article in articles if (found := kept[article.sha256])], len(missing)


def build(plan: Plan, articles: Sequence[Article] | None = None, track: Track = no_track) -> Outcome:
    """Build the briefing in all its languages, from the articles given or else from those in the store.

    The files appear under their names together, when all of them are complete.

    Raises:
        TaavonError: there is no article with a date, or the store or the files could not be written.
    """
    from extract.store import Store
    from reports.strains import strains
    from reports.themes import usable_theme

    theme, unusable = usable_theme(plan.theme)
    with workshop(plan.out) as folder, Store(plan.store or plan.out / "taavon.db") as store:
        kept, doubles = _without_doubles(_from_store(store) if articles is None else articles)
        undated = tuple(article for article in kept if article.date is None)
        dated = sorted(_named_apart(article for article in kept if article.date is not None), key=_by_date)
        if not dated:
            raise UsageError(
                "No article has a date: begin each file with date YYYY-MM-DD, the day it was published."
            )
        period = _period(plan, dated)
        extractions, extracted = extract_stored(dated, store, track)
        briefing = brief(dated, extractions, period)
        memory, faulty = known_translations(plan.memory, dated)
        store.close()  # opened again when it is next used
        made = _render(plan, briefing, dated, memory, theme, folder, track)
        hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in made}
        found, listed = _for_the_editor(briefing, memory, plan, folder / "briefing.editor.csv")
        files = publish(made, plan.out)
        (editor,) = publish(listed, plan.out) or (None,)
        store.save_briefing(briefing.id, (period.first, period.last), dated, hashes)
    return Outcome(
        files=files,
        briefing=briefing,
        articles=tuple(dated),
        undated=undated,
        doubles=doubles,
        extracted=extracted,
        notes=(*faulty, *memory.notes, *unusable, *strains(briefing, dated)),
        doubts=found,
        editor=editor,
    )


def brief(articles: Sequence[Article], extractions: Sequence[Extraction], period: "Period") -> "Briefing":
    """Join persons and conflicts over all articles, and build the language-free briefing."""
    from extract.resolve.conflicts import conflicts
    from extract.resolve.persons import merge_persons
    from reports.briefing import build_briefing

    across = [one for one in conflicts(extractions) if len({article for article, _ in one.members}) > 1]
    return build_briefing(articles, extractions, period, persons=merge_persons(extractions), conflicts=across)


def digest(
    plan: Plan,
    week: "Week",
    articles: Sequence[Article] | None = None,
    *,
    skip_empty: bool = False,
    notices: Sequence["Notice"] = (),
    track: Track = no_track,
) -> Outcome:
    """Build the digest of a week in all its languages; articles of the store from before it are compared with.

    Args:
        plan: where to; its period is not looked at.
        week: Saturday to Friday.
        articles: of the week and from before it; without them those of the store.
        skip_empty: make no files for a week without news.
        notices: sources that could not be relied on; the issue says so.

    Raises:
        TaavonError: the store or the files could not be written.
    """
    from extract.store import Store
    from reports.digest import belongs, build_digest
    from reports.strains import strains
    from reports.themes import usable_theme

    theme, unusable = usable_theme(plan.theme)
    with workshop(plan.out) as folder, Store(plan.store or plan.out / "taavon.db") as store:
        given = store.articles(until=week.last) if articles is None else articles
        if articles is None and not given:
            _from_store(store)  # says so where there is nothing at all
        kept, doubles = _without_doubles(sorted(given, key=_by_name))
        before = store.articles(until=week.first - dt.timedelta(days=1))
        known, _ = _without_doubles([*kept, *before])
        used = sorted(_named_apart(one for one in known if belongs(one.date, week)), key=_by_date)
        extractions, extracted = extract_stored(used, store, track)
        briefing = build_digest(used, extractions, week, notices)
        printed = {source.article for source in briefing.sources}
        sources = [article for article in used if article.id in printed]
        memory, faulty = known_translations(plan.memory, sources)
        store.close()  # opened again when it is next used
        files: tuple[Path, ...] = ()
        found: tuple[Doubt, ...] = ()
        editor: Path | None = None
        if sources or not skip_empty:
            made = _render(plan, briefing, sources, memory, theme, folder, track, week.id)
            hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in made}
            found, listed = _for_the_editor(briefing, memory, plan, folder / f"{week.id}.editor.csv")
            files = publish(made, plan.out)
            (editor,) = publish(listed, plan.out) or (None,)
            store.save_briefing(briefing.id, (week.first, week.last), sources, hashes)
    return Outcome(
        files=files,
        briefing=briefing,
        articles=tuple(sources),
        undated=tuple(article for article in kept if article.date is None),
        doubles=doubles,
        extracted=extracted,
        notes=(*faulty, *memory.notes, *unusable, *strains(briefing, sources)),
        doubts=found,
        editor=editor,
    )


def load_memory(named: Sequence[Path], articles: Iterable[Article]) -> "TranslationMemory":
    """Read the PO files named, or else every ``*.po`` in the folders that the articles lie in, sorted by name.

    Raises:
        ReadError: a file is missing or no English PO file.
    """
    from reports.translate.memory import TranslationMemory

    folders = {Path(article.source).parent for article in articles if article.source != STDIN}
    return TranslationMemory.load(named or sorted(path for folder in folders for path in folder.glob("*.po")))


def known_translations(
    named: Sequence[Path], articles: Iterable[Article]
) -> tuple["TranslationMemory", tuple[str, ...]]:
    """Read the same as :func:`load_memory`, leaving out what is no PO file: a briefing is built with what is known.

    Returns the memory, and a sentence for each file that was left out.

    Raises:
        ReadError: a file that was named is not there.
    """
    from extract.errors import ReadError
    from reports.translate import po
    from reports.translate.memory import TranslationMemory

    folders = {Path(article.source).parent for article in articles if article.source != STDIN}
    documents, faulty = [], []
    for path in named or sorted(path for folder in folders for path in folder.glob("*.po")):
        try:
            documents.append(po.read(path))
        except ReadError as error:
            if path in named and not path.is_file():
                raise
            faulty.append(f"{error} It is left out.")
    return TranslationMemory(documents), tuple(faulty)


def _for_the_editor(
    briefing: "Briefing", memory: "TranslationMemory", plan: Plan, path: Path
) -> tuple[tuple["Doubt", ...], list[Path]]:
    """Collect what is doubtful in the English edition, if it is built, and list it in a file."""
    from reports.languages.doubts import doubts, to_csv

    if "en" not in plan.languages:
        return (), []
    found = doubts(briefing, memory)
    path.write_bytes(to_csv(found))
    return found, [path]


def export_quotes(
    articles: Sequence[Article], po: Path, named: Sequence[Path], drafts: bool, track: Track
) -> int:
    """Write the statements that still need a translation (with ``drafts``, also a review) to ``po``; return how many."""
    from reports.translate.exchange import export_missing
    from reports.translate.memory import statements_of

    found = extract_each(articles, track)
    statements = [
        statement for article, extraction in found for statement in statements_of(article, extraction)
    ]
    return export_missing(statements, po, load_memory(named, articles), drafts=drafts)


def import_quotes(po: Path, memory: Path, reviewer: str, date: dt.date) -> "ImportReport":
    """Bring a translator's file into the memory; see :func:`reports.translate.exchange.import_reviewed`."""
    from reports.translate.exchange import import_reviewed

    return import_reviewed(memory, po, reviewer, date)


def romanised(names: Iterable[str]) -> Iterator[str]:
    """One line a name: the Latin spelling, and what it rests on where that is a guess."""
    from reports.english.romanise import romanise

    for name in names:
        found = romanise(name)
        yield found.text + ("  (a guess)" if found.basis == "guess" else "")


def _from_store(store: "Store") -> Sequence[Article]:
    articles = store.articles()
    if not articles:
        raise UsageError(f"The store {store.name} holds no articles: name files or a folder to read.")
    return articles


def _by_date(article: Article) -> tuple[object, ...]:
    """The order of a briefing's sources must not depend on how they were named or where they came from."""
    return (article.date, article.id, article.sha256)


def _by_name(article: Article) -> tuple[object, ...]:
    """Of the same bytes under two names, which is kept must not depend on how they were named."""
    return (article.source, article.id)


def _without_doubles(
    articles: Iterable[Article],
) -> tuple[list[Article], tuple[tuple[Article, Article], ...]]:
    """The same bytes twice are one source, not two that agree."""
    first: dict[str, Article] = {}
    doubles = []
    for article in articles:
        if article.sha256 in first:
            doubles.append((article, first[article.sha256]))
        else:
            first[article.sha256] = article
    return list(first.values()), tuple(doubles)


def _named_apart(articles: Iterable[Article]) -> list[Article]:
    """Two articles whose files in two folders bear one name get an id each: what is found is kept by it."""
    every = list(articles)
    names = Counter(article.id for article in every)
    return [
        article
        if names[article.id] == 1
        else msgspec.structs.replace(article, id=f"{article.id}-{article.sha256[:8]}")
        for article in every
    ]


def _period(plan: Plan, articles: Sequence[Article]) -> "Period":
    from reports.period import TABLE, cooperative_week, days, week_of

    if plan.week is not None:
        return cooperative_week(plan.week, plan.weeks or TABLE)
    if plan.first and plan.last:
        return days(plan.first, plan.last)
    if plan.first or plan.last:
        raise UsageError("A period has two ends: give both --from and --to.")
    return week_of([article.date for article in articles if article.date])


def _render(
    plan: Plan,
    briefing: "Briefing",
    articles: Sequence[Article],
    memory: "TranslationMemory",
    theme: "Theme",
    folder: Path,
    track: Track,
    name: str = "briefing",
) -> list[Path]:
    """Render each edition into ``folder``, side by side from one process that is made ready for them.

    The store must be closed: its connections may not be used, or ended, by two processes.
    """
    from reports.render.ready import ready
    from reports.render.sidebyside import side_by_side

    with ready(briefing, articles, memory, theme, plan.languages, plan.formats) as composed:
        edition = partial(_edition, briefing, articles, memory, theme, composed)
        tasks = [
            partial(edition, language, form, folder / f"{name}.{language}.{form}")
            for form in plan.formats
            for language in plan.languages
        ]
        return list(track(side_by_side(tasks), "Rendering", len(tasks)))


def _edition(
    briefing: "Briefing",
    articles: Sequence[Article],
    memory: "TranslationMemory",
    theme: "Theme",
    composed: "Callable[[Language], Content | None]",
    language: Language,
    form: Format,
    path: Path,
) -> Path:
    try:
        if form == "html":
            from reports.render.web import render_web

            return render_web(briefing, language, path, articles, memory=memory, theme=theme)
        from reports.render import render_pdf

        content = composed(language)
        return render_pdf(briefing, language, path, articles, memory=memory, theme=theme, content=content)
    except OSError as error:
        raise RenderError(unwritable(path.name, error)) from error
