"""The HTML body of a message in Chromium: narrow and wide, light and dark, without pictures, with long lines."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from reports.deliver.body import render_bodies
from reports.deliver.issue import Issue, Line, Notice
from reports.deliver.recipients import Recipient
from reports.languages.amounts import Code
from tests.deliver.issues import make_issue
from tests.support import chromium
from tests.test_browser import FAINT, WIDER

READER = Recipient(
    address="a.very.long.address.of.a.reader@readers.example", key="a@readers.example", language="both"
)
LEAVE = "https://taavon.example/unsubscribe/from/the/weekly/digest?t=" + "0123456789" * 4


def full() -> Issue:
    """An issue with everything that a message can show."""
    issue = make_issue(
        late=True,
        notices=(
            Notice(source="خبرگزاری کار ایران", kind="broken"),
            Notice(source="one", kind="silent", since=dt.date(2025, 8, 1)),
        ),
    )
    long = Line(
        amount="۵۰ تا ۸۰ هزار میلیارد ریال در هر ماه", text="سرمایه‌گذاری در طرح‌های نیمه‌تمام " * 4, place="چهارمحال و بختیاری",
        citation="[۱۲، ۱۳، ۱۴] خبرگزاری صداوسیما، ۱۱ شهریور ۱۴۰۴؛ [۲۱] ایلنا، ۲ شهریور ۱۴۰۴", disputed=True,
    )  # fmt: skip
    editions = {
        code: msgspec.structs.replace(one, figures=(*one.figures, long))
        for code, one in issue.editions.items()
    }
    return msgspec.structs.replace(issue, editions=editions)


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Browser]:
    if not chromium.installed():
        pytest.skip("NOT TESTED IN A BROWSER: no Chromium here (Debian, Ubuntu: apt-get install chromium)")
    with chromium.browser(tmp_path_factory.mktemp("profile")) as tab:
        yield tab


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [(360, 740), (1280, 900)], ids=["narrow", "wide"])
@pytest.mark.parametrize("codes", [("fa",), ("en",), ("fa", "en")], ids=["fa", "en", "both"])
def test_the_body_holds_on_every_screen(
    codes: tuple[Code, ...], size: tuple[int, int], dark: bool, tab: chromium.Browser, tmp_path: Path
) -> None:
    reader = msgspec.structs.replace(READER, language="both" if len(codes) == 2 else codes[0])
    file = tmp_path / "body.html"
    html = render_bodies(full(), codes, ("قم",), attached=True).html_for(reader, LEAVE)
    file.write_text(html, encoding="utf-8")
    tab.open(file, width=size[0], height=size[1], dark=dark)
    assert tab.loaded() == [file.as_uri()], "a message loads nothing"
    assert tab.complaints() == []
    assert tab.ask("document.documentElement.scrollWidth") <= size[0]
    assert tab.ask(WIDER) == []
    assert tab.ask(FAINT) == []
    ground = tab.ask("getComputedStyle(document.querySelector('.paper')).backgroundColor")
    assert (ground == "rgb(255, 255, 255)") is not dark
    side = tab.ask("getComputedStyle(document.querySelector('h1')).textAlign")
    assert side == ("right" if codes[0] == "fa" else "left")
