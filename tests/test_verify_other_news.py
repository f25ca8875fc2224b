"""``taavon verify`` holds on pages of news unlike the seeds: January, long numbers, ranges, words that stay in Persian."""

from pathlib import Path

import pypdfium2
import pytest

from reports.printed import folded, words_of
from tests.conftest import Run
from tests.support.editions import CODES

ARTICLE = """date 2026-01-11 مدیرکل تعاون استان یزد گفت: یک میلیون و ۴۹۳ هزار و ۲۵۰ نفر در خانهٔ تعاون استان عضو هستند.
به گزارش خبرگزاری ایرنا، حسین رضایی افزود: قیمت هر کیلو پسته ۸۵۰۰ تا ۹۲۰۰ تومان و قیمت هر تن گندم ۴۰۰ هزار تا ۴۵۰ هزار تومان است.
رضایی ادامه داد: ۹۰ درصد متناسب‌سازی حقوق‌ها انجام شد و ۶۲ درصد جابه‌جایی بار استان بر دوش تعاونی‌ها است.
وی گفت: ۳۲۰ تعاونی در شهرستان میبد فعال است.
"""


@pytest.fixture
def pages(taavon: Run, tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(ARTICLE, encoding="utf-8")
    done = taavon("build", "one.txt", "--from", "2026-01-10", "--to", "2026-01-16", "--out", "out")
    assert done.returncode == 0, done.stderr
    return tmp_path / "out"


def test_both_editions_hold_and_no_number_is_broken(taavon: Run, pages: Path) -> None:
    for code in CODES:
        done = taavon("verify", pages / f"briefing.{code}.pdf")
        assert done.returncode == 0, done.stdout + done.stderr
    text = "".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pages / "briefing.fa.pdf")
    )
    assert "ژانویۀ" in folded(text)
    assert "۱٬۴۹۳٬۲۵۰" in words_of(text)


def test_he_with_hamza_is_one_letter_however_written() -> None:
    assert words_of("خانهٔ تعاون") == words_of("خانۀ تعاون") == ["خانۀ", "تعاون"]
