"""Invented articles with their findings, for tests of briefing and pages apart from the extractor.

Every finding is given by its words and placed by looking them up, so that offsets are right by construction.
"""

import datetime as dt
import hashlib
from typing import Any

import msgspec

from extract.article import Article, Span
from extract.statements import Conflict, Extraction, Figure, Official, Quote


def article(
    name: str, *paragraphs: str, date: dt.date | None = dt.date(2025, 9, 3), url: str | None = None
) -> Article:
    """An article of these paragraphs, a line each."""
    text = "\n".join(paragraphs)
    spans, start = [], 0
    for paragraph in paragraphs:
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + 1
    return Article(
        id=name,
        source=f"{name}.txt",
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        date=date,
        body=Span(0, len(text)),
        paragraphs=tuple(spans),
        url=url,
    )


def figure(of: Article, words: str, low: float | None, **fields: Any) -> Figure:
    """A figure by its words; a provincial count of active cooperatives in قم unless told otherwise."""
    start = fields.pop("at", None)
    start = of.text.index(words) if start is None else start
    end = start + len(words)
    line = next(span for span in of.paragraphs if span.start <= start < span.end)
    given: dict[str, Any] = {
        "high": low,
        "qualifier": "exact",
        "unit": "cooperative",
        "measure": "cooperatives_active",
        "measure_text": None,
        "place": "قم",
        "province": "قم",
        "county": None,
        "period": None,
        "speaker": None,
        "rule": "test",
        "held": None,
    }
    return Figure(
        start=start, end=end, low=low, text=words, sentence=(line.start, line.end), **(given | fields)
    )


def quote(of: Article, words: str, speaker: str | None, **fields: Any) -> Quote:
    """A statement by its words, introduced by «گفت»."""
    start = fields.pop("at", None)
    start = of.text.index(words) if start is None else start
    cue = of.text.rfind("گفت", 0, start)
    given: dict[str, Any] = {
        "speaker_role": None,
        "verb": "گفت",
        "kind": "clause",
        "basis": "named",
        "rule": "test",
        "held": None,
        "cue": (cue, cue + 3),
    }
    return Quote(start=start, end=start + len(words), speaker=speaker, text=words, **(given | fields))


def official(of: Article, name: str, role: str | None = "مدیرکل", **fields: Any) -> Official:
    """A named official."""
    start = of.text.index(name)
    given: dict[str, Any] = {
        "organisation": "تعاون، کار و رفاه اجتماعی قم",
        "province": "قم",
        "county": None,
        "mentions": ((start, start + len(name)),),
        "held": None,
        "rule": "test",
    }
    return Official(name=name, role=role, **(given | fields))


def extraction(of: Article, **fields: Any) -> Extraction:
    """What was found in an article of خبرگزاری مهر about قم."""
    given: dict[str, Any] = {"agency": "خبرگزاری مهر", "province": "قم", "county": None}
    return Extraction(
        id=of.id, source=of.source, date=of.date, sha256=of.sha256, version="test", **(given | fields)
    )


