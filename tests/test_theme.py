"""Themes of other offices: what follows from a few lines, what is refused and how, and logos on pages."""

import base64
import hashlib
import io
import tomllib
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import page as validator
import pytest
from PIL import Image, PngImagePlugin

from extract.errors import UsageError
from reports.briefing import build_briefing
from reports.logos import LARGEST_SVG, load_logo
from reports.palette import contrast, lifted, luminance, mix, ramp, readable_on
from reports.period import cooperative_week
from reports.render.annex import annexes
from reports.render.compose import content_of
from reports.render.html import Page
from reports.render.pdf import to_bytes
from reports.render.web import WebPage
from reports.themes import FOLDER, Theme, load_theme, unreadable
from tests.conftest import SEEDS, Run
from tests.support.corpus import corpus

Write = Callable[..., Path]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 120 60">{}</svg>'
MARK = '<style>.a { fill: #6B1F5C }</style><circle class="a" cx="30" cy="30" r="28"/>'
GRADIENT = (
    '<defs><linearGradient id="g"><stop offset="0" stop-color="#123"/></linearGradient></defs>'
    '<rect width="9" height="9" fill="url(#g)"/><use xlink:href="#g"/>'
)
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")  # WeasyPrint's


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of the office and returns its path."""

    def to(content: str | bytes, name: str = "office.toml") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return to


def picture(form: str, size: tuple[int, int] = (300, 100), mode: str = "RGB", **saving: object) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, 1).save(target, form, **saving)
    return target.getvalue()


def claiming(side: int) -> bytes:
    """A small PNG whose head says that it is this wide and high."""
    content = bytearray(picture("PNG", (8, 8)))
    content[16:24] = side.to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    return bytes(content)


# what follows from a few lines


def test_a_theme_says_only_what_differs(write: Write) -> None:
    own = load_theme()
    theme = load_theme(write('[body]\nfa = "اتاق تعاون یزد"\n'))
    assert theme.name("fa") == "اتاق تعاون یزد"
    assert theme.name("en") == own.name("en")
    assert (theme.colour, theme.shade, theme.bar, theme.logo) == (own.colour, own.shade, own.bar, None)


@pytest.mark.parametrize("accent", ["#6B1F5C", "#8A1C1C", "#1F4E2E", "#20306B", "#000000", "#595959"])
def test_tints_and_shades_follow_from_the_accent_and_can_be_read(write: Write, accent: str) -> None:
    theme = load_theme(write(f'[colour]\naccent = "{accent}"\n'))
    assert theme.colour.accent_tint != load_theme().colour.accent_tint
    assert theme.shade[-1].colour == accent
    lights = [luminance(step.colour) for step in theme.shade]
    assert lights == sorted(lights, reverse=True)
    assert [step.start for step in theme.shade] == [step.start for step in load_theme().shade]
    assert unreadable(theme) is unreadable(theme.at_night()) is None


def test_what_a_theme_names_itself_stays(write: Write) -> None:
    said = '[colour]\naccent = "#20306B"\naccent_tint = "#DDDDEE"\n'
    assert load_theme(write(said)).colour.accent_tint == "#DDDDEE"


def test_the_night_has_dark_grounds_and_the_same_steps() -> None:
    day, night = load_theme(), load_theme().at_night()
    assert luminance(night.colour.paper) < 0.02
    assert unreadable(night) is None
    lights = [luminance(step.colour) for step in night.shade]
    assert lights == sorted(lights)
    assert [step.start for step in night.shade] == [step.start for step in day.shade]


@pytest.mark.parametrize(
    ("colour", "ground"), [("#0E5565", "#13181B"), ("#FFE9A0", "#FFFFFF"), ("#777777", "#777777")]
)
def test_a_lifted_colour_can_be_read(colour: str, ground: str) -> None:
    assert contrast(lifted(colour, ground, 4.5), ground) >= 4.5


def test_colours_are_mixed_and_stepped() -> None:
    assert mix("#000000", "#FFFFFF", 0.5) == "#808080"
    assert mix("#123456", "#FFFFFF", 1) == "#123456"
    steps = ramp("#0E5565", "#FFFFFF", 4, "#1B2226", "#FFFFFF")
    assert (steps[0], steps[-1]) == ("#FFFFFF", "#0E5565")
    for step in steps:
        assert contrast(step, readable_on(step, "#1B2226", "#FFFFFF")) >= 4.5


# what is refused


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('[colour]\naccent = "#D9A4D0"', r"accent \(#D9A4D0\) on paper .* contrast of 2\.1 and 4\.5"),
        ('[colour]\nmuted = "#999999"', r"muted \(#999999\) on paper"),
        ('[colour]\nsurface = "#555555"', r"on surface \(#555555\)"),
        ('[dark]\nink = "#333333"', r"ink \(#333333\) on paper \(#13181B\)"),
        ('[[shade]]\nfrom = 0\ncolour = "#FFFFFF"\n[[shade]]\nfrom = 2\ncolour = "#767A7C"', "shade from 2"),
        ('[colour]\naccent = "teal"', "accent"),
        ("[colour]\naccent = 7", "accent"),
        ("colour = 7", "colour"),
        ('[color]\naccent = "#000000"', "color"),
        ("logo = 7", "logo"),
        ("[body]\nlogo = 7", "logo"),
        ("[logo]\nratio = 1", "logo"),
        ("[body", "not valid"),
    ],
)
def test_a_theme_that_cannot_be_used_is_refused(write: Write, said: str, words: str) -> None:
    path = write(said)
    with pytest.raises(UsageError, match=words) as refused:
        load_theme(path)
    assert str(path) in str(refused.value)
    assert refused.value.exit_code == 2


def test_a_missing_theme_or_one_in_another_encoding_is_refused(write: Write, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        load_theme(tmp_path / "none.toml")
    with pytest.raises(UsageError, match="not valid"):
        load_theme(write("[body]\nfa = 'تعاون'".encode("utf-16")))


def test_the_file_shows_every_key_it_may_hold() -> None:
    text = (FOLDER / "theme.toml").read_text("utf-8")
    said = tomllib.loads(text.replace("# logo =", "logo ="))
    assert set(said) == {name for name in Theme.__struct_fields__ if name != "logo"}
    assert set(said["body"]) == {"fa", "en", "logo"}


# logos


@pytest.mark.parametrize(
    ("form", "mode", "size"),
    [
        ("PNG", "RGB", (300, 100)), ("PNG", "RGBA", (30, 30)), ("PNG", "P", (50, 20)), ("PNG", "LA", (50, 20)),
        ("PNG", "1", (20, 20)), ("JPEG", "RGB", (300, 100)), ("JPEG", "CMYK", (300, 100)),
        ("JPEG", "L", (3000, 100)),
    ],
)  # fmt: skip
def test_a_raster_logo_is_drawn_anew(write: Write, form: str, mode: str, size: tuple[int, int]) -> None:
    logo = load_logo(write(picture(form, size, mode), "logo"))
    assert logo.media_type == "image/png"
    assert logo.ratio == pytest.approx(size[0] / size[1], rel=0.05)
    drawn = Image.open(io.BytesIO(logo.content))
    assert drawn.mode in ("RGB", "RGBA")
    assert drawn.width <= 720
    assert drawn.height <= 240


def test_a_logo_keeps_its_transparency_and_loses_what_it_carried(write: Write) -> None:
    about = PngImagePlugin.PngInfo()
    about.add_text("Author", "a name nobody should read")
    clear = picture("PNG", mode="RGBA", pnginfo=about)
    logo = load_logo(write(clear + b"<script>", "logo.png"))
    assert b"nobody" in clear
    assert b"nobody" not in logo.content
    assert b"<script>" not in logo.content
    assert Image.open(io.BytesIO(logo.content)).mode == "RGBA"
    exif = Image.Exif()
    exif[0x010E] = "where it was taken"
    photo = picture("JPEG", exif=exif, icc_profile=b"where the colours are")
    assert b"where it was taken" in photo
    assert b"where the colours are" in photo
    assert b"where" not in load_logo(write(photo, "logo.jpg")).content


@pytest.mark.parametrize(
    ("inside", "ratio"),
    [
        (SVG.format(MARK), 2),
        (SVG.format(GRADIENT), 2),
        ("\ufeff" + SVG.format(MARK), 2),
        (
            '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">' + SVG.format(MARK),
            2,
        ),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="30mm" height="10mm"/>', 3),
        (SVG.format("<g style=\"fill: url('#g')\"/>"), 2),
    ],
)
def test_an_svg_logo_is_kept_as_it_is(write: Write, inside: str, ratio: float) -> None:
    path = write(inside, "logo.svg")
    logo = load_logo(path)
    assert (logo.content, logo.media_type) == (path.read_bytes(), "image/svg+xml")
    assert logo.ratio == pytest.approx(ratio)


OUTSIDE = "something outside of it"


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (SVG.format('<image href="https://example.org/x.png"/>'), OUTSIDE),
        (SVG.format('<image xlink:href="http://example.org/x.png"/>'), OUTSIDE),
        (SVG.format('<image xlink:href="file:///etc/passwd"/>'), OUTSIDE),
        (SVG.format('<image href="/etc/passwd"/>'), OUTSIDE),
        (SVG.format('<image href="data:image/png;base64,AA=="/>'), OUTSIDE),
        (SVG.format('<use href="other.svg#a"/>'), OUTSIDE),
        (SVG.format('<rect fill="url(https://example.org/a#g)"/>'), OUTSIDE),
        (SVG.format("<rect fill=\"URL( 'x.svg#g' )\"/>"), OUTSIDE),
        (SVG.format('<rect style="background: url(//example.org)"/>'), OUTSIDE),
        (SVG.format('<style>@import "x.css";</style>'), OUTSIDE),
        (SVG.format("<style>a { fill: image-set('https://example.org/x') }</style>"), OUTSIDE),
        (SVG.format("<style>a { fill: \\75rl(x) }</style>"), OUTSIDE),
        ('<?xml-stylesheet href="x.css"?>' + SVG.format(""), OUTSIDE),
        (SVG.format("<script>1</script>"), "holds <script>"),
        (SVG.format("<foreignObject/>"), "holds <foreignObject>"),
        (SVG.format('<set attributeName="href" to="https://example.org"/>'), "holds <set>"),
        (SVG.format('<rect onload="x()"/>'), "holds an action"),
        (SVG.format("<text>تعاون</text>"), "outlines"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;"), "entities"),
        ('<!DOCTYPE svg [<!ENTITY % a SYSTEM "file:///etc/passwd">]>' + SVG.format(""), "entities"),
        (SVG.format("").replace("viewBox", "data-box"), "has no size"),
        (SVG.format("").replace("120 60", "120 0"), "has no size"),
        (SVG.format("").replace("120 60", "nan nan"), "has no size"),
        (SVG.format("<g>"), "malformed"),
        ("<html/>", "no SVG"),
        (SVG.format("<g/>" * (LARGEST_SVG // 4)), "larger than 200 kB"),
        ("تعاون", "not a picture"),
        ("", "not a picture"),
        ("GIF89a" + "\0" * 50, "not a picture"),
    ],
)
def test_what_is_no_logo_is_refused_in_one_sentence(write: Write, inside: str, words: str) -> None:
    path = write(inside, "logo.svg")
    with pytest.raises(UsageError, match=words) as refused:
        load_logo(path)
    assert str(refused.value).startswith(f"The logo {path} ")
    assert "\n" not in str(refused.value)


def test_damaged_and_huge_pictures_are_refused(write: Write, tmp_path: Path) -> None:
    whole = io.BytesIO()
    Image.effect_noise((200, 200), 80).save(whole, "PNG")
    for content in (whole.getvalue()[:40], whole.getvalue()[:9000], picture("JPEG")[:200]):
        with pytest.raises(UsageError, match="not a picture"):
            load_logo(write(content, "logo.png"))
    with pytest.raises(UsageError, match="16 bits"):
        load_logo(write(picture("PNG", mode="I;16"), "logo.png"))
    with pytest.raises(UsageError, match="6000 pixels"):
        load_logo(write(picture("PNG", (6001, 1), "1"), "logo.png"))
    with pytest.raises(UsageError, match="not a picture"):  # a small file that would fill the memory
        load_logo(write(claiming(20_000), "logo.png"))
    with pytest.raises(UsageError, match="larger than 2 MB"):
        load_logo(write(b"\0" * 2_000_001, "logo.png"))
    with pytest.raises(UsageError, match="is not a file"):
        load_logo(tmp_path)
    with pytest.raises(UsageError, match="is not a file"):
        load_logo(Path("/dev/zero"))


# on pages

OFFICE = '[body]\nfa = "اتاق «ت» <b>"\nen = "Chamber & <i>"\nlogo = "{}"\n[colour]\naccent = "#6B1F5C"\n'


@pytest.fixture(params=["svg", "png"])
def office(request: pytest.FixtureRequest, write: Write) -> Theme:
    """A theme with a logo."""
    form: Literal["svg", "png"] = request.param
    content = SVG.format(MARK) if form == "svg" else picture("PNG", mode="RGBA")
    write(content, f"logo.{form}")
    return load_theme(write(OFFICE.format(f"logo.{form}")))


def test_the_logo_stands_on_an_archival_and_accessible_pdf(office: Theme) -> None:
    articles, extractions = corpus()
    briefing = build_briefing(articles, extractions, cooperative_week(1404))
    page = Page(briefing, "fa", articles, office)
    assert page.gallery.logo is not None
    assert page.gallery.logo.height <= 11
    content = to_bytes(content_of(page, annexes(briefing, articles, page.language)))
    for profile in ("ua1", "3a"):
        report = validator.validate_pdf_bytes(content, profile=profile)
        assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []


def test_name_logo_and_colour_reach_the_web_page(office: Theme) -> None:
    articles, extractions = corpus()
    briefing = build_briefing(articles, extractions, cooperative_week(1404))
    page = WebPage(briefing, "en", articles, office).web().decode()
    assert office.logo is not None
    assert page.count(office.logo.data_uri) == 1
    assert "<span>Chamber &amp; &lt;i&gt;</span>" in page
    assert "--accent: #6B1F5C" in page
    assert load_theme().colour.accent not in page


def test_the_command_takes_a_theme(taavon: Run, write: Write, tmp_path: Path) -> None:
    write(SVG.format(MARK), "logo.svg")
    theme = write(OFFICE.format("logo.svg"))
    done = taavon("build", SEEDS, "--theme", theme, "--format", "html", "--language", "en")
    assert done.returncode == 0, done.stderr
    assert "Chamber &amp;" in (tmp_path / "out" / "briefing.en.html").read_text("utf-8")


def test_the_command_leaves_out_a_logo_that_is_none_and_says_so(
    taavon: Run, write: Write, tmp_path: Path
) -> None:
    theme = write(OFFICE.format("office.toml"))
    done = taavon("build", SEEDS, "--theme", theme, "--language", "en")
    assert done.returncode == 0
    told = "office.toml is not a picture that can be read: save it as PNG, JPEG or SVG. The pages are made without it."
    assert any(line.endswith(told) for line in done.stderr.splitlines())
    assert (tmp_path / "out" / "briefing.en.pdf").exists()


def test_the_same_logo_gives_the_same_bytes(write: Write) -> None:
    path = write(picture("JPEG", (2000, 700)), "logo.jpg")
    digests = {hashlib.sha256(load_logo(path).content).hexdigest() for _ in range(3)}
    assert len(digests) == 1


def test_the_data_address_holds_the_picture(write: Write) -> None:
    logo = load_logo(write(SVG.format(MARK), "logo.svg"))
    head, _, content = logo.data_uri.partition(",")
    assert head == "data:image/svg+xml;base64"
    assert ET.fromstring(base64.b64decode(content)).tag.endswith("svg")
