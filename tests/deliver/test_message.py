"""Messages, written and read back: headers, both languages, both bodies, attachments, signature."""

import datetime as dt
import re
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import dkim
import msgspec
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from reports.deliver.body import HTML_LIMIT, render_bodies
from reports.deliver.errors import DeliveryError
from reports.deliver.issue import Edition, Line, Notice, decode, encode
from reports.deliver.message import Composer, Dkim, sign, token
from reports.deliver.recipients import Recipient
from reports.themes import load_theme
from tests.deliver.issues import MAIL, make_issue

WHEN = dt.datetime(2025, 9, 6, 4, 0, tzinfo=dt.UTC)
ISSUE = make_issue()
SAY = {
    "fa": Recipient(
        address="reza@readers.example", key="reza@readers.example", name="رضا تعاونی", language="fa"
    ),
    "en": Recipient(
        address="Kim@readers.example", key="kim@readers.example", name="Kim, O'Neil", language="en"
    ),
    "both": Recipient(address="both@readers.example", key="both@readers.example", language="both"),
}


def written(who: str, **changes: object) -> tuple[bytes, EmailMessage]:
    issue = msgspec.structs.replace(ISSUE, **changes)
    data = Composer(issue, MAIL).data(SAY[who], WHEN)
    return data, message_from_bytes(data, policy=policy.default)  # type: ignore[return-value]