def corpus() -> tuple[list[Article], list[Extraction]]:
    """Four articles: two of the week, one before it, one after; five provinces' worth of everything a page can show."""
    qom = article(
        "qom",
        "مجید کریمی مدیرکل تعاون قم گفت: ۱۲۶۴ تعاونی در قم فعال است و برای ۱۶ هزار و ۷۵۴ نفر کار ساخته است",
        "کریمی گفت: بیش از ۹۰۰۰ مسکن در دست ساخت داریم و ۱۹۰۰ فروشگاه خرد و ۲۱۸ فروشگاه بزرگ همکاری می‌کنند",
        "از ۷ تعاونی برتر تجلیل شد. در پایان از ۹ تعاونی برتر نام برده شد.",
        "این بند رقمی ندارد.",
    )
    found_qom = extraction(
        qom,
        figures=(
            figure(qom, "۱۲۶۴ تعاونی", 1264, speaker="مجید کریمی", quote=0),
            figure(
                qom, "۱۶ هزار و ۷۵۴ نفر", 16754, unit="person", measure="employed", speaker="مجید کریمی", quote=0
            ),
            figure(
                qom, "۹۰۰۰ مسکن", 9000, qualifier="more_than", unit="housing_unit",
                measure="housing_units_under_construction", speaker="مجید کریمی", quote=1,
            ),
            figure(qom, "۱۹۰۰ فروشگاه خرد", 1900, unit="shop", measure="small_shops", speaker="مجید کریمی", quote=1),
            figure(qom, "۲۱۸ فروشگاه بزرگ", 218, unit="shop", measure="large_shops", speaker="مجید کریمی", quote=1),
            figure(qom, "۷ تعاونی برتر", 7, measure="cooperatives_honoured", held="contradiction"),
            figure(qom, "۹ تعاونی برتر", 9, measure="cooperatives_honoured", held="contradiction"),
        ),
        quotes=(
            quote(
                qom, "۱۲۶۴ تعاونی در قم فعال است و برای ۱۶ هزار و ۷۵۴ نفر کار ساخته است", "مجید کریمی",
                speaker_role="مدیرکل",
            ),
            quote(
                qom,
                "بیش از ۹۰۰۰ مسکن در دست ساخت داریم و ۱۹۰۰ فروشگاه خرد و ۲۱۸ فروشگاه بزرگ همکاری می‌کنند",
                "مجید کریمی", basis="surname",
            ),
        ),
        officials=(official(qom, "مجید کریمی", surname="کریمی"),),
        conflicts=(Conflict(kind="value", members=(("qom", 5), ("qom", 6)), province="قم"),),
    )  # fmt: skip
    khomein = article(
        "khomein",
        "سارا احمدی رئیس اداره تعاون خمین گفت: ۲۵۵ تعاونی نزدیک به ۲۰۰۰ عضو دارند و ماهیانه ۵۰ تا ۸۰ میلیون ریال درآمد",
        "حدود ۱۹۵ میلیارد تومان سرمایه و ۱۵۰ میلیون تومان وام",
        date=dt.date(2025, 9, 8),
    )
    here: dict[str, Any] = {"place": "خمین", "county": "خمین", "province": "مرکزی"}
    found_khomein = extraction(
        khomein,
        agency="ایلنا",
        province="مرکزی",
        county="خمین",
        figures=(
            figure(khomein, "۲۵۵ تعاونی", 255, measure="cooperatives_registered", speaker="سارا احمدی", **here),
            figure(
                khomein, "۲۰۰۰ عضو", 2000, qualifier="nearly", unit="person", measure="members",
                speaker="سارا احمدی", **here,
            ),
            figure(
                khomein, "۵۰ تا ۸۰ میلیون ریال", 50_000_000, high=80_000_000, qualifier="range", unit="rial",
                measure="monthly_income", per="month", speaker="سارا احمدی", **here,
            ),
            figure(
                khomein, "۱۹۵ میلیارد تومان", 195_000_000_000, qualifier="about", unit="toman",
                measure="investment", **here,
            ),
            figure(khomein, "۱۵۰ میلیون تومان", 150_000_000, unit="toman", measure="loan_each", **here),
            figure(khomein, "۲۰۰۰", 2000, measure=None, held="unknown_measure"),
        ),
        quotes=(
            quote(
                khomein, "۲۵۵ تعاونی نزدیک به ۲۰۰۰ عضو دارند و ماهیانه ۵۰ تا ۸۰ میلیون ریال درآمد", "سارا احمدی"
            ),
        ),
        officials=(
            official(
                khomein, "سارا احمدی", "رئیس اداره", organisation="اداره تعاون خمین", province="مرکزی",
                county="خمین", surname="احمدی",
            ),
        ),
    )  # fmt: skip
    gilan = article(
        "gilan",
        "ژاله کریمی گفت: بیش از ۸ هزار تعاونی در گیلان هست",
        "کسی گفت: نمی‌دانیم",
        date=dt.date(2025, 11, 16),
        url="https://example.org/news/1",
    )
    found_gilan = extraction(
        gilan,
        province="گیلان",
        figures=(
            figure(
                gilan, "۸ هزار تعاونی", 8000, qualifier="more_than", place="گیلان", province="گیلان",
                speaker="ژاله کریمی", quote=0,
            ),
        ),
        quotes=(
            quote(gilan, "بیش از ۸ هزار تعاونی در گیلان هست", "ژاله کریمی"),
            quote(gilan, "نمی‌دانیم", None, held="no_speaker"),
        ),
        officials=(official(gilan, "ژاله کریمی", "معاون", organisation="استانداری", province="گیلان", surname="کریمی"),),
    )  # fmt: skip
    country = article(
        "country", "در کشور ۲۷ تعاونگر ملی برگزیده شدند", date=dt.date(2025, 8, 1), url="javascript:x"
    )
    found_country = extraction(
        country,
        agency=None,
        province=None,
        figures=(
            figure(
                country, "۲۷ تعاونگر ملی", 27, unit="cooperator", measure="cooperators_honoured", place=None,
                province=None, modality="planned",
            ),
        ),
    )  # fmt: skip
    return [qom, khomein, gilan, country], [found_qom, found_khomein, found_gilan, found_country]


class Draft(msgspec.Struct, frozen=True):
    """A translation that nobody has reviewed."""

    text: str
    status: str = "draft"
    reviewer: str | None = None
    engine: str | None = None
    date: dt.date | None = dt.date(2025, 9, 9)


class Memory:
    """Knows the statements of the corpus but for those that speak of members."""

    _ENGLISH = (
        ("۱۲۶۴ تعاونی", "1,264 cooperatives are active in Qom and have created work for 16,754 people"),
        (
            "۹۰۰۰ مسکن",
            "We have more than 9,000 homes under construction, and 1,900 small and 218 large shops work with us",
        ),
        ("۸ هزار", "There are more than 8,000 cooperatives in Gilan"),
    )

    def lookup(self, text: str, /) -> Draft | None:
        """Return the draft of these words."""
        return next((Draft(english) for persian, english in self._ENGLISH if persian in text), None)


def renamed(one: tuple[Article, Extraction], name: str) -> tuple[Article, Extraction]:
    """The same article under another id."""
    read, found = one
    return (
        msgspec.structs.replace(read, id=name),
        msgspec.structs.replace(found, id=name, conflicts=()),
    )
