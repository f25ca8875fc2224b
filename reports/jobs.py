"""The work behind the commands, in order: read → extract → store → brief → render → deliver.

Heavy modules (SQLAlchemy, the grammar, WeasyPrint) are imported where they are needed, so that ``taavon --help``
and reading start at once. Nothing here prints; progress goes to the ``track`` that the caller gives.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from extract.article import Article
from extract.errors import RenderError, UsageError
from extract.statements import Extraction
from reports.editorial import for_the_editor, known_translations
from reports.intake import (
    Track,
    by_date,
    by_name,
    extract_stored,
    from_store,
    named_apart,
    no_track,
    without_doubles,
)
from reports.outputs import publish, unwritable, workshop

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.deliver.weeks import Week
    from reports.languages.doubts import Doubt
    from reports.model import Briefing, Notice
    from reports.period import Period
    from reports.render.content import Content
    from reports.themes import Theme
    from reports.translate.memory import TranslationMemory

Language = Literal["fa", "en"]
LANGUAGES: tuple[Language, ...] = ("fa", "en")
Format = Literal["pdf", "html"]
FORMATS: tuple[Format, ...] = ("pdf", "html")


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
        kept, doubles = without_doubles(from_store(store) if articles is None else articles)
        undated = tuple(article for article in kept if article.date is None)
        dated = sorted(named_apart(article for article in kept if article.date is not None), key=by_date)
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
        found, listed = for_the_editor(briefing, memory, plan.languages, folder / "briefing.editor.csv")
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
            from_store(store)  # says so where there is nothing at all
        kept, doubles = without_doubles(sorted(given, key=by_name))
        before = store.articles(until=week.first - dt.timedelta(days=1))
        known, _ = without_doubles([*kept, *before])
        used = sorted(named_apart(one for one in known if belongs(one.date, week)), key=by_date)
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
            found, listed = for_the_editor(briefing, memory, plan.languages, folder / f"{week.id}.editor.csv")
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
