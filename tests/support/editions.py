"""Both editions of the seeds, made once a process: what stands in them is asked by several tests."""

from functools import cache
from typing import NamedTuple

from extract.article import Article
from reports import editorial, intake, jobs
from reports.languages.amounts import Code
from reports.model import Briefing
from reports.render import pdf
from reports.render.annex import annexes
from reports.render.compose import content_of
from reports.render.html import Page
from reports.themes import load_theme
from reports.translate.memory import TranslationMemory
from tests.conftest import SEEDS

CODES: tuple[Code, ...] = ("fa", "en")


class Made(NamedTuple):
    """One edition."""

    page: Page
    html: str
    content: bytes


@cache
def seeds() -> tuple[Briefing, list[Article], TranslationMemory]:
    """The seeds' briefing with what it is printed from."""
    articles = sorted(intake.read([str(SEEDS)]).articles, key=lambda one: (str(one.date), one.id))
    extractions = [found for _, found in intake.extract_each(articles)]
    briefing = jobs.brief(articles, extractions, jobs._period(jobs.Plan(), articles))
    return briefing, articles, editorial.load_memory((), articles)


@cache
def edition(code: Code) -> Made:
    """One edition of the seeds."""
    briefing, articles, memory = seeds()
    page = Page(briefing, code, articles, load_theme(), memory)
    content = pdf.to_bytes(content_of(page, annexes(briefing, articles, page.language, memory=memory)))
    return Made(page, page.html(), content)