def body(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    text: str = found.get_content()
    return text.replace("\r\n", "\n")


@pytest.mark.parametrize("who", ["fa", "en", "both"])
def test_form(who: str) -> None:
    data, message = written(who)
    assert data.isascii()
    assert b"\r\n" in data
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert not message.defects
    assert b":\r\n" not in data.split(b"\r\n\r\n")[0]
    assert not [part.defects for part in message.walk() if part.defects]
    assert message.get_content_type() == "multipart/mixed"
    parts = [part.get_content_type() for part in message.walk()]
    pdfs = ["application/pdf"] * (2 if who == "both" else 1)
    assert parts == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", *pdfs]


def test_headers() -> None:
    _, message = written("fa")
    assert message["Subject"] == ISSUE.editions["fa"].title
    assert message["From"].addresses[0].display_name == "هفته‌نامه تعاون"
    assert (message["From"].addresses[0].addr_spec, str(message["Reply-To"])) == (MAIL.sender, MAIL.reply_to)
    assert message["To"].addresses[0].display_name == "رضا تعاونی"
    assert message["Date"].datetime == WHEN
    assert (message["Content-Language"], message["Auto-Submitted"]) == ("fa", "auto-generated")
    assert message["List-Id"] == "<weekly.taavon.example>"
    _, english = written("en")
    assert english["From"].addresses[0].display_name == "Cooperatives Weekly"
    assert english["To"].addresses[0].display_name == "Kim, O'Neil"
    assert english["Content-Language"] == "en"
    _, both = written("both")
    assert both["Content-Language"] == "fa, en"
    assert all(edition.title in both["Subject"] for edition in ISSUE.editions.values())


def test_encoded_words_keep_to_their_length() -> None:
    data, _ = written("both")
    assert all(len(word) <= 75 for word in re.findall(rb"=\?utf-8\?\w\?[^?]*\?=", data, re.IGNORECASE))
    old = message_from_bytes(data)  # as an older program reads it
    assert (
        str(make_header(decode_header(old["Subject"])))
        == f"{ISSUE.editions['fa'].title} | {ISSUE.editions['en'].title}"
    )


def test_unsubscribe_is_on_one_line_and_as_it_is() -> None:
    data, message = written("en")
    url = MAIL.unsubscribe_url.format(token=token("kim@readers.example", MAIL.secret))  # type: ignore[union-attr]
    assert b"List-Unsubscribe: <" + url.encode() + b">, <mailto:leave@taavon.example?" in data
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in data
    assert url in body(message, "plain")
    assert url in body(message, "html")
    without = msgspec.structs.replace(MAIL, unsubscribe_url=None)
    other = Composer(ISSUE, without).message(SAY["en"], WHEN)
    assert other["List-Unsubscribe-Post"] is None
    assert "mailto:" in other["List-Unsubscribe"]


def test_token_is_of_the_address_and_the_secret() -> None:
    tokens = {token(key, secret) for key in ("a@b.ir", "c@d.ir") for secret in ("one", "two")}
    assert len(tokens) == 4
    assert not any("a@b" in one for one in tokens)


def test_message_id_is_one_for_each() -> None:
    ids = set()
    for number in (24, 25):
        for who in SAY.values():
            for language in ("fa", "en", "both"):
                reader = msgspec.structs.replace(who, language=language)
                message = Composer(make_issue(number), MAIL).message(reader, WHEN)
                later = Composer(make_issue(number), MAIL).message(reader, WHEN + dt.timedelta(days=3))
                assert message["Message-ID"] == later["Message-ID"]
                assert reader.key.split("@")[0] not in message["Message-ID"]
                ids.add(message["Message-ID"])
    assert len(ids) == 2 * 3 * 3
    test = Composer(ISSUE, MAIL).message(SAY["fa"], WHEN, test=True)
    assert test["Message-ID"] not in ids
    assert test["Subject"].startswith("[آزمایشی]")


def test_same_bytes() -> None:
    assert written("both")[0] == written("both")[0]
    assert decode(encode(ISSUE)) == ISSUE
    assert encode(decode(encode(ISSUE))) == encode(ISSUE)


def test_attachments() -> None:
    data, message = written("both")
    first, second = message.iter_attachments()
    assert [first.get_filename(), second.get_filename()] == [
        ISSUE.pdfs["fa"].name_fa,
        ISSUE.pdfs["en"].name_en,
    ]
    assert [part["Content-Language"] for part in (first, second)] == ["fa", "en"]
    assert [part.get_content() for part in (first, second)] == [
        ISSUE.pdfs[code].data for code in ("fa", "en")
    ]
    assert b"filename*" in data
    assert first.get_param("name") == "cooperatives-weekly-1404-W24.pdf", "for programs that read no RFC 2231"
    old = message_from_bytes(data)
    assert next(part.get_filename() for part in old.walk() if part.get_filename()) == ISSUE.pdfs["fa"].name_fa
    bare = Composer(ISSUE, MAIL, attach=False).message(SAY["both"], WHEN)
    assert not list(bare.iter_attachments())
    assert "پیوست‌ها" not in body(bare, "plain")


class Page(HTMLParser):
    """What is in an HTML body."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("who", ["fa", "en", "both"])
def test_html(who: str) -> None:
    _, message = written(who)
    html = body(message, "html")
    page = Page(html)
    assert not page.open
    assert len(html.encode()) < HTML_LIMIT
    assert not {tag for tag, _ in page.tags} & {
        "img",
        "script",
        "link",
        "iframe",
        "form",
        "svg",
        "video",
        "object",
    }
    assert not re.search(r"url\(|@import|@font-face", html)
    root = page.tags[0][1]
    assert (root["lang"], root["dir"]) == (("en", "ltr") if who == "en" else ("fa", "rtl"))
    cells = [attributes for tag, attributes in page.tags if tag == "td" and "lang" in attributes]
    assert [cell["lang"] for cell in cells] == list(SAY[who].codes) * 2
    assert all(f"direction:{cell['dir']}" in str(cell["style"]) for cell in cells)
    assert all("style" in attributes for tag, attributes in page.tags if tag in ("p", "h1", "h2", "a", "div"))
    links = [urlsplit(str(attributes["href"])).scheme for tag, attributes in page.tags if tag == "a"]
    assert links
    assert set(links) <= {"https"}
    for code in SAY[who].codes:
        for line in (*ISSUE.editions[code].figures, *ISSUE.editions[code].summary):
            assert line.text in page.text
            assert line.citation in page.text
    assert "<تازه>" not in html


@pytest.mark.parametrize("who", ["fa", "en", "both"])
def test_plain_text(who: str) -> None:
    _, message = written(who)
    text = body(message, "plain")
    for code in SAY[who].codes:
        edition = ISSUE.editions[code]
        for line in (*edition.figures, *edition.summary):
            assert f"{line.text}" in text
            assert line.citation in text
        assert all(f"\n{link.url}\n" in text for link in edition.links)
    assert "\n\n\n\n" not in text
    assert "&lt;" not in text
    assert "\n-- \n" in text


def luminance(colour: str) -> float:
    values = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_dark_and_light_are_readable() -> None:
    html = body(written("fa")[1], "html")
    dark = dict(re.findall(r"^\.(\w+) \{ (?:background-)?color: (#\w{6}) !important;", html, re.MULTILINE))
    assert {"ground", "paper", "ink", "muted", "accent", "disputed"} <= dark.keys()
    for name in ("ink", "muted", "accent", "disputed"):
        assert contrast(dark[name], dark["paper"]) >= 4.5, name
    for style in re.findall(r'class="(?:ink|muted|accent|disputed)[^"]*" [^>]*style="([^"]*)"', html):
        colour = re.search(r"(?<!-)color:(#\w{6})", style)
        assert colour is None or contrast(colour[1], "#FFFFFF") >= 4.5
    assert '<meta name="color-scheme" content="light dark">' in html
    coloured = re.findall(r'<[^>]*style="[^"]*color:#[^>]*>', html)
    assert coloured
    assert all('class="' in tag for tag in coloured), (
        "what has a colour has a class that changes it in the dark"
    )


def test_colours_of_the_office(tmp_path: Path) -> None:
    office = tmp_path / "office.toml"
    office.write_text('[colour]\naccent = "#6B1F5C"\n', encoding="utf-8")
    mail = msgspec.structs.replace(MAIL, theme=load_theme(office))
    html = body(
        message_from_bytes(Composer(ISSUE, mail).data(SAY["both"], WHEN), policy=policy.default), "html"
    )  # type: ignore[arg-type]
    own = load_theme().colour.accent
    assert "color:#6B1F5C" in html
    assert own not in html
    night = load_theme(office).at_night().colour.accent
    assert f".accent {{ color: {night} !important; }}" in html


def test_large_issues_are_cut_and_say_so() -> None:
    long = make_issue(lines=900)
    bodies = render_bodies(long, ("fa", "en"), (), attached=True)
    assert len(bodies.html_for(SAY["both"], "https://x.example").encode()) < HTML_LIMIT
    assert re.search(r"[۰-۹٬]+ مورد دیگر", bodies.html)
    assert re.search(r"\d+ more are in the attached file", bodies.text)
    endless = Edition(title="x" * HTML_LIMIT, days="")
    with pytest.raises(DeliveryError, match="shorten"):
        render_bodies(
            msgspec.structs.replace(ISSUE, editions={"fa": endless, "en": endless}),
            ("fa",),
            (),
            attached=True,
        )


def test_own_provinces_come_first() -> None:
    reader = msgspec.structs.replace(SAY["fa"], provinces=("قم",))
    text = body(Composer(make_issue(lines=4), MAIL).message(reader, WHEN), "plain")
    assert (
        text.index("از استان‌های شما")
        < text.index("[۱]" if "[۱]" in text else "[1]")
        < text.index("از سراسر کشور")
    )
    assert text.index("[3]") < text.index("[0]")


def test_notices_and_lateness() -> None:
    notices = (
        Notice(source="ایلنا", kind="broken"),
        Notice(source="Irna", kind="silent", since=dt.date(2025, 8, 20)),
        Notice(source="مهر", kind="empty"),
    )
    _, message = written("both", notices=notices, late=True)
    for text in (body(message, "plain"), Page(body(message, "html")).text):
        assert "منبع «ایلنا» خوانده نشد" in text
        assert "has had no news since 20 August 2025" in text
        assert "۲۹ مرداد ۱۴۰۴" in text
        assert "was sent late" in text
        assert "با تأخیر" in text
    assert "(با تأخیر)" in message["Subject"]


def test_an_agency_is_named_in_the_readers_language() -> None:
    _, message = written("both", notices=(Notice(source="ایسنا", kind="broken"),))
    text = body(message, "plain")
    assert "«ایسنا»" in text
    assert "“Iranian Students’ News Agency (ISNA)”" in text


def test_nothing_is_said_of_a_file_that_is_not_attached() -> None:
    for attach in (True, False):
        message = Composer(ISSUE, MAIL, attach=attach).message(SAY["both"], WHEN)
        for kind in ("plain", "html"):
            text = body(message, kind)
            assert ("in the attached file" in text) is attach
            assert ("پرونده پیوست" in text) is attach


def test_hostile_words() -> None:
    evil = Edition(
        title="خبر\r\nBcc: all@example.org\u202e <b>",
        days="{{ 7 * 7 }} {% raw %}",
        figures=(Line(text="<script>alert(1)</script>\x00 <!--foot-->", citation="[1] & ‮", amount="{0} %s"),),
    )
    issue = msgspec.structs.replace(ISSUE, editions={"fa": evil, "en": evil})
    who = msgspec.structs.replace(SAY["both"], name='x" <evil@example.org>')
    message = message_from_bytes(Composer(issue, MAIL).data(who, WHEN), policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message["Bcc"] is None
    assert [one.addr_spec for one in message["To"].addresses] == [who.address]
    html = body(message, "html")
    assert "<script>" not in html
    assert "<!--foot-->" not in html
    assert "{{ 7 * 7 }}" in html
    assert "\u202e" not in html + body(message, "plain")
    assert "\x00" not in html
    assert not Page(html).open


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def test_dkim(key: rsa.RSAPrivateKey) -> None:
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    record = b"v=DKIM1; k=rsa; p=" + b"".join(public.splitlines()[1:-1])
    asked = []

    def dns(name: bytes, timeout: int = 5) -> bytes:
        asked.append(name)
        return record

    signer = Dkim(domain="taavon.example", selector="taavon", key=pem)
    assert "PRIVATE" not in repr(signer)
    data = Composer(ISSUE, MAIL, signer).data(SAY["both"], WHEN)
    assert dkim.verify(data, dnsfunc=dns)
    assert asked == [b"taavon._domainkey.taavon.example."]
    head = data.split(b"\r\n\r\n")[0]
    signed = re.search(rb"\bh=([^;]*);", re.sub(rb"\s", b"", head))
    assert signed is not None
    names = signed[1].lower().split(b":")
    wanted = {
        b"from",
        b"to",
        b"subject",
        b"date",
        b"message-id",
        b"list-unsubscribe",
        b"list-unsubscribe-post",
    }
    assert wanted <= set(names)
    assert names.count(b"from") == 2
    changes = (
        (b"One-Click", b"Two-Click"),
        (b"List-Unsubscribe: <https://taavon", b"List-Unsubscribe: <https://elsewhere"),
        (b"Content-Language: fa", b"Content-Language: en"),
        (b"\r\nDate: ", b"\r\nFrom: somebody@else.example\r\nDate: "),
        (b"\r\nDate: ", b"\r\nSubject: something else\r\nDate: "),
        (b"JVBERi", b"JVBERj"),
    )
    for old, new in changes:
        assert old in data
        assert not dkim.verify(data.replace(old, new, 1), dnsfunc=dns), (old, new)
    assert dkim.verify(b"Received: from here\r\n" + data, dnsfunc=dns), "a relay may add its line"


def test_signature_needs_the_headers_that_are_there(key: rsa.RSAPrivateKey) -> None:
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    data = sign(
        b"From: a@b.example\r\nSubject: x\r\n\r\nbody\r\n", Dkim(domain="b.example", selector="s", key=pem)
    )
    assert b"list-unsubscribe" not in data.lower()
