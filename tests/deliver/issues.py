"""Issues and recipients to send, made up, with real PDFs."""

import datetime as dt
import io
from functools import cache

import pikepdf

from reports.deliver.issue import Edition, Issue, Line, Link, Notice, Pdf
from reports.deliver.message import Mail
from reports.deliver.recipients import Recipient

MAIL = Mail(
    sender="digest@taavon.example",
    name_fa="هفته‌نامه تعاون",
    name_en="Cooperatives Weekly",
    bounces_to="bounces@taavon.example",
    reply_to="editor@taavon.example",
    list_id="weekly.taavon.example",
    unsubscribe_url="https://taavon.example/unsubscribe/from/the/weekly/digest/of/cooperatives?t={token}",
    unsubscribe_mailto="leave@taavon.example",
    secret="sixteen characters",
)


@cache
def pdf_bytes(words: str = "") -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        document.docinfo["/Title"] = words or "one"
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()


def edition_fa(lines: int = 2) -> Edition:
    figures = [
        Line(
            amount=f"بیش از ۹ هزار و {n} واحد", text="مسکن در دست ساخت", place="قم", province="قم" if n % 2 else "یزد",
            citation=f"[{n}] ایلنا، ۱۱ شهریور ۱۴۰۴", disputed=n == 1,
        )
        for n in range(lines)
    ]  # fmt: skip
    return Edition(
        title="هفته‌نامه تعاون، هفته ۲۴ سال ۱۴۰۴",
        days="۸ تا ۱۴ شهریور ۱۴۰۴",
        figures=tuple(figures),
        summary=(Line(text="در قم ۳ تعاونی <تازه> ثبت شد.", citation="[۹] ایرنا"),),
        links=(Link(text="نسخه وب", url="https://taavon.example/fa?a=1&b=2"),),
    )


def edition_en(lines: int = 2) -> Edition:
    figures = [
        Line(
            amount=f"more than 9,00{n}", text="housing units under construction", place="Qom",
            province="قم" if n % 2 else "یزد", citation=f"[{n}] ILNA, 2 Sep 2025", disputed=n == 1,
        )
        for n in range(lines)
    ]  # fmt: skip
    return Edition(
        title="Cooperatives weekly, week 24 of 1404",
        days="30 August – 5 September 2025",
        figures=tuple(figures),
        summary=(Line(text="In Qom 3 <new> cooperatives registered.", citation="[9] IRNA"),),
        links=(Link(text="On the web", url="https://taavon.example/en?a=1&b=2"),),
    )


def make_issue(
    number: int = 24, *, lines: int = 2, late: bool = False, notices: tuple[Notice, ...] = ()
) -> Issue:
    return Issue(
        id=f"weekly-1404-W{number}",
        first=dt.date(2025, 8, 30),
        last=dt.date(2025, 9, 5),
        editions={"fa": edition_fa(lines), "en": edition_en(lines)},
        pdfs={
            code: Pdf.of(
                pdf_bytes(code), "هفته‌نامه تعاون ۱۴۰۴، هفته ۲۴.pdf", "cooperatives-weekly-1404-W24.pdf"
            )
            for code in ("fa", "en")
        },
        late=late,
        notices=notices,
    )


def people(count: int) -> list[Recipient]:
    languages = ("fa", "en", "both")
    return [
        Recipient(
            address=f"reader{n:05}@readers.example",
            key=f"reader{n:05}@readers.example",
            name=f"خواننده {n}" if n % 2 else "",
            language=languages[n % 3],
            provinces=("قم",) if n % 4 == 0 else (),
            line=n + 2,
        )
        for n in range(count)
    ]
